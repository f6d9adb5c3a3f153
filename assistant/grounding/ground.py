"""The verdict on one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.facts import Fact
from assistant.grounding.alignment import check_alignment, strange_script
from assistant.grounding.citations import check_citations
from assistant.grounding.claims import check_better, check_direction, check_done
from assistant.grounding.counts import check_counts
from assistant.grounding.coverage import idle
from assistant.grounding.fault import Fault, Grounding
from assistant.grounding.form_figures import check_form
from assistant.grounding.money import check_money
from assistant.grounding.numbers import check_numbers
from assistant.grounding.polarity import check_polarity
from assistant.grounding.ranked import check_ranked
from assistant.grounding.reading import Read, read
from assistant.grounding.siblings import check_owners, check_siblings
from assistant.grounding.words import ACT, is_acting
from assistant.model.sections import MEASURES

_SEVERAL = 2
_JOINED = frozenset({"cause", "act", "word", "claim"})


def ground(
    text: str,
    facts: Sequence[Fact],
    *,
    cited: Sequence[str] = (),
    section: str = "",
    indicator: str = "",
    before: str = "",
    marked: bool = False,
) -> Grounding:
    """Checks one drafted or edited sentence against the facts; deterministic, no model.

    `cited` are the fact ids the writer named, `section` the outline id it is to stand in (reasons and
    measures are held to the notes of their rows), `indicator` the row it is about and `before` what stands before it in
    its paragraph: where it names no row itself, these tell whose notes it may use. Spans are offsets in `text`. A marked line
    (【待补充】, 【待核实】) asks for what is not there: only its figures and titles are checked.
    """
    faults = _faults(text, facts, cited, section, indicator, before, marked=marked)
    if faults and section == MEASURES and not indicator and len(cited) < _SEVERAL:
        faults = [] if _stands_by_parts(text, facts, cited, before, marked=marked) else faults
    return Grounding(text, tuple(faults))


def _stands_by_parts(
    text: str, facts: Sequence[Fact], cited: Sequence[str], before: str, *, marked: bool
) -> bool:
    """Whether the parts of a sentence between ；, measures of several rows, stand each for itself, held to its own row."""
    parts = list(re.finditer(r"[^；]+", text))
    return len(parts) >= _SEVERAL and not any(
        _faults(part[0], facts, cited, MEASURES, "", before + text[: part.start()], marked=marked)
        for part in parts
    )


def _faults(
    text: str,
    facts: Sequence[Fact],
    cited: Sequence[str],
    section: str,
    indicator: str,
    before: str,
    *,
    marked: bool,
) -> list[Fault]:
    sentence = read(text, tuple(facts), tuple(cited), section, indicator, before)
    faults = [
        Fault((0, 0), name, "没有这条事实", "citation")
        for name in cited
        if name not in sentence.known.ids
    ]
    faults += check_citations(sentence)
    faults += check_numbers(sentence)
    faults += check_form(sentence)
    faults += check_counts(sentence)
    faults += strange_script(text, sentence.known.characters)
    if not marked:
        acting = is_acting(sentence, sentence.plain)
        faults += _misplaced(sentence)
        faults += check_direction(sentence)
        faults += check_better(sentence, acting=acting)
        faults += check_done(sentence)
        faults += check_money(sentence)
        faults += check_ranked(sentence)
        faults += check_siblings(sentence)
        faults += check_owners(sentence)
        faults += check_polarity(sentence, acting)
        faults += check_alignment(sentence)
        faults += _idle(sentence)
    return _merged(faults)


def _idle(sentence: Read) -> Iterator[Fault]:
    """A measure that answers no deviation (F45)."""
    if sentence.section != MEASURES or "待补充" in sentence.plain or not ACT.search(sentence.plain):
        return
    if not sentence.cited and idle(sentence.text, sentence.known):
        span = (0, len(sentence.text))
        why = "这项措施没有对应的偏离指标，请核实"
        yield Fault(span, sentence.text, why, "act", soft=True)


def _misplaced(sentence: Read) -> Iterator[Fault]:
    """A whole note of one row told of another."""
    named = {hit.row.id for hit in sentence.mentions}
    rows = sentence.known.rows
    for span, quote in sentence.quotes:
        if (
            not quote.row
            or not named
            or quote.row in named
            or quote.role not in {"reason", "measure"}
        ):
            continue
        if any(quote.words in rows[i].note("reason", "measure") for i in named):
            continue
        why = f"这是“{rows[quote.row].name}”的填报内容"
        yield Fault(span, sentence.words(span), why, "indicator")


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
        inside = any(m.span[0] <= fault.span[0] and fault.span[1] <= m.span[1] for m in merged)
        told = any(m.span == fault.span and m.soft == fault.soft for m in merged)
        if not told and not (fault.soft and inside):
            merged.append(fault)
    return merged
