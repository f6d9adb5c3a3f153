"""A list whose heads stand in the first column reads as the same list upright, for `import` and for `check`."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.checks.inspection import inspect
from assistant.forms.read.turned import upright
from assistant.intake import read_all
from assistant.sheets.grid import Cell, build

HEADS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROWS = [
    ["产出指标", "数量指标", "建设广场数量", "≥6个", "5个", "20", "16.67"],
    ["产出指标", "质量指标", "验收合格率", "100%", "100%", "15", "15"],
    ["产出指标", "时效指标", "完工时间", "2023年11月底前", "2023年11月15日", "15", "15"],
    ["效益指标", "社会效益指标", "受益人数", "≥12000人", "12600人", "30", "30"],
    ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", "10", "9"],
]
ABOVE = [
    ["项目支出绩效自评表（2023年度）"],
    ["项目名称", "村级文化广场建设"],
    ["主管部门", "青山县文旅局", "实施单位", "青山县文化馆"],
    ["项目资金（万元）", "全年预算数", "全年执行数"],
    ["年度资金总额", "120", "118"],
    ["其中：财政拨款", "120", "118"],
]


def form(path: Path, *, lying: bool) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    table = [HEADS, *ROWS]
    left = 1 if lying else 0
    lines = [
        ["绩效指标" if not i else "", *line] for i, line in enumerate(zip(*table, strict=True))
    ]
    for line in [*ABOVE, *(lines if lying else table), ["说明：数据取自验收单。"]]:
        sheet.append(list(line))
    first = len(ABOVE) + 1
    if lying:  # the block's name beside all its lines, one class over its three kinds
        sheet.merge_cells(start_row=first, end_row=first + 6, start_column=1, end_column=1)
        sheet.merge_cells(
            start_row=first, end_row=first, start_column=left + 2, end_column=left + 4
        )
    else:
        sheet.merge_cells(start_row=first + 1, end_row=first + 3, start_column=1, end_column=1)
    book.save(path)
    return path


def test_a_lying_list_is_imported_as_the_upright_one(tmp_path: Path) -> None:
    one, two = (
        {v.place: v.text for v in read_all(form(tmp_path / f"{lying}.xlsx", lying=lying))[0].values}
        for lying in (False, True)
    )
    assert one == two
    assert sum(place[-1] == "名称" for place in two if place[0] == "指标") == len(ROWS)


def test_check_finds_in_it_what_it_finds_in_the_upright_one_at_its_own_cells(
    tmp_path: Path,
) -> None:
    one, two = (
        inspect(form(tmp_path / f"{lying}.xlsx", lying=lying)).findings for lying in (False, True)
    )
    assert {f.code for f in one} == {f.code for f in two}
    assert {("F11", "Sheet!G13"), ("F41", "Sheet!C11")} <= {(f.code, f.location) for f in two}


def test_an_upright_list_stays_as_it_is() -> None:
    cells = [
        Cell(text, r, c, f"{r}{c}")
        for r, line in enumerate([HEADS, *ROWS])
        for c, text in enumerate(line)
    ]
    grid = build("表", cells)
    assert upright(grid) == (grid, {})


@pytest.mark.parametrize(
    "lines",
    [
        [HEADS[:3], ["产出指标", "数量指标", "培训人数"]],
        [["分值", "10", "20"], ["得分", "10", "20"]],
    ],
)
def test_few_heads_are_no_list(lines: list[list[str]]) -> None:
    cells = [Cell(t, r, c, f"{r}{c}") for r, line in enumerate(lines) for c, t in enumerate(line)]
    grid = build("表", cells)
    assert upright(grid)[0] is grid
