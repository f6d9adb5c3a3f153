"""Cuts the grids of a file into the parts that belong to one project each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.forms.read.columns import Settled, Table, find_tables
from assistant.forms.read.labels import bare
from assistant.forms.read.wording import flat, is_template
from assistant.sheets.grid import Cell, Grid
from assistant.values.reading import fold

NAME_LABELS = frozenset(
    [
        "项目名称",
        "项目支出名称",
        "转移支付名称",
        "转移支付项目名称",
        "专项名称",
        "专项资金名称",
        "政策和项目名称",
        "政策名称",
        "资金名称",
        "项目资金名称",
        "部门预算项目名称",
        "转移支付区域项目名称",
        "预算项目名称",
        "二级项目名称",
        "子项目名称",
    ]
)
_TITLE = re.compile(r"自评表|评价表|申报表|目标表|绩效表|自评情况|年度|附[件表]|单位[:：]")
_MOST_UP = 5


@dataclass(slots=True)
class Segment:
    """Rows `start` to `end` (exclusive) of a grid, and the tables that begin in them."""

    grid: Grid
    start: int
    end: int
    name: str = ""
    name_cell: Cell | None = None
    tables: list[Table] = field(default_factory=list)


def value_beside(
    grid: Grid, cell: Cell, labels: frozenset[str] = NAME_LABELS
) -> tuple[str, Cell | None]:
    """What a label says: behind its colon, else in the next cell to the right that is no label."""
    inside = re.split(r"[:：]", cell.text, maxsplit=1)
    if len(inside) == 2 and flat(inside[1]) and bare(inside[0]) in labels:  # noqa: PLR2004
        return flat(inside[1]), cell
    col = cell.last_col + 1
    right = grid.at(cell.row, col)
    while right is None and col < min(len(grid.rows[cell.row]), cell.last_col + 4):
        col += 1
        right = grid.at(cell.row, col)
    return ("", None) if right is None else (flat(right.text), right)


def label_of(text: str) -> str:
    """The label of a cell, without what follows its colon."""
    return bare(re.split(r"[:：]", text, maxsplit=1)[0])


def cut(grid: Grid, settled: Settled) -> list[Segment]:
    """The parts of one grid. A grid without any 项目名称 is one part without a name."""
    tables = find_tables(grid, settled)
    inside = {row for table in tables for row in range(table.head, table.first)}
    starts: list[tuple[int, str, Cell]] = []
    for cell in grid.cells():
        if cell.row in inside or len(cell.text) > 200 or label_of(cell.text) not in NAME_LABELS:  # noqa: PLR2004
            continue
        name, where = value_beside(grid, cell)
        if where is not None and not is_template(name):
            starts.append((cell.row, name, where))
    if not starts:
        return [Segment(grid, 0, len(grid.rows), tables=tables)]
    parts: list[Segment] = []
    for row, name, cell in starts:
        if parts and fold(parts[-1].name) == fold(name):
            continue
        above = [t.first for t in tables if t.first <= row]
        start = 0 if not parts else _upward(grid, row, max(above, default=0))
        if parts:
            parts[-1].end = start
        parts.append(Segment(grid, start, len(grid.rows), name, cell))
    for table in tables:
        owner = max(
            (p for p in parts if p.start <= table.head), key=lambda p: p.start, default=parts[0]
        )
        owner.tables.append(table)
    return parts


def _upward(grid: Grid, row: int, least: int) -> int:
    """Titles, years and unit lines above a 项目名称 belong to it."""
    top = row
    for above in range(row - 1, max(least, row - _MOST_UP) - 1, -1):
        own = grid.own(above)
        if not own:
            if top < row and above < row - 1:
                break
            continue
        if len(own) <= 2 and all(_TITLE.search(c.text) and len(c.text) < 60 for c in own):  # noqa: PLR2004
            top = above
        else:
            break
    return top
