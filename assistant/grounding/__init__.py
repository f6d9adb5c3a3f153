"""Grounding: whether a sentence says only what the facts hold. Deterministic; no model is asked."""

from assistant.grounding.coverage import Coverage, cover
from assistant.grounding.fault import Fault, FaultKind, Grounding, GroundingVerdict
from assistant.grounding.ground import ground

__all__ = ["Coverage", "Fault", "FaultKind", "Grounding", "GroundingVerdict", "cover", "ground"]
