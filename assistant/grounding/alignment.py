"""Every word of a sentence aligned to the facts it may use, clause by clause; what aligns to nothing is not supported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.facts import Fact
from assistant.grounding.fault import Fault, FaultKind
from assistant.grounding.reading import Read
from assistant.grounding.tokens import tokens
from assistant.lexicon import lexicon
from assistant.model.sections import MEASURES, REASONS
from assistant.values.days import days
from assistant.values.figures import figures, flat

_LONGEST = 24
_MARKS = re.compile(r"[\s，。；：、！？,.;:!?“”\"'‘’「」《》〈〉()（）\[\]【】〔〕—–\-~～·/%％‰+=<>≥≤□|]")
_CLAUSE = re.compile(r"[，。；：！？,;]")
_HAN = re.compile(r"[一-鿿]")
#: facts of the project that a reason or a measure of one row does not draw on
_APART = frozenset({
    "addressee", "signature", "dated", "notice", "basis", "approval", "application", "publicity", "management", "other",
    "unit", "summary", "ruleset", "goal_expected", "goal_actual",
})  # fmt: skip
_EVENTS = frozenset({"reason", "measure", "management", "application", "publicity", "other", "goal_actual"})
_NEGATION = re.compile(r"(?:并未|尚未|暂未|未能|没能|没有|未|没|不能|无法|不)(?:能|得到|有|曾|经|组织|及时|按[^，。；]{0,4})?(?:再)?$")
_DONE = re.compile(r"(?:已经|已)(?:于[^，。]{0,12}|全部|经)?$")
_LEXICAL = re.compile(r"不(?:足|良|锈|断|符|便|稳|清|同|少|低|高|大|小|及|到|合格|具体|可)|未来|无线|没收")
#: between two pieces: words that part or turn them, so that order and origin are free
_TURN = re.compile(r"[因由使致受被遭把将的与和及并而后是系为才就以于在对经随从向到至比、较有加又且给其中里时等成起]")


_TURNED = re.compile(r"造成|致|使|[被遭由受因把将]")
_COUNTED = re.compile(r"[一两二三四五六七八九十][次个项]")
#: how many of them: in a reason or measure only as the data say it
_QUANTIFIERS = re.compile(r"全部|所有|全体|(?<!平)均|都|各(?!项)|半数以上|多数|多次|个别|过[高低多少大小]")


@dataclass(frozen=True, slots=True)
class _Words:
    glue: frozenset[str]
    funds: frozenset[str]
    synonyms: dict[str, tuple[str, ...]]


@cache
def _words() -> _Words:
    data = lexicon("alignment")
    plain = frozenset(data["glue"].split()) | frozenset(data["frame"].split())
    pairs = {one: tuple(others) for one, others in data["synonyms"].items()}
    return _Words(plain, frozenset(data["funds"].split()), pairs)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A clause of a fact: its words without marks, and whose they are."""

    text: str
    fact: Fact
    number: int


@dataclass(frozen=True, slots=True)
class _Ground:
    """The clauses a sentence may use, and all their words in one string."""

    units: tuple[_Unit, ...]
    text: str
    single: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    words: str
    units: frozenset[int]


def _bare(text: str) -> str:
    return _MARKS.sub("", flat(text))


@lru_cache(maxsize=512)
def _ground(facts: tuple[Fact, ...]) -> _Ground:
    units = []
    for fact in facts:
        said = fact.said if fact.kind == "note" else fact.text
        for number, clause in enumerate(_CLAUSE.split(flat(said))):
            if words := _bare(clause):
                units.append(_Unit(words, fact, number))
    joined = "|".join(unit.text for unit in units) + "|" + "|".join(
        _bare(fact.said) for fact in facts if fact.kind == "note"
    )
    single = frozenset(w for unit in units for w, _ in tokens(unit.text) if len(w) == 1)
    return _Ground(tuple(units), joined, single)


def _allowed(read: Read, facts: tuple[Fact, ...], indicator: str) -> tuple[Fact, ...]:
    """Facts a sentence may draw on: in reasons and measures those of its rows, elsewhere all."""
    rows = {row.id for row in read.rows}
    rows |= {f.indicator for f in facts if indicator and f.subject == indicator and f.indicator}
    kept = facts
    if rows and read.section in {REASONS, MEASURES}:
        kept = tuple(
            f for f in facts
            if f.indicator in rows or (not f.indicator and f.role not in _APART and f.role not in {"reason", "measure"})
        )  # fmt: skip
    elif read.section in {REASONS, MEASURES}:
        kept = tuple(f for f in facts if f.role not in _APART)
    return kept


def strange_script(text: str, facts: tuple[Fact, ...]) -> Iterator[Fault]:
    """Characters of another script, invisible ones, rare forms of digits; unless the facts write them."""
    known = {c for fact in facts for c in fact.text}
    for match in re.finditer(r"\S+|\s", text):
        for i, c in enumerate(match[0], match.start()):
            plain = unicodedata.normalize("NFKC", c)
            usual = c in known or "一" <= c <= "鿿" or c in "〇Ⅰ" or bool(_MARKS.match(c))
            if usual or (c.isascii() and (c.isdigit() or c in "#*")) or "０" <= c <= "９":
                continue
            if c.isascii() and c.isalpha() and _in_unit(text, i):
                continue
            if unicodedata.category(c)[0] in "PZ" and len(plain) == 1 and c.isprintable():
                continue
            yield Fault((i, i + 1), c, "不是常用的汉字、数字或标点", "word")
    for match in re.finditer(r"\d[ \u3000]+\d", text):
        yield Fault(match.span(), match[0], "数字中间有空格", "number")


def _in_unit(text: str, at: int) -> bool:
    return bool(re.search(r"\d\s*(?:[kmch]?m|[km]?g|t|kwh|kw|ha|h|m)$", text[max(0, at - 6) : at + 1], re.I))


def check_alignment(read: Read, facts: tuple[Fact, ...], indicator: str = "") -> Iterator[Fault]:
    """Faults of words that no fact holds, of polarity, and of places in the clause."""
    facts = tuple(f for f in facts if f.kind != "style")
    allowed = _allowed(read, facts, indicator)
    ground = _ground(allowed)
    text = flat(read.text)
    masked = list(read.unquoted if False else text)
    for figure in figures(text):
        stop = figure.end if figure.kind != "code" or figure.words in ground.text else figure.start
        masked[figure.start : stop] = "□" * (stop - figure.start)
    for start, end in (*read.citations, *(hit.span for hit in read.mentions)):
        masked[start:end] = "□" * (end - start)
    plain = "".join(masked)
    if read.section in {REASONS, MEASURES}:
        yield from _days(read, text, allowed)
        for hit in _QUANTIFIERS.finditer(plain):
            if hit[0] not in ground.text and not re.search(r"填报|指标|到位|达", plain[hit.start() : hit.end() + 8]):
                yield Fault(hit.span(), hit[0], "数据中没有这个范围或程度", "claim")
    for run in re.finditer(r"[^\s，。；：！？,;]+", plain):
        pieces: list[_Piece] = []
        for part in re.finditer(r"[一-鿿A-Za-z〇]+", run[0]):
            at = run.start() + part.start()
            found, missed = _cover(part[0], at, ground, read)
            pieces += found
            for start, end in missed:
                yield _unknown(read, start, end)
        yield from _polarity(read, text, pieces, ground)
        yield from _places(read, plain, pieces, ground)


def _days(read: Read, text: str, allowed: tuple[Fact, ...]) -> Iterator[Fault]:
    """A date in a reason or measure is one of its rows'."""
    known = [day for fact in allowed if fact.role != "year" for _, _, day in days(fact.text)]
    year = read.known.year
    for start, end, day in days(text):
        if day.words or not (day.month or day.part):
            continue
        loose = replace(day, year=None) if day.year == year else day
        if not any(day.within(one) or (one.year is None and loose.within(one)) for one in known):
            why = "数据中这一项没有这个时间"
            yield Fault((start, end), read.text[start:end], why, "date")


def _unknown(read: Read, start: int, end: int) -> Fault:
    kind: FaultKind = {REASONS: "cause", MEASURES: "act"}.get(read.section, "claim")  # type: ignore[assignment]
    return Fault((start, end), read.text[start:end], "数据中没有这个说法", kind)


def _cover(words: str, at: int, ground: _Ground, read: Read) -> tuple[list[_Piece], list[tuple[int, int]]]:
    """The cheapest way to cover a run of characters by facts' words and plain words."""
    lexical = _words()
    size = len(words)
    best: list[tuple[float, int, str]] = [(0.0, 0, "")] + [(1e9, 0, "")] * size
    funds = read.section.startswith("funds") or not read.rows
    for i in range(size):
        cost = best[i][0]
        for j in range(i + 1, min(size, i + _LONGEST) + 1):
            piece = words[i:j]
            options = []
            if piece in lexical.glue:
                options.append((1.0 if j - i > 1 else 1.1, "glue"))
            elif funds and piece in lexical.funds:
                options.append((1.0, "glue"))
            if (j - i > 1 or piece in ground.single) and piece in ground.text:
                options.append((0.9 if j - i > 1 else 1.6, "fact"))
            elif any(other in ground.text for other in lexical.synonyms.get(piece, ())):
                options.append((1.2, "glue"))
            if j == i + 1:
                options.append((8.0, "none"))
            for price, kind in options:
                if cost + price < best[j][0]:
                    best[j] = (cost + price, i, kind)
            if j - i > 1 and not options and piece not in ground.text and j - i > 8:
                break
    pieces, missed, j = [], [], size
    while j:
        _, i, kind = best[j]
        if kind == "none":
            missed.append((at + i, at + j))
        elif kind == "fact":
            piece = words[i:j]
            units = frozenset(n for n, unit in enumerate(ground.units) if piece in unit.text)
            pieces.append(_Piece(at + i, at + j, piece, units))
        j = i
    missed.sort()
    merged: list[tuple[int, int]] = []
    for start, end in missed:
        if merged and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return pieces[::-1], merged


def _state(before: str, piece: str) -> str:
    """not, done or plain: what stands right before a piece."""
    if re.match(r"(?:并未|尚未|未|没|不(?!足|良|锈|断|便|稳|清|合格))", piece):
        return "not"
    if piece.startswith("已"):
        return "done"
    if _NEGATION.search(before):
        return "not"
    if _DONE.search(before):
        return "done"
    return "late" if before.endswith("才") else ""


def _polarity(read: Read, text: str, pieces: list[_Piece], ground: _Ground) -> Iterator[Fault]:
    for piece in pieces:
        events = [ground.units[n] for n in piece.units if ground.units[n].fact.role in _EVENTS]
        if not events or len(events) != len(piece.units) or len(piece.words) < 2:  # noqa: PLR2004
            continue
        said = _state(text[max(0, piece.start - 12) : piece.start], piece.words)
        known = set()
        for unit in events:
            at = unit.text.find(piece.words)
            while at >= 0:
                known.add(_state(unit.text[:at], piece.words))
                at = unit.text.find(piece.words, at + 1)
        planned = all(unit.fact.role == "measure" for unit in events)
        if said == "not" and "not" not in known:
            why = "数据中没有这样否定"
        elif said != "not" and known == {"not"}:
            why = "数据中是否定的"
        elif said == "done" and known == {"late"}:
            why = "数据中说的是迟了才做到"
        elif said == "done" and planned and "done" not in known:
            why = "数据中是今后的打算，不是已做的事"
        else:
            continue
        yield Fault((piece.start, piece.end), read.text[piece.start : piece.end], why, "direction")


def _places(read: Read, plain: str, pieces: list[_Piece], ground: _Ground) -> Iterator[Fault]:
    """Neighbours in a clause of the sentence are of one clause of the facts, in its order."""
    for one, two in zip(pieces, pieces[1:], strict=False):
        if min(len(one.words), len(two.words)) < 2 or _TURN.search(plain[one.end : two.start]):  # noqa: PLR2004
            continue
        first = {n for n in one.units if ground.units[n].fact.role in _EVENTS}
        second = {n for n in two.units if ground.units[n].fact.role in _EVENTS}
        if first != one.units or second != two.units or not first or not second:
            continue
        span = (one.start, two.end)
        roles = {ground.units[n].fact.role for n in first | second}
        if not first & second and read.section == MEASURES and roles >= {"reason", "measure"}:
            continue  # what was wrong, and what is done to it
        if not first & second and _TURN.search(plain[max(0, one.start - 1) : one.start]):
            continue
        if not first & second:
            yield Fault(span, read.text[span[0] : span[1]], "数据中这两处不是同一件事", "direction")
        elif not _COUNTED.match(one.words) and not _TURNED.search(plain[: two.start]) and all(
            ground.units[n].text.find(one.words) > ground.units[n].text.rfind(two.words) for n in first & second
        ):
            yield Fault(span, read.text[span[0] : span[1]], "与数据中的主次先后相反", "direction")
