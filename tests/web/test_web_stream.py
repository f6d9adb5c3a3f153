"""A model's words as they come, and what they may not do: scripted chunks 50 ms apart, seen in Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fake_endpoint import FakeEndpoint, Reply
from playwright.sync_api import expect
from test_web_hostile import PAYLOADS, faults, faults_in
from web_served import Caller, Served, add_project, data_of, end, serve

from assistant.chat.memory import Pending
from assistant.chat.project import Proposed
from assistant.model.draft_json import to_json
from assistant.web import talking
from assistant.web.project import Project


@pytest.fixture(scope="module")
def endpoint() -> Iterator[FakeEndpoint]:
    running = FakeEndpoint()
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


def streamed(*texts: str) -> Reply:
    rows = [{"text": text, "facts": []} for text in texts]
    return Reply(content=json.dumps({"sentences": rows}, ensure_ascii=False), pause=0.05)


def begin(page: Any) -> None:
    page.fill("[data-testid=chat-input]", "起草")
    page.press("[data-testid=chat-input]", "Enter")


def test_the_words_grow_on_the_page_and_stop_when_told_to(
    page: Any, served: Served, endpoint: FakeEndpoint
) -> None:
    endpoint.script(streamed("县水利局年内完成了管网改造和水表更换，" * 60), forever=True)
    address = add_project(served)
    page.goto(address)
    report = page.inner_text("[data-testid=report]")
    begin(page)
    words = page.locator("#stream-words")
    expect(words).to_contain_text("管网改造", timeout=180_000)
    lengths = [len(words.inner_text())]
    for _ in range(3):
        page.wait_for_function(
            "length => document.getElementById('stream-words').textContent.length > length",
            arg=lengths[-1],
            timeout=60_000,
        )
        lengths.append(len(words.inner_text()))
    assert lengths == sorted(set(lengths))
    stop = page.locator("[data-testid=chat-stop]")
    stop.click()
    expect(stop).to_be_hidden(timeout=60_000)
    expect(page.locator("[data-testid=chat-log]")).to_contain_text("已停止", timeout=60_000)
    page.wait_for_timeout(1500)
    assert stop.is_hidden()
    assert page.inner_text("[data-testid=report]") == report
    assert not Project(data_of(served, address)).look().drafted


def test_a_models_words_are_text_as_they_come(
    page: Any, served: Served, endpoint: FakeEndpoint
) -> None:
    endpoint.script(streamed(*PAYLOADS), forever=True)
    page.goto(add_project(served))
    begin(page)
    expect(page.locator("#stream-words")).to_contain_text("onerror", timeout=180_000)
    assert page.evaluate("document.querySelectorAll('#stream-words *').length") == 0
    assert page.evaluate("window.hit") is None
    page.click("[data-testid=chat-stop]")


def test_a_models_words_are_text_wherever_they_stand(tmp_path: Path, served: Served) -> None:
    """Forty sentences of a model, its replies, proposals, notes and a rewritten draft."""
    address = add_project(served)
    project = Project(data_of(served, address))
    draft = project.look().draft
    like = next(s for s in draft.sections if s.paragraphs)
    said = like.paragraphs[0].sentences[0]
    sentences = tuple(replace(said, text=p, note=p, verdict="verify") for p in PAYLOADS)
    paragraph = replace(like.paragraphs[0], sentences=sentences, source="llm")
    hostile = replace(
        draft,
        model=PAYLOADS[0],
        sections=tuple(
            replace(s, paragraphs=(paragraph,)) if s.id == like.id else s for s in draft.sections
        ),
    )
    project.keep(hostile, PAYLOADS[1])
    changes = tuple(Proposed("指标[改造供水管网长度].原因", p, p, note=p) for p in PAYLOADS)
    memory = replace(
        talking.EMPTY,
        pending=(Pending(PAYLOADS[2], changes), Pending(PAYLOADS[3], (), draft=to_json(draft))),
    )
    lines = tuple(talking.Line("jixiao", p) for p in PAYLOADS)
    talking._save(project, talking._Kept(memory, lines, f"{like.id}:0:0"))
    caller, path = Caller(served), address.removeprefix(served.root)
    whole = caller.ask("GET", path)
    assert whole.status == 200
    assert whole.body.count("window.hit") > len(PAYLOADS)  # type: ignore[attr-defined]
    assert faults(whole.body) == []  # type: ignore[attr-defined]
    assert faults_in(caller.ask("GET", f"{path}/changes?rev=x")) == []
    for i in range(len(PAYLOADS)):
        side = caller.ask("GET", f"{path}/sentence?sentence={quote(f'{like.id}:0:{i}')}&rev=x")
        assert faults_in(side) == []
    for part in ("findings", "history"):
        assert faults_in(caller.ask("GET", f"{path}/part/{part}")) == []
