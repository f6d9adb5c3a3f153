"""A path that a user gives is read by the one reader that never waits on a pipe and never reads without end."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "assistant"
#: the readers themselves, and modules whose paths are the program's own: its words, prompts, rules, the model it fetched
MAY = {
    "files.py", "located.py", "cli.py", "lexicon/__init__.py", "grounding/vocabulary.py", "intake/blank.py", "llm/prompts.py",
    "llm/local/pull.py", "rules/catalogue.py", "web/vendoring.py", "chat/terminal.py",
}  # fmt: skip
READS = {"read_text", "read_bytes"}


def _plain_reads(path: Path) -> list[int]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if (
            isinstance(called, ast.Attribute)
            and called.attr in READS
            and not (node.args and called.attr == "read_bytes")
        ) or (isinstance(called, ast.Name) and called.id == "open"):
            found.append(node.lineno)
    return found


def test_no_module_reads_a_path_past_the_safe_reader() -> None:
    past = {
        f"{name}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if (name := path.relative_to(PACKAGE).as_posix()) not in MAY
        for line in _plain_reads(path)
    }
    assert past == set()
