"""A whole rule set: one regulation, or a unit's own file, with all its sections."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, field_validator, model_validator

from assistant.model.evaluation import LEVEL1, Flag, Text
from assistant.rules.sections import (
    EXECUTION,
    POOL,
    AtLeastRule,
    AtMostRule,
    Band,
    Cited,
    CostControl,
    Execution,
    Grades,
    InForce,
    Over,
    Qualitative,
    Rounding,
    Rules,
    Satisfaction,
    Step,
    Weights,
    YesNo,
)

__all__ = [
    "EXECUTION",
    "POOL",
    "AtLeastRule",
    "AtMostRule",
    "Band",
    "Cited",
    "CostControl",
    "Execution",
    "Grades",
    "InForce",
    "Over",
    "Qualitative",
    "Rounding",
    "RuleSet",
    "Satisfaction",
    "Step",
    "Weights",
    "YesNo",
    "day_of",
]


class RuleSet(Rules):
    """One regulation. Without `scored`, only completion is given.

    `empty_target`: a row without 年度指标值 stays ungraded, or is left out of points and total.
    `default`: used for data that name no rule set, while in force.
    """

    id: Text
    name: Text
    issued: Text = ""
    place: Text = ""
    in_force: InForce
    note: Text = ""
    default: Flag = False
    scored: Flag = True
    weights: tuple[Weights, ...] = ()
    merge: dict[str, Text] = Field(default={})
    execution: Execution
    at_least: AtLeastRule
    at_most: AtMostRule
    exactly: AtLeastRule
    between: AtLeastRule
    deadline: Cited
    qualitative: Qualitative
    yes_no: YesNo | None = None
    satisfaction: Satisfaction | None = None
    cost_control: CostControl | None = None
    over: Over
    empty_target: Literal["ungraded", "exclude"] = "ungraded"
    rounding: Rounding | None = None
    grades: Grades | None = None

    @property
    def places(self) -> int:
        """Decimals of a row's points."""
        return self.rounding.places if self.rounding else 2

    def sections(self) -> tuple[tuple[str, Cited], ...]:
        """All rules by name, in the order of the file's schema; weights as 权重1 …"""
        found: list[tuple[str, Cited]] = []
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Cited):
                found.append((name, value))
            elif name == "weights":
                found += [(f"weights[{i}]", case) for i, case in enumerate(value, 1)]
        return tuple(found)

    @field_validator("merge")
    @classmethod
    def _merges_classes(cls, merge: dict[str, str]) -> dict[str, str]:
        for name in (*merge, *merge.values()):
            if name not in LEVEL1:
                raise ValueError(f"不认识“{name}”，可用：{'、'.join(LEVEL1)}")
        return merge

    @field_validator("weights")
    @classmethod
    def _reachable(cls, weights: tuple[Weights, ...]) -> tuple[Weights, ...]:
        for i, case in enumerate(weights):
            for earlier in weights[:i]:
                if earlier.when.items() <= case.when.items():
                    raise ValueError(f"第{i + 1}组权重永远用不到，前面已有条件更宽的一组")
        if weights and weights[-1].when:
            raise ValueError("最后一组权重不写 when，作为其余情形")
        return weights

    @model_validator(mode="after")
    def _agrees(self) -> RuleSet:
        if self.scored and not (self.weights and self.grades):
            raise ValueError("打分的规则要写 weights 和 grades")
        if not self.scored and (self.weights or self.grades):
            raise ValueError("scored: 否 的规则不写 weights 和 grades")
        for source, into in self.merge.items():
            for case in self.weights:
                if source in case.points:
                    raise ValueError(f"merge 把{source}并入{into}，weights 却另给了它分值")
                if into not in case.points and POOL not in case.points:
                    raise ValueError(f"merge 把{source}并入{into}，有一组 weights 没有{into}")
        return self


def day_of(year: int) -> date:
    """The day by which a year's rules are picked: its last, when the year's results stand."""
    return date(year, 12, 31)
