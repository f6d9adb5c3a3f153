"""The projects of a desk: what the files of one project say together, the bulk of it kept on disk."""

from __future__ import annotations

import pickle
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from assistant.audit.judging import Judged, Verdict
from assistant.submissions.piece import Identity, Kind
from assistant.submissions.same import together

#: which of several files of one project the review stands on: one that prints scores, a form first
_ORDER: dict[Kind, int] = {"自评表": 0, "报告": 1, "数据": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Head(Verdict):
    """What is kept in memory of one judged file: enough to group, rank and count."""

    number: int
    codes: tuple[str, ...]
    taken_over: int
    without_actual: int


@dataclass(frozen=True, slots=True)
class Cross:
    """Something seen only by holding projects against one another. `others` are numbers of cases."""

    code: str
    message: str
    place: str = ""
    evidence: str = ""
    others: tuple[int, ...] = ()


@dataclass(slots=True)
class Case:
    """One project of one year: its files, the one the review stands on first."""

    number: int
    heads: list[Head]
    cross: list[Cross] = field(default_factory=list)
    rank: int = 0
    reasons: list[str] = field(default_factory=list)

    @property
    def main(self) -> Head:
        """The file that the review stands on."""
        return self.heads[0]

    @property
    def identity(self) -> Identity:
        """Whose it is; what the main file does not say is taken from the others."""

        def first(key: str) -> str:
            return next((v for h in self.heads if (v := getattr(h.identity, key))), "")

        year = next((h.identity.year for h in self.heads if h.identity.year), None)
        return Identity(
            self.main.identity.name, first("unit"), first("authority"), first("number"), year
        )

    @property
    def owner(self) -> str:
        """The unit it is of, for people; files that name none are gathered under that."""
        whose = self.identity
        return whose.unit or whose.authority or "（未写单位）"

    @property
    def codes(self) -> Counter[str]:
        """How often each fault stands in the files, those of one project told once a file."""
        return Counter(code for head in self.heads for code in set(head.codes))


class Shelf:
    """Judged projects in a database of the run; what is read back is what this very process put there."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.heads: list[Head] = []
        database.execute("CREATE TABLE judged(number INTEGER PRIMARY KEY, content BLOB)")

    def add(self, judged: Judged) -> Head:
        """Keeps it; what stays in memory of it."""
        number = len(self.heads) + 1
        self.database.execute(
            "INSERT INTO judged VALUES (?,?)", (number, pickle.dumps(judged, protocol=5))
        )
        head = Head(
            **{one.name: getattr(judged, one.name) for one in fields(Verdict)},
            number=number,
            codes=tuple(f.code for f in judged.findings if f.severity != "info"),
            taken_over=sum(line.basis == "沿用自评" for line in judged.lines),
            without_actual=sum(line.status == "缺实际值" for line in judged.lines),
        )
        self.heads.append(head)
        return head

    def get(self, number: int) -> Judged:
        """The whole of one."""
        row = self.database.execute(
            "SELECT content FROM judged WHERE number=?", (number,)
        ).fetchone()
        found = pickle.loads(row[0])  # noqa: S301 - a private file that this process wrote itself
        assert isinstance(found, Judged)  # noqa: S101
        return found

    def all(self, cases: Iterable[Case]) -> Iterator[tuple[Case, list[Judged]]]:
        """Case by case with all its files."""
        for case in cases:
            yield case, [self.get(head.number) for head in case.heads]


def open_database(folder: Path) -> sqlite3.Connection:
    """The database of one run in a folder that only this user can read; lost with it, never needed after."""
    database = sqlite3.connect(folder / "run.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=OFF")
    database.execute("PRAGMA synchronous=OFF")
    database.execute("PRAGMA temp_store=FILE")
    database.execute("BEGIN")
    return database


def group(heads: Iterable[Head]) -> list[Case]:
    """The cases, numbered in the order of their first file."""
    found = together(heads, lambda head: head.identity)
    return [Case(i, sorted(some, key=_standing)) for i, some in enumerate(found, 1)]


def _standing(head: Head) -> tuple[bool, int, int]:
    return head.stated is None, _ORDER[head.kind], head.number
