"""What a model is asked to write: one slot a paragraph, with the facts it may use.

The rules draft is the ground plan. A slot stands over one of its paragraphs: the model's sentences take
the place of the rules' ones where they hold, and the marked lines stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.drafting.draft import SUPPLY, VERIFY, Draft, Paragraph, Section, Sentence
from assistant.drafting.grounding.naming import bare
from assistant.facts import Fact
from assistant.facts.wording import is_vague, quoted
from assistant.outline import NARRATIVE
from assistant.scorecard import Scorecard, ScoredIndicator

_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]是|（\d+）)")
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）).、]*\s*")
EXECUTION = "预算执行率"
#: the total's own figures; those of each source stand in the section on funds
_OF_EXECUTION = ("预算执行率", "未执行资金", "执行数超出")
#: a vague reason shorter than this (characters) tells nothing that a sentence could be made of
_TELLING = 12
#: the shortest piece of a note that shows that a sentence tells it
_GRAM = 4
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Slot:
    """One paragraph to write.

    `place` is the paragraph's index in its section, `rules` are its unmarked sentences. `least` and
    `most` bound what is asked for. A `proposal` goes beyond the notes on purpose: all of it is marked for
    a person. `lead` is how the telling sentence begins, `gap` the distance in words, `tail` owner and
    deadline in words.
    """

    section: str
    place: int
    prompt: str
    label: str
    name: str
    facts: tuple[Fact, ...]
    rules: tuple[Sentence, ...] = ()
    least: int = 1
    most: int = 1
    prefix: str = ""
    proposal: bool = False
    lead: str = ""
    gap: str = ""
    tail: str = ""
    #: names and house words that any sentence may use, though the model is not shown them as facts
    project: tuple[Fact, ...] = ()
    #: all of them, to tell what a sentence of the rules says that the model was not shown
    known: tuple[Fact, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The facts' ids."""
        return tuple(fact.id for fact in self.facts)


def plan(card: Scorecard, facts: Sequence[Fact], rules: Draft) -> tuple[Slot, ...]:
    """The slots of a draft: the narrative sections, and those that the data file gives to the model."""
    project = tuple(fact for fact in facts if fact.kind in {"project", "style"})
    found: list[Slot] = []
    for section in rules.sections:
        if section.id in NARRATIVE:
            found.extend(_narrative(card, facts, section))
        elif card.evaluation.drafting.writer(section.id) == "模型":
            found.extend(_further(facts, section))
    return tuple(replace(slot, project=project, known=tuple(facts)) for slot in found)


def is_marked(sentence: Sentence) -> bool:
    """Whether the sentence is a marked line, which asks for something and tells nothing."""
    return sentence.text.startswith((SUPPLY, VERIFY))


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
        return _reason(facts, row, make) if told else None
    return _measure(facts, row, make)


def _reason(facts: Sequence[Fact], row: ScoredIndicator, make: Callable[..., Slot]) -> Slot:
    own = _of(facts, row.id, ("row", "deviation", "reason"))
    label, reason = f"偏离原因：{row.indicator.name}", row.indicator.reason
    if row.status in {"missing", "ungraded"}:
        return make("pending", label, facts=own)
    # a stock phrase is for the rules to quote: dressed up as a sentence it would pass for a reason
    if not reason or (is_vague(reason) and len(reason) < _TELLING):
        shown = tuple(fact for fact in own if fact.role != "reason")
        return make("deviation", label, facts=shown, gap=_gap(row))
    lead = "填报的原因是" if is_vague(reason) else "主要原因是"
    return make("reason", label, facts=own, least=2, most=2, gap=_gap(row), lead=lead)


def _measure(facts: Sequence[Fact], row: ScoredIndicator, make: Callable[..., Slot]) -> Slot | None:
    indicator, label = row.indicator, f"改进措施：{row.indicator.name}"
    lead = f"针对{quoted(indicator.name)}{_problem(row)}，"
    if indicator.measure:
        own = _of(facts, row.id, ("deviation", "measure", "owner", "due"))
        tail = _tail(row)
        number = 2 if tail else 1
        return make("measure", label, facts=own, least=number, most=number, lead=lead, tail=tail)
    reason = indicator.reason
    if row.status == "not_met" and reason and not (is_vague(reason) and len(reason) < _TELLING):
        own = _of(facts, row.id, ("deviation", "reason"))
        return make("propose", label, facts=own, lead=lead, proposal=True)
    return None


def _gap(row: ScoredIndicator) -> str:
    end = "超出年度指标值较多" if row.status == "over" else "未达到年度指标值"
    return f"比年度指标值{row.deviation}，{end}" if row.deviation else end


def _problem(row: ScoredIndicator) -> str:
    if row.status not in {"not_met", "over"}:
        return ""
    if row.deviation:
        return f"比年度指标值{row.deviation}的问题"
    return f"{'超出年度指标值较多' if row.status == 'over' else '未达到年度指标值'}的问题"


def _tail(row: ScoredIndicator) -> str:
    indicator = row.indicator
    parts = [f"责任单位为{indicator.owner}"] if indicator.owner else []
    parts += [f"完成时限为{indicator.due}"] if indicator.due else []
    return "，".join(parts)


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
        and (f.kind == "note" or f.text.startswith(_OF_EXECUTION))
    )
    noted = [body(f) for f in own if f.role == ("reason" if reasons else "measure")]
    if not noted or all(is_vague(note) and len(note) < _TELLING for note in noted):
        return None
    make = partial(
        Slot, section.id, place, name=EXECUTION, facts=own, rules=told, prefix=_prefix(told)
    )
    if not reasons:
        return make("measure", f"改进措施：{EXECUTION}", lead="针对预算执行率偏差，")
    lead = "填报的原因是" if any(map(is_vague, noted)) else "主要原因是"
    return make("execution", f"偏离原因：{EXECUTION}", least=2, most=2, lead=lead)


def _further(facts: Sequence[Fact], section: Section) -> Iterator[Slot]:
    by_id = {fact.id: fact for fact in facts}
    for place, paragraph in enumerate(section.paragraphs):
        told = tuple(s for s in paragraph.sentences if not is_marked(s))
        own = tuple(dict.fromkeys(by_id[i] for s in told for i in s.facts if i in by_id))
        if own:
            title = _NUMBER.sub("", section.title)
            yield Slot(
                section.id, place, "section", title, title, own, told, most=max(2, len(told))
            )  # fmt: skip


def _of(facts: Iterable[Fact], row: str, roles: Sequence[str]) -> tuple[Fact, ...]:
    return tuple(
        fact
        for fact in facts
        # what follows by arithmetic only adds to what is read; one distance is enough
        if fact.indicator == row and fact.role in roles and fact.kind != "derived"
    )


def tells(text: str, sentence: Sentence, facts: Sequence[Fact]) -> bool:
    """Whether the text tells what that sentence of the rules drafter tells.

    A note that the sentence repeats is told by a piece of its words, a figure by itself; most of the
    figures must be there.
    """
    plain, rule = bare(text), bare(sentence.text)
    notes = [bare(body(f)) for f in facts if f.id in sentence.facts and f.kind == "note"]
    if any(shares(rule, note) and not shares(plain, note) for note in notes):
        return False
    wanted = set(_FIGURE.findall(sentence.text)) - {
        n for note in notes for n in _FIGURE.findall(note)
    }
    had = set(_FIGURE.findall(text))
    return len(wanted & had) * 3 >= len(wanted) * 2


def is_about(text: str, slot: Slot) -> bool:
    """Whether the text tells one of the slot's facts: a piece of a note, or a figure beside the name.

    A sentence that is true of the project but of nothing asked for has no place in the paragraph.
    """
    plain = bare(text)
    for fact in slot.facts:
        if fact.kind == "note" and shares(plain, bare(body(fact))):
            return True
        if fact.kind != "note" and set(_FIGURE.findall(fact.text)) & set(_FIGURE.findall(text)):
            return True
    named = bare(slot.name) in plain
    return named and any(
        word in text for word in (*slot.gap.split("，"), "未填", "没有填报") if word
    )


def shares(text: str, note: str, *, size: int = _GRAM) -> bool:
    """Whether a piece of the note, of so many characters, stands in the text; both `bare`."""
    size = min(size, len(note))
    return any(note[i : i + size] in text for i in range(len(note) - size + 1))


def body(fact: Fact) -> str:
    """The note itself, without the label before it (“名称”填报原因：)."""
    rest = fact.text.removeprefix(quoted(fact.subject)) if fact.subject else fact.text
    return rest.partition("：")[2] or rest
