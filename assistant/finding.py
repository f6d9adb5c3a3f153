"""A finding: one fault or remark about data or a report, with its place and its mend."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]

SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "提醒", "info": "说明"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One entry of the fault catalogue (RULES.md §6), found somewhere.

    `code` is F01–F67 or T01; `evidence` holds the very words or figures that show the fault.
    """

    code: str
    severity: Severity
    message: str
    location: str = ""
    evidence: str = ""
    suggestion: str = ""

    def as_json(self) -> dict[str, str]:
        """The object `--json` prints."""
        return asdict(self)
