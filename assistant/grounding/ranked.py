"""What is told as more than another, or as the most or least of all: worked out of the values of rows and of the figures of a note."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.grounding.evidence import Mention, RowEvidence
from assistant.grounding.fault import Fault
from assistant.grounding.naming import clause_end, clause_start
from assistant.grounding.reading import Read
from assistant.grounding.worked_out import amounts_by_clause, same_sort, shared
from assistant.patterns import regex
from assistant.values.figures import flat

_RATE = "(?:完成率|完成程度|完成度|完成比例|完成进度|达成率)"
_TWO = regex(
    rf"的?{_RATE}(?:明显|略|还|要|均|也|更)?(?P<side>高于|高过|超过|大于|好于|优于|低于|不及|小于|差于)"
)
_THAN = regex(rf"比(?P<two>[^，。；]+?)的?(?:{_RATE})?(?:更|要|还|略|明显)?(?P<side>高|低)")
_HIGHER = frozenset({"高于", "高过", "超过", "大于", "好于", "优于", "高"})
_MOST = regex(rf"{_RATE}[^，。；\d]{{0,3}}(?P<side>最[高低])")
_CLASS = regex(r"(?P<name>数量|质量|时效|成本|产出|效益|满意度)(?:类)?指标")
_LEVELS = {"产出": "数量、质量、时效、成本"}
_MISSED = regex(r"(?:未|没有?|尚未)(?:能)?(?:完成|达标|达到)[^，。；]{0,8}指标[中里]?")
#: 反映夜里打桩吵的比嫌扬尘的多; 甲的缺口大于乙的缺口: no figure told
_MORE = regex(
    r"(?P<one>[^，。；\d]{2,24}?)(?:的[^，。；\d]{0,4})?(?:比(?P<two>[^，。；\d]{2,24}?)的?(?:要|更|还)?(?P<how>多|少|长|短|大|小)|"
    r"(?P<how2>多于|少于|大于|小于|长于|短于)(?P<three>[^，。；\d]{2,24}))(?=[，。；])"
)
_GREAT = frozenset("多长大")


def check_ranked(read: Read) -> Iterator[Fault]:
    """Faults of kind direction: which of two rows was done further, which the least far, which of two figures is the greater."""
    yield from _of_two(read)
    yield from _of_all(read)
    yield from _of_figures(read)


def _says(read: Read, span: tuple[int, int], rows: list[RowEvidence]) -> Fault:
    told = "，".join(f"“{row.name}”为{row.reached:.2%}" for row in rows if row.reached is not None)
    return Fault(span, read.words(span), f"完成率：{told}", "direction")


def _of_two(read: Read) -> Iterator[Fault]:
    """A的完成率高于B; A的完成率比B高."""
    for match in (*_TWO.finditer(read.plain), *_THAN.finditer(read.plain)):
        before = [hit for hit in read.mentions if hit.end <= match.start()]
        end = clause_end(read.plain, match.start())
        after = [hit for hit in read.mentions if match.start() <= hit.start < end]
        if not before or not after:
            continue
        one, two = before[-1].row, after[0].row
        if one.reached is None or two.reached is None or one is two:
            continue
        apart = one.reached - two.reached
        if apart == 0 or (apart > 0) != (match["side"] in _HIGHER):
            yield _says(read, match.span("side"), [one, two])


def _of_all(read: Read) -> Iterator[Fault]:
    """A的完成率最低, of those that the sentence speaks of: all, those of a class, those not reached."""
    for match in _MOST.finditer(read.plain):
        hit = _last_before(read, match.start())
        if hit is None or hit.row.reached is None:
            continue
        before = read.text[: match.start()]
        rows = [row for row in read.known.rows.values() if row.reached is not None]
        if _MISSED.search(before):
            rows = [row for row in rows if row.status == "not_met"]
        if named := _CLASS.search(before):
            of = _LEVELS.get(named["name"], named["name"])
            rows = [row for row in rows if any(one in row.of_class for one in of.split("、"))]
        values: list[Decimal] = [row.reached for row in rows if row.reached is not None]
        if hit.row not in rows or len(rows) < 2:  # noqa: PLR2004
            continue
        most = max(values) if match["side"] == "最高" else min(values)
        if hit.row.reached != most:
            yield _says(read, match.span("side"), [hit.row, rows[values.index(most)]])


def _last_before(read: Read, at: int) -> Mention | None:
    begun = clause_start(read.plain, at)
    found = [hit for hit in read.mentions if begun <= hit.start < at]
    return found[-1] if len(found) == 1 else None


def _of_figures(read: Read) -> Iterator[Fault]:
    """Of two figures of one note, each in the clause that its side tells best: the lesser told as the greater."""
    text = flat(read.text)
    for match in _MORE.finditer(text):
        two = match["two"] or match["three"]
        told = amounts_by_clause(read)
        here = max(told, key=lambda pair: shared(match["one"], pair[0]), default=None)
        there = max(told, key=lambda pair: shared(two, pair[0]), default=None)
        if here is None or there is None or here[0] == there[0]:
            continue
        if not shared(match["one"], here[0]) > shared(match["one"], there[0]):
            continue
        if not shared(two, there[0]) > shared(two, here[0]) or not same_sort(here[1], there[1]):
            continue
        greater = (match["how"] or match["how2"])[0] in _GREAT
        if here[1].low == there[1].low or (here[1].low > there[1].low) != greater:
            why = f"数据中是{here[1].words}和{there[1].words}"
            yield Fault(match.span(), read.words(match.span()), why, "direction")
