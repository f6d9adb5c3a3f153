"""What follows from the data by arithmetic: differences, sums, ratios, shares, counts, ranks.

Each is a fact, so that a true “低5个百分点” is supported and a false one is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from assistant.facts.fact import Fact, Role
from assistant.facts.wording import actual_of, limit_of, percent, plain, quoted, target_of, tidy
from assistant.model.scorecard import STATUS_NAMES, ExecutionScore, Scorecard, ScoredIndicator
from assistant.values.deadlines import Span
from assistant.values.quantity import Between, Quantity

_TIMES = Decimal("1.2")  # below that nobody says 倍


def _fact(text: str, role: Role, origin: str, row: ScoredIndicator | None = None) -> Fact:
    if row is None:
        return Fact("", text, "derived", origin, role=role)
    return Fact(
        "", text, "derived", origin, row.id, role, subject=row.indicator.name, status=row.status
    )


def derive(card: Scorecard) -> Iterator[Fact]:
    """Derived facts, without ids."""
    yield from _money(card.execution)
    yield from _shares(card)
    year = card.evaluation.project.year
    for row in card.indicators:
        yield from _distance(row, year)
    yield from _counts(card)
    yield from _sums(card, year)
    yield from _ranks(card)
    yield from _points(card)
    yield from _left_share(card.execution)


def _money(total: ExecutionScore) -> Iterator[Fact]:
    unit, origin = total.unit, "资金.明细"
    if total.arrived is not None and total.budget:
        yield _fact(f"资金到位率为{percent(total.arrived / total.budget)}", "rate", origin)
        short = total.budget - total.arrived
        if short > 0:
            yield _fact(f"未到位资金{plain(short)}{unit}", "sum", origin)
    if total.executed is not None and total.budget is not None:
        left = total.budget - total.executed
        if left > 0:
            yield _fact(f"未执行资金{plain(left)}{unit}", "sum", origin)
        if left < 0:
            yield _fact(f"执行数超出全年预算{plain(-left)}{unit}", "sum", origin)
    if total.rate is not None and total.rate != 1:
        side = "低" if total.rate < 1 else "高"
        words = f"预算执行率比100%{side}{tidy(abs(1 - total.rate) * 100)}个百分点"
        yield _fact(words, "deviation", origin)
    if total.initial is not None and total.budget is not None and total.initial != total.budget:
        change = total.budget - total.initial
        side = "调增" if change > 0 else "调减"
        yield _fact(f"全年预算比年初预算{side}{plain(abs(change))}{unit}", "sum", origin)
        if total.initial:
            yield _fact(f"预算调整幅度为{percent(abs(change) / total.initial)}", "share", origin)


def _left_share(total: ExecutionScore) -> Iterator[Fact]:
    if total.executed is not None and total.budget and total.executed < total.budget:
        share = percent((total.budget - total.executed) / total.budget)
        yield _fact(f"未执行资金占全年预算的{share}", "share", "资金.明细")


def _shares(card: Scorecard) -> Iterator[Fact]:
    funds = card.evaluation.funds
    if funds is None or len(funds.sources) < 2:  # noqa: PLR2004 - a single source is the whole
        return
    for i, fund in enumerate(funds.sources, 1):
        origin = f"资金.明细[{i}]"
        if fund.budget is not None and card.execution.budget:
            words = f"{fund.source}占全年预算的{percent(fund.budget / card.execution.budget)}"
            yield Fact("", words, "derived", origin, role="share", subject=fund.source)
        if fund.budget and fund.executed is not None:
            words = f"{fund.source}执行率为{percent(fund.executed / fund.budget)}"
            yield Fact("", words, "derived", origin, role="rate", subject=fund.source)
            left = fund.budget - fund.executed
            if left > 0:
                words = f"{fund.source}未执行{plain(left)}{card.execution.unit}"
                yield Fact("", words, "derived", origin, role="sum", subject=fund.source)
        if fund.budget and fund.arrived is not None:
            words = f"{fund.source}到位率为{percent(fund.arrived / fund.budget)}"
            yield Fact("", words, "derived", origin, role="rate", subject=fund.source)


def distance(target: Quantity, actual: Quantity) -> str:
    """“低5个百分点”, “多800份”, or empty where they are equal or do not compare."""
    if not target.unit.same_kind(actual.unit):
        return ""
    if target.unit.kind == "比例":
        points = (actual.base - target.base) * 100
        side = "高" if points > 0 else "低"
        return f"{side}{tidy(abs(points))}个百分点" if points else ""
    gap = (actual.base - target.base) / target.unit.size
    if not gap:
        return ""
    return f"{'多' if gap > 0 else '少'}{tidy(abs(gap), Decimal('0.0001'))}{target.unit.name}"


def _distance(row: ScoredIndicator, year: int) -> Iterator[Fact]:
    target, actual = target_of(row, year), actual_of(row, year)
    name, origin = quoted(row.indicator.name), f"指标[{row.id[1:]}]"
    if isinstance(actual, Span) or not isinstance(actual, Quantity):
        return
    limit = target.low if isinstance(target, Between) else limit_of(target)
    if limit is None:
        return
    apart = distance(limit, actual)
    if apart and apart != row.deviation and not isinstance(target, Between):
        yield _fact(f"{name}的实际完成值比年度指标值{apart}", "deviation", origin, row)
    if limit.base and limit.unit.same_kind(actual.unit) and not isinstance(target, Between):
        ratio = actual.base / limit.base
        yield _fact(f"{name}的实际完成值为年度指标值的{percent(ratio)}", "completion", origin, row)
        if ratio != 1:
            side = "多" if ratio > 1 else "少"
            words = f"{name}的实际完成值比年度指标值{side}{percent(abs(ratio - 1))}"
            yield _fact(words, "share", origin, row)
        if ratio >= _TIMES:
            words = f"{name}的实际完成值为年度指标值的{tidy(ratio)}倍"
            yield _fact(words, "share", origin, row)


def _counts(card: Scorecard) -> Iterator[Fact]:
    rows = card.indicators
    yield _fact(f"绩效指标共{len(rows)}项，其中{_statuses(rows)}", "count", "指标")
    for level in dict.fromkeys(row.indicator.level1 for row in rows):
        part = tuple(row for row in rows if row.indicator.level1 == level)
        yield _fact(f"{level}{len(part)}项，其中{_statuses(part)}", "count", "指标")
    for level in dict.fromkeys(row.indicator.level2 for row in rows):
        part = tuple(row for row in rows if row.indicator.level2 == level)
        yield _fact(f"{level}{len(part)}项，其中{_statuses(part)}", "count", "指标")
    graded = sum(row.status in {"met", "not_met", "over"} for row in rows)
    if graded != len(rows):
        yield _fact(
            f"已有结果的指标{graded}项，暂无结果的指标{len(rows) - graded}项", "count", "指标"
        )
    met = sum(row.status in {"met", "over"} for row in rows)
    reached = f"达到年度指标值的指标{met}项"
    if met and met != sum(row.status == "met" for row in rows):
        yield _fact(reached, "count", "指标")
    if rows:
        yield _fact(f"达到年度指标值的指标占{percent(Decimal(met) / len(rows))}", "share", "指标")
    if len(card.evaluation.report.basis) > 1:
        yield _fact(f"依据文件共{len(card.evaluation.report.basis)}份", "count", "报告.依据")
    if card.evaluation.funds and len(card.evaluation.funds.sources) > 1:
        yield _fact(f"资金来源共{len(card.evaluation.funds.sources)}项", "count", "资金.明细")


def _statuses(rows: tuple[ScoredIndicator, ...]) -> str:
    counted = Counter(row.status for row in rows)
    return "、".join(f"{name}{counted[s]}项" for s, name in STATUS_NAMES.items() if counted[s])


def _sums(card: Scorecard, year: int) -> Iterator[Fact]:
    """Amounts of money of one 二级指标 add up (cost rows); other units stay apart."""
    for level in dict.fromkeys(row.indicator.level2 for row in card.indicators):
        rows = [row for row in card.indicators if row.indicator.level2 == level]
        if len(rows) < 2 or "成本" not in level + rows[0].indicator.level1:  # noqa: PLR2004
            continue
        for label, values in (
            ("年度指标值", [limit_of(target_of(row, year)) for row in rows]),
            ("实际完成值", [actual_of(row, year) for row in rows]),
        ):
            amounts = [v for v in values if isinstance(v, Quantity) and v.unit.kind == "金额"]
            if len(amounts) == len(rows) and len({a.unit.name for a in amounts}) == 1:
                total = sum((a.value for a in amounts), Decimal(0))
                yield _fact(
                    f"{level}{label}合计{plain(total)}{amounts[0].unit.name}", "sum", "指标"
                )


def _ranks(card: Scorecard) -> Iterator[Fact]:
    missed = [r for r in card.indicators if r.status == "not_met" and r.completion is not None]
    lowest = min((row.completion or Decimal(0) for row in missed), default=Decimal(0))
    worst_rows = [row for row in missed if row.completion == lowest]
    if len(missed) > 1 and len(worst_rows) == 1:
        worst = worst_rows[0]
        words = f"未完成的指标中，{quoted(worst.indicator.name)}的完成程度最低，为{percent(worst.completion or Decimal(0))}"
        yield _fact(words, "rank", f"指标[{worst.id[1:]}]", worst)


def _points(card: Scorecard) -> Iterator[Fact]:
    if not card.scored:
        return
    for row in card.indicators:
        if row.score is not None and row.weight is not None and row.score < row.weight:
            words = f"{quoted(row.indicator.name)}失分{tidy(row.weight - row.score)}分"
            yield _fact(words, "points", f"指标[{row.id[1:]}]", row)
    for level in dict.fromkeys(row.indicator.level1 for row in card.indicators):
        rows = [row for row in card.indicators if row.indicator.level1 == level]
        if all(row.score is not None and row.weight is not None for row in rows):
            weight = sum((row.weight or Decimal(0) for row in rows), Decimal(0))
            score = sum((row.score or Decimal(0) for row in rows), Decimal(0))
            yield _fact(
                f"{level}分值合计{tidy(weight)}分，得分合计{tidy(score)}分", "points", "指标"
            )
