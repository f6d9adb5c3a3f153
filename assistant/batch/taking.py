"""A source file as the data files it becomes: one of a data file, one a project of a workbook or report.

A data file stays as its writer wrote it. Only what would mean something else in another folder is put
into it: what the 单位.yaml beside it says, and the way to the files it names.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.batch.sources import is_data
from assistant.errors import InputError
from assistant.intake import read_all
from assistant.intake.unit import NAME as UNIT
from assistant.intake.unit import inherit, read_unit
from assistant.intake.write_yaml import to_yaml
from assistant.located import decode, parse, read_bytes
from assistant.yaml_writing import dumped, round_trip

#: values that may name a file, counted from the folder of the data file; the last one always does
_WAYS = (("评分", "规则"), ("报告", "提纲"), ("起草", "范文"))
_FILES = (".yaml", ".yml")
_SHOWN_UNLIKE = 3


@dataclass(frozen=True, slots=True)
class Taken:
    """One project of a source: its name ("" where it has none), the text of its data file, and notes for people."""

    name: str
    text: bytes
    notes: tuple[str, ...] = ()


def take(
    path: Path, folder: Path, *, shared: bytes | None = None, named: bool = True
) -> tuple[Taken, ...]:
    """The projects of a source as data files that stand in `folder`; `shared` is the 单位.yaml there.

    A YAML file that nobody `named`, but that lies in a folder, may be an outline or a rule set: none come of it.
    Raises InputError where the source cannot be read, or holds no project.
    """
    if is_data(path):
        return _data(path, folder, shared, named=named)
    found = []
    for imported in read_all(path):
        doubts = len(imported.doubts) + len(imported.not_understood)
        notes = (f"读入时有 {doubts} 处要核对，见数据文件末尾",) if doubts else ()
        found.append(Taken(imported.name, to_yaml(imported).encode(), notes))
    return tuple(found)


def unlike_values(data: bytes, source: bytes) -> str:
    """The first values of the source that the data file has otherwise; "" where it has all, and perhaps more."""
    ours, theirs = (dict(_leaves(parse(decode(text, ""), "").tree)) for text in (data, source))
    found = [
        f"{way} 数据是“{str(ours.get(way, '空'))[:20]}”，来源是“{str(value)[:20]}”"
        for way, value in theirs.items()
        if ours.get(way) != value
    ]
    more = f"等 {len(found)} 处" if len(found) > _SHOWN_UNLIKE else ""
    return "；".join(found[:_SHOWN_UNLIKE]) + more


def _leaves(tree: Any, way: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, f"{way}.{key}" if way else str(key))
    elif isinstance(tree, list):
        for number, value in enumerate(tree, 1):
            yield from _leaves(value, f"{way}[{number}]")
    elif tree is not None:
        yield way, str(tree)


def shared_text(path: Path, folder: Path) -> bytes:
    """A unit file as it stands in `folder`. Raises InputError with a line for each mistake in it."""
    read_unit(path)
    text = decode(read_bytes(path), str(path))
    moved = _moved(
        {"规则": ("规则",), "提纲": ("提纲",)}, parse(text, str(path)).tree, path, folder
    )
    return _with(text, moved).encode() if moved else text.encode()


def _data(path: Path, folder: Path, shared: bytes | None, *, named: bool) -> tuple[Taken, ...]:
    data = read_bytes(path)
    try:
        text = decode(data, str(path))
        tree = parse(text, str(path)).tree
    except InputError:
        return (Taken(path.stem, data),)  # it says what is wrong with it when it is worked on
    if not named and not (isinstance(tree, dict) and ("项目" in tree or "指标" in tree)):
        return ()
    if not isinstance(tree, dict):
        return (Taken(path.stem, data),)
    moved = _moved({".".join(way): way for way in _WAYS}, tree, path, folder)
    beside = path.with_name(UNIT)
    if beside.is_file() and shared_text(beside, folder) != shared:
        moved |= _inherited(tree, beside, folder)
    project = tree.get("项目")
    name = str(project.get("名称") or "") if isinstance(project, dict) else ""
    return (Taken(name or path.stem, _with(text, moved).encode() if moved else data),)


def _moved(
    ways: dict[str, tuple[str, ...]], tree: Any, path: Path, folder: Path
) -> dict[tuple[str, ...], Any]:
    """Names of files, counted from the folder where the data file will stand."""
    found: dict[tuple[str, ...], Any] = {}
    for way in ways.values():
        value = tree
        for part in way:
            value = value.get(part) if isinstance(value, dict) else None
        named = isinstance(value, str) and (way[-1] == "范文" or value.lower().endswith(_FILES))
        if named and not Path(value).is_absolute():
            target = os.path.relpath(path.parent.resolve() / value, folder.resolve())
            if target != value:
                found[way] = Path(target).as_posix()
    return found


def _inherited(tree: dict[str, Any], beside: Path, folder: Path) -> dict[tuple[str, ...], Any]:
    """What the unit file of the source's own folder adds to it."""
    whole = {key: dict(value) if isinstance(value, dict) else value for key, value in tree.items()}
    unit = read_unit(beside)
    inherit(whole, unit)
    added = {
        (group, key): value
        for group in ("报告", "资金", "评分", "起草")
        if isinstance(whole.get(group), dict)
        for key, value in whole[group].items()
        if (tree.get(group) or {}).get(key) != value
    }
    return added | _moved(
        {w: way for w, way in ((".".join(w), w) for w in _WAYS) if way in added},
        whole,
        beside,
        folder,
    )


def _with(text: str, values: dict[tuple[str, ...], Any]) -> str:
    """The text with these values in it; its comments and order stay."""
    yaml = round_trip()
    tree = yaml.load(text)
    for way, value in values.items():
        node = tree
        for part in way[:-1]:
            if node.get(part) is None:
                node[part] = {}
            node = node[part]
        node[way[-1]] = value
    return dumped(tree, yaml)
