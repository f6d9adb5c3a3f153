"""Asking an endpoint that answers well, badly, late or not at all."""

from __future__ import annotations

import json
import socket
import threading

import pytest
from fake_endpoint import FakeEndpoint, Reply, Request, html, sentences, status, text, tools_only

from assistant.config import Config, Limits
from assistant.errors import InputError, ModelError
from assistant.llm.answers import Sentences, read_answer, sentences_schema
from assistant.llm.calls import CallLog
from assistant.llm.client import BudgetSpent, Client, UnusableAnswerError
from assistant.llm.endpoint import choose
from assistant.llm.prompts import Rendered
from assistant.llm.redaction import Redaction
from assistant.llm.wire import Stopped

PROMPT = Rendered("reason", "1/1", "规则", "事实：F1 在线率95%")
SCHEMA = sentences_schema(["F1"], most=2)
GOOD = sentences("在线率为95%。", facts=("F1",))


def client(**more: object) -> Client:
    settings: dict[str, object] = {
        "limits": Limits(attempts=2, first_token=60, answer_seconds=60),
        "backoff": 0.01,
    }
    return Client(choose(config=Config()), **{**settings, **more})  # type: ignore[arg-type]


def ask(**more: object) -> list[str]:
    with client(**more) as asked:
        answer = asked.ask(PROMPT, Sentences, schema=SCHEMA).value
        return [sentence.text for sentence in answer.sentences]


def test_a_good_answer_comes_back_in_its_shape_with_its_cost(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.script(GOOD)
    with client() as asked:
        answer = asked.ask(PROMPT, Sentences, schema=SCHEMA)
        assert answer.value.sentences[0].text == "在线率为95%。"
        assert answer.value.sentences[0].facts == ["F1"]
        usage = asked.usage
    assert (usage.calls, usage.prompt_tokens, usage.completion_tokens) == (1, 100, 20)
    request = fake_endpoint.requests[0]
    assert request.mode == "json_schema"
    assert request.body["max_tokens"] == 500
    assert request.headers["authorization"] == "Bearer test-key"


def refusing(*modes: str) -> object:
    def step(request: Request) -> Reply:
        return status(400, f"{request.mode} is not supported") if request.mode in modes else GOOD

    return step


@pytest.mark.parametrize(
    ("refused", "mode"),
    [
        (("json_schema",), "json_object"),
        (("json_schema", "json_object", "tools"), "plain"),
    ],
)
def test_the_way_an_endpoint_takes_is_found_and_kept(
    fake_endpoint: FakeEndpoint, refused: tuple[str, ...], mode: str
) -> None:
    fake_endpoint.script(refusing(*refused), forever=True)  # type: ignore[arg-type]
    with client() as asked:
        asked.ask(PROMPT, Sentences, schema=SCHEMA)
        asked.ask(PROMPT, Sentences, schema=SCHEMA)
    assert [request.mode for request in fake_endpoint.requests] == [*refused, mode, mode]
    # without a schema on the wire the model reads it in the prompt
    assert '"sentences"' in fake_endpoint.requests[-1].prompt


def test_an_endpoint_with_tools_only_answers_through_a_tool(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.script(tools_only(GOOD), forever=True)
    assert ask() == ["在线率为95%。"]


@pytest.mark.parametrize("parameter", ["max_tokens", "stream_options", "temperature"])
def test_a_parameter_that_the_endpoint_will_not_have_is_left_out(
    fake_endpoint: FakeEndpoint, parameter: str
) -> None:
    def step(request: Request) -> Reply:
        if parameter in request.body:
            return status(400, f"Unsupported parameter: '{parameter}'")
        return GOOD

    fake_endpoint.script(step, forever=True)
    assert ask() == ["在线率为95%。"]
    assert len(fake_endpoint.requests) == 2


@pytest.mark.parametrize(
    "content",
    [
        "<think>先想 {不是答案}</think>" + GOOD.content,
        "思路…</think>" + GOOD.content,
        "好的，结果如下：\n```json\n" + GOOD.content + "\n```\n请查收",
        GOOD.content + "<|im_end|>",
    ],
    ids=["think", "think tail", "fence", "end mark"],
)
def test_the_answer_is_found_in_what_stands_around_it(
    fake_endpoint: FakeEndpoint, content: str
) -> None:
    fake_endpoint.script(text(content))
    assert ask() == ["在线率为95%。"]


def test_reasoning_in_a_field_of_its_own_is_dropped(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.script(Reply(content=GOOD.content, reasoning="也许是设备故障"))
    assert ask() == ["在线率为95%。"]


def test_429_and_500_are_tried_again(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.script(status(429, retry_after="0"), status(500), status(503), GOOD)
    assert ask(limits=Limits(attempts=4)) == ["在线率为95%。"]
    assert len(fake_endpoint.requests) == 4


def test_a_cut_off_answer_is_asked_for_once_more_with_more_room(
    fake_endpoint: FakeEndpoint,
) -> None:
    fake_endpoint.script(text('{"sentences": [{"te', finish="length"), GOOD)
    assert ask() == ["在线率为95%。"]
    rooms = [request.body["max_tokens"] for request in fake_endpoint.requests]
    assert rooms == [500, 2000]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (status(429), "一直忙（HTTP 429"),
        (status(500), "HTTP 500"),
        (status(401), "不认密钥"),
        (status(404), "没有这个地址或模型"),
        (html(), "网页（HTML）"),
        (html(502), "网页（HTML）"),
        (text(""), "答复是空的"),
        (text("我不能回答。"), "答复里没有 JSON"),
        (text('{"sentences": [{"te'), "不完整"),
        (text('{"lines": []}'), "不是要求的样式"),
        (text('{"sentences": "没有"}'), "不是要求的样式"),
        (Reply(endless=True), "没有尽头"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_used_ends_in_one_chinese_line_and_exit_3(
    fake_endpoint: FakeEndpoint, step: Reply, words: str
) -> None:
    fake_endpoint.script(step, forever=True)
    with pytest.raises(ModelError) as caught:
        ask(limits=Limits(attempts=2, answer_tokens=50))
    assert words in str(caught.value)
    assert "--model none" in str(caught.value) or "换一个模型" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_an_endpoint_that_hangs_is_left(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.script(Reply(hang=True), forever=True)
    with pytest.raises(ModelError, match="1 秒没有答复"):
        ask(limits=Limits(first_token=1))


def test_an_endpoint_that_drips_beyond_the_time_is_left(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.script(Reply(content="好" * 400, pause=0.2), forever=True)
    with pytest.raises(ModelError, match="1 秒还没有答完"):
        ask(limits=Limits(answer_seconds=1))


def test_a_port_where_nobody_listens_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{port}/v1")
    monkeypatch.setenv("OPENAI_MODEL", "m")
    with pytest.raises(ModelError, match=f"127.0.0.1:{port}/v1：连不上（对方拒绝连接）"):
        ask()


def test_a_proxy_of_the_environment_is_not_used_for_this_machine(
    fake_endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    fake_endpoint.script(GOOD)
    assert ask() == ["在线率为95%。"]


def test_the_first_model_of_the_endpoint_is_taken_where_none_is_named(
    fake_endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_MODEL")
    fake_endpoint.script(GOOD)
    ask()
    assert fake_endpoint.requests[0].body["model"] == "fake-model"


def test_calls_beyond_the_budget_are_not_made(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.script(GOOD, forever=True)
    with client(limits=Limits(calls=1)) as asked:
        asked.ask(PROMPT, Sentences)
        with pytest.raises(BudgetSpent, match="1 次"):
            asked.ask(PROMPT, Sentences)
    with client(limits=Limits(tokens=120)) as asked:
        asked.ask(PROMPT, Sentences)
        with pytest.raises(BudgetSpent, match="120 个词元"):
            asked.ask(PROMPT, Sentences)
    assert len(fake_endpoint.requests) == 2


def test_a_model_that_once_answered_well_is_not_asked_in_other_ways(
    fake_endpoint: FakeEndpoint,
) -> None:
    fake_endpoint.script(GOOD, text("不"), GOOD)
    with client() as asked:
        asked.ask(PROMPT, Sentences)
        with pytest.raises(UnusableAnswerError):
            asked.ask(PROMPT, Sentences)
        asked.ask(PROMPT, Sentences)
    assert {request.mode for request in fake_endpoint.requests} == {"json_schema"}


def test_cancelling_ends_a_call_under_way(fake_endpoint: FakeEndpoint) -> None:
    fake_endpoint.script(Reply(content="好" * 4000, pause=0.05), forever=True)
    ended: list[BaseException] = []
    with client() as asked:

        def work() -> None:
            try:
                asked.ask(PROMPT, Sentences)
            except BaseException as error:
                ended.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        while not fake_endpoint.requests:
            thread.join(0.01)
        asked.cancel()
        thread.join(5)
    assert [type(error) for error in ended] == [Stopped]


class Remote(Client):
    """A client that takes the loopback for a far machine."""

    @property
    def _hides(self) -> bool:
        return True


def test_private_words_leave_as_tokens_and_come_back(
    fake_endpoint: FakeEndpoint, tmp_path: object
) -> None:
    def echo(request: Request) -> Reply:
        return sentences(request.prompt.rpartition("F1 ")[2])

    fake_endpoint.script(echo)
    from pathlib import Path

    log = CallLog(Path(str(tmp_path)) / "calls.sqlite")
    prompt = Rendered("reason", "1/1", "规则", "F1 联系人：张伟，电话13812345678")
    with Remote(
        choose(config=Config()), redaction=Redaction(), log=log, limits=Limits(attempts=1)
    ) as asked:
        answer = asked.ask(prompt, Sentences).value
    sent = json.dumps(fake_endpoint.requests[0].body, ensure_ascii=False)
    assert "张伟" not in sent
    assert "13812345678" not in sent
    assert "[人员1]" in sent
    assert answer.sentences[0].text == "联系人：张伟，电话13812345678"
    (call,) = log.rows()
    assert "张伟" not in call.request + call.answer
    assert "13812345678" not in call.request + call.answer


def test_a_marked_text_is_not_sent_to_a_far_machine_unless_allowed(
    fake_endpoint: FakeEndpoint,
) -> None:
    fake_endpoint.script(GOOD, forever=True)
    prompt = Rendered("reason", "1/1", "规则", "F1 机密★3年 在线率95%")
    with (
        Remote(choose(config=Config())) as asked,
        pytest.raises(InputError, match="密级标志“机密”"),
    ):
        asked.ask(prompt, Sentences)
    assert not fake_endpoint.requests
    with Remote(choose(config=Config()), allow_marked=True) as asked:
        asked.ask(prompt, Sentences)
    with client() as asked:  # on this machine nothing leaves
        asked.ask(prompt, Sentences)
    assert len(fake_endpoint.requests) == 2


def test_reading_takes_the_first_object_of_the_shape() -> None:
    found = read_answer('{"a": 1} {"sentences": [{"text": "好。"}]}', Sentences)
    assert found.sentences[0].text == "好。"
