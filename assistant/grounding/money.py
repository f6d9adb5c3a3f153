"""“已全部到位”, “全部支付” against the rates of arrival and execution, of a source or of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from assistant.grounding.evidence import Evidence
from assistant.grounding.fault import Fault
from assistant.grounding.naming import bare, clause_end, clause_start
from assistant.grounding.reading import Read
from assistant.patterns import regex
from assistant.values.figures import Figure, figures, flat

_ALL = r"(?:已?(?:全部|全额|足额|均已?)(?:都|已)?)"
_CLAIMS = {
    "到位率": regex(rf"{_ALL}(?:拨付|下达)?到位"),
    "执行率": regex(rf"{_ALL}(?:执行|支付|支出|使用|用完)|(?:执行|支付|支出|使用)完毕"),
}
_RATE = regex(r"^(?P<of>.*?)(?P<what>到位率|执行率)为(?P<rate>\d+(?:\.\d+)?)%$")
_NOT = regex(r"(?:未|没有|尚未|不能|无法|将|拟|争取|确保|力争)[^，。；]{0,4}$")
_WHOLE = {"资金", "预算"}
_FULL = Decimal(100)
#: by what sources of money are told apart
_LEVEL = regex(r"中央|省级|自治区|市级|州级|县级|区级|镇级|乡级|上年结转|债券|自筹")
_LEFT = regex(
    r"(?:尚|仍|还)?有?[^，。；\d]{0,4}(?:未能?|没有)(?:完全|全部)?(?:支出|支付|使用|执行)"
)
_UNPAID = regex(r"(?:未能?|没有?|尚未)(?:支出|支付|拨付|使用|发放|执行|兑付)")
#: how notes say that a sum is still to be paid
_OWED = regex(r"未|没|尚|不|余款|尾款|质保金|待|等|要|后|缺|欠|差|结余|剩|退|推迟|延")
_NOT_COME = regex(
    r"(?:资金|拨款|配套|经费|补助|款项|结转|专项)[^，。；\d]{0,6}?(?:未能?|没有?|尚未)(?:按[时期]|及时|足额|全额|全部|完全)?(?:拨付)?到位"
)
_RANKED = regex(
    r"的?(?P<what>执行率|到位率)(?:明显|略|还|要|均|也)?(?P<side>高于|低于|高过|不及|优于|好于|超过|大于|小于)"
)
#: the same told as 甲的执行率比乙高
_THAN = regex(
    r"的?(?P<what>执行率|到位率)比(?P<two>[^，。；]{2,20}?)的?(?:执行率|到位率)?(?:明显|略|还|要|更)*(?P<side>高|低)(?![\d于])"
)
_HIGHER = frozenset({"高", "高于", "高过", "优于", "好于", "超过", "大于"})
_NEAR = 3
_FOR = regex(r"(?:用于|用来|用作|用在|投向)了?")
#: what became of money: as a sentence says it, and as notes do
_FATES = tuple(
    (regex(said), regex(rf"{said}|{more}"))
    for said, more in (
        ("退回|退还|返还|归还", "追退"),
        ("交回|缴回|上缴|上交|交还|缴还", "缴入"),
        ("收回|收缴|收归", "追回|扣回"),
        ("追回|追缴", "收回"),
        (
            r"(?:列入|编入|纳入)[^，。；]{0,10}预算",
            "(?:列入|编入|纳入|安排)[^，。；]{0,10}预算|结转",
        ),
    )
)
_OF_MONEY = regex("资金|款|财政|结余|余额|预算")
_TOTAL = regex(
    r"(?:[两二三四五六]项资金|资金|项目)(?:合计|共计?|总计|总共)(?:结余|剩余|未支出|未支付|未执行|支出|到位|执行)"
)


def sources_in(known: Evidence, text: str) -> list[tuple[int, int, str]]:
    """Where a text names sources of the money, by their names or by what sets them apart (县级资金, 上年结转部分)."""
    found: list[tuple[int, int, str]] = []
    for pattern, name in _source_names(known.sources):
        for hit in pattern.finditer(text):
            if not any(a < hit.end() and hit.start() < b for a, b, _ in found):
                found.append((*hit.span(), name))
    return sorted(found)


@lru_cache(maxsize=64)
def _source_names(sources: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    whole = [(regex(re.escape(flat(name))), name) for name in sources]
    levels = {name: hit[0] for name in sources if (hit := _LEVEL.search(name))}
    short = [
        (
            regex(rf"{level}(?:[一-鿿]{{0,8}}?(?:资金|拨款|配套|补助|经费|部分|专项)|(?=\d))"),
            name,
        )
        for name, level in levels.items()
        if sum(level in other for other in sources) == 1
    ]
    return tuple(sorted(whole, key=lambda pair: -len(pair[1])) + short)


def check_money(read: Read) -> Iterator[Fault]:
    """Faults of kind direction. A clause that names sources speaks of them, else the sentence of its one source, else of the whole."""
    named = sources_in(read.known, flat(read.text))
    for what, pattern in _CLAIMS.items():
        for match in pattern.finditer(read.unquoted):
            of = _meant(read, named, match)
            begun = clause_start(read.unquoted, match.start())
            before = read.unquoted[begun : match.start()]
            if of is None or read.mentions:
                continue
            if _NOT.search(before[-8:]):
                whole = rates_of(read.known, what)
                if all(whole.get(name) == _FULL for name in of):
                    why = f"{of[0]}{what}为100%"
                    yield Fault(match.span(), read.words(match.span()), why, "direction")
                continue
            rates, arrived = rates_of(read.known, what), rates_of(read.known, "到位率")
            if what == "执行率" and "到位" in read.unquoted[max(0, begun - 16) : match.start()]:
                rates = {
                    n: _FULL if rate == arrived.get(n) else rate for n, rate in rates.items()
                }  # all that had come
            low = next((name for name in of if rates.get(name, _FULL) < _FULL), None)
            if low is not None:
                why = f"{low}{what}为{rates[low]}%"
                yield Fault(match.span(), read.words(match.span()), why, "direction")
    yield from _unspent(read, named)
    yield from _not_come(read, named)
    yield from _unpaid(read)
    yield from _totals(read)
    yield from _fates(read)
    yield from _ranked(read, named)
    yield from _used_for(read)


def _meant(
    read: Read, named: list[tuple[int, int, str]], match: re.Match[str]
) -> tuple[str, ...] | None:
    """The sources that a claim is of (the empty name: the whole); None where the words do not tell."""
    if len(read.known.sources) == 1 or not named:
        return ("",)
    begun = clause_start(read.text, match.start())
    here = tuple(name for start, _, name in named if begun <= start < match.start())
    if here:
        return here
    names = {name for _, _, name in named}
    return (names.pop(),) if len(names) == 1 else None


def _unspent(read: Read, named: list[tuple[int, int, str]]) -> Iterator[Fault]:
    """尚有部分未支出 of a source that was spent to the last."""
    rates = rates_of(read.known, "执行率")
    for match in _LEFT.finditer(read.unquoted):
        of = _meant(read, named, match)
        if of and named and len(of) == 1 and of[0] and rates.get(of[0]) == _FULL:
            yield Fault(match.span(), read.words(match.span()), f"{of[0]}已全部执行", "direction")


def _is_money(figure: Figure) -> bool:
    return figure.unit in {"元", "金额"}


def _sums_before(text: str, at: int) -> list[Figure]:
    """The sums of money told before the place, in its clause."""
    begun = clause_start(text, at)
    return [f for f in figures(text) if begun <= f.start < at and _is_money(f)]


def _unpaid(read: Read) -> Iterator[Fault]:
    """30万元追加资金没有支出 of a sum that only notes have, none of which says that it was not."""
    text = flat(read.text)
    for match in _UNPAID.finditer(text):
        sums = _sums_before(text, match.start())
        known = read.known.by_value.get(("amount", sums[-1].low, sums[-1].high), []) if sums else []
        if not known or any(k.role in {"left", "short"} for k in known):
            continue
        parts = [
            part
            for part in _parts(read.known)
            if any(_is_money(f) and f.low == sums[-1].low for f in figures(part))
        ]
        if not any(_OWED.search(part) for part in parts):
            yield Fault(match.span(), match[0], "数据中没有说这笔钱没有付", "direction")


def _not_come(read: Read, named: list[tuple[int, int, str]]) -> Iterator[Fault]:
    """没有到位 of a source (or of the whole) that had come to the last."""
    rates = rates_of(read.known, "到位率")
    for match in _NOT_COME.finditer(read.unquoted):
        of = _meant(read, named, match)
        if of and len(of) == 1 and rates.get(of[0]) == _FULL and (of[0] or not read.rows):
            why = f"{of[0] or '资金'}已全部到位"
            yield Fault(match.span(), read.words(match.span()), why, "direction")


def _totals(read: Read) -> Iterator[Fault]:
    """两项资金共结余48万元 of what one source has left: a sum of all is one of the table or worked out of it."""
    for match in _TOTAL.finditer(read.plain):
        figure = next((f for f in figures(read.plain) if f.start == match.end()), None)
        if figure is None or not _is_money(figure):
            continue
        equal = read.known.by_value.get((figure.kind, figure.low, figure.high), [])
        if equal and all(k.fact.kind == "note" or k.fact.subject for k in equal):
            span = (figure.start, figure.end)
            yield Fault(span, read.words(span), "不是各项资金合计的数", "number")


def _ranked(read: Read, named: list[tuple[int, int, str]]) -> Iterator[Fault]:
    """省级专项的执行率高于市级拨款: which of two sources has the higher rate is worked out."""
    text = flat(read.text)
    for match in (*_RANKED.finditer(text), *_THAN.finditer(text)):
        begun = clause_start(text, match.start())
        one = [name for start, end, name in named if begun <= start and end <= match.start()]
        after = match.end("what")
        two = [name for start, _, name in named if after <= start <= match.end() + _NEAR]
        rates = rates_of(read.known, match["what"])
        if not one or not two or one[-1] not in rates or two[0] not in rates:
            continue
        apart = rates[one[-1]] - rates[two[0]]
        if apart == 0 or (apart > 0) != (match["side"] in _HIGHER):
            why = f"{one[-1]}{match['what']}为{rates[one[-1]]}%，{two[0]}为{rates[two[0]]}%"
            yield Fault(match.span("side"), match["side"], why, "direction")


def _used_for(read: Read) -> Iterator[Fault]:
    """What a sum was for, told otherwise than the note that has the sum and what it was for."""
    text = flat(read.text)
    for match in _FOR.finditer(text):
        sums = _sums_before(text, match.start())
        said = bare(text[match.end() : clause_end(text, match.end())])
        told = [
            bare(part[_FOR.search(part).end() :])  # type: ignore[union-attr]
            for part in _parts(read.known)
            if _FOR.search(part) and any(f.low == s.low for s in sums for f in figures(part))
        ]
        pairs = {said[i : i + 2] for i in range(len(said) - 1)}
        if told and pairs and not any(pair in part for part in told for pair in pairs):
            yield Fault(match.span(), match[0], "数据中这笔钱不是用在这里", "claim")


def _fates(read: Read) -> Iterator[Fault]:
    """Money given back, handed in or taken back only as a note tells it of that sum."""
    for said, noted in _FATES:
        for match in said.finditer(read.plain):
            begun = clause_start(read.plain, match.start())
            clause = read.text[begun : clause_end(read.plain, match.end())]
            sums = [f for f in figures(clause) if _is_money(f)]
            if not sums and not _OF_MONEY.search(clause):
                continue
            parts = [part for part in _parts(read.known) if noted.search(part)]
            told = [f for part in parts for f in figures(part) if _is_money(f)]
            if parts and (not sums or not told or any(f.low == t.low for f in sums for t in told)):
                continue
            why = "数据中没有说这笔钱" + match[0]
            yield Fault(match.span(), read.words(match.span()), why, "claim")


@lru_cache(maxsize=64)
def _parts(known: Evidence) -> tuple[str, ...]:
    """The notes, cut at ；."""
    notes = [fact.said for fact in known.facts if fact.kind == "note"]
    return tuple(part for note in notes for part in re.split(r"[；;。]", flat(note)))


@lru_cache(maxsize=128)
def rates_of(known: Evidence, what: str) -> dict[str, Decimal]:
    """Rates by source; of the whole under the empty name."""
    found: dict[str, Decimal] = {}
    for fact in known.facts:
        match = _RATE.match(fact.text) if fact.role == "rate" else None
        if match and match["what"] == what:
            of = fact.subject or ("" if match["of"] in _WHOLE else match["of"])
            found.setdefault(of, Decimal(match["rate"]))
    return found
