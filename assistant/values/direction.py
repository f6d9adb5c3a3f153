"""Which side of a target is the good one: by its sign, by 方向, else by what the row's name measures."""

from __future__ import annotations

from typing import Literal

Direction = Literal["正向", "反向", "定性", "时限"]


def is_cost(level1: str, level2: str) -> bool:
    """Whether a row is of the cost class: by level 1 (101号) or level 2 (10号); ranks with or without 指标."""
    return any(level.removesuffix("指标").endswith("成本") for level in (level1, level2))
