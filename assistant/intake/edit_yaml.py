"""Changes to a data file that a person has agreed to, written so that every other character stays.

What was written is read again and compared with what was meant, value by value, before it takes the
place of the file. So a change either stands alone in the new file, or nothing does.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import InputError
from assistant.explaining import shown
from assistant.files import write_whole
from assistant.intake.yaml import evaluation_of, faults_of_rows
from assistant.intake.yaml_splice import IMPORTED, with_row, with_value, without_row
from assistant.located import Located, Place, decode, explain, parse, read_bytes, read_located
from assistant.model.evaluation import Evaluation
from assistant.yaml_writing import dumped, round_trip


@dataclass(frozen=True, slots=True)
class Change:
    """One value of the data file. `place` is its path, e.g. ("指标", 1, "实际"); "" stands for no value."""

    place: Place
    old: str
    new: str

    @property
    def where(self) -> str:
        """The place as messages name it: 指标[2].实际."""
        return shown(self.place)


@dataclass(frozen=True, slots=True)
class Addition:
    """A row more in a list of the data file, after the row of that number (-1: before them all), or at its end.

    `place` is the list, e.g. ("指标",); `values` are the row's keys and values in their order.
    """

    place: Place
    values: tuple[tuple[str, str], ...]
    after: int | None = None

    @property
    def where(self) -> str:
        """The list as messages name it."""
        return shown(self.place)


@dataclass(frozen=True, slots=True)
class Removal:
    """A row taken out of a list: its place, e.g. ("指标", 3), and the 名称 or 来源 that it bears."""

    place: Place
    name: str

    @property
    def where(self) -> str:
        """The row as messages name it."""
        return shown(self.place)


Edit = Change | Addition | Removal


@dataclass(frozen=True, slots=True)
class Edited:
    """A data file as it would stand with the changes in it."""

    text: str
    evaluation: Evaluation


def preview(path: Path, changes: Sequence[Edit]) -> Edited:
    """What the file would say; nothing is written. The changes are made one after the other.

    Raises InputError where a value is not the one that the change starts from (somebody else wrote in
    the meantime), where the result breaks a rule of the data file, or where it cannot be written safely.
    """
    before = decode(read_bytes(path), str(path))
    meant = parse(before, str(path))
    lines = meant.lines
    for change in changes:
        _set(meant.tree, change, str(path))
    after = _spliced(before, changes, lines)
    found = _read_back(after, str(path))
    if after is None or found is None or found.tree != meant.tree:
        after = _rewritten(before, changes, path)
        found = parse(after, str(path))
    if found.tree != meant.tree:
        raise InputError(
            f"{path}：{changes[0].where} 改不进去而不影响别处，请打开文件手工修改这一项"
        )
    if mistakes := list(faults_of_rows(found, unfinished=True)):
        raise InputError(*mistakes)
    try:
        evaluation = evaluation_of(found.tree)
    except ValidationError as error:
        raise InputError(*explain(error, found, Evaluation)) from None
    return Edited(after, evaluation)


def _read_back(text: str | None, name: str) -> Located | None:
    try:
        return None if text is None else parse(text, name)
    except InputError:
        return None


def apply(path: Path, changes: Sequence[Edit]) -> Edited:
    """Writes the changes into the file, whole or not at all. Raises as `preview` does."""
    edited = preview(path, changes)
    head = read_bytes(path)[:3]
    # the marks that Windows programs put before the text stay
    code = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    mark = b"\xef\xbb\xbf" if head == b"\xef\xbb\xbf" else b""
    write_whole(path, mark + edited.text.encode(code))
    return edited


def stored(path: Path, place: Place) -> str:
    """The value at that place as the file writes it (64.6380 is not 64.638 there); "" where there is none."""
    node = read_located(path).tree
    for part in place:
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            return ""
        if node is None:
            return ""
    return _text(node)


def _parent(tree: Any, change: Edit, name: str, *, make: Any = dict) -> Any:
    """The group or list that holds the value; missing groups on the way are made."""
    node = tree
    for part in change.place[:-1]:
        if isinstance(part, int):
            if not isinstance(node, list) or part >= len(node):
                raise InputError(
                    f"{name}：没有 {change.where} 这一行，文件可能已被改动，请重新打开"
                )
            node = node[part]
            continue
        if node.get(part) is None:
            node[part] = make()
        node = node[part]
    return node


def _text(value: object) -> str:
    """A value as text; texts that the file lists (依据) in one line, as a person would say them."""
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return "；".join(map(str, value))
    return "" if value is None else str(value)


def _set(tree: Any, change: Edit, name: str) -> None:
    """Puts the new value into a plain tree of strings, and says so where the old one is another."""
    if not isinstance(change, Change):
        _set_row(tree, change, name)
        return
    parent, key = _parent(tree, change, name), change.place[-1]
    if isinstance(parent, list):
        raise InputError(f"{name}：{change.where} 是一个列表，请打开文件手工修改")
    found = _text(parent.get(key))
    if found != change.old:
        raise InputError(
            f"{name}：{change.where} 现在是“{found}”，不是“{change.old}”，文件已被改动，请重新打开再改"
        )
    if change.new:
        parent[key] = change.new
    else:
        parent.pop(key, None)


def _set_row(tree: Any, change: Addition | Removal, name: str) -> None:
    """Puts a row into a list of the plain tree, or takes one out."""
    parent, key = _parent(tree, change, name), change.place[-1]
    if isinstance(change, Addition):
        rows = parent.setdefault(key, [])
        if not isinstance(rows, list):
            raise InputError(f"{name}：{change.where} 不是列表，请打开文件手工修改")
        at = len(rows) if change.after is None else min(change.after + 1, len(rows))
        rows.insert(at, {k: v for k, v in change.values if v})
        return
    at = int(key)
    row = parent[at] if isinstance(parent, list) and at < len(parent) else {}
    if change.name not in {_text(row.get("名称")), _text(row.get("来源"))}:
        raise InputError(
            f"{name}：{change.where} 不是“{change.name}”，文件已被改动，请重新打开再改"
        )
    del parent[at]


def _spliced(text: str, changes: Sequence[Edit], lines: Mapping[Place, int]) -> str | None:
    """The changes as changes of characters; None where one of them cannot be made so."""
    after: str | None = text
    imported = text.startswith(IMPORTED)
    if len(changes) == 1 and isinstance(changes[0], Change):
        return _in_its_row(text, changes[0], lines) or with_value(
            text, changes[0].place, changes[0].new, imported=imported
        )
    for change in changes:
        if after is None:
            break
        if isinstance(change, Change):
            after = with_value(after, change.place, change.new, imported=imported)
        elif isinstance(change, Addition):
            after = with_row(after, change.place, change.values, change.after)
        else:
            after = without_row(after, change.place)
    return after


def _in_its_row(text: str, change: Change, lines: Mapping[Place, int]) -> str | None:
    """A value of a row of a long list, put in without looking at the other rows; None where that cannot be.

    A row that begins with its dash on a line of its own is YAML by itself. The caller reads the whole again.
    """
    at = next((i for i, part in enumerate(change.place) if isinstance(part, int)), None)
    if at is None or at == len(change.place) - 1:
        return None
    row = change.place[: at + 1]
    number = int(change.place[at])
    first, last = lines.get(row), lines.get((*row[:-1], number + 1))
    if first is None or last is None or last <= first:
        return None
    every = text.splitlines(keepends=True)
    own = "".join(every[first - 1 : last - 1])
    if not own.lstrip(" ").startswith("- "):
        return None
    made = with_value(
        own, (0, *change.place[at + 1 :]), change.new, imported=text.startswith(IMPORTED)
    )
    return None if made is None else "".join([*every[: first - 1], made, *every[last - 1 :]])


def _rewritten(text: str, changes: Sequence[Edit], path: Path) -> str:
    """By ruamel.yaml, which keeps comments but sets spaces its own way."""
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString
    from ruamel.yaml.util import load_yaml_guess_indent

    yaml = round_trip()
    lines = text.replace("\r\n", "\n")
    _, sequence, offset = load_yaml_guess_indent(io.StringIO(lines))
    yaml.indent(mapping=2, sequence=sequence or 4, offset=offset if offset is not None else 2)
    tree = yaml.load(lines)
    for change in changes:
        if not isinstance(change, Change):
            _set_row(tree, change, str(path))
            continue
        parent, key = _parent(tree, change, str(path), make=CommentedMap), change.place[-1]
        if not change.new:
            parent.pop(key, None)
            continue
        old = parent.get(key)
        quoted = DoubleQuotedScalarString(change.new)
        # plain where plain reads back as the same text, as staff write it themselves
        parent[key] = change.new if _plain(change.new, flow=parent.fa.flow_style()) else quoted
        if old is None:
            _keep_gap_at_end(parent, key)
    written = dumped(tree, yaml)
    return written.replace("\n", "\r\n") if "\r\n" in text else written


def _plain(value: str, *, flow: bool | None) -> bool:
    """Whether YAML reads the bare text as this text, in a block and in braces alike."""
    bare = f"{{k: {value}}}" if flow else f"k: {value}"
    try:
        return bool(parse(bare, "").tree == {"k": value})
    except InputError:
        return False


def _keep_gap_at_end(parent: Any, key: str | int) -> None:
    """A new last key goes above the comment or blank line that followed the group, not below it."""
    keys = list(parent)
    if len(keys) < 2 or parent.fa.flow_style():  # noqa: PLR2004
        return
    before = parent.ca.items.get(keys[-2])
    if before and len(before) > 2 and before[2] is not None and before[2].value.count("\n") > 1:  # noqa: PLR2004
        head, _, tail = before[2].value.partition("\n")
        before[2].value = f"{head}\n"
        parent.ca.items[key] = [None, None, copy.copy(before[2]), None]
        parent.ca.items[key][2].value = f"\n{tail}"
