"""The bands of scores that every picture of many projects counts by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `least` up to the band above; its name in a chart, and with its unit in a text."""

    least: int
    name: str
    said: str


BANDS = (
    Band(100, "100分", "100分"),
    Band(95, "95—99.99", "95—99.99分"),
    Band(90, "90—94.99", "90—94.99分"),
    Band(80, "80—89.99", "80—89.99分"),
    Band(60, "60—79.99", "60—79.99分"),
    Band(0, "60以下", "60分以下"),
)


def in_bands(scores: Iterable[Decimal | None]) -> list[tuple[Band, int]]:
    """Every band, the highest first, with how many of the scores lie in it; what has no score is in none."""
    found = Counter(_band(score) for score in scores if score is not None)
    return [(band, found[band]) for band in BANDS]


def _band(score: Decimal) -> Band:
    return next((band for band in BANDS if score >= band.least), BANDS[-1])
