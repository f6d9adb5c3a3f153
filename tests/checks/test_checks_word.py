"""The reader of any Word report: what Word shows is what is read."""

from __future__ import annotations

from pathlib import Path

from docx import Document as NewWord
from word_builder import cell, paragraph, report, run, table, word_file

from assistant.checks.opening import read_report
from assistant.word.document import Document
from assistant.word.numbering import chinese_count
from assistant.word.package import open_package


def read(path: Path) -> Document:
    return read_report(open_package(path))


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "a.docx",
        paragraph(
            "支付",
            f'<w:del w:id="1" w:author="甲"><w:r><w:delText>64.6</w:delText></w:r></w:del>'
            f'<w:ins w:id="2" w:author="甲">{run("95")}</w:ins>',
            "万元",
        ),
    )
    assert read(path).paragraphs[0].text == "支付95万元"


def test_content_controls_text_boxes_and_links_are_read_and_fallbacks_are_not(
    tmp_path: Path,
) -> None:
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
        f"{paragraph('框内文字')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{paragraph('框内文字')}</w:txbxContent>"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    path = word_file(
        tmp_path / "a.docx",
        f"<w:sdt><w:sdtContent>{paragraph('控件内文字')}</w:sdtContent></w:sdt>",
        paragraph("前", box, f"<w:hyperlink>{run('链接')}</w:hyperlink>", "后"),
    )
    texts = [p.text for p in read(path).paragraphs]
    assert texts == ["控件内文字", "前链接后", "框内文字"]


def test_automatic_numbers_are_printed_and_make_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    word = NewWord()
    numbering = word.part.numbering_part.element
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(
            (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"))
        )
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )
    for text, level in (
        ("基本情况", 0),
        ("项目概况", 1),
        ("资金情况", 1),
        ("完成情况", 0),
        ("产出", 1),
    ):
        element = word.add_paragraph(text)._p
        element.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            )
        )
    word.add_paragraph("全年完成培训4场。")
    word.save(str(path))
    document = read(path)
    assert [p.title for p in document.paragraphs[:5]] == [
        "一、基本情况", "（一）项目概况", "（二）资金情况", "二、完成情况", "（一）产出",
    ]  # fmt: skip
    assert document.paragraphs[5].where == "二、（一）产出 第1段"


def test_merged_cells_stand_in_every_square_they_cover(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "a.docx",
        table(
            cell("一级", '<w:vMerge w:val="restart"/>') + cell("甲") + cell("乙"),
            cell("", "<w:vMerge/>") + cell("合并", '<w:gridSpan w:val="2"/>'),
        ),
    )
    rows = read(path).tables[0].rows
    assert [[c.flat for c in row] for row in rows] == [
        ["一级", "甲", "乙"],
        ["一级", "合并", "合并"],
    ]
    assert rows[0][0] is rows[1][0]


def test_a_deleted_row_is_no_row(tmp_path: Path) -> None:
    gone = '<w:trPr><w:del w:id="1" w:author="甲"/></w:trPr>'
    path = word_file(tmp_path / "a.docx", table(cell("留"), gone + cell("删")))
    assert [[c.flat for c in row] for row in read(path).tables[0].rows] == [["留"]]


def test_a_heading_may_run_on_into_its_body(tmp_path: Path) -> None:
    path = report(tmp_path / "a.docx", "一、基本情况", "（一）资金执行情况。全年支付95万元。")
    paragraph_ = read(path).paragraphs[1]
    assert paragraph_.title == "（一）资金执行情况"
    assert paragraph_.said.text == "全年支付95万元。"
    assert paragraph_.roles == {"execution"}


def test_numbered_sentences_are_no_headings(tmp_path: Path) -> None:
    path = report(
        tmp_path / "a.docx",
        "一、情况",
        "1.安装16个小区的设备。",
        "2.培训民警320人次，合格率97%。",
        "（1）已支付95万元",
    )
    assert [p.level for p in read(path).paragraphs] == [1, 0, 0, 0]


def test_arabic_in_brackets_before_a_new_list_was_meant_as_the_second_level(tmp_path: Path) -> None:
    path = report(
        tmp_path / "a.docx", "二、完成情况分析", "（一）资金情况分析", "1、到位情况", "已到位。", "2、管理情况", "已管理。",
        "(2）绩效目标完成情况分析", "1、产出指标完成情况", "已完成。",
    )  # fmt: skip
    paragraphs = read(path).paragraphs
    assert paragraphs[6].level == 2
    assert paragraphs[8].path[-2:] == ("(2）绩效目标完成情况分析", "1、产出指标完成情况")


def test_chinese_counts() -> None:
    assert [chinese_count(n) for n in (1, 10, 11, 20, 21, 99, 100)] == [
        "一", "十", "十一", "二十", "二十一", "九十九", "100",
    ]  # fmt: skip
