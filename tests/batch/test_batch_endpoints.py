"""Several endpoints of one model, and what a run may cost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from fake_endpoint import FakeEndpoint, Reply, Request, status
from many_projects import write_many
from test_batch_model import SHORT, batch, honest

from assistant.batch.endpoints import Endpoints
from assistant.batch.spending import Budget
from assistant.config import Price
from assistant.llm.endpoint import ModelChoice

DEAD = "http://127.0.0.1:9/v1"


@pytest.fixture
def two() -> Iterator[tuple[FakeEndpoint, FakeEndpoint]]:
    """Two endpoints that stand for two machines."""
    made = FakeEndpoint(), FakeEndpoint()
    yield made
    for one in made:
        one.close()


def configure(folder: Path, monkeypatch: pytest.MonkeyPatch, *urls: str, price: str = "") -> None:
    """A configuration with these endpoints; nothing is tried twice at one place."""
    tree = {
        "模型": {"地址": urls[0], "名称": "fake-model", "密钥": "test-key",
               "其他端点": [{"地址": url, "名称": "fake-model", "密钥": "test-key"} for url in urls[1:]]},
        "限额": {"尝试次数": 1, "并发": 2},
    }  # fmt: skip
    if price:
        tree["价格"] = {"fake-model": {"输入": price, "输出": price}}
    path = folder / "配置.yaml"
    path.write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    path.chmod(0o600)
    monkeypatch.setenv("JIXIAO_CONFIG", str(path))


def choices(*names: str) -> list[ModelChoice]:
    return [ModelChoice("endpoint", f"http://{name}/v1", "m") for name in names]


def test_the_fast_one_gets_more_and_one_that_failed_rests() -> None:
    fast, slow, failing = choices("fast", "slow", "failing")
    many = Endpoints([fast, slow, failing])
    for choice, seconds, failed in ((fast, 1.0, False), (slow, 5.0, False), (failing, 0.1, True)):
        many.ended(choice, seconds, failed=failed)
    given = [many.pick().base_url for _ in range(6)]
    assert given.count(fast.base_url) == 5
    assert given.count(slow.base_url) == 1
    assert failing.base_url not in given
    assert many.pick(but=fast.base_url).base_url == slow.base_url


def test_a_dead_a_slow_and_a_busy_endpoint_lose_no_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    two: tuple[FakeEndpoint, FakeEndpoint],
) -> None:  # fmt: skip
    slow, busy = two

    def slowly(request: Request) -> Reply:
        time.sleep(0.2)
        return honest(request)

    slow.script(slowly, forever=True)
    busy.script(status(429), forever=True)
    configure(tmp_path, monkeypatch, DEAD, busy.url, slow.url)
    write_many(tmp_path / "来源", SHORT[:3])
    code, told, said = batch(capsys, tmp_path / "来源", "-o", tmp_path / "输出", "--jobs", 1)
    assert code in {0, 1}, said
    assert (told["done"], told["failed"]) == (3, [])
    assert busy.requests
    assert len(slow.requests) >= 3


def test_where_no_endpoint_answers_each_project_says_so_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    two: tuple[FakeEndpoint, FakeEndpoint],
) -> None:  # fmt: skip
    for one in two:
        one.script(status(503), forever=True)
    configure(tmp_path, monkeypatch, *(one.url for one in two))
    write_many(tmp_path / "来源", SHORT[:2])
    args = (tmp_path / "来源", "-o", tmp_path / "输出", "--jobs", 1)
    code, told, said = batch(capsys, *args)
    assert code == 3
    assert [("各个端点都试过" in one["why"]) for one in told["failed"]] == [True, True]
    assert said.count("失败（模型）") == 2
    for one in two:
        one.script(honest, forever=True)
    _, told, _ = batch(capsys, *args)
    assert told["done"] == 0  # what failed waits until somebody asks for it
    _, told, _ = batch(capsys, *args, "--retry")
    assert told["done"] == 2


def test_money_is_counted_by_the_prices_and_the_rest_goes_on_next_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    two: tuple[FakeEndpoint, FakeEndpoint],
) -> None:  # fmt: skip
    for one in two:
        one.script(honest, forever=True)
    write_many(tmp_path / "来源", SHORT[:6])
    args = (tmp_path / "来源", "-o", tmp_path / "输出", "--jobs", 1, "--budget-yuan")
    configure(tmp_path, monkeypatch, two[0].url)
    code, _, said = batch(capsys, *args, "1")
    assert code == 2
    assert "没有“fake-model”的价格" in said
    configure(tmp_path, monkeypatch, two[0].url, price="1000")
    _, told, said = batch(capsys, *args, "0.1")
    assert 0 < told["done"] < 6
    assert "已用完 0.1 元的额度，其余没有开始" in said
    assert f"未做 {6 - told['done']} 个" in said
    _, told, said = batch(capsys, *args, "1000")
    assert told["done"] == 6
    assert "额度" not in said


def test_a_budget_is_spent_by_tokens_money_or_time() -> None:
    prices = {"m": Price(prompt=Decimal(2), completion=Decimal(8))}
    budget = Budget(yuan=Decimal("0.01"), prices=prices)
    budget.take("m（127.0.0.1）", 1000, 900)
    assert budget.used_yuan == Decimal("0.0092")
    assert not budget.spent()
    budget.take("m", 1000, 0)
    assert "0.01 元" in budget.spent()
    assert Budget(tokens=10, used_tokens=10).spent() == "已用完 10 个词元的额度"
    late = Budget(minutes=3, started=time.monotonic() - 181)
    assert late.spent() == "已用完 3 分钟的额度"
    assert not Budget(minutes=3, started=time.monotonic() - 170).spent()
