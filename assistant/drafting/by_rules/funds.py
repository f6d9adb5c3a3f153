"""The fund sections by rules: arrival, execution, management. Amounts are in the unit of the file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.drafting.by_rules.deviation import execution_off
from assistant.drafting.by_rules.sentences import Desk, paragraph, say, supply
from assistant.facts.wording import clause, percent, plain, tidy
from assistant.model.draft import Paragraph, Sentence
from assistant.model.evaluation import Fund

_NO_FUNDS = "请财务人员填写资金明细：各来源的年初预算、全年预算、到位和执行数及单位。"


def arrival(desk: Desk) -> Iterator[Paragraph]:
    """项目资金到位情况: budget, sources, adjustment, arrival and its rate."""
    total, funds = desk.card.execution, desk.card.evaluation.funds
    if funds is None or total.budget is None:
        yield paragraph(supply(_NO_FUNDS))
        return
    unit, ids = total.unit, desk.ids("sum", origin="资金.明细")
    yield paragraph(*_budget(desk, funds.sources), *_arrived(desk))
    if total.initial is not None and total.initial != total.budget and not funds.reason:
        what = f"全年预算与年初预算相差{plain(abs(total.budget - total.initial))}{unit}，请财务人员补充预算调整的文号、日期和事由。"
        yield paragraph(supply(what, ids))
    if total.arrived is None:
        yield paragraph(supply("请财务人员补充各来源资金的到位数和到位日期。", ids))


def _budget(desk: Desk, sources: tuple[Fund, ...]) -> Iterator[Sentence]:
    total = desk.card.execution
    unit, budget = total.unit, total.budget or Decimal(0)
    shown = f"全年预算{plain(budget)}{unit}"
    ids = desk.ids("sum", "budget", origin="资金.明细")
    if total.initial is not None and total.initial != budget:
        side = "调增" if budget > total.initial else "调减"
        change = plain(abs(budget - total.initial))
        shown = f"年初预算{plain(total.initial)}{unit}，年中{side}{change}{unit}，全年预算{plain(budget)}{unit}"
    known = [fund for fund in sources if fund.budget is not None]
    if len(known) == 1:
        yield say(f"本项目{desk.year}年{shown}，资金来源为{known[0].source}。", ids)
    else:
        parts = "、".join(
            f"{fund.source}{plain(fund.budget or Decimal(0))}{unit}" for fund in known
        )
        yield say(f"本项目{desk.year}年{shown}，其中：{parts}。", ids)


def _arrived(desk: Desk) -> Iterator[Sentence]:
    total, funds = desk.card.execution, desk.card.evaluation.funds
    if total.arrived is None or not total.budget or funds is None:
        return
    unit = total.unit
    ids = desk.ids("sum", "budget", origin="资金.明细") + desk.keyed("funds.arrival_rate")
    rate = percent(total.arrived / total.budget)
    short = total.budget - total.arrived
    if short == 0:
        yield say(f"预算资金已全部到位，到位数为{plain(total.arrived)}{unit}，到位率{rate}。", ids)
        return
    words = f"到位资金{plain(total.arrived)}{unit}，到位率{rate}"
    yield say(f"{words}，尚有{plain(short)}{unit}未到位。" if short > 0 else f"{words}。", ids)
    behind = [
        f for f in funds.sources if f.arrived is not None and f.budget and f.arrived < f.budget
    ]
    if len(funds.sources) > 1 and behind:
        parts = "、".join(
            f"{f.source}（尚未到位）"
            if not f.arrived
            else f"{f.source}到位{plain(f.arrived or Decimal(0))}{unit}"
            f"（到位率{percent((f.arrived or Decimal(0)) / (f.budget or Decimal(1)))}）"
            for f in behind
        )
        yield say(f"其中未足额到位的有：{parts}。", ids + desk.ids("rate", origin="资金.明细"))


def execution(desk: Desk) -> Iterator[Paragraph]:
    """项目资金执行情况: what was paid, the rate and its points, and what was left."""
    total, funds = desk.card.execution, desk.card.evaluation.funds
    if funds is None or total.executed is None or total.budget is None:
        yield paragraph(supply("请财务人员补充全年预算数和全年执行数，预算执行率据此计算。"))
        return
    unit = total.unit
    ids = desk.ids("sum", "budget", "rate", origin="资金.明细")
    sentences = [say(_rate_words(desk), ids)]
    left = total.budget - total.executed
    if left > 0:
        sentences.append(say(f"未执行资金{plain(left)}{unit}{_see(desk)}。", ids))
    elif left < 0:
        sentences.append(say(f"执行数超出全年预算{plain(-left)}{unit}{_see(desk)}。", ids))
    if len(funds.sources) > 1:
        sentences.extend(_by_source(desk, funds.sources, ids))
    if total.score is not None and total.weight is not None:
        words = f"预算执行率指标分值{tidy(total.weight)}分，得{tidy(total.score)}分。"
        sentences.append(say(words, desk.ids("points", origin="资金.明细")))
    yield paragraph(*sentences, say("资金收支情况见下表。"))


def _see(desk: Desk) -> str:
    return "，原因见第三部分" if execution_off(desk) else ""


def _rate_words(desk: Desk) -> str:
    total = desk.card.execution
    executed = f"{desk.year}年，本项目实际执行资金{plain(total.executed or Decimal(0))}{total.unit}"
    if total.rate is None:
        return f"{executed}，全年预算为0，不计算预算执行率。"
    return f"{executed}，全年预算{plain(total.budget or Decimal(0))}{total.unit}，预算执行率为{percent(total.rate)}。"


def _by_source(desk: Desk, sources: tuple[Fund, ...], ids: tuple[str, ...]) -> Iterator[Sentence]:
    known = [f for f in sources if f.budget and f.executed is not None]
    unit = desk.card.execution.unit
    if not known:
        return
    if all(f.executed == f.budget for f in known) and len(known) == len(sources):
        yield say("各来源资金均已执行完毕，执行率均为100%。", ids)
        return
    parts = "；".join(
        f"{f.source}执行{plain(f.executed or Decimal(0))}{unit}，"
        f"执行率{percent((f.executed or Decimal(0)) / (f.budget or Decimal(1)))}"
        for f in known
    )
    yield say(f"其中：{parts}。", ids)


def management(desk: Desk) -> Iterator[Paragraph]:
    """项目资金管理情况: what the staff noted, never a stock phrase (F53)."""
    funds = desk.card.evaluation.funds
    note = clause(funds.management) if funds else ""
    if note:
        yield paragraph(say(f"{note}。", desk.ids("management")))
        return
    yield paragraph(
        supply(
            "请财务人员补充资金管理的事实：执行的资金管理制度名称和文号、核算方式、支付审批程序，"
            "以及本年度开展监督检查或审计的时间、单位和结论。"
        )
    )
