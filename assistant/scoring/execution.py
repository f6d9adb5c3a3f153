"""预算执行率: 全年执行数 ÷ 全年预算数 (adjusted budget), and its points (10号 annex 1, 101号)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from assistant.model.evaluation import Evaluation, Fund
from assistant.model.finding import Finding
from assistant.model.scorecard import ExecutionScore
from assistant.rules.ruleset import RuleSet
from assistant.scoring.own_scales import step_share
from assistant.scoring.points import FULL, points
from assistant.values.printing import percent, plain, rounded_ratio


def score_execution(
    evaluation: Evaluation, rules: RuleSet, weight: Decimal | None
) -> tuple[ExecutionScore, list[Finding]]:
    """The execution rate over all sources, with points where the rule set has them."""
    funds = evaluation.funds.sources if evaluation.funds else ()
    unit = evaluation.funds.unit if evaluation.funds else "万元"
    findings: list[Finding] = []
    initial = _sum(funds, lambda fund: fund.initial)
    budget = _sum(funds, _adjusted)
    executed = _sum(funds, lambda fund: fund.executed)
    rate = _rate(funds, budget, executed, findings)
    share, formula, ratio_shown = None, "执行率不能计算", ""
    if rate is not None and budget is not None and executed is not None:
        ratio_shown = f"{plain(executed)}÷{plain(budget)}"
        formula = f"{plain(executed)}{unit}÷{plain(budget)}{unit}＝{percent(rate)}"
        share, why = _share(rules, rate, evaluation.scoring.finished, findings)
        formula += why
    score = None
    if weight is not None and share is not None:
        score = points(weight, share, rules.places)
    _check_reason(evaluation, rules, rate, findings)
    if weight is not None and share is not None and score is not None:
        if share < FULL and rules.execution.method == "linear":
            formula += f"，{plain(weight)}分×{ratio_shown}＝{plain(score)}分"
        elif share < FULL:
            formula += f"，{plain(weight)}分×{percent(share)}＝{plain(score)}分"
        else:
            formula += f"，记满分{plain(weight)}分"
    execution = ExecutionScore(
        unit=unit,
        initial=initial,
        budget=budget,
        arrived=_sum(funds, lambda fund: fund.arrived),
        executed=executed,
        rate=None if rate is None else rounded_ratio(rate),
        weight=weight,
        score=score,
        rule=rules.execution.words,
        formula=formula,
        clause=rules.execution.cite,
    )
    return execution, findings


def _check_reason(
    evaluation: Evaluation, rules: RuleSet, rate: Fraction | None, findings: list[Finding]
) -> None:
    """A low rate needs its reason where the rule set says below which."""
    line, funds = rules.execution.reason_below, evaluation.funds
    if line is None or rate is None or funds is None or rate >= Fraction(line):
        return
    if funds.reason or any(fund.reason for fund in funds.sources):
        return
    findings.append(
        Finding(
            "F08",
            "error",
            f"执行率{percent(rate)}低于{percent(Fraction(line))}，没有说明原因（必填）",
            "资金",
            rules.execution.clause,
            "请在“资金”的“原因”写明",
        )
    )


def _adjusted(fund: Fund) -> Decimal | None:
    return fund.initial if fund.budget is None else fund.budget


def _sum(funds: tuple[Fund, ...], amount: Callable[[Fund], Decimal | None]) -> Decimal | None:
    """The total over all sources; None where one does not state its amount."""
    amounts = [amount(fund) for fund in funds]
    known = [value for value in amounts if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


def _rate(
    funds: tuple[Fund, ...],
    budget: Decimal | None,
    executed: Decimal | None,
    findings: list[Finding],
) -> Fraction | None:
    for fund in funds:
        if fund.budget is None and fund.initial is not None:
            findings.append(
                Finding(
                    "F05",
                    "warning",
                    "没有全年预算数，按年初预算数计算执行率",
                    f"资金 {fund.source}",
                    f"年初预算 {plain(fund.initial)}",
                    "请写调整后的全年预算",
                )
            )
        if fund.executed is None or _adjusted(fund) is None:
            lacking = "全年执行数" if fund.executed is None else "全年预算数"
            findings.append(
                Finding(
                    "F22",
                    "warning",
                    f"没有{lacking}，执行率不能计算",
                    f"资金 {fund.source}",
                    "",
                    f"请补上{lacking}，没有发生的写0",
                )
            )
    if not funds:
        findings.append(
            Finding(
                "F22", "warning", "没有资金数据，执行率不能计算", "资金", "", "请补“资金”的明细"
            )
        )
    if budget is None or executed is None:
        return None
    if budget == 0:
        findings.append(
            Finding(
                "F06",
                "warning",
                "全年预算数为0，执行率不能计算",
                "资金",
                f"全年执行 {plain(executed)}",
                "请核对全年预算数",
            )
        )
        return None
    if executed > budget:
        findings.append(
            Finding(
                "F07",
                "warning",
                "全年执行数大于全年预算数",
                "资金",
                f"执行 {plain(executed)}，预算 {plain(budget)}",
                "请核对全年预算数（应为调整后预算数，含上年结转）",
            )
        )
    return Fraction(executed) / Fraction(budget)


def _share(
    rules: RuleSet, rate: Fraction, finished: bool | None, findings: list[Finding]
) -> tuple[Fraction | None, str]:
    if rules.execution.method == "linear":
        return min(rate, FULL), "，超过100%的按100%计" if rate > FULL else ""
    if rate > FULL:
        return None, "，执行数超出年度预算规模，规则没有规定得分"
    by_step = step_share(rules.execution.steps, rate)
    if finished:
        return FULL, "，项目已完成且执行数在预算之内"
    if finished is False or by_step == FULL:
        return by_step, f"，项目尚未完成，按区间记{percent(by_step)}" if by_step < FULL else ""
    findings.append(
        Finding(
            "F04",
            "warning",
            "没有写项目是否完成，执行率不能按区间赋分",
            "评分.项目完成",
            "",
            "请在“评分”写“项目完成: 是”或“项目完成: 否”",
        )
    )
    return None, "，没有写项目是否完成，不能赋分"
