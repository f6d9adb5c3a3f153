"""Labels with a value beside them: whose project it is, its year, its goal, its total, and who signs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.forms.read import wording
from assistant.forms.read.beside import (
    GRADES,
    TOTALS,
    UNNEEDED,
    goal_kind,
    is_label,
    is_line_of_labels,
    label_of,
    place_of,
    seems_label,
    strength,
    value_of,
)
from assistant.forms.read.beside import YEARS as YEAR_LABELS
from assistant.forms.read.imported import Printed, Value
from assistant.forms.read.labels import fund_column
from assistant.forms.read.rows import Log, Read
from assistant.forms.read.segments import Segment
from assistant.patterns import regex
from assistant.sheets.grid import Cell, Grid
from assistant.values.reading import YEARS, fold, read_date

_PASSAGES = frozenset(
    {("项目", "概况"), ("资金", "管理"), ("报告", "结果应用"), ("报告", "其他说明")}
)
_GRADE_WORDS = frozenset({"优", "良", "中", "差", "优秀", "良好", "合格", "不合格"})
#: the code of a unit before its name: 028-县住房和城乡建设局, [028]县教育局
_CODE = regex(r"^[\[［【(（]?\d{3,}[\]］】)）]?\s*[-—－_]?\s*(?=[\u4e00-\u9fff])")
_NAMED_UNITS = frozenset({("项目", "主管部门"), ("项目", "实施单位")})
#: a year that a text names; that of a day or month (2026年3月20日) is none
_YEAR_IN = regex(
    r"(?<!\d)((?:19|20)\d{2})\s*(?P<how>年度|年(?!\s*\d{1,2}\s*月)|-\s*\d{4}年(?!\s*\d{1,2}\s*月))"
)


def identity(segment: Segment, log: Log, rows: Iterable[int]) -> tuple[list[Value], list[Printed]]:
    """Values of labelled cells in the rows given (those outside the tables)."""
    grid = segment.grid
    found: dict[tuple[str | int, ...], Value] = {}
    printed: list[Printed] = []
    if segment.name_cell is not None:
        cell = segment.name_cell
        found["项目", "名称"] = Value(("项目", "名称"), segment.name, cell.origin)
        log.used.add(cell)
    for row in rows:
        for cell in grid.own(row):
            if is_line_of_labels(cell.text):
                continue  # read as lines of documents are
            label = label_of(cell.text)
            place = place_of(label)
            if label in GRADES:
                _grade(grid, cell, log, printed)
            elif label in TOTALS:
                _total(grid, cell, log, printed)
            elif label in YEAR_LABELS:
                _labelled_year(grid, cell, log, found)
            elif label in UNNEEDED:
                said, where = value_of(grid, cell)
                log.used.update(c for c in (cell, where) if c is not None)
                if where is not None and not wording.is_template(said):
                    log.signers.append((label, where.origin))
            elif place is not None:
                _take(grid, cell, place, log, found)
    return list(found.values()), printed


def _take(
    grid: Grid,
    cell: Cell,
    place: tuple[str | int, ...],
    log: Log,
    found: dict[tuple[str | int, ...], Value],
) -> None:
    text, where = value_of(grid, cell, text=place in _PASSAGES)
    log.used.add(cell)
    if where is None or wording.is_template(text):
        return
    log.used.add(where)
    if place == ("报告", "成文日期"):
        try:
            read_date(text)
        except ValueError:
            log.not_understood.append(f"{where.origin}：“{text[:60]}”读不成日期，没有写入")
            return
    label = label_of(cell.text)
    bare_text = _CODE.sub("", text) if place in _NAMED_UNITS else text
    note = f"编码没有写入：{text}" if bare_text != text else ""
    value = Value(place, bare_text, where.origin, note, strength(label))
    old = found.get(place)
    found[place] = value if old is None else surer(old, value, log, silent=label == "地方主管部门")


def surer(old: Value, new: Value, log: Log, *, silent: bool = False) -> Value:
    """Of two values of one place the one whose label names the key more surely, else the first; the other is said."""
    kept, other = (new, old) if new.strength > old.strength else (old, new)
    if fold(kept.text) != fold(other.text) and not (silent and kept is new):
        key = ".".join(map(str, new.place))
        log.doubts.append(
            f"{other.origin}：{key}另写“{other.text[:40]}”，已采用 {kept.origin} 的“{kept.text[:40]}”"
        )
    return kept


def _labelled_year(
    grid: Grid, cell: Cell, log: Log, found: dict[tuple[str | int, ...], Value]
) -> None:
    text, where = value_of(grid, cell)
    digits = re.search(r"(?:19|20)\d{2}", fold(text)) if where is not None else None
    if digits and where is not None:
        log.used.update((cell, where))
        found.setdefault(("项目", "年度"), Value(("项目", "年度"), digits[0], where.origin))


def _grade(grid: Grid, cell: Cell, log: Log, printed: list[Printed]) -> None:
    text, where = value_of(grid, cell)
    if where is not None and fold(text) in _GRADE_WORDS:
        log.used.update((cell, where))
        printed.append(Printed("等级", text, None, where.origin, cells=(where,)))


def _total(grid: Grid, cell: Cell, log: Log, printed: list[Printed]) -> None:
    """自评总分 in the form's head: a figure that the form prints, no data."""
    text, where = value_of(grid, cell)
    number = wording.points(text) if where is not None else None
    if number is not None and where is not None:
        log.used.update((cell, where))
        printed.append(Printed("总分", text, number, where.origin, cells=(where,)))


def year_in(text: str) -> str:
    """The budget year that a title or sentence names, 2021年度 before 2021年; "" for none, a day's year is none."""
    told = [m for m in _YEAR_IN.finditer(fold(text)) if int(m[1]) in YEARS]
    best = next((m for m in told if m["how"] == "年度"), told[0] if told else None)
    return best[1] if best else ""


def goals(segment: Segment, log: Log, rows: Iterable[int]) -> dict[str, Read]:
    """总体目标 as 预期 and 实际: heads with the texts below, or labels with the texts beside."""
    grid = segment.grid
    found: dict[str, Read] = {}
    wanted = set(rows)
    for row in sorted(wanted):
        for cell in grid.own(row):
            kind = goal_kind(cell.text)
            if not kind or cell in log.used or _heads_a_list(grid, cell):
                continue
            cells = _goal_cells(grid, cell, wanted)
            if not cells:
                continue
            log.used.update((cell, *cells))
            own = cells == [cell]
            texts = [
                wording.flat(re.split(r"[:：]", c.text, maxsplit=1)[1] if own else c.text)
                for c in cells
            ]
            words = "\n".join(t for t in texts if not wording.is_template(t))
            if words and kind != "中期" and kind not in found:
                found[kind] = Read(words, cells[0].origin, cells=tuple(cells))
    expected = found.get("预期")
    if expected is not None and "实际" not in found and len(expected.cells) == 1:
        _untold_result(segment, expected.cells[0], found, log)
    return found


def _heads_a_list(grid: Grid, cell: Cell) -> bool:
    """Whether its column is of a list of tasks with their money (任务名称 | 预算数 | 执行数 | 完成情况)."""
    heads = {fund_column(c.text) for c in grid.own(cell.row) if c is not cell}
    return len(heads & {"initial", "budget", "arrived", "executed"}) > 1


def _untold_result(segment: Segment, cell: Cell, found: dict[str, Read], log: Log) -> None:
    """What came of the goal, where it stands right beside the goal and no head names it; said."""
    grid = segment.grid
    beside = grid.at(cell.row, cell.last_col + 1)
    if beside is None or beside.row != cell.row or beside in log.used or _says_nothing(beside):
        return
    if beside.last_col + 1 < len(grid.rows[cell.row]) and any(
        c.text for c in grid.own(cell.row) if c.col > beside.last_col
    ):
        return  # more cells follow: no pair of goal and result
    log.used.add(beside)
    found["实际"] = Read(wording.flat(beside.text), beside.origin, cells=(beside,))
    log.doubts.append(
        f"{beside.origin}：在年度目标右边、没有标题，按总体目标的实际完成情况读入，请核对"
    )


def _says_nothing(cell: Cell) -> bool:
    """Whether the cell says nothing of its own."""
    return not cell.text or wording.is_template(cell.text) or seems_label(cell.text)


def _goal_cells(grid: Grid, cell: Cell, wanted: set[int]) -> list[Cell]:
    """The cells of the passage that a goal's label names."""
    inside = re.split(r"[:：]", cell.text, maxsplit=1)
    if len(inside) == 2 and inside[1].strip():  # noqa: PLR2004
        return [cell]
    right = [
        c
        for r in range(cell.row, cell.last_row + 1)
        if (c := grid.at(r, cell.last_col + 1)) is not None and c.row == r
    ]
    if any(c.text for c in right) and not any(
        goal_kind(c.text) or seems_label(c.text) for c in right
    ):
        return [c for c in right if c.text]
    if cell.rowspan > 1:
        return []  # it names the block, and the block has heads of its own
    # a head: the text below it, down to where the block ends
    block = grid.at(cell.row, cell.col - 1)
    beside_head = block is not None and block.text and block.rowspan > 1
    last = block.last_row if block is not None and beside_head else cell.last_row + 1
    below: list[Cell] = []
    for r in range(cell.last_row + 1, last + 1):
        c = grid.at(r, cell.col)
        if c is None or c.row != r or r not in wanted or c.col != cell.col:
            break
        if is_label(c.text) or goal_kind(c.text):
            break
        below.append(c)
    return [c for c in below if c.text]
