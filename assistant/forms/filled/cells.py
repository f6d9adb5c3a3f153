"""What both forms put into their cells: amounts, rates, notes on deviations, rows by class."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from assistant.forms.filled.sheet import Span
from assistant.forms.held_notes import row_line
from assistant.forms.read.wording import flat, split_labels, split_reason
from assistant.model.draft import SUPPLY
from assistant.model.scorecard import Scorecard, ScoredIndicator
from assistant.values.printing import plain, share

DASH = "—"


def amount(value: Decimal | None) -> Span:
    """An amount in the unit of the form; what is not stated is for the staff to supply."""
    return Span(SUPPLY if value is None else plain(value), number=value)


def points(value: Decimal | None, *, down: int = 1) -> Span:
    """Points; empty where none could be given."""
    return Span("" if value is None else plain(value), down=down, number=value)


def rate(part: Decimal | None, whole: Decimal | None) -> Span:
    """part ÷ whole as a percentage; a dash where there is no whole."""
    return Span(share(part, whole))


def actual(row: ScoredIndicator) -> Span:
    """The actual as the staff wrote it."""
    return Span(row.indicator.actual or SUPPLY)


def deviation(row: ScoredIndicator) -> Span:
    """原因 and 措施, with who does it and until when; a marked gap where the row deviates and nobody said why."""
    indicator = row.indicator
    told = [
        f"{label}：{text.rstrip('。；')}。"
        for label, text in (("原因", indicator.reason), ("措施", indicator.measure))
        if text
    ]
    if indicator.measure:
        told += [
            f"{label}：{text.rstrip('。；')}。"
            for label, text in (("责任单位", indicator.owner), ("完成时限", indicator.due))
            if text and text not in indicator.measure
        ]
    if not told and row.status in {"not_met", "over"}:
        told = [f"{SUPPLY}{'未完成' if row.status != 'over' else '超额'}的原因和改进措施"]
    return Span("".join(told), align="left")


def row_notes(card: Scorecard, *, weight: bool = False) -> list[str]:
    """A line a row for what the form has no cell for, and for what would not be read back from its cell.

    `weight`: the form has no column of points.
    """
    year = card.evaluation.project.year
    told = [row_line(row.indicator, _untold(row, year, weight)) for _, row in card.by_level()]
    return [line for line in told if line]


def _untold(row: ScoredIndicator, year: int, weight: bool) -> list[str]:
    indicator = row.indicator
    keys = ["weight"] if weight else []
    keys += ["direction", "level", "ratio", "deduction", "gathering"]
    shown = deviation(row).text
    reason, rest, _ = split_reason("" if shown.startswith(SUPPLY) else shown, year)
    measure, labelled = split_labels(rest)
    back = {"reason": reason, "measure": measure, **labelled}
    keys += [
        key
        for key in ("reason", "measure", "owner", "due")
        if back.get(key, "") != flat(getattr(indicator, key)).strip(" 。；;，,")
    ]
    return [*keys, "evidence"]


def levels(rows: Sequence[ScoredIndicator]) -> list[list[Span]]:
    """The level-1 and level-2 cells that start in each row, merged down over like ones."""
    starts: list[list[Span]] = [[] for _ in rows]
    at = 0
    for level1, of_class in groupby(rows, key=lambda row: row.indicator.level1):
        members = list(of_class)
        starts[at].append(Span(level1, down=len(members)))
        inner = at
        for level2, of_kind in groupby(members, key=lambda row: row.indicator.level2):
            count = len(list(of_kind))
            starts[inner].append(Span(level2, down=count))
            inner += count
        at += len(members)
    return starts
