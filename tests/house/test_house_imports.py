"""The rooms know only what stands left of them (DESIGN.md): checked on the import statements themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASSISTANT = ROOT / "assistant"

#: rooms from left to right; a room may import those of its own or a lower number
ORDER = {
    "errors": 0,
    "config": 3,
    "numerals": 0,
    "reading": 0,
    "model": 1,
    "units": 1,
    "amounts": 1,
    "yaml_lines": 0,
    "explaining": 1,
    "deadlines": 1,
    "quantity": 2,
    "finding": 1,
    "scorecard": 3,
    "located": 2,
    "rules": 3,
    "scoring": 4,
    "facts": 5,
    "checks": 8,
    "drafting": 6,
    "report": 7,
    "review": 9,
    "oneshot": 10,
    "doctoring": 10,
    "chat": 10,
    "commands": 11,
    "cli": 12,
}


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "assistant" and len(parts) > 1 else ""


MODULES = sorted(ASSISTANT.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_imports_nothing_to_its_right(path: Path) -> None:
    own = _room(".".join(path.relative_to(ROOT).with_suffix("").parts))
    place = ORDER.get(own)
    wrong = [
        module
        for module in _imports(path)
        if place is not None and ORDER.get(_room(module), 0) > place
    ]
    assert not wrong, f"{own} must not know {wrong}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_two_things(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_raw_word_xml_is_built_in_named_places_only() -> None:
    builders = {
        str(path.relative_to(ROOT))
        for path in (ASSISTANT / "report").rglob("*.py")
        if re.search("<w:|OxmlElement", path.read_text(encoding="utf-8"))
    }
    assert {name.rsplit("/", 1)[0] for name in builders} == {"assistant/report/oxml"}
