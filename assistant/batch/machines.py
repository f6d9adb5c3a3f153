"""Many machines, by Dask (extra `scale`): they do the work, the ledger here stays the truth.

A worker may see no disk of ours: the files of a project go there as bytes and come back as bytes, and are
put in place here. A worker that dies costs what it had in hand; a scheduler that restarts, one more call
of the same command.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from assistant.batch.keys import named_files
from assistant.batch.work import DATA, Job, Result, perform
from assistant.errors import InputError, reason
from assistant.executing import End, Task
from assistant.files import read_now, write_whole
from assistant.intake.unit import NAME as UNIT
from assistant.workspace import Workspace

_INSTALL = "pip install 'jixiao[scale]'"
#: tasks a thread of the workers, so that none waits for the next
_AHEAD = 2
_PATIENCE = 15  # seconds to find the scheduler
_FALLS = 2


@dataclass(frozen=True, slots=True)
class Parcel:
    """A job with the files it needs, by their paths in the output folder."""

    job: Job
    files: dict[str, bytes]


class Machines:
    """The workers of a scheduler."""

    def __init__(self, client: Any) -> None:
        self._client = client

    @classmethod
    @contextmanager
    def at(cls, address: str) -> Iterator[Machines]:
        """Those of the scheduler at that address. Raises InputError where it cannot be reached."""
        try:
            dask: Any = import_module("distributed")
        except ImportError:
            raise InputError(f"--scheduler 要用 Dask，请执行 {_INSTALL}") from None
        try:
            client = dask.Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            why = reason(error) if isinstance(error, OSError) else "没有答复"
            raise InputError(
                f"--scheduler {address}：连不上 Dask 调度器（{why}），请核对地址，如 tcp://10.1.2.3:8786"
            ) from None
        try:
            yield cls(client)
        finally:
            client.close()

    def run(self, tasks: Iterable[Task]) -> Iterator[End]:
        """The ends as they come. What is no project (reading sources) is done here."""
        dask: Any = import_module("distributed")
        source = iter(tasks)
        ended = dask.as_completed(loop=self._client.loop)
        hand: dict[Any, Task] = {}
        more = True
        while more or hand:
            while more and len(hand) < max(1, sum(self._client.nthreads().values())) * _AHEAD:
                task = next(source, None)
                if task is None:
                    more = False
                elif not _travels(task):
                    yield End(task, task.function(task.argument))
                else:
                    future = self._client.submit(
                        perform_parcel, packed(task.argument), pure=False, retries=_FALLS - 1
                    )
                    hand[future] = task
                    ended.add(future)
            if hand:
                future = next(ended)
                yield _end(future, hand.pop(future))


def _end(future: Any, task: Task) -> End:
    if future.status != "finished":
        return End(task, fell=True)
    result, files = future.result()
    try:
        unpack(task.argument, files)
    except (InputError, OSError) as error:
        result = Result(kind="文件", why=str(error), steps=task.argument.steps)
    future.release()
    return End(task, result)


def _travels(task: Task) -> bool:
    """Whether the task is a project that needs no file beyond its own."""
    if task.function is not perform:
        return False
    job: Job = task.argument
    data = job.data
    return not job.rules.endswith((".yaml", ".yml")) and not list(named_files(data, read_now(data)))


def packed(job: Job) -> Parcel:
    """The job with its files."""
    space = Workspace.beside(job.data).folder
    paths = [job.data, job.folder / DATA / UNIT, job.report, job.form]
    paths += sorted(space.rglob("*")) if space.is_dir() else []
    files = {
        path.relative_to(job.folder).as_posix(): read_now(path)
        for path in paths
        if path.is_file() and not path.name.startswith("lock")
    }
    return Parcel(job, files)


def perform_parcel(parcel: Parcel) -> tuple[Result, dict[str, bytes]]:
    """On the worker: does the job in a folder of its own; the files that are new or changed come back."""
    with tempfile.TemporaryDirectory(prefix="jixiao-") as made:
        folder = Path(made)
        for name, data in parcel.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        result = perform(replace(parcel.job, folder=folder))
        result.why = result.why.replace(str(folder), str(parcel.job.folder))
        found = {
            path.relative_to(folder).as_posix(): read_now(path)
            for path in folder.rglob("*")
            if path.is_file() and not path.name.startswith("lock")
        }
    return result, {name: data for name, data in found.items() if parcel.files.get(name) != data}


def unpack(job: Job, files: dict[str, bytes]) -> None:
    """Puts what came back in place, all of it or nothing."""
    space = Workspace.beside(job.data)
    home = f"{DATA}/{space.folder.name}/"
    with space.writing("batch"):
        for name, data in files.items():
            path = job.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, data, mode=0o600 if name.startswith(home) else None)
