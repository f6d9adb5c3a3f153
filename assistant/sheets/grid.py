"""What every reader of a file hands on: grids of cells and paragraphs, each with where it stood.

A sheet, a Word table and a csv file are all a Grid here; what the cells mean is for other modules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.records import record


@record(eq=False)
class Cell:
    """One cell, or one merged region. Two cells are the same only if they are one object.

    `text` is what paper shows (95%, 2021年11月30日), line breaks kept; `number` is the stored value where
    it is one (0.95), with `percent` for a % format. `row` and `col` count from 0 at the upper left.
    """

    text: str
    row: int
    col: int
    origin: str
    rowspan: int = 1
    colspan: int = 1
    number: Decimal | None = None
    percent: bool = False
    hidden: bool = False
    formula: bool = False

    @property
    def last_row(self) -> int:
        """The lowest row it covers."""
        return self.row + self.rowspan - 1

    @property
    def last_col(self) -> int:
        """The rightmost column it covers."""
        return self.col + self.colspan - 1


@dataclass(slots=True)
class Grid:
    """A table. `rows[r][c]` is the cell that covers that place, None where there is nothing.

    `before` is the number of paragraphs of the file that stand before it.
    """

    name: str
    rows: list[list[Cell | None]]
    before: int = 0
    hidden: bool = False

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, col: int) -> Cell | None:
        """The cell that covers the place, None outside."""
        if 0 <= row < len(self.rows) and 0 <= col < len(self.rows[row]):
            return self.rows[row][col]
        return None

    def row(self, row: int) -> list[Cell]:
        """The cells of a row from left to right, each once; those merged from above are among them."""
        return distinct(self.rows[row]) if 0 <= row < len(self.rows) else []

    def own(self, row: int) -> list[Cell]:
        """The cells with text that begin in this row."""
        return [c for c in self.row(row) if c.row == row and c.text]

    def cells(self) -> Iterator[Cell]:
        """All cells with text, each once, row by row."""
        for number in range(len(self.rows)):
            yield from self.own(number)


def distinct(cells: list[Cell | None]) -> list[Cell]:
    """The cells without gaps; a merged one once."""
    found: list[Cell] = []
    last = None
    for cell in cells:
        if cell is not None and cell is not last:
            found.append(cell)
            last = cell
    return found


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a report; `origin` is e.g. 正文第12段. `heading` where its style says so."""

    text: str
    origin: str
    heading: bool = False


@dataclass(slots=True)
class Source:
    """All that a file holds. `notes` are Chinese lines on what was left alone and why."""

    name: str
    grids: list[Grid] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: whether number formats could not be had, so that 95% stands as 0.95
    formatless: bool = False
    #: the defined names of our own form (`jixiao new`), empty for every other file
    form: dict[str, str] = field(default_factory=dict)


def column_letter(col: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def build(
    name: str,
    cells: list[Cell],
    *,
    before: int = 0,
    hidden: bool = False,
) -> Grid:
    """A grid from its cells; each is put at every place it covers, the first one wins."""
    height = max((c.last_row for c in cells), default=-1) + 1
    rows: list[list[Cell | None]] = [[] for _ in range(height)]
    for cell in cells:
        for r in range(cell.row, cell.row + cell.rowspan):
            line = rows[r]
            if len(line) <= cell.last_col:
                line.extend([None] * (cell.last_col + 1 - len(line)))
            for c in range(cell.col, cell.last_col + 1):
                if line[c] is None:
                    line[c] = cell
    return Grid(name, rows, before, hidden)
