"""How many calls an endpoint is given at once: as many as set, fewer once it answers 429, more again as it copes.

All clients of one process that talk to the same endpoint share one limit; that is what keeps a batch of
many projects from asking more than the endpoint can take.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.llm.faults import AnsweredError
from assistant.llm.wire import Stopped

_TOO_MANY = 429
_WAKE = 0.2  # seconds; a cancelled call stops waiting after that


class Limit:
    """Halved at most once a second by 429, raised by one after as many good answers as it stands at."""

    def __init__(self, most: int) -> None:
        self._most, self._now = most, float(most)
        self._running = 0
        self._turn = threading.Condition()
        self._shrunk = 0.0

    @property
    def now(self) -> int:
        """How many calls may run at this moment."""
        return max(1, int(self._now))

    def allow(self, most: int) -> None:
        """Sets how many at most; a client that asks for fewer than another does not take from it."""
        with self._turn:
            if most > self._most:
                self._now += most - self._most
                self._most = most
                self._turn.notify_all()

    @contextmanager
    def turn(self, cancelled: threading.Event) -> Iterator[None]:
        """Waits for a turn and holds it. Raises Stopped where the call is cancelled while it waits."""
        with self._turn:
            while self._running >= self.now:
                if cancelled.is_set():
                    raise Stopped("已取消")
                self._turn.wait(_WAKE)
            self._running += 1
        try:
            yield
        except AnsweredError as error:
            if error.answered.status == _TOO_MANY:
                self._shrink()
            raise
        else:
            with self._turn:
                self._now = min(self._most, self._now + 1 / self._now)
        finally:
            with self._turn:
                self._running -= 1
                self._turn.notify()

    def _shrink(self) -> None:
        with self._turn:
            now = time.monotonic()
            if now - self._shrunk > 1:  # the calls that were under way all bring the same news
                self._shrunk = now
                self._now = max(1.0, self._now / 2)


_known: dict[str, Limit] = {}
_lock = threading.Lock()
_share: list[int] = []


def share_of_process(most: int) -> None:
    """What this process may ask of any endpoint at once, for its life: one of several that share a limit."""
    _share[:] = [most]


def limit_of(address: str, most: int) -> Limit:
    """The limit of that endpoint in this process."""
    most = min([most, *_share])
    with _lock:
        if address not in _known:
            _known[address] = Limit(most)
        _known[address].allow(most)
        return _known[address]
