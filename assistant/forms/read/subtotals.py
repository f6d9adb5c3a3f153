"""Rows of funds that sum rows below them: 财政拨款 = 中央 + 省级 counts once."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol, TypeVar

from assistant.forms.read.rows import Log


class Summed(Protocol):
    """A row of amounts by field."""

    source: str
    amounts: dict[str, Decimal]


R = TypeVar("R", bound=Summed)


def without_subtotals(total: Summed | None, details: list[R], log: Log) -> list[R]:
    """The rows that add up to the total, where leaving out one subtotal, or a second way to tell it apart, makes them do so."""
    if total is None or len(details) < 2 or _agrees(total, details):  # noqa: PLR2004
        return details
    for i, row in enumerate(details):
        below = details[i + 1 :]
        for count in range(1, len(below) + 1):
            parts = below[:count]
            if any(row.amounts.values()) and _agrees(row, parts):
                left = details[:i] + details[i + 1 :]
                if _agrees(total, left):
                    names = "、".join(p.source for p in parts)
                    log.doubts.append(f"资金：“{row.source}”是{names}之和，只写入了后者")
                    return left
    return _first_cut(total, details, log)


def _first_cut(total: Summed, details: list[R], log: Log) -> list[R]:
    """Of a total told apart twice (按收入性质分, 按支出性质分) the first way; both together would be the double."""
    if not any(total.amounts.values()):
        return details
    for at in range(1, len(details)):
        one, two = details[:at], details[at:]
        if _agrees(total, one) and _agrees(total, two):
            names = ["、".join(row.source for row in rows) for rows in (one, two)]
            log.doubts.append(
                f"资金：{names[0]}和{names[1]}是同一总额的两种分法，只写入了前者，请核对"
            )
            return one
    return details


def sums_the_rest(rows: list[R]) -> R | None:
    """The first or last of at least three rows that is the sum of the others in every amount, whatever it is called."""
    if len(rows) < 3:  # noqa: PLR2004
        return None
    keys = {k for r in rows for k in r.amounts}
    for one, rest in ((rows[0], rows[1:]), (rows[-1], rows[:-1])):
        if any(one.amounts.values()) and keys == set(one.amounts) and _agrees(one, rest):
            return one
    return None


def _agrees(total: Summed, parts: list[R]) -> bool:
    shared = [k for k in total.amounts if any(k in p.amounts for p in parts)]
    return bool(shared) and all(
        sum((p.amounts.get(k, Decimal(0)) for p in parts), Decimal(0)) == total.amounts[k]
        for k in shared
    )
