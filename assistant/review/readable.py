"""Whether what a person wrote in place of a value can still be read as one: 33.3公里 → 三十三点三公里 cannot."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.model.evaluation import Evaluation
from assistant.patterns import regex
from assistant.review.data_change import MONEY, DataChange, in_unit_of_data
from assistant.values.amounts import Quantity
from assistant.values.figures import figures
from assistant.values.numerals import print_number, read_number
from assistant.values.quantity import (
    Unreadable,
    Words,
    is_absent,
    read_actual,
    read_target,
)
from assistant.values.reading import read_money

_CHINESE = regex(r"[零〇一二两三四五六七八九十百千万]+点[零〇一二三四五六七八九]+")  # 三十三点三
_SAME = "与数据里的“{old}”一样大，只是写法不同，数据不必改"
_BLANK = "“{new}”不是一个值；没有完成值时请把这一格清空，或在数据文件里写明"
_NO_PERCENT = "原来的“{old}”是百分数，“{new}”没有写%，拿不准是{one}还是{other}，请写明"
_UNIT = "单位与原来的“{old}”不同类，请核对"
_WORDS = "原来的“{old}”是一个数，“{new}”读不成一个数，写入后这一项就评不了分，请只写数和单位"


def readable(change: DataChange, evaluation: Evaluation) -> DataChange:
    """The change, with what speaks against it where a target or actual that was an amount is none any more.

    The same amount in another form is no change at all, a decimal in Chinese numerals is entered in arabic ones. With `why`, nothing is written but by a person who
    is asked and says yes.
    """
    match change.place:
        case ("资金", "明细", int(), field) if change.state == "open" and field in MONEY:
            return _money(change, evaluation)
        case ("指标", int(), ("目标" | "实际") as field) if change.state == "open" and change.new:
            pass
        case _:
            return change
    if is_absent(change.new):
        return _against(change, _BLANK.format(new=change.new))
    year = evaluation.project.year
    old = _amount(change.old, field, year)
    if old is None:
        return change
    plain = _CHINESE.sub(_arabic, change.new)
    new = _amount(plain, field, year)
    if new is None:
        read = _read(plain, field, year)
        if read is None or isinstance(read, Words | Unreadable):
            return _against(change, _WORDS.format(old=change.old, new=change.new))
        return change
    (sign, was), (other_sign, now) = old, new
    aside = re.search(r"[（(]", change.new) is not None
    if sign == other_sign and _same_unit(was, now) and was.base == now.base and not aside:
        return replace(change, state="cannot", why=_SAME.format(old=change.old))
    if was.unit.name == "%" and not now.unit.name:
        if sign == other_sign and now.value * 100 == was.value:
            return replace(change, state="cannot", why=_SAME.format(old=change.old))
        one, other = f"{print_number(now.value)}%", f"{print_number(now.value * 100)}%"
        return _against(change, _NO_PERCENT.format(old=change.old, new=change.new, one=one, other=other))  # fmt: skip
    if now.unit.name and was.unit.name and not was.unit.same_kind(now.unit):
        return _against(change, _UNIT.format(old=change.old))
    return replace(change, new=plain)


def _money(change: DataChange, evaluation: Evaluation) -> DataChange:
    change = replace(change, new=_bare_amount(change.new, evaluation))
    try:
        new = read_money(change.new)
        same = bool(change.old) and read_money(change.old) == new
    except ValueError as error:
        return replace(change, state="cannot", why=str(error))
    if same:
        return replace(change, state="cannot", why=_SAME.format(old=change.old))
    return change


def _bare_amount(text: str, evaluation: Evaluation) -> str:
    """318万元 in a table of 万元 is 318."""
    told = figures(text)
    whole = len(told) == 1 and told[0].words == text.strip() and told[0].unit == "金额"
    return in_unit_of_data(told[0], evaluation) if whole else text


def said_in(change: DataChange, evaluation: Evaluation) -> object:
    """What is to be written, the same for one value in two forms: 30.0 and 30, 2023.12.15 and 2023年12月15日."""
    match change.place:
        case ("资金", "明细", int(), field) if field in MONEY:
            try:
                return read_money(change.new)
            except ValueError:
                return change.new
        case ("指标", int(), ("目标" | "实际") as field) if change.new:
            year = evaluation.project.year
            if amount := _amount(change.new, field, year):
                side, quantity = amount
                return side, quantity.base, quantity.unit.kind
            read = _read(change.new, field, year)
            return change.new if read is None or isinstance(read, Words | Unreadable) else read
    return change.new


def _same_unit(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts are told in one unit, or in two of which one is so many of the other (万元, 元)."""
    return one.unit == other.unit or (
        one.unit.size != other.unit.size and one.unit.same_kind(other.unit)
    )


def _against(change: DataChange, why: str) -> DataChange:
    return replace(change, why="；".join(filter(None, (change.why, why))))


def _read(text: str, field: object, year: int) -> object:
    return read_target(text, year=year) if field == "目标" else read_actual(text, year=year)


def _amount(text: str, field: object, year: int) -> tuple[str, Quantity] | None:
    """The one amount it says and the side it lies on; None for days, ranges and words."""
    read = _read(text, field, year)
    if isinstance(read, Quantity):
        return "", read
    limit = getattr(read, "limit", None)
    side = type(read).__name__ + ("！" if getattr(read, "strict", False) else "")  # ＞ is not ≥
    return (side, limit) if isinstance(limit, Quantity) else None


def _arabic(match: re.Match[str]) -> str:
    number = read_number(match[0])
    return match[0] if number is None else print_number(number)
