"""Amounts, shares, counts and days in running text, each at its place with the words around it.

What stands in 《》, 〔〕 or a number like GB/T 9704 is no figure of the project, and neither is a year
or an ordinal. Approximate figures are marked, so that no check takes them at their word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.patterns import regex
from assistant.values.days import days
from assistant.values.deadlines import Span, read_span
from assistant.values.figures import figures as read_figures
from assistant.values.figures import flat
from assistant.values.numerals import CHINESE
from assistant.values.units import MEASURE_WORDS
from assistant.word.document import Said

FigureKind = Literal["money", "percent", "count"]
_SIZES = {Decimal(10) ** 8: "亿元", Decimal(10) ** 4: "万元"}
_MEASURE = regex(
    rf"(?P<many>万)?[余多来几]?\s*(?P<measure>{MEASURE_WORDS})(?!月|季|百分|工作日|日)"
)
_NUMBER = regex(rf"[\d,.]+|[{CHINESE}]+(?:点[零一二三四五六七八九]+)?")
_LOOSE = regex(r"[余多来几]")
_HIDDEN = regex(
    r"《[^》]*》|〔[^〕]*〕[^，。；]{0,8}号|[（(][^（）()]{0,20}号[）)]|第\d+[条款项号]"
)
_ABOUT_BEFORE = regex(
    r"(约|近|大约|大概|超过|超|逾|将近|接近|不少于|不低于|不超过|以上|至少|达到?(?=\d+余))\s*(?:人民币)?$"
)
_ABOUT_AFTER = regex(r"^\s*(左右|上下|以上|以下|以内|多|余)")
_PER_BEFORE = regex(
    r"(每[\u4e00-\u9fff]{0,6}|人均|户均|亩均|单价|标准(为|是)?|均价|[/／])[^，。；\d]{0,8}$"
)
#: how far from a figure the words stand that say about, at least, each
_NEAR = 24


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `value` is in 元 for money, a ratio for percent, the number for counts.

    `text` is its sentence and `start`, `end` its place there: a line of nothing but amounts has thousands, and none
    keeps a copy of the line.
    """

    said: Said
    kind: FigureKind
    value: Decimal
    number: Decimal
    unit: str
    decimals: int
    exact: bool
    each: bool
    text: str
    start: int
    end: int

    @property
    def before(self) -> str:
        """What stands before it in its sentence."""
        return self.text[: self.start]

    @property
    def after(self) -> str:
        """What stands behind it in its sentence."""
        return self.text[self.end :]

    @property
    def digits(self) -> str:
        """Its significant digits."""
        return re.sub(r"[^0-9]", "", f"{self.number:f}").strip("0")

    @property
    def step(self) -> Decimal:
        """Half of the last printed place, in base units: two figures this near are the same."""
        size = self.value / self.number if self.number else Decimal(1)
        return abs(size) * Decimal(1).scaleb(-self.decimals) / 2


@lru_cache(maxsize=65536)  # five checks ask for the figures of each sentence
def figures_in(sentence: Said) -> tuple[Figure, ...]:
    """The figures of one sentence, in order, as the one reader of running text reads them; ranges are none."""
    return tuple(_figures_in(sentence))


def _figures_in(sentence: Said) -> Iterator[Figure]:
    text = _HIDDEN.sub(lambda m: "　" * len(m[0]), sentence.text)
    plain = flat(text)
    for read in read_figures(text):
        numeral = _NUMBER.match(plain, read.start)
        if read.low != read.high or read.kind not in {"amount", "percent"}:
            continue
        end, size = read.end, read.size
        kind: FigureKind = "count"
        if read.kind == "percent":
            kind, unit = "percent", "%"
            size = Decimal("0.01")
        elif read.unit == "金额":
            kind, unit = "money", _SIZES.get(size, "元")
        else:
            measure = _MEASURE.match(plain, numeral.end()) if numeral else None
            if not measure:
                continue
            unit, end = measure["measure"], measure.end()
            size = Decimal(10000 if measure["many"] else 1)
        number = read.low / (read.size if kind != "percent" else size)
        near = text[max(0, read.start - _NEAR) : read.start]
        loose = (
            read.approx or _LOOSE.search(text, read.start, end)
            or _ABOUT_AFTER.match(text[end : end + _NEAR])
        )  # fmt: skip
        each = text[end : end + 1] == "/" or _PER_BEFORE.search(near)
        yield Figure(
            sentence.cut(read.start, end), kind, number * size, number, unit, read.places,
            not (loose or _ABOUT_BEFORE.search(near)), bool(each), text, read.start, end,
        )  # fmt: skip


def figures(sentences: Iterable[Said], kind: FigureKind) -> list[Figure]:
    """All figures of one kind."""
    return [f for s in sentences for f in figures_in(s) if f.kind == kind]


@dataclass(frozen=True, slots=True)
class Dated:
    """A day or month in a sentence, and the words on either side of it."""

    said: Said
    span: Span
    before: str
    after: str
    has_year: bool


@lru_cache(maxsize=65536)
def dates_in(sentence: Said, year: int | None) -> tuple[Dated, ...]:
    """Days and months of one sentence; a month without a year is of the year last named, else of `year`."""
    return tuple(_dates_in(sentence, year))


def _dates_in(sentence: Said, year: int | None) -> Iterator[Dated]:
    text = _HIDDEN.sub(lambda m: "　" * len(m[0]), sentence.text)
    named = year
    for start, end, day in days(flat(text)):
        if day.words or text[end : end + 1] == "个":
            continue
        if not (day.month or (day.year and day.part in {"底", "末"})):
            continue
        named = day.year or named
        try:
            span = read_span(re.sub(r"\s", "", text[start:end]), named)
        except ValueError:
            span = None
        if span is not None:
            yield Dated(
                sentence.cut(start, end), span, text[:start], text[end:], day.year is not None
            )
