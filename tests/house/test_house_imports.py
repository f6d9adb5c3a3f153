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
    "records": 0,
    "patterns": 0,
    "lexicon": 0,
    "explaining": 0,
    "files": 1,
    "naming": 1,
    "executing": 1,
    "aside": 1,
    "yaml_lines": 1,
    "yaml_writing": 1,
    "located": 1,
    "plain_database": 1,
    "segmenting": 1,
    "values": 2,
    "config": 2,
    "model": 3,
    "word": 4,
    "sheets": 5,
    "rules": 6,
    "scoring": 7,
    "forms": 8,
    "intake": 9,
    "facts": 10,
    "llm": 4,
    "grounding": 11,
    "project_lock": 11,
    "history": 12,
    "workspace": 12,
    "drafting": 13,
    "report": 14,
    "checks": 15,
    "review": 16,
    "submissions": 16,
    "charts": 4,
    "oneshot": 17,
    "doctoring": 17,
    "chat": 17,
    "batch": 18,
    "proof": 18,
    "audit": 18,
    "summary": 18,
    "commands": 19,
    "web": 19,
    "cli": 20,
}

#: imports to the right that the rebuild has not undone yet: the list only ever grows shorter
PENDING: set[tuple[str, str]] = set()


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
    place = ORDER.get(own, 0)
    wrong = [
        module
        for module in _imports(path)
        if ORDER.get(_room(module), 0) > place and (own, _room(module)) not in PENDING
    ]
    assert not wrong, f"{own} must not know {wrong}"


def test_every_room_stands_in_the_order() -> None:
    rooms = {_room(".".join(p.relative_to(ROOT).with_suffix("").parts)) for p in MODULES}
    assert rooms - {"", "__init__"} <= set(ORDER)


def test_raw_word_xml_is_built_in_named_places_only() -> None:
    builders = {
        str(path.relative_to(ROOT))
        for path in ASSISTANT.rglob("*.py")
        if re.search("<w:|OxmlElement", path.read_text(encoding="utf-8"))
    }
    assert {name.split("/")[1] for name in builders} == {"word"}


def test_no_module_has_a_name_that_tells_nothing() -> None:
    """Names are the field's terms or plain words (issue 15): these came back once."""
    vague = {"hands", "desk", "telling", "slips", "papers", "habits", "told"}
    modules = sorted(path for path in ASSISTANT.rglob("*.py") if vague & set(path.stem.split("_")))
    assert modules == []
