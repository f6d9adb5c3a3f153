"""Figures in running text: amounts, percentages, points, multiples, dates, ranks, with their places.

Facts and sentences are read by the same eye, so that a figure of one can be looked for in the other.
Offsets count characters of the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.patterns import regex
from assistant.values.days import Day, days
from assistant.values.numerals import CHINESE, read_number
from assistant.values.units import MONEY_UNITS, read_unit

FigureKind = Literal["amount", "percent", "points", "times", "date", "ordinal", "code"]
Approx = Literal["", "about", "under", "over"]

#: every repetition has an end, so that the time grows with the text and not with the square of a run of digits
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,9}|\d{1,30})(?:\.\d{1,20})?"
_HAN = rf"[{CHINESE}]{{1,24}}(?:点[零一二三四五六七八九]{{1,12}})?"
_NUM = rf"(?:{_ARABIC}|{_HAN})"
_TO = r"(?:(?<![增减升降调延推涨扩缩提移改整长短加少大小高低宽])[至到]|-|~|—|–|－|～)"
_OF_HUNDRED = regex(rf"百分之(?P<low>{_NUM})(?:{_TO}(?:百分之)?(?P<high>{_NUM}))?")
#: 九十二点五%, 五个百分点: a spoken number with its sign (lazy: 五百分点 is five, not five hundred)
_SPOKEN_SHARE = regex(
    rf"(?P<number>[{CHINESE}]{{1,24}}?(?:点[零一二三四五六七八九]{{1,12}})?)\s{{0,4}}(?P<sign>%|‰|个?百分点)"
)
_FRACTION = regex(rf"(?P<below>{_NUM})分之(?P<above>{_NUM})")
#: 千分之, 万分之: no numbers by themselves
_PARTS = {"千": Decimal(1000), "万": Decimal(10000)}
_HALF = regex(r"(?<![一上下前后大小])(?:一半|半数|过半|对半)|(?<=近)半(?=数|的)")
_TENTHS = regex(
    r"(?P<tens>[一二三四五六七八九\d])成(?P<ones>[一二三四五六七八九半])?(?![立功效果本员为绩长熟套都品交分因型就])"
)
_DOUBLE = regex(r"翻了?[一两]番|翻倍|成倍")
_SIGNED = regex(
    rf"(?P<low>{_ARABIC})(?P<u1>\s{{0,4}}(?:%|‰|个?百分点|[万亿千百]?元|[^\d\s，,。；;：:、()（）“”]{{1,3}}?)?)\s{{0,4}}"
    rf"{_TO}\s{{0,4}}(?P<high>{_ARABIC})|(?P<single>{_ARABIC})"
)
_ONE = regex(_ARABIC)
_RANK = regex(rf"第(?P<number>{_NUM})(?P<of>(?:部分|季度|名|位|条|款|项|次|期|批|章|节|个)?)")
_GRADE = regex(
    r"(?P<number>[一二三四五六七八九十\d]{1,12})(?P<of>级(?!指标)|星级|等级?(?=奖)|类(?!似))"
)
_CODE = regex(
    r"(?<![\d.A-Za-z])[A-Za-z]{1,30}[-_/]?[\dA-Za-z.\-_/]{0,60}\d[\dA-Za-z]{0,30}|"
    r"(?<![\d.])\d{1,30}+(?:\.\d{1,30}+){0,8}+(?!(?i:[kmch]?m[23]?|[km]?g|t|kwh|kw|m?l|ha|hm2|pm)(?![A-Za-z]))[A-Za-z]{1,30}(?![A-Za-z23])"
)
#: a number that is none: 数十个, 上百户, 成千上万; only ever repeated word for word
_SOME = regex(
    r"成千上万|成百上千|(?:数|上|几|好几|逾|超)(?:十|百|千|万|亿){1,6}(?:余|多)?(?=[个次项户家台套件份条座辆处所篇名人天万元吨亩米公里])"
)
_SLASHED = regex(r"(?<![\d/])(?P<above>\d{1,3})/(?P<below>\d{1,3})(?![\d/])")
_CHINESE_COUNT = regex(
    rf"(?P<number>{_HAN})(?:余|多|来)?(?P<unit>倍|[万亿]?元|个月|平方米|公里|公顷|小时|分钟|"
    r"[个次项户家台套件份条座辆处所篇名人天日周年月批场起例本支路村组班亩米吨斤种类期分岁元])"
)
#: 一 with these is an article, not a count; a numeral after these is not a count either
_ARTICLE = frozenset("个项次种类批年天日期场条件人家名处所路")
_NO_COUNT_BEFORE = "第每某同进之这那上任各统唯万单专初星逐"
_NOT_A_COUNT = regex(
    r"一(?:是|方面|定|致|些|步|体|般|直|系列|旦|律|并|边|起|样|切|线|如|手|次性|把手|对一|事一议)|[二三四五六七八九十]是|"
    r"三公|双方|四川|百姓|千方|万无|万一|百年|七一|一站|两新|三农|四好|五保|六一|八项规定|三重一大|三级指标|二级指标|一级指标|"
    r"一二三产业|三产|五年规划|两不愁|三保障|百分"
)
_UNIT_TAIL = regex(
    r"\s{0,4}(?P<unit>(?:[A-Za-z]{1,3}[23](?![\d])(?:/[^\d\s，。]{1,4})?)|[^\d\s，,。；;：:、()（）《》“”\"'‘’<>≥≤=~+％]{1,12})"
)
_LISTED = (
    "个百分点", "百分点", "平方公里", "平方千米", "立方米", "平方米", "千瓦时", "公里", "千米", "公斤", "千克", "公顷",
    "分钟", "小时", "个季度", "季度", "个月", "hm2", "km2", "km", "kg", "m2", "m3", "mm", "cm", "吨", "亩", "米", "克",
    "t", "m", "天", "日", "周", "年", "倍", "分", "‰", "%",
)  # fmt: skip
_LISTED_BY_FIRST = {
    name[0]: tuple(other for other in _LISTED if other[0] == name[0]) for name in _LISTED
}
_SCALES = frozenset("万亿千百")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SOMEWHAT_MORE = regex(r"\d[余多]")
_ABOUT = regex(r"(?:约|大约|近|将近|接近|大概|左右)\s*(?:为|达|有)?$")
_AFTER_ABOUT = regex(r"左右|上下")
_MORE = regex(r"[余多](?=[万亿]?[^\d])|以上|之多")
_OVER = regex(r"(?:超过|高于|大于|多于|逾|不低于|不少于|至少|≥|>|突破)\s*$")
_UNDER = regex(r"(?:低于|少于|不足|不到|不超过|小于|至多|≤|<|控制在)\s*$")
_BELOW = regex(r"以下|以内|之内")
_PUNCTUATION = frozenset("，；：！？（）。、“”")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its place. `low` equals `high` but for ranges; sizes are in the unit's base.

    `tail` is what follows an amount whose unit is no listed one (个小区…), to be compared loosely.
    """

    start: int
    end: int
    words: str
    kind: FigureKind
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    unit: str = ""
    tail: str = ""
    approx: Approx = ""
    places: int = 0
    size: Decimal = Decimal(1)
    date: Day | None = None


def flat(text: str) -> str:
    """Full-width digits, letters and signs to plain ones, character by character: offsets stay.

    Chinese punctuation stays Chinese.
    """
    return text.translate(_plain)


class _Plain(dict[int, str]):
    """The plain form of each character met, by its code point."""

    def __missing__(self, code: int) -> str:
        c = chr(code)
        plain = "米" if c == "㎡" else unicodedata.normalize("NFKC", c)
        self[code] = plain if len(plain) == 1 and c not in _PUNCTUATION else c
        return self[code]


_plain = _Plain()


def _number(text: str) -> Decimal | None:
    whole, _, part = text.partition("点")
    number = read_number(whole)
    if number is None or not part:
        return number
    digits = [read_number(c) for c in part]
    return Decimal(f"{number}.{''.join(str(d) for d in digits)}")


@lru_cache(maxsize=2048)
def figures(text: str) -> tuple[Figure, ...]:
    """All figures of a text, in order. Those inside 《》 and 文号 are read too: mask them if unwanted."""
    return _Reader(flat(text), text).read()


def _places(number: str) -> int:
    """How many digits stand behind the point: 92.50 has two, 九十二点五 one."""
    return len(re.split("[.点]", number, maxsplit=1)[1]) if re.search("[.点]", number) else 0


class _Reader:
    """Reads kind after kind; what one kind took, the next does not see."""

    def __init__(self, text: str, original: str) -> None:
        self.text = text
        self.original = original
        self.present = frozenset(text)
        self.taken = bytearray(len(text))
        self.found: list[Figure] = []

    def read(self) -> tuple[Figure, ...]:
        self._dates()
        for pattern, needed in ((_CODE, _LETTERS), (_SOME, "十百千万亿")):
            for match in self._free(pattern, needed):
                self._take(match.start(), match.end(), "code")
        self._shares()
        self._ranks()
        self._arabic()
        self._counts()
        return tuple(sorted(self.found, key=lambda figure: figure.start))

    def _free(self, pattern: re.Pattern[str], needed: str = "") -> list[re.Match[str]]:
        """The matches in what is not taken yet. Each holds at least one of the `needed` characters: most texts have none."""
        if needed and self.present.isdisjoint(needed):
            return []
        return [
            match
            for match in pattern.finditer(self.text)
            if match.end() > match.start() and self._is_free(match.start(), match.end())
        ]

    def _is_free(self, start: int, end: int) -> bool:
        return self.taken.find(1, start, end) < 0

    def _take(self, start: int, end: int, kind: FigureKind, **more: object) -> None:
        if not self._is_free(start, end):
            return
        self.taken[start:end] = b"\1" * (end - start)
        words = self.original[start:end]
        self.found.append(Figure(start, end, words, kind, **more))  # type: ignore[arg-type]

    def _dates(self) -> None:
        for start, end, day in days(self.text):
            self._take(start, end, "date", date=day)

    def _shares(self) -> None:
        hundred = Decimal(100)
        for match in self._free(_OF_HUNDRED, "百"):
            low = _number(match["low"])
            high = _number(match["high"]) if match["high"] else low
            if low is not None and high is not None:
                self._percent(
                    match, low / hundred, high / hundred, _places(match["high"] or match["low"])
                )
        for match in self._free(_SPOKEN_SHARE, "%‰百"):
            number = _number(match["number"])
            if number is None:
                continue
            if match["sign"].endswith("百分点"):
                approx = self._approx(match.start(), match.end())
                self._take(
                    match.start(), match.end(), "points", low=number, high=number, unit="百分点",
                    approx=approx,
                )  # fmt: skip
            else:
                share = number / (hundred if match["sign"] == "%" else 1000)
                self._percent(match, share, share, _places(match["number"]))
        spoken = self._free(_FRACTION) if "分之" in self.text else []
        for match in spoken + self._free(_SLASHED, "/"):
            above = _number(match["above"])
            below = _PARTS.get(match["below"]) or _number(match["below"])
            if above is not None and below:
                self._percent(match, above / below, above / below)
        for match in self._free(_HALF, "半"):
            self._percent(match, Decimal("0.5"), Decimal("0.5"))
        for match in self._free(_TENTHS, "成"):
            tens = _number(match["tens"]) or Decimal(0)
            ones = Decimal(5) if match["ones"] == "半" else _number(match["ones"] or "零")
            value = tens / 10 + (ones or Decimal(0)) / hundred
            self._percent(match, value, value)
        for match in self._free(_DOUBLE, "番倍"):
            self._take(
                match.start(), match.end(), "times", low=Decimal(2), high=Decimal(2), unit="倍"
            )

    def _percent(self, match: re.Match[str], low: Decimal, high: Decimal, places: int = 0) -> None:
        approx = self._approx(match.start(), match.end())
        self._take(
            match.start(), match.end(), "percent", low=low, high=high, unit="%", approx=approx,
            size=Decimal("0.01"), places=places,
        )  # fmt: skip

    def _ranks(self) -> None:
        for match in self._free(_RANK, "第"):
            number = _number(match["number"])
            if number is not None:
                self._take(
                    match.start(), match.end(), "ordinal", low=number, high=number,
                    unit=match["of"] or "第",
                )  # fmt: skip
        for match in self._free(_GRADE, "级星等奖类"):
            number = _number(match["number"])
            if number is not None:
                self._take(
                    match.start(), match.end(), "ordinal", low=number, high=number,
                    unit=match["of"],
                )  # fmt: skip

    def _arabic(self) -> None:
        for match in self._free(_SIGNED):
            low = _number(match["low"] or match["single"])
            high = _number(match["high"]) if match["high"] else low
            if low is None or high is None:
                continue
            places = _places(match["high"] or match["single"])
            self._amount(match.start(), match.end(), low, high, places, (match["u1"] or "").strip())

        for match in self._free(_ONE):  # what a range could not take: 6月210日至7月30日
            number = _number(match[0])
            if number is not None:
                places = _places(match[0])
                self._amount(match.start(), match.end(), number, number, places, "")

    def _amount(
        self, start: int, end: int, low: Decimal, high: Decimal, places: int, first_unit: str
    ) -> None:
        """Reads the unit after the number at `end` and takes the whole."""
        rest = _UNIT_TAIL.match(self.text, end)
        tail = rest["unit"] if rest else ""
        if self.text[end : end + 1] in {"%", "％"}:
            tail = "%"
        gap = 0
        if tail[:1] in {"余", "多", "几"}:
            tail, gap = tail[1:], 1
        offset = (rest.start("unit") if rest else end) + gap
        scale = ""
        while tail[:1] in _SCALES and not tail.startswith("百分点") and len(scale) < 2:  # noqa: PLR2004
            scale, tail = scale + tail[0], tail[1:]
        if tail[:1] in {"余", "多"} and not gap:
            tail, offset = tail[1:], offset + 1
        size, unit = Decimal(1), ""
        if tail.startswith("元"):
            unit = f"{scale}元"
            size = read_unit(unit).size if unit in MONEY_UNITS else _scale(scale)
            unit, used = "元", 1
        else:
            unit = next(
                (name for name in _LISTED_BY_FIRST.get(tail[:1], ()) if tail.startswith(name)), ""
            )
            used, size = len(unit), _scale(scale)
            if unit == "年" and tail.startswith("年度"):
                used = 2
        stop = offset + len(scale) + used if (scale or used) else end
        approx = self._approx(start, stop)
        where = {"approx": approx, "places": places}
        if unit in {"%", "‰"}:
            share = Decimal("0.01") if unit == "%" else Decimal("0.001")
            self._take(
                start, stop, "percent", low=low * share, high=high * share, unit="%", size=share, **where
            )  # fmt: skip
        elif unit.endswith("百分点"):
            self._take(start, stop, "points", low=low, high=high, unit="百分点", **where)
        elif unit == "倍":
            self._take(start, stop, "times", low=low, high=high, unit="倍", **where)
        elif unit == "元" or unit:
            known = read_unit(unit)
            size = size if unit == "元" else size * known.size
            first = self._first(first_unit, size, unit)
            self._take(
                start, stop, "amount", low=low * first, high=high * size, unit=known.kind, size=size,
                tail=tail[used:][:6] if unit != "元" else "", **where,
            )  # fmt: skip
        else:
            end_of = max(stop, end)
            self._take(
                start, end_of, "amount", low=low * size, high=high * size, size=size, tail=tail[:8],
                **where,
            )  # fmt: skip

    @staticmethod
    def _first(written: str, size: Decimal, unit: str) -> Decimal:
        """The size of a range's first unit, where it has one of its own (500元至1万元)."""
        if not written:
            return size
        known = read_unit(written)
        return known.size if known.kind == read_unit(unit).kind else size

    def _counts(self) -> None:
        counts = self._free(_CHINESE_COUNT, CHINESE)
        blocked = [(m.start(), m.end()) for m in _NOT_A_COUNT.finditer(self.text)] if counts else []
        for match in counts:
            start, number = match.start(), _number(match["number"])
            before = self.text[start - 1 : start] if start else ""
            if number is None or (before in _NO_COUNT_BEFORE and before):
                continue
            if any(a < match.end() and start < b for a, b in blocked):
                continue
            if match["number"] == "一" and match["unit"] in _ARTICLE:
                continue
            if all(c in "百千万亿" for c in match["number"]):
                continue
            if match["unit"] == "分" and self.text[match.end() : match.end() + 1] in set(
                "之类析别工管"
            ):
                continue
            self._spoken(match, number)

    def _spoken(self, match: re.Match[str], number: Decimal) -> None:
        unit, start, end = match["unit"], match.start(), match.end()
        how = {"approx": self._approx(start, end), "places": _places(match["number"])}
        if unit == "倍":
            self._take(start, end, "times", low=number, high=number, unit="倍", **how)
        elif unit.endswith("元"):
            size = read_unit(unit).size
            value = number * size
            self._take(start, end, "amount", low=value, high=value, unit="金额", size=size, **how)
        elif unit in _LISTED:
            known = read_unit(unit)
            value = number * known.size
            tail = self.text[end : end + 6]
            self._take(
                start, end, "amount", low=value, high=value, unit=known.kind, size=known.size,
                **how, tail=tail,
            )  # fmt: skip
        else:
            tail = unit + (_UNIT_TAIL.match(self.text, end) or {"unit": ""})["unit"]
            self._take(
                start, match.end("number"), "amount", low=number, high=number, tail=tail[:8],
                **how,
            )  # fmt: skip

    def _approx(self, start: int, end: int) -> Approx:
        before, after = self.text[max(0, start - 5) : start], self.text[end : end + 3]
        inside = self.text[start:end]
        if _UNDER.search(before) or _BELOW.match(after):
            return "under"
        if _OVER.search(before) or _MORE.match(after) or _SOMEWHAT_MORE.search(inside):
            return "over"
        if _ABOUT.search(before) or _AFTER_ABOUT.match(after):
            return "about"
        return ""


def _scale(text: str) -> Decimal:
    size = Decimal(1)
    for c in text:
        size *= {
            "万": Decimal(10**4),
            "亿": Decimal(10**8),
            "千": Decimal(1000),
            "百": Decimal(100),
        }[c]
    return size
