"""The model's work in rounds of files: what it is to be asked goes out, what it said comes in (llm/deferring.py).

A project is drafted as far as answers are there; what is missing is the next round. When nothing is, it
is done as any other, with the answers in the place of the endpoint.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from assistant.batch.ledger import NAME as LEDGER
from assistant.batch.ledger import WORK, Ledger
from assistant.batch.work import Job, Result, failing, perform
from assistant.errors import InputError, JixiaoError, reason
from assistant.llm.deferring import ADDRESS, deferred, forget, read_answer_file
from assistant.llm.endpoint import ModelChoice
from assistant.plain_database import PATIENCE

if TYPE_CHECKING:
    from assistant.config import Config


def later(option: str, config: Config) -> ModelChoice:
    """The model whose answers come later: only its name counts. Raises InputError where none is named."""
    name = option.partition("#")[2] or ("" if "//" in option else option) or config.model.name
    if name in {"", "none", "local"}:
        raise InputError(
            "--export-requests 要知道请求发给哪个模型，请加 --model 名称（运行器里的模型名称）"
        )
    return ModelChoice("endpoint", base_url=ADDRESS, model=name, why="--export-requests")


class _Answers:
    """The answers in the ledger, read by a process that does not write it."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        address = f"{path.resolve().as_uri()}?mode=ro"
        self._db = sqlite3.connect(address, uri=True, check_same_thread=False, timeout=PATIENCE)

    def answer(self, key: str) -> str | None:
        """As the ledger has it."""
        with self._lock:
            row = self._db.execute("SELECT content FROM answers WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def close(self) -> None:
        """Lets the file go."""
        self._db.close()


def ask_or_perform(given: tuple[Job, bool]) -> list[dict[str, Any]] | Result:
    """What the model has still to be asked for this project; its result where that is nothing.

    Without `export` the answers that are there have to do; the rest is written by rules.
    """
    job, export = given
    asked: dict[str, dict[str, Any]] = {}
    try:
        with closing(_Answers(job.folder / WORK / LEDGER)) as store:
            choice = deferred(job.model.model, f"{os.getpid()}-{job.number}", store, asked)
            try:
                if export and "draft" in job.steps:
                    _try(replace(job, model=choice))
                return list(asked.values()) or perform(replace(job, model=choice))
            finally:
                forget(choice)
    except (JixiaoError, OSError, sqlite3.Error) as error:
        return failing(job, error)


def _try(job: Job) -> None:
    from assistant.oneshot import Order, try_draft

    order = Order(
        job.data, job.report, rules=job.rules, allow_marked=job.allow_marked, choice=job.model
    )
    try_draft(order)


def take_answer_file(path: Path, ledger: Ledger) -> str:
    """Keeps the answers of the file in the ledger; a line for people. Raises InputError as reading does."""
    failed: list[str] = []
    count = ledger.keep_answers(read_answer_file(path, failed))
    told = f"；{len(failed)} 条没有答好，下一轮再问，如 {failed[0]}" if failed else ""
    return f"{path}：读入 {count} 条答复{told}"


class RequestFile:
    """The file of requests, written line by line beside its place and put there whole; nowhere where none is asked for."""

    def __init__(self, out: IO[str] | None) -> None:
        self._out = out
        self._seen: set[str] = set()

    @property
    def count(self) -> int:
        """How many requests stand in it."""
        return len(self._seen)

    def add(self, requests: list[dict[str, Any]]) -> None:
        """Adds a project's requests, each key once."""
        for request in requests:
            if self._out is not None and request["custom_id"] not in self._seen:
                self._seen.add(request["custom_id"])
                self._out.write(json.dumps(request, ensure_ascii=False) + "\n")

    @classmethod
    @contextmanager
    def open(cls, path: Path | None) -> Iterator[RequestFile]:
        """Raises InputError where the file cannot be written."""
        if path is None:
            yield cls(None)
            return
        temporary = ""
        try:
            handle, temporary = tempfile.mkstemp(prefix=".jixiao-", dir=path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                yield cls(out)
            Path(temporary).replace(path)
        except OSError as error:
            raise InputError(f"{path}：写不进去（{reason(error)}），请换一个位置") from None
        finally:
            with suppress(OSError):
                Path(temporary).unlink()
