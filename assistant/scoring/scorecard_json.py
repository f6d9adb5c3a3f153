"""The Scorecard as the one JSON object of `jixiao score --json` (DESIGN.md). Decimals stay exact."""

from __future__ import annotations

import json
from decimal import Decimal

from assistant.model.evaluation import Fund
from assistant.model.scorecard import Scorecard, ScoredIndicator
from assistant.patterns import regex
from assistant.values.printing import rounded

JsonValue = Decimal | str | int | bool | None | list["JsonValue"] | dict[str, "JsonValue"]

# A Decimal travels as text behind a character that no data hold (readers drop it), then sheds its quotes.
_MARK = "\x00"
_MARKED = regex(r'"\\u0000(-?[0-9.]+)"')


def to_json(card: Scorecard) -> dict[str, JsonValue]:
    """Rates and completion as ratios, points with at most two decimals, null where it cannot be said."""
    execution, funds = card.execution, card.evaluation.funds
    return {
        "project": card.evaluation.project.name,
        "year": card.evaluation.project.year,
        "ruleset": card.ruleset_id,
        "budget_execution": {
            "budget": execution.budget,
            "executed": execution.executed,
            "rate": execution.rate,
            "weight": _points(execution.weight),
            "score": _points(execution.score),
            "unit": execution.unit,
            "explanation": execution.explanation,
            "sources": [_source(fund) for fund in funds.sources] if funds else [],
        },
        "indicators": [_row(row) for row in card.indicators],
        "total": {
            "score": _points(card.total.score),
            "available": _points(card.total.available),
            "complete": card.total.complete,
        },
        "grade": card.grade,
        "findings": [dict(finding.as_json()) for finding in card.findings],
        "allotment": card.allotment,
    }


def _source(fund: Fund) -> JsonValue:
    return {
        "source": fund.source,
        "initial": fund.initial,
        "budget": fund.budget,
        "arrived": fund.arrived,
        "executed": fund.executed,
    }


def _row(row: ScoredIndicator) -> JsonValue:
    indicator = row.indicator
    return {
        "id": row.id,
        "level1": indicator.level1,
        "level2": indicator.level2,
        "name": indicator.name,
        "target": indicator.target,
        "actual": indicator.actual,
        "weight": _points(row.weight),
        "completion": row.completion,
        "score": _points(row.score),
        "rule": row.rule,
        "explanation": row.explanation,
        "status": row.status,
        "deviation": row.deviation,
    }


def _points(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value)


def dump(value: object) -> str:
    """JSON text in which every Decimal is the plain number it is: 7.15, 0.95, 64.638."""
    return _MARKED.sub(r"\1", json.dumps(value, ensure_ascii=False, indent=2, default=_mark))


def _mark(value: object) -> str:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return _MARK + (text.rstrip("0").rstrip(".") if "." in text else text)
    raise TypeError(f"{type(value).__name__} has no place in JSON")
