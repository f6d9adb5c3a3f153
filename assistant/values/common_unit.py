"""Two quantities in one unit, where that needs saying: a bare number beside one with its unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.values.amounts import Quantity
from assistant.values.units import Unit, over_time, read_unit, sizes_of

#: a reading within these bounds of the other number is what somebody may have meant
_LIKELY = (Decimal("0.2"), Decimal(5))
_NEAR = (Decimal("0.5"), Decimal(2))


@dataclass(frozen=True, slots=True)
class Common:
    """The two, comparable. `note` is a Chinese clause on the unit that was taken for the bare one, else empty;
    `told` one on how two spaces of time were brought together."""

    wanted: Quantity
    got: Quantity
    note: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """They do not compare; `why` is a Chinese clause, `mend` what to write."""

    why: str
    mend: str


def in_common_unit(wanted: Quantity, got: Quantity, *, whole_year: bool = False) -> Common | Apart:
    """Takes the unit of the one for the other where that is the one plain reading.

    `whole_year`: the text of `got` says that it is of the whole year.
    """
    if wanted.unit.same_kind(got.unit):
        return Common(wanted, got)
    if over_time(wanted.unit) != over_time(got.unit) and not (
        _bare(wanted.unit) or _bare(got.unit)
    ):
        return _over_the_year(wanted, got, whole_year=whole_year)
    if wanted.value == 0:
        return Common(wanted, got)  # none is none in any unit
    if got.value == 0 and not got.unit.name:
        return Common(wanted, replace(got, unit=wanted.unit))
    if not _bare(got.unit) and not _bare(wanted.unit):
        return _OTHER_KINDS
    side, bare, other = ("实际值", got, wanted) if _bare(got.unit) else ("目标", wanted, got)
    plain = _as(bare, other.unit)
    others = _others(bare, other.unit)
    if _may_be_ratio(bare, other) and not _fits(plain, other, *_NEAR):
        return _asked(side, plain, Quantity((bare.value * 100).normalize() + 0, other.unit))
    likely = [read for read in others if _fits(read, other, *_LIKELY)]
    scaled = [
        read for read in others if read.unit.size != other.unit.size and _is_scaled(other.unit)
    ]
    if not _fits(plain, other, *_LIKELY) and (likely or scaled):
        return _asked(side, plain, (likely or scaled)[0])
    note = (
        f"{side}没写单位，按{plain.unit.name}计"
        if plain.unit.name
        else f"{side}没写单位，按同一单位计"
    )
    return Common(wanted, plain, note) if side == "实际值" else Common(plain, got, note)


#: the least and the most days that so many months hold
_DAYS_OF_MONTHS = {1: (28, 31), 2: (59, 62), 3: (89, 92), 6: (181, 184), 12: (365, 366)}
_DAY = read_unit("天")


def within_in_days(limit: Quantity, amount: Quantity) -> Common | None:
    """Months beside days, where the amount keeps within the limit however long the months are; else None."""
    months, days = (limit, amount) if limit.unit.kind == "月数" else (amount, limit)
    known = _DAYS_OF_MONTHS.get(int(months.base)) if months.base % 1 == 0 else None
    if known is None or months.unit.kind != "月数" or days.unit.kind != "时长":
        return None
    least, most = (Quantity(Decimal(number), _DAY) for number in known)
    if months is limit and amount.base <= least.base:
        return Common(least, amount, told=f"目标{limit}按最短{least}比")
    if months is amount and most.base <= limit.base:
        return Common(limit, most, told=f"实际{amount}按最长{most}比")
    return None


def _over_the_year(wanted: Quantity, got: Quantity, *, whole_year: bool) -> Common | Apart:
    """每季度1次 beside 3次: the target of a year is a count of the year, an actual only where it says so or can be no other."""
    if over_time(got.unit):
        yearly = _yearly(wanted)
        if not yearly.unit.same_kind(got.unit):
            return _OTHER_KINDS
        return Common(yearly, got, told=f"目标{wanted}按全年计，实际{got}按全年折算")
    yearly = _yearly(got)
    each = Quantity(got.value, wanted.unit)
    if not yearly.unit.same_kind(wanted.unit):
        return _OTHER_KINDS
    if whole_year or (_fits(yearly, wanted, *_NEAR) and not _fits(each, wanted, *_LIKELY)):
        return Common(wanted, yearly, told=f"实际{got}按全年计，目标{wanted}按全年折算")
    return Apart(
        f"实际{got}没写是多长时间的，可以读成{yearly}，也可以读成{each}", f"请写明，如 全年{got}"
    )


def _yearly(amount: Quantity) -> Quantity:
    return Quantity(amount.value, read_unit(f"{amount.unit.name}/年"))


_OTHER_KINDS = Apart("目标与实际的单位不同类，不能比较", "请把实际值写成与目标相同的单位")


def _asked(side: str, one: Quantity, two: Quantity) -> Apart:
    return Apart(f"{side}没写单位，可以读成{one}，也可以读成{two}", f"请写明单位，如 {two}")


def _is_scaled(unit: Unit) -> bool:
    """万元, 万人: a number beside it may be in the unit without 万."""
    return unit.name[:1] in {"百", "千", "万", "亿"} and unit.size != 1


def _bare(unit: Unit) -> bool:
    """No unit but perhaps a multiple: 15万."""
    return not unit.kind and not unit.change


def _as(bare: Quantity, unit: Unit) -> Quantity:
    """The bare number in that unit; one with a multiple of its own (15万) in the base unit of the kind."""
    if bare.unit.size == 1:
        return Quantity(bare.value, unit)
    base = next((name for name, size in sizes_of(unit.kind) if size == 1), unit.name)
    return Quantity(bare.value, read_unit(bare.unit.name + base))


def _others(bare: Quantity, unit: Unit) -> list[Quantity]:
    """The number in the other units of the kind (899740: 元, not 万元)."""
    if bare.unit.size != 1 or unit.kind == "比例":
        return []
    listed = [read_unit(name) for name, size in sizes_of(unit.kind) if size != unit.size]
    if not listed and unit.size != 1:
        listed = [read_unit(unit.name.lstrip("百千万亿"))]
    if bare.value % 1:  # 0.35 beside 3500亩: 万亩, as no whole number of 亩
        listed.append(read_unit(f"万{unit.name}"))
    return [Quantity(bare.value, other) for other in listed if other.same_kind(unit)]


def _may_be_ratio(bare: Quantity, other: Quantity) -> bool:
    """0.957 beside 95%: a share written as a number, or a small percentage."""
    return other.unit.kind == "比例" and bare.unit.size == 1 and abs(bare.value) <= 1


def _fits(read: Quantity, other: Quantity, least: Decimal, most: Decimal) -> bool:
    size = abs(other.base)
    return least * size <= abs(read.base) <= most * size
