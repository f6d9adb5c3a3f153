"""Revisions of sentences, proposed as a diff: by a model as wished, or in a person's own words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.chat import telling
from assistant.chat.action import Action
from assistant.chat.desk import Desk, View
from assistant.chat.hands import Hands
from assistant.chat.memory import Memory, Outcome, Proposal
from assistant.model.draft import SUPPLY, VERIFY, Draft, Paragraph, Section, Sentence, Source
from assistant.model.draft_json import to_json

#: a person's own words for a sentence: /改 措施 第1句 改成：……
_OWN = re.compile(r"(?:改成|改为|写成)[:：]\s*(?P<text>.+)", re.S)

Rewrite = Callable[[Sentence], tuple[Sentence, Source] | None]


def propose_revision(
    desk: Desk, hands: Hands, view: View, memory: Memory, action: Action
) -> Outcome:
    """The sentences as a model would put them, waiting for a 确认; or why there are none."""
    kept = desk.draft()
    if kept is None:
        return Outcome(memory, ("还没有草稿，说“起草”就写。",))
    section = action.section or memory.section or "improvement_measures"
    part = kept.section(section)
    if action.number > len(part.sentences):
        return Outcome(
            memory, (f"“{part.title}”只有{len(part.sentences)}句。\n{telling.section(part)}",)
        )
    own = _OWN.search(action.text)
    if own:
        after = own_words(kept, section, action.number, own["text"].strip().strip("“”"), "对话")
        return _proposed(kept, after, replace(memory, section=section), section, action.number)
    asked = False

    def rewrite(sentence: Sentence) -> tuple[Sentence, Source] | None:
        nonlocal asked
        if sentence.text.startswith((SUPPLY, VERIFY)):
            return None
        asked = True
        written = hands.revise(view, memory.model, sentence, action.text, section)
        return None if written is None else (written, "llm")

    after = replace_sentences(kept, section, action.number, rewrite)
    memory = replace(memory, section=section)
    if after == kept:
        why = (
            "没有能改得更合要求、又站得住的写法"
            if asked
            else "这里只有待补充、待核实的提示，先把缺的补上"
        )
        return Outcome(
            memory,
            (
                f"{why}。也可以直接给出您的写法：/改 {part.title} 第1句 改成：……\n{telling.section(part)}",
            ),
        )
    return _proposed(kept, after, memory, section, action.number)


def _proposed(kept: Draft, after: Draft, memory: Memory, section: str, number: int) -> Outcome:
    """The difference, waiting for a 确认."""
    part = kept.section(section)
    shown = telling.difference(kept, after)
    pending = Proposal(
        "draft",
        shown,
        f"修改“{part.title}”",
        draft=to_json(after),
        section=section,
        number=number,
    )
    return Outcome(
        replace(memory, pending=pending), (f"{shown}\n采用吗？（确认 / 取消 / 改成：您的写法）",)
    )


def own_words(draft: Draft, section: str, number: int, text: str, by: str) -> Draft:
    """The draft with a person's own sentence in that place; it is theirs from then on."""
    from datetime import datetime

    when = datetime.now().astimezone().isoformat(timespec="seconds")
    return replace_sentences(
        draft,
        section,
        number or 1,
        lambda sentence: (
            replace(sentence, text=text, verdict="supported", note="", author=by, edited=when),
            "human",
        ),
    )


def replace_sentences(draft: Draft, section: str, number: int, rewrite: Rewrite) -> Draft:
    """The draft with `rewrite` applied to sentence `number` of the section (from 1), or to all (0)."""
    return replace(
        draft,
        sections=tuple(
            _section(part, number, rewrite) if part.id == section else part
            for part in draft.sections
        ),
    )


def _section(part: Section, number: int, rewrite: Rewrite) -> Section:
    paragraphs: list[Paragraph] = []
    position = 0
    for paragraph in part.paragraphs:
        sentences: list[Sentence] = []
        source = paragraph.source
        for sentence in paragraph.sentences:
            position += 1
            written = rewrite(sentence) if number in {0, position} else None
            sentences.append(written[0] if written else sentence)
            source = written[1] if written else source
        paragraphs.append(replace(paragraph, sentences=tuple(sentences), source=source))
    return replace(part, paragraphs=tuple(paragraphs))
