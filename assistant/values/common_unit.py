"""Two quantities in one unit, where that needs saying: a bare number beside one with its unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.values.amounts import Quantity
from assistant.values.units import Unit, read_unit, sizes_of

#: a reading within these bounds of the other number is what somebody may have meant
_LIKELY = (Decimal("0.2"), Decimal(5))
_NEAR = (Decimal("0.5"), Decimal(2))


@dataclass(frozen=True, slots=True)
class Common:
    """The two, comparable. `note` is a Chinese clause on the unit that was taken for the bare one, else empty."""

    wanted: Quantity
    got: Quantity
    note: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """They do not compare; `why` is a Chinese clause, `mend` what to write."""

    why: str
    mend: str


def in_common_unit(wanted: Quantity, got: Quantity) -> Common | Apart:
    """Takes the unit of the one for the other where that is the one plain reading."""
    if wanted.unit.same_kind(got.unit):
        return Common(wanted, got)
    if wanted.value == 0:
        return Common(wanted, got)  # none is none in any unit
    if got.value == 0 and not got.unit.name:
        return Common(wanted, replace(got, unit=wanted.unit))
    if not _bare(got.unit) and not _bare(wanted.unit):
        return Apart("目标与实际的单位不同类，不能比较", "请把实际值写成与目标相同的单位")
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
    return [Quantity(bare.value, other) for other in listed if other.same_kind(unit)]


def _may_be_ratio(bare: Quantity, other: Quantity) -> bool:
    """0.957 beside 95%: a share written as a number, or a small percentage."""
    return other.unit.kind == "比例" and bare.unit.size == 1 and abs(bare.value) <= 1


def _fits(read: Quantity, other: Quantity, least: Decimal, most: Decimal) -> bool:
    size = abs(other.base)
    return least * size <= abs(read.base) <= most * size
