"""Words as data: what staff, forms and model answers call things, a YAML file a kind, and one loader.

Every entry carries its source or `seen in`; code asks for a kind by name and holds no list of its own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def lexicon(kind: str) -> Any:
    """The words of one kind (`columns`, `levels`, `verbs` …) as plain lists, maps and text.

    Raises LookupError for a kind that does not ship: the kinds are the program's own, never a user's.
    """
    import yaml

    path = _HERE / f"{kind}.yaml"
    if not path.is_file():
        raise LookupError(f"no lexicon of kind {kind!r}")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
