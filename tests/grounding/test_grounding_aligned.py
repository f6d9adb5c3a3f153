"""Every word aligned: a sample of the labelled set, and what the command says of a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from grounding_cases import made
from typer.testing import CliRunner

from assistant.commands import app_for
from assistant.grounding import ground
from evals import whole
from evals.ground import measure
from evals.ground.sections import sections

ROAD = measure.HERE / "cases" / "42-road-2023.yaml"


#: the last set of another hand, of which half has not been learned from: told in docs/grounding.md as it was measured first
NEWEST = "blind8.jsonl"


@pytest.fixture(scope="module")
def held() -> list[measure.Labelled]:
    others = (name for name in measure.FILES if name != NEWEST)
    return [row for row in measure.written(*others) if row.held]


def test_what_the_newest_set_reached_is_not_lost() -> None:
    newest = measure.written(NEWEST)
    assert measure.share(newest, supported=True) >= 0.6
    assert measure.share(newest, supported=False) >= 0.87


def test_lies_of_projects_kept_apart_are_stopped(held: list[measure.Labelled]) -> None:
    assert measure.share(held + measure.made(held)[::6], supported=False) >= 0.95


def test_true_sentences_of_projects_kept_apart_pass(held: list[measure.Labelled]) -> None:
    assert measure.share(held, supported=True) >= 0.92


def run(*words: str, stdin: str = "") -> tuple[int, dict[str, object]]:
    found = CliRunner().invoke(app_for(), ["ground", str(ROAD), *words, "--json"], input=stdin)
    return found.exit_code, json.loads(found.stdout) if found.stdout else {}


def test_command_judges_sentence_by_sentence_and_names_the_words() -> None:
    code, told = run("全年养护108公里，未达到年度指标值。厂长挪用货款。", "--section", "偏离原因")
    good, bad = told["sentences"]  # type: ignore[misc]
    assert code == 1
    assert (good["verdict"], bad["verdict"]) == ("supported", "unsupported")
    assert bad["section"] == "deviation_reasons"
    for fault in bad["faults"]:
        assert bad["text"][fault["start"] : fault["end"]] == fault["words"]


def test_standard_input_and_lines_are_read(tmp_path: Path) -> None:
    assert run("-", stdin="“好路率”实际为91.5%。")[0] == 0
    lines = tmp_path / "句子.jsonl"
    row = {"section": "benefit", "indicator": "好路率", "text": "好路率实际为91.5%。"}
    lines.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    code, told = run("--jsonl", str(lines))
    assert code == 0
    assert told["sentences"][0]["indicator"] == "好路率"  # type: ignore[index]


NOTES = """
项目: {名称: 冷链温控改造, 年度: 2025, 主管部门: 县卫生健康局, 实施单位: 县疾控中心}
指标:
  - {一级: 产出指标, 二级: 数量指标, 名称: 安装冷链设备台数, 目标: ≥20台, 实际: 15台, 原因: 5台设备采购流标, 措施: 提前一个季度启动采购, 责任单位: 县疾控中心, 完成时限: 2026年3月底前}
  - {一级: 产出指标, 二级: 质量指标, 名称: 温控达标率, 目标: ≥98%, 实际: 95%, 原因: 部分卫生院没有断电报警, 措施: 全县卫生院统一加装断电报警装置, 责任单位: 医政股, 完成时限: 2026年6月底前}
"""


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        # two notes that the local model altered unflagged: what is done by the deadline, and who does it
        ("unsupported", "提前一个季度启动采购，2026年3月底前完成设备安装。"),
        ("supported", "提前一个季度启动采购，由县疾控中心负责，2026年3月底前完成。"),
        ("unsupported", "医政股统一加装断电报警装置，2026年6月底前完成。"),
        ("supported", "全县卫生院统一加装断电报警装置，由医政股负责，2026年6月底前完成。"),
    ],
)
def test_deed_and_doer_are_those_of_the_noted_measure(
    tmp_path: Path, verdict: str, text: str
) -> None:
    _, facts = made(tmp_path, NOTES)
    assert ground(text, facts, section="improvement_measures").verdict == verdict


def test_a_cause_without_a_name_is_held_to_the_row_told_before_it(tmp_path: Path) -> None:
    _, facts = made(tmp_path, NOTES)
    cause = "原因是5台设备采购流标。"
    for before, verdict in (
        ("安装冷链设备台数实际为15台。", "supported"),
        ("温控达标率为95%。", "unsupported"),
    ):
        found = ground(cause, facts, section="deviation_reasons", before=before)
        assert found.verdict == verdict


def test_sections_of_a_strong_model_stand_and_their_lies_fall() -> None:
    true, false = sections()
    some, lies = list(whole.outcomes(true[12:20])), list(whole.outcomes(false[12:20]))
    stands, told = whole.standing(some)
    fell, of = whole.fallen(lies)
    assert stands / told >= 0.9
    assert fell >= of - 1
