"""What holds for every fact, every figure and any text at all."""

from __future__ import annotations

import re

import pytest
from grounding_cases import CASES, YANCHI, card_of, facts_of
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.grounding import ground


@pytest.mark.parametrize("case", CASES)
def test_every_fact_supports_itself(case: str) -> None:
    facts = facts_of(case)
    refused = [
        (fact.text, ground(f"{fact.text}。", facts).why)
        for fact in facts
        if ground(f"{fact.text}。", facts).verdict == "unsupported"
    ]
    assert refused == []


@given(st.decimals(min_value=0, max_value=99, places=1))
@settings(max_examples=60, deadline=None)
def test_no_rate_but_the_true_one_passes(value: object) -> None:
    known = {"95.0", "100.0", "50.0", "90.0"}
    found = ground(f"租赁视频服务在线率实际为{value}%。", facts_of(YANCHI))
    assert (found.verdict == "supported") == (str(value) == "95.0") or str(value) in known


@given(st.integers(min_value=1, max_value=99))
@settings(max_examples=60, deadline=None)
def test_no_distance_but_the_true_one_passes(points: int) -> None:
    found = ground(f"租赁视频服务在线率比年度指标值低{points}个百分点。", facts_of(YANCHI))
    assert (found.verdict == "supported") == (points == 5)


@given(st.text(max_size=80))
@settings(max_examples=80, deadline=None)
def test_any_text_gets_a_verdict_with_spans_inside_it(text: str) -> None:
    found = ground(text, facts_of(YANCHI))
    for fault in found.faults:
        assert 0 <= fault.span[0] <= fault.span[1] <= len(text)
        assert text[slice(*fault.span)] == fault.words


@given(
    st.text(
        alphabet="租赁视频服务在线率0123456789%年月日万元低高个百分点，。“”《》〔〕号由于未达到",
        max_size=60,
    )
)
@settings(max_examples=80, deadline=None)
def test_same_text_gets_the_same_verdict(text: str) -> None:
    assert ground(text, facts_of(YANCHI)) == ground(text, facts_of(YANCHI))


@pytest.mark.parametrize("case", CASES[::4])
def test_no_figure_of_a_true_sentence_can_be_changed_unseen(case: str) -> None:
    facts = facts_of(case)
    known = "|".join(fact.text for fact in facts)
    unseen = []
    for section in draft_by_rules(card_of(case), facts).sections:
        for sentence in section.sentences:
            if sentence.text.startswith("【"):
                continue
            for digits in re.finditer(r"(?<!hm)\d+(?:\.\d+)?(?!）[^；。]*指标)", sentence.text):
                other = str(int(digits[0][0]) % 9 + 1) + digits[0][1:] + "7"
                if re.search(rf"(?<![\d.]){re.escape(other)}(?![\d.])", known):
                    continue
                text = sentence.text[: digits.start()] + other + sentence.text[digits.end() :]
                if ground(text, facts, section=section.id).verdict != "unsupported":
                    unseen.append(text)
    assert unseen == []
