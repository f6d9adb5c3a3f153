"""Grounding: whether a sentence says only what the facts hold. Deterministic; no model is asked."""

from assistant.drafting.grounding.coverage import Coverage, cover
from assistant.drafting.grounding.fault import Fault, FaultKind, Grounding, GroundingVerdict
from assistant.drafting.grounding.ground import ground

__all__ = ["Coverage", "Fault", "FaultKind", "Grounding", "GroundingVerdict", "cover", "ground"]
