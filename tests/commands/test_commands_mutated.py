"""A slice of `make fuzz`: mutated inputs of every kind against the commands that read them."""

from __future__ import annotations

import os

import fuzzing
import pytest

_INPUTS = 240


@pytest.mark.skipif(not hasattr(os, "fork"), reason="inputs run in forked processes")
def test_mutated_inputs_end_in_a_line_and_harm_nothing() -> None:
    told: list[str] = []
    # far from where `make fuzz` begins, so that both together see more
    bad = fuzzing.table(fuzzing.run(list(range(500_000, 500_000 + _INPUTS))), show=told.append)
    assert bad == 0, "\n".join(told)
    assert told[-1] == f"{_INPUTS} inputs, 0 faults"


def test_an_input_is_made_again_from_its_number() -> None:
    import random

    data = fuzzing.EXAMPLE.read_bytes()
    made = {fuzzing._bytes(random.Random(f"jixiao:{n % 20}"), data) for n in range(40)}
    assert 10 < len(made) <= 20


def test_a_fault_is_counted() -> None:
    told: list[str] = []
    results = [(".docx", "2", ""), (".docx", "hang", "#1\n"), (".yaml", "harmed", "#2\n")]
    assert fuzzing.table(results, show=told.append) == 2
