"""The files of a folder that may state a project, in a fixed order; the rest is left alone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import InputError
from assistant.intake import SUFFIXES
from assistant.intake.unit import NAME as UNIT_FILE

#: files of ours that lie beside the projects and are none
_OWN = frozenset({UNIT_FILE, "批次.xlsx", "批次.yaml"})
_WORK_FOLDER = ".jixiao"
_MOST_FILES = 200_000
_UNSAFE = re.compile(r"[\\/:*?\"<>|\x00-\x1f\x7f]+")
_LONGEST_NAME = 60  # characters: 180 bytes of Chinese, with room for an ending


def files_of(folder: Path, *, but: Path | None = None) -> Iterator[Path]:
    """Files that may hold a project, below the folder, by name. Links are not followed.

    `but` is a folder that is left out: what is written there is no submission. Raises InputError where
    the folder is none, or holds more files than a province has.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}：没有这个文件夹，请给出放自评材料的文件夹")
    left_out = but.resolve() if but is not None else None
    seen = 0
    for here, folders, names in os.walk(folder):
        place = Path(here)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and not name.endswith(_WORK_FOLDER)
            and (place / name).resolve() != left_out
        )
        for name in sorted(names):
            path = place / name
            if _is_own(name) or path.suffix.lower() not in SUFFIXES or path.is_symlink():
                continue
            seen += 1
            if seen > _MOST_FILES:
                raise InputError(f"{folder}：文件超过{_MOST_FILES}个，请分几个文件夹")
            yield path


def _is_own(name: str) -> bool:
    return name in _OWN or name.startswith(("~$", "."))


def file_name(text: str) -> str:
    """A name for a file made of any words: no separators, no dots in front, not too long, never empty."""
    plain = _UNSAFE.sub("_", " ".join(text.split())).strip(". ")
    return plain[:_LONGEST_NAME].rstrip(". ") or "未命名"


def free_name(text: str, taken: set[str]) -> str:
    """As `file_name`, and unlike every name in `taken`, to which it is added; case makes no difference."""
    name = plain = file_name(text)
    number = 2
    while name.casefold() in taken:
        name, number = f"{plain}-{number}", number + 1
    taken.add(name.casefold())
    return name
