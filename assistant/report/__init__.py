"""Scorecard, Draft and Facts to a Word file of GB/T 9704-2012, and what it carries back."""

from assistant.report.document import render

__all__ = ["render"]
