"""Dropped files: reviewed value by value, written only when taken."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from starlette.datastructures import FormData

from assistant.intake import read
from assistant.web import editing, importing
from assistant.web.listing import waiting

HEAD = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
]


def workbook(folder: Path, sheets: int) -> None:
    """A workbook in the inbox of a folder, a project a sheet."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for n in range(1, sheets + 1):
        sheet = book.create_sheet(f"表{n}")
        for row in (
            ["项目支出绩效自评表"], ["（2024年度）"], ["项目名称", f"{n}号泵站维修"],
            ["主管部门", "白河县水利局", "实施单位", "白河县泵站所"],
            ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
            ["年度资金总额", 40, 40, 40, 10, "100%", 10], ["其中：当年财政拨款", 40, 40, 40, "—", "100%", "—"],
            HEAD, ["产出指标", "数量指标", "检修机组数量", "≥4台", "4台", 50, 50, ""],
            ["产出指标", "质量指标", "机组完好率", "≥95%", "95.7", 20, 20, ""],
            ["效益指标", "社会效益指标", "排涝能力", "明显增强", "有所增强", 10, 8, ""],
            ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", 10, 10, ""],
        ):  # fmt: skip
            sheet.append(row)
    inbox = folder / ".收件"
    inbox.mkdir()
    book.save(inbox / "0a-各泵站.xlsx")


def test_twelve_sheets_are_twelve_projects_after_their_review(tmp_path: Path) -> None:
    workbook(tmp_path, 12)
    found = importing.review(tmp_path)
    assert len(found) == 12
    assert not list(tmp_path.glob("*.yaml"))
    importing.settle(tmp_path, FormData([("take", one.id) for one in found]))
    names = {read(path).project.name for path in tmp_path.glob("*.yaml")}
    assert names == {f"{n}号泵站维修" for n in range(1, 13)}
    assert waiting(tmp_path) == 0


def test_a_reading_that_was_chosen_is_what_is_written(tmp_path: Path) -> None:
    workbook(tmp_path, 1)
    [one] = importing.review(tmp_path)
    labels = [label for doubt in one.doubts for label, _ in doubt.choices]
    assert "95.7%？" in labels
    assert "表内给8/10＝80%，采用？" in labels
    given = next(
        sets for d in one.doubts for label, sets in d.choices if label.startswith("表内给")
    )
    chosen = [("指标/1/实际", "95.7%"), *given, ("指标/0/名称", "检修机组台数")]
    form = [("take", one.id), *((f"v:{one.id}:{place}", text) for place, text in chosen)]
    importing.settle(tmp_path, FormData(form))
    rows = read(next(tmp_path.glob("*.yaml"))).indicators
    assert [rows[0].name, rows[1].actual] == ["检修机组台数", "95.7%"]
    assert (rows[2].level, str(rows[2].ratio)) == ("达成", "0.8")


def test_cause_and_measure_of_one_cell_are_parted_at_what_will_be_done() -> None:
    parted = importing._parted("备件11月才到货，下一步提前两个月订货")
    assert (parted[0], parted[2]) == ("备件11月才到货", "下一步提前两个月订货")
    assert importing._parted("备件11月才到货")[1:] == ("", "")


def test_a_unit_page_without_a_word_leaves_no_file_that_cannot_be_read(tmp_path: Path) -> None:
    editing.write_unit(tmp_path, FormData([("主送", "白河县财政局"), ("保密词", "甲方、乙方")]))
    said = {key: value for key, _, value in editing.unit_fields(tmp_path)}
    assert (said["主送"], said["保密词"]) == ("白河县财政局", "甲方、乙方")
    editing.write_unit(tmp_path, FormData([("主送", "")]))
    assert {value for _, _, value in editing.unit_fields(tmp_path)} == {""}
