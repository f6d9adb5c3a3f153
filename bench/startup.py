"""Whole processes beside the bare import of the command-line library."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import YANCHI, Measurement, process

AIM = 3


def measure() -> Iterator[Measurement]:
    """help, score, rules and the draft by rules."""
    yardstick = "python -c 'import typer'"
    bare = process("-c", "import typer")

    def run(name: str, *args: str, runs: int = 7, aim: float = AIM) -> Measurement:
        return Measurement(
            name, process("-m", "assistant.cli", *args, runs=runs), yardstick, bare, aim
        )

    yield run("jixiao --help", "--help")
    yield run("jixiao score --json", "score", str(YANCHI), "--json")
    yield run("jixiao rules", "rules")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "数据.yaml"
        data.write_bytes(YANCHI.read_bytes())
        out = str(data.with_name("报告.docx"))
        args = ("draft", str(data), "-o", out, "--model", "none", "--force")
        yield run("jixiao draft --model none", *args, runs=3, aim=0)
