"""Amounts and days as people say or dictate them: 615公里吧, 九十六点四, 94点2, 百分之97点2, 国庆节前, 下个月15号.

What is found keeps its place in the text, so that a reader of the line can tell which words it leaves.
A numeral whose last place speech leaves out (一百二, 三万六, 97万3, 三块一) is read by the place that follows,
and marked `elided`, so that whoever writes it asks first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.numerals import CHINESE, chinese_digits, print_number, read_number
from assistant.values.units import MEASURED, MEASURES, MONEY_UNITS, read_unit

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:[.点]\d{1,12})?|\.\d{1,12}"
_WORDS = rf"[{CHINESE}]+(?:点[零〇一二三四五六七八九]+)?"
_PERCENT = regex(rf"百分之(?P<number>百|{_DIGITS}|{_WORDS})|(?P<all>百分百|百分之百)")
_TENTHS = regex(
    r"(?<![\d.])(?P<tens>[一二三四五六七八九])成(?P<ones>[一二三四五六七八九])?(?![立本熟])"
)
_FRACTION = regex(rf"(?P<of>[千万])分之(?P<number>{_DIGITS}|{_WORDS})")
_ONE = r"[1-9一二三四五六七八九]"
#: 97万3, 三十四万八: one digit behind a place is of the place that follows
_ELIDED = regex(
    rf"(?P<number>{_DIGITS}|[{CHINESE}]*?[{CHINESE}])(?P<place>[亿万千百])(?P<last>{_ONE})(?![\d{CHINESE}点.,%])"
)
#: 二十二万半
_HALF_OF_A_PLACE = regex(rf"(?P<number>{_DIGITS}|[{CHINESE}]+?)(?P<place>[亿万])半(?!年|个|数)")
#: 三块一, 112块5, 一块二毛五
_COINS = regex(
    rf"(?P<yuan>{_DIGITS}|[{CHINESE}]+)(?:块|元)(?P<jiao>{_ONE})(?:[毛角](?:(?P<fen>{_ONE})分?)?)?(?![\d{CHINESE}点.,%个家户座台件份人套])"
)
#: 2万5千
_MIXED = regex(r"(?P<wan>\d{1,6})万(?P<qian>\d)千(?:(?P<bai>\d)百)?(?![\d.])")
_ALIASES = {"平": "平方米", "平方": "平方米"}
_HALF_MORE = regex("半(?!年)")
_PLACES = {"亿": 10**8, "万": 10**4, "千": 10**3, "百": 10**2}
_COUNTED = "个家所座处户台套块条项场次人名册本只头辆张份起例组间支根棵株"
_MULTIPLE = r"(?P<multiple>[万亿千百](?=$|[^\w]|[\u4e00-\u9fff%]))?"
_LOOSE = frozenset("起下点样些般直定个条项句段面边")  # 一起, 一下, 一点 count nothing
_BEFORE = r"(?:以前|之前|前头|前)"


@dataclass(frozen=True, slots=True)
class Spoken:
    """An amount in a line: `text` is how a data file writes it (96.4%, 1.52万人), `unit` as said, maybe empty.

    `spelled`: the numeral holds its own 万 (二十一万六千), so that a unit of 万 is not to be put behind it.
    `elided`: the name of its last place was left out.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    spelled: bool = False
    elided: bool = False

    @property
    def text(self) -> str:
        """The amount with its unit as said."""
        return f"{print_number(self.value)}{self.unit}"

    @property
    def share(self) -> bool:
        """Whether it is said as a percentage."""
        return self.unit == "%"


@lru_cache(maxsize=64)
def _unit_pattern(units: frozenset[str]) -> str:
    known = {*units, *MONEY_UNITS, *"%‰年月日天号点", "公里", "千米", "平方米", "平方", "平", "亩", "公斤", "小时", "分钟", "个百分点", "百分点",
             "个月", "个工作日", "工作日", "人次", "人", "场次", "万", "亿", *MEASURES, *_COUNTED}  # fmt: skip
    words = sorted((re.escape(u) for u in known if u), key=len, reverse=True)
    return "|".join(words)


def amounts_in(text: str, units: Collection[str] = ()) -> tuple[Spoken, ...]:
    """Every amount of a folded line in order. `units` are those of the project's own rows."""
    found: list[Spoken] = []
    taken = [False] * len(text)

    pattern = _unit_pattern(frozenset(units))

    def take(
        start: int, end: int, value: Decimal, unit: str, spelled: bool = False, elided: bool = False
    ) -> None:
        if any(taken[start:end]):
            return
        half = _HALF_MORE.match(text, end) if unit and unit[-1] not in "年月日天号%万亿" else None
        if half:  # 十七公里半, 一个半小时
            following = regex(pattern).match(text, half.end()) if unit == "个" else None
            value, end = value + Decimal("0.5"), following.end() if following else half.end()
            unit = following[0] if following else unit
        taken[start:end] = [True] * (end - start)
        unit = _ALIASES.get(unit, unit)
        found.append(Spoken(start, end, value, unit, spelled, elided))

    for match in _PERCENT.finditer(text):
        number = (
            Decimal(100) if match["all"] or match["number"] == "百" else _number(match["number"])
        )
        if number is not None:
            take(*match.span(), number, "%")
    for match in _TENTHS.finditer(text):
        tens, ones = read_number(match["tens"]), read_number(match["ones"] or "零")
        if tens is not None and ones is not None:
            take(*match.span(), tens * 10 + ones, "%")
    for spoken in _as_dictated(text, pattern):
        take(*spoken)
    for match in re.finditer(rf"(?P<number>{_DIGITS}){_MULTIPLE}(?P<unit>{pattern})?", text):
        number = _number(match["number"])
        if number is None:
            continue
        multiple, unit = match["multiple"] or "", match["unit"] or ""
        if unit in {"万", "亿"}:
            multiple, unit = unit, ""
        take(match.start(), match.end(), number, f"{multiple}{unit}")
    for match in re.finditer(rf"(?P<number>{_WORDS})(?P<unit>{pattern})?", text):
        words, unit = match["number"], match["unit"] or ""
        half = text.startswith("半", match.end())
        if words == "零" and unit in {"头", "件", "点"}:
            continue  # 零头, 零件 count nothing
        if len(words) == 1 and (not unit or (words == "一" and unit in _LOOSE and not half)):
            continue
        number = _number(words)
        if number is not None:
            take(match.start(), match.end(), number, unit, spelled=bool(re.search("[万亿]", words)))
    return tuple(sorted(found, key=lambda s: s.start))


def _as_dictated(text: str, pattern: str) -> Iterator[tuple[int, int, Decimal, str, bool, bool]]:
    """Numerals of speech: 千分之一点八, 三块一, 2万5千, 三十四万八; (start, end, value, unit, spelled, elided)."""
    unit_at = regex(pattern)

    def with_unit(end: int) -> tuple[int, str]:
        unit = unit_at.match(text, end)
        return (unit.end(), unit[0]) if unit else (end, "")

    for match in _FRACTION.finditer(text):
        if (number := _number(match["number"])) is not None:
            yield (*match.span(), number / (1 if match["of"] == "千" else 10), "‰", False, False)
    for match in _COINS.finditer(text):
        if (number := _number(match["yuan"])) is not None:
            jiao, fen = (read_number(match[name] or "零") or Decimal(0) for name in ("jiao", "fen"))
            yield (*match.span(), number + jiao / 10 + fen / 100, "元", False, False)
    for match in _MIXED.finditer(text):
        number = Decimal(match["wan"]) * 10**4 + Decimal(match["qian"]) * 1000
        yield (match.start(), *_behind(with_unit(match.end()), number + Decimal(match["bai"] or 0) * 100), True, False)  # fmt: skip
    for match in _HALF_OF_A_PLACE.finditer(text):
        whole = _number(match["number"])
        if whole is not None:  # 二十二万半
            place = _PLACES[match["place"]]
            number = (whole * place if match["number"][-1].isdigit() else (_number(match["number"] + match["place"]) or whole)) + Decimal(place) / 2  # fmt: skip
            yield (match.start(), *_behind(with_unit(match.end()), number), True, False)
    for match in _ELIDED.finditer(text):
        if (number := _elided(match)) is not None:
            spelled = match["place"] in "万亿" or "万" in match["number"]
            yield (match.start(), *_behind(with_unit(match.end()), number), spelled, True)


def _behind(unit: tuple[int, str], number: Decimal) -> tuple[int, Decimal, str]:
    return unit[0], number, unit[1]


def _number(text: str) -> Decimal | None:
    if text.startswith("."):
        return Decimal(f"0{text}")
    if re.fullmatch(r"\d+点\d+", text):
        return Decimal(text.replace("点", "."))
    return read_number(text)


def _elided(match: re.Match[str]) -> Decimal | None:
    """The number of 三十四万八 or 97万3, None where the part before is none."""
    place, last = _PLACES[match["place"]], read_number(match["last"])
    digits = match["number"][-1].isdigit()
    whole = _number(match["number"] if digits else match["number"] + match["place"])
    if whole is None or last is None or match["number"].endswith("零"):
        return None
    return (whole * place if digits else whole) + last * place / 10


_DAY_WORDS = r"\d{1,2}|[一二三四五六七八九十廿]{1,3}"
_YEAR = regex(
    r"(?P<digits>(?:19|20)\d\d|[二一][〇零一二三四五六七八九]{3})\s*年度?"
    # 24年9月底, 二五年六月: two letters where a month, season or the end of the year follows
    r"|(?<![\d十百千零〇一二三四五六七八九])(?P<short>[123]\d|[一二三][〇零一二三四五六七八九])年(?=\d{1,2}月|[一二三四五六七八九十]{1,2}月|[底末初]|[上下]半年|第?[一二三四1-4]季度)|(?P<word>今年|本年|明年|次年|来年|后年|去年|上年|前年|当年)"
)
_YEAR_STEPS = {
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "次年": 1,
    "来年": 1,
    "后年": 2,
    "去年": -1,
    "上年": -1,
    "前年": -2,
}
_MONTH = regex(
    rf"(?P<month>{_DAY_WORDS})月份?(?:(?P<day>{_DAY_WORDS})[日号]?|(?P<part>底|末|初|上旬|中旬|下旬|中|内))?"
)
_NUMERIC = regex(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?日?"
)
_RELATIVE_MONTH = regex(
    rf"(?P<which>本月|这个月|下下个?月|下个?月|上个?月)(?:(?P<day>{_DAY_WORDS})[日号]|(?P<part>底|末|初|上旬|中旬|下旬|中))?"
)
_QUARTER = regex(r"第?(?P<quarter>[一二三四1-4])季度(?P<part>底|末|内)?")
_HALF = regex(r"(?P<half>[上下])半年(?P<part>底|末|内)?")
_END_OF_YEAR = regex(r"年(?P<part>底|末|初|内)")


@dataclass(frozen=True, slots=True)
class SpokenDay:
    """A day or stretch of days with its year filled in; `text` as a data file writes it, `before` for …前."""

    start: int
    end: int
    text: str
    first: date
    last: date
    before: bool = False


def days_in(
    text: str, today: date, *, past: bool = False, year: int | None = None
) -> tuple[SpokenDay, ...]:
    """Every day of a folded line. A missing year is the next one to come after `today`, or `year` if given.

    `past`: the words tell of what was done, so that a relative year that lies ahead is the one before.
    """
    found: list[SpokenDay] = []
    position = 0
    while position < len(text):
        made = _day_at(text, position, today, past=past, year=year)
        if made is None:
            position += 1
        else:
            found.append(made)
            position = made.end
    return tuple(found)


def _day_at(text: str, at: int, today: date, *, past: bool, year: int | None) -> SpokenDay | None:
    if at and text[at - 1].isdigit() and text[at].isdigit():
        return None
    if match := _NUMERIC.match(text, at):
        month, day = int(match["month"]), match["day"]
        return _finish(
            text, at, match.end(), int(match["year"]), month, day, "", "日" if day else ""
        )
    if match := _RELATIVE_MONTH.match(text, at):
        step = {"本月": 0, "这个月": 0, "上月": -1, "上个月": -1}.get(match["which"])
        if step is None:
            step = 2 if match["which"].startswith("下下") else 1
        index = today.year * 12 + today.month - 1 + step
        return _finish(
            text, at, match.end(), index // 12, index % 12 + 1, match["day"], match["part"] or ""
        )
    named, cursor = None, at
    if match := _YEAR.match(text, at):
        named = _named_year(match, today, year)
        cursor = match.end()
        if cursor < len(text) and text[cursor] in "的,，":
            cursor += 1
    for reader in (_festival, _month, _period):
        made = reader(text, at, cursor, named, today, past, year)
        if made is not None:
            return made
    if named is not None and (match := regex(r"[底末初内]").match(text, cursor)):
        return _period_made(
            text, at, match.end(), named, match[0], date(named, 1, 1), date(named, 12, 31)
        )
    return None


def _named_year(match: re.Match[str], today: date, year: int | None) -> int | None:
    digits, short = match["digits"], match["short"]
    if short:
        return 2000 + (int(short) if short.isdigit() else chinese_digits(short) or 0)
    if digits:
        return int(digits) if digits.isdigit() else chinese_digits(digits)
    if match["word"] == "当年":
        return year or today.year
    return today.year + _YEAR_STEPS[match["word"]]


def _year_for(
    month: int, day: int, named: int | None, today: date, past: bool, year: int | None
) -> int:
    if named is not None:
        if past and year is not None and year < named <= today.year and date(named, month, min(day, 28)) > today:  # fmt: skip
            return year  # 今年 said of what is done, after the year has turned: the evaluated year
        return named
    if year is not None:
        return year
    return today.year if (month, day) >= (today.month, today.day) else today.year + 1


def _month(
    text: str, at: int, cursor: int, named: int | None, today: date, past: bool, year: int | None
) -> SpokenDay | None:
    match = _MONTH.match(text, cursor)
    if not match:
        return None
    month, day = _small(match["month"]), _small(match["day"])
    if month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):  # noqa: PLR2004
        return None
    if text[max(0, cursor - 1) : cursor] in {"个", "每"}:
        return None
    end_day = day or 28
    return _finish(text, at, match.end(), _year_for(month, end_day, named, today, past, year), month,
                   match["day"], match["part"] or "")  # fmt: skip


def _festival(
    text: str, at: int, cursor: int, named: int | None, today: date, past: bool, year: int | None
) -> SpokenDay | None:
    for entry in lexicon("festivals")["days"]:
        for word in entry["words"]:
            if text.startswith(word, cursor):
                month, day = entry["month"], entry["day"]
                return _finish(
                    text,
                    at,
                    cursor + len(word),
                    _year_for(month, day, named, today, past, year),
                    month,
                    str(day),
                    "",
                )
    return None


def _period(
    text: str, at: int, cursor: int, named: int | None, today: date, past: bool, year: int | None
) -> SpokenDay | None:
    if match := _QUARTER.match(text, cursor):
        quarter = int(read_number(match["quarter"]) or 1)
        last = _last_of(2000, quarter * 3)
        chosen = _year_for(quarter * 3, last.day, named, today, past, year)
        name = f"第{'一二三四'[quarter - 1]}季度"
        return _period_made(text, at, match.end(), chosen, name + (match["part"] or "").replace("内", "").replace("底", "末"),
                            date(chosen, quarter * 3 - 2, 1), _last_of(chosen, quarter * 3))  # fmt: skip
    if match := _HALF.match(text, cursor):
        month = 6 if match["half"] == "上" else 12
        chosen = _year_for(month, 30, named, today, past, year)
        return _period_made(text, at, match.end(), chosen, f"{match['half']}半年" + (match["part"] or "").replace("内", ""),
                            date(chosen, month - 5, 1), _last_of(chosen, month))  # fmt: skip
    if match := _END_OF_YEAR.match(text, cursor):
        chosen = _year_for(12, 31, named, today, past, year)
        return _period_made(
            text, at, match.end(), chosen, match["part"], date(chosen, 1, 1), date(chosen, 12, 31)
        )
    return None


def _finish(
    text: str, at: int, end: int, year: int, month: int, day: str | None, part: str, mark: str = ""
) -> SpokenDay | None:
    number = _small(day)
    part = {"末": "底", "中": "中旬", "内": ""}.get(part, part)
    try:
        first = date(year, month, number or 1)
    except ValueError:
        return None
    last = first if number else _last_of(year, month)
    words = f"{year}年{month}月{number}日" if number else f"{year}年{month}月{part}"
    return _with_before(text, at, end, words, first, last)


def _period_made(
    text: str, at: int, end: int, year: int, part: str, first: date, last: date
) -> SpokenDay:
    part = {"末": "底", "内": "内"}.get(part, part)
    return _with_before(text, at, end, f"{year}年{part}", first, last)


def _with_before(text: str, at: int, end: int, words: str, first: date, last: date) -> SpokenDay:
    before = regex(rf"的?{_BEFORE}").match(text, end)
    return SpokenDay(
        at,
        before.end() if before else end,
        words + ("前" if before else ""),
        first,
        last,
        bool(before),
    )


def _last_of(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _small(text: str | None) -> int | None:
    if not text:
        return None
    number = read_number(text.replace("廿", "二十"))
    return None if number is None else int(number)


def nearest_day(text: str, day: SpokenDay, standing: str, today: date) -> SpokenDay:
    """The day with the year that brings it closest to the one that stands there, where the words name none."""
    words = text[day.start : day.end]
    known = days_in(standing, today)
    if (
        not known
        or _YEAR.search(words)
        or _RELATIVE_MONTH.search(words)
        or re.search(r"\d{4}", words)
    ):
        return day
    years = range(known[0].first.year - 1, known[0].first.year + 2)
    made = [found[0] for y in years if (found := days_in(words, today, year=y))]
    nearest = min(made, key=lambda d: abs((d.first - known[0].first).days), default=day)
    return replace(nearest, start=day.start, end=day.end)


def with_years(text: str, today: date) -> str:
    """The text with relative days in their absolute form: 明年3月前 becomes 2026年3月前 (said in 2025)."""
    out, position = [], 0
    for day in _relative_days(text, today):
        out += [text[position : day.start], day.text]
        position = day.end
    return "".join([*out, text[position:]])


def _relative_days(text: str, today: date) -> Iterator[SpokenDay]:
    for day in days_in(text, today):
        words = text[day.start : day.end]
        if not re.match(r"\d{4}", words) and (_YEAR.match(words) or _RELATIVE_MONTH.match(words)):
            yield day


def same_amount(one: str, other: str, units: Collection[str] = ()) -> bool:
    """Whether two texts are one and the same amount, in whatever multiple: 68000只 and 6.8万只."""
    found = [amounts_in(text, units) for text in (one, other)]
    if any(len(a) != 1 or (a[0].start, a[0].end) != (0, len(t)) for a, t in zip(found, (one, other), strict=True)):  # fmt: skip
        return False
    sizes = {(a[0].value * _PLACES.get(a[0].unit[:1], 1), a[0].unit.lstrip("万亿千百")) for a in found}  # fmt: skip
    return len(sizes) == 1


def unit_fits(said: str, wanted: str) -> bool:
    """Whether a unit as said may stand where `wanted` is the target's; a bare number and 个 may."""
    if not said or said == wanted:
        return True
    bare = said.lstrip("万亿千百")
    if said == "个":
        return counted(wanted)
    above, _, below = wanted.partition("/")
    if below and "/" not in said:  # 3.1元 of 元/头, 3900吨 of 吨/日
        return unit_fits(said, above)
    if said in {"块", "块钱"}:
        return wanted == said or "元" in wanted
    if said in {"万", "亿"} or not bare:
        return wanted != "%"
    return read_unit(said).same_kind(read_unit(wanted)) or read_unit(bare).same_kind(
        read_unit(wanted)
    )


def counted(unit: str) -> bool:
    """Whether 个 may stand for the unit: what is counted, no measure, money or share."""
    bare = unit.lstrip("万亿千百")
    return not bare or ("/" not in bare and read_unit(bare).kind not in MEASURED)
