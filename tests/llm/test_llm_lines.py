"""Endpoints that nobody listed, written by an outsider and run once before anything was mended (docs/evals/edges.md).

What goes over the line is given byte by byte: heads that are never whole, wrong lengths, broken characters, several answers.
"""

from __future__ import annotations

import gzip
import json
import time

import pytest
from fake_endpoint import FakeEndpoint, Reply
from test_llm_gateways import JSON, SAID, ask, delta, message, sse, whole

from assistant.config import Config, Limits
from assistant.errors import ModelError
from assistant.llm.answers import Sentences
from assistant.llm.client import Client
from assistant.llm.endpoint import choose
from assistant.llm.prompts import Rendered

SLOW = Rendered("reason", "1/1", "规则", "事实：F1 在线率95%")
BODY = json.dumps(message(JSON), ensure_ascii=False).encode()


def head(*lines: str, status: str = "200 OK", kind: str = "application/json") -> bytes:
    named = [f"HTTP/1.1 {status}", f"content-type: {kind}", "connection: close", *lines]
    return ("\r\n".join(named) + "\r\n\r\n").encode("latin-1")


def line(*pieces: bytes | float) -> Reply:
    return Reply(wire=pieces)


def two(first: object, second: object) -> dict[str, object]:
    choices = [{"index": n, "message": {"content": said}} for n, said in enumerate((first, second))]
    return {"choices": choices}


GOOD: dict[str, Reply] = {
    "promised more bytes than came": line(head(f"content-length: {len(BODY) + 40}"), BODY),
    "chunks without the last": line(head("transfer-encoding: chunked"), f"{len(BODY):x}\r\n".encode(), BODY, b"\r\n"),
    "no length, HTTP/1.0": line(head().replace(b"HTTP/1.1", b"HTTP/1.0"), BODY),
    "100 before 200": line(b"HTTP/1.1 100 Continue\r\n\r\n", head(f"content-length: {len(BODY)}"), BODY),
    "odd letters in a header, cookies": line(head(f"content-length: {len(BODY)}", "x-region: caf\xe9", "set-cookie: =;;;"), BODY),
    "packed, unasked": line(head("content-encoding: gzip"), gzip.compress(BODY)),
    "cut inside a character": line(head(kind="text/event-stream"), *(f"data: {json.dumps(delta(JSON), ensure_ascii=False)}\n\n".encode()[n::1][:1] for n in range(len(f"data: {json.dumps(delta(JSON), ensure_ascii=False)}\n\n".encode())))),
    "a mark before the events": line(head(kind="text/event-stream"), b"\xef\xbb\xbf", f"data: {json.dumps(delta(JSON))}\n\n".encode()),
    "three thousand comments first": line(head(kind="text/event-stream"), b": ping\n\n" * 3000, f"data: {json.dumps(delta(JSON))}\n\n".encode()),
    "GBK that nothing names": Reply(raw=json.dumps(message(JSON), ensure_ascii=False).encode("gbk")),
    "a charset nobody knows": Reply(raw=BODY, content_type="application/json; charset=x-klingon"),
    "the first of two is empty": whole(two("", JSON)),
    "two answers at once": sse(*({"choices": [{"index": n, "delta": {"content": part}}]} for part in (JSON[:20], JSON[20:]) for n in (0, 1))),
    "choices by number": whole({"choices": {"0": {"message": {"content": JSON}}}}),
    "more tokens than there are": whole({**message(JSON), "usage": {"prompt_tokens": 10**30, "completion_tokens": "9" * 5000}}),
    "endless and no numbers": Reply(raw=json.dumps(message(JSON))[:-1] + ', "usage": {"prompt_tokens": Infinity, "completion_tokens": NaN}}'),
    "words behind the end": Reply(raw=sse(delta(JSON), "data: [DONE]").raw + 'data: {"choices":[{"delta":{"content":"XYZ"}}]}\n\n', content_type="text/event-stream"),  # type: ignore[operator]
    "a remark of the gateway behind the JSON": Reply(raw=BODY + b"\n<!-- via gw01 -->"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_a_whole_answer_on_an_odd_line_is_used(fake_endpoint: FakeEndpoint, name: str) -> None:
    fake_endpoint.script(GOOD[name])
    assert ask() == SAID


BAD: dict[str, tuple[Reply, str]] = {
    "plain, and said to be packed": (line(head("content-encoding: gzip"), BODY), "压缩格式解不开"),
    "a head of 200 kB": (line(head("x-big: " + "a" * 200_000), BODY), "开头太长"),
    "an error in the midst": (sse(delta(JSON[:12]), {"error": {"message": "upstream connect error"}}), "upstream connect error"),
    "204": (line(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"), "收下了请求，却没有答复.*204"),
    "413 as a page": (Reply(status=413, raw="<html><title>413 Too Large</title></html>", content_type="text/html"), "不收这么长的请求.*413"),
    "529 as a page": (Reply(status=529, raw="<html>overloaded</html>", content_type="text/html"), "529.*网关出错或正忙"),
    "to itself": (Reply(status=307, headers={"location": "/v1/chat/completions"}, raw=""), "转回同一个地址"),
    "to nowhere": (Reply(status=301, raw=""), "没有说转到哪里"),
    "in ages": (Reply(status=429, headers={"retry-after": "9" * 20}, raw="slow"), "对方要求一个月以后再试"),
    "half a character in an error": (Reply(status=400, raw=r'{"error":{"message":"bad \ud83d thing"}}'), "bad . thing"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_answer_is_told_in_one_line(fake_endpoint: FakeEndpoint, name: str) -> None:
    reply, words = BAD[name]
    fake_endpoint.script(reply, forever=True)
    with pytest.raises(ModelError, match=words) as told:
        ask()
    assert "\n" not in str(told.value)
    str(told.value).encode()


@pytest.mark.parametrize(
    "wire",
    [
        tuple(p for sign in b"HTTP/1.1 200 OK\r\nx: " * 9 for p in (bytes([sign]), 0.2)),
        (b"HTTP/1.1 100 Continue\r\n\r\n", 0.05) * 400,
    ],
    ids=["a sign at a time", "100 without end"],
)
@pytest.mark.parametrize("used_before", [False, True])
def test_a_head_that_never_ends_is_cut_when_the_time_is_up(
    fake_endpoint: FakeEndpoint, wire: tuple[bytes | float, ...], *, used_before: bool
) -> None:
    limits = Limits(attempts=1, answer_seconds=1)
    if used_before:
        fake_endpoint.script(whole(message(JSON)), line(*wire))
    else:
        fake_endpoint.script(line(*wire))
    with Client(choose(config=Config()), limits=limits, backoff=0.01) as client:
        if used_before:
            client.ask(SLOW, Sentences)
        started = time.monotonic()
        with pytest.raises(ModelError, match="1 秒还没有答完"):
            client.ask(SLOW, Sentences)
        assert time.monotonic() - started < len(wire) / 2  # the line itself takes far longer


def test_half_a_character_in_an_answer_stops_nothing(fake_endpoint: FakeEndpoint) -> None:
    # once in the envelope's JSON, once in the JSON of the answer itself
    for half in ("\ud83d", r"\ud83d"):
        fake_endpoint.script(Reply(raw=json.dumps(message(JSON.replace("在线", half + "在线")))))
        ask().encode()
