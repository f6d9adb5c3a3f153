"""The fault catalogue over an edited report, as far as review and finalize need it."""

from __future__ import annotations

from pathlib import Path

from assistant.finding import Finding


def check_report(path: Path) -> tuple[Finding, ...]:
    """The findings of `jixiao check` over a report file."""
    return ()
