"""What the rules write, the grounding bears out: two rooms must say the same of the same facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import Fact, gather
from assistant.grounding import ground
from assistant.intake.yaml import read_evaluation
from assistant.model.draft import Draft
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

ROOT = Path(__file__).parents[2]
#: the examples, and every third of the cases that the grounding is measured on
CASES = [
    *sorted((ROOT / "examples").rglob("数据.yaml")),
    *sorted((ROOT / "evals" / "cases").glob("*.yaml"))[::3],
    *sorted((ROOT / "evals" / "ground" / "cases").glob("*.yaml"))[::3],
]


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_sentence_by_rules_is_supported(path: Path) -> None:
    evaluation = read_evaluation(path)
    card = score(evaluation, for_evaluation(evaluation, path.parent))
    facts = gather(card)
    refused = list(_refused(draft_by_rules(card, facts), facts))
    assert refused == []


def _refused(draft: Draft, facts: tuple[Fact, ...]) -> Iterator[str]:
    for section in draft.sections:
        for paragraph in section.paragraphs:
            before = ""
            for sentence in paragraph.sentences:
                asked = sentence.verdict == "verify" or "【" in sentence.text or sentence.level
                if not asked:
                    found = ground(
                        sentence.text, facts, cited=sentence.facts, section=section.id, before=before
                    )  # fmt: skip
                    if found.verdict != "supported":
                        yield f"{section.id}：{sentence.text}（{found.why}）"
                before += sentence.text
