"""One call on the wire: ChatOpenAI over an HTTP transport that takes every envelope seen in the wild.

ChatOpenAI builds the request for each way of asking. Below it, `_Line` drops what this endpoint refuses, sends only our
own headers, reads whatever comes back (envelope.py) and hands the library a plain stream that it cannot stumble over.
"""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, cast

from assistant.config import Limits
from assistant.errors import ModelError
from assistant.llm.chat_models import chosen_model
from assistant.llm.endpoint import ModelChoice
from assistant.llm.envelope import (
    EndlessError,
    Heard,
    PageError,
    SaidErrorError,
    decoded,
    hear,
    is_page,
    whole_json,
)
from assistant.llm.faults import Answered, AnsweredError
from assistant.llm.progress import Progress
from assistant.llm.road import authorization, forget_foreign, transport_to
from assistant.llm.tracing import tracing_off

if TYPE_CHECKING:
    import httpx
    from langchain_core.runnables import Runnable
    from langchain_openai import ChatOpenAI

_METHODS: dict[str, Literal["json_schema", "json_mode", "function_calling"]] = {
    "json_schema": "json_schema",
    "json_object": "json_mode",
    "tools": "function_calling",
}
_TEMPERATURE = 0.1
_MORE = 4  # characters beyond that many a token are a stream without end
#: bytes of one answer, unpacked: so many, and so many a token (each comes in an envelope of its own)
_MOST_BYTES, _MOST_BYTES_EACH = 4_000_000, 4_000
_AFTER = 2.0  # seconds that a line may stay open with nothing to say behind the end of the answer
_GZIP = b"\x1f\x8b"
_LONGEST_ERROR = 65_536  # bytes of an error's body that are read
_OURS = "jixiao"


class Stopped(Exception):  # noqa: N818 - a decision of ours
    """The call was ended from this side; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class WireAnswer:
    """The text (or a tool's arguments) that came back, tokens, and seconds.

    `thought` is true where reasoning used the room up, so that no answer was left; `cut` where the endpoint says that
    it broke the answer off; `endless` where it went on until it was broken off from this side.
    """

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    thought: bool = False
    cut: bool = False
    endless: bool = False


@dataclass(slots=True)
class _Call:
    """What one thread is asking, for the line under the library."""

    tokens: int
    way: frozenset[str]
    until: float
    on_text: Callable[[str], None]
    cancelled: threading.Event
    seconds: int
    most: int
    heard: Heard = field(default_factory=Heard)
    connection: Any = None
    fault: BaseException | None = None
    #: the line broke after a part of the answer had come
    broken: BaseException | None = None
    #: when the answer last said something behind its end, and what then breaks the line
    last: float = 0.0
    after: threading.Timer | None = None
    break_off: Callable[[], None] = lambda: None
    ended: bool = False
    closed: bool = False
    size: int = 0

    def finished(self) -> None:
        """The answer has said that it is at its end: what leaves the line open then is not waited for."""
        self.last = time.monotonic()
        if self.after is None and not self.closed:
            self._wait(_AFTER)

    def _wait(self, seconds: float) -> None:
        self.after = threading.Timer(seconds, self._look)
        self.after.daemon = True
        self.after.start()

    def _look(self) -> None:
        left = self.last + _AFTER - time.monotonic()
        if left > 0:
            self._wait(left)
        elif not self.closed:
            self.ended = True
            self.break_off()

    def close(self) -> None:
        """No more is read of it."""
        self.closed = True
        if self.after is not None:
            self.after.cancel()

    def told(self) -> None:
        """After each piece: shows it, and ends what has no end."""
        if self.cancelled.is_set():
            raise Stopped("已取消")
        if time.monotonic() > self.until:
            raise Stopped(f"{self.seconds} 秒还没有答完")
        content, most = self.heard.content, self.most * _MORE
        if len(content) > most or len(self.heard.pieces) > most or self.heard.events > most * 4:
            raise EndlessError("答复没有尽头")
        if content:
            self.on_text(content)
        if self.heard.finish:
            self.finished()


class Transport:
    """Keeps one HTTP client open for all calls of a draft."""

    def __init__(self, choice: ModelChoice, limits: Limits, server: Any = None) -> None:
        import httpx

        tracing_off()
        forget_foreign()
        logging.getLogger("langchain_core.callbacks.manager").setLevel(logging.CRITICAL)
        self._choice, self._limits, self._server = choice, limits, server
        self._calls: dict[int, _Call] = {}
        #: sockets that were opened, for calls of which nothing has come yet
        self._opened: list[Any] = []
        self._chat_model: ChatOpenAI | None = None
        self._lock = threading.Lock()
        self._patience = httpx.Timeout(limits.first_token, connect=limits.connect)
        under, self.proxy = transport_to(choice)
        self._under = under
        self._headers = {"accept": "text/event-stream, application/json", **authorization(choice)}
        self._http = httpx.Client(
            transport=_line(self), trust_env=False, timeout=self._patience, follow_redirects=False
        )

    def cut(self) -> None:
        """Breaks every answer that is under way."""
        with self._lock:
            calls = list(self._calls.values())
        for call in calls:
            self._break(call)

    def close(self) -> None:
        """Closes the client and the local server."""
        self._http.close()
        if self._server is not None:
            self._server.close()

    def models(self) -> Any:
        """What the endpoint says of its models, as JSON. Raises AnsweredError, Stopped or httpx errors."""
        import httpx

        seconds = min(self._limits.first_token, self._limits.answer_seconds)
        call = _Call(
            0,
            frozenset(),
            time.monotonic() + seconds,
            lambda _: None,
            threading.Event(),
            seconds,
            0,
        )
        timer = threading.Timer(seconds, self._break, (call,))
        timer.daemon = True
        timer.start()
        try:
            request = httpx.Request(
                "GET",
                f"{self._address}/models{self._query}",
                headers=self._headers | {"user-agent": _OURS},
                extensions={"timeout": self._patience.as_dict(), "trace": self._trace(call)},
            )
            answer = self._under.handle_request(request)
            try:
                body = decoded(b"".join(_received(answer, call)), answer.charset_encoding or "")
            finally:
                answer.close()
        except (httpx.HTTPError, OSError):
            if time.monotonic() >= call.until:
                raise httpx.ReadTimeout("models") from None
            raise
        finally:
            timer.cancel()
        if call.broken is not None and not whole_json(body):
            raise call.broken
        if not answer.is_success or is_page(body):
            raise AnsweredError(self._answered(answer, body))
        return json.loads(body)

    @property
    def _address(self) -> str:
        return self._choice.base_url.partition("?")[0].rstrip("/")

    @property
    def _query(self) -> str:
        return "".join(self._choice.base_url.partition("?")[1:])

    def _answered(self, response: httpx.Response, body: str) -> Answered:
        return Answered(
            response.status_code, body, {k.lower(): v for k, v in response.headers.items()}, self.proxy
        )  # fmt: skip

    def send(
        self,
        system: str,
        user: str,
        *,
        mode: str,
        schema: dict[str, Any],
        tokens: int,
        way: frozenset[str],
        on_text: Callable[[str], None],
        cancelled: threading.Event,
        thinking: int = 0,
    ) -> WireAnswer:
        """One call; `way` names what this endpoint refuses, `thinking` is room for thoughts beside `tokens`.

        Raises AnsweredError where it answers with an error, httpx errors where the line breaks, or Stopped.
        """
        import httpx

        started = time.monotonic()
        seconds = self._limits.answer_seconds
        call = _Call(
            tokens + thinking,
            way,
            started + seconds,
            on_text,
            cancelled,
            seconds,
            most=tokens + thinking,
        )
        call.break_off = lambda: self._break(call)
        thread = threading.get_ident()
        with self._lock:
            self._calls[thread] = call
        timer = threading.Timer(seconds, self._cut_one, (thread,))
        timer.daemon = True
        timer.start()
        broken: BaseException | None = None
        try:
            self._invoke(system, user, mode=mode, schema=schema)
        except Exception as error:
            # the library wraps what happened below it
            broken = call.fault or error
        finally:
            timer.cancel()
            call.close()
            with self._lock:
                self._calls.pop(thread, None)
        if isinstance(broken, AnsweredError | Stopped):
            raise broken
        endless = isinstance(broken, EndlessError)
        if isinstance(broken, httpx.HTTPError | OSError):
            # broken off in mid-stream, by them or by the timer above
            self._ended(call, started)
            if not whole_json(call.heard.content):
                raise broken
        elif broken is not None and not isinstance(broken, ValueError | LookupError | TypeError):
            raise broken
        elif not whole_json(call.heard.content):
            # a line that was cut from this side may look like a plain end
            self._ended(call, started)
        answer = _answer(call.heard, time.monotonic() - started)
        return (
            replace(answer, text=answer.text[: call.most * _MORE], endless=True)
            if endless
            else answer
        )

    def _ended(self, call: _Call, started: float) -> None:
        most = self._limits.answer_seconds
        if call.cancelled.is_set():
            raise Stopped("已取消")
        if time.monotonic() - started >= most:
            raise Stopped(f"{most} 秒还没有答完")

    def _cut_one(self, thread: int) -> None:
        with self._lock:
            call = self._calls.get(thread)
        if call is not None:
            self._break(call)

    def _break(self, call: _Call) -> None:
        """Breaks the call's connection. Of one that was used before nothing tells which it is until an answer begins: then
        every connection that no other call is known to have.
        """
        with self._lock:
            others = [c.connection for c in self._calls.values() if c is not call]
            mine = [call.connection] if call.connection else list(self._opened)
        for connection in mine:
            if all(connection is not other for other in others):
                _break(connection)

    def _trace(self, call: _Call) -> Callable[[str, dict[str, Any]], None]:
        """Notes each socket that is opened for the call."""

        def noted(event: str, told: dict[str, Any]) -> None:
            if not event.endswith(("connect_tcp.complete", "start_tls.complete")):
                return
            call.connection = told["return_value"].get_extra_info("socket")
            with self._lock:
                kept = [s for s in self._opened if s.fileno() >= 0]
                self._opened = [*kept, call.connection]

        return noted

    def _chat(self) -> ChatOpenAI:
        """The chat model, made once."""
        import httpx
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        with self._lock:
            if self._chat_model is None:
                self._chat_model = ChatOpenAI(
                    model=self._choice.model,
                    base_url=f"{self._address}{self._query}",
                    # ours goes in the line's own header
                    api_key=SecretStr(_OURS),
                    http_client=self._http,
                    # never used, and made from the environment of other programs if it were not given
                    http_async_client=httpx.AsyncClient(trust_env=False, verify=False),  # noqa: S501
                    openai_proxy=None,
                    http_socket_options=(),
                    max_retries=0,
                    # the client's own would be overruled by none here
                    timeout=self._patience,
                    streaming=True,
                    stream_usage=True,
                    temperature=_TEMPERATURE,
                    use_responses_api=False,
                )
            return self._chat_model

    def _invoke(self, system: str, user: str, *, mode: str, schema: dict[str, Any]) -> None:
        chat = self._chat()
        messages = [("system", system), ("user", user)]
        if mode == "plain":
            chat.invoke(messages)
            return
        structured = chat.with_structured_output(schema, method=_METHODS[mode])
        # only the bound model of the chain: its parser would lose the text of an answer that is not whole,
        # and include_raw runs in a pool of threads that Ctrl-C would have to wait for
        bound: Runnable[Any, Any] = structured.first  # type: ignore[attr-defined]
        bound.invoke(messages)

    def _carry(self, request: httpx.Request) -> httpx.Response:
        """Sends one request of the library our way, and gives it back a stream it can read."""
        import httpx

        call = self._calls[threading.get_ident()]
        try:
            body = _edited(json.loads(request.read()), call)
            sent = httpx.Request(
                "POST",
                f"{self._address}/chat/completions{self._query}",
                json=body,
                headers=self._headers | {"user-agent": _OURS},
                extensions={**request.extensions, "trace": self._trace(call)},
            )
            answer = self._under.handle_request(sent)
            stream = answer.extensions.get("network_stream")
            call.connection = stream.get_extra_info("socket") if stream is not None else None
            try:
                self._hear(answer, call)
            finally:
                answer.close()
        except BaseException as fault:
            call.fault = fault
            raise
        return httpx.Response(
            200, headers={"content-type": "text/event-stream"}, content=_canonical(call.heard)
        )

    def _hear(self, answer: httpx.Response, call: _Call) -> None:
        import httpx

        if not answer.is_success:
            raise AnsweredError(self._answered(answer, _beginning(answer)))
        charset = answer.charset_encoding or ""
        try:
            hear(_received(answer, call), call.heard, told=call.told, charset=charset)
        except PageError as page:
            body = f"<html><title>{page.title}</title>"
            raise AnsweredError(self._answered(answer, body)) from None
        except SaidErrorError as error:
            raise AnsweredError(self._answered(answer, error.said)) from None
        except EndlessError:
            raise
        except ValueError:
            if call.broken is not None:
                raise call.broken from None
            raise
        finally:
            call.close()
        if call.ended:
            call.broken = None  # by this side, behind the answer's end
        heard = call.heard
        if call.broken is None and call.size and not heard.events:
            packed = _strange_packing(answer)
            if packed or not heard.content:
                # never asked again: the same would come
                raise httpx.DecodingError(
                    f"cannot decode {packed}" if packed else "incomplete body"
                )
        if answer.status_code != 200 and not call.heard.content:  # noqa: PLR2004 - HTTP
            raise AnsweredError(self._answered(answer, ""))
        if call.broken is not None and not whole_json(call.heard.content):
            raise call.broken


def _received(answer: httpx.Response, call: _Call) -> Iterator[bytes]:
    """The answer's bytes up to where the line breaks: a whole answer may be among them.

    Raises EndlessError where there are more than any answer has.
    """
    import zlib

    import httpx

    most = _MOST_BYTES + _MOST_BYTES_EACH * call.tokens
    unpack: Any = None
    try:
        for chunk in answer.iter_bytes():
            if not call.size and chunk.startswith(_GZIP):
                unpack = zlib.decompressobj(wbits=31)  # packed, and nothing says so
            call.size += len(chunk)
            plain = unpack.decompress(chunk, most) if unpack is not None else chunk
            if unpack is not None:
                call.size += len(plain)
            if call.size > most:
                raise EndlessError("答复没有尽头")
            yield plain
    except zlib.error:
        raise httpx.DecodingError("cannot decode gzip") from None
    except (httpx.RemoteProtocolError, httpx.ReadError) as error:
        if not call.size:
            raise
        call.broken = error
    if not call.size and answer.num_bytes_downloaded and answer.headers.get("content-encoding"):
        raise httpx.DecodingError(f"cannot decode {answer.headers['content-encoding']}")


def _strange_packing(answer: httpx.Response) -> str:
    """The packing that the answer names and nobody asked for, or empty."""
    packed = answer.headers.get("content-encoding", "").strip().lower()
    known = {"", "identity", "gzip", "deflate", "zstd", "none", "utf-8"}
    return "" if packed in known else packed


def _line(owner: Transport) -> httpx.BaseTransport:
    import httpx

    class Line(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            return owner._carry(request)

        def close(self) -> None:
            owner._under.close()

    return Line()


def _edited(body: dict[str, Any], call: _Call) -> dict[str, Any]:
    """The request without what this endpoint refuses (`way`)."""
    for name in ("max_tokens", "max_completion_tokens"):
        body.pop(name, None)
    # most servers know max_tokens, few the newer name; those that refuse it get the newer one
    if "max_tokens" not in call.way:
        body["max_tokens"] = call.tokens
    elif "max_completion_tokens" not in call.way:
        body["max_completion_tokens"] = call.tokens
    if "stream" in call.way:
        body["stream"] = False
        body.pop("stream_options", None)
    for name in ("stream_options", "temperature", "parallel_tool_calls", "tool_choice"):
        if name in call.way:
            body.pop(name, None)
    if "strict" in call.way:
        for holder in (body.get("response_format", {}).get("json_schema"), *(
            tool.get("function") for tool in body.get("tools", ())
        )):  # fmt: skip
            if isinstance(holder, dict):
                holder.pop("strict", None)
    if "system" in call.way:
        said = [str(message["content"]) for message in body["messages"]]
        body["messages"] = [{"role": "user", "content": "\n\n".join(said)}]
    return body


def _beginning(answer: httpx.Response) -> str:
    """The first bytes of an error's body as text."""
    import httpx

    body = b""
    with contextlib.suppress(httpx.HTTPError):
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > _LONGEST_ERROR:
                break
    return decoded(body, answer.charset_encoding or "")


def _canonical(heard: Heard) -> bytes:
    chunk = {
        "id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m",
        "choices": [{
            "index": 0, "finish_reason": "stop",
            "delta": {"role": "assistant", "content": heard.content},
        }],
    }  # fmt: skip
    return f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode()


def _answer(heard: Heard, seconds: float) -> WireAnswer:
    from assistant.llm.answers import without_reasoning

    text, thoughts = heard.content, heard.reasoning
    told = without_reasoning(text).strip()
    cut = heard.finish in {"length", "max_tokens", "MAX_TOKENS"}
    reasoned = bool(thoughts.strip()) or "<think" in text.lower() or heard.thought_tokens > 0
    # an end that says nothing of its cause, behind thoughts that nobody closed: the room, unless an answer stands there
    broke_off = not heard.finish and not text.rstrip().endswith(("}", "]", '"', "`", ">"))
    thought = not told and reasoned and (cut or ("<think" in text.lower() and broke_off))
    if not told and not thought and thoughts.strip():
        # the whole answer came in the field for reasoning
        text = thoughts
    return WireAnswer(
        text,
        heard.prompt_tokens,
        heard.completion_tokens,
        seconds,
        thought=thought,
        cut=cut,
    )


def _break(connection: Any) -> None:
    if connection is not None:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def rehearse() -> None:
    """One question that goes to nobody: what the library loads and builds at its first call, which takes seconds,
    it then has. Leaves no thread and opens no socket, so that processes may be forked from this one.
    """
    import httpx

    answer = {"choices": [{"message": {"role": "assistant", "content": "{}"}}]}
    transport = Transport(ModelChoice("endpoint", "http://127.0.0.1/v1", "m"), Limits())
    transport._under = httpx.MockTransport(lambda _: httpx.Response(200, json=answer))
    transport._calls[threading.get_ident()] = _Call(
        1, frozenset(), float("inf"), lambda _: None, threading.Event(), 1, most=1
    )
    schema = {"title": "answer", "description": "答复", "type": "object", "properties": {}}
    transport._invoke("", "", mode="json_schema", schema=schema)
    transport.close()


def open_transport(
    choice: ModelChoice,
    limits: Limits,
    progress: Progress,
    patiently: Callable[[Callable[[], Any]], Any] = lambda ask: ask(),
) -> tuple[ModelChoice, Transport]:
    """The client for that choice; a local model is served first, and its address filled in.

    `patiently` asks again where that can help.

    Raises ModelError where no model is named and none can be chosen, or the way there is barred.
    """
    server = None
    if choice.base_url.startswith("deferred:"):
        from assistant.llm.deferring import transport_for

        return choice, cast("Transport", transport_for(choice))
    if choice.kind == "local":
        from assistant.llm.local.server import LocalServer

        progress.note("正在装入本机模型…")
        server = LocalServer()
        choice = replace(choice, base_url=server.base_url, secret=server.secret, model=server.model)
    transport = Transport(choice, limits, server)
    if not choice.model:
        try:
            name = chosen_model(
                choice, lambda: patiently(transport.models), limits.first_token, transport.proxy
            )
        except (ModelError, Stopped):
            transport.close()
            raise
        choice = replace(choice, model=name)
        transport._choice = choice
    return choice, transport
