"""The grade of the self-evaluation is the computed one, and the words of a report's frame carry nothing into a measure."""

from __future__ import annotations

import pytest
from grounding_cases import CASES, YANCHI, card_of, facts_of

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.grounding import ground
from assistant.model.sections import MEASURES


def _graded() -> list[tuple[str, str]]:
    found = []
    for case in CASES:
        for section in draft_by_rules(card_of(case), facts_of(case)).sections:
            found += [(case, s.text) for s in section.sentences if "等级为“" in s.text]
    return found


GRADED = _graded()


@pytest.mark.parametrize(("case", "text"), GRADED)
def test_another_grade_than_the_computed_one_is_refused(case: str, text: str) -> None:
    facts = facts_of(case)
    assert ground(text, facts, section="overall").verdict == "supported"
    at = text.index("等级为“") + len("等级为“")
    for grade in set("优良中差") - {text[at]}:
        told = text[:at] + grade + text[at + 1 :]
        assert ground(told, facts, section="overall").verdict == "unsupported", told


def test_there_are_graded_cases() -> None:
    assert len(GRADED) >= 5


def test_official_words_are_no_measure() -> None:
    facts = facts_of(YANCHI)
    for text in ("公开整改结果。", "评定等级并报告财政部门。", "设置专人负责调查。"):
        assert ground(text, facts, section=MEASURES).verdict == "unsupported", text
