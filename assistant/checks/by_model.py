"""What word lists cannot see, asked of a model: only on request, quotes required, verdicts marked as its own.

The model gets one small question at a time over the words of the file. A verdict whose quote does not
stand in those words, letter by letter, is dropped. None is ever an error: a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from assistant.checks.catalogue.reasons import measures_of
from assistant.checks.dossier import Dossier, Row
from assistant.checks.likeness import shares
from assistant.checks.registry import REGISTER, Profile
from assistant.errors import InputError
from assistant.model.finding import Finding
from assistant.word.document import Said

if TYPE_CHECKING:
    from assistant.llm.client import Client
    from assistant.llm.endpoint import ModelChoice
    from assistant.llm.prompts import Rendered

MARK = "（模型判断，请人工核实）"
_SHORTEST_QUOTE = 4
_LONGEST_TEXT = 1200  # characters of one question: a small model reads no more with care
_MOST_ROWS = 30
_SECTION_FAULTS = {
    "deviation": ("F49", "F42"),
    "measures": ("F46",),
    "benefit": ("F51", "F65"),
    "execution": ("F50",),
    "management": ("F53", "F50"),
    "satisfaction": ("F52", "F50"),
    "application": ("F54",),
    "publicity": ("F54",),
    "conclusion": ("F65",),
    "overall": ("F65",),
}


class Verdict(BaseModel):
    """One fault the model sees: its code, the words that show it, and why."""

    model_config = ConfigDict(extra="ignore")

    code: str
    quote: str
    why: str = ""


class Verdicts(BaseModel):
    """The answer of every checking prompt."""

    model_config = ConfigDict(extra="ignore")

    verdicts: list[Verdict]


@dataclass(frozen=True, slots=True)
class Judged:
    """The model's findings, and lines for people: who judged, what was dropped."""

    findings: list[Finding]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Question:
    """One prompt, the codes it may answer with, and the words a quote must be found in."""

    prompt: Rendered
    codes: tuple[str, ...]
    words: tuple[Said, ...]
    label: str


def judge(dossier: Dossier, model: str, path: Path, profile: Profile) -> Judged:
    """Asks the model of `--model`. Raises ModelError where it cannot be reached, InputError where there is none."""
    from assistant.config import load_config
    from assistant.intake.whole_text import private_words, whole_text
    from assistant.llm.calls import CallLog
    from assistant.llm.endpoint import choose
    from assistant.llm.gate import Passage, open_gate
    from assistant.workspace import Workspace

    settings = load_config()
    choice = choose(model or None, config=settings)
    if choice.kind == "none":
        raise InputError("--model none：没有模型可问，去掉 --model 只按词表检查")
    space = Workspace.beside(path)
    space.make()
    material = [Passage(said.text) for said in dossier.everything]
    material += [Passage(text, place) for place, text in whole_text(path)]
    with open_gate(
        choice,
        settings,
        material=material,
        private=private_words(path),
        own=dossier.evaluation.own_names if dossier.evaluation else (),
        log=CallLog(space.log_path),
    ) as client:
        return ask(dossier, client, profile, choice)


def ask(dossier: Dossier, client: Client, profile: Profile, choice: ModelChoice) -> Judged:
    """Puts every question to the client."""
    from assistant.llm.client import UnusableAnswerError

    findings: list[Finding] = []
    dropped = unanswered = 0
    for question in questions(dossier):
        codes = tuple(c for c in question.codes if c not in profile.off)
        if not codes:
            continue
        try:
            asked = client.ask(
                question.prompt, Verdicts, schema=_schema(codes), label=question.label
            )
        except UnusableAnswerError:
            unanswered += 1
            continue
        for verdict in asked.value.verdicts:
            said = _quoted(verdict.quote, question.words)
            if verdict.code not in codes or said is None:
                dropped += 1
                continue
            findings.append(_finding(verdict.code, said, verdict.why, profile))
    notes = [f"模型判断：{choice.title}，{len(findings)}条"]
    if dropped:
        notes.append(f"模型另有{dropped}条意见在原文里找不到依据，已略去")
    if unanswered:
        notes.append(f"有{unanswered}个问题模型没有给出可用的答复")
    return Judged(list(dict.fromkeys(findings)), notes)


def questions(dossier: Dossier) -> Iterator[Question]:
    """Reasons and measures of each row that fell short, the sections, the indicators."""
    yield from _of_reasons(dossier)
    yield from _of_sections(dossier)
    yield from _of_indicators(dossier)


def _of_reasons(dossier: Dossier) -> Iterator[Question]:
    from assistant.llm.prompts import render

    for row in dossier.falling_short:
        reasons, measures = _whole_reasons(dossier, row), measures_of(dossier, row)
        if not reasons and not measures:
            continue
        prompt = render(
            "check_reason", name=row.title, target=row.target.text, actual=row.actual.text,
            reason=_joined(reasons), measure=_joined(measures),
        )  # fmt: skip
        yield Question(
            _as_reviewer(prompt),
            ("F42", "F43", "F44", "F45", "F46"),
            (*reasons, *measures),
            row.title,
        )


def _whole_reasons(dossier: Dossier, row: Row) -> list[Said]:
    """The row's own cell, and the sentences of the section that name it; all of it where none does."""
    told = [row.reason] if row.reason else []
    if dossier.is_data:
        return told
    section = list(dossier.sentences("deviation"))
    return told + ([s for s in section if shares(row.title, s.text)] or section)


def _of_sections(dossier: Dossier) -> Iterator[Question]:
    from assistant.llm.prompts import render

    if dossier.document is None:
        return
    for role, codes in _SECTION_FAULTS.items():
        paragraphs = dossier.document.of(role)
        if not paragraphs:
            continue
        words = tuple(p.said for p in paragraphs)
        faults = "；".join(f"{code} {REGISTER[code].fault}" for code in codes)
        prompt = render("check_section", title=paragraphs[0].path[-1] if paragraphs[0].path else "", text=_joined(words), faults=faults)  # fmt: skip
        yield Question(_as_reviewer(prompt), codes, words, role)


def _of_indicators(dossier: Dossier) -> Iterator[Question]:
    from assistant.llm.prompts import Lines, as_data, render

    rows = dossier.rows or dossier.approved
    for at in range(0, len(rows), _MOST_ROWS):
        part = rows[at : at + _MOST_ROWS]
        lines = Lines(as_data(f"{r.level1} {r.level2} {r.title} {r.target.text}") for r in part)
        prompt = render("check_indicators", project=dossier.title.text or dossier.name, rows=lines)
        yield Question(
            _as_reviewer(prompt), ("F27", "F28", "F33", "F34"), tuple(r.name for r in part), "指标"
        )


def _joined(said: Sequence[Said]) -> str:
    return " ".join(s.text.strip() for s in said)[:_LONGEST_TEXT] or "（没有写）"


def _as_reviewer(prompt: Rendered) -> Rendered:
    """The reviewer's system prompt in place of the drafter's."""
    from assistant.llm.prompts import load

    system = load("check_system")
    return replace(
        prompt, version=f"{prompt.version.split('/')[0]}/{system.version}", system=system.body
    )


def _schema(codes: Sequence[str]) -> dict[str, Any]:
    item = {
        "type": "object",
        "properties": {
            "code": {"type": "string", "enum": list(codes)},
            "quote": {"type": "string"},
            "why": {"type": "string"},
        },
        "required": ["code", "quote", "why"],
        "additionalProperties": False,
    }
    return {
        "title": "answer",
        "description": "审核意见",
        "type": "object",
        "properties": {"verdicts": {"type": "array", "items": item, "maxItems": 6}},
        "required": ["verdicts"],
        "additionalProperties": False,
    }


def _quoted(quote: str, words: Sequence[Said]) -> Said | None:
    """Where those very words stand; white space aside, nothing may differ."""
    wanted = re.sub(r"\s+", "", quote).strip("“”\"'。")
    if len(wanted) < _SHORTEST_QUOTE:
        return None
    for said in words:
        places = [i for i, c in enumerate(said.text) if not c.isspace()]
        at = "".join(said.text[i] for i in places).find(wanted)
        if at >= 0:
            return said.cut(places[at], places[at + len(wanted) - 1] + 1)
    return None


def _finding(code: str, said: Said, why: str, profile: Profile) -> Finding:
    entry = REGISTER[code]
    reason = " ".join(why.split())[:120]
    return Finding(
        code=code,
        severity="info" if profile.severities.get(code) == "info" else "warning",
        message=f"{entry.fault}：{reason}{MARK}" if reason else f"{entry.fault}{MARK}",
        location=said.where,
        evidence=" ".join(said.text.split()),
        suggestion="模型的意见仅供参考，请对照原文判断",
        anchor=said.anchor,
    )
