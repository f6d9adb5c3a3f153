"""A table before it is Word: columns, rows, cells, what is merged. Knows widths, not XML."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from assistant.patterns import regex
from assistant.records import record
from assistant.values.printing import width as full_width
from assistant.word import write as oxml
from assistant.word.write import Xml, gongwen
from assistant.word.write.marks import marked_runs

#: rows of a table that is kept whole on a page
_SHORT = 8
#: rows of a merged group that is kept whole: more would leave half a page blank
_KEPT = 4
_LONGEST_MERGE = 16

#: a text of at most so many characters stands on one line
_SHORT_TEXT = 5
#: what a line is not broken in: a number with its signs, a Latin word
_UNBROKEN = regex(r"[0-9A-Za-z.,，%％〔〕]+")
_EDGE = 0.6  # characters: the margins of a cell
_DIGIT = 0.65  # of a character
_STEP = 0.25
#: rows by which the widths are found: more of the same table say nothing new
_ENOUGH = 300

Align = Literal["left", "center", "right"]
Merge = Literal["", "restart", "continue"]
#: the side of a cell on which no line is drawn
Side = Literal["", "above", "below"]


@record()
class Cell:
    """Text over `span` columns. `merge` joins it with the cell of the same column above.

    `mark` is the name of a bookmark that tells the row again. `open` takes the line away on one side; its neighbour there has to be open too.
    """

    text: str = ""
    align: Align = "center"
    span: int = 1
    merge: Merge = ""
    head: bool = False
    open: Side = ""
    mark: str = ""


@record()
class Row:
    """Cells whose spans add up to the columns of the table; `header` rows repeat on each page."""

    cells: tuple[Cell, ...]
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Column widths in parts of the text width, and rows from top to bottom.

    Word repeats only the first rows of a table: a header row further down begins a table of its own,
    right under the one before.
    """

    widths: tuple[int, ...]
    rows: tuple[Row, ...]

    def xml(
        self,
        caption: str,
        *,
        width: int = gongwen.TEXT_WIDTH,
        bookmark: Callable[[str, str], str] = lambda _, content: content,
    ) -> Xml:
        """The table, or the tables that follow on one another, `width` twips wide."""
        widths = _fitted(self.widths, width)
        parts = [part._table(widths, caption, bookmark) for part in self._parts()]
        return Xml(oxml.hairline().join(parts))

    def _parts(self) -> Iterator[Grid]:
        rows = self.rows
        starts = [n for n in range(1, len(rows)) if rows[n].header and not rows[n - 1].header]
        for start, end in itertools.pairwise([0, *starts, len(rows)]):
            yield Grid(self.widths, rows[start:end])

    def _table(
        self, widths: Sequence[int], caption: str, bookmark: Callable[[str, str], str]
    ) -> Xml:
        kept = self._kept()
        rows = [
            oxml.row(_cells(row, widths, n in kept, bookmark), header=row.header)
            for n, row in enumerate(self.rows)
        ]
        return oxml.table(gongwen.TABLE, widths, rows, caption=caption)

    def _kept(self) -> set[int]:
        """Rows that stay on one page with the next one: head, foot, and groups that are short enough."""
        last = len(self.rows) - 1
        if len(self.rows) <= _SHORT:
            return set(range(last))
        heads = sum(row.header for row in self.rows)
        kept = {*range(heads + 1), last - 1}
        for column in range(len(self.widths)):
            for first, end in self._groups(column):
                if end - first <= _KEPT:
                    kept.update(range(first, end - 1))
        return kept

    def _groups(self, column: int) -> Iterator[tuple[int, int]]:
        """First row and end of each run of merged cells that starts in a column."""
        first = None
        for number, row in enumerate(self.rows):
            merge = "" if row.header else _starting(row, column)
            if first is not None and merge != "continue":
                yield first, number
                first = None
            if merge == "restart":
                first = number
        if first is not None:
            yield first, len(self.rows)


def _starting(row: Row, column: int) -> Merge:
    """How the cell that starts in that column is merged."""
    at = 0
    for cell in row.cells:
        if at >= column:
            return cell.merge if at == column else ""
        at += cell.span
    return ""


def _fitted(parts: Sequence[int], width: int) -> list[int]:
    """Widths in twips that add up to `width` exactly."""
    whole = sum(parts)
    ends = [width * sum(parts[:n]) // whole for n in range(len(parts) + 1)]
    return [b - a for a, b in itertools.pairwise(ends)]


def _cells(
    row: Row, widths: Sequence[int], kept: bool, bookmark: Callable[[str, str], str]
) -> Iterator[Xml]:
    column = 0
    for cell in row.cells:
        wide = sum(widths[column : column + cell.span])
        column += cell.span
        style = gongwen.CELL_HEAD if cell.head else gongwen.CELL
        align = "" if cell.align == "center" else cell.align
        shown = Xml("") if cell.merge == "continue" or not cell.text else marked_runs(cell.text)
        if cell.mark:
            shown = Xml(bookmark(cell.mark, shown))
        content = oxml.paragraph(style, shown, align=align, keep_next=kept)
        yield oxml.cell(content, wide, span=cell.span, merge=cell.merge, open_side=cell.open)


def widths_for(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, width: int = gongwen.TEXT_WIDTH
) -> tuple[int, ...]:
    """Widths of columns, in twips, by what stands in them.

    None is narrower than its short texts and its numbers; what is left goes to the columns that make the rows tall.
    """
    size = gongwen.CELL_SIZE
    rows = rows[:_ENOUGH]
    texts = [[_ems(row[n]) for row in rows] for n in range(len(heads))]
    wide = [
        _EDGE + max([_least_of_head(head), *(_least(row[n]) for row in rows)])
        for n, head in enumerate(heads)
    ]
    while sum(wide) + _STEP <= width / size:
        gain = [0.0] * len(heads)
        for lines in zip(*texts, strict=True):
            tall, n = max((text / wide[n], n) for n, text in enumerate(lines))
            gain[n] += tall / wide[n]
        wide[gain.index(max(gain))] += _STEP
    return tuple(round(part * size) for part in wide)


def _least_of_head(text: str) -> float:
    """A short head stands on one line, another on two."""
    whole = _ems(text)
    return whole if whole <= _SHORT_TEXT / 2 else ceil(whole / 2)


def _least(text: str) -> float:
    """The narrowest a column may be for that text, in characters."""
    whole = _ems(text)
    return whole if whole <= _SHORT_TEXT else max(map(_ems, _UNBROKEN.findall(text)), default=1)


def _ems(text: str) -> float:
    """Width in characters; Latin letters and digits as the wider faces have them that stand in for 仿宋."""
    latin = sum(c.isascii() for c in text)
    return float(full_width(text)) + latin * (_DIGIT - 0.5)


def header(*texts: str) -> Row:
    """A header row of single cells."""
    return Row(tuple(Cell(text, head=True) for text in texts), header=True)


def merged(values: Sequence[tuple[str, ...]], align: Align = "center") -> list[list[Cell]]:
    """Columns of levels as cells, each run of equal values merged; a run ends where an outer one does.

    A long run is merged in even parts, so that its name stands on every page that it reaches.
    """
    columns: list[list[Cell]] = []
    starts = {0, len(values)}
    for depth in range(len(values[0]) if values else 0):
        names = [levels[depth] for levels in values]
        starts |= {n for n in range(1, len(names)) if names[n] != names[n - 1]}
        ordered = sorted(starts)
        starts |= {cut for a, b in itertools.pairwise(ordered) for cut in _cuts(a, b)}
        alone = {n for n in starts if n + 1 in starts}
        columns.append(
            [
                Cell(name, align, merge="" if n in alone else "restart")
                if n in starts
                else Cell("", align, merge="continue")
                for n, name in enumerate(names)
            ]
        )
    return [list(cells) for cells in zip(*columns, strict=True)]


def _cuts(start: int, end: int) -> range:
    """Where a run of rows is cut into the fewest even parts of at most `_LONGEST_MERGE` rows."""
    parts = -(-(end - start) // _LONGEST_MERGE)
    size = -(-(end - start) // parts)
    return range(start + size, end, size)
