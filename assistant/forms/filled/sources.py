"""Sources of funds under the lines that the two forms have for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.forms.held_notes import amounts_line, apart, money_lines
from assistant.forms.sources_note import note
from assistant.model.evaluation import Fund, Funds
from assistant.patterns import regex

_CARRIED = regex(r"结转|结余|上年")
_CENTRAL = regex(r"中央")
_PUBLIC = regex(r"财政|拨款|预算|中央|自治区|省|市|县|区|转移支付|补助|债券|国债|基金|地方")
_OWN = regex(r"自有|自筹|单位资金|社会|其他|捐|贷款|事业收入|经营收入")


@dataclass(frozen=True, slots=True)
class Amounts:
    """One line of the form's money; None where a source does not state the amount."""

    initial: Decimal | None
    budget: Decimal | None
    executed: Decimal | None


def by_budget(funds: Funds | None) -> dict[str, Amounts]:
    """年度资金总额, 当年财政拨款, 上年结转资金, 其他资金 (10号 annex 1)."""
    return _grouped(funds, ("当年财政拨款", "上年结转资金", "其他资金"), _budget_line)


def by_transfer(funds: Funds | None) -> dict[str, Amounts]:
    """年度资金总额, 中央补助, 地方资金, 其他资金; other funds take in own, social and carried-over ones."""
    return _grouped(funds, ("中央补助", "地方资金", "其他资金"), _transfer_line)


def money_notes(funds: Funds | None, *, transfer: bool = False) -> tuple[str, ...]:
    """The lines under a form on its money: which sources a line holds, what each of them had, and what is noted of them."""
    if funds is None:
        return ()
    line = _transfer_line if transfer else _budget_line
    merged = _noted(funds, line)
    lines = [line(fund.source) for fund in funds.sources]
    together = len(set(lines)) < len(lines)
    told = [merged] if merged else []
    if together or any(apart(fund, initial=not transfer) for fund in funds.sources):
        told.append(amounts_line(funds))
    return (*told, *money_lines(funds))


def _noted(funds: Funds | None, line: Callable[[str], str]) -> str:
    lines: dict[str, list[str]] = {}
    for fund in funds.sources if funds else ():
        lines.setdefault(line(fund.source), []).append(fund.source)
    return note(lines)


def _budget_line(source: str) -> str:
    if _CARRIED.search(source):
        return "上年结转资金"
    return "当年财政拨款" if _PUBLIC.search(source) and not _OWN.search(source) else "其他资金"


def _transfer_line(source: str) -> str:
    if _CARRIED.search(source) or _OWN.search(source):
        return "其他资金"
    if _CENTRAL.search(source):
        return "中央补助"
    return "地方资金" if _PUBLIC.search(source) else "其他资金"


def _grouped(
    funds: Funds | None, names: Sequence[str], line: Callable[[str], str]
) -> dict[str, Amounts]:
    sources = funds.sources if funds else ()
    lines = {"年度资金总额": _sum(sources)}
    for name in names:
        lines[name] = _sum([fund for fund in sources if line(fund.source) == name])
    return lines


def _sum(funds: Sequence[Fund]) -> Amounts:
    return Amounts(
        _added(funds, lambda fund: fund.initial),
        _added(funds, lambda fund: fund.initial if fund.budget is None else fund.budget),
        _added(funds, lambda fund: fund.executed),
    )


def _added(funds: Sequence[Fund], amount: Callable[[Fund], Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for fund in funds:
        value = amount(fund)
        if value is None:
            return None
        total += value
    return total
