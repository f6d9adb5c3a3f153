"""Findings as one self-contained page: nothing is fetched, whatever stands in the file stays text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant import __version__
from assistant.model.finding import SEVERITY_NAMES, Finding, Severity
from assistant.values.deadlines import print_day


@dataclass(frozen=True, slots=True)
class _Group:
    severity: Severity
    title: str
    findings: list[Finding]


def webpage(name: str, findings: Sequence[Finding], *, day: date | None = None) -> bytes:
    """The page, UTF-8."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    groups = [
        _Group(severity, title, found)
        for severity, title in SEVERITY_NAMES.items()
        if (found := [f for f in findings if f.severity == severity])
    ]
    text = environment.get_template("page.html.j2").render(
        name=name,
        groups=groups,
        version=__version__,
        day=print_day(day or date.today()),  # noqa: DTZ011 - the day on the wall of the office
    )
    return text.encode()
