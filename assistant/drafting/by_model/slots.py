"""What a model is asked to write: one slot a paragraph, with the facts it may use.

The rules draft is the ground plan. A slot stands over one of its paragraphs: the model's sentences take
the place of the rules' ones where they hold, and the marked lines stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.facts import Fact
from assistant.grounding.naming import bare
from assistant.model.draft import SUPPLY, VERIFY, Sentence
from assistant.patterns import regex

EXECUTION = "预算执行率"
#: the shortest piece of a note that shows that a sentence tells it
_GRAM = 4
FIGURE = regex(r"\d+(?:\.\d+)?")


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
    #: what the model is shown in place of `facts`, where that is not the facts themselves
    shown: tuple[Fact, ...] = ()
    #: names, house words and counts that any sentence may use, though the model is not shown them as facts
    project: tuple[Fact, ...] = ()
    #: all of them, to tell what a sentence of the rules says that the model was not shown
    known: tuple[Fact, ...] = ()

    @property
    def told(self) -> tuple[Fact, ...]:
        """The numbered lines of the prompt."""
        return self.shown or self.facts

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the numbered lines."""
        return tuple(fact.id for fact in self.told)


def is_marked(sentence: Sentence) -> bool:
    """Whether the sentence is a marked line, which asks for something and tells nothing."""
    return sentence.text.startswith((SUPPLY, VERIFY))


def tells(text: str, sentence: Sentence, facts: Sequence[Fact]) -> bool:
    """Whether the text tells what that sentence of the rules drafter tells.

    A note that the sentence repeats is told by a piece of its words, a figure by itself; most of the
    figures must be there.
    """
    plain, rule = bare(text), bare(sentence.text)
    notes = [bare(f.said) for f in facts if f.id in sentence.facts and f.kind == "note"]
    if any(shares(rule, note) and not shares(plain, note) for note in notes):
        return False
    wanted = set(FIGURE.findall(sentence.text)) - {
        n for note in notes for n in FIGURE.findall(note)
    }
    had = set(FIGURE.findall(text))
    return len(wanted & had) * 3 >= len(wanted) * 2


def is_about(text: str, slot: Slot) -> bool:
    """Whether the text tells one of the slot's facts: a piece of a note, or a figure beside the name.

    A sentence that is true of the project but of nothing asked for has no place in the paragraph.
    """
    plain = bare(text)
    for fact in slot.facts:
        if fact.kind == "note" and shares(plain, bare(fact.said)):
            return True
        if fact.kind != "note" and set(FIGURE.findall(fact.text)) & set(FIGURE.findall(text)):
            return True
    named = bare(slot.name) in plain
    return named and any(
        word in text for word in (*slot.gap.split("，"), "未填", "没有填报") if word
    )


def shares(text: str, note: str, *, size: int = _GRAM) -> bool:
    """Whether a piece of the note, of so many characters, stands in the text; both `bare`.

    A piece that is mostly digits tells nothing: a year stands in many notes.
    """
    size = min(size, len(note))
    pieces = [note[i : i + size] for i in range(len(note) - size + 1)]
    telling = [p for p in pieces if sum(not c.isdigit() for c in p) * 2 > size]
    return any(piece in text for piece in telling) if telling else note in text


def overlap(text: str, said: str, size: int) -> float:
    """How much of the text, in pieces of so many characters, stands in the other; both `bare`."""
    pieces = [text[i : i + size] for i in range(len(text) - size + 1)]
    return sum(piece in said for piece in pieces) / len(pieces) if pieces else 0.0
