"""Mends what is mechanical, as tracked changes that a person accepts or refuses one by one.

Words: 截止→截至, plain typing errors, half-width marks among Chinese, numbers of headings, the date.
Layout: paper, margins, page number, fonts, sizes, indent and spacing of GB/T 9704-2012.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks.catalogue.evidence import DATE, printed_date
from assistant.checks.catalogue.wording import TYPO, TYPOS, UNTIL
from assistant.checks.headings import mark_of
from assistant.patterns import regex
from assistant.word.document import Document, Paragraph
from assistant.word.numbering import chinese_count

_HAN = r"\u4e00-\u9fff"
_FULL = str.maketrans(",;:?!()", "，；：？！（）")
_HALF = regex(rf"(?<=[{_HAN}”》）])[,;:?!](?=[{_HAN}“《（]|$)")
_BRACKETS = regex(rf"[(（]([^()（）]*[{_HAN}][^()（）]*)[)）]")
_TWICE = regex(r"([。，、；：])\1+")


@dataclass(frozen=True, slots=True)
class Change:
    """Characters of one paragraph, and what stands there instead."""

    paragraph: int
    start: int
    end: int
    old: str
    new: str


def text_changes(texts: dict[int, str], document: Document) -> list[Change]:
    """All changes of words, in order, none over another. `texts` are all paragraphs by ordinal."""
    own = {p.ordinal: p for p in document.paragraphs}
    found: list[Change] = []
    for ordinal, text in texts.items():
        taken = 0
        candidates = sorted(_changes(text, own.get(ordinal)), key=lambda c: (c[0], -c[1]))
        for start, end, new in candidates:
            if start >= taken and text[start:end] != new:
                found.append(Change(ordinal, start, end, text[start:end], new))
                taken = end
    return found


def _changes(text: str, paragraph: Paragraph | None) -> Iterator[tuple[int, int, str]]:
    if paragraph is not None:
        yield from _number(text, paragraph)
        date = DATE.match(text)
        if date and not paragraph.level:
            yield date.start("d"), date.end("d"), printed_date(date["d"])
    for match in UNTIL.finditer(text):
        yield match.start(), match.end(), "截至"
    for match in TYPO.finditer(text):
        if match[0] not in {"以经", "做为"}:
            yield match.start(), match.end(), TYPOS[match[0]]
    for match in _HALF.finditer(text):
        yield match.start(), match.end(), match[0].translate(_FULL)
    for match in _BRACKETS.finditer(text):
        for at in (match.start(), match.end() - 1):
            if text[at] in "()":
                yield at, at + 1, text[at].translate(_FULL)
    for match in _TWICE.finditer(text):
        yield match.start(), match.end(), match[1]


def _number(text: str, paragraph: Paragraph) -> Iterator[tuple[int, int, str]]:
    if paragraph.number or not paragraph.level:
        return
    level, number, mark = mark_of(text)
    if level == 3 and "、" in mark:  # noqa: PLR2004
        yield 0, len(mark), f"{number}."
    elif level == 4 and paragraph.level == 2:  # noqa: PLR2004
        yield 0, len(mark), f"（{chinese_count(number)}）"
