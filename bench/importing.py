"""Reading an Excel form beside python-calamine, which only hands out the cells."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import Measurement, best

ROWS = 1000


def _form(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["项目支出绩效自评表（2021年度）"])
    sheet.append(["项目名称", "示例项目"])
    sheet.append(["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"])
    for i in range(ROWS):
        sheet.append(["产出指标", "数量指标", f"第{i}项", f"≥{i}个", f"{i}个", 0.1, 0.1])
    book.save(path)


def measure() -> Iterator[Measurement]:
    """A form of 1,000 rows: at least 2,000 rows a second is wished for."""
    from python_calamine import CalamineWorkbook

    from assistant.intake import read

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.xlsx"
        _form(path)

        def theirs() -> None:
            book = CalamineWorkbook.from_path(str(path))
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()

        yield Measurement(
            f"读入 {ROWS} 行的自评表 .xlsx",
            best(lambda: read(path), 3),
            "python-calamine 只取单元格",
            best(theirs, 3),
        )
