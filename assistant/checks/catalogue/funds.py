"""Checks of budgets and what became of them (F02, F05–F08, F66)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from assistant.checks.agreeing import agrees, decimals_of
from assistant.checks.catalogue.repeated_amounts import AMOUNT_NAMES, AMOUNTS, table_amounts
from assistant.checks.dossier import Dossier, Form, FundRow
from assistant.checks.figures import figures
from assistant.checks.registry import Hit, fault
from assistant.patterns import regex
from assistant.values.printing import percent, plain
from assistant.word.document import Said, is_narrative

#: reasons why less, or more, was spent
_BECAUSE = regex(r"原因|由于|因为|因(?!素)|受.{1,12}影响|节约|结余|尚未|未(完成|支付|结算|验收)")

_OF_MONEY = regex(r"资金|支付|执行|预算|支出|结算|拨付")


@fault("F02", "资金总额不等于各来源之和", severity="error")
def f02_sum_of_sources(dossier: Dossier) -> Iterator[Hit]:
    """The total of a column of the funds is not the sum of its sources.

    Source: 财预〔2020〕10号附件1; 评审常见问题. Example: 总额0，财政拨款90.
    """
    for form in dossier.forms:
        total = next((f for f in form.funds if f.is_total), None)
        if total is None or not form.parts:
            continue
        for column in AMOUNTS:
            whole = total.amount(column)
            parts = [(p, p.amount(column)) for p in form.parts]
            given = [(p, a) for p, a in parts if a is not None]
            if whole is None or not given or _closes(whole, given):
                continue
            shown = "＋".join(plain(a) for _, a in given)
            sum_ = sum((a for _, a in given), Decimal(0))
            yield Hit(
                getattr(total, column),
                f"{AMOUNT_NAMES[column]}总额{plain(whole)}，各来源{shown}＝{plain(sum_)}，相差{plain(abs(whole - sum_))}",
                "请核对总额与各来源，使合计相等",
            )


def _closes(whole: Decimal, parts: list[tuple[FundRow, Decimal]]) -> bool:
    """Exactly, or when lines that only break another one down (其中：中央、省级 …) are left out."""
    slack = Decimal("0.01") if any(a % 1 for _, a in parts) else Decimal(0)
    if abs(sum(a for _, a in parts) - whole) <= slack:
        return True
    nested = [
        i
        for i, (p, _) in enumerate(parts)
        if re.search(r"其中|中央|省|市级|县|区级|本级", p.label.text)
    ]
    for size in range(1, min(len(nested), 6) + 1):
        for left_out in combinations(nested, size):
            rest = [a for i, (_, a) in enumerate(parts) if i not in left_out]
            if rest and whole and abs(sum(rest) - whole) <= slack:
                return True
    return False


def computed_rate(fund: FundRow) -> Decimal | None:
    """全年执行数 ÷ 全年预算数 of one line."""
    budget, executed = fund.amount("budget"), fund.amount("executed")
    if budget is None and "budget" not in fund.columns:
        budget = fund.amount("initial")
    if not budget or executed is None:
        return None
    return executed / budget


def form_rate(form: Form) -> Decimal | None:
    """The execution rate of a form: our own score's, else of its total."""
    if form.card is not None and form.card.execution.rate is not None:
        return form.card.execution.rate
    return computed_rate(form.total) if form.total else None


@fault("F05", "执行率按年初预算而不是全年预算计算", severity="error")
def f05_initial_budget(dossier: Dossier) -> Iterator[Hit]:
    """The rate is reckoned from the initial budget although there is an adjusted one.

    Source: 四川自评表（scqs.gov.cn）; 财预〔2020〕10号附件1. Example: 年初100、全年120、执行100，执行率写100%.
    """
    for form in dossier.forms:
        for fund in form.funds:
            initial, budget = fund.amount("initial"), fund.amount("budget")
            executed, said = fund.amount("executed"), _rate_in(fund)
            if not initial or not budget or executed is None or said is None or initial == budget:
                continue
            decimals = decimals_of(fund.rate.text)
            by_initial = agrees(said, executed / initial * 100, decimals)
            if by_initial and not agrees(said, executed / budget * 100, decimals):
                yield Hit(
                    fund.rate,
                    f"执行率{fund.rate.text}是按年初预算{plain(initial)}算的，"
                    f"应按全年预算{plain(budget)}，为{percent(executed / budget)}",
                    "执行率＝全年执行数÷全年预算数（调整后），请改正执行率和得分",
                )
    if any(f.funds for f in dossier.forms) or dossier.is_data:
        return
    if re.search(
        r"全年预算|调整后?预算|预算调整|追加|调减",
        dossier.document.text if dossier.document else "",
    ):
        return
    for sentence in dossier.sentences("execution"):
        match = re.search(r"年初预算[^，。；]{0,8}\d+(\.\d+)?%", sentence.text)
        if match:
            yield Hit(
                sentence.find(match[0]),
                "只与年初预算比较，没有说明年中是否调整、全年预算是多少",
                "请写明全年预算数（调整后），执行率按全年预算数计算",
                severity="warning",
            )


def _rate_in(fund: FundRow) -> Decimal | None:
    value = fund.amount("rate")
    if value is None:
        return None
    ratio = "%" not in fund.rate.text and "％" not in fund.rate.text and 0 < value <= 1
    return value * 100 if ratio else value


@fault("F06", "全年预算数为0却有执行率", severity="error")
def f06_rate_of_nothing(dossier: Dossier) -> Iterator[Hit]:
    """A rate is printed although the budget of that line is nil.

    Source: 评审常见问题. Example: 全年预算0，执行率100%.
    """
    for form in dossier.forms:
        for fund in form.funds:
            if fund.amount("budget") == 0 and (_rate_in(fund) or 0) > 0:
                yield Hit(
                    fund.rate,
                    f"“{fund.label.text}”全年预算数为0，却写执行率{fund.rate.text}",
                    "预算数为0时执行率不能计算，请核对预算数或删去执行率",
                )


@fault("F07", "执行数大于预算数，没有说明", severity="error")
def f07_more_than_budget(dossier: Dossier) -> Iterator[Hit]:
    """More was spent than there was budget, and nobody says why.

    Source: 评审常见问题. Example: 全年预算90，执行95.
    """
    for form in dossier.forms:
        for fund in form.funds:
            budget, executed = fund.amount("budget"), fund.amount("executed")
            if budget is None and not fund.is_total and fund is not form.total:
                continue
            if (
                budget is None
                or executed is None
                or executed <= budget
                or (budget == 0 and form.total is not fund)
            ):
                continue
            told = fund.reason or any(
                re.search(r"超(出|过|支)|追加|结转", s.text) and _OF_MONEY.search(s.text)
                for s in dossier.sentences()
            )
            yield Hit(
                fund.executed,
                f"“{fund.label.text}”执行{plain(executed)}大于预算{plain(budget)}"
                + ("" if told else "，没有说明原因"),
                "请核对全年预算数（应为调整后预算，含上年结转），或说明超出的原因",
                severity="warning" if told else None,
            )


def spending_explained(dossier: Dossier, form: Form) -> bool:
    """Whether it is said why not all was spent."""
    if (
        dossier.evaluation is not None
        and dossier.evaluation.funds
        and dossier.evaluation.funds.reason
    ):
        return True
    return any(f.reason for f in form.funds) or any(
        _BECAUSE.search(s.text) and _OF_MONEY.search(s.text)
        for s in dossier.sentences("deviation", "execution", "arrival")
    )


@fault("F08", "执行率偏低而没有说明原因", severity="warning")
def f08_low_rate(dossier: Dossier) -> Iterator[Hit]:
    """The execution rate is under 90 % and no reason is given.

    Source: 四川自评表（低于90%必须说明）; 财预〔2020〕10号第二十六条. Example: 执行率75%，原因空白.
    """
    limit = Decimal("0.9")
    for form in dossier.forms:
        rate, total = form_rate(form), form.total
        if rate is None or rate >= limit:
            continue
        line = total or form.funds[0]
        told = spending_explained(dossier, form)
        if not told:
            room = dossier.is_data or is_narrative(dossier.document) or "reason" in line.columns
            yield Hit(
                line.rate if line.rate else line.executed,
                f"预算执行率{percent(rate)}，低于90%，没有说明原因",
                "请单独说明执行率偏低的原因，并提出整改措施",
                # a form without a place for it can only be accompanied
                severity="warning" if room else "info",
            )


_OTHER_MONEY = regex(r"上年结转|以前年度结转|结转资金|自筹资金|其他资金|单位资金|社会资金")


@fault("F66", "上年结转、自筹等资金没有计入全年预算", severity="warning", kind="E")
def f66_left_out_money(dossier: Dossier) -> Iterator[Hit]:
    """The text tells of carry-over or other money that the table of funds does not hold.

    Source: 湖北自评表说明; 评审常见问题. Example: 正文有“上年结转12万元”，资金表只有财政拨款一行.
    """
    forms = [f for f in dossier.forms if f.funds]
    if not forms or dossier.is_data:
        return
    known = {amount for amount, _ in table_amounts(dossier)}
    seen: set[str] = set()
    for sentence in dossier.sentences():
        match = _OTHER_MONEY.search(sentence.text)
        if not match or match[0] in seen:
            continue
        amounts = [
            f for f in figures([sentence], "money") if match[0] in f.before[-10:] and f.value
        ]
        lines = [f for form in forms for f in form.funds if _same_source(match[0], f.label)]
        held = any(line.amount(c) for line in lines for c in AMOUNTS)
        if (
            amounts
            and not held
            and not any(abs(amounts[0].value - a) <= amounts[0].step for a in known)
        ):
            seen.add(match[0])
            yield Hit(
                sentence.find(match[0]),
                f"正文说有{match[0]}{amounts[0].said.text}，资金表里没有这一项",
                "全年预算数应含上年结转和其他资金，请补入资金表并重算执行率",
            )


def _same_source(words: str, label: Said) -> bool:
    key = "结转" if "结转" in words else words.removesuffix("资金")
    return key in label.text
