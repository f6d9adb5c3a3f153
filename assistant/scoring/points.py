"""Exact points: fractions inside, two decimals outside, rounded half up (RULES.md §4)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

FULL = Fraction(1)
NONE = Fraction(0)
CENTS = 2
_RATE_PLACES = 4


def half_up(value: Fraction, places: int) -> Decimal:
    """The value with that many decimals, halves away from zero. Exact: no context precision."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-places)


def points(weight: Decimal, share: Fraction, places: int = CENTS) -> Decimal:
    """`share` (0–1) of `weight` points with that many decimals; never above the weight, full is full."""
    if share >= FULL:
        return weight
    return min(half_up(Fraction(weight) * share, places), weight)


def ratio(value: Fraction) -> Decimal:
    """A ratio with four decimals; one short of 1 never prints as 1, nor one beyond it."""
    shown = half_up(value, _RATE_PLACES)
    step = Decimal(1).scaleb(-_RATE_PLACES)
    if shown == 1 and value != FULL:
        return shown - step if value < FULL else shown + step
    return shown


def plain(value: Decimal) -> str:
    """Decimal notation without needless zeros: 7.10 is 7.1."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Fraction) -> str:
    """A ratio as a percentage with at most two decimals: 95%, 86.18%."""
    return f"{plain(ratio(value) * 100)}%"


def allot(total: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """Splits `total` in proportion to `shares`, in steps of 0.01, so that the sum is exact.

    Cents left over go to the largest remainders, the first of equals first. A total that is itself
    finer than 0.01 leaves its rest with the first part.
    """
    whole = sum(shares, Decimal(0))
    if not shares or whole <= 0:
        return [Decimal(0) for _ in shares]
    cents = int(total * 100)
    exact = [Fraction(share) / Fraction(whole) * cents for share in shares]
    floors = [int(part) for part in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in by_rest[: cents - sum(floors)]:
        floors[i] += 1
    parts = [Decimal(part).scaleb(-CENTS) for part in floors]
    parts[0] += total - sum(parts, Decimal(0))
    return parts
