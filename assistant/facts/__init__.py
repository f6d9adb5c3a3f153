"""The Scorecard and the staff's notes as numbered statements: all that a draft may say."""

from assistant.facts.fact import Fact, Kind, Role
from assistant.facts.gathering import gather

__all__ = ["Fact", "Kind", "Role", "gather"]
