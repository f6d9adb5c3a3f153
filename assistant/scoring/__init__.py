"""Scoring: an Evaluation and a rule set in, a Scorecard out."""

from assistant.scoring.engine import Lately, score

__all__ = ["Lately", "score"]
