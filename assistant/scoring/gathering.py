"""Values of several parts as one value, with the arithmetic in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assistant.model.evaluation import Gathering, Level, SubIndicator
from assistant.values.deadlines import Span, print_day
from assistant.values.printing import half_up, plain
from assistant.values.quantity import Quantity
from assistant.values.reading import fold
from assistant.values.units import DURATIONS, Unit

#: decimals of a weighted mean or a converted sum that does not end
_PLACES = 6
_SCORES = ("分",)


@dataclass(frozen=True, slots=True)
class Gathered:
    """One value for the whole, as text of the data file; `how` tells the arithmetic."""

    text: str
    how: str
    level: Level | None = None
    ratio: Decimal | None = None


def gather_numbers(
    numbers: Sequence[Quantity],
    names: Sequence[str],
    funds: Sequence[Decimal | None],
    way: Gathering | None,
) -> Gathered | str:
    """Sum, mean weighted by funds, greatest or least; or a Chinese clause that says why not."""
    first = next((number.unit for number in numbers if number.value), numbers[0].unit)
    if any(not number.unit.same_kind(first) and number.value for number in numbers):
        return "计量单位不同类"
    way = way or _way(first)
    if way is None:
        return f"“{first.name}”是时间长短，请在指标里写“汇总: 取最大”或“汇总: 加权平均”"
    counted = [number.unit for number in numbers if number.value] or [first]
    unit = min(counted, key=lambda unit: unit.size)
    if way in {"取最大", "取最小"}:
        pick = max if way == "取最大" else min
        best = pick(numbers, key=lambda number: number.base)
        return Gathered(str(best), f"{len(numbers)}个子项目{way}：{_listed(numbers, names)}")
    if way == "求和":
        total = sum((Fraction(number.base) for number in numbers), Fraction(0))
        text = _text(total, unit)
        return Gathered(
            text, f"{len(numbers)}个子项目求和：{_listed(numbers, names, '＋')}＝{text}"
        )
    return _weighted(numbers, names, funds, unit)


def _way(unit: Unit) -> Gathering | None:
    """Relative values are weighted, absolute ones summed; how long a thing takes is neither."""
    if unit.kind in DURATIONS:
        return None
    relative = unit.kind in {"比例", "百分点"} or "/" in unit.kind or unit.name in _SCORES
    return "加权平均" if relative else "求和"


def _weighted(
    numbers: Sequence[Quantity], names: Sequence[str], funds: Sequence[Decimal | None], unit: Unit
) -> Gathered | str:
    known = [amount for amount in funds if amount is not None]
    lacking = [name for name, amount in zip(names, funds, strict=True) if amount is None]
    if lacking:
        return f"相对值按资金额度加权，缺预算数：{'、'.join(lacking)}"
    whole = sum(known, Decimal(0))
    if not whole:
        return "相对值按资金额度加权，预算数合计为0"
    top = sum(
        (Fraction(n.base) * Fraction(w) for n, w in zip(numbers, known, strict=True)), Fraction(0)
    )
    text = _text(top / Fraction(whole), unit)
    terms = [
        f"{_named(name, number)}×{plain(amount)}"
        for name, number, amount in zip(names, numbers, known, strict=True)
    ]
    how = f"{len(numbers)}个子项目按资金额度加权：（{'＋'.join(terms)}）÷{plain(whole)}＝{text}"
    return Gathered(text, how)


def _text(base: Fraction, unit: Unit) -> str:
    return str(Quantity(Decimal(plain(half_up(base / Fraction(unit.size), _PLACES))), unit))


def _named(name: str, number: Quantity) -> str:
    """甲镇5个; a blank keeps a name that ends in a figure from running into the number."""
    return f"{name}{' ' if name[-1:].isdigit() else ''}{number}"


def _listed(numbers: Sequence[Quantity], names: Sequence[str], join: str = "、") -> str:
    return join.join(_named(name, number) for name, number in zip(names, numbers, strict=True))


def gather_dates(spans: Sequence[Span], names: Sequence[str]) -> Gathered:
    """The whole is done when its last part is."""
    last = max(range(len(spans)), key=lambda i: spans[i].last)
    text = print_day(spans[last].last)
    return Gathered(text, f"{len(spans)}个子项目取最晚：{names[last]}{text}")


def gather_words(
    rows: Sequence[SubIndicator], texts: Sequence[str], names: Sequence[str]
) -> Gathered | str:
    """One judgement where all parts agree on it; else it is for a person to make."""
    levels = {row.level for row in rows}
    said = {fold(text) for text in texts}
    if levels == {None}:
        if len(said) == 1:
            return Gathered(texts[0], f"{len(rows)}个子项目一致：{texts[0]}")
        return "各子项目说法不一，请由人评定总的完成程度"
    if len(levels) > 1:
        told = "、".join(f"{n}{row.level or '未评定'}" for n, row in zip(names, rows, strict=True))
        return f"各子项目的完成程度不一（{told}），请由人评定总的完成程度"
    level = rows[0].level
    ratios = {row.ratio for row in rows}
    if len(ratios) > 1:
        return f"各子项目都是{level}，评分比例不一，请由人评定总的评分比例"
    text = texts[0] if len(said) == 1 else f"各子项目均{level}"
    return Gathered(text, f"{len(rows)}个子项目一致：{level}", level, rows[0].ratio)
