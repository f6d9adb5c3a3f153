"""A server over a folder of examples, and a real Chromium before it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from web_served import CHROMIUM, ROOT, Served, end, serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Two projects in a folder of their own; one server a module, for starting one takes seconds."""
    folder = tmp_path_factory.mktemp("页面") / "项目"
    folder.mkdir()
    shutil.copy(ROOT / "examples" / "multi" / "数据.yaml", folder / "饮水.yaml")
    shutil.copy(ROOT / "examples" / "yanchi-2021" / "数据.yaml", folder / "地网.yaml")
    running = serve(folder)
    yield running
    end(running)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium of this machine; without one the tests that need it say so."""
    if not CHROMIUM:
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
               "--disable-component-update", "--disable-sync"]  # fmt: skip
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield running
        running.close()


@pytest.fixture
def page(browser: Any, served: Served) -> Iterator[Any]:
    """A tab on the page, in a context of its own; any script error fails the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    tab = context.new_page()
    faults: list[str] = []
    strangers: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on(
        "request",
        lambda r: (
            strangers.append(r.url)
            if not r.url.startswith(("http://127.0.0.1:", "blob:", "data:"))
            else None
        ),
    )
    tab.set_default_timeout(60_000)
    tab.goto(served.url)
    yield tab
    context.close()
    assert faults == []
    assert strangers == []
