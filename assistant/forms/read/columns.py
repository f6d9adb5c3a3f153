"""Finds indicator tables in a grid by their head rows, and gives each column its field.

Nothing depends on where a column stands. A head may take two rows, a column several places of the grid;
columns without a known head are known by what stands in them where that is plain, else left as doubts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from assistant.forms.read import wording
from assistant.forms.read.by_elimination import by_elimination, no_value
from assistant.forms.read.imported import DoubtfulColumn
from assistant.forms.read.labels import (
    FIELD_NAMES,
    column,
    fund_column,
    is_note,
    is_total,
    level1,
    names_kind,
    year_of_head,
)
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.records import record
from assistant.sheets.grid import Cell, Grid, column_letter, distinct
from assistant.values.reading import fold

#: (grid name, first column) -> field, as a person settled it
Settled = Mapping[tuple[str, int], str]

_SURE = 0.7
#: a head that is known, if only as a weak word
_STATED = 0.5
_LEAST_FIELDS = 3
_SAMPLES = 3
_SAMPLED_ROWS = 40
_TEXTUAL = frozenset({"level1", "level2", "name"})
#: of two columns with one meaning, the one whose head says one of these is the year's
_PREFERRED: dict[str, list[str]] = lexicon("columns")["prefer"]
#: fields of which a second column stands in where the first one's cell is empty (调整后指标值, 年度指标值)
_SPARE = frozenset({"target"})
_TITLE_YEAR = regex(r"((?:19|20)\d{2})\s*年")
_TITLE_ROWS = 12
_TOLD = regex(r"情况|数据|信息")
_TWO = regex(r"[^/／]+[/／][^/／]+")


@record()
class Column:
    """Columns `first` to `last` of the grid as one; `label` is its head as printed.

    `spare` is the field whose empty cells this column fills, where another column is that field.
    """

    first: int
    last: int
    label: str
    field: str
    certainty: float
    above: str = ""
    spare: str = ""
    #: which part of its cells it is, under a head of two (分值/得分: 20/19.5); None for the whole
    part: int | None = None

    def text(self, cell: Cell) -> str:
        """What the cell says under this head."""
        if self.part is None:
            return cell.text
        parts = cell.text.split("/") if "/" in cell.text else cell.text.split("／")
        return parts[self.part].strip() if self.part < len(parts) else ""

    def cells(self, grid: Grid, row: int) -> list[Cell]:
        """What stands in that row under this head."""
        line = grid.rows[row]
        return distinct(line[self.first : self.last + 1])


@dataclass(slots=True)
class Table:
    """One indicator table. Data begin at `first`; `head` is the first row of its head."""

    grid: Grid
    head: int
    first: int
    columns: list[Column] = field(default_factory=list)
    doubts: list[DoubtfulColumn] = field(default_factory=list)
    #: what stands in the first rows of data, by the columns of the grid: asked for again and again while heads are settled
    _rows: tuple[int, ...] | None = None
    _texts: dict[tuple[int, int], list[str]] = field(default_factory=dict)

    def sampled(self) -> tuple[int, ...]:
        """The first rows of data, up to the total or the notes."""
        if self._rows is None:
            self._rows = tuple(_sampled_rows(self.grid, self.first))
        return self._rows

    def texts(self, first: int, last: int) -> list[str]:
        """Texts that begin in those columns of the grid, of the first rows."""
        if (first, last) not in self._texts:
            rows = self.grid.rows
            self._texts[first, last] = [
                x.text
                for r in self.sampled()
                for x in distinct(rows[r][first : last + 1])
                if x.text and x.row == r and x.col >= first
            ]
        return self._texts[first, last]

    def column(self, name: str) -> Column | None:
        """The column of that field."""
        return next((c for c in self.columns if c.field == name), None)


def find_tables(grid: Grid, settled: Settled | None = None) -> list[Table]:
    """All heads of indicator tables in the grid, from above.

    Where no head names a value, one that names levels is taken: its other columns are doubts to settle.
    """
    return _scan(grid, settled or {}, strict=True) or _scan(grid, settled or {}, strict=False)


def _scan(grid: Grid, settled: Settled, *, strict: bool) -> list[Table]:
    tables = []
    row = 0
    while row < len(grid.rows):
        table = head_at(grid, row, settled, strict=strict)
        if table is None:
            row += 1
        else:
            tables.append(table)
            row = table.first
    return tables


def head_at(grid: Grid, row: int, settled: Settled, *, strict: bool = True) -> Table | None:
    """The table whose head begins in that row, None where none does."""
    own = grid.own(row)
    if sum(column(c.text).certainty > 0 for c in own) < 2:  # noqa: PLR2004 - most rows end here
        return None
    for height in (2, 1):
        if height == 2 and not _second_row(grid, row + 1):  # noqa: PLR2004
            continue
        read = _of_the_year(_read_head(grid, row, height), _years_above(grid, row))
        columns = [_said(c, grid, settled) for c in read]
        if _is_head(columns, strict=strict):
            table = Table(grid, row, row + height, _joint(grid, row + height, columns))
            _settle(table)
            return table
    return None


def _joint(grid: Grid, first: int, columns: list[Column]) -> list[Column]:
    """A head of two (分值/得分) over cells of two (20/19.5) as two columns."""
    found: list[Column] = []
    for c in columns:
        heads = [column(h) for h in re.split(r"[/／]", c.label)]
        rows = range(first, min(first + _SAMPLED_ROWS, len(grid.rows)))
        texts = [x.text for r in rows for x in c.cells(grid, r) if x.text and x.row == r]
        two = len(heads) == 2 and all(h.certainty >= _SURE for h in heads)  # noqa: PLR2004
        if two and texts and sum(bool(_TWO.fullmatch(t.strip())) for t in texts) * 2 > len(texts):
            found += [
                replace(c, field=h.field, certainty=h.certainty, part=i)
                for i, h in enumerate(heads)
            ]
        else:
            found.append(c)
    return found


def _years_above(grid: Grid, row: int) -> set[int]:
    """The years that titles and labels above the head name."""
    years: set[int] = set()
    for above in range(max(0, row - _TITLE_ROWS), row):
        for cell in grid.own(above):
            if len(cell.text) < 60:  # noqa: PLR2004 - longer text is no title
                years.update(int(y) for y in _TITLE_YEAR.findall(fold(cell.text)))
    return years


def _of_the_year(columns: list[Column], told: set[int]) -> list[Column]:
    """Targets and actuals of another year (2021年实际实现值, N-1年) are no data of this one."""
    years = {
        name: {y for c in columns if c.field == name and (y := year_of_head(c.above + c.label))}
        for name in ("target", "actual")
    }
    both = years["target"] & years["actual"]
    named = years["target"] | years["actual"]
    if not named:
        return columns
    # of the years above (a block of money has last year's too), the last that this head names as well
    year = max(told & (both or named), default=max(told, default=None))
    own = year if year in named else max(both or years["target"] or named)
    plain = {
        name
        for name in years
        if any(c.field == name and not year_of_head(c.above + c.label) for c in columns)
    }

    def other(c: Column) -> bool:
        y = year_of_head(c.above + c.label) if c.field in years else None
        return y is not None and (y != own or (c.field in plain and y != year))

    return [replace(c, field="other", certainty=1.0) if other(c) else c for c in columns]


def _said(c: Column, grid: Grid, settled: Settled) -> Column:
    """The column with the field that a person gave it."""
    chosen = settled.get((grid.name, c.first))
    return c if chosen is None else replace(c, field=chosen, certainty=2.0)


def _second_row(grid: Grid, row: int) -> bool:
    """Whether the row can be the lower half of a head: nothing begins in it but labels."""
    own = grid.own(row)
    return bool(own) and (
        all(column(c.text).certainty > 0 and not level1(c.text) for c in own) or _beneath(grid, row)
    )


def _beneath(grid: Grid, row: int) -> bool:
    """Whether the row only parts the wide heads above it: every other head there reaches down into it, and none of its cells is data."""
    above = grid.own(row - 1)
    wide = [c for c in above if c.colspan > 1 and c.last_row < row]
    if any(c not in wide and c.last_row < row for c in above):
        return False
    parts = [
        [c for c in grid.own(row) if w.col <= c.col and c.last_col <= w.last_col] for w in wide
    ]
    if not any(len(p) > 1 for p in parts):
        return False
    if sum(map(len, parts)) < len(grid.own(row)):
        return False
    return not any(any(ch.isdigit() for ch in c.text) or level1(c.text) for p in parts for c in p)


def _read_head(grid: Grid, row: int, height: int) -> list[Column]:
    bottom = row + height - 1
    columns: list[Column] = []
    col, width = 0, max(len(grid.rows[r]) for r in range(row, bottom + 1))
    while col < width:
        upper, lower = grid.at(row, col), grid.at(bottom, col)
        last = col
        while (
            last + 1 < width and (lower or upper) is not None
            and grid.at(bottom, last + 1) is lower and grid.at(row, last + 1) is upper
        ):  # fmt: skip
            last += 1
        # a label that reaches down beside the data names the block, not a column
        shown = [c for c in (upper, lower) if c is not None and c.last_row <= bottom + 1]
        shown = [c for i, c in enumerate(shown) if i == 0 or c is not shown[0]]
        columns.append(_meaning(col, last, [c.text for c in shown if c.text]))
        col = last + 1
    return columns


def _meaning(first: int, last: int, texts: list[str]) -> Column:
    if not texts:
        return Column(first, last, "", "", 0.0)
    label = "".join(texts[-1].split())
    above = "".join(texts[0].split()) if len(texts) > 1 else ""
    found = column(texts[-1])
    if above and found.certainty < _SURE and not (found.certainty == 0 and no_value(label)):
        joined = column(above + label)
        # 完成情况 over 数值: the value of what is told there
        bare_value = found.certainty == 0 and label.endswith(("值", "数"))
        value = column(_TOLD.sub("", above) + "值") if bare_value else joined
        found = max(found, joined, value, column(above), key=lambda m: m.certainty)
    return Column(first, last, label, found.field, found.certainty, above)


def _is_head(columns: list[Column], *, strict: bool) -> bool:
    found = {c.field for c in columns if c.field} - {"other"}
    sure = {c.field for c in columns if c.certainty >= _SURE}
    valued = found & {"target", "actual", "long_target", "completion"}
    levels = {"level1", "level2"} <= found
    named = "name" in found or levels
    if not strict:
        return levels and len(columns) > _LEAST_FIELDS
    if not (named and valued):
        return False
    return len(found) >= _LEAST_FIELDS or ("name" in sure and bool(valued & sure))


def _settle(table: Table) -> None:
    """One column a field: what a person said, then the surest, then what the cells themselves show."""
    _halves(table)
    _signs(table)
    _by_content(table)
    _one_each(table)
    by_elimination(table)
    _stand_ins(table)
    for c in table.columns:
        why = _why_doubtful(table, c)
        if why:
            samples = tuple(_samples(table, c)[:_SAMPLES])
            taken = tuple((o.field, o.label) for o in table.columns if o is not c and o.field)
            table.doubts.append(
                DoubtfulColumn(table.grid.name, c.first, c.label, c.field, samples, why, taken)
            )


def _halves(table: Table) -> None:
    """实施期目标 beside 年度目标: two tables in one; the year's is read, else the right one."""
    names = [i for i, c in enumerate(table.columns) if c.field == "name"]
    values = [i for i, c in enumerate(table.columns) if c.field == "target"]
    if len(names) != 2 or len(values) != 2 or not names[0] < values[0] < names[1] < values[1]:  # noqa: PLR2004
        return
    cut = next(
        (i for i in range(values[0] + 1, names[1]) if table.columns[i].field == "level2"), names[1]
    )
    heads = [_heads_above(table, i) for i in values]
    left = "年度" in heads[0] and "年度" not in heads[1]
    dropped = range(cut, values[1] + 1) if left else range(names[0], values[0] + 1)
    for i in dropped:
        table.columns[i] = replace(table.columns[i], field="long_target", certainty=1.0)
    level2_at = [i for i, c in enumerate(table.columns) if c.field == "level2"]
    if len(level2_at) == 2:  # noqa: PLR2004
        away = level2_at[1] if left else level2_at[0]
        table.columns[away] = replace(table.columns[away], field="long_target", certainty=1.0)


def _heads_above(table: Table, index: int) -> str:
    c = table.columns[index]
    above = table.grid.at(table.head - 1, c.first)
    return c.above + c.label + (above.text if above else "")


def _by_content(table: Table) -> None:
    """Columns whose cells are words of levels are level columns, whatever their head says."""
    fields = {c.field for c in table.columns if c.certainty >= _SURE}
    if {"level1", "level2", "name"} <= fields:
        return
    split: list[Column] = []
    for c in table.columns:
        wide = c.last > c.first and c.field in {"name", "", "level1"} and c.certainty <= _SURE + 0.3
        parts = [replace(c, first=i, last=i) for i in range(c.first, c.last + 1)] if wide else [c]
        split += parts if wide and _differs(table, parts) else [c]
    for name, test in (("level1", lambda t: bool(level1(t))), ("level2", names_kind)):
        if name in {c.field for c in split if c.certainty >= _SURE}:
            continue
        for i, c in enumerate(split):
            texts = _samples(table, c)
            if (
                c.field in {"", "name", "level1", "level2"} and c.certainty <= 1.0
                and texts and sum(map(test, texts)) * 2 > len(texts)
                and not (name == "level2" and c.field == "level1")
            ):  # fmt: skip
                split[i] = replace(c, field=name, certainty=0.9)
                break
    if not any(c.field == "name" for c in split):
        after = max((c.last for c in split if c.field in {"level1", "level2"}), default=-1)
        for i, c in enumerate(split):
            if c.first > after and c.field == "" and _samples(table, c):
                split[i] = replace(c, field="name", certainty=0.6)
                break
    table.columns = split


def _signs(table: Table) -> None:
    """A column of signs, whatever its head says, where no other column is one."""
    if table.column("sign") is not None:
        return
    for i, c in enumerate(table.columns):
        texts = _samples(table, c)
        if (
            (not c.field or c.certainty < _SURE)
            and len(texts) > 1
            and all(_is_sign(t) for t in texts)
        ):
            table.columns[i] = replace(c, field="sign", certainty=0.9)
            return


def _is_sign(text: str) -> bool:
    """≥, ＝, 不低于, 定性: what only a column of signs holds."""
    told = bool(wording.sign(text)) or wording.direction(text) == "定性"
    return told and not any(c.isdigit() for c in text)


def _differs(table: Table, parts: list[Column]) -> bool:
    """Whether the places under one wide head hold different cells in some row."""
    rows = range(table.first, min(table.first + _SAMPLED_ROWS, len(table.grid.rows)))
    return any(
        table.grid.at(r, parts[0].first) is not table.grid.at(r, parts[-1].first) for r in rows
    )


def _one_each(table: Table) -> None:
    by_field: dict[str, list[int]] = {}
    for i, c in enumerate(table.columns):
        if c.field and c.field not in {"other", "long_target"}:
            by_field.setdefault(c.field, []).append(i)
    for name, places in by_field.items():
        if len(places) == 1:
            continue

        def rank(i: int, name: str = name) -> tuple[float, int, int, int]:
            c = table.columns[i]
            words = _PREFERRED.get(name, ())
            said = c.above + c.label
            place = next((n for n, word in enumerate(words) if word in said), len(words))
            visible = not any(cell.hidden for cell in c.cells(table.grid, table.head))
            if c.certainty < 1 and fund_column(c.label):
                return (
                    0.0,
                    -place,
                    0,
                    -i,
                )  # an amount of money (执行数), where another column says it is the value
            return (c.certainty if c.certainty > 1 else min(c.certainty, 0.8) + visible, -place,
                    int(bool(_samples(table, c))), -i)  # fmt: skip

        best = max(places, key=rank)
        for i in (i for i in places if i != best):
            c = table.columns[i]
            spare = name if name in _SPARE and c.certainty >= _STATED else ""
            table.columns[i] = replace(c, field="", certainty=0.0, spare=spare)


def _stand_ins(table: Table) -> None:
    """完成情况 is the actual where no other column is; a 中期 value the target where there is no other."""
    for wanted, taken in (("actual", "completion"), ("target", "long_target")):
        if table.column(wanted) is None:
            for i, c in enumerate(table.columns):
                if (
                    c.field == taken
                    and c.certainty <= 1.0
                    and (wanted != "actual" or "情况" in c.label)
                ):
                    table.columns[i] = replace(c, field=wanted, certainty=0.5)
                    break


def _why_doubtful(table: Table, c: Column) -> str:
    if c.certainty > 1 or c.field in {"other", "long_target"}:
        return ""
    texts = _samples(table, c)
    if not texts:
        return ""
    if c.spare:
        return ""
    if not c.field:
        same = [o for o in table.columns if o.field and column(c.label).field == o.field]
        if same:
            return f"与“{same[0].label}”意思相同，只读了后者"
        return "不认识这一列的表头" if c.label else "这一列没有表头"
    if c.certainty < _SURE:
        return f"表头不是常用的说法，读作“{FIELD_NAMES[c.field]}”"
    return ""


def _sampled_rows(grid: Grid, first: int) -> Iterator[int]:
    for r in range(first, min(first + _SAMPLED_ROWS, len(grid.rows))):
        own = grid.own(r)
        if own and own[0].col == 0 and (is_total(own[0].text) or is_note(own[0].text)):
            return
        yield r


def _samples(table: Table, c: Column) -> list[str]:
    """Texts that begin under the head, of the first rows."""
    return table.texts(c.first, c.last)


def column_place(grid: str, col: int, label: str) -> str:
    """How messages name a column."""
    word = grid.startswith("表") and grid[1:].isdecimal()
    name = f"{grid} 第{col + 1}列" if word else f"{grid}!{column_letter(col)}列"
    return f"{name}“{label}”" if label else name
