"""A form as an Excel file: A4, one page wide, merged cells, amounts as numbers."""

from __future__ import annotations

import unicodedata
from math import ceil

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from assistant.forms.filled.sheet import Placed, Sheet
from assistant.sheets.save import workbook_bytes

_FONT = "仿宋_GB2312"
_HEAD_FONT = "黑体"
_TITLE_FONT = "方正小标宋简体"
_EDGE = Side(style="thin")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_WIDTH = 110  # characters over all columns; fits A4 upright at one page wide
_LINE = 15  # points a line of text needs
_FIRST = 3  # title and subtitle stand above


def to_excel(sheet: Sheet) -> bytes:
    """The form as .xlsx bytes. Text is always text: a target “=100%” never becomes a formula."""
    book = Workbook()
    page = book.active
    if not isinstance(page, Worksheet):
        raise TypeError("a new workbook has a worksheet")
    page.title = "自评表"
    widths = [_WIDTH * part / sum(sheet.widths) for part in sheet.widths]
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    _line(page, 1, len(widths), sheet.title, Font(name=_TITLE_FONT, size=18), 30)
    _line(page, 2, len(widths), sheet.subtitle, Font(name=_FONT, size=11), 18)
    heights = [1] * len(sheet.lines)
    for placed in sheet.placed():
        _put(page, placed)
        _claim(heights, placed, widths)
    for row, lines in enumerate(heights):
        page.row_dimensions[row + _FIRST].height = max(20, lines * _LINE + 5)
    for number, note in enumerate(sheet.notes, len(sheet.lines) + _FIRST):
        lines = ceil(_units(note) / _WIDTH)
        _line(page, number, len(widths), note, Font(name=_FONT, size=9), 14 * lines, "left")
    _printed(page)
    return workbook_bytes(book)


def _put(page: Worksheet, placed: Placed) -> None:
    span = placed.span
    row, column = placed.row + _FIRST, placed.column + 1
    last_row, last_column = row + span.down - 1, column + span.across - 1
    for line in page.iter_rows(row, last_row, column, last_column):
        for inner in line:
            inner.border = _BORDER
    cell = page.cell(row, column)
    if span.number is not None:
        cell.value = span.number
    elif span.text:
        cell.value = span.text
        cell.data_type = "s"
    cell.font = Font(name=_HEAD_FONT if span.head else _FONT, size=10)
    cell.alignment = Alignment(horizontal=span.align, vertical="center", wrap_text=True)
    if (last_row, last_column) != (row, column):
        page.merge_cells(
            start_row=row, start_column=column, end_row=last_row, end_column=last_column
        )


def _claim(heights: list[int], placed: Placed, widths: list[float]) -> None:
    """Merged cells do not grow by themselves: the rows get the lines that the text will need."""
    span = placed.span
    wide = sum(widths[placed.column : placed.column + span.across]) - 1
    lines = ceil(_units(span.text) / wide) if span.text else 1
    each = ceil(lines / span.down)
    for row in range(placed.row, placed.row + span.down):
        heights[row] = max(heights[row], each)


def _units(text: str) -> int:
    """Width in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _line(
    page: Worksheet,
    row: int,
    columns: int,
    text: str,
    font: Font,
    height: float,
    align: str = "center",
) -> None:
    cell = page.cell(row, 1)
    cell.value = text
    cell.data_type = "s"
    cell.font = font
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    page.row_dimensions[row].height = height


def _printed(page: Worksheet) -> None:
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = page.ORIENTATION_PORTRAIT
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.horizontalCentered = True
    page.page_margins.left = page.page_margins.right = 0.6
    footer = page.oddFooter and page.oddFooter.center
    if footer:
        footer.text = "— &P —"
