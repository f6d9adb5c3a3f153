"""What one row comes to, before points: its share, its status, and the words that explain it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from assistant.model.evaluation import Indicator
from assistant.model.finding import Finding, Severity
from assistant.model.scorecard import Status
from assistant.records import record
from assistant.rules.ruleset import Cited, RuleSet
from assistant.values.direction import is_cost
from assistant.values.readings import Readings


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator under its id (I1 …), the rules it is measured by, and the year that completes dates."""

    id: str
    indicator: Indicator
    rules: RuleSet
    year: int

    @property
    def is_cost(self) -> bool:
        """Of the cost class, by level 1 (101号) or level 2 (10号)."""
        return is_cost(self.indicator.level1, self.indicator.level2)

    @property
    def readings(self) -> Readings:
        """Target and actual as values."""
        return self.indicator.readings(self.year)

    @property
    def written(self) -> str:
        """Target and actual as the staff wrote them, as evidence."""
        return f"目标 {self.indicator.target}，实际 {self.indicator.actual}"

    def finding(
        self, code: str, severity: Severity, message: str, evidence: str, suggestion: str
    ) -> Finding:
        """A finding that names this row."""
        place = f"{self.id} {self.indicator.name}"
        return Finding(code, severity, message, place, evidence, suggestion)


@record()
class Measure:
    """The outcome of one row.

    `share` is the part of the row's points (0–1), `completion` the ratio to the target, not capped
    above. `compared` and `reckoned` are the two halves of the formula: what was set against what,
    and the share as substituted (not told where the row is full).
    """

    status: Status
    rule: Cited
    compared: str
    share: Fraction | None = None
    completion: Fraction | None = None
    reckoned: str = ""
    deviation: str = ""
    findings: tuple[Finding, ...] = ()
