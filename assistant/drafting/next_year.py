"""Next year's data file out of this year's: rows carried over, targets proposed, measures as open questions.

A target is only proposed, beside the one carried over, with the arithmetic and the rule's words: a target that
was set clearly too low is for the unit to mend (财预〔2020〕10号 art. 17), never for the program.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from assistant.facts.wording import clause
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard, ScoredIndicator
from assistant.patterns import regex
from assistant.values.printing import on_a_line, percent, tidy
from assistant.values.quantity import AtLeast, AtMost, Exactly, Quantity
from assistant.yaml_writing import dumped

_RULE = "10号第十七条：完成值高于指标值较多、由年初指标值设定明显偏低造成的，要相应调减分值"
_WELL = Decimal("1.2")
#: keys that tell of the project in sentences, among them what happened
_PASSAGES = frozenset({"概况", "管理", "公开"})
#: what a body did to the project, told as past
_HAPPENED = regex(
    r"(?:检查|审计|督查|抽查|考核|巡[察视]|复核|通报|核查|评审)(?:[过了]|中?(?:没有|未|无)?发现)|(?:没有|未|无)发现"
)
#: marks of the past in a clause with last year's date
_DONE = regex(r"过(?!程|渡|冬|关|半|境)|了(?!解)|已|曾|检查|审计|验收合格|完成(?!时限)|获得?|被")


def next_year(card: Scorecard, source: str) -> str:
    """The text of the data file of the following year; `source` names the file it was made from.

    Amounts and actuals are empty, notes on this year's deviations become 上年整改. It reads back as it stands.
    """
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    evaluation = card.evaluation
    last = evaluation.project.year
    year = last + 1
    tree = CommentedMap()
    tree["项目"] = CommentedMap()
    told = _kept(
        evaluation.project, ("名称", "主管部门", "中央主管部门", "实施单位", "概况"), 年度=str(year)
    )
    for key, words in told.items():
        _carry(tree["项目"], key, words, last)
    report = _kept(evaluation.report, ("主送", "署名", "公开"))
    if report:
        tree["报告"] = CommentedMap()
        for key, words in report.items():
            first = key == next(iter(report))
            remark = "通知、依据、成文日期、结果应用请按今年的填" if first else ""
            _carry(tree["报告"], key, words, last, remark)
    if evaluation.scoring.ruleset:
        tree["评分"] = CommentedMap({"规则": evaluation.scoring.ruleset})
    if evaluation.funds is not None:
        rows = CommentedSeq()
        for i, fund in enumerate(evaluation.funds.sources):
            rows.append(CommentedMap())
            said = "，".join(
                f"{name}{tidy(value)}" for name, value in
                (("全年预算", fund.budget), ("执行", fund.executed)) if value is not None
            )  # fmt: skip
            money = f"上年{said}{evaluation.funds.unit}；今年的金额请填写" if said else ""
            _carry(rows[i], "来源", fund.source, last, money)
        tree["资金"] = CommentedMap({"单位": evaluation.funds.unit, "明细": rows})
        if evaluation.funds.management:
            _carry(tree["资金"], "管理", evaluation.funds.management, last)
    if evaluation.goal.expected:
        tree["总体目标"] = CommentedMap()
        _carry(tree["总体目标"], "预期", evaluation.goal.expected, last, "沿用上年，请核对")
    tree["指标"] = CommentedSeq(_row(row, last) for row in card.indicators)
    followups = _followups(evaluation)
    if followups:
        tree["上年整改"] = CommentedSeq(CommentedMap(one) for one in followups)
        tree.yaml_set_comment_before_after_key(
            "上年整改", before="上年报告里提出的措施：做了没有，请在“落实情况”里写明"
        )
    head = f"# {year}年度，由 {source} 沿用指标；指标值后面的建议只供参考，不采用就删去\n"
    return head + dumped(tree)


def _kept(group: Any, keys: tuple[str, ...], **more: str) -> dict[str, str]:
    said = group.model_dump(mode="json", by_alias=True)
    kept = {key: str(said[key]) for key in keys if said.get(key)}
    if "名称" in kept:
        kept = {"名称": kept.pop("名称"), **more, **kept}
    return kept


def _carry(into: Any, key: str, words: str, last: int, remark: str = "") -> None:
    """Puts last year's words under the key: its years one further, its facts left out, and both said beside it."""
    kept, gone = without_facts(words, last) if key in _PASSAGES else (words, "")
    moved = words if key == "年度" else shifted(kept, last)
    remarks = [remark] if remark else []
    if moved != kept and key != "年度":
        remarks.append(f"请核对：上年写“{on_a_line(kept)}”，年份已顺延一年")
    if gone:
        remarks.append(f"没有沿用上年的事“{on_a_line(gone)}”，今年的请填写")
    into[key] = moved
    if remarks:
        into.yaml_add_eol_comment("；".join(remarks), key)


def shifted(words: str, last: int) -> str:
    """The words with each day and year of last year, and of the year it was evaluated in, one year further.

    Numbers of documents (〔2024〕), titles in 《》 and plans over several years stay.
    """

    def one(match: re.Match[str]) -> str:
        return match[0] if match["title"] else str(int(match["year"]) + 1)

    pattern = rf"(?P<title>《[^》]*》)|(?<![\d〔\[—~～至到\-])(?P<year>{last}|{last + 1})(?=\s*年(?!度?\s*[—~～至到\-]\s*\d)|[-./]\d{{1,2}}(?!\d)(?!\s*年))"
    return re.sub(pattern, one, words)


def without_facts(words: str, last: int) -> tuple[str, str]:
    """The words without what happened last year (2024年9月检查过一次，没有发现问题), and what was left out.

    A fact begins with its clause and ends with its sentence.
    """
    kept, gone, inside = "", "", False
    for clause_of in re.findall(r"[^，,。；;]+[，,。；;]?", words):
        inside = inside or bool(_HAPPENED.search(clause_of)) or (
            bool(re.search(rf"{last}|{last + 1}", clause_of)) and bool(_DONE.search(clause_of))
        )  # fmt: skip
        if inside:
            gone += clause_of
            if clause_of[-1] in "。；;":
                kept = re.sub("[，,]$", clause_of[-1], kept)
        else:
            kept += clause_of
        inside = inside and clause_of[-1] not in "。；;"
    return (kept.rstrip("，,；;") if gone else words), gone.rstrip("，,。；;")


def _row(row: ScoredIndicator, last: int) -> Any:
    from ruamel.yaml.comments import CommentedMap

    given = row.indicator
    made = CommentedMap({"一级": given.level1, "二级": given.level2})
    _carry(made, "名称", given.name, last)
    if given.target:
        _carry(made, "目标", given.target, last, proposal(row))
    if given.weight is not None:
        made["分值"] = tidy(given.weight)
    if given.direction:
        made["方向"] = given.direction
    return made


def proposal(row: ScoredIndicator) -> str:
    """What to consider for next year's target, with the arithmetic; empty where nothing speaks for a change."""
    wanted, got = row.wanted, row.got
    if not isinstance(wanted, AtLeast | AtMost | Exactly) or not isinstance(got, Quantity):
        return ""
    limit = wanted.limit
    if not limit.unit.same_kind(got.unit) or limit.base <= 0:
        return ""
    ratio = Decimal(got.base) / Decimal(limit.base)
    shown = f"上年指标值{row.indicator.target}，实际{row.indicator.actual}"
    sum_up = (
        f"{tidy(Decimal(got.value))}÷{tidy(Decimal(limit.value))}"
        if limit.unit == got.unit
        else "实际÷指标值"
    )
    if isinstance(wanted, AtMost):
        if ratio <= 1 / _WELL and got.base > 0:
            return (
                f"{shown}，{sum_up}＝{percent(ratio)}，指标值偏宽；建议不超过{row.indicator.actual}"
            )
        return ""
    if ratio >= _WELL and limit.unit.kind != "比例":
        return f"{shown}，{sum_up}＝{percent(ratio)}；{_RULE}；建议不低于{row.indicator.actual}"
    if row.status == "not_met":
        return f"{shown}，{sum_up}＝{percent(ratio)}，上年未完成；沿用，请核对能否完成"
    return ""


def _followups(evaluation: Evaluation) -> list[dict[str, str]]:
    found = []
    for row in evaluation.indicators:
        if clause(row.measure):
            said = {
                "事项": row.name,
                "措施": clause(row.measure),
                "责任单位": row.owner,
                "完成时限": row.due,
            }
            found.append({key: value for key, value in said.items() if value})
    funds = evaluation.funds
    if funds is not None and clause(funds.measure):
        found.append({"事项": "预算执行", "措施": clause(funds.measure)})
    return found
