"""draft, check and finalize tell the same numbers of the same file."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.parser import parse_xml
from review_edits import MEASURE, find, run_with
from review_project import Project, plainly_read
from typer.testing import CliRunner

from assistant.commands import app_for
from assistant.errors import InputError
from assistant.review.checking import standing
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
    checked = CliRunner().invoke(app_for(), ["check", str(report), "--json"])
    findings = json.loads(checked.stdout)["findings"]
    [marks] = [f for f in findings if f["code"] == "F33" and "没有处理" in f["message"]]
    errors = sum(f["severity"] == "error" for f in findings)
    refused = CliRunner().invoke(
        app_for(), ["finalize", str(report), "-o", str(tmp_path / "定稿.docx")]
    )
    told = str(refused.exception)
    assert words
    assert said(marks["message"]) == said(told) == words
    assert (f"检查错误{errors}处" in told) == bool(errors)
    if not highlighted:
        again = CliRunner().invoke(
            app_for(),
            ["draft", str(project.data), "-o", str(tmp_path / "又.docx"), "--model", "none"],
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


_MARKS = ("【待核实】", "【待补充】", "【待补充：文号】")
_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'


def _run(text: str, look: str = "", tag: str = "t") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:{tag}>{text}</w:{tag}></w:r>"


def _put(document: Document, place: str, mark: str, dice: random.Random) -> bool:
    """Writes a mark somewhere, cut into runs; whether a reader of the page sees it."""
    cut = dice.randrange(1, len(mark))
    runs = _run(mark[:cut]) + _run(mark[cut:], "<w:b/>")
    if place == "hidden":
        runs = _run(mark, "<w:vanish/>")
    elif place == "deleted":
        runs = f'<w:del w:id="901" w:author="王局长">{_run(mark, tag="delText")}</w:del>'
    elif place == "inserted":
        runs = f'<w:ins w:id="902" w:author="王局长">{runs}</w:ins>'
    elif place == "box":
        inside = f"<w:p>{runs}</w:p>"
        runs = f'<w:r><w:pict><v:shape style="width:90pt;height:20pt"><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
    paragraph = f"<w:p {_NS}>{_run('其中')}{runs}</w:p>"
    target: Any = document.paragraphs[-1]._p
    if place == "header":
        target = document.sections[0].header.paragraphs[0]._p
    elif place == "cell":
        row = dice.choice(document.tables[-1].rows[1:])
        target = row.cells[-1].paragraphs[0]._p
    target.addnext(parse_xml(paragraph))
    return place not in {"hidden", "deleted"}


@pytest.mark.parametrize("seed", range(8))
def test_the_numbers_agree_wherever_marks_stand(project: Project, seed: int) -> None:
    dice = random.Random(seed)
    document = docx.Document(str(project.report))
    seen = Counter(
        m[:4] for m in re.findall("【待(?:核实|补充|评定)", "".join(plainly_read(project.report)))
    )
    for _ in range(dice.randrange(1, 7)):
        place = dice.choice(("body", "cell", "header", "box", "hidden", "deleted", "inserted"))
        mark = dice.choice(_MARKS)
        seen[mark[:4]] += _put(document, place, mark, dice)
    path = project.folder / "改.docx"
    document.save(str(path))
    expected = {f"{mark}】": n for mark, n in seen.items() if n}
    asked = standing(path).asked
    assert Counter(mark[:4] + "】" for mark, _ in asked.marked) == expected
    findings = [f for f in standing(path).findings if f.code == "F33" and "没有处理" in f.message]
    told = {
        m[0]: int(m[1]) for f in findings for m in re.findall(r"(【待\w\w】)(\d+)处", f.message)
    }
    assert told == expected
    if expected:
        with pytest.raises(InputError) as refusal:
            finalize(path, project.folder / "定稿.docx")
        assert {
            m[0]: int(m[1]) for m in re.findall(r"(【待\w\w】)(\d+)处", refusal.value.lines[-1])
        } == expected
        assert sum("有“【待" in line for line in refusal.value.lines) == sum(expected.values())
