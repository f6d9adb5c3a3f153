"""The conversation at a terminal, from a pipe, or from a script file; and what it prints."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from assistant.chat.consent import read_consent
from assistant.chat.graph import Session
from assistant.chat.memory import Outcome
from assistant.errors import InputError, JixiaoError

_YOU, _IT = "您：", "助手："


class Source(Protocol):
    """Where lines come from. None at the end."""

    def line(self) -> str | None:
        """The next line of the person."""

    def edit(self, text: str) -> str | None:
        """Lets the person edit a text; None where that cannot be done here."""


class Typed:
    """A terminal: history, completion of commands, pasted lines kept together."""

    def __init__(self, folder: Path) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import WordCompleter
        from prompt_toolkit.history import FileHistory

        from assistant.chat.slash import COMMANDS

        words = [f"/{name}" for c in COMMANDS for name in (c.name, *c.aliases)]
        about = {f"/{c.name}": c.about for c in COMMANDS}
        history = folder / "chat.history"
        history.touch(mode=0o600, exist_ok=True)
        self._session: PromptSession[str] = PromptSession(
            history=FileHistory(str(history)),
            completer=WordCompleter(words, meta_dict=about, sentence=True),
            complete_while_typing=False,
        )

    def line(self) -> str | None:
        """The next line; Ctrl-C clears it, Ctrl-D ends."""
        while True:
            try:
                return self._session.prompt(_YOU)
            except KeyboardInterrupt:
                continue
            except EOFError:
                return None

    def edit(self, text: str) -> str | None:
        """$EDITOR where one is set, else a prompt of several lines."""
        command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if command:
            return _in_editor(command, text)
        try:
            return self._session.prompt("改为（Esc 后回车结束）：", default=text, multiline=True)
        except (KeyboardInterrupt, EOFError):
            return None


def _in_editor(command: str, text: str) -> str | None:
    """What the person's own editor leaves in a temporary file; None where it ends in an error."""
    import shlex
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "改.txt"
        path.write_text(text, encoding="utf-8")
        try:
            subprocess.run([*shlex.split(command), str(path)], check=True)  # noqa: S603 - the user's own editor
            return path.read_text(encoding="utf-8")
        except (OSError, ValueError, subprocess.CalledProcessError):
            return None


class Read:
    """A pipe or a script: one line each, `echo` shows what was said. Lines with # at their start are notes."""

    def __init__(self, lines: Iterator[str], *, echo: bool) -> None:
        self._lines, self._echo = lines, echo

    def line(self) -> str | None:
        """The next line."""
        for raw in self._lines:
            line = raw.rstrip("\r\n")
            if not line.strip() or line.startswith("#"):
                continue
            if self._echo:
                print(f"{_YOU}{line}", flush=True)  # noqa: T201
            return line
        return None

    def edit(self, _: str) -> str | None:
        """Nobody is there to edit."""
        return None


def script(path: Path) -> Read:
    """The lines of a script file."""
    from assistant.located import decode, read_bytes

    return Read(iter(decode(read_bytes(path), str(path)).splitlines()), echo=True)


def source(folder: Path) -> Source:
    """The terminal where standard input is one, else its lines."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        return Typed(folder)
    return Read(iter(sys.stdin), echo=not sys.stdin.isatty())


def talk(session: Session, lines: Source, *, model: str = "") -> None:
    """Runs the conversation to its end. An error of one line ends that line, not the session."""
    say = _printer()
    _turn(lambda: session.begin(model), say)
    going = True
    while going:
        try:
            going = _exchange(session, lines, say)
        except KeyboardInterrupt:
            say("（已停下；要结束请说 /退出）")


def _exchange(session: Session, lines: Source, say: Callable[[str], None]) -> bool:
    """One line and its answer; whether the talk goes on."""
    line = lines.line()
    if line is None:
        return False
    if not line.strip():
        return True
    own = read_consent(line)
    if session.waiting and own.kind == "edit" and not own.text:
        line = _edited(session, lines)
    outcome = _turn(lambda: session.say(line), say)
    return outcome is None or not outcome.quit


def _edited(session: Session, lines: Source) -> str:
    pending = session.memory.pending
    text = pending.changes[0].new if pending and len(pending.changes) == 1 else ""
    own = lines.edit(text)
    return f"改成：{own.strip()}" if own and own.strip() else "编辑"


def _turn(run: Callable[[], Outcome], say: Callable[[str], None]) -> Outcome | None:
    try:
        outcome = run()
    except JixiaoError as error:
        for line in error.lines:
            say(line)
        return None
    except KeyboardInterrupt:
        say("已停下这一步，没有改动。")
        return None
    for reply in outcome.replies:
        say(reply)
    return outcome


def _printer() -> Callable[[str], None]:
    if not sys.stdout.isatty():
        return lambda text: print(f"{_IT}{text}", flush=True)  # noqa: T201
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)

    def show(text: str) -> None:
        shown = Text(_IT, style="bold cyan")
        for line in text.splitlines(keepends=True):
            style = (
                "green"
                if line.lstrip().startswith("+ ")
                else "red"
                if line.lstrip().startswith("− ")
                else ""
            )
            shown.append(line, style=style)
        console.print(shown, soft_wrap=False)

    return show


def pick(kept: tuple[str, ...], wanted: str, folder: Any) -> str:
    """The session to resume: the one of that name, or the last."""
    if not kept:
        raise InputError(f"{folder}：还没有会话可以接着说，去掉 --resume 开一个新的")
    if wanted in {"", "last", "上次"}:
        return kept[0]
    with contextlib.suppress(StopIteration):
        return next(name for name in kept if name.startswith(wanted))
    raise InputError(f"没有会话“{wanted}”，现有：{'、'.join(kept[:10])}")
