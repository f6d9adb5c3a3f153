"""A row's target and actual, read together and once: what is wanted, what was got, and how each was taken.

What one side leaves open the other, or the row's name, may tell: the good side of a number without a sign,
the unit of a bare number, whether 无 is none or no answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from assistant.patterns import regex
from assistant.values.common_unit import Apart, in_common_unit, within_in_days
from assistant.values.direction import Direction, nature
from assistant.values.excerpt import figure_of
from assistant.values.quantity import (
    Actual,
    AtLeast,
    AtMost,
    Between,
    Bound,
    Deadline,
    Exactly,
    Qualitative,
    Quantity,
    Target,
    Unreadable,
    Unsigned,
    Words,
    is_none,
    read_actual,
    read_quantity,
    read_target,
    says_nothing_happened,
)
from assistant.values.reading import fold
from assistant.values.units import DURATIONS, unit_behind

#: a count of the whole year: 全年3次, 累计12次
_WHOLE_YEAR = regex(r"全年|年内|年度|[本当今一]年|\d{4}年|累计|合计|总计|共")
#: about so many: 约300人, 300人左右
_ABOUT = regex(r"(?:约|大约|大概)(?P<of>.+?)(?:左右|上下)?|(?P<round>.+?)(?:左右|上下)")
Numeric = AtLeast | AtMost | Exactly | Between | Unsigned


@dataclass(frozen=True, slots=True)
class Readings:
    """What a row asks for and what it says came of it; None where it says nothing.

    `direction` tells how a target without a sign was taken, `unit` how a bare number was, `part` which figure of a
    sentence was taken, or how often a year; `apart` says that the two do not compare, and why. Clauses are Chinese.
    """

    wanted: Target | None
    got: Actual | None
    direction: str = ""
    unit: str = ""
    part: str = ""
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
    wanted, got, part = _by_the_other(wanted, got, target, actual, name, year)
    read = Readings(wanted, got, told, part=part)
    if isinstance(wanted, Numeric) and isinstance(got, Quantity | Bound):
        return _in_one_unit(read, wanted, got, whole_year=bool(_WHOLE_YEAR.search(fold(actual))))
    return read


#: a day in eight figures, known for one beside a deadline
_EIGHT = regex(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])")
_EARLIER = regex(
    r"(?:比|较)?(?:原?(?:计划|目标|规定|合同))?(?:工期|时间|期限)?提前(?:了)?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})(?:多|余)?(?:个?工作日|天|日|个?月|周)(?:完成|完工|竣工|交付|投入使用)?"
)
_SHARE = regex(r"(?P<sign>[≥≤><=]?)(?P<above>\d{1,6})/(?P<below>[1-9]\d{0,5})")
_UNSURE = regex(r"约|预计|计划|拟|力争|[未没不无前≥≤><]|以[上下内]")
_RATIO = "比例"


def _by_the_other(
    wanted: Target | None, got: Actual | None, target: str, actual: str, name: str, year: int | None
) -> tuple[Target | None, Actual | None, str]:
    """What cannot be read alone, by what stands on the other side: a figure in a sentence, 3/4, 20231115.

    The third tells, in a Chinese clause, what was taken; empty where nothing was.
    """
    if isinstance(wanted, Deadline) and isinstance(got, Unreadable):
        return wanted, _time_beside(got, fold(actual), year), ""
    if isinstance(wanted, Numeric) and isinstance(got, Unreadable):
        if _limit(wanted).unit.kind == _RATIO and (share := _share(fold(actual))):
            return wanted, share, f"实际{fold(actual)}折算为{share}"
        figure = figure_of(actual, _limit(wanted).unit, name, year)
        if figure is not None:
            return wanted, figure, f"实际值是一句话，取其中的“{figure}”"
    if isinstance(wanted, Unreadable) and isinstance(got, Quantity) and got.unit.kind == _RATIO:
        plain = "".join(fold(target).split())
        if (match := _SHARE.fullmatch(plain)) and match["sign"] and (share := _share(plain)):
            asked = read_target(f"{match['sign']}{share}")
            return asked, got, f"目标{plain}折算为{match['sign']}{share}"
    if isinstance(wanted, Unreadable) and isinstance(got, Unreadable):
        same = "".join(fold(target).split()) == "".join(fold(actual).split())
        if same and not _UNSURE.search(target):  # 1:3, 新建3处、改造5处: reached to the letter
            return Qualitative(target.strip()), Words(actual.strip()), ""
    return wanted, got, ""


def _time_beside(got: Unreadable, plain: str, year: int | None) -> Actual | None:
    plain = "".join(plain.split())
    if match := _EIGHT.fullmatch(plain):
        day = read_actual("{}年{}月{}日".format(*match.groups()), year=year)
        return got if day is None else day
    return Words(plain) if _EARLIER.fullmatch(plain) else got


def _share(plain: str) -> Quantity | None:
    """The percentage of 190/200; None where it is none, or more than all."""
    match = _SHARE.fullmatch("".join(plain.split()))
    if match is None or int(match["above"]) > int(match["below"]):
        return None
    return read_quantity(f"{match['below']}分之{match['above']}")


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


def _limit(wanted: Numeric) -> Quantity:
    return wanted.low if isinstance(wanted, Between) else wanted.limit


def _in_one_unit(
    read: Readings, wanted: Numeric, got: Quantity | Bound, *, whole_year: bool
) -> Readings:
    limit = _limit(wanted)
    amount = got.limit if isinstance(got, Bound) else got
    found = in_common_unit(limit, amount, whole_year=whole_year)
    if isinstance(found, Apart) and isinstance(wanted, AtMost):
        found = within_in_days(limit, amount) or found
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
    return replace(read, wanted=asked, got=taken, unit=found.note, part=found.told or read.part)
