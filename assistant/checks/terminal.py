"""Findings and the catalogue as tables in the terminal, grouped by severity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.checks.registry import KIND_NAMES, REGISTER
from assistant.model.finding import SEVERITY_NAMES, Finding, Severity

if TYPE_CHECKING:
    from rich.console import Console

_SHOWN = 40  # characters of the evidence in a cell; --json and --html give all of it
_MOST = 200  # rows of a table; who has more has one fault many times
_STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def summary(findings: Sequence[Finding]) -> str:
    """错误 2 处、提醒 5 处、说明 1 处."""
    counts = {s: sum(f.severity == s for f in findings) for s in SEVERITY_NAMES}
    told = [f"{SEVERITY_NAMES[s]} {n} 处" for s, n in counts.items() if n]
    return "、".join(told) or "没有发现问题"


def print_findings(name: str, findings: Sequence[Finding], console: Console | None = None) -> None:
    """One table a severity, the grave ones first."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = console or Console(highlight=False)
    out.print(Text(f"{name}：{summary(findings)}"))
    for severity, words in SEVERITY_NAMES.items():
        group = [f for f in findings if f.severity == severity]
        if not group:
            continue
        table = Table(
            title=f"{words}（{len(group)}）", title_justify="left", title_style=_STYLES[severity],
            show_lines=True, expand=True,
        )  # fmt: skip
        table.add_column("代码", width=4, no_wrap=True)
        table.add_column("位置", ratio=2, overflow="fold")
        table.add_column("问题", ratio=4, overflow="fold")
        table.add_column("原文", ratio=2, overflow="fold")
        table.add_column("改法", ratio=3, overflow="fold")
        for f in group[:_MOST]:
            shown = f.evidence if len(f.evidence) <= _SHOWN else f.evidence[: _SHOWN - 1] + "…"
            cells = (f.code, f.location, f.message, shown, f.suggestion)
            table.add_row(*(Text(cell) for cell in cells))
        out.print(table)
        if len(group) > _MOST:
            out.print(Text(f"还有 {len(group) - _MOST} 处没有列出，用 --json 或 --html 看全部"))


def print_catalogue(console: Console | None = None) -> None:
    """Every code: what it is, how it is judged, its severity, source and an example."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=f"检查目录（{len(REGISTER)}项）", title_justify="left", show_lines=True, expand=True
    )
    for heading, ratio in (
        ("代码", 0),
        ("级别", 0),
        ("判法", 0),
        ("问题", 3),
        ("出处", 3),
        ("例", 3),
    ):
        table.add_column(heading, ratio=ratio or None, overflow="fold", no_wrap=not ratio)
    for entry in sorted(REGISTER.values(), key=lambda e: e.code):
        cells = (entry.code, SEVERITY_NAMES[entry.severity], KIND_NAMES[entry.kind], entry.fault,
                 entry.source, entry.example)  # fmt: skip
        table.add_row(*(Text(cell) for cell in cells))
    (console or Console(highlight=False)).print(table)


def catalogue_json() -> dict[str, list[dict[str, str]]]:
    """The catalogue as `--list --json` prints it."""
    return {
        "checks": [
            {
                "code": e.code,
                "severity": e.severity,
                "kind": e.kind,
                "fault": e.fault,
                "source": e.source,
                "example": e.example,
            }
            for e in sorted(REGISTER.values(), key=lambda e: e.code)
        ]
    }
