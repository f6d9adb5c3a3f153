"""What a clause of a note has stays with it: its amounts, the body that did it, how many of them, whose money it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.facts import Fact
from assistant.grounding.binding import days, moved
from assistant.grounding.doers import alike, doer
from assistant.grounding.fault import Fault
from assistant.grounding.money import sources_in
from assistant.grounding.naming import bare
from assistant.grounding.numbers import reached
from assistant.grounding.pieces import EVENTS, Ground, Piece, Unit, bare_words
from assistant.grounding.reading import Read
from assistant.grounding.standing import verbal, words_known
from assistant.grounding.tokens import tokens
from assistant.grounding.worked_out import is_worked_out
from assistant.model.sections import MEASURES, REASONS
from assistant.patterns import regex
from assistant.values.figures import Figure, figures

_MOST = 0.6
_WORD = 2
_CLOSE = 4
#: what begins a verb that the dictionary has not (多报, 漏记)
_OFF = frozenset("多少漏误")
_TIME = ("天", "日", "小时", "个月", "周", "分钟", "星期", "个工作日")
#: an office or a firm right before what it did; days may stand between
_BODY = regex(
    r"(?P<who>[一-鿿]{1,14}?(?:[局委办院站所部科股室组厅]|办事处|管理处|图书馆|文化馆|博物馆|档案馆|公司|中心|大队|支队|银行|政府|企业|单位|镇|乡|街道|社区|村委会|委员会|学校|小学|中学|医院|合作社|施工队))"
    r"(?:[\d年月日初底末上中下旬]*)(?:于|在|已|将|统一|再次|随即|又|共|也|还|曾|自行|擅自|主动|及时|先行|另行)?(?:[把将][^，。；把将]{0,10})?$"
)
_ENDS = frozenset("局委厅")
_NOT_NAMED = regex(r"(?:我|本|该|各|县|市|区)?(?:单位|部|部门|主管部门|局|院|馆|中心)")
_RATE = regex(r"(?P<what>执行率|到位率)(?:为|是|达到?|仅)?(?P<n>\d)")
_TOTAL = regex(r"项目|总|整体|合计|全部|全年预算|共")
_FOUND_NONE = regex(r"(?:未曾?|没有|并未|从未)(?P<verb>发现|出现|发生|存在|产生)")
_DENIED = regex(r"未|没|尚|欠|缺|少")
#: what was not paid is no other sum for what was
_PAID = regex(r".*[\d.]+[万亿]?元(?:没有|未|尚未)(?:支付|支出|拨付|执行|到位|结算)")
_EACH = regex(r"各(?=\d)")
_SOME = regex(r"(?:部分|个别|多数|少数|若干|[多几](?:家|个|名|户|处|台|批|座|所))$")
_COUNT = regex(r"(?:[\d一两二三四五六七八九十]+(?:家|个|名|户|处|台|批|座|所|件|位))$")
_FIGURE = regex(r"\d[\d.,]*(?:[万亿千百]?元|公里|[万亿]?[一-鿿])?")
_CAUSE = regex(r"因(?!此|而)|由于|系(?!统|列)|受|原因[是为在]|主要是")
_MONEY = regex(r"资金|预算|经费|拨款|款|[\d.]万?元")
#: money that did not come, told beside what came of it
_NO_MONEY = regex(
    r"(?:资金|配套|拨款|经费|补助|款项?|财政|[\d.]万?元)[^，。；]{0,10}(?:未|没有?|尚未|不)(?:能|按[时期])?(?:足额|及时)?(?:到位|拨付|下达|到账|兑付|落实|支付)"
    r"|(?:资金|经费|拨款)(?:不足|短缺|紧张|缺口)"
)
_AIM = regex(r"目标|指标值|任务|达到|实际|全年|已|未|计划")


def check_belonging(
    read: Read, text: str, plain: str, run: re.Match[str], pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """Faults of one clause of the sentence, whose pieces are those."""
    yield from _amounts(read, text, run, pieces, ground)
    yield from _bodies(read, text, run, pieces, ground)
    yield from _found_none(read, plain, run, pieces, ground)
    yield from _some(read, text, run, pieces, ground)


def sort_of(figure: Figure) -> str:
    """Of what it is a number: a unit, a measure word, time; empty for a date or a bare number."""
    if figure.kind == "date" or figure.kind in {"ordinal", "code"}:
        return ""
    if figure.tail.startswith(_TIME):
        return "time"
    counted = figure.tail[:2] if figure.tail[:1] == "个" else figure.tail[:1]
    return figure.unit or counted or (figure.kind if figure.kind != "amount" else "")


def same_number(one: Figure, two: Figure) -> bool:
    return (one.low, one.high) == (two.low, two.high)


def _amounts(
    read: Read, text: str, run: re.Match[str], pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """建完3座后 where the clause of the note that is told has 9座."""
    said = [f for f in figures(text) if run.start() <= f.start < run.end() and sort_of(f)]
    if not said:
        return
    events = {n for p in pieces if len(p.words) >= _WORD for n in ground.events(p)}
    words = [p.words for p in pieces]
    words += [bare_words(read.words(hit.span)) for hit in read.mentions]
    denied = bool(_DENIED.search(text[slice(*run.span())]))
    told = [
        n
        for n in events
        if _share(ground.units[n], words) >= _MOST
        and (denied or not _PAID.fullmatch(ground.units[n].text))
    ]
    own = [f for n in told for f in figures(ground.units[n].raw) if sort_of(f)]
    facts = {ground.units[n].fact.key for n in told}
    beside = [u for n in events if n not in told and (u := ground.units[n]).fact.key in facts]
    parts = {(ground.units[n].fact.key, ground.units[n].part) for n in events if n not in told}
    beside += [u for u in ground.units if (u.fact.key, u.part) in parts and u.fact.key in facts]
    for figure in said:
        if any(
            same_number(figure, f) and sort_of(f) == sort_of(figure)
            for u in beside
            for f in figures(u.raw)
        ):
            continue  # of another clause that is told too: 超过2小时才报的3起都是治了两天才报
        undone = not denied and all(_DENIED.search(ground.units[n].text) for n in told)
        if (
            is_worked_out(read, figure)
            or _sum_of_next(figure, text)
            or moved(text, figure.start, ground)
            or (undone and reached(read, figure.start))
        ):
            continue
        mine = [f for f in own if sort_of(f) == sort_of(figure)]
        if mine and not any(same_number(figure, f) for f in mine) and not figure.approx:
            why = f"数据中这件事是“{mine[0].words}{mine[0].tail[:1] if not mine[0].unit else ''}”"
            yield Fault((figure.start, figure.end), figure.words, why, "number")
        else:
            yield from _of_deed(figure, said, run, pieces, ground)


def _sum_of_next(figure: Figure, text: str) -> bool:
    """114万元包括63万元、34万元和17万元."""
    after = [f for f in figures(text) if f.start > figure.start and sort_of(f) == sort_of(figure)]
    return len(after) > 1 and sum(f.low for f in after) == figure.low


def _of_deed(
    figure: Figure,
    said: list[Figure],
    run: re.Match[str],
    pieces: list[Piece],
    ground: Ground,
) -> Iterator[Fault]:
    """发现8所学校多报 where the note has 2所学校多报: how many is told right before the one deed that they did."""
    until = min((f.start for f in said if f.start > figure.start), default=run.end())
    after = [p for p in pieces if figure.end <= p.start < until and len(p.words) >= _WORD]
    for piece in after[:_WORD]:
        events = ground.events(piece)
        literal = piece.end - piece.start == len(piece.words)
        deed = any(w[0] in _OFF or verbal(w) for w, _ in tokens(piece.words))
        if len(events) != 1 or not literal or not deed:
            continue
        raw = ground.units[next(iter(events))].raw
        at = raw.find(piece.words)
        noted = [
            f for f in figures(raw) if 0 <= at - f.end <= _CLOSE and sort_of(f) == sort_of(figure)
        ]
        if noted and not any(same_number(figure, f) for f in figures(raw)):
            why = f"数据中这件事是“{noted[-1].words}{noted[-1].tail[:1] if not noted[-1].unit else ''}”"
            yield Fault((figure.start, figure.end), figure.words, why, "number")
            return


def _share(unit: Unit, words: list[str]) -> float:
    """How much of a clause those words tell, but for figures (0–1)."""
    told = [False] * len(unit.text)
    for one in words:
        at = unit.text.find(one)
        if at >= 0:
            told[at : at + len(one)] = [True] * len(one)
    glue = words_known().glue
    kept = [
        hit
        for c, hit, dated in zip(unit.text, told, _of_figures(unit.text), strict=True)
        if not dated and c not in glue
    ]
    return sum(kept) / len(kept) if kept else 0.0


@lru_cache(maxsize=8192)
def _of_figures(text: str) -> tuple[bool, ...]:
    """Which characters are of dates and numbers with their measure words."""
    found = [False] * len(text)
    for start, end, _ in days(text):
        found[start:end] = [True] * (end - start)
    for hit in _FIGURE.finditer(text):
        found[hit.start() : hit.end()] = [True] * len(hit[0])
    return tuple(found)


def check_done_amounts(read: Read, text: str, ground: Ground) -> Iterator[Fault]:
    """再建12座 of a measure that is to build 3座: the target is not what is still to be done."""
    if read.section != MEASURES:
        return
    notes = [f for f in ground.facts if f.indicator and f.role in {"measure", "reason"}]
    noted = [f for note in notes for f in figures(note.said) if sort_of(f)]
    off = [k.figure for row in read.rows for k in row.known if k.role not in {"target", "actual"}]
    for figure in figures(text):
        among = [f for f in noted if sort_of(figure) and sort_of(f) == sort_of(figure)]
        before = re.split(r"[，。；]", text[: figure.start])[-1] + text[figure.end : figure.end + 4]
        if not among or any(same_number(figure, f) for f in (*noted, *off)) or _AIM.search(before):
            continue
        if any(same_number(figure, k.figure) for row in read.rows for k in row.known):
            why = f"填报的措施中是“{among[0].words}”"
            yield Fault((figure.start, figure.end), figure.words, why, "number")


def _bodies(
    read: Read, text: str, run: re.Match[str], pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """县财政局抽查 where the note has 县审计局抽查, or 监理抽查: each deed keeps its doer."""
    for piece in pieces:
        begun = 1 if piece.words[0] in _ENDS else 0  # 局没有同意, whose 局 is of the name
        said = _BODY.search(text[run.start() : piece.start + begun])
        events = frozenset(n for n in piece.units if ground.units[n].fact.role in EVENTS)
        if read.section == REASONS:
            was = frozenset(n for n in events if ground.units[n].fact.role == "reason")
            events = was or events  # what is to be done has its own doer
        if not said or len(piece.words) < _WORD or not events or _NOT_NAMED.fullmatch(said["who"]):
            continue
        if said["who"].endswith("所") and text[piece.start] in "需有在致属":
            continue  # 公厕所需资金
        who = doer(said["who"])
        noted = [_doer_in(ground.units[n].raw, piece.words, begun) for n in events]
        if not who or not all(noted) or any(alike(who, one) for one in noted):
            continue
        if any(who in ground.units[n].text for n in events) or (
            read.section == MEASURES and any(alike(who, bare(f.said)) for f in _owners(ground))
        ):
            continue
        at = run.start() + said.start("who") + said["who"].find(who)
        span = (at, at + len(who))
        yield Fault(span, read.words(span), f"数据中是“{noted[0]}”", "name")


def _owners(ground: Ground) -> list[Fact]:
    return [f for f in ground.facts if f.role == "owner"]


def _doer_in(raw: str, words: str, begun: int) -> str:
    """The body before those words in a clause of a note, else what stands there as the doer of a deed; empty for none."""
    before = raw[: max(0, raw.rfind(words)) + begun]
    found = _BODY.search(before)
    if found:
        return doer(found["who"])
    if not verbal(next(iter(tokens(words)), ("", 0))[0]):
        return ""
    return doer(bare(before))


def _found_none(
    read: Read, plain: str, run: re.Match[str], pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """未发现… of what a note tells as found."""
    for hit in _FOUND_NONE.finditer(plain, *run.span()):
        after = [
            p for p in pieces if p.start >= hit.end() and len(p.words) > _WORD and ground.events(p)
        ]
        if not after or any(f"{no}{hit['verb']}" in ground.text for no in ("未", "没有", "无")):
            continue
        yield Fault(hit.span(), read.words(hit.span()), "数据中没有这样否定", "direction")


def _some(
    read: Read, text: str, run: re.Match[str], pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """部分合作社 where the note counts them: 一家合作社."""
    for piece in pieces:
        said = _SOME.search(text[run.start() : piece.start])
        events = ground.events(piece)
        if not said or not events:
            continue
        raws = [ground.units[n].raw for n in events]
        counted = [_COUNT.search(raw[: max(0, raw.find(piece.words))]) for raw in raws]
        if all(counted):
            at = run.start() + said.start()
            span = (at, at + len(said[0]))
            told = counted[0][0] if counted[0] else ""
            yield Fault(span, read.words(span), f"数据中是“{told}”", "number")


def check_each(read: Read, text: str, ground: Ground) -> Iterator[Fault]:
    """各3.6万元 where the note has 共3.6万元."""
    for hit in _EACH.finditer(text):
        figure = next((f for f in figures(text) if f.start == hit.end()), None)
        if figure and figure.kind != "date" and f"各{bare(figure.words)}" not in ground.text:
            span = (hit.start(), figure.end)
            yield Fault(span, read.words(span), "数据中没有说是每个这么多", "number")


def check_causes(read: Read, text: str) -> Iterator[Fault]:
    """Another row told as the cause of one whose own reason does not name it."""
    if read.section != REASONS:
        return
    found = _CAUSE.search(text)
    first = read.asked or (read.mentions[0].row if read.mentions else None)
    if first is None or "reason" not in first.notes:
        return
    own = first.note("reason", "measure")
    short = _NO_MONEY.search(text)
    if short and not _MONEY.search(own) and (read.asked or not read.of_money):
        yield Fault(short.span(), short[0], "填报的原因中没有资金的事", "cause")
        return
    if not found:
        return
    clause = re.split(r"[，。；]", text[found.end() :])[0]
    if _MONEY.search(clause) and not _MONEY.search(own) and not read.of_money:
        span = (found.end(), found.end() + len(clause))
        yield Fault(span, clause, "填报的原因中没有资金的事", "cause")
        return
    before = {hit.row.id for hit in read.mentions if hit.start < found.start()} | {first.id}
    noted = first.note("reason")
    for hit in read.mentions:
        if hit.start < found.end() or hit.row.id in before:
            continue
        name = bare(text[hit.start : hit.end])
        if not any(name[i : i + 3] in noted for i in range(max(1, len(name) - 2))):
            yield Fault(hit.span, read.words(hit.span), "填报的原因中没有这一项", "cause")


def _parted(text: str, fact: Fact, at: int) -> bool:
    """Whether a ；stands between the source that is named and all that the note is told by: the money's reasons, one by one."""
    parts = list(re.finditer(r"[^。；]+", text))
    if len(parts) < _WORD:
        return False
    here = next((p for p in parts if p.start() <= at < p.end()), None)
    clauses = [bare(c) for c in re.split(r"[，。；、]", fact.said)]
    told = [p for p in parts if any(_told(c, bare(p[0])) for c in clauses)]
    return bool(told) and here is not None and all(p.start() != here.start() for p in told)


def check_sources(read: Read, text: str) -> Iterator[Fault]:
    """The note on one source of money told of another, and an amount of the whole (or of another) told of one."""
    known = read.known
    told_of = sources_in(known, text)
    if len(known.sources) < _WORD or len({name for _, _, name in told_of}) != 1:
        return
    at, source = told_of[0][:2], told_of[0][2]
    for fact in known.facts:
        own = fact.kind == "note" and not fact.indicator and fact.subject in known.sources
        if own and _parted(text, fact, at[0]):
            continue
        if own and fact.subject != source and bare(source) not in bare(fact.said):
            told = [
                c for c in re.split(r"[，。；、]", fact.said) if _told(bare(c), read.placed.joined)
            ]
            if told:
                why = f"这是“{fact.subject}”的填报内容"
                yield Fault(at, read.words(at), why, "name")
                return
    clause = re.split(r"[，。；]", text[at[1] :])[0]
    yield from _rates(read, text, source, at[1])
    for figure in figures(text):
        money = figure.unit == "金额" or "元" in figure.words
        if not money or not at[1] <= figure.start < at[1] + len(clause):
            continue
        equal = [
            k
            for k in known.project
            if k.figure.kind == figure.kind
            and k.figure.low == figure.low
            and k.figure.high == figure.high
        ]
        others = all(
            k.fact.kind in {"funds", "derived"} and bare(source) not in bare(k.fact.text)
            for k in equal
        )
        if equal and others:
            why = f"这不是“{source}”的数"
            yield Fault((figure.start, figure.end), figure.words, why, "number")


def _rates(read: Read, text: str, source: str, start: int) -> Iterator[Fault]:
    """执行率 after one source's name: that source's, not the whole's."""
    for hit in _RATE.finditer(text, start):
        if _TOTAL.search(text[: hit.start()]):
            return
        known = [
            f
            for f in read.known.facts
            if f.role == "rate" and f.subject == source and hit["what"] in f.text
        ]
        figure = next((f for f in figures(text) if f.start == hit.start("n")), None)
        if (
            known
            and figure
            and not any(same_number(figure, k) for f in known for k in figures(f.text))
        ):
            why = f"“{source}”的不是这个数"
            yield Fault((figure.start, figure.end), figure.words, why, "number")


def _told(clause: str, said: str) -> bool:
    """Whether a good part of a clause stands in the sentence."""
    size = 6
    return any(clause[i : i + size] in said for i in range(len(clause) - size + 1))
