"""What a sentence stands on: its facts, the key of the data each comes from, formula, clause, who wrote it and when."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model.draft import SOURCE_NAMES
from assistant.web.project import View, sentence_at


@dataclass(frozen=True, slots=True)
class Ground:
    """One fact below a sentence."""

    id: str
    text: str
    origin: str
    formula: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence and all that is known of it."""

    id: str
    text: str
    source: str
    author: str
    when: str
    note: str
    grounds: tuple[Ground, ...]
    own_words: str


def evidence(view: View, name: str) -> Evidence:
    """The evidence of the sentence of that id. Raises InputError where it is gone."""
    section_id, p, s = sentence_at(view.draft, name)
    section = view.draft.section(section_id)
    paragraph = section.paragraphs[p]
    sentence = paragraph.sentences[s]
    rows = {row.id: row for row in view.card.indicators}
    by_id = {fact.id: fact for fact in view.facts}
    grounds = []
    for i in sentence.facts:
        fact = by_id.get(i)
        if fact is None:
            continue
        row = rows.get(fact.indicator)
        computed = row is not None and fact.role in {"row", "deviation", "points", "completion"}
        grounds.append(
            Ground(i, fact.text, fact.origin, row.explanation if row and computed else "")
        )
    return Evidence(
        name, sentence.text, f"{SOURCE_NAMES[paragraph.source]}起草" if paragraph.source != "human" else "人工改定",
        sentence.author, sentence.edited.replace("T", " ")[:16], sentence.note, tuple(grounds),
        view.draft.model if paragraph.source == "llm" else "",
    )  # fmt: skip
