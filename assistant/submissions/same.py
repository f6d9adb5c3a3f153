"""Which files speak of one project: name, year and unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from assistant.checks.likeness import normal
from assistant.submissions.piece import Identity

T = TypeVar("T")


def together(items: Iterable[T], whose: Callable[[T], Identity]) -> list[list[T]]:
    """The items of the same project, unit and year together; those that name no unit go with the only one, else together.

    In the order in which each project first appears.
    """
    order: dict[int, int] = {}
    named: dict[tuple[str, int | None], dict[str, list[T]]] = {}
    for number, item in enumerate(items):
        order[id(item)] = number
        of = whose(item)
        owner = normal(of.unit or of.authority)
        named.setdefault((normal(of.name), of.year), {}).setdefault(owner, []).append(item)
    found: list[list[T]] = []
    for owners in named.values():
        homeless = owners.pop("", [])
        if homeless and len(owners) == 1:
            next(iter(owners.values())).extend(homeless)
        elif homeless:
            found.append(homeless)
        found += owners.values()
    return sorted(found, key=lambda some: min(order[id(one)] for one in some))
