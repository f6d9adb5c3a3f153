"""The fund sections by rules: arrival, execution, management. Amounts are in the unit of the file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.drafting.by_rules.brief import Brief
from assistant.drafting.by_rules.sentences import paragraph, say, supply, whole
from assistant.facts.wording import clause
from assistant.lexicon import lexicon
from assistant.model.draft import Paragraph, Sentence
from assistant.model.evaluation import Fund
from assistant.values.printing import percent, plain, tidy

_ZERO = Decimal(0)
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
    told = _tells_change(funds.reason) or any(_is_of_budget(f) for f in funds.sources)
    if change is not None and change.added and not told:
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
        shown = f"{'，'.join(parts)}，{shown}"
    known = [fund for fund in brief.sources if fund.budget is not None]
    start = f"本项目{brief.year}年{shown}"
    if len(known) == 1:
        yield say(f"{start}，资金来源为{known[0].source}。", ids)
    else:
        listed = "、".join(f"{fund.source}{plain(fund.budget or _ZERO)}{unit}" for fund in known)
        yield say(f"{start}，其中：{listed}。", ids)
    for i, fund in enumerate(brief.sources, 1):
        note = clause(fund.reason)
        if note and _is_of_budget(fund) and not _behind(fund) and len(brief.sources) > 1:
            words = note if fund.source in note else f"{fund.source}方面，{note}"
            yield say(f"{words}。", brief.ids("reason", origin=f"资金.明细[{i}]"))


def _is_of_budget(fund: Fund) -> bool:
    """Whether a note on the source says why its budget changed over the year."""
    changed = fund.initial is not None and fund.budget is not None and fund.initial != fund.budget
    return changed and not fund.carried and _tells_change(fund.reason)


def _tells_change(note: str) -> bool:
    return any(word in note for word in lexicon("budget_changes")["words"])


def _behind(fund: Fund) -> bool:
    return fund.arrived is not None and bool(fund.budget) and fund.arrived < (fund.budget or _ZERO)


def _arrived(brief: Brief) -> Iterator[Sentence]:
    total = brief.execution
    if total.arrived is None or not total.budget:
        return
    unit = total.unit
    ids = brief.ids("sum", "budget", origin="资金.明细") + brief.keyed("funds.arrival_rate")
    rate = percent(total.arrived / total.budget)
    short = total.budget - total.arrived
    if short == 0:
        yield say(f"资金已全部到位，到位率{rate}。", ids)
        return
    words = f"到位资金{plain(total.arrived)}{unit}，到位率{rate}"
    yield say(f"{words}，尚有{plain(short)}{unit}未到位。" if short > 0 else f"{words}。", ids)
    if len(brief.sources) < 2:  # noqa: PLR2004 - a single source is the whole
        return
    for i, fund in enumerate(brief.sources, 1):
        if not _behind(fund):
            continue
        own = (
            *ids,
            *brief.ids("rate", origin=f"资金.明细[{i}]"),
            *brief.ids("reason", origin=f"资金.明细[{i}]"),
        )
        if fund.arrived:
            share = percent(fund.arrived / (fund.budget or fund.arrived))
            words = f"{fund.source}到位{plain(fund.arrived)}{unit}，到位率{share}"
        else:
            words = f"{fund.source}尚未到位"
        note = clause(fund.reason)
        yield say(f"{words}{'，' + note if note else ''}。", own)


def execution(brief: Brief) -> Iterator[Paragraph]:
    """项目资金执行情况: what was paid of the budget, by source, what was left, and the points."""
    total, funds = brief.execution, brief.card.evaluation.funds
    if funds is None or total.executed is None or total.budget is None:
        yield paragraph(supply("请财务人员补充全年预算数和全年执行数，预算执行率据此计算。"))
        return
    ids = brief.ids("sum", "budget", "rate", origin="资金.明细")
    sentences = [say(f"{_rate_words(brief)}{_left(brief)}。", ids)]
    sentences.extend(_by_source(brief, ids))
    if total.score is not None and total.weight is not None:
        words = f"预算执行率指标得{tidy(total.score)}分（分值{tidy(total.weight)}分）。"
        sentences.append(say(words, brief.ids("points", origin="资金.明细")))
    if brief.beside("funds_execution", "funds"):
        sentences.append(say("资金到位和执行情况见下表。"))
    yield paragraph(*sentences)


def _see(brief: Brief) -> str:
    where = brief.reasons_part
    return f"，原因见{where}" if brief.money_off and where else ""


def _rate_words(brief: Brief) -> str:
    total = brief.execution
    spent = f"{brief.year}年实际执行{plain(total.executed or _ZERO)}{total.unit}"
    if total.rate is None:
        return f"{spent}，全年预算为0，不计算预算执行率"
    return f"{spent}，预算执行率为{percent(total.rate)}"


def _left(brief: Brief) -> str:
    """What was left of the budget, or spent beyond it, and where to read why."""
    total = brief.execution
    left = (total.budget or _ZERO) - (total.executed or _ZERO)
    if left > 0:
        return f"，未执行{plain(left)}{total.unit}{_see(brief)}"
    return f"，超出全年预算{plain(-left)}{total.unit}{_see(brief)}" if left < 0 else ""


def _by_source(brief: Brief, ids: tuple[str, ...]) -> Iterator[Sentence]:
    sources = brief.sources
    known = [f for f in sources if f.budget and f.executed is not None]
    unit = brief.execution.unit
    if not known or len(sources) < 2:  # noqa: PLR2004 - a single source is the whole
        return
    if all(f.executed == f.budget for f in known) and len(known) == len(sources):
        yield say("各来源资金均已执行完毕，执行率均为100%。", ids)
        return
    parts = "；".join(
        f"{f.source}执行{plain(f.executed or _ZERO)}{unit}，"
        f"执行率{percent((f.executed or _ZERO) / (f.budget or Decimal(1)))}"
        for f in known
    )
    yield say(f"其中：{parts}。", ids)


def management(brief: Brief) -> Iterator[Paragraph]:
    """项目资金管理情况: what the staff noted, never a stock phrase (F53)."""
    funds = brief.card.evaluation.funds
    told = whole(funds.management, "management", brief.we) if funds else ""
    if told:
        yield paragraph(say(told, brief.ids("management")))
    else:
        yield paragraph(supply(_NO_MANAGEMENT))
