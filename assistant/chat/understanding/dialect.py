"""Grammar words of dialects read as the standard ones of the same length: 唔系一百零八蚊 is 不是一百零八元."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.lexicon import lexicon


def in_standard(text: str) -> str:
    """The line with 唔, 系, 咗, 冇 … as 不, 是, 了, 没 …; names and all other words stay as they were said."""
    for pattern, word in _words():
        text = pattern.sub(word, text)
    return text


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(said), word) for said, word in lexicon("dialect")["words"])
