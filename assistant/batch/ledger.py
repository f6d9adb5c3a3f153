"""What a batch knows: every source, every project, what came of it. One SQLite file, data only.

A project is done once its key is: the digest of all that its result follows from. A result is kept whole,
one by one, after its files are in place; so a batch that was killed goes on where it stood.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.plain_database import opened

#: the folder of the ledger, beside 批次.xlsx
WORK = "批次.jixiao"
NAME = "台账.sqlite"
_TABLES = (
    "CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS sources (path TEXT PRIMARY KEY, digest TEXT NOT NULL, why TEXT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS projects (
      id INTEGER PRIMARY KEY,
      source TEXT NOT NULL,
      part INTEGER NOT NULL,
      name TEXT NOT NULL UNIQUE,
      written TEXT NOT NULL,
      key TEXT NOT NULL DEFAULT '',
      state TEXT NOT NULL DEFAULT 'waiting',
      kind TEXT NOT NULL DEFAULT '',
      why TEXT NOT NULL DEFAULT '',
      result TEXT NOT NULL DEFAULT '{}',
      notes TEXT NOT NULL DEFAULT '[]',
      UNIQUE (source, part)
    )""",
    "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, content TEXT NOT NULL)",
)
_COLUMNS = "id, source, part, name, written, key, state, kind, why, result, notes"


@dataclass(frozen=True, slots=True)
class Entry:
    """One project. `written` is the digest of its data file as the batch wrote it, `state` waiting, done or failed.

    `kind` and `why` say what failed: 数据, 模型, 改过, 进程, 程序.
    """

    id: int
    source: str
    part: int
    name: str
    written: str
    key: str = ""
    state: str = "waiting"
    kind: str = ""
    why: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class Ledger:
    """The open ledger of an output folder. One process writes: the one that holds the lock of the batch."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    @contextmanager
    def open(cls, folder: Path) -> Iterator[Ledger]:
        """The ledger in that folder, made where it is not there. Raises InputError where it is damaged."""
        mend = "请移走这个文件，再加 --fresh 从头做"
        with opened(folder / NAME, "台账", mend) as connection:
            # a killed process loses nothing that was committed; only a power cut may lose the last results
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            for table in _TABLES:
                connection.execute(table)
            connection.commit()
            yield cls(connection)

    def note(self, name: str) -> str:
        """A fact about the whole batch, "" where none is kept."""
        row = self._db.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def keep_note(self, name: str, value: str) -> None:
        """Keeps a fact about the whole batch."""
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, value))

    def source_digest(self, path: str) -> str:
        """The digest of a source when it was last read, "" for one that never was, or could not be."""
        row = self._db.execute("SELECT digest FROM sources WHERE path = ?", (path,)).fetchone()
        return str(row[0]) if row else ""

    def keep_source(self, path: str, digest: str, why: str = "") -> None:
        """Notes that a source was read, or why it could not be."""
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", (path, digest, why))

    def sources(self) -> list[str]:
        """The paths of all sources that were read."""
        return [str(row[0]) for row in self._db.execute("SELECT path FROM sources")]

    def unread(self) -> list[tuple[str, str]]:
        """Sources that could not be read, with the reason."""
        return list(
            self._db.execute("SELECT path, why FROM sources WHERE why != '' ORDER BY rowid")
        )

    def names(self) -> set[str]:
        """The names of all projects."""
        return {str(row[0]) for row in self._db.execute("SELECT name FROM projects")}

    def of_source(self, source: str) -> dict[int, Entry]:
        """The projects of a source by their place in it."""
        found = self._db.execute(f"SELECT {_COLUMNS} FROM projects WHERE source = ?", (source,))  # noqa: S608 - fixed names
        return {entry.part: entry for entry in map(_entry, found)}

    def add(self, source: str, part: int, name: str, written: str, notes: tuple[str, ...]) -> int:
        """A project more; its number comes back."""
        with self._db:
            done = self._db.execute(
                "INSERT INTO projects (source, part, name, written, notes) VALUES (?, ?, ?, ?, ?)",
                (source, part, name, written, json.dumps(notes, ensure_ascii=False)),
            )
        return int(done.lastrowid or 0)

    def rewritten(self, number: int, written: str, notes: tuple[str, ...]) -> None:
        """Notes that the data file of a project was written anew from its source."""
        with self._db:
            self._db.execute(
                "UPDATE projects SET written = ?, notes = ? WHERE id = ?",
                (written, json.dumps(notes, ensure_ascii=False), number),
            )

    def get(self, number: int) -> Entry:
        """The project of that number."""
        found = self._db.execute(f"SELECT {_COLUMNS} FROM projects WHERE id = ?", (number,))  # noqa: S608 - fixed names
        return _entry(found.fetchone())

    def entries(self) -> Iterator[Entry]:
        """All projects in the order in which they came, a few at a time: there may be twenty thousand."""
        for number in self.numbers():
            yield self.get(number)

    def numbers(self) -> list[int]:
        """The numbers of all projects, in order."""
        return [int(row[0]) for row in self._db.execute("SELECT id FROM projects ORDER BY id")]

    def done(self, number: int, key: str, result: dict[str, Any]) -> None:
        """Keeps what came of a project."""
        self._ended(number, key, "done", "", "", result)

    def failed(self, number: int, key: str, kind: str, why: str, result: dict[str, Any]) -> None:
        """Keeps why a project could not be done."""
        self._ended(number, key, "failed", kind, why, result)

    def _ended(
        self, number: int, key: str, state: str, kind: str, why: str, result: dict[str, Any]
    ) -> None:
        with self._db:
            self._db.execute(
                "UPDATE projects SET key = ?, state = ?, kind = ?, why = ?, result = ? WHERE id = ?",
                (key, state, kind, why, json.dumps(result, ensure_ascii=False), number),
            )

    def count(self, state: str) -> int:
        """How many projects are in that state."""
        row = self._db.execute("SELECT count(*) FROM projects WHERE state = ?", (state,)).fetchone()
        return int(row[0])

    def answer(self, key: str) -> str | None:
        """The answer to a request that was handed out (`--export-requests`), None where none came back."""
        row = self._db.execute("SELECT content FROM answers WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def keep_answers(self, answers: Iterator[tuple[str, str]]) -> int:
        """Keeps answers by their keys; how many came."""
        with self._db:
            before = self._db.total_changes
            self._db.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?)", answers)
            return self._db.total_changes - before


def _entry(row: Any) -> Entry:
    number, source, part, name, written, key, state, kind, why, result, notes = row
    return Entry(
        number, source, part, name, written, key, state, kind, why, json.loads(result), tuple(json.loads(notes))
    )  # fmt: skip
