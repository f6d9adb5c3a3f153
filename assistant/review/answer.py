"""Answers to the comments of a reviewer: a proposal in the text, a reply in the thread, or a question.

With a model a revision is drafted and grounded like any sentence; without one, only what a comment says
outright (delete this, put B for A) is done. What asks for a fact that the data lack becomes a question.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.facts import Fact
from assistant.grounding import ground
from assistant.model.scorecard import Scorecard
from assistant.model.sections import plain_title
from assistant.review.alignment import key, split_sentences
from assistant.review.locate import Located
from assistant.review.reply import Proposal, all_said, asked_words, asker, by_rules
from assistant.review.reply_facts import by_facts, by_name
from assistant.review.show import word_diff
from assistant.values.figures import figures
from assistant.word.edit import with_comment_style
from assistant.word.edited import PROGRAMS, EditedDocument, EditedTable, Reading, Remark, read_as
from assistant.word.reader import open_document
from assistant.word.suggest import ASSISTANT, propose
from assistant.word.walk import paragraphs_of

if TYPE_CHECKING:
    from docx.document import Document

    from assistant.review.reply_model import ModelReplies
    from assistant.word.package import Package

Done = Literal["revised", "deleted", "asked", "noted"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a comment stands: its section, the paragraph's number, the sentences under the words."""

    section: str
    paragraph: int
    sentence: str
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was done about one comment, and what the reply says."""

    comment: int
    author: str
    text: str
    section: str
    done: Done
    before: str
    after: str
    reply: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that a reviewer asks for and only the staff know."""

    comment: int
    asked_by: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The answered copy as bytes, what was done, and what is to be asked."""

    data: bytes
    answers: tuple[Answer, ...]
    questions: tuple[Question, ...]
    output: Path | None = None


def waiting(remarks: Sequence[Remark]) -> list[Remark]:
    """Open threads in which a person spoke last."""
    return [
        remark
        for remark in remarks
        if not remark.resolved and (remark.replies or (remark,))[-1].author not in PROGRAMS
    ]


def answer(
    package: Package,
    edited: EditedDocument,
    located: Located,
    *,
    card: Scorecard,
    facts: Sequence[Fact],
    model: ModelReplies | None = None,
) -> Answers:
    """Answers every open comment in a copy of the file. Raises ModelError where the model fails."""
    from docx_plus.comments import reply_to_comment

    document = open_document(package)
    paragraphs = list(paragraphs_of(document.element.body))
    texts: dict[str, str] = {}
    for placed in located.placed:
        texts[placed.section] = texts.get(placed.section, "") + placed.reading.text
    answers: list[Answer] = []
    questions: list[Question] = []
    for remark in waiting(edited.remarks):
        spot = _spot(remark, edited, located)
        text = texts.get(spot.section, spot.sentence)
        proposal = by_rules(remark, spot.sentence, spot.words)
        if proposal is not None:
            proposal = _with_the_rest(proposal, remark, spot, text, card, facts)
        if proposal is None and model is not None:
            proposal = model.reply(remark, spot.section, spot.sentence, spot.words, facts)
        if proposal is None or proposal.done == "asked":
            # what the data do hold is no question to the staff, whatever a model makes of it
            told = by_facts(all_said(remark), spot.sentence, text, card, facts, spot.section)
            proposal = told or proposal or _as_question(remark, spot)
        made = _written(document, paragraphs, spot, proposal)
        reply_to_comment(document, remark.id, made.reply, author=ASSISTANT, initials="起")
        done: Done = made.done
        answers.append(
            Answer(remark.id, asker(remark), asked_words(remark), spot.section, done, spot.sentence,
                   made.text, made.reply, made.facts)
        )  # fmt: skip
        if made.question:
            questions.append(Question(remark.id, asker(remark), spot.section, made.question))
    with_comment_style(document)
    out = io.BytesIO()
    document.save(out)
    return Answers(out.getvalue(), tuple(answers), tuple(questions))


def _with_the_rest(
    proposal: Proposal,
    remark: Remark,
    spot: Spot,
    text: str,
    card: Scorecard,
    facts: Sequence[Fact],
) -> Proposal:
    """What a comment spells out, with its ground; and its other part answered, or said to be left."""
    if proposal.done != "revised":
        return proposal
    judged = ground(proposal.text, facts, section=spot.section)
    used = tuple(_told(proposal.text, facts))
    said = (
        f"数据不能支持这样写：{judged.why}，接受之前请核对。"
        if judged.verdict != "supported"
        else f"{by_name(used, facts)}。" if used else ""
    )  # fmt: skip
    proposal = replace(proposal, reply=proposal.reply + said, facts=used)
    if not proposal.left:
        return proposal
    told = by_facts(proposal.left, proposal.text, text, card, facts, spot.section)
    if told is None:
        asked = _as_question(remark, spot)
        left = f"批注里的“{proposal.left}”数据里没有，没有办，已列入问题清单。"
        return replace(proposal, reply=proposal.reply + left, question=asked.question)
    return replace(
        proposal,
        text=told.text or proposal.text,
        reply=proposal.reply + told.reply,
        question=told.question,
        facts=tuple(dict.fromkeys((*used, *told.facts))),
    )


def _told(text: str, facts: Sequence[Fact]) -> Iterator[str]:
    """The facts that a sentence tells: those of what it names of which it says a figure."""
    plain = key(text)
    for fact in facts:
        named = bool(fact.subject) and key(fact.subject) in plain
        if named and any(key(figure.words) in plain for figure in figures(fact.text)):
            yield fact.id


def _spot(remark: Remark, edited: EditedDocument, located: Located) -> Spot:
    for placed in located.placed:
        if remark.paragraph in placed.reading.numbers:
            return _in(remark, placed.reading, placed.section)
    paragraphs = [b for b in edited.blocks if not isinstance(b, EditedTable)]
    for reading in read_as(paragraphs):
        if remark.paragraph in reading.numbers:
            return _in(remark, reading, "")
    return Spot("", remark.paragraph, remark.words, remark.words)


def _in(remark: Remark, reading: Reading, section: str) -> Spot:
    """The sentences that the words touch; the whole paragraph where they are not found in it.

    Words that stand there more than once are those nearest to where the comment begins.
    """
    words = remark.words if remark.words in reading.text else ""
    if not words:
        return Spot(section, remark.paragraph, reading.text, remark.words)
    places = [m.start() for m in re.finditer(f"(?={re.escape(words)})", reading.text)]
    start = min(places, key=lambda place: abs(place - max(remark.start, 0)))
    end, at, found = start + len(words), 0, []
    for sentence in split_sentences(reading.text):
        if at < end and at + len(sentence) > start:
            found.append(sentence)
        at += len(sentence)
    return Spot(section, remark.paragraph, "".join(found), words)


def _as_question(remark: Remark, spot: Spot) -> Proposal:
    title = plain_title(spot.section)
    where = f"“{title}”" if title else "报告"
    shown = spot.words or spot.sentence
    shown = shown if len(shown) <= 30 else f"{shown[:30]}…"  # noqa: PLR2004
    question = f"{where}中“{shown}”处，{asker(remark) or '审阅人'}要求：{asked_words(remark).rstrip('。！？!? ')}。请按实际情况补充。"
    reply = "数据文件里没有这方面的内容，已列入问题清单，请项目单位补充后再改。"
    return Proposal("asked", reply=reply, question=question)


def _written(
    document: Document, paragraphs: Sequence[Any], spot: Spot, proposal: Proposal
) -> Proposal:
    """Puts a proposal into the text; where that cannot be, the reply carries the words."""
    if proposal.done not in {"revised", "deleted"}:
        return proposal
    if not 0 <= spot.paragraph < len(paragraphs) or key(proposal.text) == key(proposal.before):
        return proposal.only_said()
    p = paragraphs[spot.paragraph]
    if propose(document, p, proposal.before, word_diff(proposal.before, proposal.text)):
        return proposal
    return proposal.only_said()
