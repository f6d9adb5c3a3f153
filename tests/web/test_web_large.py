"""A project of many rows: the table before the report, the score before the sentences, and nothing lost in between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from web_served import Served, data_of

from assistant.intake import read
from assistant.rules.loader import for_data
from assistant.scoring import Lately, score
from assistant.web.project import MANY, Project

ROWS = MANY + 60


def large(folder: Path, name: str = "大项目.yaml") -> Path:
    """A data file of more rows than are told at once."""
    lines = ["项目: {名称: 村道养护, 年度: 2025, 实施单位: 河口镇}", "指标:"]
    for i in range(1, ROWS + 1):
        lines.append(
            f"  - {{一级: 产出指标, 二级: 数量指标, 名称: 第{i}村养护里程, 目标: ≥{i}公里, 实际: {i}公里}}"
        )
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_an_edit_is_in_the_file_at_once_and_in_draft_and_history_after(tmp_path: Path) -> None:
    data = large(tmp_path)
    project = Project(data)
    project.keep(project.look().draft, "起草")
    project.put(("指标", 8, "实际"), "9公里", "6公里", "第9村")
    project.put(("指标", 9, "实际"), "10公里", "7公里", "第10村")
    assert read(data).indicators[8].actual == "6公里"
    assert project.look().card.indicators[9].status == "not_met"
    assert project.is_behind
    project.settle()
    assert not project.is_behind
    told = "".join(s.text for section in project.look().draft.sections for s in section.sentences)
    assert "6公里" in told
    project.undo()
    assert read(data).indicators[9].actual == "10公里"
    assert read(data).indicators[8].actual == "6公里"
    project.undo()
    assert read(data).indicators[8].actual == "9公里"


def test_what_was_written_ahead_can_be_gone_back_on_after_a_crash(tmp_path: Path) -> None:
    data = large(tmp_path)
    project = Project(data)
    project.put(("指标", 8, "实际"), "9公里", "6公里", "第9村")
    assert project._later is not None
    project._later.cancel()  # the process dies here
    again = Project(data)
    again.put(("指标", 0, "实际"), "1公里", "2公里", "第1村")
    again.settle()
    again.undo()
    again.undo()
    assert read(data).indicators[8].actual == "9公里"


@pytest.mark.parametrize("new", ["6公里", "0公里", "缺", ""])
def test_a_row_scored_alone_comes_to_what_all_rows_come_to(tmp_path: Path, new: str) -> None:
    data, lately = large(tmp_path), Lately()
    before = read(data)
    score(before, for_data(before, data), lately)
    data.write_text(
        data.read_text(encoding="utf-8").replace("实际: 9公里}", f"实际: {new}}}"), encoding="utf-8"
    )
    after = read(data)
    rules = for_data(after, data)
    assert score(after, rules, lately) == score(after, rules)


def test_the_page_shows_the_score_at_once_and_the_report_follows(page: Any, served: Served) -> None:
    path = large(served.folder)
    page.goto(served.root)
    page.click("[data-testid=project-row] a:has-text('村道养护')")
    page.wait_for_selector("[data-testid=grid]")
    last = page.locator(f'[data-testid=cell][data-key="指标[第{ROWS}村养护里程].实际"]')
    last.wait_for(state="attached")
    assert page.locator("#rows tr").count() == ROWS
    last.scroll_into_view_if_needed()
    last.fill("1公里")
    page.route("**/changes?*", lambda route: route.abort())  # the answer itself brings the score
    with page.expect_response(lambda r: "/set" in r.url):
        last.press("Tab")
    expect(page.locator(f"#done-{ROWS - 1}")).to_contain_text("未完成", timeout=30_000)
    page.unroute("**/changes?*")
    page.reload()
    assert data_of(served, page.url) == path
    assert read(path).indicators[-1].actual == "1公里"
    expect(page.locator("[data-testid=report]")).to_contain_text(
        f"第{ROWS}村养护里程", timeout=30_000
    )
    last.wait_for(state="attached")
    page.click("[data-testid=undo]")
    expect(last).to_have_value(f"{ROWS}公里", timeout=30_000)


def test_figures_follow_the_names_of_the_list(page: Any, served: Served) -> None:
    page.goto(served.root)
    row = page.locator("[data-testid=project-row]").filter(has_text="农村饮水安全巩固提升工程")
    expect(row).to_have_count(1)
    waiting = page.locator("[data-testid=project-row][data-wait]")
    expect(waiting).to_have_count(0, timeout=60_000)
    expect(row).to_contain_text("取数")
    page.reload()
    assert waiting.count() == 0, "what was seen is remembered"
