"""Which reasons and measures of a province are the same words, without holding them all in memory.

Texts are kept in a database file of the run. A figure counts as any figure, clauses in any order, and what
everybody says (`common_phrases.yaml`, and short clauses that many units of this very folder use) does not
count. Texts that are then equal are the same; others are held against those with which they share a rare
run of four characters or two clauses, by the weight of the pairs of characters they share: rare pairs weigh more.

Why not MinHash: docs/adr/009.
"""

from __future__ import annotations

import hashlib
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise
from typing import Literal

from assistant.lexicon import lexicon
from assistant.model.draft import SUPPLY, VERIFY
from assistant.patterns import regex
from assistant.values.reading import fold

Degree = Literal["相同", "相近"]

_CLAUSE = regex(r"[，,。；;：:！!？?、\s\n（）()“”\"'《》【】]+")
_FIGURE = regex(r"\d+(?:[.,]\d+)*%?|[一二三四五六七八九十百千万亿两]{2,}")
_SENTENCE = regex(r"[^。；;\n]+[。；;]?")
#: a note up to this length is compared as a whole; a longer one sentence by sentence
_WHOLE = 90
#: characters that must be left when common phrases are gone: less tells nothing
LEAST = 12
#: a text this long says something of its own even if each of its clauses is a common one
_TELLING = 20
#: weight of the pairs that are shared over the weight of all: from here two texts are alike, clause by clause
#: or not; below the other one nobody would say so
ALIKE_IN_PART, UNLIKE = 0.7, 0.15
#: share of a text's characters, by weight, that stand in pairs of the other: of each of the two texts, and
#: of every clause of the one with fewer
ALIKE, _CLAUSE_ALIKE = 0.6, 0.4
_GRAM = 4
#: a run of four characters in more texts than this is no clue
_MOST_WITH_GRAM = 40
_ALL_PAIRS = 10
#: clauses of one text that are taken two by two
_MOST_CLAUSES = 8
#: a short clause that so many units, and this share of them, use is a common phrase of this folder
_MANY_UNITS = 6
_SHARE_OF_UNITS = 0.02
_LONGEST_COMMON = 16
_NUMBER = "0"


@dataclass(frozen=True, slots=True)
class Match:
    """Two texts by their numbers in the order they were added, and how like they are (1 is equal)."""

    one: int
    other: int
    degree: Degree
    weight: float


#: what the program itself asks for, up to the end of the sentence, and its other marks: no words of the unit's
_MARKED = regex(rf"{SUPPLY}[^。；;\n]*|{VERIFY}")


def stretches(note: str) -> list[str]:
    """What of a note is compared: the whole, or each sentence of a long one."""
    if len(note) <= _WHOLE:
        return [note]
    return [piece for piece in _SENTENCE.findall(note) if piece.strip()]


def clauses(text: str, own: tuple[str, ...] = ()) -> list[str]:
    """The clauses without figures and without the names in `own`; those made of common phrases are left out."""
    plain = fold(_MARKED.sub("", text))
    for name in sorted(filter(None, own), key=len, reverse=True):
        plain = plain.replace(name, "")
    found = []
    for part in _CLAUSE.split(plain):
        clause = _FIGURE.sub(_NUMBER, part)
        if clause and not _says_nothing(clause):
            found.append(clause)
    return found


@cache
def _common() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon("common_phrases")
    phrases = sorted(words["phrases"], key=len, reverse=True)
    return regex("|".join(map(re.escape, phrases))), regex(words["small"])


@lru_cache(maxsize=65_536)
def _says_nothing(clause: str) -> bool:
    phrases, small = _common()
    rest, count = phrases.subn("", clause)
    rest = small.sub("", rest)
    return len(rest) < (4 if count else 2)


class Likeness:
    """The texts of one kind of note. `database` is a file of this run; `kind` names the texts in it."""

    def __init__(self, database: sqlite3.Connection, kind: str) -> None:
        self._db = database
        self._kind = kind
        database.executescript(
            "CREATE TABLE IF NOT EXISTS text(kind, id INTEGER, owner TEXT, clauses TEXT);"
            "CREATE TABLE IF NOT EXISTS clause(kind, words TEXT, owner TEXT, UNIQUE(kind, words, owner));"
        )
        self._count = 0

    def add(self, owner: str, words: list[str]) -> int:
        """Adds a text as its clauses, said by `owner` (a unit); its number."""
        self._count += 1
        self._db.execute(
            "INSERT INTO text VALUES (?,?,?,?)", (self._kind, self._count, owner, "\n".join(words))
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO clause VALUES (?,?,?)",
            [(self._kind, c, owner) for c in words if len(c) <= _LONGEST_COMMON],
        )
        return self._count

    def matches(self) -> Iterator[Match]:
        """All pairs that are the same or alike; of many equal texts each with the first of them."""
        common = self._common_here()
        db = self._db
        db.executescript(
            "DROP TABLE IF EXISTS form; DROP TABLE IF EXISTS gram; DROP TABLE IF EXISTS pair;"
            "CREATE TEMP TABLE form(id INTEGER PRIMARY KEY, digest TEXT UNIQUE, words TEXT, first INTEGER);"
            "CREATE TEMP TABLE gram(gram INTEGER, form INTEGER);"
            "CREATE TEMP TABLE pair(one INTEGER, other INTEGER);"
        )
        pairs_of: Counter[str] = Counter()
        for number, words in db.execute(
            "SELECT id, clauses FROM text WHERE kind=? ORDER BY id", (self._kind,)
        ).fetchall():
            whole = "\n".join(sorted(filter(None, words.split("\n"))))
            kept = [c for c in whole.split("\n") if c not in common]
            if len(whole) < LEAST or (len(whole) < _TELLING and sum(map(len, kept)) < LEAST // 2):
                continue
            digest = hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()
            known = db.execute("SELECT first FROM form WHERE digest=?", (digest,)).fetchone()
            if known is not None:
                yield Match(known[0], number, "相同", 1.0)
                continue
            form = db.execute(
                "INSERT INTO form(digest, words, first) VALUES (?,?,?)", (digest, whole, number)
            ).lastrowid
            pairs_of.update(_pairs(whole))
            db.executemany(
                "INSERT INTO gram VALUES (?,?)", [(g, form) for g in _grams(kept, whole)]
            )
        self._candidates()
        forms = db.execute("SELECT count(*) FROM form").fetchone()[0]
        yield from self._alike(pairs_of, forms)

    def _common_here(self) -> set[str]:
        units = self._db.execute(
            "SELECT count(DISTINCT owner) FROM text WHERE kind=?", (self._kind,)
        ).fetchone()[0]
        least = max(_MANY_UNITS, math.ceil(units * _SHARE_OF_UNITS))
        rows = self._db.execute(
            "SELECT words FROM clause WHERE kind=? GROUP BY words HAVING count(*) >= ?",
            (self._kind, least),
        )
        return {row[0] for row in rows}

    def _candidates(self) -> None:
        """Forms that share a rare run of characters, as pairs."""
        db = self._db
        db.execute("CREATE INDEX temp.by_gram ON gram(gram)")
        group: list[int] = []
        last: int | None = None
        waiting: list[tuple[int, int]] = []
        for gram, form in db.execute("SELECT gram, form FROM gram ORDER BY gram, form"):
            if gram != last:
                waiting += _paired(group)
                last, group = gram, []
            group.append(form)
            if len(waiting) > 50_000:  # noqa: PLR2004
                db.executemany("INSERT INTO pair VALUES (?,?)", waiting)
                waiting = []
        db.executemany("INSERT INTO pair VALUES (?,?)", [*waiting, *_paired(group)])

    def _alike(self, pairs_of: Counter[str], forms: int) -> Iterator[Match]:
        def weight(pair: str) -> float:
            return math.log(1 + forms / pairs_of[pair])

        @lru_cache(maxsize=4096)
        def read(form: int) -> tuple[int, list[_Clause], frozenset[str], float]:
            words, first = self._db.execute(
                "SELECT words, first FROM form WHERE id=?", (form,)
            ).fetchone()
            own = _pairs(words)
            weights = {pair: weight(pair) for pair in own}
            parts = [_weighed(clause, weights) for clause in words.split("\n")]
            return first, parts, own, sum(weights.values())

        for one, other in self._db.execute(
            "SELECT DISTINCT one, other FROM pair ORDER BY one, other"
        ):
            first, mine, my_pairs, my_weight = read(one)
            second, theirs, their_pairs, their_weight = read(other)
            shared = sum(map(weight, my_pairs & their_pairs))
            like = shared / (my_weight + their_weight - shared)
            if like < UNLIKE:
                continue
            if like >= ALIKE_IN_PART or _is_reworded(mine, their_pairs, theirs, my_pairs):
                yield Match(first, second, "相近", like)


#: the characters of a clause: what each weighs, and the pairs in which it stands
_Clause = list[tuple[float, tuple[str, ...]]]


def _weighed(clause: str, weights: Mapping[str, float]) -> _Clause:
    """A character weighs what the rarer of its pairs does."""
    pairs = ["", *(clause[i : i + 2] for i in range(len(clause) - 1)), ""]
    near = [tuple(filter(None, two)) for two in pairwise(pairs)]
    return [(max((weights[pair] for pair in two), default=0.0), two) for two in near]


def _is_reworded(
    mine: list[_Clause],
    their_pairs: frozenset[str],
    theirs: list[_Clause],
    my_pairs: frozenset[str],
) -> bool:
    """Whether most of each text stands in the other, and something of every clause of the shorter one."""
    one = [_held(clause, their_pairs) for clause in mine]
    other = [_held(clause, my_pairs) for clause in theirs]
    return min(_share(one), _share(other)) >= ALIKE and all(
        _share([clause]) >= _CLAUSE_ALIKE for clause in min(one, other, key=len)
    )


def _held(clause: _Clause, pairs: frozenset[str]) -> tuple[float, float]:
    """Weight of the characters that stand in one of the pairs, and of all."""
    held = sum(weight for weight, near in clause if any(pair in pairs for pair in near))
    return held, sum(weight for weight, _ in clause)


def _share(held: list[tuple[float, float]]) -> float:
    whole = sum(of for _, of in held)
    return sum(part for part, _ in held) / whole if whole else 1.0


def _pairs(words: str) -> frozenset[str]:
    """Pairs of characters inside clauses."""
    return frozenset(
        clause[i : i + 2] for clause in words.split("\n") for i in range(len(clause) - 1)
    )


def _grams(kept: list[str], whole: str) -> set[int]:
    """What two texts that are alike have in common and few others: a run of characters, or two clauses."""
    found = {
        clause[i : i + _GRAM] for clause in kept for i in range(max(1, len(clause) - _GRAM + 1))
    }
    found.update("\n".join(two) for two in combinations(whole.split("\n")[:_MOST_CLAUSES], 2))
    return {
        int.from_bytes(hashlib.blake2b(g.encode(errors="surrogatepass"), digest_size=7).digest())
        for g in found
    }


def _paired(group: list[int]) -> list[tuple[int, int]]:
    """Pairs of a group: all of a small one, neighbours of a larger; none where the run is a common one."""
    if not 1 < len(group) <= _MOST_WITH_GRAM:
        return []
    if len(group) <= _ALL_PAIRS:
        return list(combinations(group, 2))
    return [(a, b) for step in (1, 2, 3) for a, b in zip(group, group[step:], strict=False)]
