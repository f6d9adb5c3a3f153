"""A table that a page end or a stray line end has cut in two: the lower part, without a head or with the same one again, joined to the upper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.forms.read.beside import NAMES, label_of
from assistant.forms.read.columns import Settled, find_tables
from assistant.forms.read.labels import is_total
from assistant.patterns import regex
from assistant.sheets.grid import Cell, Grid, build

#: what may stand between the parts
_GOES_ON = regex(r"[(（]?(?:续|接)(?:上)?表\d*[)）]?[:：]?")


def rejoined(
    grids: Iterable[Grid], paragraphs: Sequence[str], settled: Settled
) -> list[tuple[Grid, dict[Cell, Cell]]]:
    """The grids of a document, those that go on under the one before them as one; `paragraphs` are its lines with text.

    The lower part must follow at once (nothing but 续表 between), be as wide, and hold no 项目名称 of its own and no other head.
    Beside each grid, the cells of its lower parts with what they became; each keeps the place it had in the file.
    """
    found: list[tuple[Grid, dict[Cell, Cell]]] = []
    for grid in grids:
        upper, moved = found[-1] if found else (None, {})
        if upper and _goes_on(upper, grid, paragraphs[upper.before : grid.before], settled):
            whole, down = _under(upper, grid)
            found[-1] = whole, moved | down
        else:
            found.append((grid, {}))
    return found


def _goes_on(upper: Grid, lower: Grid, between: Sequence[str], settled: Settled) -> bool:
    """Whether the second is the lower part of the first, with those lines between them."""
    if upper.width != lower.width or upper.hidden != lower.hidden:
        return False
    if not all(_GOES_ON.fullmatch("".join(line.split())) for line in between):
        return False
    over, again = find_tables(upper, settled), find_tables(lower, settled)
    if not over or len(again) > 1:
        return False
    if again:
        last = upper.own(len(upper.rows) - 1)
        same = [c.text for c in upper.own(over[-1].head)] == [c.text for c in lower.own(0)]
        if again[0].head or not same or (last and is_total(last[0].text)):
            return False
    return not any(label_of(cell.text) in NAMES for cell in lower.cells())


def _under(upper: Grid, lower: Grid) -> tuple[Grid, dict[Cell, Cell]]:
    """Both as one grid, and the cells of the lower part each with what it became."""
    height = len(upper.rows)
    moved = {c: replace(c, row=c.row + height) for c in _all(lower)}
    cells = [*_all(upper), *moved.values()]
    return build(upper.name, cells, before=lower.before, hidden=upper.hidden), moved


def _all(grid: Grid) -> list[Cell]:
    return [c for r in range(len(grid.rows)) for c in grid.row(r) if c.row == r]
