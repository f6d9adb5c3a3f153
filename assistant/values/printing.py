"""The one room where figures are printed: percentages, points, amounts, numbers. Half up, exact, no exponent.

Tables, sentences, forms, findings, the chat, the page and JSON all print with these, so that one figure looks the
same wherever it stands. A rate short of 100% never prints as 100%, nor one beyond it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

NONE = "—"
#: decimals of points and of percentages
CENTS = 2
_RATE_PLACES = 4
_WAN = Decimal(10000)


def half_up(value: Fraction, places: int) -> Decimal:
    """The value with that many decimals, halves away from zero. Exact: no context precision."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-places)


def cut_off(value: Fraction | Decimal, places: int) -> Decimal:
    """The value with that many decimals, the rest dropped. Exact, however long the number."""
    exact = Fraction(value)
    whole = abs(exact.numerator) * 10**places // exact.denominator
    return Decimal(-whole if exact < 0 else whole).scaleb(-places)


def rounded(value: Decimal, places: int = CENTS) -> Decimal:
    """As `half_up`, of a decimal."""
    return half_up(Fraction(value), places)


def rounded_ratio(value: Fraction | Decimal) -> Decimal:
    """A ratio with four decimals; one short of 1 never becomes 1, nor one beyond it."""
    exact = Fraction(value)
    shown = half_up(exact, _RATE_PLACES)
    step = Decimal(1).scaleb(-_RATE_PLACES)
    if shown == 1 and exact != 1:
        return shown - step if exact < 1 else shown + step
    return shown


def plain(value: Decimal) -> str:
    """All its digits, without needless zeros or an exponent: 7.10 is 7.1."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=4096)
def tidy(value: Decimal, places: int = CENTS) -> str:
    """Half up to so many decimals, without needless zeros: 95, 93.86, 0.5."""
    return plain(rounded(value, places))


@lru_cache(maxsize=4096)
def percent(ratio: Fraction | Decimal | None) -> str:
    """A ratio as a percentage of at most two decimals: 0.9386 is 93.86%, 0.99999 is 99.99%."""
    return NONE if ratio is None else f"{plain(rounded_ratio(ratio) * 100)}%"


def share(part: Decimal | None, whole: Decimal | None) -> str:
    """part ÷ whole as a percentage; a dash where there is no whole."""
    if part is None or not whole:
        return NONE
    return percent(Fraction(part) / Fraction(whole))


def points(value: Decimal | None) -> str:
    """Points, two decimals at most, none that say nothing."""
    return NONE if value is None else tidy(value)


def aligned(value: Decimal | None, *, decimals: bool = True) -> str:
    """Points of a column whose figures stand under each other: all with two decimals, or none."""
    if value is None or not decimals:
        return points(value)
    return f"{rounded(value):.2f}"


def has_decimals(values: Iterable[Decimal | None]) -> bool:
    """Whether any of the points is not whole."""
    return any(v is not None and v != v.to_integral_value() for v in values)


def money(yuan: Decimal) -> str:
    """An amount of so many 元, in 万元 from ten thousand on."""
    return f"{plain(yuan / _WAN)}万元" if abs(yuan) >= _WAN else f"{plain(yuan)}元"


def on_a_line(text: str, longest: int = 40) -> str:
    """The text on one line, of that many characters at most, with … where more would follow."""
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[:longest]}…"


def width(text: str) -> Decimal:
    """Width in Chinese characters: a Latin letter or a digit takes half of one."""
    halves = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
    return Decimal(halves) / 2
