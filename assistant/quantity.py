"""Targets and actuals as staff write them, read into types: `≥90%`, `16个小区`, `2021年11月前`.

What cannot be read is said (`Unreadable`), never guessed. Text without a number is `Qualitative`.
The forms are those listed at the head of RULES.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.deadlines import Deadline, Span, deadline, read_span
from assistant.model import Direction
from assistant.numerals import ARABIC, CHINESE, print_number, read_number
from assistant.reading import fold
from assistant.units import ORDINALS, Unit, read_unit

ABSENT = frozenset({"", "/", "-", "--", "—", "——", "–", "...", "......", "·"})
_SIGNS = {
    "≥": (">=", "≥", "≧", "⩾", "不低于", "不得低于", "不少于", "不得少于", "不小于", "至少", "最少",
          "大于等于", "大于或等于", "达到"),
    "≤": ("<=", "≤", "≦", "⩽", "不超过", "不得超过", "不高于", "不大于", "不多于", "至多", "最多",
          "小于等于", "小于或等于", "控制在"),
    ">": (">", "超过", "大于", "高于", "多于"),
    "<": ("<", "低于", "小于", "少于"),
    "=": ("=", "等于"),
}  # fmt: skip
_SIGN_OF = {word: sign for sign, words in _SIGNS.items() for word in words}
_SIGN = re.compile("|".join(sorted(map(re.escape, _SIGN_OF), key=len, reverse=True)))
_SUFFIX = re.compile(r"(?:及|\(含\)|含)?(?P<side>以上|以下|以内|之内|内)(?:\(含\))?$")
_NUMBER = re.compile(rf"(?P<number>{ARABIC})(?P<unit>.*)")
_PERCENT_WORDS = re.compile(rf"百分之(?P<number>{ARABIC}|[{CHINESE}]+(?:点[{CHINESE}]+)?)")
_TENTHS = re.compile(rf"(?P<tens>[{CHINESE}]|\d)成(?P<ones>[{CHINESE}]|\d)?")
_CHINESE = re.compile(rf"(?P<number>[{CHINESE}]+)(?P<unit>.*)")
_RANGE = re.compile(rf"(?P<low>{ARABIC})(?P<unit>[^\d~至到-]*)(?:-|~|–|—|至|到)(?P<rest>{ARABIC}.*)")
_UNIT = re.compile(r"[^\d\s,，。;；:：、()（）《》“”\"'<>≥≤=~+]{0,12}(?<![前后多余])|[a-zA-Z]{1,3}[23]|"
                   r"[a-zA-Z]{1,3}[23]?/[^\d\s,，。;；()]{1,8}")  # fmt: skip
_NOTE = re.compile(r"\([^()]*\)$")
_LEAD = re.compile(r"^(?:已|共|实际|累计|合计|总计|完成|达到|实现|达|为)+(?=[\d≥≤<>=])")
_ABOUT = re.compile(r"约|近(?=\d)|大概|左右|余|多(?=[^\d]*$)|上下")
#: measure words that a Chinese numeral may count (三次, 十二个月)
_COUNTED = "个次场期人户家台套件份条项座辆处所篇名元万亿%年月天日周村组班亩米吨斤"
#: what follows a number in a sentence, not in a measure (1次性完成)
_NO_UNIT = ("完成", "达到", "实现", "性", "以上", "以下", "以内", "之内")
_LONGEST = 500

ON_TIME = ("如期", "按期", "按时", "准时", "及时", "提前", "按计划", "按进度", "规定时间内")
LATE = ("逾期", "延期", "推迟", "滞后", "未", "没", "尚", "不", "超期", "部分")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. `base` is its size in the base unit of the unit's kind."""

    value: Decimal
    unit: Unit

    @property
    def base(self) -> Decimal:
        """Exact value in base units (元, g, m, one for percent …)."""
        return self.value * self.unit.size

    def __str__(self) -> str:
        return f"{print_number(self.value)}{self.unit.name}"


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
        return any(word in self.text for word in ON_TIME) and not self.late

    @property
    def late(self) -> bool:
        """Says that it was not, or not all, done in time."""
        return any(word in self.text for word in LATE)


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


Target = AtLeast | AtMost | Exactly | Between | Deadline | Qualitative | Unreadable
Actual = Quantity | Bound | Span | Words | Unreadable


def has_figures(text: str) -> bool:
    """Whether an arabic digit stands in it, after folding."""
    return any(c.isdecimal() for c in fold(text))


def read_quantity(text: str) -> Quantity | None:
    """A number and its unit and nothing else; None where it is not that. `text` is folded."""
    match = _PERCENT_WORDS.fullmatch(text)
    if match:
        number = _spoken_decimal(match["number"])
        return None if number is None else Quantity(number, read_unit("%"))
    match = _TENTHS.fullmatch(text)
    if match:
        tens, ones = read_number(match["tens"]), read_number(match["ones"] or "0")
        if tens is not None and ones is not None:
            return Quantity(tens * 10 + ones, read_unit("%"))
    match = _NUMBER.fullmatch(text)
    if not match:
        match = _CHINESE.fullmatch(text)
        if not match or not (match["unit"] or match["number"] == "零"):
            return None
        if match["unit"] and match["unit"][0] not in _COUNTED:
            return None
    unit = match["unit"].strip()
    if not _UNIT.fullmatch(unit) or any(word in unit for word in _NO_UNIT):
        return None
    number = read_number(match["number"])
    return None if number is None else Quantity(number, read_unit(unit))


def _spoken_decimal(text: str) -> Decimal | None:
    """九十五点五 is 95.5."""
    whole, _, part = text.partition("点")
    number = read_number(whole)
    if number is None or not part:
        return number
    digits = [read_number(c) for c in part]
    if any(d is None or d > 9 for d in digits):  # noqa: PLR2004
        return None
    return Decimal(f"{number}.{''.join(str(d) for d in digits)}")


def read_target(
    text: str, *, direction: Direction | None = None, year: int | None = None, cost: bool = False
) -> Target | None:
    """What a 年度指标值 asks for; None where none is stated (empty, / or —).

    `year` completes dates without one; `cost` makes an unsigned number an upper limit. A sign in the
    text counts before `direction`.
    """
    plain = fold(text)
    if plain in ABSENT:
        return None
    if len(plain) > _LONGEST:
        return Unreadable(text, f"超过{_LONGEST}个字")
    if direction == "定性":
        return Qualitative(text.strip())
    if direction in {None, "时限"}:
        by = _read_deadline(plain, year)
        if by is not None:
            return by
        if direction == "时限":
            return Unreadable(text, "读不出期限，请写成 2021年11月30日前")
    plain = plain.replace(" ", "")
    return _read_amount(plain, direction, cost) or _not_a_number(text, plain)


def _read_deadline(plain: str, year: int | None) -> Deadline | Unreadable | None:
    try:
        span = read_span(plain, year)
    except ValueError:
        return Unreadable(plain, "这一天不存在，请核对年月日")
    return None if span is None else deadline(span)


def _not_a_number(text: str, plain: str) -> Target:
    if not has_figures(plain):
        return Qualitative(text.strip())
    if any(plain.endswith(word) for word in ORDINALS) and not _SIGN.match(plain):
        return Qualitative(text.strip())  # 二级、2级: an order, not an amount
    return Unreadable(text, "有数字但读不成一个数量，请写成 ≥90%、16个 这样的形式，或注明 方向: 定性")


def _read_amount(plain: str, direction: Direction | None, cost: bool) -> Target | None:
    if plain == "无":
        return Exactly(Quantity(Decimal(0), read_unit("")), implied=True)
    between = _read_range(plain)
    if between is not None:
        return between
    sign, amount = _read_signed(plain)
    if amount is None or (not sign and amount.unit.name in ORDINALS):
        return None
    if sign:
        return _signed(sign, amount)
    if direction == "反向" or (cost and direction is None):
        return AtMost(amount, implied=True)
    if amount.value == 0 and direction is None:
        return Exactly(amount, implied=True)  # “at least none” would ask for nothing
    return AtLeast(amount, implied=True)


def _read_signed(plain: str) -> tuple[str, Quantity | None]:
    """The sign, written before (≥, 不低于) or after (以上, 以内), or ""; and the amount."""
    plain = plain if _SUFFIX.search(plain) else _NOTE.sub("", plain)
    before = _SIGN.match(plain)
    body = plain[before.end() :] if before else plain
    after = _SUFFIX.search(body)
    amount = read_quantity(body[: after.start()] if after else body)
    if before:
        return _SIGN_OF[before[0]], amount
    return ("" if not after else "≥" if after["side"] == "以上" else "≤"), amount


def _signed(sign: str, amount: Quantity) -> Target:
    if sign == "=":
        return Exactly(amount)
    side = AtLeast if sign in {"≥", ">"} else AtMost
    return side(amount, strict=sign in {">", "<"})


def _read_range(plain: str) -> Between | None:
    match = _RANGE.fullmatch(plain)
    if not match:
        return None
    high = read_quantity(match["rest"])
    if high is None:
        return None
    low = read_quantity(match["low"] + (match["unit"] or high.unit.name))
    if low is None or not low.unit.same_kind(high.unit) or low.base > high.base:
        return None
    return Between(low, high)


def read_actual(text: str, *, year: int | None = None) -> Actual | None:
    """What a 全年实际值 says; None where it is missing.

    Dates first, then one number with a unit, then words; figures that read as neither are `Unreadable`.
    """
    plain = fold(text)
    if plain in ABSENT:
        return None
    if len(plain) > _LONGEST:
        return Unreadable(text, f"超过{_LONGEST}个字")
    try:
        span = read_span(plain, year)
    except ValueError:
        return Unreadable(text, "这一天不存在，请核对年月日")
    if span is not None:
        return span
    if plain == "无":
        return Quantity(Decimal(0), read_unit(""))
    if any(word in plain for word in ON_TIME) and not has_figures(plain):
        return Words(text.strip())
    body = _LEAD.sub("", plain.replace(" ", ""))
    sign, amount = _read_signed(body)
    if amount is not None and (sign or amount.unit.name not in ORDINALS):
        return Bound(sign, amount) if sign and sign != "=" else amount
    if not has_figures(plain) or plain.endswith(ORDINALS):
        return Words(text.strip())
    why = "是约数，请写准确的数" if _ABOUT.search(plain) else "有数字但读不成一个数量，请只写数和单位"
    return Unreadable(text, why)
