"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from assistant.errors import InputError


def write_whole(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Puts `data` at `path` in one step: readers see the old file or the new one, never a part.

    Raises InputError with place and mend where the folder is missing, full or closed to writing.
    """
    if path.is_dir():
        raise InputError(f"{path}：是一个文件夹，请给出要写的文件名")
    temporary = ""
    try:
        # the same folder, so that the last step is a rename on one file system
        handle, temporary = tempfile.mkstemp(prefix=".jixiao-", dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(_mode(path) if mode is None else mode)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise InputError(
            f"{path}：写不进去（{_why(error, path)}），请换一个位置或关闭正在打开它的程序"
        ) from None


def _mode(path: Path) -> int:
    """Rights of the file that is replaced, else those that a new file gets here."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _why(error: OSError, path: Path) -> str:
    if not path.parent.exists():
        return f"没有文件夹 {path.parent}"
    if isinstance(error, PermissionError):
        return "没有写入权限"
    return error.strerror or str(error)
