"""One numbered statement, with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
]


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement. `origin` names the row or key of the data it comes from.

    `text` stands alone: the figures and words in it are what a sentence may repeat. `indicator` is the
    row id (I1 …) or empty; `subject` the indicator's name or the source of funds; `status` the row's.
    """

    id: str
    text: str
    kind: Kind
    origin: str
    indicator: str = ""
    role: Role = ""
    subject: str = ""
    status: str = ""

    def __str__(self) -> str:
        return f"{self.id} {self.text}"
