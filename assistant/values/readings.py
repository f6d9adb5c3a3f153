"""A row's target and actual, read together and once: what is wanted, what was got, and how each was taken.

What one side leaves open the other, or the row's name, may tell: the good side of a number without a sign,
the unit of a bare number, whether 无 is none or no answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from assistant.values.common_unit import Apart, in_common_unit
from assistant.values.direction import Direction, nature
from assistant.values.quantity import (
    Actual,
    AtLeast,
    AtMost,
    Between,
    Bound,
    Exactly,
    Quantity,
    Target,
    Unreadable,
    Unsigned,
    Words,
    is_none,
    read_actual,
    read_target,
    says_nothing_happened,
)
from assistant.values.reading import fold
from assistant.values.units import DURATIONS, unit_behind

#: about so many: 约300人, 300人左右
_ABOUT = re.compile(r"(?:约|大约|大概)(?P<of>.+?)(?:左右|上下)?|(?P<round>.+?)(?:左右|上下)")
Numeric = AtLeast | AtMost | Exactly | Between | Unsigned


@dataclass(frozen=True, slots=True)
class Readings:
    """What a row asks for and what it says came of it; None where it says nothing.

    `direction` tells how a target without a sign was taken, `unit` how a bare number was; `apart` says that
    the two do not compare, and why. Clauses are Chinese.
    """

    wanted: Target | None
    got: Actual | None
    direction: str = ""
    unit: str = ""
    apart: Apart | None = None


@lru_cache(maxsize=4096)
def read_row(
    level1: str,
    level2: str,
    name: str,
    target: str,
    actual: str,
    direction: Direction | None = None,
    year: int | None = None,
) -> Readings:
    """The row's two values. The same row, seen by another room, is not read again."""
    wanted = read_target(target, direction=direction, year=year)
    told = ""
    if direction is None and isinstance(wanted, AtLeast) and wanted.implied:
        wanted, told = _sided(wanted, level1, level2, name)
    got = read_actual(actual, year=year, name=name)
    if isinstance(wanted, Unreadable) and (about := _ABOUT.fullmatch(fold(target))):
        near = read_row(
            level1, level2, name, about["of"] or about["round"], actual, direction, year
        )
        if isinstance(near.got, Quantity) and reached(near.wanted, near.got):
            return replace(near, direction=f"目标是约数，实际达到；{near.direction}".rstrip("；"))
    if says_nothing_happened(actual):
        got = _nothing(wanted, actual)
    if isinstance(wanted, AtLeast | AtMost | Exactly | Unsigned) and not wanted.limit.unit.name:
        wanted = _named_unit(wanted, got, name)
    read = Readings(wanted, got, told)
    if isinstance(wanted, Numeric) and isinstance(got, Quantity | Bound):
        return _in_one_unit(read, wanted, got)
    return read


def _named_unit(
    wanted: AtLeast | AtMost | Exactly | Unsigned, got: Actual | None, name: str
) -> Target:
    """A bare target beside a bare actual, in the unit that stands behind the name: 98 of 结业率（%）."""
    _, unit = unit_behind(name)
    amount = got.limit if isinstance(got, Bound) else got
    if unit is None or not isinstance(amount, Quantity) or amount.unit.name:
        return wanted
    return replace(wanted, limit=replace(wanted.limit, unit=unit))


def reached(wanted: Target | None, got: Quantity) -> bool:
    """Whether a number reaches a target of one kind of unit."""
    if isinstance(wanted, Between):
        return wanted.low.base <= got.base <= wanted.high.base
    if isinstance(wanted, AtLeast):
        return got.base > wanted.limit.base or (got.base == wanted.limit.base and not wanted.strict)
    if isinstance(wanted, AtMost):
        return got.base < wanted.limit.base or (got.base == wanted.limit.base and not wanted.strict)
    return isinstance(wanted, Exactly | Unsigned) and got.base == wanted.limit.base


def _sided(wanted: AtLeast, level1: str, level2: str, name: str) -> tuple[Target, str]:
    """A number without a sign, by what the name measures."""
    limit = wanted.limit
    found = nature(name, level1, level2, limit)
    if limit.unit.change:  # 增长5%, 下降3%: the words themselves tell
        return wanted, ""
    if found is None:
        return Unsigned(limit), ""
    if found.side == "≤":
        return AtMost(limit, implied=True), f"按≤计：{found.why}"
    return wanted, f"按≥计：{found.why}"


def _nothing(wanted: Target | None, actual: str) -> Actual | None:
    """无, 未发生: zero where none may be; else 无 is no answer, and other words are words."""
    if isinstance(wanted, AtMost | Exactly) and _may_be_none(wanted):
        return Quantity(Decimal(0), wanted.limit.unit)
    return None if is_none(actual) else Words(actual.strip())


def _may_be_none(wanted: Target | None) -> bool:
    """Whether 无 answers the target as a zero: none is asked for, or few of what may be none."""
    if isinstance(wanted, Exactly):
        return wanted.limit.value == 0
    if isinstance(wanted, AtMost):
        kind = wanted.limit.unit.kind
        return wanted.limit.value == 0 or not (kind in DURATIONS or kind.startswith("金额"))
    return False


def _in_one_unit(read: Readings, wanted: Numeric, got: Quantity | Bound) -> Readings:
    limit = wanted.low if isinstance(wanted, Between) else wanted.limit
    amount = got.limit if isinstance(got, Bound) else got
    found = in_common_unit(limit, amount)
    if isinstance(found, Apart):
        return replace(read, apart=found)
    taken: Actual = replace(got, limit=found.got) if isinstance(got, Bound) else found.got
    asked: Target = wanted
    if isinstance(wanted, Between):
        asked = (
            replace(wanted, low=found.wanted, high=replace(wanted.high, unit=found.wanted.unit))
            if found.wanted != limit
            else wanted
        )
    elif found.wanted != limit:
        asked = replace(wanted, limit=found.wanted)
    return replace(read, wanted=asked, got=taken, unit=found.note)
