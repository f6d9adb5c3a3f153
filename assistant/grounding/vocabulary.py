"""Words that any sentence may use: lists kept as data beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


def _lines(name: str) -> list[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def frame() -> frozenset[str]:
    """Words that claim nothing, so that they may stand where a cause is told."""
    return frozenset(word for line in _lines("frame_words.txt") for word in line.split())


@cache
def official() -> frozenset[str]:
    """Frame words and the plain official vocabulary."""
    return frame() | {word for line in _lines("official_words.txt") for word in line.split()}


@cache
def name_endings() -> tuple[str, ...]:
    """Endings that make a word the name of an office, a place or a device."""
    return tuple(word for line in _lines("names.txt") for word in line.split()[1:])


@cache
def stock_claims() -> tuple[tuple[str, str], ...]:
    """Patterns of praise and boilerplate, each with why it may not be claimed."""
    return tuple(
        (p, why) for p, _, why in (line.partition("\t") for line in _lines("stock_claims.txt"))
    )
