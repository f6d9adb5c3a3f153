"""Replies to comments by a model: one call a comment, grounded, repaired once, else a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.facts import Fact
from assistant.grounding import Grounding, ground
from assistant.llm.answers import Cited, Sentences, sentences_schema
from assistant.llm.client import BudgetSpent, Client, UnusableAnswerError
from assistant.llm.prompts import Lines, as_data, numbered, render
from assistant.model.draft import VERIFY
from assistant.review.alignment import key
from assistant.review.reply import Proposal, all_said, asked_words, asker
from assistant.review.reply_facts import by_name
from assistant.word.edited import Remark

_MOST_FACTS = 40
_NAMES = frozenset({"name", "year", "unit"})
_MOST_SENTENCES = 3
_SHARED = 6  # pairs of characters: a sentence that shares so many with a fact tells of it


class CommentAnswer(BaseModel):
    """The shape of the model's answer to a comment."""

    model_config = ConfigDict(extra="ignore")

    kind: Literal["revise", "ask", "delete"]
    sentences: list[Cited] = Field(default_factory=list)
    question: str = ""


class ModelReplies:
    """Asks the model of `client`. Facts are those of the project as it now stands."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def reply(
        self, remark: Remark, section: str, sentence: str, words: str, facts: Sequence[Fact]
    ) -> Proposal | None:
        """A grounded revision, a deletion, or a question; None where the model gave nothing of use."""
        shown = _related(sentence, remark, facts)
        prompt = render(
            "comment", facts=numbered(shown), sentence=sentence, words=words or sentence[:30],
            comment=all_said(remark),
        )  # fmt: skip
        try:
            asked = self._client.ask(
                prompt, CommentAnswer, schema=_schema(shown), label=f"批注{remark.id}"
            )
        except (UnusableAnswerError, BudgetSpent):
            return None
        value = asked.value
        if value.kind == "delete":
            return Proposal("deleted", words or sentence, "", "已按批注标为删去，请审定。")
        if value.kind == "ask" or not value.sentences:
            return _question(value, remark)
        return self._grounded(value.sentences, section, sentence, shown, asked.call, remark)

    def _grounded(
        self, cited: Sequence[Cited], section: str, sentence: str, facts: Sequence[Fact], call: int,
        remark: Remark,
    ) -> Proposal | None:  # fmt: skip
        ids = {fact.id for fact in facts}
        texts = [c.text.strip() for c in cited][:_MOST_SENTENCES]
        grounds = [ground(text, facts, section=section, before=sentence) for text in texts]
        self._client.judge(call, tuple(f"{g.verdict}：{g.text}" for g in grounds))
        if any(g.verdict == "unsupported" for g in grounds):
            texts, grounds = self._repaired(grounds, facts, section, sentence, remark)
        good = [g for g in grounds if g.verdict != "unsupported"]
        if not good:
            return None
        # a sentence that is only to be verified says so in the text, as in any draft
        after = "".join(g.text if g.verdict == "supported" else f"{g.text}{VERIFY}" for g in good)
        used = tuple(i for c in cited for i in c.facts if i in ids)
        left = len(grounds) - len(good)
        missing = f"另有{left}句数据不支持，没有采用。" if left else ""
        named = f"{by_name(used, facts)}。" if used else ""
        return Proposal(
            "revised", sentence, after, f"已按批注拟了修改，{named}{missing}请审定。", facts=used
        )

    def _repaired(
        self,
        grounds: Sequence[Grounding],
        facts: Sequence[Fact],
        section: str,
        sentence: str,
        remark: Remark,
    ) -> tuple[list[str], list[Grounding]]:
        """Sends the faulty sentences back once, as drafting does."""
        faulty = [g for g in grounds if g.verdict == "unsupported"]
        lines = Lines(
            f"{i}. {as_data(g.text)}（错处：{as_data(g.why)}）" for i, g in enumerate(faulty, 1)
        )
        prompt = render("repair", facts=numbered(facts), faulty=lines, number=len(faulty))
        schema = sentences_schema([f.id for f in facts], least=len(faulty), most=len(faulty))
        try:
            asked = self._client.ask(
                prompt, Sentences, schema=schema, label=f"批注{remark.id}（改正）"
            )
        except (UnusableAnswerError, BudgetSpent):
            return [g.text for g in grounds], list(grounds)
        again = iter(
            ground(c.text.strip(), facts, section=section, before=sentence)
            for c in asked.value.sentences
        )
        fixed = [next(again, g) if g.verdict == "unsupported" else g for g in grounds]
        self._client.judge(asked.call, tuple(f"{g.verdict}：{g.text}" for g in fixed))
        return [g.text for g in fixed], fixed


def _question(value: CommentAnswer, remark: Remark) -> Proposal | None:
    question = " ".join(value.question.split())[:200]
    if not question:
        return None
    who = asker(remark) or "审阅人"
    return Proposal(
        "asked",
        reply=f"数据文件里没有这方面的内容，已列入问题清单：{question}",
        question=f"{who}批注“{asked_words(remark)}”：{question}",
    )


def _related(sentence: str, remark: Remark, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that the sentence and the comment may be about: those of the rows they tell of first."""
    plain = key(sentence + all_said(remark) + remark.words)
    told = _pairs(plain)
    near = [
        f for f in facts
        if (f.subject and key(f.subject) in plain) or len(_pairs(key(f.text)) & told) >= _SHARED
    ]  # fmt: skip
    rows = {f.indicator for f in near if f.indicator}
    near += [f for f in facts if f.indicator in rows and f not in near]
    # beside those only what the project is called: a small model tells whatever it is given
    rest = [f for f in facts if f not in near and (not near or f.role in _NAMES)]
    chosen = {id(f) for f in [*near, *rest][:_MOST_FACTS]}
    return tuple(f for f in facts if id(f) in chosen)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _schema(facts: Sequence[Fact]) -> dict[str, object]:
    sentences = sentences_schema([f.id for f in facts], least=0, most=_MOST_SENTENCES)
    return {
        "title": "answer",
        "description": "对批注的答复",
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["revise", "ask", "delete"]},
            "sentences": sentences["properties"]["sentences"],
            "question": {"type": "string"},
        },
        "required": ["kind", "sentences", "question"],
        "additionalProperties": False,
    }
