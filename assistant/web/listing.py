"""The list of projects, before anything is read that takes time: what was seen of a file last time still holds while
nothing of it has changed; of the others the name is shown at once, and the figures follow.

What was seen lies in the user's own cache folder, for that user alone: scores are not public before they are.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from assistant import __version__
from assistant.errors import InputError
from assistant.files import beginning, make_private, read_now, write_whole
from assistant.intake import UNIT_FILE, YAML_SUFFIXES
from assistant.web.catalogue import Entry
from assistant.web.resuming import kept_for

#: the folder of dropped files that wait for their review
INBOX = ".收件"
STATES = ("取数", "起草", "讨论稿", "送审稿", "定稿")
_BEGINNING = 20_000  # bytes; name, year and unit stand at the top of a data file
_FIELD = r"(?:^|[{{,])[ \t]*{key}[ \t]*:[ \t]*(?P<quote>[\"']?)(?P<value>[^\"'\n{{}},#]+)"


@dataclass(frozen=True, slots=True)
class Summary:
    """A project in the list. `fault` is told where its data file cannot be read; `known` is false while only the
    name is."""

    id: str
    name: str
    year: str
    unit: str
    score: str = ""
    grade: str = ""
    missing: int = 0
    errors: int = 0
    warnings: int = 0
    state: str = ""
    changed: str = ""
    fault: str = ""
    known: bool = True


def waiting(folder: Path) -> int:
    """How many files wait for their review."""
    return sum(p.is_file() for p in _listed(folder / INBOX))


def changed_at(path: Path) -> str:
    """When the file was changed last, as the list shows it."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone().strftime("%m-%d %H:%M")
    except OSError:
        return ""


def glimpse(entry: Entry) -> Summary:
    """What the top of the file says at a glance: enough for a row to be found and clicked."""
    top = beginning(entry.data, _BEGINNING)
    said = {key: _field(top, key) for key in ("名称", "年度", "实施单位", "主管部门")}
    return Summary(
        entry.id, said["名称"] or entry.data.stem, said["年度"], said["实施单位"] or said["主管部门"],
        changed=changed_at(entry.data), known=False,
    )  # fmt: skip


def _field(top: str, key: str) -> str:
    found = re.search(_FIELD.format(key=key), top, re.MULTILINE)
    return found["value"].strip() if found else ""


def stamp(folder: Path, entry: Entry) -> str:
    """Names the state of all that a row of the list is made of: the data, what is beside them, the work folder."""
    digest = hashlib.sha256(__version__.encode())
    work = entry.data.with_name(f"{entry.data.stem}.jixiao")
    beside = [p for p in _listed(entry.data.parent) if p.suffix.lower() in YAML_SUFFIXES]
    if len(beside) > _MANY:  # a folder of many projects: what they share is the unit's file
        beside = [entry.data, entry.data.with_name(UNIT_FILE)]
    parts = [*beside, work / "draft.json", *_listed(work / "finals"), *_listed(work / "printed")]
    for path in parts:
        with contextlib.suppress(OSError):
            stat = path.stat()
            digest.update(
                f"{path.name}\0{stat.st_mtime_ns}\0{stat.st_size}\0".encode(errors="replace")
            )
    return digest.hexdigest()[:20]


_MANY = 40


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


class Seen:
    """What was seen of the projects of a folder, by id and stamp."""

    def __init__(self, folder: Path) -> None:
        self._path = kept_for(folder, "list")
        self._rows = self._load()

    def get(self, entry: Entry, stamp: str) -> Summary | None:
        """The row as it was shown last, where nothing has changed since."""
        held = self._rows.get(entry.id)
        return held[1] if held is not None and held[0] == stamp else None

    def keep(self, found: Iterable[tuple[str, Summary]]) -> None:
        """Remembers rows with their stamps. Where that cannot be, they are made anew next time."""
        for mark, summary in found:
            self._rows[summary.id] = (mark, summary)
        value = {i: [mark, asdict(summary)] for i, (mark, summary) in self._rows.items()}
        try:
            self._path.parent.parent.mkdir(parents=True, exist_ok=True)
            make_private(self._path.parent)
            text = json.dumps(value, ensure_ascii=False)
            write_whole(self._path, text.encode(errors="replace"), mode=0o600)
        except (OSError, InputError):
            return

    def _load(self) -> dict[str, tuple[str, Summary]]:
        try:
            if self._path.stat().st_mode & 0o077:
                return {}
            value = json.loads(read_now(self._path))
            return {str(i): (str(mark), Summary(**row)) for i, (mark, row) in value.items()}
        except (OSError, InputError, ValueError, LookupError, TypeError, AttributeError):
            return {}
