"""Words out of a sentence, with their places."""

from __future__ import annotations

from assistant.segmenting import words


def tokens(text: str) -> list[tuple[str, int]]:
    """Words with their offsets, in order."""
    found, at = [], 0
    for word in words(text, unknown=False):
        found.append((word, at))
        at += len(word)
    return found
