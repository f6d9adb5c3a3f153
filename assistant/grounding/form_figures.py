"""A number told as one of the form's (budget, arrived, spent, target, reached, a rate) is one of the form's: a note that has it for
something else does not lend it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.grounding.evidence import Known
from assistant.grounding.fault import Fault
from assistant.grounding.naming import clause_start
from assistant.grounding.numbers import (
    AGAINST,
    AIMED,
    as_noted,
    equals,
    named_budget,
    same_sort,
    tails,
)
from assistant.grounding.reading import Read
from assistant.grounding.roles import ROLE_NAMES, fits, role_of
from assistant.grounding.worked_out import amounts_by_clause, is_rest, is_worked_out, shared
from assistant.model.sections import MEASURES
from assistant.patterns import regex
from assistant.values.figures import Figure, figures

_MONEY = frozenset({"budget", "whole_budget", "initial", "arrived", "executed"})
_RATES = frozenset({"rate", "arrived_rate", "completion"})
_OF_ROW = frozenset({"actual", "target"})
#: sections that tell of what is meant, not of what came of it
_OF_PLANS = frozenset({"", MEASURES, "opening", "overview", "overall", "application", "other"})
_APART = frozenset({"above", "below", "apart", "left", "short"})
_COPULA = regex("[”为共是了达计已]{0,3}|实际[一-鿿]{0,2}")
_AHEAD = regex("目标|计划|应|任务|原|预期|需|拟|要|确保|每|还|其中|将|未|没|缺|少|差|不|余")
_FROM = regex(r"[由从]$")
#: what did not come is no number of what did
_NOT = regex("[没未少差欠]")
#: what is still to be paid is told by its note
_TO_COME = regex("待|后|将|拟|再|须|才|要|底前")


def check_form(read: Read) -> Iterator[Fault]:
    """Faults of kind number: 全年预算28万元, where 28万元 stands only in a note on something else."""
    for figure in figures(read.plain):
        role = role_of(read.plain, figure)
        if not figure.approx and (why := _bare(read, figure, role) or _gap(read, figure, role)):
            yield _fault(read, figure, why)
            continue
        if (
            figure.kind not in {"amount", "percent"}
            or figure.approx
            or not _asks(read, figure, role)
        ):
            continue
        known = equals(read, figure)
        if not known or any(
            fits(role, k.role) and (k.role or k.fact.kind != "note") for k in known
        ):
            continue
        if (
            as_noted(read, figure)
            or is_worked_out(read, figure)
            or named_budget(read, figure, known)
        ):
            continue
        if role != "target" and AIMED.match(read.plain, figure.end):
            continue
        yield _fault(read, figure, f"数据中的{ROLE_NAMES[role]}不是这个数")


def _fault(read: Read, figure: Figure, why: str) -> Fault:
    span = (figure.start, figure.end)
    return Fault(span, read.words(span), why, "number")


def _asks(read: Read, figure: Figure, role: str) -> bool:
    """Whether the words before a figure make it one of the form, and it is of that sort."""
    before = read.plain[clause_start(read.plain, figure.start) : figure.start]
    if _FROM.search(before):
        return False
    if role in _RATES:
        return figure.kind == "percent"
    if role in _MONEY:
        money = figure.unit in {"元", "金额"} and not _NOT.search(before)
        return money and not (role == "executed" and _TO_COME.search(read.plain[: figure.end]))
    return role in _OF_ROW and any(
        _comparable(figure, k, role) for row in read.rows for k in row.known
    )


def _comparable(figure: Figure, known: Known, role: str) -> bool:
    of_row = known.role == role and known.fact.role == "row" and same_sort(figure, known.figure)
    return of_row and (bool(figure.unit) or tails(figure.tail, known.figure.tail))


def _bare(read: Read, figure: Figure, role: str) -> str:
    """培训保育人员240人次: right after a row's name stands what it reached; why not, where it is another number."""
    if read.section in _OF_PLANS or role not in {"", "actual"}:
        return ""
    before = read.plain[clause_start(read.plain, figure.start) : figure.start]
    hit = next(
        (
            m
            for m in read.mentions
            if m.end <= figure.start and _COPULA.fullmatch(read.plain[m.end : figure.start])
        ),
        None,
    )
    if hit is None or _AHEAD.search(before) or AIMED.match(read.plain, figure.end):
        return ""
    reached = [k.figure for k in hit.row.known if _comparable(figure, k, "actual")]
    if not reached or any(one.low == figure.low for one in reached):
        return ""
    aim = any(k.figure.low == figure.low for k in hit.row.known if k.role == "target")
    if (aim and "实际" in read.plain[figure.end :]) or is_rest(read, figure):
        return ""
    known = equals(read, figure)
    if any(not k.fact.indicator and k.fact.kind != "note" for k in known):
        return ""
    return "" if is_worked_out(read, figure) else f"“{hit.row.name}”的实际完成值不是这个数"


def _gap(read: Read, figure: Figure, role: str) -> str:
    """比目标少11场: by how much the row misses its target, not a number of its note; why not, where it is another."""
    if role not in {"above", "below", "apart"} or not AGAINST.search(read.plain[: figure.start]):
        return ""
    begun = clause_start(read.plain, figure.start)
    part = max(read.plain.rfind(mark, 0, figure.start) for mark in "；。") + 1
    if not any(part <= m.start < figure.start for m in read.mentions) and read.asked is None:
        return ""
    gaps = [
        k.figure
        for row in read.rows
        for k in row.known
        if k.fact.kind in {"derived", "deviation"}
        and k.role in _APART
        and same_sort(figure, k.figure)
    ]
    if not gaps or any(one.low == figure.low for one in gaps) or is_worked_out(read, figure):
        return ""
    clause = read.text[begun : figure.start]
    if any(f.low == figure.low and shared(clause, told) > 1 for told, f in amounts_by_clause(read)):
        return ""  # 烘干量较计划少3600吨 of a note
    return f"与目标相差的是{gaps[0].words}"
