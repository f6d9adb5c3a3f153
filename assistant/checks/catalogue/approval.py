"""Checks against what was approved: over-fulfilment, low targets, rows left out or changed (F35–F38)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.catalogue.values import unreported
from assistant.checks.dossier import Dossier, Row
from assistant.checks.likeness import normal, shares
from assistant.checks.registry import Hit, fault
from assistant.values.printing import percent, plain
from assistant.values.quantity import AtLeast, Quantity
from assistant.values.reading import fold

_TWICE = Decimal(2)


def _reason_given(dossier: Dossier, row: Row) -> bool:
    if row.reason and row.reason.text.strip() not in {"无", "/", "—", "-"}:
        return True
    return any(shares(row.title, s.text) for s in dossier.sentences("deviation"))


@fault("F35", "超额完成较多而没有说明", severity="warning")
def f35_over(dossier: Dossier) -> Iterator[Hit]:
    """The actual passes the target by far, and nobody says why.

    Source: 财预〔2020〕10号第十七条; 广西、天津自评表（120%—130%提示）. Example: 目标2400份，实际3200份.
    """
    for row in dossier.rows:
        if row.status == "over" and not _reason_given(dossier, row):
            rate = row.scored.completion if row.scored else None
            shown = f"，完成率{percent(rate)}" if rate is not None else ""
            yield Hit(
                row.actual,
                f"“{row.short}”指标值{row.target.text}、实际值{row.actual.text}{shown}，没有说明原因",
                "请说明超额的原因；属年初指标值明显偏低的，按偏离度适度调减分值",
            )


@fault("F36", "指标值可能设得偏低，或预算调整后没有更新", severity="info", kind="E")
def f36_low_target(dossier: Dossier) -> Iterator[Hit]:
    """The actual is twice the target and more, or the budget moved and no target did.

    Source: 财预〔2020〕10号第十七条; 评审常见问题. Example: 预算由160万元调为386万元，指标值未动.
    """
    low = [
        row
        for row in dossier.rows
        if isinstance(row.want, AtLeast)
        and isinstance(row.got, Quantity)
        and row.want.limit.base > 0
        and row.want.limit.unit.same_kind(row.got.unit)
        and row.got.base >= _TWICE * row.want.limit.base
    ]
    if low:
        shown = "；".join(f"{r.title} {r.target.text}→{r.actual.text}" for r in low)
        yield Hit(
            low[0].target,
            f"{len(low)}条指标的实际值达到指标值两倍以上：{shown}",
            "请核对年初指标值是否偏低，备好设定依据",
            evidence=low[0].target.text,
        )
    for form in dossier.forms:
        total = form.total
        initial = total.amount("initial") if total else None
        budget = total.amount("budget") if total else None
        if total and initial and budget and abs(budget - initial) / initial >= Decimal("0.2"):
            yield Hit(
                total.budget,
                f"全年预算{plain(budget)}与年初预算{plain(initial)}相差{percent(abs(budget - initial) / initial)}",
                "请说明调整原因，并核对绩效目标是否同步调整，附调整批复",
            )


@fault("F37", "批复的指标没有全部自评", severity="error")
def f37_left_out(dossier: Dossier) -> Iterator[Hit]:
    """Indicators of the table of targets are missing from the table of results.

    Source: 财预〔2020〕10号第十三条; 盐池县公安局2021年自评报告. Example: 批复12条，只报7条产出指标.
    """
    groups: dict[str, list[Row]] = {}
    for row in unreported(dossier):
        groups.setdefault(row.level1 or "指标", []).append(row)
    for level1, rows in groups.items():
        whole = sum(r.level1 == rows[0].level1 for r in dossier.approved)
        names = "、".join(f"“{r.short}”" for r in rows)
        yield Hit(
            rows[0].name,
            f"批复{level1}{whole}条，完成情况表缺{len(rows)}条：{names}",
            "单位自评应覆盖批复的全部指标，请补齐完成值",
            evidence=rows[0].title,
        )
    if dossier.evaluation is not None and dossier.document is not None and dossier.rows:
        told = {normal(r.title) for r in (*dossier.rows, *dossier.approved)}
        lost = [i.name for i in dossier.evaluation.indicators if normal(i.name) not in told]
        if lost:
            yield Hit(
                dossier.rows[0].name,
                f"数据里有{len(lost)}条指标，报告的表中没有：{'、'.join(lost)}",
                "请补入完成情况表",
                evidence=dossier.rows[0].title,
            )


@fault("F38", "指标或指标值在批复后改动", severity="error")
def f38_changed(dossier: Dossier) -> Iterator[Hit]:
    """A target in the table of results is not the one in the table of targets.

    Source: 财预〔2021〕101号（设立后原则上不得调整）. Example: 批复“≥100%”，自评表写“≥90%”.
    """
    approved: dict[tuple[str, str], list[Row]] = {}
    for row in dossier.approved:
        approved.setdefault((row.level2, normal(row.title)), []).append(row)
    for row in dossier.rows:
        before = approved.get((row.level2, normal(row.title)), [])
        if len(before) != 1 or not row.target or not before[0].target:
            continue
        if _same(before[0], row):
            continue
        yield Hit(
            row.target,
            f"“{row.short}”指标值{row.target.text}，批复（{before[0].target.where}）为{before[0].target.text}",
            "请按批复的指标值自评；确有调整的附调整批复",
        )


def _same(one: Row, other: Row) -> bool:
    a, b = fold(one.target.text).replace(" ", ""), fold(other.target.text).replace(" ", "")
    return a == b or (one.want is not None and one.want == other.want)
