"""A model's answer made plain: what a small model really wrote, and what a report may print of it."""

from __future__ import annotations

import pytest

from assistant.drafting.by_model.plain import form_words, misquoted, plain_sentences, repeats
from assistant.drafting.by_model.slots import Slot, shares
from assistant.facts import Fact, Kind, Role, RowValue
from assistant.grounding.naming import bare
from assistant.llm.answers import Cited
from assistant.values.quantity import read_actual, read_target

NAME = "视频在线率"


def _fact(i: int, kind: Kind, role: Role, lead: str, said: str, value: object = None) -> Fact:
    return Fact(
        f"F{i}", lead + said, kind, "指标[1]", "I1", role, NAME, "not_met", f"I1.{role}",
        value, len(lead),
    )  # type: ignore[arg-type]  # fmt: skip


ROW = RowValue(read_target("≥95%"), read_actual("91.7%"), "not_met")
FACTS = (
    _fact(1, "indicator", "row", f"质量指标“{NAME}”：", "年度指标值≥95%，实际完成值91.7%，未完成", ROW),
    _fact(2, "deviation", "deviation", f"“{NAME}”", "的实际完成值比年度指标值低3.3个百分点"),
    _fact(3, "note", "reason", f"“{NAME}”填报原因：", "老城区58个点位因道路开挖断缆"),
    _fact(4, "note", "measure", f"“{NAME}”填报措施：", "与住建部门建立开挖会签"),
    _fact(5, "note", "owner", f"“{NAME}”责任单位：", "科技信息化大队"),
)  # fmt: skip
REASON = Slot(
    "deviation_reasons", 0, "reason", "l", NAME, FACTS[:3], most=2, lead="主要原因是", gap="g"
)
MEASURE = Slot(
    "improvement_measures", 0, "measure", "l", NAME, FACTS, most=2, lead="针对", tail="t"
)


def plain(slot: Slot, *texts: str) -> list[str]:
    return [t for t, _ in plain_sentences([Cited(facts=["F1"], text=t) for t in texts], slot)]


@pytest.mark.parametrize(
    ("slot", "written", "printed"),
    [
        (REASON, "年度指标值为≥95%，实际完成值为91.7%", "“视频在线率”年度指标值为不低于95%，实际完成值为91.7%。"),
        (REASON, "事实：视频在线率年度指标值为95%", "“视频在线率”年度指标值为不低于95%。"),
        (REASON, "第2句：主要原因是老城区58个点位因道路开挖断缆.", "主要原因是老城区58个点位因道路开挖断缆。"),
        (REASON, "填报原因：老城区58个点位因道路开挖断缆", "主要原因是老城区58个点位因道路开挖断缆。"),
        (REASON, "主要原因是主要原因是道路开挖断缆。", "主要原因是道路开挖断缆。"),
        (REASON, "**主要原因是**道路开挖断缆（F3）。", "主要原因是道路开挖断缆。"),
        (REASON, "主要原因是道路开挖,断缆。", "主要原因是道路开挖，断缆。"),
        (MEASURE, "针对“视频在线率”，填报措施为与住建部门建立开挖会签", "针对“视频在线率”，与住建部门建立开挖会签。"),
        (REASON, "财政拨款的说明：老城区58个点位因道路开挖断缆。", "主要原因是老城区58个点位因道路开挖断缆。"),
        (MEASURE, "与住建部门建立开挖会签，以确保在线率达到95%。", "与住建部门建立开挖会签。"),
        (MEASURE, "该措施的责任单位：科技信息化大队", "责任单位为科技信息化大队。"),
        (MEASURE, "科技信息化大队，完成时限为2023年3月底前。", "责任单位为科技信息化大队，完成时限为2023年3月底前。"),
        (MEASURE, "与住建部门建立开挖会签。【待核实】", "与住建部门建立开挖会签。"),
    ],
)  # fmt: skip
def test_what_the_model_wrote_is_printed_plainly(slot: Slot, written: str, printed: str) -> None:
    assert plain(slot, written) == [printed]


def test_two_sentences_in_one_answer_are_two() -> None:
    assert plain(REASON, "年度指标值为95%。主要原因是道路开挖断缆。") == [
        "“视频在线率”年度指标值为不低于95%。",
        "主要原因是道路开挖断缆。",
    ]


def test_a_fact_that_does_not_exist_is_no_citation() -> None:
    ((_, facts),) = plain_sentences([Cited(facts=["F99", "F3"], text="断缆。")], REASON)
    assert facts == ("F3",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("针对“视频在线率”，填报人没有写措施。", "填报人"),
        ("以‘主要原因是’开头，用公文语言转述填报原因。", "公文语言"),
        ("“视频在线率”填报原因老城区断缆。", "填报原因"),
        ("我们将加强管理。", "我们"),
        ("与住建部门建立了开挖会签。", "建立了"),
        ("已经建立开挖会签。", "已经建立"),
    ],
)
def test_words_of_the_form_and_measures_told_as_done_are_faults(text: str, words: str) -> None:
    assert words in list(form_words(text, MEASURE))


def test_a_target_or_actual_that_the_table_does_not_hold_is_misquoted() -> None:
    assert list(misquoted("实际完成值为91.7%，年度指标值为95%。", REASON)) == []
    assert list(misquoted("实际完成值为58个点位。", REASON)) == ["实际完成值为58"]


def test_a_sentence_said_already_is_a_repetition() -> None:
    said = ["“视频在线率”年度指标值为95%，主要原因是老城区58个点位因道路开挖断缆。"]
    assert repeats("主要原因是老城区58个点位因道路开挖断缆。", said, REASON)
    assert not repeats("责任单位为科技信息化大队。", said, REASON)


def test_a_year_that_stands_in_two_notes_tells_neither() -> None:
    assert not shares(
        bare("责任单位为节目部，完成时限为2022年3月底前"), bare("2022年第一季度补拍2期")
    )
    assert shares(bare("节目部于第一季度补拍2期"), bare("2022年第一季度补拍2期"))
    assert shares("1860", "1860")
