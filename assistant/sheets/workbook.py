"""openpyxl, made to read what Excel opens: odd cells as text, odd styles as none, chart sheets left alone.

openpyxl ends at the first cell whose number, date or style it cannot take. Here such a cell is read by the
text that stands in it, and counted, so that one bad cell costs one cell. Works on packages that
`open_package` has checked.
"""

from __future__ import annotations

import contextlib
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet._reader import INLINE_STRING, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from assistant.sheets.shown import LONGEST_TEXT
from assistant.word.package import Package

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of Excel's own sheets
_LONGEST_NUMBER = 300  # characters; a stored double has at most 24


@dataclass(frozen=True, slots=True)
class Stored:
    """A cell as it is stored; `row` and `column` count from 1. `kind` is openpyxl's: n, s, b, d, e."""

    row: int
    column: int
    value: Any
    kind: str
    format: str


@dataclass(slots=True)
class Sheet:
    """One worksheet of the file: its part, and whether people see it."""

    title: str
    part: str
    visible: bool
    book: Any
    odd: list[str] = field(default_factory=list)
    """Addresses of cells that could not be read as what they claim to be."""

    def rows(self) -> Iterator[list[Stored]]:
        """The stored cells, row by row. Raises ValueError where the part is no XML."""
        wb = self.book.wb
        with self.book.archive.open(self.part) as source:
            parser = _SheetParser(
                source, self.book.shared_strings, True, wb.epoch,
                getattr(wb, "_date_formats", set()), getattr(wb, "_timedelta_formats", set()),
            )  # fmt: skip
            parser.odd = self.odd
            try:
                for cells in parser.rows():
                    yield [self._stored(cell) for cell in cells if cell["value"] is not None]
            except ParseError as error:
                raise ValueError(str(error)) from None

    def _stored(self, cell: dict[str, Any]) -> Stored:
        shown = self.book.format(cell["style_id"])
        return Stored(cell["row"], cell["column"], cell["value"], cell["data_type"], shown)


class Book(ExcelReader):
    """A workbook opened for reading values. Raises of every kind where its own parts are broken."""

    def __init__(self, package: Package) -> None:
        super().__init__(package.stream(), True, False, True, False, False)
        self.styled = True
        self._formats: dict[int, str] = {}
        self.charts = 0
        self.lost: list[str] = []
        self.sheets: list[Sheet] = []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on styles and validations that reading does not need
            self._open()

    def _open(self) -> None:
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        try:
            apply_stylesheet(self.archive, self.wb)
        except Exception:  # of every kind: a broken or foreign styles part
            self.styled = False
        for sheet in self.parser.sheets:
            self._add(sheet)
        try:
            self.parser.assign_names()
        except Exception:  # names that point to sheets that are not there
            self.wb.defined_names.clear()

    def format(self, style: int) -> str:
        """The number format of a style; General for one that is not there."""
        if style not in self._formats:
            book: Any = self.wb  # its tables of styles are not public
            try:
                number = book._cell_styles[style].numFmtId
                builtin = BUILTIN_FORMATS.get(number) if number < BUILTIN_FORMATS_MAX_SIZE else None
                shown = builtin or book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE]
            except (IndexError, KeyError, TypeError, AttributeError):
                shown = "General"
                # a styles part without a single style has lost them all; else one cell is wrong
                self.styled &= len(book._cell_styles) > 1
            self._formats[style] = str(shown)
        return self._formats[style]

    def _add(self, sheet: Any) -> None:
        link = self.parser.rels.get(sheet.id)
        if link is None or link.target not in self.valid_files:
            self.lost.append(str(sheet.name))
        elif not str(link.Type).endswith("/worksheet"):
            self.charts += 1
        else:
            visible = sheet.state in {None, "visible"}
            self.sheets.append(Sheet(str(sheet.name), str(link.target), visible, self))


class _SheetParser(WorkSheetParser):
    """Rows alone; what a cell claims to be and is not, it is as text."""

    odd: list[str]

    def rows(self) -> Iterator[list[dict[str, Any]]]:
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self._row(element)
                element.clear()

    def _row(self, row: Any) -> list[dict[str, Any]]:
        number = str(row.get("r") or "")
        plain = number.isdecimal() and 0 < len(number) <= len(str(LAST_ROW))
        self.row_counter = int(number) if plain else self.row_counter + 1
        self.col_counter = 0
        return [cell for element in row if (cell := self._cell(element)) is not None]

    def _cell(self, element: Any) -> dict[str, Any] | None:
        place = str(element.get("r") or "")
        before = self.col_counter
        try:
            _within(place)
            cell: dict[str, Any] = self.parse_cell(element)
        except Exception:  # openpyxl's own, of many kinds
            self.odd.append(place[:20])
            cell = self._as_text(element, place, before)
        value = cell["value"]
        if isinstance(value, str):
            cell["value"] = value[: LONGEST_TEXT + 1]
        elif isinstance(value, float) and not math.isfinite(value):
            self.odd.append(place[:20])
            cell["value"] = None
        return cell

    def _as_text(self, element: Any, place: str, before: int) -> dict[str, Any]:
        row, column = self.row_counter, before + 1
        with contextlib.suppress(ValueError):
            row, column = _within(place) or (row, column)
        self.col_counter = column
        kind = element.get("t", "n")
        value = element.findtext(VALUE_TAG)
        inline = element.find(INLINE_STRING)
        if kind == "inlineStr" and inline is not None:
            value = "".join(inline.itertext())
        elif kind in {"s", "b"} or (value and len(value) > _LONGEST_NUMBER):
            value = None  # a number that points to nothing, or is none
        return {"row": row, "column": column, "value": value, "data_type": "s", "style_id": 0}


def _within(place: str) -> tuple[int, int] | None:
    """Row and column of an address. Raises ValueError for one that no sheet has."""
    if not place:
        return None
    if len(place) > len("XFD1048576"):
        raise ValueError(place[:20])
    row, column = coordinate_to_tuple(place)
    if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
        raise ValueError(place)
    return row, column
