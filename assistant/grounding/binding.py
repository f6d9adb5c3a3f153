"""What belongs together in a note stays together: a date with its happening, a body with its deed, before with before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from assistant.facts import Fact
from assistant.grounding.doers import alike, core
from assistant.grounding.evidence import Evidence, Mention
from assistant.grounding.fault import Fault
from assistant.grounding.pieces import EVENTS, FROM_TO, Ground, Piece, Unit, bare_words, rows_of
from assistant.grounding.reading import Read
from assistant.grounding.standing import words_known
from assistant.model.sections import MEASURES, REASONS
from assistant.patterns import regex
from assistant.values import days as dates
from assistant.values.days import Day
from assistant.values.figures import flat

_TAIL = 4
_BODY = 3
_BESIDE = 2
_ORDER = regex(r"(?P<deed>[一-鿿]{2})[之以]?(?P<side>[前后])")
_AGENT = regex(
    r"由([^，。；由]{2,12}?)(?:[于在](?:[^，。；]{0,8}[日月年前后内中])?|[以按通用][^，。；]{1,8})?$"
)
_QUOTED, _QUOTED_END = regex("“([^”]+)”"), regex("“([^”]+)”$")
#: the name of the place before a body's: 青山县财政局 is 县财政局
_PLACED = regex(r"^[一-鿿]{1,4}(?=[省市县区州旗][^省市县区州旗]{2,}$)")
_DATED_SIDE = regex(r"(?:以|之)?([前后])")
_MOVED = regex(
    r"(?:由|从)(?:原来的?|原定的?)?(?P<one>\d+[月人名台处个家辆次天日]?)[^\d，。；]{0,3}?(?:增加|减少|提前|推迟|调整|延长|缩短|提高|[增减提调延改])[到至为](?P<two>\d+[月人名台处个家辆次天日]?)"
)
_OTHER_SIDE = {"前": "后", "后": "前"}
_ORDER_WORD = "[之以]?"


@lru_cache(maxsize=8192)
def days(text: str) -> tuple[tuple[int, int, Day], ...]:
    """The dates of a text: clauses of notes are asked for theirs again and again."""
    return tuple(dates.days(text))


def moved(text: str, start: int, ground: Ground) -> bool:
    """Whether what stands there is one of two that a thing went from and to (由5月提前至3月, 由5人增至12人): what was, of the
    row's reason, and what is to be, of its measure."""
    for hit in _MOVED.finditer(text):
        if hit.start() <= start < hit.end():
            was, to_be = (
                {
                    u.fact.indicator
                    for u in ground.units
                    if u.fact.role == role and re.search(rf"(?<!\d){re.escape(words)}", u.raw)
                }
                for role, words in (("reason", hit["one"]), ("measure", hit["two"]))
            )
            if was & to_be:
                return True
    return False


#: notes whose clauses each have dates of their own
_DATED_CLAUSES = frozenset({"reason", "application", "publicity", "management", "other"})


def check_dates(
    read: Read, text: str, span: tuple[int, int], pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """A date of a note belongs to what its clause tells, and no other note lends its date."""
    for start, end, day in days(text):
        if not span[0] <= start < span[1] or day.words or moved(text, start, ground):
            continue
        near = min(
            (p for p in pieces if len(p.words) > 1 and ground.events(p)),
            key=lambda p: min(abs(p.start - end), abs(start - p.end)),
            default=None,
        )
        if near is None:
            continue
        events = ground.events(near)
        after = next(
            (p for p in pieces if 0 <= p.start - end <= _BESIDE and len(p.words) > 1), near
        )
        why = _not_beside(
            day, after, text[end : after.start] if after.start >= end else None, ground
        )
        why = why or _of_another(day, events, ground, read)
        if not why and not _of_words_beside(day, (start, end), pieces, ground):
            why = _of_another_clause(day, events, ground)
        if why:
            yield Fault((start, end), text[start:end], why, "date")
        elif read.section == MEASURES and _of_another_act(day, pieces, ground):
            why = "这个时间在数据中说的是另一件事"
            yield Fault((start, end), text[start:end], why, "date")


def _named(text: str, day: Day, year: int | None = None) -> bool:
    """Whether the text gives that date; a date without a year is of the year under review."""
    loose = replace(day, year=None)
    for _, _, one in days(text):
        if day.within(one) or (one.year is None and day.year in {None, year} and loose.within(one)):
            return True
    return False


def _not_beside(day: Day, near: Piece, between: str | None, ground: Ground) -> str:
    """9月才交出 has its date right before it in the note, and another stands before it in the sentence."""
    due = any(u.fact.role == "due" and _named(u.text, day) for u in ground.units)
    if between is None or len(between) > _BESIDE or due:
        return ""
    beside = []
    for n in ground.events(near):
        text = ground.units[n].text
        at = text.find(near.words)
        here = [d for _, e, d in days(text) if 0 <= at - e <= _BESIDE and not d.words]
        beside.append(any(same_day(day, d) for d in here) if here else True)
    return "" if any(beside) or not beside else "这个时间在数据中说的是另一件事"


def same_day(day: Day, noted: Day) -> bool:
    loose = replace(day, year=None) if noted.year is None else day
    return loose.within(noted) or noted.within(loose)


def _of_another(day: Day, events: frozenset[int], ground: Ground, read: Read) -> str:
    """A date that only other notes have, told of a note that has dates of its own."""
    rows = rows_of(events, ground)
    own = [u for n, u in enumerate(ground.units) if rows_of(frozenset({n}), ground) & rows]
    notes = {ground.units[n].fact.key for n in events}
    dated = any(
        True for u in own if u.fact.key in notes for _, _, one in days(u.text) if not one.words
    )
    if not dated or any(_named(u.fact.text, day, read.known.year) for u in own):
        return ""
    return "这个时间在数据中说的是另一件事"


def _of_words_beside(day: Day, at: tuple[int, int], pieces: list[Piece], ground: Ground) -> bool:
    """Whether words of no weight right beside the date stand in a clause that has it (占用至9月10日)."""
    beside = (
        piece
        for piece in pieces
        if len(piece.words) > 1 and 0 <= max(piece.start - at[1], at[0] - piece.end) <= _BESIDE
    )
    return any(
        _named(ground.units[n].raw, day)
        for piece in beside
        if not ground.events(piece)
        for n in piece.units
    )


def _of_another_clause(day: Day, events: frozenset[int], ground: Ground) -> str:
    """Within reasons: the date of one clause told of another that has its own, or of another note."""
    roles = {ground.units[n].fact.role for n in events}
    if len(roles) != 1 or not roles <= _DATED_CLAUSES:
        return ""
    loose = replace(day, year=None) if day.month else day
    holders = {
        n for n, unit in enumerate(ground.units)
        if unit.fact.role in roles and any(loose.within(replace(d, year=None) if day.month else d) for _, _, d in days(unit.text))
    }  # fmt: skip
    undated = any(
        ground.units[n].fact.key == ground.units[m].fact.key and not any(True for _ in days(ground.units[n].text))
        for n in events
        for m in holders
    )  # fmt: skip
    return (
        "这个时间在数据中说的是另一件事" if holders and not holders & events and not undated else ""
    )


def _of_another_act(day: Day, pieces: list[Piece], ground: Ground) -> bool:
    """The date of one act in a measure told of another (到货 by March is not 安装 by March)."""
    used = {n for piece in pieces if len(piece.words) > 1 for n in piece.units}
    holders = {
        n for n, unit in enumerate(ground.units)
        if unit.fact.role in {"measure", "due"} and any(day.within(d) for _, _, d in days(unit.text))
    }  # fmt: skip
    if any(_ends_all(ground.units[n]) for n in holders):
        return False
    due = any(ground.units[n].fact.role == "due" for n in holders)
    return bool(holders) and not due and not holders & used


def _ends_all(unit: Unit) -> bool:
    """2024年6月底前完成, as a clause of its own: by when all that the measure names is done."""
    return bool(
        re.fullmatch(
            r"[\d年月日底末初上中下旬]+(?:以|之)?前?(?:全部|均|须|应)?(?:完成|落实|到位|办结)",
            unit.text,
        )
    )


def check_days(read: Read, text: str, allowed: tuple[Fact, ...]) -> Iterator[Fault]:
    """A date in a reason or measure is one of its rows'."""
    apart = {"year", "due", "measure"} if read.section == REASONS else {"year"}
    known = [day for fact in allowed if fact.role not in apart for _, _, day in days(fact.text)]
    year = read.known.year
    for start, end, day in days(text):
        if day.words or not (day.month or day.part or (day.year and day.year != year)):
            continue
        loose = replace(day, year=None) if day.year == year else day
        if not any(day.within(one) or (one.year is None and loose.within(one)) for one in known):
            why = "数据中这一项没有这个时间"
            yield Fault((start, end), read.text[start:end], why, "date")


@lru_cache(maxsize=64)
def _bodies(known: Evidence) -> tuple[Fact, ...]:
    """Owners, the bureau written to and the one above; one fact for each name."""
    found = [
        f for f in known.facts if f.role in {"owner", "addressee"} or f.key == "project.authority"
    ]
    return tuple({(f.role == "owner", f.said): f for f in reversed(found)}.values())[::-1]


def check_bodies(read: Read, text: str, ground: Ground) -> Iterator[Fault]:
    """Another row's owner, the bureau written to or the one above, put into a row they are not in."""
    own = [flat(f.said) for f in ground.facts if f.role == "owner"]
    for fact in _bodies(read.known):
        for who in _short_names(flat(fact.said), own if fact.role == "owner" else []):
            at = text.find(who)
            if len(who) < _BODY or bare_words(who) in ground.text or at < 0:
                continue
            why = "数据中这一项没有这个单位"
            yield Fault((at, at + len(who)), text[at : at + len(who)], why, "name")
            break


def _short_names(who: str, own: list[str]) -> list[str]:
    """The name, and what is left of it without the beginning that it shares with an owner of this row."""
    names = [who]
    for other in own:
        shared = 0
        while shared < min(len(who), len(other)) and who[shared] == other[shared]:
            shared += 1
        if shared >= _BODY:
            names.append(who[shared:])
    return names


def check_doers(
    read: Read,
    text: str,
    span: tuple[int, int],
    pieces: list[Piece],
    ground: Ground,
) -> Iterator[Fault]:
    """Outside reasons and measures: a bureau in the clause of a note that does not name it."""
    if read.section in {REASONS, MEASURES}:
        return
    told = {
        ground.units[n].fact
        for piece in pieces
        for n in ground.events(piece)
        if len(piece.words) > 1
    }
    if not told:
        return
    clause = text[span[0] : span[1]]
    for fact in _bodies(read.known):
        if fact.role == "owner":
            continue
        whole = flat(fact.said)
        who = next((one for one in (whole, _PLACED.sub("", whole)) if one in clause), "")
        at = clause.find(who)
        if len(who) < _TAIL or any(who in flat(f.text) for f in told):
            continue
        at += span[0]
        yield Fault((at, at + len(who)), who, "数据中这件事没有这个单位", "name")


def check_agents(
    read: Read, text: str, span: tuple[int, int], pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """由受援人签领 where the note has 由承办律师签领; and in a cause, the owner of the row put where the note has no one."""
    owners = "|".join(flat(f.said) for f in ground.facts if f.role == "owner" and f.indicator)
    for piece in pieces:
        events = ground.events(piece)
        said = _AGENT.search(text[span[0] : piece.start])
        if said and said[1] in owners:
            continue
        noted = [
            m[1]
            for n in events
            for m in [_AGENT.search(_before(ground.units[n].text, piece.words))]
            if m
        ]
        if (
            said
            and noted
            and len(noted) == len(events)
            and not any(
                said[1] in words_known().stands_for.get(one, ())
                or _alike(said[1], one)
                or _one_body(core(said[1]), core(one))
                for one in noted
            )
        ):
            at = span[0] + said.start(1)
            yield Fault((at, at + len(said[1])), said[1], f"数据中是“{noted[0]}”", "name")
            return


def _one_body(one: str, two: str) -> bool:
    return bool(one and two) and alike(one, two)


def _before(text: str, words: str) -> str:
    return text[: max(0, text.find(words))]


def _alike(one: str, two: str) -> bool:
    one, two = (re.sub("[与及、]", "和", who) for who in (one, two))
    return one in two or two in one


def check_subjects(read: Read, text: str, plain: str, ground: Ground) -> Iterator[Fault]:
    """The name of one row put before what a note tells of something else (回收点迁址 for 处置厂迁址)."""
    for one in read.mentions:
        yield from _of_another_name(read, text, one)
        if one.whole or text[one.end : one.end + 1] in "”，。":
            continue
        tail = re.match(r"[一-鿿]{2,4}", plain[one.end :])
        if not tail:
            continue
        told = [u for u in ground.units if tail[0] in u.text]
        others = [
            u for u in told if u.fact.role == "reason" and u.fact.indicator not in {"", one.row.id}
        ]
        if not others or any(u.fact.indicator == one.row.id for u in told):
            continue
        name = bare_words(text[one.start : one.end])
        if not any(name in u.text for u in others):
            yield Fault(one.span, read.words(one.span), "数据中说的不是它", "direction")


def _of_another_name(read: Read, text: str, one: Mention) -> Iterator[Fault]:
    """“地网工程”通过检测, where the row that is called so begins with “雪亮工程”."""
    begun = _QUOTED.match(flat(one.row.name))
    said = _QUOTED_END.search(text[: one.start])
    if not one.whole and begun and said and said[1] != begun[1]:
        span = (one.start - len(said[0]), one.start)
        yield Fault(span, read.words(span), f"数据中是“{begun[1]}”", "name")


def check_before_after(
    text: str, span: tuple[int, int], pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """1986年以前的目录 where the clause of the note that is told has 1986年以后的."""
    for _, end, day in days(text):
        side = _DATED_SIDE.match(text, end)
        if not span[0] <= end <= span[1] or not side or day.words:
            continue
        told: Counter[int] = Counter()
        for piece in pieces:
            told.update(dict.fromkeys(ground.events(piece), len(piece.words)))
        most = max(told.values(), default=0)
        sides = {
            hit[1]
            for n, size in told.items()
            if size == most
            for _, stop, noted in days(ground.units[n].raw)
            if same_day(day, noted) and (hit := _DATED_SIDE.match(ground.units[n].raw, stop))
        }
        if sides and side[1] not in sides:
            yield Fault((end, side.end()), side[0], "与数据中的先后相反", "direction")


def check_turned(read: Read, text: str, ground: Ground) -> Iterator[Fault]:
    """由21点调到19点 where the note says 由19点调到21点."""
    for hit in FROM_TO.finditer(text):
        one, two = hit["one"], hit["two"]
        noted = ground.turns
        if (two, one) in noted and (one, two) not in noted:
            yield Fault(hit.span(), read.words(hit.span()), "与数据中的先后相反", "direction")


def check_sides(read: Read, plain: str, ground: Ground) -> Iterator[Fault]:
    """发布后 where the note says 发布前."""
    notes = [u for u in ground.units if u.fact.role in EVENTS]
    for hit in _ORDER.finditer(plain):
        deed, side = hit["deed"], hit["side"]
        same = regex(re.escape(deed) + _ORDER_WORD + side)
        turned = regex(re.escape(deed) + _ORDER_WORD + _OTHER_SIDE[side])
        if _any(turned, notes) and not _any(same, notes):
            yield Fault(hit.span(), read.words(hit.span()), "与数据中的先后相反", "direction")


def _any(pattern: re.Pattern[str], units: list[Unit]) -> bool:
    return any(pattern.search(unit.text) for unit in units)
