"""How a batch goes, for people: a bar with rate and time left on a terminal, a line a project elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assistant.errors import one_line

if TYPE_CHECKING:
    from rich.progress import Progress

    from assistant.batch.running import Watch
    from assistant.batch.work import Result


def for_stderr() -> Watch:
    """The bar where people watch, lines for a log or a pipe."""
    return Bar() if sys.stderr.isatty() else Lines()


class Lines:
    """A line a project on standard error."""

    def __init__(self) -> None:
        self._whole, self._count = 0, 0

    def begin(self, whole: int) -> None:
        """How many there are."""
        self._whole = whole

    def ended(self, name: str, result: Result) -> None:
        """One line: number, name, state, score, seconds; or why not."""
        self._count += 1
        self._whole = max(self._whole, self._count)
        if not result.steps:
            return
        head = f"[{self._count}/{self._whole}] {name}："
        if result.kind:
            self.note(f"{head}失败（{result.kind}）{result.why}")
        else:
            score = f"得分{result.score}" if result.complete else "未评完"
            self.note(f"{head}完成，{score}，错误{result.errors}，{result.seconds:.1f}秒")

    def note(self, line: str) -> None:
        """The line."""
        print(one_line(line), file=sys.stderr, flush=True)  # noqa: T201 - the log is this

    def end(self) -> None:
        """Nothing more."""


class Bar:
    """One bar: done, of how many, a second, time left; failures are told above it."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TaskProgressColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        self._bar: Progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TaskProgressColumn(show_speed=False),
            TextColumn("{task.fields[rate]}"),
            TextColumn("还要"),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("起草", total=None, rate="")

    def begin(self, whole: int) -> None:
        """Shows the bar."""
        self._bar.update(self._task, total=whole)
        self._bar.start()

    def ended(self, name: str, result: Result) -> None:
        """One step on."""
        task = self._bar.tasks[0]
        if result.kind:
            self.note(f"{name}：失败（{result.kind}）{result.why}")
        speed = task.speed or 0
        self._bar.update(self._task, advance=1, rate=f"{speed:.1f} 个/秒" if speed else "")

    def note(self, line: str) -> None:
        """Above the bar; never read as markup."""
        self._bar.console.print(one_line(line), markup=False, highlight=False)

    def end(self) -> None:
        """Takes the bar down."""
        self._bar.stop()
