"""Checks of what indicators ask for and what is filled in (F21–F24, F31, F39, F40)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from assistant.checks.dossier import Dossier, Row
from assistant.checks.figures import figures
from assistant.checks.likeness import alike, normal
from assistant.checks.registry import Hit, fault
from assistant.patterns import regex
from assistant.values.deadlines import Deadline
from assistant.values.direction import is_cost
from assistant.values.printing import money
from assistant.values.quantity import (
    AtLeast,
    AtMost,
    Between,
    Bound,
    Exactly,
    Qualitative,
    Quantity,
    Words,
)
from assistant.values.units import MONEY_SIZES, unit_behind
from assistant.word.document import Said

_SIGNED = regex(r"^\s*(≥|≤|>=|<=|＞|＜|>|<|不低于|不少于|不超过|不高于|大于|小于|高于|低于)")

YES_NO = regex(r"通过|验收|取得|获得|建成|备案|认证|检测|测评|达标|合规|符合|落实|到位$")


@fault("F21", "定量指标没有计量单位（或没有 ≥、≤、= 符号）", severity="warning")
def f21_no_unit(dossier: Dossier) -> Iterator[Hit]:
    """A quantitative value without a unit; and, once a report, targets without a sign.

    Source: 四川自评表（指标性质、度量单位）; 财预〔2021〕101号. Example: 指标值“16”.
    """
    unsigned: list[Row] = []
    for row in (*dossier.approved, *dossier.rows):
        want = row.want
        if isinstance(want, AtLeast | AtMost | Exactly):
            if not want.limit.unit.name and want.limit.value != 0:
                if not (
                    unit_behind(row.title)[1] is not None
                    or (isinstance(row.got, Quantity) and row.got.unit.name)
                ):
                    yield Hit(
                        row.target,
                        f"“{row.short}”指标值“{row.target.text}”没有计量单位",
                        "请写明单位，如 16个、95%",
                    )
            elif want.implied and want.limit.value != 0:
                unsigned.append(row)
    kept = {r.title for r in dossier.rows}
    shown = [r for r in unsigned if r in dossier.rows or r.title not in kept]
    if shown:
        yield Hit(
            shown[0].target,
            f"{len(shown)}条定量指标值没有写 ≥、≤ 或 =",
            "请按指标方向写明符号，成本类一般用 ≤",
            severity="info",
        )


@fault("F22", "指标值或实际完成值没有填", severity="error")
def f22_missing(dossier: Dossier) -> Iterator[Hit]:
    """A target or an actual is blank, or an approved indicator has no actual anywhere.

    Source: 财预〔2020〕10号第十一条; 评审常见问题. Example: 效益指标只有指标值，没有完成值.
    """
    for row in dossier.rows:
        if "target" in row.columns and not row.target and not isinstance(row.want, Qualitative):
            yield Hit(row.target if row.target.where else row.name, f"“{row.short}”没有指标值", "请按批复的绩效目标补上指标值",
                      evidence=row.title)  # fmt: skip
        if "actual" in row.columns and row.got is None:
            full = (
                "，却有得分"
                if row.score and row.score.text.strip() not in {"", "0", "/", "—"}
                else ""
            )
            yield Hit(
                row.actual if row.actual.where else row.name,
                f"“{row.short}”没有实际完成值{full}",
                "请填实际完成值并备好佐证；确无数据的说明原因",
                evidence=row.actual.text.strip() or row.title,
            )
    for row in unreported(dossier):
        yield Hit(
            row.name,
            f"“{row.short}”只有指标值{row.target.text}，全文没有实际完成值",
            "请在完成情况表补上这条指标的实际值",
            evidence=row.title,
        )
    yield from _missing_money(dossier)


def _missing_money(dossier: Dossier) -> Iterator[Hit]:
    for form in dossier.forms:
        total = form.total
        if total is None or not form.funds or dossier.is_data:
            continue
        for column, name in (("budget", "全年预算数"), ("executed", "全年执行数")):
            said = getattr(total, column)
            if (
                column in total.columns
                and not said
                and not any(getattr(f, column) for f in form.funds)
            ):
                yield Hit(
                    said,
                    f"资金表没有{name}",
                    f"请补上{name}，没有发生的写0",
                    evidence=total.label.text,
                )


@lru_cache(maxsize=4)
def unreported(dossier: Dossier) -> tuple[Row, ...]:
    """Approved rows that the table of results leaves out."""
    if not dossier.rows:
        return ()
    names = {normal(row.title) for row in dossier.rows}
    left = [row for row in dossier.approved if normal(row.title) not in names]
    return tuple(
        row
        for row in left
        if all(alike(row.title, told.title) < 0.85 for told in dossier.rows)  # noqa: PLR2004
    )


@fault("F23", "实际完成值带有 ≥、≤ 等符号", severity="warning")
def f23_signed_actual(dossier: Dossier) -> Iterator[Hit]:
    """The actual is written with a sign, as though copied from the target.

    Source: 中江、会宁自评表; 评审常见问题. Example: 实际值“≥90%”.
    """
    for row in dossier.rows:
        if isinstance(row.got, Bound) or _SIGNED.match(row.actual.text):
            yield Hit(
                row.actual,
                f"“{row.short}”实际值“{row.actual.text.strip()}”带有符号，像是照抄指标值",
                "请填实际完成的准确数值",
            )


@fault("F24", "指标值是定量（或期限），实际值是定性描述", severity="warning")
def f24_caliber(dossier: Dossier) -> Iterator[Hit]:
    """A quantity or a date is asked for, and words answer.

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: 指标值“2021年11月前”，实际值“如期完成”.
    """
    for row in dossier.rows:
        if not isinstance(row.got, Words) or isinstance(row.want, Qualitative):
            continue
        if isinstance(row.want, Deadline):
            yield Hit(
                row.actual,
                f"“{row.short}”指标值是期限{row.target.text}，实际值只写“{row.actual.text.strip()}”",
                "请写实际完成的日期，如2021年10月28日",
            )
        elif isinstance(row.want, AtLeast | AtMost | Exactly | Between):
            yield Hit(
                row.actual,
                f"“{row.short}”指标值{row.target.text}是数量，实际值“{row.actual.text.strip()}”是文字",
                "请填与指标值同口径的数值",
            )


def named(dossier: Dossier) -> list[Row]:
    """All rows, those approved once more only where they are not reported."""
    return [*dossier.rows, *unreported(dossier)] or list(dossier.approved)


@fault("F31", "成本指标用“≥”，或直接等于预算数", severity="warning")
def f31_cost(dossier: Dossier) -> Iterator[Hit]:
    """A cost indicator that rewards spending, or that only repeats the budget.

    Source: 评审常见问题; 池州自评表、盐池县公安局2021年自评报告. Example: “项目成本 ≥90万元”.
    """
    budgets = {
        amount * MONEY_SIZES[form.unit]
        for form in dossier.forms
        for fund in form.funds
        for column in ("initial", "budget")
        if (amount := fund.amount(column))
    }
    budgets |= {
        f.value
        for f in figures(dossier.sentences("arrival", "basis"), "money")
        if "预算" in f.before[-12:]
    }
    rows = [r for r in named(dossier) if is_cost(r.level1, r.level2)]
    repeats: list[tuple[Row, Decimal]] = []
    for row in rows:
        want = row.want
        if isinstance(want, AtLeast) and not want.implied:
            yield Hit(
                row.target,
                f"成本指标“{row.short}”用“≥”，花得越多越好",
                "成本是反向指标，请用 ≤",
            )
        elif isinstance(want, AtLeast | AtMost | Exactly) and want.limit.unit.kind == "金额":
            repeats.append((row, want.limit.base))
    whole = sum((a for _, a in repeats), Decimal(0))
    if repeats and (whole in budgets or all(a in budgets for _, a in repeats)):
        yield Hit(
            repeats[0][0].target,
            f"成本指标合计{money(whole)}就是预算数，没有反映成本控制",
            "请改用单位成本或成本节约率，如“≤1.93万元/小区”",
        )


@fault("F39", "是与否的事项写成100%", severity="warning", kind="L")
def f39_yes_no(dossier: Dossier) -> Iterator[Hit]:
    """A fact that either is or is not, written as a percentage.

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: “通过等级保护检测 100%”.
    """
    for row in named(dossier):
        want = row.want
        if (
            not isinstance(want, AtLeast | Exactly)
            or want.limit.unit.kind != "比例"
            or want.limit.base != 1
        ):
            continue
        if YES_NO.search(row.title) and not re.search(r"率|度|比例|占比", row.title):
            yield Hit(
                row.target,
                f"“{row.short}”只有是与否，写成{row.target.text}",
                "请写“通过”“是”等，并附证书、日期和机构",
            )


@fault("F40", "年度总体目标只写金额，或完成情况照抄目标", severity="warning", kind="L")
def f40_goal(dossier: Dossier) -> Iterator[Hit]:
    """The overall goal holds amounts only, or the result is a copy of the goal.

    Source: 评审常见问题; 廊坊自评表. Example: 预期目标“43.2”，完成情况“37.24”.
    """
    pairs = [
        (form.expected, form.achieved) for form in dossier.forms if form.expected or form.achieved
    ]
    if dossier.is_data and dossier.evaluation is not None:
        goal = dossier.evaluation.goal
        pairs = [(Said(goal.expected, "总体目标.预期"), Said(goal.actual, "总体目标.实际"))]
    for expected, achieved in pairs:
        for said in (expected, achieved):
            if said and re.fullmatch(r"[\d.,\s]+(万?元|%)?", said.text.strip()):
                yield Hit(
                    said,
                    f"年度总体目标只写了“{said.text.strip()}”",
                    "请写要做成什么、达到什么效果，金额写在资金栏",
                )
        if len(normal(expected.text)) > 12 and normal(expected.text) == normal(achieved.text):  # noqa: PLR2004
            yield Hit(achieved, "实际完成情况与预期目标一字不差", "请写实际做了什么、完成多少")
