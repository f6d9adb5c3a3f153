"""Kinds of endpoints that an outsider found wrong, each by one case or a few (docs/evals/edges.md)."""

from __future__ import annotations

import gzip
import json
import time

import pytest
from fake_endpoint import FakeEndpoint, Reply
from test_llm_gateways import JSON, SAID, ask, delta, error, message, refuses, sse, whole
from test_llm_lines import BODY, head, line

from assistant.errors import ModelError

LATIN = "application/json; charset=iso-8859-1"
EVENTS = b"".join(
    f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()
    for event in (delta(JSON), delta("", "stop"))
)

GOOD: dict[str, Reply] = {
    "UTF-8 labelled as Latin": Reply(raw=BODY, content_type=LATIN),
    "packed without a word": Reply(raw=gzip.compress(BODY)),
    "messages for pieces": sse(*({"choices": [{"index": 0, "message": {"content": part}}]} for part in (JSON[:9], JSON[9:]))),
    "parsed only": whole(message(None, parsed=json.loads(JSON))),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_the_answer_is_used_at_the_first_call(fake_endpoint: FakeEndpoint, name: str) -> None:
    fake_endpoint.script(GOOD[name])
    assert ask() == SAID
    assert len(fake_endpoint.requests) == 1


def test_a_line_left_open_behind_the_end_is_not_waited_for(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.script(line(head(kind="text/event-stream"), EVENTS, *[25.0, b": ping\n\n"] * 2))
    started = time.monotonic()
    assert ask() == SAID
    assert time.monotonic() - started < 25  # the endpoint's own silence


REFUSING = {
    "200 and a parameter": refuses(lambda r: "response_format" in r.body, error("不支持的参数：response_format"), 200),
    "200 and the stream": refuses(lambda r: bool(r.body.get("stream")), error("stream 参数不支持"), 200),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSING)
def test_a_refusal_in_200_is_learned_from(fake_endpoint: FakeEndpoint, name: str) -> None:
    fake_endpoint.script(REFUSING[name], forever=True)
    assert ask() == SAID


def test_a_mishap_behind_the_endpoint_is_asked_again(fake_endpoint: FakeEndpoint) -> None:
    broken = sse(delta(JSON[:9]), error("upstream timeout", code="do_request_failed"))
    fake_endpoint.script(broken, whole(message(JSON)))
    assert ask() == SAID


BAD: dict[str, tuple[Reply, str, int]] = {
    "tokens always used up": (whole(message(JSON[:20], "length")), "用完了词元.*每答词元.*最长答词元", 5),
    "a page in the midst": (Reply(raw=EVENTS[:20] + b"\n<html><title>504 Gateway Time-out</title>", content_type="text/event-stream"), "504 Gateway", 1),
    "broken packing": (line(head("content-encoding: gzip"), gzip.compress(BODY)[:30] + b"\0" * 30), "压缩格式解不开", 1),
    "a packing nobody asked for": (Reply(raw=b"\x8b\x05\x80xyz" * 9, headers={"content-encoding": "br"}), "解不开：br", 1),
    "half an envelope": (Reply(raw=BODY[:-30]), "答到一半断开", 1),
    "a filter by risk": (whole(error("Content Exists Risk"), 400), "审核拦下", 1),
    "a bomb": (line(head("content-encoding: gzip"), gzip.compress(b" " * 30_000_000)), "没有尽头", 1),
    "one line without end": (Reply(raw='data: {"choices":[{"delta":{"content":"' + "A" * 7_000_000, content_type="text/event-stream"), "没有尽头", 1),
    "brackets without end": (whole(message('{"sentences":[' + "[" * 20_000)), "没有尽头", 4),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_the_cause_is_told_and_not_asked_for_again(fake_endpoint: FakeEndpoint, name: str) -> None:
    reply, words, asked = BAD[name]
    fake_endpoint.script(reply, forever=True)
    with pytest.raises(ModelError, match=words) as caught:
        ask()
    assert "\n" not in str(caught.value)
    assert len(fake_endpoint.requests) <= asked


def test_the_list_of_models_is_as_patient_as_the_talk(
    fake_endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_MODEL")
    listed = json.dumps({"data": [{"id": "stella-large"}, {"id": "ChatTTS"}, {"id": "glm-4"}]})
    fake_endpoint.models = Reply(raw=b"\xef\xbb\xbf" + listed.encode(), content_type=LATIN)
    fake_endpoint.script(whole(message(JSON)))
    assert ask() == SAID
    assert fake_endpoint.requests[0].body["model"] == "glm-4"


def test_a_dead_proxy_is_named_and_no_model_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://192.0.2.2:8000/v1")
    monkeypatch.delenv("OPENAI_MODEL", raising=False)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(ModelError, match=r"HTTP_PROXY 的代理 .*连不上.*NO_PROXY") as caught:
        ask()
    assert "OPENAI_MODEL" not in str(caught.value)
