"""An Excel workbook into a `Document` of tables: every sheet a table, every cell with its address."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assistant.word.document import Cell, Document, Said, Table

if TYPE_CHECKING:
    from assistant.word.package import Package

_MOST_ROWS = 5000
_MOST_COLUMNS = 60


def read_workbook(package: Package) -> Document:
    """Reads the stored values of all visible sheets; formulas are not run."""
    import openpyxl

    book = openpyxl.load_workbook(package.stream(), data_only=True, keep_links=False)
    tables = tuple(
        _table(sheet)
        for sheet in book.worksheets
        if sheet.sheet_state == "visible" and sheet.max_row
    )
    return Document(package.path.name, (), tables, kind="sheet", notes=package.notes)


def _table(sheet: Any) -> Table:
    merged: dict[tuple[int, int], tuple[int, int, int]] = {}
    for area in sheet.merged_cells.ranges:
        if area.max_row - area.min_row > _MOST_ROWS:
            continue
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, min(area.max_col, _MOST_COLUMNS) + 1):
                merged[row, column] = (area.min_row, area.min_col, area.max_col - area.min_col + 1)
    width = min(sheet.max_column, _MOST_COLUMNS)
    made: dict[tuple[int, int], Cell] = {}
    rows: list[tuple[Cell, ...]] = []
    for row in range(1, min(sheet.max_row, _MOST_ROWS) + 1):
        squares: list[Cell] = []
        for column in range(1, width + 1):
            at_row, at_column, span = merged.get((row, column), (row, column, 1))
            key = (at_row, at_column)
            if key not in made:
                cell = sheet.cell(at_row, at_column)
                said = Said(_text(cell), f"{sheet.title}!{cell.coordinate}")
                made[key] = Cell(said, at_row - 1, at_column - 1, span)
            squares.append(made[key])
        rows.append(tuple(squares))
    return Table(sheet.title, tuple(rows))


def _text(cell: Any) -> str:
    """As Excel shows it, near enough: percentages by their format, dates as days, no float noise."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if "%" in str(cell.number_format):
            places = len(str(cell.number_format).partition(".")[2].rstrip("%"))
            return f"{round(number * 100, max(places, 2)):f}".rstrip("0").rstrip(".") + "%"
        if isinstance(value, float):
            number = round(number, 6)
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)
