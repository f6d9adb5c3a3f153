"""An SQLite file of a work folder, opened as data: what a stranger put in it does not run with our questions."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.errors import InputError, reason
from assistant.files import require_file

#: seconds to wait for another process that writes; a write takes milliseconds
PATIENCE = 4.0
_PRIVATE = 0o600


@contextmanager
def opened(path: Path, name: str, mend: str) -> Iterator[sqlite3.Connection]:
    """A connection, closed at the end. `name` is what messages call the file, `mend` what to do.

    Raises InputError, one line, where the file is locked, damaged, no database, or carries SQL of its
    own: views and triggers would be run with every question put to it.
    """
    require_file(path)
    try:
        connection = sqlite3.connect(path, check_same_thread=False, timeout=PATIENCE)
        with contextlib.suppress(OSError):
            path.chmod(_PRIVATE)
    except sqlite3.Error as error:
        raise InputError(f"{path}：{name}打不开（{_why(error)}），{mend}") from None
    except OSError as error:
        raise InputError(f"{path}：{name}打不开（{reason(error)}），{mend}") from None
    try:
        _require_plain(connection, path, name, mend)
        yield connection
    except sqlite3.Error as error:
        raise InputError(f"{path}：{name}读写不了（{_why(error)}），{mend}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}：{name}读写不了（内容坏了），{mend}") from None
    finally:
        connection.close()


def _require_plain(connection: sqlite3.Connection, path: Path, name: str, mend: str) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    with closing(
        connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type NOT IN ('table', 'index')"
            " OR lower(sql) LIKE 'create virtual%' LIMIT 1"
        )
    ) as found:
        if found.fetchone():
            raise InputError(f"{path}：{name}里有不是数据的内容，没有读取；{mend}")


def _why(error: sqlite3.Error) -> str:
    words = str(error)
    if "locked" in words or "busy" in words:
        return "正被另一个程序写入"
    if "full" in words:
        return "磁盘满了"
    if "readonly" in words or "unable to open" in words:
        return "没有写入权限"
    if "not a database" in words or "malformed" in words or "corrupt" in words:
        return "内容坏了"
    return f"与本程序写的不同：{words}"
