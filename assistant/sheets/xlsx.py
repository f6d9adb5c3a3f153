"""An .xlsx file as grids: stored values and cached formula results, never a calculation.

`workbook` reads the values; merged regions, hidden rows and columns and formulas without a result are
read from the sheet's own XML, so that a region of a million cells costs nothing. This is the one reader of
workbooks: import and check stand on its grids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import InputError
from assistant.patterns import regex
from assistant.sheets.grid import Cell, Grid, Source, build, column_letter
from assistant.sheets.shown import LONGEST_TEXT, show
from assistant.word.package import Package, open_package

if TYPE_CHECKING:
    from assistant.sheets.workbook import Book, Sheet, Stored

MOST_ROWS = 20_000
MOST_COLUMNS = 500
MOST_SHEETS = 200
MOST_SQUARES = 3_000_000  # that merged regions cover; they may not overlap, so the sheet's own size bounds them
MOST_CELLS = 400_000  # of one sheet, empty ones with a style too; a form has about 300
#: name of the workbook-level defined name by which our own form is known again
FORM_MARK = "jixiao_form"

_TAG = r"(?:\w+:)?"
_MERGE = regex(rf'<{_TAG}mergeCell\b[^<>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"'.encode())
_HIDDEN_ROW = regex(rf'<{_TAG}row\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*\br="(\d+)"'.encode())
_HIDDEN_COLUMNS = regex(rf'<{_TAG}col\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*>'.encode())
_FORMULA = regex(
    rf'<{_TAG}c\b[^<>]*\br="([A-Z]+\d+)"[^<>]*>\s*<{_TAG}f\b[^<>]*?(?:/>|>([^<]*)</{_TAG}f>)'
    rf"\s*(?P<value><{_TAG}v>[^<])?".encode()
)
_ADDRESS = regex(rb'\br="([A-Za-z]+)(\d+)"')
_LETTERS = 3  # of the last column, XFD
_SHOWN = 30  # characters of a sheet's name; Excel allows 31
_ROW = regex(rf"<{_TAG}row\b".encode())
_CELL = regex(rf"<{_TAG}c\b".encode())
#: =100% typed into a cell is a sign and a value, as the form prints it, not a calculation
_LITERAL = regex(r"\d+(?:\.\d+)?(?:%|[\u4e00-\u9fff]{1,6})?")
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
    return read_workbook(open_package(path, kind="xlsx"))


def read_workbook(package: Package) -> Source:
    """As `read_xlsx`, for a file already opened."""
    from assistant.sheets.workbook import Book

    source = Source(str(package.path), notes=list(package.notes))
    try:
        book = Book(package)
    except Exception:  # openpyxl raises of every kind on files it cannot take
        from assistant.sheets.xls import read_values

        _bounded(package)
        source.notes.append("格式读不出来，只读了数值：百分数和日期请核对")
        read_values(package.path, package.data, source)
        return source
    _read_sheets(package, book, source)
    return source


def _bounded(package: Package) -> None:
    """The library that reads values alone takes room for every cell up to the last one: so that is looked at."""
    for name in package.names:
        if not name.startswith("xl/worksheets/"):
            continue
        for letters, digits in _ADDRESS.findall(package.read(name)):
            if (
                len(letters) > _LETTERS
                or int(digits) > MOST_ROWS
                or _column(letters) > MOST_COLUMNS
            ):
                raise InputError(
                    f"{package.path}：工作簿的结构坏了，请用 Excel 或 WPS 打开后另存一份再试"
                )


def _read_sheets(package: Package, book: Book, source: Source) -> None:
    if len(book.sheets) > MOST_SHEETS:
        raise InputError(
            f"{package.path}：有 {len(book.sheets)} 张工作表，超过上限 {MOST_SHEETS} 张，请分开保存"
        )
    if FORM_MARK in book.wb.defined_names:
        source.form = {n: d.attr_text or "" for n, d in book.wb.defined_names.items()}
    for sheet in book.sheets:
        part = package.read(sheet.part)
        _require_bounded(package.path, sheet.title, part)
        try:
            grid = _read_sheet(
                sheet, _extras(part), _limit(package.path, sheet.title, part), source
            )
        except ValueError:
            raise InputError(
                f"{package.path}：工作表“{sheet.title[:_SHOWN]}”读不出来（内容坏了），"
                "请用 Excel 或 WPS 打开后另存一份再试"
            ) from None
        if grid.rows:
            source.grids.append(grid)
        if sheet.odd:
            first = sheet.odd[0] or "（无地址）"
            source.notes.append(
                f"工作表“{sheet.title[:_SHOWN]}”有 {len(sheet.odd)} 个单元格的地址、数字或日期坏了"
                f"（{first} 等），能读的按文字读取，请核对"
            )
    if not book.styled:
        source.formatless = True
        source.notes.append("格式读不出来，只读了数值：百分数和日期请核对")
    if book.charts:
        source.notes.append(f"{book.charts} 张图表工作表没有读取")
    for title in book.lost:
        source.notes.append(f"工作表“{title[:_SHOWN]}”的内容不在文件里，没有读取")


def _require_bounded(path: Path, title: str, part: bytes) -> None:
    cells = sum(1 for _ in _CELL.finditer(part))
    if cells > MOST_CELLS:
        raise InputError(
            f"{path}：工作表“{title[:_SHOWN]}”有 {cells} 个单元格，超过上限 {MOST_CELLS} 个，"
            "请删去无关的行列（包括空白但带格式的）再试"
        )


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


def _read_sheet(sheet: Sheet, extras: _Extras, limit: str, source: Source) -> Grid:
    title = sheet.title
    values: dict[tuple[int, int], Cell] = {}
    rows = 0
    for stored in sheet.rows():
        filled = False
        for cell in stored:
            r, c = cell.row - 1, cell.column - 1
            if c >= MOST_COLUMNS:
                continue
            reference = f"{column_letter(c)}{cell.row}"
            made = _cell(
                title, reference, cell, extras.formulas.pop(reference, None), extras, source
            )
            if made is not None:
                values[r, c] = made
                filled = True
        rows += filled
        if rows > MOST_ROWS:
            raise InputError(limit)
    for reference, (words, _) in extras.formulas.items():
        made = _unvalued(title, reference, words.strip(), extras, source)
        if made is not None and made.col < MOST_COLUMNS:
            values[made.row, made.col] = made
    cells = list(_merge(values, extras.merged, title))
    return build(title, cells, hidden=not sheet.visible)


def _cell(
    title: str,
    reference: str,
    cell: Stored,
    formula: tuple[str, bool] | None,
    extras: _Extras,
    source: Source,
) -> Cell | None:
    origin = f"{title}!{reference}"
    r, c = cell.row - 1, cell.column - 1
    hidden = r in extras.hidden_rows or c in extras.hidden_columns
    if formula is not None:
        words = formula[0].strip()
        if _LITERAL.fullmatch(words) or (not formula[1] and cell.value == ""):
            return _unvalued(title, reference, words, extras, source)
    if isinstance(cell.value, str) and cell.value in _ERRORS and cell.kind == "e":
        source.notes.append(f"{origin}：公式出错（{cell.value}），没有读取")
        return None
    shown = show(cell.value, cell.format if not isinstance(cell.value, str) else "")
    if not shown.text:
        return None
    text = shown.text
    if len(text) > LONGEST_TEXT:
        source.notes.append(f"{origin}：文字超过 {LONGEST_TEXT} 字，以后的没有读取")
        text = text[:LONGEST_TEXT]
    return Cell(
        text, r, c, origin,
        number=shown.number, percent=shown.percent, hidden=hidden, formula=formula is not None,
    )  # fmt: skip


def _unvalued(
    title: str, reference: str, words: str, extras: _Extras, source: Source
) -> Cell | None:
    """A formula without a result: a value typed with = before it, or something that Excel has yet to reckon."""
    origin = f"{title}!{reference}"
    letters = reference.rstrip("0123456789")
    r, c = int(reference[len(letters) :] or 0) - 1, _column(letters.encode())
    if _LITERAL.fullmatch(words):
        hidden = r in extras.hidden_rows or c in extras.hidden_columns
        return Cell(f"={words}", r, c, origin, hidden=hidden) if r >= 0 else None
    if '""' not in words and "IF(" not in words.upper():
        source.notes.append(
            f"{origin}：公式没有存下结果，没有读取；请用 Excel 或 WPS 打开保存一次再试"
        )
    return None


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
    if sum(height * width for height, width in spans.values()) > MOST_SQUARES:
        raise ValueError("merged regions that overlap")
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
