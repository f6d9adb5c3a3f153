"""What a person sees while a model writes: which part, the words as they come, the elapsed time."""

from __future__ import annotations

import re
import sys
import threading
import time
from typing import TYPE_CHECKING, Protocol

from assistant.patterns import regex

if TYPE_CHECKING:
    from rich.text import Text

#: the words of the answer so far: whatever stands in a "text" value, finished or not
_TEXTS = regex(r'"text"\s*:\s*"((?:[^"\\]|\\.)*)')


class Progress(Protocol):
    """Told by any thread; must not block."""

    def begin(self, label: str, done: int, whole: int) -> None:
        """A part is begun: `done` of `whole` parts are finished."""

    def wrote(self, label: str, answer: str) -> None:
        """The answer so far, as raw text."""

    def note(self, line: str) -> None:
        """Something a person should know (waiting to retry, fallen back)."""

    def end(self) -> None:
        """Nothing more comes."""


class Silent:
    """Says nothing."""

    def begin(self, label: str, done: int, whole: int) -> None:
        """Nothing."""

    def wrote(self, label: str, answer: str) -> None:
        """Nothing."""

    def note(self, line: str) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""


class Lines:
    """Plain lines on standard error, for a log or a pipe: notes only."""

    def begin(self, label: str, done: int, whole: int) -> None:
        """Nothing: a log needs no counting."""

    def wrote(self, label: str, answer: str) -> None:
        """Nothing."""

    def note(self, line: str) -> None:
        """The line."""
        print(line, file=sys.stderr, flush=True)  # noqa: T201

    def end(self) -> None:
        """Nothing."""


class Terminal:
    """Streams onto a terminal's standard error, in place, with the elapsed time."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.live import Live

        self._console = Console(stderr=True)
        self._started = time.monotonic()
        self._label, self._count, self._words = "", "", ""
        self._lock = threading.Lock()
        self._live = Live(
            console=self._console,
            get_renderable=self._view,
            refresh_per_second=8,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._live.start()

    def begin(self, label: str, done: int, whole: int) -> None:
        """Shows the part that is begun."""
        with self._lock:
            self._label, self._count, self._words = label, f"{done}/{whole}", ""

    def wrote(self, label: str, answer: str) -> None:
        """Shows the last words of the answer."""
        with self._lock:
            self._label, self._words = label, readable(answer)

    def note(self, line: str) -> None:
        """Prints the line above the moving part."""
        from rich.text import Text

        self._console.print(Text(line))

    def end(self) -> None:
        """Clears the moving part."""
        self._live.stop()

    def _view(self) -> Text:
        from rich.text import Text

        with self._lock:
            label, count, words = self._label, self._count, self._words
        if not label:
            return Text("")
        seconds = int(time.monotonic() - self._started)
        # only parts of a draft are counted; in a conversation the model is asked about one line
        doing = f"正在起草 {count} {label}" if count else label
        line = Text(f"{doing}  {seconds}秒  ")
        room = max(10, self._console.width - line.cell_len - 2)
        tail = Text(words)
        while tail.cell_len > room:
            tail = tail[1:]
        line.append_text(tail)
        return line


def for_stderr() -> Progress:
    """The terminal's where standard error is one, else notes only."""
    return Terminal() if sys.stderr.isatty() else Lines()


def readable(answer: str) -> str:
    """The sentences in an unfinished JSON answer, else the text as it is, on one line."""
    found = _TEXTS.findall(answer)
    text = "".join(found) if found else ("" if answer.lstrip().startswith("{") else answer)
    return re.sub(r"\\.|\s+", " ", text)
