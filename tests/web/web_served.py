"""A running page, started as a user starts it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""


@dataclass(slots=True)
class Served:
    """A running page: its folder, address, and process."""

    folder: Path
    url: str
    process: subprocess.Popen[str]

    @property
    def root(self) -> str:
        """The address without the key."""
        return self.url.partition("/?")[0]


def serve(folder: Path) -> Served:
    """Starts `jixiao web` over a folder, as a user would."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "web", str(folder), "--no-open", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.stderr.read() if process.stderr else ""
    return Served(folder, json.loads(line)["url"], process)


def end(served: Served) -> None:
    """Ends it as Ctrl-C does."""
    if served.process.poll() is None:
        served.process.terminate()
    served.process.wait(timeout=20)
    for pipe in (served.process.stdout, served.process.stderr):
        if pipe is not None:
            pipe.close()
