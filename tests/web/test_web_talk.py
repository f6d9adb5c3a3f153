"""The conversation beside the report: a model that hangs, one that streams, and rules that answer meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_endpoint import FakeEndpoint, Reply
from playwright.sync_api import expect
from web_served import Served, add_project, data_of, end, serve

from assistant.intake import read


@pytest.fixture(scope="module")
def endpoint() -> Iterator[FakeEndpoint]:
    """An endpoint of this machine that never answers."""
    running = FakeEndpoint()
    running.script(Reply(hang=True), forever=True)
    yield running
    running.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, endpoint: FakeEndpoint) -> Iterator[Served]:
    """A server whose model is that endpoint."""
    folder: Path = tmp_path_factory.mktemp("页面") / "项目"
    folder.mkdir()
    more = {"OPENAI_BASE_URL": endpoint.url, "OPENAI_API_KEY": "none", "OPENAI_MODEL": "m"}
    running = serve(folder, **more)
    yield running
    end(running)


def say(page: Any, words: str) -> None:
    page.fill("[data-testid=chat-input]", words)
    page.press("[data-testid=chat-input]", "Enter")


def test_a_model_that_hangs_is_stopped_and_the_page_stays_of_use(page: Any, served: Served) -> None:
    address = add_project(served)
    data = data_of(served, address)
    page.goto(address)
    say(page, "起草")
    stop = page.locator("[data-testid=chat-stop]")
    stop.wait_for(state="visible")
    # rules answer at once meanwhile, and the table is written
    say(page, "更换水表数量实际是2390块")
    page.wait_for_selector("#cards [data-testid=proposal]")
    field = page.locator('[data-testid=cell][data-key="指标[水质检测合格率].实际"]')
    field.fill("99%")
    field.press("Tab")
    expect(page.locator("#saved")).to_have_text("已保存")
    assert read(data).indicators[2].actual == "99%"
    assert stop.is_visible()
    stop.click()
    stop.wait_for(state="hidden")
    expect(page.locator("[data-testid=chat-log]")).to_contain_text("已停止")
    page.click("#cards [data-testid=accept]")
    expect(page.locator("#cards [data-testid=proposal]")).to_have_count(0)
    assert read(data).indicators[1].actual == "2390块"


def test_a_sentence_that_was_clicked_is_what_is_spoken_of(page: Any, served: Served) -> None:
    page.goto(add_project(served))
    page.click("[data-testid=sentence]:has-text('公路部门11月才同意施工')")
    expect(page.locator("#focus")).to_contain_text(
        "正在改：改造供水管网长度比目标少2.7公里，原因是石沟村"
    )
    page.click("[data-unfocus]")
    expect(page.locator("#focus")).to_be_hidden()
