"""The Scorecard and the staff's notes as numbered statements: all that a draft may say."""

from assistant.facts.fact import Amounts, Counted, Fact, Kind, Points, Role, RowValue
from assistant.facts.gathering import gather

__all__ = ["Amounts", "Counted", "Fact", "Kind", "Points", "Role", "RowValue", "gather"]
