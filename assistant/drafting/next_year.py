"""Next year's data file out of this year's: rows carried over, targets proposed, measures as open questions.

A target is only proposed, beside the one carried over, with the arithmetic and the rule's words: a target that
was set clearly too low is for the unit to mend (财预〔2020〕10号 art. 17), never for the program.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from assistant.facts.wording import clause
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard, ScoredIndicator
from assistant.values.printing import percent, tidy
from assistant.values.quantity import AtLeast, AtMost, Exactly, Quantity
from assistant.yaml_writing import dumped

_RULE = "10号第十七条：完成值高于指标值较多、由年初指标值设定明显偏低造成的，要相应调减分值"
_WELL = Decimal("1.2")


def next_year(card: Scorecard, source: str) -> str:
    """The text of the data file of the following year; `source` names the file it was made from.

    Amounts and actuals are empty, notes on this year's deviations become 上年整改. It reads back as it stands.
    """
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    evaluation = card.evaluation
    year = evaluation.project.year + 1
    tree = CommentedMap()
    tree["项目"] = _kept(
        evaluation.project, ("名称", "主管部门", "中央主管部门", "实施单位", "概况"), 年度=str(year)
    )
    report = _kept(evaluation.report, ("主送", "署名", "公开"))
    if report:
        tree["报告"] = CommentedMap(report)
        tree["报告"].yaml_add_eol_comment(
            "通知、依据、成文日期、结果应用请按今年的填", next(iter(report))
        )
    if evaluation.scoring.ruleset:
        tree["评分"] = CommentedMap({"规则": evaluation.scoring.ruleset})
    if evaluation.funds is not None:
        rows = CommentedSeq()
        for i, fund in enumerate(evaluation.funds.sources):
            rows.append(CommentedMap({"来源": fund.source}))
            said = "，".join(
                f"{name}{tidy(value)}" for name, value in
                (("全年预算", fund.budget), ("执行", fund.executed)) if value is not None
            )  # fmt: skip
            if said:
                rows[i].yaml_add_eol_comment(
                    f"上年{said}{evaluation.funds.unit}；今年的金额请填写", "来源"
                )
        tree["资金"] = CommentedMap({"单位": evaluation.funds.unit, "明细": rows})
        if evaluation.funds.management:
            tree["资金"]["管理"] = evaluation.funds.management
    if evaluation.goal.expected:
        tree["总体目标"] = CommentedMap({"预期": evaluation.goal.expected})
        tree["总体目标"].yaml_add_eol_comment("沿用上年，请核对", "预期")
    tree["指标"] = CommentedSeq(_row(row) for row in card.indicators)
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


def _row(row: ScoredIndicator) -> Any:
    from ruamel.yaml.comments import CommentedMap

    given = row.indicator
    made = CommentedMap({"一级": given.level1, "二级": given.level2, "名称": given.name})
    if given.target:
        made["目标"] = given.target
    if given.weight is not None:
        made["分值"] = tidy(given.weight)
    if given.direction:
        made["方向"] = given.direction
    remark = proposal(row)
    if remark and "目标" in made:
        made.yaml_add_eol_comment(remark, "目标")
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
