"""Grammar words of dialects read as the standard ones of the same length: 唔系一百零八蚊 is 不是一百零八元."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.segmenting import frequency

#: a pair of characters that the dictionary has seen more often is a word
_SEEN = 10


def in_standard(text: str) -> str:
    """The line with 唔, 系, 咗, 冇 … as 不, 是, 了, 没 …; names and all other words stay as they were said."""
    for pattern, word in _words():
        text = pattern.sub(lambda match, word=word: _replaced(match, word), text)  # type: ignore[misc]
    return text


def _replaced(match: re.Match[str], word: str) -> str:
    """What stands for it; a single character that ends or begins a word of the language (渠系) is a part of that."""
    start, end = match.span()
    if end - start == 1:
        pairs = (match.string[start - 1 : end] if start else "", match.string[start : end + 1])
        if any(len(pair) > 1 and frequency(pair) > _SEEN for pair in pairs):
            return match[0]
    return word


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((regex(said), word) for said, word in lexicon("dialect")["words"])
