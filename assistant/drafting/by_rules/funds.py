"""The fund sections by rules: arrival, execution, management. Amounts are in the unit of the file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.drafting.by_rules.brief import Brief, cause, change_told
from assistant.drafting.by_rules.sentences import paragraph, say, supply, whole
from assistant.facts.wording import clause
from assistant.model.draft import Paragraph, Sentence
from assistant.model.evaluation import Fund
from assistant.patterns import regex
from assistant.values.printing import percent, plain, tidy

_ZERO = Decimal(0)
_SHORT = 40  # a reason of so many characters stands in the sentence that tells what was spent
_ARRIVAL = regex(r"到位|拨[付入来给]|[下划调]拨|拨款|未拨|下达|指标文")
#: a total's label is no source: what it is made of was not said
_TOTAL = regex(
    r"(?:年度|项目|全年|预算)*(?:资金|预算|经费)*(?:总额|合计|总计|小计|总金额|总数)(?:（[^）]*）)?"
)
_NO_FUNDS = "请财务人员填写资金明细：各来源的年初预算、全年预算、到位和执行数及单位。"
_NO_MANAGEMENT = (
    "请财务人员补充资金管理的事实：执行的资金管理制度名称和文号、核算方式、支付审批程序，"
    "以及本年度开展监督检查或审计的时间、单位和结论。"
)


def arrival(brief: Brief) -> Iterator[Paragraph]:
    """项目资金到位情况: budget, what changed it, sources, arrival and its rate."""
    total, funds = brief.execution, brief.card.evaluation.funds
    if funds is None or total.budget is None:
        yield paragraph(supply(_NO_FUNDS))
        return
    unit = total.unit
    yield paragraph(*_budget(brief), *_arrived(brief))
    change = brief.change
    if change is not None and change.added and not change_told(funds):
        what = f"全年预算与年初预算相差{plain(abs(change.added))}{unit}，请财务人员补充预算调整的文号、日期和事由。"
        yield paragraph(supply(what, brief.ids("sum", origin="资金.明细")))
    if total.arrived is None:
        what = "请财务人员补充各来源资金的到位数和到位日期。"
        yield paragraph(supply(what, brief.ids("sum", origin="资金.明细")))


def _budget(brief: Brief) -> Iterator[Sentence]:
    total = brief.execution
    unit, budget = total.unit, total.budget or _ZERO
    ids = brief.ids("sum", "budget", origin="资金.明细")
    shown = f"全年预算{plain(budget)}{unit}"
    change = brief.change
    if change is not None:
        parts = [f"年初预算{plain(change.initial)}{unit}"]
        if change.carried:
            parts.append(f"上年结转{plain(change.carried)}{unit}")
            if change.added:
                side = "调增" if change.added > 0 else "调减"
                parts.append(f"年中{side}{plain(abs(change.added))}{unit}")
        else:
            shown = f"全年预算调整为{plain(budget)}{unit}"
        shown = f"{'，'.join(parts)}，{shown}"
    known = [fund for fund in brief.paying if fund.budget is not None]
    start, all_in = f"项目{shown}", _all_in(brief)
    arrived = brief.keyed("funds.arrival_rate") if all_in else ()
    if len(known) == 1 and _TOTAL.fullmatch(known[0].source):
        yield say(f"{start}{'，已全部到位' if all_in else ''}。", (*ids, *arrived))
    elif len(known) == 1:
        end = "，已全部到位" if all_in else ""
        yield say(f"{start}，由{known[0].source}安排{end}。", (*ids, *arrived))
    else:
        listed = "、".join(f"{fund.source}{plain(fund.budget or _ZERO)}{unit}" for fund in known)
        end = "，均已全部到位" if all_in else ""
        yield say(f"{start}，其中{listed}{end}。", (*ids, *arrived))
    for i, fund in enumerate(brief.sources, 1):
        note = brief.budget_note(fund)
        if note:
            alone = fund.source in note or len(brief.paying) == 1
            words = note if alone else f"{fund.source}方面，{note}"
            yield say(f"{words}。", brief.ids("reason", origin=f"资金.明细[{i}]"))
    if note := brief.budget_note():
        yield say(f"{note}。", brief.ids("reason", origin="资金.原因"))


def _all_in(brief: Brief) -> bool:
    return brief.execution.arrived is not None and brief.execution.arrived == brief.execution.budget


def _behind(fund: Fund) -> bool:
    return fund.arrived is not None and bool(fund.budget) and fund.arrived < (fund.budget or _ZERO)


def _arrived(brief: Brief) -> Iterator[Sentence]:
    """What had not come, by source; that all had come is told with the budget."""
    total = brief.execution
    if total.arrived is None or not total.budget or _all_in(brief):
        return
    unit = total.unit
    ids = brief.ids("sum", "budget", origin="资金.明细") + brief.keyed("funds.arrival_rate")
    rate = f"资金到位率{percent(total.arrived / total.budget)}"
    short = total.budget - total.arrived
    if len(brief.paying) < 2 or short < 0:  # noqa: PLR2004 - a single source is the whole
        words = f"到位{plain(total.arrived)}{unit}，{rate}"
        yield say(f"{words}，尚有{plain(short)}{unit}未到位。" if short > 0 else f"{words}。", ids)
        return
    full = [f.source for f in brief.sources if f.budget and f.arrived == f.budget]
    parts = [f"{'、'.join(full)}全部到位"] if full else []
    funds = brief.card.evaluation.funds
    # without a reason for the whole, those of the sources stand with what was spent
    told = brief.money_told and not (funds is not None and clause(funds.reason))
    own = list(ids)
    for i, fund in enumerate(brief.sources, 1):
        if not _behind(fund):
            continue
        own += brief.ids("rate", "reason", origin=f"资金.明细[{i}]")
        came = f"{fund.source}到位{plain(fund.arrived or _ZERO)}{unit}"
        words = (
            came if fund.arrived else f"{fund.source}{plain(fund.budget or _ZERO)}{unit}尚未到位"
        )
        note = _of_arrival(brief.unspent_note(fund))
        parts.append(f"{words}，{note}" if note and not told else words)
    yield say(f"{'，'.join(parts)}，{rate}。", own)


def _of_arrival(note: str) -> str:
    """What a note says of money that did not come; what was not paid out stands with what was spent."""
    parts = note.split("；")
    return "；".join(part for part in parts if len(parts) == 1 or _ARRIVAL.search(part))


def execution(brief: Brief) -> Iterator[Paragraph]:
    """项目资金执行情况: what was paid of the budget, by source, what was left, and the points."""
    total, funds = brief.execution, brief.card.evaluation.funds
    if funds is None or total.executed is None or total.budget is None:
        yield paragraph(supply("请财务人员补充全年预算数和全年执行数，预算执行率据此计算。"))
        return
    ids = brief.ids("sum", "budget", "rate", origin="资金.明细")
    sentences = list(_spent(brief, ids))
    if brief.length == "长":
        if total.score is not None and total.weight is not None:
            words = f"预算执行率指标得{tidy(total.score)}分（分值{tidy(total.weight)}分）。"
            sentences.append(say(words, brief.ids("points", origin="资金.明细")))
        if brief.beside("funds_execution", "funds"):
            sentences.append(say("资金到位和执行情况见下表。"))
    yield paragraph(*sentences)


def _spent(brief: Brief, ids: tuple[str, ...]) -> Iterator[Sentence]:
    """What was spent, of which sources, the rate, what was left, and why: in one sentence where that is short."""
    total = brief.execution
    if total.rate == 1:
        whole_year = "到位资金" if _all_in(brief) else "全年预算"
        done = "支出" if _all_in(brief) else "执行"
        yield say(f"{whole_year}已全部{done}，预算执行率100%。", ids)
        return
    words = (
        f"全年支出{plain(total.executed or _ZERO)}{total.unit}{_of_sources(brief)}{_rate(brief)}"
    )
    if not brief.money_told:
        yield say(f"{words}。", ids)
        return
    reason, noted = cause(brief.money_reason), brief.ids("reason", row="")
    if _in_one(brief):
        yield say(f"{words}，原因是{reason}。", (*ids, *noted))
        return
    yield say(f"{words}。", ids)
    # that of one source names it; its amount would read as that source's before what all spent
    yield say(f"{'' if brief.money_reason_of_source else '原因是'}{reason}。", noted)


def _in_one(brief: Brief) -> bool:
    """Whether the reason stands in the sentence of the amounts: it is short, and the reason for the whole."""
    reason = cause(brief.money_reason)
    long = len(reason) > _SHORT or "；" in reason or "。" in reason
    return brief.money_told and not brief.money_reason_of_source and not long


def _of_sources(brief: Brief) -> str:
    known = [f for f in brief.paying if f.budget and f.executed is not None]
    if len(known) < 2 or len(known) != len(brief.paying):  # noqa: PLR2004
        return ""
    unit = brief.execution.unit
    return "，其中" + "、".join(f"{f.source}{plain(f.executed or _ZERO)}{unit}" for f in known)


def _rate(brief: Brief) -> str:
    """The rate; what was left of the budget, or spent beyond it, where the reason stands elsewhere."""
    total = brief.execution
    if total.rate is None:
        return "，全年预算为0，不计算预算执行率"
    words = f"，预算执行率{percent(total.rate)}"
    left = (total.budget or _ZERO) - (total.executed or _ZERO)
    if left < 0:
        return f"{words}，超出全年预算{plain(-left)}{total.unit}"
    if left > 0:
        return f"{words}，未执行{plain(left)}{total.unit}"
    return words


def management(brief: Brief) -> Iterator[Paragraph]:
    """项目资金管理情况: what the staff noted, never a stock phrase (F53)."""
    funds = brief.card.evaluation.funds
    told = whole(funds.management, "management", brief.we) if funds else ""
    if told:
        yield paragraph(say(told, brief.ids("management")))
    else:
        yield paragraph(supply(_NO_MANAGEMENT))
