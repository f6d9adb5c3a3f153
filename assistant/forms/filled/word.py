"""A form as a Word file: A4, one table, merged cells, rows that do not split across pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from docx.shared import Mm

from assistant.forms.filled.sheet import Placed, Sheet, Span
from assistant.word import write as oxml
from assistant.word.packing import document_bytes
from assistant.word.write import Xml, gongwen
from assistant.word.write.table_grid import Cell, Grid, Merge, Row, Side

_MARGIN = 15  # mm, all round: the table needs more width than the text block of a letter
_WIDTH = round((210 - 2 * _MARGIN) / 25.4 * 1440)


def to_word(sheet: Sheet) -> bytes:
    """The form as .docx bytes."""
    document = gongwen.unwritten()
    section = document.sections[0]
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(_MARGIN))
    section.footer_distance = Mm(10)
    document.core_properties.title = sheet.title
    return document_bytes(oxml.filled(document, _blocks(sheet)))


def _blocks(sheet: Sheet) -> Iterator[Xml]:
    yield oxml.paragraph(gongwen.ANNEX_TITLE, oxml.run(sheet.title))
    yield oxml.paragraph(gongwen.CAPTION, oxml.run(sheet.subtitle))
    yield grid_of(sheet).xml(sheet.title, width=_WIDTH)
    for note in sheet.notes:
        yield oxml.paragraph(gongwen.TABLE_NOTE, oxml.run(note))
    if not sheet.notes:
        yield oxml.paragraph(gongwen.TABLE_NOTE)


def grid_of(sheet: Sheet) -> Grid:
    """Each table row: cells that start in it, and the continued ends of those from above."""
    starting: dict[tuple[int, int], Placed] = {
        (p.row, p.column): p for placed in sheet.placed() for p in _parted(placed, sheet.heading)
    }
    covering: dict[tuple[int, int], Placed] = {
        (row, p.column): p
        for p in starting.values()
        for row in range(p.row + 1, p.row + p.span.down)
    }
    rows = []
    for row in range(len(sheet.lines)):
        cells: list[Cell] = []
        column = 0
        while column < len(sheet.widths):
            placed = starting.get((row, column))
            above = covering.get((row, column))
            span = (placed or above or _lost(row, column)).span
            cells.append(_cell(span) if placed else Cell(span=span.across, merge="continue"))
            column += span.across
        rows.append(_row(cells, row, sheet.heading))
    return Grid(sheet.widths, tuple(rows))


def _parted(placed: Placed, heading: int) -> Iterator[Placed]:
    """A cell that reaches from the repeated line into the rows below it, in two: a repeated row stands alone."""
    span = placed.span
    if heading and placed.row == heading and span.down > 1:
        yield replace(placed, span=replace(span, text="", down=1))
        yield replace(placed, row=heading + 1, span=replace(span, down=span.down - 1))
    else:
        yield placed


def _row(cells: Sequence[Cell], row: int, heading: int) -> Row:
    """A row of the table; no line is drawn through a cell that was parted."""
    if not heading or row not in {heading, heading + 1}:
        return Row(tuple(cells))
    side: Side = "below" if row == heading else "above"
    first = replace(cells[0], open=side)
    return Row((first, *cells[1:]), header=row == heading)


def _lost(row: int, column: int) -> Placed:
    raise ValueError(f"no cell at row {row}, column {column}")


def _cell(span: Span) -> Cell:
    merge: Merge = "restart" if span.down > 1 else ""
    return Cell(span.text, span.align, span.across, merge, span.head)
