"""Exact points: fractions inside, two decimals outside, rounded half up (RULES.md §4)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from assistant.values.printing import CENTS, half_up

FULL = Fraction(1)
NONE = Fraction(0)


def points(weight: Decimal, share: Fraction, places: int = CENTS) -> Decimal:
    """`share` (0–1) of `weight` points with that many decimals; never above the weight, full is full."""
    if share >= FULL:
        return weight
    return min(half_up(Fraction(weight) * share, places), weight)


def allot(total: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """Splits `total` in proportion to `shares`, in steps of 0.01, so that the sum is exact.

    Cents left over go to the largest remainders, the first of equals first. A total that is itself
    finer than 0.01 leaves its rest with the first part.
    """
    return list(_allotted(total, tuple(shares)))


@lru_cache(maxsize=32)
def _allotted(total: Decimal, shares: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """Kept: a page scores after every edit, and the points seldom move."""
    whole = sum(shares, Decimal(0))
    if not shares or whole <= 0:
        return tuple(Decimal(0) for _ in shares)
    cents = int(total * 100)
    exact = [Fraction(share) / Fraction(whole) * cents for share in shares]
    floors = [int(part) for part in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in by_rest[: cents - sum(floors)]:
        floors[i] += 1
    parts = [Decimal(part).scaleb(-CENTS) for part in floors]
    parts[0] += total - sum(parts, Decimal(0))
    return tuple(parts)
