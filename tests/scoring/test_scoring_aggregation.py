"""子项目: summed, weighted by funds, agreed, and refused where they do not fit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model.evaluation import Evaluation
from assistant.model.finding import Finding
from assistant.model.scorecard import Scorecard, ScoredIndicator
from assistant.rules.loader import load
from assistant.scoring import score
from assistant.scoring.aggregation import aggregate

_TOWNS = ("甲镇", "乙镇", "丙镇")


def _funds(
    budget: str, spent: str = "0", unit: str = "万元", source: str = "财政拨款"
) -> dict[str, Any]:
    return {"单位": unit, "明细": [{"来源": source, "全年预算": budget, "执行": spent}]}


def _whole(
    row: dict[str, Any], parts: list[dict[str, Any]], budgets: tuple[str, ...] = ("100", "300")
) -> Evaluation:
    main = {"一级": "产出", "二级": "数量", "名称": "某指标", "分值": "10"} | row
    subs = [
        {"名称": town, "资金": _funds(budget, budget), "指标": [{"名称": "某指标"} | part]}
        for town, budget, part in zip(_TOWNS, budgets, parts, strict=False)
    ]
    return Evaluation.model_validate(
        {"项目": {"名称": "某项目", "年度": 2021}, "指标": [main], "子项目": subs}
    )


def _card(*args: Any, **more: Any) -> Scorecard:
    return score(_whole(*args, **more), load("cn-2020-10"))


def _row(*args: Any, **more: Any) -> ScoredIndicator:
    return _card(*args, **more).indicators[0]


def test_absolute_values_are_summed_and_then_scored() -> None:
    row = _row({"目标": "≥16个"}, [{"实际": "5个"}, {"实际": "7个"}])
    assert (row.indicator.actual, row.score, row.deviation) == (
        "12个",
        Decimal("7.5"),
        "少4个（低25%）",
    )
    assert row.basis == "2个子项目求和：甲镇5个＋乙镇7个＝12个"
    assert row.basis in row.explanation


def test_relative_values_are_weighted_by_funds() -> None:
    row = _row({"目标": "≥95%"}, [{"实际": "80%"}, {"实际": "100%"}])
    assert row.indicator.actual == "95%"
    assert row.score == 10
    assert row.basis == "2个子项目按资金额度加权：（甲镇80%×100＋乙镇100%×300）÷400＝95%"


def test_a_rate_per_head_is_weighted_too() -> None:
    assert _row({"目标": "≥290kg/人"}, [{"实际": "200kg/人"}, {"实际": "320kg/人"}]).score == 10


def test_weights_in_different_units_of_money_count_alike() -> None:
    evaluation = _whole({"目标": "≥95%"}, [{"实际": "80%"}, {"实际": "100%"}])
    first, second = evaluation.subprojects
    in_yuan = first.model_copy(update={"funds": first.funds.model_copy(  # type: ignore[union-attr]
        update={"unit": "元", "sources": (first.funds.sources[0].model_copy(  # type: ignore[union-attr]
            update={"budget": Decimal(1_000_000), "executed": Decimal(1_000_000)}),)})})  # fmt: skip
    card = score(
        evaluation.model_copy(update={"subprojects": (in_yuan, second)}), load("cn-2020-10")
    )
    assert card.indicators[0].indicator.actual == "95%"
    assert (card.execution.unit, card.execution.budget) == ("万元", 400)


def test_relative_values_without_funds_stay_missing() -> None:
    evaluation = _whole({"目标": "≥95%"}, [{"实际": "80%"}, {"实际": "100%"}])
    bare = tuple(sub.model_copy(update={"funds": None}) for sub in evaluation.subprojects)
    card = score(evaluation.model_copy(update={"subprojects": bare}), load("cn-2020-10"))
    assert card.indicators[0].status == "missing"
    assert any("缺预算数：甲镇、乙镇" in f.message for f in card.findings)


def test_units_of_one_kind_are_added_exactly() -> None:
    row = _row({"目标": "≥100公顷"}, [{"实际": "60公顷"}, {"实际": "600亩"}])
    assert (row.indicator.actual, row.score) == ("1500亩", 10)


def test_units_of_different_kinds_are_not_added() -> None:
    card = _card({"目标": "≥16个"}, [{"实际": "5个"}, {"实际": "7公里"}])
    assert card.indicators[0].status == "missing"
    assert any(f.code == "F20" and "单位不同类" in f.message for f in card.findings)


def test_durations_ask_how_they_come_together() -> None:
    parts = [{"实际": "3天"}, {"实际": "5天"}]
    assert _row({"目标": "≤4天"}, parts).status == "missing"
    assert _row({"目标": "≤4天", "汇总": "取最大"}, parts).indicator.actual == "5天"
    assert _row({"目标": "≤4天", "汇总": "取最小"}, parts).indicator.actual == "3天"
    assert _row({"目标": "≤4天", "汇总": "加权平均"}, parts).indicator.actual == "4.5天"


def test_judgements_that_agree_count_for_the_whole() -> None:
    part = {"实际": "有所提升", "完成程度": "部分达成", "评分比例": "70%"}
    row = _row({"目标": "全面提升"}, [part, part])
    assert (row.score, row.status) == (7, "not_met")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"完成程度": "达成"}, {"完成程度": "部分达成", "评分比例": "70%"}),
        ({"完成程度": "达成", "评分比例": "90%"}, {"完成程度": "达成", "评分比例": "85%"}),
        ({"实际": "明显提升"}, {"实际": "略有提升"}),
    ],
)
def test_judgements_that_differ_are_for_a_person(first: Any, second: Any) -> None:
    card = _card({"目标": "全面提升"}, [{"实际": "提升"} | first, {"实际": "提升"} | second])
    assert card.indicators[0].status == "missing"
    assert any("请由人评定" in f.message for f in card.findings)


def test_the_whole_is_done_when_its_last_part_is() -> None:
    row = _row(
        {"二级": "时效", "目标": "2021年11月30日前"},
        [{"实际": "2021年10月3日"}, {"实际": "2021年12月5日"}],
    )
    assert row.indicator.actual == "2021年12月5日"
    assert row.deviation == "逾期5天"


def test_all_in_time_by_words_is_in_time() -> None:
    row = _row(
        {"二级": "时效", "目标": "2021年11月30日前"}, [{"实际": "如期完成"}, {"实际": "如期完成"}]
    )
    assert row.status == "met"


def test_targets_of_the_parts_make_the_target_of_the_whole() -> None:
    row = _row({}, [{"目标": "6个", "实际": "5个"}, {"目标": "10个", "实际": "11个"}])
    assert (row.indicator.target, row.indicator.actual, row.score) == ("16个", "16个", 10)


def test_what_the_whole_states_itself_stays() -> None:
    row = _row({"目标": "≥16个", "实际": "16个"}, [{"实际": "5个"}, {"实际": "7个"}])
    assert (row.indicator.actual, row.basis) == ("16个", "")


def test_a_part_that_lists_the_indicator_but_leaves_it_empty_keeps_the_whole_unknown() -> None:
    card = _card({"目标": "≥16个"}, [{"实际": "5个"}, {"实际": ""}])
    assert card.indicators[0].status == "missing"
    assert any(f.code == "F22" and "乙镇" in f.message for f in card.findings)


def test_a_name_the_whole_does_not_have_is_an_error() -> None:
    evaluation = _whole({"目标": "≥16个"}, [{"名称": "别的指标", "实际": "5个"}])
    assert aggregate(evaluation).findings == [
        Finding(
            "F37",
            "error",
            "子项目“甲镇”的指标“别的指标”对不上，总表没有这个指标，未汇总",
            "子项目 甲镇",
            "5个",
            "请核对名称",
        )
    ]


def test_a_name_that_stands_twice_in_the_whole_needs_its_kind() -> None:
    evaluation = _whole({"目标": "≥16个"}, [{"实际": "5个"}])
    tree = evaluation.model_dump(by_alias=True)
    second = dict(tree["指标"][0]) | {"二级": "质量指标", "实际": "1个"}
    tree["指标"] = [tree["指标"][0], second]
    found = aggregate(Evaluation.model_validate(tree)).findings
    assert [(f.code, f.suggestion) for f in found] == [("F37", "请写明“二级”")]
    assert found[0].message == "子项目“甲镇”的指标“某指标”对不上，总表有几个同名的指标，未汇总"
    tree["子项目"][0]["指标"] = [{"名称": "某指标", "二级": "数量", "实际": "5个"}]
    whole = aggregate(Evaluation.model_validate(tree))
    assert (whole.findings, whole.evaluation.indicators[0].actual) == ([], "5个")


def test_money_of_the_parts_makes_the_money_of_the_whole() -> None:
    card = _card({"目标": "≥1个"}, [{"实际": "5个"}, {"实际": "7个"}])
    assert (card.execution.budget, card.execution.rate, card.execution.score) == (400, 1, 10)


def test_money_of_the_whole_is_checked_against_its_parts() -> None:
    evaluation = _whole({"目标": "≥1个"}, [{"实际": "5个"}, {"实际": "7个"}])
    tree = evaluation.model_dump(by_alias=True)
    tree["资金"] = _funds("400", "390")
    card = score(Evaluation.model_validate(tree), load("cn-2020-10"))
    assert [f for f in card.findings if f.code == "F02"] == [
        Finding(
            "F02",
            "error",
            "执行合计与子项目之和不符",
            "资金",
            "合计 390万元，子项目之和 400万元",
            "请核对各子项目的金额和单位",
        )
    ]


def test_money_of_the_whole_in_another_unit_is_converted_before_it_is_checked() -> None:
    evaluation = _whole({"目标": "≥1个"}, [{"实际": "5个"}, {"实际": "7个"}])
    tree = evaluation.model_dump(by_alias=True)
    tree["资金"] = _funds("4000000", "4000000", unit="元")
    card = score(Evaluation.model_validate(tree), load("cn-2020-10"))
    assert not [f for f in card.findings if f.code == "F02"]


def test_an_amount_that_one_source_does_not_state_is_not_checked() -> None:
    evaluation = _whole({"目标": "≥1个"}, [{"实际": "5个"}, {"实际": "7个"}])
    tree = evaluation.model_dump(by_alias=True)
    tree["资金"] = {
        "明细": [{"来源": "甲", "全年预算": "1", "执行": "400"}, {"来源": "乙", "执行": "0"}]
    }
    card = score(Evaluation.model_validate(tree), load("cn-2020-10"))
    assert not [f for f in card.findings if f.code == "F02"]


def test_money_that_one_part_does_not_state_is_not_money_of_the_whole() -> None:
    evaluation = _whole({"目标": "≥1个"}, [{"实际": "5个"}, {"实际": "7个"}])
    bare = evaluation.subprojects[0].model_copy(update={"funds": None})
    parts = (bare, evaluation.subprojects[1])
    whole = aggregate(evaluation.model_copy(update={"subprojects": parts})).evaluation
    assert whole.funds is None


def test_sources_of_several_kinds_are_kept_apart() -> None:
    evaluation = _whole({"目标": "≥1个"}, [{"实际": "5个"}, {"实际": "7个"}])
    tree = evaluation.model_dump(by_alias=True)
    tree["子项目"][1]["资金"] = _funds("300", "200", source="上年结转")
    whole = aggregate(Evaluation.model_validate(tree)).evaluation
    assert whole.funds is not None
    assert [(f.source, f.budget) for f in whole.funds.sources] == [
        ("财政拨款", 100),
        ("上年结转", 300),
    ]


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 1000)), min_size=1, max_size=3))
def test_a_weighted_mean_lies_between_the_least_and_the_greatest(
    parts: list[tuple[int, int]],
) -> None:
    evaluation = _whole(
        {"目标": "≥50%"},
        [{"实际": f"{value}%"} for value, _ in parts],
        tuple(str(weight) for _, weight in parts),
    )
    actual = score(evaluation, load("cn-2020-10")).indicators[0].indicator.actual
    mean = Decimal(actual.removesuffix("%"))
    values = [value for value, _ in parts]
    assert min(values) <= mean <= max(values)


def test_an_indicator_that_a_part_lists_twice_is_not_counted_twice() -> None:
    evaluation = _whole({"目标": "≥16个"}, [{"实际": "5个"}, {"实际": "7个"}])
    tree = evaluation.model_dump(by_alias=True)
    first = tree["子项目"][0]
    first["指标"] = [*first["指标"], {"名称": "某指标", "实际": "5个"}]
    card = score(Evaluation.model_validate(tree), load("cn-2020-10"))
    assert card.indicators[0].status == "missing"
    assert [f for f in card.findings if f.code == "F29"] == [
        Finding(
            "F29",
            "error",
            "子项目“甲镇”把指标“某指标”写了两次，未汇总",
            "子项目 甲镇",
            "5个",
            "请删去一条",
        )
    ]


def test_a_name_that_does_not_fit_does_not_hide_the_next() -> None:
    evaluation = _whole({"目标": "≥16个"}, [{"实际": "5个"}])
    tree = evaluation.model_dump(by_alias=True)
    part = tree["子项目"][0]
    part["指标"] = [{"名称": "别的指标", "实际": "1个"}, *part["指标"]]
    whole = aggregate(Evaluation.model_validate(tree))
    assert whole.evaluation.indicators[0].actual == "5个"


def test_two_parts_of_one_name_keep_their_own_budgets() -> None:
    evaluation = _whole({"目标": "≥95%"}, [{"实际": "80%"}, {"实际": "100%"}])
    alike = tuple(sub.model_copy(update={"name": "镇"}) for sub in evaluation.subprojects)
    card = score(evaluation.model_copy(update={"subprojects": alike}), load("cn-2020-10"))
    assert card.indicators[0].indicator.actual == "95%"


def test_money_in_one_unit_keeps_it() -> None:
    evaluation = _whole({"目标": "≥1个"}, [{"实际": "5个"}, {"实际": "7个"}])
    tree = evaluation.model_dump(by_alias=True)
    for part in tree["子项目"]:
        part["资金"] = _funds("1000", "500", unit="元")
    execution = score(Evaluation.model_validate(tree), load("cn-2020-10")).execution
    assert (execution.unit, execution.budget, execution.rate) == ("元", 2000, Decimal("0.5"))
