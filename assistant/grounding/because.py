"""What a sentence tells as the cause of what: only happenings that one part of a note tells together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.grounding.binding import days
from assistant.grounding.fault import Fault
from assistant.grounding.money import sources_in
from assistant.grounding.numbers import reached
from assistant.grounding.pieces import EVENTS, PART, Ground, Piece
from assistant.grounding.reading import Read
from assistant.grounding.standing import verbal
from assistant.grounding.tokens import tokens
from assistant.patterns import regex
from assistant.values.figures import figures, flat

_WORD = 2
#: words that so many parts have tell of none; smaller figures do not either
_MANY = 4
_BIG = 4
#: so many characters of a part of a note tell of it
_TOLD = 4
_NEAR = 0.6
_CLAUSE = regex(r"[，。；：,;]")
#: where the subject of a clause begins
_BEGINS = regex(r"[，。；：,;、]|以及|和|及|与")
#: notes on what was, not on what is to be
_WAS = EVENTS - {"measure", "application", "publicity"}
_MONEY_WORDS = regex("资金|预算|经费|拨款|款|元")
_MONEY = regex(r"\d[\d.]*(?:万|亿)?元")
#: cause first, then what came of it; the second alternative names a cause before it
_SO = regex(
    r"(?:进而|从而|最终|直接|因而|由此)?(?:致使|导致|造成|使得|以致|以至|引发|引起)|(?<=[一-鿿])(?:由此|因此|因而)(?=[一-鿿])|(?<=[，；])(?:使|令|致|因此|因而|所以|为此|故而?)|(?<=[一-鿿\d])而(?=被|未|没|停|取消|无法|不能|[调核压扣]减)"
)
_FROM_THAT = frozenset({"由此", "因此", "因而"})
_BECAUSE = regex(
    r"因为|由于|(?<![原起主诱死病])因(?!此|而|故|素|地|人|应)|(?<=[，。；])受|^受|鉴于"
)
_REASON = regex(r"(?:主要)?(?:原因|理由|起因|主因)(?:在于|主要是|是|为|系)")
#: told to come after what the clause before tells; 到12月才到货 tells how late
_THEN = regex(r"(?<=[一-鿿\d])(?<![月日年底初末时天])(?:这才|才|遂|于是|随即|随后)(?![能可得])")
_TELLS_CAUSE = regex("因|由于|原因|系|受|是")
#: one more of a list, not what came of the last
_ALSO = regex(
    r"[，、]?(?:另|同时|又|且|加之|加上|还|此外|再|也|亦|其[次二]|二是|一是|三是|或|其中)"
)
#: told of the row or the money itself: what all the clauses before it explain
_OF_ALL = regex(
    r"完成率|完成程度|执行率|到位率|目标|指标值|计划|□|少[一-鿿]{1,2}了?\d|差\d|缺口|不足\d|未能?(?:达|完成)"
)
_LEFT = regex("未(?:予)?(?:执行|支出|支付|使用)|没有?(?:执行|支出|用)|执行率|支出率|结余|剩余")
_CAUSE_IS = regex(
    r"(?:(?:主要)?(?:原因|理由|起因|主因|症结)(?:在于|主要是|是|为|系)|因为|由于|(?<![原起主诱死病成])因(?!此|而|故|素|地|人|应|之)|(?<=[，。；])受|(?<=[，。；])系(?![统列数])|实为|实因)"
    r"(?P<cause>[^，。；：、“”□]{2,}?)(?=所[一-鿿]?(?:[，。；]|$)|的?(?:影响|缘故|原因)|造成|导致|致使|引起|[，。；]|$)"
)
_CAUSE_WAS = regex(
    r"(?:^|(?<=[，。；]))(?:是|系|乃|实为)?(?P<cause>[^，。；：、“”□]{2,}?)(?:所(?:致|限|累|困|碍)|[而的]?造成的|[而]?导致的|引起的)(?=[，。；]|$)"
)
_OWN = regex(r"^(?:因此|因而|故|致使|导致|造成|使得?|以致|由此|为此|所以)")


def check_because(
    read: Read, text: str, told: list[tuple[tuple[int, int], list[Piece]]], ground: Ground
) -> Iterator[Fault]:
    """Faults of kind cause: happenings of two parts of a note (or of two notes) told as cause and effect."""
    pieces = [p for _, some in told for p in some]
    ends = [m.start() for m in PART.finditer(text)] + [len(text)]
    start = 0
    for end in ends:
        for one, two, at in _only_then(text, start, end):
            if _told_after(pieces, one, two, ground):
                yield Fault(at, read.words(at), "与数据中的先后相反", "cause")
                return
        for one, two, at in _links(read.plain, text, start, end):
            first, second = (_parts(text, pieces, span, ground) for span in (one, two))
            for span, parts in ((one, first), (two, second)):
                parts.update(_of_sources(read, text, span, ground))
            own = {key for key, _ in _most(first)} <= {f"{row.id}.reason" for row in read.rows}
            if own and any(
                reached(read, f.start) for f in figures(text[: two[1]]) if f.start >= two[0]
            ):
                continue  # the row's own reason, of what the row has reached
            if _of_what_is_left(text, first, two, read) or (
                own and _of_the_gap(read, pieces, two, ground)
            ):
                continue
            backwards = _later(text, pieces, one, two, ground) or _of_itself(
                read, pieces, one, two, ground
            )
            backwards = backwards or (
                not _REASON.match(text, at[0]) and _told_after(pieces, one, two, ground)
            )
            if backwards or _apart(first, second, ground) or _money_of_row(read, first, two):
                yield Fault(at, read.words(at), "数据中这两件事不是因果", "cause")
                return
        start = end + 1


def _of_what_is_left(
    text: str, cause: Counter[tuple[str, int]], effect: tuple[int, int], read: Read
) -> bool:
    """未执行30万元，原因是…: the money's own reason, of what is left of the whole."""
    last = _CLAUSE.split(text[slice(*effect)].rstrip("，"))[-1]
    keys = _most(cause)
    of_money = bool(keys) and all(key.startswith("funds") for key, _ in keys)
    return of_money and bool(_LEFT.search(last)) and not sources_in(read.known, last)


def _of_the_gap(read: Read, pieces: list[Piece], effect: tuple[int, int], ground: Ground) -> bool:
    """采购火箭弹比目标少117枚，原因是…: by how much the row falls short, and no happening of its note."""
    here = [p for p in pieces if effect[0] <= p.start < effect[1]]
    named = any(effect[0] <= hit.start < effect[1] for hit in read.mentions)
    return named and not any(len(p.words) >= _WORD and ground.events(p) for p in here)


def check_grounds(
    read: Read, text: str, told: list[tuple[tuple[int, int], list[Piece]]], ground: Ground
) -> Iterator[Fault]:
    """A cause that is made of words of the form alone (系指标设定偏高所致): no note tells of it, and no figure.

    Such words need no fact of their own where they frame what a note tells; they are none.
    """
    pieces = [p for _, some in told for p in some]
    for hit in (*_CAUSE_IS.finditer(text), *_CAUSE_WAS.finditer(text)):
        start, end = hit.span("cause")
        told_of = [p for p in pieces if p.start < end and p.end > start]
        named = any(start <= m.start < end for m in read.mentions)
        quoted = any(a < end and b > start for (a, b), _ in read.quotes)
        if named or quoted or any(start <= f.start < end for f in figures(text)):
            continue
        if not any(ground.events(p) for p in told_of):
            yield Fault((start, end), read.words((start, end)), "填报的原因中没有", "cause")


def _links(
    plain: str, text: str, start: int, end: int
) -> Iterator[tuple[tuple[int, int], tuple[int, int], tuple[int, int]]]:
    """Cause, effect and the words that join them, within a part of a sentence."""
    for hit in _SO.finditer(text, start, end):
        begun = max((m.end() for m in _CLAUSE.finditer(text, start, hit.start())), default=start)
        if hit[0] in _FROM_THAT and hit.start() > begun > start:
            yield (start, begun - 1), (begun, _stop(text, hit.end(), end)), hit.span()
            continue  # 投标商由此提出质疑: what came of it is told with its subject
        yield (start, hit.start()), (hit.end(), _stop(text, hit.end(), end)), hit.span()
    for hit in _REASON.finditer(text, start, end):
        yield (hit.end(), end), (start, hit.start()), hit.span()
    for hit in _BECAUSE.finditer(text, start, end):
        so = _SO.search(text, hit.end(), end)
        stop = _stop(text, hit.end(), end)
        if so and so.start() <= stop + 1:
            stop = so.start()
        begun = max((m.end() for m in _BEGINS.finditer(text, start, hit.start())), default=start)
        if text[begun : hit.start()] in {"是", "就是", "正是"} and begun > start:
            first = max((m.end() for m in _BEGINS.finditer(text, start, begun - 1)), default=start)
            yield (hit.end(), stop), (first, begun - 1), hit.span()
            continue  # 尾款未付，是因为…
        if hit.start() - begun > _WORD:
            yield (hit.end(), stop), (begun, hit.start()), hit.span()
            continue  # what came of it is told with its subject
        after = (stop + 1, _stop(text, stop + 1, end)) if stop + 1 < end else (stop, stop)
        whole = _stop(text, after[1] + 1, end) if after[1] < end else end
        listed = _ALSO.match(text, stop) or text[stop : stop + 1] == "、"
        later = after[1] < end and _OF_ALL.search(plain, after[1], max(whole, end))
        if after[1] > after[0] and not listed and not later and not _REASON.match(text, after[0]):
            yield (hit.end(), stop), after, hit.span()


def _only_then(
    text: str, start: int, end: int
) -> Iterator[tuple[tuple[int, int], tuple[int, int], tuple[int, int]]]:
    """设计变更没批，塔位才挖到溶洞: a clause, the next that is told to come after it, and the word that says so."""
    for hit in _THEN.finditer(text, start, end):
        begun = max((m.end() for m in _CLAUSE.finditer(text, start, hit.start())), default=start)
        if begun > start:
            before = max((m.end() for m in _CLAUSE.finditer(text, start, begun - 1)), default=start)
            yield (before, begun - 1), (begun, _stop(text, hit.end(), end)), hit.span()


def _told_after(
    pieces: list[Piece], cause: tuple[int, int], effect: tuple[int, int], ground: Ground
) -> bool:
    """Whether one part of a note tells the cause in a later clause than the effect, whose predicate ends its clause there,
    and does not say that it is the cause: 验收达不到标准，重新采购流标 told as 采购流标，致使验收达不到标准."""
    one, two = (_clauses(pieces, span, ground) for span in (cause, effect))
    for part in one.keys() & two.keys():
        first, then = [n for _, n in one[part]], [n for _, n in two[part]]
        if min(first) < max(then) or max(first) <= max(then):
            continue
        ends = any(_ends_clause(p, ground.units[n].text) for p, n in two[part])
        if ends and not _TELLS_CAUSE.search(ground.units[max(first)].text):
            return True
    return False


def _clauses(
    pieces: list[Piece], span: tuple[int, int], ground: Ground
) -> dict[tuple[str, int], list[tuple[Piece, int]]]:
    """By part of a note, the pieces of a stretch that stand in one clause of it alone, with its number."""
    found: dict[tuple[str, int], list[tuple[Piece, int]]] = {}
    for piece in pieces:
        if len(piece.words) < _WORD or not span[0] <= piece.start < span[1]:
            continue
        told = [n for n in piece.units if ground.units[n].fact.role != "measure"]
        by_part: dict[tuple[str, int], list[int]] = {}
        for n in told:
            unit = ground.units[n]
            by_part.setdefault((unit.fact.key, unit.part), []).append(n)
        if all(ground.units[n].fact.role in _WAS for n in told):
            for part, numbers in by_part.items():
                if len(numbers) == 1:
                    found.setdefault(part, []).append((piece, numbers[0]))
    return found


def _ends_clause(piece: Piece, text: str) -> bool:
    end = text.find(piece.words) + len(piece.words)
    return end >= len(text) - _WORD and any(verbal(word) for word, _ in tokens(piece.words))


def _stop(text: str, at: int, end: int) -> int:
    found = _CLAUSE.search(text, at, end)
    return found.start() if found else end


def _parts(
    text: str, pieces: Iterable[Piece], span: tuple[int, int], ground: Ground
) -> Counter[tuple[str, int]]:
    """How many characters of each part of each note a stretch tells, its figures too."""
    found: Counter[tuple[str, int]] = Counter()
    same = _happenings(ground)
    for piece in pieces:
        if len(piece.words) < _WORD or not span[0] <= (piece.start + piece.end) // 2 < span[1]:
            continue
        units = [ground.units[n] for n in piece.units]
        keys = {same[u.fact.key, u.part] for u in units if u.fact.role in _WAS}
        if len(keys) <= _MANY:
            found.update(dict.fromkeys(keys, len(piece.words)))
    for figure in figures(text[: span[1]]):
        if figure.start >= span[0] and figure.low >= _BIG:
            said = regex(rf"(?<![\d.]){re.escape(flat(figure.words))}(?![\d.])")
            keys = {
                same[u.fact.key, u.part]
                for u in ground.units
                if u.fact.role in _WAS and said.search(u.raw)
            }
            found.update(dict.fromkeys(keys, _TOLD if len(keys) == 1 else _WORD))
    return found


def _money_of_row(read: Read, cause: Counter[tuple[str, int]], effect: tuple[int, int]) -> bool:
    """Money told as the cause of what a row lacks, whose own reason is another: 资金未到位，致使回收重量少29吨."""
    keys = _most(cause)
    rows = [hit.row for hit in read.mentions if effect[0] <= hit.start < effect[1]]
    apart = [
        row
        for row in rows
        if "reason" in row.notes and not _MONEY_WORDS.search(row.notes["reason"])
    ]
    return bool(keys and apart) and all(key.startswith("funds") for key, _ in keys)


def _of_sources(
    read: Read, text: str, span: tuple[int, int], ground: Ground
) -> Counter[tuple[str, int]]:
    """The same for the notes on a source of the money that it names."""
    same = _happenings(ground)
    names = {name for _, _, name in sources_in(read.known, text[slice(*span)])}
    return Counter(
        {
            same[u.fact.key, u.part]: _TOLD
            for u in ground.units
            if u.fact.role in _WAS and u.fact.subject in names and not u.fact.indicator
        }
    )


@lru_cache(maxsize=1024)
def _happenings(ground: Ground) -> dict[tuple[str, int], tuple[str, int]]:
    """Of each part of a note, the first part that tells of the same money: the funds' notes tell it twice."""
    by_money: dict[str, tuple[str, int]] = {}
    found: dict[tuple[str, int], tuple[str, int]] = {}
    for unit in ground.units:
        here = (unit.fact.key, unit.part)
        if unit.fact.role not in _WAS:
            continue
        first = found.setdefault(here, here)
        for money in _MONEY.findall(unit.raw):
            other = by_money.setdefault(money, first)
            found = {key: other if one == first else one for key, one in found.items()}
            first = other
    return found


def _apart(one: Counter[tuple[str, int]], two: Counter[tuple[str, int]], ground: Ground) -> bool:
    """Whether both tell enough, and of no part together."""
    first, second = _most(one), _most(two)
    if not first or not second or first & second:
        return False
    for here, there in ((one, second), (two, first)):
        if any(here[key] > _WORD for key in there):
            return False
    return not any(
        _OWN.match(u.text)
        for u in ground.units
        if u.fact.role in _WAS and _happenings(ground)[u.fact.key, u.part] in first | second
    )


def _later(
    text: str,
    pieces: list[Piece],
    cause: tuple[int, int],
    effect: tuple[int, int],
    ground: Ground,
) -> bool:
    """Whether what is told as the cause has a later date in its part of the note than what is told to come of it."""
    one, two = (_dated(pieces, span, ground) for span in (cause, effect))
    return any(part in two and min(days_) > max(two[part]) for part, days_ in one.items())


def _dated(
    pieces: list[Piece], span: tuple[int, int], ground: Ground
) -> dict[tuple[str, int], list[tuple[int, int]]]:
    """Months and days of the clauses told in a stretch, by part of a note."""
    found: dict[tuple[str, int], list[tuple[int, int]]] = {}
    units = {
        n
        for p in pieces
        if len(p.words) > _WORD - 1 and span[0] <= p.start < span[1] and len(ground.events(p)) == 1
        for n in p.units
    }
    for unit in (ground.units[n] for n in units if ground.units[n].fact.role == "reason"):
        for _, _, day in days(unit.raw):
            if day.month:
                found.setdefault((unit.fact.key, unit.part), []).append((day.month, day.day or 0))
    return found


def _of_itself(
    read: Read,
    pieces: list[Piece],
    cause: tuple[int, int],
    effect: tuple[int, int],
    ground: Ground,
) -> bool:
    """Whether a row is told as the cause of what its own note has as the reason: 销售额上不去，致使传习所没能建成."""
    rows = {hit.row.id for hit in read.mentions if cause[0] <= hit.start < cause[1]}

    def told(span: tuple[int, int]) -> set[str]:
        return {
            ground.units[n].fact.indicator
            for p in pieces
            if len(p.words) >= _WORD and span[0] <= p.start < span[1]
            for n in ground.events(p)
            if ground.units[n].fact.role == "reason"
        }

    return len(rows) == 1 and not told(cause) and told(effect) == rows


def _most(found: Counter[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    best = max(found.values(), default=0)
    return frozenset(key for key, n in found.items() if n >= max(_TOLD, best * _NEAR))
