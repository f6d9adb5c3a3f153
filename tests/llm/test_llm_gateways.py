"""More endpoints as they are in the wild, written down before the program was run against them (docs/evals/edges.md).

Error bodies and envelopes of DashScope, Zhipu, Moonshot, DeepSeek, Baichuan, 讯飞, ModelArts, MiniMax, Qianfan, Xinference, vLLM, SGLang,
LM Studio, llama.cpp, Ollama, OneAPI and NewAPI, Dify, corporate gateways.
"""

from __future__ import annotations

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
HALF = len(JSON) // 2
PIECES = [JSON[:HALF], JSON[HALF:]]


def whole(body: object, code: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=code, raw=json.dumps(body, ensure_ascii=False), headers=named)


def message(content: object, finish: str = "stop", **more: object) -> dict[str, object]:
    said = {"role": "assistant", "content": content, **more}
    return {"choices": [{"index": 0, "message": said, "finish_reason": finish}]}


def sse(*events: object, head: str = "data: ") -> Reply:
    lines = (e if isinstance(e, str) else head + json.dumps(e, ensure_ascii=False) for e in events)
    return Reply(raw="".join(f"{line}\n\n" for line in lines), content_type="text/event-stream")


def delta(content: object = None, finish: str | None = None, **more: object) -> dict[str, object]:
    return {"choices": [{"index": 0, "delta": {"content": content, **more}, "finish_reason": finish}]}  # fmt: skip


GOOD: dict[str, Reply] = {
    "spark: code 0 beside choices": whole({"code": 0, "message": "Success", "sid": "cha000", **message(JSON)}),
    "spark: payload": whole({"header": {"code": 0, "message": "Success", "status": 2},
                             "payload": {"choices": {"status": 2, "seq": 0, "text": [{"content": JSON, "role": "assistant", "index": 0}]}}}),
    "modelarts: result list": whole({"result": {"choices": [{"message": {"content": JSON}}]}, "error_code": "0", "error_msg": ""}),
    "pangu: text in choices": whole({"id": "1", "choices": [{"index": 0, "text": JSON}], "usage": {}}),
    "qianfan stream": sse(*({"id": "as", "object": "chat.completion", "sentence_id": n, "is_end": n == 1, "result": p} for n, p in enumerate(PIECES))),
    "dashscope stream": sse(*(f'id:{n}\nevent:result\n:HTTP_STATUS/200\ndata:{json.dumps({"output": {"choices": [{"message": {"content": p, "role": "assistant"}, "finish_reason": "null"}]}})}' for n, p in enumerate((PIECES[0], JSON)))),
    "dify blocking": whole({"event": "message", "mode": "chat", "answer": JSON, "metadata": {"usage": {"prompt_tokens": 3}}}),
    "dify stream": sse(*({"event": "message", "answer": p} for p in PIECES), {"event": "message_end", "metadata": {}}),
    "fastapi: json in a string": whole(json.dumps(message(JSON))),
    "gateway: body as a string": whole({"code": 200, "success": True, "data": json.dumps(message(JSON))}),
    "cohere": whole({"message": {"role": "assistant", "content": [{"type": "text", "text": JSON}]}, "finish_reason": "COMPLETE"}),
    "tgi": whole([{"generated_text": JSON}]),
    "llama.cpp native": whole({"content": JSON, "stop": True, "model": "x", "tokens_predicted": 20}),
    "code fence with words": whole(message(f"好的，以下是结果：\n```json\n{JSON}\n```\n如需调整请告诉我。")),
    "deepseek: keep-alive lines": sse(": keep-alive", ": keep-alive", *(delta(p) for p in PIECES), delta("", "stop"), "data: [DONE]"),
    "newapi: empty choices first": sse({"choices": [], "prompt_filter_results": []}, *(delta(p) for p in PIECES), "data: [DONE]"),
    "sglang: reasoning null": sse(*(delta(p, reasoning_content=None, matched_stop=None) for p in PIECES)),
    "qwen3: think without its beginning": whole(message(f"先看事实……\n</think>\n\n{JSON}")),
    "done in the middle of a line": Reply(raw=f"data: {json.dumps(delta(JSON))}\n\ndata: [DONE]\n\ndata: {{\"usage\": null}}\n\n", content_type="text/event-stream;charset=UTF-8"),
    "utf-16 body": Reply(raw=json.dumps(message(JSON), ensure_ascii=False).encode("utf-16"), content_type="application/json; charset=utf-16"),
    "nul bytes after": Reply(raw=json.dumps(message(JSON)) + "\x00\x00"),
}  # fmt: skip


def ask() -> str:
    with Client(choose(config=Config()), limits=Limits(attempts=2), backoff=0.01) as client:
        return client.ask(PROMPT, Sentences).value.sentences[0].text


@pytest.mark.parametrize("name", GOOD)
def test_the_good_answer_of_a_gateway_is_used(fake_endpoint: FakeEndpoint, name: str) -> None:
    fake_endpoint.script(GOOD[name])
    assert ask() == SAID
    assert len(fake_endpoint.requests) == 1


def refuses(test: Callable[[Request], bool], body: object, code: int = 400) -> Callable[[Request], Reply]:  # fmt: skip
    return lambda request: whole(body, code) if test(request) else whole(message(JSON))


def error(said: str, **more: object) -> dict[str, object]:
    return {"error": {"message": said, **more}}


REFUSING: dict[str, Callable[[Request], Reply]] = {
    "llama.cpp: grammar": refuses(lambda r: r.mode == "json_schema", {"error": {"code": 400, "message": "failed to parse grammar", "type": "invalid_request_error"}}),
    "moonshot: temperature": refuses(lambda r: r.body.get("temperature") != 1 and "temperature" in r.body, {"error": {"message": "invalid temperature: only 1 is allowed for this model", "type": "invalid_request_error"}}),
    "zhipu: 1210": refuses(lambda r: r.mode != "plain", {"error": {"code": "1210", "message": "API 调用参数有误，请检查文档。"}}),
    "lm studio: response_format": refuses(lambda r: r.mode == "json_object", {"error": "'response_format.type' must be 'json_schema' or 'text'"}),
    "dashscope: json in the prompt": refuses(lambda r: r.mode == "json_object" and "json" not in r.prompt.lower(), {"error": {"message": "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.", "type": "invalid_request_error"}}),
    "vllm: tool choice": refuses(lambda r: r.mode == "tools", {"object": "error", "message": "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set", "type": "BadRequestError", "code": 400}),
    "dashscope: only streams": refuses(lambda r: not r.body.get("stream"), {"error": {"message": "This model only support stream mode, please enable the stream parameter", "type": "invalid_request_error"}}),
    "xgrammar: 500": refuses(lambda r: r.mode == "json_schema", {"object": "error", "message": "Failed to convert json schema to grammar", "code": 500}, 500),
    "llama.cpp: 500 of the template": refuses(lambda r: any(m["role"] == "system" for m in r.body["messages"]), error("System role not supported"), 500),
    "qianfan: no stream": refuses(lambda r: bool(r.body.get("stream")), {"error_code": 336003, "error_msg": "该模型不支持流式输出，请将 stream 设为 false"}),
    "ollama: no thinking": refuses(lambda r: "stream_options" in r.body, {"error": "json: unknown field \"stream_options\""}),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSING)
def test_a_gateway_that_refuses_part_of_the_request_is_asked_without(
    fake_endpoint: FakeEndpoint, name: str
) -> None:
    fake_endpoint.script(REFUSING[name], forever=True)
    assert ask() == SAID


BAD: dict[str, tuple[Reply, str, int]] = {
    "newapi: no channel": (whole(error("当前分组 default 下对于模型 qwen 无可用渠道 (request id: 2025)", type="new_api_error"), 503), "没有这个地址或模型.*无可用渠道", 1),
    "oneapi: quota of the user": (whole(error("用户额度不足, 剩余额度: ＄0.000000", type="new_api_error", code="insufficient_user_quota"), 403), "额度不足", 1),
    "oneapi: token gone": (whole(error("该令牌已过期", type="new_api_error"), 401), "不认密钥.*过期", 1),
    "spark: not authorised": (whole({"header": {"code": 11200, "message": "AppIdNoAuthError:(17:27:05.718) tokens.total", "sid": "x", "status": 2}}), "AppIdNoAuthError", 1),
    "spark: own code": (whole({"code": 11202, "message": "AppIdQpsOverFlowError", "sid": "x"}, 200), "AppIdQpsOverFlow", 2),
    "modelarts: key": (whole({"error_code": "ModelArts.81001", "error_msg": "Invalid API key"}, 401), "不认密钥.*Invalid API key", 1),
    "modelarts: flow": (whole({"error_code": "APIG.0308", "error_msg": "The throttling threshold has been reached: policy user over ratelimit"}, 429), "一直忙.*throttling", 2),
    "apig: no such path": (whole({"error_msg": "The API does not exist or has not been published in the environment", "error_code": "APIG.0101", "request_id": "1"}, 404), "没有这个地址或模型", 1),
    "dashscope: filter": (whole({"code": "DataInspectionFailed", "message": "Input data may contain inappropriate content.", "request_id": "1"}, 400), "审核拦下", 1),
    "azure: filter": (whole(error("The response was filtered due to the prompt triggering Azure OpenAI's content management policy.", code="content_filter", innererror={"code": "ResponsibleAIPolicyViolation"}), 400), "审核拦下", 1),
    "dashscope: free tier": (whole(error("The free tier of the model has been exhausted.", code="AllocationQuota.FreeTierOnly"), 403), "额度不足", 1),
    "dashscope: throttled": (whole({"code": "Throttling.RateQuota", "message": "Requests rate limit exceeded, please try again later."}, 429), "一直忙", 2),
    "zhipu: arrears": (whole(error("您的账户已欠费，请充值后重试。", code="1113"), 429), "额度不足.*欠费", 1),
    "zhipu: sensitive": (whole({**message("", "sensitive"), "contentFilter": [{"level": 0, "role": "assistant"}]}), "审核拦下", 1),
    "stream: content_filter": (sse(delta("在线"), delta("", "content_filter"), "data: [DONE]"), "审核拦下", 1),
    "moonshot: busy": (whole(error("The engine is currently overloaded, please try again later", type="engine_overloaded_error"), 429), "一直忙", 2),
    "deepseek: balance": (whole(error("Insufficient Balance", type="unknown_error", code="invalid_request_error"), 402), "额度不足", 1),
    "baichuan": (whole({"code": 10201, "msg": "账户余额不足"}), "额度不足", 1),
    "minimax: key": (whole({"base_resp": {"status_code": 2049, "status_msg": "invalid api key"}}), "不认密钥", 1),
    "qianfan: token": (whole({"error_code": 110, "error_msg": "Access token invalid or no longer valid"}), "不认密钥", 1),
    "qianfan: daily": (whole({"error_code": 17, "error_msg": "Open api daily request limit reached"}), "额度不足", 1),
    "xinference: no model": (whole({"detail": "[address=0.0.0.0:45416, pid=47] Model not found in the model list, uid: fake-model"}, 400), "没有这个地址或模型", 1),
    "vllm: engine dead": (whole({"object": "error", "message": "EngineCore encountered an issue. See stack trace for the root cause.", "type": "Internal Server Error", "code": 500}, 500), "HTTP 500.*EngineCore", 2),
    "vllm: length": (whole({"object": "error", "message": "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens", "type": "BadRequestError", "param": None, "code": 400}, 400), "上下文长度", 1),
    "llama.cpp: length": (whole({"error": {"code": 400, "message": "the request exceeds the available context size, try increasing it", "type": "exceed_context_size_error", "n_ctx": 4096}}, 400), "上下文长度", 1),
    "ollama: pull first": (whole({"error": "model \"fake-model\" not found, try pulling it first"}, 404), "没有这个地址或模型", 1),
    "ollama: no memory": (whole({"error": "model requires more system memory (9.1 GiB) than is available (5.0 GiB)"}, 500), "more system memory", 2),
    "azure: deployment": (whole(error("The API deployment for this resource does not exist.", code="DeploymentNotFound"), 404), "没有这个地址或模型", 1),
    "kong: no route": (whole({"message": "no Route matched with those values"}, 404), "没有这个地址或模型.*no Route", 1),
    "kong: no key": (whole({"message": "No API key found in request"}, 401), "不认密钥", 1),
    "spring": (whole({"timestamp": "2025-01-01", "status": 500, "error": "Internal Server Error", "path": "/v1/chat/completions"}, 500), "HTTP 500.*Internal Server Error", 2),
    "nginx: too large": (Reply(status=413, raw="<html><head><title>413 Request Entity Too Large</title></head></html>", content_type="text/html"), "413", 1),
    "envoy": (Reply(status=503, raw="upstream connect error or disconnect/reset before headers. reset reason: connection refused", content_type="text/plain"), "HTTP 503.*upstream connect error", 2),
    "login in json": (whole({"code": 401, "msg": "未登录或登录已过期", "data": None}), "不认密钥.*未登录", 1),
    "success false": (whole({"success": False, "code": "B0001", "message": "系统执行出错", "data": None}), "系统执行出错", 1),
    "empty object": (whole({}), "答复|答", 0),
    "empty body": (Reply(raw=""), "答复|答", 0),
    "redirect without target": (Reply(status=307, raw=""), "HTTP 307", 1),
    "dify: error event": (sse({"event": "error", "status": 400, "code": "provider_quota_exceeded", "message": "Your quota for Dify Hosted has been exhausted."}), "额度不足", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_a_gateway_says_is_told_by_its_cause(fake_endpoint: FakeEndpoint, name: str) -> None:
    reply, words, asked = BAD[name]
    fake_endpoint.script(reply, forever=True)
    with pytest.raises(ModelError, match=words) as caught:
        ask()
    assert "\n" not in str(caught.value)
    if asked:
        assert len(fake_endpoint.requests) == asked


def test_the_lists_hold_what_the_note_says() -> None:
    assert len(GOOD) + len(REFUSING) + len(BAD) >= 60
    assert status(429).status == 429
