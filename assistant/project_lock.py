"""One writer a project: commands, conversation and page wait for one another.

The lock is the operating system's, on a file of the work folder: it is gone with the process that held
it, however that ended. Beside it stands who holds it, for those who wait.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from assistant.errors import InputError
from assistant.files import read_now

#: seconds that a command waits for another one
PATIENCE = 600.0
_FILE, _HOLDER = "lock", "lock-holder.json"
_held = threading.local()


@contextlib.contextmanager
def holding(folder: Path, doing: str) -> Iterator[None]:
    """Holds the project of that work folder, which is there; `doing` is told to whoever waits.

    Inside the same thread it may be asked for again. Raises InputError where the folder cannot be
    written to, or another command holds it for longer than `PATIENCE`.
    """
    from filelock import FileLock, Timeout

    key = str(folder.resolve())
    held: set[str] = _held.__dict__.setdefault("folders", set())
    if key in held:
        yield
        return
    lock = FileLock(folder / _FILE, mode=0o600, thread_local=False)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            print(f"{_who(folder)}，等它做完……", file=sys.stderr)  # noqa: T201 - whoever waits is told
            lock.acquire(timeout=PATIENCE, poll_interval=0.1)
    except Timeout:
        raise InputError(f"{folder}：{_who(folder)}，等了{PATIENCE:.0f}秒，请稍后再试") from None
    except OSError as error:
        raise InputError(
            f"{folder}：写不进去（{error.strerror or error}），请把项目放到能写的文件夹，或请管理员开放权限"
        ) from None
    held.add(key)
    try:
        _sign(folder, doing)
        yield
    finally:
        held.discard(key)
        lock.release()


def _sign(folder: Path, doing: str) -> None:
    value = {
        "doing": doing,
        "process": os.getpid(),
        "machine": socket.gethostname(),
        "since": datetime.now().astimezone().strftime("%H:%M:%S"),
    }
    with contextlib.suppress(OSError):  # a help for others: nothing depends on it
        (folder / _HOLDER).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _who(folder: Path) -> str:
    try:
        value = json.loads(read_now(folder / _HOLDER))
        return (
            f"这个项目正由另一个命令写入：{value['doing']}（进程{value['process']}，"
            f"{value['machine']}，{value['since']}开始）"
        )
    except (OSError, InputError, ValueError, KeyError, TypeError):
        return "这个项目正由另一个命令写入"
