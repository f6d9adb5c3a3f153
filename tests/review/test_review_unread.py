"""What a person put where nobody reads is said, word for word: never a silent nothing."""

from __future__ import annotations

import io
import struct
import zlib

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.parser import parse_xml
from docx.parts.numbering import NumberingPart
from review_edits import MEASURE, NS, REASON, after, find, run_with, type_over
from review_project import Project

from assistant.llm.progress import for_stderr
from assistant.oneshot import Order, produce
from assistant.report import render
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


def _picture() -> io.BytesIO:
    """A PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    content = chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff"))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + content + chunk(b"IEND", b""))


def _kept(project: Project, document: docx.document.Document) -> list[str]:
    path = project.folder / "改.docx"
    document.save(str(path))
    review = take_back(path, check=False)
    assert not review.changes
    return list(review.kept)


def test_pictures_put_in_are_said_with_their_place(project: Project) -> None:
    document = docx.Document(str(project.report))
    find(document, MEASURE).add_run().add_picture(_picture())
    after(find(document, REASON), "").add_run().add_picture(_picture())
    document.sections[0].header.paragraphs[0].add_run().add_picture(_picture())
    [line] = _kept(project, document)
    assert "插入了3张图片" in line
    assert "监控在线率全年" in line
    assert "页眉页脚" in line


def test_automatic_numbers_that_were_put_in_are_said(project: Project) -> None:
    document = docx.Document(str(project.report))
    root = parse_xml(
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    part = NumberingPart(
        PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, root, document.part.package
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    number = f'<w:numPr {NS}><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    find(document, MEASURE)._p.get_or_add_pPr().insert(0, parse_xml(number))
    [line] = _kept(project, document)
    assert "自动编号1处" in line
    assert "（3）" in line


@pytest.mark.parametrize("value", ["none", "False", "0", "OFF"])
def test_a_mark_that_says_off_hides_and_strikes_nothing(project: Project, value: str) -> None:
    document = docx.Document(str(project.report))
    style = document.styles.add_style("作废", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = style.font.strike = True
    run = run_with(find(document, MEASURE), MEASURE)
    run.style = style
    for name in ("strike", "vanish"):
        run._r.get_or_add_rPr().append(parse_xml(f'<w:{name} {NS} w:val="{value}"/>'))
    path = project.folder / "改.docx"
    document.save(str(path))
    assert _kept(project, docx.Document(str(path))) == []


def test_words_struck_out_by_a_style_are_said(project: Project) -> None:
    document = docx.Document(str(project.report))
    style = document.styles.add_style("作废", WD_STYLE_TYPE.CHARACTER)
    style.font.strike = True
    run_with(find(document, MEASURE), MEASURE).style = style
    [line] = _kept(project, document)
    assert "删除线" in line


def test_half_a_sentence_that_was_left_is_marked(project: Project) -> None:
    document = docx.Document(str(project.report))
    type_over(find(document, "县政府网站公开"), "随部门决算在县政府网站公开。", "")
    path = project.folder / "改.docx"
    document.save(str(path))
    review = take_back(path, check=False)
    [doubt] = [d for d in review.doubts if d.text.strip() == "自评结果"]
    assert "只剩半句" in doubt.why


def test_the_note_on_ai_that_was_taken_out_stays_out_and_what_that_means_is_said(
    project: Project,
) -> None:
    document = docx.Document(str(project.report))
    note = find(document, "（本报告")._p
    note.getparent().remove(note)
    path = project.folder / "改.docx"
    document.save(str(path))
    review = take_back(path, check=False)
    assert any("标识办法" in line for line in review.lines)
    again = docx.Document(io.BytesIO(render(review.card, review.draft, review.facts)))
    assert not any("人工智能" in p.text for p in again.paragraphs)


def test_a_signature_that_a_template_prints_follows_the_person_s(project: Project) -> None:
    template = docx.Document()
    for words in ("{{ 标题 }}", "{{ 主送机关 }}：", "{{p 正文 }}", "{{ 署名 }}", "{{ 成文日期 }}"):
        template.add_paragraph(words)
    own = project.folder / "模板.docx"
    template.save(str(own))
    report, target = project.folder / "套版.docx", project.folder / "又.docx"
    produce(Order(project.data, report, model="none", template=own), for_stderr())
    document = docx.Document(str(report))
    type_over(
        [p for p in document.paragraphs if p.text == "河东县公安局"][-1], "公安局", "公安局科信大队"
    )
    type_over(find(document, "河东县财政局："), "河东县财政局", "河东县财政局绩效股")
    type_over(find(document, "2024年3月20日"), "20日", "22日")
    path = project.folder / "改.docx"
    document.save(str(path))
    take_back(path, check=False)
    produce(Order(project.data, target, model="none", template=own), for_stderr())
    lines = [p.text for p in docx.Document(str(target)).paragraphs if p.text]
    assert lines[1] == "河东县财政局绩效股："
    assert lines[-2:] == ["河东县公安局科信大队", "2024年3月22日"]
