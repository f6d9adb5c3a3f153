"""Reasons and measures by rules: each deviation once, in the staff's words, with what is missing marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from assistant.drafting.by_rules.brief import Brief, Deviation, Measure, cause, ordinal, other_gap
from assistant.drafting.by_rules.indicators import distance, names
from assistant.drafting.by_rules.sentences import paragraph, say, supply, verify
from assistant.facts.wording import (
    clause,
    done_by,
    gives_orders,
    is_carried_out,
    is_vague,
    quoted,
    single,
)
from assistant.model.draft import Paragraph, Sentence
from assistant.model.scorecard import ScoredIndicator
from assistant.patterns import regex
from assistant.values.printing import percent

_OF_MONEY = regex(r"[款费]|资金|预算|[支拨]付|结算|执行")
#: 同“改造危桥”: the reason of another row, which is told there
_SAME_AS = regex(r"同[“「《]?(?P<row>[^“”「」《》，。；上前]{2,30})[”」》]?(?:的?原因)?")
_FEW = 3  # so many paragraphs of reasons need no 一是, 二是


def reasons(brief: Brief) -> Iterator[Paragraph]:
    """偏离绩效目标的原因: the money first, since that is asked first; then the rows of the table."""
    yield from _requests_last(_reasons(brief))


def _reasons(brief: Brief) -> Iterator[Paragraph]:
    found = brief.deviations
    money = brief.money_off and not brief.money_told
    number = len(found) + money
    if not number and (brief.known or not brief.unknown):
        yield paragraph(_none(brief))
    counted = number if number > _FEW else 0
    if money:
        yield from _money(brief, ordinal(0, counted))
    for i, deviation in enumerate(found, int(money)):
        yield from _reason(brief, deviation, ordinal(i, counted))
    if brief.unknown:
        yield paragraph(*_unknown(brief, brief.unknown))


def _requests_last(told: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """What a person is asked for stands after what is told, so that 一是 … 二是 … reads through."""
    asked = []
    for one in told:
        if all(sentence.verdict == "verify" for sentence in one.sentences):
            asked.append(one)
        else:
            yield one
    yield from asked


def _none(brief: Brief) -> Sentence:
    if brief.unknown:
        words = "已有结果的指标中，没有未达到年度指标值的情况。"
    else:
        words = "本项目各项绩效指标均达到年度指标值，没有需要说明的偏离。"
    return say(words, brief.ids("count"))


def _unknown(brief: Brief, rows: tuple[ScoredIndicator, ...]) -> Iterator[Sentence]:
    """Rows without a result, or with one that nobody has judged: whether they deviate cannot be said yet; what the staff noted of them is."""
    missing = [row for row in rows if not row.indicator.actual]
    if missing:
        number = f"等{len(missing)}项指标" if len(missing) > 1 else ""
        words = f"{names(missing)}{number}暂无结果，是否偏离待补充数据后分析。"
        yield say(words, brief.of(missing, "row"))
    for row in rows:
        if row.indicator.actual:
            told = f"“{single(row.indicator.actual)}”"
            words = f"{names([row])}的完成情况为{told}，完成程度待评定，是否偏离待评定后分析。"
            yield say(words, brief.of([row], "row"))
    for row in rows:
        if clause(row.indicator.reason):
            whose = f"关于{quoted(row.indicator.name)}，填报的情况为："
            words = f"{whose}“{single(clause(row.indicator.reason))}”。"
            yield say(words, brief.ids("reason", row=row.id))


def _reason(brief: Brief, deviation: Deviation, start: str) -> Iterator[Paragraph]:
    rows, reason = deviation.rows, deviation.reason
    first = rows[0]
    ids, noted = brief.of(rows, "row", "deviation"), brief.of(rows, "reason")
    away = "，".join(distance(row, brief.length) for row in rows)
    sentences = [say(f"{start}{away}，具体原因尚待核实。", ids)]
    if gives_orders(first.indicator.reason):
        yield paragraph(_not_used(brief, first, "原因"))
    name = quoted(first.indicator.name)
    who = first.indicator.owner or brief.staff
    if not reason:
        over = "超额较多" if first.status == "over" else "未完成"
        what = f"请{who}说明{name}{over}的原因，写明具体成因、涉及数量和时间。"
        yield paragraph(*sentences)
        yield paragraph(supply(what, ids))
    elif deviation.vague:
        what = f"{name}填报的原因“{single(reason)}”不具体，请{who}写明具体成因、涉及数量和时间。"
        yield paragraph(*sentences)
        vague = brief.of(rows, "reason", "vague")
        yield paragraph(verify(what, vague))
    else:
        both = "原因均为" if len(rows) > 1 else "原因是"
        why = cause(reason, first.deviation)
        if same := _SAME_AS.fullmatch(why):
            both, why = "", f"原因与{quoted(same['row'])}相同"
        told = say(f"{start}{away}，{both}{why}。", (*ids, *noted))
        if other := other_gap(reason, first.deviation):
            note = (
                f"填报的原因写“{other}”，按年度指标值和实际值算是{first.deviation}，请核对后改数据"
            )
            told = replace(told, verdict="verify", note=note)
        yield paragraph(told, *sentences[1:])


def _not_used(brief: Brief, row: ScoredIndicator, what: str) -> Sentence:
    name = quoted(row.indicator.name)
    words = f"{name}的填报{what}中有一段不是情况说明，起草时未采用，请{brief.staff}核对原填报内容。"
    return verify(words, brief.ids("orders", row=row.id))


def _money(brief: Brief, start: str) -> Iterator[Paragraph]:
    total, reason = brief.execution, brief.money_reason
    ids = brief.ids("sum", "rate", "deviation", row="", origin="资金.明细")
    words = f"{start}预算执行率为{percent(total.rate or Decimal(0))}，具体原因尚待核实。"
    noted = brief.ids("reason", row="")
    if not reason:
        yield paragraph(say(words, ids))
        what = "请财务人员会同项目实施人员说明预算执行偏差的原因，写明涉及的资金来源、金额、支付事项和预计支付时间。"
        yield paragraph(supply(what, ids))
    elif is_vague(reason):
        yield paragraph(say(words, ids))
        what = f"预算执行偏差填报的原因“{single(reason)}”不具体，请财务人员写明涉及的支付事项、金额和时间。"
        yield paragraph(verify(what, noted))
    else:
        rate = percent(total.rate or Decimal(0))
        yield paragraph(say(f"{start}预算执行率为{rate}，原因是{cause(reason)}。", (*ids, *noted)))


def measures(brief: Brief) -> Iterator[Paragraph]:
    """下一步改进措施: one for each deviation, in one sentence with its owner and deadline."""
    yield from _requests_last(_measures(brief))


def _measures(brief: Brief) -> Iterator[Paragraph]:
    found = brief.measures
    paid = bool(brief.money_off and brief.money_measure)
    told = sum(bool(one.text) for one in found) + paid
    if paid:
        about = "" if _OF_MONEY.search(brief.money_measure) else "资金执行方面，"
        words = f"{ordinal(0, told)}{about}{brief.money_measure}。"
        yield paragraph(say(words, brief.ids("measure", "rate", row="")))
    number = int(paid)
    for one in found:
        for each in one.rows:
            if gives_orders(each.indicator.measure):
                yield paragraph(_not_used(brief, each, "措施"))
        if one.text:
            about = _about(one) if told > 1 else ""
            words = f"{ordinal(number, told)}{about}{done_by(one.text, one.owner, one.due)}。"
            yield paragraph(say(words, brief.of(one.rows, "measure", "owner", "due", "row")))
            number += 1
    if brief.money_off and not paid:
        what = "请财务人员针对预算执行偏差提出改进措施，写明做法、责任人和完成时限。"
        yield paragraph(supply(what, brief.ids("rate", row="", origin="资金.明细")))
    yield from _without(brief, [row for one in found if not one.text for row in one.rows])
    yield from _incomplete(brief, found)
    over = [r for r in brief.off_target if r.status == "over" and not clause(r.indicator.measure)]
    if over:
        shown = "".join(quoted(row.indicator.name) for row in over)
        what = f"请{brief.staff}说明{shown}的年度指标值是否设定偏低、下年度是否调整。"
        yield paragraph(supply(what, brief.of(over, "row", "deviation")))
    if found or brief.money_off or over:
        return
    if brief.unknown:
        reached = "已有结果的指标均达到年度指标值，其余" if brief.known else "各项"
        words = f"{reached}指标待补充数据后再提出改进措施。"
    else:
        words = "本项目绩效指标均达到年度指标值，没有需要整改的指标。"
    yield paragraph(say(words, brief.ids("count")))


def _about(measure: Measure) -> str:
    """For what a measure is, where none of its words says so; among several a reader could not tell."""
    noted = "".join(f"{row.indicator.name}，{row.indicator.reason}，" for row in measure.rows)
    return "" if _pairs(measure.text) & _pairs(noted) else f"{names(measure.rows)}方面，"


def _pairs(text: str) -> frozenset[str]:
    han = re.sub(r"[^一-鿿]+", " ", text)
    return frozenset(han[i : i + 2] for i in range(len(han) - 1) if " " not in han[i : i + 2])


def _without(brief: Brief, rows: list[ScoredIndicator]) -> Iterator[Paragraph]:
    """Who is to say what will be done: rows of one owner that are off in one way in one line."""
    asks: dict[tuple[str, str], list[ScoredIndicator]] = {}
    for row in rows:
        problem = {"not_met": "未达到年度指标值", "over": "超出年度指标值较多"}.get(row.status, "")
        problem = "未按期完成" if row.status == "ungraded" and row.deviation else problem
        asks.setdefault((row.indicator.owner or brief.staff, problem), []).append(row)
    for (who, problem), part in asks.items():
        shown = "".join(quoted(row.indicator.name) for row in part)
        about = f"针对{shown}{problem}{'的问题' if problem else ''}"
        what = f"请{who}{about}提出改进措施，写明做法、责任单位和完成时限。"
        yield paragraph(supply(what, brief.of(part, "row", "deviation")))


def _incomplete(brief: Brief, found: tuple[Measure, ...]) -> Iterator[Paragraph]:
    """What measures lack, those that lack the same in one line."""
    asks: dict[str, list[ScoredIndicator]] = {}
    for one in found:
        lacking = [
            w
            for w, there in (
                ("责任单位", one.owner),
                ("完成时限", one.due or is_carried_out(one.text)),
            )
            if not there
        ]
        if one.text and lacking:
            asks.setdefault("和".join(lacking), []).extend(one.rows)
    for what_lacks, rows in asks.items():
        shown = "".join(quoted(row.indicator.name) for row in rows)
        what = f"请{brief.staff}补充{shown}改进措施的{what_lacks}。"
        yield paragraph(supply(what, brief.of(rows, "measure", "owner", "due", "row")))
