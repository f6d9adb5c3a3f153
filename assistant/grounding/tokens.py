"""Words out of a sentence, with their places."""

from __future__ import annotations

from functools import lru_cache

from assistant.segmenting import words


@lru_cache(maxsize=16384)
def tokens(text: str) -> tuple[tuple[str, int], ...]:
    """Words with their offsets, in order."""
    found, at = [], 0
    for word in words(text, unknown=False):
        found.append((word, at))
        at += len(word)
    return tuple(found)
