"""A printed human score where no formula can give one: proposed as 评分比例, taken only on a person's yes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.errors import InputError
from assistant.forms.read.imported import Imported, Value
from assistant.rules.loader import for_evaluation
from assistant.scoring import score
from assistant.values.printing import percent

_STEP = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The ratio (0–1) that the form's own points give to the row 指标[indicator]."""

    indicator: int
    name: str
    points: Decimal
    weight: Decimal
    ratio: Decimal
    origin: str

    @property
    def words(self) -> str:
        """For people: which row, what the form gave, what it comes to."""
        share = percent(self.ratio)
        return f"{self.origin}：“{self.name[:30]}”自评得分 {self.points:f}（分值 {self.weight:f}），即评分比例 {share}"


def proposals(imported: Imported) -> tuple[Proposal, ...]:
    """Rows that only a person can judge (定性, 逾期) and whose points the form prints."""
    printed = {
        p.indicator: p for p in imported.printed if p.kind == "得分" and p.indicator is not None
    }
    if not printed:
        return ()
    try:
        evaluation = imported.evaluation()
        card = score(evaluation, for_evaluation(evaluation))
    except InputError:
        return ()  # what is missing is said elsewhere
    found = []
    for i, row in enumerate(card.indicators):
        figure = printed.get(i)
        weight = row.indicator.weight
        judged = row.indicator.ratio is not None or row.indicator.level is not None
        if (
            row.status != "ungraded"
            or judged
            or figure is None
            or figure.number is None
            or not weight
        ):
            continue
        if not 0 <= figure.number <= weight:
            continue
        ratio = (figure.number / weight).quantize(_STEP, ROUND_HALF_UP).normalize()
        found.append(Proposal(i, row.indicator.name, figure.number, weight, ratio, figure.origin))
    return tuple(found)


def taken(imported: Imported, accepted: tuple[Proposal, ...]) -> Imported:
    """The data with those ratios in them."""
    values = [
        Value(
            ("指标", p.indicator, "评分比例"), f"{p.ratio:f}", p.origin,
            f"按表内自评得分 {p.points:f}/{p.weight:f}，经人确认",
        )
        for p in accepted
    ]  # fmt: skip
    return replace(imported, values=(*imported.values, *values))
