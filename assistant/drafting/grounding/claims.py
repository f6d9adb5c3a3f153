"""Direction, negation and stock claims: what a sentence says of success and failure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from assistant.drafting.grounding.evidence import Evidence, RowEvidence, bare, mentions
from assistant.drafting.grounding.fault import Fault
from assistant.facts.figures import flat

_HERE = Path(__file__).parent
_NOT = r"(?:未能?|没有|没能|没|不能|无法|尚未|仍未|并未|难以|未有效)"
_MISSED = re.compile(
    rf"{_NOT}(?:按期|如期|按时|完全|全部|全面|足额|及时)?(?:地)?(?:完成|达到|达成|实现|达标|完工)|未达标?|不达标|不及|低于(?:年度)?(?:目标|指标|预期)|"
    r"(?:逾期|滞后|延误)|不足(?=年度|目标|指标|预期)|存在(?:一定)?(?:的)?(?:差距|偏差|偏离|不足)"
)
_OVER = re.compile(
    r"超额(?:完成|实现|达到)|(?:超过|高于|超出|优于)(?:了)?(?:年度|预期|既定|绩效)?(?:指标值|目标值?|预期|计划)|超预期|提前完成"
)
_MET = re.compile(
    r"(?:已|均|全部|如期|按期|按时|顺利|圆满|全面|足额|100%)*(?:完成|达到|达成|实现)(?:了)?(?:年度|预期|既定|全部|各项|绩效|规定|设定)+(?:的)?(?:绩效)?(?:指标值?|目标值?|任务|要求|标准)?|"
    r"(?:已|均|全部|如期|按期|按时|顺利|圆满)(?:完成|达标|达成|实现)|全部达标|均达标|达标"
)
_ALL = re.compile(
    r"(?:各项|所有|全部|全体|每项|各个)(?:绩效|年度|产出|效益)?(?:指标|目标|任务)[^。；]{0,6}?(?:均|都|全部)?(?:已)?(?:完成|达到|达成|实现|达标)|(?:指标|目标|任务)(?:均|都|全部|已全部|全面)(?:已)?(?:完成|达到|达成|实现|达标)"
)
_NO_DEVIATION = re.compile(
    r"(?:未|没有|无|不存在|未出现|未发生)(?:明显|较大)?(?:的)?(?:偏离|偏差)(?!原因|的原因)"
)
_BREAK = re.compile(r"[。；;！？]|，(?=但|然而|不过|而|其中|另)")


@cache
def _stock() -> tuple[tuple[re.Pattern[str], str], ...]:
    lines = (_HERE / "stock_claims.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((re.compile(pattern), why) for pattern, why in pairs)


def check_stock(text: str, known: Evidence) -> Iterator[Fault]:
    """Praise and boilerplate that the notes do not hold."""
    for pattern, why in _stock():
        for match in pattern.finditer(text):
            if bare(match[0]) not in known.text:
                yield Fault(match.span(), match[0], why, "claim")


def check_direction(text: str, known: Evidence) -> Iterator[Fault]:
    """Met said of a missed row, missed of a met one, all done while not all are, no deviation where one is."""
    plain = flat(text)
    hits = mentions(known, text)
    covered = [(a, b) for a, b, _ in hits]
    yield from _overall(plain, text, known)
    start = 0
    current: RowEvidence | None = None
    for piece in [*_BREAK.finditer(plain), None]:
        end = piece.start() if piece else len(plain)
        rows = [row for a, _, row in hits if start <= a < end]
        if rows:
            current = rows[-1]
        named = {row.id: row for row in rows} or ({current.id: current} if current else {})
        if len(named) == 1:
            yield from _of_row(plain, text, (start, end), next(iter(named.values())), covered)
        start = piece.end() if piece else end


def _inside(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(a <= match.start() and match.end() <= b for a, b in spans)


def _of_row(
    plain: str, text: str, span: tuple[int, int], row: RowEvidence, covered: list[tuple[int, int]]
) -> Iterator[Fault]:
    start, end = span
    notes = bare("".join(row.notes.values()))

    def say(match: re.Match[str], why: str) -> Fault:
        words = text[match.start() : match.end()]
        return Fault(match.span(), words, why, "direction")

    missed = [m for m in _MISSED.finditer(plain, start, end) if not _inside(m, covered)]
    for match in missed:
        if row.status in {"met", "over"} and bare(match[0]) not in notes:
            yield say(match, f"“{row.name}”已达到年度指标值")
    for match in _OVER.finditer(plain, start, end):
        if _inside(match, covered) or any(m.start() <= match.start() < m.end() for m in missed):
            continue
        if row.status in {"not_met", "missing"}:
            yield say(
                match,
                f"“{row.name}”{'未达到年度指标值' if row.status == 'not_met' else '没有实际完成值'}",
            )
    for match in _MET.finditer(plain, start, end):
        negated = re.search(
            rf"{_NOT}[^，。；]{{0,4}}$|缺|是否|能否|争取|力争|确保|以|为|才能|可|将|要|应|早日|尽快|逐步",
            plain[max(start, match.start() - 5) : match.start()],
        )
        if _inside(match, covered) or negated or bare(match[0]) in notes:
            continue
        if any(m.start() <= match.start() < m.end() for m in missed):
            continue
        if row.status == "not_met":
            yield say(match, f"“{row.name}”未达到年度指标值")
        elif row.status == "missing":
            yield say(match, f"“{row.name}”没有实际完成值，完成情况不能说明")


def _overall(plain: str, text: str, known: Evidence) -> Iterator[Fault]:
    statuses = [row.status for row in known.rows.values()]
    short = [s for s in statuses if s in {"not_met", "missing", "ungraded"}]
    deviating = [row for row in known.rows.values() if row.deviates or row.status == "not_met"]
    for match in _ALL.finditer(plain):
        before = plain[max(0, match.start() - 6) : match.start()]
        if short and not re.search(r"确保|争取|力争|推动|保证|以|已有结果的", before):
            yield Fault(
                match.span(),
                text[match.start() : match.end()],
                f"有{len(short)}项指标未完成或缺实际值",
                "direction",
            )
    for match in _NO_DEVIATION.finditer(plain):
        if deviating:
            why = f"有{len(deviating)}项指标偏离年度指标值"
            yield Fault(match.span(), text[match.start() : match.end()], why, "direction")
