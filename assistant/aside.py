"""One computation in a process beside this one, while this one goes on: where the system can fork."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from assistant.executing import cores

T = TypeVar("T")


@contextmanager
def aside(function: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Starts `function` in a process forked from this one, and gives what waits for its value, which must pickle.

    The process ends with the block, whether it was asked or not. Whatever goes wrong in it is not told: the
    function is then called here. So it is, too, on systems where a fork is not safe (Windows, macOS), with one
    processor, or beside a thread that a fork would cut off in the middle of its work.
    """
    if not sys.platform.startswith("linux") or cores() == 1 or threading.active_count() > 1:
        yield function
        return
    context: Any = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(theirs, function), daemon=True)
    process.start()
    theirs.close()

    def value() -> T:
        try:
            return ours.recv()  # type: ignore[no-any-return]
        except (EOFError, OSError):
            return function()

    try:
        yield value
    finally:
        ours.close()
        process.kill()
        process.join()


def _send(line: Connection, function: Callable[[], object]) -> None:
    with contextlib.suppress(BaseException):
        line.send(function())
