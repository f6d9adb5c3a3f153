"""Units of measure: which kind a unit is of, and its exact size in that kind's base unit (`lexicon/quantities.yaml`).

Units of one kind convert; units of different kinds never compare. A unit not listed (个小区, 份,
套) is a kind of its own. Sizes are whole multiples of the base unit or exact decimals, so conversion
to the base is exact.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from math import gcd, lcm

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.records import record

_WORDS = lexicon("quantities")
_KINDS: dict[str, dict[str, str]] = _WORDS["units"]
_LISTED = {
    name: (kind, Decimal(size)) for kind, units in _KINDS.items() for name, size in units.items()
}
_PERIODS = {name: Decimal(months) for name, months in _WORDS["periods"].items()}
_MULTIPLES = {word: Decimal(size) for word, size in _WORDS["multiples"].items()}
_PARTS = regex("[/·]")
_TIMES = regex("[百千万]?人[/·]次")
#: measure words of people
_PERSONS = tuple(_WORDS["persons"])
#: measure words of the same things: 2件 and 1起 of a case
_ALIKE = tuple(frozenset(words) for words in _WORDS["alike"])
#: those that multiply whatever is counted: 0.96万头
_ANY_COUNTED = frozenset("万亿")
#: things that 个 counts as well
_COUNTED_BY_GE = frozenset(_WORDS["counted_by_ge"])
_BEHIND = regex(r"\s*[(（](?:单位[:：])?(?P<unit>[^()（）\d]{1,8})[)）]$")
_HALF = str.maketrans("％／", "%/")
MONEY_UNITS = tuple(_KINDS["金额"])
#: kinds that are measured, not counted
MEASURED = frozenset(_KINDS)
#: the units that money of a project is kept in, in 元
MONEY_SIZES = {unit: Decimal(_KINDS["金额"][unit]) for unit in ("元", "万元", "亿元")}
#: kinds that measure how long something takes
DURATIONS = frozenset(_WORDS["durations"])
#: what a number counts only in order, so that more is not better: 2级, 一等, 第3名
ORDINALS = tuple(_WORDS["ordinals"])
#: measure words: a Chinese numeral may count them (三次, 十二个月), a noun may follow (个小区)
MEASURES = frozenset(_WORDS["counted_by_numerals"])
#: whole measure words: a Chinese numeral counts them where nothing follows (三栋, 十二盏)
MEASURE_NAMES = frozenset(_WORDS["measure_words"])
#: all of them, the longest first, as one pattern
MEASURE_WORDS = "|".join(sorted(_WORDS["measure_words"], key=len, reverse=True))


@record()
class Unit:
    """A unit as written (folded), its kind, and its exact size in the kind's base unit.

    `change` marks a difference, not a size: 增长 for 增长5%, 下降 for 减少3起.
    """

    name: str
    kind: str
    size: Decimal
    change: str = ""

    def same_kind(self, other: Unit) -> bool:
        """Whether quantities in the two units compare.

        They do when of one kind, or one names only the measure word of the other (个, 个小区), or
        only its noun (小区, 个小区). 3次/年 and 3次 compare too: the evaluation is of one year.
        人 and 人次, % and 个百分点, a size and a change do not.
        """
        if self.change != other.change:
            return False
        if self.kind == other.kind:
            return True
        one, two = _of_the_year(self), _of_the_year(other)
        if one == two:
            return True
        if one in _KINDS or two in _KINDS:
            return False
        short, long = sorted((one, two), key=len)
        if not short or "/" in long:
            return False
        if short == "个" and long in _COUNTED_BY_GE:
            return True
        if any(short in words and long in words for words in _ALIKE):
            return True
        if long.startswith(short):
            rest = long[len(short) :]
            return short in MEASURES and (rest != "次" or short in "场批")
        return long[0] in MEASURES and long[1:] == short


def listed_units() -> tuple[str, ...]:
    """Every unit with a size of its own."""
    return tuple(_LISTED)


def sizes_of(kind: str) -> list[tuple[str, Decimal]]:
    """The listed units of a kind with their sizes; empty for a kind that is one unit of its own."""
    return [(name, Decimal(size)) for name, size in _KINDS.get(kind, {}).items()]


_PER_MONTHS = "/月数"


def over_time(unit: Unit) -> bool:
    """Whether it counts what comes in each month or quarter, so that a year holds several: 次/季度."""
    return _PER_MONTHS in unit.kind and "年" not in _PARTS.split(unit.name)[1:]


def without_time(unit: Unit) -> str:
    """The kind of what is counted, whatever the space of time: of 次/季度 and 次/年 it is 次."""
    return unit.kind.replace(_PER_MONTHS, "", 1)


def _of_the_year(unit: Unit) -> str:
    return unit.kind if over_time(unit) else without_time(unit)


_EXACT = Context(prec=80)


@cache
def _whole(kind: str) -> int:
    """The least size that every unit of the kind divides without a rest, in its base unit: 12 of 月, 季度, 年."""
    sizes = [Fraction(size) for name, (of, size) in _LISTED.items() if of == kind]
    top = lcm(*(size.numerator for size in sizes))
    return -(-top // gcd(*(size.denominator for size in sizes)))


def _under(unit: Unit) -> tuple[str, Decimal]:
    """Kind of a denominator and what it does to the size: 元/公顷 is a fifteenth of 元/亩.

    Counted against the least size that all units of the kind divide, so that every size stays an exact decimal.
    """
    months = _PERIODS.get(unit.name)
    kind = "月数" if months else unit.kind
    if kind in _KINDS:
        return kind, _EXACT.divide(Decimal(_whole(kind)), months or unit.size)
    return kind, _EXACT.divide(Decimal(1), unit.size)


_LONGEST = 40  # characters; what is longer is a sentence and no unit


def unit_behind(name: str) -> tuple[str, Unit | None]:
    """A name without the unit in brackets at its end, and that unit: 服务时长（月）; None where the brackets hold none (（一期））."""
    match = _BEHIND.search(name)
    words = match["unit"].translate(_HALF) if match else ""
    first = _PARTS.split(words)[0].lstrip("百千万亿") or words
    known = first in _LISTED or first in MEASURE_NAMES or first.endswith("次")
    return (name[: match.start()], read_unit(words)) if match and known else (name, None)


def read_unit(name: str) -> Unit:
    """The unit of that name, folded beforehand; `kg/人` is a kind made of two."""
    name = name.replace(" ", "").removesuffix("人民币")
    if len(name) > _LONGEST:
        return Unit(name, name, Decimal(1))
    if _TIMES.fullmatch(name):  # 人/次, 人·次: how forms write 人次
        return Unit(name, "人次", _MULTIPLES.get(name[:1], Decimal(1)))
    if "/" not in name:
        name = name.replace("每", "/")
    if "/" in name:
        upper, *lower = _PARTS.split(name)
        above = read_unit(upper)
        # of what: in any order (元/人/月, 元/月/人)
        under = [_under(read_unit(part)) for part in lower]
        size = above.size
        for _, share in under:
            size = _EXACT.multiply(size, share)
        kinds = sorted(kind for kind, _ in under)
        return Unit(name, f"{above.kind}/{'/'.join(kinds)}", size)
    listed = _LISTED.get(name) or (_LISTED.get(name.lower()) if len(name) > 1 else None)
    if listed:  # a single capital stays itself: M is not a metre, G not a gramme
        return Unit(name, *listed)
    if name[:1] in _PERSONS and name[1:2] != "次":
        return Unit(name, f"人{name[1:]}", Decimal(1))
    multiple = _MULTIPLES.get(name[:1])
    rest = name[1:]
    if multiple and (
        not rest
        or name[0] in _ANY_COUNTED
        or rest[0] in MEASURES
        or rest in _LISTED
        or rest[0] in _MULTIPLES
    ):
        counted = read_unit(rest)
        return Unit(name, counted.kind, multiple * counted.size)
    return Unit(name, name, Decimal(1))
