"""The first real input, and the published tables that can be reproduced."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.intake.yaml import read_evaluation
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard
from assistant.rules.loader import for_evaluation, load
from assistant.scoring import score

_DATA = Path(__file__).parent / "data"


def _read(name: str) -> Evaluation:
    return read_evaluation(_DATA / f"{name}.yaml")


@pytest.fixture(scope="module")
def yanchi() -> Scorecard:
    evaluation = _read("yanchi-2021")
    return score(evaluation, for_evaluation(evaluation))


def test_yanchi_is_scored_under_the_default_rule_set(yanchi: Scorecard) -> None:
    assert yanchi.ruleset_id == "cn-2020-10"


def test_the_card_holds_the_data_it_was_made_of(yanchi: Scorecard) -> None:
    assert yanchi.evaluation == _read("yanchi-2021")
    assert score(yanchi.evaluation, load("transfer-completion")).allotment == ""


def test_yanchi_execution_is_full(yanchi: Scorecard) -> None:
    assert (yanchi.execution.weight, yanchi.execution.score) == (10, 10)


def test_yanchi_output_rows_share_50_points_exactly(yanchi: Scorecard) -> None:
    weights = [row.weight for row in yanchi.indicators if row.indicator.level1 == "产出指标"]
    assert len(weights) == 7
    assert sum(weight for weight in weights if weight) == 50
    assert "产出指标50分由7条指标均分" in yanchi.allotment


def test_yanchi_online_rate_scores_95_percent_of_its_row(yanchi: Scorecard) -> None:
    row = yanchi.indicators[1]
    assert (row.id, row.status, row.completion) == ("I2", "not_met", Decimal("0.95"))
    assert row.weight is not None
    assert row.score == (row.weight * Decimal("0.95")).quantize(Decimal("0.01"))
    assert row.deviation == "低5个百分点"


def test_yanchi_misses_five_rows_and_so_has_no_grade(yanchi: Scorecard) -> None:
    missing = [row.id for row in yanchi.indicators if row.status == "missing"]
    assert missing == ["I8", "I9", "I10", "I11", "I12"]
    assert all(row.score is None for row in yanchi.indicators if row.id in missing)
    assert (yanchi.total.complete, yanchi.grade) == (False, None)
    assert (yanchi.total.score, yanchi.total.available) == (Decimal("59.64"), 60)


def test_yanchi_in_time_by_words_is_met_with_a_caliber_finding(yanchi: Scorecard) -> None:
    assert yanchi.indicators[4].status == "met"
    caliber = [f for f in yanchi.findings if f.code == "F24"]
    assert [f.location.split()[0] for f in caliber] == ["I5"]


def test_yanchi_under_the_transfer_form_gives_completion_only() -> None:
    evaluation = _read("yanchi-2021")
    card = score(evaluation, load("transfer-completion"))
    assert all(row.weight is None and row.score is None for row in card.indicators)
    assert card.indicators[1].completion == Decimal("0.95")
    assert (card.total.score, card.total.available, card.grade) == (None, None, None)
    assert card.execution.score is None
    assert card.execution.rate == 1


def test_xuancheng_rows_reproduce_the_published_points() -> None:
    evaluation = _read("xuancheng-2021")
    card = score(evaluation, for_evaluation(evaluation))
    assert card.execution.score == 10
    assert [row.score for row in card.indicators] == [12, 12, 26]
    assert card.indicators[1].status == "over"
    assert card.indicators[1].completion == Decimal("1.3333")
    assert card.grade is None  # only the rows that could be read: 60 of 100 points


def test_jizhou_execution_rate_is_the_published_one() -> None:
    evaluation = _read("jizhou-2020")
    card = score(evaluation, for_evaluation(evaluation))
    assert card.ruleset_id == "transfer-completion"
    assert card.execution.rate == Decimal("0.9386")
    assert [row.status for row in card.indicators] == ["missing", "met"]
