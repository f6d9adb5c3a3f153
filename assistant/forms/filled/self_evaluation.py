"""项目支出绩效自评表 (财预〔2020〕10号 annex 1; layout RULES.md §1.2), filled."""

from __future__ import annotations

from decimal import Decimal

from assistant.forms.filled import cells
from assistant.forms.filled.sheet import Sheet, Span, head, words
from assistant.forms.filled.sources import by_budget, money_notes
from assistant.model.draft import SUPPLY
from assistant.model.scorecard import Scorecard
from assistant.values.printing import plain

#: rates of two decimals (105.56%) fit on one line, in wide digits too
_WIDTHS = (7, 13, 13, 19, 17, 16, 11, 14, 24)


def self_evaluation(card: Scorecard) -> Sheet:
    """The scored form: identity, money, goal, rows with points, total."""
    project = card.evaluation.project
    lines = [
        (head("项目名称", 2), words(project.name, 7)),
        (
            head("主管部门", 2),
            words(project.authority or SUPPLY, 3),
            head("实施单位", 1),
            words(project.unit or SUPPLY, 3),
        ),
        *_money(card),
        *_goal(card),
    ]
    heading = len(lines)
    lines += [*_rows(card), _total(card)]
    notes = [f"评分规则：{card.ruleset_name}。"]
    notes += [*money_notes(card.evaluation.funds), *cells.row_notes(card)]
    if card.allotment:
        notes.append(card.allotment)
    return Sheet(
        "项目支出绩效自评表",
        f"（{project.year}年度）",
        _WIDTHS,
        tuple(lines),
        tuple(notes),
        heading,
    )


def _money(card: Scorecard) -> list[tuple[Span, ...]]:
    execution = card.execution
    header = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    lines: list[tuple[Span, ...]] = [
        (
            head(f"项目资金（{execution.unit}）", 1, 5),
            head("", 2),
            *(head(text) for text in header),
        )
    ]
    for name, amounts in by_budget(card.evaluation.funds).items():
        whole = name == "年度资金总额"
        label = {"年度资金总额": name, "当年财政拨款": f"其中：{name}"}.get(name, name)
        lines.append(
            (
                Span(label, 2),
                cells.amount(amounts.initial),
                cells.amount(amounts.budget),
                cells.amount(amounts.executed),
                cells.points(execution.weight) if whole else Span(cells.DASH),
                cells.rate(amounts.executed, amounts.budget),
                cells.points(execution.score) if whole else Span(cells.DASH),
            )
        )
    return lines


def _goal(card: Scorecard) -> list[tuple[Span, ...]]:
    goal = card.evaluation.goal
    return [
        (head("年度总体目标", 1, 2), head("预期目标", 4), head("实际完成情况", 4)),
        (words(goal.expected or SUPPLY, 4), words(goal.actual or SUPPLY, 4)),
    ]


def _rows(card: Scorecard) -> list[tuple[Span, ...]]:
    rows = [row for _, row in card.by_level()]
    titles = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    lines: list[tuple[Span, ...]] = [
        (
            head("绩效指标", 1, len(rows) + 1),
            *(head(title) for title in titles),
            head("偏差原因分析及改进措施"),
        )
    ]
    for row, starts in zip(rows, cells.levels(rows), strict=True):
        lines.append(
            (
                *starts,
                words(row.indicator.name),
                Span(row.indicator.target or SUPPLY),
                cells.actual(row),
                cells.points(row.weight),
                cells.points(row.score),
                cells.deviation(row),
            )
        )
    return lines


def _total(card: Scorecard) -> tuple[Span, ...]:
    weights = [card.execution.weight, *(row.weight for row in card.indicators)]
    whole = sum((weight for weight in weights if weight is not None), start=Decimal(0))
    total = card.total
    if total.complete:
        told = f"等级：{card.grade}" if card.grade else "分值合计不是100分，不评等级"
        return (head("总分", 6), cells.points(whole), cells.points(total.score), words(told))
    told = f"{SUPPLY}尚有指标未能计分"
    if total.score is not None and total.available is not None:
        told += f"（已计分的{plain(total.available)}分中得{plain(total.score)}分）"
    return (head("总分", 6), cells.points(whole), Span(""), words(told))
