"""A call tried again where that can help: 429, 5xx and broken connections, waiting longer each time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from assistant.llm.faults import AnsweredError, lasting
from assistant.llm.wire import Stopped

Answer = TypeVar("Answer")

_LONGEST_ASKED = 60.0  # seconds; an endpoint that asks for more is as good as dead
_LONGEST = 30


def with_retries(
    call: Callable[[], Answer],
    *,
    attempts: int,
    backoff: float,
    cancelled: threading.Event,
    note: Callable[[str], None],
    left: Callable[[], float],
) -> Answer:
    """The answer, or the last error. `backoff` is the first wait in seconds; waits end when cancelled.

    `left` tells the seconds that remain of the draft's budget: an endpoint that asks for a longer wait ends at once.
    """
    from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
    from tenacity.wait import wait_exponential_jitter

    rising = wait_exponential_jitter(multiplier=backoff, max=_LONGEST * backoff, jitter=backoff)

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        return max(rising(state), retry_after(error))

    def say(state: RetryCallState) -> None:
        seconds = state.next_action.sleep if state.next_action else 0
        note(f"模型端点没有答复好，{seconds:.0f} 秒后再试（第 {state.attempt_number + 1} 次）")

    def sleep(seconds: float) -> None:
        if cancelled.wait(seconds):
            raise Stopped("已取消")

    retrying = Retrying(
        retry=retry_if_exception(
            lambda error: (
                _transient(error) and retry_after(error) <= min(_LONGEST_ASKED, max(0.0, left()))
            )
        ),
        stop=stop_after_attempt(attempts),
        wait=wait,
        sleep=sleep,
        before_sleep=say,
        reraise=True,
    )
    return retrying(call)


def _transient(error: BaseException) -> bool:
    import httpx

    if isinstance(error, AnsweredError):
        return error.answered.transient
    return isinstance(error, httpx.TransportError) and not (
        isinstance(error, httpx.TimeoutException | httpx.ProxyError) or lasting(error)
    )


def retry_after(error: BaseException | None) -> float:
    """Seconds the endpoint asks to wait, in numbers or as a date; 0 where it asks for none."""
    if not isinstance(error, AnsweredError):
        return 0.0
    asked = error.answered.headers.get("retry-after", "")
    try:
        return max(0.0, float(asked))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(asked)
        return max(0.0, (until - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0
