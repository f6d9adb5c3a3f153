"""Reasons that stand in a column which no head calls so: 备注, 扣分说明, or one with words beside the rows that fell short alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.forms.read import wording
from assistant.forms.read.columns import Column, Table
from assistant.forms.read.indicators import has_reached, stated
from assistant.forms.read.rows import Log, Read, Row, Rows
from assistant.sheets.grid import Cell

#: columns of which any makes no other column a place for reasons
_REASONS = ("reason", "measure", "reason_measure")
#: heads under which anything may stand, reasons too
_REMARKS = frozenset({"备注", "备注说明", "说明", "情况说明", "其他说明"})


def take_remarks(table: Table, found: Rows, log: Log) -> None:
    """In a table without a column for reasons, the words beside rows that fell short become their reasons, and that is said."""
    if any(table.column(name) for name in _REASONS):
        return
    for column in table.columns:
        named = "".join(column.label.split()) in _REMARKS
        if not named and (column.field or column.spare or not column.label):
            continue
        told = list(_told(table, column, found.rows))
        short = [one for one in told if _fell_short(one[0])]
        if not named and not 0 < len(short) == len(told) < len(found.rows):
            continue
        for row, cells, text in short:
            row.fields["reason"] = Read(text, cells[0].origin, f"写在“{column.label}”一栏", cells)
            log.used.update(cells)
            log.doubts.append(
                f"{cells[0].origin}：这一行有扣分或没有完成，{column.label}“{wording.flat(text)[:30]}”按原因读入，请核对"
            )


def _told(
    table: Table, column: Column, rows: list[Row]
) -> Iterator[tuple[Row, tuple[Cell, ...], str]]:
    """The rows with words of their own under that head."""
    for row in rows:
        line = column.cells(table.grid, row.at)
        cells = tuple(c for c in line if c.text and c.row == row.at and c.col >= column.first)
        text = "\n".join(c.text for c in cells).strip()
        if not cells or wording.is_blank(text) or wording.is_fill_in(text):
            continue
        if wording.number(text) is None and wording.ratio(text) is None:
            yield row, cells, text


def _fell_short(row: Row) -> bool:
    """What cannot be told has not."""
    target, actual = stated(replace(row, fields=dict(row.fields)), Log())
    levels = (row.level1.text, row.level2.text, row.name.text)
    values = (read.text if read else "" for read in (target, actual))
    return has_reached(row, levels, *values) is False
