"""What a session remembers between two lines, as plain values: it lives in the SQLite checkpoint."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from assistant.errors import InputError
from assistant.intake.edit_yaml import Change

_LINES = 40  # lines of talk kept word for word; what was done is kept for good


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that waits for a person's 确认. `shown` is what they were shown.

    `data`: changes of the data file. `draft`: a draft (as JSON) that would take the place of the kept one;
    `section` and `number` name the sentence it is about, so that a person's own words can take its place.
    """

    kind: Literal["data", "draft"]
    shown: str
    title: str
    changes: tuple[Change, ...] = ()
    draft: dict[str, Any] | None = None
    section: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """`topic` is the row last spoken of, `section` the part last shown; `asking` the key of the open question."""

    said: tuple[tuple[str, str], ...] = ()
    done: tuple[str, ...] = ()
    asking: str = ""
    skipped: tuple[str, ...] = ()
    pressed: tuple[str, ...] = ()
    interview: bool = True
    topic: str = ""
    section: str = ""
    model: str = ""
    pending: Proposal | None = None

    def says(self, who: str, text: str) -> Memory:
        """With one more line of talk; the oldest ones go."""
        return replace(self, said=(*self.said, (who, text))[-_LINES:])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action says, and the memory after it."""

    memory: Memory
    replies: tuple[str, ...] = ()
    quit: bool = False


def to_plain(memory: Memory) -> dict[str, Any]:
    """The memory as JSON-like values."""
    return asdict(memory)


def from_plain(value: object) -> Memory:
    """The memory that `to_plain` wrote. Raises InputError where the session file was changed by hand."""
    try:
        return TypeAdapter(Memory).validate_python(value)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError(f"会话记录读不出来（{place}），请开一个新的会话") from None


EMPTY: Memory = Memory()
