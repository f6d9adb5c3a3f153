"""Which indicator a person means: 在线率, 第二条, I2, 指标3."""

from __future__ import annotations

import re

from assistant.model.scorecard import Scorecard, ScoredIndicator
from assistant.values.numerals import read_number
from assistant.values.reading import fold

_NUMBERED = re.compile(
    r"(?:第(?P<a>[一二三四五六七八九十\d]+)(?:条|项|个|行)?(?:指标)?|(?:指标|[Ii])\s*(?P<b>\d+))"
)
_LEAST = 2
_PUNCTUATION = re.compile(r"[“”\"‘’'《》（）()\s]")


def find_rows(card: Scorecard, words: str) -> tuple[ScoredIndicator, ...]:
    """The rows meant: one where it is plain, several where it is not, none where no row is named."""
    plain = _PUNCTUATION.sub("", fold(words))
    shared = [
        (_longest(_PUNCTUATION.sub("", fold(row.indicator.name)), plain), row)
        for row in card.indicators
    ]
    best = max((size for size, _ in shared), default=0)
    if best >= _LEAST:
        found = tuple(row for size, row in shared if size == best)
        if len(found) == 1 or best > _LEAST:
            return found
    numbered = _NUMBERED.search(plain)
    if numbered:
        number = read_number(numbered["a"] or numbered["b"])
        return tuple(
            row for row in card.indicators if number is not None and row.id == f"I{number}"
        )
    return tuple(row for size, row in shared if size == best) if best >= _LEAST else ()


def _longest(name: str, words: str) -> int:
    """Length of the longest stretch of the name that stands in the words."""
    best = 0
    for start in range(len(name)):
        while start + best < len(name) and name[start : start + best + 1] in words:
            best += 1
    return best
