"""The files of a folder that may state a project, always in the same order; the rest is left alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import InputError, reason
from assistant.intake import SUFFIXES
from assistant.intake.unit import NAME as UNIT_FILE

#: of a folder: a .txt there is a note to somebody, not a form
_SUFFIXES = frozenset(SUFFIXES) - {".txt"}
#: files of ours that lie beside the projects and are none
_OWN = frozenset({UNIT_FILE, "批次.xlsx", "批次.yaml"})
_WORK_FOLDER = ".jixiao"
_MOST_FILES = 200_000


def files_of(folder: Path, *, but: Path | None = None) -> Iterator[Path]:
    """Files that may hold a project, below the folder: those of a folder by name, then its folders by name.

    Links are not followed, work folders and what begins with a dot or `~` are passed over. `but` is a
    folder that is left out: what is written there is no submission. Raises InputError where the folder is
    none, one cannot be opened, or there are more files than a province has.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}：没有这个文件夹，请给出放自评材料的文件夹")
    left_out = but.resolve() if but is not None else None
    if folder.resolve() == left_out:
        return
    seen = 0
    for here, folders, names in os.walk(folder, onerror=_closed):
        place = Path(here)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith((".", "~"))
            and not name.endswith(_WORK_FOLDER)
            and (place / name).resolve() != left_out
        )
        for name in sorted(names):
            path = place / name
            if _is_passed_over(name) or path.suffix.lower() not in _SUFFIXES or path.is_symlink():
                continue
            seen += 1
            if seen > _MOST_FILES:
                raise InputError(f"{folder}：文件超过{_MOST_FILES}个，请分几个文件夹")
            yield path


def _closed(error: OSError) -> None:
    raise InputError(f"{error.filename}：打不开（{reason(error)}），请核对权限")


def _is_passed_over(name: str) -> bool:
    return name in _OWN or name.startswith((".", "~"))
