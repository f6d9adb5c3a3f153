"""Amounts, shares, counts and days in running text, each at its place with the words around it.

What stands in 《》, 〔〕 or a number like GB/T 9704 is no figure of the project, and neither is a year
or an ordinal. Approximate figures are marked, so that no check takes them at their word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.values.deadlines import Span, read_span
from assistant.values.figures import figures as read_figures
from assistant.values.numerals import CHINESE, read_number
from assistant.word.document import Said

FigureKind = Literal["money", "percent", "count"]
MEASURES = (
    "个|套|台|件|场次|场|期|批次|批|人次|人|户|名|份|条|处|座|所|项|公里|千米|平方米|平方公里|米|亩|公顷|吨|"
    "辆|篇|家|组|支|块|部|盏|株|头|只|册|张|幅|间|栋|次|例|起|班|村|眼|盘|宗|本|枚|根|幢|对|门|孔"
)
_MONEY_SIZE = {"亿": Decimal("1e8"), "万": Decimal("1e4"), "千": Decimal("1e3"), "百万": Decimal("1e6"), "": Decimal(1)}  # fmt: skip
_NUMBER = r"(?<![\d.A-Za-z/\-第])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_FIGURE = re.compile(
    rf"{_NUMBER}\s*(?:(?P<about>[余多来几])?(?P<size>亿|百万|万|千)?(?P<about2>[余多])?\s*(?P<money>元)(?P<per>/\S)?|(?P<percent>%|％|个百分点)|"
    rf"(?P<about3>[余多来几])?(?P<many>万)?(?P<about4>[余多])?\s*(?P<measure>{MEASURES})(?!月|季|百分|工作日|日))"
)
_NUMERAL = re.compile(rf"百分之|[{CHINESE}]+(?:点[零一二三四五六七八九]+)?")
_MEASURE = re.compile(rf"[余多来]?(?:{MEASURES})(?!月|季|百分|工作日|日)")
_HIDDEN = re.compile(
    r"《[^》]*》|〔[^〕]*〕[^，。；]{0,8}号|[（(][^（）()]{0,20}号[）)]|第\d+[条款项号]"
)
_ABOUT_BEFORE = re.compile(
    r"(约|近|大约|大概|超过|超|逾|将近|接近|不少于|不低于|不超过|以上|至少|达到?(?=\d+余))\s*(?:人民币)?$"
)
_ABOUT_AFTER = re.compile(r"^\s*(左右|上下|以上|以下|以内|多|余)")
_PER_BEFORE = re.compile(
    r"(每[\u4e00-\u9fff]{0,6}|人均|户均|亩均|单价|标准(为|是)?|均价|[/／])[^，。；\d]{0,8}$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `value` is in 元 for money, a ratio for percent, the number for counts.

    `before` and `after` are the rest of its sentence on either side.
    """

    said: Said
    kind: FigureKind
    value: Decimal
    number: Decimal
    unit: str
    decimals: int
    exact: bool
    each: bool
    before: str
    after: str

    @property
    def digits(self) -> str:
        """Its significant digits."""
        return re.sub(r"[^0-9]", "", f"{self.number:f}").strip("0")

    @property
    def step(self) -> Decimal:
        """Half of the last printed place, in base units: two figures this near are the same."""
        size = self.value / self.number if self.number else Decimal(1)
        return abs(size) * Decimal(1).scaleb(-self.decimals) / 2


def figures_in(sentence: Said) -> Iterator[Figure]:
    """The figures of one sentence, in order."""
    text = _HIDDEN.sub(lambda m: "　" * len(m[0]), sentence.text)
    for match in _FIGURE.finditer(text):
        number = Decimal(match["number"].replace(",", ""))
        decimals = len(match["number"].partition(".")[2])
        before, after = text[: match.start()], text[match.end() :]
        loose = any(match[name] for name in ("about", "about2", "about3", "about4"))
        exact = not (loose or _ABOUT_BEFORE.search(before) or _ABOUT_AFTER.match(after))
        kind: FigureKind
        if match["money"]:
            kind, unit = "money", f"{match['size'] or ''}元"
            value = number * _MONEY_SIZE[match["size"] or ""]
        elif match["percent"]:
            kind, unit, value = "percent", "%", number / 100
            if match["percent"] == "个百分点":
                continue
        else:
            kind, unit = "count", match["measure"]
            value = number * (10000 if match["many"] else 1)
        yield Figure(
            sentence.cut(match.start(), match.end()), kind, value, number, unit, decimals, exact,
            bool(match["per"]) or bool(_PER_BEFORE.search(before)), before, after,
        )  # fmt: skip
    yield from _spoken(sentence, text)


def _spoken(sentence: Said, text: str) -> Iterator[Figure]:
    """Figures in Chinese numerals (三百二十户, 百分之九十五, 三万元), as the one reader of running text reads them."""
    if not _NUMERAL.search(text):
        return
    for read in read_figures(text):
        numeral = _NUMERAL.match(read.words)
        if not numeral or read.low != read.high or read.kind not in {"amount", "percent"}:
            continue
        before, end = text[: read.start], read.end
        kind: FigureKind = "count"
        value, unit = read.low, ""
        if read.kind == "percent":
            kind, unit, number = "percent", "%", read.low * 100
        elif read.unit == "金额":
            kind, unit, number = "money", "元", read.low
        else:
            measure = _MEASURE.match(text, read.start + numeral.end())
            said = read_number(numeral[0])
            if not measure or said is None:
                continue
            unit, number, end = measure[0], said, max(end, measure.end())
            value = said
        after = text[end:]
        exact = not (read.approx or _ABOUT_BEFORE.search(before) or _ABOUT_AFTER.match(after))
        yield Figure(
            sentence.cut(read.start, end), kind, value, number, unit, 0, exact,
            bool(_PER_BEFORE.search(before)), before, after,
        )  # fmt: skip


def figures(sentences: Iterable[Said], kind: FigureKind) -> list[Figure]:
    """All figures of one kind."""
    return [f for s in sentences for f in figures_in(s) if f.kind == kind]


_DAY = re.compile(
    r"(?:(?P<year>20\d\d)\s*年\s*)?(?<!\d)(?P<month>1[0-2]|0?[1-9])\s*月(?:份)?\s*"
    r"(?:(?P<day>[12]\d|3[01]|0?[1-9])\s*[日号]|(?P<part>底|末|初|上旬|中旬|下旬))?"
    r"|(?P<only>20\d\d)\s*年(?:底|末)"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day or month in a sentence, and the words on either side of it."""

    said: Said
    span: Span
    before: str
    after: str
    has_year: bool


def dates_in(sentence: Said, year: int | None) -> Iterator[Dated]:
    """Days and months of one sentence; a month without a year is of the year last named, else of `year`."""
    text = _HIDDEN.sub(lambda m: "　" * len(m[0]), sentence.text)
    named = year
    for match in _DAY.finditer(text):
        if re.match(r"\s*(个月|月)", text[match.end() :]) or text[match.end() :].startswith("个"):
            continue
        if match["year"]:
            named = int(match["year"])
        try:
            span = read_span(re.sub(r"\s", "", match[0]), named)
        except ValueError:
            span = None
        if span is not None:
            yield Dated(
                sentence.cut(match.start(), match.end()), span, text[: match.start()],
                text[match.end() :], bool(match["year"] or match["only"]),
            )  # fmt: skip
