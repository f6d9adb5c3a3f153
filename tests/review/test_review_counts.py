"""draft, check and finalize tell the same numbers of the same file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import pytest
from review_edits import MEASURE, find, run_with
from review_project import Project
from typer.testing import CliRunner

from assistant.cli import app
from assistant.errors import InputError
from assistant.review.finalize import finalize
from assistant.word.package import open_package
from assistant.word.tally import tally

_COUNTED = re.compile(
    r"【待(?:核实|补充|评定)】\d+处(?:、【待(?:补充|评定)】\d+处)*(?:、标黄\d+处)?|标黄\d+处"
)


def said(output: str) -> str:
    found = _COUNTED.search(output)
    return found[0] if found else ""


@pytest.mark.parametrize("highlighted", [False, True])
def test_three_commands_count_the_same(project: Project, tmp_path: Path, highlighted: bool) -> None:
    report = project.report
    if highlighted:
        document = docx.Document(str(report))
        run_with(find(document, MEASURE), MEASURE).font.highlight_color = 7
        document.sections[0].header.paragraphs[0].text = "【待补充：密级】"
        report = project.folder / "改.docx"
        document.save(str(report))
    words = tally(open_package(report, kind="docx")).words
    checked = CliRunner().invoke(app, ["check", str(report), "--json"])
    findings = json.loads(checked.stdout)["findings"]
    [marks] = [f for f in findings if f["code"] == "F33" and "没有处理" in f["message"]]
    errors = sum(f["severity"] == "error" for f in findings)
    refused = CliRunner().invoke(app, ["finalize", str(report), "-o", str(tmp_path / "定稿.docx")])
    told = str(refused.exception)
    assert words
    assert said(marks["message"]) == said(told) == words
    assert (f"检查错误{errors}处" in told) == bool(errors)
    if not highlighted:
        again = CliRunner().invoke(
            app, ["draft", str(project.data), "-o", str(tmp_path / "又.docx"), "--model", "none"]
        )
        fresh = tally(open_package(tmp_path / "又.docx", kind="docx")).words
        assert said(again.stderr) == fresh
        assert "事实依据表.xlsx" in again.stderr


def test_a_mark_is_told_once_with_the_words_it_asks_about(project: Project) -> None:
    document = docx.Document(str(project.report))
    find(document, "河东县财政局：").runs[0].text = "【待补充：主送机关】"
    find(document, MEASURE).add_run("【待核实】其一。【待核实】其二。")
    document.sections[0].header.paragraphs[0].text = "【待补充：密级】"
    report = project.folder / "改.docx"
    document.save(str(report))
    with pytest.raises(InputError) as refusal:
        finalize(report, project.folder / "定稿.docx")
    told = [line.partition("：有")[2] for line in refusal.value.lines]
    assert "“【待补充：主送机关】”" in told
    assert "“【待补充：密级】”" in told
    assert {"“【待核实】”：其一。", "“【待核实】”：其二。"} <= set(told)
    assert not any("：：" in line for line in refusal.value.lines)
