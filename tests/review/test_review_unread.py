"""What a person put where nobody reads is said, word for word: never a silent nothing."""

from __future__ import annotations

import docx
from docx.oxml.parser import parse_xml
from review_edits import MEASURE, NS, after, find
from review_project import Project

from assistant.review.round_trip import take_back


def test_hidden_and_generated_words_are_listed(project: Project) -> None:
    document = docx.Document(str(project.report))
    place = find(document, MEASURE)._p
    place.append(parse_xml(f"<w:r {NS}><w:rPr><w:vanish/></w:rPr><w:t>内部口径</w:t></w:r>"))
    place.addnext(parse_xml(
        f'<w:p {NS}><w:fldSimple w:instr=" TOC \\o "><w:r><w:t>目录行</w:t></w:r></w:fldSimple></w:p>'.replace('\\o "', '\\o"')
    ))  # fmt: skip
    path = project.folder / "改.docx"
    document.save(str(path))
    review = take_back(path, check=False)
    assert not review.changes
    assert [line for line in review.kept if "没有读" in line] == [
        "有隐藏文字，没有读（正文）：内部口径",
        "有自动目录，没有读（正文）：目录行",
    ]


def test_words_struck_out_in_text_and_in_a_cell_are_said(project: Project) -> None:
    document = docx.Document(str(project.report))
    after(find(document, MEASURE), "这句划掉。").runs[0].font.strike = True
    document.tables[-1].rows[-1].cells[0].paragraphs[0].add_run("划掉的格").font.strike = True
    path = project.folder / "改.docx"
    document.save(str(path))
    said = [line for line in take_back(path, check=False).kept if "删除线" in line]
    assert len(said) == 2
    assert {line.rpartition("：")[2] for line in said} == {"这句划掉。", "划掉的格"}
