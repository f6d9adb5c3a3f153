"""A text as it is matched: one width, no invisible characters, simplified characters, and the way back to the original.

Every character of the folded text knows the characters of the original that it stands for, so that what is found in
the one is cut out of the other exactly.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.patterns import regex

_HAN = regex(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DASHES = dict.fromkeys("‐‑‒–—―−﹣－⁃", "-")
_DOTS = dict.fromkeys("•‧∙・⋅●᛫ꞏ･", "·")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text`, and for each of its characters where it begins and ends in the original."""

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original's span for a span of the folded text."""
        return self.begins[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """The text folded: NFKC a character, formatting characters dropped, traditional characters as simplified."""
    chars: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for at, char in enumerate(text):
        for one in char if char.isascii() else _one(char):
            chars.append(one)
            begins.append(at)
            ends.append(at + 1)
    return Folded("".join(chars), tuple(begins), tuple(ends))


@cache
def _one(char: str) -> str:
    if unicodedata.category(char) in {"Cf", "Mn", "Me"} or char in "\u115f\u3164\u180e":
        return ""
    if char in _DASHES:
        return "-"
    if char in _DOTS:
        return "·"
    plain = unicodedata.normalize("NFKC", char)
    return _simplified(plain) if _HAN.match(plain) else plain


@cache
def _simplified(char: str) -> str:
    converted = str(_converter().convert(char))
    return converted if len(converted) == len(char) else char


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
