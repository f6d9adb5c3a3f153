"""Endpoints as they are in the wild: the good answer in an odd envelope is used, a fault is told by its true cause."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

import pytest
from fake_endpoint import FakeEndpoint, Reply, Request, status

from assistant.config import Config, Limits
from assistant.errors import ModelError
from assistant.llm.answers import Sentences
from assistant.llm.client import Client
from assistant.llm.endpoint import choose
from assistant.llm.prompts import Rendered

PROMPT = Rendered("reason", "1/1", "规则", "事实：F1 在线率95%")
SAID = "在线率为95%。"
JSON = json.dumps({"sentences": [{"facts": ["F1"], "text": SAID}]}, ensure_ascii=False)


def message(content: object, **more: object) -> str:
    body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": content, **more},
                         "finish_reason": "stop"}]}  # fmt: skip
    return json.dumps(body, ensure_ascii=False)


def delta(content: object = None, **more: object) -> str:
    return json.dumps({"choices": [{"index": 0, "delta": {"content": content, **more}}]}, ensure_ascii=False)  # fmt: skip


def sse(*lines: str) -> Reply:
    return Reply(raw="".join(f"{line}\n\n" for line in lines), content_type="text/event-stream")


def plain(body: str | bytes, kind: str = "application/json", **headers: str) -> Reply:
    return Reply(raw=body, content_type=kind, headers=headers)


HALF = len(JSON) // 2
PIECES = [JSON[:HALF], JSON[HALF:]]
TOOL = {
    "id": "t",
    "type": "function",
    "function": {"name": "answer", "arguments": json.loads(JSON)},
}

GOOD: dict[str, Reply] = {
    "parts whole": plain(message([{"type": "text", "text": JSON}])),
    "parts streamed": sse(*(f"data: {delta([{'type': 'text', 'text': p}])}" for p in PIECES), "data: [DONE]"),
    "parts as strings": plain(message([JSON])),
    "thinking part": plain(message([{"type": "thinking", "thinking": "想"}, {"type": "text", "text": JSON}])),
    "content object": plain(message(json.loads(JSON))),
    "plain json": plain(message(JSON)),
    "blank lines first": plain("\n\n \r\n" + message(JSON)),
    "byte order mark": plain("\ufeff" + message(JSON)),
    "json as text": plain(message(JSON), "text/plain"),
    "json as html": plain(message(JSON), "text/html"),
    "gbk": plain(message(JSON).encode("gbk"), "application/json; charset=gbk"),
    "gzip": plain(gzip.compress(message(JSON).encode()), **{"content-encoding": "gzip"}),
    "comments": sse(": ping", *(f"data: {delta(p)}" for p in PIECES), ": OPENROUTER PROCESSING", "data: [DONE]"),
    "ids and events": sse("id: 1\nevent: message\n" + f"data: {delta(JSON)}", "retry: 3", "data: [DONE]"),
    "no space": sse(f"data:{delta(JSON)}", "data:[DONE]"),
    "data twice": sse(f"data: data: {delta(JSON)}", "data: [DONE]"),
    "carriage returns": plain(f"data: {delta(JSON)}\r\n\r\ndata: [DONE]\r\n\r\n", "text/event-stream"),
    "no blank lines": plain("".join(f"data: {delta(p)}\n" for p in PIECES), "text/event-stream"),
    "no done": sse(*(f"data: {delta(p)}" for p in PIECES)),
    "lines without data": plain("\n".join(map(delta, PIECES)), "application/x-ndjson"),
    "sse as json type": plain(f"data: {delta(JSON)}\n\n", "application/json"),
    "null fields": sse(f"data: {delta(None, tool_calls=None)}", f"data: {delta(JSON, function_call=None)}"),
    "cumulative": sse(*(f"data: {delta(JSON[:n])}" for n in (8, 20, 40, len(JSON)))),
    "message in stream": sse(f"data: {message(JSON)}"),
    "tool object": plain(message(None, tool_calls=[TOOL])),
    "tool object streamed": sse(f"data: {delta(None, tool_calls=[{'index': 0, **TOOL}])}"),
    "function call": plain(message(None, function_call={"name": "answer", "arguments": JSON})),
    "in reasoning_content": plain(message("", reasoning_content=JSON)),
    "in reasoning streamed": sse(*(f"data: {delta('', reasoning=p)}" for p in PIECES)),
    "think tags": plain(message(f"<think>{{不是}}</think>{JSON}")),
    "ollama": plain("\n".join(json.dumps({"message": {"role": "assistant", "content": p}, "done": False}) for p in PIECES)),
    "ollama generate": plain(json.dumps({"response": JSON, "done": True})),
    "dashscope": plain(json.dumps({"output": {"choices": [{"message": {"content": JSON}}]}, "request_id": "1"})),
    "dashscope text": plain(json.dumps({"output": {"text": JSON, "finish_reason": "stop"}})),
    "wrapped in data": plain(json.dumps({"code": 0, "msg": "ok", "data": json.loads(message(JSON))})),
    "result": plain(json.dumps({"result": JSON, "id": "x"})),
    "completion text": plain(json.dumps({"choices": [{"text": JSON}]})),
    "choices object": plain(json.dumps({"choices": json.loads(message(JSON))["choices"][0]})),
    "gemini": plain(json.dumps({"candidates": [{"content": {"parts": [{"text": JSON}]}}]})),
    "responses": plain(json.dumps({"output": [{"type": "message", "content": [{"type": "output_text", "text": JSON}]}]})),
    "anthropic": plain(json.dumps({"content": [{"type": "text", "text": JSON}], "stop_reason": "end_turn"})),
    "answer itself": plain(JSON),
    "usage of strings": plain(json.dumps(json.loads(message(JSON)) | {"usage": {"prompt_tokens": "12"}})),
    "minimax fine": plain(json.dumps(json.loads(message(JSON)) | {"base_resp": {"status_code": 0, "status_msg": ""}})),
    "trailing comma": plain(message(JSON.replace("}]}", "},]}"))),
    "full-width": plain(message(JSON.replace('": ', '"：').replace('", "', '"，"').replace('], "', ']，"'))),
    "inner quotes": plain(message(JSON.replace("在线率为", "“在线率”为"))),
    "bare list": plain(message(json.dumps([{"facts": ["F1"], "text": SAID}]))),
    "one object": plain(message(json.dumps({"facts": "F1", "text": SAID}))),
    "single quotes": plain(message(str(json.loads(JSON)))),
}  # fmt: skip


def ask(endpoint_limits: Limits | None = None) -> str:
    limits = endpoint_limits or Limits(attempts=2)
    with Client(choose(config=Config()), limits=limits, backoff=0.01) as client:
        return client.ask(PROMPT, Sentences).value.sentences[0].text


@pytest.mark.parametrize("name", GOOD)
def test_the_good_answer_is_taken_out_of_an_odd_envelope(
    fake_endpoint: FakeEndpoint, name: str
) -> None:
    fake_endpoint.script(GOOD[name])
    assert ask().replace("“", "").replace("”", "") == SAID
    assert len(fake_endpoint.requests) == 1


def refuses(
    test: Callable[[Request], bool], said: str, code: int = 400
) -> Callable[[Request], Reply]:
    return lambda request: status(code, said) if test(request) else plain(message(JSON))


REFUSING = {
    "stream": refuses(lambda r: bool(r.body.get("stream")), "stream is not supported"),
    "stream 422": refuses(lambda r: "stream_options" in r.body, "Extra inputs are not permitted: stream_options", 422),
    "system": refuses(lambda r: r.body["messages"][0]["role"] == "system", "Unsupported role: system role not supported"),
    "says nothing": refuses(lambda r: "stream_options" in r.body or "temperature" in r.body, "bad request", 422),
    "strict": refuses(lambda r: "strict" in json.dumps(r.body), "unknown field strict"),
    "max_tokens": refuses(lambda r: "max_tokens" in r.body, "Use max_completion_tokens instead of max_tokens"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSING)
def test_what_an_endpoint_refuses_is_left_out(fake_endpoint: FakeEndpoint, name: str) -> None:
    fake_endpoint.script(REFUSING[name], forever=True)
    assert ask() == SAID


def error(said: str, code: object = "") -> str:
    return json.dumps({"error": {"message": said, "code": code}}, ensure_ascii=False)


BAD: dict[str, tuple[Reply, str, int]] = {
    "arrears in 200": (plain(error("Access denied, account overdue", "Arrearage")), "余额或额度不足.*Arrearage", 1),
    "filter in 200": (plain(error("输出内容包含敏感信息", "1301")), "审核拦下.*敏感", 1),
    "error in the stream": (sse("data: " + error("insufficient_quota")), "余额或额度不足", 1),
    "error event": (sse("event: error\ndata: " + json.dumps({"message": "余额不足"})), "余额不足", 1),
    "minimax": (plain(json.dumps({"base_resp": {"status_code": 1008, "status_msg": "insufficient balance"}})), "余额或额度", 1),
    "402": (status(402, "Insufficient Balance"), "HTTP 402.*Insufficient Balance", 1),
    "quota 429": (status(429, "You exceeded your current quota"), "额度不足", 1),
    "busy": (status(429, "Rate limit reached"), "一直忙.*Rate limit", 2),
    "long wait": (status(429, "slow down", retry_after="99999"), "99999 秒后", 1),
    "403": (status(403, "IP not in whitelist"), "不准使用.*whitelist", 1),
    "401": (status(401, "invalid key"), "不认密钥.*invalid key", 1),
    "context": (status(400, "This model's maximum context length is 2048 tokens"), "上下文长度", 1),
    "no model loaded": (status(400, "No models loaded. Please load a model"), "模型没有装入", 1),
    "unknown model": (status(404, "model `x` does not exist"), "没有这个地址或模型", 1),
    "proxy": (Reply(status=407, raw="", headers={"proxy-authenticate": "Basic"}), "答复的是代理", 1),
    "squid": (Reply(status=503, raw="<html>", content_type="text/html", headers={"x-squid-error": "ERR_DNS"}), "答复的是代理", 2),
    "redirect": (Reply(status=302, raw="", headers={"location": "http://portal.test/login"}), "portal.test/login", 1),
    "portal": (Reply(raw="<html><title>上网认证</title>", content_type="text/html"), "网页（HTML.*上网认证", 1),
    "gateway page": (Reply(status=502, raw="<html><title>502 Bad Gateway</title>", content_type="text/html"), "HTTP 502", 2),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_told_by_its_cause_in_one_line(fake_endpoint: FakeEndpoint, name: str) -> None:
    reply, words, asked = BAD[name]
    fake_endpoint.script(reply, forever=True)
    with pytest.raises(ModelError, match=words) as caught:
        ask()
    assert "\n" not in str(caught.value)
    assert len(fake_endpoint.requests) == asked


def test_thinking_that_uses_the_room_up_is_given_more_once_and_then_told(
    fake_endpoint: FakeEndpoint,
) -> None:
    away = json.loads(message("", reasoning_content="想" * 50))
    away["choices"][0]["finish_reason"] = "length"
    fake_endpoint.script(plain(json.dumps(away)), forever=True)
    with pytest.raises(ModelError, match=r"一直在思考.*思考词元"):
        ask()
    assert [r.body["max_tokens"] for r in fake_endpoint.requests] == [500, 4500]


@pytest.mark.parametrize(
    "name",
    ["ALL_PROXY", "HTTP_PROXY", "SSL_CERT_FILE", "OPENAI_PROXY", "OPENAI_CUSTOM_HEADERS", "NO_PROXY", "OPENAI_ORG_ID"],
)  # fmt: skip
def test_other_programs_variables_do_not_matter_for_this_machine(
    fake_endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "socks://127.0.0.1:1,[::1],x: 中文")
    fake_endpoint.script(plain(message(JSON)))
    assert ask() == SAID
    assert not {"openai-organization", "x"} & set(fake_endpoint.requests[0].headers)


def test_a_proxy_that_cannot_be_used_is_named_by_its_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://10.255.255.1:8000/v1")
    monkeypatch.setenv("OPENAI_MODEL", "m")
    monkeypatch.setenv("ALL_PROXY", "socks://user:geheim@127.0.0.1:1080")
    with pytest.raises(ModelError, match=r"环境变量 ALL_PROXY.*NO_PROXY") as caught:
        ask()
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("password", ["geheim", "ge@heim", "ge#heim"])
def test_a_password_in_the_address_is_never_shown(password: str) -> None:
    wanted = f"http://user:{password}@127.0.0.1:9/v1#m"
    try:
        choice = choose(wanted, config=Config())
        shown = f"{choice} {choice.title} {choice.shown}"
        with (
            pytest.raises(ModelError) as caught,
            Client(choice, limits=Limits(attempts=1)) as client,
        ):
            client.ask(PROMPT, Sentences)
        shown += str(caught.value)
    except Exception as error:
        shown = str(error)
    assert shown
    assert "heim" not in shown


@pytest.mark.parametrize(
    ("listed", "chosen"),
    [
        ({"data": [{"id": "bge-m3"}, {"id": "bge-reranker-v2"}, {"id": "qwen2.5-7b"}]}, "qwen2.5-7b"),
        ({"models": [{"name": "nomic-embed-text"}, {"name": "llama3:8b"}]}, "llama3:8b"),
        ({"data": [{"id": "a", "type": "embeddings"}, {"id": "b", "type": "llm", "state": "not-loaded"}, {"id": "c", "type": "llm", "state": "loaded"}]}, "c"),
        (["text-embedding-3", "glm-4"], "glm-4"),
    ],
)  # fmt: skip
def test_a_chat_model_is_chosen_where_none_is_named(
    fake_endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch, listed: object, chosen: str
) -> None:
    monkeypatch.delenv("OPENAI_MODEL")
    fake_endpoint.models = plain(json.dumps(listed))
    fake_endpoint.script(plain(message(JSON)))
    ask()
    assert fake_endpoint.requests[0].body["model"] == chosen


def test_a_list_that_is_refused_says_why(
    fake_endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_MODEL")
    fake_endpoint.models = status(401, "bad key")
    with pytest.raises(ModelError, match=r"问不到有哪些模型（不认密钥.*bad key"):
        ask()


def test_a_key_in_full_width_is_told_and_a_padded_one_is_trimmed(
    fake_endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", " Bearer test-key\n")
    fake_endpoint.script(plain(message(JSON)))
    ask()
    assert fake_endpoint.requests[0].headers["authorization"] == "Bearer test-key"
    monkeypatch.setenv("OPENAI_API_KEY", "密钥１２３")
    with pytest.raises(ModelError, match="密钥里有汉字"):
        ask()
