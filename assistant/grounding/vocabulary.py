"""Words that any sentence may use: lists kept as data beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


def _lines(name: str) -> list[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def official() -> frozenset[str]:
    """Frame words and the plain official vocabulary."""
    return frozenset(
        word
        for name in ("frame_words.txt", "official_words.txt")
        for line in _lines(name)
        for word in line.split()
    )


@cache
def stock_claims() -> tuple[tuple[str, str], ...]:
    """Patterns of praise and boilerplate, each with why it may not be claimed."""
    return tuple(
        (p, why) for p, _, why in (line.partition("\t") for line in _lines("stock_claims.txt"))
    )
