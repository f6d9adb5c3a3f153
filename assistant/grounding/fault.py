"""What grounding says of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FaultKind = Literal[
    "number",
    "date",
    "document",
    "title",
    "name",
    "cause",
    "act",
    "direction",
    "indicator",
    "claim",
    "word",
    "citation",
    "vague",
]
GroundingVerdict = Literal["supported", "verify", "unsupported"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the span (start, end) in the sentence, its very words, and why in Chinese."""

    span: tuple[int, int]
    words: str
    why: str
    kind: FaultKind = "word"
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Grounding:
    """The verdict on one sentence: supported, for a person to verify, or unsupported with spans."""

    text: str
    faults: tuple[Fault, ...] = ()

    @property
    def verdict(self) -> GroundingVerdict:
        """Unsupported where one fault is hard; verify where all are soft."""
        if any(not fault.soft for fault in self.faults):
            return "unsupported"
        return "verify" if self.faults else "supported"

    @property
    def why(self) -> str:
        """All faults as one Chinese line, for a repair prompt or a comment."""
        return "；".join(f"“{fault.words}”：{fault.why}" for fault in self.faults)
