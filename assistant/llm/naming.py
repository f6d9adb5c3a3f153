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
from assistant.patterns import regex
from assistant.segmenting import begins_a_word, frequency, tags, total

_RUN = regex(r"[\u4e00-\u9fff]+")
_LONGEST_WORD, _LONGEST_SURNAME = 6, 2
#: one word in three hundred of such reports is a name; one name in six has a single given character
_ANY_NAME = math.log(1 / 300)
_LENGTHS = {1: math.log(0.15), 2: math.log(0.85)}
#: of given names of two characters so many are had by others too, and are looked up as they are
_AS_A_WHOLE = 0.3
#: of the names in such texts one in five is a surname and a title, one in thirty 老张, one in a hundred a given name alone
_TITLED, _FOND, _GIVEN_ALONE = math.log(1 / 5 / 30), math.log(1 / 30), math.log(1 / 100)
#: and one in two hundred is 阿芳 or 刚哥, by a character of the given name
_BY_GIVEN = math.log(1 / 200)
#: below these no place makes a name of a piece: what is not looked at costs no time
_LEAST, _LEAST_BORDER = -18.0, -4.0
#: and a piece that cuts the words around it must be likelier than they are, nearly
_LEAST_ACROSS = -1.0


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
def table(name: str) -> dict[str, float]:
    """A table of lexicon/names_characters.yaml: the logarithm of the share of each of its characters or pairs."""
    rows = lexicon("names_characters")[name]
    return {
        own: value for value, names in rows for own in (names.split() if " " in names else names)
    }


def surnames() -> dict[str, float]:
    """Logarithm of the share of people with each surname."""
    return table("surnames")


@cache
def pairs() -> dict[str, float]:
    """Logarithm of the share of each given name of two characters among those of the newspaper's and the dictionary's people."""
    people = surnames()
    read = Counter(
        word[1:]
        for word, tag in tags().items()
        if tag == "nr" and len(word) == 3 and word[0] in people  # noqa: PLR2004 - a length
    )
    whole, heard = read.total(), table("pairs")
    return {
        pair: math.log((read[pair] / whole + math.exp(heard.get(pair, -math.inf))) / 2)
        for pair in read | heard
    }


@lru_cache(maxsize=65536)
def _of_given(own: str) -> float:
    """Logarithm of the share of a given name of one or two characters: as a whole, and by its characters."""
    if len(own) == 1:
        return table("only").get(own, _UNKNOWN_GIVEN)
    apart = table("first").get(own[0], _UNKNOWN_GIVEN) + table("second").get(own[1], _UNKNOWN_GIVEN)
    whole = math.exp(pairs().get(own, -math.inf))
    return math.log(_AS_A_WHOLE * whole + (1 - _AS_A_WHOLE) * math.exp(apart))


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
    if len(word) == 1 and word in table("words"):
        return table("words")[word]  # the dictionary counts people's 王 and 李 too
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
    shares = surnames()
    return shares.get(surname, min(shares.values()))


def has_surname(word: str) -> bool:
    """Whether the word begins with a surname."""
    return word[:1] in surnames() or word[:2] in surnames()


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
            if name + border > (_LEAST if border > _LEAST_BORDER else _LEAST_ACROSS):
                yield Candidate(start, first, end, form, name, border, 0, reading)


def _forms(run: str, start: int) -> Iterator[tuple[str, int, int, float]]:
    """Form, end of the surname, end, and nats of each name's form that begins there."""
    people, given, size = surnames(), table("only"), len(run)
    for first in (start + 1, start + 2):
        surname = people.get(run[start:first])
        if surname is None or first >= size:
            continue
        for length in (1, 2):
            own = run[first : first + length]
            if len(own) == length and (length == 1 or own[-1] not in _ENDS_NO_NAME):
                yield "full", first, first + length, surname + _of_given(own) + _LENGTHS[length]
        found = _titles().match(run, first)
        for end in {first + 1, found.end()} if found else ():
            if run[first:end] in _title_words():
                yield "short", first, end, surname + _TITLED
    pair = run[start : start + 2]
    if len(pair) == 2:  # noqa: PLR2004 - two characters
        if (
            pair[0] not in people
            and pair[0] in given
            and pair[1] in given
            and tags().get(pair, "?")[0] not in _NO_GIVEN
        ):
            yield "given", start, start + 2, _of_given(pair) + _GIVEN_ALONE
        if pair[0] in "老小大阿" and pair[1] in people:
            yield "fond", start + 2, start + 2, people[pair[1]] + _FOND
        elif pair[0] in "小阿" and pair[1] in given:
            yield "pet", start + 2, start + 2, given[pair[1]] + _BY_GIVEN
        if pair[0] in given and pair[0] not in "老小大阿":
            yield from _of_kin(run, start)


def _of_kin(run: str, start: int) -> Iterator[tuple[str, int, int, float]]:
    """刚哥, 建军叔: one or two characters of a given name and what friends and neighbours are called."""
    given, nats = table("only"), _BY_GIVEN
    for first in range(start + 1, min(start + 2, len(run) - 1) + 1):
        nats += given.get(run[first - 1], _UNKNOWN_GIVEN)
        if first == start + 1 and run[start] in surnames():
            continue
        for end in range(first + 1, min(first + 2, len(run)) + 1):
            if run[first:end] in listed("kin"):
                yield "kin", first, end, nats


@cache
def _title_words() -> frozenset[str]:
    return frozenset((*listed("long titles"), *listed("short"), *listed("kin")))


@cache
def _titles() -> re.Pattern[str]:
    return regex("|".join(sorted(_title_words(), key=len, reverse=True)))
