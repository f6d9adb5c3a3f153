"""What follows from the data by arithmetic: differences, sums, ratios, shares, counts, ranks.

Each is a fact, so that a true “低5个百分点” is supported and a false one is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.facts.fact import Counted, Fact, FactValue, Points, Role
from assistant.facts.wording import limit_of, quoted
from assistant.model.scorecard import STATUS_NAMES, ExecutionScore, Scorecard, ScoredIndicator
from assistant.values.deadlines import Deadline, Span
from assistant.values.direction import is_cost
from assistant.values.printing import percent, plain, tidy
from assistant.values.quantity import Actual, Between, Quantity, Target
from assistant.values.units import read_unit

_TIMES = Decimal("1.2")  # below that nobody says 倍
_FINEST = 4


def _fact(
    lead: str, said: str, role: Role, origin: str, key: str, value: FactValue, subject: str = ""
) -> Fact:
    """A fact of the whole project, or of a source of funds (`subject`)."""
    return Fact(
        "", lead + said, "derived", origin, role=role, subject=subject,
        key=key, value=value, lead=len(lead),
    )  # fmt: skip


def _of_row(
    row: ScoredIndicator, said: str, role: Role, key: str, value: FactValue, before: str = ""
) -> Fact:
    """A fact of a row, that begins with its name (after `before`)."""
    lead = before + quoted(row.indicator.name)
    return Fact(
        "", lead + said, "derived", f"指标[{row.id[1:]}]", row.id, role,
        row.indicator.name, row.status, f"{row.id}.{key}", value, len(lead),
    )  # fmt: skip


def _rate(ratio: Decimal) -> Quantity:
    return Quantity(ratio * 100, read_unit("%"))


def derive(card: Scorecard) -> Iterator[Fact]:
    """Derived facts, without ids."""
    funds = card.evaluation.funds
    yield from _money(card.execution, funds.carried if funds is not None else Decimal(0))
    yield from _shares(card)
    for row in card.indicators:
        yield from _distance(row)
    yield from _counts(card)
    yield from _sums(card)
    yield from _ranks(card)
    yield from _points(card)
    yield from _left_share(card.execution)
    for row in card.indicators:
        yield from _early(row)


def _money(total: ExecutionScore, carried: Decimal) -> Iterator[Fact]:
    unit, origin = total.unit, "资金.明细"

    def fact(lead: str, said: str, role: Role, key: str, value: FactValue) -> Fact:
        return _fact(lead, said, role, origin, f"funds.{key}", value)

    def amount(value: Decimal) -> Quantity:
        return Quantity(value, read_unit(unit))

    if total.arrived is not None and total.budget:
        ratio = total.arrived / total.budget
        yield fact("资金到位率", f"为{percent(ratio)}", "rate", "arrival_rate", _rate(ratio))
        short = total.budget - total.arrived
        if short > 0:
            yield fact("未到位资金", f"{plain(short)}{unit}", "sum", "not_arrived", amount(short))
    if total.executed is not None and total.budget is not None:
        left = total.budget - total.executed
        if left > 0:
            yield fact("未执行资金", f"{plain(left)}{unit}", "sum", "not_executed", amount(left))
        if left < 0:
            said = f"超出全年预算{plain(-left)}{unit}"
            yield fact("执行数", said, "sum", "over_executed", amount(-left))
    if total.rate is not None and total.rate != 1:
        side = "低" if total.rate < 1 else "高"
        away = Quantity((total.rate - 1) * 100, read_unit("百分点"))
        said = f"比100%{side}{tidy(abs(1 - total.rate) * 100)}个百分点"
        yield fact("预算执行率", said, "deviation", "execution_deviation", away)
    if total.initial is not None and total.budget is not None and total.initial != total.budget:
        change = total.budget - total.initial
        added = change - carried
        if carried:
            said = f"{plain(carried)}{unit}计入全年预算"
            yield fact("上年结转资金", said, "sum", "carried", amount(carried))
            side = "多" if change > 0 else "少"
            said = f"比年初预算{side}{plain(abs(change))}{unit}"
            yield fact("全年预算", said, "sum", "change", amount(change))
        if added:
            side = "调增" if added > 0 else "调减"
            said = f"比年初预算{side}{plain(abs(added))}{unit}"
            said += "（不含上年结转）" if carried else ""
            yield fact("全年预算", said, "sum", "adjustment", amount(added))
        if total.initial and added:
            share = abs(added) / total.initial
            said = f"为{percent(share)}"
            yield fact("预算调整幅度", said, "share", "adjustment_share", _rate(share))


def _left_share(total: ExecutionScore) -> Iterator[Fact]:
    if total.executed is not None and total.budget and total.executed < total.budget:
        share = (total.budget - total.executed) / total.budget
        said = f"占全年预算的{percent(share)}"
        key = "funds.not_executed_share"
        yield _fact("未执行资金", said, "share", "资金.明细", key, _rate(share))


def _shares(card: Scorecard) -> Iterator[Fact]:
    funds = card.evaluation.funds
    if funds is None or len(funds.sources) < 2:  # noqa: PLR2004 - a single source is the whole
        return
    unit = card.execution.unit
    for i, fund in enumerate(funds.sources, 1):
        place, key, source = f"资金.明细[{i}]", f"funds[{i}]", fund.source

        def rate(said: str, ratio: Decimal, role: Role, what: str) -> Fact:
            words = f"{said}{percent(ratio)}"
            return _fact(source, words, role, place, f"{key}.{what}", _rate(ratio), source)  # noqa: B023

        if fund.budget is not None and card.execution.budget:
            yield rate("占全年预算的", fund.budget / card.execution.budget, "share", "share")
        if fund.budget and fund.executed is not None:
            yield rate("执行率为", fund.executed / fund.budget, "rate", "execution_rate")
            left = fund.budget - fund.executed
            if left > 0:
                amount, said = Quantity(left, read_unit(unit)), f"未执行{plain(left)}{unit}"
                yield _fact(source, said, "sum", place, f"{key}.not_executed", amount, source)
        if fund.budget and fund.arrived is not None:
            yield rate("到位率为", fund.arrived / fund.budget, "rate", "arrival_rate")


def gap(wanted: Target | None, got: Actual | None) -> Quantity | None:
    """How far the actual lies from the target: 个百分点 between rates, else the target's unit; negative below.

    None where the two do not compare. Of a range, the end that was missed.
    """
    if not isinstance(got, Quantity):
        return None
    if isinstance(wanted, Between):
        if not wanted.low.unit.same_kind(got.unit):
            return None
        limit = wanted.low if got.base < wanted.low.base else wanted.high
    else:
        named = limit_of(wanted)
        if named is None or not named.unit.same_kind(got.unit):
            return None
        limit = named
    if limit.unit.kind == "比例":
        return Quantity((got.base - limit.base) * 100, read_unit("个百分点"))
    return Quantity((got.base - limit.base) / limit.unit.size, limit.unit)


def _apart(away: Quantity) -> str:
    """“低5个百分点”, “多800份”, or empty where the two are equal."""
    if not away.value:
        return ""
    if away.unit.kind == "百分点":
        return f"{'高' if away.value > 0 else '低'}{tidy(abs(away.value))}个百分点"
    return f"{'多' if away.value > 0 else '少'}{tidy(abs(away.value), _FINEST)}{away.unit.name}"


def _distance(row: ScoredIndicator) -> Iterator[Fact]:
    target, actual = row.wanted, row.got
    limit, away = limit_of(target), gap(target, actual)
    if limit is None or away is None or not isinstance(actual, Quantity):
        return
    apart = _apart(away)
    if apart and apart != row.deviation:
        yield _of_row(row, f"的实际完成值比年度指标值{apart}", "deviation", "distance", away)
    if not limit.base:
        return
    ratio = actual.base / limit.base
    said = f"的实际完成值为年度指标值的{percent(ratio)}"
    yield _of_row(row, said, "completion", "completion", _rate(ratio))
    if ratio != 1:
        side = "多" if ratio > 1 else "少"
        said = f"的实际完成值比年度指标值{side}{percent(abs(ratio - 1))}"
        yield _of_row(row, said, "share", "relative_distance", _rate(ratio - 1))
    if ratio >= _TIMES:
        said = f"的实际完成值为年度指标值的{tidy(ratio)}倍"
        yield _of_row(row, said, "share", "times", Quantity(ratio, read_unit("倍")))


def _early(row: ScoredIndicator) -> Iterator[Fact]:
    """How many days before its deadline a thing was done; a late one has its deviation."""
    by, done = row.wanted, row.got
    if not isinstance(by, Deadline) or not isinstance(done, Span) or row.status != "met":
        return
    days = (by.possible - done.last).days
    if done.first == done.last and days > 0:
        value = Quantity(Decimal(days), read_unit("天"))
        yield _of_row(row, f"的完成时间比年度指标值早{days}天", "deviation", "early", value)


def _counts(card: Scorecard) -> Iterator[Fact]:
    rows = card.indicators

    def counted(lead: str, part: Sequence[ScoredIndicator], key: str) -> Fact:
        standing = Counter(row.status for row in part)
        of = tuple((name, standing[s]) for s, name in STATUS_NAMES.items() if standing[s])
        said = f"{len(part)}项，其中{'、'.join(f'{name}{n}项' for name, n in of)}"
        value = Counted(lead.removesuffix("共"), len(part), of)
        return _fact(lead, said, "count", "指标", key, value)

    def number(lead: str, n: int, unit: str, origin: str, key: str) -> Fact:
        return _fact(lead, f"{n}{unit}", "count", origin, key, Counted(lead.removesuffix("共"), n))

    yield counted("绩效指标共", rows, "rows.count")
    for level in dict.fromkeys(row.indicator.level1 for row in rows):
        part = [row for row in rows if row.indicator.level1 == level]
        yield counted(level, part, f"level1[{level}].count")
    for level in dict.fromkeys(row.indicator.level2 for row in rows):
        part = [row for row in rows if row.indicator.level2 == level]
        yield counted(level, part, f"level2[{level}].count")
    graded = sum(row.status in {"met", "not_met", "over"} for row in rows)
    if graded != len(rows):
        unjudged = sum(row.status == "ungraded" and bool(row.indicator.actual) for row in rows)
        rest = (("待评定的指标", unjudged), ("暂无结果的指标", len(rows) - graded - unjudged))
        parts = tuple((name, n) for name, n in rest if n)
        said = f"{graded}项，{'，'.join(f'{name}{n}项' for name, n in parts)}"
        value = Counted("已有结果的指标", graded, parts)
        yield _fact("已有结果的指标", said, "count", "指标", "rows.graded", value)
    met = sum(row.status in {"met", "over"} for row in rows)
    if met and met != sum(row.status == "met" for row in rows):
        yield number("达到年度指标值的指标", met, "项", "指标", "rows.reached")
    if rows:
        share = Decimal(met) / len(rows)
        said = f"占{percent(share)}"
        key = "rows.reached_share"
        yield _fact("达到年度指标值的指标", said, "share", "指标", key, _rate(share))
    if len(card.evaluation.report.basis) > 1:
        n = len(card.evaluation.report.basis)
        yield number("依据文件共", n, "份", "报告.依据", "report.basis.count")
    if card.evaluation.funds and len(card.evaluation.funds.sources) > 1:
        n = len(card.evaluation.funds.sources)
        yield number("资金来源共", n, "项", "资金.明细", "funds.count")


def _sums(card: Scorecard) -> Iterator[Fact]:
    """Amounts of money of one 二级指标 add up (cost rows); other units stay apart."""
    for level in dict.fromkeys(row.indicator.level2 for row in card.indicators):
        rows = [row for row in card.indicators if row.indicator.level2 == level]
        if len(rows) < 2 or not is_cost(rows[0].indicator.level1, level):  # noqa: PLR2004
            continue
        for label, key, values in (
            ("年度指标值", "wanted_sum", [limit_of(row.wanted) for row in rows]),
            ("实际完成值", "got_sum", [row.got for row in rows]),
        ):
            amounts = [v for v in values if isinstance(v, Quantity) and v.unit.kind == "金额"]
            if len(amounts) == len(rows) and len({a.unit.name for a in amounts}) == 1:
                total = Quantity(sum((a.value for a in amounts), Decimal(0)), amounts[0].unit)
                said = f"{label}合计{plain(total.value)}{total.unit.name}"
                yield _fact(level, said, "sum", "指标", f"level2[{level}].{key}", total)


def _ranks(card: Scorecard) -> Iterator[Fact]:
    missed = [r for r in card.indicators if r.status == "not_met" and r.completion is not None]
    lowest = min((row.completion or Decimal(0) for row in missed), default=Decimal(0))
    worst_rows = [row for row in missed if row.completion == lowest]
    if len(missed) > 1 and len(worst_rows) == 1:
        said = f"的完成程度最低，为{percent(lowest)}"
        yield _of_row(worst_rows[0], said, "rank", "lowest", _rate(lowest), "未完成的指标中，")


def _points(card: Scorecard) -> Iterator[Fact]:
    if not card.scored:
        return
    for row in card.indicators:
        if row.score is not None and row.weight is not None and row.score < row.weight:
            lost = row.weight - row.score
            yield _of_row(row, f"失分{tidy(lost)}分", "points", "points_lost", Points(None, lost))
    for level in dict.fromkeys(row.indicator.level1 for row in card.indicators):
        rows = [row for row in card.indicators if row.indicator.level1 == level]
        if all(row.score is not None and row.weight is not None for row in rows):
            weight = sum((row.weight or Decimal(0) for row in rows), Decimal(0))
            score = sum((row.score or Decimal(0) for row in rows), Decimal(0))
            said = f"分值合计{tidy(weight)}分，得分合计{tidy(score)}分"
            key = f"level1[{level}].points"
            yield _fact(level, said, "points", "指标", key, Points(weight, score))
