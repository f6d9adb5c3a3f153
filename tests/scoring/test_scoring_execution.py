"""What the scorecard says of the money beside the rate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import ExecutionScore
from assistant.rules.loader import load
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score

_TWO = [
    {"来源": "财政拨款", "年初预算": "50", "全年预算": "60", "到位": "55", "执行": "40"},
    {"来源": "上年结转", "年初预算": "0", "全年预算": "30", "到位": "30", "执行": "20"},
]


def _execution(sources: list[dict[str, Any]], rules: RuleSet) -> ExecutionScore:
    row = {"一级": "产出", "二级": "数量", "名称": "x", "目标": "1个", "实际": "1个"}
    tree: dict[str, Any] = {"项目": {"名称": "某项目", "年度": 2023}, "指标": [row]}
    if sources:
        tree["资金"] = {"单位": "元", "明细": sources}
    return score(Evaluation.model_validate(tree), rules).execution


def test_each_column_is_summed_over_the_sources() -> None:
    execution = _execution(_TWO, load("cn-2020-10"))
    assert (execution.unit, execution.initial, execution.budget) == ("元", 50, 90)
    assert (execution.arrived, execution.executed) == (85, 60)
    assert execution.rate == Decimal("0.6667")


def test_a_column_that_one_source_leaves_out_is_not_known() -> None:
    second = {key: value for key, value in _TWO[1].items() if key != "到位"}
    execution = _execution([_TWO[0], second], load("cn-2020-10"))
    assert (execution.arrived, execution.executed) == (None, 60)


def test_without_money_the_unit_is_that_of_the_form() -> None:
    execution = _execution([], load("SC-2023"))
    assert (execution.unit, execution.initial, execution.arrived) == ("万元", None, None)
    assert execution.formula == "执行率不能计算"


def test_a_rate_that_is_not_known_asks_for_no_reason() -> None:
    execution = _execution([{"来源": "财政拨款", "全年预算": "100"}], load("SC-2023"))
    assert (execution.rate, execution.score) == (None, None)


def test_points_of_the_rate_are_rounded_as_the_rule_set_says() -> None:
    tree = load("cn-2020-10").model_dump(by_alias=True)
    tree["rounding"] = {"words": "保留一位小数", "clause": "第三条", "places": 1}
    rules = RuleSet.model_validate(tree)
    assert _execution(_TWO, rules).score == Decimal("6.7")
    assert _execution(_TWO, load("cn-2020-10")).score == Decimal("6.67")


def test_without_points_the_formula_is_the_rate_alone() -> None:
    execution = _execution(_TWO, load("transfer-completion"))
    assert (execution.weight, execution.score) == (None, None)
    assert execution.formula == "60元÷90元＝66.67%"
