"""Rows written as they come into a workbook that openpyxl made around them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from assistant.sheets.save import workbook_bytes
from assistant.sheets.streamed import Cell, with_rows


def book() -> bytes:
    made = openpyxl.Workbook(write_only=True)
    for title in ("甲", "乙"):
        sheet: Any = made.create_sheet(title)
        sheet.append(["名称", "数"])
    return workbook_bytes(made)


def read(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_rows_follow_the_head_of_their_sheet_each_value_as_its_kind() -> None:
    values = ["=1+1", " 前后 ", "名称", "a&<b>", "行\n行", "", None, 3, 0.312, 12345.25]
    many = [[Cell(value, 0), Cell(number, 0)] for number, value in enumerate(values * 60)]
    made = read(with_rows(book(), (many, [[Cell("乙的", 0)]])))
    rows = list(made["甲"].iter_rows(values_only=True))
    assert rows[0] == ("名称", "数")
    assert rows[1:] == [(value or None, n) for n, value in enumerate(values * 60)]
    assert {made["甲"].cell(2, 1).data_type, made["甲"].cell(3, 1).data_type} == {"s"}
    assert list(made["乙"].iter_rows(values_only=True)) == [("名称", "数"), ("乙的", None)]


def test_a_cell_leads_to_its_address_and_signs_that_xml_lacks_are_blanks() -> None:
    linked = [Cell("报告", 0, '报告/"甲"&乙.docx'), Cell("坏\x00\ud800字", 0)]
    made = read(with_rows(book(), ([linked], [])))
    assert made["甲"]["A2"].hyperlink.target == '报告/"甲"&乙.docx'
    assert made["甲"]["B2"].value == "坏  字"
    assert made["乙"].max_row == 1
