"""YAML read with the line of every key. Scalars stay text: no number ever passes through a float.

Data is data: anchors, aliases and tags are refused, as are duplicate keys and files beyond the
limits.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import InputError, reason
from assistant.explaining import Place, explain
from assistant.files import is_waiting, read_now, require_file
from assistant.patterns import regex
from assistant.yaml_lines import Remark, mistyped, silent, syntax

__all__ = [
    "LARGEST",
    "Located",
    "Place",
    "decode",
    "explain",
    "parse",
    "read_bytes",
    "read_located",
]

LARGEST = 1_000_000  # bytes; a data file of 200 indicators has about 60 000
_MOST_MISTAKES = 40  # of one file; who has more has another kind of file
_DEEPEST = 12
_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null")}
_CONTROL = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(slots=True)
class Located:
    """A tree of dict, list, str and None, and the line (from 1) of each key and item by its path."""

    name: str
    tree: Any
    lines: dict[Place, int] = field(default_factory=dict)
    text: str = ""
    keys: Collection[str] = ()

    @property
    def mistyped(self) -> tuple[Remark, ...]:
        """What looks mistyped in the lines; looked for only where the tree turns out wrong."""
        asked = (self.text, frozenset(self.keys))
        if asked not in _remarked:
            _keep(_remarked, asked, tuple(mistyped(self.text, self.keys)))
        return _remarked.get(asked, ())

    def line(self, place: Iterable[str | int]) -> int:
        """The line of that path, or of the nearest part of it that stands in the file."""
        path = tuple(place)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_bytes(path: Path, *, largest: int = LARGEST) -> bytes:
    """The file's bytes, or an InputError that says why not and what to do."""
    try:
        if path.is_dir():
            raise InputError(f"{path}：是一个文件夹，请给出数据文件，如 {path / '数据.yaml'}")
        if is_waiting(path):
            return read_now(path)
        require_file(path)
        size = path.stat().st_size
        with path.open("rb") as file:  # it may grow meanwhile: never read on and on
            data = b"" if size > largest else file.read(largest + 1)
        if max(size, len(data)) > largest:
            shown = f"有 {size / 1e6:.0f} MB，" if size > largest else ""
            raise InputError(
                f"{path}：文件{shown}超过上限 {largest / 1e6:.0f} MB，请核对是否选错了文件"
            )
        return data
    except FileNotFoundError:
        raise InputError(f"{path}：没有这个文件，{_similar(path)}") from None
    except PermissionError:
        raise InputError(f"{path}：没有读取权限，请换一个文件或请管理员开放权限") from None
    except OSError as error:
        raise InputError(f"{path}：读不出来（{reason(error)}），请核对路径") from None


def _similar(path: Path) -> str:
    try:
        near = difflib.get_close_matches(path.name, [p.name for p in path.parent.iterdir()], n=1)
    except OSError:
        near = []
    return f"是不是 {path.parent / near[0]}？" if near else "请核对路径和文件名"


def decode(data: bytes, name: str) -> str:
    """UTF-8 text, with or without a byte order mark; UTF-16 by its mark.

    Other encodings and files that are no text are named and refused.
    """
    if data[:2] == b"PK":
        raise InputError(
            f"{name}：是 Excel 或 Word 文件，不是文本；请把扩展名改回 .xlsx 或 .docx，"
            "再用 jixiao import 读入"
        )
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return _checked(data.decode(encoding), name)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
    try:
        data.decode("gb18030")
        what = "像是 UTF-16，或不是文本" if b"\0" in data else "像是 GBK 编码"
    except UnicodeDecodeError:
        what = "像是 UTF-16，或不是文本" if b"\0" in data else "不是文本文件"
    raise InputError(
        f"{name}:{line}：不是 UTF-8 编码（{what}），请用记事本打开，另存为时编码选 UTF-8"
    )


def _checked(text: str, name: str) -> str:
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise InputError(
            f"{name}:{line}：有看不见的控制字符（U+{ord(control[0]):04X}），不像是文本；"
            "请用记事本打开核对，另存为 UTF-8"
        )
    return text


def read_located(path: Path, keys: Collection[str] = ()) -> Located:
    """Reads one YAML file. Raises InputError with file and line for anything it cannot take.

    `keys` are the keys it may hold, so that a mistyped colon after one can be named.
    """
    return parse(decode(read_bytes(path), str(path)), str(path), keys)


def parse(text: str, name: str, keys: Collection[str] = ()) -> Located:
    """Reads YAML text; `name` is what messages call it. Texts read a moment ago are not parsed again."""
    known = _lately.get(text)
    if known is None:
        remarks = silent(text)
        known = None if remarks else _read_quick(text, name)
        if known is None:
            located = _read(text, name, keys, remarks)
            located.text, located.keys = text, keys
            return located
        _keep(_lately, text, known)
    return Located(name, _copied(known.tree), known.lines, text, keys)


#: the texts that were read last: one edit reads the same file five times on its way
_lately: dict[str, Located] = {}
_remarked: dict[tuple[str, frozenset[str]], tuple[Remark, ...]] = {}
_LATELY = 6


def _keep(kept: dict[Any, Any], key: object, value: object) -> None:
    """Keeps one more; the oldest one goes. Several threads may do so at once."""
    kept[key] = value
    for old in list(kept)[:-_LATELY]:
        kept.pop(old, None)


def _copied(node: Any) -> Any:
    """The tree again, so that whoever writes into it writes into his own."""
    if isinstance(node, dict):
        return {key: _copied(value) for key, value in node.items()}
    return [_copied(value) for value in node] if isinstance(node, list) else node


def _read_quick(text: str, name: str) -> Located | None:
    """The tree by libyaml, some ten times as fast; None where it is not there or finds a fault.

    Then ruamel reads again and words the message, so that no message depends on what is installed.
    """
    if re.search("[\x85\u2028\u2029]", text):
        return None  # line ends to libyaml, which knows YAML 1.1, but not to ruamel
    try:
        import yaml

        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        builder = _Builder(name, events)
        builder.build_file()
    except Exception:
        return None
    return builder.located if builder.documents == 1 and not builder.mistakes else None


def _read(text: str, name: str, keys: Collection[str], remarks: list[Remark]) -> Located:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    builder = _Builder(name, YAML(typ="safe", pure=True).parse(text))
    try:
        builder.build_file()
    except MarkedYAMLError as error:
        remarks += mistyped(text, keys)
        raise InputError(*_lines(name, remarks or [syntax(error, text)])) from None
    except _HopelessError:
        raise InputError(*_lines(name, remarks + builder.mistakes)) from None
    except (YAMLError, ValueError) as error:
        raise InputError(
            f"{name}:1：不是正确的 YAML（{type(error).__name__}），请核对缩进和标点"
        ) from None
    if not builder.documents:
        raise InputError(f"{name}:1：文件是空的，可用 jixiao new 生成一份空白数据文件")
    if remarks or builder.mistakes:
        raise InputError(*_lines(name, remarks + builder.mistakes + mistyped(text, keys)))
    return builder.located


def _lines(name: str, remarks: list[Remark]) -> list[str]:
    return [f"{name}:{line}：{message}" for line, message in dict.fromkeys(sorted(remarks))]


class _HopelessError(Exception):
    """Ends the reading: what follows may nest without end, or is no data file at all."""


class _Builder:
    """Builds the tree from a parser's events, and notes lines and mistakes on the way.

    Events, not a composed tree: a file nested a million deep is refused at `_DEEPEST`, where a
    recursive composer would end the process.
    """

    def __init__(self, name: str, events: Iterator[Any]) -> None:
        self.located = Located(name, None)
        self.mistakes: list[Remark] = []
        self.documents = 0
        self._events = events

    def build_file(self) -> None:
        """Takes all events; what follows a first document is a mistake."""
        for event in self._events:
            if type(event).__name__ != "DocumentStartEvent":
                continue
            self.documents += 1
            if self.documents > 1:
                self._fault(event, "一个文件只写一个项目，请删去“---”及以后的内容，另存一个文件")
                return
            self.located.tree = self._build(next(self._events), ())

    def _fault(self, event: Any, message: str) -> None:
        self.mistakes.append((event.start_mark.line + 1, message))
        if len(self.mistakes) >= _MOST_MISTAKES:
            raise _HopelessError

    def _build(self, event: Any, place: Place) -> Any:
        kind = type(event).__name__
        self.located.lines.setdefault(place, event.start_mark.line + 1)
        if kind == "AliasEvent" or event.anchor:
            self._fault(event, "不支持 & 锚点和 * 引用，请把值写出来；文字以 & 或 * 开头时加引号")
            return self._skip(kind)
        if event.tag and str(event.tag) not in _PLAIN_TAGS:
            shown = str(event.tag)[:40]
            self._fault(event, f"不支持标签 {shown}，文字以 ! 开头时加引号")
            return self._skip(kind)
        if kind == "ScalarEvent":
            empty = not event.style and event.value in {"", "~", "null"}
            return None if empty else event.value
        if len(place) >= _DEEPEST:
            self._fault(event, "嵌套太深，请照样例的层次写")
            raise _HopelessError
        if kind == "SequenceStartEvent":
            return self._sequence(place)
        return self._mapping(place)

    def _skip(self, kind: str) -> None:
        """Takes the rest of a collection that is not wanted, however deep it goes."""
        depth = int(kind.endswith("StartEvent"))
        while depth:
            name = type(next(self._events)).__name__
            depth += name.endswith("StartEvent") - name.endswith("EndEvent")

    def _sequence(self, place: Place) -> list[Any]:
        items: list[Any] = []
        while type(event := next(self._events)).__name__ != "SequenceEndEvent":
            items.append(self._build(event, (*place, len(items))))
        return items

    def _mapping(self, place: Place) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while type(event := next(self._events)).__name__ != "MappingEndEvent":
            if type(event).__name__ != "ScalarEvent":
                self._fault(event, "键应是一个词")
                raise _HopelessError
            key = str(event.value).strip()
            if key in result:
                first = self.located.lines[(*place, key)]
                self._fault(event, f"键“{key}”写了两次（第{first}行已有），请删去一个")
                self._skip_value()
                continue
            self.located.lines[(*place, key)] = event.start_mark.line + 1
            result[key] = self._build(next(self._events), (*place, key))
        return result

    def _skip_value(self) -> None:
        self._skip(type(next(self._events)).__name__)
