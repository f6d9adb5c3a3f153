"""转移支付区域（项目）绩效目标自评表 (layout RULES.md §3.2), filled. It has no points."""

from __future__ import annotations

from assistant.forms.filled import cells
from assistant.forms.filled.sheet import Sheet, Span, head, words
from assistant.forms.filled.sources import by_transfer, money_notes
from assistant.model.draft import SUPPLY
from assistant.model.scorecard import Scorecard

_WIDTHS = (7, 13, 15, 27, 20, 20, 32)


def transfer(card: Scorecard) -> Sheet:
    """The unscored form: identity, money, goal, rows with reasons, a note on audits."""
    project = card.evaluation.project
    lines = [
        (head("转移支付（项目）名称", 2), words(project.name, 5)),
        (head("中央主管部门", 2), words(project.central_authority or SUPPLY, 5)),
        (
            head("地方主管部门", 2),
            words(project.authority or SUPPLY, 2),
            head("资金使用单位"),
            words(project.unit or SUPPLY, 2),
        ),
        *_money(card),
        *_goal(card),
    ]
    heading = len(lines)
    lines += [*_rows(card), (head("说明"), words(_remark(card), 6))]
    return Sheet(
        "转移支付区域（项目）绩效目标自评表", f"（{project.year}年度）", _WIDTHS, tuple(lines),
        (
            "注：1.其他资金包括与中央财政资金、地方财政资金共同投入到同一项目的自有资金、社会资金，以及以前年度的结转结余资金等。",
            "2.全年执行数是指按照国库集中支付制度要求所形成的实际支出。",
            *money_notes(card.evaluation.funds, transfer=True),
            *cells.row_notes(card, weight=True),
        ),
        heading,
    )  # fmt: skip


def _money(card: Scorecard) -> list[tuple[Span, ...]]:
    lines: list[tuple[Span, ...]] = [
        (
            head(f"项目资金（{card.execution.unit}）", 1, 5),
            head("", 2),
            head("全年预算数（A）"),
            head("全年执行数（B）", 2),
            head("预算执行率（B/A×100%）"),
        )
    ]
    for name, amounts in by_transfer(card.evaluation.funds).items():
        label = {"年度资金总额": name, "中央补助": f"其中：{name}"}.get(name, name)
        spent = cells.amount(amounts.executed)
        lines.append(
            (
                Span(label, 2),
                cells.amount(amounts.budget),
                Span(spent.text, 2, number=spent.number),
                cells.rate(amounts.executed, amounts.budget),
            )
        )
    return lines


def _goal(card: Scorecard) -> list[tuple[Span, ...]]:
    goal = card.evaluation.goal
    return [
        (head("年度总体目标", 1, 2), head("年初设定目标", 3), head("全年实际完成情况", 3)),
        (words(goal.expected or SUPPLY, 3), words(goal.actual or SUPPLY, 3)),
    ]


def _rows(card: Scorecard) -> list[tuple[Span, ...]]:
    rows = [row for _, row in card.by_level()]
    titles = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "全年完成值",
        "未完成原因和改进措施",
    )
    lines: list[tuple[Span, ...]] = [
        (head("绩效指标", 1, len(rows) + 1), *(head(title) for title in titles))
    ]
    for row, starts in zip(rows, cells.levels(rows), strict=True):
        lines.append(
            (
                *starts,
                words(row.indicator.name),
                Span(row.indicator.target or SUPPLY),
                cells.actual(row),
                cells.deviation(row),
            )
        )
    return lines


def _remark(card: Scorecard) -> str:
    told = card.evaluation.report.other
    return told or f"{SUPPLY}巡视、各级审计和财政监督中发现的问题及其所涉及的金额，如没有请填“无”"
