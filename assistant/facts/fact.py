"""One numbered statement: what it says as a value, the sentence that says it, where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from assistant.facts.wording import quoted
from assistant.model.scorecard import Status
from assistant.records import record
from assistant.values.quantity import Actual, Quantity, Target

Kind = Literal["project", "funds", "indicator", "deviation", "note", "score", "derived", "style"]

#: What a fact says of its subject. Notes are the staff's own words; all else is computed or copied.
Role = Literal[
    "",
    "row",  # an indicator's target, actual and status
    "deviation",  # the distance between the two, in words
    "completion",
    "points",
    "reason",
    "measure",
    "owner",
    "due",
    "evidence",
    "vague",  # the reason names no cause a reader could check
    "orders",  # a part of a note speaks to the program, and was left out
    "missing",  # what the data do not hold
    "name",
    "year",
    "unit",
    "addressee",
    "notice",
    "basis",
    "approval",
    "summary",
    "goal_expected",
    "goal_actual",
    "management",
    "application",
    "publicity",
    "other",
    "signature",
    "dated",
    "budget",
    "rate",
    "total",
    "grade",
    "ruleset",
    "count",
    "sum",
    "share",
    "phrase",  # the unit's own wording: may be used, claims nothing
    "rank",
    "followup",  # what became of a measure of last year's report, in the staff's words
]


#: what a fact tells of its indicator or source of funds, in words
_OF_SUBJECT: dict[str, str] = {
    "row": "目标和实际", "deviation": "差距", "completion": "完成情况", "points": "得分", "reason": "原因", "measure": "措施",
    "owner": "责任单位", "due": "完成时限", "evidence": "佐证", "vague": "原因", "orders": "填报内容", "missing": "所缺内容",
    "budget": "预算、到位和执行", "rate": "比率", "share": "差距", "sum": "合计", "followup": "上年整改情况",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowValue:
    """Of role `row`: what was wanted and what was got."""

    wanted: Target | None
    got: Actual | None
    status: Status


@dataclass(frozen=True, slots=True)
class Counted:
    """Of role `count`: how many there are under a name (产出指标), and how many stand how, in the order told."""

    name: str
    total: int
    of: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    """Of roles `points` and `total`: points to be had (None where the fact does not tell) and points got."""

    weight: Decimal | None
    score: Decimal


@dataclass(frozen=True, slots=True)
class Amounts:
    """Of roles `budget` and `sum`: a source's money, or the whole's, in 年初预算, 全年预算, 到位, 执行."""

    initial: Quantity | None
    budget: Quantity | None
    arrived: Quantity | None
    executed: Quantity | None


#: The value of a fact by its role: rates, shares, distances and single sums are a `Quantity` (a distance
#: below the target, a sum that lacks, is negative), notes and names are their own words, the date is a day.
FactValue = Quantity | RowValue | Counted | Points | Amounts | date | int | str | None


@record()
class Fact:
    """One statement. `origin` names the row or key of the data it comes from.

    `text` stands alone: the figures and words in it are what a sentence may repeat. `indicator` is the
    row id (I1 …) or empty; `subject` the indicator's name or the source of funds; `status` the row's.
    `key` names what it tells, of which row, and is unique: `I1.deviation`, `funds[2].arrival_rate`,
    `level1[产出指标].count`. `value` is that as a value. `lead` counts the characters of `text` that only
    name it (“名称”填报原因：): what it says begins there. Code looks facts up by role, key and value;
    `text` is for reading.
    """

    id: str
    text: str
    kind: Kind
    origin: str
    indicator: str = ""
    role: Role = ""
    subject: str = ""
    status: str = ""
    key: str = ""
    value: FactValue = None
    lead: int = 0

    def __str__(self) -> str:
        return f"{self.id} {self.text}"

    def called(self, name: str) -> Fact:
        """The same fact under that id."""
        return Fact(
            name, self.text, self.kind, self.origin, self.indicator, self.role,
            self.subject, self.status, self.key, self.value, self.lead,
        )  # fmt: skip

    @property
    def named(self) -> str:
        """What it tells, as staff would say it: “好路率”的实际完成值, 预算执行率. Its number says nothing to a person."""
        if self.role == "total":
            return "总分"
        if self.subject and self.role in _OF_SUBJECT:
            return f"{quoted(self.subject)}的{_OF_SUBJECT[self.role]}"
        return re.split(r"[：，为\d]", self.text)[0].rstrip("共占得")

    @property
    def said(self) -> str:
        """The sentence without the name it begins with: of a note, the staff's own words."""
        return self.text[self.lead :]
