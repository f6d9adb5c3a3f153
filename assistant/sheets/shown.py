"""Stored values of a sheet as paper shows them: 0.95 under 0% is 95%, a day under any date format a day.

Numbers go from the file's float to text by 15 significant digits, as Excel does, and never on to
another float.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from assistant.patterns import regex
from assistant.values.printing import plain, rounded

_QUOTED = regex(r'"([^"]*)"|\\(.)')
_DROPPED = regex(r"\[[^\]]*\]|_.|\*.")
_DIGITS = regex(r"[0#?][0#?,. ]*")
_SCALED = regex(r"[0#?],+(?:[^0#?]|$)|!\.")
_WORD = regex(r"[\u4e00-\u9fff≥≤><=A-Za-z/²³㎡]")
_ESCAPED = regex(r"_x00[01][0-9A-Fa-f]_")
#: characters of a cell (Excel's own limit)
LONGEST_TEXT = 32_767
_LEAST_PLACES = 2
_PRIVATE = 0xE000  # a private-use character stands for each quoted literal while the rest is read
_MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Shown:
    """Text for people, and the number behind it (for a percentage the ratio)."""

    text: str
    number: Decimal | None = None
    percent: bool = False


def show(value: object, number_format: str = "General") -> Shown:
    """One stored value with its number format."""
    if value is None:
        return Shown("")
    if isinstance(value, str):
        return Shown(tidy(value))
    if isinstance(value, bool):
        return Shown("是" if value else "否")
    if isinstance(value, (int, float, Decimal)):
        return _number(exact(value), number_format)
    if isinstance(value, datetime):
        if value.time() != _MIDNIGHT:
            return Shown(f"{_day(value, number_format)} {value:%H:%M}")
        return Shown(_day(value, number_format))
    if isinstance(value, date):
        return Shown(_day(value, number_format))
    if isinstance(value, time):
        return Shown(f"{value:%H:%M}")
    if isinstance(value, timedelta):
        return Shown(str(value))
    return Shown(tidy(str(value)))


def tidy(text: str) -> str:
    """Line ends as \\n, Excel's _x000D_ escapes gone, each line trimmed."""
    if "_x" in text:
        text = _ESCAPED.sub(" ", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


def exact(value: float | Decimal) -> Decimal:
    """The decimal number that 15 significant digits of it say."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    number = Decimal(format(value, ".15g"))
    return number if number.is_finite() else Decimal(0)


def _number(number: Decimal, number_format: str) -> Shown:
    if number_format in {"General", "@", ""}:
        return Shown(plain(number), number)
    section = _section(number, number_format)
    before, digits, after = _parts(section)
    if "%" in _QUOTED.sub("", section):
        decimals = digits.partition(".")[2]
        places = max(_LEAST_PLACES, sum(c in "0#?" for c in decimals))
        text = plain(rounded(number * 100, places)) + "%"
        return Shown(_words(before) + text, number, percent=True)
    if _SCALED.search(section) or not digits:
        return Shown(plain(number), number)
    return Shown(_words(before) + plain(number) + _words(after), number)


def _section(number: Decimal, number_format: str) -> str:
    """Excel's `positive;negative;zero;text`: the section that shows this number."""
    sections = re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", number_format)
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[0]


def _parts(section: str) -> tuple[str, str, str]:
    """What stands before the digits, the digits, what stands after; words unquoted."""
    marked: list[str] = []

    def keep(match: re.Match[str]) -> str:
        marked.append(match[1] if match[1] is not None else match[2])
        return chr(_PRIVATE + len(marked) - 1)

    body = _DROPPED.sub("", _QUOTED.sub(keep, section))
    found = _DIGITS.search(body)

    def back(text: str) -> str:
        return "".join(
            marked[ord(c) - _PRIVATE] if 0 <= ord(c) - _PRIVATE < len(marked) else c for c in text
        )

    if not found:
        return "", "", ""
    return back(body[: found.start()]), found[0], back(body[found.end() :])


def _words(literal: str) -> str:
    """Units and signs of a format are part of what people read; currency marks and blanks are not."""
    literal = literal.strip()
    return literal if _WORD.search(literal) and "General" not in literal else ""


def _day(day: date, number_format: str) -> str:
    bare = _QUOTED.sub("", _DROPPED.sub("", number_format)).lower()
    if bare not in {"general", "@"} and "d" not in bare and "m" in bare and "y" in bare:
        return f"{day.year}年{day.month}月"
    return f"{day.year}年{day.month}月{day.day}日"
