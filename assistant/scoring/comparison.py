"""One data file under two rule sets: which points move, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import ExecutionScore, Scorecard, ScoredIndicator
from assistant.rules.ruleset import RuleSet
from assistant.scoring.engine import score
from assistant.values.printing import plain


@dataclass(frozen=True, slots=True)
class Move:
    """One line whose outcome differs. `why` holds the reason in words, with both formulas."""

    id: str
    name: str
    weights: tuple[Decimal | None, Decimal | None]
    scores: tuple[Decimal | None, Decimal | None]
    why: str

    @property
    def by(self) -> Decimal | None:
        """Points gained under the second set; None where one of them gives none."""
        before, after = self.scores
        return None if before is None or after is None else after - before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two scorecards of the same data, and the lines that differ."""

    before: Scorecard
    after: Scorecard
    moves: tuple[Move, ...]


def compare(evaluation: Evaluation, one: RuleSet, two: RuleSet) -> Comparison:
    """Scores the data under both, and names each line whose points, weight or status differ."""
    before, after = score(evaluation, one), score(evaluation, two)
    moves: list[Move] = []
    first, second = before.execution, after.execution
    if (first.weight, first.score) != (second.weight, second.score):
        moves.append(
            Move(
                "",
                "预算执行率",
                (first.weight, second.weight),
                (first.score, second.score),
                _why(first, second),
            )
        )
    for a, b in zip(before.indicators, after.indicators, strict=True):
        if (a.weight, a.score, a.status) != (b.weight, b.score, b.status):
            moves.append(
                Move(a.id, a.indicator.name, (a.weight, b.weight), (a.score, b.score), _why(a, b))
            )
    return Comparison(before, after, tuple(moves))


def _why(one: ExecutionScore | ScoredIndicator, two: ExecutionScore | ScoredIndicator) -> str:
    reasons: list[str] = []
    if one.weight != two.weight:
        reasons.append(f"分值由{_shown(one.weight)}变为{_shown(two.weight)}")
    if one.rule != two.rule:
        reasons.append(f"规则由“{one.rule}”变为“{two.rule}”")
    reasons.append(f"算式由“{one.formula}”变为“{two.formula}”")
    return "；".join(reasons)


def _shown(value: Decimal | None) -> str:
    return "不设分值" if value is None else f"{plain(value)}分"
