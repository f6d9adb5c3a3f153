"""Collects the facts of a scorecard, in the order of the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.facts.derived import derive
from assistant.facts.fact import Fact, Kind, Role
from assistant.facts.wording import (
    apart,
    clause,
    gives_orders,
    is_vague,
    percent,
    plain,
    quoted,
    tidy,
    titled,
)
from assistant.model.scorecard import STATUS_NAMES, Scorecard, ScoredIndicator
from assistant.values.deadlines import print_day


@dataclass(slots=True)
class _Collector:
    found: list[Fact] = field(default_factory=list)

    def add(
        self, text: str, kind: Kind, role: Role, origin: str, row: str = "", **more: str
    ) -> None:
        self.found.append(Fact("", text, kind, origin, row, role, **more))

    def extend(self, facts: Iterator[Fact]) -> None:
        self.found.extend(facts)


def gather(card: Scorecard) -> tuple[Fact, ...]:
    """All facts of a scorecard as F1 …: project, funds, rows, notes, scores, then what follows from them."""
    collector = _Collector()
    _project(collector, card)
    _funds(collector, card)
    for row in card.indicators:
        _row(collector, row)
    _score(collector, card)
    collector.extend(derive(card))
    style = card.evaluation.drafting
    for i, words in enumerate((*style.glossary.values(), *style.phrases), 1):
        collector.add(f"单位用语：{words}", "style", "phrase", f"起草.用语[{i}]")
    return tuple(replace(fact, id=f"F{i}") for i, fact in enumerate(collector.found, 1))


def _project(to: _Collector, card: Scorecard) -> None:
    project, report, goal = (
        card.evaluation.project,
        card.evaluation.report,
        card.evaluation.goal,
    )
    to.add(f"项目名称：{project.name}", "project", "name", "项目.名称", subject=project.name)
    to.add(f"评价年度：{project.year}年度", "project", "year", "项目.年度")
    if project.authority:
        to.add(f"主管部门：{project.authority}", "project", "unit", "项目.主管部门")
    if project.unit:
        to.add(f"实施单位：{project.unit}", "project", "unit", "项目.实施单位")
    if clause(project.summary):
        to.add(f"项目概况：{clause(project.summary)}", "note", "summary", "项目.概况")
    if clause(project.approval):
        to.add(f"批复情况：{clause(project.approval)}", "note", "approval", "项目.批复")
    if report.addressee:
        to.add(f"主送机关：{report.addressee}", "project", "addressee", "报告.主送")
    if report.notice:
        to.add(f"自评通知：{titled(report.notice)}", "project", "notice", "报告.通知")
    for i, basis in enumerate(report.basis, 1):
        to.add(f"依据文件：{titled(basis)}", "project", "basis", f"报告.依据[{i}]")
    if report.signature:
        to.add(f"署名：{report.signature}", "project", "signature", "报告.署名")
    if report.dated:
        to.add(f"成文日期：{print_day(report.dated)}", "project", "dated", "报告.成文日期")
    notes: tuple[tuple[str, str, Role, str], ...] = (
        ("预期总体目标", goal.expected, "goal_expected", "总体目标.预期"),
        ("总体目标实际完成情况", goal.actual, "goal_actual", "总体目标.实际"),
        ("结果应用", report.application, "application", "报告.结果应用"),
        ("公开情况", report.publicity, "publicity", "报告.公开"),
        ("其他说明", report.other, "other", "报告.其他说明"),
    )
    for label, text, role, origin in notes:
        if clause(text):
            to.add(f"{label}：{clause(text)}", "note", role, origin)


def _funds(to: _Collector, card: Scorecard) -> None:
    funds, total = card.evaluation.funds, card.execution
    if funds is None:
        return
    unit = total.unit
    for i, fund in enumerate(funds.sources, 1):
        amounts = (
            ("年初预算", fund.initial),
            ("全年预算", fund.budget),
            ("到位", fund.arrived),
            ("执行", fund.executed),
        )
        shown = "，".join(
            f"{name}{plain(value)}{unit}" for name, value in amounts if value is not None
        )
        if shown:
            origin = f"资金.明细[{i}]"
            to.add(f"{fund.source}：{shown}", "funds", "budget", origin, subject=fund.source)
        if clause(fund.reason):
            to.add(
                f"{fund.source}的说明：{clause(fund.reason)}", "note", "reason",
                f"资金.明细[{i}].原因", subject=fund.source,
            )  # fmt: skip
    amounts = (
        ("年初预算", total.initial),
        ("全年预算", total.budget),
        ("到位", total.arrived),
        ("执行", total.executed),
    )
    shown = "，".join(f"{name}{plain(value)}{unit}" for name, value in amounts if value is not None)
    if shown:
        to.add(f"资金总额：{shown}", "funds", "sum", "资金.明细")
    if total.rate is not None:
        to.add(f"预算执行率为{percent(total.rate)}", "funds", "rate", "资金.明细")
    for label, text, role in (
        ("资金管理", funds.management, "management"),
        ("预算执行偏差原因", funds.reason, "reason"),
        ("预算执行改进措施", funds.measure, "measure"),
    ):
        if clause(text):
            origin = f"资金.{ {'management': '管理', 'reason': '原因'}.get(role, '措施') }"
            to.add(f"{label}：{clause(text)}", "note", role, origin)  # type: ignore[arg-type]


def _row(to: _Collector, row: ScoredIndicator) -> None:
    indicator = row.indicator
    name, origin = quoted(indicator.name), f"指标[{row.id[1:]}]"
    more = {"subject": indicator.name, "status": row.status}
    target = f"年度指标值{indicator.target}" if indicator.target else "未填年度指标值"
    actual = f"实际完成值{indicator.actual}" if indicator.actual else "未填实际完成值"
    to.add(
        f"{indicator.level2}{name}：{target}，{actual}，{STATUS_NAMES[row.status]}",
        "indicator", "row", origin, row.id, **more,
    )  # fmt: skip
    if row.deviation:
        words = f"{name}的实际完成值{apart(row.deviation)}"
        to.add(words, "deviation", "deviation", origin, row.id, **more)
    elif row.status == "not_met":
        to.add(f"{name}未达到年度指标值", "deviation", "deviation", origin, row.id, **more)
    if indicator.level:
        to.add(
            f"{name}完成程度：{indicator.level}",
            "note",
            "row",
            f"{origin}.完成程度",
            row.id,
            **more,
        )
    notes: tuple[tuple[str, str, Role, str], ...] = (
        ("填报原因", indicator.reason, "reason", "原因"),
        ("填报措施", indicator.measure, "measure", "措施"),
        ("责任单位", indicator.owner, "owner", "责任单位"),
        ("完成时限", indicator.due, "due", "完成时限"),
        ("佐证材料", indicator.evidence, "evidence", "佐证"),
    )
    for label, text, role, key in notes:
        if clause(text):
            to.add(
                f"{name}{label}：{clause(text)}", "note", role, f"{origin}.{key}", row.id, **more
            )
    for key, text in (("原因", indicator.reason), ("措施", indicator.measure)):
        if gives_orders(text):
            words = f"{name}的填报{key}中有一段不是情况说明，起草时未采用"
            to.add(words, "derived", "orders", f"{origin}.{key}", row.id, **more)
    if is_vague(clause(indicator.reason)):
        words = f"{name}的填报原因不具体，未说明具体成因、涉及范围、持续时间和责任主体"
        to.add(words, "derived", "vague", f"{origin}.原因", row.id, **more)


def _score(to: _Collector, card: Scorecard) -> None:
    to.add(f"评分规则：《{card.ruleset_name}》", "score", "ruleset", "评分.规则")
    if not card.scored:
        return
    if card.allotment:
        to.add(clause(card.allotment), "score", "points", "评分")
    execution = card.execution
    if execution.score is not None and execution.weight is not None:
        words = f"预算执行率分值{tidy(execution.weight)}分，得分{tidy(execution.score)}分"
        to.add(words, "score", "points", "资金.明细")
    for row in card.indicators:
        if row.score is not None and row.weight is not None:
            words = f"{quoted(row.indicator.name)}分值{tidy(row.weight)}分，得分{tidy(row.score)}分"
            to.add(
                words, "score", "points", f"指标[{row.id[1:]}]", row.id,
                subject=row.indicator.name, status=row.status,
            )  # fmt: skip
    total = card.total
    if total.complete and total.score is not None:
        to.add(f"自评总分{tidy(total.score)}分", "score", "total", "评分")
    elif total.score is not None and total.available is not None:
        words = f"可评分部分得{tidy(total.score)}分，对应分值{tidy(total.available)}分，总分和等级暂不能得出"
        to.add(words, "score", "total", "评分")
    if card.grade:
        to.add(f"自评等级为{card.grade}", "score", "grade", "评分")
