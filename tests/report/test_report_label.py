"""The implicit label of GB 45438-2025: in the file's properties where a model wrote, and only there."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from report_factory import case

from assistant.model.draft import Draft, Paragraph, Section, Sentence
from assistant.report import render
from assistant.word.properties import properties


@pytest.mark.parametrize("source", ["llm", "rules", "human"])
def test_only_a_model_s_text_is_labelled(tmp_path: Path, source: str) -> None:
    card, _, facts = case()
    paragraph = Paragraph((Sentence("在线率未达到年度指标值。"),), source)  # type: ignore[arg-type]
    draft = Draft(
        (Section("deviation_reasons", "（一）偏离绩效目标的原因", (paragraph,)),), "测试模型"
    )
    path = tmp_path / "报告.docx"
    path.write_bytes(render(card, draft, facts))
    found = properties(docx.Document(str(path)))
    assert ("AIGC" in found) == (source == "llm")
    assert found["jixiao"] == card.evaluation.project.id


def test_the_label_is_the_object_the_standard_names_and_holds_no_person(tmp_path: Path) -> None:
    card, _, facts = case()
    paragraph = Paragraph((Sentence("在线率未达到年度指标值。"),), "llm")
    draft = Draft(
        (Section("deviation_reasons", "（一）偏离绩效目标的原因", (paragraph,)),), "测试模型"
    )
    path = tmp_path / "报告.docx"
    path.write_bytes(render(card, draft, facts))
    value = json.loads(properties(docx.Document(str(path)))["AIGC"])
    assert list(value) == [
        "Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID",
        "ReservedCode2",
    ]  # fmt: skip
    assert (value["Label"], value["ContentProducer"]) == ("1", "jixiao")
    unit = card.evaluation.project.unit
    assert unit not in json.dumps(value, ensure_ascii=False)
