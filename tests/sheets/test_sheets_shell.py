"""Sheets of texts whose workbook is made once: they hold what they are given, and read like any other."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from assistant.errors import InputError
from assistant.sheets.save import workbook_bytes
from assistant.sheets.shell import Shell

_ROWS: list[list[str | int]] = [
    ["序号", "句子", "备注"],
    [1, "=F1+1", ""],
    [2, " 前后有空格 ", "两行\n一格"],
    [3, "<甲> & “乙”", "两行\n一格"],
]


@pytest.fixture(scope="module")
def shell() -> Shell:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "句子", "备注"])
    sheet.append(["序号", "句子", "备注"])
    sheet["A1"].font = Font(bold=True)
    return Shell.of(workbook_bytes(book))


def _read(data: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_texts_come_back_to_the_character_and_never_as_formulas(shell: Shell) -> None:
    sheet = _read(shell.filled(_ROWS))
    got = [["" if c.value is None else c.value for c in row] for row in sheet.iter_rows()]
    assert got == _ROWS
    assert sheet["B2"].data_type == "s"
    assert sheet["A1"].font.b
    assert not sheet["A2"].font.b


def test_one_sheet_leaves_nothing_in_the_next(shell: Shell) -> None:
    shell.filled(_ROWS)
    sheet = _read(shell.filled(_ROWS[:2]))
    assert sheet.dimensions == "A1:C2"
    assert "甲" not in str([c.value for row in sheet.iter_rows() for c in row])


def test_a_control_character_is_one_plain_line(shell: Shell) -> None:
    with pytest.raises(InputError, match="控制字符"):
        shell.filled([["句子"], ["坏\x07字"]])
