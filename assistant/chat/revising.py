"""Sentences of the draft reworded: in a person's own words, taken out, or by a model as wished."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.chat import replies
from assistant.chat.acts import Act
from assistant.chat.drafted import NARRATED, WHOLE, find_sentence
from assistant.model.draft import SUPPLY, VERIFY, Draft, Paragraph, Section, Sentence, Source
from assistant.model.sections import plain_title
from assistant.patterns import regex

_OWN = regex(r"(?:改成|改为|写成|换成)[:：]?\s*(?P<text>.+)", re.S)
_AWAY = regex(r"删|去掉|不要(?:这句|了)")

Rewrite = Callable[[Sentence], tuple[Sentence | None, Source] | None]


@dataclass(frozen=True, slots=True)
class Revised:
    """The draft as it would be, or why there is none."""

    draft: Draft | None
    why: str = ""
    section: str = ""
    title: str = ""


def revised(
    kept: Draft, act: Act, section: str, by_model: Callable[[Sentence, str], Sentence | None]
) -> Revised:
    """What the wish makes of the draft; nothing is kept."""
    wanted, number = act.section or section, act.number
    if number and not wanted:
        return Revised(None, _which(kept, number))
    if number:
        found = find_sentence(kept, wanted, number)
        if found is None:
            part = kept.section(wanted) if wanted not in {NARRATED, WHOLE} else None
            count = len(part.sentences) if part else sum(len(s.sentences) for s in kept.sections)
            return Revised(
                None,
                f"“{part.title if part else '全文'}”只有{count}句。"
                + (f"\n{replies.section(part)}" if part else ""),
                wanted,
            )
        wanted, number = found.section, found.within
    if wanted in {"", NARRATED, WHOLE}:
        return Revised(None, "要改哪一节、哪一句？如“措施第1句写短一点”；/看 可看全文的句号。")
    part = kept.section(wanted)
    own = _OWN.search(act.text)
    if own and number and (words := own["text"].strip().strip("“”")):
        return Revised(own_words(kept, wanted, number, words), section=wanted, title=part.title)
    if _AWAY.search(act.text) and number and len(part.sentences) == 1:
        return Revised(
            None, f"“{part.title}”只有这一句，删了就空了；可以改成您的写法：第1句改成：……", wanted
        )
    if _AWAY.search(act.text) and number:
        return Revised(
            replace_sentences(kept, wanted, number, lambda _: (None, "human")),
            section=wanted,
            title=part.title,
        )
    asked = False

    def rewrite(sentence: Sentence) -> tuple[Sentence | None, Source] | None:
        nonlocal asked
        if sentence.text.startswith((SUPPLY, VERIFY)):
            return None
        asked = True
        written = by_model(sentence, wanted)
        return None if written is None else (written, "llm")

    after = replace_sentences(kept, wanted, number, rewrite)
    if after != kept:
        return Revised(after, section=wanted, title=part.title)
    why = (
        "这里没有模型能改写，或没有站得住的写法"
        if asked
        else "这里只有待补充、待核实的提示，先把缺的补上"
    )
    return Revised(
        None, f"{why}。可以直接给出您的写法，如“第1句改成：……”。\n{replies.section(part)}", wanted
    )


def _which(kept: Draft, number: int) -> str:
    """Where nothing was shown that the number could count in: the sentences that bear it."""
    found = [(s, s.sentences[number - 1].text) for s in kept.sections if len(s.sentences) >= number]
    lines = [f"  {plain_title(s.id)}第{number}句：{text}" for s, text in found]
    if not lines:
        return f"没有哪一节有第{number}句；/看 可看全文的句号。"
    return "\n".join([f"是哪一节的第{number}句？请带上节名再说一次；/看 可看全文的句号。", *lines])


def own_words(draft: Draft, section: str, number: int, text: str, by: str = "对话") -> Draft:
    """The draft with a person's own sentence in that place; it is theirs from then on."""
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    return replace_sentences(
        draft, section, number or 1,
        lambda s: (replace(s, text=text, verdict="supported", note="", author=by, edited=when), "human"),
    )  # fmt: skip


def replace_sentences(draft: Draft, section: str, number: int, rewrite: Rewrite) -> Draft:
    """The draft with `rewrite` applied to sentence `number` of the section (from 1), or to all (0)."""
    parts = (
        _section(part, number, rewrite) if part.id == section else part for part in draft.sections
    )
    return replace(draft, sections=tuple(parts))


def _section(part: Section, number: int, rewrite: Rewrite) -> Section:
    paragraphs: list[Paragraph] = []
    position, emptied = 0, False
    for paragraph in part.paragraphs:
        sentences: list[Sentence] = []
        source = paragraph.source
        for sentence in paragraph.sentences:
            position += 1
            written = rewrite(sentence) if number in {0, position} else None
            if written is None:
                sentences.append(sentence)
                continue
            source = written[1]
            if written[0] is not None:
                sentences.append(written[0])
        if sentences:
            paragraphs.append(replace(paragraph, sentences=tuple(sentences), source=source))
        else:
            emptied = True
    if emptied and paragraphs:
        # what a person took out is a person's hand too: the section is theirs, so that it stays out
        paragraphs[0] = replace(paragraphs[0], source="human")
    return replace(part, paragraphs=tuple(paragraphs))
