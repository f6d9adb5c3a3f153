"""What a person sees of a download: a bar on a terminal, ten lines in a log."""

from __future__ import annotations

import sys


class Tenths:
    """A line for every tenth, on standard error."""

    def __init__(self) -> None:
        self._whole, self._told = 1, -1

    def begin(self, whole: int) -> None:
        """So many bytes in all."""
        self._whole = max(1, whole)

    def reach(self, done: int) -> None:
        """Says each tenth once."""
        tenth = done * 10 // self._whole
        if tenth > self._told:
            self._told = tenth
            self.note(f"已下载 {done / 1e6:.0f} / {self._whole / 1e6:.0f} MB")

    def note(self, line: str) -> None:
        """The line."""
        print(line, file=sys.stderr, flush=True)  # noqa: T201

    def end(self) -> None:
        """Nothing."""


class Bar:
    """A bar with speed and time left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )

        self._bar = Progress(
            "下载模型", BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(),
            console=Console(stderr=True),
        )  # fmt: skip
        self._task = self._bar.add_task("", total=None, start=False)

    def begin(self, whole: int) -> None:
        """Starts the bar."""
        self._bar.update(self._task, total=whole)
        self._bar.start_task(self._task)
        self._bar.start()

    def reach(self, done: int) -> None:
        """Moves it."""
        self._bar.update(self._task, completed=done)

    def note(self, line: str) -> None:
        """A line above it."""
        from rich.text import Text

        self._bar.console.print(Text(line))

    def end(self) -> None:
        """Ends the bar."""
        self._bar.stop()
