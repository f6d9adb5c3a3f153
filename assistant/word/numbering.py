"""Automatic numbers of Word paragraphs: what Word prints and the text does not hold."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from assistant.word.names import W, whole

_CHINESE = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional",
            "chineseLegalSimplified", "taiwaneseCountingThousand", "ideographDigital"}  # fmt: skip
_DIGITS = "零一二三四五六七八九"


def chinese_count(number: int) -> str:
    """1–99 as 一…九十九; larger ones in arabic."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:  # noqa: PLR2004
        return str(number)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def _roman(number: int) -> str:
    steps = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for value, sign in steps:
        while number >= value:
            text, number = text + sign, number - value
    return text


def _print(number: int, form: str) -> str:
    if form in _CHINESE:
        return chinese_count(number)
    if form in {"bullet", "none"}:
        return ""
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:  # noqa: PLR2004
        return chr(0x2460 + number - 1)
    if form.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman"):
        return _roman(number).upper() if form.startswith("upper") else _roman(number)
    return str(number)


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts along the document. Ask once a paragraph, in document order."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    nums: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def read(cls, root: Any) -> Numbering:
        """From word/numbering.xml; empty where there is none."""
        numbering = cls()
        if root is None:
            return numbering
        for abstract in root.iter(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            numbering.levels[key] = {
                whole(level.get(f"{W}ilvl"), 0): _Level(
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    whole(_value(level, "start", "1"), 1),
                )
                for level in abstract.iter(f"{W}lvl")
            }
        for num in root.iter(f"{W}num"):
            numbering.nums[num.get(f"{W}numId", "")] = _value(num, "abstractNumId", "")
        return numbering

    def label(self, num: str, level: int) -> str:
        """The number printed before a paragraph of that list and level; counts it."""
        abstract = self.nums.get(num, "")
        levels = self.levels.get(abstract)
        if num == "0" or not levels or level not in levels:
            return ""
        counts = self.counts[abstract]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [k for k in counts if k > level]:
            del counts[deeper]

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            if at not in levels:
                return ""
            return _print(counts.get(at, levels[at].start), levels[at].form)

        return re.sub(r"%(\d)", number, levels[level].text)


def _value(element: Any, child: str, default: str) -> str:
    found = element.find(f"{W}{child}")
    return default if found is None else str(found.get(f"{W}val", default))
