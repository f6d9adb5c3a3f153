"""The revisions of a draft, as files of the work folder: what was taken in, by whom, and back again.

A revision holds the whole draft and the whole data file as they then stood. None is ever changed or
deleted: undoing moves the head, and what is undone can still be shown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError
from assistant.files import names_now, read_now, write_whole

if TYPE_CHECKING:
    from assistant.model.draft import Draft

_VERSION = 1


def data_text(path: Path) -> str:
    """The data file as a revision keeps it: its text; of a workbook none is kept."""
    from assistant.intake import YAML_SUFFIXES
    from assistant.located import decode, read_bytes

    return decode(read_bytes(path), str(path)) if path.suffix.lower() in YAML_SUFFIXES else ""


@dataclass(frozen=True, slots=True)
class Revision:
    """One state. `data` is the text of the data file, `lines` say what was done, in Chinese.

    `kept` are words of a person that have no place in the draft: edited headers, captions, tables.
    """

    number: int
    parent: int
    when: str
    what: str
    author: str
    draft: Draft
    data: str = ""
    lines: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The folder `history/` of a work folder."""

    folder: Path

    def numbers(self) -> list[int]:
        """All revisions there are, in order."""
        stems = (Path(name) for name in names_now(self.folder))
        return sorted(int(p.stem) for p in stems if p.suffix == ".json" and p.stem.isdecimal())

    @property
    def head(self) -> int:
        """The revision in force; 0 where there is none."""
        value = _read(self.folder / "head.json")
        numbers = self.numbers()
        head = value.get("head") if value else None
        return head if isinstance(head, int) and head in numbers else (numbers or [0])[-1]

    def get(self, number: int) -> Revision:
        """The revision of that number. Raises InputError where there is none, or it cannot be read."""
        from assistant.model.draft_json import from_json

        path = self.folder / f"{number:04}.json"
        value = _read(path)
        if value is None:
            known = self.numbers()
            there = f"可用：{known[0]}–{known[-1]}" if known else "还没有任何版本"
            raise InputError(f"没有第 {number} 版，{there}（jixiao history 可查看）")
        try:
            return Revision(
                number=number,
                parent=int(value["parent"]),
                when=str(value["when"]),
                what=str(value["what"]),
                author=str(value["author"]),
                draft=from_json(value["draft"], str(path)),
                data=str(value["data"]),
                lines=tuple(map(str, value["lines"])),
                kept=tuple(map(str, value["kept"])),
                source=str(value["source"]),
            )
        except (KeyError, TypeError, ValueError):
            raise InputError(f"{path}：内容坏了，请用备份，或移走它") from None

    def all(self) -> list[Revision]:
        """All revisions, oldest first."""
        return [self.get(number) for number in self.numbers()]

    def add(self, revision: Revision) -> Revision:
        """Keeps a state as the new head; number, parent and time are given here."""
        from assistant.model.draft_json import to_json

        number = (self.numbers() or [0])[-1] + 1
        when = revision.when or datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        made = replace(revision, number=number, parent=self.head, when=when)
        value = {
            "parent": made.parent, "when": made.when, "what": made.what, "author": made.author,
            "draft": to_json(made.draft), "data": made.data, "lines": list(made.lines),
            "kept": list(made.kept), "source": made.source,
        }  # fmt: skip
        _write(self.folder / f"{number:04}.json", value)
        self.move(number)
        return made

    def move(self, number: int) -> None:
        """Makes a revision the one in force."""
        _write(self.folder / "head.json", {"head": number})


def _read(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(read_now(path).decode("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        raise InputError(f"{path}：读不出来，请用备份，或移走它") from None
    if not isinstance(value, dict) or not isinstance(value.get("version", 0), int):
        raise InputError(f"{path}：内容坏了，请用备份，或移走它")
    if value.get("version", 0) > _VERSION:
        raise InputError(f"{path}：是更新版本的 jixiao 写的，请升级后再用")
    return value


def _write(path: Path, value: dict[str, Any]) -> None:
    text = json.dumps({"version": _VERSION, **value}, ensure_ascii=False, indent=1)
    write_whole(path, text.encode(), mode=0o600)
