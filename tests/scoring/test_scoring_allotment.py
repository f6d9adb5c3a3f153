"""Allotment under rule sets that are not of the shipped kind; ratios that nearly reach one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from assistant.model.evaluation import Evaluation
from assistant.model.finding import Finding
from assistant.rules.loader import load
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score
from assistant.scoring.points import allot
from assistant.values.printing import rounded_ratio


def _rules(points: dict[str, int], merge: dict[str, str] | None = None) -> RuleSet:
    tree = load("cn-2020-10").model_dump(by_alias=True)
    tree["weights"] = [{"words": "本单位的权重", "clause": "第二条", "points": points}]
    tree["merge"] = merge or {}
    return RuleSet.model_validate(tree)


def _evaluation(*rows: dict[str, Any]) -> Evaluation:
    full = [
        {"二级": "某类", "名称": f"指标{i}", "目标": "1个", "实际": "1个"} | row
        for i, row in enumerate(rows, 1)
    ]
    return Evaluation.model_validate({"项目": {"名称": "某项目", "年度": 2021}, "指标": full})


def test_a_class_the_rule_set_does_not_know_gets_no_points_and_is_named() -> None:
    rules = _rules({"预算执行率": 10, "产出指标": 60, "效益指标": 30})
    card = score(_evaluation({"一级": "产出"}, {"一级": "效益"}, {"一级": "满意度"}), rules)
    assert [row.weight for row in card.indicators] == [60, 30, 0]
    assert card.findings[0] == Finding(
        "F13",
        "warning",
        "项目支出绩效评价管理办法没有“满意度指标”这一类，未给分值",
        "I3 指标3",
        "本单位的权重",
        "请核对一级指标，或换用设有这一类的评分规则",
    )


def test_a_class_the_rule_set_does_not_know_keeps_the_points_it_was_given() -> None:
    rules = _rules({"预算执行率": 10, "产出指标": 90})
    card = score(_evaluation({"一级": "产出"}, {"一级": "成本", "分值": "5"}), rules)
    assert [row.weight for row in card.indicators] == [90, 5]
    assert {f.code for f in card.findings if f.location in {"I2 指标2", "分值"}} == {"F13"}


def test_findings_of_unknown_classes_and_of_empty_ones_are_both_told() -> None:
    rules = _rules({"预算执行率": 10, "产出指标": 60, "效益指标": 30})
    card = score(_evaluation({"一级": "产出"}, {"一级": "满意度"}), rules)
    told = [f.message for f in card.findings if f.code == "F13"]
    assert len(told) == 2
    assert [row.weight for row in card.indicators] == [90, 0]


def test_a_rule_set_may_leave_the_execution_rate_out() -> None:
    rules = _rules({"绩效指标": 100})
    card = score(_evaluation({"一级": "产出"}, {"一级": "效益"}), rules)
    assert [row.weight for row in card.indicators] == [50, 50]
    assert (card.execution.weight, card.total.available, card.total.complete) == (0, 100, True)
    assert card.grade == "优"


def test_conditions_pick_the_first_case_that_holds() -> None:
    for level1, weights in ((("产出", "成本"), (60, 30)), (("产出", "效益"), (45, 45))):
        tree = _rules({"绩效指标": 90, "预算执行率": 10}).model_dump(by_alias=True)
        points = {"预算执行率": 10, "产出指标": 60, "成本指标": 30}
        case = {"words": "设成本", "clause": "第二条", "points": points, "when": {"成本指标": True}}
        rules = RuleSet.model_validate(tree | {"weights": [case, *tree["weights"]]})
        card = score(_evaluation(*({"一级": name} for name in level1)), rules)
        assert tuple(row.weight for row in card.indicators) == weights


def test_a_total_finer_than_a_cent_leaves_its_rest_with_the_first_part() -> None:
    assert allot(Decimal("10.005"), [Decimal(1), Decimal(1)]) == [Decimal("5.005"), Decimal("5.00")]


def test_nothing_is_split_over_nothing() -> None:
    assert allot(Decimal(10), []) == []
    assert allot(Decimal(10), [Decimal(0), Decimal(0)]) == [0, 0]


def test_a_ratio_next_to_one_prints_on_its_own_side() -> None:
    assert rounded_ratio(Fraction(99_999, 100_000)) == Decimal("0.9999")
    assert rounded_ratio(Fraction(100_001, 100_000)) == Decimal("1.0001")
    assert rounded_ratio(Fraction(1)) == 1
    assert rounded_ratio(Fraction(2, 3)) == Decimal("0.6667")


def test_the_cent_left_over_goes_to_the_largest_remainder() -> None:
    assert allot(Decimal(10), [Decimal(1), Decimal(2)]) == [Decimal("3.33"), Decimal("6.67")]
    assert allot(Decimal(10), [Decimal(2), Decimal(1)]) == [Decimal("6.67"), Decimal("3.33")]
