"""What a session remembers between two lines, as plain values: it lives in the SQLite checkpoint."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.chat.acts import Choice
from assistant.chat.project import Proposed
from assistant.errors import InputError

_LINES = 40  # lines of talk kept word for word; what was done is kept for good


@dataclass(frozen=True, slots=True)
class Pending:
    """Something that waits for a person's yes: changes of the data, or a draft (as JSON) in place of the kept one.

    `section` and `number` name the sentence it is about, so that a person's own words can take its place.
    `batch` counts the lines that brought proposals: a refusal takes back those of the last line. `asked` is the
    question that they answered, which stands again after a refusal.
    """

    title: str
    changes: tuple[Proposed, ...] = ()
    draft: dict[str, Any] | None = None
    section: str = ""
    number: int = 0
    batch: int = 0
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """`asking` is the path of the open question, `listed` the open items by the numbers last shown."""

    said: tuple[tuple[str, str], ...] = ()
    done: tuple[str, ...] = ()
    asking: str = ""
    skipped: tuple[str, ...] = ()
    interview: bool = True
    section: str = ""
    model: str = ""
    pending: tuple[Pending, ...] = ()
    listed: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    #: path, value before and value now of what the last line wrote
    written: tuple[tuple[str, str, str], ...] = ()
    #: what the last line told and nothing could be taken from, while something waited: a yes is then no yes to what waits
    unheard: str = ""
    #: whether the last reply put the open question, and not only whether what waits is to be written
    put: bool = True
    #: keys of a project that has no data file yet
    fresh: dict[str, str] | None = None

    def with_proposed(self, proposed: tuple[Proposed, ...]) -> Memory:
        """With the new proposals; an earlier one of the same place gives way, a draft made before is dropped."""
        paths = {p.path for p in proposed if not p.adds}
        rows = {(p.path, p.new) for p in proposed if p.adds}
        kept = []
        for item in self.pending:
            changes = tuple(
                c
                for c in item.changes
                if c.path not in paths and not (c.adds and (c.path, c.new) in rows)
            )
            if changes and item.draft is None:
                kept.append(replace(item, changes=changes))
        batch = max((p.batch for p in self.pending), default=0) + 1
        asked = self.asking if self.asking in paths else ""
        new = Pending("改数据", proposed, batch=batch, asked=asked)
        return replace(self, pending=(*kept, new))

    def says(self, who: str, text: str) -> Memory:
        """With one more line of talk; the oldest ones go."""
        return replace(self, said=(*self.said, (who, text))[-_LINES:])


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
