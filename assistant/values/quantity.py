"""Targets and actuals as staff write them, read into types: `≥90%`, `16个小区`, `2021年11月前`.

What cannot be read is said (`Unreadable`), never guessed: text with figures is either read whole or
refused. Text without figures is `Qualitative` (a target) or `Words` (an actual). The forms are those
listed at the head of RULES.md; how words around an amount are taken off is in `amounts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.amounts import (
    Amount,
    Quantity,
    odd_figure,
    read_amount,
    read_quantity,
    usual,
    why_not,
)
from assistant.values.deadlines import Deadline, Span, deadline, read_span
from assistant.values.direction import Direction
from assistant.values.excerpt import without_name
from assistant.values.numerals import CHINESE, print_number
from assistant.values.reading import fold
from assistant.values.units import DURATIONS, ORDINALS, read_unit

__all__ = [
    "Actual", "AtLeast", "AtMost", "Between", "Bound", "Deadline", "Exactly", "Qualitative",
    "Quantity", "Span", "Target", "Unreadable", "Unsigned", "Words", "has_figures", "is_absent", "is_none",
    "read_actual", "read_quantity", "read_target", "says_nothing_happened",
]  # fmt: skip

_BLANK = regex(r"[-—–―─_/\\·….。\s]*")
_TOLD = lexicon("quantities")
_NOTHING = frozenset(_TOLD["nothing_known"])
_ORDER = regex(rf"(?:[^\d]*\d(?:{'|'.join(ORDINALS)})|[第前]\d{{1,3}}(?:名|位)?)(?:以上|以内)?")
_DAY_OR_NUMBER = regex(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")
_LONGEST = 500

ON_TIME = tuple(_TOLD["on_time"])
LATE = tuple(_TOLD["late"])
_NOT_LATE = regex(r"(?:未|没有|无|不|不存在|未发生|未出现)(?:任何)?(?:逾期|延期|推迟|滞后|超期)")


@dataclass(frozen=True, slots=True)
class AtLeast:
    """≥ or > : more is better. `implied` where the text bears no sign (default of RULES.md)."""

    limit: Quantity
    strict: bool = False
    implied: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{'>' if self.strict else '≥'}{self.limit}"


@dataclass(frozen=True, slots=True)
class AtMost:
    """≤ or < : less is better."""

    limit: Quantity
    strict: bool = False
    implied: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{'<' if self.strict else '≤'}{self.limit}"


@dataclass(frozen=True, slots=True)
class Exactly:
    """= , and a target of zero."""

    limit: Quantity
    implied: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"={self.limit}"


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A number without a sign, of a row whose name does not tell which side is good."""

    limit: Quantity

    def __str__(self) -> str:
        return str(self.limit)


@dataclass(frozen=True, slots=True)
class Between:
    """A closed range, both ends in one kind of unit."""

    low: Quantity
    high: Quantity

    def __str__(self) -> str:
        return f"{print_number(self.low.value)}{self.low.unit.name}-{self.high}"


@dataclass(frozen=True, slots=True)
class Qualitative:
    """Words; a person judges how far they were reached."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Words:
    """An actual in words: 如期完成, 全面提升."""

    text: str

    @property
    def on_time(self) -> bool:
        """Claims that it was done in time."""
        said = any(word in self.text for word in ON_TIME) or bool(_NOT_LATE.search(self.text))
        return said and not self.late

    @property
    def late(self) -> bool:
        """Says that it was not, or not all, done in time."""
        return any(word in _NOT_LATE.sub("", self.text) for word in LATE)


@dataclass(frozen=True, slots=True)
class Bound:
    """An actual written with a sign (≥266米, F23): known only to lie on one side."""

    sign: str
    limit: Quantity


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Holds figures that do not read as one quantity; `why` is a Chinese clause for the user."""

    text: str
    why: str


Target = AtLeast | AtMost | Exactly | Unsigned | Between | Deadline | Qualitative | Unreadable
Actual = Quantity | Bound | Span | Words | Unreadable


def has_figures(text: str) -> bool:
    """Whether an arabic digit stands in it, after folding."""
    return any(c.isdecimal() for c in fold(text))


def is_absent(text: str) -> bool:
    """Whether nothing is stated: empty, /, —, … or 暂无."""
    plain = fold(text)
    return bool(_BLANK.fullmatch(plain)) or plain.lower() in _NOTHING


@cache
def _nothing() -> re.Pattern[str]:
    """未发生, 无事故, 零投诉, 没有收到投诉: whole texts that say that nothing bad happened."""
    words = lexicon("directions")
    bad = "|".join(words["events"]["words"] + words["flaws"]["words"])
    said = words["nothing"]
    han = r"[\u4e00-\u9fff、]"
    return regex(
        rf"{said['lead']}(?:{said['happened']}|{said['before_bad']}{han}{{0,8}}?(?:{bad}){han}{{0,4}})"
    )


_NONE = frozenset(_TOLD["none"])


def is_none(text: str) -> bool:
    """无: none, or no answer, as the row's target tells."""
    return fold(text).rstrip("。") in _NONE


def says_nothing_happened(text: str) -> bool:
    """无, 未发生, 无事故, 零投诉, 全年未发生安全事故: a zero in words, where the row may have one."""
    plain = "".join(fold(text).split()).rstrip("。")
    if plain in _NONE:
        return True
    return bool(_nothing().fullmatch(plain))


@lru_cache(maxsize=4096)
def read_target(
    text: str, *, direction: Direction | None = None, year: int | None = None
) -> Target | None:
    """What a 年度指标值 asks for; None where none is stated (empty, / or —).

    `year` completes dates without one. A sign in the text counts before `direction`; a number without
    either is `AtLeast`, `implied`: which side its row means, `readings.read_row` tells.
    """
    if is_absent(text):
        return None
    plain = usual(fold(text))
    if direction == "定性":
        return Qualitative(text.strip())
    if refused := _refused(text, plain):
        return refused
    try:
        span = read_span(plain, year) if direction in {None, "时限"} else None
    except ValueError as error:
        return Unreadable(text, str(error))
    if span is not None:
        return deadline(span)
    amount = (
        read_amount(plain) or _amount_of_the_year(plain, year, actual=False) or _none_at_all(plain)
    )
    if direction == "时限":
        return _time_limit(text, amount)
    if amount is not None and (amount.sign or amount.low.unit.name not in ORDINALS):
        return _asked(amount, direction)
    if not has_figures(plain) or _ORDER.fullmatch(plain):
        return Qualitative(text.strip())  # 二级, 2级, 前3名: an order, not an amount
    return Unreadable(text, f"{why_not(plain)}（如 ≥90%、16个），或注明 方向: 定性")


def _refused(text: str, plain: str) -> Unreadable | None:
    if len(plain) > _LONGEST:
        return Unreadable(text, f"超过{_LONGEST}个字")
    if odd_figure(text):
        return Unreadable(text, "有①、½、² 这样的符号，请改写成普通数字")
    if _DAY_OR_NUMBER.fullmatch(plain):
        return Unreadable(text, "分不清是日期还是数量，日期请写成 2021年12月31日，数量请写单位")
    return None


def _none_at_all(plain: str) -> Amount | None:
    return Amount("", Quantity(Decimal(0), read_unit(""))) if says_nothing_happened(plain) else None


def _time_limit(text: str, amount: Amount | None) -> Target:
    """Under 方向: 时限, a length of time is the longest that may be taken."""
    if amount is None or amount.high or amount.low.unit.kind not in DURATIONS:
        return Unreadable(text, "读不出期限，请写成 2021年11月30日前 或 60天")
    if amount.sign in {"≥", ">"}:
        return Unreadable(text, "期限不能是“不少于”，请写成 ≤60天")
    return AtMost(amount.low, strict=amount.sign == "<", implied=not amount.sign)


def _asked(amount: Amount, direction: Direction | None) -> Target:
    limit, sign = amount.low, amount.sign
    if amount.high is not None:
        return Between(limit, amount.high)
    if sign == "=":
        return Exactly(limit)
    if sign:
        side = AtLeast if sign in {"≥", ">"} else AtMost
        return side(limit, strict=sign in {">", "<"})
    if direction == "反向":
        return AtMost(limit, implied=True)
    if limit.value == 0 and direction is None:
        return Exactly(limit, implied=True)  # “at least none” would ask for nothing
    return AtLeast(limit, implied=True)


@cache
def _this_year(year: int) -> re.Pattern[str]:
    return regex(
        rf"^(?:{year}|{year % 100:02}|[本当今])年(?:度|全年)?[:,]?(?=[^\d\W]{{0,6}}[\d{CHINESE}≥≤<>=])"
    )


def _amount_of_the_year(plain: str, year: int | None, *, actual: bool) -> Amount | None:
    """The amount behind the evaluated year (2023年114人); a number alone may be a month."""
    match = _this_year(year).match(plain) if year else None
    amount = read_amount(plain[match.end() :], actual=actual) if match else None
    return amount if amount is not None and (amount.low.unit.name or amount.sign) else None


def read_actual(text: str, *, year: int | None = None, name: str = "") -> Actual | None:
    """What a 全年实际值 says; None where it is missing.

    `name` is the row's: its words before the only figure (共治理沟道6.2公里 of 治理沟道长度) say nothing new.

    Dates first, then one amount, then words; figures that read as neither are `Unreadable`, and so
    is a plan (预计3月完成).
    """
    if is_absent(text):
        return None
    plain = usual(fold(text))
    if refused := _refused(text, plain):
        return refused
    if re.match(r"预计|计划|拟|力争|将", plain) and has_figures(plain):
        return Unreadable(text, why_not(plain))
    try:
        span = read_span(plain, year)
    except ValueError as error:
        return Unreadable(text, str(error))
    if span is not None:
        return span
    amount = read_amount(plain, actual=True)
    if amount is None and name:
        amount = read_amount(without_name(plain, fold(name)), actual=True)
    if amount is None:
        amount = _amount_of_the_year(plain, year, actual=True)
    if amount is None and plain == "无":
        amount = _none_at_all(plain)
    if amount is not None and amount.high is None and amount.low.unit.name not in ORDINALS:
        bound = amount.sign and amount.sign != "="
        return Bound(amount.sign, amount.low) if bound else amount.low
    if not has_figures(plain) or _ORDER.fullmatch(plain):
        return Words(text.strip())
    return Unreadable(text, why_not(plain))
