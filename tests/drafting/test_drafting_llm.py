"""The real local model: only what must always hold, whatever it writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config import Config, Limits
from assistant.drafting.by_model.writer import write_draft
from assistant.facts import gather
from assistant.grounding import ground
from assistant.intake.yaml import read_evaluation
from assistant.llm.calls import CallLog
from assistant.llm.endpoint import choose
from assistant.llm.local import server as local
from assistant.model.sections import NARRATIVE, USUAL
from assistant.report import render
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

EXAMPLES = Path(__file__).parents[2] / "examples"
HARD = {"number", "date", "document", "title"}

pytestmark = [
    pytest.mark.llm,
    pytest.mark.skipif(bool(local.missing()), reason="needs the local model: jixiao model pull"),
]


def test_the_local_models_draft_holds_no_figure_the_data_lack(tmp_path: Path) -> None:
    path = EXAMPLES / "yanchi-2021" / "数据.yaml"
    evaluation = read_evaluation(path)
    card = score(evaluation, for_evaluation(evaluation, path.parent))
    facts = gather(card)
    log = CallLog(tmp_path / "calls.sqlite")
    # a slow machine is no fault of the draft
    patient = Config(limits=Limits(first_token=600, answer_seconds=900, seconds=1800))
    draft = write_draft(card, facts, choose("local"), config=patient, log=log)
    assert {section.id for section in draft.sections} == USUAL
    assert draft.usage.calls >= 2
    assert all(not call.fault for call in log.rows())
    assert any(draft.section(name).source == "llm" for name in NARRATIVE)
    for section in draft.sections:
        for sentence in section.sentences:
            faults = ground(sentence.text, facts, section=section.id).faults
            assert not [f for f in faults if f.kind in HARD], sentence.text
    assert render(card, draft, facts)[:2] == b"PK"
