"""The verdict on one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.drafting.draft import SUPPLY, VERIFY
from assistant.drafting.grounding.citations import check_citations, citation_spans
from assistant.drafting.grounding.claims import check_direction, check_stock
from assistant.drafting.grounding.evidence import evidence
from assistant.drafting.grounding.fault import Fault, Grounding
from assistant.drafting.grounding.numbers import check_numbers
from assistant.drafting.grounding.words import check_words
from assistant.facts import Fact

_JOINED = frozenset({"cause", "act", "word", "claim"})


def ground(
    text: str, facts: Sequence[Fact], *, cited: Sequence[str] = (), section: str = ""
) -> Grounding:
    """Checks one drafted or edited sentence against the facts; deterministic, no model.

    `cited` are the fact ids the writer named, `section` the outline id it is to stand in (reasons and
    measures are held to the notes of their rows). Spans are offsets in `text`. A marked line
    (【待补充】, 【待核实】) asks for what is not there: only its figures and titles are checked.
    """
    known = evidence(tuple(facts))
    masked = citation_spans(text)
    faults: list[Fault] = []
    for name in cited:
        if name not in known.ids:
            faults.append(Fault((0, 0), name, "没有这条事实", "citation"))
    faults += check_citations(text, known)
    faults += check_numbers(text, known, masked)
    if not text.lstrip().startswith((SUPPLY, VERIFY)):
        faults += check_direction(text, known)
        faults += check_stock(text, known)
        faults += check_words(text, known, masked, section)
    return Grounding(text, tuple(_merged(faults)))


def _joins(last: Fault, fault: Fault) -> bool:
    alike = (last.kind, last.why, last.soft) == (fault.kind, fault.why, fault.soft)
    return alike and fault.span[0] <= last.span[1] and last.kind in _JOINED


def _merged(faults: list[Fault]) -> list[Fault]:
    """By place; words next to one another with the same fault become one span."""
    merged: list[Fault] = []
    for fault in sorted(faults, key=lambda f: (f.soft, f.span)):
        last = merged[-1] if merged else None
        if last and _joins(last, fault):
            gap = fault.words[max(0, last.span[1] - fault.span[0]) :]
            span = (last.span[0], max(last.span[1], fault.span[1]))
            merged[-1] = replace(last, span=span, words=last.words + gap)
            continue
        if fault.soft and any(
            a <= fault.span[0] and fault.span[1] <= b for a, b in (m.span for m in merged)
        ):
            continue
        merged.append(fault)
    return merged
