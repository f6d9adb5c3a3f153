"""A finding: one fault or remark about data or a report, with its place and its mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.records import record

Severity = Literal["error", "warning", "info"]

SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "提醒", "info": "说明"}


@record()
class Anchor:
    """Where words stand in a Word file: the paragraph's ordinal in the body, and character offsets.

    Paragraphs count from 0 in document order, cells and text boxes included; offsets are those of
    the paragraph's text with tracked changes read as accepted.
    """

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One entry of the fault catalogue (RULES.md §6), found somewhere.

    `code` is F01–F67 or T01; `evidence` holds the very words or figures that show the fault.
    `anchor` lets a Word comment stand on those words; it is no part of `--json`.
    """

    code: str
    severity: Severity
    message: str
    location: str = ""
    evidence: str = ""
    suggestion: str = ""
    anchor: Anchor | None = field(default=None, compare=False)

    def as_json(self) -> dict[str, str]:
        """The object `--json` prints."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "location": self.location,
            "evidence": self.evidence,
            "suggestion": self.suggestion,
        }
