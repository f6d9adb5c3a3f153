"""Reads our own form back: by its defined names alone, every cell word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.forms.blank import places
from assistant.forms.read.imported import Imported, Printed, Value
from assistant.forms.read.wording import points
from assistant.patterns import regex
from assistant.sheets.grid import Cell, Grid, Source
from assistant.values.printing import plain
from assistant.values.reading import read_text

_REFERENCE = regex(r"^(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^'!]+))!\$?(?P<col>[A-Z]+)\$?(?P<row>\d+)"
                        r"(?::\$?(?P<last_col>[A-Z]+)\$?(?P<last>\d+))?$")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Area:
    grid: Grid
    first: int
    last: int
    col: int


@dataclass(slots=True)
class _Reading:
    grids: dict[str, Grid]
    names: dict[str, str]
    values: list[Value] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def area(self, name: str) -> _Area | None:
        """Where a defined name points, None where it points nowhere any more."""
        found = _REFERENCE.match(self.names.get(name, ""))
        if not found:
            return None
        grid = self.grids.get((found["quoted"] or found["sheet"]).replace("''", "'"))
        if grid is None:
            return None
        first = int(found["row"]) - 1
        return _Area(grid, first, int(found["last"] or first + 1) - 1, _column(found["col"]))

    def put(self, place: tuple[str | int, ...], cell: Cell | None) -> None:
        """The cell's value at the place; numbers as stored, texts as written."""
        if cell is not None and cell.text:
            text = read_text(plain(cell.number) if cell.number is not None else cell.text)
            self.values.append(Value(place, text, cell.origin))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_form(source: Source, names: dict[str, str]) -> Imported:
    """The one project of the form. `names` are the workbook's defined names with what they point to."""
    reading = _Reading({grid.name: grid for grid in source.grids}, names)
    for entry in (*places.FRONT, *places.BACK):
        area = reading.area(entry.name)
        if area is not None:
            reading.put((entry.group, entry.key), area.grid.at(area.first, area.col))
        elif entry in {places.NAME, places.YEAR}:
            reading.lost.append(
                f"{places.SHEET}：找不到“{entry.label}”的格，表的结构被改过，请用新表"
            )
    _basis(reading)
    _sources(reading)
    _indicators(reading)
    notes = (n for n in source.notes if not _of_the_form(n, reading))
    return Imported(
        source.name, tuple(reading.values), tuple(reading.printed), (*notes, *reading.lost)
    )


def _of_the_form(note: str, reading: _Reading) -> bool:
    """Whether a note is on a formula that the form itself brings: those wait for Excel to compute them."""
    found = re.match(r"(?P<sheet>[^!]+)!(?P<col>[A-Z]+)(?P<row>\d+)：公式没有存下结果", note)
    if not found:
        return False
    row, col = int(found["row"]) - 1, found["col"]
    for name, columns in (
        (places.ROWS, places.INDICATOR_COLUMNS),
        (places.SOURCES, places.SOURCE_COLUMNS),
    ):
        area = reading.area(name)
        if area and area.grid.name == found["sheet"] and area.first <= row <= area.last:
            return col not in {c.letter for c in columns if c.key}
    return found["sheet"] == places.SHEET


def _basis(reading: _Reading) -> None:
    area = reading.area(places.BASIS)
    cells = [c for c in _down(area) if c.text]
    for i, cell in enumerate(cells):
        reading.put(("报告", "依据", i), cell)


def _down(area: _Area | None) -> Iterator[Cell]:
    if area is not None:
        for row in range(area.first, area.last + 1):
            cell = area.grid.at(row, area.col)
            if cell is not None:
                yield cell


def _lines(area: _Area | None, below: str) -> range:
    """Rows of a table, with those that staff inserted under its last, up to the line that follows it."""
    if area is None:
        return range(0)
    last = area.last
    for row in range(area.last + 1, len(area.grid.rows)):
        cell = area.grid.at(row, 0)
        if cell is not None and cell.row == row and cell.text == below:
            last = row - 1
            break
    return range(area.first, last + 1)


def _sources(reading: _Reading) -> None:
    area = reading.area(places.SOURCES)
    number = 0
    for row in _lines(area, places.GOAL_LABEL):
        grid = area.grid if area else None
        cells = {
            c.key: grid.at(row, _column(c.letter))
            for c in places.SOURCE_COLUMNS
            if grid is not None
        }
        told = [k for k, c in cells.items() if c is not None and c.text]
        if not told or told == ["来源"]:
            continue  # a source of the blank form that this project does not have
        for column in places.SOURCE_COLUMNS:
            reading.put(("资金", "明细", number, column.key), cells[column.key])
        number += 1
    money = [v for v in reading.values if v.place[0] == "资金" and v.place[1] != "单位"]
    if not number:
        # without a source there is no 资金 to speak of; what was written beside is named
        reading.lost += [f"{v.origin}：没有资金来源和金额，没有写入：{v.text[:60]}" for v in money]
        reading.values = [v for v in reading.values if v.place[0] != "资金"]


def _indicators(reading: _Reading) -> None:
    area = reading.area(places.ROWS)
    number = 0
    for row in _lines(area, places.TOTAL_LABEL):
        grid = area.grid if area else None
        if grid is None:
            continue
        cells = {
            c.key or c.label: grid.at(row, _column(c.letter)) for c in places.INDICATOR_COLUMNS
        }
        told = {k for k, c in cells.items() if c is not None and c.text} - {"得分"}
        if told <= {"一级", "二级"}:
            continue  # a row of the blank form that was not used
        for column in places.INDICATOR_COLUMNS:
            if column.key:
                reading.put(("指标", number, column.key), cells[column.key])
        score = cells["得分"]
        if score is not None and score.text:
            reading.printed.append(
                Printed("得分", score.text, points(score.text), score.origin, number)
            )
        number += 1
