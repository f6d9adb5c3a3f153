"""The grounding against sentences that a person labelled, half of them written by the local model."""

from __future__ import annotations

import detector
import pytest


@pytest.fixture(scope="module")
def judged() -> list[detector.Judged]:
    return detector.judge(detector.sentences())


def test_set_is_large_varied_and_half_written_by_the_model(judged: list[detector.Judged]) -> None:
    own = [j for j in judged if j.labelled.origin == "local"]
    assert len(judged) >= 200
    assert len(own) >= 100
    assert len({j.labelled.case for j in judged}) >= 20
    assert len({j.labelled.text for j in judged}) == len(judged)
    assert sum(j.labelled.split == "test" for j in judged) >= len(judged) // 3 - 1


def test_labels_are_known_kinds(judged: list[detector.Judged]) -> None:
    kinds = frozenset().union(*detector.GROUPS.values())
    assert {kind for j in judged for kind in j.labelled.faults} <= kinds


@pytest.mark.parametrize("split", ["tune", "test"])
def test_numbers_dates_and_titles_that_nobody_gave_are_stopped(
    judged: list[detector.Judged], split: str
) -> None:
    part = [j for j in judged if j.labelled.split == split]
    found = detector.recall(part, detector.HARD)
    assert found.value >= 0.98, found


@pytest.mark.parametrize("split", ["tune", "test"])
@pytest.mark.parametrize("group", ["原因", "措施"])
def test_causes_and_acts_that_nobody_gave_are_stopped(
    judged: list[detector.Judged], split: str, group: str
) -> None:
    part = [j for j in judged if j.labelled.split == split]
    found = detector.recall(part, detector.GROUPS[group])
    assert found.value >= 0.90, found


@pytest.mark.parametrize("split", ["tune", "test"])
def test_what_is_stopped_deserved_it(judged: list[detector.Judged], split: str) -> None:
    part = [j for j in judged if j.labelled.split == split]
    assert detector.precision(part).value >= 0.90
    assert detector.precision(part, hard_only=True).value >= 0.90


def test_table_names_both_rates_and_the_held_back_part(judged: list[detector.Judged]) -> None:
    printed = detector.table(judged)
    for words in ("准确率", "召回率", "留出的测试集", "本地模型所写"):
        assert words in printed
