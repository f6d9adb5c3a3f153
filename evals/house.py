"""What the house looks like: files and lines a room, rooms that import one another in a circle, words in code.

`python -m evals.house [TREE …]` prints a column a tree (a checkout of this or an older commit), read as text: nothing of it is run.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def modules(tree: Path) -> list[tuple[str, Path]]:
    """Room and file of every module of the package."""
    package = tree / "assistant"
    found = []
    for path in sorted(package.rglob("*.py")):
        first = path.relative_to(package).parts[0]
        found.append((first.removesuffix(".py"), path))
    return found


def imports(path: Path) -> Iterator[str]:
    """The rooms that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "assistant" and len(parts) > 1:
                yield parts[1]


def circles(tree: Path) -> list[set[str]]:
    """Groups of rooms each of which reaches every other by imports."""
    knows: dict[str, set[str]] = {}
    for room, path in modules(tree):
        knows.setdefault(room, set()).update(set(imports(path)) - {room})

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        todo = [start]
        while todo:
            for other in knows.get(todo.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return seen

    far = {room: reached(room) for room in knows}
    groups: list[set[str]] = []
    for room in knows:
        group = {other for other in far[room] if room in far.get(other, ())} | {room}
        if len(group) > 1 and group not in groups:
            groups.append(group)
    return groups


def words_in_code(tree: Path) -> int:
    """Constants of a module that hold Chinese words: patterns, lists, tables."""
    count = 0
    for _, path in modules(tree):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            value = getattr(node, "value", None)
            if isinstance(node, ast.Assign | ast.AnnAssign) and value is not None:
                texts = [
                    part.value
                    for part in ast.walk(value)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                ]
                count += any("\u4e00" <= c <= "\u9fff" for text in texts for c in text)
    return count


def main() -> int:
    """Prints the table."""
    trees = [Path(arg) for arg in sys.argv[1:]] or [ROOT]
    files = [Counter(room for room, _ in modules(tree)) for tree in trees]
    lines = [Counter[str]() for _ in trees]
    for tree, count in zip(trees, lines, strict=True):
        for room, path in modules(tree):
            count[room] += len(path.read_text(encoding="utf-8").splitlines())
    for room in sorted(set().union(*files)):
        cells = "".join(f" | {f[room]:4} {n[room]:6}" for f, n in zip(files, lines, strict=True))
        print(f"{room:16}{cells}")
    total = "".join(f" | {f.total():4} {n.total():6}" for f, n in zip(files, lines, strict=True))
    print(f"{'all':16}{total}")
    for tree in trees:
        print(f"{tree}: circles {[sorted(group) for group in circles(tree)] or 0}")
        print(f"{tree}: constants with Chinese words {words_in_code(tree)}")
        yaml = sorted((tree / "assistant").rglob("*.yaml"))
        print(f"{tree}: YAML files {len(yaml)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
