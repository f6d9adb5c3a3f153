"""The page by keyboard alone: where Tab stops, what Esc closes, and where the focus goes back to."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from web_served import Served, add_project

FOCUS = "document.activeElement?.id || document.activeElement?.dataset?.testid || document.activeElement?.tagName"


@pytest.fixture
def bench(page: Any, served: Served) -> Any:
    page.goto(add_project(served))
    page.wait_for_selector("[data-testid=grid]")
    return page


def test_the_report_is_one_stop_and_its_sentences_are_walked_by_arrows(bench: Any) -> None:
    bench.focus("[data-testid=chat-send]")
    stops = []
    for _ in range(6):
        bench.keyboard.press("Tab")
        stops.append(bench.evaluate(FOCUS))
    assert stops.count("report") == 1
    assert "sentence" not in stops
    bench.focus("#report")
    bench.keyboard.press("ArrowDown")
    bench.keyboard.press("ArrowDown")
    second = bench.locator("[data-testid=sentence]").nth(1)
    expect(second).to_be_focused()
    outline = second.evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline != "none"
    bench.keyboard.press("Enter")
    expect(bench.locator("[data-testid=evidence]")).to_contain_text(second.inner_text())


def test_why_opens_and_closes_and_the_focus_comes_back(bench: Any) -> None:
    why = bench.locator("[data-why]").nth(2)
    why.focus()
    bench.keyboard.press("Enter")
    expect(bench.locator("#why")).to_be_visible()
    bench.keyboard.press("Escape")
    expect(bench.locator("#why")).to_be_hidden()
    expect(why).to_be_focused()


def test_a_menu_closes_by_escape_and_the_focus_comes_back(bench: Any) -> None:
    menu = bench.locator("summary:has-text('送出')")
    menu.focus()
    bench.keyboard.press("Enter")
    expect(bench.locator("[data-testid=export-docx]")).to_be_visible()
    bench.keyboard.press("Tab")
    bench.keyboard.press("Escape")
    expect(bench.locator("[data-testid=export-docx]")).to_be_hidden()
    expect(menu).to_be_focused()


def test_escape_restores_a_cell_and_then_leaves_the_table(bench: Any) -> None:
    field = bench.locator('[data-testid=cell][data-key="指标[更换水表数量].实际"]')
    before = field.input_value()
    field.fill("1块")
    bench.keyboard.press("Escape")
    assert field.input_value() == before
    expect(field).to_be_focused()
    bench.keyboard.press("Escape")
    expect(bench.locator("[data-testid=add-row]")).to_be_focused()


def test_a_sign_is_put_in_by_keyboard_and_the_cell_has_the_focus_again(bench: Any) -> None:
    field = bench.locator('[data-testid=cell][data-key="指标[更换水表数量].目标"]')
    before = field.input_value().lstrip("≥≤=")
    field.focus()
    bench.keyboard.press("Escape")
    expect(bench.locator("[data-testid=add-row]")).to_be_focused()
    for _ in range(2):  # ≥, then ≤
        bench.keyboard.press("Tab")
    bench.keyboard.press("Enter")
    expect(field).to_be_focused()
    assert field.input_value() == f"≤{before}"


def test_tabs_are_walked_by_arrows(bench: Any) -> None:
    bench.focus("#tab-grid")
    bench.keyboard.press("ArrowRight")
    expect(bench.locator("#tab-funds")).to_be_focused()
    expect(bench.locator("#panel-funds")).to_be_visible()
    expect(bench.locator("#panel-grid")).to_be_hidden()


@pytest.mark.parametrize("scale", [1, 2])
def test_at_twice_the_size_nothing_runs_off_to_the_side(bench: Any, scale: int) -> None:
    bench.set_viewport_size({"width": 1366 // scale, "height": 768 // scale})
    assert bench.evaluate("document.documentElement.scrollWidth") <= 1366 // scale
    bench.locator("[data-testid=add-row]").scroll_into_view_if_needed()
    expect(bench.locator("[data-testid=add-row]")).to_be_in_viewport()
    for menu in ("起草", "送出"):
        bench.click(f"summary:has-text('{menu}')")
        box = bench.locator("details[open] button").last.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1366 // scale
