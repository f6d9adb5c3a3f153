"""The year of a report, forms of two years in one file, and what a list says of each project in columns of its own."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from assistant.errors import InputError
from assistant.intake import read_all

HEADS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
ROW = ("产出指标", "数量指标", "养护里程", "≥12公里", "12公里", "90", "90")


def _report(path: Path, title: str, opening: str) -> Path:
    document = docx.Document()
    lines = (title, "县财政局：", opening, "一、项目概况", "养护村道。", "四、绩效自评结果拟应用和公开情况",
             "自评结果作为2026年预算安排的参考，随决算在网站公开。", "本项目自评得分90分。", "县公路中心", "2026年3月20日",
             "附件：自评表")  # fmt: skip
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(3, 7)
    for r, cells in enumerate((("项目名称", "村道养护", "", "", "", "", ""), HEADS, ROW)):
        for c, text in enumerate(cells):
            table.cell(r, c).text = text
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    ("title", "opening", "year"),
    [
        ("村道养护项目2025年度绩效自评报告", "现将情况报告如下。", "2025"),
        (
            "村道养护项目绩效自评报告",
            "2026年2月，按《关于开展2025年度自评的通知》开展了自评。",
            "2025",
        ),
        ("村道养护项目绩效自评报告", "现将情况报告如下。", "2025"),
    ],
)
def test_the_day_of_signing_is_never_the_year_of_the_project(
    tmp_path: Path, title: str, opening: str, year: str
) -> None:
    [found] = read_all(_report(tmp_path / "报告.docx", title, opening))
    assert found.text(("项目", "年度")) == year
    asked = any("成文日期" in line and "请核对" in line for line in found.doubts)
    assert asked == ("2025" not in title + opening)
    assert found.text(("报告", "结果应用")) == "自评结果作为2026年预算安排的参考。"
    assert found.text(("报告", "公开")) == "随决算在网站公开。"


def test_two_years_of_a_project_in_one_workbook_are_two(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number, (year, actual) in enumerate((("2024", "12公里"), ("2025", "9公里"))):
        sheet = book.active if not number else book.create_sheet()
        assert sheet is not None
        for cells in (("自评表",), (f"（{year}年度）",), ("项目名称", "村道养护"), HEADS):
            sheet.append(cells)
        sheet.append((*ROW[:4], actual, *ROW[5:]))
    book.save(tmp_path / "表.xlsx")
    found = read_all(tmp_path / "表.xlsx")
    assert [(one.text(("项目", "年度")), one.text(("指标", 0, "实际"))) for one in found] == [
        ("2024", "12公里"),
        ("2025", "9公里"),
    ]
    assert not any(one.doubts for one in found)


def test_columns_of_the_project_in_a_list_of_indicators(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("2025年项目支出绩效自评明细表（单位：万元）",))
    own = ("项目名称", "实施单位", "全年预算数", "全年执行数", "联络暗号")
    sheet.append((*own, *HEADS))
    for number, name in enumerate(("村道养护", "桥梁检测")):
        at = 3 + 2 * number
        sheet.append((name, "县公路中心", 80 + number, 60, f"丙{number}", *ROW))
        sheet.append((None,) * len(own) + (*ROW[:2], "抽查次数", *ROW[3:]))
        for column in range(1, len(own) + 1):
            sheet.merge_cells(start_row=at, end_row=at + 1, start_column=column, end_column=column)
    book.save(tmp_path / "表.xlsx")
    found = read_all(tmp_path / "表.xlsx")
    assert [one.text(("项目", "实施单位")) for one in found] == ["县公路中心"] * 2
    assert [one.text(("资金", "明细", 0, "全年预算")) for one in found] == ["80", "81"]
    assert next(v.origin for v in found[1].values if v.place == ("项目", "名称")).endswith("A5")
    for number, one in enumerate(found):
        [lost] = [line for line in one.not_understood if "联络暗号" in line]
        assert f"丙{number}" in lost and f"丙{1 - number}" not in lost


def test_a_list_of_projects_without_indicators_is_told_as_what_it_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("项目名称", "实施单位", "全年预算数（万元）", "执行数（万元）"))
    sheet.append(("村道养护", "县公路中心", 80, 60))
    sheet.append(("桥梁检测", "县公路中心", 80, 60))
    book.save(tmp_path / "汇总.xlsx")
    with pytest.raises(InputError, match="一行一个项目的汇总表"):
        read_all(tmp_path / "汇总.xlsx")
