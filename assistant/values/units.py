"""Units of measure: which kind a unit is of, and its exact size in that kind's base unit.

Units of one kind convert; units of different kinds never compare. A unit not listed (个小区, 份,
套) is a kind of its own. Sizes are whole multiples of the base unit or exact decimals, so conversion
to the base is exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

# kind -> unit -> size in the base unit. Area counts thirds of a square metre, so that 1 公顷 = 15 亩
# stays exact.
_KINDS: dict[str, dict[str, str]] = {
    "金额": {"元": "1", "角": "0.1", "千元": "1e3", "万元": "1e4", "百万元": "1e6", "亿元": "1e8"},
    "比例": {"%": "0.01", "百分比": "0.01", "‰": "0.001", "成": "0.1"},
    "百分点": {"百分点": "1", "个百分点": "1"},
    "质量": {"mg": "0.001", "g": "1", "克": "1", "斤": "500", "kg": "1e3", "公斤": "1e3",
            "千克": "1e3", "t": "1e6", "吨": "1e6"},
    "长度": {"mm": "0.001", "毫米": "0.001", "cm": "0.01", "厘米": "0.01", "m": "1", "米": "1",
            "里": "500", "km": "1e3", "千米": "1e3", "公里": "1e3"},
    "面积": {"m2": "3", "平方米": "3", "平米": "3", "亩": "2000", "hm2": "3e4", "公顷": "3e4",
            "km2": "3e6", "平方公里": "3e6", "平方千米": "3e6"},
    "体积": {"l": "0.001", "L": "0.001", "升": "0.001", "m3": "1", "立方米": "1", "立方": "1",
            "方": "1"},
    "月数": {"月": "1", "个月": "1", "季度": "3", "个季度": "3", "年": "12"},
    "时长": {"秒": "1", "分钟": "60", "min": "60", "小时": "3600", "个小时": "3600", "h": "3600", "天": "86400",
            "日": "86400", "周": "604800"},
    "工作日": {"工作日": "1", "个工作日": "1"},
    "电量": {"kwh": "1", "千瓦时": "1", "度": "1"},
}  # fmt: skip
_LISTED = {
    name: (kind, Decimal(size)) for kind, units in _KINDS.items() for name, size in units.items()
}
_MULTIPLES = {
    "亿": Decimal("1e8"),
    "万": Decimal("1e4"),
    "千": Decimal("1e3"),
    "百": Decimal("1e2"),
}
_PARTS = re.compile("[/·]")
_TIMES = re.compile("[百千万]?人[/·]次")
#: measure words of people
_PERSONS = ("名", "位")
#: things that 个 counts as well
_COUNTED_BY_GE = frozenset("处座所家套件项台条间站点")
MONEY_UNITS = tuple(_KINDS["金额"])
#: the units that money of a project is kept in, in 元
MONEY_SIZES = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
#: kinds that measure how long something takes
DURATIONS = frozenset({"月数", "时长", "工作日"})
#: what a number counts only in order, so that more is not better: 2级, 一等, 第3名
ORDINALS = ("级", "等", "类", "等级", "等奖", "名次", "档", "星级", "级甲等", "级乙等")
#: measure words: a Chinese numeral may count them (三次, 十二个月), a noun may follow (个小区)
MEASURES = frozenset(
    "个次场期人户家台套件条项座辆处所篇名元%年月天日周村组班亩米吨斤份起例本间支批路吨"
)


@dataclass(frozen=True, slots=True)
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
        one, two = _of_the_year(self.kind), _of_the_year(other.kind)
        if one == two:
            return True
        if one in _KINDS or two in _KINDS:
            return False
        short, long = sorted((one, two), key=len)
        if not short or "/" in long:
            return False
        if short == "个" and long in _COUNTED_BY_GE:
            return True
        if long.startswith(short):
            rest = long[len(short) :]
            return short in MEASURES and (rest != "次" or short in "场批")
        return long[0] in MEASURES and long[1:] == short


def sizes_of(kind: str) -> list[tuple[str, Decimal]]:
    """The listed units of a kind with their sizes; empty for a kind that is one unit of its own."""
    return [(name, Decimal(size)) for name, size in _KINDS.get(kind, {}).items()]


def _of_the_year(kind: str) -> str:
    return kind.removesuffix("/年")


def _under(unit: Unit) -> str:
    """The kind of a denominator: one other than its base unit could only be divided by, so its size is part of it."""
    if unit.kind not in _KINDS:
        return unit.name if unit.size != 1 else unit.kind
    if unit.kind == "月数":
        return unit.name.removeprefix("个")
    return unit.kind if unit.size == 1 else f"{unit.kind}{unit.size.normalize()}"


_LONGEST = 40  # characters; what is longer is a sentence and no unit


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
        # of what: in any order (元/人/月, 元/月/人); under one base unit (元/亩 and 元/m2 stay apart, 元/m2 and 元/平方米 are one)
        kinds = sorted(_under(read_unit(part)) for part in lower)
        return Unit(name, f"{above.kind}/{'/'.join(kinds)}", above.size)
    listed = _LISTED.get(name) or (_LISTED.get(name.lower()) if len(name) > 1 else None)
    if listed:  # a single capital stays itself: M is not a metre, G not a gramme
        return Unit(name, *listed)
    if name[:1] in _PERSONS and name[1:2] != "次":
        return Unit(name, f"人{name[1:]}", Decimal(1))
    multiple = _MULTIPLES.get(name[:1])
    rest = name[1:]
    if multiple and (not rest or rest[0] in MEASURES or rest in _LISTED or rest[0] in _MULTIPLES):
        counted = read_unit(rest)
        return Unit(name, counted.kind, multiple * counted.size)
    return Unit(name, name, Decimal(1))
