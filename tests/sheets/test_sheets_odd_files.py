"""Workbooks as other programs and hostile hands write them: one odd cell costs one cell."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from odd_docx import ROWS, changed, swap
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from assistant.checks.forms import table_of
from assistant.checks.opening import open_dossier
from assistant.errors import InputError
from assistant.intake import read, read_source
from assistant.sheets.grid import Source
from assistant.sheets.xlsx import read_xlsx

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "自评表"
    for r, row in enumerate(ROWS, 1):
        for c, value in enumerate(row, 1):
            if value:
                page.cell(r, c, float(value) if value.isdecimal() else value)
    page.cell(4, 6, 0.95).number_format = "0%"
    book.save(tmp_path / "表.xlsx")
    return tmp_path / "表.xlsx"


def texts(source: Source) -> dict[str, str]:
    """Text by address of the first sheet."""
    return {c.origin.partition("!")[2]: c.text for c in source.grids[0].cells()}


def cell(address: str, attributes: str, content: str) -> tuple[str, Callable[[bytes], bytes]]:
    """Puts another cell in the place of E6."""
    return SHEET, swap("</row>", f'<c r="{address}" {attributes}>{content}</c></row>')


@pytest.mark.parametrize(
    ("attributes", "content"),
    [
        ("", "<v>1.2.3</v>"),
        ("", "<v>" + "9" * 5_000 + "</v>"),
        ("", "<v>1e999</v>"),
        ("", "<v>NaN</v>"),
        ('t="s"', "<v>99999</v>"),
        ('t="s"', "<v>x</v>"),
        ('t="d"', "<v>2021-99-99</v>"),
        ('t="b"', "<v>maybe</v>"),
        ('s="99999"', "<v>5</v>"),
        ('s="x"', "<v>5</v>"),
        ('s="1"', "<v>99999999</v>"),
        ('t="inlineStr"', "<is><t>字</t><rPh/></is>"),
    ],
)
def test_an_odd_cell_costs_at_most_itself(path: Path, attributes: str, content: str) -> None:
    before = texts(read_xlsx(path))
    changed(path, a=cell("H1", attributes, content))
    after = texts(read_xlsx(path))
    assert {k: v for k, v in after.items() if k in before} == before


@pytest.mark.parametrize(
    "address", ["AAAAAAA99999999999", "A0", "0", "A", "XFE1", "A1048577", "a1!", "＄A＄1"]
)
def test_an_address_that_no_sheet_has_is_told(path: Path, address: str) -> None:
    changed(path, a=cell(address, "", "<v>7</v>"))
    source = read_xlsx(path)
    assert texts(source)["A6"] == "产出指标"
    assert any("单元格的地址" in note for note in source.notes)


def test_check_and_import_read_the_same_cells_the_same_way(path: Path) -> None:
    source = read_xlsx(path)
    table = table_of(source.grids[0])
    for grid_cell in source.grids[0].cells():
        assert table.rows[grid_cell.row][grid_cell.col].said.text == grid_cell.text
    assert table.rows[3][5].said.text == "95%"
    assert read(path).indicators[0].actual
    form = open_dossier(path).dossier
    assert form is not None


@pytest.mark.parametrize("part", ["xl/styles.xml", "docProps/core.xml", "xl/theme/theme1.xml"])
def test_a_broken_part_beside_the_cells_loses_no_cell(path: Path, part: str) -> None:
    before = texts(read_xlsx(path))
    changed(path, a=(part, lambda _: b"<broken xmlns='x'><a>1</a></broken>"))
    source = read_xlsx(path)
    assert set(texts(source)) == set(before)
    assert source.formatless == (part == "xl/styles.xml")


def test_a_chart_sheet_beside_the_form_changes_nothing(path: Path) -> None:
    from openpyxl import load_workbook

    before = texts(read_xlsx(path))
    book = load_workbook(path)
    chart = BarChart()
    chart.add_data(Reference(book["自评表"], min_col=2, min_row=4, max_row=5))
    book.create_chartsheet("图").add_chart(chart)
    book.save(path)
    source = read_xlsx(path)
    assert texts(source) == before
    assert source.notes == ["1 张图表工作表没有读取"]
    assert not source.formatless


@pytest.mark.parametrize("region", ["A1:XFD1048576", "A1:A1048576", "C7:D99999999999", "A1:B1"])
def test_a_merged_region_costs_no_more_than_what_is_there(path: Path, region: str) -> None:
    merged = f'<mergeCells count="1"><mergeCell ref="{region}"/></mergeCells>'
    changed(path, a=(SHEET, swap("</sheetData>", f"</sheetData>{merged}")))
    source = read_xlsx(path)
    assert len(source.grids[0].rows) == len(ROWS)
    assert texts(source)["A1"] == "项目名称"


def test_regions_that_overlap_without_end_are_refused(path: Path) -> None:
    regions = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 41))
    far = '<row r="20000"><c r="A20000"><v>1</v></c></row>'
    changed(
        path,
        a=(SHEET, swap("</sheetData>", f"{far}</sheetData><mergeCells>{regions}</mergeCells>")),
    )
    with pytest.raises(InputError, match=r"自评表”读不出来.*另存一份"):
        read_xlsx(path)


def test_a_used_range_that_lies_is_not_believed(path: Path) -> None:
    before = texts(read_xlsx(path))
    changed(
        path,
        a=(
            SHEET,
            lambda c: c.replace(b'<dimension ref="A1:F8"', b'<dimension ref="A1:ZZZZ9999999"'),
        ),
    )
    assert texts(read_xlsx(path)) == before


def test_too_many_cells_are_refused_by_the_limit(path: Path) -> None:
    row = (
        '<row r="9">' + "".join(f'<c s="{n * 7919 % 400_009}"/>' for n in range(400_001)) + "</row>"
    )
    changed(path, a=(SHEET, swap("</sheetData>", f"{row}</sheetData>")))
    with pytest.raises(InputError, match="超过上限 400000 个"):
        read_xlsx(path)


def test_a_long_text_is_cut_and_told(path: Path) -> None:
    long = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(100_000))
    changed(path, a=cell("H1", 't="inlineStr"', f"<is><t>{long}</t></is>"))
    source = read_xlsx(path)
    assert len(texts(source)["H1"]) == 32_767
    assert any("H1：文字超过 32767 字" in note for note in source.notes)


def test_the_strict_form_of_a_workbook_is_read(path: Path) -> None:
    before = texts(read_xlsx(path))

    def strict(content: bytes) -> bytes:
        for room in (b"spreadsheetml", b"officeDocument", b"drawingml"):
            content = content.replace(
                b"http://schemas.openxmlformats.org/%s/2006" % room,
                b"http://purl.oclc.org/ooxml/" + room,
            )
        return content

    changed(path, a=("*", strict))
    assert texts(read_xlsx(path)) == before


def test_a_sheet_without_its_part_is_told(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        kept = {n: archive.read(n) for n in archive.namelist() if n != SHEET}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    assert any("工作表“自评表”的内容不在文件里" in note for note in read_xlsx(path).notes)


def test_a_broken_old_workbook_is_one_line_and_silent(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "旧.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4_000)
    with pytest.raises(InputError, match=r"旧\.xls：不是完整的 Excel 表格"):
        read(path)
    assert capfd.readouterr().err == ""


def test_stored_numbers_keep_their_fifteen_digits(path: Path) -> None:
    changed(path, a=cell("H1", "", "<v>0.1</v>"))
    found = next(c for c in read_xlsx(path).grids[0].cells() if c.origin.endswith("!H1"))
    assert (found.text, found.number) == ("0.1", Decimal("0.1"))


@pytest.mark.parametrize("start", range(3))
def test_an_old_workbook_damaged_anywhere_is_read_or_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], start: int
) -> None:
    """The library that reads it may end its whole process (a run of make fuzz saw it abort)."""
    whole = (Path(__file__).parents[1] / "旧表.xls").read_bytes()
    path = tmp_path / "旧.xls"
    for number in range(start, 12, 3):
        at = 512 + number * 523 % (len(whole) - 512)
        path.write_bytes(whole[:at] + b"\xff" * 64 + whole[at + 64 :])
        try:
            assert read_source(path).formatless
        except InputError as error:
            assert len(error.lines) == 1
    assert capfd.readouterr().err == ""
