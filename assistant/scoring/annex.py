"""The scores as an annex of the report: a row a line with the formula and the clause it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model.scorecard import STATUS_NAMES, Scorecard, ScoredIndicator
from assistant.values.printing import NONE, aligned, percent, plain


@dataclass(frozen=True, slots=True)
class Annex:
    """A table of plain text. `notes` stand below it, a paragraph each."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def scores_annex(card: Scorecard) -> Annex:
    """Execution rate, every indicator, and the total, each with rule, substituted formula and clause."""
    points = ("分值", "得分") if card.scored else ("完成情况",)
    columns = ("序号", "指标", "年度指标值", "全年完成值", *points, "计分规则和算式", "依据")
    total = card.total
    rows = [_execution(card), *(_indicator(row, card.scored) for _, row in card.by_level())]
    if card.scored:
        told = f"等级：{card.grade}" if card.grade else "有指标未能计分，暂不评等级"
        if total.complete and not card.grade:
            told = "分值合计不是100分，不评等级"
        rows.append(("", "合计", "", "", aligned(total.available), aligned(total.score), told, ""))
    notes = [f"评分规则：{card.ruleset_name}（{card.ruleset_id}）。"]
    if card.allotment:
        notes.append(card.allotment)
    return Annex("项目支出绩效自评计分明细", columns, tuple(rows), tuple(notes))


def _execution(card: Scorecard) -> tuple[str, ...]:
    execution = card.execution
    budget = NONE if execution.budget is None else f"{plain(execution.budget)}{execution.unit}"
    spent = NONE if execution.executed is None else f"{plain(execution.executed)}{execution.unit}"
    scored = (aligned(execution.weight), aligned(execution.score))
    points: tuple[str, ...] = scored if card.scored else (percent(execution.rate),)
    how = f"{execution.rule}。{execution.formula}"
    return ("", "预算执行率", budget, spent, *points, how, str(execution.clause))


def _indicator(row: ScoredIndicator, scored: bool) -> tuple[str, ...]:
    indicator = row.indicator
    actual = indicator.actual or STATUS_NAMES[row.status]
    points = (aligned(row.weight), aligned(row.score)) if scored else (percent(row.completion),)
    basis = f"{row.basis}。" if row.basis else ""
    how = f"{row.rule}。{basis}{row.formula}"
    name = f"{indicator.level2.removesuffix('指标')}：{indicator.name}"
    return (row.id, name, indicator.target or NONE, actual, *points, how, str(row.clause))
