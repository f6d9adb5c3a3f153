"""Whether the two narrative sections, taken together, answer every deviation (F41, F45)."""

from __future__ import annotations

import pytest
from grounding_cases import CASES, card_of, facts_of

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.grounding import cover

CASE = "06-zhongjiang-shuibiao-2022"
REASON = "按期完工率为88%，入汛后库区水位上涨，2座水库的安装推迟到9月。"
MEASURE = "针对按期完工率偏低的问题，明年把安装安排在枯水期进行。"


def test_reason_and_measure_for_the_one_deviation_are_complete() -> None:
    assert cover([REASON], [MEASURE], facts_of(CASE)).complete


def test_deviation_without_a_reason_is_named() -> None:
    assert cover(["本项目总体顺利。"], [MEASURE], facts_of(CASE)).without_reason == ("I4",)


def test_deviation_without_a_measure_is_named() -> None:
    found = cover([REASON], ["组织业务培训。"], facts_of(CASE))
    assert found.without_measure == ("I4",)
    assert found.idle_measures == ("组织业务培训。",)


@pytest.mark.parametrize("case", CASES)
def test_rules_draft_leaves_no_deviation_without_reason_and_measure(case: str) -> None:
    draft = draft_by_rules(card_of(case), facts_of(case))
    reasons = [s.text for s in draft.section("deviation_reasons").sentences]
    measures = [s.text for s in draft.section("improvement_measures").sentences]
    found = cover(reasons, measures, facts_of(case))
    assert found.without_reason == ()
    assert found.without_measure == ()
