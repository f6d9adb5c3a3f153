"""What a rule set holds. Every rule names its clause, its source, and whether the text was re-read.

Shares are parts of a row's points (0–1), thresholds are ratios; all are Decimal, read from text.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.model import Day, Flag, Money, Ratio, Text
from assistant.reading import read_money
from assistant.scorecard import Clause

EXECUTION = "预算执行率"


class Rules(BaseModel):
    """A group of a rule file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cited(Rules):
    """A rule with where it stands. `words` is the rule as a sentence, for people."""

    words: Text = ""
    clause: Text = ""
    source: Text = ""
    verified: Flag = False

    @property
    def cite(self) -> Clause:
        """The clause, for an explanation."""
        return Clause(self.clause, self.source, self.verified)


class InForce(Rules):
    """From and to, both inclusive; no `to` while it is in force."""

    start: Day = Field(alias="from")
    end: Day | None = Field(default=None, alias="to")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


class Weights(Cited):
    """Points of the level-1 classes; `when` names classes that are (true) or are not (false) there."""

    when: dict[str, Flag] = {}
    points: dict[str, Money]


class Step(Rules):
    """`share` of the points from this value on."""

    at: Ratio = Field(alias="from")
    share: Ratio


class Execution(Cited):
    """预算执行率. `steps` hold while the project is not finished; a finished one within budget is full."""

    method: Literal["linear", "steps"] = "linear"
    steps: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _has_steps(self) -> Execution:
        if (self.method == "steps") != bool(self.steps):
            raise ValueError("method: steps 要写 steps，linear 不写")
        return self


class AtLeastRule(Cited):
    """Points by completion; below `pass_line` none."""

    pass_line: Ratio | None = None


class AtMostRule(Cited):
    """Less is better. `ratio`: target over actual; `linear`: down to none at twice the target."""

    method: Literal["ratio", "linear"] = "ratio"
    pass_line: Ratio | None = None


class Band(Rules):
    """One level of a qualitative indicator and the shares a person may give for it."""

    name: Literal["达成", "部分达成", "未达成"]
    words: Text
    low: Ratio
    high: Ratio


class Qualitative(Cited):
    """Three bands, best first; each holds its lower end, the best also its upper."""

    bands: tuple[Band, ...]


class Satisfaction(Cited):
    """Points by steps of the satisfaction rate itself."""

    steps: tuple[Step, ...]


class Over(Cited):
    """From this multiple of the target on, over-fulfilment is flagged; nothing is deducted."""

    flag_at: Annotated[Decimal, BeforeValidator(read_money)]


class Grade(Rules):
    """A grade from this total on."""

    name: Text
    at: Money = Field(alias="from")


class Grades(Cited):
    """Grades, best first."""

    bands: tuple[Grade, ...]


class RuleSet(Rules):
    """One regulation. Without `scored`, only completion is given."""

    id: Text
    name: Text
    issued: Text = ""
    in_force: InForce
    note: Text = ""
    scored: Flag = True
    weights: tuple[Weights, ...] = ()
    merge: dict[str, Text] = {}
    execution: Execution
    at_least: AtLeastRule
    at_most: AtMostRule
    exactly: AtLeastRule
    between: AtLeastRule
    deadline: Cited
    qualitative: Qualitative
    satisfaction: Satisfaction | None = None
    over: Over
    grades: Grades | None = None

    @model_validator(mode="after")
    def _agrees(self) -> RuleSet:
        if self.scored and not (self.weights and self.grades):
            raise ValueError("打分的规则要写 weights 和 grades")
        for case in self.weights:
            total = sum(case.points.values())
            if total != 100:  # noqa: PLR2004
                raise ValueError(f"权重合计应是100，现为{total}")
        if self.weights and self.weights[-1].when:
            raise ValueError("最后一组权重不写 when，作为其余情形")
        return self
