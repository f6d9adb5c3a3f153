"""YAML read with the line of every key. Scalars stay text, so no number ever passes through a float.

Data is data: anchors, aliases and tags are refused, as are duplicate keys and files beyond the limits.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

LARGEST = 5_000_000  # bytes; a data file of 200 indicators has about 60 000
_DEEPEST = 12

Place = tuple[str | int, ...]


@dataclass(slots=True)
class Located:
    """A tree of dict, list, str and None, and the line (from 1) of each key and item by its path."""

    name: str
    tree: Any
    lines: dict[Place, int] = field(default_factory=dict)

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
        if size > largest:
            raise InputError(
                f"{path}：文件有 {size / 1e6:.0f} MB，超过上限 {largest / 1e6:.0f} MB，请核对是否选错了文件"
            )
        return path.read_bytes()
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
    """UTF-8 text, with or without a byte order mark; UTF-16 by its mark. Others are named and refused."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
    try:
        data.decode("gb18030")
        what = "像是 GBK 编码"
    except UnicodeDecodeError:
        what = "不是文本文件"
    raise InputError(
        f"{name}:{line}：不是 UTF-8 编码（{what}），请用记事本打开，另存为时编码选 UTF-8"
    )


def read_located(path: Path) -> Located:
    """Reads one YAML file. Raises InputError with file and line for anything it cannot take."""
    return parse(decode(read_bytes(path), str(path)), str(path))


def parse(text: str, name: str) -> Located:
    """Reads YAML text; `name` is what messages call it."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - 50 ms that help and version need not pay
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415

    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise InputError(f"{name}:{line}：{_syntax(error, text, line)}") from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{name}:1：不是正确的 YAML（{type(error).__name__}），请核对缩进和标点") from None
    if node is None:
        raise InputError(f"{name}:1：文件是空的，可用 jixiao new 生成一份空白数据文件")
    builder = _Builder(name)
    builder.located.tree = builder.build(node, ())
    if builder.mistakes:
        raise InputError(*builder.mistakes)
    return builder.located


def _syntax(error: Any, text: str, line: int) -> str:
    lines = text.splitlines()
    shown = lines[line - 1].strip()[:40] if line <= len(lines) else ""
    if "\t" in (lines[line - 1] if line <= len(lines) else ""):
        return f"行内有制表符（Tab），YAML 只能用空格缩进：{shown}"
    problem = str(error.problem or "")
    if "mapping values" in problem:
        return f"冒号用得不对（一行只写一个“键: 值”，值里有冒号时加引号）：{shown}"
    if "could not find expected ':'" in problem:
        return f"缺少英文冒号加空格（“键: 值”）：{shown}"
    if "duplicate key" in problem:
        return f"同一个键写了两次：{shown}"
    if "alias" in problem:
        return f"不支持 * 引用，请把值写出来；文字以 * 或 & 开头时加引号：{shown}"
    if "expected <document start>" in problem or "but found" in problem:
        return f"括号、引号或缩进没有对齐：{shown}"
    if "cannot start any token" in problem:
        return f"有 YAML 不认识的符号，文字以 @ ` % 等开头时加引号：{shown}"
    return f"不是正确的 YAML，请核对这一行前后的缩进、引号和冒号：{shown}"


class _Builder:
    """Walks the composed nodes once, and notes lines and mistakes on the way."""

    def __init__(self, name: str) -> None:
        self.located = Located(name, None)
        self.mistakes: list[str] = []
        self._seen: set[int] = set()

    def _fault(self, node: Any, message: str) -> None:
        self.mistakes.append(f"{self.located.name}:{node.start_mark.line + 1}：{message}")

    def build(self, node: Any, place: Place) -> Any:
        kind = type(node).__name__
        self.located.lines.setdefault(place, node.start_mark.line + 1)
        if node.anchor or id(node) in self._seen:
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
            empty = node.style is None and node.value in {"", "~", "null"}
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


def explain(error: ValidationError, located: Located, model: type[BaseModel]) -> list[str]:
    """Each mistake pydantic found, as one Chinese line with file, line and key, in file order."""
    lines: list[tuple[int, str]] = []
    for fault in error.errors(include_url=False, include_input=False):
        place = tuple(fault["loc"])
        number = located.line(place)
        message = _message(fault, model, place)
        lines.append((number, f"{located.name}:{number}：{_path(place)}：{message}"))
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])]


def _path(place: Place) -> str:
    shown = ""
    for part in place:
        shown += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return shown.removeprefix(".") or "文件"


def _message(fault: Any, model: type[BaseModel], place: Place) -> str:
    kind = fault["type"]
    if kind == "missing":
        return "缺少这一项，请补上"
    if kind == "extra_forbidden":
        known = _known_keys(model, place[:-1])
        near = difflib.get_close_matches(str(place[-1]), known, n=1, cutoff=0.3)
        hint = f"，是不是“{near[0]}”？" if near else ""
        return f"不认识的键{hint or '，'}可用的键：{'、'.join(known)}"
    if kind == "value_error":
        return str(fault["ctx"]["error"])
    if kind == "literal_error":
        return f"应是 {fault['ctx']['expected'].replace(' or ', '、').replace(', ', '、').replace(chr(39), '')} 之一"
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return "这里应是一组“键: 值”"
    if kind in {"tuple_type", "list_type"}:
        return "这里应是一个列表，每项以“- ”开头"
    return f"值不对（{fault['msg']}）"


def _known_keys(model: type[BaseModel], place: Place) -> list[str]:
    """The Chinese keys the model takes at that place of the tree."""
    current: Any = model
    for part in place:
        if isinstance(part, int):
            continue
        for name, info in current.model_fields.items():
            if part in {info.alias, name}:
                current = _model_in(info.annotation) or current
                break
    return [info.alias or name for name, info in current.model_fields.items()]


def _model_in(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None
