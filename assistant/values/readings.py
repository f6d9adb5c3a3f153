"""A row's target and actual, read together and once: what is wanted, what was got."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assistant.values.direction import Direction, is_cost
from assistant.values.quantity import Actual, Target, read_actual, read_target


@dataclass(frozen=True, slots=True)
class Readings:
    """What a row asks for and what it says came of it; None where it says nothing."""

    wanted: Target | None
    got: Actual | None


@lru_cache(maxsize=2048)
def read_row(
    level1: str,
    level2: str,
    name: str,
    target: str,
    actual: str,
    direction: Direction | None = None,
    year: int | None = None,
) -> Readings:
    """The row's two values. The same row, seen by another room, is not read again."""
    wanted = read_target(target, direction=direction, year=year, cost=is_cost(level1, level2))
    return Readings(wanted, read_actual(actual, year=year))
