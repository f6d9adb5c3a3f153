"""Which paragraphs of the rules draft a model is asked to write, and what each of them needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from assistant.drafting.by_model.further import further
from assistant.drafting.by_model.slots import EXECUTION, Slot, is_marked
from assistant.facts import Fact
from assistant.facts.wording import by_whom, is_vague, quoted
from assistant.model.draft import Draft, Paragraph, Section, Sentence
from assistant.model.scorecard import Scorecard, ScoredIndicator
from assistant.model.sections import NARRATIVE
from assistant.patterns import regex

_ORDINAL = regex(r"^(?:[一二三四五六七八九十]是|（\d+）)")
#: the total's own figures; those of each source stand in the section on funds
_OF_EXECUTION = frozenset(
    f"funds.{what}"
    for what in ("execution_rate", "execution_deviation", "not_executed", "over_executed")
)
#: a vague reason shorter than this (characters) tells nothing that a sentence could be made of
_TELLING = 12


def plan(card: Scorecard, facts: Sequence[Fact], rules: Draft) -> tuple[Slot, ...]:
    """The slots of a draft: the narrative sections, and those that the data file gives to the model."""
    project = tuple(f for f in facts if f.kind in {"project", "style"} or f.role == "count")
    found: list[Slot] = []
    for section in rules.sections:
        if section.id in NARRATIVE:
            found.extend(_narrative(card, facts, section))
        elif card.evaluation.drafting.writer(section.id) == "模型":
            found.extend(further(facts, section))
    return tuple(replace(slot, project=project, known=tuple(facts)) for slot in found)


def _narrative(card: Scorecard, facts: Sequence[Fact], section: Section) -> Iterator[Slot]:
    rows = {row.id: row for row in card.indicators}
    by_id = {fact.id: fact for fact in facts}
    seen: set[str] = set()
    for place, paragraph in enumerate(section.paragraphs):
        cited = [by_id[i] for sentence in paragraph.sentences for i in sentence.facts if i in by_id]
        subjects = list(dict.fromkeys(fact.indicator for fact in cited if fact.indicator))
        if len(subjects) == 1 and subjects[0] not in seen:
            row = rows[subjects[0]]
            slot = _of_row(facts, section, place, paragraph, row)
            if slot is not None:
                seen.add(row.id)
                yield slot
        elif not subjects and any(f.role in {"rate", "reason", "measure"} for f in cited):
            slot = _of_money(facts, section, place, paragraph)
            if slot is not None:
                yield slot


def _of_row(
    facts: Sequence[Fact],
    section: Section,
    place: int,
    paragraph: Paragraph,
    row: ScoredIndicator,
) -> Slot | None:
    told = tuple(s for s in paragraph.sentences if not is_marked(s))
    make = partial(
        Slot, section.id, place, name=row.indicator.name, rules=told, prefix=_prefix(told)
    )
    if section.id == "deviation_reasons":
        # without a result there is nothing to write well: the rules say so, and quote what was noted
        pending = row.status in {"missing", "ungraded"}
        return _reason(facts, row, make) if told and not pending else None
    return _measure(facts, row, make)


def _reason(facts: Sequence[Fact], row: ScoredIndicator, make: Callable[..., Slot]) -> Slot:
    own = _of(facts, row.id, ("row", "deviation", "reason"))
    label, reason = f"偏离原因：{row.indicator.name}", row.indicator.reason
    # a stock phrase is for the rules to quote: dressed up as a sentence it would pass for a reason
    if not reason or (is_vague(reason) and len(reason) < _TELLING):
        shown = tuple(fact for fact in own if fact.role != "reason")
        return make("deviation", label, facts=shown, gap=_gap(row))
    lead = "填报的原因是" if is_vague(reason) else "主要原因是"
    return make("reason", label, facts=own, least=2, most=2, gap=_gap(row), lead=lead)


def _measure(facts: Sequence[Fact], row: ScoredIndicator, make: Callable[..., Slot]) -> Slot | None:
    indicator, label = row.indicator, f"改进措施：{row.indicator.name}"
    lead = f"{quoted(indicator.name)}方面，"
    if indicator.measure:
        own = _of(facts, row.id, ("deviation", "measure", "owner", "due"))
        return make(
            "measure",
            label,
            facts=own,
            lead=lead,
            tail=by_whom(indicator.measure, indicator.owner, indicator.due),
        )
    reason = indicator.reason
    if row.status == "not_met" and reason and not (is_vague(reason) and len(reason) < _TELLING):
        own = _of(facts, row.id, ("deviation", "reason"))
        return make("propose", label, facts=own, lead=lead, proposal=True)
    return None


def _gap(row: ScoredIndicator) -> str:
    end = "超出年度指标值较多" if row.status == "over" else "未达到年度指标值"
    return f"比年度指标值{row.deviation}，{end}" if row.deviation else end


def _prefix(told: Sequence[Sentence]) -> str:
    ordinal = _ORDINAL.match(told[0].text) if told else None
    return ordinal[0] if ordinal else ""


def _of_money(
    facts: Sequence[Fact], section: Section, place: int, paragraph: Paragraph
) -> Slot | None:
    told = tuple(s for s in paragraph.sentences if not is_marked(s))
    if not told:
        return None
    reasons = section.id == "deviation_reasons"
    roles = ("rate", "deviation", "sum", "reason") if reasons else ("rate", "measure")
    own = tuple(
        f
        for f in facts
        if not f.indicator
        and f.role in roles
        and "资金" in f.origin
        and (f.kind == "note" or f.key in _OF_EXECUTION)
    )
    noted = [f.said for f in own if f.role == ("reason" if reasons else "measure")]
    if not noted or all(is_vague(note) and len(note) < _TELLING for note in noted):
        return None
    make = partial(
        Slot, section.id, place, name=EXECUTION, facts=own, rules=told, prefix=_prefix(told)
    )
    if not reasons:
        return make("measure", f"改进措施：{EXECUTION}", lead="预算执行方面，")
    lead = "填报的原因是" if any(map(is_vague, noted)) else "主要原因是"
    return make("execution", f"偏离原因：{EXECUTION}", least=2, most=2, lead=lead)


def _of(facts: Iterable[Fact], row: str, roles: Sequence[str]) -> tuple[Fact, ...]:
    return tuple(
        fact
        for fact in facts
        # what follows by arithmetic only adds to what is read; one distance is enough
        if fact.indicator == row and fact.role in roles and fact.kind != "derived"
    )
