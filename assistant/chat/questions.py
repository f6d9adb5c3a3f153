"""What the data do not say yet, as questions to the staff: money first, then what takes points, then the rest.

A question is about one row or key and takes all that it lacks together (cause, measure, office, deadline).
What a leader asks first comes first: why money was not spent. Skipping a row's cause skips what follows
from it. Examples come from the project's own trade.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.chat.naming import followup_path, fund_names, fund_path, row_names, row_path, split
from assistant.drafting.by_rules.brief import change_told
from assistant.drafting.by_rules.indicators import undated
from assistant.drafting.by_rules.sections import NUMBERED
from assistant.facts.wording import is_carried_out, is_vague, quoted
from assistant.lexicon import lexicon
from assistant.model.evaluation import Evaluation, Fund
from assistant.model.scorecard import Scorecard, ScoredIndicator
from assistant.values.printing import percent, tidy

#: below this execution rate bureaus ask for the reason (RULES.md §4, V4)
_LOW = Decimal("0.9")
_NEARLY_ALL = Decimal("0.98")
_AFTER_CAUSE = ("措施", "责任单位", "完成时限")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `path` is where the answer goes, `with_it` further keys of the row that it may bring.

    One that is not `pressed` stands on the list of what is open, but nobody is asked for it unprompted.
    """

    path: str
    words: str
    example: str
    why: str
    with_it: tuple[str, ...] = ()
    pressed: bool = True


def trade_of(evaluation: Evaluation) -> dict[str, str]:
    """The words of the project's own trade, by what its names say."""
    trades = lexicon("trades")
    text = (
        evaluation.project.name
        + "".join(r.name for r in evaluation.indicators)
        + evaluation.project.unit
    )
    counted = [
        (sum(text.count(word) for word in trade["words"]), -i, trade)
        for i, trade in enumerate(trades["trades"])
    ]
    count, _, found = max(counted, key=lambda c: c[:2])
    return dict(found if count else trades["other"])


def questions(card: Scorecard) -> tuple[Question, ...]:
    """All open questions in the order in which they are asked."""
    evaluation = card.evaluation
    names, trade = row_names(evaluation), trade_of(evaluation)
    rows = list(zip(names, card.indicators, strict=True))
    heavy = sorted(rows, key=lambda r: -(r[1].weight or Decimal(0)))
    found: list[Question] = []
    found += _funds_lacking(evaluation)
    if not evaluation.indicators:
        found.append(
            Question(
                "指标",
                "有哪些指标？可以把绩效目标表整张粘贴进来，也可以一条一条说。",
                "加一条指标 购置图书册数 目标6000册 实际6120册",
                "报告逐项说明指标的完成情况",
            )
        )
    found += _money(card, trade)
    found += (q for name, row in heavy for q in _actual(name, row, trade))
    found += (q for name, row in heavy for q in _judged(name, row))
    found += (q for name, row in heavy for q in _deviation(name, row, trade))
    found += (q for name, row in heavy for q in _evidence(name, row, evaluation.project.year))
    found += _of_last_year(evaluation)
    found += _around(card, trade)
    return tuple(found)


def _of_last_year(evaluation: Evaluation) -> Iterator[Question]:
    """上年整改: whether what last year's report promised was done."""
    for number, one in enumerate(evaluation.followups):
        if one.outcome:
            continue
        by = "，".join(w for w in (one.owner, one.due) if w)
        yield Question(
            followup_path(evaluation, number, "落实情况"),
            f"上年对{quoted(one.name)}提出的措施是“{one.measure or '（没有写）'}”{f'（{by}）' if by else ''}，做了没有，结果怎样？",
            f"已于{evaluation.project.year}年4月完成，经复查达到要求",
            "报告要写明上年整改的落实情况",
        )


def open_questions(card: Scorecard, skipped: Collection[str]) -> tuple[Question, ...]:
    """Those that are asked one by one: not skipped, themselves or with what they follow from."""
    return tuple(q for q in questions(card) if q.pressed and not is_skipped(q.path, skipped))


def left_marked(card: Scorecard) -> int:
    """How many open items nobody is asked for: the report marks them, and the list shows them."""
    return sum(not q.pressed for q in questions(card))


def is_skipped(path: str, skipped: Collection[str]) -> bool:
    """Whether the path was skipped, or follows from one that was."""
    listed, name, key = split(path)
    if path in skipped:
        return True
    if listed == "指标" and key in _AFTER_CAUSE:
        return row_path(name, "原因") in skipped
    if listed == "指标" and key == "佐证":
        return row_path(name, "实际") in skipped
    return path == "资金.措施" and any(p.startswith("资金") and p.endswith("原因") for p in skipped)


def _funds_lacking(evaluation: Evaluation) -> Iterator[Question]:
    funds = evaluation.funds
    if funds is None or not funds.sources:
        yield Question(
            "资金.明细",
            "项目的资金有哪几笔？请说来源、预算、到位、执行。",
            "县级财政拨款 预算100万元 到位100万元 执行96.5万元",
            "报告要写资金到位和执行",
        )
        return
    for name, source in zip(fund_names(evaluation), funds.sources, strict=True):
        lacking = [
            k
            for k, v in (
                ("年初预算", source.initial),
                ("全年预算", source.budget),
                ("到位", source.arrived),
                ("执行", source.executed),
            )
            if v is None
        ]
        if lacking:
            named = f"{quoted(name)}的{'、'.join(lacking)}"
            yield Question(
                fund_path(name, lacking[0]),
                f"{named}各是多少{funds.unit}？" if len(lacking) > 1 else f"{named}是多少{funds.unit}？",
                "，".join(f"{k}100万元" for k in lacking),
                "没有它，预算执行率算不出来" if {"全年预算", "执行"} & set(lacking) else "报告的资金表里要写",
                tuple(fund_path(name, k) for k in lacking[1:]),
            )  # fmt: skip


def _money(card: Scorecard, trade: dict[str, str]) -> Iterator[Question]:
    """Why money was not spent, or has not arrived: the first question of every leader."""
    evaluation = card.evaluation
    funds, rate = evaluation.funds, card.execution.rate
    if funds is None:
        return
    unspent = [
        (n, s) for n, s in zip(fund_names(evaluation), funds.sources, strict=True) if _short(s)
    ]
    whole = bool(funds.reason)
    changed = _untold_change(card)
    for name, source in unspent:
        if source.reason or whole:
            continue
        also = (
            f"预算{_changed(source, funds.unit)}，依据哪个文件也一起说。"
            if source is changed
            else ""
        )
        yield Question(
            fund_path(name, "原因"),
            f"{quoted(name)}{_shortage(source, funds.unit)}，为什么？卡在哪一步、什么时候能付？{also}",
            trade["unspent"],
            "领导和财政局最先问这个",
        )
        changed = None if source is changed else changed
    if changed is not None:
        name = fund_names(evaluation)[funds.sources.index(changed)]
        noted = (
            f"现在的原因写的是“{changed.reason}”，没有说到，请连同它重说一遍。"
            if changed.reason
            else ""
        )
        yield Question(
            fund_path(name, "原因"),
            f"{quoted(name)}的预算{_changed(changed, funds.unit)}，为什么调整？依据哪个文件、什么时候调的？{noted}",
            f"{evaluation.project.year}年6月县财政局发文追加，用于新增的2个点",
            "预算有调整的要写明事由",
            pressed=not changed.reason,
        )
    off = rate is not None and (rate < _LOW or rate > 1)
    if off and not whole and not unspent:
        yield Question(
            "资金.原因",
            f"预算执行率是{percent(rate or Decimal(0))}，为什么没有按预算执行？",
            trade["unspent"],
            "执行率低于90%或超过100%要说明原因",
        )
    explained = whole or any(source.reason for source in funds.sources)
    if rate is not None and (off or (rate != 1 and (unspent or explained))) and not funds.measure:
        yield Question(
            "资金.措施",
            "针对没有支出或没有到位的资金，下一步做什么？谁负责、什么时候完成？",
            "每月核对支付进度，6月底前付清尾款，由财务股负责",
            "偏差要有对应的改进措施",
        )


def _untold_change(card: Scorecard) -> Fund | None:
    """The source whose budget was changed over the year, where no note says that it was."""
    funds, total = card.evaluation.funds, card.execution
    if funds is None or total.initial is None or total.budget is None:
        return None
    if total.budget - total.initial == funds.carried:
        return None
    by_source = [(abs(s.budget - s.initial - s.carried), s) for s in funds.sources if s.budget is not None and s.initial is not None]  # fmt: skip
    most, source = max(by_source, key=lambda one: one[0])
    return None if change_told(funds) or not most else source


def _changed(source: Fund, unit: str) -> str:
    initial, budget = source.initial or Decimal(0), source.budget or Decimal(0)
    return f"由年初的{tidy(initial)}{unit}{'调增' if budget > initial else '调减'}到{tidy(budget)}{unit}"


def _short(source: Fund) -> bool:
    """Whether a part of the money that a leader would ask about was not spent, or did not come."""
    budget, executed, arrived = source.budget, source.executed, source.arrived
    unspent = budget is not None and executed is not None and executed < budget * _NEARLY_ALL
    return unspent or (budget is not None and arrived is not None and arrived < budget)


def _shortage(source: Fund, unit: str) -> str:
    parts = []
    if source.budget is not None and source.arrived is not None and source.arrived < source.budget:
        parts.append(f"还有{tidy(source.budget - source.arrived)}{unit}没有到位")
    base = source.budget if source.budget is not None else source.arrived
    if base is not None and source.executed is not None and source.executed < base:
        unspent = base - source.executed
        lacking = (
            source.budget - source.arrived
            if source.budget is not None and source.arrived is not None
            else Decimal(0)
        )
        if unspent > lacking:
            parts.append(f"{tidy(unspent - max(lacking, Decimal(0)))}{unit}没有支出")
    return "，".join(parts) or "没有按预算执行"


def _stake(row: ScoredIndicator) -> str:
    return (
        f"缺了它，这一项的{tidy(row.weight)}分没法算"
        if row.weight is not None
        else "缺了它，完成情况没法报"
    )


def _actual(name: str, row: ScoredIndicator, trade: dict[str, str]) -> Iterator[Question]:
    target, actual = row.indicator.target, row.indicator.actual
    if not target:
        yield Question(
            row_path(name, "目标"),
            f"{quoted(name)}的年度指标值是多少？",
            "≥90%",
            _stake(row),
            () if actual else (row_path(name, "实际"),),
        )
        return
    if actual:
        if undated(row):
            yield Question(
                row_path(name, "实际"),
                f"{quoted(name)}的实际写的是“{actual}”，具体是哪一天？",
                "9月28日",
                "时效指标要写到日",
                pressed=False,
            )
        return
    words, example = (
        f"{quoted(name)}的年度指标值是{target}，全年实际完成了多少？",
        "95%" if "%" in target else "数字加单位，与指标值同一个单位",
    )
    if not any(c.isdigit() for c in target):
        words, example = (
            f"{quoted(name)}的年度指标值是“{target}”，全年实际情况怎样？",
            trade["effect"],
        )
    if "满意" in row.indicator.level1:
        words, example = words + "（以调查结果为准）", "92%"
    yield Question(row_path(name, "实际"), words, example, _stake(row))


def _judged(name: str, row: ScoredIndicator) -> Iterator[Question]:
    indicator = row.indicator
    if row.status != "ungraded" or not indicator.target:
        return
    shown = f"{quoted(name)}：指标值“{indicator.target}”，实际“{indicator.actual}”"
    if indicator.level is None:
        yield Question(row_path(name, "完成程度"), f"{shown}。由人判断：达成、部分达成，还是未达成？不是全部达成的，给百分之几的分？", "部分达成，75%", _stake(row),
                       (row_path(name, "评分比例"),))  # fmt: skip
    elif indicator.ratio is None and indicator.level != "达成":
        yield Question(
            row_path(name, "评分比例"),
            f"{shown}。给这一项分值的百分之几？（部分达成60%-80%，未达成60%以下）",
            "75%",
            _stake(row),
        )


def _deviation(name: str, row: ScoredIndicator, trade: dict[str, str]) -> Iterator[Question]:
    if row.status not in {"not_met", "over"} and not row.deviation:
        return
    indicator = row.indicator
    apart = f"，{row.deviation}" if row.deviation else ""
    head = f"{quoted(name)}指标值{indicator.target}，实际{indicator.actual}{apart}"
    rest = tuple(
        k for k, v in (("措施", indicator.measure), ("责任单位", indicator.owner), ("完成时限", indicator.due or is_carried_out(indicator.measure))) if not v
    ) if row.status != "over" else ()  # fmt: skip
    vague = bool(indicator.reason) and is_vague(indicator.reason)
    asked = {"措施": "下一步做什么", "责任单位": "谁负责", "完成时限": "什么时候完成"}
    if not indicator.reason or vague:
        noted = f"现在写的是“{indicator.reason}”，太笼统。" if vague else ""
        why = "为什么高出这么多？当初指标是怎么定的？" if row.status == "over" else "是什么原因？"
        also = f"{'、'.join(asked[k] for k in rest)}，可以一起说。" if rest else ""
        if row.status == "over" and not indicator.measure:
            also = "下年度指标值调不调整，可以一起说。"
        yield Question(row_path(name, "原因"), f"{head}。{noted}{why}{also}", f"{trade['cause']}。{'下一步' + trade['measure'] if rest else ''}".rstrip("。"),
                       "超出较多的指标要说明原因" if row.status == "over" else "未完成的指标要说明原因",
                       (row_path(name, "措施"),) if row.status == "over" and not indicator.measure else tuple(row_path(name, k) for k in rest))  # fmt: skip
    elif row.status == "over" and not indicator.measure:
        yield Question(
            row_path(name, "措施"),
            f"{quoted(name)}超出年度指标值较多，指标值是不是定低了、下年度调不调整？",
            "下年度按近三年平均水平重新核定指标值",
            "超出较多的指标要说明下年度怎么定",
            pressed=False,
        )
    elif rest:
        example = (
            trade["measure"]
            if rest[0] == "措施"
            else trade["owner"]
            if rest[0] == "责任单位"
            else "6月底前"
        )
        yield Question(row_path(name, rest[0]), f"针对{quoted(name)}没有达到指标值，{'、'.join(asked[k] for k in rest)}？", example, "每项偏差要有措施、责任单位和时限",
                       tuple(row_path(name, k) for k in rest[1:]))  # fmt: skip


def _evidence(name: str, row: ScoredIndicator, year: int) -> Iterator[Question]:
    indicator = row.indicator
    if "满意" in indicator.level1 and indicator.actual and not indicator.evidence:
        yield Question(row_path(name, "佐证"), f"{quoted(name)}的{indicator.actual}是怎么调查的？方式、时间、发出和收回多少份？",
                       f"{year}年12月发放问卷200份，收回186份", "没有调查依据的满意度，复核时不予认可")  # fmt: skip


def _around(card: Scorecard, trade: dict[str, str]) -> Iterator[Question]:
    evaluation = card.evaluation
    project, report, goal = evaluation.project, evaluation.report, evaluation.goal
    year = project.year
    told = evaluation.writes
    wanted = (
        ("" if told("overview") and not project.summary else "-", "项目.概况", "项目是做什么的？实施内容、地点、规模和起止时间。", f"{year}年3月至11月在3个乡镇实施，建设内容为……"),
        (project.unit, "项目.实施单位", "项目由哪个单位实施？", "某某县某某局"),
        (goal.expected or _unless(told("overall")), "总体目标.预期", "项目全年的总体目标是什么？（照批复写）", "照绩效目标批复表的“年度总体目标”抄一句"),
        (goal.actual if goal.expected and told("overall") else "-", "总体目标.实际", "总体目标实际完成得怎样？", trade["effect"]),
        (project.approval or _unless(told("basis")), "项目.批复", "绩效目标和预算是哪个文件批复的？文号、日期？", f"某财发〔{year}〕12号，{year}年2月10日批复"),
        ((evaluation.funds.management if evaluation.funds else "-") or _unless(told("funds_management")), "资金.管理", "资金是怎么管理的？执行了哪些制度、怎么审批、检查过没有？", "执行本单位财务管理办法，付款经股室、分管领导、主要领导三级审批"),
        (report.application or _unless(told("application")), "报告.结果应用", "自评结果准备怎样用？", f"作为{year + 2}年预算安排和指标调整的依据"),
        (report.publicity or _unless(told("publicity")), "报告.公开", "自评结果什么时候、在哪里公开？", f"随{year}年度部门决算在政府门户网站公开"),
        (report.addressee, "报告.主送", "报告主送哪个单位？（写全称）", "某某县财政局"),
        (report.notice, "报告.通知", "是按哪个通知开展自评的？名称和文号？", f"关于开展{year}年度项目支出绩效自评的通知（某财绩〔{year + 1}〕2号）"),
        (report.signature, "报告.署名", "报告由哪个单位署名？", project.unit or "某某县某某局"),
        ("-" if report.dated else "", "报告.成文日期", "成文日期是哪天？", f"{year + 1}年3月20日"),
        ("；".join(report.basis) or _unless(told("basis")), "报告.依据", "项目是依据哪些文件立项和实施的？名称和文号？", f"《某某县{year}年实施方案》（某政办〔{year}〕8号）"),
    )  # fmt: skip
    both = ("总体目标.实际",) if not goal.actual else ()
    for value, path, words, example in wanted:
        if not value:
            yield Question(path, words, example, "", both if path == "总体目标.预期" else ())
    if told("basis") and report.basis and not all(NUMBERED.search(one) for one in report.basis):
        yield Question(
            "报告.依据",
            f"依据文件有的没有文号：{'、'.join(one for one in report.basis if not NUMBERED.search(one))}。发文机关、文号和日期各是什么？（请连同名称写全）",
            f"《某某县{year}年实施方案》（某政办〔{year}〕8号）",
            "",
            pressed=False,
        )
    if told("other") and not report.other:
        yield Question(
            "报告.其他说明",
            "巡视、审计和财政监督发现过问题没有？还有什么要说明的？",
            "无",
            "",
            pressed=False,
        )


def _unless(written: bool) -> str:
    """A mark that nothing is to be asked for, where the section is not written."""
    return "" if written else "-"
