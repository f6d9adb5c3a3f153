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
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chat_project import Talk
from command_runs import run

from assistant.yaml_writing import dumped, round_trip

#: what is not read yet; a line that comes right is to be taken out here
KNOWN = {
    "cloud:8": "kind",  # statements with 对的哇 behind them: its numbers are told as not read
    "library:21": "asked",  # 每场平均三十六个人: a rate with its words around the number
    "nursery:6": "asked",  # 不是百分百 有一家没备 11/12: a remark between the name and the share
    "orchard:1": "asked",  # 病树砍了五万八: an amount without unit beside half of a name
    "sewage:5": "asked",  # COD for 化学需氧量
    "streetlight:3": "asked",  # 一年省电费 for 年节约电费
}
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
    def known(self) -> str:
        """What comes of it so far, where that is not what is right."""
        return KNOWN.get(self.id, "")

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


def _opened(case: Case, folder: Path) -> Path:
    """The data file of the case, with what it asks for blanked."""
    data = folder / "数据.yaml"
    tree = round_trip().load((FOLDER / f"{case.project}.yaml").read_text(encoding="utf-8"))
    if case.state.startswith("?"):
        parent, key = _parent(tree, case.state[1:])
        parent.pop(key, None)
    data.write_text(dumped(tree), encoding="utf-8")
    return data


def _leaves_open(case: Case, folder: Path) -> bool:
    """Whether the file leaves more open than what the case blanks."""
    data = folder / "whole.yaml"
    data.write_text((FOLDER / f"{case.project}.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    return bool(Talk(data).memory.asking)


def _lines(case: Case) -> list[str]:
    return [*([case.state[1:]] if case.state.startswith(">") else []), case.said]


def by_command(case: Case, data: Path, model: str = "none") -> dict[str, Any]:
    """What `jixiao chat 数据 --script 话.txt --json` prints for the line."""
    script = data.with_name("话.txt")
    script.write_text("\n".join(_lines(case)) + "\n", encoding="utf-8")
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = run("chat", data, "--script", script, "--json", "--model", model)
    assert code == 0, f"{case.id} exit {code}"
    found: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return found


def in_process(case: Case, data: Path) -> dict[str, Any]:
    """The same from the conversation alone, without the command around it."""
    talk = Talk(data)
    path = case.state[1:]
    if case.state[0] == "?" and talk.memory.asking != path and _leaves_open(case, data.parent):
        talk.ask(path)
    for line in _lines(case):
        outcome = talk.say(line)
    return outcome.as_json(case.said)


def measure(case: Case, folder: Path, ask: Callable[[Case, Path], dict[str, Any]]) -> Result:
    """Runs one case in an empty folder and judges it."""
    data = _opened(case, folder)
    before = data.read_text(encoding="utf-8")
    record = ask(case, data)
    after = data.read_text(encoding="utf-8")
    return _judged(case, record, round_trip().load(after), after == before)


def _judged(case: Case, record: dict[str, Any], tree: Any, untouched: bool) -> Result:
    kind, proposals = record["kind"], record["proposals"]
    if "consent" in case.kinds:
        for path, wanted in case.wanted.items():
            parent, key = _parent(tree, path)
            if not _fits(wanted, parent[key]):
                return Result("asked" if untouched else "wrong", f"{path} {parent[key]}", record)
        return Result("right" if kind == "consent" else "kind", kind, record)
    if not untouched:
        return Result("wrong", "written without consent", record)
    fits = [p["path"] in case.wanted and _fits(case.wanted[p["path"]], p["new"]) for p in proposals]
    wrong = [f"{p['path']}={p['new']}" for p, ok in zip(proposals, fits, strict=True) if not ok]
    if wrong:
        return Result("wrong", "；".join(wrong), record)
    missing = [path for path in case.wanted if path not in {p["path"] for p in proposals}]
    if missing:
        return Result("asked", "；".join(missing), record)
    if kind not in case.kinds and not {kind, *case.kinds} <= {"answer", "change"}:
        return Result("kind", kind, record)
    return Result("right", "", record)
