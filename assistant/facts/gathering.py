"""Collects the facts of a scorecard, in the order of the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.facts.derived import derive, gap
from assistant.facts.fact import Amounts, Fact, FactValue, Kind, Points, Role, RowValue
from assistant.facts.wording import (
    apart,
    clause,
    gives_orders,
    is_vague,
    quoted,
    titled,
    with_unit,
)
from assistant.model.evaluation import Fund
from assistant.model.scorecard import STATUS_NAMES, ExecutionScore, Scorecard, ScoredIndicator
from assistant.values.deadlines import print_day
from assistant.values.printing import percent, plain, tidy
from assistant.values.quantity import Quantity
from assistant.values.units import read_unit


@dataclass(slots=True)
class _Collector:
    found: list[Fact] = field(default_factory=list)

    def add(
        self,
        lead: str,
        said: str,
        kind: Kind,
        role: Role,
        origin: str,
        key: str,
        value: FactValue,
        row: str = "",
        **more: str,
    ) -> None:
        """A fact whose sentence is `lead`, which only names it, and what is `said`."""
        self.found.append(
            Fact(
                "",
                lead + said,
                kind,
                origin,
                row,
                role,
                key=key,
                value=value,
                lead=len(lead),
                **more,
            )
        )

    def extend(self, facts: Iterator[Fact]) -> None:
        self.found.extend(facts)


def gather(card: Scorecard) -> tuple[Fact, ...]:
    """All facts of a scorecard as F1 …: project, funds, rows, notes, scores, then what follows from them."""
    collector = _Collector()
    _project(collector, card)
    _funds(collector, card)
    for row in card.indicators:
        _row(collector, row)
    _followups(collector, card)
    _score(collector, card)
    collector.extend(derive(card))
    style = card.evaluation.drafting
    for i, words in enumerate((*style.glossary.values(), *style.phrases), 1):
        collector.add(
            "单位用语：", words, "style", "phrase", f"起草.用语[{i}]", f"phrases[{i}]", words
        )
    return tuple(fact.called(f"F{i}") for i, fact in enumerate(collector.found, 1))


def _followups(to: _Collector, card: Scorecard) -> None:
    """Last year's measures as the notes have them: what was to be done, by whom and when, what became of it."""
    for i, one in enumerate(card.evaluation.followups, 1):
        name, origin = quoted(one.name), f"上年整改[{i}]"
        for label, text, key in (
            ("上年提出的措施", one.measure, "措施"), ("上年措施的责任单位", one.owner, "责任单位"),
            ("上年措施的完成时限", one.due, "完成时限"), ("上年措施的落实情况", one.outcome, "落实情况"),
        ):  # fmt: skip
            if clause(text):
                to.add(
                    f"{name}{label}：", clause(text), "note", "followup", f"{origin}.{key}",
                    f"followup[{i}].{key}", clause(text),
                )  # fmt: skip


def _project(to: _Collector, card: Scorecard) -> None:
    project, report, goal = (
        card.evaluation.project,
        card.evaluation.report,
        card.evaluation.goal,
    )

    def add(lead: str, said: str, role: Role, origin: str, key: str, value: FactValue) -> None:
        to.add(f"{lead}：", said, "project", role, origin, key, value)

    def note(lead: str, text: str, role: Role, origin: str, key: str) -> None:
        if said := clause(text):
            to.add(f"{lead}：", said, "note", role, origin, key, said)

    name = project.name
    to.add("项目名称：", name, "project", "name", "项目.名称", "project.name", name, subject=name)
    add("评价年度", f"{project.year}年度", "year", "项目.年度", "project.year", project.year)
    if project.authority:
        add(
            "主管部门",
            project.authority,
            "unit",
            "项目.主管部门",
            "project.authority",
            project.authority,
        )
    if project.unit:
        add("实施单位", project.unit, "unit", "项目.实施单位", "project.unit", project.unit)
    note("项目概况", project.summary, "summary", "项目.概况", "project.summary")
    note("批复情况", project.approval, "approval", "项目.批复", "project.approval")
    if report.addressee:
        add(
            "主送机关",
            report.addressee,
            "addressee",
            "报告.主送",
            "report.addressee",
            report.addressee,
        )
    if report.notice:
        add(
            "自评通知", titled(report.notice), "notice", "报告.通知", "report.notice", report.notice
        )
    for i, basis in enumerate(report.basis, 1):
        add("依据文件", titled(basis), "basis", f"报告.依据[{i}]", f"report.basis[{i}]", basis)
    if report.signature:
        add(
            "署名", report.signature, "signature", "报告.署名", "report.signature", report.signature
        )
    if report.dated:
        add(
            "成文日期",
            print_day(report.dated),
            "dated",
            "报告.成文日期",
            "report.dated",
            report.dated,
        )
    note("预期总体目标", goal.expected, "goal_expected", "总体目标.预期", "goal.expected")
    note("总体目标实际完成情况", goal.actual, "goal_actual", "总体目标.实际", "goal.actual")
    note("结果应用", report.application, "application", "报告.结果应用", "report.application")
    note("公开情况", report.publicity, "publicity", "报告.公开", "report.publicity")
    note("其他说明", report.other, "other", "报告.其他说明", "report.other")


def _amounts(money: Fund | ExecutionScore, unit: str) -> tuple[str, Amounts]:
    """The four amounts in a row of words, and as values."""
    in_unit = read_unit(unit)

    def value(amount: Decimal | None) -> Quantity | None:
        return None if amount is None else Quantity(amount, in_unit)

    told = (
        ("年初预算", money.initial),
        ("全年预算", money.budget),
        ("到位", money.arrived),
        ("执行", money.executed),
    )
    shown = "，".join(f"{name}{plain(amount)}{unit}" for name, amount in told if amount is not None)
    return shown, Amounts(*(value(amount) for _, amount in told))


def _funds(to: _Collector, card: Scorecard) -> None:
    funds, total = card.evaluation.funds, card.execution
    if funds is None:
        return
    for i, fund in enumerate(funds.sources, 1):
        origin, key, source = f"资金.明细[{i}]", f"funds[{i}]", fund.source
        shown, amounts = _amounts(fund, total.unit)
        if shown:
            to.add(f"{source}：", shown, "funds", "budget", origin, key, amounts, subject=source)
        if reason := clause(fund.reason):
            to.add(
                f"{source}的说明：", reason, "note", "reason", f"{origin}.原因", f"{key}.reason",
                reason, subject=source,
            )  # fmt: skip
    shown, amounts = _amounts(total, total.unit)
    if shown:
        to.add("资金总额：", shown, "funds", "sum", "资金.明细", "funds.total", amounts)
    if total.rate is not None:
        rate = Quantity(total.rate * 100, read_unit("%"))
        said = f"为{percent(total.rate)}"
        to.add("预算执行率", said, "funds", "rate", "资金.明细", "funds.execution_rate", rate)
    notes: tuple[tuple[str, str, Role, str, str], ...] = (
        ("资金管理：", funds.management, "management", "资金.管理", "funds.management"),
        ("预算执行偏差原因：", funds.reason, "reason", "资金.原因", "funds.reason"),
        ("预算执行改进措施：", funds.measure, "measure", "资金.措施", "funds.measure"),
    )
    for label, text, role, origin, key in notes:
        if said := clause(text):
            to.add(label, said, "note", role, origin, key, said)


def _row(to: _Collector, row: ScoredIndicator) -> None:
    indicator = row.indicator
    name, origin = quoted(indicator.name), f"指标[{row.id[1:]}]"

    def add(
        lead: str, said: str, kind: Kind, role: Role, key: str, value: FactValue, place: str = ""
    ) -> None:
        to.add(
            lead, said, kind, role, f"{origin}.{place}" if place else origin, f"{row.id}.{key}", value,
            row.id, subject=indicator.name, status=row.status,
        )  # fmt: skip

    limit = getattr(row.wanted, "limit", None)
    asked, came = with_unit(indicator.target, limit), with_unit(indicator.actual, row.got)
    target = f"年度指标值{asked}" if asked else "未填年度指标值"
    actual = f"实际完成值{came}" if came else "未填实际完成值"
    add(
        f"{indicator.level2}{name}：", f"{target}，{actual}，{STATUS_NAMES[row.status]}",
        "indicator", "row", "row", RowValue(row.wanted, row.got, row.status),
    )  # fmt: skip
    if row.deviation:
        said = f"的实际完成值{apart(row.deviation)}"
        add(name, said, "deviation", "deviation", "deviation", gap(row.wanted, row.got))
    elif row.status == "not_met":
        add(
            name,
            "未达到年度指标值",
            "deviation",
            "deviation",
            "deviation",
            gap(row.wanted, row.got),
        )
    if indicator.level:
        add(
            f"{name}完成程度：",
            indicator.level,
            "note",
            "row",
            "level",
            indicator.level,
            "完成程度",
        )
    notes: tuple[tuple[str, str, Role, str], ...] = (
        ("填报原因", indicator.reason, "reason", "原因"),
        ("填报措施", indicator.measure, "measure", "措施"),
        ("责任单位", indicator.owner, "owner", "责任单位"),
        ("完成时限", indicator.due, "due", "完成时限"),
        ("佐证材料", indicator.evidence, "evidence", "佐证"),
    )
    for label, text, role, place in notes:
        if said := clause(text):
            add(f"{name}{label}：", said, "note", role, role, said, place)
    for key, place, text in (
        ("reason", "原因", indicator.reason),
        ("measure", "措施", indicator.measure),
    ):
        if gives_orders(text):
            words = f"的填报{place}中有一段不是情况说明，起草时未采用"
            add(name, words, "derived", "orders", f"{key}.orders", None, place)
    if is_vague(clause(indicator.reason)):
        words = "的填报原因不具体，未说明具体成因、涉及范围、持续时间和责任主体"
        add(name, words, "derived", "vague", "reason.vague", None, "原因")


def _score(to: _Collector, card: Scorecard) -> None:
    def add(lead: str, said: str, role: Role, origin: str, key: str, value: FactValue) -> None:
        to.add(lead, said, "score", role, origin, key, value)

    name = card.ruleset_name
    add("评分规则：", f"《{name}》", "ruleset", "评分.规则", "ruleset", name)
    if not card.scored:
        return
    if card.allotment:
        words = clause(card.allotment)
        add("", words, "points", "评分", "allotment", words)
    execution = card.execution
    if execution.score is not None and execution.weight is not None:
        value = Points(execution.weight, execution.score)
        said = f"分值{tidy(execution.weight)}分，得分{tidy(execution.score)}分"
        add("预算执行率", said, "points", "资金.明细", "funds.points", value)
    for row in card.indicators:
        if row.score is not None and row.weight is not None:
            to.add(
                quoted(row.indicator.name), f"分值{tidy(row.weight)}分，得分{tidy(row.score)}分",
                "score", "points", f"指标[{row.id[1:]}]", f"{row.id}.points",
                Points(row.weight, row.score), row.id,
                subject=row.indicator.name, status=row.status,
            )  # fmt: skip
    total = card.total
    if total.complete and total.score is not None:
        value = Points(total.available, total.score)
        add("自评总分", f"{tidy(total.score)}分", "total", "评分", "total", value)
    elif total.score is not None and total.available is not None:
        value = Points(total.available, total.score)
        words = f"可评分部分得{tidy(total.score)}分，对应分值{tidy(total.available)}分，总分和等级暂不能得出"
        add("", words, "total", "评分", "total", value)
    if card.grade:
        add("自评等级为", card.grade, "grade", "评分", "grade", card.grade)
