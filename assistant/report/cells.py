"""What stands in a cell of the report's tables where a value may lack."""

from __future__ import annotations

from decimal import Decimal

from assistant.model.draft import SUPPLY
from assistant.model.scorecard import ScoredIndicator
from assistant.values.numerals import print_number
from assistant.values.printing import NONE, percent


def money(amount: Decimal | None) -> str:
    """An amount in the unit of the file, as the file has it; marked where it is to be supplied."""
    return SUPPLY if amount is None else print_number(amount)


def actual(row: ScoredIndicator) -> str:
    """The actual value, or the mark that it is to be supplied."""
    return SUPPLY if row.status == "missing" else row.indicator.actual or SUPPLY


def completion(row: ScoredIndicator) -> str:
    """How far the target was reached, in the column 完成情况."""
    if row.completion is not None:
        return percent(row.completion)
    return "待评定" if row.status == "ungraded" else NONE
