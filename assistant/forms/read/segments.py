"""Cuts the grids of a file into the parts that belong to one project each."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.forms.read.beside import NAMES, label_of, value_of
from assistant.forms.read.columns import Settled, Table, find_tables
from assistant.forms.read.wording import is_template
from assistant.patterns import regex
from assistant.sheets.grid import Cell, Grid
from assistant.values.reading import fold

_TITLE = regex(r"自评表|评价表|申报表|目标表|绩效表|自评情况|年度|附[件表]|单位[:：]")
#: what is to be written there, in the place of it
_HOW_TO = regex(r"(?:请|应|须|需)?(?:按|据实|如实|完整)?(?:填写|填报|填列|填入)")
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
    #: the lines that stand right above the grid on the page
    above: tuple[str, ...] = ()

    @property
    def first_head(self) -> int:
        """The row in which its first table begins; its end where it has none."""
        return min((t.head for t in self.tables), default=self.end)


def cut(grid: Grid, settled: Settled) -> list[Segment]:
    """The parts of one grid. A grid without any 项目名称 is one part without a name."""
    tables = find_tables(grid, settled)
    inside = {row for table in tables for row in range(table.head, table.first)}
    starts: list[tuple[int, str, Cell]] = []
    for cell in grid.cells():
        if cell.row in inside or len(cell.text) > 200 or label_of(cell.text) not in NAMES:  # noqa: PLR2004
            continue
        name, where = value_of(grid, cell)
        if where is not None and not is_template(name) and not _HOW_TO.match(name):
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
