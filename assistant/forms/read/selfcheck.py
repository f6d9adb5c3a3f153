"""What a reading says against itself: arithmetic of the form that does not hold on the values read, and rows that lack what others have.

The form is its own second source: points make up 90 or 100, a rate is what was spent of the budget, a printed
score stands to the points as the actual to the target. Where that fails a column or a row was most likely
taken for another, or the form is wrong itself; either way a person is told, one line for each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import get_args

from assistant.forms.read import wording
from assistant.forms.read.imported import Printed, Value
from assistant.forms.read.labels import is_level2, is_total, level1
from assistant.patterns import regex
from assistant.values.amounts import Quantity
from assistant.values.direction import Direction
from assistant.values.printing import plain
from assistant.values.reading import fold
from assistant.values.readings import Numeric, Readings, reached, read_row

#: what the rows of a form make up together: all, all but the execution, and parts that rule sets leave to others
_WHOLE = frozenset({Decimal(80), Decimal(90), Decimal(100)})
_LEAST_ROWS = 4
_SHOWN = 6
_HUNDRED = Decimal(100)
#: the points of the execution
_EXECUTION = Decimal(10)
#: of a rate and of points, what rounding may do
_ROUNDED = Decimal("0.011")
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
_ODD_KIND = regex(r"\d|[≥≤=%（(]")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it was read; empty texts where it has none."""

    name: str
    origin: str
    level1: str
    level2: str
    target: str
    actual: str
    points: Decimal | None
    score: Decimal | None = None
    completion: Decimal | None = None
    readings: Readings = field(default_factory=lambda: Readings(None, None))

    @property
    def share(self) -> Decimal | None:
        """How much of its points the form gives it."""
        return self.score / self.points if self.score is not None and self.points else None

    @property
    def reached(self) -> bool | None:
        """Whether the values as read reach the target; None where they do not tell."""
        got, wanted = self.readings.got, self.readings.wanted
        if not isinstance(got, Quantity) or not isinstance(wanted, Numeric) or self.readings.apart:
            return None
        return reached(wanted, got)


def contradictions(
    values: Sequence[Value], printed: Sequence[Printed], *, year: int | None = None
) -> list[str]:
    """Finished lines, each beginning with its place, of what does not agree; empty where all does.

    `values` and `printed` are those of one project.
    """
    rows = _rows(values, printed, year)
    found: list[str] = []
    for test in (_lacking, _points, _scores, _results, _alike, _names):
        found += test(rows, printed)
    return found + _money(values, printed)


def _rows(values: Sequence[Value], printed: Sequence[Printed], year: int | None) -> list[_Row]:
    held: dict[int, dict[str, Value]] = {}
    for value in values:
        if value.place[0] == "指标":
            held.setdefault(int(value.place[1]), {})[str(value.place[2])] = value
    figures = {(p.indicator, p.kind): p.number for p in printed if p.indicator is not None}

    def text(row: dict[str, Value], key: str) -> str:
        return row[key].text if key in row else ""

    found = []
    for at, row in held.items():
        keys = [text(row, key) for key in ("一级", "二级", "名称", "目标", "实际")]
        said = text(row, "方向")
        direction = next((d for d in _DIRECTIONS if d == said), None)
        read = read_row(*keys, direction, year) if keys[3] and keys[4] else Readings(None, None)
        origin = row["名称"].origin if "名称" in row else next(iter(row.values())).origin
        found.append(
            _Row(keys[2], origin, keys[0], keys[1], keys[3], keys[4], wording.points(text(row, "分值")),
                 figures.get((at, "得分")), figures.get((at, "完成率")), read)
        )  # fmt: skip
    return found


def _named(rows: Sequence[_Row]) -> str:
    shown = "、".join(f"“{r.name[:20]}”" for r in rows[:_SHOWN])
    return shown + (f"等{len(rows)}行" if len(rows) > _SHOWN else "")


def _lacking(rows: Sequence[_Row], _: Sequence[Printed]) -> list[str]:
    """A value that most rows have and some have not."""
    wanted: tuple[tuple[str, Callable[[_Row], object]], ...] = (
        ("目标", lambda r: r.target),
        ("实际", lambda r: r.actual),
        ("分值", lambda r: r.points),
    )
    found = []
    for key, of in wanted:
        without = [r for r in rows if of(r) in {"", None}]
        if without and len(without) * 2 <= len(rows):
            found.append(f"{without[0].origin}：{_named(without)}没有读到{key}，其他行有，请核对")
    return found


def _points(rows: Sequence[_Row], printed: Sequence[Printed]) -> list[str]:
    """Points of the rows that make neither 90 nor 100, nor what the form prints as their sum."""
    points = [r.points for r in rows if r.points is not None]
    if len(points) < _LEAST_ROWS or len(points) < len(rows):
        return []
    total = sum(points, Decimal(0))
    whole = _figure(printed, "总分值")
    own = _figure(printed, "执行分值")
    of_form = {
        w for w in (whole, None if whole is None else whole - (own or _EXECUTION)) if w is not None
    }
    if total in (of_form or _WHOLE):
        return []
    said = f"，表内合计是 {plain(whole)}" if whole is not None else ""
    return [
        f"{rows[0].origin}：读到的各指标分值之和是 {plain(total)}{said}，可能有行或分值没有读到，请核对"
    ]


def _scores(rows: Sequence[_Row], printed: Sequence[Printed]) -> list[str]:
    over = [r for r in rows if r.share is not None and r.share > 1]
    if over:
        return [f"{over[0].origin}：{_named(over)}的得分大于分值，分值和得分可能读错了列，请核对"]
    whole = _figure(printed, "总分")
    scores = [r.score for r in rows]
    if whole is None or len(rows) < _LEAST_ROWS or any(s is None for s in scores):
        return []
    total = sum((s for s in scores if s is not None), Decimal(0))
    if -_ROUNDED * len(rows) <= whole - total <= _EXECUTION + _ROUNDED * len(rows):
        return []  # up to ten points of the execution, whose row is no data
    return [
        f"{rows[0].origin}：各指标得分之和是 {plain(total)}，表内总分是 {plain(whole)}，对不上，请核对"
    ]


def _results(rows: Sequence[_Row], _: Sequence[Printed]) -> list[str]:
    """Most scores say otherwise than targets and actuals do: a column was taken for another."""
    told = [(r, r.reached, r.share) for r in rows if r.reached is not None and r.share is not None]
    against = [r for r, met, share in told if met != (share == 1)]
    if len(told) < _LEAST_ROWS or len(against) * 2 <= len(told):
        return []
    return [
        f"{against[0].origin}：{_named(against)}读到的目标、实际与表内得分对不上，目标或实际可能读错了列，请核对"
    ]


def _alike(rows: Sequence[_Row], _: Sequence[Printed]) -> list[str]:
    """A column that says one thing in every row, where the rows ask for different things."""
    found = []
    both = [r.actual for r in rows], [r.target for r in rows]
    for key, own, beside in (("实际", *both), ("目标", *both[::-1])):
        texts = Counter(text for text in own if text)
        other = set(beside)
        if (
            len(texts) == 1
            and sum(texts.values()) >= _LEAST_ROWS
            and len(other) > 1
            and re.search(r"\d", next(iter(texts)))
        ):
            found.append(
                f"{rows[0].origin}：{sum(texts.values())} 行的{key}都是“{next(iter(texts))[:20]}”，可能读错了列，请核对"
            )
    apart = [r for r in rows if r.readings.apart]
    if apart:
        found.append(
            f"{apart[0].origin}：{_named(apart)}的目标和实际单位不同，可能读错了格，请核对"
        )
    return found


def _names(rows: Sequence[_Row], _: Sequence[Printed]) -> list[str]:
    """Names and kinds that look like what is none: a number, a level, a total, a kind with figures in it."""
    odd = [
        r for r in rows
        if not re.search(r"[A-Za-z\u4e00-\u9fff]", r.name) or is_total(r.name)
        or ((level1(r.name) or is_level2(r.name)) and not re.search(r"满\s*意", r.name))
    ]  # fmt: skip
    found = []
    if odd:
        found.append(f"{odd[0].origin}：指标名称读作{_named(odd)}，不像名称，请核对")
    kinds = [r for r in rows if _ODD_KIND.search(fold(r.level2))]
    if kinds:
        words = "、".join(dict.fromkeys(f"“{r.level2[:20]}”" for r in kinds))
        found.append(f"{kinds[0].origin}：二级指标读作{words}，不像二级指标，请核对")
    if len(rows) > _SHOWN and len({r.level1 for r in rows}) == 1:
        found.append(f"{rows[0].origin}：{len(rows)} 行都归在“{rows[0].level1}”，请核对")
    return found


def _money(values: Sequence[Value], printed: Sequence[Printed]) -> list[str]:
    """A printed rate that is not what was spent of the budget as read."""
    lines = [v for v in values if v.place[:2] == ("资金", "明细")]
    sums: dict[str, Decimal] = {}
    for value in lines:
        amount = wording.number(value.text)
        if value.place[-1] != "来源" and amount is not None:
            sums[str(value.place[-1])] = sums.get(str(value.place[-1]), Decimal(0)) + amount
    if not lines:
        return []
    budget, executed = sums.get("全年预算", sums.get("年初预算")), sums.get("执行")
    rate = next((p for p in printed if p.kind == "执行率" and p.indicator is None), None)
    if rate is None or rate.number is None:
        return []
    if executed is None or budget is None:
        what = "执行数" if executed is None else "预算数"
        return [f"{rate.origin}：表内有执行率 {rate.text}，却没有读到{what}，请补上"]
    if any(agrees(executed / base, rate.number) for base in (budget, sums.get("到位")) if base):
        return []
    if not budget:
        return []
    return [
        f"{rate.origin}：表内执行率是 {rate.text}，读到的执行数 {plain(executed)} 除以预算数 {plain(budget)} 是 {plain(round(executed / budget * 100, 2))}%，可能读错了列，请核对"
    ]


def agrees(share: Decimal, told: Decimal) -> bool:
    """Whether a rate is the one printed, as a ratio or in percent, at the places to which it is printed."""
    places = -int(told.normalize().as_tuple().exponent) if told else 4
    near = Decimal(10) ** -min(max(places, 3), 6) * Decimal("0.6")
    return any(abs(share - one) <= near for one in (told, told / _HUNDRED))


def _figure(printed: Sequence[Printed], kind: str) -> Decimal | None:
    return next((p.number for p in printed if p.kind == kind and p.indicator is None), None)
