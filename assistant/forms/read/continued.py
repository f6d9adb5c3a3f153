"""A table that a page end or a stray line end has cut in two: the lower part, which has no head, joined to the upper."""

from __future__ import annotations

from dataclasses import replace

from assistant.forms.read.beside import NAMES, label_of
from assistant.forms.read.columns import Settled, find_tables
from assistant.sheets.grid import Cell, Grid, build


def rejoined(grids: list[Grid], settled: Settled) -> list[Grid]:
    """The grids of a document, those that go on without a head under the one before them as one.

    The lower part must follow at once (no paragraph between), be as wide, and hold no head and no 项目名称 of its own.
    Each cell keeps the place it had in the file.
    """
    found: list[Grid] = []
    for grid in grids:
        if found and _goes_on(found[-1], grid, settled):
            found[-1] = _under(found[-1], grid)
        else:
            found.append(grid)
    return found


def _goes_on(upper: Grid, lower: Grid, settled: Settled) -> bool:
    if upper.before != lower.before or upper.width != lower.width or upper.hidden != lower.hidden:
        return False
    if not find_tables(upper, settled) or find_tables(lower, settled):
        return False
    return not any(label_of(cell.text) in NAMES for cell in lower.cells())


def _under(upper: Grid, lower: Grid) -> Grid:
    height = len(upper.rows)
    cells = _all(upper) + [replace(c, row=c.row + height) for c in _all(lower)]
    return build(upper.name, cells, before=upper.before, hidden=upper.hidden)


def _all(grid: Grid) -> list[Cell]:
    return [c for r in range(len(grid.rows)) for c in grid.row(r) if c.row == r]
