"""Every word of a sentence aligned to the facts it may use, clause by clause; what aligns to nothing is not supported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from assistant.facts import Fact
from assistant.grounding.claims import stock
from assistant.grounding.fault import Fault, FaultKind
from assistant.grounding.reading import Read
from assistant.grounding.tokens import tokens
from assistant.lexicon import lexicon
from assistant.model.sections import MEASURES, REASONS
from assistant.values.days import days
from assistant.values.figures import figures, flat

_LONGEST = 24
_SHORT = 8
_TAIL = 4
_MARKS = re.compile(
    r"[\s，。；：、！？,.;:!?“”\"'‘’「」《》〈〉()（）\[\]【】〔〕—–\-~～·/%％‰+=<>≥≤□|]"
)
_CLAUSE = re.compile(r"[，。；：！？,;]")
_HAN = re.compile(r"[一-鿿]")
#: facts of the project that a reason or a measure of one row does not draw on
_APART = frozenset({
    "addressee", "signature", "dated", "notice", "basis", "approval", "application", "publicity", "management", "other",
    "unit", "summary", "ruleset", "goal_expected", "goal_actual",
})  # fmt: skip
_EVENTS = frozenset(
    {"reason", "measure", "management", "application", "publicity", "other", "goal_actual"}
)
_PLANS = frozenset({"measure", "application", "publicity"})
_NEGATION = re.compile(
    r"(?:并未|尚未|暂未|未能|没能|没有|未|没|不能|无法|不)(?:能|得到|有|曾|经|组织|及时|完成|按[^，。；]{0,4})?(?:再)?$"
)
_DONE = re.compile(r"(?:已经|已)(?:于[^，。]{0,12}|在[^，。]{0,12}|全部|经)?(?:完成)?$")
_LEXICAL = re.compile(
    r"不(?:足|良|锈|断|符|便|稳|清|同|少|低|高|大|小|及|到|合格|具体|可)|未来|无线|没收"
)
#: between two pieces: words that part or turn them, so that order and origin are free
_TURN = re.compile(
    r"[因由使致受被遭把将的与和及并而后是系为才就以于在对经随从向到至比、较有加又且给其中里时等成起]"
)


_TURNED = re.compile(r"造成|致|使|[被遭由受因把将]")
_MEASURE_WORDS = frozenset("页名位座台处套家户条起期次批场本件份块辆具组笔所间只支路株头亩吨人")
_STATUS = frozenset(
    {"完成", "支付", "执行", "达到", "到位", "达标", "影响", "时间", "原因", "资金", "全年", "实际"}
)
_COUNTED = re.compile(r"[一两二三四五六七八九十][次个项]")
#: how many of them: in a reason or measure only as the data say it
_QUANTIFIERS = re.compile(
    r"全部|所有|全体|(?<!平)均|都|各(?!项)|半数以上|多数|多次|多(?=[期个名处家座台批起])|个别|过[高低多少大小]"
)


@dataclass(frozen=True, slots=True)
class _Words:
    glue: frozenset[str]
    around: frozenset[str]
    funds: frozenset[str]
    synonyms: dict[str, tuple[str, ...]]


@cache
def _words() -> _Words:
    data = lexicon("alignment")
    plain = frozenset(" ".join(data[k] for k in ("glue", "frame", "report")).split())
    pairs = {one: tuple(others) for one, others in data["synonyms"].items()}
    return _Words(plain, frozenset(data["around"].split()), frozenset(data["funds"].split()), pairs)


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
    joined = (
        "|".join(unit.text for unit in units)
        + "|"
        + "|".join(_bare(fact.said) for fact in facts if fact.kind == "note")
    )
    single = frozenset(w for unit in units for w, _ in tokens(unit.text) if len(w) == 1)
    return _Ground(tuple(units), joined, single)


def _allowed(read: Read, facts: tuple[Fact, ...], indicator: str) -> tuple[Fact, ...]:
    """Facts a sentence may draw on: in reasons and measures those of its rows, elsewhere all."""
    rows = {row.id for row in read.rows}
    rows |= {f.indicator for f in facts if indicator and f.subject == indicator and f.indicator}
    kept = facts
    money = bool(re.search(r"资金|预算|执行|支付|款", read.plain))
    if rows and read.section in {REASONS, MEASURES}:
        kept = tuple(
            f for f in facts
            if f.indicator in rows or (not f.indicator and f.role not in _APART and (money or f.role not in {"reason", "measure"}))
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
    return bool(
        re.search(r"\d\s*(?:[kmch]?m|[km]?g|t|kwh|kw|ha|h|m)$", text[max(0, at - 6) : at + 1], re.I)
    )


def _lent(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """The unit's own phrases: they lend their words, but no claim of how money was kept or what came of it."""
    clauses = {
        c
        for f in facts
        if f.kind == "style"
        for c in _CLAUSE.split(flat(f.said))
        if len(c) >= _TAIL
    }
    return tuple(sorted(c for c in clauses if not any(p.search(c) for p, _ in stock())))


def check_alignment(  # noqa: PLR0912
    read: Read, facts: tuple[Fact, ...], indicator: str = ""
) -> Iterator[Fault]:
    """Faults of words that no fact holds, of polarity, and of places in the clause."""
    lent = _lent(facts)
    facts = tuple(f for f in facts if f.kind != "style")
    allowed = _allowed(read, facts, indicator)
    ground = _ground(allowed)
    text = flat(read.text)
    masked = list(text)
    for figure in figures(text):
        stop = figure.end if figure.kind != "code" or figure.words in ground.text else figure.start
        if figure.kind == "amount" and text[stop : stop + 2] in {"批次", "人次", "台件", "课时"}:
            stop += 2
        elif figure.kind == "amount" and text[stop : stop + 1] in _MEASURE_WORDS:
            stop += 1
        masked[figure.start : stop] = "□" * (stop - figure.start)
    lent_at = (hit.span() for words in lent for hit in re.finditer(re.escape(words), text))
    for start, end in (*read.citations, *(hit.span for hit in read.mentions), *lent_at):
        masked[start:end] = "□" * (end - start)
    plain = "".join(masked)
    yield from _operators(read, text, allowed, ground)
    for figure in figures(text) if read.section in {REASONS, MEASURES} else ():
        if figure.kind == "percent" and re.search(
            r"[半成]|分之[^\d]", figure.words.removeprefix("百分之")
        ):
            share = _bare(figure.words)
            if share not in ground.text and not re.search(r"\d", share):
                yield Fault(
                    (figure.start, figure.end), figure.words, "数据中没有这个比例", "number"
                )
    if read.section in {REASONS, MEASURES}:
        yield from _days(read, text, allowed)
        yield from _bodies(read, text, facts, ground)
        for hit in _QUANTIFIERS.finditer(plain):
            if hit[0] in {"均", "都", "各"} and len(read.rows) > 1:
                continue
            if hit[0] not in ground.text and not re.search(
                r"填报|指标|到位|达", plain[hit.start() : hit.end() + 8]
            ):
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
        yield from _dated(read, text, run.span(), pieces, ground)
        if read.section == MEASURES:
            yield from _measure_dated(read, text, run.span(), pieces, ground)


def _operators(  # noqa: PLR0912 - one operator after another
    read: Read, text: str, allowed: tuple[Fact, ...], ground: _Ground
) -> Iterator[Fault]:
    """Bounds turned round, a thing told as filled in or as done that is not, a doubled negation."""
    for hit in re.finditer(r"未未|未没|没未|不未", text):
        yield Fault(hit.span(), hit[0], "否定词重叠", "direction")
    for hit in re.finditer(r"等级(?:评定|评|确定)?(?:为|是)?[“”‘’\"]*([优良中差])", text):
        if not any(re.search(r"等级[^，。；]{0,4}" + hit[1], flat(f.text)) for f in allowed):
            yield Fault(hit.span(), hit[0], "自评等级与数据不同", "claim")
    for hit in re.finditer(r"(?:多于|少于|高于|低于|超过|超出)(?:计划|预期)(?!\d)", text):
        if _bare(hit[0]) not in ground.text and "计划" in ground.text:
            yield Fault(hit.span(), hit[0], "与数据中的多少相反", "direction")
    for hit in re.finditer(r"不(?P<least>低于|少于|小于)|不(?:高于|超过|大于|多于)", text):
        figure = next((f for f in figures(text) if f.start == hit.end()), None)
        other = "≤" if hit["least"] else "≥"
        mine = "≥" if hit["least"] else "≤"
        bounds = [flat(fact.said).partition("，")[0] for fact in allowed if fact.role == "row"]
        if figure is not None and any(f"{other}{flat(figure.words)}" in one for one in bounds):  # noqa: SIM102
            if not any(f"{mine}{flat(figure.words)}" in one for one in bounds):
                yield Fault(hit.span(), hit[0], "指标值的方向与数据相反", "direction")
    for hit in re.finditer(
        r"(?:比|较|高于|低于|优于|超过)(?:上年|去年|往年|同期|历年|20\d\d年|全省|全市|全国|全县|平均)|同比|环比",
        text,
    ):
        if _bare(hit[0]) not in ground.text:
            yield Fault(hit.span(), hit[0], "数据中没有这个比较", "claim")
    if read.section in {"application", "publicity"}:
        own = [f.said for f in allowed if f.role == read.section]
        for hit in re.finditer(r"已经?|完毕", text):
            if not any("已" in said for said in own):
                yield Fault(hit.span(), hit[0], "数据中没有说已经做了", "direction")
    for hit in re.finditer(r"[较偏过太][高低好多大快优](?![于出\d])", text):
        if hit[0] not in ground.text and not re.search(r"偏[高低]", hit[0]):
            yield Fault(hit.span(), hit[0], "数据中没有这个程度", "claim")
    rows = {row.id for row in read.rows}
    for start, end, day in days(text):
        if not re.search(r"实际[^，。；]{0,4}$", text[:start]):
            continue
        for fact in allowed:
            if fact.role == "row" and fact.indicator in rows and "，实际完成值" in fact.said:
                wanted, _, got = fact.said.partition("，实际完成值")
                aimed = any(day.within(d) for _, _, d in days(wanted))
                if (
                    aimed
                    and (found := [d for _, _, d in days(got)])
                    and not any(day.within(d) for d in found)
                ):
                    yield Fault(
                        (start, end),
                        text[start:end],
                        "这是年度指标值要求的时间，不是实际的",
                        "date",
                    )
    for hit in re.finditer(r"(?:已经|已)(?:全部)?填报", text):
        if (
            any(
                f.role == "row" and f.indicator in rows and "未填实际完成值" in f.said
                for f in allowed
            )
            or not rows
        ):
            yield Fault(hit.span(), hit[0], "数据中没有填报", "direction")
    if read.section == MEASURES and not any("已" in f.said for f in allowed if f.role == "measure"):
        for hit in re.finditer(r"(?:已经|已)(?!有|成为)|完毕", text):
            if not any(hit[0] in f.said for f in allowed if f.role == "reason"):
                yield Fault(hit.span(), hit[0], "数据中是今后的打算，不是已做的事", "act")
    for one in read.mentions:
        for unit in ground.units:
            if (
                unit.fact.role != "reason"
                or unit.fact.indicator == one.row.id
                or not unit.fact.indicator
            ):
                continue
            tail = _bare(text[one.end : one.end + _TAIL])
            if (  # noqa: SIM102
                len(tail) == _TAIL
                and tail in unit.text
                and _bare(text[one.start : one.end]) not in unit.text
            ):
                if text[one.end : one.end + 1] not in "”，。" and not any(
                    tail in u.text and u.fact.indicator == one.row.id for u in ground.units
                ):
                    yield Fault(
                        (one.start, one.end),
                        text[one.start : one.end],
                        "数据中说的不是它",
                        "direction",
                    )
                    break


def _dated(
    read: Read, text: str, span: tuple[int, int], pieces: list[_Piece], ground: _Ground
) -> Iterator[Fault]:
    """A date that a note gives belongs to what the note says in the same clause."""
    for start, end, day in days(text):
        if not span[0] <= start < span[1] or day.words:
            continue
        near = min(
            (p for p in pieces if len(p.words) > 1),
            key=lambda p: min(abs(p.start - end), abs(start - p.end)),
            default=None,
        )
        if (
            near is None
            or not near.units
            or any(ground.units[n].fact.role != "reason" for n in near.units)
        ):
            continue
        loose = replace(day, year=None)
        holders = {
            n for n, unit in enumerate(ground.units)
            if unit.fact.role == "reason" and any(loose.within(replace(d, year=None)) for _, _, d in days(unit.text))
        }  # fmt: skip
        if (
            holders
            and not holders & near.units
            and not any(
                ground.units[n].fact.key == ground.units[m].fact.key
                and not any(True for _ in days(ground.units[n].text))
                for n in near.units
                for m in holders
            )
        ):
            yield Fault((start, end), text[start:end], "这个时间在数据中说的是另一件事", "date")


def _bodies(read: Read, text: str, facts: tuple[Fact, ...], ground: _Ground) -> Iterator[Fault]:
    """Another row's owner, the bureau written to or the one above, put into a row they are not in."""
    for fact in facts:
        who = flat(fact.said)
        other = fact.role in {"owner", "addressee"} or fact.key == "project.authority"
        if not other or len(who) < _TAIL or _bare(who) in ground.text:
            continue
        at = text.find(who)
        if at >= 0:
            why = "数据中这一项没有这个单位"
            yield Fault((at, at + len(who)), text[at : at + len(who)], why, "name")


def _measure_dated(
    read: Read, text: str, span: tuple[int, int], pieces: list[_Piece], ground: _Ground
) -> Iterator[Fault]:
    """The date of one act in a measure is not told of another (到货 by March is not 安装 by March)."""
    used = {n for piece in pieces if len(piece.words) > 1 for n in piece.units}
    for start, end, day in days(text):
        if not span[0] <= start < span[1] or day.words or not pieces:
            continue
        holders = {
            n
            for n, unit in enumerate(ground.units)
            if unit.fact.role in {"measure", "due"}
            and any(day.within(d) for _, _, d in days(unit.text))
        }
        due = any(ground.units[n].fact.role == "due" for n in holders)
        if holders and not due and not holders & used:
            why = "这个时间在数据中说的是另一件事"
            yield Fault((start, end), text[start:end], why, "date")


def _days(read: Read, text: str, allowed: tuple[Fact, ...]) -> Iterator[Fault]:
    """A date in a reason or measure is one of its rows'."""
    apart = {"year", "due", "measure"} if read.section == REASONS else {"year"}
    known = [day for fact in allowed if fact.role not in apart for _, _, day in days(fact.text)]
    year = read.known.year
    for start, end, day in days(text):
        if day.words or not (day.month or day.part):
            continue
        loose = replace(day, year=None) if day.year == year else day
        if not any(day.within(one) or (one.year is None and loose.within(one)) for one in known):
            why = "数据中这一项没有这个时间"
            yield Fault((start, end), read.text[start:end], why, "date")


def _unknown(read: Read, start: int, end: int) -> Fault:
    kind: FaultKind = "claim"
    if read.section == REASONS or re.search(r"因|由于|系|所致|原因|例如|导致", read.text):
        kind = "cause"
    elif read.section == MEASURES or re.search(r"针对|将|拟|下一步", read.text):
        kind = "act"
    why = "填报的原因中没有" if kind == "cause" else "数据中没有这个说法"
    return Fault((start, end), read.text[start:end], why, kind)


def _cover(  # noqa: PLR0912
    words: str, at: int, ground: _Ground, read: Read
) -> tuple[list[_Piece], list[tuple[int, int]]]:
    """The cheapest way to cover a run of characters by facts' words and plain words."""
    lexical = _words()
    size = len(words)
    best: list[tuple[float, int, str]] = [(0.0, 0, "")] + [(1e9, 0, "")] * size
    funds = read.section.startswith("funds") or not read.rows
    around = read.section not in {REASONS, MEASURES}
    for i in range(size):
        cost = best[i][0]
        for j in range(i + 1, min(size, i + _LONGEST) + 1):
            piece = words[i:j]
            options = []
            if piece in lexical.glue:
                options.append((1.0 if j - i > 1 else 1.1, "glue"))
            elif (funds and piece in lexical.funds) or (around and piece in lexical.around):
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
            if j - i > 1 and not options and piece not in ground.text and j - i > _SHORT:
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
        if merged and start - merged[-1][1] <= 1:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return pieces[::-1], merged


def _state(before: str, piece: str, after: str = "") -> str:
    """not, done or plain: what stands right before a piece."""
    if re.match(r"(?:并未|尚未|未|没|不(?!足|良|锈|断|便|稳|清|合格))", piece):
        return "not"
    if piece.startswith("已"):
        return "done"
    if _NEGATION.search(before) or re.match(r"(?:尚)?(?:未|没有?)(?:完成|办|通过)", after):
        return "not"
    if _DONE.search(before):
        return "done"
    return "late" if before.endswith("才") else ""


def _polarity(read: Read, text: str, pieces: list[_Piece], ground: _Ground) -> Iterator[Fault]:
    for piece in pieces:
        events = [ground.units[n] for n in piece.units if ground.units[n].fact.role in _EVENTS]
        events = [u for u in events if not u.fact.indicator or piece.words not in u.fact.subject]
        plain_word = piece.words in _STATUS  # told of a row or of money, and checked there
        if not events or plain_word or len(piece.words) < 2:  # noqa: PLR2004
            continue
        said = _state(
            text[max(0, piece.start - 14) : piece.start],
            piece.words,
            text[piece.end : piece.end + 5],
        )
        known = set()
        for unit in events:
            at = unit.text.find(piece.words)
            while at >= 0:
                stop = at + len(piece.words)
                known.add(_state(unit.text[:at], piece.words, unit.text[stop : stop + 5]))
                at = unit.text.find(piece.words, at + 1)
        planned = all(unit.fact.role in _PLANS for unit in events)
        if said == "not" and "not" not in known:
            why = "数据中没有这样否定"
        elif said != "not" and known == {"not"}:
            why = "数据中是否定的"
        elif said == "done" and "not" in known and "done" not in known:
            why = "数据中是没有做到"
        elif said == "done" and known == {"late"}:
            why = "数据中说的是迟了才做到"
        elif said == "done" and planned and "done" not in known:
            why = "数据中是今后的打算，不是已做的事"
        else:
            continue
        yield Fault((piece.start, piece.end), read.text[piece.start : piece.end], why, "direction")


def _places(read: Read, plain: str, pieces: list[_Piece], ground: _Ground) -> Iterator[Fault]:
    """Neighbours in a clause of the sentence are of one clause of the facts, in its order."""
    for one, two in pairwise(pieces):
        if plain[two.end : two.end + 1] == "的":
            continue
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
        if not first & second and one.words.startswith(("因", "由于", "受")):
            continue
        if not first & second and _TURN.search(plain[max(0, one.start - 1) : one.start]):
            continue
        if not first & second:
            yield Fault(span, read.text[span[0] : span[1]], "数据中这两处不是同一件事", "direction")
        elif (
            not _COUNTED.match(one.words)
            and not _TURNED.search(plain[: two.start])
            and all(
                ground.units[n].text.find(one.words) > ground.units[n].text.rfind(two.words)
                for n in first & second
            )
        ):
            yield Fault(span, read.text[span[0] : span[1]], "与数据中的主次先后相反", "direction")
