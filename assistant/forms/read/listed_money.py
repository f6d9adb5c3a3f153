"""The money of a list of projects: amounts in columns beside the project's name, each column with a unit of its own."""

from __future__ import annotations

from decimal import Decimal

from assistant.forms.read import wording
from assistant.forms.read.columns import Column, Table
from assistant.forms.read.imported import Value
from assistant.forms.read.labels import fund_column
from assistant.forms.read.money import stated_unit
from assistant.forms.read.rows import Log, Row
from assistant.values.printing import plain
from assistant.values.units import MONEY_SIZES

_KEYS = {"initial": "年初预算", "budget": "全年预算", "arrived": "到位", "executed": "执行"}
_SOURCE = "项目资金"


def listed_money(table: Table, rows: list[Row], log: Log) -> dict[str, list[Value]]:
    """资金 of each project of the list; empty for a table of one project, or where a unit is not stated.

    Units that differ from column to column are made 万元; that, and that no source is named, is said.
    """
    if table.column("project") is None:
        return {}
    columns = {_KEYS[key]: c for c in table.columns
               if not c.field and (key := fund_column(c.label)) in _KEYS}  # fmt: skip
    units = {key: _unit(c) for key, c in columns.items()}
    if not columns or "" in units.values():
        return {}
    unit = next(iter(units.values())) if len(set(units.values())) == 1 else "万元"
    found: dict[str, list[Value]] = {}
    for row in rows:
        if not row.project or row.project in found:
            continue
        amounts = list(_amounts(table, row, columns, units, unit, log))
        if not amounts:
            continue
        said = amounts[0].origin
        told = "列里没有资金来源，记作“项目资金”"
        found[row.project] = [
            Value(("资金", "单位"), unit, said),
            Value(("资金", "明细", 0, "来源"), _SOURCE, said, told),
            *amounts,
        ]
    if found:
        mixed = "，各列单位不同，已换算成万元" if len(set(units.values())) > 1 else ""
        log.doubts.append(
            f"{table.grid.name}：各项目的资金没有写来源，记作“{_SOURCE}”{mixed}，请核对"
        )
    return found


def _amounts(
    table: Table, row: Row, columns: dict[str, Column], units: dict[str, str], unit: str, log: Log
) -> list[Value]:
    made = []
    for key, c in columns.items():
        cell = table.grid.at(row.at, c.first)
        number = wording.number(cell.text) if cell is not None else None
        if cell is None or number is None or number < 0:
            continue
        log.used.add(cell)
        moved: Decimal = number * MONEY_SIZES[units[key]] / MONEY_SIZES[unit]
        how = f"写的是 {wording.flat(cell.text)}{units[key]}" if units[key] != unit else ""
        made.append(Value(("资金", "明细", 0, key), plain(moved), cell.origin, how))
    return made


def _unit(column: Column) -> str:
    told = stated_unit(f"单位{''.join(column.label.split())}")
    return told if told in MONEY_SIZES else ""
