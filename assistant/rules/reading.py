"""One rule file: `extends`, dated versions of a rule, and the schema check with the line of each mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import InputError
from assistant.located import Located, Place, explain, read_located
from assistant.rules.ruleset import RuleSet, day_of
from assistant.rules.sections import InForce

#: what a file never takes from the one it extends
_OWN = ("id", "name", "issued", "place", "in_force", "note", "default", "extends")
FindBase = Callable[[str, Path], "RuleFile"]


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file read whole. `versions` are the rule sets from each day a rule in it changed on."""

    path: Path
    extends: str
    located: Located
    versions: tuple[tuple[date, RuleSet], ...]

    @property
    def latest(self) -> RuleSet:
        """As it stands after the last change."""
        return self.versions[-1][1]

    @property
    def id(self) -> str:
        """The id, the same in every version."""
        return self.latest.id

    def for_year(self, year: int | None) -> RuleSet:
        """The version in force at the end of `year`; before the first change the first, None the latest."""
        if year is None:
            return self.latest
        before = [rules for start, rules in self.versions if start <= day_of(year)]
        return before[-1] if before else self.versions[0][1]


def read_rule_file(path: Path, find_base: FindBase) -> RuleFile:
    """Reads and checks a rule file. Raises InputError, one line a mistake, with file and line."""
    located = read_located(path)
    if not isinstance(located.tree, dict):
        raise InputError(f"{path}:1：文件开头应是“id:”这样的一组键，请照 jixiao rules new 的样式写")
    if "extends" in located.tree:
        located = _extended(located, path, find_base)
    name = str(located.tree.pop("extends", "") or "")
    starts = _starts(located)
    versions: list[tuple[date, RuleSet]] = []
    mistakes: dict[str, None] = {}  # in the order found, a mistake of several versions once
    for start in starts:
        resolved = _on(located, start)
        try:
            versions.append((start, RuleSet.model_validate(resolved.tree)))
        except ValidationError as error:
            mistakes |= dict.fromkeys(explain(error, resolved, RuleSet))
    if mistakes:
        raise InputError(*mistakes)
    return RuleFile(path, name, located, tuple(versions))


def _extended(located: Located, path: Path, find_base: FindBase) -> Located:
    """The file over the one it extends: a rule it states replaces that rule whole, words and clause too."""
    name = located.tree["extends"]
    line = located.line(("extends",))
    if not isinstance(name, str) or not name:
        raise InputError(f"{path}:{line}：extends：应写一套规则的编号或文件，如 cn-2020-10")
    if name.endswith((".yaml", ".yml")) and (path.parent / name).resolve() == path.resolve():
        raise InputError(f"{path}:{line}：extends：不能以自己为底")
    try:
        base = find_base(name, path.parent)
    except InputError as error:
        raise InputError(f"{path}:{line}：extends：{error.lines[0]}", *error.lines[1:]) from None
    inherited = {k: v for k, v in base.located.tree.items() if k not in _OWN}
    return Located(located.name, {**inherited, **located.tree}, located.lines)


def _is_dated(key: str, value: Any) -> bool:
    """A list of dated versions of one rule. `weights` is a list by nature: its cases may be dated."""
    if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
        return False
    return key != "weights" or any("in_force" in v for v in value)


def _starts(located: Located) -> list[date]:
    """The days on which the file's rules change, the file's own start first."""
    whole = _in_force(located, ("in_force",), located.tree.get("in_force"))
    starts = {whole.start}
    for key, value in located.tree.items():
        if not _is_dated(key, value):
            continue
        for i, version in enumerate(value):
            place = (key, i, "in_force")
            dated = _in_force(located, place, version.get("in_force"))
            if dated.start > whole.start:
                starts.add(dated.start)
            if dated.end is not None and (whole.end is None or dated.end < whole.end):
                starts.add(dated.end + timedelta(days=1))
    return sorted(starts)


def _in_force(located: Located, place: tuple[str | int, ...], value: Any) -> InForce:
    line = located.line(place)
    shown = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    if value is None:
        raise InputError(
            f"{located.name}:{line}：{shown}：缺少这一项，请写施行日期，如 {{from: 2024-01-01}}"
        )
    try:
        return InForce.model_validate(value)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        why = (
            fault["ctx"]["error"] if fault["type"] == "value_error" else "应写成 {from: 2024-01-01}"
        )
        raise InputError(f"{located.name}:{line}：{shown}：{why}") from None


def _on(located: Located, day: date) -> Located:
    """The file as it stands on that day: of each dated rule the one version in force."""
    tree: dict[str, Any] = {}
    lines = dict(located.lines)
    for key, value in located.tree.items():
        if not _is_dated(key, value):
            tree[key] = value
            continue
        live = [
            i for i, v in enumerate(value)
            if day in _in_force(located, (key, i, "in_force"), v.get("in_force"))
        ]  # fmt: skip
        line = located.line((key,))
        if not live:
            raise InputError(
                f"{located.name}:{line}：{key}：{day} 起没有一个版本施行，日期之间有空"
            )
        if key == "weights":
            tree[key] = [value[i] for i in live]
            moves: list[tuple[Place, Place]] = [
                ((key, n), (key, old)) for n, old in enumerate(live)
            ]
        elif len(live) > 1:
            line = located.line((key, live[1]))
            raise InputError(f"{located.name}:{line}：{key}：{day} 有两个版本同时施行，日期重叠")
        else:
            tree[key] = value[live[0]]
            moves = [((key,), (key, live[0]))]
        for new, old in moves:
            for place, number in located.lines.items():
                if place[: len(old)] == old:
                    lines[(*new, *place[len(old) :])] = number
    return Located(located.name, tree, lines)
