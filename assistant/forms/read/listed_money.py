"""What a list of projects says of each in columns of its own: its unit, its department, its money.

One row a project or one row an indicator; a cell may be merged over the rows of its project, written once,
or written in every row. Each column of money may have a unit of its own, else that of the sheet counts.
"""

from __future__ import annotations

from decimal import Decimal

from assistant.forms.read import wording
from assistant.forms.read.beside import NAMES, YEARS, label_of, place_of
from assistant.forms.read.columns import Column, Table
from assistant.forms.read.identity import year_in
from assistant.forms.read.imported import Value
from assistant.forms.read.labels import fund_column
from assistant.forms.read.money import stated_unit
from assistant.forms.read.rows import Log
from assistant.forms.read.segments import Segment
from assistant.sheets.grid import Cell, Grid
from assistant.values.printing import plain
from assistant.values.reading import fold
from assistant.values.units import MONEY_SIZES

_KEYS = {"initial": "年初预算", "budget": "全年预算", "arrived": "到位", "executed": "执行"}
_SOURCE = "项目资金"
_HEAD_ROWS = 8


def listed_values(
    segment: Segment, table: Table, owners: dict[int, str], log: Log
) -> dict[str, list[Value]]:
    """项目 and 资金 of each project of the list; empty for a table of one project.

    `owners` is the project of each row. Units that differ from column to column are made 万元; that, that
    no source is named, and an amount that is not one project's own, is said.
    """
    named = table.column("project")
    if named is None or not owners:
        return {}
    found: dict[str, list[Value]] = {}
    for row, project in owners.items():
        if project not in found:
            cell = table.grid.at(row, named.first)
            found[project] = [Value(("项目", "名称"), project, cell.origin if cell else "")]
    for column in table.columns:
        place = _place(column)
        if place is None:
            continue
        for project, cells in _by_project(table.grid, column, owners, log, shared=True).items():
            text = wording.flat(cells[0].text)
            if place == ("项目", "年度"):
                text = year_in(f"{fold(text).removesuffix('年度').removesuffix('年')}年度")
            if text and not wording.is_template(text):
                found[project].append(Value(place, text, cells[0].origin))
    for project, values in _money(segment, table, owners, log).items():
        found[project] += values
    return found


def is_list_of_projects(grid: Grid) -> bool:
    """Whether a sheet has a project a row with its money: a list, from which no project can be evaluated."""
    for row in range(min(_HEAD_ROWS, len(grid.rows))):
        own = grid.row(row)
        name = next((c for c in own if label_of(c.text) in NAMES), None)
        if name is not None and any(fund_column(c.text) in _KEYS for c in own):
            below = {
                c.text
                for r in range(name.last_row + 1, len(grid.rows))
                if (c := grid.at(r, name.col)) is not None and c.text
            }
            return len(below) > 1
    return False


def _place(column: Column) -> tuple[str, str] | None:
    """The key of the project that a column's head names."""
    if column.field not in {"", "other"}:
        return None
    label = label_of(column.label)
    if label in YEARS:
        return "项目", "年度"
    place = place_of(label)
    if place is None or place[0] != "项目" or place[1] in {"名称", "概况"}:
        return None
    return str(place[0]), str(place[1])


def _by_project(
    grid: Grid, column: Column, owners: dict[int, str], log: Log, *, shared: bool
) -> dict[str, list[Cell]]:
    """What the column says of each project, each cell once. A cell over several projects counts where it may be `shared`."""
    found: dict[str, list[Cell]] = {}
    told: set[Cell] = set()
    for row, project in owners.items():
        cell = grid.at(row, column.first)
        if cell is None or not cell.text or cell in found.get(project, ()):
            continue
        over = {owners[r] for r in range(cell.row, cell.last_row + 1) if r in owners}
        if len(over) > 1 and not shared:
            if cell not in told:
                log.lost(cell, f"合并在 {len(over)} 个项目上，分不出各是多少，没有写入")
            told.add(cell)
            continue
        log.used.add(cell)
        found.setdefault(project, []).append(cell)
    for project, cells in found.items():
        other = next((c for c in cells if fold(c.text) != fold(cells[0].text)), None)
        if other is not None:
            log.doubts.append(
                f"{other.origin}：“{project[:30]}”的{wording.flat(column.label)}另写“{wording.flat(other.text)[:40]}”，"
                f"已采用 {cells[0].origin} 的“{wording.flat(cells[0].text)[:40]}”"
            )
    return found


def _money(
    segment: Segment, table: Table, owners: dict[int, str], log: Log
) -> dict[str, list[Value]]:
    columns = {_KEYS[key]: c for c in table.columns
               if c.field in {"", "other"} and (key := fund_column(c.label)) in _KEYS}  # fmt: skip
    general = _unit_of_sheet(segment)
    units = {key: _unit(c) or general for key, c in columns.items()}
    if not columns or "" in units.values():
        return {}
    unit = next(iter(units.values())) if len(set(units.values())) == 1 else "万元"
    found: dict[str, list[Value]] = {}
    for key, column in columns.items():
        said = _by_project(table.grid, column, owners, log, shared=False)
        for project, cells in said.items():
            value = _amount(cells[0], key, units[key], unit)
            if value is not None:
                found.setdefault(project, []).append(value)
    told = "列里没有资金来源，记作“项目资金”"
    for project, amounts in found.items():
        where = amounts[0].origin
        found[project] = [
            Value(("资金", "单位"), unit, where),
            Value(("资金", "明细", 0, "来源"), _SOURCE, where, told),
            *amounts,
        ]
    if found:
        mixed = "，各列单位不同，已换算成万元" if len(set(units.values())) > 1 else ""
        log.doubts.append(
            f"{table.grid.name}：各项目的资金没有写来源，记作“{_SOURCE}”{mixed}，请核对"
        )
    return found


def _amount(cell: Cell, key: str, own: str, unit: str) -> Value | None:
    number = wording.number(cell.text)
    if number is None or number < 0:
        return None
    moved: Decimal = number * MONEY_SIZES[own] / MONEY_SIZES[unit]
    how = f"写的是 {wording.flat(cell.text)}{own}" if own != unit else ""
    return Value(("资金", "明细", 0, key), plain(moved), cell.origin, how)


def _unit(column: Column) -> str:
    told = stated_unit(f"单位{''.join(column.label.split())}")
    return told if told in MONEY_SIZES else ""


def _unit_of_sheet(segment: Segment) -> str:
    """The unit that the lines above the list state; "" for none."""
    lines = [c.text for r in range(segment.start, segment.first_head) for c in segment.grid.own(r)]
    told = [stated_unit(text) for text in (*segment.above, *lines)]
    return next((unit for unit in reversed(told) if unit in MONEY_SIZES), "")
