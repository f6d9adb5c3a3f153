"""Dates in running text: 2021年11月, 12月底, 第三季度, 二〇二一年十二月, 年底."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.patterns import regex
from assistant.values.numerals import read_number

_YEAR = r"(?:\d{4}|[一二][〇零一二三四五六七八九]{3})"
#: 2023.10 is a month, 2023.10万元 an amount: no measure of what can be divided stands behind a month
_NO_MEASURE = r"(?!\d|\s{0,2}(?:[万亿千]|元|公[里顷斤]|平方|立方|[米亩吨克升度]|小时|(?:百分点|分)(?![一-鿿])|个百分点|[kKcm]?[mgW]))"
_DATE = regex(
    rf"(?P<year>{_YEAR})\s*年(?:度)?(?:\s*(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月份?"
    rf"(?:\s*(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号])?)?"
    rf"(?P<part>底|末|初|上旬|中旬|下旬)?|"
    rf"(?<![\d.,])(?P<y2>(?:19|20)\d\d)[-./](?P<m2>\d{{1,2}})(?:[-./](?P<d2>\d{{1,2}})|{_NO_MEASURE})(?![\d%])|"
    rf"(?<![\d.个第])(?P<m3>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月(?!度)份?"
    rf"(?:\s*(?P<d3>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号])?(?P<p3>底|末|初|上旬|中旬|下旬)?"
)
_PERIOD = regex(
    rf"(?:(?P<year>{_YEAR})年)?(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)(?P<part>底|末)?"
)
_RELATIVE = regex(
    r"下个?月|下周|下季度|年底|年末|月底|月末|季末|季度末|(?<!上)半年内|岁末|春节前?|国庆前?|汛期前?"
)
_MONTHS, _DAYS = 12, 31


@dataclass(frozen=True, slots=True)
class Day:
    """A date as said: what it does not say is None. `part` is 底, 上旬, 第3季度 …; `words` 年底 …"""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
    words: str = ""

    def within(self, other: Day) -> bool:
        """Whether all that this one says, the other says too (2021年 within 2021年11月)."""
        if self.words or other.words:
            return self.words == other.words
        return all(
            mine is None or mine == theirs
            for mine, theirs in (
                (self.year, other.year),
                (self.month, other.month),
                (self.day, other.day),
            )
        ) and (not self.part or self.part == other.part)


def _year(text: str) -> int:
    if text.isdigit():
        return int(text)
    return int("".join("0" if c in "〇零" else str(read_number(c)) for c in text))


def _small(text: str | None) -> int | None:
    if not text:
        return None
    number = read_number(text)
    return None if number is None else int(number)


def days(text: str) -> Iterator[tuple[int, int, Day]]:
    """Start, end and date of every date in a text that was made plain; later ones never overlap earlier ones."""
    taken = bytearray(len(text))
    present = frozenset(text)
    for pattern, read, needed in _READERS:
        if present.isdisjoint(needed):
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            day = read(match) if taken.find(1, start, end) < 0 else None
            if day is not None:
                taken[start:end] = b"\1" * (end - start)
                yield start, end, day


def _period(match: re.Match[str]) -> Day:
    year = _year(match["year"]) if match["year"] else None
    quarter = _small(match["quarter"])
    part = f"第{quarter}季度" if quarter else f"{match['half']}半年"
    return Day(year, None, None, part + (match["part"] or ""))


def _date(match: re.Match[str]) -> Day | None:
    found = match.groupdict()
    named = found["year"] or found["y2"]
    month = _small(found["month"] or found["m2"] or found["m3"])
    day_of = _small(found["day"] or found["d2"] or found["d3"])
    if (month or 1) > _MONTHS or (day_of or 1) > _DAYS:
        return None if found["y2"] else Day(words=match[0])  # 14月: no day, yet said as one
    before = match.string[max(0, match.start() - 1) : match.start()]
    if not named and match[0].endswith("月") and before in {"个", "每", "满", "近"}:
        return None
    part = found["part"] or found["p3"] or ""
    return Day(_year(named) if named else None, month, day_of, part)


def _relative(match: re.Match[str]) -> Day:
    return Day(words=match[0])


#: each kind with its reader, and characters of which every match holds one
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Day | None], str], ...] = (
    (_PERIOD, _period, "季半"),
    (_DATE, _date, "年月-./"),
    (_RELATIVE, _relative, "月周季年岁春国汛"),
)
