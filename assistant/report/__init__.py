"""Scorecard, Draft and Facts to a Word file of GB/T 9704-2012, and what it carries back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.report.document import render

__all__ = ["render"]


def __getattr__(name: str) -> Any:
    """`render` from where it stands: who only names a table's cells does not load all of Word's reader."""
    if name == "render":
        from assistant.report.document import render

        return render
    raise AttributeError(name)
