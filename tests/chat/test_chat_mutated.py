"""Labelled lines said in another way (homophones, no punctuation, value first …): asked about, but never taken wrongly."""

from __future__ import annotations

import pytest
from mutated_utterances import mutations, wrong_of

#: what a mutation makes that nobody could read: two sentences in words run into one another
_RUN_TOGETHER = "joined"


@pytest.mark.parametrize("seed", [1, 7, 23])
def test_a_mutated_line_proposes_nothing_wrong_and_is_mostly_read(seed: int) -> None:
    made = list(mutations(seed, 300))
    judged = [(item, *wrong_of(item)) for item in made]
    wrong = {item.say: bad for item, bad, _, _ in judged if bad and item.how != _RUN_TOGETHER}
    assert wrong == {}
    assert sum(full for _, _, full, _ in judged) / len(judged) > 0.85
