"""What a note pairs stays paired: a date with its measure or event, first with then, an end with its beginning, a subject with what goes on of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from assistant.grounding.binding import days, moved, same_day
from assistant.grounding.fault import Fault
from assistant.grounding.pieces import EVENTS, Ground, Piece, bare_words
from assistant.grounding.reading import Read
from assistant.model.sections import REASONS
from assistant.patterns import regex
from assistant.values.days import Day

_WORD = 2
_TOLD = frozenset({"reason", "measure"})
_FIRST_THEN = regex(
    r"(?<![事首预原优])先(?:行(?!政))?(?![后期进])(?P<first>[^。；]{2,30}?)[，、]?(?:再(?!次)|然后|随后|继而|接着|而后|(?<=[，、])[^，。；、]{0,6}才(?!能)|(?<=[、，])后(?=[一-鿿]{2})|(?<![前以之])后(?=[因又由进做开报签核办装建]))(?P<then>[^。；]{2,30})"
)
_THEN = regex(r"(?<![今随此其然最落滞延推背事年月日前])[之以]?后(?![期续方来勤])")
#: told as going on: what the note ends (4月至8月停工) or ends by another word (复工) does not
_GOES_ON = regex(r"(?:仍(?:然|旧)?|还|依然|一直|至今|目前)(?:未|没有?|在|处于)?")
_STILL = "仍还依"
_SPAN = regex(r"(?:\d+月(?:\d+日)?|[初中底])(?:至|到|—|–|-|~)\d+[月日]")
_MONTHS = regex(r"(?<!\d)(\d{1,2})月(?:至|到|—|–|-|~)(\d{1,2})月(?!\d)")
_NO_DEED = regex(
    r"由(?P<who>[^，。；、由]{2,14}(?:局|所|站|中心|委|(?<!代)办|股|科|室|公司|政府|处))(?=[，。；])"
)
_RESUMED = regex(
    r"复[工产业课建]|恢复|补[办装建齐登签录交缴报植种]|重新|才|已(?:退回|退还|扣回|核减|整改|追回|纠正|改正|付清|入账|更正)"
)
#: a clause that goes on of the one before it, having no subject
_SUBJECTLESS = regex(r"(?:占|导致|致使|造成|使得?|影响|拖慢|耽误)")


def check_pairs(
    read: Read, text: str, told: list[tuple[tuple[int, int], list[Piece]]], ground: Ground
) -> Iterator[Fault]:
    """Faults of kinds date and direction of a whole sentence: `told` has each clause's place and its pieces."""
    for span, pieces in told:
        yield from _dates(text, span, pieces, ground, read.known.year)
    yield from _spans(text, ground)
    for hit in _NO_DEED.finditer(text):
        by = f"由{bare_words(hit['who'])}"
        noted = any(
            unit.text.endswith(by) for unit in ground.units
        )  # 放样由监理旁站: the deed stands before
        if bare_words(hit["who"]) in ground.text and not noted:
            yield Fault(hit.span(), hit[0], "没有说由他做什么", "act")
    pieces = [p for _, some in told for p in some]
    yield from _sequences(read, text, pieces, ground)
    yield from _after(read, text, told, ground)
    yield from _going_on(read, text, told, ground)
    yield from _continued(read, told, ground)


def _spans(text: str, ground: Ground) -> Iterator[Fault]:
    """From when to when: 8月至8月, 4月至9月 where the facts have 4月至8月."""
    said = list(_MONTHS.finditer(text))
    if not said:
        return
    known = {hit.groups() for u in ground.units for hit in _MONTHS.finditer(u.raw)}
    for hit in said:
        if hit.groups() not in known and (known or hit[1] == hit[2]):
            yield Fault(hit.span(), hit[0], "数据中没有这段时间", "date")


def _happenings(pieces: list[Piece], ground: Ground) -> frozenset[int]:
    """The clauses of notes told by words that stand only in notes."""
    return frozenset(
        n
        for p in pieces
        if len(p.words) >= _WORD
        and ground.events(p)
        and all(ground.units[n].fact.role in _TOLD for n in p.units)
        for n in p.units
        if ground.units[n].fact.role in _TOLD
    )


def _named(day: Day, found: list[Day], year: int | None) -> bool:
    loose = replace(day, year=None) if day.year == year else day
    return any(same_day(day, one) or same_day(loose, one) or _in_quarter(day, one) for one in found)


def _in_quarter(day: Day, one: Day) -> bool:
    """March of the first quarter."""
    quarter = re.match(r"第(\d)季度", one.part)
    same = quarter and day.month and day.year in {None, one.year}
    return bool(same) and ((day.month or 0) - 1) // 3 + 1 == int(quarter[1] if quarter else 0)


def _dates(
    text: str, span: tuple[int, int], pieces: list[Piece], ground: Ground, year: int | None
) -> Iterator[Fault]:
    """A clause of a note that has its own date takes no other (增容 by March is not 增容 by April), be it the row's deadline;
    nor does a part of it (up to ；) take the date of another part."""
    said = [d for d in days(text) if span[0] <= d[0] < span[1] and not d[2].words]
    said = [d for d in said if d[2].month or d[2].part]
    if not said:
        return
    numbers = _happenings(pieces, ground)
    if not numbers:
        return
    units = [ground.units[n] for n in numbers]
    own = [[d for _, _, d in days(u.text) if not d.words and (d.month or d.part)] for u in units]
    parts = {(u.fact.key, u.part) for u in units}
    in_parts = [d for u in ground.units if (u.fact.key, u.part) in parts for d in _dated(u.text)]
    notes = {u.fact.key for u in units}
    other_parts = [
        d
        for u in ground.units
        if u.fact.key in notes and u.fact.role == "reason" and (u.fact.key, u.part) not in parts
        for d in _dated(u.text)
    ]
    for start, end, day in said:
        if moved(text, start, ground):
            continue
        if any(
            sum(n in p.units for p in pieces) >= _WORD and _named(day, _dated(u.text), year)
            for n, u in enumerate(ground.units)
            if u.fact.role in _TOLD
        ):
            continue  # a clause with that date has most of what is told, be it in common words
        if _beside_another(day, end, pieces, ground):
            yield Fault((start, end), text[start:end], "这个时间在数据中说的是另一件事", "date")
            continue
        clause = all(own) and not any(_named(day, some, year) for some in own)
        beside = any(_named(d, some, year) for _, _, d in said for some in own)
        due = any(u.fact.role == "due" and _named(day, _dated(u.text), year) for u in ground.units)
        clause = clause and not (beside and due)  # by May to take part in the course of April
        part = not _named(day, in_parts, year) and _named(day, other_parts, year)
        if clause or part:
            why = "这个时间在数据中说的是另一件事"
            yield Fault((start, end), text[start:end], why, "date")


def _beside_another(day: Day, end: int, pieces: list[Piece], ground: Ground) -> bool:
    """11月才采购的 where the note that tells of buying has no date, and the one with 11月 tells of something else."""
    after = next((p for p in pieces if 0 <= p.start - end <= _WORD and len(p.words) >= _WORD), None)
    if after is None or not after.units:
        return False
    roles = {ground.units[n].fact.role for n in after.units}
    holders = {
        u.fact.key
        for u in ground.units
        if u.fact.role in _TOLD | {"row", "due"} and any(same_day(day, d) for d in _dated(u.text))
    }
    mine = {ground.units[n].fact.key for n in after.units}
    return (
        roles == {"measure"}
        and bool(holders)
        and not holders & mine
        and not any(k.endswith("due") for k in holders)
    )


def _dated(text: str) -> list[Day]:
    return [d for _, _, d in days(text) if not d.words]


def _sequences(read: Read, text: str, pieces: list[Piece], ground: Ground) -> Iterator[Fault]:
    """先签合同再核目录 where the note has 先核目录再签合同."""
    for hit in _FIRST_THEN.finditer(text):
        first, then = (
            [p for p in pieces if hit.start(k) <= p.start < hit.end(k) and p.end - p.start >= _WORD]
            for k in ("first", "then")
        )
        pairs = [
            (a, b)
            for one in first
            for two in then
            if (a := _place(one, two, ground)) and (b := _place(two, one, ground))
        ]
        if pairs and all(a > b for a, b in pairs):
            yield Fault(hit.span(), read.words(hit.span()), "与数据中的先后相反", "direction")


def _after(
    read: Read, text: str, told: list[tuple[tuple[int, int], list[Piece]]], ground: Ground
) -> Iterator[Fault]:
    """变更设计后补充勘察 where the note has the 勘察 first."""
    for (start, end), pieces in told:
        long = [p for p in pieces if len(p.words) >= _WORD]
        for hit in _THEN.finditer(text, start, end):
            before = [p for p in long if p.end <= hit.end() and hit.start() - p.end <= _WORD]
            then = [p for p in long if p.start >= hit.end()]
            if not before or not then:
                continue
            one, two = before[-1], then[0]
            a, b = _place(one, two, ground), _place(two, one, ground)
            if a and b and a > b:
                span = (one.start, two.end)
                yield Fault(span, read.words(span), "与数据中的先后相反", "direction")


def _place(one: Piece, other: Piece, ground: Ground) -> tuple[int, int]:
    """Where a piece stands in the one note that has both: its clause and the place there; () where there is none."""
    both = [n for n in one.units & other.units if ground.units[n].fact.role in EVENTS]
    if len(both) == 1:
        return both[0], ground.units[both[0]].text.rfind(one.words)
    keys = {ground.units[n].fact.key for n in other.units if ground.units[n].fact.role in EVENTS}
    found = [n for n in one.units if ground.units[n].fact.key in keys]
    return (found[0], ground.units[found[0]].text.find(one.words)) if len(found) == 1 else ()  # type: ignore[return-value]


def _going_on(
    read: Read, text: str, told: list[tuple[tuple[int, int], list[Piece]]], ground: Ground
) -> Iterator[Fault]:
    """仍在停工 of what the note has from April to August, and 至今没有 of what it has as done since."""
    for hit in _GOES_ON.finditer(text):
        same = _STILL if hit[0][:1] in _STILL else hit[0][:1]
        if any(set(same) & set(ground.units[n].text) for n in _near(hit.start(), told, ground)):
            continue
        for n in _near(hit.end(), told, ground):
            unit = ground.units[n]
            rest = [
                u
                for u in ground.units
                if u.fact.key == unit.fact.key and u.number >= unit.number and u.part == unit.part
            ]
            later = [
                u for u in ground.units if u.fact.key == unit.fact.key and u.number > unit.number
            ]
            ended = any(_SPAN.search(u.raw) for u in rest) or any(
                _RESUMED.search(u.text) for u in later
            )
            if ended:
                yield Fault(hit.span(), hit[0], "数据中这件事已经过去", "direction")
                break


def _near(
    at: int, told: list[tuple[tuple[int, int], list[Piece]]], ground: Ground
) -> frozenset[int]:
    for span, pieces in told:
        if span[0] <= at <= span[1]:
            return frozenset(
                n
                for p in pieces
                if len(p.words) >= _WORD
                for n in ground.events(p)
                if ground.units[n].fact.role in {"reason", "management"}
            )
    return frozenset()


def _continued(
    read: Read, told: list[tuple[tuple[int, int], list[Piece]]], ground: Ground
) -> Iterator[Fault]:
    """占大头 told of another subject than the clause of the note before it has."""
    if read.section != REASONS:
        return
    for (_, before), (span, here) in pairwise(told):
        mine = [n for n in _happenings(here, ground) if _SUBJECTLESS.match(ground.units[n].text)]
        if len(mine) != 1 or not _SUBJECTLESS.match(read.text[span[0] : span[1]]):
            continue
        unit = ground.units[mine[0]]
        others = [ground.units[n] for n in _happenings(before, ground)]
        others = [u for u in others if u.fact.key == unit.fact.key]
        if others and all(u.part != unit.part for u in others):
            yield Fault(span, read.words(span), "数据中说的不是它", "direction")
