"""Money of 子项目 as money of the whole: by source, in one unit, checked against what the whole states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.model.evaluation import Fund, Funds, MoneyUnit, SubProject
from assistant.model.finding import Finding
from assistant.values.printing import plain
from assistant.values.units import MONEY_SIZES

Amount = Callable[[Fund], Decimal | None]

_COLUMNS: tuple[tuple[str, str, Amount], ...] = (
    ("initial", "年初预算", lambda fund: fund.initial),
    ("budget", "全年预算", lambda fund: fund.budget),
    ("arrived", "到位", lambda fund: fund.arrived),
    ("executed", "执行", lambda fund: fund.executed),
)


def in_unit(amount: Decimal, unit: MoneyUnit, wanted: MoneyUnit) -> Decimal:
    """The amount in another unit of money; exact, since sizes are powers of ten."""
    shift = MONEY_SIZES[unit].adjusted() - MONEY_SIZES[wanted].adjusted()
    return amount.scaleb(shift)


def budget_of(sub: SubProject) -> Decimal | None:
    """The adjusted budget of a 子项目 in 万元, by which relative values are weighted."""
    funds = sub.funds
    if funds is None or not funds.sources:
        return None
    amounts = [f.initial if f.budget is None else f.budget for f in funds.sources]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return None
    return in_unit(sum(known, Decimal(0)), funds.unit, "万元")


def pool_funds(subprojects: Sequence[SubProject]) -> Funds | None:
    """The sources of all 子项目, like ones added up, in the unit they share, else in 万元.

    None unless every 子项目 states its money: a part of the sum is not the sum.
    """
    stated = [sub.funds for sub in subprojects if sub.funds is not None]
    if not stated or len(stated) < len(subprojects):
        return None
    units = {funds.unit for funds in stated}
    unit: MoneyUnit = units.pop() if len(units) == 1 else "万元"
    by_source: dict[str, list[tuple[Fund, MoneyUnit]]] = {}
    for funds in stated:
        for fund in funds.sources:
            by_source.setdefault(fund.source, []).append((fund, funds.unit))
    sources = tuple(
        Fund(
            source=source,
            **{name: _added(rows, amount, unit) for name, _, amount in _COLUMNS},
        )
        for source, rows in by_source.items()
    )
    return Funds(unit=unit, sources=sources)


def _added(
    rows: Sequence[tuple[Fund, MoneyUnit]], amount: Amount, unit: MoneyUnit
) -> Decimal | None:
    total = Decimal(0)
    for fund, own in rows:
        value = amount(fund)
        if value is None:
            return None
        total += in_unit(value, own, unit)
    return total


def check_funds(whole: Funds, subprojects: Sequence[SubProject]) -> list[Finding]:
    """F02 for each column in which the whole does not equal the sum of its 子项目."""
    pooled = pool_funds(subprojects)
    if pooled is None:
        return []
    findings: list[Finding] = []
    for _, label, amount in _COLUMNS:
        stated = _total(whole, amount)
        added = _total(pooled, amount)
        if stated is None or added is None:
            continue
        added = in_unit(added, pooled.unit, whole.unit)
        if stated != added:
            findings.append(
                Finding(
                    "F02",
                    "error",
                    f"{label}合计与子项目之和不符",
                    "资金",
                    f"合计 {plain(stated)}{whole.unit}，子项目之和 {plain(added)}{whole.unit}",
                    "请核对各子项目的金额和单位",
                )
            )
    return findings


def _total(funds: Funds, amount: Amount) -> Decimal | None:
    amounts = [amount(fund) for fund in funds.sources]
    known = [value for value in amounts if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None
