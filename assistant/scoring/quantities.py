"""Rows whose target is a number: at least, at most, equal, range (10号 Art. 17, RULES.md §4)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from assistant.model.finding import Finding, Severity
from assistant.rules.ruleset import AtLeastRule, AtMostRule
from assistant.scoring.measure import Measure, Row
from assistant.scoring.own_scales import by_own_scale
from assistant.scoring.points import FULL, NONE
from assistant.values.printing import half_up, percent, plain
from assistant.values.quantity import (
    AtLeast,
    AtMost,
    Between,
    Bound,
    Exactly,
    Quantity,
    Unsigned,
)
from assistant.values.readings import Numeric


def measure_number(row: Row, target: Numeric, actual: Quantity | Bound) -> Measure:
    """Measures a numeric actual against a numeric target; units of different kinds stay ungraded."""
    rule = _rule(row, target)
    wanted = target.low if isinstance(target, Between) else target.limit
    amount = actual.limit if isinstance(actual, Bound) else actual
    apart, taken = row.readings.apart, row.readings.unit
    if apart is not None:
        fault = row.finding("F20", "error", f"{apart.why}，未计分", row.written, apart.mend)
        shown = f"{amount}与{wanted}的单位不能比较"
        return Measure("ungraded", rule, shown, findings=(fault,))
    remarks: tuple[Finding, ...] = ()
    if part := row.readings.part:
        remarks = (
            row.finding("F20", "warning", part, row.written, "请核对，实际值最好只写数和单位"),
        )
    if taken:
        remarks += (row.finding("F21", "warning", taken, row.written, "请补上计量单位"),)
    if isinstance(actual, Bound):
        bound = _measure_bound(row, target, actual, rule)
        return replace(bound, findings=remarks + bound.findings)
    if amount.value < 0 and not _below_zero(wanted):
        remarks += (
            row.finding("F09", "warning", "实际值是负数，按0计", str(amount), "请核对实际值"),
        )
        amount = replace(amount, value=Decimal(0))
    if isinstance(target, Unsigned):
        measured = _unsigned(row, target, amount, rule)
        return replace(measured, findings=remarks + measured.findings)
    measured = _measure(row, target, amount, rule)
    measured = replace(measured, findings=remarks + measured.findings)
    return by_own_scale(row, target, amount, measured)


def _below_zero(wanted: Quantity) -> bool:
    """Whether what is measured may lie below zero: a target that does (≤-18°C), or a temperature."""
    return wanted.value < 0 or wanted.unit.kind == "温度"


def _rule(row: Row, target: Numeric) -> AtLeastRule | AtMostRule:
    if isinstance(target, AtLeast | Unsigned):
        return row.rules.at_least
    if isinstance(target, AtMost):
        return row.rules.at_most
    return row.rules.exactly if isinstance(target, Exactly) else row.rules.between


def _unsigned(
    row: Row, target: Unsigned, amount: Quantity, rule: AtLeastRule | AtMostRule
) -> Measure:
    """A number whose good side nobody told: reached exactly it is met either way, else a person says."""
    if amount.base == target.limit.base:
        return Measure("met", rule, f"实际{amount}等于目标{target}", FULL, FULL)
    ask = row.finding(
        "F21",
        "warning",
        "目标没有写符号，从名称看不出高了好还是低了好，未计分",
        row.written,
        f"请把目标写成 ≥{target} 或 ≤{target}，或注明“方向: 正向”“方向: 反向”",
    )
    return Measure("ungraded", rule, f"目标{target}没有写符号，不能比较高低", findings=(ask,))


def _measure(
    row: Row,
    target: AtLeast | AtMost | Exactly | Between,
    amount: Quantity,
    rule: AtLeastRule | AtMostRule,
) -> Measure:
    if isinstance(target, AtMost):
        above = amount.base > target.limit.base
        if target.limit.value < 0 and above:
            compared = f"实际{amount}超过目标上限{target.limit}"
            return _no_ratio(row, row.rules.at_most, compared, amount, target.limit)
        return _at_most(row.rules.at_most, target, amount)
    if isinstance(target, Between):
        outside = not target.low.base <= amount.base <= target.high.base
        if target.high.value < 0 and outside:
            compared = f"实际{amount}在目标{target}之外"
            return _no_ratio(row, rule, compared, amount, target.high)
        return _between(target, amount, rule)
    over_cost = isinstance(target, Exactly) and row.is_cost and target.limit.value > 0
    if over_cost and amount.base > target.limit.base:
        measured = _at_most(row.rules.at_most, AtMost(target.limit), amount)
        remark = row.finding(
            "F31",
            "warning",
            "成本指标实际高于目标，按反向指标计",
            row.written,
            "成本指标的目标请写成 ≤",
        )
        return replace(measured, findings=(*measured.findings, remark))
    return _at_least(row, target, amount, rule)


def _at_least(
    row: Row, target: AtLeast | Exactly, amount: Quantity, rule: AtLeastRule | AtMostRule
) -> Measure:
    limit = target.limit
    if limit.base <= 0:
        return _zero_target(row, target, amount, rule)
    completion = Fraction(amount.base) / Fraction(limit.base)
    strict = isinstance(target, AtLeast) and target.strict
    if completion > FULL or (completion == FULL and not strict):
        word = "达到" if completion == FULL else "高于"
        full = Measure("met", rule, f"实际{amount}{word}目标{limit}", FULL, completion)
        return _flag_over(row, target, full, amount, completion)
    missed = Measure(
        "not_met",
        rule,
        f"实际{amount}{'未超过' if completion == FULL else '低于'}目标{limit}",
        completion,
        completion,
        f"{amount}÷{limit}",
        distance(amount, limit),
    )
    return _pass_line(missed, rule)


def _no_ratio(
    row: Row, rule: AtLeastRule | AtMostRule, compared: str, amount: Quantity, limit: Quantity
) -> Measure:
    """Missed, of a target below zero: nothing is so many hundredths of -18°C; the points are for a person."""
    ask = row.finding(
        "F20",
        "warning",
        f"{compared}；目标是负数，不能按比例计分，未计分",
        row.written,
        "请注明“方向: 定性”，并写“评分比例”",
    )
    away = distance(amount, limit)
    return Measure("ungraded", rule, compared, deviation=away, findings=(ask,))


def _zero_target(
    row: Row, target: AtLeast | Exactly, amount: Quantity, rule: AtLeastRule | AtMostRule
) -> Measure:
    """A target of zero: “=0” asks for none; “≥0” is met by anything, “>0” by anything but none."""
    if target.limit.value < 0:
        met = amount.base >= target.limit.base
        if isinstance(target, Exactly):
            met = amount.base == target.limit.base
        if not met:
            return _no_ratio(row, rule, f"实际{amount}没有达到目标{target}", amount, target.limit)
    elif isinstance(target, AtLeast):
        met = amount.value > 0 or not target.strict
    else:
        met = amount.value == 0
    shown = f"实际{amount}，目标{target}"
    if met:
        measured = Measure("met", rule, shown, FULL, FULL)
    else:
        away = distance(amount, target.limit) if isinstance(target, Exactly) else "未超过0"
        measured = Measure("not_met", rule, shown, NONE, NONE, "0%", away)
    line = row.rules.over.zero_at
    if line is None or amount.value < line:
        return measured
    flagged = _flagged(row, measured, f"指标值为0，实际达到{amount}", amount, target.limit)
    return flagged if met else replace(flagged, status="not_met")


def _flag_over(
    row: Row, target: AtLeast | Exactly, full: Measure, amount: Quantity, completion: Fraction
) -> Measure:
    limit = target.limit
    over = row.rules.over
    equal_passed = bool(over.equal_any) and isinstance(target, Exactly) and completion > FULL
    if completion < Fraction(over.flag_at) and not equal_passed:
        return full
    told = f"实际为目标的{percent(completion)}，高于目标较多"
    return _flagged(row, full, told, amount, limit)


def _flagged(row: Row, full: Measure, told: str, amount: Quantity, limit: Quantity) -> Measure:
    """The points as they are, flagged: only a person may deduct. No reason where it is compulsory: an error."""
    required = row.rules.over.reason == "required"
    severity: Severity = "error" if required else "warning"
    explained = bool(row.indicator.reason)
    finding = row.finding(
        "F35",
        "info" if explained else severity,
        told
        + ("，已说明原因" if explained else "，没有说明原因" + ("（必填）" if required else "")),
        row.written,
        "请在“原因”写明；属年初目标偏低的，请在“扣减”写调减的分值",
    )
    return replace(
        full, status="over", deviation=distance(amount, limit), findings=(*full.findings, finding)
    )


def _at_most(rule: AtMostRule, target: AtMost, amount: Quantity) -> Measure:
    limit = target.limit
    met = amount.base < limit.base or (amount.base == limit.base and not target.strict)
    if met:
        word = "等于" if amount.base == limit.base else "低于"
        return Measure("met", rule, f"实际{amount}{word}目标上限{limit}", FULL, FULL)
    compared = f"实际{amount}超过目标上限{limit}"
    away = distance(amount, limit)
    if amount.base == limit.base:  # “<5%” at 5%: the ratio is one, yet the target was missed
        share = FULL if limit.base else NONE
        shown = f"实际{amount}没有低于目标上限{limit}"
        return Measure("not_met", rule, shown, share, share, percent(share), away)
    if limit.base <= 0:
        return Measure("not_met", rule, compared, NONE, NONE, "0%", away)
    top, bottom = Fraction(limit.base), Fraction(amount.base)
    if rule.method == "linear":
        share = max(NONE, FULL - (bottom - top) / top)
        reckoned = f"[1－（{amount}－{limit}）÷{limit}]" if share else "0%"
    else:
        share, reckoned = top / bottom, f"{limit}÷{amount}"
    missed = Measure("not_met", rule, compared, share, share, reckoned, away)
    return _pass_line(missed, rule)


def _between(target: Between, amount: Quantity, rule: AtLeastRule | AtMostRule) -> Measure:
    low, high = target.low, target.high
    if low.base <= amount.base <= high.base:
        return Measure("met", rule, f"实际{amount}在目标{target}之内", FULL, FULL)
    if amount.base < low.base:
        ratio = Fraction(amount.base) / Fraction(low.base) if low.base else NONE
        share, reckoned, end = ratio, f"{amount}÷{low}", low
        if low.base < 0:  # -7% of ±5%: as far beyond as 7% is
            share, reckoned = 1 / ratio, f"{low}÷{amount}"
    else:
        share, reckoned, end = (
            Fraction(high.base) / Fraction(amount.base),
            f"{high}÷{amount}",
            high,
        )
    missed = Measure(
        "not_met",
        rule,
        f"实际{amount}在目标{target}之外",
        share,
        share,
        reckoned,
        distance(amount, end),
    )
    return _pass_line(missed, rule)


def _pass_line(missed: Measure, rule: AtLeastRule | AtMostRule) -> Measure:
    line = rule.pass_line
    if line is None or missed.share is None or missed.share >= Fraction(line):
        return missed
    failed = (
        f"{missed.compared}，完成比例{percent(missed.share)}低于及格门槛{percent(Fraction(line))}"
    )
    return replace(missed, share=NONE, compared=failed, reckoned="0%")


def _measure_bound(
    row: Row, target: Numeric, actual: Bound, rule: AtLeastRule | AtMostRule
) -> Measure:
    """An actual with a sign is only a side of a number: full where that side proves the target."""
    written = f"{actual.sign}{actual.limit}"
    proven = _proves(target, actual)
    finding = row.finding(
        "F23",
        "warning",
        "实际值带有符号，不是一个完成值" + ("" if proven else "，未计分"),
        row.written,
        "请写实际完成的数，不要照抄目标的符号",
    )
    if proven:
        shown = f"实际{written}可证达到目标{target}"
        return Measure("met", rule, shown, FULL, FULL, findings=(finding,))
    return Measure("ungraded", rule, f"实际写作{written}，不是确定的数", findings=(finding,))


def _proves(target: Numeric, actual: Bound) -> bool:
    if isinstance(target, AtLeast) and actual.sign in {"≥", ">"}:
        enough = actual.limit.base >= target.limit.base
        return enough and not (
            target.strict and actual.sign == "≥" and actual.limit.base == target.limit.base
        )
    if isinstance(target, AtMost) and actual.sign in {"≤", "<"}:
        enough = actual.limit.base <= target.limit.base
        return enough and not (
            target.strict and actual.sign == "≤" and actual.limit.base == target.limit.base
        )
    return False


def distance(amount: Quantity, limit: Quantity) -> str:
    """How far the actual lies from the limit: 低5个百分点, 少2个小区（低12.5%）."""
    gap = Fraction(amount.base) - Fraction(limit.base)
    if gap == 0:
        return f"恰为{limit}"
    if amount.unit.kind == "比例":
        shown = plain(half_up(abs(gap) * 100, 2))
        return f"{'低' if gap < 0 else '高'}{shown}个百分点"
    unit = limit.unit if limit.unit.name else amount.unit
    if abs(gap) < unit.size and amount.unit.name and amount.unit.size < unit.size:
        unit = amount.unit  # 少200人, where the target is in 万人 and the actual in 人
    number = plain(half_up(abs(gap) / Fraction(unit.size), 4))
    text = f"{'少' if gap < 0 else '多'}{number}{unit.name}"
    if limit.base > 0:
        text += f"（{'低' if gap < 0 else '高'}{percent(abs(gap) / Fraction(limit.base))}）"
    return text
