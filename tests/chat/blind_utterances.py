"""The blind set: utterances of county staff with what is right, each run through `jixiao chat --script --json`.

One line of `blind/*.txt`: `state | utterance | kind | path=value ; …`. State: `-` the complete file; `?path` that
value is blanked, so that it is the one thing asked; `>words` said before. `/` in kind: any is right. A value is
what is proposed; `~a&b` contains each, `/…/` is a regular expression, `-` a deletion. After `consent` the values are
those of the file; after anything else the file must be as it was.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.yaml_writing import dumped, round_trip
from tests.command_runs import run

FOLDER = Path(__file__).parent / "blind"


@dataclass(frozen=True)
class Case:
    """One utterance in its state, and what is right."""

    project: str
    line: int
    state: str
    said: str
    kinds: tuple[str, ...]
    wanted: dict[str, str]

    @property
    def id(self) -> str:
        return f"{self.project}:{self.line}"


@dataclass(frozen=True)
class Result:
    """What came of one case: `right`, `asked` (nothing or less was proposed), `kind` or `wrong`."""

    verdict: str
    why: str
    record: dict[str, Any]


def cases(half: str = "") -> list[Case]:
    """All cases in order; `half` is `first` (1st, 3rd … line of every file) or `second`."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if half and (half == "first") != (number % 2 == 1):
                continue
            state, said, kinds, wanted = (part.strip() for part in line.split("|", 3))
            values = dict(pair.strip().split("=", 1) for pair in wanted.split(" ; ") if pair)
            found.append(Case(path.stem, number, state, said, tuple(kinds.split("/")), values))
    return found


def _parent(tree: Any, path: str) -> tuple[Any, Any]:
    """The container and the key (or index) of a path with names, `指标[好路率].实际`."""
    steps: list[str] = re.findall(r"\[[^\]]*\]|[^.\[\]]+", path)
    here, found = tree, (tree, steps[0])
    for step in steps:
        if step.startswith("["):
            name = step[1:-1]
            index = next(
                n for n, row in enumerate(here) if name in (row.get("名称"), row.get("来源"))
            )
            found, here = (here, index), here[index]
        else:
            found, here = (here, step), here.get(step)
    return found


def _fits(wanted: str, got: object) -> bool:
    text = json.dumps(got, ensure_ascii=False) if isinstance(got, dict | list) else str(got)
    if wanted == "-":
        return got is None
    if wanted.startswith("~"):
        return all(part in text for part in wanted[1:].split("&"))
    if wanted.startswith("/"):
        return re.search(wanted[1:-1], text) is not None
    return text.removesuffix("。") == wanted


def _run(case: Case, folder: Path, model: str) -> tuple[list[dict[str, Any]], Any, bool]:
    """The records of the command, the data afterwards, and whether the last line left them as they were."""
    data, script = folder / "数据.yaml", folder / "话.txt"
    tree = round_trip().load((FOLDER / f"{case.project}.yaml").read_text(encoding="utf-8"))
    if case.state.startswith("?"):
        parent, key = _parent(tree, case.state[1:])
        del parent[key]
    data.write_text(dumped(tree), encoding="utf-8")
    before = data.read_text(encoding="utf-8")
    said = [case.state[1:]] if case.state.startswith(">") else []
    script.write_text("\n".join([*said, case.said]) + "\n", encoding="utf-8")
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = run("chat", data, "--script", script, "--json", "--model", model)
    records = [json.loads(line) for line in out.getvalue().splitlines()]
    assert code in (0, 1), f"{case.id} exit {code}"
    after = data.read_text(encoding="utf-8")
    return records, round_trip().load(after), after == before


def measure(case: Case, folder: Path, model: str = "none") -> Result:
    """Runs one case in an empty folder and judges it."""
    records, tree, untouched = _run(case, folder, model)
    record = records[-1]
    kind, proposals = record["kind"], record["proposals"]
    if "consent" in case.kinds:
        for path, wanted in case.wanted.items():
            parent, key = _parent(tree, path)
            if not _fits(wanted, parent[key]):
                return Result("asked" if untouched else "wrong", f"{path} {parent[key]}", record)
        return Result("right" if kind == "consent" else "kind", kind, record)
    if not untouched:
        return Result("wrong", "written without consent", record)
    wrong, seen = [], set()
    for each in proposals:
        path, new = each["path"], each["new"]
        if path in case.wanted and _fits(case.wanted[path], new):
            seen.add(path)
        else:
            wrong.append(f"{path}={new}")
    if wrong:
        return Result("wrong", "；".join(wrong), record)
    missing = [path for path in case.wanted if path not in seen]
    if missing:
        return Result("asked", "；".join(missing), record)
    if kind not in case.kinds and not {kind, *case.kinds} <= {"answer", "change"}:
        return Result("kind", kind, record)
    return Result("right", "", record)
