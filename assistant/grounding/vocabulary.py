"""Words that any sentence may use, and claims that none may: the lexicon `report_words`."""

from __future__ import annotations

from functools import cache

from assistant.lexicon import lexicon


@cache
def official() -> frozenset[str]:
    """Frame words and the plain official vocabulary."""
    data = lexicon("report_words")
    return frozenset(f"{data['frame']} {data['official']}".split())


@cache
def stock_claims() -> tuple[tuple[str, str], ...]:
    """Patterns of praise and boilerplate, each with why it may not be claimed."""
    return tuple((pattern, why) for pattern, why in lexicon("report_words")["claims"])
