"""What a change of the data would do to the score: computed beside the file, which stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.chat.naming import row_names
from assistant.facts.wording import quoted
from assistant.model.scorecard import STATUS_NAMES, Scorecard, ScoredIndicator
from assistant.values.printing import tidy


@dataclass(frozen=True, slots=True)
class Effect:
    """The rows and totals that differ, before and after."""

    rows: tuple[tuple[ScoredIndicator, ScoredIndicator], ...]
    before: Scorecard
    after: Scorecard

    @property
    def lines(self) -> tuple[str, ...]:
        """The difference in words, a line a row, then execution and total."""
        out = [
            line for old, new in self.rows if (line := _row(old, new)) != quoted(new.indicator.name)
        ]
        a, b = self.before.execution, self.after.execution
        if a.rate != b.rate or a.score != b.score:
            out.append(
                f"预算执行率：{_ratio(a.rate)}→{_ratio(b.rate)}，得分{_points(a.score)}→{_points(b.score)}"
            )
        if self.before.scored or self.after.scored:
            out.append(_total(self.before, self.after))
        return tuple(out)


def effect(before: Scorecard, after: Scorecard) -> Effect:
    """Compares two scorecards of the same project, row by row in the order of the file."""
    old = dict(zip(row_names(before.evaluation), before.indicators, strict=True))
    new = dict(zip(row_names(after.evaluation), after.indicators, strict=True))
    changed = tuple(
        (old[name], new[name]) for name in old if name in new and _key(old[name]) != _key(new[name])
    )
    return Effect(changed, before, after)


def _key(row: ScoredIndicator) -> tuple[object, ...]:
    return (
        row.status,
        row.completion,
        row.score,
        row.weight,
        row.indicator.actual,
        row.indicator.target,
    )


def _points(value: Decimal | None) -> str:
    return "（算不出）" if value is None else f"{tidy(value)}分"


def _ratio(value: Decimal | None) -> str:
    return "（算不出）" if value is None else f"{tidy(value * 100)}%"


def _row(old: ScoredIndicator, new: ScoredIndicator) -> str:
    words = f"{quoted(new.indicator.name)}："
    if old.status != new.status:
        words += f"{STATUS_NAMES[old.status]}→{STATUS_NAMES[new.status]}，"
    if old.completion != new.completion:
        words += f"完成情况{_ratio(old.completion)}→{_ratio(new.completion)}，"
    if old.score != new.score:
        words += f"得分{_points(old.score)}→{_points(new.score)}，"
    return words.rstrip("，：")


def _total(before: Scorecard, after: Scorecard) -> str:
    a, b = before.total, after.total
    words = (
        f"总分：{_points(a.score)}→{_points(b.score)}"
        if a.score != b.score
        else f"总分不变：{_points(b.score)}"
    )
    if a.available != b.available:
        words += f"（计分的分值{_points(a.available)}→{_points(b.available)}）"
    if before.grade != after.grade:
        words += f"，等级：{before.grade or '未定'}→{after.grade or '未定'}"
    return words
