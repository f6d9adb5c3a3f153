"""A form as a Word file: A4, one table, merged cells, rows that do not split across pages."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator

from docx.shared import Mm

from assistant.forms.sheet import Placed, Sheet
from assistant.report import gongwen, oxml
from assistant.report.grid import marked_runs
from assistant.report.oxml import Xml

_MARGIN = 20  # mm, all round: the table needs more width than the text block of a letter
_WIDTH = round((210 - 2 * _MARGIN) / 25.4 * 1440)


def to_word(sheet: Sheet) -> bytes:
    """The form as .docx bytes."""
    document = gongwen.blank()
    section = document.sections[0]
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(_MARGIN))
    section.footer_distance = Mm(10)
    document.core_properties.title = sheet.title
    body = document.element.body
    last = body[-1]  # w:sectPr stays last
    for block in oxml.body(_blocks(sheet)):
        last.addprevious(block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _blocks(sheet: Sheet) -> Iterator[Xml]:
    yield oxml.paragraph(gongwen.ANNEX_TITLE, oxml.run(sheet.title))
    yield oxml.paragraph(gongwen.CAPTION, oxml.run(sheet.subtitle))
    yield oxml.table(gongwen.TABLE, _widths(sheet), _rows(sheet), caption=sheet.title)
    for note in sheet.notes:
        yield oxml.paragraph(gongwen.TABLE_NOTE, oxml.run(note))
    if not sheet.notes:
        yield oxml.paragraph(gongwen.TABLE_NOTE)


def _widths(sheet: Sheet) -> list[int]:
    whole = sum(sheet.widths)
    ends = [_WIDTH * sum(sheet.widths[:i]) // whole for i in range(len(sheet.widths) + 1)]
    return [after - before for before, after in itertools.pairwise(ends)]


def _rows(sheet: Sheet) -> Iterator[Xml]:
    """Each table row: cells that start in it, and the continued ends of those from above."""
    widths = _widths(sheet)
    starting: dict[tuple[int, int], Placed] = {(p.row, p.column): p for p in sheet.placed()}
    covering: dict[tuple[int, int], Placed] = {
        (row, p.column): p
        for p in starting.values()
        for row in range(p.row + 1, p.row + p.span.down)
    }
    for row in range(len(sheet.lines)):
        cells: list[Xml] = []
        column = 0
        while column < len(widths):
            placed = starting.get((row, column))
            above = covering.get((row, column))
            span = (placed or above or _lost(row, column)).span
            wide = sum(widths[column : column + span.across])
            cells.append(_cell(placed, wide) if placed else _continued(wide, span.across))
            column += span.across
        yield oxml.row(cells)


def _lost(row: int, column: int) -> Placed:
    raise ValueError(f"no cell at row {row}, column {column}")


def _cell(placed: Placed, wide: int) -> Xml:
    span = placed.span
    style = gongwen.CELL_HEAD if span.head else gongwen.CELL
    align = "" if span.align == "center" else span.align
    content = oxml.paragraph(style, marked_runs(span.text) if span.text else "", align=align)
    merge = "restart" if span.down > 1 else ""
    return oxml.cell(content, wide, span=span.across, merge=merge)


def _continued(wide: int, across: int) -> Xml:
    return oxml.cell(oxml.paragraph(gongwen.CELL), wide, span=across, merge="continue")
