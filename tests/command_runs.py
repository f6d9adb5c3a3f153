"""The command run in this process, for what it writes and says; and in one of its own, as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli import main

ROOT = Path(__file__).parents[1]


def run(*args: object) -> int:
    """The exit code of `jixiao` with these arguments."""
    with pytest.raises(SystemExit) as end:
        main(list(map(str, args)))
    return int(end.value.code or 0)


def jixiao(*args: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`jixiao` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *map(str, args)],
        capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
