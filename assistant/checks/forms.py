"""The forms of a file as the checks see them: what `forms/read` has read, each value with its place.

Nothing is found or named here; cells become `Said`, so that a finding can be written beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from assistant.checks.dossier import Form, FundRow, Row, number_in
from assistant.forms.read.columns import Table
from assistant.forms.read.continued import rejoined
from assistant.forms.read.form import Form as ReadForm
from assistant.forms.read.form import read_form
from assistant.forms.read.indicators import stated
from assistant.forms.read.labels import FIELD_NAMES
from assistant.forms.read.money import FundBlock, unit_taken
from assistant.forms.read.rows import Log, Read
from assistant.forms.read.rows import Row as ReadRow
from assistant.forms.read.segments import cut
from assistant.forms.read.turned import upright
from assistant.patterns import regex
from assistant.sheets.grid import Cell, Grid, build
from assistant.values.printing import plain
from assistant.word import document as word

NOWHERE = word.NOWHERE
Said = word.Said
_TABLE_ROW = regex(r"^表\d+ 第\d+行")
_ABOVE = 6  # paragraphs over a table that may say its unit
_NAMES = FIELD_NAMES | {
    "target": "指标值", "actual": "实际值", "name": "三级指标", "completion": "完成情况",
}  # fmt: skip


@dataclass(slots=True)
class Placed:
    """A grid, and the words of each of its cells with their place. `in_word`: places name row and column."""

    grid: Grid
    said: dict[Cell, Said] = field(default_factory=dict)
    above: tuple[str, ...] = ()
    in_word: bool = True


def of_tables(document: word.Document) -> Iterator[Placed]:
    """The tables of a Word file; one that a page end has cut in two is one."""
    tables = {placed.grid.name: placed for placed in _tables(document)}
    said = {cell: words for placed in tables.values() for cell, words in placed.said.items()}
    lines = [p.text for p in document.paragraphs if p.text.strip()]
    for grid, moved in rejoined([placed.grid for placed in tables.values()], lines, {}):
        placed = tables[grid.name]
        placed.grid = grid
        placed.said |= {now: said[before] for before, now in moved.items()}
        yield placed


def _tables(document: word.Document) -> Iterator[Placed]:
    with_text = [0, *accumulate(bool(p.text.strip()) for p in document.paragraphs)]
    for table in document.tables:
        cells: dict[int, tuple[word.Cell, int, int]] = {}
        for r, squares in enumerate(table.rows):
            for c, square in enumerate(squares):
                _, bottom, right = cells.get(id(square), (square, r, c))
                cells[id(square)] = (square, max(bottom, r), max(right, c))
        placed = Placed(Grid(table.name, []))
        made = []
        for square, bottom, right in cells.values():
            cell = Cell(
                square.said.text, square.row, square.column, square.said.where,
                bottom - square.row + 1, right - square.column + 1,
            )  # fmt: skip
            placed.said[cell] = square.said
            made.append(cell)
        placed.grid = build(table.name, made, before=with_text[table.after + 1])
        before = document.paragraphs[max(0, table.after + 1 - _ABOVE) : table.after + 1]
        placed.above = tuple(p.text for p in before)
        yield placed


def of_grids(grids: Iterable[Grid]) -> Iterator[Placed]:
    """The sheets of a workbook that can be seen, or all where none can."""
    found = list(grids)
    for grid in [g for g in found if not g.hidden] or found:
        yield Placed(grid, {c: Said(c.text, c.origin) for c in grid.cells()}, in_word=False)


def table_of(grid: Grid) -> word.Table:
    """A sheet as a table of the document, for what reads its words and not its form."""
    made = {c: word.Cell(Said(c.text, c.origin), c.row, c.col, c.colspan) for c in _all(grid)}
    rows = tuple(
        tuple(made[c] if c is not None else word.Cell(Said(""), r, i) for i, c in enumerate(line))
        for r, line in enumerate(grid.rows)
    )
    return word.Table(grid.name, rows)


def _all(grid: Grid) -> set[Cell]:
    return {c for line in grid.rows for c in line if c is not None}


def forms_of(placed: Iterable[Placed]) -> Iterator[Form]:
    """The forms of all grids that hold one, in order."""
    for grid in placed:
        turned, was = upright(grid.grid)
        if was:
            said = {new: grid.said[old] for new, old in was.items() if old in grid.said}
            grid = replace(grid, grid=turned, said=said)  # noqa: PLW2901 - as it is read
        for segment in cut(grid.grid, {}):
            segment.above = grid.above
            read = read_form(segment, Log())
            if read.holds:
                yield from _Maker(grid, read).forms()


class _Maker:
    """One form read, as the checks' records."""

    def __init__(self, placed: Placed, read: ReadForm) -> None:
        self.placed, self.read = placed, read
        self.name = placed.grid.name

    def said(self, read: Read | None, key: str = "", *, row: int | None = None) -> Said:
        """A text with its place; the anchor is that of its last cell."""
        if read is None or not read.cells:
            return NOWHERE
        return self._at(read.cells, read.text, key, row)

    def _at(self, cells: Sequence[Cell], text: str, key: str, row: int | None) -> Said:
        own = self.placed.said.get(cells[-1], NOWHERE)
        where = own.where
        if self.placed.in_word:
            at = cells[-1].row if row is None else row
            where = f"{self._line(at)} {_NAMES.get(key, '')}".rstrip()
        words = text.replace("\n", "")
        return Said(words if own.anchor and len(cells) == 1 else words.strip(), where, own.anchor)

    def _line(self, row: int) -> str:
        """The row as the file counts it: the lower part of a cut table has a count of its own."""
        told = (
            self.placed.said.get(c, NOWHERE).where
            for c in self.placed.grid.row(row)
            if c.row == row
        )
        found = next((m[0] for where in told if (m := _TABLE_ROW.match(where))), "")
        return found or f"{self.name} 第{row + 1}行"

    def _blank(self, table: Table, row: int, key: str) -> Said:
        """The empty cell of a column, so that what is missing has a place."""
        column = table.column(key)
        cell = self.placed.grid.at(row, column.first) if column else None
        if cell is None:
            return NOWHERE
        return self._at((cell,), "", key, row)

    def forms(self) -> Iterator[Form]:
        """Lists that go on after a repeated head are one form; targets alone are another."""
        groups: list[tuple[bool, list[Row], dict[str, Read]]] = []
        for table, found in self.read.tables:
            fields = {c.field for c in table.columns if c.field}
            judged = "actual" in fields
            rows = [
                self._row(table, row)
                for row in sorted([*found.rows, *found.strange], key=lambda r: r.at)
            ]
            if groups and groups[-1][0] == judged:
                groups[-1][1].extend(rows)
                groups[-1][2].update(found.totals)
            else:
                groups.append((judged, rows, dict(found.totals)))
        main = next((i for i, g in enumerate(groups) if g[0]), 0)
        for i, (_, rows, totals) in enumerate(groups or [(False, [], {})]):
            form = Form(
                name=self.name,
                rows=tuple(rows),
                total_weight=self.said(totals.get("总分值"), "weight"),
                total_score=self.said(totals.get("总分"), "score"),
            )
            yield self._with_rest(form) if i == main else form

    def _with_rest(self, form: Form) -> Form:
        """What stands around the rows: the money, the goals, a total in the form's head."""
        block, head = self.read.funds, NOWHERE
        for figure in self.read.printed:
            if figure.kind == "总分" and figure.cells:
                head = self._at(figure.cells, figure.text, "score", None)
        return replace(
            form,
            funds=tuple(self._funds(block)) if block else (),
            unit=unit_taken(block) if block else "万元",
            total_score=form.total_score or head,
            expected=self._goal("预期"),
            achieved=self._goal("实际"),
        )

    def _goal(self, key: str) -> Said:
        read = self.read.goals.get(key)
        if read is None:
            return NOWHERE
        own = self.placed.said.get(read.cells[0], NOWHERE)
        return own if len(read.cells) == 1 else replace(own, text=read.text)

    def _row(self, table: Table, row: ReadRow) -> Row:
        target, actual = stated(row, Log())
        columns = {c.field for c in table.columns if c.field and c.field != "other"}
        if "reason_measure" in columns:
            columns |= {"reason", "measure"}
        both = row.fields.get("reason_measure")

        def value(read: Read | None, key: str) -> Said:
            return self.said(read, key, row=row.at) or self._blank(table, row.at, key)

        texts: dict[str, Any] = {
            key: value(row.fields.get(key) or (both if key in {"reason", "measure"} else None), key)
            for key in ("weight", "reason", "measure", "owner", "due", "evidence")
        }
        printed: dict[str, Any] = {
            key: value(row.printed.get(key), key) for key in ("score", "completion")
        }
        raw = replace_text(row.name, "".join(c.text for c in row.name.cells) or row.name.text)
        return Row(
            key=f"{self.name} 第{row.at + 1}行",
            level1=row.level1.text,
            level2=row.level2.text,
            name=self.said(raw, "name", row=row.at)
            or Said(row.name.text, row.name.origin or f"{self.name} 第{row.at + 1}行"),
            target=value(target or row.fields.get("target"), "target"),
            actual=value(actual or row.fields.get("actual"), "actual"),
            columns=frozenset(columns),
            **texts,
            **printed,
        )

    def _funds(self, block: FundBlock) -> Iterator[FundRow]:
        columns = frozenset(block.columns) or frozenset(k for r in block.rows for k in r.cells)
        for row in block.rows:
            said: dict[str, Any] = {
                key: self._amount(row.amounts.get(key), cell, key)
                for key, cell in row.cells.items()
            }
            if row.reason is None:
                said.pop("reason", None)
            label = self.placed.said.get(row.cell, NOWHERE)
            place = f"{self.name} 第{row.cell.row + 1}行" if self.placed.in_word else label.where
            yield FundRow(
                label=replace(label, text=row.source or label.text.replace("\n", ""), where=place),
                columns=columns,
                is_total=row.is_total,
                **said,
            )

    def _amount(self, amount: object, cell: Cell, key: str) -> Said:
        own = self._at((cell,), cell.text, key, None)
        if amount is None or number_in(own.text) == amount:
            return own
        return replace(own, text=plain(amount))  # type: ignore[arg-type] # a Decimal


def replace_text(read: Read, text: str) -> Read:
    """The same place with other words."""
    return Read(text, read.origin, read.note, read.cells)
