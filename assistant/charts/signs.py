"""A bar of signs: a chart in a cell of a Word table, without a picture and on any printer."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

_SIGN = "■"
LONGEST = 14


def bar(part: Decimal | int, whole: Decimal | int, longest: int = LONGEST) -> str:
    """So many signs as the part is of the whole; one at least for what is there at all."""
    if not whole or part <= 0:
        return ""
    signs = Fraction(part) / Fraction(whole) * longest
    return _SIGN * max(1, min(longest, round(signs)))
