"""A date, a number or a name fills a place in a part of a note, and fills none in another.

Which part a clause of a sentence tells is weighed by all its words together, not by the one beside the filler. Where the best
part has another filler of the sort, and the parts that hold the sentence's own tell little of the clause, it is out of place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.grounding.belonging import same_number, sort_of
from assistant.grounding.binding import days, moved, same_day
from assistant.grounding.fault import Fault
from assistant.grounding.numbers import reached
from assistant.grounding.pieces import EVENTS, Ground, Piece, Unit
from assistant.grounding.reading import Read
from assistant.grounding.tokens import tokens
from assistant.grounding.worked_out import is_rest, is_worked_out
from assistant.model.sections import MEASURES
from assistant.patterns import regex
from assistant.values.days import Day
from assistant.values.figures import Figure, figures

_WORD = 2
#: so many pairs of characters of a part must be told, and twice as many as of any part with the filler
_ENOUGH = 4
_LITTLE = 0.5
_OTHER_TIME = "这个时间在数据中说的是另一件事"
#: what names of bodies and of places end with, and what no name has within it
_NAME_ENDS = frozenset(
    "局委办院站所司校学厂队社心部科股室组厅行镇乡村园区道县路桥河湾库楼场点段塔沟岭坪里寺"
)
_NO_NAME = regex(
    r"^因|[的在由和与到至于把将被向从为给对是有个各两三四五六七八九十一座所处家余新老其该本全每多少日月年\d]"
)
_NAME = regex("[一-鿿]{3,8}")
_MOST_WORDS = 4
#: so much of a name names it: 柳坡镇河段 of 柳坡镇5公里河段
_MOST = 0.6
#: of a list each has its own number
_ITEMS = regex("[，。；：、]|以及|[和与及]")


@dataclass(frozen=True, slots=True)
class Part:
    """What a note tells up to a ；: its words, its clauses, its dates and the names in it."""

    text: str
    units: tuple[Unit, ...]
    dates: tuple[Day, ...]
    names: frozenset[str]


@lru_cache(maxsize=256)
def parts_of(ground: Ground) -> tuple[Part, ...]:
    """The parts of all notes."""
    found: dict[tuple[str, int], list[Unit]] = {}
    for unit in ground.units:
        if unit.fact.role in EVENTS:
            found.setdefault((unit.fact.key, unit.part), []).append(unit)
    return tuple(
        Part(
            "|".join(u.text for u in units),
            tuple(units),
            tuple(d for u in units for _, _, d in days(u.raw) if _bound(d)),
            frozenset(name for u in units for name in _names(u.text)),
        )
        for units in found.values()
    )


@lru_cache(maxsize=8192)
def _names(text: str) -> frozenset[str]:
    """What may be a name in a clause: a word or up to three, ending as names of bodies and places do."""
    cut = [word for word, _ in tokens(text)]
    said = {
        "".join(cut[i : i + size])
        for i in range(len(cut))
        for size in range(1, _MOST_WORDS + 1)
        if cut[min(i + size, len(cut)) - 1][-1] in _NAME_ENDS
    }
    return frozenset(one for one in said if _NAME.fullmatch(one) and not _NO_NAME.search(one))


def _bound(day: Day) -> bool:
    return not day.words and bool(day.month or day.part)


def told_of(pieces: Iterable[str], text: str) -> int:
    """How many pairs of neighbouring characters of those words a part has."""
    return sum(words[i : i + _WORD] in text for words in pieces for i in range(len(words) - 1))


def content(pieces: list[Piece], ground: Ground) -> list[Piece]:
    """Those of two characters or more that stand in a note."""
    return [
        p
        for p in pieces
        if len(p.words) >= _WORD and any(ground.units[n].fact.role in EVENTS for n in p.units)
    ]


def check_slots(
    read: Read, text: str, told: list[tuple[tuple[int, int], list[Piece]]], ground: Ground
) -> Iterator[Fault]:
    """Faults of kinds date, number and name: `told` has each clause's place and its pieces."""
    clauses = [(span, content(pieces, ground)) for span, pieces in told]
    yield from _dates(read, text, clauses, ground)
    yield from _numbers(read, text, [p for _, pieces in clauses for p in pieces], ground)
    yield from _bodies_and_places(read, text, clauses, ground)


def _out_of_place(
    pieces: list[str], parts: Iterable[tuple[str, bool, bool]], enough: int = _ENOUGH
) -> bool:
    """Whether a part with another filler tells much more of the pieces than any with the sentence's own.

    Of each part: its words, whether it has the sentence's own filler, whether it has another of the sort.
    """
    best = mine = 0
    for words, own, other in parts:
        if own:
            mine = max(mine, told_of(pieces, words))
        elif other:
            best = max(best, told_of(pieces, words))
    return best >= enough and mine <= best * _LITTLE


def _dates(
    read: Read, text: str, clauses: list[tuple[tuple[int, int], list[Piece]]], ground: Ground
) -> Iterator[Fault]:
    said = [d for d in days(text) if _bound(d[2])]
    for whole in re.finditer("[^；。]+", text) if said else ():
        around = [d for d in said if whole.start() <= d[0] < whole.end()]
        for span, pieces in clauses:
            here = [d for d in around if span[0] <= d[0] < span[1]]
            if len(here) != 1:
                continue
            start, end, day = here[0]
            told = pieces
            if len(around) == 1:  # 10月，县审计局指出…: the one date of all that is told
                told = [
                    p
                    for (a, b), some in clauses
                    for p in some
                    if a < whole.end() and whole.start() < b
                ]
            if moved(text, start, ground) or _of_form(read, day, ground):
                continue
            held = _holding(day, read.known.year)
            parts = ((p.text, held(p.dates), bool(p.dates)) for p in parts_of(ground))
            if _out_of_place([p.words for p in told], parts):
                yield Fault((start, end), text[start:end], _OTHER_TIME, "date")


def _of_form(read: Read, day: Day, ground: Ground) -> bool:
    """Whether it is a row's own: its target, when it was reached, its deadline."""
    rows = {row.id for row in read.rows}
    return any(
        same_day(day, one)
        for fact in ground.facts
        if (fact.role == "due" and read.section == MEASURES)
        or (fact.kind != "note" and (day.day or fact.indicator in rows))
        for _, _, one in days(fact.text)
    )


def _holding(day: Day, year: int | None) -> Callable[[tuple[Day, ...]], bool]:
    loose = replace(day, year=None) if day.year == year else day
    return lambda dates: any(same_day(day, one) or same_day(loose, one) for one in dates)


def _numbers(read: Read, text: str, pieces: list[Piece], ground: Ground) -> Iterator[Fault]:
    """18万元工程款没付 of a note that has 26万元工程款没付, where 18万元 is of something else."""
    said = [f for f in figures(text) if f.kind in {"amount", "percent"} and sort_of(f)]
    if not said:
        return
    form = [k.figure for k in read.known.all_known if k.fact.kind != "note"]
    cuts = [m.end() for m in _ITEMS.finditer(text) if not _inside(m.start(), pieces)]
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        words = [p.words for p in pieces if start <= p.start < end]
        here = [f for f in said if start <= f.start < end]
        for figure in here if words else ():
            alone = sum(sort_of(one) == sort_of(figure) for one in here) == 1
            if not alone or any(same_number(figure, f) and f.unit == figure.unit for f in form):
                continue
            if _free(read, text, figure, ground):
                continue
            parts = (
                (u.text, *_has(figure, u.raw)) for part in parts_of(ground) for u in part.units
            )
            if _out_of_place(words, parts, _ENOUGH - 1):
                span = (figure.start, figure.end)
                yield Fault(span, figure.words, "数据中这件事不是这个数", "number")


def _inside(at: int, pieces: list[Piece]) -> bool:
    return any(p.start <= at < p.end for p in pieces)


def _free(read: Read, text: str, figure: Figure, ground: Ground) -> bool:
    """Whether it need not be that of the note: rounded, worked out, what was reached."""
    return bool(
        figure.approx
        or figure.low != figure.high
        or is_worked_out(read, figure)
        or is_rest(read, figure)
        or reached(read, figure.start)
        or moved(text, figure.start, ground)
    )


def _has(figure: Figure, raw: str) -> tuple[bool, bool]:
    """Whether a clause has that number, and whether it has any of the sort."""
    alike = [f for f in figures(raw) if sort_of(f) == sort_of(figure)]
    return any(same_number(figure, f) for f in alike), bool(alike)


def _bodies_and_places(
    read: Read, text: str, clauses: list[tuple[tuple[int, int], list[Piece]]], ground: Ground
) -> Iterator[Fault]:
    """恒安物业8月从凤凰里小区撤场 of a note that has it leave 机床厂小区."""
    parts = parts_of(ground)
    called = "|".join(row.name for row in read.known.rows.values())
    names = [
        longest(
            {n for part in parts for n in part.names if n in text[slice(*span)] and n not in called}
        )
        for span, _ in clauses
    ]
    for at, (span, pieces) in enumerate(clauses):
        after = list(pieces)
        for (begun, _), here, more in zip(*_next(clauses, names, at), strict=True):
            if here or re.search("[；。]", text[span[1] : begun]):
                break
            after += more  # what goes on without a name of its own
        for name in names[at]:
            start = text.find(name, span[0])
            rest = [
                p.words.replace(name, "|")
                if p.start < start + len(name) and start < p.end
                else p.words
                for p in after
                if p.start >= _item(text, start, span[0])
                and (
                    p.start < start
                    or not _ITEMS.search(text, start + len(name), min(p.start, span[1]))
                )
            ]
            clause = text[slice(*span)]
            told = (
                (
                    part.text,
                    is_named(name, part.text),
                    any(_rivals(name, one, clause) for one in part.names),
                )
                for part in parts
            )
            if _out_of_place(rest, told):
                yield Fault((start, start + len(name)), name, "数据中这件事说的不是它", "name")


def _item(text: str, at: int, begun: int) -> int:
    """Where the item of a list begins that stands there."""
    return max((m.end() for m in _ITEMS.finditer(text, begun, at)), default=begun)


def _next(
    clauses: list[tuple[tuple[int, int], list[Piece]]], names: list[list[str]], at: int
) -> tuple[list[tuple[int, int]], list[list[str]], list[list[Piece]]]:
    """Places, names and pieces of the clauses that follow one."""
    later = clauses[at + 1 :]
    return [span for span, _ in later], names[at + 1 :], [pieces for _, pieces in later]


def longest(names: set[str]) -> list[str]:
    """Those names that are no part of another."""
    return sorted(n for n in names if not any(n != other and n in other for other in names))


def is_named(name: str, text: str) -> bool:
    """Whether a part has the name, or most of it: 柳坡镇河段 of 柳坡镇5公里河段."""
    return name in text or told_of([name], text) > _MOST * (len(name) - 1)


def _rivals(name: str, other: str, clause: str) -> bool:
    """Whether the other is called alike, and is not told here."""
    return other[-1] == name[-1] and other[:2] != name[:2] and not is_named(other, clause)
