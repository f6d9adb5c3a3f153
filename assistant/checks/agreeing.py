"""Whether a printed number agrees with the exact one at the decimals it was printed with."""

from __future__ import annotations

from decimal import Decimal

from assistant.values.printing import cut_off, rounded


def agrees(printed: Decimal, exact: Decimal, decimals: int, slack: Decimal = Decimal(0)) -> bool:
    """Whether `printed` is `exact` rounded, or cut off, at its decimals; `slack` widens it."""
    near = (rounded(exact, decimals), cut_off(exact, decimals))
    return any(abs(printed - value) <= slack for value in near)


def decimals_of(text: str) -> int:
    """Printed decimals of the one number in a cell."""
    _, point, tail = text.partition(".")
    return len("".join(c for c in tail if c.isdigit())) if point else 0
