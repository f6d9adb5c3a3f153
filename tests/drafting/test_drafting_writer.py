"""Whole drafts with a scripted model: what holds stays, what does not is replaced, nothing is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fake_endpoint import FakeEndpoint, Reply, Request, html, sentences, status, text

from assistant.config import Config, Limits
from assistant.drafting.by_model.writer import prompts, write_draft
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.drafting.halted import DraftInterrupted, DraftStoppedError
from assistant.errors import InputError
from assistant.facts import Fact, gather
from assistant.intake.yaml import read_evaluation
from assistant.llm.calls import CallLog
from assistant.llm.endpoint import ModelChoice, choose
from assistant.model.draft import VERIFY, Draft, Paragraph, Section, Sentence
from assistant.model.scorecard import Scorecard
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

DATA = """\
项目: {名称: 清河镇路灯改造项目, 年度: 2023, 主管部门: 清河镇人民政府, 实施单位: 清河镇人民政府}
资金:
  单位: 万元
  明细: [{来源: 县级财政拨款, 年初预算: 50, 全年预算: 50, 到位: 50, 执行: 50}]
指标:
  - {一级: 产出, 二级: 数量, 名称: 安装路灯数量, 目标: ≥120盏, 实际: 108盏, 原因: 电缆到货晚，12盏路灯未能安装, 措施: 督促供货单位补齐电缆并完成安装, 责任单位: 村镇建设办, 完成时限: 2024年3月底前}
  - {一级: 产出, 二级: 质量, 名称: 验收合格率, 目标: 100%, 实际: 100%}
  - {一级: 满意度, 二级: 服务对象满意度, 名称: 群众满意度, 目标: ≥90%, 实际: 86%, 原因: 部分路段照明时间短}
"""
FAR = ModelChoice("endpoint", base_url="http://10.0.0.9/v1", model="m", secret="x")
QUICK = Config(limits=Limits(attempts=2, first_token=60, concurrency=1))


def scored(folder: Path, data: str = DATA) -> tuple[Scorecard, tuple[Fact, ...]]:
    path = folder / "数据.yaml"
    path.write_text(data, encoding="utf-8")
    evaluation = read_evaluation(path)
    card = score(evaluation, for_evaluation(evaluation, folder))
    return card, gather(card)


@pytest.fixture
def project(tmp_path: Path) -> tuple[Scorecard, tuple[Fact, ...]]:
    return scored(tmp_path)


REASON_1 = (
    "“安装路灯数量”年度指标值为不低于120盏，实际完成值为108盏，少12盏。",
    "主要原因是电缆到货晚，12盏路灯未能安装。",
)
MEASURE_1 = (
    "“安装路灯数量”方面，督促供货单位补齐电缆并完成安装，由村镇建设办负责，2024年3月底前完成。",
)
REASON_2 = (
    "“群众满意度”年度指标值为不低于90%，实际完成值为86%，低4个百分点。",
    "主要原因是部分路段照明时间短。",
)
PROPOSAL = ("针对“群众满意度”比年度指标值低4个百分点的问题，建议延长部分路段照明时间。",)


def honest(request: Request) -> Reply:
    """A model that writes what the facts say."""
    prompt = request.body["messages"][1]["content"]
    if "拟一条建议" in prompt:
        return sentences(*PROPOSAL)
    if "填报的措施写成" in prompt:
        return sentences(*MEASURE_1)
    return sentences(*(REASON_1 if "路灯数量" in prompt else REASON_2))


def draft(project: tuple[Scorecard, tuple[Fact, ...]], **more: object) -> Draft:
    card, facts = project
    settings: dict[str, object] = {"config": QUICK, "backoff": 0.01}
    return write_draft(card, facts, choose(config=Config()), **{**settings, **more})  # type: ignore[arg-type]


def words(found: Draft) -> str:
    return "\n".join(p.text for s in found.sections for p in s.paragraphs)


def test_an_honest_model_writes_both_narrative_sections(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]]
) -> None:
    fake_endpoint.script(honest, forever=True)
    found = draft(project)
    assert found.model == "fake-model（本机）"
    reasons, measures = (
        found.section("deviation_reasons"),
        found.section("improvement_measures"),
    )
    assert (reasons.source, measures.source) == ("llm", "llm")
    assert [p.text for p in reasons.paragraphs] == [
        "".join(REASON_1),
        "".join(REASON_2),
    ]
    assert measures.paragraphs[0].text.endswith("".join(MEASURE_1))
    assert not reasons.refused + measures.refused
    assert found.usage.calls == 4
    assert all(s.facts for p in reasons.paragraphs for s in p.sentences)


def test_a_measure_that_the_staff_did_not_give_is_marked(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]]
) -> None:
    fake_endpoint.script(honest, forever=True)
    marked = [
        s
        for s in draft(project).section("improvement_measures").sentences
        if PROPOSAL[0][:9] in s.text and "延长" in s.text
    ]
    assert [s.verdict for s in marked] == ["verify"]
    assert marked[0].text == PROPOSAL[0] + VERIFY
    assert "责任单位确认" in marked[0].note


LIES = {
    "number": "“安装路灯数量”年度指标值为不低于120盏，实际完成值为115盏。",
    "cause": "主要原因是电缆到货晚，且施工队伍管理不善、资金短缺。",
    "date": "电缆于2023年11月20日才到货。",
    "title": "依据《城市道路照明设施管理规定》，12盏路灯未能安装。",
    "document": "依据财预〔2021〕101号，12盏路灯未能安装。",
    "direction": "“安装路灯数量”超额完成年度指标值。",
    "place": "主要原因是青山路口施工，12盏路灯未能安装。",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_goes_back_once_and_is_then_left_out(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]], lie: str
) -> None:
    def lying(request: Request) -> Reply:
        prompt = request.body["messages"][1]["content"]
        if "下面的句子有错" in prompt:
            return sentences(lie)
        if "填报的原因写成" in prompt and "安装路灯数量" in prompt:
            return sentences(REASON_1[0], lie)
        return honest(request)

    fake_endpoint.script(lying, forever=True)
    found = draft(project)
    assert lie not in words(found)
    section = found.section("deviation_reasons")
    assert [r.text for r in section.refused] == [lie]
    assert section.refused[0].fault
    # what the refused sentence should have told is told in the rules' words
    assert "电缆到货晚" in section.paragraphs[0].text
    repairs = [r for r in fake_endpoint.requests if "下面的句子有错" in r.prompt]
    assert len(repairs) == 1
    assert "错处：" in repairs[0].prompt


def test_a_sentence_that_was_mended_stays(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]]
) -> None:
    def mending(request: Request) -> Reply:
        prompt = request.body["messages"][1]["content"]
        if "下面的句子有错" in prompt:
            return sentences(REASON_1[1])
        if "填报的原因写成" in prompt and "安装路灯数量" in prompt:
            return sentences(REASON_1[0], LIES["cause"])
        return honest(request)

    fake_endpoint.script(mending, forever=True)
    section = draft(project).section("deviation_reasons")
    assert section.paragraphs[0].text == "".join(REASON_1)
    assert not section.refused


def test_a_model_that_only_lies_leaves_the_rules_draft(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]]
) -> None:
    fake_endpoint.script(sentences("已投入9999万元，完成率达到777%。"), forever=True)
    found = draft(project)
    rules = draft_by_rules(*project)
    assert words(found) == words(rules)
    assert found.model == rules.model
    assert found.section("deviation_reasons").refused


def test_a_deviation_that_the_model_passes_over_is_told_by_the_rules(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]]
) -> None:
    fake_endpoint.script(sentences("“安装路灯数量”未达到年度指标值。"), forever=True)
    found = words(draft(project))
    for told in ("108盏", "电缆到货晚", "86%", "照明时间短", "补齐电缆", "村镇建设办"):
        assert told in found


def test_one_answer_of_no_use_costs_one_paragraph(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]]
) -> None:
    def sometimes(request: Request) -> Reply:
        return (
            text("不知道")
            if "群众满意度" in request.prompt and "主要原因" in request.prompt
            else honest(request)
        )

    fake_endpoint.script(sometimes, forever=True)
    section = draft(project).section("deviation_reasons")
    assert [p.source for p in section.paragraphs] == ["llm", "rules"]


@pytest.mark.parametrize(
    "step", [status(500), html(), text(""), text('{"sentences": ['), Reply(hang=True)],
    ids=["500", "html", "empty", "half a JSON", "hang"],
)  # fmt: skip
def test_an_endpoint_of_no_use_ends_in_exit_3_with_the_rules_draft_in_hand(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]], step: Reply
) -> None:
    fake_endpoint.script(step, forever=True)
    limits = Limits(attempts=1, first_token=1, concurrency=2)
    with pytest.raises(DraftStoppedError) as caught:
        draft(project, config=Config(limits=limits))
    assert caught.value.exit_code == 3
    assert len(caught.value.lines) == 1
    assert words(caught.value.draft) == words(draft_by_rules(*project))


def test_what_was_done_before_the_endpoint_died_is_kept_and_taken_up_again(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]], tmp_path: Path
) -> None:
    log = CallLog(tmp_path / "calls.sqlite")
    fake_endpoint.script(honest, status(500), forever=True)
    with pytest.raises(DraftStoppedError) as caught:
        draft(project, log=log)
    assert REASON_1[1] in words(caught.value.draft)
    before = len(fake_endpoint.requests)
    fake_endpoint.script(honest, forever=True)
    found = draft(project, log=log)
    assert len(fake_endpoint.requests) - before == 3
    assert REASON_1[1] in words(found)
    # a draft that ended is not taken up: the next one asks anew
    draft(project, log=log)
    assert len(fake_endpoint.requests) - before == 7


def test_ctrl_c_keeps_what_is_done(
    fake_endpoint: FakeEndpoint,
    project: tuple[Scorecard, tuple[Fact, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import _thread

    def interrupted(_: Request) -> Reply:
        _thread.interrupt_main()
        return Reply(hang=True)

    fake_endpoint.script(honest, interrupted, forever=True)
    with pytest.raises(DraftInterrupted) as caught:
        draft(project)
    assert REASON_1[1] in words(caught.value.draft)


def test_a_spent_budget_leaves_the_rest_to_the_rules(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]]
) -> None:
    fake_endpoint.script(honest, forever=True)
    found = draft(project, config=Config(limits=Limits(calls=1, concurrency=1)))
    assert found.usage.calls == 1
    assert [p.source for p in found.section("deviation_reasons").paragraphs] == ["llm", "rules"]
    assert found.section("improvement_measures").source == "rules"


def test_sections_that_a_person_wrote_are_neither_asked_for_nor_changed(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]]
) -> None:
    own = Section(
        "deviation_reasons",
        "（一）偏离绩效目标的原因",
        (Paragraph((Sentence("电缆厂停产两个月。", author="王"),), "human"),),
    )
    rules = draft_by_rules(*project)
    kept = replace(rules, sections=tuple(own if s.id == own.id else s for s in rules.sections))
    fake_endpoint.script(honest, forever=True)
    found = draft(project, kept=kept)
    assert found.section("deviation_reasons") == own
    assert not any("填报的原因写成" in r.prompt for r in fake_endpoint.requests)


def test_concurrent_calls_write_the_same_draft(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]]
) -> None:
    fake_endpoint.script(honest, forever=True)
    alone = draft(project)
    together = draft(project, config=Config(limits=Limits(concurrency=4)))
    assert together.sections == alone.sections


def test_without_a_model_the_rules_write_and_nothing_is_sent(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]]
) -> None:
    found = write_draft(*project, choose("none", config=Config()))
    assert found == draft_by_rules(*project)
    assert not fake_endpoint.requests


def test_show_prompt_is_exactly_what_is_sent(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]]
) -> None:
    shown = {whole for _, whole in prompts(*project, choose(config=Config()))}
    assert not fake_endpoint.requests
    fake_endpoint.script(honest, forever=True)
    draft(project)
    sent = {
        "\n\n".join(m["content"] for m in request.body["messages"])
        for request in fake_endpoint.requests
    }
    assert sent == shown


def test_what_would_leave_the_machine_is_shown_with_its_tokens(tmp_path: Path) -> None:
    data = DATA.replace("电缆到货晚", "供货人张伟（13812345678）电缆到货晚")
    shown = "".join(whole for _, whole in prompts(*scored(tmp_path, data), FAR))
    assert "13812345678" not in shown
    assert "张伟" not in shown
    assert re.search(r"\[人员1\].*\[电话1\]", shown)


def test_a_marked_project_is_not_sent_away_at_all(tmp_path: Path) -> None:
    project = scored(tmp_path, DATA.replace("部分路段照明时间短", "机密★1年：部分路段照明时间短"))
    with pytest.raises(InputError, match=r"指标\[3\].原因：有密级标志“机密”"):
        write_draft(*project, FAR)


def test_prompts_are_short(project: tuple[Scorecard, tuple[Fact, ...]]) -> None:
    # the local model reads 32 tokens a second; a Chinese character is about 0.7 tokens
    assert all(len(whole) < 700 for _, whole in prompts(*project, FAR))


def test_every_call_is_logged_with_its_verdicts(
    fake_endpoint: FakeEndpoint, project: tuple[Scorecard, tuple[Fact, ...]], tmp_path: Path
) -> None:
    log = CallLog(tmp_path / "calls.sqlite")
    fake_endpoint.script(honest, forever=True)
    draft(project, log=log)
    rows = log.rows()
    assert len(rows) == 4
    assert {row.prompt_id for row in rows} == {"reason", "measure", "propose"}
    assert all(row.verdicts and row.model == "fake-model" and not row.fault for row in rows)
    assert "test-key" not in (tmp_path / "calls.sqlite").read_bytes().decode("latin-1")
