"""Which column of a block of money is the budget and which was spent, by the rates that the form prints.

The rate is what was spent of the budget, row by row: the second source beside the heads. It names columns under
heads that nobody knows, and speaks against heads that were taken for the wrong column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from assistant.forms.read import wording
from assistant.forms.read.labels import fund_column
from assistant.forms.read.selfcheck import agrees
from assistant.sheets.grid import Cell, Grid

_MOST_ROWS = 25


def by_rate(grid: Grid, heads: Mapping[str, Cell], first: int, end: int) -> dict[str, Cell]:
    """Heads for 全年预算 and 执行 that the printed rates bear out, where those known do not; else empty.

    `heads` are the known ones by field, with the rate's; the rows of amounts begin at `first`.
    """
    if "rate" not in heads:
        return {}
    top = heads["rate"]
    rates = dict(_rates(grid, top, first, end))
    if not rates:
        return {}
    budget, executed = heads.get("budget") or heads.get("initial"), heads.get("executed")
    held = budget and executed and _holds(grid, rates, budget, executed)
    if held and "budget" in heads:
        return {}
    unknown = [c for c in _unknown(grid, top, first) if _amounts(grid, rates, c)]
    found: list[dict[str, Cell]] = []
    for one in unknown:
        if budget and not held and _holds(grid, rates, budget, one):
            found.append({"executed": one})
        if executed and _holds(grid, rates, one, executed):
            found.append({"budget": one})
    if not found and not budget and not executed:
        found = [
            {"budget": one, "executed": two}
            for one in unknown
            for two in unknown
            if one is not two and _holds(grid, rates, one, two)
        ]
    if "budget" in heads and executed and len(rates) < 2:  # noqa: PLR2004 - one rate alone does not speak against two known heads
        return {}
    same = [f for f in found if _said(grid, rates, f) == _said(grid, rates, found[0])]
    return found[0] if found and len(same) == len(found) else {}


def _rates(grid: Grid, head: Cell, first: int, end: int) -> Iterator[tuple[int, Decimal]]:
    for r in range(first, min(end, first + _MOST_ROWS)):
        cell = grid.at(r, head.col)
        if cell is None or cell.row != r:
            continue
        rate = wording.ratio(cell.text)
        if rate:
            yield r, rate
        elif not wording.is_blank(cell.text):
            return


def _unknown(grid: Grid, beside: Cell, first: int) -> list[Cell]:
    """Heads on the rows of the rate's head that name nothing known."""
    return [
        c
        for r in range(beside.row, first)
        for c in grid.own(r)
        if c.last_row < first and c.last_row == first - 1 and not fund_column(c.text)
    ]


def _amount(grid: Grid, row: int, head: Cell) -> Decimal | None:
    cell = next((c for c in grid.row(row) if c.text and head.col <= c.col <= head.last_col), None)
    read = wording.amount(cell.text) if cell is not None and cell.row == row else None
    return read[0] if read is not None else None


def _amounts(grid: Grid, rows: Mapping[int, Decimal], head: Cell) -> bool:
    return all(_amount(grid, r, head) is not None for r in rows)


def _holds(grid: Grid, rates: Mapping[int, Decimal], budget: Cell, executed: Cell) -> bool:
    pairs = [
        (_amount(grid, r, budget), _amount(grid, r, executed), told) for r, told in rates.items()
    ]
    return all(b and e is not None and agrees(e / b, told) for b, e, told in pairs)


def _said(
    grid: Grid, rows: Mapping[int, Decimal], heads: Mapping[str, Cell]
) -> Sequence[tuple[str, list[Decimal | None]]]:
    return sorted((name, [_amount(grid, r, c) for r in rows]) for name, c in heads.items())
