"""The draft in the conversation: its numbered sentences, what they are about, and what a change of data does to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.chat.acts import State
from assistant.chat.mentions import plain_name
from assistant.chat.naming import row_names
from assistant.model.draft import Draft, Sentence
from assistant.values.reading import fold


@dataclass(frozen=True, slots=True)
class Numbered:
    """A sentence with its number in the whole draft and in its section (both from 1)."""

    number: int
    section: str
    within: int
    sentence: Sentence


def numbered(draft: Draft) -> Iterator[Numbered]:
    """Every sentence of the draft in order."""
    number = 0
    for section in draft.sections:
        for within, sentence in enumerate(section.sentences, 1):
            number += 1
            yield Numbered(number, section.id, within, sentence)


def find_sentence(draft: Draft, section: str, number: int) -> Numbered | None:
    """The sentence of that number: of the section where one is named, else of the whole."""
    return next(
        (n for n in numbered(draft) if (n.within == number and n.section == section if section else n.number == number)), None
    )


def rows_of_sentence(state: State, section: str, number: int) -> tuple[str, ...] | None:
    """The indicators that the sentence speaks of, by its words; None where there is no such sentence."""
    if state.draft is None:
        return None
    found = find_sentence(state.draft, section, number)
    if found is None:
        return None
    words = plain_name(fold(found.sentence.text))
    return tuple(
        name
        for name, row in zip(row_names(state.evaluation), state.evaluation.indicators, strict=True)
        if plain_name(row.name) in words
    )
