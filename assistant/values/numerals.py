"""Numbers as staff write them: 1,234.5, 1 000, 十二, 一亿二千万.

Only well-formed numerals are numbers: 三五 (“three to five”), 一百二 (120 in speech, 102 by its
letters) and a bare 万 are not, so that nothing is guessed.
"""

from __future__ import annotations

from decimal import Decimal

from assistant.patterns import regex

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
CHINESE = "零〇一二两三四五六七八九十百千万亿"
ARABIC = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,12})?"
_ARABIC = regex(ARABIC)
_D = "[一二两三四五六七八九]"
# below 10 000: thousands, hundreds, tens, ones, each named; a gap before the ones is marked 零
_BELOW_10000 = regex(
    rf"(?:(?P<k>{_D})千)?(?:[零〇]?(?P<h>{_D})百)?"
    rf"(?:[零〇]?(?P<t>{_D})?(?P<ten>十)(?P<a>{_D})?|[零〇](?P<b>{_D})|(?P<c>{_D}))?"
)


def _below_10000(text: str) -> int | None:
    match = _BELOW_10000.fullmatch(text)
    if not text or not match:
        return None
    part = {name: _DIGITS[digit] for name, digit in match.groupdict().items() if digit in _DIGITS}
    if "c" in part and len(text) > 1:
        return None  # 一百二
    tens = part.get("t", 1) if match["ten"] else 0
    ones = part.get("a", 0) + part.get("b", 0) + part.get("c", 0)
    return part.get("k", 0) * 1000 + part.get("h", 0) * 100 + tens * 10 + ones


def chinese_number(text: str) -> int | None:
    """十二 is 12, 一百零五 is 105, 三万二千 is 32000, 零 is 0; None where it is no such number."""
    if text in {"零", "〇"}:
        return 0
    if text[:1] in {"零", "〇"}:
        return None
    total, rest = 0, text
    for word, size in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = rest.rpartition(word)
        if not found:
            continue
        above = chinese_number(head) if word == "亿" else _below_10000(head)
        if not above:
            return None
        total, rest = total + above * size, tail
        if not rest:
            return total
    below = _below_10000(rest)
    if below is None or (total and len(rest) == 1):
        return None  # 三万二
    return total + below


def chinese_digits(text: str) -> int | None:
    """二〇二一 is 2021, digit by digit as years are written; None where it is not that."""
    if not text or any(c not in _DIGITS for c in text):
        return None
    return int("".join(str(_DIGITS[c]) for c in text))


def read_number(text: str) -> Decimal | None:
    """An arabic number with or without thousands separators, or a Chinese numeral (九十五点五)."""
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    whole, point, part = text.partition("点")
    number = chinese_number(whole)
    if number is None or not point:
        return None if number is None else Decimal(number)
    if not part or any(c not in _DIGITS for c in part):
        return None
    return Decimal(f"{number}.{''.join(str(_DIGITS[c]) for c in part)}")


def print_number(value: Decimal) -> str:
    """Plain decimal notation, never an exponent."""
    return f"{value:f}"


#: numerals as cheques write them, and the plain ones they stand for
CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_IN_CAPITALS = regex(
    r"[零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]*[壹贰叁肆伍陆柒捌玖][零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+"
    r"|[一二三四五六七八九][拾佰仟][零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]*"
)


def in_plain_numerals(text: str) -> str:
    """The text with numerals of capital letters in plain ones, letter by letter: 玖佰伍拾件 becomes 九百五十件."""
    return _IN_CAPITALS.sub(lambda m: m[0].translate(CAPITALS), text)
