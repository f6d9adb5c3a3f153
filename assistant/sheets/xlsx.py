"""An .xlsx file as grids: stored values and cached formula results, never a calculation.

openpyxl reads the values as a stream; merged regions, hidden rows and columns and formulas without a
result are read from the sheet's own XML, so that a region of a million cells costs nothing.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.forms.blank.places import MARK
from assistant.sheets.grid import Cell, Grid, Source, build, column_letter
from assistant.sheets.shown import show
from assistant.word.package import Package, open_package

MOST_ROWS = 20_000
MOST_COLUMNS = 500
MOST_SHEETS = 200
#: name of the workbook-level defined name by which our own form is known again
FORM_MARK = "jixiao_form"

_TAG = r"(?:\w+:)?"
_MERGE = re.compile(rf'<{_TAG}mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"'.encode())
_HIDDEN_ROW = re.compile(rf'<{_TAG}row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"'.encode())
_HIDDEN_COLUMNS = re.compile(rf'<{_TAG}col\b(?=[^>]*\bhidden="(?:1|true)")[^>]*>'.encode())
_FORMULA = re.compile(
    rf'<{_TAG}c\b[^>]*\br="([A-Z]+\d+)"[^>]*>\s*<{_TAG}f\b[^>]*?(?:/>|>([^<]*)</{_TAG}f>)'
    rf"\s*(?P<value><{_TAG}v>[^<])?".encode()
)
_ROW = re.compile(rf"<{_TAG}row\b".encode())
#: =100% typed into a cell is a sign and a value, as the form prints it, not a calculation
_LITERAL = re.compile(r"\d+(?:\.\d+)?(?:%|[\u4e00-\u9fff]{1,6})?")
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


@dataclass(slots=True)
class _Extras:
    """What the sheet's XML says beside its values."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: dict[str, tuple[str, bool]] = field(default_factory=dict)


def read_xlsx(path: Path) -> Source:
    """All sheets of the file. Raises InputError for what `open_package` refuses, and beyond the limits."""
    package = open_package(path, kind="xlsx")
    source = Source(str(path), notes=list(package.notes))
    try:
        _read_workbook(package, source)
    except InputError:
        raise
    except Exception as error:  # openpyxl raises of every kind on files it cannot take
        from assistant.sheets.xls import read_values

        source.grids.clear()
        source.notes.append(
            f"格式读不出来（{type(error).__name__}），只读了数值：百分数和日期请核对"
        )
        read_values(path, package.data, source)
    return source


def _part_of(sheet: Any) -> str:
    """The part that holds a sheet; openpyxl's reader knows it, its public face does not say."""
    return str(sheet._worksheet_path).lstrip("/")


def _read_workbook(package: Package, source: Source) -> None:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on styles and validations that reading does not need
        book = load_workbook(
            package.stream(), read_only=True, data_only=True, keep_links=False, keep_vba=False
        )
        if len(book.worksheets) > MOST_SHEETS:
            raise InputError(
                f"{package.path}：有 {len(book.worksheets)} 张工作表，超过上限 {MOST_SHEETS} 张，请分开保存"
            )
        if MARK in book.defined_names:
            source.form = {n: d.attr_text or "" for n, d in book.defined_names.items()}
        for sheet in book.worksheets:
            part = package.read(_part_of(sheet))
            grid = _read_sheet(
                sheet, _extras(part), _limit(package.path, sheet.title, part), source
            )
            if grid.rows:
                source.grids.append(grid)
        charts = len(book.chartsheets)
    if charts:
        source.notes.append(f"{charts} 张图表工作表没有读取")


def _limit(path: Path, title: str, part: bytes) -> str:
    return f"{path}：工作表“{title}”有 {len(_ROW.findall(part))} 行，超过上限 {MOST_ROWS} 行，请删去无关的行或分开保存"


def _extras(part: bytes) -> _Extras:
    found = _Extras()
    for left, top, right, bottom in _MERGE.findall(part):
        region = (int(top) - 1, _column(left), int(bottom) - 1, _column(right))
        found.merged.append(region)
    found.hidden_rows = {int(n) - 1 for n in _HIDDEN_ROW.findall(part)}
    for tag in _HIDDEN_COLUMNS.findall(part):
        low, high = (re.search(rb'\b%s="(\d+)"' % key, tag) for key in (b"min", b"max"))
        if low and high:
            last = min(int(high[1]), MOST_COLUMNS)
            found.hidden_columns |= set(range(int(low[1]) - 1, last))
    for match in _FORMULA.finditer(part):
        formula = unescape((match[2] or b"").decode("utf-8", "replace"))
        found.formulas[match[1].decode()] = (formula, match["value"] is not None)
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _read_sheet(sheet: Any, extras: _Extras, limit: str, source: Source) -> Grid:
    title = sheet.title
    sheet.reset_dimensions()  # what the file claims of its size is not to be trusted
    values: dict[tuple[int, int], Cell] = {}
    rows = 0
    for r, row in enumerate(sheet.iter_rows()):
        filled = False
        for c, cell in enumerate(row[:MOST_COLUMNS]):
            value = cell.value
            if value is None and not extras.formulas:
                continue
            reference = f"{column_letter(c)}{r + 1}" if extras.formulas or value is not None else ""
            formula = extras.formulas.get(reference)
            if value is None and formula is None:
                continue
            made = _cell(title, r, c, reference, value, cell, formula, extras, source)
            if made is not None:
                values[r, c] = made
                filled = True
        rows += filled
        if rows > MOST_ROWS:
            raise InputError(limit)
    cells = list(_merge(values, extras.merged, title))
    hidden = sheet.sheet_state != "visible"
    return build(title, cells, hidden=hidden)


def _cell(
    title: str,
    r: int,
    c: int,
    reference: str,
    value: object,
    cell: Any,
    formula: tuple[str, bool] | None,
    extras: _Extras,
    source: Source,
) -> Cell | None:
    origin = f"{title}!{reference}"
    hidden = r in extras.hidden_rows or c in extras.hidden_columns
    if formula is not None:
        words = formula[0].strip()
        if _LITERAL.fullmatch(words):
            return Cell(f"={words}", r, c, origin, hidden=hidden)
        if not formula[1] and value in {None, ""}:
            if '""' not in words and "IF(" not in words.upper():
                source.notes.append(
                    f"{origin}：公式没有存下结果，没有读取；请用 Excel 或 WPS 打开保存一次再试"
                )
            return None
    if isinstance(value, str) and value in _ERRORS and cell.data_type == "e":
        source.notes.append(f"{origin}：公式出错（{value}），没有读取")
        return None
    shown = show(value, cell.number_format if not isinstance(value, str) else "")
    if not shown.text:
        return None
    return Cell(
        shown.text, r, c, origin,
        number=shown.number, percent=shown.percent, hidden=hidden, formula=formula is not None,
    )  # fmt: skip


def _merge(
    values: dict[tuple[int, int], Cell], merged: list[tuple[int, int, int, int]], title: str
) -> Iterator[Cell]:
    """Cells with the size of their merged region; a region never reaches beyond what the sheet holds."""
    last_row = max((r for r, _ in values), default=0)
    last_col = max((c for _, c in values), default=0)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in merged:
        if top <= last_row and left <= MOST_COLUMNS:
            height = min(bottom, last_row) - top + 1
            width = min(right, max(last_col, left), MOST_COLUMNS) - left + 1
            spans[top, left] = (height, max(width, 1))
    for place, (height, width) in spans.items():
        if place not in values and height * width > 1:
            r, c = place
            yield Cell("", r, c, f"{title}!{column_letter(c)}{r + 1}", height, width)
    for place, cell in values.items():
        height, width = spans.get(place, (1, 1))
        if height * width == 1:
            yield cell
        else:
            yield Cell(
                cell.text, cell.row, cell.col, cell.origin, height, width,
                cell.number, cell.percent, cell.hidden, cell.formula,
            )  # fmt: skip
