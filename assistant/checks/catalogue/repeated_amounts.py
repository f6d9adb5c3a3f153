"""Amounts told twice: 元 for 万元, and text against the table of funds (F01)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from assistant.checks.dossier import Dossier, Row
from assistant.checks.figures import Figure, figures
from assistant.checks.registry import Hit, fault
from assistant.patterns import regex
from assistant.values.direction import is_cost
from assistant.values.printing import money
from assistant.values.quantity import AtLeast, AtMost, Exactly, Quantity
from assistant.values.units import MONEY_SIZES

AMOUNT_NAMES = {
    "initial": "年初预算数",
    "budget": "全年预算数",
    "arrived": "到位数",
    "executed": "全年执行数",
}
AMOUNTS = tuple(AMOUNT_NAMES)

_SHIFTS = (Decimal(10000), Decimal("0.0001"))

_WHOLE = regex(r"总|共|合计|预算|下达|到位|支付|支出|执行|投资|拨付|专项资金|项目资金")

_TELLING_DIGITS = 3
_MOST_AMOUNTS = 300  # whose sums and differences are made; a form has about 20

_LABELS = (
    ("executed", regex(r"执行数|实际(支付|支出|执行|使用)|完成(资金)?(支付|支出)|(累计|共|全年|资金)(支付|支出)|支出(资金|金额)?$|支付(资金|金额)?$")),
    ("arrived", regex(r"到位(资金|金额)?")),
    ("budget", regex(r"预算(资金|总额|数|金额|安排)?|下达(资金|预算)?")),
)  # fmt: skip

_OTHER_SCOPE = regex(
    r"其中|上年|去年|往年|以前年度|结转|累计|合同|每|分别|各|中标|单价|调减|调增|追加|增加|减少|结余|剩余|节约"
)


def table_amounts(dossier: Dossier) -> list[tuple[Decimal, str]]:
    """Every amount of the tables or the data, in 元, with its place."""
    found: list[tuple[Decimal, str]] = []
    for form in dossier.forms:
        size = MONEY_SIZES[form.unit]
        for fund in form.funds:
            for column in AMOUNTS:
                amount = fund.amount(column)
                if amount:
                    found.append((amount * size, getattr(fund, column).where))
    cost: dict[str, Decimal] = {"target": Decimal(0), "actual": Decimal(0)}
    for row in (*dossier.rows, *dossier.approved):
        for column, amount in _row_money(row):
            found.append((amount, getattr(row, column).where))
            if row in dossier.rows and is_cost(row.level1, row.level2):
                cost[column] += amount
    found += [(total, "成本指标合计") for total in cost.values() if total]
    return found


def _row_money(row: Row) -> Iterator[tuple[str, Decimal]]:
    if isinstance(row.want, AtLeast | AtMost | Exactly) and row.want.limit.unit.kind == "金额":
        yield "target", row.want.limit.base
    if isinstance(row.got, Quantity) and row.got.unit.kind == "金额":
        yield "actual", row.got.base


@fault("F01", "金额单位写错（元、万元混淆），或正文金额与表不符", severity="error")
def f01_unit_slip(dossier: Dossier) -> Iterator[Hit]:
    """An amount in the text is 10⁴ times, or a 10⁻⁴ part of, the amount it repeats.

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: “支付64.638元”，而预算是64.638万元.
    """
    tables = table_amounts(dossier)
    known = sorted({amount for amount, _ in tables})
    prose = [f for f in figures(dossier.sentences(), "money") if f.exact and not f.each and f.value]
    told = _Told.of(prose)
    tabled: dict[Decimal, str] = {}
    for amount, place in tables:
        tabled.setdefault(amount, place)
    sums: list[Decimal] = []
    for figure in prose:
        if _near(known, figure):
            continue
        slip = _slip(figure, tabled) or told.slip(figure)
        if slip is not None:
            amount, where = slip
            yield Hit(
                figure.said,
                f"“{figure.said.text}”与{where}的{money(amount)}相差一万倍，应是元、万元写混",
                f"请改为{money(amount)}，或核对该处金额",
            )
        elif figure.unit == "元" and figure.decimals > 2:  # noqa: PLR2004
            yield Hit(
                figure.said,
                f"“{figure.said.text}”小数超过两位，以元为单位不会有，应是万元",
                "请核对单位是元还是万元",
            )
        # amounts told side by side are parts, whatever their words
        elif told.beside[_sentence(figure)] < _TELLING_DIGITS:
            sums = sums or _sums(known)
            yield from _against_total(dossier, figure, sums)
    yield from _rows_apart(dossier)


def _sentence(figure: Figure) -> tuple[str, str]:
    return figure.said.where, figure.text


def _near(amounts: list[Decimal], figure: Figure) -> bool:
    """Whether one of the sorted amounts is the figure, to its last printed place."""
    at = bisect_left(amounts, figure.value - figure.step)
    return at < len(amounts) and amounts[at] <= figure.value + figure.step


def _sums(known: list[Decimal]) -> list[Decimal]:
    """Sums and differences of any two amounts of the tables, sorted."""
    pairs = list(combinations(known[:_MOST_AMOUNTS], 2))
    return sorted({a + b for a, b in pairs} | {abs(a - b) for a, b in pairs})


@dataclass(slots=True)
class _Told:
    """The amounts of the text, looked up by value: each compared with its likes only, not with all others."""

    times: Counter[Decimal] = field(default_factory=Counter)
    beside: Counter[tuple[str, str]] = field(default_factory=Counter)
    ways: dict[Decimal, dict[tuple[str, str], tuple[int, Figure]]] = field(default_factory=dict)
    """By value: how it is written (unit, words), with the first place where it is."""

    @classmethod
    def of(cls, prose: list[Figure]) -> _Told:
        told = cls()
        for number, figure in enumerate(prose):
            told.times[figure.value] += 1
            told.beside[_sentence(figure)] += 1
            ways = told.ways.setdefault(figure.value, {})
            ways.setdefault((figure.unit, figure.said.text), (number, figure))
        return told

    def slip(self, figure: Figure) -> tuple[Decimal, str] | None:
        """Two amounts of the text a slip apart: the one in 元, or the rarer one, is the wrong one."""
        if len(figure.digits) < _TELLING_DIGITS and figure.decimals <= 2:  # noqa: PLR2004
            return None
        others = [way for s in _SHIFTS for way in self.ways.get(figure.value * s, {}).values()]
        here = self.times[figure.value]
        for _, other in sorted(others, key=lambda way: way[0]):
            there = self.times[other.value]
            suspect = (figure.unit == "元", there - here, figure.said.text)
            if suspect > (other.unit == "元", here - there, other.said.text):
                return other.value, other.said.where or "正文另一处"
        return None


def _telling(figure: Figure) -> bool:
    return len(figure.digits) >= _TELLING_DIGITS or bool(_WHOLE.search(figure.before[-12:]))


def _slip(figure: Figure, tabled: dict[Decimal, str]) -> tuple[Decimal, str] | None:
    if not _telling(figure):
        return None
    other = {figure.value * shift for shift in _SHIFTS}
    return next(((amount, where) for amount, where in tabled.items() if amount in other), None)


def _against_total(dossier: Dossier, figure: Figure, sums: list[Decimal]) -> Iterator[Hit]:
    """What the text calls the budget, the receipts or the spending, beside the one table of funds."""
    forms = [f for f in dossier.forms if f.total is not None and f.total.amount("budget")]
    if len(forms) != 1 or dossier.is_data:
        return
    clause = re.split(r"[，。；：]", figure.before)[-1]
    other_year = {int(y) for y in re.findall(r"(20\d\d)年", clause)} - {dossier.year}
    if _OTHER_SCOPE.search(clause) or other_year:
        return
    label = next((key for key, p in _LABELS if p.search(clause)), "")
    total = forms[0].total
    amount = total.amount(label) if label and total else None
    if not amount or not re.search(r"项目|资金|全年|年度|预算", clause):
        return
    wanted = amount * MONEY_SIZES[forms[0].unit]
    if _near(sums, figure):
        return
    if abs(figure.value - wanted) > figure.step:
        yield Hit(
            figure.said,
            f"正文“{figure.said.text}”与表中{AMOUNT_NAMES[label]}{money(wanted)}不一致",
            "请核对正文与表，改成同一数",
            severity="warning",
        )


def _rows_apart(dossier: Dossier) -> Iterator[Hit]:
    for row in dossier.rows:
        amounts = dict(_row_money(row))
        if len(amounts) == 2 and amounts["target"] and amounts["actual"]:  # noqa: PLR2004
            ratio = amounts["actual"] / amounts["target"]
            if ratio in _SHIFTS:
                yield Hit(
                    row.actual,
                    f"“{row.short}”实际值与指标值相差一万倍，应是元、万元写混",
                    f"指标值为{row.target.text}，请核对实际值的单位",
                )
