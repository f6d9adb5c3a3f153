"""Records that are made by the thousand: frozen for whoever writes code, quick to make for the machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(*, eq: bool = True) -> Callable[[type[_T]], type[_T]]:
    """As `dataclass(frozen=True, slots=True, eq=eq)`: mypy lets nobody set a field of one, and equal ones hash alike.

    A frozen dataclass sets each field by a call that first asks whether it may; to make one takes four times as
    long, and a report is read into five thousand.
    """
    make: Callable[[type[_T]], type[_T]] = dataclass(slots=True, eq=eq, unsafe_hash=eq)
    return make


class Same(Generic[_T]):
    """An object as the key of a cache: that very one, not an equal one, whose comparison would read all of its thousands."""

    __slots__ = ("it",)

    def __init__(self, it: _T) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.it is other.it
