"""One call on the wire: ChatOpenAI over an HTTP client that knows loopback from the rest of the world."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from assistant.config import Limits
from assistant.errors import ModelError
from assistant.llm.endpoint import ModelChoice, is_loopback
from assistant.llm.progress import Progress

if TYPE_CHECKING:
    import httpx
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable
    from langchain_openai import ChatOpenAI

_METHODS: dict[str, Literal["json_schema", "json_mode", "function_calling"]] = {
    "json_schema": "json_schema",
    "json_object": "json_mode",
    "tools": "function_calling",
}
#: parameters that some endpoints refuse, and the words by which their refusal is known
_OPTIONAL = ("max_tokens", "stream_options", "temperature", "parallel_tool_calls")
_TEMPERATURE = 0.1
_MORE = 4  # characters beyond that many a token are a stream without end


class Refused(Exception):  # noqa: N818 - one way of asking is refused; others follow
    """The endpoint will not have this way of asking."""


class EndlessError(ValueError):
    """The answer went on beyond all measure; what came of it is of no use."""


class Stopped(Exception):  # noqa: N818 - a decision of ours
    """The call was ended from this side; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class WireAnswer:
    """The text (or a tool's arguments) that came back, tokens, and seconds."""

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


def tracing_wanted() -> bool:
    """Whether the user asked for LangSmith traces: both its own variable and ours."""
    return os.environ.get("JIXIAO_LANGSMITH") == "1"


class Transport:
    """Keeps one HTTP client open for all calls of a draft."""

    def __init__(self, choice: ModelChoice, limits: Limits, server: Any = None) -> None:
        import httpx

        if not tracing_wanted():
            # facts must not leave through a tracing variable that was set for another program
            os.environ["LANGSMITH_TRACING"] = os.environ["LANGCHAIN_TRACING_V2"] = "false"
        logging.getLogger("langchain_core.callbacks.manager").setLevel(logging.CRITICAL)
        self._choice, self._limits, self._server = choice, limits, server
        self._sockets: dict[int, socket.socket] = {}
        self._chats: dict[tuple[int, frozenset[str]], ChatOpenAI] = {}
        self._lock = threading.Lock()
        self._patience = httpx.Timeout(limits.first_token, connect=limits.connect)
        self._http = httpx.Client(
            # a proxy of the environment is for the outside world, never for this machine
            trust_env=not is_loopback(choice.base_url),
            timeout=self._patience,
            event_hooks={"response": [self._arrived]},
            follow_redirects=False,
        )

    def cut(self) -> None:
        """Breaks every answer that is under way."""
        with self._lock:
            sockets = list(self._sockets.values())
        for connection in sockets:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Closes the client and the local server."""
        self._http.close()
        if self._server is not None:
            self._server.close()

    def _arrived(self, response: httpx.Response) -> None:
        if "text/html" in response.headers.get("content-type", ""):
            raise Refused("答复是网页（HTML），不是模型的答复")
        stream = response.extensions.get("network_stream")
        connection = stream.get_extra_info("socket") if stream is not None else None
        if connection is not None:
            with self._lock:
                self._sockets[threading.get_ident()] = connection

    def send(
        self,
        system: str,
        user: str,
        *,
        mode: str,
        schema: dict[str, Any],
        tokens: int,
        way: frozenset[str],
        forbid: Callable[[str], None],
        on_text: Callable[[str], None],
        cancelled: threading.Event,
    ) -> WireAnswer:
        """One call. Raises openai's errors, Refused, or Stopped."""
        import httpx
        import httpx2
        import openai

        started = time.monotonic()
        watch = _watch(self._limits.answer_seconds, tokens, on_text, cancelled)
        timer = threading.Timer(
            self._limits.answer_seconds, self._cut_one, (threading.get_ident(),)
        )
        timer.daemon = True
        timer.start()
        try:
            message = self._invoke(
                system, user, mode=mode, schema=schema, tokens=tokens, way=way, watch=watch
            )
            return _answer(message, time.monotonic() - started)
        except openai.LengthFinishReasonError as error:
            # whatever arrived is the answer; the reader of it will find that it is not whole
            return WireAnswer(watch.text, *_usage(error.completion), time.monotonic() - started)
        except openai.BadRequestError as error:
            parameter = next((p for p in _OPTIONAL if p in str(error) and p not in way), "")
            if not parameter:
                raise Refused(" ".join(str(error).split())[:120]) from None
            forbid(parameter)
            return self.send(
                system, user, mode=mode, schema=schema, tokens=tokens, way=way | {parameter},
                forbid=forbid, on_text=on_text, cancelled=cancelled,
            )  # fmt: skip
        except openai.UnprocessableEntityError as error:
            raise Refused(" ".join(str(error).split())[:120]) from None
        except openai.APIConnectionError as error:
            if refused := _refusal(error):
                raise refused from None
            self._ended(cancelled, started)
            raise
        except (httpx.HTTPError, OSError) as error:
            # broken off in mid-stream, by them or by the timer above
            self._ended(cancelled, started)
            request = httpx2.Request("POST", self._choice.base_url)
            raise openai.APIConnectionError(message=str(error), request=request) from error
        except (AssertionError, LookupError, ValueError, TypeError, AttributeError):
            # a stream with no chunk, or one that is no JSON, ends in any of these inside the libraries
            self._ended(cancelled, started)
            return WireAnswer(watch.text, seconds=time.monotonic() - started)
        finally:
            timer.cancel()
            with self._lock:
                self._sockets.pop(threading.get_ident(), None)

    def _ended(self, cancelled: threading.Event, started: float) -> None:
        if cancelled.is_set():
            raise Stopped("已取消")
        if time.monotonic() - started >= self._limits.answer_seconds:
            raise Stopped(f"{self._limits.answer_seconds} 秒还没有答完")

    def _cut_one(self, thread: int) -> None:
        with self._lock:
            connection = self._sockets.get(thread)
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _chat(self, tokens: int, way: frozenset[str]) -> ChatOpenAI:
        """The chat model with that room for an answer, without the parameters of `way`; made once each."""
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        with self._lock:
            made = self._chats.get((tokens, way))
        if made is not None:
            return made
        chat = ChatOpenAI(
            model=self._choice.model,
            base_url=self._choice.base_url,
            api_key=SecretStr(self._choice.secret or "none"),
            http_client=self._http,
            http_socket_options=(),
            max_retries=0,
            # the client's own would be overruled by none here
            timeout=self._patience,
            streaming=True,
            stream_usage="stream_options" not in way,
            temperature=None if "temperature" in way else _TEMPERATURE,
            use_responses_api=False,
            # most servers know max_tokens, few the newer name; those that refuse it get the newer one
            **(
                {"max_completion_tokens": tokens}
                if "max_tokens" in way
                else {"extra_body": {"max_tokens": tokens}}
            ),
            disabled_params={"parallel_tool_calls": None} if "parallel_tool_calls" in way else None,
        )
        with self._lock:
            return self._chats.setdefault((tokens, way), chat)

    def _invoke(
        self,
        system: str,
        user: str,
        *,
        mode: str,
        schema: dict[str, Any],
        tokens: int,
        way: frozenset[str],
        watch: Any,
    ) -> AIMessage:
        chat = self._chat(tokens, way)
        messages = [("system", system), ("user", user)]
        settings: Any = {"callbacks": [watch]}
        if mode == "plain":
            return chat.invoke(messages, config=settings)
        structured = chat.with_structured_output(
            schema,
            method=_METHODS[mode],
        )
        # only the bound model of the chain: its parser would lose the text of an answer that is not whole,
        # and include_raw runs in a pool of threads that Ctrl-C would have to wait for
        bound: Runnable[Any, AIMessage] = structured.first  # type: ignore[attr-defined]
        return bound.invoke(messages, config=settings)


def open_transport(
    choice: ModelChoice, limits: Limits, progress: Progress
) -> tuple[ModelChoice, Transport]:
    """The client for that choice; a local model is served first, and its address filled in."""
    server = None
    if choice.kind == "local":
        from assistant.llm.local.server import LocalServer

        progress.note("正在装入本机模型…")
        server = LocalServer()
        choice = replace(choice, base_url=server.base_url, secret=server.secret, model=server.model)
    transport = Transport(choice, limits, server)
    if not choice.model:
        choice = replace(choice, model=_first_model(choice, transport))
        transport._choice = choice
    return choice, transport


def _first_model(choice: ModelChoice, transport: Transport) -> str:
    """The model an endpoint offers, where the user named none."""
    headers = {"authorization": f"Bearer {choice.secret or 'none'}"}
    try:
        listed = transport._http.get(f"{choice.base_url}/models", headers=headers).json()
        return str(listed["data"][0]["id"])
    except Exception:
        raise ModelError(
            f"模型端点 {choice.base_url}：问不到有哪些模型，请用 --model 名称 或 OPENAI_MODEL 写明模型"
        ) from None


def _watch(
    seconds: float, tokens: int, on_text: Callable[[str], None], cancelled: threading.Event
) -> Any:
    """A callback handler that sees every piece as it comes, and ends what has no end."""
    from langchain_core.callbacks import BaseCallbackHandler

    class Watch(BaseCallbackHandler):
        raise_error = True

        def __init__(self) -> None:
            self.text = ""
            self._until = time.monotonic() + seconds
            self._pieces = 0

        def on_llm_new_token(self, token: Any, **_: Any) -> None:
            self._pieces += 1
            if isinstance(token, str):
                self.text += token
            if cancelled.is_set():
                raise Stopped("已取消")
            if time.monotonic() > self._until:
                raise Stopped(f"{seconds} 秒还没有答完")
            if self._pieces > tokens * _MORE or len(self.text) > tokens * _MORE:
                raise EndlessError
            on_text(self.text)

    return Watch()


def _answer(message: AIMessage, seconds: float) -> WireAnswer:
    import json

    content = message.content
    text = (
        content
        if isinstance(content, str)
        else "".join(
            part.get("text", "") if isinstance(part, dict) else str(part) for part in content
        )
    )
    if message.tool_calls:
        text = json.dumps(message.tool_calls[0]["args"], ensure_ascii=False)
    elif message.invalid_tool_calls:
        text = str(message.invalid_tool_calls[0].get("args") or "")
    usage = message.usage_metadata
    return WireAnswer(
        text,
        usage["input_tokens"] if usage else 0,
        usage["output_tokens"] if usage else 0,
        seconds,
    )


def _usage(completion: Any) -> tuple[int, int]:
    usage = getattr(completion, "usage", None)
    return (usage.prompt_tokens, usage.completion_tokens) if usage else (0, 0)


def _refusal(error: BaseException) -> Refused | None:
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, Refused):
            return inner
        inner = inner.__cause__ or inner.__context__
    return None
