"""One line being answered: what has come together so far, and what it led to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from assistant.chat.acts import Kind, State
from assistant.chat.memory import Memory, Pending
from assistant.chat.project import Project, Proposed, View
from assistant.chat.writing import ModelWork


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a line led to. `proposals` are those this line brought; all that wait are in the memory."""

    memory: Memory
    replies: tuple[str, ...] = ()
    kind: Kind = "unclear"
    proposals: tuple[Proposed, ...] = ()
    what_if: dict[str, Any] | None = None
    quit: bool = False

    def as_json(self, line: str) -> dict[str, Any]:
        """The object that `chat --json` prints for that line."""
        return {
            "you": line,
            "kind": self.kind,
            "proposals": [p.as_json() for p in self.proposals],
            "asks": {"path": self.memory.asking} if self.memory.asking else None,
            "what_if": self.what_if,
            "reply": "\n".join(self.replies),
        }


@dataclass
class Turn:
    """One line being answered: what has come together so far. `state` is what is open by a memory and a view."""

    project: Project
    work: ModelWork
    state: Callable[[Memory, View], State]
    memory: Memory
    line: str
    view: View
    said: list[str] = field(default_factory=list)
    proposed: list[Proposed] = field(default_factory=list)
    draft: Pending | None = None
    what_if: dict[str, Any] | None = None
    quit: bool = False
    asks_again: bool = False
    silent: bool = False
