"""Words struck out by hand in a form, a share among percents, a sum typed into the cell of an actual."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from assistant.intake import read_all

HEADS = ("一级指标", "二级指标", "三级指标", "计量单位", "年度指标值", "实际完成值")


def of_word(path: Path) -> dict[str, tuple[str, str]]:
    return {
        one.text((*row, "名称")): (one.text((*row, "目标")), one.text((*row, "实际")))
        for one in read_all(path)
        for row in sorted({v.place[:2] for v in one.values if v.place[0] == "指标"})
    }


def test_what_is_struck_out_is_not_read_and_a_row_of_it_is_none(tmp_path: Path) -> None:
    rows = [
        ("产出指标", "数量指标", "栽种果苗", "株", ("≥900", "≥800"), "820"),
        ("", "", ("补修水窖", ""), ("口", ""), ("≥5", ""), ("5", "")),
        ("", "质量指标", "果苗成活率", "%", "≥90", "93"),
    ]
    document = docx.Document()
    document.add_paragraph("项目名称：果园补植")
    table = document.add_table(rows=1 + len(rows), cols=len(HEADS))
    for cell, text in zip(table.rows[0].cells, HEADS, strict=True):
        cell.text = text
    for line, values in zip(table.rows[1:], rows, strict=True):
        for cell, value in zip(line.cells, values, strict=True):
            old, new = value if isinstance(value, tuple) else ("", value)
            if old:
                cell.paragraphs[0].add_run(old).font.strike = True
            cell.paragraphs[0].add_run(new)
    document.save(str(tmp_path / "表.docx"))
    assert of_word(tmp_path / "表.docx") == {
        "栽种果苗": ("≥800株", "820株"),
        "果苗成活率": ("≥90%", "93%"),
    }


@pytest.mark.parametrize(
    ("unit", "target", "actual", "read"),
    [
        ("%", "≥95", "0.957", "95.7%"),
        ("%", "≤0.5", "0.45", "0.45%"),
        ("%", "≥90", "93", "93%"),
        ("天", "≤120", "=128", "128天"),
    ],
)
def test_an_actual_is_read_beside_its_target(
    tmp_path: Path, unit: str, target: str, actual: str, read: str
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["项目名称", "果园补植"])
    sheet.append(HEADS)
    sheet.append(["产出指标", "质量指标", "某项指标", unit, target, ""])
    sheet.append(["产出指标", "数量指标", "栽种果苗", "株", "≥800", "820"])
    sheet["F3"] = actual if actual.startswith("=") else float(actual)
    book.save(tmp_path / "表.xlsx")
    assert of_word(tmp_path / "表.xlsx")["某项指标"][1] == read
