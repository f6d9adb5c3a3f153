"""The three tables of the report, from the Scorecard: targets, funds, completion."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.model.draft import SUPPLY
from assistant.model.evaluation import Fund
from assistant.model.scorecard import Scorecard, ScoredIndicator
from assistant.model.sections import TableId
from assistant.report import cells
from assistant.values import printing
from assistant.word.write.table_grid import Cell, Grid, Row, header, merged

CAPTIONS: dict[TableId, str] = {
    "targets": "表1　项目绩效目标表",
    "funds": "表2　项目资金到位和执行情况表",
    "completion": "表3　绩效指标值与实际完成值对比表",
}
#: twips: 满意度指标 and 可持续影响指标 on one line each
_LEVELS = (1130, 1580)


@dataclass(frozen=True, slots=True)
class Titled:
    """A table with its caption above and notes below."""

    caption: str
    grid: Grid
    notes: tuple[str, ...] = ()


def build(table: TableId, card: Scorecard, *, told: bool = False) -> Titled:
    """The table of that id. `told`: the text already says how points were allotted."""
    grids = {"targets": targets, "funds": funds, "completion": completion}
    return Titled(CAPTIONS[table], grids[table](card), notes(table, card, told=told))


def notes(table: TableId, card: Scorecard, *, told: bool) -> tuple[str, ...]:
    """What stands under a table: where points come from."""
    if table != "completion" or not card.scored:
        return ()
    name = card.ruleset_name
    shown = name if "《" in name else f"《{name}》"
    return (f"注：评分依据为{shown}。{'' if told else card.allotment}",)


def targets(card: Scorecard) -> Grid:
    """绩效指标 | 一级 | 二级 | 三级 | 年度指标值: what was approved."""
    order = card.by_level()
    levels = merged([("绩效指标", r.indicator.level1, r.indicator.level2) for _, r in order])
    rows = [
        Row((*above, _name(row, "targets", n), Cell(_target(row))))
        for (n, row), above in zip(order, levels, strict=True)
    ]
    head = header("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值（A）")
    return Grid((560, *_LEVELS, 3774, 1800), (head, *rows))


def _name(row: ScoredIndicator, table: TableId, number: int) -> Cell:
    """三级指标, in a bookmark that names the row by its place in the data: it is known again wherever a person moves it."""
    return Cell(row.indicator.name, "left", mark=f"row_{table}_{number + 1}")


def _target(row: ScoredIndicator) -> str:
    return row.indicator.target or SUPPLY


def funds(card: Scorecard) -> Grid:
    """来源 | 年初 | 全年 | 到位 | 执行 | 执行率 (| 分值 | 得分): the total first, then each source."""
    execution = card.execution
    unit = execution.unit
    scored = card.scored
    points = (Cell("分值", head=True, merge="restart"), Cell("得分", head=True, merge="restart"))
    upper = Row(
        (
            Cell("资金来源", head=True, merge="restart"),
            Cell(f"金额（单位：{unit}）", head=True, span=4),
            Cell("执行率", head=True, merge="restart"),
            *(points if scored else ()),
        ),
        header=True,
    )
    lower = Row(
        (
            Cell(merge="continue", head=True),
            *(Cell(text, head=True) for text in ("年初预算数", "全年预算数", "到位数", "执行数")),
            *(Cell(merge="continue", head=True) for _ in range(3 if scored else 1)),
        ),
        header=True,
    )
    amounts = (execution.initial, execution.budget, execution.arrived, execution.executed)
    given = (printing.points(execution.weight), printing.points(execution.score))
    total = Row(
        (
            Cell("年度资金总额"),
            *(Cell(cells.money(amount)) for amount in amounts),
            Cell(printing.percent(execution.rate)),
            *(Cell(text) for text in (given if scored else ())),
        )
    )
    data = card.evaluation.funds
    sources = [_source(fund, n, scored) for n, fund in enumerate(data.sources if data else ())]
    widths = (1900, 1250, 1250, 1250, 1250, 1000)
    return Grid((*widths, 720, 720) if scored else widths, (upper, lower, total, *sources))


def _source(fund: Fund, number: int, scored: bool) -> Row:
    amounts = (fund.initial, fund.budget, fund.arrived, fund.executed)
    adjusted = fund.initial if fund.budget is None else fund.budget
    return Row(
        (
            Cell(f"{'其中：' if number == 0 else ''}{fund.source}", mark=f"row_funds_{number + 1}"),
            *(Cell(cells.money(amount)) for amount in amounts),
            Cell(printing.share(fund.executed, adjusted)),
            *(Cell(printing.NONE) for _ in range(2 if scored else 0)),
        )
    )


def completion(card: Scorecard) -> Grid:
    """一级 | 二级 | 三级 | 指标值 | 实际值 | 完成情况 (| 分值 | 得分), with execution and total when scored."""
    points = [row.score for row in card.indicators]
    decimals = printing.has_decimals([*points, card.execution.score, card.total.score])
    rows: list[Row] = []
    order = card.by_level()
    above = merged([(row.indicator.level1, row.indicator.level2) for _, row in order])
    for (number, row), levels in zip(order, above, strict=True):
        in_row = [
            *levels,
            _name(row, "completion", number),
            Cell(_target(row)),
            Cell(cells.actual(row)),
            Cell(cells.completion(row)),
        ]
        if card.scored:
            in_row += [
                Cell(printing.points(row.weight)),
                Cell(printing.aligned(row.score, decimals=decimals)),
            ]
        rows.append(Row(tuple(in_row)))
    titles = ("一级指标", "二级指标", "三级指标", "年度指标值（A）", "全年实际值（B）", "完成情况")
    if not card.scored:
        return Grid((*_LEVELS, 2804, 1150, 1150, 1030), (header(*titles), *rows))
    head = header(*titles, "分值", "得分")
    ending = _ending(card, decimals)
    return Grid((*_LEVELS, 1514, 1130, 1130, 1030, 600, 730), (head, *rows, *ending))


def _ending(card: Scorecard, decimals: bool) -> tuple[Row, ...]:
    """The row of the execution rate, and the total with the grade."""
    execution = card.execution
    rate = printing.percent(execution.rate)
    executed = Row(
        (
            Cell("预算执行率", span=3),
            Cell("100%"),
            Cell(rate),
            Cell(rate),
            Cell(printing.points(execution.weight)),
            Cell(printing.aligned(execution.score, decimals=decimals)),
        )
    )
    weights = [execution.weight, *(row.weight for row in card.indicators)]
    whole = sum((weight for weight in weights if weight is not None), Decimal(0))
    score = printing.aligned(card.total.score, decimals=decimals)
    if card.total.complete:
        words = f"总分　　自评等级：{card.grade or printing.NONE}"
        return executed, _last(words, whole, score)
    scores = (execution.score, *(row.score for row in card.indicators))
    words = (
        f"已评部分（满分{printing.points(card.total.available)}分）；"
        f"另有{sum(score is None for score in scores)}项尚不能评分，暂不计总分、不评等级"
    )
    return executed, _last(words, card.total.available, score)


def _last(words: str, weight: Decimal | None, score: str) -> Row:
    return Row((Cell(words, span=6), Cell(printing.points(weight)), Cell(score)))
