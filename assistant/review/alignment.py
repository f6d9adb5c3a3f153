"""Which sentence of one text is which of another: equal ones first, then alike ones between them."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.patterns import regex

#: two sentences that share this much (Dice over pairs of characters) are versions of one another
ALIKE = 0.34
_DIGITS = regex(r"\d+(?:[.,]\d+)*")
_MOST_PAIRS = 40_000  # beyond that, a gap is aligned by its ends only: time stays bounded
_END = regex(r"[^。！？!?\n]*(?:[。！？!?]+[”’）》〕」』)\]】]*(?:【待[^】\n]{0,60}】)?|\n+|$)")


def split_sentences(text: str) -> list[str]:
    """The sentences of a paragraph; joined, they are the text again, to the character."""
    return [part for part in _END.findall(text) if part]


@lru_cache(maxsize=16_384)  # every cell is held against every name
def key(text: str) -> str:
    """The text without white space: what programs add or drop when they save."""
    return "".join(text.split())


def likeness(one: str, other: str) -> float:
    """0–1: how much of their pairs of characters two texts share. Figures count as one sign each."""
    return _shared(_pairs(one), _pairs(other))


@lru_cache(maxsize=256)  # a table is held against every other; nobody changes what comes back
def _pairs(text: str) -> Counter[str]:
    plain = "^" + _DIGITS.sub("0", key(text)) + "$"
    return Counter(plain[i : i + 2] for i in range(len(plain) - 1))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    return 2 * sum((one & other).values()) / max(one.total() + other.total(), 1)


@dataclass(frozen=True, slots=True)
class Link:
    """Item `one` of the first text is item `other` of the second; `same` to the character."""

    one: int
    other: int
    same: bool


def align(one: Sequence[str], other: Sequence[str]) -> list[Link]:
    """Links in order, no crossing, each item at most once. White space does not count."""
    first, second = [key(t) for t in one], [key(t) for t in other]
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    links: list[Link] = []
    i = j = 0
    for block in matcher.get_matching_blocks():
        links += _alike(first, second, range(i, block.a), range(j, block.b))
        links += [Link(block.a + k, block.b + k, True) for k in range(block.size)]
        i, j = block.a + block.size, block.b + block.size
    return links


def _alike(one: list[str], other: list[str], rows: range, columns: range) -> Iterator[Link]:
    """The best non-crossing pairing of alike items inside a gap."""
    if not rows or not columns or len(rows) * len(columns) > _MOST_PAIRS:
        return
    left = [_pairs(one[i]) for i in rows]
    right = [_pairs(other[j]) for j in columns]
    alike = [[_shared(a, b) for b in right] for a in left]
    best = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for i in reversed(range(len(rows))):
        for j in reversed(range(len(columns))):
            pair = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(rows) and j < len(columns):
        if alike[i][j] >= ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield Link(rows[i], columns[j], False)
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def cut_at(text: str, known: Sequence[str]) -> list[str]:
    """The sentences of `text`, where those of `known` that stand in it unchanged are kept whole.

    Joined, the parts are the text again. A known one counts only where a sentence may begin.
    """
    parts: list[str] = []
    start = 0
    for sentence in known:
        at = text.find(sentence, start) if sentence.strip() else -1
        while at > start and text[at - 1] not in "。！？!?\n：:】”）" and text[start:at].strip():
            at = text.find(sentence, at + 1)
        if at < 0:
            continue
        parts += split_sentences(text[start:at])
        parts.append(sentence)
        start = at + len(sentence)
    return parts + split_sentences(text[start:])


def out_of_order(numbers: Sequence[int]) -> list[int]:
    """The fewest of different numbers that keep the others from rising."""
    best: list[list[int]] = []
    for n, number in enumerate(numbers):
        before = [run for run in best[:n] if run[-1] < number]
        best.append([*_longest(before), number])
    rising = set(_longest(best))
    return [number for number in numbers if number not in rising]


def _longest(runs: Sequence[list[int]]) -> list[int]:
    return sorted(runs, key=len)[-1] if runs else []
