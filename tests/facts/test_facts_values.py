"""Facts carry what they say as a value: sentence and value agree, keys name them, nothing need be parsed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.facts import Amounts, Counted, Fact, Points, RowValue, gather, stored
from assistant.intake import read
from assistant.rules.loader import load
from assistant.scoring import score
from assistant.values.figures import figures
from assistant.values.quantity import Quantity

DATA = sorted((Path(__file__).parents[1] / "scoring" / "data").glob("*.yaml"))
FACTS = [
    fact
    for path in DATA
    for rules in ("cn-2020-10", "transfer-completion")
    for fact in gather(score(read(path), load(rules)))
]
#: half of the last place that sentences print
NEAR = Decimal("0.005")


@pytest.mark.parametrize("path", DATA, ids=lambda p: p.stem)
@pytest.mark.parametrize("rules", ["cn-2020-10", "cn-2021-101", "transfer-completion"])
def test_a_key_names_one_fact(path: Path, rules: str) -> None:
    keys = Counter(fact.key for fact in gather(score(read(path), load(rules))))
    assert "" not in keys
    assert [key for key, n in keys.items() if n > 1] == []


def test_what_is_said_follows_the_lead() -> None:
    for fact in FACTS:
        assert 0 <= fact.lead < len(fact.text)
        if fact.kind == "note":
            assert fact.value == fact.said
            assert not fact.said.startswith("：")


def _numbers(fact: Fact) -> list[Decimal]:
    value = fact.value
    if isinstance(value, Quantity):
        return [abs(value.base)]
    if isinstance(value, Points):
        return [v for v in (value.weight, value.score) if v is not None and fact.key != "total"]
    if isinstance(value, Counted):
        return [Decimal(n) for n in (value.total, *(n for _, n in value.of))]
    if isinstance(value, Amounts):
        parts = (value.initial, value.budget, value.arrived, value.executed)
        return [q.base for q in parts if q is not None]
    return []


def test_the_sentence_says_the_value() -> None:
    checked = 0
    for fact in FACTS:
        said = [abs(figure.low) for figure in figures(fact.said)]
        for number in _numbers(fact):
            checked += 1
            assert any(abs(number - figure) <= NEAR for figure in said), (fact.text, number, said)
    assert checked > 100


def test_every_row_has_its_target_and_actual_as_values() -> None:
    rows = [fact for fact in FACTS if fact.role == "row" and fact.kind == "indicator"]
    assert rows
    assert all(isinstance(fact.value, RowValue) for fact in rows)
    assert all(isinstance(f.value, date) for f in FACTS if f.role == "dated")


def test_a_distance_below_the_target_is_negative() -> None:
    for fact in FACTS:
        if fact.role == "deviation" and isinstance(fact.value, Quantity):
            below = any(word in fact.said for word in ("低", "少"))
            assert (fact.value.value < 0) == below, fact.text


def test_kept_facts_come_back_with_their_sentences() -> None:
    kept = stored.from_json(stored.to_json(FACTS))
    assert [str(fact) for fact in kept] == [str(fact) for fact in FACTS]
    assert [(f.key, f.said, f.role) for f in kept] == [(f.key, f.said, f.role) for f in FACTS]
    old = [
        {k: v for k, v in row.items() if k not in {"key", "lead"}} for row in stored.to_json(FACTS)
    ]
    assert [fact.text for fact in stored.from_json(old)] == [fact.text for fact in FACTS]
