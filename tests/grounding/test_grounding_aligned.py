"""Every word aligned: a sample of the labelled set, and what the command says of a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.commands import app
from evals.ground import measure

ROAD = measure.HERE / "cases" / "42-road-2023.yaml"


@pytest.fixture(scope="module")
def held() -> list[measure.Labelled]:
    return [row for row in measure.written() if row.held]


def test_lies_of_projects_kept_apart_are_stopped(held: list[measure.Labelled]) -> None:
    assert measure.share(held + measure.made(held)[::3], supported=False) >= 0.93


def test_true_sentences_of_projects_kept_apart_pass(held: list[measure.Labelled]) -> None:
    assert measure.share(held, supported=True) >= 0.82


def run(*words: str, stdin: str = "") -> tuple[int, dict[str, object]]:
    found = CliRunner().invoke(app, ["ground", str(ROAD), *words, "--json"], input=stdin)
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


@pytest.mark.parametrize(
    ("case", "row", "section", "text"),
    [
        # what the local model really wrote, each with one fact altered
        ("40-fanyi-2024", "购置救护车", "improvement_measures", "2025年3月底前完成设备安装。"),
        ("42-road-2023", "养护农村公路里程", "improvement_measures", "公路站工程股在2024年5月底前完成养护。"),
    ],
)  # fmt: skip
def test_deed_or_owner_that_the_row_does_not_have_is_stopped(
    case: str, row: str, section: str, text: str
) -> None:
    labelled = measure.Labelled(case, section, row, text, supported=False, kind="altered")
    assert measure.right(labelled)
