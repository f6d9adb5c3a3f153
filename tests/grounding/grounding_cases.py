"""Cases of evals/ as scorecards and facts, for the tests of facts, grounding and the rules drafter."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from assistant.facts import Fact, gather
from assistant.grounding import ground
from assistant.intake.yaml import read_evaluation
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

EVALS = Path(__file__).parents[2] / "evals"
CASES = tuple(sorted(path.stem for path in (EVALS / "cases").glob("*.yaml")))
YANCHI = "03-yanchi-diwang-2021"


@cache
def card_of(case: str) -> Scorecard:
    """The scorecard of a case."""
    evaluation = read_evaluation(EVALS / "cases" / f"{case}.yaml")
    return score(evaluation, for_evaluation(evaluation, EVALS))


@cache
def facts_of(case: str) -> tuple[Fact, ...]:
    """Its facts."""
    return gather(card_of(case))


def judge_of(data: Any, usual: str | None = None) -> Callable[..., str]:
    """What says the verdict on a sentence (its section, its row) by the facts of data written in the test.

    `usual` is the section where a test names none.
    """

    @cache
    def facts() -> tuple[Fact, ...]:
        evaluation = Evaluation.model_validate(data)
        return gather(score(evaluation, for_evaluation(evaluation)))

    def verdict(text: str, section: str | None = usual, indicator: str = "") -> str:
        assert section is not None
        return ground(text, facts(), section=section, indicator=indicator).verdict

    return verdict


def made(tmp_path: Path, text: str) -> tuple[Scorecard, tuple[Fact, ...]]:
    """Scorecard and facts of a data file written in the test."""
    path = tmp_path / "数据.yaml"
    path.write_text(text, encoding="utf-8")
    evaluation = read_evaluation(path)
    card = score(evaluation, for_evaluation(evaluation, tmp_path))
    return card, gather(card)
