"""The draft in the conversation: its numbered sentences, what they are about, and what a change of data does to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.chat.acts import State
from assistant.chat.mentions import plain_name
from assistant.chat.naming import row_names
from assistant.facts import Fact
from assistant.model.draft import Draft, Section, Sentence, Source
from assistant.model.scorecard import Scorecard
from assistant.model.sections import NARRATIVE
from assistant.values.reading import fold

#: the sections of causes and measures, shown together after a draft
NARRATED = "narrative"
#: the whole draft, shown as one list
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A sentence with its number in the whole draft and in its section (both from 1)."""

    number: int
    section: str
    within: int
    sentence: Sentence


def numbered(draft: Draft, scope: str = "") -> Iterator[Numbered]:
    """Every sentence in order, numbered through: of the whole, of the causes and measures (`NARRATED`), or of a section."""
    number = 0
    for section in draft.sections:
        narrated = scope == NARRATED and section.id in NARRATIVE
        if scope not in {"", WHOLE, section.id} and not narrated:
            continue
        for within, sentence in enumerate(section.sentences, 1):
            number += 1
            yield Numbered(number, section.id, within, sentence)


def find_sentence(draft: Draft, scope: str, number: int) -> Numbered | None:
    """The sentence of that number in what was shown."""
    return next((n for n in numbered(draft, scope) if n.number == number), None)


def rows_of_sentence(state: State, scope: str, number: int) -> tuple[str, ...] | None:
    """The indicators that the sentence speaks of: by its words, by its facts, or as the one before it; None without it."""
    if state.draft is None:
        return None
    sentences = list(numbered(state.draft, scope))
    if not 1 <= number <= len(sentences):
        return None
    names = row_names(state.evaluation)
    rows = {f.id: f.indicator for f in state.facts}
    for item in reversed(sentences[:number]):
        if item.section != sentences[number - 1].section:
            break
        words = plain_name(fold(item.sentence.text))
        named = tuple(
            n
            for n, row in zip(names, state.evaluation.indicators, strict=True)
            if plain_name(row.name) in words
        )
        ids = dict.fromkeys(rows.get(i, "") for i in item.sentence.facts)
        told = tuple(names[int(i[1:]) - 1] for i in ids if i and int(i[1:]) <= len(names))
        if named or told:
            return named or told
        if not item.sentence.text.startswith(("主要原因", "针对", "下一步", "由", "其", "原因")):
            break
    return ()


@dataclass(frozen=True, slots=True)
class Stale:
    """A model's or person's sentence whose facts have changed: what it is, and what changed."""

    section: str
    text: str
    what: str


@dataclass(frozen=True, slots=True)
class ToldAnew:
    """A draft after a change of the data; `program` is what the program itself would say now."""

    draft: Draft
    program: Draft
    stale: tuple[Stale, ...]


def told_anew(
    current: Draft,
    program: Draft,
    old_facts: Sequence[Fact],
    card: Scorecard,
    facts: Sequence[Fact],
) -> ToldAnew:
    """Sentences by rules are told from the new data; a model's or person's stay, marked where their facts changed."""
    from assistant.drafting.by_rules.sections import draft_by_rules
    from assistant.review.regenerate import regenerate

    fresh = draft_by_rules(card, facts)
    by_model = frozenset(s.id for s in current.sections if s.source != "rules")
    if not by_model:
        return ToldAnew(replace(fresh, headings=current.headings), fresh, ())
    kept = regenerate(current, program, fresh, old_facts, facts, keep=by_model)
    before = {s.text: s.note for section in current.sections for s in section.sentences}
    stale = []
    for section in kept.draft.sections:
        if section.id not in by_model:
            continue
        for sentence in section.sentences:
            if sentence.note and before.get(sentence.text, "") != sentence.note:
                stale.append(Stale(section.id, sentence.text, sentence.note))
    sources = {section.id: section.source for section in current.sections}
    sections = tuple(
        _still_theirs(section, sources.get(section.id, "rules")) for section in kept.draft.sections
    )
    return ToldAnew(
        replace(kept.draft, model=current.model, sections=sections), fresh, tuple(stale)
    )


def _still_theirs(section: Section, source: Source) -> Section:
    """The section as that hand's, where only what it took out shows it: no sentence of its own is left to tell."""
    if section.source != "rules" or source == "rules" or not section.paragraphs:
        return section
    return replace(
        section, paragraphs=(replace(section.paragraphs[0], source=source), *section.paragraphs[1:])
    )
