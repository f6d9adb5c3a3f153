"""Patterns are compiled at their first use (`assistant.patterns`): here each of them is used."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
from pathlib import Path

import assistant
from assistant.patterns import Later, regex

PACKAGE = Path(assistant.__file__).parent


def test_every_pattern_compiles() -> None:
    for module in pkgutil.walk_packages(assistant.__path__, "assistant."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    patterns = [found for found in gc.get_objects() if type(found) is Later]
    assert len(patterns) > 500
    assert all(pattern.groups >= 0 for pattern in patterns)


def test_none_is_compiled_at_import() -> None:
    """One more of them costs every command half a millisecond."""
    others = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if path.name != "patterns.py" and "re.compile(" in path.read_text(encoding="utf-8")
    ]
    assert others == []


def test_a_pattern_answers_as_a_compiled_one() -> None:
    one, other = regex(r"(?P<n>\d+)元", re.IGNORECASE), re.compile(r"(?P<n>\d+)元", re.IGNORECASE)
    text = "拨付12元，余3元"
    assert one.pattern == other.pattern
    assert (one.flags, one.groups, one.groupindex) == (other.flags, other.groups, other.groupindex)
    assert [m.span() for m in one.finditer(text)] == [m.span() for m in other.finditer(text)]
    assert one.sub("", text) == other.sub("", text)
    assert one.split(text) == other.split(text)
