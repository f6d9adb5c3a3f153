"""The same form scored by every rule set that ships: reports from elsewhere follow their own notice.

A figure that any of them bears out is no arithmetical fault (RULES.md §4).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from assistant.checks.dossier import Form, Row
from assistant.rules.loader import load, shipped
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score


@lru_cache(maxsize=1)
def _rule_sets() -> tuple[RuleSet, ...]:
    """Those with points."""
    return tuple(rules for name in shipped() if (rules := load(name)).scored)


def scores_elsewhere(form: Form, row: Row) -> Iterator[Decimal]:
    """What the row gets under each rule set for its points, its own first; scored when it is asked for."""
    if form.card is None or row.scored is None:
        return
    if row.scored.score is not None:
        yield row.scored.score
    # the row alone: other rows' points do not bear on its own
    alone = form.card.evaluation.model_copy(update={"indicators": (row.scored.indicator,)})
    for rules in _rule_sets():
        points = score(alone, rules).indicators[0].score
        if points is not None:
            yield points


def execution_elsewhere(form: Form, weight: Decimal) -> list[Decimal]:
    """What the execution rate gets under each rule set, for that many points.

    Rules by steps give full points to a finished project; where that is not known, both count.
    """
    if form.card is None or form.card.execution.rate is None:
        return []
    rate = min(form.card.execution.rate, Decimal(1))
    found = [rate * weight]
    for rules in _rule_sets():
        steps = sorted(rules.execution.steps, key=lambda s: -s.at)
        if steps:
            found.append(next((s.share for s in steps if rate >= s.at), Decimal(0)) * weight)
    return found
