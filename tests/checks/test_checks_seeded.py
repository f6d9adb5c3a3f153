"""Known faults put into clean reports: found, and little else. `make eval-check` measures it in full."""

from __future__ import annotations

from pathlib import Path

import pytest
from seeding import FAULTS, Base, base_of, dossier_of_bytes, mixtures, saved, singles

from assistant.checks import check

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def base() -> Base:
    return base_of(ROOT / "examples" / "multi" / "数据.yaml")


def test_the_clean_report_has_no_error(base: Base) -> None:
    assert not [f for f in check(base.dossier) if f.severity == "error"]


def test_a_fault_alone_is_found_and_nothing_strange_with_it(
    base: Base,
) -> None:
    trials = list(singles(base, step=3))
    assert len(trials) >= 14  # every third fault that this report has a place for
    assert {t.faults[0].name for t in trials if t.missed} == set()
    assert [(t.faults[0].name, f.code) for t in trials for f in t.strange] == []


def test_several_faults_in_one_report_are_all_found(base: Base) -> None:
    trials = list(mixtures([base], count=6))
    assert sum(len(t.missed) for t in trials) <= 1  # two faults may fall on one row
    assert all(len(t.faults) >= 2 for t in trials)


def test_saving_without_a_fault_changes_nothing(base: Base) -> None:
    again = dossier_of_bytes(saved(base.word()), base.ruleset)
    assert check(again) == check(base.dossier)


def test_the_faults_cover_most_of_the_catalogue() -> None:
    assert len({f.code for f in FAULTS}) >= 45
