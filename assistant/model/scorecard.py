"""The Scorecard: what scoring says about an Evaluation, every line with formula and clause.

Points and money are Decimal; rates and completion are ratios (0.95), not percentages.
None means "cannot be said", never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.model.evaluation import Evaluation, Indicator
from assistant.model.finding import Finding
from assistant.records import record
from assistant.values.quantity import Actual, Target

Status = Literal["met", "not_met", "over", "missing", "ungraded"]

STATUS_NAMES: dict[Status, str] = {
    "met": "完成",
    "not_met": "未完成",
    "over": "超额较多",
    "missing": "缺实际值",
    "ungraded": "待人工评定",
}

#: the classes of indicators in the order of the forms (10号 annex 1, 101号)
_CLASSES = ("成本指标", "产出指标", "效益指标", "满意度指标")


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a rule stands. `verified` is false while nobody has re-read the text itself."""

    text: str
    source: str = ""
    verified: bool = False

    def __str__(self) -> str:
        return self.text if self.verified else f"{self.text}（条款原文待核）"


@dataclass(frozen=True, slots=True)
class ExecutionScore:
    """预算执行率 = 全年执行数 ÷ 全年预算数. Amounts in the unit of the file (`unit`)."""

    unit: str
    initial: Decimal | None
    budget: Decimal | None
    arrived: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    weight: Decimal | None
    score: Decimal | None
    rule: str
    formula: str
    clause: Clause

    @property
    def explanation(self) -> str:
        """Rule, substituted formula and clause, as one line."""
        return f"规则：{self.rule}。计算：{self.formula}。依据：{self.clause}"


@record()
class ScoredIndicator:
    """One row of the table, scored. `weight` and `score` are None under a rule set without points."""

    id: str
    indicator: Indicator
    weight: Decimal | None
    completion: Decimal | None
    score: Decimal | None
    status: Status
    rule: str
    formula: str
    clause: Clause
    #: what a text may say of the distance, e.g. “低5个百分点”; empty where nothing can be said
    deviation: str = ""
    #: how the actual was put together from 子项目, else empty
    basis: str = ""
    #: target and actual as values, as they were scored; None where nothing is stated
    wanted: Target | None = None
    got: Actual | None = None
    #: how a target without a sign was taken, as a Chinese clause; empty where it has one
    taken: str = ""

    @property
    def explanation(self) -> str:
        """Target, actual, the rule in words, the substituted formula, the clause: stands alone."""
        target, actual = self.indicator.target or "未填", self.indicator.actual or "未填"
        gathered = f"（{self.basis}）" if self.basis else ""
        taken = f"（未写符号，{self.taken}）" if self.taken else ""
        return (
            f"目标：{target}{taken}；实际：{actual}{gathered}。规则：{self.rule}。"
            f"计算：{self.formula}。依据：{self.clause}"
        )


@dataclass(frozen=True, slots=True)
class Total:
    """`score` counts what could be scored, `available` the points it was counted over."""

    score: Decimal | None
    available: Decimal | None
    complete: bool


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All that scoring says. `findings` are of the scoring path only; `check` says more."""

    evaluation: Evaluation
    ruleset_id: str
    ruleset_name: str
    scored: bool
    execution: ExecutionScore
    indicators: tuple[ScoredIndicator, ...]
    total: Total
    grade: str | None
    findings: tuple[Finding, ...]
    #: a line the report prints where points were allotted by the program, else empty
    allotment: str = ""

    def by_level(self) -> list[tuple[int, ScoredIndicator]]:
        """The rows as tables print them, each with its place (from 0) in the data.

        By class as the forms have them; within a class as in the data, kinds kept together.
        """
        kinds: dict[tuple[str, str], int] = {}
        for row in self.indicators:
            kinds.setdefault((row.indicator.level1, row.indicator.level2), len(kinds))
        return sorted(
            enumerate(self.indicators),
            key=lambda numbered: (
                _CLASSES.index(numbered[1].indicator.level1),
                kinds[numbered[1].indicator.level1, numbered[1].indicator.level2],
            ),
        )
