"""Reasons and measures by rules: each deviation once, in the staff's words, with what is missing marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.drafting.by_rules.rows import names, told
from assistant.drafting.by_rules.sentences import Desk, ordinal, paragraph, say, supply, verify
from assistant.facts.wording import (
    apart,
    clause,
    gives_orders,
    is_vague,
    percent,
    plain,
    quoted,
    single,
)
from assistant.model.draft import Paragraph, Sentence
from assistant.model.scorecard import ScoredIndicator

#: below this share of the budget a reason is asked for (RULES.md §4, V4: 四川 90%)
LOW_RATE = Decimal("0.9")


_LEAD = re.compile(r"^(?:主要)?(?:原因(?:是|为|：|:)?|是因为|因为|由于|是)")
_ENDS = {"not_met": "，未达到年度指标值", "over": "，超出年度指标值较多"}


def deviating(desk: Desk) -> tuple[ScoredIndicator, ...]:
    """Rows whose actual is off the target: missed, late, or far over it."""
    return tuple(
        row for row in desk.card.indicators if row.status in {"not_met", "over"} or row.deviation
    )


def execution_off(desk: Desk) -> bool:
    """Whether the report must explain the execution rate: low, above 100%, or noted by the staff."""
    rate, funds = desk.card.execution.rate, desk.card.evaluation.funds
    noted = funds is not None and bool(_money_reason(desk) or clause(funds.measure))
    return rate is not None and (rate < LOW_RATE or rate > 1 or (rate != 1 and noted))


def _money_reason(desk: Desk) -> str:
    funds = desk.card.evaluation.funds
    if funds is None:
        return ""
    if clause(funds.reason):
        return clause(funds.reason)
    noted = [f for f in funds.sources if clause(f.reason)]
    if len(funds.sources) == 1:
        return "；".join(clause(f.reason) for f in noted)
    return "；".join(
        clause(f.reason) if f.source in f.reason else f"{f.source}方面，{clause(f.reason)}"
        for f in noted
    )


def _cause(reason: str) -> str:
    """The note after “主要原因是”: without a second 由于 or 原因是."""
    return _LEAD.sub("", reason) or reason


def reasons(desk: Desk) -> Iterator[Paragraph]:
    """偏离绩效目标的原因."""
    rows = deviating(desk)
    off = execution_off(desk)
    number = len(rows) + off
    unknown = [
        row
        for row in desk.card.indicators
        if row.status in {"missing", "ungraded"} and not row.deviation
    ]
    if not number:
        yield paragraph(*_none(desk, bool(unknown)))
    for i, row in enumerate(rows):
        yield from _reason(desk, row, ordinal(i, number))
    if off:
        yield from _money(desk, ordinal(len(rows), number))
    if unknown:
        yield paragraph(*_unknown(desk, unknown))


def _unknown(desk: Desk, rows: list[ScoredIndicator]) -> Iterator[Sentence]:
    """Rows without a result: whether they deviate cannot be said yet; what the staff noted of them is."""
    ids = [i for row in rows for i in desk.ids("row", row=row.id)]
    number = f"等{len(rows)}项指标" if len(rows) > 1 else ""
    yield say(f"{names(rows)}{number}暂无结果，是否偏离待补充数据后分析。", ids)
    for row in rows:
        if clause(row.indicator.reason):
            whose = f"关于{quoted(row.indicator.name)}，填报的情况为："
            words = f"{whose}“{single(clause(row.indicator.reason))}”。"
            yield say(words, desk.ids("reason", row=row.id))


def _none(desk: Desk, unknown: bool) -> Iterator[Sentence]:
    ids = desk.ids("count")
    if unknown:
        yield say("已有结果的指标中，没有未达到年度指标值的情况。", ids)
    else:
        yield say("本项目各项绩效指标均达到年度指标值，没有需要说明的偏离。", ids)


def _reason(desk: Desk, row: ScoredIndicator, start: str) -> Iterator[Paragraph]:
    who = row.indicator.owner or desk.staff
    name, reason = quoted(row.indicator.name), clause(row.indicator.reason)
    ids = desk.ids("row", "deviation", row=row.id)
    distance = f"，{apart(row.deviation)}" if row.deviation else ""
    end = _ENDS.get(row.status, "")
    sentences = [say(f"{start}{told(row)}{distance}{end}。", ids)]
    noted = desk.ids("reason", row=row.id)
    if gives_orders(row.indicator.reason):
        yield paragraph(_not_used(desk, row, "原因"))
    if not reason:
        what = f"请{who}说明{name}{'超额较多' if row.status == 'over' else '未完成'}的原因，写明具体成因、涉及数量、持续时间和责任主体。"
        yield paragraph(*sentences)
        yield paragraph(supply(what, ids))
    elif is_vague(reason):
        sentences.append(say(f"填报的原因为：“{single(reason)}”。", noted))
        what = f"{name}的上述原因不具体，请{who}核实并写明具体成因、涉及点位（对象）数量、持续时间和责任主体。"
        yield paragraph(*sentences)
        yield paragraph(verify(what, noted + desk.ids("vague", row=row.id)))
    else:
        sentences.append(say(f"主要原因是{_cause(reason)}。", noted))
        yield paragraph(*sentences)


def _not_used(desk: Desk, row: ScoredIndicator, what: str) -> Sentence:
    name = quoted(row.indicator.name)
    words = f"{name}的填报{what}中有一段不是情况说明，起草时未采用，请{desk.staff}核对原填报内容。"
    return verify(words, desk.ids("orders", row=row.id))


def _money(desk: Desk, start: str) -> Iterator[Paragraph]:
    total, reason = desk.card.execution, _money_reason(desk)
    ids = desk.ids("sum", "rate", "deviation", row="", origin="资金.明细")
    side = "未执行" if (total.rate or 0) < 1 else "超出全年预算"
    gap = plain(abs((total.budget or Decimal(0)) - (total.executed or Decimal(0))))
    words = f"{start}预算执行率为{percent(total.rate or Decimal(0))}，{side}{gap}{total.unit}。"
    if not reason:
        yield paragraph(say(words, ids))
        what = "请财务人员会同项目实施人员说明预算执行偏差的原因，写明涉及的资金来源、金额、支付事项和预计支付时间。"
        yield paragraph(supply(what, ids))
        return
    noted = desk.ids("reason", row="")
    if is_vague(reason):
        yield paragraph(say(words, ids), say(f"填报的原因为：“{single(reason)}”。", noted))
        yield paragraph(
            verify(
                "预算执行偏差的上述原因不具体，请财务人员写明涉及的支付事项、金额和时间。", noted
            )
        )
    else:
        yield paragraph(say(words, ids), say(f"主要原因是{_cause(reason)}。", noted))


def measures(desk: Desk) -> Iterator[Paragraph]:
    """下一步改进措施: one for each deviation, with owner and deadline."""
    rows = tuple(
        row for row in deviating(desk) if row.status != "over" or clause(row.indicator.measure)
    )
    funds = desk.card.evaluation.funds
    off = execution_off(desk)
    further = tuple(
        row
        for row in desk.card.indicators
        if clause(row.indicator.measure) and row.id not in {other.id for other in rows}
    )
    paid = bool(off and funds is not None and clause(funds.measure))
    told = sum(bool(clause(row.indicator.measure)) for row in rows + further) + paid
    number = 0
    for row in rows + further:
        yield from _measure(desk, row, ordinal(number, told))
        number += bool(clause(row.indicator.measure))
    if off:
        if paid and funds is not None:
            start = ordinal(number, told)
            words = f"{start}针对预算执行率偏差，措施为：{clause(funds.measure)}。"
            yield paragraph(say(words, desk.ids("measure", "rate", row="")))
        else:
            what = "请财务人员针对预算执行偏差提出改进措施，写明具体做法、责任人和完成时限。"
            yield paragraph(supply(f"{what}", desk.ids("rate", row="", origin="资金.明细")))
    over = [row for row in deviating(desk) if row not in rows]
    if over:
        what = f"请{desk.staff}说明{names(over)}的年度指标值是否设定偏低、下年度是否调整。"
        yield paragraph(
            supply(what, [i for r in over for i in desk.ids("row", "deviation", row=r.id)])
        )
    if rows or further or off or over:
        return
    if any(row.status in {"missing", "ungraded"} for row in desk.card.indicators):
        words = "已有结果的指标均达到年度指标值，其余指标待补充数据后再提出改进措施。"
    else:
        words = "本项目绩效指标均达到年度指标值，没有需要整改的指标。"
    yield paragraph(say(words, desk.ids("count")))


def _measure(desk: Desk, row: ScoredIndicator, start: str) -> Iterator[Paragraph]:
    indicator, name = row.indicator, quoted(row.indicator.name)
    problem = {"not_met": "未达到年度指标值", "over": "超出年度指标值较多"}.get(row.status, "")
    if row.status == "ungraded" and row.deviation:
        problem = "未按期完成"
    about = f"针对{name}{problem}{'的问题' if problem else ''}"
    if gives_orders(indicator.measure):
        yield paragraph(_not_used(desk, row, "措施"))
    if not clause(indicator.measure):
        what = f"请{indicator.owner or desk.staff}{about}提出改进措施，写明具体做法、责任单位和完成时限。"
        yield paragraph(supply(what, desk.ids("row", "deviation", row=row.id)))
        return
    ids = desk.ids("measure", "owner", "due", "row", row=row.id)
    tail = ""
    if indicator.owner:
        tail += f"责任单位为{indicator.owner}"
    if indicator.due:
        tail += f"{'，' if tail else ''}完成时限为{indicator.due}"
    sentences = [say(f"{start}{about}，措施为：{clause(indicator.measure)}。", ids)]
    if tail:
        sentences.append(say(f"{tail}。", ids))
    yield paragraph(*sentences)
    lacking = [
        what
        for what, there in (("责任单位", indicator.owner), ("完成时限", indicator.due))
        if not there
    ]
    if lacking:
        what = f"请{desk.staff}补充{name}改进措施的{'和'.join(lacking)}。"
        yield paragraph(supply(what, ids))
