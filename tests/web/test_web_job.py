"""The job done in a real browser, by clicks and typing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import expect
from web_served import Served, add_project, data_of, end, serve

from assistant.intake import read


def open_fresh(page: Any, served: Served, example: str = "multi") -> Path:
    """Opens a project of this test's own; its data file."""
    address = add_project(served, example)
    page.goto(address)
    page.wait_for_selector("[data-testid=grid]")
    return data_of(served, address)


def cell(page: Any, key: str) -> Any:
    return page.locator(f'[data-testid=cell][data-key="{key}"]')


def put(page: Any, key: str, value: str) -> None:
    field = cell(page, key)
    field.fill(value)
    with page.expect_response(lambda r: "/set" in r.url):
        field.press("Tab")


def test_an_edit_shows_its_effect_at_once_and_stands_in_the_file(page: Any, served: Served) -> None:
    data = open_fresh(page, served)
    before = page.inner_text("[data-testid=score-total]")
    put(page, "指标[改造供水管网长度].实际", "36公里")
    expect(page.locator("[data-testid=score-total]")).not_to_have_text(before)
    assert read(data).indicators[0].actual == "36公里"
    assert "改造供水管网长度36公里" in page.inner_text("[data-testid=report]")
    page.click("[data-testid=undo]")
    expect(page.locator("[data-testid=score-total]")).to_have_text(before)
    assert read(data).indicators[0].actual == "33.3公里"


def test_a_bad_value_is_kept_as_typed_and_told(page: Any, served: Served) -> None:
    data = open_fresh(page, served)
    put(page, "指标[改造供水管网长度].分值", "很多")
    page.wait_for_selector("td.wrong")
    assert "数字" in page.inner_text("[data-testid=paste-error]")
    page.reload()
    assert cell(page, "指标[改造供水管网长度].分值").input_value() == "很多"
    assert read(data).indicators[0].weight == 10


def test_a_block_from_a_sheet_is_pasted_whole(page: Any, served: Served) -> None:
    data = open_fresh(page, served)
    rows = [
        f"产出指标\t数量指标\t新建蓄水池{i}号容积\t≥{i}0立方米\t{i}2立方米" for i in range(1, 41)
    ]
    block = "\n".join(["一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值", *rows])
    page.click("[data-testid=add-row]")
    page.wait_for_selector('[data-key="指标[新指标].名称"]')
    field = cell(page, "指标[新指标].名称")
    field.focus()
    with page.expect_response(lambda r: "/paste" in r.url):
        field.evaluate(
            "(e, text) => { const d = new DataTransfer(); d.setData('text/plain', text);"
            " e.dispatchEvent(new ClipboardEvent('paste', {clipboardData: d, bubbles: true, cancelable: true})); }",
            block,
        )
    page.wait_for_selector('[data-key="指标[新建蓄水池40号容积].实际"]')
    found = read(data).indicators
    assert len(found) == 50
    assert found[-1].name == "新建蓄水池40号容积"
    assert found[-1].actual == "402立方米"


def test_a_sentence_shows_what_it_stands_on_and_can_be_changed(page: Any, served: Served) -> None:
    open_fresh(page, served)
    page.click("[data-testid=sentence]:has-text('公路部门11月才同意施工')")
    page.wait_for_selector("[data-testid=evidence]")
    assert "石沟村2.7公里管线与在建公路交叉" in page.inner_text("[data-testid=evidence]")
    page.fill(
        "[data-testid=evidence] textarea", "主要原因是公路部门11月才同意施工，石沟村管线开工晚。"
    )
    page.click("[data-testid=sentence-edit]")
    said = page.locator("[data-testid=sentence][data-source=human]")
    said.first.wait_for()
    assert "石沟村管线开工晚" in said.first.inner_text()


def test_from_an_excel_form_to_a_final_word_file(page: Any, served: Served, tmp_path: Path) -> None:
    form = tmp_path / "自评表.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["项目支出绩效自评表"], ["（2024年度）"],
        ["项目名称", "村道路灯安装"], ["主管部门", "河口镇人民政府", "实施单位", "河口镇村镇建设办"],
        ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", 60, 60, 60, 10, "100%", 10], ["其中：当年财政拨款", 60, 60, 60, "—", "100%", "—"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        ["产出指标", "数量指标", "安装路灯数量", "≥120盏", "120盏", 50, 50, ""],
        ["效益指标", "社会效益指标", "夜间照明覆盖率", "≥95%", "96%", 30, 30, ""],
        ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", 10, 10, ""],
    ):  # fmt: skip
        sheet.append(row)
    book.save(form)
    page.set_input_files("[data-testid=upload]", str(form))
    page.wait_for_selector("[data-testid=import-review]")
    assert "安装路灯数量" in page.content()
    assert not list(served.folder.glob("村道*"))
    page.click("[data-testid=import-accept]")
    page.wait_for_selector("text=已采用")
    page.click("text=回到项目列表")
    page.click("[data-testid=project-row] a:has-text('村道路灯安装')")
    page.wait_for_selector("[data-testid=grid]")
    assert "100" in page.inner_text("[data-testid=score-total]")
    page.click("summary:has-text('送出')")
    page.click("[data-testid=finalize]")
    page.wait_for_selector("[data-testid=blocked]")
    assert "还不能定稿" in page.inner_text("[data-testid=blocked]")
    page.fill("[data-testid=blocked] input[name=reason]", "先报初稿，其余随后补齐")
    page.click("text=仍然定稿")
    with page.expect_download() as waiting:
        page.click("[data-testid=download]")
    out = tmp_path / "定稿.docx"
    waiting.value.save_as(out)
    text = "\n".join(p.text for p in Document(str(out)).paragraphs)
    assert "安装路灯数量120盏" in text
    page.click("[data-tab=history]")
    page.wait_for_selector("[data-testid=history]:has-text('先报初稿')")


def test_the_missing_items_are_answered_several_at_once(page: Any, served: Served) -> None:
    data = open_fresh(page, served, "yanchi-2021")
    page.click("[data-tab=missing]")
    items = page.locator("[data-testid=missing-item]")
    items.first.wait_for()
    keys = [items.nth(i).get_attribute("data-key") for i in range(items.count())]
    wanted = [k for k in keys if k and k.endswith(".实际")][:2]
    for key in wanted:
        page.locator(f'[data-testid=missing-item][data-key="{key}"]').locator(
            "input, textarea"
        ).first.fill("91%")
    page.click("text=提出修改")
    page.wait_for_selector("[data-testid=proposal]")
    assert page.locator("[data-testid=proposal]").count() == len(wanted)
    assert "91%" not in data.read_text(encoding="utf-8")
    page.click("[data-testid=accept-all]")
    page.wait_for_selector("[data-testid=proposal]", state="detached")
    assert data.read_text(encoding="utf-8").count("91%") == len(wanted)


def test_two_peoples_copies_come_back_as_cards(page: Any, served: Served, tmp_path: Path) -> None:
    data = open_fresh(page, served)
    page.click("summary:has-text('送出')")
    page.click("[data-testid=export-docx]")
    with page.expect_download() as waiting:
        page.click("[data-testid=download]")
    path = tmp_path / "报告.docx"
    waiting.value.save_as(path)
    copies = []
    for who, words in (
        ("张局长", "县分管领导已两次召开协调会。"),
        ("李科长", "站里已派专人驻点。"),
    ):
        document = Document(str(path))
        said = next(p for p in document.paragraphs if "公路部门11月才同意施工" in p.text)
        said.add_run(words)
        if who == "张局长":
            cells = [c for t in document.tables for row in t.rows for c in row.cells]
            changed = next(c for c in cells if c.text == "93.5%").paragraphs[0]
            changed.runs[0].text = "93.6%"
        document.core_properties.last_modified_by = who
        document.save(str(tmp_path / f"{who}.docx"))
        copies.append(str(tmp_path / f"{who}.docx"))
    page.click("summary:has-text('送出')")
    page.set_input_files("[data-testid=review-upload]", copies)
    cards = page.locator("[data-testid=review] [data-testid=proposal]")
    cards.first.wait_for()
    assert "驻点" not in page.inner_text("[data-testid=report]")
    assert read(data).indicators[9].actual == "93.5%"
    cards.filter(has_text="驻点").locator("[data-testid=reject]").click()
    expect(cards.filter(has_text="驻点")).to_have_count(0)
    cards.filter(has_text="协调会").locator("[data-testid=accept]").click()
    expect(page.locator("[data-testid=report]")).to_contain_text("县分管领导已两次召开协调会。")
    cards.filter(has_text="93.6%").first.locator("[data-testid=accept]").click()
    expect(cell(page, "指标[受益群众满意度].实际")).to_have_value("93.6%")
    assert "驻点" not in page.inner_text("[data-testid=report]")


def test_two_tabs_never_write_over_one_another(page: Any, served: Served) -> None:
    data = open_fresh(page, served)
    other = page.context.new_page()
    other.goto(page.url)
    field = cell(other, "指标[更换水表数量].实际")
    field.fill("2380块")
    put(page, "指标[更换水表数量].实际", "2390块")
    expect(other.locator("[data-testid=score-total]")).to_have_text(
        page.inner_text("[data-testid=score-total]")
    )
    assert field.input_value() == "2380块"
    field.press("Tab")
    other.wait_for_selector("[data-testid=conflict]")
    told = other.inner_text("[data-testid=conflict]")
    assert "2390块" in told
    assert "2380块" in told
    assert read(data).indicators[1].actual == "2390块"
    other.click("[data-keep=own]")
    expect(cell(page, "指标[更换水表数量].实际")).to_have_value("2380块")
    assert read(data).indicators[1].actual == "2380块"


def test_what_the_command_line_writes_shows_by_itself(page: Any, served: Served) -> None:
    data = open_fresh(page, served)
    data.write_text(
        data.read_text(encoding="utf-8").replace("2400块, 分值", "2350块, 分值"), encoding="utf-8"
    )
    expect(cell(page, "指标[更换水表数量].实际")).to_have_value("2350块")


def test_a_killed_server_loses_nothing_and_the_page_comes_back(
    browser: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "项目"
    folder.mkdir()
    running = serve(folder)
    address = add_project(running)
    data = data_of(running, address)
    page = browser.new_page()
    try:
        page.goto(running.url)
        page.goto(address)
        put(page, "指标[更换水表数量].实际", "2395块")
        running.process.kill()
        end(running)  # its pipes are closed too
        field = cell(page, "指标[水质检测合格率].实际")
        field.fill("99%")
        field.press("Tab")
        page.wait_for_selector("text=连不上程序")
        assert field.input_value() == "99%"
        assert read(data).indicators[1].actual == "2395块"
        running = serve(folder)
        for _ in range(300):
            if page.evaluate("Object.keys(localStorage).length") == 0:
                break
            page.wait_for_timeout(200)
        assert read(data).indicators[2].actual == "99%"
    finally:
        page.close()
        end(running)


def test_enter_while_composing_never_sends_and_the_next_one_does(page: Any, served: Served) -> None:
    open_fresh(page, served)
    box = page.locator("[data-testid=chat-input]")
    box.focus()
    client = page.context.new_cdp_session(page)
    client.send(
        "Input.imeSetComposition", {"text": "nihao", "selectionStart": 5, "selectionEnd": 5}
    )
    client.send(
        "Input.dispatchKeyEvent",
        {"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229},
    )
    page.wait_for_timeout(200)
    assert page.locator("[data-testid=chat-log] .you").count() == 0
    client.send("Input.insertText", {"text": "还缺什么"})
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-testid=chat-log] .you")
    assert "还缺什么" in page.inner_text("[data-testid=chat-log] .you")


def test_composing_in_a_cell_never_jumps(page: Any, served: Served) -> None:
    open_fresh(page, served)
    field = cell(page, "指标[更换水表数量].原因")
    field.focus()
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "que", "selectionStart": 3, "selectionEnd": 3})
    client.send(
        "Input.dispatchKeyEvent",
        {"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229},
    )
    client.send("Input.insertText", {"text": "缺货"})
    assert page.evaluate("document.activeElement.dataset.key") == "指标[更换水表数量].原因"
    assert field.input_value().endswith("缺货")


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_workbench_fits_the_screen(page: Any, served: Served, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_fresh(page, served)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0]
    assert re.search(r"\d", page.inner_text("[data-testid=score-total]"))
