"""A batch with a model: every call once, several projects at once, 429, rounds of files."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from command_runs import run
from fake_endpoint import FakeEndpoint, Reply, Request, status
from many_projects import project, write_many

from assistant.llm.limiting import Limit

#: projects with an indicator that missed its target: the model has something to say of them
SHORT = [n for n in range(20) if any("原因" in row for row in project(n).tree["指标"])]


def honest(request: Request) -> Reply:
    """A sentence of the first fact that the prompt gives, citing it: what a careful model would say."""
    found = re.search(r"^(F\d+) (.+)$", request.prompt, re.M)
    facts = [found[1]] if found else []
    text = f"{found[2].rstrip('。')}。" if found else "无。"
    return Reply(
        content=json.dumps({"sentences": [{"text": text, "facts": facts}]}, ensure_ascii=False)
    )


def batch(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, dict[str, Any], str]:
    capsys.readouterr()
    code = run("batch", *args, "--json", "--do", "draft")
    told = capsys.readouterr()
    return code, json.loads(told.out) if told.out else {}, told.err


def test_no_call_is_made_twice_over_two_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fake_endpoint: FakeEndpoint
) -> None:
    write_many(tmp_path / "来源", SHORT[:3])
    fake_endpoint.script(honest, forever=True)
    _, told, _ = batch(capsys, tmp_path / "来源", "-o", tmp_path / "输出", "--jobs", 1)
    assert told["done"] == 3
    calls = len(fake_endpoint.requests)
    assert calls >= 3
    batch(capsys, tmp_path / "来源", "-o", tmp_path / "输出", "--jobs", 1)
    assert len(fake_endpoint.requests) == calls


def test_an_endpoint_that_fails_leaves_projects_to_be_tried_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fake_endpoint: FakeEndpoint
) -> None:
    write_many(tmp_path / "来源", SHORT[:2])
    fake_endpoint.script(status(401), forever=True)
    args = (tmp_path / "来源", "-o", tmp_path / "输出", "--jobs", 1)
    code, told, said = batch(capsys, *args)
    assert code == 3
    assert (told["done"], len(told["failed"])) == (0, 2)
    assert "模型2个" in said
    fake_endpoint.script(honest, forever=True)
    _, told, _ = batch(capsys, *args, "--retry")
    assert told["done"] == 2


def test_a_budget_ends_the_run_and_the_rest_waits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fake_endpoint: FakeEndpoint
) -> None:
    write_many(tmp_path / "来源", SHORT[:8])
    fake_endpoint.script(honest, forever=True)
    _, told, said = batch(
        capsys, tmp_path / "来源", "-o", tmp_path / "输出", "--jobs", 1, "--budget-tokens", 1
    )
    assert 0 < told["done"] < 8
    assert not told["failed"]
    assert "额度" in said


def test_429_halves_the_limit_and_good_answers_raise_it() -> None:
    from assistant.llm.faults import Answered, AnsweredError

    limit, calm = Limit(8), threading.Event()
    with pytest.raises(AnsweredError), limit.turn(calm):
        raise AnsweredError(Answered(429, "", {}, None))
    assert limit.now == 4
    for _ in range(40):
        with limit.turn(calm):
            pass
    assert limit.now == 8


def answer_all(requests: Path, answers: Path) -> int:
    """A runner of the OpenAI batch format, as small as can be: one answer a line, by `custom_id`."""
    lines = []
    for line in requests.read_text("utf-8").splitlines():
        asked = json.loads(line)
        assert (asked["method"], asked["url"]) == ("POST", "/v1/chat/completions")
        body = asked["body"]
        assert body["response_format"]["type"] == "json_schema"
        said = honest(Request(body, {}))
        completion = {
            "id": "c", "object": "chat.completion", "model": body["model"],
            "choices": [{"index": 0, "message": {"role": "assistant", "content": said.content}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 90, "completion_tokens": 20},
        }  # fmt: skip
        lines.append(json.dumps({
            "id": f"b{len(lines)}", "custom_id": asked["custom_id"], "error": None,
            "response": {"status_code": 200, "request_id": "r", "body": completion},
        }, ensure_ascii=False))  # fmt: skip
    answers.write_text("\n".join(lines) + "\n", "utf-8")
    return len(lines)


def test_requests_go_out_and_answers_come_in_round_by_round(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_many(tmp_path / "来源", SHORT[:3])
    out, asked, said = tmp_path / "输出", tmp_path / "请求.jsonl", tmp_path / "答.jsonl"
    common = ("-o", out, "--model", "some-model", "--jobs", 1, "--export-requests", asked)
    _, told, words = batch(capsys, tmp_path / "来源", *common)
    assert told["done"] == 0
    rounds = 0
    while answer_all(asked, said):
        rounds += 1
        assert rounds < 4
        _, told, words = batch(capsys, *common, "--import-answers", said)
    assert told["done"] == 3
    assert "没有要再问模型的了" in words
    drafts = [json.loads(p.read_text("utf-8")) for p in (out / "数据").glob("*.jixiao/draft.json")]
    assert all("some-model" in draft["draft"]["model"] for draft in drafts)


def test_a_bad_answer_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_many(tmp_path / "来源", SHORT[:1])
    (tmp_path / "答.jsonl").write_text("不是答复\n", "utf-8")
    code, _, said = batch(
        capsys, tmp_path / "来源", "-o", tmp_path / "输出", "--model", "m", "--import-answers", tmp_path / "答.jsonl"
    )  # fmt: skip
    assert code == 2
    assert "答.jsonl:1" in said
    assert len(said.strip().splitlines()) == 1


def test_where_nothing_limits_the_cost_more_projects_are_in_hand_than_may_call(
    tmp_path: Path,
) -> None:
    from contextlib import ExitStack

    from assistant.batch.endpoints import Endpoints
    from assistant.batch.running import Order
    from assistant.batch.spending import Budget
    from assistant.batch.starting import executor_of
    from assistant.config import Config
    from assistant.executing import Processes
    from assistant.llm.endpoint import ModelChoice

    models = Endpoints([ModelChoice("endpoint", "http://127.0.0.1:9/v1", "m", "k")])
    config = Config.model_validate({"限额": {"并发": 4}})
    hands = []
    for budget in (Budget(), Budget(tokens=1)):
        with ExitStack() as stack:
            order = Order((), tmp_path, ("draft",), budget=budget)
            made = executor_of(order, 2, models, config, "", stack)
            assert isinstance(made, Processes)
            hands.append(made.threads * 2)
    ahead, bound = hands
    assert bound == 4  # what is in hand when the budget is spent is brought to its end
    assert ahead >= 2 * 4  # requests are ready while others are out


def test_answers_hold_until_the_ledger_has_the_project(
    tmp_path: Path, fake_endpoint: FakeEndpoint
) -> None:
    from assistant.batch.work import Job, perform, settle_calls
    from assistant.llm.endpoint import ModelChoice

    fake_endpoint.script(honest, forever=True)
    [made] = write_many(tmp_path / "数据", SHORT[:1])
    job = Job(
        1, tmp_path, made.stem, ("draft",), ModelChoice("endpoint", fake_endpoint.url, "m", "k")
    )
    assert not perform(job).kind
    calls = len(fake_endpoint.requests)
    assert calls
    assert not perform(job).kind  # as after a kill between the report and the ledger
    assert len(fake_endpoint.requests) == calls
    settle_calls(job)
    assert not perform(job).kind
    assert len(fake_endpoint.requests) > calls
