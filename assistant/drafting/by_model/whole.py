"""A whole section in one call, for a model that can: free in wording, every sentence held to its facts.

The rules' section is the measure of what must be told. A sentence with a fault goes back once with the fault
named; what still has one is left out, and what is then untold stands in the rules' words. A second pass may
join the passages; it is grounded again, and counts only where nothing was lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.drafting.by_model.slots import is_marked, tells
from assistant.facts import Fact
from assistant.grounding import Grounding, ground
from assistant.llm.answers import LONGEST_SENTENCE, Cited, Sentences, sentences_schema
from assistant.llm.client import Client, UnusableAnswerError
from assistant.llm.prompts import Lines, Rendered, as_data, numbered, render
from assistant.model.draft import Paragraph, Refused, Section, Sentence
from assistant.model.sections import MEASURES, REASONS, plain_title

_MOST_PARAGRAPHS, _MOST_SENTENCES, _MOST_FACTS = 30, 12, 160
#: tokens that a whole section needs as JSON with its facts: an estimate, bounded by 限额.最长答词元
ROOM = 2000
_ROLES: dict[str, frozenset[str]] = {
    REASONS: frozenset(
        {"row", "deviation", "completion", "share", "reason", "rate", "sum", "rank", "vague"}
    ),
    MEASURES: frozenset({"row", "deviation", "reason", "measure", "owner", "due", "rate", "sum"}),
}
_ABOUT = {
    REASONS: "先写预算执行，再逐项写偏离：实际值、与年度指标值的差距、原因，每个数字只写一次。",
    MEASURES: "逐项写改进措施，责任单位和完成时限写在同一句里；是今后要做的，不写成已经做了。",
}


class Passage(BaseModel):
    """One paragraph of the answer."""

    model_config = ConfigDict(extra="ignore")

    sentences: list[Cited] = Field(min_length=1)


class Passages(BaseModel):
    """The answer of `whole` and `join`."""

    model_config = ConfigDict(extra="ignore")

    paragraphs: list[Passage] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class _Checked:
    text: str
    facts: tuple[str, ...]
    grounding: Grounding

    @property
    def good(self) -> bool:
        """Supported, and saying on what: a sentence that names no fact tells none."""
        return self.grounding.verdict == "supported" and bool(self.facts)


def needed(section: Section) -> bool:
    """Whether a model has anything to word: a section of one stock sentence says the same by rules."""
    told = [s for p in section.paragraphs for s in p.sentences if not is_marked(s)]
    return len(told) > 1 or any(len(s.facts) > 2 for s in told)  # noqa: PLR2004


def facts_for(section: Section, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """What a section may stand on: what the rules cite for it, and more of the same rows and of the money."""
    cited = {i for s in section.sentences for i in s.facts}
    rows = {f.indicator for f in facts if f.id in cited and f.indicator}
    roles = _ROLES.get(section.id, frozenset())
    found = [
        f
        for f in facts
        if f.id in cited
        or (f.indicator in rows and f.role in roles)
        or (not f.indicator and f.origin.startswith("资金") and f.role in roles)
    ]
    return tuple(found[:_MOST_FACTS])


def prompt_for(section: Section, facts: Sequence[Fact], style: str) -> Rendered:
    """The first prompt of a section."""
    told = sum(any(not is_marked(s) for s in p.sentences) for p in section.paragraphs)
    rendered = render(
        "whole", facts=numbered(facts), name=plain_title(section.id), paragraphs=str(max(1, told)),
        about=_ABOUT.get(section.id, ""),
    )  # fmt: skip
    return replace(rendered, user=f"{rendered.user}\n{style}") if style else rendered


def write_section(
    section: Section, facts: Sequence[Fact], style: str, client: Client, *, join: bool = True
) -> Section:
    """The section in the model's words, as far as they stand; the rest, and all marked lines, by rules.

    Raises UnusableAnswerError where the model gives no answer of the shape.
    """
    own = facts_for(section, facts)
    schema = passages_schema(own)
    label = plain_title(section.id)
    first = client.ask(
        prompt_for(section, own, style), Passages, schema=schema, label=label, room=ROOM
    )
    paragraphs, refused = _held(section, first.value, own, facts, client)
    if join and len(paragraphs) > 1 and not refused:
        paragraphs = _joined(section, paragraphs, own, facts, client)
    return _assembled(section, paragraphs, refused, facts)


def passages_schema(facts: Sequence[Fact]) -> dict[str, Any]:
    """The JSON schema of `Passages`, which admits only facts that were given."""
    inner = sentences_schema([f.id for f in facts], most=_MOST_SENTENCES)
    passage = {
        "type": "object",
        "properties": {"sentences": inner["properties"]["sentences"]},
        "required": ["sentences"],
        "additionalProperties": False,
    }
    listed = {"type": "array", "items": passage, "minItems": 1, "maxItems": _MOST_PARAGRAPHS}
    return {
        "title": "answer",
        "description": "起草的段落",
        "type": "object",
        "properties": {"paragraphs": listed},
        "required": ["paragraphs"],
        "additionalProperties": False,
    }


def _check(
    section: Section, said: Cited, own: Sequence[Fact], facts: Sequence[Fact], before: str = ""
) -> _Checked | None:
    text = " ".join(said.text.split()).strip()
    if not text or len(text) > LONGEST_SENTENCE:
        return None
    text = text if text.endswith(("。", "！", "？", "；", "：")) else f"{text.rstrip('，,.')}。"
    known = {f.id for f in own}
    ids = tuple(dict.fromkeys(i for i in said.facts if i in known))
    return _Checked(text, ids, ground(text, facts, cited=ids, section=section.id, before=before))


def _passage(
    section: Section, passage: Passage, own: Sequence[Fact], facts: Sequence[Fact]
) -> list[_Checked | None]:
    """Its sentences, each read with what stands before it."""
    return [
        _check(section, said, own, facts, "".join(s.text for s in passage.sentences[:at]))
        for at, said in enumerate(passage.sentences)
    ]


def _held(
    section: Section, answer: Passages, own: Sequence[Fact], facts: Sequence[Fact], client: Client
) -> tuple[list[list[Sentence]], list[Refused]]:
    """The sentences that stand, after one repair of those that did not."""
    told = [_passage(section, passage, own, facts) for passage in answer.paragraphs]
    checked = [[c for c in passage if c is not None] for passage in told]
    faulty = [c for passage in checked for c in passage if not c.good]
    mended = _repaired(section, faulty, own, facts, client) if faulty else {}
    refused: list[Refused] = []
    paragraphs: list[list[Sentence]] = []
    said: set[str] = set()
    for passage in checked:
        kept: list[Sentence] = []
        for one in passage:
            better = one if one.good else mended.get(one.text)
            if better is None:
                refused.append(Refused(one.text, one.grounding.why))
            elif better.text not in said:
                said.add(better.text)
                kept.append(Sentence(better.text, better.facts))
        if kept:
            paragraphs.append(kept)
    return paragraphs, refused


def _repaired(
    section: Section,
    faulty: list[_Checked],
    own: Sequence[Fact],
    facts: Sequence[Fact],
    client: Client,
) -> dict[str, _Checked]:
    lines = Lines(
        f"{i}. {as_data(one.text)}（错处：{as_data(one.grounding.why)}）"
        for i, one in enumerate(faulty, 1)
    )
    prompt = render("repair", facts=numbered(own), faulty=lines, number=len(faulty))
    schema = sentences_schema([f.id for f in own], least=len(faulty), most=len(faulty))
    try:
        asked = client.ask(
            prompt, Sentences, schema=schema, label=f"{plain_title(section.id)}（改正）", room=ROOM
        )
    except UnusableAnswerError:
        return {}
    again = [_check(section, said, own, facts) for said in asked.value.sentences]
    return {
        one.text: better
        for one, better in zip(faulty, again, strict=False)
        if better is not None and better.good
    }


def _joined(
    section: Section,
    paragraphs: list[list[Sentence]],
    own: Sequence[Fact],
    facts: Sequence[Fact],
    client: Client,
) -> list[list[Sentence]]:
    """The second pass: the passages made one text. What it loses or adds, it loses against the first."""
    text = Lines(as_data("".join(s.text for s in passage)) for passage in paragraphs)
    prompt = render("join", facts=numbered(own), draft=text)
    try:
        asked = client.ask(
            prompt,
            Passages,
            schema=passages_schema(own),
            label=f"{plain_title(section.id)}（连贯）",
            room=ROOM,
        )
    except UnusableAnswerError:
        return paragraphs
    made = [_passage(section, passage, own, facts) for passage in asked.value.paragraphs]
    if any(c is None or not c.good for passage in made for c in passage):
        return paragraphs
    whole = "".join(c.text for passage in made for c in passage if c is not None)
    before = [s for passage in paragraphs for s in passage]
    if not all(tells(whole, sentence, facts) for sentence in before):
        return paragraphs
    return [[Sentence(c.text, c.facts) for c in passage if c is not None] for passage in made]


def _assembled(
    section: Section,
    paragraphs: list[list[Sentence]],
    refused: list[Refused],
    facts: Sequence[Fact],
) -> Section:
    """The model's paragraphs, then what they leave untold of the rules', and all marked lines."""
    whole = "".join(s.text for passage in paragraphs for s in passage)
    made = [Paragraph(tuple(passage), "llm") for passage in paragraphs]
    for paragraph in section.paragraphs:
        rest = tuple(s for s in paragraph.sentences if is_marked(s) or not tells(whole, s, facts))
        if rest:
            made.append(Paragraph(rest, paragraph.source))
    return replace(section, paragraphs=tuple(made), refused=(*section.refused, *refused))
