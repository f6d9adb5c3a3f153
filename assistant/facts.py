"""The Scorecard and the staff's notes as numbered statements: all that a draft may say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["project", "funds", "indicator", "deviation", "note", "score"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement. `origin` names the row or key of the data it comes from.

    `section` lists the section ids that may tell it.
    """

    id: str
    text: str
    kind: Kind
    origin: str
    indicator: str = ""
