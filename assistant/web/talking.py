"""The conversation beside the report, and what waits for 采用: the page's side of it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.errors import InputError
from assistant.intake.edit_yaml import Change
from assistant.web.project import Project
from assistant.web.showing import key_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the talk."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal on the page."""

    number: int
    key: str
    old: str
    new: str


@dataclass(slots=True)
class _Talk:
    lines: list[Line] = field(default_factory=list)
    waiting: list[Change] = field(default_factory=list)
    focus: str = ""


class Talks:
    """The talks of all projects of this run."""

    def __init__(self) -> None:
        self._talks: dict[str, _Talk] = {}
        self._lock = threading.Lock()

    def _of(self, project: str) -> _Talk:
        with self._lock:
            return self._talks.setdefault(project, _Talk())

    def lines(self, project: str) -> tuple[Line, ...]:
        """What was said, the last 200 lines."""
        return tuple(self._of(project).lines[-200:])

    def focus(self, project: str) -> str:
        """The sentence or field that was clicked last: what “这句” means."""
        return self._of(project).focus

    def point(self, project: str, name: str) -> None:
        """A sentence was clicked."""
        self._of(project).focus = name

    def propose(self, project: str, changes: Sequence[Change]) -> None:
        """Changes that wait for a person's 采用, in place of earlier ones of the same fields."""
        talk = self._of(project)
        places = {change.place for change in changes}
        talk.waiting = [c for c in talk.waiting if c.place not in places] + list(changes)

    def proposals(self, project: str, shown: Project) -> tuple[Card, ...]:
        """What waits, as cards."""
        view = shown.look()
        return tuple(
            Card(i, key_of(view, change.place), change.old, change.new)
            for i, change in enumerate(self._of(project).waiting)
        )

    def settle(self, project: str, shown: Project, op: str, which: str, value: str) -> str:
        """采用, 改 or 不要: of one card, or of all (`which` empty)."""
        talk = self._of(project)
        if which and not (which.isdigit() and int(which) < len(talk.waiting)):
            raise InputError("这一项已经处理过了")
        chosen = [talk.waiting[int(which)]] if which else list(talk.waiting)
        if op == "reject":
            talk.waiting = [c for c in talk.waiting if c not in chosen]
            return "好，没有改。"
        if op == "edit" and which:
            old = chosen[0]
            chosen = [Change(old.place, old.old, " ".join(value.split()))]
            talk.waiting[int(which)] = chosen[0]
        try:
            shown.write(
                chosen, "采用" + "；".join(key_of(shown.look(), c.place) for c in chosen)[:80]
            )
        except InputError as error:
            raise InputError(*(shown.plain(line) for line in error.lines)) from None
        places = {c.place for c in chosen}
        talk.waiting = [c for c in talk.waiting if c.place not in places]
        return f"已写入{len(chosen)}项。"

    def say(self, project: str, shown: Project, words: str) -> None:
        """A line of the person, answered."""
        talk = self._of(project)
        if not words:
            return
        talk.lines.append(Line("you", words))
        talk.lines.append(Line("jixiao", "对话正在接入。"))
