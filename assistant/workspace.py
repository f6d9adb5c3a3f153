"""The folder beside a data file that holds what is not data: the draft, and what was written where.

`数据.jixiao/` for `数据.yaml`. Losing it loses no figure: it can be made again from the data, and the
draft also stands in the Word file itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError, reason
from assistant.files import (
    exists_now,
    finish,
    json_bytes,
    make_private,
    read_now,
    require_own,
    take_away,
    together,
    write_whole,
)
from assistant.history import History, Revision
from assistant.model.draft import Draft
from assistant.project_lock import holding

if TYPE_CHECKING:
    from assistant.facts import Fact
    from assistant.word.threads import Thread

_VERSION = 1
_PRINTED = 20  # the program's own copies of reports that are kept, newest last


@dataclass(frozen=True, slots=True)
class Workspace:
    """The work folder of one data file. Made when something is first kept in it."""

    folder: Path

    @classmethod
    def beside(cls, data: Path) -> Workspace:
        """The work folder of that data file. Raises InputError where it leads elsewhere (`require_own`)."""
        folder = data.with_name(f"{data.stem}.jixiao")
        require_own(folder)
        return cls(folder)

    @property
    def log_path(self) -> Path:
        """The call log (SQLite)."""
        return self.folder / "calls.sqlite"

    def make(self) -> Path:
        """The folder, made with owner-only rights if it is not there."""
        return make_private(self.folder)

    @contextlib.contextmanager
    def writing(self, doing: str) -> Iterator[None]:
        """One writer at a time, and all that is written inside in one go or not at all.

        A task that another process left half done is brought to its end first. `doing` is told to
        whoever waits. Raises InputError as `holding` and `write_whole` do.
        """
        self.make()
        with holding(self.folder, doing):
            finish(self.folder)
            with together(self.folder):
                yield

    def beside_others(self, doing: str) -> AbstractContextManager[None]:
        """As `writing`, where there is a work folder that may be written to; else nobody can be met there.

        For commands that only read the project, or make it new.
        """
        there = self.folder.is_dir() and os.access(self.folder, os.W_OK)
        return self.writing(doing) if there else contextlib.nullcontext()

    @property
    def draft_path(self) -> Path:
        """Where the draft kept last stands."""
        return self.folder / "draft.json"

    def load_draft(self) -> Draft | None:
        """The draft kept last, or None. Raises InputError where the file cannot be read."""
        path = self.draft_path
        value = self._read(path)
        if value is None:
            return None
        from assistant.model.draft_json import from_json

        return from_json(value.get("draft"), str(path))

    def save_draft(self, draft: Draft) -> None:
        """Keeps the draft, in place of the one before."""
        from assistant.model.draft_json import to_json

        self._write(self.draft_path, {"draft": to_json(draft)})

    def load_program(self) -> tuple[Draft, tuple[Fact, ...]] | None:
        """The program's own draft of last time, before any person's hand, and the facts it stood on."""
        path = self.folder / "program.json"
        value = self._read(path)
        if value is None:
            return None
        from pydantic import ValidationError

        from assistant.facts import stored
        from assistant.model.draft_json import from_json

        try:
            facts = stored.from_json(value.get("facts", []))
        except ValidationError:
            raise InputError(f"{path}：内容坏了，请移走它重新起草") from None
        return from_json(value.get("draft"), str(path)), facts

    def save_program(self, draft: Draft, facts: tuple[Fact, ...]) -> None:
        """Keeps the program's own draft, to tell later what a person changed in it."""
        from assistant.facts import stored
        from assistant.model.draft_json import to_json

        listed = stored.to_json(facts)
        self._write(self.folder / "program.json", {"draft": to_json(draft), "facts": listed})

    def load_threads(self) -> tuple[Thread, ...]:
        """The remarks of people that are still open, for the next report; none where the file is not ours."""
        from assistant.word.threads import Thread

        value = self._read(self.folder / "remarks.json") or {}
        found = []
        for one in value.get("remarks", []) if isinstance(value.get("remarks"), list) else []:
            with contextlib.suppress(KeyError, TypeError, ValueError):
                answers = tuple((str(author), str(text)) for author, text in one["answers"])
                found.append(
                    Thread(
                        str(one["words"]), str(one["author"]), str(one["text"]), answers,
                        str(one.get("around", "")),
                    )
                )  # fmt: skip
        return tuple(found)

    def save_threads(self, threads: Sequence[Thread]) -> None:
        """Keeps the remarks that are open now, in place of those before."""
        plain = [
            {
                "words": t.words,
                "author": t.author,
                "text": t.text,
                "answers": [list(a) for a in t.answers],
                "around": t.around,
            }
            for t in threads
        ]
        self._write(self.folder / "remarks.json", {"remarks": plain})

    @property
    def history(self) -> History:
        """The revisions of the draft."""
        return History(self.folder / "history")

    def record(self, revision: Revision, *, data_before: str = "") -> Revision:
        """Keeps a new state: as the draft, and as a revision that can be gone back from.

        The state before the first revision is kept as one too; `data_before` is its data file's text.
        """
        self.capture(data_before or revision.data)
        made = self.history.add(revision)
        self.save_draft(made.draft)
        return made

    def capture(self, data: str) -> None:
        """Keeps the draft as a revision if none holds it yet: a new draft, or a conversation, may have changed it.

        `data` is the text of the data file.
        """
        self.make()
        history = self.history
        make_private(history.folder)
        draft, head = self.load_draft(), history.head
        if draft is None or (head and history.get(head).draft == draft):
            return
        what = "其间重新起草或在对话中修改" if head else "初稿"
        history.add(Revision(0, 0, "", what, "程序", draft, data))

    def remember_report(self, path: Path) -> None:
        """Notes that the program itself wrote this file as it now stands, and keeps a copy of it."""
        digest = self.remember_answer(path, report=True)
        write_whole(self._folder("printed") / f"{digest[:16]}.docx", read_now(path), mode=0o600)
        for old in self.printed()[_PRINTED - 1 :]:
            take_away(old)

    def remember_read(self, path: Path, data: bytes) -> None:
        """Notes that this very file was taken in, and keeps a copy: with its comments, it is nowhere else."""
        digest = hashlib.sha256(data).hexdigest()
        self._remember(path, digest)
        write_whole(self._folder("received") / f"{digest[:16]}.docx", data, mode=0o600)

    def _folder(self, name: str) -> Path:
        """A folder inside the work folder, made where it is not there."""
        return make_private(self.make() / name)

    def remember_answer(self, path: Path, *, report: bool = False) -> str:
        """Notes, for `is_untouched`, that the program itself wrote this file; its digest comes back."""
        digest = _digest(path)
        self._remember(path, digest, report=report)
        return digest

    def _remember(self, path: Path, digest: str, *, report: bool = False) -> None:
        value = self._read(self.folder / "reports.json")
        whole = str(path.resolve())
        written = {**self._reports_in(value), whole: digest}
        last = whole if report else self._last_in(value)
        kept = {"reports": written} | ({"last": last} if last else {})
        self._write(self.folder / "reports.json", kept)

    @property
    def last_report(self) -> Path | None:
        """Where the last report of the project was written; None where none was, or by an older version."""
        last = self._last_in(self._read(self.folder / "reports.json"))
        return Path(last) if last else None

    @staticmethod
    def _last_in(value: dict[str, Any] | None) -> str:
        last = value.get("last") if value else None
        return last if isinstance(last, str) else ""

    def printed(self) -> list[Path]:
        """The program's own copies of the reports it wrote, newest first."""
        copies = (self.folder / "printed").glob("*.docx")
        return sorted(copies, key=lambda p: (p.stat().st_mtime_ns, p.name), reverse=True)

    def is_untouched(self, path: Path) -> bool:
        """Whether the file is, to the byte, one that was written or read here, so that nothing is lost with it.

        Wherever it stands now: a folder may have been moved or copied since.
        """
        return not exists_now(path) or _digest(path) in self._reports().values()

    def _reports(self) -> dict[str, str]:
        return self._reports_in(self._read(self.folder / "reports.json"))

    def _reports_in(self, value: dict[str, Any] | None) -> dict[str, str]:
        written = value.get("reports", {}) if value else {}
        if not isinstance(written, dict):
            raise InputError(f"{self.folder / 'reports.json'}：内容坏了，请移走它再试")
        return {str(name): str(digest) for name, digest in written.items()}

    def _read(self, path: Path) -> dict[str, Any] | None:
        try:
            text = read_now(path).decode("utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            why = reason(error) if isinstance(error, OSError) else "不是文本"
            raise InputError(f"{path}：读不出来（{why}），请用备份，或移走它重新起草") from None
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict) or not isinstance(value.get("version", 0), int):
            raise InputError(f"{path}：内容坏了，请用备份，或移走它重新起草")
        if value.get("version", 0) > _VERSION:
            raise InputError(f"{path}：是更新版本的 jixiao 写的，请升级后再用")
        return value

    def _write(self, path: Path, value: dict[str, Any]) -> None:
        self.make()
        write_whole(path, json_bytes({"version": _VERSION, **value}), mode=0o600)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(read_now(path)).hexdigest()
    except OSError:
        return ""
