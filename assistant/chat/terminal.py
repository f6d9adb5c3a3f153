"""The conversation at a terminal, from a pipe, or from a script file; and what it prints."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from assistant.chat.conversation import Outcome
from assistant.chat.memory import EMPTY
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

        from assistant.lexicon import lexicon

        commands = lexicon("conversation_commands")["commands"]
        words = [f"/{name}" for name in commands]
        about = {f"/{name}": c["about"] for name, c in commands.items()}
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
            subprocess.run([*shlex.split(command), str(path)], check=True)  # noqa: S603
            return path.read_text(encoding="utf-8")
        except (OSError, ValueError, subprocess.CalledProcessError):
            return None


class Read:
    """A pipe or a script: one line each. Lines with # at their start are notes; \\n in a line breaks it.

    `echo` shows what was said.
    """

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
            return line.replace("\\n", "\n").replace("\\t", "\t")
        return None

    def edit(self, _: str) -> str | None:
        """Nobody is there to edit."""
        return None


def script(path: Path, *, echo: bool = True) -> Read:
    """The lines of a script file."""
    from assistant.located import decode, read_bytes

    return Read(iter(decode(read_bytes(path), str(path)).splitlines()), echo=echo)


def source(folder: Path, *, echo: bool = True) -> Source:
    """The terminal where standard input is one, else its lines."""
    if echo and sys.stdin.isatty() and sys.stdout.isatty():
        return Typed(folder)
    return Read(iter(sys.stdin), echo=echo and not sys.stdin.isatty())


def talk(
    begin: Callable[[], Outcome],
    say_line: Callable[[str], Outcome],
    lines: Source,
    *,
    as_json: bool = False,
    done: Callable[[], bool] = lambda: False,
) -> bool:
    """Runs the conversation until it ends or `done`; whether it may go on. An error of one line ends that line only."""
    told = _Json() if as_json else _Printed()
    _turn(begin, told, "")
    while not done():
        try:
            line = lines.line()
            if line is None:
                return False
            if not line.strip():
                continue
            outcome = _turn(lambda text=line: say_line(text), told, line)  # type: ignore[misc]
        except KeyboardInterrupt:
            told.note("（已停下；要结束请说 /退出）")
            continue
        if outcome is not None and outcome.quit:
            return False
    return True


class _Printed:
    """For people: the replies as text."""

    def __init__(self) -> None:
        self._say = _printer()

    def outcome(self, outcome: Outcome, line: str) -> None:
        for reply in outcome.replies:
            self._say(reply)

    def error(self, lines: Sequence[str], line: str) -> None:
        for one in lines:
            self._say(one)

    def note(self, text: str) -> None:
        self._say(text)


class _Json:
    """For programs: one object a user line on standard output, everything else on standard error."""

    def outcome(self, outcome: Outcome, line: str) -> None:
        if line:
            print(json.dumps(outcome.as_json(line), ensure_ascii=False), flush=True)  # noqa: T201
        else:
            print("\n".join(outcome.replies), file=sys.stderr, flush=True)  # noqa: T201

    def error(self, lines: Sequence[str], line: str) -> None:
        failed = Outcome(EMPTY, tuple(lines))
        self.outcome(failed, line)

    def note(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)  # noqa: T201


def _turn(run: Callable[[], Outcome], told: _Printed | _Json, line: str) -> Outcome | None:
    try:
        outcome = run()
    except JixiaoError as error:
        told.error(error.lines, line)
        return None
    except KeyboardInterrupt:
        told.error(("已停下这一步，没有改动。",), line)
        return None
    told.outcome(outcome, line)
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
