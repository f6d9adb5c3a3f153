"""A clause of a note told whole but for one word, in whose place a word of other facts stands: 随部门预算公开 for 随部门决算公开."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from assistant.grounding.fault import Fault
from assistant.grounding.pieces import EVENTS, Ground, Piece, bare_words
from assistant.grounding.reading import Read
from assistant.grounding.standing import words_known
from assistant.grounding.tokens import tokens
from assistant.model.sections import MEASURES, REASONS

_ENOUGH = 5
_SHARE = 0.5
_LONGEST = 6
_WORD = 2


def check_swapped(
    read: Read, text: str, end: int, pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """Outside reasons and measures, which people put in words of their own: `end` is where the clause does."""
    if read.section in {REASONS, MEASURES}:
        return
    long = [piece for piece in pieces if len(piece.words) >= _WORD]
    told: Counter[int] = Counter()
    for piece in long:
        told.update(dict.fromkeys(piece.units, len(piece.words)))
    for n, size in told.most_common(_WORD):
        unit = ground.units[n]
        if unit.fact.role not in EVENTS or size < max(_ENOUGH, _SHARE * len(unit.text)):
            continue
        note = bare_words(unit.fact.said)
        for one, other in pairwise(long):
            if n not in one.units or n in other.units or one.end != other.start:
                continue
            there = _in_its_place(unit.text, one, other, long, end)
            if there and other.words not in note and there not in read.plain:
                span = (other.start, other.end)
                yield Fault(span, text[slice(*span)], f"数据中是“{there}”", "claim")


def _in_its_place(noted: str, one: Piece, other: Piece, pieces: list[Piece], end: int) -> str:
    """What the note has between the words before and those after; empty where the stretch is not one, or tells nothing."""
    start = noted.find(one.words) + len(one.words)
    after = next((p for p in pieces if p.start == other.end), None)
    stop = noted.find(after.words, start) if after else len(noted) if other.end == end else -1
    there = noted[start:stop] if stop >= 0 else ""
    glue = words_known().glue
    tells = (
        other.words not in glue
        and other.words.replace("没", "未") != there.replace("没", "未")
        and any(word not in glue for word, _ in tokens(there))
    )
    return there if tells and _WORD <= len(there) <= _LONGEST else ""
