"""Trees that many documents have in common and nobody changes: what is read of one is read once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_T = TypeVar("_T")
#: by tree: what was read of it. They are the styles, settings and footers of our own reports, and stay.
_seen: dict[Any, dict[Hashable, Any]] = {}


def keep(tree: Any) -> Any:
    """The tree, of which from now on is kept what is read `once`."""
    _seen.setdefault(tree, {})
    return tree


def once(tree: Any, what: Hashable, read: Callable[[], _T]) -> _T:
    """What is read of the tree under that name: anew for a tree of one document, else as it was read first."""
    known = _seen.get(tree)
    if known is None:
        return read()
    if what not in known:
        known[what] = read()
    found: _T = known[what]
    return found
