"""A stand-in for a model: a real OpenAI-compatible HTTP server on the loopback, with scripted answers.

A test scripts what the endpoint does, call by call, and reads afterwards what it was sent:

    def test_it(fake_endpoint):
        fake_endpoint.script(status(429), sentences("在线率为95%。"))
        ... OPENAI_BASE_URL=fake_endpoint.url ...
        assert "在线率" in fake_endpoint.requests[0].prompt

A step is a `Reply`, or a function of the request that gives one. The last step repeats when `forever`.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass(frozen=True)
class Request:
    """One call as it arrived: the JSON body, and the headers (lower case)."""

    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def prompt(self) -> str:
        """All messages as one text."""
        return "\n".join(str(message["content"]) for message in self.body["messages"])

    @property
    def mode(self) -> str:
        """How JSON was asked for: json_schema, json_object, tools, or plain."""
        kind = (self.body.get("response_format") or {}).get("type")
        return kind or ("tools" if self.body.get("tools") else "plain")


@dataclass(frozen=True)
class Reply:
    """What the endpoint does once. `hang` never answers; `endless` streams until the caller leaves."""

    content: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: str | bytes | None = None
    content_type: str = "application/json"
    tool_arguments: str | None = None
    reasoning: str = ""
    finish: str = "stop"
    hang: bool = False
    endless: bool = False
    pause: float = 0.0
    #: what goes over the line as it is, head and all, with waits in seconds between; then the line is closed
    wire: tuple[bytes | float, ...] = ()


Step = Reply | Callable[[Request], Reply]


def text(content: str, **more: Any) -> Reply:
    """An answer with exactly that text."""
    return Reply(content=content, **more)


def sentences(*texts: str, facts: tuple[str, ...] = ()) -> Reply:
    """A good answer in the drafting schema: sentences, each citing `facts`."""
    rows = [{"text": t, "facts": list(facts)} for t in texts]
    return Reply(content=json.dumps({"sentences": rows}, ensure_ascii=False))


def status(code: int, message: str = "no", **headers: str) -> Reply:
    """An error answer of that HTTP status."""
    body = json.dumps({"error": {"message": message, "type": "error", "code": code}})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=code, raw=body, headers=named)


def html(code: int = 200) -> Reply:
    """A web page, as a proxy's login form or a wrong address answers."""
    page = "<html><body>请先登录</body></html>"
    return Reply(status=code, raw=page, content_type="text/html; charset=utf-8")


def tools_only(good: Reply) -> Step:
    """Refuses response_format, answers through a tool call."""

    def step(request: Request) -> Reply:
        if request.mode != "tools":
            return status(400, "response_format is not supported")
        return Reply(tool_arguments=good.content)

    return step


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Callers that leave in mid-answer are part of the tests."""


class FakeEndpoint:
    """The running server. `url` is what OPENAI_BASE_URL is set to."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._steps: list[Step] = []
        self._forever = False
        listed = {"object": "list", "data": [{"id": "fake-model", "object": "model"}]}
        self.models = Reply(raw=json.dumps(listed))
        self._lock = threading.Lock()
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def script(self, *steps: Step, forever: bool = False) -> None:
        """Sets what comes next; with `forever` the last step repeats."""
        with self._lock:
            self._steps, self._forever = list(steps), forever

    def close(self) -> None:
        """Ends the server and lets hanging answers go."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def _next(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            if not self._steps:
                return status(500, "the script of this test has ended")
            last = len(self._steps) == 1 and self._forever
            step = self._steps[0] if last else self._steps.pop(0)
        return step if isinstance(step, Reply) else step(request)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                """Quiet."""

            def do_GET(self) -> None:
                found = endpoint.models
                self._whole(found.status, found.raw or "", found.content_type, found.headers)

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                body = json.loads(self.rfile.read(length))
                headers = {name.lower(): value for name, value in self.headers.items()}
                reply = endpoint._next(Request(body, headers))
                try:
                    self._answer(reply, body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def _answer(self, reply: Reply, body: dict[str, Any]) -> None:
                if reply.wire:
                    self._as_it_is(reply.wire)
                elif reply.hang:
                    endpoint.closing.wait(60)
                    self.close_connection = True
                elif reply.raw is not None:
                    self._whole(reply.status, reply.raw, reply.content_type, reply.headers)
                elif body.get("stream"):
                    self._stream(reply, _tool(body))
                else:
                    self._whole(
                        200, json.dumps(_completion(reply, _tool(body))), "application/json", {}
                    )

            def _as_it_is(self, wire: tuple[bytes | float, ...]) -> None:
                self.close_connection = True
                for piece in wire:
                    if isinstance(piece, bytes):
                        self.wfile.write(piece)
                        self.wfile.flush()
                    elif endpoint.closing.wait(piece):
                        return

            def _whole(
                self, code: int, content: str | bytes, content_type: str, headers: dict[str, str]
            ) -> None:
                data = content if isinstance(content, bytes) else content.encode()
                self.send_response(code)
                self.send_header("content-type", content_type)
                self.send_header("content-length", str(len(data)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def _stream(self, reply: Reply, tool: str) -> None:
                self.send_response(200)
                self.send_header("content-type", "text/event-stream")
                self.send_header("connection", "close")
                self.end_headers()
                self.close_connection = True
                while reply.endless and not endpoint.closing.is_set():
                    self._event({"choices": [{"index": 0, "delta": {"content": "好"}}]})
                    time.sleep(0.0005)
                for chunk in _chunks(reply, tool):
                    if reply.pause:
                        time.sleep(reply.pause)
                    self._event(chunk)
                self.wfile.write(b"data: [DONE]\n\n")

            def _event(self, chunk: dict[str, Any]) -> None:
                whole = {
                    "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "fake-model",
                    **chunk,
                }  # fmt: skip
                self.wfile.write(f"data: {json.dumps(whole, ensure_ascii=False)}\n\n".encode())
                self.wfile.flush()

        return Handler


def _chunks(reply: Reply, tool: str) -> Iterator[dict[str, Any]]:
    yield {"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}}]}
    if reply.reasoning:
        yield {"choices": [{"index": 0, "delta": {"reasoning_content": reply.reasoning}}]}
    if reply.tool_arguments is not None:
        call = {
            "index": 0, "id": "t1", "type": "function",
            "function": {"name": tool, "arguments": reply.tool_arguments},
        }  # fmt: skip
        yield {"choices": [{"index": 0, "delta": {"tool_calls": [call]}}]}
    for start in range(0, len(reply.content), 8):
        piece = reply.content[start : start + 8]
        yield {"choices": [{"index": 0, "delta": {"content": piece}}]}
    yield {"choices": [{"index": 0, "delta": {}, "finish_reason": reply.finish}]}
    yield {"choices": [], "usage": _USAGE}


def _completion(reply: Reply, tool: str) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.content}
    if reply.tool_arguments is not None:
        function = {"name": tool, "arguments": reply.tool_arguments}
        message["tool_calls"] = [{"id": "t1", "type": "function", "function": function}]
    choice = {"index": 0, "message": message, "finish_reason": reply.finish}
    return {
        "id": "c1", "object": "chat.completion", "created": 1, "model": "fake-model",
        "choices": [choice], "usage": _USAGE,
    }  # fmt: skip


def _tool(body: dict[str, Any]) -> str:
    tools = body.get("tools") or [{"function": {"name": ""}}]
    return str(tools[0]["function"]["name"])


_USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


@pytest.fixture
def fake_endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEndpoint]:
    """A fresh scripted endpoint, with the environment pointing at it."""
    endpoint = FakeEndpoint()
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
    monkeypatch.setenv("OPENAI_API_KEY", "test-key")
    monkeypatch.setenv("OPENAI_MODEL", "fake-model")
    yield endpoint
    endpoint.close()
