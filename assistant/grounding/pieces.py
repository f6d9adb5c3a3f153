"""A sentence's characters covered by words of the facts it may use: the pieces that alignment works on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

from assistant.facts import Fact
from assistant.grounding.doers import alike
from assistant.grounding.evidence import Evidence
from assistant.grounding.reading import Read
from assistant.grounding.standing import (
    akin,
    characters,
    outcome,
    parted,
    short_for,
    shortened,
    stand_in,
    verbal,
    words_known,
)
from assistant.grounding.tokens import tokens
from assistant.model.sections import MEASURES, REASONS
from assistant.patterns import regex
from assistant.values.days import days
from assistant.values.figures import figures, flat

_LONGEST = 24
_SHORT = 8
_NAMED = 3
_PAIR = 2
#: what it costs to begin a piece within a word, and to take two characters that are no word
_CUT = 0.5
_BODY_ENDS = frozenset("局委办院站所科股室厅会联司校馆社处心队")
_CHANCE = 0.3
#: where in a body's name that of a wider one ends
_WITHIN_BODY = regex(r"(?:[局委办院站所厅会校馆社]|中心|公司|大队|支队|银行|医院)(?=[一-鿿]{2,}$)")
#: what a measure's words weigh beside a reason's in a cause, and the other way round
_APART_SHARE = 0.25
MARKS = regex(r"[\s，。；：、！？,.;:!?“”\"'‘’「」《》〈〉()（）\[\]【】〔〕—–\-~～·/%％‰+=<>≥≤□|]")
FROM_TO = regex(r"(?:由|从)[^\d，。；]{0,4}(?P<one>\d+)[^\d，。；]{1,8}?[到至为](?P<two>\d+)")
CLAUSE = regex(r"[，。；：！？,;]")
PART = regex(r"[。；;]")
#: facts of the project that a reason or a measure of one row does not draw on
_APART = frozenset({
    "addressee", "signature", "dated", "notice", "basis", "approval", "application", "publicity", "management", "other",
    "unit", "summary", "ruleset", "goal_expected", "goal_actual",
})  # fmt: skip
#: notes that tell of something that happened or is to happen
EVENTS = frozenset(
    {"reason", "measure", "management", "application", "publicity", "other", "goal_actual"}
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause of a fact: its words without marks, and whose they are."""

    text: str
    fact: Fact
    number: int
    raw: str = ""
    #: which part of the note between ；it stands in
    part: int = 0


@dataclass(frozen=True, eq=False)
class Ground:
    """The facts a sentence may use, their clauses, and all their words in one string."""

    facts: tuple[Fact, ...]
    units: tuple[Unit, ...]
    text: str
    single: frozenset[str]
    #: verbs of two characters by their first, where the second only says how it came out (配置, 签订)
    stems: dict[str, tuple[str, ...]]

    @cached_property
    def _pairs(self) -> frozenset[str]:
        return frozenset(self.text[i : i + 2] for i in range(len(self.text) - 1))

    @cached_property
    def _starts(self) -> list[int]:
        """Where each clause begins in the text, which begins with all of them."""
        return list(accumulate((len(unit.text) + 1 for unit in self.units), initial=0))

    @cached_property
    def short_words(self) -> frozenset[str]:
        """Words of two characters."""
        return frozenset(w for unit in self.units for w, _ in tokens(unit.text) if len(w) == _PAIR)

    @cached_property
    def with_character(self) -> dict[str, tuple[str, ...]]:
        """Verbs of two characters, by each of them; none that a character turns (不够, 缺失)."""
        found: dict[str, tuple[str, ...]] = {}
        for word in sorted(self.short_words):  # a set has another order each run
            plain = word in words_known().glue or words_known().turning & set(word)
            if verbal(word) and not plain:
                for c in word:
                    found[c] = (*found.get(c, ()), word)
        return found

    @cached_property
    def long_forms(self) -> dict[str, str]:
        """Of each two neighbouring words of two characters each, by their short form."""
        found: dict[str, str] = {}
        for unit in self.units:
            for (one, _), (two, _) in pairwise(tokens(unit.text)):
                if len(one) == len(two) == _PAIR:
                    for short in (one[0] + two[0], one[1] + two[0], one[0] + two[1]):
                        found.setdefault(short, one + two)
        return found

    @cached_property
    def turns(self) -> frozenset[tuple[str, str]]:
        """Figures from which to which something went, as the facts tell it."""
        found = [hit for unit in self.units for hit in FROM_TO.finditer(unit.text)]
        return frozenset((hit["one"], hit["two"]) for hit in found)

    @cached_property
    def measures(self) -> frozenset[str]:
        """What the facts count by: 尾 of 2976万尾, 幅 of 180万幅."""
        found = (f for fact in self.facts for f in figures(fact.text))
        return frozenset(
            f.tail[0] for f in found if f.kind == "amount" and not f.unit and f.tail
        ) - {"个"}

    @cached_property
    def _bodies(self) -> tuple[str, ...]:
        """Names of bodies, and of each the body that it is a part of: 县疾病预防控制中心 of 县疾病预防控制中心学校卫生科."""
        names = [bare_words(f.said) for f in self.facts if f.role in {"owner", "unit"}]
        wider = [name[: m.end()] for name in names for m in _WITHIN_BODY.finditer(name)]
        return tuple(dict.fromkeys([*names, *wider]))

    def body(self, words: str) -> str:
        """The one body of the facts that these words are the short form of (县妇联); empty where there is none."""
        if not _NAMED <= len(words) <= _SHORT:
            return ""
        found = [one for one in self._bodies if alike(words, one) and words[-1] in one[-2:] + "联"]
        return found[0] if len(found) == 1 and found[0] in self.text else ""

    def has(self, words: str) -> bool:
        """Whether they stand in the facts as they are."""
        if any(words[i : i + 2] not in self._pairs for i in range(len(words) - 1)):
            return False
        return words in self.text

    def holding(self, words: str) -> frozenset[int]:
        """Numbers of the clauses that have these words."""
        found, at = set(), self.text.find(words)
        while 0 <= at < self._starts[-1]:
            n = bisect_right(self._starts, at) - 1
            found.add(n)
            at = self.text.find(words, self._starts[n + 1])
        return frozenset(found)

    def events(self, piece: Piece) -> frozenset[int]:
        """Numbers of the piece's clauses where all are of notes; else none: its words are of the form."""
        if _empty(piece.words):
            return frozenset()
        told = frozenset(n for n in piece.units if self.units[n].fact.role in EVENTS)
        return told if told == piece.units else frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the sentence and the words of the facts that it says; `units` are the clauses that have them."""

    start: int
    end: int
    words: str
    units: frozenset[int]


@lru_cache(maxsize=4096)
def _empty(words: str) -> bool:
    """Whether words without content make it up: 前完成, 的时间."""
    glue = words_known().glue
    reach = [True] + [False] * len(words)
    for i in range(len(words)):
        for j in range(i + 1, len(words) + 1) if reach[i] else ():
            reach[j] = reach[j] or words[i:j] in glue
    return reach[-1]


def bare_words(text: str) -> str:
    """Without marks, for looking words up across them."""
    return MARKS.sub("", flat(text))


def _ground_of(facts: tuple[Fact, ...]) -> Ground:
    units = []
    for fact in facts:
        said = fact.said if fact.kind == "note" else fact.text
        number = 0
        for part, clauses in enumerate(PART.split(flat(said))):
            for clause in CLAUSE.split(clauses):
                if words := bare_words(clause):
                    units.append(Unit(words, fact, number, clause, part))
                number += 1
    joined = (
        "|".join(unit.text for unit in units)
        + "|"
        + "|".join(bare_words(fact.said) for fact in facts if fact.kind == "note")
    )
    short = dict.fromkeys(w for unit in units for w in _short_words(unit.text))
    single = frozenset(w for w in short if len(w) == 1)
    stems: dict[str, tuple[str, ...]] = {}
    for word in short:
        if len(word) > 1 and outcome(word):
            stems[word[0]] = (*stems.get(word[0], ()), word)
    return Ground(facts, tuple(units), joined, single, stems)


@lru_cache(maxsize=16384)
def _short_words(text: str) -> tuple[str, ...]:
    return tuple(w for w, _ in tokens(text) if len(w) < _NAMED)


def ground_for(read: Read) -> Ground:
    """What a sentence may draw on: in reasons and measures the facts of its rows, elsewhere all."""
    rows = {row.id for row in read.rows}
    if read.asked is not None:
        rows.add(read.asked.id)
    narrative = read.section in {REASONS, MEASURES}
    money = (read.of_money and not read.mentions) or bool(
        re.search(r"资金|预算|执行|支付|款|[\d.]+[万亿]?元(?!/)", read.plain)
    )
    if any("reason" in row.notes for row in read.rows) and (read.mentions or not read.of_money):
        money = False  # the row's own reason is told, not the money's
    names = frozenset(row.name for row in read.rows)
    if not narrative:
        return _ground_with(read.known, narrative=False)
    return _ground_with(
        read.known, narrative=True, rows=frozenset(rows), names=names, money=money or not rows
    )


@lru_cache(maxsize=1024)
def _ground_with(
    known: Evidence,
    *,
    narrative: bool,
    rows: frozenset[str] = frozenset(),
    names: frozenset[str] = frozenset(),
    money: bool = True,
) -> Ground:
    facts = known.facts
    if rows:
        facts = tuple(
            f for f in facts
            if f.indicator in rows or (not f.indicator and f.role not in _APART and (money or f.role not in {"reason", "measure"} or _of_same_thing(f, names)))
        )  # fmt: skip
    elif narrative:
        facts = tuple(f for f in facts if f.role not in _APART)
    return _ground_of(facts)


def _of_same_thing(fact: Fact, rows: frozenset[str]) -> bool:
    """A note on the money that names what the row is about (2艘冲锋舟未到货 for 采购冲锋舟)."""
    said = bare_words(fact.said)
    names = [bare_words(name) for name in rows]
    return any(
        name[i : i + _NAMED] in said for name in names for i in range(len(name) - _NAMED + 1)
    )


def cover(  # noqa: PLR0912
    words: str, at: int, ground: Ground, read: Read
) -> tuple[list[Piece], list[tuple[int, int]]]:
    """The cheapest way to cover a run of characters by facts' words and plain words, and what stays bare.

    Places are those of the sentence, where the run starts `at`. A word that stands for one of a fact becomes
    a piece with the fact's word, so that order, negation and time are asked of it too.
    """
    lexical = words_known()
    size = len(words)
    best: list[tuple[float, int, str]] = [(0.0, 0, "")] + [(1e9, 0, "")] * size
    funds = read.section.startswith("funds") or not read.rows
    around = read.section not in {REASONS, MEASURES}
    placed = (
        (funds, lexical.funds), (around, lexical.around), (read.section == MEASURES, lexical.acts),
    )  # fmt: skip
    cut = parted(tokens(words))
    starts = {start for _, start in cut}
    whole = {(start, start + len(word)) for word, start in cut}
    cut_words = _in_words(cut)
    after_verbs = {
        start + len(word) for word, start in cut if verbal(word) or word in lexical.stands_for
    }
    for i in range(size):
        cost = best[i][0] + (0.0 if i in starts else _CUT)
        for j in range(i + 1, min(size, i + _LONGEST) + 1):
            piece = words[i:j]
            known = ground.has(piece)
            options: list[tuple[float, str]] = []
            if piece in lexical.glue:
                options.append((1.0 if j - i > 1 else 1.1, "glue"))
            elif any(here and piece in plain for here, plain in placed):
                options.append((1.0, "glue"))
            elif piece in lexical.complements and (i, j) in whole and i in after_verbs:
                options.append((1.1, "glue"))
            if known and j - i > _NAMED and piece[0] == "由":
                pass  # 由 tells who does it, and is no part of the name
            elif known and (j - i > 1 or piece in ground.single):
                chance = _CHANCE if j - i == 2 and (i, j) not in whole else 0.0  # noqa: PLR2004
                options.append((chance + (0.9 if j - i > 1 else 1.6), piece))
            elif not known and (stand := stand_in(piece, ground)):
                options.append((1.2, stand))
            elif (
                not known
                and i in starts
                and (stand := shortened(piece, ground, cut_words.get((i, j))))
            ):
                options.append((1.9, stand))
            elif not known and (i, j) in whole and (stand := akin(piece, ground)):
                options.append((2.0, stand))
            elif known and j == i + 1 and (i, j) in whole and (stand := short_for(piece, ground)):
                options.append((2.2, stand))
            elif (
                not known
                and i in starts
                and piece[-1] in _BODY_ENDS
                and (stand := ground.body(piece))
            ):
                options.append((1.5, stand))
            if j == i + 1:
                options.append((8.0, "none"))
            for price, kind in options:
                if cost + price < best[j][0]:
                    best[j] = (cost + price, i, kind)
            if not options and not known and j - i > _SHORT:
                break
    return _traced(best, at, ground)


def _traced(
    best: list[tuple[float, int, str]], at: int, ground: Ground
) -> tuple[list[Piece], list[tuple[int, int]]]:
    """The way back from the end of the cheapest cover: its pieces, and what it left bare."""
    pieces, missed, j = [], [], len(best) - 1
    while j:
        _, i, kind = best[j]
        if kind == "none":
            missed.append((at + i, at + j))
        elif kind != "glue":
            held = ground.holding(kind)
            piece = Piece(at + i, at + j, kind, held)
            if len(kind) > _PAIR and "的" in kind[0] + kind[-1] and ground.events(piece):
                more = ground.holding(kind.strip("的"))  # 追加的 tells no more than 追加
                piece = Piece(at + i, at + j, kind, held | more)
            pieces.append(piece)
        j = i
    return pieces[::-1], _together(missed[::-1], {p.start for p in pieces})


def _in_words(cut: list[tuple[str, int]]) -> dict[tuple[int, int], tuple[str, ...]]:
    """By place: each word, and each two neighbours, of two characters or more."""
    found: dict[tuple[int, int], tuple[str, ...]] = {
        (at, at + len(word)): (word,) for word, at in cut if len(word) > 1
    }
    for (one, at), (two, then) in pairwise(cut):
        if len(one) == len(two) == _PAIR:
            found[at, then + len(two)] = (one, two)
    return found


def _together(missed: list[tuple[int, int]], told: set[int]) -> list[tuple[int, int]]:
    """Bare words with nothing between them but a word without content (供电部门停电) as one."""
    merged: list[tuple[int, int]] = []
    for start, end in missed:
        apart = start - merged[-1][1] if merged else _PAIR + 1
        if apart <= 1 or (apart == _PAIR and told.isdisjoint(range(merged[-1][1], start))):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def settled(told: list[list[Piece]], text: str, ground: Ground, section: str) -> list[list[Piece]]:
    """Of the words that one of the sentence may stand for, those that are told beside the others."""
    around: Counter[int] = Counter()
    for piece in (p for pieces in told for p in pieces):
        if len(piece.words) > 1:
            around.update(dict.fromkeys(ground.events(piece), len(piece.words)))
    apart = {REASONS: "measure", MEASURES: "reason"}.get(section, "")

    def weight(held: frozenset[int], own: frozenset[int], size: int) -> float:
        return sum(
            (around[n] - (size if n in own else 0)) * (_APART_SHARE if ground.units[n].fact.role == apart else 1)
            for n in held
        )  # fmt: skip

    dated = [(end, text[start:end]) for start, end, _ in days(text)]

    def beside(held: frozenset[int], piece: Piece) -> float:
        near = [day for end, day in dated if 0 <= piece.start - end <= _NAMED]
        return sum(_NAMED for n in held if any(day in ground.units[n].raw for day in near))

    def best(piece: Piece) -> Piece:
        words = text[piece.start : piece.end]
        own, size = ground.events(piece), len(piece.words)
        found, most = piece, weight(piece.units, own, size) + beside(piece.units, piece)
        if piece.words == words and most > 0:
            return piece
        for word in (*words_known().stands_for.get(words, ()), *characters(words, ground)):
            if (
                word != piece.words
                and ground.has(word)
                and (len(word) > 1 or word in ground.single)
            ):
                held = ground.holding(word)
                if (here := weight(held, own, size) + beside(held, piece)) > most:
                    found, most = Piece(piece.start, piece.end, word, held), here
        return found

    return [[best(piece) for piece in pieces] for pieces in told]


def clauses_told(pieces: list[Piece], ground: Ground) -> list[str]:
    """The clauses of notes that the pieces tell, with the one before and after each in its note."""
    told = {n for p in pieces if len(p.words) > 1 for n in ground.events(p)}
    near = {m for n in told for m in (n - 1, n, n + 1) if 0 <= m < len(ground.units)}
    keys = {ground.units[n].fact.key for n in told}
    return [ground.units[n].text for n in near if ground.units[n].fact.key in keys]


def share_told(number: int, pieces: list[Piece], ground: Ground) -> float:
    """How much of a clause of a fact the pieces tell, figures and function words left out (0–1)."""
    unit = ground.units[number]
    told = [False] * len(unit.text)
    for piece in pieces:
        at = unit.text.find(piece.words)
        if number in piece.units and at >= 0:
            told[at : at + len(piece.words)] = [True] * len(piece.words)
    glue = words_known().glue
    kept = [
        hit
        for c, hit in zip(unit.text, told, strict=True)
        if not (c.isdigit() or c in ".%年月日" or c in glue)
    ]
    return sum(kept) / len(kept) if kept else 1.0


def runs(plain: str) -> list[re.Match[str]]:
    """Clauses of a sentence whose figures, names and quotations are blanked out."""
    return list(re.finditer(r"[^\s，。；：！？,;]+", plain))


def rows_of(numbers: frozenset[int], ground: Ground) -> set[str]:
    """Whose the clauses are: a row's id, or the place of a note of the project."""
    facts = [ground.units[n].fact for n in numbers]
    return {f.indicator or f.origin.partition("[")[0].partition(".")[0] for f in facts}
