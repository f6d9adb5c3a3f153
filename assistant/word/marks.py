"""Tracked changes as they stand in a file, and what reads under each view of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.word.names import W

MarkKind = Literal["insert", "delete", "move_from", "move_to"]
#: accepted: people's changes taken, the program's own proposals not; proposed: these taken as well;
#: rejected: none taken; shown: all words that stand on the page, those struck out too
View = Literal["accepted", "proposed", "rejected", "shown"]

#: who signs the program's own comments and proposals
PROGRAMS = frozenset({"绩效助手", "起草助手", "绩效检查"})
MARK_NAMES: dict[MarkKind, str] = {
    "insert": "插入",
    "delete": "删除",
    "move_from": "移走",
    "move_to": "移来",
}
MARK_TAGS: dict[str, MarkKind] = {
    f"{W}ins": "insert",
    f"{W}del": "delete",
    f"{W}moveFrom": "move_from",
    f"{W}moveTo": "move_to",
}
#: what is gone once the changes are taken
GONE = frozenset({f"{W}del", f"{W}moveFrom"})
#: tracked changes of whole table cells
CELL_TAGS: dict[str, MarkKind] = {f"{W}cellIns": "insert", f"{W}cellDel": "delete"}
_TAKEN: tuple[MarkKind, ...] = ("delete", "move_from")
_REFUSED: tuple[MarkKind, ...] = ("insert", "move_to")


@dataclass(frozen=True, slots=True)
class Mark:
    """One tracked change that still stands in the file. `when` is ISO 8601 as written, or empty."""

    kind: MarkKind
    author: str
    when: str


def mark_of(element: Any, kind: MarkKind) -> Mark:
    """The change that an element records."""
    return Mark(kind, element.get(f"{W}author", "").strip(), element.get(f"{W}date", ""))


def hand(marks: Sequence[Mark]) -> tuple[str, str]:
    """Who wrote what bears the marks, and when: of what was put in, else of any; empty without marks."""
    added = [mark for mark in marks if mark.kind in {"insert", "move_to"}] or list(marks)
    return (added[-1].author, added[-1].when) if added else ("", "")


def stands(marks: tuple[Mark, ...], view: View = "accepted") -> bool:
    """Whether what bears these marks is there under that view.

    A proposal of the program counts as not yet accepted: nobody has said yes to it.
    """
    if not marks or view == "shown":
        return True
    for mark in marks:
        taken = view == "proposed" or (view == "accepted" and mark.author not in PROGRAMS)
        if mark.kind in (_TAKEN if taken else _REFUSED):
            return False
    return True
