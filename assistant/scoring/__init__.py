"""Scoring: an Evaluation and a rule set in, a Scorecard out."""

from assistant.scoring.engine import score

__all__ = ["score"]
