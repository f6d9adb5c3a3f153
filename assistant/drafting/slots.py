"""What a model is asked to write: one slot a paragraph, with the facts it may use.

The rules draft is the ground plan. A slot stands over one of its paragraphs: the model's sentences take
the place of the rules' ones where they hold, and the marked lines stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.draft import SUPPLY, VERIFY, Draft, Paragraph, Section, Sentence
from assistant.drafting.grounding.naming import bare
from assistant.facts import Fact
from assistant.outline import NARRATIVE
from assistant.scorecard import Scorecard, ScoredIndicator

_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]是|（\d+）)")
_REASON_ROLES = ("row", "deviation", "reason")
_MEASURE_ROLES = ("row", "deviation", "reason", "measure", "owner", "due")
#: the shortest piece of a note that shows that a sentence tells it
_GRAM = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """One paragraph to write.

    `place` is the paragraph's index in its section; `append` puts what is written before it instead of
    in its place. `least` and `most` bound the sentences. A `proposal` goes beyond the notes on purpose:
    every sentence of it is marked for a person.
    """

    section: str
    place: int
    prompt: str
    label: str
    name: str
    facts: tuple[Fact, ...]
    rules: tuple[Sentence, ...]
    least: int
    most: int
    prefix: str = ""
    proposal: bool = False
    dated: bool = False
    #: of the project as a whole: names that any sentence may use, though the model is not shown them
    project: tuple[Fact, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The facts' ids."""
        return tuple(fact.id for fact in self.facts)


def plan(card: Scorecard, facts: Sequence[Fact], rules: Draft) -> tuple[Slot, ...]:
    """The slots of a draft: the narrative sections, and those that the data file gives to the model."""
    project = tuple(fact for fact in facts if fact.kind == "project")
    found: list[Slot] = []
    for section in rules.sections:
        if section.id in NARRATIVE:
            found.extend(_narrative(card, facts, section))
        elif card.evaluation.drafting.writer(section.id) == "模型":
            found.extend(_further(facts, section))
    return tuple(replace(slot, project=project) for slot in found)


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
    indicator = row.indicator
    reasons = section.id == "deviation_reasons"
    own = _of(facts, row.id, _REASON_ROLES if reasons else _MEASURE_ROLES)
    label = f"{'偏离原因' if reasons else '改进措施'}：{indicator.name}"
    if reasons and told:
        prompt = _reason_prompt(row)
        least = 2 if indicator.reason and row.status not in {"missing", "ungraded"} else 1
        return _slot(section, place, prompt, label, indicator.name, own, told, least, least)
    if not reasons and told:
        dated = bool(indicator.owner or indicator.due)
        number = 1 + dated
        return _slot(
            section, place, "measure", label, indicator.name, own, told, number, number, dated=dated
        )
    if not reasons and row.status == "not_met" and indicator.reason:
        return _slot(section, place, "propose", label, indicator.name, own, (), 1, 1, proposal=True)
    return None


def _reason_prompt(row: ScoredIndicator) -> str:
    if row.status in {"missing", "ungraded"}:
        return "pending"
    return "reason" if row.indicator.reason else "deviation"


def _of_money(
    facts: Sequence[Fact], section: Section, place: int, paragraph: Paragraph
) -> Slot | None:
    told = tuple(s for s in paragraph.sentences if not is_marked(s))
    if not told:
        return None
    reasons = section.id == "deviation_reasons"
    roles = ("rate", "deviation", "sum", "reason") if reasons else ("rate", "deviation", "measure")
    own = tuple(f for f in facts if not f.indicator and f.role in roles and "资金" in f.origin)
    noted = any(f.role == ("reason" if reasons else "measure") for f in own)
    if not noted:
        return None
    label = f"{'偏离原因' if reasons else '改进措施'}：预算执行率"
    number = 2 if reasons else 1
    prompt = "reason" if reasons else "measure"
    return _slot(section, place, prompt, label, "预算执行率", own, told, number, number)


def _further(facts: Sequence[Fact], section: Section) -> Iterator[Slot]:
    by_id = {fact.id: fact for fact in facts}
    for place, paragraph in enumerate(section.paragraphs):
        told = tuple(s for s in paragraph.sentences if not is_marked(s))
        own = tuple(
            dict.fromkeys(by_id[i] for s in told for i in s.facts if i in by_id and len(told) > 0)
        )
        if own:
            title = re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）).、]*\s*", "", section.title)
            yield _slot(
                section, place, "section", title, title, own, told, 1, max(2, len(told)),
            )  # fmt: skip


def _slot(
    section: Section,
    place: int,
    prompt: str,
    label: str,
    name: str,
    facts: tuple[Fact, ...],
    told: tuple[Sentence, ...],
    least: int,
    most: int,
    *,
    proposal: bool = False,
    dated: bool = False,
) -> Slot:
    ordinal = _ORDINAL.match(told[0].text) if told else None
    return Slot(
        section.id, place, prompt, label, name, facts, told, least, most,
        prefix=ordinal[0] if ordinal else "", proposal=proposal, dated=dated,
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

    A note is told by a piece of its words; a deviation by the actual value or the distance.
    """
    by_id = {fact.id: fact for fact in facts}
    cited = [by_id[i] for i in sentence.facts if i in by_id]
    notes = [f for f in cited if f.kind == "note"]
    if notes:
        plain = bare(text)
        return all(_shares(plain, bare(_body(fact.text))) for fact in notes)
    figures = [set(re.findall(r"\d+(?:\.\d+)?", fact.text)) for fact in cited]
    wanted = set().union(*figures) if figures else set()
    had = set(re.findall(r"\d+(?:\.\d+)?", text))
    return not wanted or bool(wanted & had)


def _body(text: str) -> str:
    return text.partition("：")[2] or text


def _shares(text: str, note: str) -> bool:
    size = min(_GRAM, len(note))
    return any(note[i : i + size] in text for i in range(len(note) - size + 1))
