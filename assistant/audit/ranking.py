"""Which projects to look at first, and why: points that add up, each with its reason in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from assistant.audit.cases import Case
from assistant.lexicon import lexicon
from assistant.values.printing import percent, plain, tidy

_FULL = Decimal(100)
_LARGE = 10  # one in so many
_ENOUGH = 10  # projects from which the largest are told apart


def rank(cases: Sequence[Case]) -> list[Case]:
    """Gives every case its points and reasons; the most points first."""
    signs: dict[str, Any] = lexicon("audit_ranking")
    budgets = sorted((c.main.budget for c in cases if c.main.budget is not None), reverse=True)
    large = budgets[len(budgets) // _LARGE - 1] if len(budgets) >= _ENOUGH else None
    for case in cases:
        case.rank, case.reasons = 0, []
        for name, size, value in _signs(case, large):
            points = _points(signs[name], size)
            if points:
                case.rank += points
                case.reasons.append(signs[name]["words"].format(value=value) + f"（{points}）")
    return sorted(cases, key=lambda c: (-c.rank, -(c.main.budget or Decimal(0)), c.number))


def _signs(case: Case, large: Decimal | None) -> Iterator[tuple[str, Decimal, str]]:
    main = case.main
    codes = [c.code for c in case.cross]
    copied = sum(c in {"C01", "C02", "C03"} for c in codes)
    uneven = sum(c in {"C06", "C08", "C09"} for c in codes)
    units = sum(c in {"C04", "C05"} for c in codes)
    one = Decimal(1)
    if main.deviation is not None:
        if main.deviation > 0:
            yield "deviation", main.deviation, percent(main.deviation)
        elif main.deviation < 0:
            yield "under", -main.deviation, percent(-main.deviation)
    if main.grade and main.stated_grade and main.grade != main.stated_grade:
        yield "grade", one, f"“{main.stated_grade}”"
    yield "errors", Decimal(main.errors), str(main.errors)
    yield "copied", Decimal(copied), str(copied)
    yield "budget", Decimal(uneven), str(uneven)
    yield "units", Decimal(units), str(units)
    if "C07" in codes:
        yield "full", one, ""
    if main.stated == _FULL and (main.errors or (main.own is not None and main.own < _FULL)):
        yield "perfect", one, ""
    if main.rate is not None:
        yield "rate", main.rate, percent(main.rate)
    yield "missing", Decimal(main.without_actual), str(main.without_actual)
    if not main.complete:
        yield "unscored", one, ""
    if large is not None and main.budget is not None and main.budget >= large:
        yield "size", one, plain(Decimal(tidy(main.budget)))


def _points(sign: dict[str, Any], size: Decimal) -> int:
    if "points" in sign:
        return int(sign["points"])
    if "each" in sign:
        return min(int(size) * int(sign["each"]), int(sign["most"]))
    for step in sign["steps"]:
        if "from" in step and size >= Decimal(str(step["from"])):
            return int(step["points"])
        if "below" in step and size < Decimal(str(step["below"])):
            return int(step["points"])
    return 0
