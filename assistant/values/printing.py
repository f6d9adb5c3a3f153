"""Figures as the report prints them: money, percentages, points, and what stands for a missing one."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from assistant.model.draft import SUPPLY
from assistant.model.scorecard import ScoredIndicator
from assistant.scoring.points import percent as exact_percent
from assistant.scoring.points import plain
from assistant.values.numerals import print_number

NONE = "—"
_CENT = Decimal("0.01")


def money(amount: Decimal | None) -> str:
    """An amount in the unit of the file, as the file has it."""
    return SUPPLY if amount is None else print_number(amount)


def percent(ratio: Decimal | None) -> str:
    """A ratio as a percentage of at most two decimals, half up: 0.9386 is 93.86%."""
    if ratio is None:
        return NONE
    return exact_percent(Fraction(ratio))


def points(value: Decimal | None) -> str:
    """Points, two decimals at most, none that say nothing."""
    return NONE if value is None else plain(value.quantize(_CENT, ROUND_HALF_UP))


def aligned(value: Decimal | None, *, decimals: bool) -> str:
    """Points of a column whose figures stand under each other: all with decimals, or none."""
    shown = points(value)
    return f"{value:.2f}" if decimals and value is not None else shown


def has_decimals(values: Iterable[Decimal | None]) -> bool:
    """Whether any of the points is not whole."""
    return any(v is not None and v != v.to_integral_value() for v in values)


def actual(row: ScoredIndicator) -> str:
    """The actual value, or the mark that it is to be supplied."""
    return SUPPLY if row.status == "missing" else row.indicator.actual or SUPPLY


def completion(row: ScoredIndicator) -> str:
    """How far the target was reached, in the column 完成情况."""
    if row.completion is not None:
        return percent(row.completion)
    return "待评定" if row.status == "ungraded" else NONE


def share(part: Decimal | None, whole: Decimal | None) -> str:
    """part ÷ whole as a percentage; never 100% where it is not."""
    if part is None or not whole:
        return NONE
    return exact_percent(Fraction(part) / Fraction(whole))
