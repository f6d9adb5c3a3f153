"""Who does the work: this process, or processes beside it. Tasks go in as an iterator, ends come out as they come.

A worker process is ours alone: it loads what it needs once, takes task after task, and is replaced after
some hundreds, so that its memory stays flat. When one dies, only the tasks it had in hand are done again.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from threading import Lock
from typing import Any, Protocol

#: tasks a worker does before another takes its place
_LIFE = 400
#: how often a task may bring down its worker
_FALLS = 2
_GRACE = 10.0
#: seconds after which threads of a worker take turns: one whose answer has come, or whose turn it is to ask, must not
#: stand behind those that compute, five milliseconds each
_SWITCH = 0.0005
#: new objects after which the collector looks at them: a project makes some hundred thousand
_GARBAGE = 50_000


@dataclass(frozen=True, slots=True)
class Task:
    """A function of a module and its argument; both go to another process. `label` is the caller's own."""

    label: Any
    function: Callable[[Any], Any]
    argument: Any


@dataclass(frozen=True, slots=True)
class End:
    """What a task gave; `fell` where it brought down its worker so often that it is given up."""

    task: Task
    value: Any = None
    fell: bool = False


class Executor(Protocol):
    """Does tasks in any order. It takes from the iterator no more than it has hands for."""

    def run(self, tasks: Iterable[Task]) -> Iterator[End]:
        """The ends, as they come. Closing the iterator ends the work."""


class Here:
    """In this very process, one after the other."""

    def run(self, tasks: Iterable[Task]) -> Iterator[End]:
        """The ends, in order."""
        for task in tasks:
            yield End(task, task.function(task.argument))


def in_order(executor: Executor, tasks: Iterable[Task]) -> Iterator[End]:
    """The ends in the order of the tasks: one that is done early waits for those before it."""
    waiting: dict[int, End] = {}
    at = 0
    numbered = (Task((i, t), t.function, t.argument) for i, t in enumerate(tasks))
    for end in executor.run(numbered):
        number, task = end.task.label
        waiting[number] = replace(end, task=task)
        while at in waiting:
            yield waiting.pop(at)
            at += 1


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(slots=True)
class _Worker:
    process: Any
    line: Connection
    hand: dict[int, Task] = field(default_factory=dict)
    given: int = 0


class Processes:
    """Worker processes; each does `threads` tasks at once (more than one where tasks wait for a model)."""

    def __init__(
        self,
        number: int,
        *,
        threads: int = 1,
        start: Callable[[], None] | None = None,
        preload: str = "",
    ) -> None:
        """`preload` is a module that imports what workers need: loaded once, in the process they are forked from."""
        self._number, self.threads, self._start = number, threads, start
        self._context: Any = multiprocessing.get_context(
            "spawn" if os.name == "nt" else "forkserver"
        )
        if preload and os.name != "nt":
            self._context.set_forkserver_preload([preload])

    def run(self, tasks: Iterable[Task]) -> Iterator[End]:
        """The ends as they come; at most a few tasks a worker are under way."""
        source, again = iter(tasks), deque[tuple[int, Task]]()
        workers: list[_Worker] = []
        falls: dict[int, int] = {}
        count = 0
        more = True
        try:
            while True:
                while more or again:
                    worker = self._free(workers, falls, alone=bool(again))
                    if worker is None:
                        break
                    if again:
                        number, task = again.popleft()
                    else:
                        found = next(source, None)
                        if found is None:
                            more = False
                            break
                        number, task = count, found
                        count += 1
                    worker.hand[number] = task
                    worker.given += 1
                    with contextlib.suppress(OSError):  # it has died: that is seen below
                        worker.line.send((number, task.function, task.argument))
                if not any(w.hand for w in workers):
                    if not more and not again:
                        return
                    continue
                yield from self._ends(workers, again, falls)
        finally:
            for worker in workers:
                _stop(worker)
            for worker in workers:
                _end(worker)

    def _free(
        self, workers: list[_Worker], falls: dict[int, int], *, alone: bool
    ) -> _Worker | None:
        """A worker with a hand free: one more task than it can do waits with it, so that it is never idle.

        A task whose worker died is done `alone`: if another dies of it, it is the one to blame.
        """
        most = self.threads + 1
        able = [
            w
            for w in workers
            if w.given < _LIFE and len(w.hand) < most and not any(n in falls for n in w.hand)
        ]
        able = [w for w in able if not w.hand] if alone else able
        if able:
            return min(able, key=lambda w: len(w.hand))
        if sum(w.given < _LIFE for w in workers) < self._number and len(workers) < self._number:
            ours, theirs = self._context.Pipe()
            process = self._context.Process(
                target=_serve, args=(theirs, self.threads, self._start), daemon=True
            )
            process.start()
            theirs.close()
            workers.append(_Worker(process, ours))
            return workers[-1]
        return None

    def _ends(
        self, workers: list[_Worker], again: deque[tuple[int, Task]], falls: dict[int, int]
    ) -> Iterator[End]:
        by_line = {w.line: w for w in workers}
        for line in wait(list(by_line), timeout=1.0):
            worker = by_line[line]  # type: ignore[index]
            try:
                number, value = worker.line.recv()
            except (EOFError, OSError):
                workers.remove(worker)
                _end(worker)
                yield from _fallen(worker, again, falls, self.threads)
                continue
            yield End(worker.hand.pop(number), value)
            if worker.given >= _LIFE and not worker.hand:
                workers.remove(worker)
                _end(worker)


def _fallen(
    worker: _Worker, again: deque[tuple[int, Task]], falls: dict[int, int], threads: int
) -> Iterator[End]:
    """The tasks of a worker that died: once more, or given up. One that only waited there is not to blame."""
    for place, (number, task) in enumerate(worker.hand.items()):
        falls[number] = falls.get(number, 0) + (place < threads)
        if falls[number] >= _FALLS:
            yield End(task, fell=True)
        else:
            again.append((number, task))


def _stop(worker: _Worker) -> None:
    """Asks a worker to begin nothing more."""
    if worker.hand:
        worker.process.terminate()
    with contextlib.suppress(OSError):
        worker.line.send(None)


def _end(worker: _Worker) -> None:
    """The worker has ended when this returns; what it is at may be finished within a grace."""
    _stop(worker)
    worker.process.join(_GRACE)
    worker.line.close()
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


class _Life:
    """A worker's: what it is doing, and whether it is to end. Ctrl-C is for the driver, which then asks by SIGTERM."""

    def __init__(self, line: Connection) -> None:
        self._line, self._lock = line, Lock()
        self._running = 0
        self._stopping = False
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, *_: object) -> None:
        self._stopping = True
        if not self._running:
            os._exit(0)

    def do(self, number: int, function: Callable[[Any], Any], argument: Any) -> None:
        """One task, brought to its end even while the worker is asked to stop: its files are whole."""
        if self._stopping:
            return
        with self._lock:  # never taken by `_stop`, which may come while it is held
            self._running += 1
        try:
            value = function(argument)
            with self._lock, contextlib.suppress(OSError):
                self._line.send((number, value))
        except (
            BaseException
        ):  # nobody waits for a thread's: the driver must see that the worker is gone
            traceback.print_exc()
            os._exit(1)
        with self._lock:
            self._running -= 1
        if self._stopping and not self._running:
            os._exit(0)


def settle() -> None:
    """What this process has loaded stays: the collector need not look for dead objects among it, task after task."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE, 10, 10)


def _serve(line: Connection, threads: int, start: Callable[[], None] | None) -> None:
    """A worker takes task after task until it is told to end, or its driver is gone."""
    life = _Life(line)  # first: from here on Ctrl-C is for the driver alone
    settle()
    if start is not None:
        start()
    if threads > 1:
        sys.setswitchinterval(_SWITCH)
    with ThreadPoolExecutor(threads) as pool:
        while True:
            try:
                given = line.recv()
            except (EOFError, OSError):
                break
            if given is None:
                break
            if threads == 1:
                life.do(*given)
            else:
                pool.submit(life.do, *given)
