"""YAML read with the line of every key. Scalars stay text: no number ever passes through a float.

Data is data: anchors, aliases and tags are refused, as are duplicate keys and files beyond the
limits.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.explaining import Place, explain
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

LARGEST = 2_000_000  # bytes; a data file of 200 indicators has about 60 000
_DEEPEST = 12
_LARGE = 20_000  # characters; below, loading another parser costs more than it saves
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(slots=True)
class Located:
    """A tree of dict, list, str and None, and the line (from 1) of each key and item by its path."""

    name: str
    tree: Any
    lines: dict[Place, int] = field(default_factory=dict)
    #: what looks mistyped in the lines; it counts only where the tree turns out wrong
    mistyped: tuple[Remark, ...] = ()

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
        size = path.stat().st_size
        with path.open("rb") as file:  # a pipe or a device states no size: never read on and on
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
        raise InputError(f"{path}：读不出来（{error.strerror or error}），请核对路径") from None


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
    """Reads YAML text; `name` is what messages call it."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    remarks = silent(text)
    quick = _read_large(text, name) if len(text) > _LARGE and not remarks else None
    if quick is not None:
        quick.mistyped = tuple(mistyped(text, keys))
        return quick
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        remarks += mistyped(text, keys)
        raise InputError(*_lines(name, remarks or [syntax(error, text)])) from None
    except RecursionError:
        raise InputError(f"{name}:1：括号或缩进嵌套太深，请照样例的层次写") from None
    except (YAMLError, ValueError) as error:
        raise InputError(
            f"{name}:1：不是正确的 YAML（{type(error).__name__}），请核对缩进和标点"
        ) from None
    if node is None:
        raise InputError(f"{name}:1：文件是空的，可用 jixiao new 生成一份空白数据文件")
    builder = _Builder(name)
    builder.located.tree = builder.build(node, ())
    builder.located.mistyped = tuple(mistyped(text, keys))
    mistakes = remarks + builder.mistakes
    if mistakes:
        raise InputError(*_lines(name, mistakes + list(builder.located.mistyped)))
    return builder.located


def _read_large(text: str, name: str) -> Located | None:
    """The tree by libyaml, some fifteen times as fast; None where it is not there or finds a fault.

    Then ruamel reads again and words the message, so that no message depends on the size of a file.
    """
    try:
        import yaml

        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except Exception:
        return None
    if node is None or "&" in text or "!" in text:
        return None
    builder = _Builder(name)
    builder.located.tree = builder.build(node, ())
    return None if builder.mistakes else builder.located


def _lines(name: str, remarks: list[Remark]) -> list[str]:
    return [f"{name}:{line}：{message}" for line, message in dict.fromkeys(sorted(remarks))]


class _Builder:
    """Walks the composed nodes once, and notes lines and mistakes on the way."""

    def __init__(self, name: str) -> None:
        self.located = Located(name, None)
        self.mistakes: list[Remark] = []
        self._seen: set[int] = set()

    def _fault(self, node: Any, message: str) -> None:
        self.mistakes.append((node.start_mark.line + 1, message))

    def build(self, node: Any, place: Place) -> Any:
        kind = type(node).__name__
        self.located.lines.setdefault(place, node.start_mark.line + 1)
        if getattr(node, "anchor", None) or id(node) in self._seen:
            self._fault(node, "不支持 & 锚点和 * 引用，请把值写出来；文字以 & 或 * 开头时加引号")
            return None
        self._seen.add(id(node))
        if len(place) > _DEEPEST:
            self._fault(node, "嵌套太深，请照样例的层次写")
            return None
        tag = str(getattr(node, "ctag", node.tag))
        if not tag.startswith("tag:yaml.org,2002:") or "python" in tag:
            self._fault(node, f"不支持标签 {tag[:40]}，文字以 ! 开头时加引号")
            return None
        if kind == "ScalarNode":
            empty = not node.style and node.value in {"", "~", "null"}
            return None if empty else node.value
        if kind == "SequenceNode":
            return [self.build(item, (*place, i)) for i, item in enumerate(node.value)]
        return self._mapping(node, place)

    def _mapping(self, node: Any, place: Place) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if type(key_node).__name__ != "ScalarNode":
                self._fault(key_node, "键应是一个词")
                continue
            key = str(key_node.value).strip()
            if key in result:
                first = self.located.lines[(*place, key)]
                self._fault(key_node, f"键“{key}”写了两次（第{first}行已有），请删去一个")
                continue
            self.located.lines[(*place, key)] = key_node.start_mark.line + 1
            result[key] = self.build(value_node, (*place, key))
        return result
