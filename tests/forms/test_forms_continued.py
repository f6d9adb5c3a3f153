"""Tables cut in two, lists of projects beside the forms, and columns of units in the block of money."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from docx import Document
from test_forms_blind import tree

from assistant.checks.opening import open_dossier
from assistant.forms.read.imported import Imported
from assistant.intake import read_all

HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "全年实际值", "分值", "得分"]
ROWS = [
    ["产出指标", "数量指标", "修补路面", "≥1200平方米", "1300平方米", "30", "30"],
    ["", "质量指标", "修补合格率", "≥95%", "97%", "20", "20"],
    ["", "时效指标", "修补完成时间", "2023年10月底前", "2023年10月12日", "10", "10"],
    ["效益指标", "社会效益指标", "受益居民", "≥3000人", "2700人", "20", "18"],
    ["满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "93%", "10", "10"],
]


def _word(path: Path, cuts: list[int], *, between: str = "", head: bool = False) -> Path:
    """A form whose indicators stand in several tables, cut before the rows given."""
    document = Document()
    document.add_paragraph("2023年度项目支出绩效自评表")
    first = document.add_table(rows=0, cols=7)
    for cells in (["项目名称", "街巷路面修补", "", "", "", "", ""], HEAD):
        _line(first, cells)
    table = first
    for number, row in enumerate(ROWS):
        if number in cuts:
            document.add_paragraph(between)
            table = document.add_table(rows=0, cols=7)
            if head:
                _line(table, HEAD)
        _line(table, row)
    document.save(str(path))
    return path


def _line(table: object, cells: list[str]) -> None:
    row = table.add_row()  # type: ignore[attr-defined]
    for cell, text in zip(row.cells, cells, strict=True):
        cell.text = text


@pytest.mark.parametrize("cuts", [[1], [2], [3], [4], [1, 3], [1, 2, 3, 4]])
@pytest.mark.parametrize("head", [False, True])
def test_a_table_cut_by_a_page_end_reads_as_one(
    tmp_path: Path, cuts: list[int], head: bool
) -> None:
    [whole] = read_all(_word(tmp_path / "whole.docx", []))
    [parted] = read_all(_word(tmp_path / "cut.docx", cuts, head=head))
    assert [tree(parted)[k] for k in _rows(parted)] == [tree(whole)[k] for k in _rows(whole)]
    assert len(_rows(whole)) == len(ROWS) * 6


def _rows(read: Imported) -> list[tuple[str | int, ...]]:
    return sorted((k for k in tree(read) if k[0] == "指标"), key=str)


def test_a_table_after_a_line_of_text_is_not_joined(tmp_path: Path) -> None:
    [read] = read_all(_word(tmp_path / "a.docx", [3], between="以下为其他说明："))
    names = [v.text for v in read.values if v.place[-1] == "名称" and v.place[0] == "指标"]
    assert names == [row[2] for row in ROWS[:3]]
    assert any("受益居民" in line for line in read.not_understood)


def _sheet(sheet: object, rows: list[list[object]]) -> None:
    for row in rows:
        sheet.append(row)  # type: ignore[attr-defined]


def _form(name: str, total: str, unit: bool) -> list[list[object]]:
    money = [["项目资金", *(["单位"] if unit else []), "全年预算数", "全年执行数", "执行率"]]
    for source, budget, spent in (
        (total, 50, 42),
        ("其中：上级补助", 30, 30),
        ("本级配套", 20, 12),
    ):
        money.append(
            [source, *(["万元"] if unit else []), budget, spent, f"{spent / budget * 100:.1f}%"]
        )
    return [["项目支出绩效自评表（2023年度）"], ["项目名称", name], *money, HEAD, *ROWS]


@pytest.mark.parametrize("total", ["年度资金总额", "全部资金", "全年经费", "总盘子"])
@pytest.mark.parametrize("unit", [True, False])
def test_the_row_that_sums_the_others_is_no_source_whatever_it_is_called(
    tmp_path: Path, total: str, unit: bool
) -> None:
    book = openpyxl.Workbook()
    _sheet(book.active, _form("街巷路面修补", total, unit))
    book.save(tmp_path / "a.xlsx")
    [read] = read_all(tmp_path / "a.xlsx")
    values = tree(read)
    sources = [v for k, v in values.items() if k[0] == "资金" and k[-1] == "来源"]
    assert sources == ["上级补助", "本级配套"]
    assert values[("资金", "单位")] == "万元"
    assert values[("资金", "明细", 1, "执行")] == "12"


@pytest.mark.parametrize("numbered", [True, False])
def test_a_sheet_that_lists_the_projects_gives_no_money_to_any(
    tmp_path: Path, numbered: bool
) -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "汇总"
    rows: list[list[object]] = [["序号", "项目名称", "预算数（万元）", "自评得分"]]
    rows += [[1, "街巷路面修补", 50, 98], [2, "路灯更换", 50, 98], [3, "合计", 100, ""]]
    _sheet(first, [["2023年度绩效自评汇总表"], *(r if numbered else r[1:] for r in rows)])
    for name in ("街巷路面修补", "路灯更换"):
        _sheet(book.create_sheet(name), _form(name, "年度资金总额", False))
    book.save(tmp_path / "a.xlsx")
    read = [tree(r) for r in read_all(tmp_path / "a.xlsx")]
    assert [r[("项目", "名称")] for r in read] == ["街巷路面修补", "路灯更换"]
    for one in read:
        sources = [v for k, v in one.items() if k[0] == "资金" and k[-1] == "来源"]
        assert sources == ["上级补助", "本级配套"]


@pytest.mark.parametrize("kind", ["效益—经济", "效益－社会", "产出-数量", "满意度—服务对象"])
def test_class_and_kind_in_one_cell_however_short(tmp_path: Path, kind: str) -> None:
    book = openpyxl.Workbook()
    row = [kind, "户均增收", "≥1000元", "1100元", 20, 20]
    _sheet(
        book.active,
        [
            ["项目支出绩效自评表（2023年度）"],
            ["项目名称", "庭院经济"],
            ["一级指标、二级指标", *HEAD[2:]],
            row,
            ["", "（没有的可删除）", "", "", "", ""],
        ],
    )
    book.save(tmp_path / "a.xlsx")
    [read] = read_all(tmp_path / "a.xlsx")
    values = tree(read)
    assert values[("指标", 0, "一级")] == f"{kind[:2] if kind[0] != '满' else '满意度'}指标"
    assert ("指标", 1, "名称") not in values


@pytest.mark.parametrize("cuts", [[2], [1, 3]])
@pytest.mark.parametrize("head", [False, True])
@pytest.mark.parametrize("between", ["", "（续表）", "续表1"])
def test_check_reads_a_cut_table_as_import_does(
    tmp_path: Path, cuts: list[int], head: bool, between: str
) -> None:
    whole = open_dossier(_word(tmp_path / "whole.docx", [])).dossier
    parted = open_dossier(_word(tmp_path / "cut.docx", cuts, head=head, between=between)).dossier
    assert [len(form.rows) for form in parted.forms] == [len(ROWS)]
    assert [r.target.text for r in parted.forms[0].rows] == [
        r.target.text for r in whole.forms[0].rows
    ]
    assert parted.forms[0].rows[-1].target.where.startswith(f"表{len(cuts) + 1} 第")


@pytest.mark.parametrize("gap", ["    ", "　　　", "  "])
@pytest.mark.parametrize("unit", ["", "单位：万元"])
def test_a_whole_line_of_labels_in_one_cell(tmp_path: Path, gap: str, unit: str) -> None:
    book = openpyxl.Workbook()
    line = gap.join(filter(None, ["填报单位（盖章）：县民政局", "填报日期：2024年3月18日", unit]))
    rows = _form("街巷路面修补", "年度资金总额", False)
    _sheet(book.active, [rows[0], [line], *rows[1:]])
    book.save(tmp_path / "a.xlsx")
    [read] = read_all(tmp_path / "a.xlsx")
    values = tree(read)
    assert values[("报告", "署名")] == "县民政局"
    assert values[("报告", "成文日期")] == "2024-03-18"
    assert values[("资金", "单位")] == "万元"
    assert not any("单位：万元" in told for told in read.not_understood)
