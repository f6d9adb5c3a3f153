"""Whether a note is told in words of speech (又给了12万, 弄完了), and how it is written where that is certain.

A report prints the staff's notes word for word. So whoever takes a note down says which words of it are spoken, and offers the
written ones only where each has a single sense (`lexicon/register.yaml`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.lexicon import lexicon
from assistant.patterns import regex


@dataclass(frozen=True, slots=True)
class Spoken:
    """The `words` of speech in a note, in their order; `written` the whole note in written words, "" where that is not certain."""

    words: tuple[str, ...] = ()
    written: str = ""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[tuple[re.Pattern[str], str], ...], re.Pattern[str]]:
    words = lexicon("register")
    certain = tuple((regex(entry["said"]), entry["written"]) for entry in words["written"])
    return certain, regex("|".join(f"(?:{pattern})" for pattern in words["spoken"]))


def spoken_in(note: str) -> Spoken:
    """The words of speech in a note, and the note in written ones."""
    certain, marks = _patterns()
    written = note
    found: dict[int, str] = {}
    for pattern, plain in certain:
        for match in pattern.finditer(note):
            if not any(at <= match.start() < at + len(word) for at, word in found.items()):
                found[match.start()] = match[0]
        written = pattern.sub(plain, written)
    for match in marks.finditer(note):
        if not any(at <= match.start() < at + len(word) for at, word in found.items()):
            found[match.start()] = match[0]
    if not found:
        return Spoken()
    sure = written != note and not marks.search(written)
    return Spoken(tuple(dict.fromkeys(found[at] for at in sorted(found))), written if sure else "")
