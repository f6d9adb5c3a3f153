"""Rows that some rule sets give points by a scale of their own: satisfaction rates, cost control."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from assistant.rules.ruleset import CostControl, Satisfaction, Step
from assistant.scoring.measure import Measure, Row
from assistant.scoring.points import FULL, NONE
from assistant.values.printing import percent
from assistant.values.quantity import Between, Quantity
from assistant.values.readings import Numeric


def by_own_scale(row: Row, target: Numeric, amount: Quantity, measured: Measure) -> Measure:
    """The same outcome with the share of the row's own scale; whether the target was met stays."""
    satisfaction, control = row.rules.satisfaction, row.rules.cost_control
    if satisfaction and row.indicator.level1 == "满意度指标" and amount.unit.kind == "比例":
        return _by_satisfaction(satisfaction, amount, measured)
    if control and row.is_cost and amount.unit.kind == "金额" and not isinstance(target, Between):
        return (
            _by_control(control, target.limit, amount, measured) if target.limit.base else measured
        )
    return measured


def step_share(steps: tuple[Step, ...], value: Fraction) -> Fraction:
    """The share of the first step, from the highest down, that `value` reaches. The last is from zero."""
    return next(Fraction(step.share) for step in steps if value >= Fraction(step.at))


def _by_satisfaction(rule: Satisfaction, amount: Quantity, measured: Measure) -> Measure:
    rate = Fraction(amount.base)
    share = step_share(rule.steps, rate) if rule.steps else _falling(rule, rate)
    shown = f"{measured.compared}，满意度{percent(rate)}"
    return replace(measured, rule=rule, compared=shown, share=share, reckoned=percent(share))


def _falling(rule: Satisfaction, rate: Fraction) -> Fraction:
    if rule.full_from is None or rule.each is None or rule.minus is None:
        raise AssertionError("the schema admits no such rule")
    short = max(NONE, Fraction(rule.full_from) - rate)
    return max(NONE, FULL - (short // Fraction(rule.each)) * Fraction(rule.minus))


def _by_control(rule: CostControl, limit: Quantity, amount: Quantity, measured: Measure) -> Measure:
    strayed = (Fraction(limit.base) - Fraction(amount.base)) / Fraction(limit.base)
    held = [step for step in rule.steps if abs(strayed) <= Fraction(step.within)]
    share = Fraction(held[0].share) if held else NONE
    sign = "－" if strayed < 0 else ""
    shown = f"成本控制率（{limit}－{amount}）÷{limit}＝{sign}{percent(abs(strayed))}"
    return replace(measured, rule=rule, compared=shown, share=share, reckoned=percent(share))
