"""The reader of talk against utterances labelled before it was written: right act, target, value."""

from __future__ import annotations

import pytest
from labelled_utterances import FRESH, PROJECTS, Labelled, judge, utterances

ALL = utterances()


def _wrong(items: list[Labelled]) -> list[str]:
    return [f"{i.project} {i.number} {i.say}" for i in items if judge(i)[1]]


def test_no_wrong_value_is_proposed_for_an_utterance_held_apart() -> None:
    held = [i for i in ALL if i.held]
    assert len(held) > 230
    assert _wrong(held) == []


def test_wrong_proposals_are_at_most_one_in_two_hundred() -> None:
    assert len(_wrong(list(ALL))) <= len(ALL) // 200


@pytest.mark.parametrize("project", [*PROJECTS, *FRESH])
def test_acts_targets_and_values_are_read_in_every_trade(project: str) -> None:
    items = [i for i in ALL if i.project == project]
    right = [judge(i)[0] for i in items]
    assert sum(right) / len(items) >= 0.96, [
        i.say for i, ok in zip(items, right, strict=True) if not ok
    ]
