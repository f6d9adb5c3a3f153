"""Numbers as staff write them: 1,234.5, 十二, 百分之九十五, 九成五."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
CHINESE = "零〇一二两三四五六七八九十百千万亿"
ARABIC = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,12})?"
_ARABIC = re.compile(ARABIC)


def chinese_number(text: str) -> int | None:
    """十二 is 12, 一百零五 is 105, 三万二千 is 32000; None where it is no such number."""
    if not text or any(c not in CHINESE for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = group = digit = 0
    seen_digit = False
    for c in text:
        if c in _DIGITS:
            digit, seen_digit = _DIGITS[c], True
        elif c in _STEPS:
            group += (digit if seen_digit else 1) * _STEPS[c]
            digit, seen_digit = 0, False
        else:
            total = (total + group + digit) * _GROUPS[c]
            group, digit, seen_digit = 0, 0, False
    return total + group + digit


def read_number(text: str) -> Decimal | None:
    """An arabic number with or without thousands separators, or a Chinese numeral."""
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    number = chinese_number(text)
    return None if number is None else Decimal(number)


def print_number(value: Decimal) -> str:
    """Plain decimal notation, never an exponent."""
    return f"{value:f}"
