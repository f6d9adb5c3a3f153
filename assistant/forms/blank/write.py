"""Writes the form: blank for staff, or filled with an Evaluation."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError
from assistant.forms.blank import formulas, places
from assistant.forms.blank.dress import Dress
from assistant.sheets.save import workbook_bytes
from assistant.sheets.shown import exact

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from assistant.model.evaluation import Evaluation

_LONGEST = 32_767  # characters; Excel holds no more in a cell
_MOST_DIGITS = 15  # that a spreadsheet keeps of a number

Values = dict[str, Any]


def blank_form(year: int) -> bytes:
    """A blank form for that year, as .xlsx bytes."""
    rows = [
        {"一级": first, "二级": second}
        for first, kinds in places.LEVEL2.items()
        for second in kinds
        for _ in range(places.BLANK_ROWS[second])
    ]
    sources = [{"来源": name} for name in places.STANDARD_SOURCES]
    return _Form({"项目": {"年度": str(year)}, "资金": {"明细": sources}, "指标": rows}).bytes()


def filled_form(evaluation: Evaluation) -> bytes:
    """The form with the data in it. Raises InputError for 子项目 and texts that no cell holds."""
    if evaluation.subprojects:
        raise InputError("有子项目的数据放不进这张表，请用 .yaml 数据文件")
    return _Form(evaluation.model_dump(mode="json", by_alias=True)).bytes()


class _Form:
    def __init__(self, values: Values) -> None:
        from openpyxl import Workbook

        self.values = values
        self.book: Workbook = Workbook()
        self.book.remove(self.book.active)  # type: ignore[arg-type] # a new workbook has one sheet
        self.page: Worksheet = self.book.create_sheet(places.SHEET)
        self.dress = Dress(self.book)

    def bytes(self) -> bytes:
        """The whole workbook."""
        self._front()
        self._back()
        self.dress.instructions()
        self._define(places.MARK, '"1"', raw=True)
        return workbook_bytes(self.book)

    def _define(self, name: str, reference: str, *, raw: bool = False) -> None:
        from openpyxl.workbook.defined_name import DefinedName

        self.book.defined_names[name] = DefinedName(name, attr_text=reference, hidden=raw)

    def _input(self, page: Worksheet, reference: str, value: object, *, number: str = "") -> Cell:
        """An open cell. Text is text whatever it begins with; a number that would lose digits is text too."""
        cell: Cell = page[reference]
        if value is None or value == "":
            cell.number_format = number or "@"
        elif number and _fits(Decimal(str(value))):
            cell.value = Decimal(str(value))
            cell.number_format = number
        else:
            text = str(value)
            if len(text) > _LONGEST:
                raise InputError(
                    f"“{text[:20]}…”有 {len(text)} 个字，超过一个格的上限 {_LONGEST}，请缩短"
                )
            cell.value = text
            cell.data_type = "s"
            cell.number_format = "@"
        self.dress.open(cell, number=bool(number))
        return cell

    def _field(
        self, page: Worksheet, field: places.Field, label: str, at: str, across: str = ""
    ) -> None:
        if label:
            page[label] = field.label
            self.dress.label(page[label])
        value = (self.values.get(field.group) or {}).get(field.key)
        if isinstance(value, bool):
            value = "是" if value else "否"
        self._input(page, at, value)
        if across:
            self.dress.merge(page, f"{at}:{across}")
        self.dress.note(page, at, field.label, field.note, field.choices)
        column, row = at.rstrip("0123456789"), at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        self._define(field.name, f"'{page.title}'!${column}${row}")

    def _front(self) -> None:
        page = self.page
        self.dress.title(page)
        self._field(page, places.NAME, "A3", "B3", "E3")
        self._field(page, places.YEAR, "F3", "G3")
        self._field(page, places.NUMBER, "H3", "I3")
        self._field(page, places.AUTHORITY, "A4", "B4", "E4")
        self._field(page, places.UNIT, "F4", "G4", "I4")
        goal = self._funds(5)
        head = self._goal(goal)
        last = self._indicators(head)
        self.dress.print_setup(page, head, last)

    def _funds(self, top: int) -> int:
        """The block of money from row `top`; returns the row after it."""
        page = self.page
        lines: list[Values] = list((self.values.get("资金") or {}).get("明细") or [])
        first = top + 2
        last = first + max(len(lines), places.SOURCE_LINES) - 1
        self.dress.block(page, f"A{top}:A{last}", "项目资金")
        self._field(page, places.MONEY_UNIT, "B5", "C5")
        if not (self.values.get("资金") or {}).get("单位"):
            page["C5"] = "万元"
        for column in places.SOURCE_COLUMNS[1:-1]:
            self.dress.head(page[f"{column.letter}{top}"], column.label)
        self.dress.head(page[f"H{top}"], "执行率")
        self.dress.head(page[f"I{top}"], "执行率得分（10分）\n及未执行完的原因")
        page.row_dimensions[top].height = 30
        total = top + 1
        self.dress.head(page[f"B{total}"], "年度资金总额")
        self.dress.merge(page, f"B{total}:C{total}")
        for letter in "DEFG":
            self.dress.computed(page[f"{letter}{total}"], formulas.sum_of(letter, first, last))
        self.dress.computed(page[f"H{total}"], formulas.total_rate(total, first, last), "0.00%")
        self.dress.computed(page[f"I{total}"], formulas.total_score(total))
        for i, row in enumerate(range(first, last + 1)):
            line = lines[i] if i < len(lines) else {}
            for column in places.SOURCE_COLUMNS:
                number = "" if column.key in {"来源", "原因"} else "#,##0.######"
                self._input(page, f"{column.letter}{row}", line.get(column.key), number=number)
                self.dress.note(
                    page,
                    f"{column.letter}{row}",
                    column.label,
                    column.note,
                    (),
                    number=bool(number),
                )
            self.dress.merge(page, f"B{row}:C{row}")
            self.dress.computed(page[f"H{row}"], formulas.rate(row), "0.00%")
        self._define(places.SOURCES, f"'{page.title}'!$A${first}:$I${last}")
        self.execution = total
        return last + 1

    def _goal(self, top: int) -> int:
        page = self.page
        self.dress.block(page, f"A{top}:A{top + 1}", places.GOAL_LABEL)
        for field, left, right in ((places.EXPECTED, "B", "E"), (places.ACHIEVED, "F", "I")):
            self.dress.head(page[f"{left}{top}"], field.label)
            self.dress.merge(page, f"{left}{top}:{right}{top}")
            self._field(page, field, "", f"{left}{top + 1}", f"{right}{top + 1}")
        page.row_dimensions[top + 1].height = 48
        return top + 2

    def _indicators(self, top: int) -> int:
        """Head, rows and total; returns the last row."""
        page = self.page
        lines: list[Values] = list(self.values.get("指标") or [])
        first = top + 2
        last = first + max(len(lines), 1) - 1
        for column in places.INDICATOR_COLUMNS:
            joined = column.key in {"原因", "措施"}
            self.dress.head(page[f"{column.letter}{top + joined}"], column.label)
            if not joined:
                self.dress.merge(page, f"{column.letter}{top}:{column.letter}{top + 1}")
            page.column_dimensions[column.letter].width = column.width
            where = f"{column.letter}{first}:{column.letter}{last}"
            if column.key:
                self.dress.note(page, where, column.label, column.note, column.choices,
                                number=column.key in _NUMBERS)  # fmt: skip
        self.dress.head(page[f"H{top}"], "偏差原因分析及改进措施")
        self.dress.merge(page, f"H{top}:I{top}")
        for i, row in enumerate(range(first, last + 1)):
            line = lines[i] if i < len(lines) else {}
            self._indicator(row, line)
        self._define(places.ROWS, f"'{page.title}'!$A${first}:$R${last}")
        total = last + 1
        self.dress.head(page[f"A{total}"], places.TOTAL_LABEL)
        self.dress.merge(page, f"A{total}:E{total}")
        self.dress.computed(page[f"F{total}"], f"=SUM(F{first}:F{last})+10")
        self.dress.computed(page[f"G{total}"], formulas.whole(first, last, self.execution))
        self.dress.head(page[f"H{total}"], "等级")
        self.dress.computed(page[f"I{total}"], formulas.grade(total))
        self.dress.warn_total(page, f"F{total}")
        return total

    def _indicator(self, row: int, line: Values) -> None:
        for column in places.INDICATOR_COLUMNS:
            if column.key:
                number = _NUMBERS.get(column.key, "")
                self._input(self.page, f"{column.letter}{row}", line.get(column.key), number=number)
        lines = max(
            _lines(str(line.get(c.key) or ""), c.width)
            for c in places.INDICATOR_COLUMNS
            if c.key and c.letter <= places.LAST_PRINTED
        )
        if lines > 1:  # a row of one line is left to grow as staff type
            self.page.row_dimensions[row].height = 14 * lines + 2
        self.dress.computed(self.page[f"G{row}"], formulas.score(row))
        for letter, formula in formulas.helpers(row).items():
            self.dress.hidden(self.page[f"{letter}{row}"], formula.strip())

    def _back(self) -> None:
        page = self.book.create_sheet(places.MORE)
        self.dress.second(page)
        row = 2
        for field in places.BACK:
            self._field(page, field, f"A{row}", f"B{row}")
            row += 1
        basis: Sequence[str] = (self.values.get("报告") or {}).get("依据") or ()
        count = max(len(basis), places.BASIS_LINES)
        self.dress.block(page, f"A{row}:A{row + count - 1}", places.BASIS_LABEL)
        for i in range(count):
            self._input(page, f"B{row + i}", basis[i] if i < len(basis) else None)
        self.dress.note(
            page, f"B{row}:B{row + count - 1}", places.BASIS_LABEL, "一行一个，尽量带文号", ()
        )
        self._define(places.BASIS, f"'{page.title}'!$B${row}:$B${row + count - 1}")


def _lines(text: str, width: float) -> int:
    """Lines that the text takes in a column of that width (in half-width characters)."""
    units = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
    return max(1, ceil(units / (width - 1)))


_NUMBERS = {"分值": "General", "扣减": "General", "评分比例": "0.##########%"}


def _fits(number: Decimal) -> bool:
    """Whether a spreadsheet keeps the number exactly."""
    return len(number.as_tuple().digits) <= _MOST_DIGITS and exact(float(number)) == number
