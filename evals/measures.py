"""What is measured of one draft: before grounding (what the model said) and after (what stands)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import Fact, gather
from assistant.grounding import Grounding, cover, ground
from assistant.llm.calls import Call
from assistant.model.draft import SUPPLY, VERIFY, Draft
from assistant.model.scorecard import Scorecard
from assistant.model.sections import NARRATIVE

_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]是|（\d+）)")
HARD = frozenset({"number", "date", "document", "title"})
_REPAIR = "（改正）"
_MARKED = (SUPPLY, VERIFY)


@dataclass(frozen=True, slots=True)
class Measures:
    """One case with one model. Counts, but for `seconds`; `said_*` before grounding, the rest after."""

    case: str
    model: str
    said: int = 0
    said_supported: int = 0
    said_numbers: int = 0
    said_causes: int = 0
    said_acts: int = 0
    written: int = 0
    kept: int = 0
    supported: int = 0
    numbers: int = 0
    causes: int = 0
    refused: int = 0
    blanks: int = 0
    lines: int = 0
    deviations: int = 0
    reasoned: int = 0
    answered: int = 0
    idle_measures: int = 0
    document_numbers: int = 0
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    failed: str = ""
    #: the model's sentences as they stand in the draft, and those left out with the fault
    draft: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    #: the model's first answers, each after its section
    answers: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def from_json(values: dict[str, Any]) -> Measures:
    """The other way."""
    known = {f.name for f in fields(Measures)}
    kept = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known}
    return Measures(**kept)


def _answers(calls: Iterable[Call]) -> list[str]:
    """The model's first answers, sentence by sentence, each after its section."""
    found = []
    for call in calls:
        if call.label.endswith(_REPAIR) or call.fault:
            continue
        section = (
            "deviation_reasons" if call.label.startswith("偏离原因") else "improvement_measures"
        )
        for verdict in call.verdicts:
            text = verdict.partition("：")[2]
            if text:
                found.append(f"{section}：{text}")
    return found


def _with(found: Iterable[Grounding], kinds: frozenset[str]) -> int:
    return sum(any(fault.kind in kinds and not fault.soft for fault in g.faults) for g in found)


def _bare(text: str) -> str:
    return _ORDINAL.sub("", text.removesuffix(VERIFY))


def _grounded(lines: Iterable[str], facts: Sequence[Fact]) -> list[Grounding]:
    parted = [line.partition("：") for line in lines]
    return [ground(_bare(text), facts, section=section) for section, _, text in parted]


def measure(
    case: str, model: str, card: Scorecard, draft: Draft, calls: Sequence[Call], failed: str
) -> Measures:
    """All of it."""
    facts = gather(card)
    sections = [section for section in draft.sections if section.id in NARRATIVE]
    own = tuple(
        f"{section.id}：{sentence.text}"
        for section in sections
        for paragraph in section.paragraphs
        if paragraph.source == "llm"
        for sentence in paragraph.sentences
        if not sentence.text.startswith(_MARKED)
    )
    every = [s for section in sections for s in section.sentences]
    blanks = [s for s in every if s.text.startswith(_MARKED) or s.text.endswith(VERIFY)]
    texts = {section.id: [s.text for s in section.sentences] for section in sections}
    found = cover(texts["deviation_reasons"], texts["improvement_measures"], facts)
    told = [t for t in texts["improvement_measures"] if not t.startswith(_MARKED)]
    answered = cover(texts["deviation_reasons"], told, facts)
    deviations = len({f.indicator for f in facts if f.indicator and f.status == "not_met"})
    whole = [
        ground(_bare(s.text), facts, section=section.id)
        for section in draft.sections
        for s in section.sentences
    ]
    measured = Measures(
        case=case, model=model,
        blanks=len(blanks), lines=len(every), deviations=deviations,
        reasoned=deviations - len(found.without_reason),
        answered=deviations - len(answered.without_measure), idle_measures=len(answered.idle_measures),
        document_numbers=_with(whole, HARD),
        calls=draft.usage.calls, prompt_tokens=draft.usage.prompt_tokens,
        completion_tokens=draft.usage.completion_tokens, seconds=round(draft.usage.seconds, 1),
        failed=failed, draft=own, answers=tuple(_answers(calls)),
        left_out=tuple(f"{r.text}（{r.fault}）" for section in sections for r in section.refused),
    )  # fmt: skip
    return regrounded(measured, card)


def regrounded(measured: Measures, card: Scorecard) -> Measures:
    """The same draft under the grounding of today: what the texts alone decide is counted anew."""
    facts = gather(card)
    rules = {
        _bare(s.text) for section in draft_by_rules(card, facts).sections for s in section.sentences
    }
    kept = [line for line in measured.draft if _bare(line.partition("：")[2]) not in rules]
    said, stands = _grounded(measured.answers, facts), _grounded(kept, facts)
    return replace(
        measured,
        said=len(said), said_supported=sum(g.verdict == "supported" for g in said),
        said_numbers=_with(said, HARD), said_causes=_with(said, frozenset({"cause"})),
        said_acts=_with(said, frozenset({"act", "name"})),
        written=len(measured.draft), kept=len(kept),
        supported=sum(g.verdict == "supported" for g in stands),
        document_numbers=max(measured.document_numbers, _with(stands, HARD)),
        numbers=_with(stands, HARD), causes=_with(stands, frozenset({"cause"})),
        refused=len(measured.left_out),
    )  # fmt: skip


def safe(name: str) -> str:
    """A model's name as a file name."""
    return re.sub(r"[^\w.\-]+", "-", name).strip("-")
