"""A list of indicators whose heads stand in the first column and whose rows run across, turned upright."""

from __future__ import annotations

from dataclasses import replace

from assistant.forms.read.labels import column
from assistant.sheets.grid import Cell, Grid, build

_HEADS = frozenset(
    {"level1", "level2", "name", "sign", "target", "actual", "unit", "weight", "score", "reason",
     "measure", "reason_measure", "completion"}
)  # fmt: skip
_LEAST = 3  # lines of heads
_INDICATORS = 2


def upright(grid: Grid) -> tuple[Grid, dict[Cell, Cell]]:
    """The grid with such a list turned, and for each cell made anew the one it was; the grid itself where it has none."""
    found = _lying(grid)
    if found is None:
        return grid, {}
    first, end, left = found
    high = max(c.last_col for r in range(first, end) for c in grid.own(r)) + 1 - left
    more = high - (end - first)
    made: dict[Cell, Cell] = {}
    for cell in {id(c): c for line in grid.rows for c in line if c is not None}.values():
        if cell.row >= end:
            new = replace(cell, row=cell.row + more)
        elif cell.row < first:
            new = cell
        elif cell.col < left:  # what names the block: 绩效指标
            new = replace(cell, rowspan=high)
        else:
            new = replace(
                cell, row=first + cell.col - left, col=left + cell.row - first,
                rowspan=cell.colspan, colspan=cell.rowspan,
            )  # fmt: skip
        made[new] = cell
    turned = build(grid.name, list(made), before=grid.before, hidden=grid.hidden)
    return turned, made


def _lying(grid: Grid) -> tuple[int, int, int] | None:
    """First line, end and column of the heads; None where no list lies."""
    for first in range(len(grid.rows)):
        label = _head(grid, first)
        if label is None:
            continue
        fields: list[str] = []
        end = first
        while (one := _head(grid, end)) is not None and one.col == label.col:
            field = column(one.text).field
            if field in fields:
                break
            fields.append(field)
            end += 1
        told = {"name"} < set(fields) and bool({"target", "actual"} & set(fields))
        if told and len(fields) >= _LEAST:
            return first, end, label.col
    return None


def _head(grid: Grid, row: int) -> Cell | None:
    """The head that a line begins with, where values and no more heads follow it; a block's label may stand before."""
    own = [c for c in grid.own(row) if c.rowspan == 1 or column(c.text).field in _HEADS]
    if len(own) < 1 + _INDICATORS or column(own[0].text).field not in _HEADS:
        return None
    others = [c for c in own[1:] if column(c.text).field in _HEADS]
    wide = own[0].rowspan > 1
    return None if others or wide else own[0]
