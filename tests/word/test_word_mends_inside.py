"""`--fix` inside what wraps words, boxes in cells, and numbers that are none: done, or said where."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from odd_docx import base, changed, swap

from assistant import cli
from assistant.intake import read_source
from assistant.word.names import whole

DOCUMENT = "word/document.xml"
RUN = '<w:r><w:t xml:space="preserve">工程已完工,资金已付清。。</w:t></w:r>'


def _wrapped(open_: str, close: str) -> str:
    return f"<w:p>{open_}{RUN}{close}</w:p><w:tbl>"


def _fixed(tmp_path: Path, wrapped: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """The text part of the mended file, and what people were told."""
    path = base(tmp_path / "报告.docx")
    changed(path, a=(DOCUMENT, swap("<w:tbl>", wrapped)))
    out = tmp_path / "修正.docx"
    capsys.readouterr()
    cli._run(["check", str(path), "--fix", str(out)])
    with zipfile.ZipFile(out) as archive:
        return archive.read(DOCUMENT).decode(), capsys.readouterr().err


@pytest.mark.parametrize(
    ("open_", "close"),
    [
        ("<w:sdt><w:sdtPr><w:id w:val='1'/></w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:smartTag w:uri='u' w:element='e'>", "</w:smartTag>"),
        ("<w:customXml w:uri='u' w:element='e'>", "</w:customXml>"),
        ("<w:hyperlink w:anchor='a'>", "</w:hyperlink>"),
    ],
    ids=["control", "smart tag", "custom xml", "link"],
)
def test_mends_are_made_where_words_are_wrapped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], open_: str, close: str
) -> None:
    text, told = _fixed(tmp_path, _wrapped(open_, close), capsys)
    assert text.count("<w:delText") == 2
    assert "没有改" not in told


@pytest.mark.parametrize(
    ("open_", "close"),
    [
        ("<w:fldSimple w:instr=' DOCPROPERTY x '>", "</w:fldSimple>"),
        ("<w:ins w:id='9' w:author='王'>", "</w:ins>"),
        ("<w:sdt><w:sdtPr><w:lock w:val='sdtContentLocked'/></w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:sdt><w:sdtPr><w:dataBinding w:xpath='/a' w:storeItemID='{1}'/></w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    ],
    ids=["field", "another's insertion", "locked", "bound"],
)  # fmt: skip
def test_mends_that_are_left_are_told_with_their_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], open_: str, close: str
) -> None:
    text, told = _fixed(tmp_path, _wrapped(open_, close), capsys)
    assert "<w:delText" not in text
    assert "2处在别人的修订、域或受保护的内容里，没有改：第3段“,”" in told


BOX = (
    '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)


def test_a_text_box_is_what_an_empty_cell_says(tmp_path: Path) -> None:
    path = base(tmp_path / "报告.docx")
    plain = [cell.text for cell in read_source(path).grids[0].cells()]
    changed(path, a=(DOCUMENT, swap("<w:p><w:r><w:t>190盏</w:t></w:r></w:p>", BOX.format("190盏"))))
    source = read_source(path)
    assert [cell.text for cell in source.grids[0].cells()] == plain
    assert not any(p.text == "190盏" for p in source.paragraphs)


def test_a_text_box_beside_the_words_of_a_cell_stays_apart(tmp_path: Path) -> None:
    path = base(tmp_path / "报告.docx")
    held = "<w:p><w:r><w:t>190盏</w:t></w:r></w:p>"
    changed(path, a=(DOCUMENT, swap(held, held + BOX.format("旁注"))))
    source = read_source(path)
    assert any(cell.text == "190盏" for cell in source.grids[0].cells())
    assert any(p.text == "旁注" for p in source.paragraphs)


@pytest.mark.parametrize("value", ["Infinity", ": ", "", "9" * 400, "-5", "1.5"])
@pytest.mark.parametrize("tag", ["outlineLvl", "numPr"])
def test_a_number_that_is_none_ends_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tag: str, value: str
) -> None:
    path = base(tmp_path / "报告.docx")
    numbered = f'<w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="1"/></w:numPr>'
    put = numbered if tag == "numPr" else f'<w:outlineLvl w:val="{value}"/>'
    changed(path, a=(DOCUMENT, swap("<w:tbl>", f"<w:p><w:pPr>{put}</w:pPr>{RUN}</w:p><w:tbl>")))
    assert cli._run(["check", str(path)]) in {0, 1}
    assert "程序出错" not in capsys.readouterr().err


def test_whole_numbers_of_attributes() -> None:
    assert [whole(v, 7) for v in ("3", " -2 ", None, "", "x", "9" * 20)] == [3, -2, 7, 7, 7, 7]


def test_file_properties_of_another_type_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = base(tmp_path / "报告.docx")
    right = "application/vnd.openxmlformats-package.core-properties+xml"
    changed(path, a=("[Content_Types].xml", swap(right, "application/xml")))
    code = cli._run(["finalize", str(path), "-o", str(tmp_path / "定稿.docx"), "--force"])
    told = capsys.readouterr().err.splitlines()
    assert code == 0 or (code == 2 and len(told) == 1 and "另存一份" in told[0])
