"""Whether the data support what people wrote: grounded like any draft, marked, never altered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.facts import Fact
from assistant.grounding import ground
from assistant.model.draft import SUPPLY, VERIFY, Draft, Sentence
from assistant.review.alignment import key
from assistant.word.tally import MARK, Tally

_HALF = "原句删得只剩半句，请补完或整句删去"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A person's sentence that the data do not bear out: section id, its words, and why in Chinese."""

    section: str
    text: str
    why: str


def supported(
    draft: Draft,
    facts: Sequence[Fact],
    touched: frozenset[str],
    printed: frozenset[str] = frozenset(),
    halves: frozenset[str] = frozenset(),
    cleared: frozenset[str] = frozenset(),
) -> tuple[Draft, tuple[Doubt, ...]]:
    """The draft with people's sentences grounded; `touched` holds those that are new (`key` of each).

    A sentence of `printed` that bore 【待核实】 and now does not was verified by a person: it is not
    doubted again; nor is one of `cleared`, whose colour a person took away. `halves` are what is left of
    sentences of which the end was taken out. A heading says nothing that data could bear out.
    """
    confirmed = {k.replace(VERIFY, "") for k in printed if VERIFY in k}
    doubts: list[Doubt] = []
    sections = []
    for section in draft.sections:
        paragraphs = []
        for paragraph in section.paragraphs:
            sentences: list[Sentence] = []
            for sentence in paragraph.sentences:
                mark = key(sentence.text)
                if mark in cleared and sentence.author:
                    sentence = replace(sentence, verdict="supported", note="")  # noqa: PLW2901 - the sentence, verified
                elif (
                    sentence.author
                    and mark in touched
                    and mark not in confirmed
                    and not sentence.level
                ):
                    before = "".join(s.text for s in sentences)
                    half = _HALF if mark in halves else ""
                    sentence, why = _judged(sentence, facts, section.id, before, half)  # noqa: PLW2901 - the sentence, judged
                    if why:
                        doubts.append(Doubt(section.id, sentence.text, why))
                sentences.append(sentence)
            paragraphs.append(replace(paragraph, sentences=tuple(sentences)))
        sections.append(replace(section, paragraphs=tuple(paragraphs)))
    return replace(draft, sections=tuple(sections)), tuple(doubts)


def cleared_of_colour(draft: Draft, left: Tally) -> frozenset[str]:
    """People's sentences (`key` of each) that were printed in colour for a doubt, and now stand without: verified.

    A file that has lost the colour of the program's own requests as well came by way of another format: there
    nobody took any away.
    """
    if left.marked and not left.coloured_marks:
        return frozenset()
    coloured = [key(words) for words in left.highlighted]
    doubted = [
        key(s.text) for section in draft.sections for s in section.sentences
        if s.author and s.verdict == "verify" and not MARK.search(s.text)
    ]  # fmt: skip
    return frozenset(
        words
        for words in doubted
        if not any(len(c) > 1 and (c in words or words in c) for c in coloured)
    )


def _judged(
    sentence: Sentence, facts: Sequence[Fact], section: str, before: str, half: str
) -> tuple[Sentence, str]:
    if sentence.text.lstrip().startswith((SUPPLY, VERIFY)):
        return replace(sentence, verdict="verify"), ""
    grounding = ground(sentence.text, facts, section=section, before=before)
    if grounding.verdict == "supported" and not half:
        return sentence, ""
    # several notes may meet on one sentence: that of a conflict is not lost
    notes = dict.fromkeys(n for n in (sentence.note, half, grounding.why) if n)
    why = "；".join(n for n in (half, grounding.why) if n)
    return replace(sentence, verdict="verify", note="；".join(notes)), why
