"""The Draft: sections of paragraphs of sentences, each with the facts it stands on.

This is what is kept beside the data, embedded in the Word file, and merged with people's edits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.model.outline import Heading
from assistant.records import record

Source = Literal["llm", "rules", "human"]
Verdict = Literal["supported", "verify"]

SOURCE_NAMES: dict[Source, str] = {"llm": "模型", "rules": "规则", "human": "人工"}

VERIFY = "【待核实】"
SUPPLY = "【待补充】"


@record()
class Sentence:
    """One sentence. `facts` are the ids (F1 …) it stands on; `note` says what a person must verify.

    `author` and `edited` (ISO 8601) name the person who wrote it and when; empty for the program's own.
    `level` is not 0 where it is a heading that a person put in: its level in the outline.
    """

    text: str
    facts: tuple[str, ...] = ()
    verdict: Verdict = "supported"
    note: str = ""
    author: str = ""
    edited: str = ""
    level: Literal[0, 1, 2, 3, 4] = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence of the model that was left out: its words, and the fault in Chinese."""

    text: str
    fault: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together."""

    sentences: tuple[Sentence, ...]
    source: Source

    @property
    def level(self) -> int:
        """Not 0 where it is a heading that a person put in."""
        return self.sentences[0].level if len(self.sentences) == 1 else 0

    @property
    def text(self) -> str:
        """The paragraph as it is printed."""
        return "".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the outline with text of its own; `id` is stable across versions."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    refused: tuple[Refused, ...] = ()
    #: a person took sentences out, moved them, or joined paragraphs: that is as much an edit as typed words
    shaped: bool = False

    @property
    def source(self) -> Source:
        """Who wrote it: a person's hand counts most, then the model's."""
        sources = {paragraph.source for paragraph in self.paragraphs}
        return (
            "human" if self.shaped or "human" in sources else "llm" if "llm" in sources else "rules"
        )

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(s for paragraph in self.paragraphs for s in paragraph.sentences)


@dataclass(frozen=True, slots=True)
class Usage:
    """What drafting cost: calls, tokens, wall seconds."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Draft:
    """All sections by id. `model` names the model that wrote, or 规则起草.

    `headings` holds titles that a person changed: the outline's words, and the person's (empty for one that they
    took out with its section). `fixed` holds
    lines around the text (title, addressee, signature, date, captions, notes) that a person rewrote or
    took out, by the name of their bookmark: the program's words, for which alone it counts, and theirs.
    """

    sections: tuple[Section, ...]
    model: str
    usage: Usage = field(default_factory=Usage)
    headings: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, tuple[str, str]] = field(default_factory=dict)

    def line(self, name: str, own: str) -> str:
        """A line around the text as a person left it; `own` is what the program would print."""
        kept = self.fixed.get(name)
        return kept[1] if kept and "".join(kept[0].split()) == "".join(own.split()) else own

    def took_out(self, heading: Heading) -> bool:
        """Whether a person took the heading out with all that stands under it."""
        return self.headings.get(heading.title) == "" and not any(
            section.id in heading.sections and section.paragraphs for section in self.sections
        )

    def section(self, section_id: str) -> Section:
        """The section of that id; KeyError where the outline has none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)
