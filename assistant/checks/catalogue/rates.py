"""Checks of execution rates and their points (F03, F04)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.agreeing import agrees, decimals_of
from assistant.checks.catalogue.funds import computed_rate, form_rate
from assistant.checks.dossier import Dossier, Form
from assistant.checks.figures import figures_in
from assistant.checks.other_rules import execution_elsewhere
from assistant.checks.registry import Hit, fault
from assistant.patterns import regex
from assistant.values.printing import percent, plain, rounded

SLACK = Decimal("0.1")

_FULL = Decimal(1)

_RATE = regex(r"(预算|资金)?(执行|支付|支出)率")


@fault("F03", "执行率算错", severity="error")
def f03_rate(dossier: Dossier) -> Iterator[Hit]:
    """The printed rate is not 执行数 ÷ 全年预算数.

    Source: 财预〔2020〕10号附件1; 普陀自评表. Example: 215457.6÷250000＝86.18%，写成86.19%.
    """
    for form in dossier.forms:
        for fund in form.funds:
            exact, said = computed_rate(fund), fund.amount("rate")
            if exact is None or said is None:
                continue
            text = fund.rate.text
            bare = "%" not in text and "％" not in text
            ratio = (
                bare
                and said <= 1
                and exact <= Decimal("1.05")
                and not (said == 1 and exact < Decimal("0.05"))
            )
            wanted = exact if ratio else exact * 100
            if not agrees(said, wanted, decimals_of(text), _spread(form, fund.amount("executed"))):
                yield Hit(
                    fund.rate,
                    f"“{fund.label.text}”执行率写{text}，"
                    f"{fund.executed.text}÷{fund.budget.text or fund.initial.text}＝{percent(exact)}",
                    f"请改为{percent(exact)}",
                )
    yield from _rates_in_text(dossier)


def _spread(form: Form, executed: Decimal | None) -> Decimal:
    """What the rounding of small amounts in 万元 can move a rate by, in points of percent."""
    if executed is None or form.unit == "元" or not executed % 1 or executed >= 1000:  # noqa: PLR2004
        return Decimal(0)
    return rounded(Decimal("0.005") / max(executed, Decimal("0.01")) * 100, 2)


def _rates_in_text(dossier: Dossier) -> Iterator[Hit]:
    forms = [f for f in dossier.forms if f.funds]
    rates = {computed_rate(fund) for f in forms for fund in f.funds} - {None}
    rate = form_rate(forms[0]) if len(forms) == 1 else None
    if rate is None or dossier.is_data:
        return
    for sentence in dossier.sentences():
        for figure in figures_in(sentence):
            label = _RATE.search(figure.before[-12:])
            clause = re.split(r"[，；：]", figure.before)[-1]
            if figure.kind != "percent" or not label or not figure.exact:
                continue
            if (
                re.search(r"上年|去年|目标|应|要求|低于|高于|分值|权重|达到\d*$", clause)
                or "率" in figure.after[:4]
            ):
                continue
            if not any(
                agrees(figure.number, r * 100, figure.decimals, Decimal("0.01"))
                for r in rates
                if r is not None
            ):
                yield Hit(
                    figure.said,
                    f"正文{label[0]}{figure.said.text}与表不符，按表计算为{percent(rate)}",
                    f"请改为{percent(rate)}，或核对资金表",
                )


@fault("F04", "预算执行得分与办法不符", severity="error")
def f04_rate_points(dossier: Dossier) -> Iterator[Hit]:
    """The points of the execution rate do not follow from the rate.

    Source: 财预〔2020〕10号附件1; 廊坊自评表. Example: 执行率86%，分值10，得分9.
    """
    for form in dossier.forms:
        total = form.total
        rate = form_rate(form)
        if total is None or rate is None:
            continue
        weight, points = total.amount("weight"), total.amount("score")
        if weight is None or points is None or not weight:
            continue
        wanted = [rounded(min(rate, _FULL) * weight, 2)]
        if dossier.ruleset.execution.steps and rate <= 1:
            wanted.append(weight)  # a finished project within its budget
        if any(abs(points - w) <= SLACK for w in wanted):
            continue  # the other rule sets are read only where the own one does not bear it out
        if all(abs(points - w) > SLACK for w in execution_elsewhere(form, weight)):
            yield Hit(
                total.score,
                f"执行率{percent(rate)}×{plain(weight)}分＝{plain(wanted[0])}分，写的是{plain(points)}分",
                f"请改为{plain(wanted[0])}分",
            )
