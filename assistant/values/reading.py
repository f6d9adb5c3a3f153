"""Single values of the data file: text to Decimal, date, flag. Messages are Chinese, for staff."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from assistant.patterns import regex
from assistant.values.numerals import read_number

YEARS = range(1990, 2101)
MONEY_LIMIT = Decimal("1e14")
_SPOKEN_DATE = regex(
    "([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_DATE = regex(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_BLANK = regex(r"[【\[](?:待补充|待核实|待填|未填)[】\]][。.]?")
_NUMBER = regex(r"[+-]?\d+(\.\d+)?")
_GROUPED = regex(r"[+-]? ?\d{1,3}(?:[, ] ?\d{3})+(?: ?\. ?\d+)?")
#: a blank after each sign, or around the point alone
_SPACED = regex(r"[+-]? ?\d(?: \d)* ?\. ?\d(?: \d)*|[+-] \d+(?:\.\d+)?|\d+ ?\. ?\d+")
_NOTHING = frozenset({"", "/", "-", "—", "——", "–", "无"})
_CONTROL = regex(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def fold(text: str) -> str:
    """Full-width digits, letters and signs to their plain form (NFKC), trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def read_text(value: object) -> str:
    """One line of text. Line breaks become blanks; control and direction marks are dropped."""
    if value is None:
        return ""
    if isinstance(value, (dict, list, tuple)):
        raise ValueError("这里应写一段文字，不是一组键或列表")
    return " ".join(_CONTROL.sub("", str(value)).split())


def read_name(value: object) -> str:
    """A text that must not be empty."""
    text = read_text(value)
    if not text:
        raise ValueError("是空的，请填写")
    return text


def read_choice(value: object) -> str | None:
    """One of a few words, folded; empty is None."""
    return fold(read_text(value)) or None


def _is_blank(value: object) -> bool:
    """Empty, or one of the marks staff put where there is nothing: / — 无."""
    return fold(read_text(value)) in _NOTHING


def read_answer(value: object) -> str:
    """Text that a person fills in; the program's own mark for a blank (【待补充】) is still a blank."""
    text = read_text(value)
    return "" if _BLANK.fullmatch(text) else text


def one_number(text: str) -> str | None:
    """A folded number without its separators: 1,234.5, 1 234.5, 1 2 . 4; None where it may be two (50,20 or 50 20)."""
    plain = text.strip()
    if _GROUPED.fullmatch(plain) or _SPACED.fullmatch(plain):
        plain = re.sub(r"[ ,]", "", plain)
    return plain if _NUMBER.fullmatch(plain) else None


def _number(value: object) -> Decimal:
    written = read_text(value)
    text = one_number(fold(written))
    # folded, 299.5① would be 299.51
    if text is None or any(unicodedata.category(c) == "No" for c in written):
        raise ValueError(f"“{value}”不是数字，只写数字（如 64.638），单位写在单位栏")
    try:
        return Decimal(text)
    except InvalidOperation as error:  # pragma: no cover - the pattern admits no such text
        raise ValueError(f"“{value}”不是数字") from error


def read_money(value: object) -> Decimal | None:
    """A non-negative amount or number of points; an empty value is None."""
    if value is None or isinstance(value, Decimal):
        return value
    if _is_blank(value):
        return None
    number = _number(value)
    if number < 0:
        raise ValueError(f"“{value}”是负数，金额和分值不能小于0")
    if number >= MONEY_LIMIT:
        raise ValueError(f"“{value}”太大，请核对数字和单位")
    return number


def read_ratio(value: object) -> Decimal | None:
    """A share between 0 and 1; `85%` and `0.85` are the same."""
    if value is None or isinstance(value, Decimal):
        return value
    text = fold(read_text(value))
    if _is_blank(value):
        return None
    ratio = _number(text[:-1]) / 100 if text.endswith("%") else _number(text)
    if not 0 <= ratio <= 1:
        raise ValueError(f"“{value}”超出 0–100%，请写成 0.85 或 85%")
    return ratio


def _arabic_day(text: str) -> str:
    """二〇二二年五月三十日 in figures; any other text as it is."""
    match = _SPOKEN_DATE.fullmatch(text)
    if not match:
        return text
    year = "".join(str("〇一二三四五六七八九".index(c)) for c in match[1].replace("零", "〇"))
    return "-".join((year, *(f"{read_number(part)}" for part in match.groups()[1:])))


def read_date(value: object) -> date | None:
    """A day: 2022-05-30, 2022.5.30, 2022年5月30日 or 二〇二二年五月三十日."""
    if value is None or isinstance(value, date):
        return value
    text = fold(read_text(value))
    if text == "":
        return None
    match = _DATE.fullmatch(_arabic_day(text))
    if not match:
        raise ValueError(f"“{value}”不是日期，请写成 2022-05-30 或 2022年5月30日")
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        raise ValueError(f"“{value}”这一天不存在，请核对年月日") from None


def read_year(value: object) -> int:
    """A budget year; `2021年` and `2021年度` are 2021."""
    text = fold(read_text(value)).removesuffix("度").removesuffix("年")
    if not re.fullmatch(r"\d{4}", text) or int(text) not in YEARS:
        raise ValueError(f"“{value}”不是年度，请写成 2021")
    return int(text)


def read_flag(value: object) -> bool | None:
    """是 or 否."""
    if value is None or isinstance(value, bool):
        return value
    text = fold(read_text(value)).lower()
    if not text:
        return None
    if text in {"是", "已完成", "true", "yes"}:
        return True
    if text in {"否", "未完成", "false", "no"}:
        return False
    raise ValueError(f"“{value}”应写 是 或 否")
