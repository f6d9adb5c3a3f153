"""The amounts of a row as running text counts them: 1.2万人 is 12000 人, a share is a ratio."""

from __future__ import annotations

from decimal import Decimal

from assistant.checks.dossier import Row
from assistant.values.quantity import AtLeast, AtMost, Between, Exactly, Quantity

_SIZES = {"万": Decimal(10000), "千": Decimal(1000), "百": Decimal(100)}


def limit_of_row(row: Row) -> Quantity | None:
    """The figure the row's target names, of a range the upper one; None for a day or words."""
    want = row.want
    if isinstance(want, AtLeast | AtMost | Exactly):
        return want.limit
    return want.high if isinstance(want, Between) else None


def plain_count(quantity: Quantity) -> tuple[Decimal, str]:
    """Value and unit as the text counts: 1.2万人 is 12000 人; shares are ratios."""
    name = quantity.unit.name
    if quantity.unit.kind == "比例":
        return quantity.base, name
    size = _SIZES.get(name[:1]) if len(name) > 1 else None
    return (quantity.value * size, name[1:]) if size else (quantity.value, name)
