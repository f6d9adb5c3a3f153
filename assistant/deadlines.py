"""Days and deadlines as staff write them: 2021年11月前, 12月底前, 第三季度, 2022-05-30.

A deadline is two days. Up to `certain` everybody agrees that it was kept; after `possible` that it
was missed. They differ where the words leave it open: “11月前” may or may not take in November.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.numerals import chinese_number

_DAY = re.compile(
    r"(?:(?P<year>\d{4})[-./年])?(?P<month>\d{1,2})[-./月](?P<day>\d{1,2})[日号]?(?P<tail>.*)"
)
_MONTH = re.compile(
    r"(?:(?P<year>\d{4})[-./年])?(?P<month>\d{1,2})月份?(?P<part>底|末|初|上旬|中旬|下旬)?(?P<tail>.*)"
)
_ISO_MONTH = re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})(?P<part>)(?P<tail>)")
_QUARTER = re.compile(
    r"(?:(?P<year>\d{4})年)?第?(?P<quarter>[一二三四1-4])季度(?P<part>底|末)?(?P<tail>.*)"
)
_HALF = re.compile(r"(?:(?P<year>\d{4})年)?(?P<half>[上下])半年(?P<part>底|末)?(?P<tail>.*)")
_WHOLE = re.compile(r"(?:(?P<year>\d{4})年度?|(?:本|当)?年度?)(?P<part>底|末|内)?(?P<tail>.*)")
_LEAD = re.compile(r"^(?:于|在|截至|至|预计|计划|力争|实际|已)+")
_DONE = r"(?:全部|如期|按期|已|均)*(?:完成|完工|竣工|支付|建成|投入使用|到位|交付|验收|发放|拨付|实施|完毕)*"
_TAIL = re.compile(rf"(?P<before>以前|之前|前)?(?:以内|之内|内)?{_DONE}")


@dataclass(frozen=True, slots=True)
class Span:
    """The days a dated text covers; `before` says it named the end only (“…前”)."""

    first: date
    last: date
    before: bool


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), _month_end(year, last)


def _days(match: re.Match[str], year: int) -> tuple[date, date]:
    """First and last day of what the match names. ValueError for a day that does not exist."""
    found = match.groupdict()
    part = found.get("part") or ""
    if found.get("day"):
        day = date(year, int(found["month"]), int(found["day"]))
        return day, day
    if found.get("month"):
        month = int(found["month"])
        first, last = _months(year, month, month)
        ends = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20)}
        if part in ends:
            return first.replace(day=ends[part][0]), first.replace(day=ends[part][1])
    elif found.get("quarter"):
        text = found["quarter"]
        quarter = int(text) if text.isdigit() else chinese_number(text) or 0
        first, last = _months(year, 3 * quarter - 2, 3 * quarter)
    elif found.get("half"):
        first, last = _months(year, 1, 6) if found["half"] == "上" else _months(year, 7, 12)
    else:
        first, last = _months(year, 1, 12)
    if part in {"底", "末", "下旬"}:
        first = last.replace(day=21)
    return first, last


def read_span(text: str, year: int | None) -> Span | None:
    """The days that `text` (folded) names; None where it names none, or names no year and none is given.

    Raises ValueError for a day that does not exist (2021年2月30日).
    """
    text = _LEAD.sub("", text.replace(" ", ""))
    for pattern in (_DAY, _MONTH, _ISO_MONTH, _QUARTER, _HALF, _WHOLE):
        match = pattern.fullmatch(text)
        if not match:
            continue
        tail = _TAIL.fullmatch(match["tail"])
        bare_year = pattern is _WHOLE and not (match["year"] or match["part"])
        if not tail or bare_year:
            continue
        named = match["year"]
        if not named and year is None:
            return None
        if match.groupdict().get("month") and not 1 <= int(match["month"]) <= 12:  # noqa: PLR2004
            raise ValueError("月份不存在")
        first, last = _days(match, int(named) if named else year or 0)
        return Span(first, last, bool(tail["before"]))
    return None


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when. `certain` ≤ `possible`; equal where the words leave nothing open."""

    certain: date
    possible: date

    def __str__(self) -> str:
        last, first = self.possible, self.certain + timedelta(days=1)
        if self.certain == last:
            return f"{print_day(last)}前"
        half = "上" if last.month <= 6 else "下"  # noqa: PLR2004
        names = {1: f"{last.month}月", 3: f"第{last.month // 3}季度", 6: f"{half}半年", 12: ""}
        return f"{last.year}年{names[last.month - first.month + 1]}前"


def deadline(span: Span) -> Deadline:
    """The deadline that a dated target sets.

    “30日前” takes in the 30th, as notices use it; “11月底前” the last day. “11月前” leaves November open.
    """
    whole_months = span.first.day == 1 and span.last == _month_end(span.last.year, span.last.month)
    if span.before and whole_months:
        return Deadline(span.first - timedelta(days=1), span.last)
    return Deadline(span.last, span.last)


def print_day(day: date) -> str:
    """2022年5月30日: arabic, full year, no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
