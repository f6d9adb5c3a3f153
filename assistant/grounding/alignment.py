"""Every word of a sentence aligned to the facts it may use, clause by clause; what aligns to nothing is not supported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from assistant.grounding.added import adds_nothing
from assistant.grounding.because import check_because, check_grounds
from assistant.grounding.belonging import (
    check_belonging,
    check_causes,
    check_done_amounts,
    check_each,
    check_sources,
)
from assistant.grounding.binding import (
    check_agents,
    check_before_after,
    check_bodies,
    check_dates,
    check_days,
    check_doers,
    check_sides,
    check_subjects,
    check_turned,
)
from assistant.grounding.claims import stock
from assistant.grounding.completion import check_completion
from assistant.grounding.deeds import check_deeds
from assistant.grounding.evidence import Evidence
from assistant.grounding.fault import Fault, FaultKind
from assistant.grounding.operators import (
    check_operators,
    check_opposites,
    check_quantifiers,
    check_shares,
)
from assistant.grounding.pairing import check_pairs
from assistant.grounding.pieces import (
    CLAUSE,
    MARKS,
    Ground,
    Piece,
    clauses_told,
    cover,
    ground_for,
    runs,
    settled,
)
from assistant.grounding.places import check_places
from assistant.grounding.reading import Read
from assistant.grounding.scope import check_scope, lacks, spelt
from assistant.grounding.slots import check_slots
from assistant.grounding.standing import verbal
from assistant.grounding.swapped import check_swapped
from assistant.grounding.worked_out import check_wholes, grown
from assistant.model.sections import MEASURES, REASONS
from assistant.patterns import regex
from assistant.values.figures import figures, flat

_SHORTEST_LENT = 4
#: 少开33场: by how much is judged by value, whatever was done
_LESS = regex(
    r"(?<=[少多])[一-鿿](?=了?\d)|[不未](?=满\d)|(?<=[不未])满(?=\d)|满(?=[\d一两二三四五六七八九十])|[近逾](?=一半|[\d一二三四五六七八九]成)|超(?=上限|目标|计划|时限|期限|任务|限额)"
)
#: 由两笔构成: how many the sentence itself goes on to name
_MADE_OF = regex("(?<=由[两二三四五六])[一-鿿](?=(?:资金|款项|部分)?(?:构成|组成))")
_NOT_QUITE = regex(r"(?:没有?|未能?|尚未)(?:完全|根本|彻底|全部|真正)(?:得到)?$")
#: 远超, 大大高于: by how much the row's value is off tells whether it is so
_FAR = regex("(?:远远?|大大|大幅)(?=超过?|高于|低于|多于|少于)")
#: 排队时间偏长 of a note that complains of 排队时间长
_TOO = regex("偏[长短慢重轻窄旧晚贵]")
_MEASURE_WORDS = frozenset(
    "页名位座台处套家户条起期次批场本件份块辆具组笔所间只支路株头亩吨人栋盏艘册字部"
)


def strange_script(text: str, known: frozenset[str]) -> Iterator[Fault]:
    """Characters of another script, invisible ones, rare forms of digits; unless the facts write them (`known`)."""
    for match in re.finditer(r"\S+|\s", text):
        for i, c in enumerate(match[0], match.start()):
            plain = unicodedata.normalize("NFKC", c)
            usual = c in known or "一" <= c <= "鿿" or c in "〇Ⅰ" or bool(MARKS.match(c))
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
    return bool(
        re.search(r"\d\s*(?:[kmch]?m|[km]?g|t|kwh|kw|ha|h|m)$", text[max(0, at - 6) : at + 1], re.I)
    )


@lru_cache(maxsize=64)
def _lent(known: Evidence) -> tuple[str, ...]:
    """The unit's own phrases: they lend their words, but no claim of how money was kept or what came of it."""
    clauses = {
        c for f in known.style for c in CLAUSE.split(flat(f.said)) if len(c) >= _SHORTEST_LENT
    }
    return tuple(sorted(c for c in clauses if not any(p.search(c) for p, _ in stock())))


def check_alignment(read: Read) -> Iterator[Fault]:
    """Faults of words that no fact holds, of scope, and of places in the clause."""
    lent = _lent(read.known)
    ground = ground_for(read)
    allowed = ground.facts
    text = flat(read.text)
    plain = _masked(read, text, ground, lent)
    yield from check_operators(read, text, allowed, ground)
    yield from check_subjects(read, text, plain, ground)
    yield from check_sides(read, plain, ground)
    yield from check_turned(read, text, ground)
    yield from check_each(read, text, ground)
    yield from check_sources(read, text)
    yield from check_causes(read, text)
    yield from check_done_amounts(read, text, ground)
    yield from check_shares(read, text, ground)
    yield from check_wholes(read, text)
    if read.section in {REASONS, MEASURES}:
        yield from check_days(read, text, allowed)
        yield from check_bodies(read, text, ground)
    if read.section in {REASONS, MEASURES, "funds_management"}:
        yield from check_quantifiers(read, plain, ground)
    told: list[tuple[re.Match[str], list[Piece], list[tuple[int, int]]]] = []
    for run in runs(plain):
        pieces, missed = [], []
        for part in re.finditer(r"[一-鿿A-Za-z〇]+", run[0]):
            found, bare = cover(part[0], run.start() + part.start(), ground, read)
            pieces += found
            missed += bare
        told.append((run, pieces, missed))
    put = settled([pieces for _, pieces, _ in told], text, ground, read.section)
    told = [(run, pieces, missed) for (run, _, missed), pieces in zip(told, put, strict=True)]
    spans = [(run.span(), pieces) for run, pieces, _ in told]
    yield from check_pairs(read, text, spans, ground)
    yield from check_slots(read, text, spans, ground)
    if read.section != MEASURES:
        yield from check_because(read, text, spans, ground)
        yield from check_grounds(read, text, spans, ground)
    near = [pieces for _, pieces, _ in told]
    for at, (run, pieces, missed) in enumerate(told):
        around = [p for some in near[max(0, at - 1) : at + 2] for p in some]
        yield from _bare(read, text, run.span(), missed, pieces, around, ground)
        yield from check_belonging(read, text, plain, run, pieces, ground)
        yield from check_scope(read, text, run.span(), pieces, ground)
        yield from check_completion(read, text, run, pieces, ground)
        yield from check_places(read, plain, pieces, ground)
        yield from check_dates(read, text, run.span(), pieces, ground)
        yield from check_before_after(text, run.span(), pieces, ground)
        yield from check_doers(read, text, run.span(), pieces, ground)
        if read.section == MEASURES:
            yield from check_deeds(read, plain, run.span(), pieces, ground)
        yield from check_agents(read, text, run.span(), pieces, ground)
        yield from check_swapped(read, text, run.end(), pieces, ground)
        yield from check_opposites(read, plain, run.span(), pieces, ground)


def _bare(
    read: Read,
    text: str,
    run: tuple[int, int],
    missed: list[tuple[int, int]],
    pieces: list[Piece],
    around: list[Piece],
    ground: Ground,
) -> Iterator[Fault]:
    """Words that no fact has, but for those that the clause told spells, that deny no more than the facts do or add nothing."""
    clauses = clauses_told(around, ground) if missed else []
    told = (pieces, around, missed)
    for start, end in missed:
        after = next((p for p in pieces if p.start == end), None)
        if after and end - start == 1 and lacks(text, after, ground):
            continue
        if _not_quite(read, text, start, end, pieces, ground) or spelt(text, (start, end), clauses):
            continue
        if not adds_nothing(read, text, (start, end), run, told, ground):
            yield _unknown(read, start, end)


def _not_quite(
    read: Read, text: str, start: int, end: int, pieces: list[Piece], ground: Ground
) -> bool:
    """独居老人吃饭难没有完全解决, of a row so named that has not reached its value: whatever the verb, it says no more."""
    if not _NOT_QUITE.search(text[:start]) or not verbal(text[start:end]):
        return False
    facts = [
        ground.units[n].fact for p in pieces if len(p.words) >= _SHORTEST_LENT for n in p.units
    ]
    rows = {f.indicator for f in facts if f.role == "row"}
    return len(rows) == 1 and all(
        read.known.rows[row].status == "not_met" for row in rows if row in read.known.rows
    )


def _masked(read: Read, text: str, ground: Ground, lent: tuple[str, ...]) -> str:
    """Figures with their measure words, citations, names of rows and lent phrases as □: judged by value, or free."""
    masked = list(text)
    for figure in figures(text):
        stop = figure.end if figure.kind != "code" or figure.words in ground.text else figure.start
        if figure.kind == "amount" and text[stop : stop + 2] in {"批次", "人次", "台件", "课时"}:
            stop += 2
        elif (
            figure.kind == "amount"
            and not figure.unit
            and text[stop : stop + 1] in _MEASURE_WORDS | ground.measures
        ):
            stop += 1
        if figure.unit == "分" and text.startswith("钱", stop):
            stop += 1
        masked[figure.start : stop] = "□" * (stop - figure.start)
    lent_at = (hit.span() for words in lent for hit in re.finditer(re.escape(words), text))
    for start, end in (*read.citations, *(hit.span for hit in read.mentions), *lent_at):
        masked[start:end] = "□" * (end - start)
    for hit in (*_LESS.finditer(text), *_MADE_OF.finditer(text)):
        masked[hit.start()] = "□"
    for start, end in grown(read):
        masked[start:end] = "□" * (end - start)
    for hit in _FAR.finditer(text):
        if any(row.far for row in read.rows):
            masked[hit.start() : hit.end()] = "□" * len(hit[0])
    for hit in _TOO.finditer(text):
        if hit[0][1] in ground.text and hit[0] not in ground.text:
            masked[hit.start()] = "□"
    return "".join(masked)


def _unknown(read: Read, start: int, end: int) -> Fault:
    kind: FaultKind = "claim"
    if read.section == REASONS or re.search(r"因|由于|系|所致|原因|例如|导致", read.text):
        kind = "cause"
    elif read.section == MEASURES or re.search(r"针对|将|拟|下一步", read.text):
        kind = "act"
    why = "填报的原因中没有" if kind == "cause" else "数据中没有这个说法"
    return Fault((start, end), read.text[start:end], why, kind)
