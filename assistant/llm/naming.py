"""How likely a piece of a sentence is somebody's name: a score in nats, from four things together.

How often its first character is a surname and how often the others stand in given names; how likely the sentence reads with it
as a name against its likeliest reading in ordinary words (the dictionary's counts, as in Zhang Huaping, Liu Qun et al.,
Chinese person name recognition based on role tagging, 2002); and what stands before and behind it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.lexicon import lexicon
from assistant.segmenting import frequency, tags, total

_RUN = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST_WORD, _LONGEST_SURNAME = 6, 2
#: one word in three hundred of such reports is a name; one name in six has a single given character
_ANY_NAME = math.log(1 / 300)
_LENGTHS = {1: math.log(0.15), 2: math.log(0.85)}
#: how much a character that the list of given names holds counts for, beside the names of the dictionary
_LISTED = 60
_FREQUENT_SURNAMES = 0.85


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece that may be a name, and how many nats its characters speak for that; the end of its surname."""

    start: int
    first: int
    end: int
    score: float


@cache
def listed(name: str) -> tuple[str, ...]:
    """A list of lexicon/persons.yaml, the longest first; `long titles` are those of two characters and more."""
    if name == "long titles":
        return tuple(w for w in listed("titles") if len(w) > 1)
    value = lexicon("persons")[name]
    words = value.split() if isinstance(value, str) else value
    return tuple(sorted(dict.fromkeys(words), key=len, reverse=True))


@cache
def _surnames() -> dict[str, float]:
    """Logarithm of the share of people with each surname: the hundred most frequent by rank, the others alike."""
    frequent = "".join(listed("frequent"))
    others = sorted({*"".join(listed("common")), *"".join(listed("rare"))} - set(frequent))
    compound = listed("compound")
    ranks = [1 / (rank + 5) ** 1.1 for rank in range(len(frequent))]
    share = {c: _FREQUENT_SURNAMES * w / sum(ranks) for c, w in zip(frequent, ranks, strict=True)}
    rest = (1 - _FREQUENT_SURNAMES) / (len(others) + len(compound))
    share |= dict.fromkeys([*others, *compound], rest)
    return {name: math.log(value) for name, value in share.items()}


@cache
def _given() -> dict[str, float]:
    """Logarithm of the share of each character among those of given names; of others nothing is known."""
    counts: Counter[str] = Counter()
    surnames = _surnames()
    for word, tag in tags().items():
        if tag.startswith("nr") and len(word) in (2, 3) and word[0] in surnames:
            counts.update(word[1:])
    weights = {c: min(n, 3 * _LISTED) * 0.25 for c, n in counts.items()}
    for char in "".join(listed("given")):
        weights[char] = weights.get(char, 0) + _LISTED
    whole = sum(weights.values())
    return {c: math.log(w / whole) for c, w in weights.items()}


_UNKNOWN_GIVEN = math.log(1e-5)


@cache
def _word(word: str) -> float | None:
    """Logarithm of an ordinary word's share of running text; None for what is no word or only a name."""
    tag = tags().get(word)
    if len(word) > 1 and (tag is None or word in listed("compound")):
        return None
    if len(word) > _LONGEST_SURNAME and str(tag).startswith("nr"):
        return None
    return math.log(max(frequency(word), 1) / total())


def _best(run: str) -> tuple[list[float], list[float]]:
    """The likeliest reading in ordinary words up to each place of the run, and from each place on."""
    size = len(run)
    upto, onward = [0.0] + [-math.inf] * size, [-math.inf] * size + [0.0]
    for end in range(1, size + 1):
        for start in range(max(0, end - _LONGEST_WORD), end):
            if (value := _word(run[start:end])) is not None:
                upto[end] = max(upto[end], upto[start] + value)
    for start in range(size - 1, -1, -1):
        for end in range(start + 1, min(size, start + _LONGEST_WORD) + 1):
            if (value := _word(run[start:end])) is not None:
                onward[start] = max(onward[start], onward[end] + value)
    return upto, onward


def candidates(text: str) -> Iterator[Candidate]:
    """Every surname with one or two characters behind it, and how well that reads as a name; in order of place."""
    surnames, given = _surnames(), _given()
    for run in _RUN.finditer(text):
        upto, onward = _best(run.group())
        whole, at = upto[-1], run.start()
        for start in range(len(run.group()) - 1):
            for first in (start + 1, start + 2):
                surname = surnames.get(run.group()[start:first])
                if surname is None:
                    continue
                for end in range(first + 1, min(first + 2, len(run.group())) + 1):
                    chars = run.group()[first:end]
                    name = (
                        _ANY_NAME
                        + surname
                        + _LENGTHS[len(chars)]
                        + sum(given.get(c, _UNKNOWN_GIVEN) for c in chars)
                    )
                    yield Candidate(
                        at + start, at + first, at + end, upto[start] + name + onward[end] - whole
                    )
