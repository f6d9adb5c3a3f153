"""A call tried again where that can help: 429, 5xx and broken connections, waiting longer each time."""

from __future__ import annotations

import threading
from collections.abc import Callable

from assistant.llm.wire import Stopped, WireAnswer

_LONGEST_ASKED = 60.0  # seconds; an endpoint that asks for more is as good as dead
_LONGEST = 30


def with_retries(
    call: Callable[[], WireAnswer],
    *,
    attempts: int,
    backoff: float,
    cancelled: threading.Event,
    note: Callable[[str], None],
) -> WireAnswer:
    """The answer, or the last error. `backoff` is the first wait in seconds; waits end when cancelled."""
    from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
    from tenacity.wait import wait_exponential_jitter

    rising = wait_exponential_jitter(multiplier=backoff, max=_LONGEST * backoff, jitter=backoff)

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        return max(rising(state), min(_retry_after(error), _LONGEST_ASKED))

    def say(state: RetryCallState) -> None:
        seconds = state.next_action.sleep if state.next_action else 0
        note(f"模型端点没有答复好，{seconds:.0f} 秒后再试（第 {state.attempt_number + 1} 次）")

    def sleep(seconds: float) -> None:
        if cancelled.wait(seconds):
            raise Stopped("已取消")

    retrying = Retrying(
        retry=retry_if_exception(_transient),
        stop=stop_after_attempt(attempts),
        wait=wait,
        sleep=sleep,
        before_sleep=say,
        reraise=True,
    )
    return retrying(call)


def _transient(error: BaseException) -> bool:
    import openai

    if isinstance(error, openai.APIStatusError):
        return error.status_code in {408, 409, 425, 429} or error.status_code >= 500  # noqa: PLR2004 - HTTP
    return isinstance(error, openai.APIConnectionError) and not isinstance(
        error, openai.APITimeoutError
    )


def _retry_after(error: BaseException | None) -> float:
    response = getattr(error, "response", None)
    try:
        return float(response.headers.get("retry-after", 0)) if response is not None else 0.0
    except ValueError:
        return 0.0
