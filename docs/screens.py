"""Pictures of every screen of the page, taken in Chromium on the examples: `docs/pictures/web-*.png`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

#: pictures are this much smaller than the screen
_SCALE = 0.62
_SIZE = {"width": 1366, "height": 768}


def screens(root: Path) -> int:
    """Takes the pictures; how many."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch) / "县水务局"
        folder.mkdir()
        shutil.copy(root / "examples" / "multi" / "数据.yaml", folder / "饮水.yaml")
        shutil.copy(root / "examples" / "yanchi-2021" / "数据.yaml", folder / "地网.yaml")
        environment = {**os.environ, "PYTHONPATH": str(root), "XDG_CACHE_HOME": scratch}
        server = subprocess.Popen(
            [sys.executable, "-m", "assistant.cli", "web", str(folder), "--no-open", "--json"],
            stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment,
        )  # fmt: skip
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            url = json.loads((server.stdout or sys.stdin).readline())["url"]
            context = browser.new_context(
                viewport=_SIZE, device_scale_factor=_SCALE, accept_downloads=True
            )  # type: ignore[arg-type]
            context.set_default_timeout(120_000)
            page = context.new_page()
            page.goto(url)
            return _walk(page, url.partition("/?")[0], Path(scratch), root / "docs" / "pictures")
        finally:
            browser.close()
            server.terminate()
            server.wait()


def _walk(page: Any, at: str, scratch: Path, pictures: Path) -> int:
    """Through the whole job, a picture at each screen."""
    taken = []

    def take(name: str) -> None:
        page.wait_for_timeout(900)
        page.screenshot(path=str(pictures / f"web-{name}.png"))
        taken.append(name)

    take("projects")
    page.set_input_files("[data-testid=upload]", str(_form(scratch)))
    page.wait_for_selector("[data-testid=import-review]")
    take("import")
    page.goto(f"{at}/unit")
    take("unit")
    page.goto(at)
    page.click("[data-testid=project-row] a:has-text('地网工程')")
    page.wait_for_selector("[data-testid=grid]")
    take("workbench")
    page.click(".side [data-tab=missing]")
    take("missing")
    page.click(".side [data-tab=findings]")
    page.wait_for_selector("[data-testid=finding]")
    take("findings")
    page.goto(at)
    page.click("[data-testid=project-row] a:has-text('农村饮水')")
    page.click("[data-testid=sentence]:has-text('公路部门11月才同意施工')")
    page.wait_for_selector("[data-testid=evidence]")
    take("evidence")
    page.fill("[data-testid=chat-input]", "更换水表数量实际是2390块")
    page.press("[data-testid=chat-input]", "Enter")
    page.wait_for_selector("#cards [data-testid=proposal]")
    take("chat")
    page.click("#cards [data-testid=reject]")
    page.click("[data-paper=pages]")
    page.wait_for_selector("section.docx")
    take("pages")
    page.click("[data-paper=text]")
    page.click("summary:has-text('送出')")
    page.click("[data-testid=export-docx]")
    with page.expect_download() as waiting:
        page.click("[data-testid=download]")
    copies = [_edited(waiting.value.path(), scratch, who, words) for who, words in (
        ("张局长", "县分管领导已两次召开协调会。"), ("李科长", "站里已派专人驻点。"))]  # fmt: skip
    page.click("summary:has-text('送出')")
    page.set_input_files("[data-testid=review-upload]", copies)
    page.wait_for_selector("[data-testid=review] [data-testid=proposal]")
    take("review")
    page.goto(at)
    page.click("[data-testid=project-row] a:has-text('地网工程')")
    page.click("summary:has-text('送出')")
    page.click("[data-testid=finalize]")
    page.wait_for_selector("[data-testid=blocked]")
    take("handing")
    return len(taken)


def _form(scratch: Path) -> Path:
    """A filled form of a bureau, with what a person should look at."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["项目支出绩效自评表"], ["（2024年度）"],
        ["项目名称", "村道路灯安装"], ["主管部门", "河口镇人民政府", "实施单位", "河口镇村镇建设办"],
        ["项目资金", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", 60, 60, 60, 10, "100%", 10], ["其中：当年财政拨款", 60, 60, 60, "—", "100%", "—"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        ["产出指标", "数量指标", "安装路灯数量", "≥120盏", "118盏", 50, 49.17, "两盏灯杆基础遇管线改位，下一步与燃气公司会商后补装"],
        ["产出指标", "质量指标", "亮灯率", "≥95%", "95.7", 20, 20, ""],
        ["效益指标", "社会效益指标", "夜间出行条件", "明显改善", "部分改善", 10, 8, ""],
        ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", 10, 10, ""],
    ):  # fmt: skip
        sheet.append(row)
    path = scratch / "自评表.xlsx"
    book.save(path)
    return path


def _edited(report: Path, scratch: Path, who: str, words: str) -> str:
    """A leader's copy of the report."""
    from docx import Document

    document = Document(str(report))
    next(p for p in document.paragraphs if "公路部门11月才同意施工" in p.text).add_run(words)
    document.core_properties.last_modified_by = who
    path = scratch / f"{who}.docx"
    document.save(str(path))
    return str(path)
