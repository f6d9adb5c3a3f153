"""Figures of 年度总体目标 held against the rows that count the same thing.

A goal is a list of short clauses (完成…42公里、修复…6座), each of one thing. So a figure is bound more freely than in running
text: to the row of the same unit whose name shares most with the clause, where one shares more than all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.checks.counting import limit_of_row, plain_count
from assistant.checks.dossier import Dossier, Row
from assistant.checks.figures import Figure, figures_in
from assistant.checks.likeness import words
from assistant.checks.registry import Hit
from assistant.patterns import regex
from assistant.values.quantity import Quantity
from assistant.word.document import Said

_CLAUSE = regex(r"[，,；;：:、。！？\n]")
_GOAL = regex(r"(?:总体|预期|年度)(?:绩效)?目标(?:任务)?(?:是|为|：|:)")
_RESULT = regex(r"\s*(?:年末|全年|年内|本年|截至[^，。]{2,12}，?)?实际")
_LEAST = 2  # pairs of characters that clause and name share


@dataclass(frozen=True, slots=True)
class _Amounts:
    """What a row asks for and what it got, as the text counts; None where there is no plain number."""

    row: Row
    unit: str
    wanted: Decimal | None
    got: Decimal | None
    words: frozenset[str]


def goal_figures(dossier: Dossier, others: re.Pattern[str]) -> Iterator[Hit]:
    """Figures of the goal that are not the row's target, figures of the result that are neither its actual nor its target.

    `others`: words by which a clause speaks of a part, a rest or another year.
    """
    rows = [amounts for row in dossier.rows if (amounts := _amounts(row)) is not None]
    for expected, achieved in _goals(dossier):
        for said, reached in ((expected, False), (achieved, True)):
            for sentence in said.sentences() if said else ():
                for figure in figures_in(sentence):
                    if (hit := _against(figure, rows, others, reached=reached)) is not None:
                        yield hit


def _goals(dossier: Dossier) -> list[tuple[Said, Said]]:
    if dossier.is_data and dossier.evaluation is not None:
        goal = dossier.evaluation.goal
        return [(Said(goal.expected, "总体目标.预期"), Said(goal.actual, "总体目标.实际"))]
    told = [(form.expected, form.achieved) for form in dossier.forms]
    return told + [pair for said in dossier.prose("overall") for pair in _in_prose(said)]


def _in_prose(said: Said) -> Iterator[tuple[Said, Said]]:
    """A report tells the goal as a sentence and then the result as another: 年度总体目标是…。实际…。"""
    asked, nothing = False, Said("", said.where)
    for sentence in said.to_full_stops():
        if goal := _GOAL.search(sentence.text):
            asked = True
            yield sentence.cut(goal.end(), len(sentence.text)), nothing
        elif asked and _RESULT.match(sentence.text):
            yield nothing, sentence


def _against(
    figure: Figure, rows: list[_Amounts], others: re.Pattern[str], *, reached: bool
) -> Hit | None:
    clause = _CLAUSE.split(figure.before)[-1] + _CLAUSE.split(figure.after)[0]
    if figure.kind == "money" or not figure.exact or figure.each:
        return None
    said = words(clause)
    close = sorted(
        ((len(said & r.words), i) for i, r in enumerate(rows) if r.unit == figure.unit),
        reverse=True,
    )
    if not close or close[0][0] < min(_LEAST, len(rows[close[0][1]].words)) or not close[0][0]:
        return None
    if len(close) > 1 and close[0][0] == close[1][0]:
        return None
    row = rows[close[0][1]]
    if any(m[0] not in row.row.title for m in others.finditer(clause)):
        return None
    fitting = {row.wanted, row.got} if reached else {row.wanted}
    if None in fitting or figure.value in fitting:
        return None
    which = "实际完成情况" if reached else "预期目标"
    stated = f"指标值{row.row.target.text}" + (f"、实际值{row.row.actual.text}" if reached else "")
    return Hit(
        figure.said,
        f"总体目标的{which}写“{figure.said.text}”，与指标“{row.row.short}”的{stated}不符",
        "请核对总体目标与指标，改成同一数",
    )


def _amounts(row: Row) -> _Amounts | None:
    got = row.got if isinstance(row.got, Quantity) else None
    values = [None if q is None else _plain(q) for q in (limit_of_row(row), got)]
    units = {told[1] for told in values if told is not None}
    if len(units) != 1:
        return None  # nothing counted, or two units of which F20 tells
    wanted, reached = (None if told is None else told[0] for told in values)
    return _Amounts(row, units.pop(), wanted, reached, words(row.title))


def _plain(quantity: Quantity) -> tuple[Decimal, str]:
    """As the text counts; every share is a ratio in %, as its figures are."""
    value, unit = plain_count(quantity)
    return value, "%" if quantity.unit.kind == "比例" else unit
