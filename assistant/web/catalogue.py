"""The projects of a folder: every data file in it and in the folders right below, known by a short id."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import InputError
from assistant.files import beginning
from assistant.intake import UNIT_FILE, YAML_SUFFIXES
from assistant.naming import plain_part
from assistant.patterns import regex

_MOST = 2000
_ID = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One data file. `id` stands for it in addresses, so that no address ever holds a path."""

    id: str
    data: Path


def entries(folder: Path) -> tuple[Entry, ...]:
    """The data files of the folder, by name. A YAML file without the key 项目 is none (an outline, a rule set)."""
    found = []
    for path in sorted(_files(folder))[:_MOST]:
        if _is_data(path):
            key = path.relative_to(folder).as_posix()
            found.append(Entry(hashlib.sha256(key.encode()).hexdigest()[:_ID], path))
    return tuple(found)


def entry(folder: Path, project: str) -> Entry:
    """The data file of that id. Raises InputError where there is none (any more)."""
    path = _paths.get((folder, project))
    if path is not None and _is_data(path):
        return Entry(project, path)
    for one in entries(folder):
        if one.id == project:
            _paths[(folder, project)] = one.data
            return one
    raise InputError("没有这个项目，它的数据文件可能已被移走；请回到项目列表")


#: where a project was found last, so that a request need not look through the folder again
_paths: dict[tuple[Path, str], Path] = {}


def _files(folder: Path) -> Iterator[Path]:
    for pattern in ("*", "*/*"):
        for path in folder.glob(pattern):
            hidden = any(
                part.startswith((".", "~")) or part.endswith(".jixiao")
                for part in path.relative_to(folder).parts
            )
            if path.suffix.lower() in YAML_SUFFIXES and path.name != UNIT_FILE and not hidden:
                yield path


_known: dict[tuple[str, int, int], bool] = {}
#: the key at the beginning of a line, as nearly every data file has it: the file need not be read to its end
_HEAD = regex(r"^(?:项目|指标)[ \t]*:", re.MULTILINE)
_BEGINNING = 65_536  # bytes


def _is_data(path: Path) -> bool:
    """A file that looks like a data file, if a broken one: that one must be shown, to be mended."""
    try:
        stat = path.stat()
        if not path.is_file() or path.is_symlink():
            return False
        key = (str(path), stat.st_mtime_ns, stat.st_size)
    except OSError:
        return False
    if key not in _known:
        if _HEAD.search(beginning(path, _BEGINNING)):
            _known[key] = True
            return True
        from assistant.located import read_located

        try:
            tree = read_located(path).tree
            _known[key] = isinstance(tree, dict) and ("项目" in tree or "指标" in tree)
        except InputError:
            _known[key] = True
    return _known[key]


def free_name(folder: Path, name: str, suffix: str = ".yaml") -> Path:
    """A path in the folder for a project of that name, which no file has; the name becomes one plain part."""
    stem = plain_part(name)
    for number in range(1, 1000):
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
        if not path.exists() and not path.with_name(f"{path.stem}.jixiao").exists():
            return path
    raise InputError(f"“{name}”同名的项目太多，请换一个名称")
