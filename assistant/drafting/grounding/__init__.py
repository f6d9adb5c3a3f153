"""Grounding: whether a sentence says only what the facts hold. Deterministic; no model is asked."""

from assistant.drafting.grounding.fault import Fault, Grounding
from assistant.drafting.grounding.ground import ground

__all__ = ["Fault", "Grounding", "ground"]
