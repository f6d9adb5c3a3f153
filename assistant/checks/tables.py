"""Tables of a report or workbook into forms: rows of indicators, funds, totals, the overall goal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.checks.columns import COLUMN_NAMES, Columns, fund_columns, indicator_columns
from assistant.checks.dossier import Form, FundRow, Row, number_in
from assistant.word.document import NOWHERE, Cell, Said, Table

_TOTAL = re.compile(r"^(总分|合计|总计|总得分|自评总分|总评分|综合得分)")
_STOP = re.compile(
    r"^(说明|备注|注[:：]|填表|联系|项目负责人|评价结论|存在问题|改进措施|自评结论|其他需)"
)
_FUND_LABEL = re.compile(
    r"资金|拨款|补助|总额|合计|总计|结转|其他|财政|自筹|预算|其中|来源|债券|收入|投资|贷款"
)
_ALL_FUNDS = re.compile(r"总额|合计|总计|^总$")
_EXPECTED = re.compile(r"预期目标|年初设定目标|年度目标$|^年度总体目标$|项目年度目标")
_ACHIEVED = re.compile(r"(实际|目标)完成情况|完成情况$")
_UNIT = re.compile(r"[（(:：](?P<unit>亿元|万元|元)[）)]?")
_LEVELS = (("满意", "满意度指标"), ("效益", "效益指标"), ("产出", "产出指标"), ("成本", "成本指标"))


def level1_of(text: str) -> str:
    """产出指标(50分) is 产出指标; others as they are written."""
    flat = re.sub(r"[\s（(].*", "", re.sub(r"\s+", "", text))
    return next((name for word, name in _LEVELS if word in flat), flat)


def level2_of(text: str) -> str:
    """数量 is 数量指标; points in brackets go."""
    flat = re.sub(r"[（(].*", "", re.sub(r"\s+", "", text))
    return flat if not flat or flat.endswith("指标") else f"{flat}指标"


@dataclass(slots=True)
class _Found:
    rows: list[Row] = field(default_factory=list)
    funds: list[FundRow] = field(default_factory=list)
    unit: str = ""
    total_weight: Said = NOWHERE
    total_score: Said = NOWHERE
    expected: Said = NOWHERE
    achieved: Said = NOWHERE


def read_table(table: Table, *, places: bool = True) -> Form | None:
    """The form a table holds; None where it is another kind of table.

    `places` names columns in locations (表2 第3行 实际值); a sheet's own cell addresses stay.
    """
    found = _Found()
    indicators: Columns | None = None
    funds: Columns | None = None
    level1 = level2 = ""
    for at, squares in enumerate(table.rows):
        header = indicator_columns(table, at)
        if header is not None:
            indicators, funds, level1, level2 = header, None, "", ""
            continue
        header = fund_columns(table, at)
        if header is not None:
            funds, indicators = header, None
            found.unit = found.unit or _unit_of(table, at)
            continue
        first = next((c.flat for c in squares if c.flat), "")
        _goal(table, at, found)
        reader = _RowReader(table, at, places)
        if funds is not None:
            line = _fund(reader, funds)
            if line is None:
                funds = None
            else:
                found.funds.append(line)
        elif indicators is not None:
            if _total_row(squares, indicators):
                found.total_weight = reader.said(indicators, "weight")
                found.total_score = reader.said(indicators, "score")
                continue
            if _STOP.match(first):
                indicators = None
                continue
            one, two = reader.flat(indicators, "level1"), reader.flat(indicators, "level2")
            if one and level1_of(one) != level1:
                level1, level2 = level1_of(one), ""
            level2 = level2_of(two) if two else level2
            row = _row(reader, indicators, level1, level2)
            if row is not None:
                found.rows.append(row)
    if not (found.rows or found.funds):
        return None
    return Form(
        name=table.name,
        rows=tuple(found.rows),
        funds=tuple(found.funds),
        unit=found.unit or "万元",
        total_weight=found.total_weight,
        total_score=found.total_score,
        expected=found.expected,
        achieved=found.achieved,
    )


@dataclass(frozen=True, slots=True)
class _RowReader:
    table: Table
    at: int
    places: bool

    def cells(self, columns: Columns, key: str) -> list[Cell]:
        """The distinct cells of this row under that heading."""
        squares = self.table.rows[self.at]
        found: list[Cell] = []
        for column in columns.get(key, ()):
            if column < len(squares) and all(squares[column] is not c for c in found):
                found.append(squares[column])
        return found

    def flat(self, columns: Columns, key: str) -> str:
        return "".join(c.flat for c in self.cells(columns, key))

    def said(self, columns: Columns, key: str) -> Said:
        cells = [c for c in self.cells(columns, key) if c.flat] or self.cells(columns, key)
        if not cells:
            return NOWHERE
        place = f"{self.table.name} 第{self.at + 1}行 {COLUMN_NAMES.get(key, '')}".rstrip()
        where = place if self.places else cells[-1].said.where
        said = cells[0].said if len(cells) == 1 else cells[-1].said
        text = said.text if len(cells) == 1 else "".join(c.value for c in cells)
        anchor = said.anchor
        if "\n" in text:
            text = text.replace("\n", "")
        return Said(text.strip() if anchor is None else text, where, anchor)


def _row(reader: _RowReader, columns: Columns, level1: str, level2: str) -> Row | None:
    name = reader.said(columns, "name")
    if not name or level1_of(name.text) == name.text.strip() == level1:
        return None
    # a remark that runs across the levels (已评部分……, 小计) is no indicator
    across = reader.cells(columns, "level1")
    if across and any(cell is across[0] for cell in reader.cells(columns, "name")):
        return None
    target, actual = reader.said(columns, "target"), reader.said(columns, "actual")
    return Row(
        key=f"{reader.table.name} 第{reader.at + 1}行",
        level1=level1,
        level2=level2,
        name=name,
        target=_full(target, reader.flat(columns, "sign"), reader.flat(columns, "unit")),
        actual=_full(actual, "", reader.flat(columns, "unit")),
        weight=reader.said(columns, "weight"),
        score=reader.said(columns, "score"),
        completion=reader.said(columns, "completion"),
        reason=reader.said(columns, "reason"),
        measure=reader.said(columns, "measure"),
        evidence=reader.said(columns, "evidence"),
        columns=frozenset(columns),
    )


def _full(said: Said, sign: str, unit: str) -> Said:
    """The value with the sign and unit that stand in columns of their own. Its place stays the cell's."""
    text = said.text.strip()
    if not text:
        return said
    if unit and unit not in {"/", "-", "无"} and re.fullmatch(r"[≥≤><=＝]?[\d,.]+", text):
        text += unit
    if sign in {"≥", "≤", ">", "<", "=", "＝", "＞", "＜", "大于等于", "小于等于", "等于"}:
        text = text if text.startswith(("≥", "≤", "=")) else sign + text
    return said if text == said.text else replace(said, text=text)


def _total_row(squares: tuple[Cell, ...], columns: Columns) -> bool:
    left = min(columns["name"], default=0)
    return any(_TOTAL.match(c.flat) for c in squares[: left + 1])


def _fund(reader: _RowReader, columns: Columns) -> FundRow | None:
    squares = reader.table.rows[reader.at]
    first = min(c for key in columns for c in columns[key])
    labels: list[Cell] = []
    for cell in squares[:first]:
        if cell.flat and all(cell is not c for c in labels):
            labels.append(cell)
    label = next((c for c in reversed(labels)), None)
    if label is None or len(label.flat) > 40 or re.search(r"目标|指标", label.flat):  # noqa: PLR2004
        return None
    # a source may be called anything (村集体, 县级配套): figures in the columns make it one
    amounts = ("initial", "budget", "arrived", "executed")
    figures = any(number_in(reader.said(columns, c).text) is not None for c in amounts)
    if not (figures or _FUND_LABEL.search(label.flat)):
        return None
    place = f"{reader.table.name} 第{reader.at + 1}行" if reader.places else label.said.where
    return FundRow(
        label=replace(label.said, text=label.value, where=place),
        columns=frozenset(columns),
        is_total=bool(_ALL_FUNDS.search(label.flat)),
        initial=reader.said(columns, "initial"),
        budget=reader.said(columns, "budget"),
        arrived=reader.said(columns, "arrived"),
        executed=reader.said(columns, "executed"),
        rate=reader.said(columns, "rate"),
        weight=reader.said(columns, "weight"),
        score=reader.said(columns, "score"),
        reason=reader.said(columns, "reason"),
    )


def _unit_of(table: Table, at: int) -> str:
    """元, 万元 or 亿元 as the block, its headings or the caption name it."""
    rows = table.rows[max(0, at - 2) : at + 2]
    texts = [c.flat for row in rows for c in row] + [table.before]
    for text in texts:
        match = _UNIT.search(text)
        if match and len(text) <= 40:  # noqa: PLR2004
            return match["unit"]
    return ""


def _goal(table: Table, at: int, found: _Found) -> None:
    if found.expected or found.achieved or at + 1 >= len(table.rows):
        return
    squares, below = table.rows[at], table.rows[at + 1]
    for column, cell in enumerate(squares):
        if column >= len(below) or cell is below[column] or len(cell.flat) > 16:  # noqa: PLR2004
            continue
        if _ACHIEVED.search(cell.flat):
            found.achieved = below[column].said
        elif _EXPECTED.search(cell.flat):
            found.expected = below[column].said
    if not (found.expected and found.achieved):
        found.expected = found.achieved = NOWHERE


def forms_of(tables: tuple[Table, ...], *, places: bool = True) -> Iterator[Form]:
    """The forms of all tables that hold one."""
    for table in tables:
        form = read_table(table, places=places)
        if form is not None:
            yield form
