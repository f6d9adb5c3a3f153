"""Who did what to whom: pieces of a clause keep the places that the notes give them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from assistant.grounding.fault import Fault
from assistant.grounding.naming import clause_end, clause_start
from assistant.grounding.pieces import Ground, Piece, rows_of, share_told
from assistant.grounding.reading import Read
from assistant.grounding.slots import is_named, longest, parts_of
from assistant.model.sections import MEASURES, REASONS
from assistant.patterns import regex
from assistant.values.figures import flat

#: between two pieces: words that part or turn them, so that order and origin are free
_TURN = regex(
    r"[因由使致受被遭把将的与和及并而后是系为才就以于在对经随从向到至比、较有加又且给其中里时等成起]"
)
_TURNED = regex(r"安排|派|的是|造成|致|使|[被遭由受因把将经]")
#: a clause that begins so goes on with the subject of the one before
_BARE_START = regex(r"[由经按并已仅须将于凭]|尚未|未|没有?|无法|不能")
#: for whom: the doer stands before it
_FOR = regex(r"[为给向替][^，。；]{0,6}$")
#: between a subject and what is told of it
_OF_IT = regex("(?:[则却也又都均是系因为距的]|由于|因为|所在|选址|旧址|方面){1,2}")
_FINDING = regex(r"发现|查出|指出|要求|反映|提出")
_COUNTED = regex(r"[一两二三四五六七八九十][次个项]")
_MOST = 0.7
_WORD = 2
_PASSIVE = regex("[被由受经让遭]")
_LISTED = regex("[、和与及]")
_DATES = regex(r"[\d年月日初底末上中下旬]+")
_AND = regex("(?:、|和|与|及|以及)各?")


def check_places(read: Read, plain: str, pieces: list[Piece], ground: Ground) -> Iterator[Fault]:
    """Faults of kind direction: neighbours of two happenings, and subject and object that changed places."""
    whole = {
        n
        for piece in pieces
        for n in ground.events(piece)
        if share_told(n, pieces, ground) >= _MOST
    }
    for one, two in pairwise(p for p in pieces if ground.events(p)):
        if plain[two.end : two.end + 1] == "的":
            continue
        short = min(one.end - one.start, two.end - two.start) < _WORD
        if short or _TURN.search(plain[one.end : two.start]):
            continue
        first, second = _joined(ground.events(one), ground), _joined(ground.events(two), ground)
        if not first or not second or first & second:
            continue
        if any(_runs_on(one.words, a, b, ground) for a in first for b in second):
            continue
        if _tells(one.words, second, ground) or _tells(two.words, first, ground):
            continue
        roles = [{ground.units[n].fact.role for n in numbers} for numbers in (first, second)]
        if sorted(map(sorted, roles)) == [["measure"], ["reason"]] and (
            read.section == MEASURES or _called(one.words, second, ground)
        ):
            continue  # what was wrong, and what is done to it
        if one.words.startswith(("因", "由于", "受")):
            continue
        if _FINDING.search(read.text, one.end, two.start + _WORD) and rows_of(
            first | second, ground
        ) == rows_of(first, ground):
            continue  # 核查青坝镇，发现… told as 核查发现…
        if _TURN.search(plain[max(0, one.start - 1) : one.start]) or _FOR.search(
            plain[: one.start]
        ):
            continue
        parts = {ground.units[n].part for n in ground.events(one) | ground.events(two)}
        inner = {n for n in (first | second) & whole if _in_order(n, pieces, ground)}
        if len(parts) > 1 and read.section == REASONS:
            inner = set()
        if inner and _tell_of_one(first | second, ground, read):
            continue  # one happening told inside the other: 农户反映[回收价每公斤2元]偏低
        span = (one.start, two.end)
        yield Fault(span, read.text[span[0] : span[1]], "数据中这两处不是同一件事", "direction")
    yield from _exchanged(read, plain, pieces, ground)
    yield from _other_subject(read, plain, pieces, ground)
    yield from _turned(read, plain, pieces, ground)
    yield from _listed(read, plain, pieces, ground)


def _exchanged(read: Read, plain: str, pieces: list[Piece], ground: Ground) -> Iterator[Fault]:
    """苇塘镇要求城管局归垫 of a note in which 城管局 asks it of 苇塘镇: two names of one part in the other order, nothing turned."""
    if not pieces:
        return
    begun, end = clause_start(plain, pieces[0].start), clause_end(plain, pieces[-1].end)
    clause = flat(read.text)[begun:end]
    parts = parts_of(ground)
    named = longest({name for part in parts for name in part.names if name in clause})
    for one, two in pairwise(sorted(named, key=clause.find)):
        if _PASSIVE.search(clause) or _LISTED.search(clause[clause.find(one) : clause.find(two)]):
            return
        told = [p.text for p in parts if one in p.text and two in p.text]
        if told and all(
            text.find(one) > text.rfind(two) and not _PASSIVE.search(text) for text in told
        ):
            span = (begun + clause.find(one), begun + clause.find(two) + len(two))
            yield Fault(span, read.words(span), "与数据中的主次先后相反", "direction")


def _other_subject(read: Read, plain: str, pieces: list[Piece], ground: Ground) -> Iterator[Fault]:
    """What one clause of a note begins with, told as the doer of the next, which has a subject of its own:
    云岩寺按方案开工，清真东寺随主体翻修改造 told as 云岩寺随主体翻修改造."""
    told = [p for p in pieces if len(p.words) >= _WORD and ground.events(p)]
    for one, two in pairwise(told):
        first, second = ground.events(one), ground.events(two)
        between = plain[one.end : two.start].strip("□ ")
        if first & second or (between and not _OF_IT.fullmatch(between)):
            continue
        begun = [n for n in first if ground.units[n].text.startswith(one.words)]
        if between and any(_same_part(a, n, ground) for a in begun for n in second):
            continue  # what one part of a note tells of the one may be the other's too
        if begun and all(any(_has_own(ground, a, n, two, pieces) for a in begun) for n in second):
            span = (one.start, two.end)
            yield Fault(span, read.text[span[0] : span[1]], "数据中说的不是它", "direction")
            return


def _same_part(one: int, two: int, ground: Ground) -> bool:
    first, then = ground.units[one], ground.units[two]
    return first.fact is not then.fact or first.part == then.part


def _has_own(ground: Ground, one: int, two: int, piece: Piece, pieces: list[Piece]) -> bool:
    """Whether the second clause is the same note's, and has a subject before those words that the sentence does not tell."""
    first, then = ground.units[one], ground.units[two]
    if first.fact is not then.fact:
        return False
    subject = _DATES.sub("", then.text[: then.text.find(piece.words)])
    if _FINDING.search(subject):
        return False  # 设计院要求加固横隔板: who asks for it is no subject of its own
    untold = not any(p is not piece and two in p.units for p in pieces)
    return len(subject) >= _WORD and untold and not _BARE_START.match(subject)


def _called(words: str, numbers: frozenset[int], ground: Ground) -> bool:
    """Whether the clauses have most of the name too: 文庙街段 of a measure, 文庙街 of the reason."""
    texts = [ground.units[n].text for n in numbers]
    return len(words) > _WORD and any(words[:-1] in t or is_named(words, t) for t in texts)


def _runs_on(words: str, one: int, two: int, ground: Ground) -> bool:
    """Clauses of one part of a note, told in its order: 青瓦由窑厂烧制，8月停窑 told as 窑厂8月停窑.

    Across parts only what a clause ends with goes on: 又下冻雨，工地停工 told as 冻雨停工.
    """
    first, then = ground.units[one], ground.units[two]
    if first.fact is not then.fact or two <= one:
        return False
    return first.part == then.part or (two == one + 1 and first.text.endswith(words))


def _tells(words: str, numbers: frozenset[int], ground: Ground) -> bool:
    """Whether a clause, with those it runs on of, has the words too, though elsewhere they stand closer together."""
    said = "|".join(ground.units[n].text for n in sorted(_joined(numbers, ground)))
    return "的" in words.strip("的") and all(part in said for part in words.split("的"))


def _listed(read: Read, plain: str, pieces: list[Piece], ground: Ground) -> Iterator[Fault]:
    """Each of several (柳庄、东门两个社区) is one of whom a clause tells what follows them."""
    i = 0
    while i < len(pieces):
        last = i
        while last + 1 < len(pieces) and _AND.fullmatch(
            plain[pieces[last].end : pieces[last + 1].start]
        ):
            last += 1
        several, rest = pieces[i : last + 1], pieces[last + 1 :]
        i = last + 1
        told = frozenset(n for p in rest if len(p.words) > 1 for n in _reasons(p, ground))
        if not told or not any(_reasons(p, ground) & told for p in several):
            continue
        for one in several:
            if plain[one.start - 1 : one.start] == "的":
                continue  # what an earlier verb has done: 做了12天的验证、…
            mine = _reasons(one, ground)
            if mine & _joined(told, ground) or not all(
                _begins(one.words, ground.units[n].text) for n in mine
            ):
                continue  # it is told of, or has its own predicate: 车辆改装和系统故障
            if mine:
                span = (one.start, rest[0].end)
                why = "数据中这两处不是同一件事"
                yield Fault(span, read.text[span[0] : span[1]], why, "direction")
                return


def _in_order(number: int, pieces: list[Piece], ground: Ground) -> bool:
    """Whether the pieces of a clause follow one another as there."""
    text = ground.units[number].text
    at = [text.find(p.words) for p in pieces if number in p.units]
    return at == sorted(at)


def _begins(words: str, text: str) -> bool:
    return text.startswith(words) and not text.endswith(words)


def _reasons(piece: Piece, ground: Ground) -> frozenset[int]:
    """The clauses of reasons that have the piece."""
    return frozenset(n for n in piece.units if ground.units[n].fact.role == "reason")


def _joined(numbers: frozenset[int], ground: Ground) -> frozenset[int]:
    """With each clause that has no subject of its own (由承办律师签领) the one before it, and the other way round."""
    more = set(numbers)
    for n in numbers:
        for a, b in ((n - 1, n), (n, n + 1)):
            if a >= 0 and b < len(ground.units) and _follows(ground, a, b):
                more |= {a, b}
    return frozenset(more)


def _follows(ground: Ground, one: int, two: int) -> bool:
    same = ground.units[one].fact is ground.units[two].fact
    return same and bool(_BARE_START.match(ground.units[two].text))


def _tell_of_one(numbers: frozenset[int], ground: Ground, read: Read) -> bool:
    """Whether two clauses are of one note, or of what was wrong and what is done to it."""
    if len(rows_of(numbers, ground)) > 1:
        return False
    notes = {ground.units[n].fact.key for n in numbers}
    return len(notes) == 1 or read.section != REASONS


def _turned(read: Read, plain: str, pieces: list[Piece], ground: Ground) -> Iterator[Fault]:
    """Three pieces in the reverse of their order in a note: 甲拖欠乙 told as 乙拖欠甲.

    Two that change places (分区施工, 施工分区) are a way of putting the same.
    """
    told = [
        p for p in pieces if len(p.words) > 1 and not _COUNTED.match(p.words) and ground.events(p)
    ]
    for trio in combinations(told, 3):
        common = frozenset.intersection(*(p.units for p in trio))
        if not common or _TURNED.search(plain[: trio[-1].start]):
            continue
        if plain[trio[1].end : trio[2].start].endswith("的"):
            continue  # 未装路名牌的滨河新区
        if all(_reversed(ground.units[n].text, trio) for n in common):
            span = (trio[0].start, trio[-1].end)
            yield Fault(span, read.text[span[0] : span[1]], "与数据中的主次先后相反", "direction")
            return


def _reversed(text: str, trio: tuple[Piece, ...]) -> bool:
    first, middle, last = (p.words for p in trio)
    return text.find(first) > text.rfind(middle) and text.find(middle) > text.rfind(last)
