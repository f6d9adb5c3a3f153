"""The rows of an indicator table: levels carried down, template rows left out, cells made into values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.forms.read import wording
from assistant.forms.read.columns import Column, Table, head_at
from assistant.forms.read.labels import (
    bare,
    column,
    fund_column,
    is_level2,
    is_note,
    is_total,
    level1,
    level1_of,
    level2,
)
from assistant.patterns import regex
from assistant.sheets.grid import Cell


@dataclass(slots=True)
class Read:
    """A text of the data and where it stood; `cells` are those it was read from."""

    text: str
    origin: str
    note: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(slots=True)
class Row:
    """One indicator as the table has it: fields of the data, and printed figures by kind."""

    level1: Read
    level2: Read
    name: Read
    fields: dict[str, Read] = field(default_factory=dict)
    printed: dict[str, Read] = field(default_factory=dict)
    project: str = ""
    at: int = 0


@dataclass(slots=True)
class Log:
    """What people are told of one file. Lines begin with the place."""

    not_understood: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    used: set[Cell] = field(default_factory=set)
    templates: list[str] = field(default_factory=list)
    #: labels of who filled the form in, each with its place: whose name and number it is, is not copied
    signers: list[tuple[str, str]] = field(default_factory=list)
    #: the year that is evaluated, None until it is known
    year: int | None = None
    #: whether the file's number formats could not be had (old .xls)
    formatless: bool = False

    def lost(self, cell: Cell, why: str) -> None:
        """A cell that goes nowhere, with its text."""
        self.used.add(cell)
        self.not_understood.append(f"{cell.origin}：“{wording.flat(cell.text)}”{why}")


@dataclass(slots=True)
class Rows:
    """All rows of a table, printed totals by kind, and the first row after it."""

    rows: list[Row] = field(default_factory=list)
    totals: dict[str, Read] = field(default_factory=dict)
    end: int = 0
    #: rows of a class that the data do not have (过程指标): no data, but the form's points are theirs too
    strange: list[Row] = field(default_factory=list)


class RowReader:
    """Reads one table from above; levels and the last name stay in mind on the way."""

    def __init__(self, table: Table, log: Log) -> None:
        self.table, self.log = table, log
        self.grid = table.grid
        self.found = Rows()
        self._first = self._second = Read("", "")
        self._name_cell: Cell | None = None
        self._project = ""
        #: bands of levels, each with the number of rows read before it
        self._bands: list[tuple[Cell, int]] = []
        #: cells of points merged over rows, with the rows below their first
        self._shared: dict[tuple[str, Cell], list[int]] = {}
        self._cols = {c.field: c for c in table.columns if c.field}
        self._data = [c for c in table.columns if c.field]
        self._read = [c for c in self._data if c.field not in {"other", "long_target"}]

    def read(self, stop: int) -> Rows:
        """Rows up to `stop`, the next head or the line after the total."""
        for r in range(self.table.head, self.table.first):
            self.log.used.update(self.grid.row(r))
        row = self.table.first
        while row < stop:
            own = self.grid.own(row)
            line = self.grid.row(row)
            if not own:
                row += 1
                continue
            if self._total(row, own):
                row += 1
                if column(own[0].text).field or not _subtotal(own[0].text):
                    break
                continue
            if is_note(own[0].text) and self._no_level(own[0]):
                if not self._goes_on(row + 1, stop):
                    break
                row += 1
                continue
            if row > self.table.first and head_at(self.grid, row, {}) is not None:
                break
            if self._money_begins(own):
                break
            self._row(row, line, own)
            row += 1
        self.found.end = row
        self._as_above()
        self._points_together()
        self._points_of_bands()
        return self.found

    def _as_above(self) -> None:
        """同上 in a cell of notes is what the nearest row above says there; said."""
        for at, row in enumerate(self.found.rows):
            for key in _NOTES & row.fields.keys():
                read = row.fields[key]
                if not _AS_ABOVE.fullmatch(wording.flat(read.text)):
                    continue
                above = next((r.fields[key] for r in self.found.rows[at - 1 :: -1]
                              if key in r.fields and not wording.is_blank(r.fields[key].text)), None) if at else None  # fmt: skip
                if above is None:
                    continue
                row.fields[key] = Read(
                    above.text, read.origin, f"写的是“{read.text.strip()}”", read.cells
                )
                self.log.doubts.append(
                    f"{read.origin}：写的是“{read.text.strip()}”，按 {above.origin} 的“{wording.flat(above.text)[:30]}”读入，请核对"
                )

    def _goes_on(self, row: int, stop: int) -> bool:
        """Whether the next row with text is again one of the table: a name of its own, and its values."""
        while row < stop and not self.grid.own(row):
            row += 1
        if row >= stop or head_at(self.grid, row, {}) is not None:
            return False
        own = self.grid.own(row)
        held = [self._cell(row, f) for f in ("name", "target", "actual")]
        if is_note(own[0].text) or self._money_begins(own) or is_total(own[0].text):
            return False
        return all(c is not None and c.row == row for c in held) and len(own) >= len(held)

    def _points_of_bands(self) -> None:
        """产出指标·时效（15分） over one row gives it its points; over several, how they are shared is a person's to say."""
        if "weight" in self._cols or not self._bands:
            return
        ends = [start for _, start in self._bands[1:]] + [len(self.found.rows)]
        for (cell, start), end in zip(self._bands, ends, strict=True):
            points = _BAND_POINTS.search(wording.flat(cell.text))
            rows = self.found.rows[start:end]
            if points and len(rows) == 1:
                rows[0].fields["weight"] = Read(points[1], cell.origin, "写在分组一行", (cell,))
            elif points and rows:
                self.log.doubts.append(
                    f"{cell.origin}：这一组共{points[1]}分，有{len(rows)}个指标，各占多少没有写，请填写分值"
                )

    def _money_begins(self, own: list[Cell]) -> bool:
        """Whether the block of the money begins: heads of amounts, or the label of the block."""
        block = own[0].rowspan > 1 and own[0].col == 0 and _MONEY_BLOCK.fullmatch(bare(own[0].text))
        return bool(block) or sum(fund_column(c.text) in _MONEY for c in own) > 1

    def _no_level(self, cell: Cell) -> bool:
        name = self._cols.get("name")
        return name is None or cell.col < name.first or cell.last_col > name.last

    def _cell(self, row: int, name: str) -> Cell | None:
        """The cell of a field in the row: the first one under its head that has text."""
        c = self._cols.get(name)
        if c is None or row >= len(self.grid.rows):
            return None
        cells = [x for x in c.cells(self.grid, row) if x.text and x.last_col >= c.first]
        return next((x for x in cells if x.col >= c.first), cells[0] if cells else None)

    def _text(self, row: int, c: Column) -> tuple[str, tuple[Cell, ...]]:
        """All texts under a head, joined where it spans several cells."""
        cells = tuple(x for x in c.cells(self.grid, row) if x.text and x.col >= c.first)
        return "\n".join(t for x in cells if (t := c.text(x))), cells

    def _total(self, row: int, own: list[Cell]) -> bool:
        head = next((c for c in own if is_total(c.text)), None)
        if head is None or head is not own[0]:
            return False
        self.log.used.update(own)
        kinds = ("分值小计", "得分小计") if _subtotal(head.text) else ("总分值", "总分")
        numbers = [c for c in own if wording.points(c.text) is not None]
        for kind, name in zip(kinds, ("weight", "score"), strict=True):
            cell = self._cell(row, name)
            if cell is not None and cell.row == row and cell in numbers:
                self.found.totals[kind] = Read(cell.text, cell.origin, cells=(cell,))
                numbers.remove(cell)
        if kinds[1] not in self.found.totals and len(numbers) == 1:
            self.found.totals[kinds[1]] = Read(
                numbers[0].text, numbers[0].origin, cells=(numbers[0],)
            )
        return True

    def _levels(self, row: int) -> bool:
        """Takes level words of the row; False where a level cell holds something else."""
        first, second = self._cell(row, "level1"), self._cell(row, "level2")
        if second is None and first is not None and is_level2(first.text) and level1(first.text):
            second = first  # 产出指标-数量指标 in one cell
        if first is not None:
            name = level1(first.text)
            if not name and level1(wording.flat(first.text).split(" ")[0]):
                name = level1(wording.flat(first.text).split(" ")[0])
            if not name:
                # some forms leave the class out and begin with 数量指标
                name = (
                    level1_of(level2(first.text))
                    if second is None
                    else level1_of(level2(second.text))
                )
            if not name:
                return wording.is_template(first.text)
            if name != self._first.text or first.row == row:
                if name != self._first.text:
                    self._second = Read("", "")
                self._first = Read(name, first.origin)
        if second is not None and not wording.is_template(second.text):
            self._second = Read(level2(second.text, self._first.text), second.origin)
            if first is None and self._cols.get("level1") is None:
                owner = level1(second.text) or level1_of(self._second.text)
                if owner:
                    self._first = Read(owner, second.origin, "按二级指标归类")
        return True

    def _section(self, own: list[Cell]) -> bool:
        """A band across the table that only names a level."""
        name, value = self._cols.get("name"), self._cols.get("target") or self._cols.get("actual")
        if len(own) != 1 or name is None or value is None:
            return False
        cell = own[0]
        words = level1(cell.text)
        covers = cell.col <= name.first and cell.last_col >= name.last
        if words and (covers or cell.last_col < name.first):
            if words != self._first.text:
                self._first, self._second = Read(words, cell.origin), Read("", "")
            if is_level2(cell.text):  # 产出指标·数量指标
                self._second = Read(level2(cell.text, words), cell.origin)
            self.log.used.add(cell)
            self._bands.append((cell, len(self.found.rows)))
            return True
        if covers and is_level2(cell.text):
            self._second = Read(level2(cell.text, self._first.text), cell.origin)
            self.log.used.add(cell)
            self._bands.append((cell, len(self.found.rows)))
            return True
        if covers and _EXECUTION.fullmatch(bare(cell.text)):
            self._first = self._second = Read("", "")  # its rows are no indicators of the data
            self.log.used.add(cell)
            return True
        return False

    def _row(self, row: int, line: list[Cell], own: list[Cell]) -> None:
        if self._section(own):
            return
        name_col, value_col = (
            self._cols.get("name"),
            self._cols.get("target") or self._cols.get("actual"),
        )
        if len(own) == 1 and value_col and own[0].last_col >= value_col.first > own[0].col:
            return  # one text across names and values is a note: it stays unread, and is reported as such
        if name_col and self._execution(own, name_col):
            self.log.used.update(own)
            return
        known = self._levels(row)
        if not known:
            cell = self._cell(row, "level1")
            for other in own:
                self.log.used.add(other)
            words = " | ".join(wording.flat(c.text) for c in own)
            origin = cell.origin if cell else own[0].origin
            self.log.not_understood.append(f"{origin}：一级指标不认识，这一行没有写入：{words}")
        project = self._cell(row, "project")
        if project is not None:
            self._project = wording.flat(project.text)
        text, cells = self._text(row, name_col) if name_col else ("", ())
        if name_col and not cells:
            merged = self._cell(row, "name")
            cells = (merged,) if merged is not None else ()
            text = merged.text if merged is not None and merged.row == row else ""
        cell = cells[0] if cells else None
        name = wording.indicator_name(text)
        if self._continues(row, cell, name):
            self._values(self.found.rows[-1], row, more=True)
            self.log.used.update(own)
            return
        if self._second_line(row, cell, name):
            self.log.used.update(own)
            return
        self._name_cell = cell
        made = Row(
            self._first,
            self._second,
            Read(name, cell.origin if cell else "", cells=cells),
            project=self._project,
            at=row,
        )
        self._values(made, row)
        if not known:
            first = self._cell(row, "level1")
            # a remark that runs across the levels (已评部分……, 预算执行率) is no indicator
            if first is not None and first not in cells and name:
                made.level1 = Read(wording.flat(first.text), first.origin)
                self.found.strange.append(made)
            return
        self.log.used.update(c for c in line if self._known(c))
        for one in self._parts(made, text):
            self._keep(one, own)

    def _execution(self, own: list[Cell], name: Column) -> bool:
        """Whether the row is that of the execution: its label runs across levels and name, or stands alone before the values."""
        label = own[0]
        across = label.col < name.first <= label.last_col or (label.colspan > 1 and label.col == 0)
        alone = label.last_col < name.first and (len(own) == 1 or own[1].col > name.last)
        return (across or alone) and bool(_EXECUTION.fullmatch(bare(label.text)))

    def _continues(self, row: int, cell: Cell | None, name: str) -> bool:
        """Whether the row only goes on with the one above: its name reaches down, or it has notes alone."""
        if not self.found.rows:
            return False
        if cell is not None and cell is self._name_cell:
            return True
        if name or any((c := self._cell(row, f)) and c.row == row for f in ("level1", "level2")):
            return False
        begun = {
            c.field for c in self._data if c.field and self._text(row, c)[1] and c.field != "other"
        }
        return bool(begun) and begun <= _NOTES

    def _second_line(self, row: int, cell: Cell | None, name: str) -> bool:
        """Whether the name only goes on from the row above: target, actual and points stand merged over both."""
        held = [c for f in ("target", "actual", "weight") if (c := self._cell(row, f)) is not None]
        if not (self.found.rows and name and cell is not None and cell.row == row):
            return False
        above = self.found.rows[-1]
        if len(held) < 3 or any(c.row >= row or c.row != above.at for c in held):  # noqa: PLR2004
            return False
        if above.name.cells and above.name.cells[0].colspan != cell.colspan:
            return False
        above.name.text = f"{above.name.text}{name}"
        above.name.cells += (cell,)
        self.log.doubts.append(
            f"{cell.origin}：“{name[:30]}”与上一行的值合并，接在上一行名称后面，读作“{above.name.text[:40]}”，请核对"
        )
        return True

    def _known(self, cell: Cell) -> bool:
        first, last = cell.col, cell.last_col
        return any(c.first <= last and first <= c.last for c in self._read)

    def _parts(self, made: Row, text: str) -> list[Row]:
        """The row, or a row for each of the indicators that its cells number (1.修渠道 2.装闸门).

        Names, targets and actuals are parted together or not at all; the points of the cell are a person's to share.
        """
        names = wording.numbered(text)
        if not names:
            return [made]
        parted = {k: wording.numbered(read.text) for k, read in made.fields.items()}
        whole = [
            k for k in ("target", "actual") if k in made.fields and len(parted[k]) != len(names)
        ]
        if whole:
            self.log.doubts.append(
                f"{made.name.origin}：一格里像有 {len(names)} 个指标，各列分不齐，没有拆开，请拆成 {len(names)} 行"
            )
            return [made]
        found = []
        for i, name in enumerate(names):
            fields = {
                k: Read(parted[k][i], r.origin, r.note, r.cells)
                if len(parted[k]) == len(names)
                else Read(r.text, r.origin, r.note, r.cells)
                for k, r in made.fields.items()
                if k != "weight" or len(parted[k]) == len(names)
            }
            read = Read(
                wording.flat(name), made.name.origin, "一格里有几个指标，已拆开", made.name.cells
            )
            found.append(Row(made.level1, made.level2, read, fields, {}, made.project, made.at))
        if "weight" in made.fields and "weight" not in found[0].fields:
            points = wording.flat(made.fields["weight"].text)
            self.log.doubts.append(
                f"{made.name.origin}：一格里有 {len(names)} 个指标，已拆成 {len(names)} 行；分值 {points} 怎样分给它们，请填写"
            )
        return found

    def _keep(self, made: Row, own: list[Cell]) -> None:
        stated = any(
            not wording.is_template(v.text) for k, v in made.fields.items() if k != "weight"
        )
        origin = made.name.origin or (own[0].origin if own else "")
        if _EXAMPLE.match(made.name.text):
            self.log.templates.append(origin)
            return
        if (gone := made.fields.get("target")) and _STRUCK.fullmatch(wording.flat(gone.text)):
            self.log.not_understood.append(
                f"{gone.origin}：“{made.name.text[:40]}”写的是“{wording.flat(gone.text)}”，这一行没有写入"
            )
            return
        if struck := next((c for c in own if not self._known(c) and _STRUCK_BY.fullmatch(wording.flat(c.text))), None):  # fmt: skip
            self.log.used.update(own)
            self.log.not_understood.append(
                f"{struck.origin}：“{made.name.text[:40]}”注明“{wording.flat(struck.text)}”，这一行没有写入"
            )
            return
        if not stated and _ONLY_A_REMARK.fullmatch(made.name.text.strip()):
            self.log.templates.append(origin)
            return
        if wording.is_template(made.name.text):
            if not stated:
                self.log.templates.append(origin)
                return
            if made.level2.text:
                made.name = Read(
                    made.level2.text, origin, "表内没有三级指标名称，用二级指标代替，请改"
                )
                self.log.doubts.append(
                    f"{origin}：没有三级指标名称，暂用“{made.level2.text}”，请补上"
                )
        elif not stated and not made.level2.text and "weight" not in made.fields:
            self.log.templates.append(origin)
            return
        if not made.level1.text:
            owner = level1_of(made.level2.text)
            if not owner:
                words = " | ".join(wording.flat(c.text) for c in own)
                self.log.not_understood.append(
                    f"{origin}：不知道属于哪个一级指标，这一行没有写入：{words}"
                )
                return
            made.level1 = Read(owner, made.level2.origin, "按二级指标归类")
        if not made.level2.text:
            made.level2 = Read(
                _default_level2(made.level1.text), made.level1.origin, "表内没有二级指标"
            )
        self.found.rows.append(made)
        self._told_hidden(made, made.at)

    def _values(self, made: Row, row: int, *, more: bool = False) -> None:
        for c in self._data:
            text, cells = self._text(row, c)
            if not cells or cells[0].row < row:
                merged = self._from_above(row, c, cells, more=more)
                if merged is None:
                    continue
                text, cells = c.text(merged), (merged,)  # one note for the rows it spans
            cell = cells[0]
            if c.field in {"level1", "level2", "name", "project", "long_target"}:
                continue
            read = Read(text.strip(), cell.origin, _how(cell), cells)
            if c.field in _NOTES and "分" in c.label and not _without_score(made, read):
                continue
            if c.field == "score" and (both := _SCORE_OF.fullmatch(wording.flat(text))):
                read = self._score_of(made, read, both)
            if c.field in {"score", "completion"}:
                made.printed.setdefault(c.field, read)
            elif c.field == "other":
                continue
            elif more and c.field in made.fields:
                old = made.fields[c.field]
                if wording.flat(text) not in wording.flat(old.text):
                    old.text = f"{old.text}\n{text}"
            else:
                made.fields[c.field] = read
        self._spares(made, row)

    def _from_above(
        self, row: int, c: Column, cells: tuple[Cell, ...], *, more: bool
    ) -> Cell | None:
        """The cell merged from above that holds for this row too; None where there is none, or it is of all its rows together."""
        merged = cells[0] if cells else self._cell(row, c.field)
        if merged is None or merged.row == row:
            return None
        if c.field in _SHARED and not more:
            self._shared.setdefault((c.field, merged), []).append(row)
        if c.field not in _SPREAD:
            return None
        if c.field in {"target", "actual"} and not more:
            self.log.doubts.append(
                f"{merged.origin}：合并的单元格，每一行都读作“{wording.flat(merged.text)[:30]}”，请核对"
            )
        return merged

    def _points_together(self) -> None:
        """Points in a cell merged over several rows are of all of them: how they share it is a person's to say."""
        for (name, merged), below in self._shared.items():
            rows = [r for r in self.found.rows if r.at in {merged.row, *below}]
            if len({r.at for r in rows}) < 2:  # noqa: PLR2004 - the others are no rows of their own
                continue
            for row in rows:
                (row.fields if name == "weight" else row.printed).pop(name, None)
            if name == "weight":
                names = "、".join(f"“{r.name.text[:20]}”" for r in rows)
                self.log.doubts.append(
                    f"{merged.origin}：分值“{wording.flat(merged.text)[:10]}”合并在{names}几行上，各占多少没有写，请填写分值"
                )

    def _score_of(self, made: Row, read: Read, both: re.Match[str]) -> Read:
        """得分（满分）: of 18.7（20） the first is the printed score, the second the row's points where no column has them."""
        if "weight" not in self._cols and Decimal(both["score"]) <= Decimal(both["full"]):
            made.fields.setdefault(
                "weight", Read(both["full"], read.origin, "写在得分一栏", read.cells)
            )
        return Read(both["score"], read.origin, read.note, read.cells)

    def _told_hidden(self, made: Row, row: int) -> None:
        """Data that nobody sees are read and said, a line a row."""
        fields = (c for c in self._data if c.field not in {"other", "long_target"})
        hidden = [x.origin for c in fields for x in self._text(row, c)[1] if x.hidden]
        if hidden:
            self.log.doubts.append(
                f"{'、'.join(hidden)}：“{made.name.text[:30]}”这几格在隐藏的行或列里，仍按数据读入，请核对"
            )

    def _spares(self, made: Row, row: int) -> None:
        """An empty 调整后指标值 leaves the target as it was set at first."""
        for c in self.table.columns:
            set_already = made.fields.get(c.spare)
            if not c.spare or (set_already and not wording.is_blank(set_already.text)):
                continue
            text, cells = self._text(row, c)
            if cells and not wording.is_blank(text):
                note = f"按“{c.label}”"
                made.fields[c.spare] = Read(text.strip(), cells[0].origin, note, cells)
                self.log.used.update(cells)


def _without_score(made: Row, read: Read) -> bool:
    """得分及未达标原因: of 9.44；场地未落实 the number is the row's printed score. False where nothing else stands there."""
    both = _SCORED.match(read.text)
    if both:
        made.printed.setdefault("score", Read(both[1], read.origin, cells=read.cells))
        read.text = both[2]
    return bool(read.text)


_MONEY_BLOCK = regex(
    r"(?:项目|年度|预算)*(?:资金|经费)(?:执行|安排|使用|投入)*(?:情况|来源)?|预算(?:执行|安排)情况"
)
#: a band over the row of the execution, which is no indicator of the data
_EXECUTION = regex(r"(?:项目|年度)?(?:预算|资金)执行(?:情况|率|指标)*(?:\d+(?:\.\d+)?分?)?")
#: an indicator that whoever approves the goals has taken out
_STRUCK = regex(r"[(（]?(?:已?删除|删去|取消|撤销|不予批复)[)）]?")
_SCORE_OF = regex(
    r"(?P<score>\d+(?:\.\d+)?)分?\s*[（(/／]\s*(?:满分)?(?P<full>\d+(?:\.\d+)?)分?\s*[)）]?"
)
_STRUCK_BY = regex(r"[(（]?[^，。；]{0,4}(?:删除|删去|取消|撤销|剔除|不予批复)[)）]?")
_SCORED = regex(r"^(\d+(?:\.\d+)?)\s*分?\s*(?:$|[；;，,、。\s]\s*)(.*)$", re.DOTALL)
_BAND_POINTS = regex(r"[(（](\d+(?:\.\d+)?)分?[)）]$")
#: a row that only shows how to fill the form in
_EXAMPLE = regex(r"[(（【]?(?:示例|样例|举例|例如|例)[)）】:：]")
#: a name that is nothing but a remark in brackets (（没有的可删除）), in a row without values
_ONLY_A_REMARK = regex(r"[(（][^()（）]*[)）]")
_MONEY = frozenset({"initial", "budget", "executed"})
#: what a row that begins with nothing else may go on with
_AS_ABOVE = regex(r"(?:同|见)(?:上|前)(?:一?行|一?格|所述)?[。]?")
_NOTES = frozenset({"reason", "measure", "reason_measure", "evidence", "owner", "due"})
#: fields whose merged cell holds for each row it spans
_SPREAD = frozenset(
    {"reason", "measure", "reason_measure", "unit", "sign", "target", "actual", "owner", "due"}
)
#: fields whose merged cell is of all the rows it spans together
_SHARED = frozenset({"weight", "score"})


def _how(cell: Cell) -> str:
    return "公式的结果" if cell.formula else ""


def _subtotal(text: str) -> bool:
    return "小计" in text


def _default_level2(first: str) -> str:
    return {"满意度指标": "服务对象满意度指标"}.get(first, first)
