"""Lists as a workbook that people print: a head that repeats, widths, wrapped text, formulas with their values.

Text is always text: a name that begins with “=” is never a formula. A formula carries the value that the
program computed, so that a viewer that does not calculate shows it too, and one that does can be held
against it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any

from assistant.sheets.save import workbook_bytes
from assistant.values.printing import width

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

_FONT = "仿宋_GB2312"
_HEAD_FONT = "黑体"
_TITLE_FONT = "方正小标宋简体"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINE = 13.5  # points a line of 10 pt takes
_LONGEST = 32_000  # characters of a cell; Excel takes 32 767
_FORBIDDEN = str.maketrans({chr(c): "" for c in range(32) if c not in (9, 10)} | {"\x7f": ""})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, its width in characters, how numbers look (an Excel format, "" for text)."""

    head: str
    width: float
    look: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its “=”, and what it comes to."""

    text: str
    value: Decimal | str


Value = str | int | Decimal | Formula | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `strong` is set in bold, as a subtotal is."""

    cells: Sequence[Value]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of the figures in a column (from 1) of rows `first` to `last`, named by the first column.

    `place` is the cell of the upper left corner, `look` the format of the figures. One dark colour and the
    figure at each bar: readable on a printer without colour.
    """

    title: str
    column: int
    first: int
    last: int
    place: str
    look: str = "0"


@dataclass(slots=True)
class ListSheet:
    """One sheet. `title` and `subtitle` stand over the head, `notes` under the rows; a `wide` one is A3.

    Charts stand beside the rows.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Line]
    title: str = ""
    subtitle: str = ""
    notes: Sequence[str] = ()
    charts: list[Chart] = field(default_factory=list)
    wide: bool = False

    @property
    def first(self) -> int:
        """The number of the first row of data, as Excel counts."""
        return 2 + bool(self.title) + bool(self.subtitle)


def list_book(sheets: Sequence[ListSheet]) -> bytes:
    """The workbook, its sheets in that order."""
    import openpyxl

    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    values: dict[str, dict[str, Decimal | str]] = {}
    for sheet in sheets:
        values[sheet.name] = _sheet(book, sheet)
    return _with_values(workbook_bytes(book), [values[s.name] for s in sheets])


def _sheet(book: Workbook, sheet: ListSheet) -> dict[str, Decimal | str]:
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(sheet.name)
    edge = Side(style="thin")
    box = Border(left=edge, right=edge, top=edge, bottom=edge)
    plain, bold = Font(name=_FONT, size=10), Font(name=_FONT, size=10, bold=True)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    left = Alignment(horizontal="left", vertical="center", wrap_text=True)
    right = Alignment(horizontal="right", vertical="center")
    last = len(sheet.columns)
    at = 0
    for words, font, align in (
        (sheet.title, Font(name=_TITLE_FONT, size=18), middle),
        (sheet.subtitle, plain, left),
    ):
        if words:
            at += 1
            cell = page.cell(at, 1, _text(words))
            cell.font, cell.alignment = font, align
            page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=last)
            if font is not plain:
                page.row_dimensions[at].height = 34
    at += 1
    for number, column in enumerate(sheet.columns, 1):
        cell = page.cell(at, number, column.head)
        cell.font, cell.alignment, cell.border = Font(name=_HEAD_FONT, size=10), middle, box
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.row_dimensions[at].height = _height(
        sheet.columns, [column.head for column in sheet.columns]
    )
    head = at
    known: dict[str, Decimal | str] = {}
    for line in sheet.rows:
        at += 1
        for number, (column, value) in enumerate(zip(sheet.columns, line.cells, strict=True), 1):
            cell = page.cell(at, number)
            cell.border, cell.font = box, bold if line.strong else plain
            cell.alignment = right if column.look else left
            if column.look:
                cell.number_format = column.look
            if isinstance(value, Formula):
                cell.value = f"={value.text}"
                known[cell.coordinate] = value.value
            elif isinstance(value, str):
                cell.value = _text(value)
                cell.data_type = "s"
            else:
                cell.value = value
        page.row_dimensions[at].height = _height(sheet.columns, line.cells)
    for note in sheet.notes:
        at += 1
        cell = page.cell(at, 1, _text(note))
        cell.data_type, cell.font, cell.alignment = "s", plain, left
        page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=last)
        page.row_dimensions[at].height = 15 * (
            1 + len(note) * 2 // int(sum(c.width for c in sheet.columns))
        )
    _printed(page, sheet, head)
    return known


def _printed(page: Any, sheet: ListSheet, head: int) -> None:
    """How it prints, and its charts."""
    page.freeze_panes = page.cell(head + 1, 1).coordinate
    page.print_title_rows = f"{head}:{head}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A3 if sheet.wide else page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for chart in sheet.charts:
        page.add_chart(_bars(page, chart), chart.place)


def _bars(page: Any, chart: Chart) -> Any:
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties

    made = BarChart()
    made.type, made.style, made.title, made.legend = "bar", 1, chart.title, None
    column, first, last = chart.column, chart.first, chart.last
    made.add_data(Reference(page, column, first, column, last), titles_from_data=False)
    made.set_categories(Reference(page, 1, first, 1, last))
    made.series[0].graphicalProperties.solidFill = "2B3A4A"
    made.dataLabels = DataLabelList()
    made.dataLabels.showVal = True
    made.dataLabels.showSerName = made.dataLabels.showCatName = made.dataLabels.showLegendKey = (
        False
    )
    made.dataLabels.numFmt = chart.look
    made.y_axis.numFmt = chart.look
    made.x_axis.scaling.orientation = "maxMin"
    made.x_axis.delete = made.y_axis.delete = False
    made.y_axis.majorGridlines = None
    made.y_axis.scaling.min = 0
    made.gapWidth = 60
    font = CharacterProperties(sz=1000, latin=Font(typeface="SimSun"), ea=Font(typeface="宋体"))
    words = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=font), endParaRPr=font)])
    made.x_axis.txPr = made.y_axis.txPr = words
    made.height, made.width = 2.5 + 0.8 * (chart.last - chart.first + 1), 16
    return made


def _height(columns: Sequence[Column], cells: Sequence[Value]) -> float:
    """Points for the most lines that a text of the row takes: programs differ in whether they find that out."""
    lines = 1
    for column, value in zip(columns, cells, strict=True):
        if isinstance(value, str) and value:
            room = max(1.0, (column.width - 1) / 2)
            lines = max(
                lines, sum(max(1, ceil(float(width(part)) / room)) for part in value.split("\n"))
            )
    return min(400.0, 4 + _LINE * lines)


def _text(words: str) -> str:
    return words.translate(_FORBIDDEN)[:_LONGEST]


def _with_values(data: bytes, values: Sequence[dict[str, Decimal | str]]) -> bytes:
    """The same file with the value of every formula beside it."""
    if not any(values):
        return data
    from lxml import etree

    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            for number, known in enumerate(values, 1):
                if known and name == f"xl/worksheets/sheet{number}.xml":
                    tree = etree.fromstring(content)
                    _fill(tree, known)
                    content = etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
            target.writestr(name, content)
    return out.getvalue()


def _fill(tree: Any, known: dict[str, Decimal | str]) -> None:
    from lxml import etree

    for cell in tree.iter(f"{_S}c"):
        value = known.get(cell.get("r") or "")
        if value is None or cell.find(f"{_S}f") is None:
            continue
        shown = cell.find(f"{_S}v")
        if shown is None:
            shown = etree.SubElement(cell, f"{_S}v")
        shown.text = f"{value:f}" if isinstance(value, Decimal) else value
        if isinstance(value, str):
            cell.set("t", "str")
        elif cell.get("t"):
            del cell.attrib["t"]
