"""The Scorecard as tables in a terminal. Imported only where one is printed: rich is slow to load."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.model.evaluation import Funds
from assistant.model.finding import SEVERITY_NAMES, Finding
from assistant.model.scorecard import STATUS_NAMES, Scorecard, Status
from assistant.values.printing import aligned, percent, plain

_COLOURS: dict[Status, str] = {
    "met": "green",
    "not_met": "yellow",
    "over": "cyan",
    "missing": "red",
    "ungraded": "magenta",
}
_SEVERITY_COLOURS = {"error": "red", "warning": "yellow", "info": "dim"}
#: without a terminal there is no width to fit: wide enough that no word of a row is lost
_PIPE_WIDTH = 160
_WIDE = 110


def print_card(card: Scorecard, *, explain: bool) -> None:
    """Prints execution, rows, total and findings; with `explain`, a paragraph a row."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_PIPE_WIDTH)
    project = card.evaluation.project
    console.print(f"[bold]{escape(project.name)}[/]（{project.year}年度）")
    console.print(f"评分规则：{escape(card.ruleset_name)}（{escape(card.ruleset_id)}）")
    console.print(_execution_line(card))
    if card.evaluation.funds and len(card.evaluation.funds.sources) > 1:
        console.print(_sources(card.evaluation.funds))
    console.print(_rows(card, narrow=console.width < _WIDE))
    console.print(_total_line(card))
    if card.allotment:
        console.print(escape(card.allotment))
    if explain:
        _explain(card, console)
    for finding in card.findings:
        console.print(_finding_line(finding))


def _execution_line(card: Scorecard) -> str:
    execution = card.execution
    if execution.rate is None:
        return "预算执行率：不能计算"
    amounts = f"{plain(execution.executed or Decimal(0))}÷{plain(execution.budget or Decimal(0))}{execution.unit}"
    line = f"预算执行率：{percent(Fraction(execution.rate))}（{amounts}）"
    if execution.weight is not None:
        got = "待定" if execution.score is None else plain(execution.score)
        line += f"，得分 {got}/{plain(execution.weight)}"
    return line


def _sources(funds: Funds) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(f"资金来源（{funds.unit}）")
    for name in ("年初预算", "全年预算", "到位", "执行", "执行率"):
        table.add_column(name, justify="right")
    for fund in funds.sources:
        budget = fund.initial if fund.budget is None else fund.budget
        rate = "—"
        if budget and fund.executed is not None:
            rate = percent(Fraction(fund.executed) / Fraction(budget))
        amounts = (fund.initial, fund.budget, fund.arrived, fund.executed)
        shown = ("—" if amount is None else plain(amount) for amount in amounts)
        table.add_row(escape(fund.source), *shown, rate)
    return table


def _rows(card: Scorecard, *, narrow: bool) -> Table:
    """A narrow terminal has no room for the level-2 column beside readable names."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=narrow)
    table.add_column("序号", no_wrap=True)
    if not narrow:
        table.add_column("二级指标", no_wrap=True)
    table.add_column("三级指标", overflow="fold", max_width=40, min_width=16 if narrow else None)
    table.add_column("指标值", overflow="fold", max_width=12 if narrow else 24)
    table.add_column("完成值", overflow="fold", max_width=12 if narrow else 24)
    if card.scored:
        table.add_column("分值", justify="right", no_wrap=True)
    table.add_column("完成率", justify="right", no_wrap=True)
    if card.scored:
        table.add_column("得分", justify="right", no_wrap=True)
    table.add_column("情况", no_wrap=True)
    for row in card.indicators:
        indicator = row.indicator
        done = "" if row.completion is None else percent(Fraction(row.completion))
        level2 = [] if narrow else [indicator.level2.removesuffix("指标")]
        cells = [row.id, *level2, indicator.name, indicator.target, indicator.actual]
        cells += [aligned(row.weight), done, aligned(row.score)] if card.scored else [done]
        status = f"[{_COLOURS[row.status]}]{STATUS_NAMES[row.status]}[/]"
        table.add_row(*(escape(cell) for cell in cells), status)
    return table


def _total_line(card: Scorecard) -> str:
    total = card.total
    lacking = sum(row.status in {"missing", "ungraded"} for row in card.indicators)
    tail = f"，有 {lacking} 条指标未能计分" if lacking else ""
    if total.score is None or total.available is None:
        return f"只报完成情况，不打分{tail}"
    line = f"[bold]得分 {aligned(total.score)}[/]（按已计分的 {plain(total.available)} 分计）"
    if card.grade:
        return f"{line}，等级 [bold]{escape(card.grade)}[/]"
    return f"{line}{tail}，暂不评等级"


def _explain(card: Scorecard, console: Console) -> None:
    console.print("\n[bold]计分说明[/]")
    console.print(f"预算执行率　{escape(card.execution.explanation)}")
    for row in card.indicators:
        console.print(f"{row.id}　{escape(row.indicator.name)}　{escape(row.explanation)}")
    console.print()


def _finding_line(finding: Finding) -> str:
    colour = _SEVERITY_COLOURS[finding.severity]
    text = f"{finding.location}：{finding.message}" if finding.location else finding.message
    mend = f"。{finding.suggestion}" if finding.suggestion else ""
    return f"[{colour}]{SEVERITY_NAMES[finding.severity]} {finding.code}[/] {escape(text + mend)}"
