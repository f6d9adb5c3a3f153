"""A bureau's list of projects with their budgets, from any table: a line a project, amounts in 万元."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from assistant.checks.dossier import number_in
from assistant.checks.likeness import normal
from assistant.errors import InputError
from assistant.forms.read.labels import bare
from assistant.intake import read_source
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.sheets.grid import Grid
from assistant.values.units import MONEY_SIZES

_HEAD_ROWS = 12
_UNIT = regex(r"(亿元|万元|元)")
_WAN = Decimal(10_000)
_TOTAL = regex(r"^(合计|总计|小计|总数)")
AMOUNTS = {"initial": "年初预算", "budget": "全年预算", "executed": "执行数"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One project of the list. Amounts in 万元; None where the list has no such column."""

    name: str
    unit: str
    number: str
    initial: Decimal | None
    budget: Decimal | None
    executed: Decimal | None
    place: str

    @property
    def key(self) -> tuple[str, str]:
        """Name and unit, for equality."""
        return normal(self.name), normal(self.unit)


def read_budget_list(path: Path) -> tuple[Listed, ...]:
    """All lines. Raises InputError where no head with 项目名称 and an amount is found."""
    found: list[Listed] = []
    for grid in read_source(path).grids:
        if not grid.hidden:
            found += _lines(grid)
    if not found:
        raise InputError(
            f"{path}：没有找到预算清单（表头要有“项目名称”和“年初预算数”或“全年预算数”），请核对文件"
        )
    return tuple(found)


def _lines(grid: Grid) -> list[Listed]:
    at, columns = _head(grid)
    if not columns:
        return []
    above = " ".join(c.text for r in range(at + 1) for c in grid.own(r))
    said = _UNIT.search(above)
    size = MONEY_SIZES[said[1] if said else "万元"] / _WAN
    found = []
    for r in range(at + 1, len(grid.rows)):

        def text(field: str, row: int = r) -> str:
            cell = grid.at(row, columns[field]) if field in columns else None
            return " ".join(cell.text.split()) if cell else ""

        def amount(field: str, row: int = r) -> Decimal | None:
            number = number_in(text(field, row))
            return None if number is None else number * size

        name = text("name")
        if not name or _TOTAL.match(name) or _TOTAL.match(text("unit") or text("authority")):
            continue
        cell = grid.at(r, columns["name"])
        found.append(
            Listed(
                name, text("unit") or text("authority"), text("number"), amount("initial"),
                amount("budget"), amount("executed"), cell.origin if cell else "",
            )
        )  # fmt: skip
    return found


def _head(grid: Grid) -> tuple[int, dict[str, int]]:
    heads = {bare(h): field for field, names in lexicon("budget_list").items() for h in names}
    for r in range(min(_HEAD_ROWS, len(grid.rows))):
        columns: dict[str, int] = {}
        for cell in grid.row(r):
            field = heads.get(bare(cell.text))
            if field is not None:
                columns.setdefault(field, cell.col)
        if "name" in columns and columns.keys() & AMOUNTS.keys():
            last = max(c.last_row for c in grid.row(r) if heads.get(bare(c.text)))
            return last, columns
    return 0, {}
