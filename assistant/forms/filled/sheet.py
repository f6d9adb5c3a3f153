"""A form as a sheet of spans: cells that reach across columns and down rows. No Word, no Excel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.records import record

Align = Literal["left", "center", "right"]


@record()
class Span:
    """A cell. `number` is its value where it is an amount, so that a spreadsheet can reckon with it."""

    text: str
    across: int = 1
    down: int = 1
    align: Align = "center"
    head: bool = False
    number: Decimal | None = None


@record()
class Placed:
    """A span with the row and column (from 0) of its first cell."""

    row: int
    column: int
    span: Span


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole form. `widths` are parts of the page width, one a column; each line starts its spans.

    `heading` is the line (from 0) that heads the indicators and is repeated on every page; 0: none is.
    """

    title: str
    subtitle: str
    widths: tuple[int, ...]
    lines: tuple[tuple[Span, ...], ...]
    notes: tuple[str, ...] = ()
    heading: int = 0

    def placed(self) -> Iterator[Placed]:
        """Every span at its place, row by row. Raises ValueError where the lines leave a hole or overlap."""
        busy = [0] * len(self.widths)  # rows that a span from above still covers, by column
        for row, line in enumerate(self.lines):
            spans = iter(line)
            column = 0
            while column < len(busy):
                if busy[column]:
                    busy[column] -= 1
                    column += 1
                    continue
                span = next(spans, None)
                if span is None:
                    raise ValueError(f"line {row} ends before column {column}")
                covered = range(column, column + span.across)
                if covered.stop > len(busy) or any(busy[i] for i in covered):
                    raise ValueError(f"line {row} overlaps at column {column}")
                yield Placed(row, column, span)
                for i in covered:
                    busy[i] = span.down - 1
                column = covered.stop
            if next(spans, None) is not None:
                raise ValueError(f"line {row} has more spans than columns")
        if any(busy):
            raise ValueError("a span reaches below the last line")


def head(text: str, across: int = 1, down: int = 1) -> Span:
    """A cell of the form's own words."""
    return Span(text, across, down, head=True)


def words(text: str, across: int = 1, down: int = 1) -> Span:
    """Running text, flush left."""
    return Span(text, across, down, align="left")
