"""The call log: what was sent to which model, what came back, what it cost. One SQLite file a project.

Requests and answers are kept with private words replaced (redaction.py), whoever the model was.
An answer of a draft that did not end stays `open`: the next run takes it up instead of asking again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.config import Price
from assistant.errors import InputError
from assistant.plain_database import opened

_MILLION = Decimal(1_000_000)
_TABLE = """
CREATE TABLE IF NOT EXISTS calls (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  label TEXT NOT NULL,
  prompt_id TEXT NOT NULL,
  prompt_version TEXT NOT NULL,
  model TEXT NOT NULL,
  host TEXT NOT NULL,
  mode TEXT NOT NULL,
  request TEXT NOT NULL,
  answer TEXT NOT NULL,
  fault TEXT NOT NULL,
  verdicts TEXT NOT NULL DEFAULT '[]',
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  seconds REAL NOT NULL,
  digest TEXT NOT NULL,
  open INTEGER NOT NULL DEFAULT 1
)
"""
_COLUMNS = (
    "at", "label", "prompt_id", "prompt_version", "model", "host", "mode", "request", "answer",
    "fault", "prompt_tokens", "completion_tokens", "seconds", "digest",
)  # fmt: skip

_NUMBERS = {"prompt_tokens": int, "completion_tokens": int, "seconds": float}
_TYPES: dict[str, Any] = {name: _NUMBERS.get(name, str) for name in _COLUMNS}


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `fault` is empty where the answer was of use; `verdicts` is what grounding said of it."""

    label: str
    prompt_id: str
    prompt_version: str
    model: str
    host: str
    mode: str
    request: str
    answer: str
    fault: str
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    digest: str
    at: str = ""
    id: int = 0
    verdicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """What one model cost. `yuan` is None where the user has set no price."""

    model: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    yuan: Decimal | None


class CallLog:
    """The log of one project. Safe for use by threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        mend = "请移走这个文件再试，报告和数据不受影响"
        with self._lock, opened(self._path, "调用记录", mend) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute(_TABLE)
            with connection:
                yield connection

    def record(self, call: Call) -> int:
        """Keeps one call; its number comes back."""
        now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        values = [now if name == "at" else getattr(call, name) for name in _COLUMNS]
        marks = ",".join("?" * len(_COLUMNS))
        with self._open() as connection:
            done = connection.execute(
                f"INSERT INTO calls ({','.join(_COLUMNS)}) VALUES ({marks})",  # noqa: S608 - fixed names
                values,
            )
            return int(done.lastrowid or 0)

    def judge(self, number: int, verdicts: tuple[str, ...]) -> None:
        """Adds what grounding said of the sentences of that call."""
        with self._open() as connection:
            connection.execute(
                "UPDATE calls SET verdicts = ? WHERE id = ?",
                (json.dumps(verdicts, ensure_ascii=False), number),
            )

    def kept(self, digest: str) -> Call | None:
        """The good answer to that very request from a draft that did not end, or None."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT * FROM calls WHERE digest = ? AND open = 1 AND fault = '' ORDER BY id DESC",
                (digest,),
            ).fetchone()
        return self._call(row) if row else None

    def finish(self) -> None:
        """The draft ended: later ones ask anew."""
        with self._open() as connection:
            connection.execute("UPDATE calls SET open = 0 WHERE open = 1")

    def rows(self, most: int = 50) -> list[Call]:
        """The last calls, newest first."""
        if not self._path.exists():
            return []
        with self._open() as connection:
            found = connection.execute("SELECT * FROM calls ORDER BY id DESC LIMIT ?", (most,))
            return [self._call(row) for row in found]

    def get(self, number: int) -> Call:
        """One call by its number. InputError where there is none."""
        if self._path.exists():
            with self._open() as connection:
                row = connection.execute("SELECT * FROM calls WHERE id = ?", (number,)).fetchone()
            if row:
                return self._call(row)
        raise InputError(f"调用记录里没有第 {number} 条，用 jixiao log 查看有哪些")

    def _call(self, row: sqlite3.Row) -> Call:
        """A row as it was recorded; the file may have been changed since."""
        try:
            call = Call(
                **{name: _TYPES[name](row[name]) for name in _COLUMNS},
                id=int(row["id"]),
                verdicts=tuple(map(str, json.loads(row["verdicts"]))),
            )
            messages = json.loads(call.request)
            sound = isinstance(messages, list) and all(
                isinstance(m, dict) and {"role", "content"} <= set(m) for m in messages
            )
        except (ValueError, TypeError, KeyError, IndexError, RecursionError):
            sound = False
        if not sound:
            raise InputError(
                f"{self._path}：第 {row['id']} 条调用记录坏了，请移走这个文件再试，报告和数据不受影响"
            )
        return call

    def costs(self, prices: Mapping[str, Price]) -> list[Cost]:
        """Sums by model; `prices` is in yuan a million tokens."""
        if not self._path.exists():
            return []
        with self._open() as connection:
            rows = connection.execute(
                "SELECT model, count(*), total(prompt_tokens), total(completion_tokens), total(seconds)"
                " FROM calls GROUP BY model ORDER BY model"
            ).fetchall()
        return [
            Cost(
                str(model),
                calls,
                int(read),
                int(written),
                seconds,
                _yuan(prices.get(str(model)), int(read), int(written)),
            )
            for model, calls, read, written, seconds in map(tuple, rows)
        ]


def request_digest(model: str, system: str, user: str, tokens: int) -> str:
    """Names a request, so that the same one need not be sent twice."""
    return hashlib.sha256("\x00".join((model, system, user, str(tokens))).encode()).hexdigest()


def _yuan(price: Price | None, read: int, written: int) -> Decimal | None:
    if price is None:
        return None
    return (price.prompt * read + price.completion * written) / _MILLION
