"""How likely a piece of a sentence is somebody's name by its characters, in nats, and what a sentence loses if words end there.

How often its first character is a surname and how often the others stand in given names, against the likeliest reading of the
same characters in ordinary words (the dictionary's counts, as in Zhang Huaping, Liu Qun et al., Chinese person name
recognition based on role tagging, 2002). What stands before and behind is standing.py's.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.lexicon import lexicon
from assistant.segmenting import begins_a_word, frequency, tags, total

_RUN = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST_WORD, _LONGEST_SURNAME = 6, 2
#: one word in three hundred of such reports is a name; one name in six has a single given character
_ANY_NAME = math.log(1 / 300)
_LENGTHS = {1: math.log(0.15), 2: math.log(0.85)}
#: how much a character that the list of given names holds counts for, beside the names of the dictionary
_LISTED = 60
_FREQUENT_SURNAMES = 0.85
#: of the names in such texts one in five is a surname and a title, one in thirty 老张, one in a hundred a given name alone
_TITLED, _FOND, _GIVEN_ALONE = math.log(1 / 5 / 30), math.log(1 / 30), math.log(1 / 100)
#: and one in two hundred is 阿芳 or 刚哥, by a character of the given name
_BY_GIVEN = math.log(1 / 200)
#: below these no place makes a name of a piece: what is not looked at costs no time
_LEAST, _LEAST_BORDER = -18.0, -4.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece with the form of a name and the end of its surname.

    `name`: nats its characters speak for a name against their likeliest reading in ordinary words. `border`: nats that the
    whole run loses, read in ordinary words, when words must end where the piece does; none is 0, less is negative.
    """

    start: int
    first: int
    end: int
    form: str
    name: float
    border: float
    run: int
    reading: Reading


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
#: adverbs, pronouns, times and their like (刚才) are not what one calls somebody by
_NO_GIVEN = frozenset("dcpruymqft")
#: of 15,600 persons in a newspaper's month (evals/privacy/news.py) no given name ends so: offices, places, papers, amounts do
_ENDS_NO_NAME = frozenset(
    "率性股市县区街局厂额值数滩沟湾洼塬峁站所院校队组场办处司省册账板型费款亩户吨套剂员者室厅"
)


@cache
def _word(word: str) -> float | None:
    """Logarithm of an ordinary word's share of running text; None for what is no word or only a name."""
    tag = tags().get(word)
    if len(word) > 1 and (tag is None or word in listed("compound")):
        return None
    if len(word) > _LONGEST_SURNAME and str(tag).startswith("nr"):
        return None
    return math.log(max(frequency(word), 1) / total())


@lru_cache(maxsize=65536)
def _words_at(piece: str) -> tuple[tuple[int, float], ...]:
    """Length and logarithm of the share of each ordinary word that the piece begins with."""
    found = []
    for length in range(1, len(piece) + 1):
        word = piece[:length]
        if length > 1 and not begins_a_word(word):
            break
        value = _word(word)
        if value is not None:
            found.append((length, value))
    return tuple(found)


class Reading:
    """The likeliest reading in ordinary words of a run of characters: up to each place, and from each place on."""

    def __init__(self, run: str) -> None:
        size = len(run)
        self.run = run
        upto, onward = [0.0] + [-math.inf] * size, [-math.inf] * size + [0.0]
        last, next_ = [0] * (size + 1), [size] * (size + 1)
        self._words = words = [
            _words_at(run[start : start + _LONGEST_WORD]) for start in range(size)
        ]
        for start, at in enumerate(words):
            so_far = upto[start]
            for length, value in at:
                if so_far + value > upto[start + length]:
                    upto[start + length], last[start + length] = so_far + value, start
        for start in range(size - 1, -1, -1):
            best = -math.inf
            for length, value in words[start]:
                if value + onward[start + length] > best:
                    best, next_[start] = value + onward[start + length], start + length
            onward[start] = best
        self.upto, self.onward, self._last, self._next = upto, onward, last, next_

    def before(self, at: int) -> str:
        """The last word of the likeliest reading up to there; nothing at the beginning."""
        return self.run[self._last[at] : at] if at else ""

    def inside(self, start: int, end: int) -> float:
        """The likeliest reading of a piece of one to four characters."""
        size, words = end - start, self._words
        best = [0.0] + [-math.inf] * size
        for at in range(size):
            so_far = best[at]
            for length, value in words[start + at]:
                to = at + length
                if to > size:
                    break
                best[to] = max(best[to], so_far + value)
        return best[size]

    def behind(self, at: int) -> str:
        """The first word of the likeliest reading from there on; nothing at the end."""
        return self.run[at : self._next[at]] if at < len(self.run) else ""


def surname_share(surname: str) -> float:
    """Logarithm of the share of people with this surname; of what is none, that of the rarest."""
    shares = _surnames()
    return shares.get(surname, min(shares.values()))


def has_surname(word: str) -> bool:
    """Whether the word begins with a surname."""
    return word[:1] in _surnames() or word[:2] in _surnames()


def candidates(text: str) -> Iterator[Candidate]:
    """Every piece with the form of a name that may stand where it does, in order of place."""
    for run in _RUN.finditer(text):
        at = run.start()
        for one in _of_run(run.group()):
            start, first, end = at + one.start, at + one.first, at + one.end
            yield Candidate(start, first, end, one.form, one.name, one.border, at, one.reading)


@lru_cache(maxsize=8192)  # a project's sentences come again: as facts, as prompts, in the log
def _of_run(run: str) -> tuple[Candidate, ...]:
    """The pieces of a run of characters, counted from its beginning."""
    return tuple(_pieces(Reading(run)))


def _pieces(reading: Reading) -> Iterator[Candidate]:
    size, whole = len(reading.run), reading.upto[-1]
    for start in range(size):
        for form, first, end, nats in _forms(reading.run, start):
            inside = reading.inside(start, end)
            border = reading.upto[start] + inside + reading.onward[end] - whole
            name = _ANY_NAME + nats - inside
            if border + min(name, 0) > _LEAST and border > _LEAST_BORDER:
                yield Candidate(start, first, end, form, name, border, 0, reading)


def _forms(run: str, start: int) -> Iterator[tuple[str, int, int, float]]:
    """Form, end of the surname, end, and nats of each name's form that begins there."""
    surnames, given, size = _surnames(), _given(), len(run)
    for first in (start + 1, start + 2):
        surname = surnames.get(run[start:first])
        if surname is None or first >= size:
            continue
        nats = surname + given.get(run[first], _UNKNOWN_GIVEN)
        yield "full", first, first + 1, nats + _LENGTHS[1]
        if first + 1 < size and run[first + 1] not in _ENDS_NO_NAME:
            nats += given.get(run[first + 1], _UNKNOWN_GIVEN)
            yield "full", first, first + 2, nats + _LENGTHS[2]
        found = _titles().match(run, first)
        for end in {first + 1, found.end()} if found else ():
            if run[first:end] in _title_words():
                yield "short", first, end, surname + _TITLED
    pair = run[start : start + 2]
    if len(pair) == 2:  # noqa: PLR2004 - two characters
        if (
            pair[0] not in surnames
            and pair[0] in given
            and pair[1] in given
            and tags().get(pair, "?")[0] not in _NO_GIVEN
        ):
            yield "given", start, start + 2, given[pair[0]] + given[pair[1]] + _GIVEN_ALONE
        if pair[0] in "老小大阿" and pair[1] in surnames:
            yield "fond", start + 2, start + 2, surnames[pair[1]] + _FOND
        elif pair[0] in "小阿" and pair[1] in given:
            yield "pet", start + 2, start + 2, given[pair[1]] + _BY_GIVEN
        if pair[0] in given and pair[0] not in "老小大阿":
            yield from _of_kin(run, start)


def _of_kin(run: str, start: int) -> Iterator[tuple[str, int, int, float]]:
    """刚哥, 建军叔: one or two characters of a given name and what friends and neighbours are called."""
    given, nats = _given(), _BY_GIVEN
    for first in range(start + 1, min(start + 2, len(run) - 1) + 1):
        nats += given.get(run[first - 1], _UNKNOWN_GIVEN)
        if first == start + 1 and run[start] in _surnames():
            continue
        for end in range(first + 1, min(first + 2, len(run)) + 1):
            if run[first:end] in listed("kin"):
                yield "kin", first, end, nats


@cache
def _title_words() -> frozenset[str]:
    return frozenset((*listed("long titles"), *listed("short"), *listed("kin")))


@cache
def _titles() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_title_words(), key=len, reverse=True)))
