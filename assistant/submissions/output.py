"""The folder that the documents of many projects are written into."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assistant.errors import InputError, reason


def require_free(folder: Path, names: Iterable[str], *, force: bool) -> None:
    """Raises InputError where one of the files is there already and nobody asked to write over it."""
    there = [folder / name for name in names if (folder / name).exists()]
    if there and not force:
        raise InputError(f"{there[0]}：已有这个文件，请换一个文件夹，或加 --force 覆盖")


def make_folder(folder: Path) -> None:
    """Makes the folder. Raises InputError where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}：文件夹建不起来（{reason(error)}），请换一个位置") from None
