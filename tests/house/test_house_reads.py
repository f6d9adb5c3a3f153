"""A path that a user gives is read by the one reader that never waits on a pipe and never reads without end."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "assistant"
#: the readers themselves, and modules whose paths are the program's own: its words, prompts, rules, the model it fetched
MAY = {
    "files.py", "located.py", "cli.py", "lexicon/__init__.py", "grounding/vocabulary.py", "intake/blank.py", "llm/prompts.py",
    # after `require_file`, because it reads line by line: a batch's answers may be larger than memory
    "llm/deferring.py",
    "llm/local/pull.py", "rules/catalogue.py", "web/vendoring.py", "chat/terminal.py",
    # the list of words it made itself, in the user's own cache; another thing there is made again
    "segmenting.py",
}  # fmt: skip
READS = {"read_text", "read_bytes"}


def _reads(call: ast.Call) -> bool:
    """Whether `x.open(…)` has a mode as `Path.open` has it, and reads; a ledger or a talk that opens has none."""
    modes = [a.value for a in call.args[:1] if isinstance(a, ast.Constant)]
    modes += [k.value.value for k in call.keywords if k.arg == "mode" and isinstance(k.value, ast.Constant)]  # fmt: skip
    return any(isinstance(mode, str) and mode.startswith("r") and len(mode) <= len("r+b") for mode in modes) or (
        not call.args and {k.arg for k in call.keywords} <= {"encoding", "newline", "errors"}
    )  # fmt: skip


def _plain_reads(path: Path) -> list[int]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        named = isinstance(called, ast.Name) and called.id == "open"
        whole = (
            isinstance(called, ast.Attribute)
            and called.attr in READS
            and not (node.args and called.attr == "read_bytes")
        )
        opened = isinstance(called, ast.Attribute) and called.attr == "open" and _reads(node)
        if named or whole or opened:
            found.append(node.lineno)
    return found


def test_the_test_sees_every_way_to_read(tmp_path: Path) -> None:
    ways = (
        "p.open()",
        'p.open("rb")',
        'p.open(mode="r")',
        'p.open(encoding="utf-8")',
        "open(p)",
        "p.read_text()",
    )
    others = (
        'p.open("wb")',
        "Ledger.open(folder)",
        "dress.open(cell, number=True)",
        "talk.open(memory)",
    )
    for number, way in enumerate((*ways, *others)):
        path = tmp_path / f"{number}.py"
        path.write_text(way, encoding="utf-8")
        assert bool(_plain_reads(path)) is (way in ways), way


def test_no_module_reads_a_path_past_the_safe_reader() -> None:
    past = {
        f"{name}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if (name := path.relative_to(PACKAGE).as_posix()) not in MAY
        for line in _plain_reads(path)
    }
    assert past == set()
