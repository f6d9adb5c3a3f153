"""Days and deadlines as staff write them: 2021年11月前, 12月底前, 第三季度, 1-12月, 2022-05-30.

A deadline is two days. Up to `certain` everybody agrees that it was kept; after `possible` that it
was missed. They differ where the words leave it open: “11月前” may or may not take in November.
A number is not a day: 1.5, 1/3 and 3-5 name none, as no year and no 月 stands there.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.numerals import chinese_digits, chinese_number
from assistant.values.reading import YEARS

_BEFORE = r"(?:以前|之前|前)"
_DAY = regex(
    r"(?:(?P<year>\d{4})[-./年])?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?(?P<tail>.*)"
    r"|(?P<year2>\d{4})(?P<sep>[-./])(?P<month2>\d{1,2})(?P=sep)(?P<day2>\d{1,2})日?(?P<tail2>.*)"
    rf"|(?P<month3>\d{{1,2}})[-./](?P<day3>\d{{1,2}})日?(?P<tail3>{_BEFORE}.*)"
)
_MONTH = regex(
    r"(?:(?P<year>\d{4})[-./年])?(?P<month>\d{1,2})月份?(?P<part>底|末|初|上旬|中旬|下旬)?(?P<tail>.*)"
    rf"|(?P<year2>\d{{4}})[-./](?P<month2>0[1-9]|1[0-2]|[1-9])(?P<tail2>{_BEFORE}?)"
)
_QUARTER = regex(
    r"(?:(?P<year>\d{4})年)?第?(?P<quarter>[一二三四1-4])季度(?P<part>底|末)?(?P<tail>.*)"
)
_HALF = regex(r"(?:(?P<year>\d{4})年)?(?P<half>[上下])半年(?P<part>底|末)?(?P<tail>.*)")
_WHOLE = regex(
    r"(?:(?P<year>\d{4})年度?|(?P<this>[本当])年度?|年度?)(?P<part>底|末|内)?(?P<tail>.*)"
)
# 1-12月, 2021年1月至12月, 2021年1月1日至2021年12月31日, 2020-2021年: a period, known by its two ends
_TO = r"(?:-|~|–|—|至|到)"
_MONTHS = regex(rf"(?:(?P<year>\d{{4}})年)?(?P<from>\d{{1,2}})月?{_TO}(?P<end>\d{{1,2}}月.*)")
_PERIOD = regex(rf"(?P<from>\d{{4}}[-./年].*?|\d{{1,2}}月\d{{1,2}}[日号]?){_TO}(?P<end>\d.*)")
_BARE_YEARS = regex(rf"(?P<from>\d{{4}})年?{_TO}(?P<end>\d{{4}}年度?.*)")
_LEAD = regex(
    r"^(?:于|在|自|从|截至|截止到?|至|预计|计划|力争|确保|实际|已|应|须|需|不晚于|不迟于|不得晚于|不超过|最晚|最迟|[≤≦⩽]|<=)+"
)
#: 2022.1.1-12.31, 2022.1-12: the year said once for both ends
_ONE_YEAR = regex(
    rf"(?P<year>\d{{4}})[./](?P<from>\d{{1,2}}(?:[./]\d{{1,2}})?){_TO}(?P<end>\d{{1,2}}(?:[./]\d{{1,2}})?)[月日]?"
)
#: 年年底, 2022全年, 每年年底: what the year says twice or in other words
_TWICE = regex(r"年度?年(?=[底末初中内])")
_ALL_YEAR = regex(r"(?:(?P<year>\d{4})年?度?)?全年度?(?:内)?")
_NEXT_YEAR = regex(r"^(?:次年|翌年|下一?年度?|明年)(?=.)")
_EACH_YEAR = regex(r"^(?:[每各本当]年度?(?=\d)|[每各](?=年))")
#: 23年12月底: the century left out, of a year near the evaluated one
_SHORT_YEAR = regex(r"(\d\d)年(?=\d{1,2}月)")
_NEAR = 5
_MIDNIGHT = regex(r"(?<=[日号])(?:24|二十四)(?:时|点|:00)")
_DONE = (
    r"(?:全部|全面|如期|按期|按时|提前|已|均|项目|工程|建设|资金|任务|工作|采购|安装|"
    r"完成|完工|竣工|支付|建成|投入使用|到位|交付|验收|通过|发放|拨付|实施|完毕|结束)*"
)
_TAIL = regex(rf"(?P<before>{_BEFORE})?(?:以内|之内|内|期间)?[,，]?{_DONE}")
_YEAR_WORDS = regex(r"[〇零一二三四五六七八九]{4}(?=年)")
_MONTH_WORDS = regex(r"[一二三四五六七八九十]{1,3}(?=[月日号])")
_THIRDS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20)}
_LAST_THIRD = 21
#: a day that moves and comes no later than this month may be meant of the next year
_EARLY = 3
_MONTH_END = 26  # 月底, 年底: the last days; the exact first of them decides nothing
_NO_DAY = "这一天不存在，请核对年月日"


@dataclass(frozen=True, slots=True)
class Span:
    """The days a dated text covers; `before` says it named the end only (“…前”)."""

    first: date
    last: date
    before: bool


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    if not (1 <= first <= 12 and 1 <= last <= 12):  # noqa: PLR2004 - months of a year
        raise ValueError(_NO_DAY)
    return date(year, first, 1), _month_end(year, last)


def _days(found: dict[str, str | None], year: int) -> tuple[date, date]:
    """First and last day of what the match names. ValueError for a day that does not exist."""
    part = found.get("part") or ""
    if found.get("day"):
        try:
            day = date(year, int(found["month"] or 0), int(found["day"] or 0))
        except ValueError:
            raise ValueError(_NO_DAY) from None
        return day, day
    if found.get("month"):
        month = int(found["month"] or 0)
        first, last = _months(year, month, month)
        if part in _THIRDS:
            low, high = _THIRDS[part]
            return first.replace(day=low), first.replace(day=high)
    elif found.get("quarter"):
        text = found["quarter"] or ""
        quarter = int(text) if text.isdigit() else chinese_number(text) or 0
        first, last = _months(year, 3 * quarter - 2, 3 * quarter)
    elif found.get("half"):
        first, last = _months(year, 1, 6) if found["half"] == "上" else _months(year, 7, 12)
    else:
        first, last = _months(year, 1, 12)
    if part in {"底", "末", "下旬"}:
        first = last.replace(day=_LAST_THIRD if part == "下旬" else _MONTH_END)
    return first, last


def read_span(text: str, year: int | None) -> Span | None:
    """The days that `text` (folded) names; None where it names none.

    Also None where it names no year and none is given. Raises ValueError, with a Chinese message,
    for a day that does not exist (2021年2月30日).
    """
    text = text.replace(" ", "").replace("(含)", "").rstrip("。；;，,、.")
    if year and (short := _SHORT_YEAR.match(text)) and abs(2000 + int(short[1]) - year) <= _NEAR:
        text = f"20{text}"
    text = _arabic(_LEAD.sub("", _TWICE.sub("年", text)))
    text = _EACH_YEAR.sub("", _MIDNIGHT.sub("", text))
    if match := _NEXT_YEAR.match(text):
        return read_span(text[match.end() :], year + 1) if year else None
    return (
        _whole_year(text, year)
        or _festival(text, year)
        or _period(text, year)
        or _named(text, year)
    )


def _whole_year(text: str, year: int | None) -> Span | None:
    match = _ALL_YEAR.fullmatch(text)
    named = int(match["year"]) if match and match["year"] else year
    if not match or named is None or named not in YEARS:
        return None
    return Span(date(named, 1, 1), date(named, 12, 31), before=False)


@cache
def _festivals() -> re.Pattern[str]:
    listed = lexicon("festivals")
    words = [word for entry in (*listed["days"], *listed["moving"]) for word in entry["words"]]
    names = "|".join(sorted(words, key=len, reverse=True))
    return regex(
        rf"(?:(?P<year>\d{{4}})年)?(?:{_BEFORE})?(?P<name>{names})(?P<tail>节?{_BEFORE}.*)"
    )


def _festival(text: str, year: int | None) -> Span | None:
    """国庆节前, 2023年春节前: only as an end. A day that moves, or may be of either year, stays open."""
    match = _festivals().fullmatch(text)
    tail = _TAIL.fullmatch(match["tail"].removeprefix("节")) if match else None
    if not match or not tail:
        return None
    named = int(match["year"]) if match["year"] else year
    if named is None or named not in YEARS:
        return None
    for entry in lexicon("festivals")["days"]:
        if match["name"] in entry["words"]:
            early = (
                entry["month"] == 1 and not match["year"]
            )  # 元旦前 of a year's work: the next one
            day = date(named + early, entry["month"], entry["day"])
            return Span(day, day, before=True)
    for entry in lexicon("festivals")["moving"]:
        if match["name"] in entry["words"]:
            first, last = entry["first"], entry["last"]
            either = last[0] <= _EARLY and not match["year"]  # 春节前: of this year or of the next
            return Span(date(named, *first), date(named + either, *last), before=True)
    return None


def _arabic(text: str) -> str:
    """二〇二一年十二月 in arabic figures."""
    text = _YEAR_WORDS.sub(lambda m: str(chinese_digits(m[0])), text)
    return _MONTH_WORDS.sub(lambda m: str(chinese_number(m[0]) or m[0]), text)


def _named(text: str, year: int | None) -> Span | None:
    for pattern in (_DAY, _MONTH, _QUARTER, _HALF, _WHOLE):
        match = pattern.fullmatch(text)
        if not match:
            continue
        found = _without_numbers(match)
        tail = _TAIL.fullmatch(found["tail"] or "")
        written = found.get("year")
        named = int(written) if written else year
        if not tail or _says_no_time(pattern, found):
            continue
        if named is None or (found.get("year") and named not in YEARS):
            return None
        first, last = _days(found, named)
        return Span(first, last, bool(tail["before"]))
    return None


def _says_no_time(pattern: re.Pattern[str], found: dict[str, str | None]) -> bool:
    """A bare 年 or 本年度 is no date; 当年完成 and 年底 are."""
    if pattern is not _WHOLE or found["year"] or found["part"]:
        return False
    return not (found["this"] and found["tail"])


def _without_numbers(match: re.Match[str]) -> dict[str, str | None]:
    """The groups of the alternative that matched: year2 as year."""
    found: dict[str, str | None] = {}
    for name, value in match.groupdict().items():
        key = name.rstrip("23")
        found[key] = found.get(key) if value is None else value
    return found


def _period(text: str, year: int | None) -> Span | None:
    if match := _ONE_YEAR.fullmatch(text):
        first, last = match["from"].replace("/", "."), match["end"].replace("/", ".")
        if ("." in first) != ("." in last):
            return None
        start, end = (
            _named(
                f"{match['year']}年{part.replace('.', '月')}{'日' if '.' in part else '月'}", None
            )
            for part in (first, last)
        )
    elif match := _MONTHS.fullmatch(text):
        start = _named(f"{match['year'] or year}年{match['from']}月", None)
        end = _named(match["end"], int(match["year"]) if match["year"] else year)
    elif match := _BARE_YEARS.fullmatch(text):
        start, end = _named(f"{match['from']}年", None), _named(match["end"], None)
    elif match := _PERIOD.fullmatch(text):
        start = _named(match["from"], year)
        end = _named(match["end"], start.first.year if start else None)
    else:
        return None
    if start is None or end is None or end.before or start.first > end.last:
        return None
    return Span(start.first, end.last, before=False)


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when. `certain` ≤ `possible`; equal where the words leave nothing open."""

    certain: date
    possible: date

    def __str__(self) -> str:
        last, first = self.possible, self.certain + timedelta(days=1)
        if self.certain == last:
            return f"{print_day(last)}前"
        for part, (low, high) in _THIRDS.items():
            if part != "初" and (first.day, last.day) == (low, high):
                return f"{last.year}年{last.month}月{part}前"
        if (first.year, first.month, first.day) == (last.year, last.month, _LAST_THIRD):
            return f"{last.year}年{last.month}月下旬前"
        half = "上" if last.month <= 6 else "下"  # noqa: PLR2004 - half of twelve months
        if (first.year, first.day) != (last.year, 1) or last != _month_end(last.year, last.month):
            return f"{print_day(last)}前"
        names = {1: f"{last.month}月", 3: f"第{last.month // 3}季度", 6: f"{half}半年", 12: ""}
        span = last.month - first.month + 1
        return f"{last.year}年{names[span]}前" if span in names else f"{print_day(last)}前"


def deadline(span: Span) -> Deadline:
    """The deadline that a dated target sets.

    “30日前” takes in the 30th, as notices use it; “11月底前” the last day. “11月前” and “中旬前”
    leave open whether November, or the ten days, are still in time.
    """
    day = span.first == span.last
    if span.before and not day and span.first.day != _MONTH_END:
        return Deadline(span.first - timedelta(days=1), span.last)
    return Deadline(span.last, span.last)


def print_day(day: date) -> str:
    """2022年5月30日: arabic, full year, no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
