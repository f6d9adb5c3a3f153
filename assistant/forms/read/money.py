"""The block 项目资金 of a form: its columns, its sources, its unit, and the rates printed beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant.forms.read import wording
from assistant.forms.read.beside import NAMES, label_of
from assistant.forms.read.imported import Printed, Value
from assistant.forms.read.labels import bare, fund_column, fund_label, year_of_head
from assistant.forms.read.money_by_rate import by_rate
from assistant.forms.read.rows import Log
from assistant.forms.read.segments import Segment
from assistant.forms.read.subtotals import sums_the_rest, without_subtotals
from assistant.patterns import regex
from assistant.sheets.grid import Cell, Grid
from assistant.values.printing import plain
from assistant.values.reading import fold
from assistant.values.units import MONEY_SIZES

KEYS = {"initial": "年初预算", "budget": "全年预算", "arrived": "到位", "executed": "执行"}
_SOURCE = regex(
    r"资金|拨款|总额|合计|总计|结转|结余|补助|预算|收入|财政|其他|自筹|债券|贷款|专户|配套|社会|中央|省|市|县|区|本级"
)
#: a source as the head of a column: 中央, 本级, 县级财政资金, 其他, 合计
_SOURCE_HEAD = regex(
    r"(?:中央|自治区|省|市|州|盟|县|区|旗|镇|乡|本|上|地方|其他|财政|单位|社会|自有|自筹|上年|以前年度|当年|年度|一般公共预算|政府性基金|专项|专户)+"
    r"级?(?:财政|预算)*(?:内|管理)?(?:资金|拨款|补助|配套|结转|结余|转移支付|债券|收入|投入|自筹|经费|贷款|安排)*|"
    r"(?:年度|项目|全年)*(?:资金|预算)*(?:总额|合计|总计|小计)"
)
_TOTAL = regex(
    r"(?:年度|项目|全年|本年|预算|资金)*(?:资金|预算)?(?:总额|合计|总计)|合计|总计|小计|年度资金|资金|项目资金|预算资金|"
    r"项目总投资|年度预算|预算执行|年度预算资金"
)
#: a column of what was added or taken: 调整数（+/-）, 年中调整, 审核调整（±）
_CHANGE = regex(r"(?:年中|年度|中期|审核|预算)?调(?:整|增减|剂)(?:数|额|金额|情况)?")
_PREFIX = regex(r"^(?:其中[:：、,，]*|其[:：])|^[①-⑳\d]{1,2}[.、．)）]|^[-—·]+")
_UNIT = regex(r"亿元|万元|千元|(?<![万亿千百])元")
_STATED = regex(
    r"(?:金额|计量|货币|资金)?单位[:：]?(?:人民币)?(亿元|万元|千元|元)|^[(（](?:人民币)?(亿元|万元|千元|元)[)）]$|"
    r"^[^:：]{2,6}[:：](?:人民币)?(亿元|万元|千元|元)(?:[(（，,].*)?$"
)
_IN_BRACKETS = regex(r"[(（](?:金额)?(?:单位)?[:：]?(?:人民币)?(亿元|万元|千元|元)[)）]")
_STOP = regex(r"目标|指标|完成情况")
#: units of forms; the data have no 千元, whose amounts are written in 元
_SIZES = MONEY_SIZES | {"千元": Decimal(1000)}
#: a wide head that only gathers the amounts under it
_OVER = regex(r"(?:项目|预算|年度)*(?:金额|资金|预算|收支|执行)(?:情况|安排|数)?$")
_MOST_ROWS = 25
_LEAST_LABELS = 2
#: the head of a column of units, and no source
_UNIT_HEAD = "单位"
_LARGE = Decimal(1_000_000)
#: 100 million yuan in units of 10,000: without a unit, a number this big is one of yuan
_NOT_IN_WAN = Decimal(10_000)
_LONGEST_SOURCE = 16


@dataclass(slots=True)
class FundRow:
    """One source as the form has it; amounts by field, in the unit of the block.

    `cells` are the cells of all its columns: rate, weight and score too.
    """

    source: str
    cell: Cell
    amounts: dict[str, Decimal] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    reason: Cell | None = None
    #: the unit that the row's own label states, "" for none
    unit: str = ""

    @property
    def is_total(self) -> bool:
        """Whether it sums the others."""
        return not self.source or bool(_TOTAL.fullmatch(bare(self.source)))


@dataclass(slots=True)
class FundBlock:
    """The money of one form: its columns, its rows, the unit that its amounts are in ("" where none is stated)."""

    grid: Grid
    columns: dict[str, tuple[int, int]]
    row: int
    unit: str
    rows: list[FundRow] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)


def find_funds(segment: Segment, log: Log, rows: Iterable[int]) -> FundBlock | None:
    """The first block of money in the rows given (those outside the tables), None where there is none."""
    for row in rows:
        block = (
            _pairs(segment, row, log)
            or _grouped(segment, row, log)
            or _across(segment, row, log)
            or _head(segment, row, log)
            or _pairs(segment, row, log, alone=True)
        )
        if block is not None and block.rows:
            return block
    return None


def _heads(grid: Grid, row: int) -> tuple[list[tuple[str, Cell]], int]:
    """The labels of a head of one or two rows with what they name, and its last row."""
    found: list[tuple[str, Cell]] = []
    bottom = row
    for cell in grid.row(row):
        if not cell.text or row not in {cell.row, cell.last_row} or cell.last_row > row + 1:
            continue
        below = [c for c in grid.row(row + 1) if cell.col <= c.col and c.last_col <= cell.last_col]
        names = _halves(cell, below)
        if any(names):
            found += [(n, b) for n, b in zip(names, below, strict=True) if n]
            bottom = row + 1
            continue
        name = fund_column(cell.text)
        if name:
            found.append((name, cell))
            bottom = max(bottom, cell.last_row)
    return found, bottom


def _halves(cell: Cell, below: list[Cell]) -> list[str]:
    """What the labels under a wide head name (预算数: 年初, 调整后), "" for one that is not known; empty where they are no labels."""
    if cell.colspan == 1 or cell.rowspan > 1 or len(below) < 2:  # noqa: PLR2004
        return []
    if not (fund_column(cell.text) or _OVER.match(bare(cell.text))):
        return []
    if any(wording.is_blank(b.text) or wording.amount(b.text) is not None for b in below):
        return []
    joined = [fund_column(b.text) or fund_column(f"{b.text}{cell.text}") for b in below]
    return joined if all(joined) else [fund_column(b.text) for b in below]


def _head(segment: Segment, row: int, log: Log) -> FundBlock | None:
    """A head row with the amounts' columns, and rows of sources below."""
    grid = segment.grid
    heads, bottom = _heads(grid, row)
    if any(label_of(c.text) in NAMES and fund_column(_next(grid, c)) for c in grid.own(row)):
        return None  # a list of projects with their money, and no block of one
    years = [y for _, c in heads if (y := year_of_head(c.text))]
    found: dict[str, Cell] = {}
    plain_budget: Cell | None = None
    for name, cell in heads:
        year = year_of_head(cell.text)
        if year and year < max(years):
            continue  # what was budgeted and spent in another year
        if name == "budget" and (_CHANGE.fullmatch(bare(cell.text)) and _after_change(heads)):
            log.used.update(_below(grid, cell, segment.end))
            continue  # by how much it was changed, beside what it was then
        if name == "budget" and "budget" in found:
            # 预算数 beside 调整后预算数: the plain one is the year's first budget
            adjusted = "调整" in found["budget"].text
            other = cell if adjusted else found["budget"]
            plain_budget = other if "调整" in (found["budget"].text + cell.text) else None
            found["budget"] = found["budget"] if adjusted else cell
            continue
        found.setdefault(name, cell)
    if plain_budget is not None:
        found.setdefault("initial", plain_budget)
    told = by_rate(grid, found, bottom + 1, segment.end)
    found |= told
    amounts = {k: c for k, c in found.items() if k in KEYS}
    if (
        not amounts
        or len(found) < _LEAST_LABELS
        or not {"budget", "executed", "initial"} & set(amounts)
    ):
        return None
    columns = {k: (c.col, c.last_col) for k, c in found.items()}
    block = FundBlock(grid, columns, row, _unit_of(segment, row, list(found.values())))
    first_money = min(c.col for c in amounts.values())
    for r in range(bottom + 1, min(segment.end, bottom + 1 + _MOST_ROWS)):
        if not _fund_row(block, r, first_money, log):
            break
    if block.rows:
        for name, cell in told.items():
            log.doubts.append(
                f"{cell.origin}：表头“{wording.flat(cell.text)[:20]}”按表内的执行率推算，读作{KEYS[name]}，请核对"
            )
        log.used.update(told.values())
        _settle_units(block)
        for r in range(row, bottom + 1):
            log.used.update(c for c in grid.row(r) if fund_column(c.text) or c.col < first_money)
    return block


def _next(grid: Grid, cell: Cell) -> str:
    beside = grid.at(cell.row, cell.last_col + 1)
    return beside.text if beside is not None else ""


def _after_change(heads: list[tuple[str, Cell]]) -> bool:
    return any(n == "budget" and not _CHANGE.fullmatch(bare(c.text)) for n, c in heads)


def _below(grid: Grid, head: Cell, end: int) -> list[Cell]:
    """The head and the amounts under it, down to the first that is none."""
    found = [head]
    for row in range(head.last_row + 1, min(end, head.last_row + 1 + _MOST_ROWS)):
        cell = grid.at(row, head.col)
        if cell is None or (cell.text and wording.amount(cell.text) is None):
            break
        found.append(cell)
    return found


def _fund_row(block: FundBlock, r: int, first_money: int, log: Log) -> bool:
    """Reads one source; False where the block ends."""
    grid = block.grid
    own = grid.own(r)
    if not own:
        return True
    left = [c for c in grid.row(r) if c.text and c.last_col < first_money]
    labels = [c for c in left if c.row == r and c.rowspan == 1] or [c for c in left if c.row == r]
    labels = [c for c in labels if wording.amount(c.text) is None and wording.ratio(c.text) is None]
    units = [c for c in labels if fold(c.text).strip() in _SIZES]  # a column 单位 beside the source
    labels = [c for c in labels if c not in units]
    label = source_name(labels[-1].text) if labels else ""
    if any(_STOP.search(bare(c.text)) for c in labels):
        return False
    if label and wording.is_template(label):
        log.used.update(own)
        return True
    unit = fold(units[-1].text).strip() if units else _unit_in(labels[-1].text) if labels else ""
    made = FundRow(label, labels[-1] if labels else own[0], unit=unit)
    numeric = False
    under = {
        name: cell
        for name, (first, last) in block.columns.items()
        if (cell := next((c for c in grid.row(r) if c.text and first <= c.col <= last), None))
        and cell.row == r
    }
    sourced = bool(label and _SOURCE.search(label))
    if not sourced and not any(_is_figure(c) for n, c in under.items() if n in KEYS):
        return False  # another block begins
    for name, cell in under.items():
        numeric = _fund_cell(block, made, name, cell, log) or numeric
    if not numeric and not sourced:
        return False
    log.used.update([*labels, *units])
    block.rows.append(made)
    return True


def _is_figure(cell: Cell) -> bool:
    return wording.amount(cell.text) is not None or (cell.number is not None and not cell.percent)


def _fund_cell(block: FundBlock, made: FundRow, name: str, cell: Cell, log: Log) -> bool:
    """Takes one cell of a source's row; True for an amount."""
    made.cells.setdefault(name, cell)
    if wording.is_blank(cell.text):
        log.used.add(cell)
        return False
    if name == "reason":
        log.used.add(cell)
        made.reason = None if wording.is_fill_in(cell.text) else cell
        return False
    if name in {"rate", "weight", "score"}:
        _figure(block, made, name, cell, log)
        return False
    read = wording.amount(cell.text)
    if read is None and cell.number is not None and not cell.percent:
        read = cell.number, ""
    if read is None:
        log.lost(cell, "读不成金额，没有写入")
        return False
    value, unit = read
    log.used.add(cell)
    if value < 0:
        log.lost(cell, "是负数，没有写入")
        return False
    unit = unit or made.unit
    if unit and not block.unit:
        block.unit = unit  # stated in the cell or beside it, and nowhere else
    if unit and unit != block.unit:
        value = value * _SIZES[unit] / _SIZES[block.unit]
    made.amounts[name] = value
    made.cells[name] = cell
    return True


def _settle_units(block: FundBlock) -> None:
    """Where only the row of the total says 元, the rows under it that say nothing are in 元 too."""
    stated = [r.unit for r in block.rows if r.unit]
    if not stated or stated[0] == block.unit or not block.rows[0].unit:
        return
    for row in block.rows:
        if not row.unit:
            own = {n for n in row.amounts if (a := wording.amount(row.cells[n].text)) and a[1]}
            for name in set(row.amounts) - own:
                row.amounts[name] = row.amounts[name] * _SIZES[stated[0]] / _SIZES[block.unit]


def _figure(block: FundBlock, made: FundRow, name: str, cell: Cell, log: Log) -> None:
    log.used.add(cell)
    kind = {"rate": "执行率", "weight": "执行分值", "score": "执行得分"}[name]
    if any(p.kind == kind for p in block.printed) and not made.is_total:
        return  # the rates of single sources are not the form's rate
    value = wording.ratio(cell.text) if name == "rate" else wording.points(cell.text)
    if name == "rate" and value is not None and "%" not in fold(cell.text) and value > 2:  # noqa: PLR2004
        value /= 100  # printed as 86.19 under a head that says %
    block.printed = [p for p in block.printed if p.kind != kind]
    block.printed.append(Printed(kind, cell.text, value, cell.origin))  # type: ignore[arg-type] # from the table above


def _source_heads(grid: Grid, row: int) -> tuple[dict[int, tuple[str, Cell]], dict[str, FundRow]]:
    """The columns of a head that name amounts, and those that name sources."""
    heads: dict[int, tuple[str, Cell]] = {}
    sources: dict[str, FundRow] = {}
    for cell in grid.own(row):
        name = source_name(cell.text)
        if wording.amount(cell.text) is not None or len(name) > _LONGEST_SOURCE:
            continue
        kind = fund_column(cell.text)
        if kind:
            heads[cell.col] = (kind, cell)
        elif _SOURCE_HEAD.fullmatch(bare(name)) and bare(name) != _UNIT_HEAD and cell.rowspan == 1:
            sources[name] = FundRow(name, cell, unit=_unit_in(cell.text))
    return heads, sources


def _grouped(segment: Segment, row: int, log: Log) -> FundBlock | None:
    """预算安排 | 其中：市级 | 其中：省级 | 实际使用 | 其中：市级 | …, and the amounts in the row below."""
    grid = segment.grid
    kind, total = "", None
    found: dict[str, FundRow] = {}
    cells: list[tuple[FundRow, str, Cell]] = []
    block = FundBlock(grid, {}, row, "")
    for head in grid.own(row):
        said = fund_column(head.text)
        value = grid.at(head.last_row + 1, head.col)
        if value is None or value.row != head.last_row + 1 or wording.amount(value.text) is None:
            return None
        if said in KEYS:
            kind = said
            total = total or FundRow("", head, unit=_unit_in(head.text))
            cells.append((total, kind, value))
        elif kind and _PREFIX.match(wording.flat(head.text)):
            name = source_name(head.text)
            made = found.setdefault(name, FundRow(name, head, unit=_unit_in(head.text)))
            cells.append((made, kind, value))
        else:
            return None
    if total is None or len({k for r, k, _ in cells if r is total}) < _LEAST_LABELS or not found:
        return None
    block.unit = _unit_of(segment, row, grid.own(row))
    for made, name, value in cells:
        _fund_cell(block, made, name, value, log)
    log.used.update(grid.own(row))
    block.rows = [total, *found.values()]
    return block


def _sources_below(grid: Grid, row: int, first: int, end: int) -> bool:
    """Whether a row below the head, before its amounts, names a source of its own."""
    for r in range(row, min(end, row + _MOST_ROWS)):
        left = [c for c in grid.own(r) if c.last_col < first]
        if any(fund_column(c.text) for c in left):
            return False
        if any(_SOURCE_HEAD.fullmatch(bare(source_name(c.text))) and not _TOTAL.fullmatch(bare(c.text)) for c in left):  # fmt: skip
            return any(_is_figure(c) for c in grid.own(r) if c.col >= first)
    return False


def _across(segment: Segment, row: int, log: Log) -> FundBlock | None:
    """Sources as heads of columns: one row of amounts below, or a row for each kind of amount."""
    grid = segment.grid
    heads, sources = _source_heads(grid, row)
    if len(sources) < _LEAST_LABELS:
        return None
    bottom = max(r.cell.last_row for r in sources.values())
    block = FundBlock(grid, {}, row, _unit_of(segment, row, [r.cell for r in sources.values()]))
    total = next((r for r in sources.values() if r.is_total), None)
    first = min(r.cell.col for r in sources.values())
    if heads and _sources_below(grid, bottom + 1, first, segment.end):
        return (
            None  # the sources stand in rows: these heads are kinds of amounts (上年结转, 本年下达)
        )
    for r in range(bottom + 1, min(segment.end, bottom + 1 + _MOST_ROWS)):
        left = [c for c in grid.row(r) if c.text and c.last_col < first and c.row == r]
        kind = next((k for c in reversed(left) if (k := fund_column(c.text))), "")
        under = {n: grid.at(r, s.cell.col) for n, s in sources.items()}
        given = {n: c for n, c in under.items() if c is not None and c.text and c.row == r}
        amounts = [c for c in given.values() if wording.amount(c.text) is not None]
        figures = [c for c in given.values() if not wording.is_blank(c.text)]
        if not amounts or (not kind and (r > bottom + 1 or len(amounts) < len(figures))):
            if kind:
                continue
            break
        log.used.update(left)
        units = [c for c in grid.own(r) if fold(c.text).strip() in _SIZES]
        log.used.update(units)
        block.unit = block.unit or (fold(units[0].text).strip() if units else "")
        for name, cell in given.items():
            _fund_cell(block, sources[name], kind or "budget", cell, log)
        if kind:
            continue
        for col, (other, _) in heads.items():
            beside = grid.at(r, col)
            if beside is not None and beside.text:
                total = total or sources.setdefault("", FundRow("", beside))
                _fund_cell(block, total, other, beside, log)
        if heads:
            break
    if not any(s.amounts for s in sources.values()):
        return None
    log.used.update(grid.own(row))
    rows = [s for s in sources.values() if s.amounts]
    block.rows = sorted(rows, key=lambda s: not s.is_total)
    return block


def _pairs(segment: Segment, row: int, log: Log, *, alone: bool = False) -> FundBlock | None:
    """`预算数：| 100 | 执行数：| 98 | 执行率 | 98%`, and below `其中：财政拨款 | 100 | …`.

    With `alone` one amount will do: 年度资金总额：| 200, 项目金额 | 2.38万元.
    """
    grid = segment.grid
    pairs = _row_pairs(grid, row)
    kinds = {name for name, _, _ in pairs}
    if not {"budget", "executed", "initial"} & kinds or (len(kinds) < _LEAST_LABELS and not alone):
        return None
    block = FundBlock(grid, {}, row, _unit_of(segment, row, [c for _, c, _ in pairs]))
    total = FundRow("", pairs[0][1])
    places: dict[int, str] = {}
    for name, label, value in pairs:
        log.used.update((label, value))
        if name == "long":
            continue
        total.unit = _unit_in(label.text)
        _fund_cell(block, total, name, value, log)
        if name in KEYS:
            places[label.col] = name
    block.rows.append(total)
    by_source = _beside_total(block, row, pairs, log)
    for r in range(row + 1, min(segment.end, row + _MOST_ROWS)):
        if _further_line(block, total, by_source, r, kinds, log):
            continue
        labels = [c for c in grid.own(r) if c.col in places]
        sources = [(c, source_name(c.text)) for c in labels if _SOURCE.search(source_name(c.text))]
        if not sources or any(
            fund_column(c.text) in {"initial"} or _STOP.search(c.text) for c in labels
        ):
            break
        for label, name in sources:
            made = by_source.setdefault(name, FundRow(name, label, unit=_unit_in(label.text)))
            log.used.add(label)
            value_cell = _value_of_pair(grid, r, label)
            if value_cell is not None:
                _fund_cell(block, made, places[label.col], value_cell, log)
        for c in grid.own(r):
            beside = _value_of_pair(grid, r, c)
            if c.col in places or not _SOURCE.search(source_name(c.text)) or beside is None:
                continue
            if len(places) == 1 and "long" not in kinds and source_name(c.text) not in by_source:
                # 财政拨款 | 62.2 | 其他资金 | 12 under one amount: both are of it
                made = by_source[source_name(c.text)] = FundRow(
                    source_name(c.text), c, unit=_unit_in(c.text)
                )
                _fund_cell(block, made, next(iter(places.values())), beside, log)
            log.used.update((c, beside))  # else the amounts of more years, no data of this one
    block.rows += by_source.values()
    return block


def _further_line(
    block: FundBlock,
    total: FundRow,
    by_source: dict[str, FundRow],
    row: int,
    kinds: set[str],
    log: Log,
) -> bool:
    """执行数 | 197.6 | 其中：财政资金 | 167.6 on a line below that of 预算数: another amount of the same sources."""
    pairs = _row_pairs(block.grid, row)
    new = {name for name, _, _ in pairs}
    if not new or not new <= set(KEYS) - kinds:
        return False
    for name, label, value in pairs:
        log.used.update((label, value))
        _fund_cell(block, total, name, value, log)
    for name, beside in _beside_total(block, row, pairs, log).items():
        known = by_source.setdefault(name, beside)
        known.amounts = beside.amounts | known.amounts
        known.cells = beside.cells | known.cells
    kinds |= new
    return True


def _beside_total(
    block: FundBlock, row: int, pairs: list[tuple[str, Cell, Cell]], log: Log
) -> dict[str, FundRow]:
    """Sources on the line of the total: 年度资金总额 | 46.8 | 其中：本级财政 | 46.8 | 其他资金 | 0."""
    found: dict[str, FundRow] = {}
    kind = ""
    for label in block.grid.own(row):
        kind = next((name for name, c, _ in pairs if c is label), kind)
        name = source_name(label.text)
        value = _value_of_pair(block.grid, row, label)
        if label in log.used or kind not in KEYS or value is None or value in log.used:
            continue
        if _SOURCE_HEAD.fullmatch(bare(name)) and wording.amount(value.text) is not None:
            made = found.setdefault(name, FundRow(name, label, unit=_unit_in(label.text)))
            log.used.update((label, value))
            _fund_cell(block, made, kind, value, log)
    return found


def _value_of_pair(grid: Grid, row: int, label: Cell) -> Cell | None:
    """The cell beside a label, or the label's own where the amount stands behind its colon."""
    inside = re.split(r"[:：]", label.text, maxsplit=1)
    if len(inside) == 2 and wording.amount(inside[1]) is not None:  # noqa: PLR2004
        return replace(label, text=inside[1].strip(), number=None)
    col = label.last_col + 1
    beside = grid.at(row, col)
    while col < len(grid.rows[row]) - 1 and (beside is None or not beside.text):
        col += 1  # a narrow label has its value where the wide ones have theirs
        beside = grid.at(row, col)
    return beside if beside is not None and beside.text and beside.row == row else None


def _row_pairs(grid: Grid, row: int) -> list[tuple[str, Cell, Cell]]:
    found = []
    for label in grid.own(row):
        words = re.split(r"[:：]", label.text, maxsplit=1)[0]
        name = fund_label(words)
        value = _value_of_pair(grid, row, label) if name and name != "reason" else None
        if value is None:
            continue
        after = grid.at(row, value.last_col + 1)
        listed = after is not None and wording.amount(after.text) is not None
        if listed and not fund_column(words):
            continue  # one row of a list with a head of its own
        if wording.amount(value.text) is not None or wording.ratio(value.text) is not None:
            found.append((name, label, value))
    return found


def source_name(text: str) -> str:
    """A source as forms write it, without 其中, numbering and the unit behind it."""
    name = wording.flat(text)
    while True:
        short = _PREFIX.sub("", name).strip(" :：")
        if short == name:
            break
        name = short
    return _IN_BRACKETS.sub("", name).strip(" :：")


def _unit_in(text: str) -> str:
    """The unit that a label states in brackets (年度资金总额（元）), else ""."""
    found = _IN_BRACKETS.search(fold(text))
    return found[1] if found else ""


def _unit_of(segment: Segment, row: int, heads: list[Cell]) -> str:
    """The unit that the block's own labels state, else one stated in the part or above it, else ""."""
    grid = segment.grid
    near = heads + [c for c in grid.row(row) if c not in heads] + grid.row(row - 1)
    for cell in near:
        found = _UNIT.search(fold(cell.text)) if len(cell.text) < 60 else None  # noqa: PLR2004
        if found and wording.amount(cell.text) is None and not re.search(r"\d", fold(cell.text)):
            return found[0]
    told = [
        c
        for r in range(row, min(segment.end, row + 8))
        for c in grid.own(r)
        if _unit_in(c.text) and c.col <= heads[0].col
    ]
    totals = [c for c in told if _TOTAL.fullmatch(bare(source_name(c.text)))]
    if totals:
        return _unit_in(totals[0].text)
    for r in range(max(0, segment.start - 1), min(segment.end, row + 15)):
        for cell in grid.own(r):
            stated = stated_unit(cell.text)
            if stated:
                return stated
    above = next((u for text in reversed(segment.above) if (u := stated_unit(text))), "")
    # the unit of one source's own label holds for that source, where the form states another
    return above or next((_unit_in(c.text) for c in told), "")


def stated_unit(text: str) -> str:
    """元, 万元 or 亿元 where a line states it (单位：元, 自评表（万元）), else ""."""
    told = "".join(fold(text).split())
    found = _STATED.search(told) if len(told) < 120 else None  # noqa: PLR2004
    if found:
        return next(unit for unit in found.groups() if unit)
    title = _IN_BRACKETS.search(told) if re.search(r"表|单位", told) and len(told) < 60 else None  # noqa: PLR2004
    return title[1] if title else ""


def unit_taken(block: FundBlock) -> str:
    """The unit that is stated, else the one that the size of the amounts speaks for."""
    return block.unit or ("元" if _most(block) >= _NOT_IN_WAN else "万元")


def _most(block: FundBlock) -> Decimal:
    return max((a for r in block.rows for a in r.amounts.values()), default=Decimal(0))


def out_of_thousands(block: FundBlock, log: Log) -> None:
    """千元, which the data do not have, as 元; said."""
    if block.unit != "千元":
        return
    for row in block.rows:
        row.amounts = {name: amount * 1000 for name, amount in row.amounts.items()}
    block.unit = "元"
    log.doubts.append(f"{block.rows[0].cell.origin}：金额单位写的是千元，已换算成元，请核对")


def fund_values(block: FundBlock, log: Log) -> tuple[list[Value], list[Printed]]:
    """资金 as data, and the figures that the form prints beside it."""
    where = block.rows[0].cell.origin
    unit, most = unit_taken(block), _most(block)
    if not block.unit:
        told = f"{where}：没有写金额单位，按“{unit}”读入，请核对"
        if most >= _NOT_IN_WAN:
            told += f"：{plain(most)}元是{plain(most / 10_000)}万元，{plain(most)}万元是{plain(most / 10_000)}亿元"
        log.doubts.append(told)
    elif unit != "元" and most >= _LARGE:
        log.doubts.append(f"{where}：金额单位写的是{unit}，但数字有 {plain(most)}，像是元，请核对")
    totals = [r for r in block.rows if r.is_total and r.amounts]
    details = [r for r in block.rows if not r.is_total and (r.amounts or r.reason)]
    if not totals and (sum_row := sums_the_rest(details)) and not _source_like(sum_row.source):
        totals, details = [sum_row], [r for r in details if r is not sum_row]
        log.doubts.append(
            f"{where}：“{totals[0].source}”是其他各行之和，按合计读入，没有作为资金来源，请核对"
        )
    details = without_subtotals(totals[0] if totals else None, details, log)
    chosen = details or totals[:1]
    values = [Value(("资金", "单位"), unit, where)]
    printed = list(block.printed)
    for total in totals[:1]:
        for name, number in total.amounts.items():
            cell = total.cells[name]
            printed.append(Printed("资金合计", cell.text, number, cell.origin, part=KEYS[name]))
        if details:
            _compare(total, details, log)
        if total.reason is not None and not wording.is_template(total.reason.text):
            values.append(
                Value(("资金", "原因"), wording.flat(total.reason.text), total.reason.origin)
            )
    for i, row in enumerate(chosen):
        note = "" if row.source else "表内没有写资金来源"
        values.append(
            Value(("资金", "明细", i, "来源"), row.source or "年度资金总额", row.cell.origin, note)
        )
        for name, key in KEYS.items():
            if name in row.amounts:
                cell = row.cells[name]
                values.append(
                    Value(("资金", "明细", i, key), plain(row.amounts[name]), cell.origin)
                )
        if (
            row.reason is not None
            and row not in totals
            and not wording.is_template(row.reason.text)
        ):
            values.append(
                Value(("资金", "明细", i, "原因"), wording.flat(row.reason.text), row.reason.origin)
            )
    return values if any(r.amounts for r in chosen) else [], printed


def _source_like(name: str) -> bool:
    return bool(_SOURCE_HEAD.fullmatch(bare(name)))


def _compare(total: FundRow, details: list[FundRow], log: Log) -> None:
    for name, number in list(total.amounts.items()):
        parts = [r.amounts[name] for r in details if name in r.amounts]
        cell = total.cells[name]
        if not parts and number:
            holders = [r for r in details if r.amounts and any(r.amounts.values())]
            if len(holders) == 1:
                alone = holders[0].amounts.get("budget") == total.amounts.get("budget")
                holders[0].amounts[name] = number
                holders[0].cells[name] = cell
                if not alone:
                    log.doubts.append(
                        f"{cell.origin}：{KEYS[name]}只写在总额里，记在“{holders[0].source}”名下，请核对"
                    )
            else:
                log.doubts.append(
                    f"{cell.origin}：{KEYS[name]}总额 {cell.text} 没有分来源填写，没有写入，请补上各来源的数"
                )
        elif sum(parts) != number:
            log.doubts.append(
                f"{cell.origin}：{KEYS[name]}总额 {cell.text} 不等于各来源之和 {plain(sum(parts, Decimal(0)))}，按各来源读入，请核对"
            )


def is_money_text(text: str) -> bool:
    """Whether a label belongs to this block (used to tell furniture from lost text)."""
    label = label_of(text)
    return (
        bool(fund_column(text))
        or bool(_TOTAL.fullmatch(label))
        or label.startswith(("项目资金", "预算执行", "资金情况"))
    )
