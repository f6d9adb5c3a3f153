"""年度总体目标 tells the figures of the rows: one changed in the goal is found, those that agree are left alone."""

from __future__ import annotations

from typing import Any

import pytest
from report_builder import dossier_of

from assistant.checks import check

ROWS: list[dict[str, Any]] = [
    {"二级": "数量指标", "名称": "改造农村供水管网长度", "目标": "≥42公里", "实际": "38.5公里"},
    {"二级": "数量指标", "名称": "新建蓄水池", "目标": "≥6座", "实际": "6座"},
    {"二级": "数量指标", "名称": "维修加压泵站", "目标": "≥4座", "实际": "5座"},
    {"二级": "质量指标", "名称": "出厂水质合格率", "目标": "≥95%", "实际": "96.2%"},
    {"二级": "数量指标", "名称": "培训管水员人次", "目标": "≥1.2万人次", "实际": "11000人次"},
]
EXPECTED = "改造供水管网42公里，新建蓄水池6座、维修泵站4座，水质合格率达到95%，培训管水员1.2万人次，投资300万元。"
ACTUAL = "改造供水管网38.5公里，还有3.5公里没有完成；新建蓄水池6座，维修泵站5座；水质合格率96.2%，培训管水员11000人次。"


def told(expected: str, actual: str) -> list[str]:
    """What F18 says of a data file with this goal; of a report that tells it, it must say the same."""
    report = {
        "text": ["#二、绩效目标完成情况分析", "#（二）总体绩效目标完成情况分析", f"年度总体目标是{expected}实际{actual}"],
        "rows": ["|".join(r[k] for k in ("二级", "名称", "目标", "实际")).replace("指标", "") for r in ROWS],
    }  # fmt: skip
    of_data = _of_data(expected, actual)
    of_report = [f.message for f in check(dossier_of(report)) if f.code == "F18"]
    assert [m for m in of_report if m.startswith("总体目标")] == of_data
    return of_data


def _of_data(expected: str, actual: str) -> list[str]:
    rows = [{"一级": "产出指标", "分值": 18, **row} for row in ROWS]
    data = {
        "项目": {"名称": "农村供水改造", "年度": 2024, "实施单位": "县供水站"},
        "总体目标": {"预期": expected, "实际": actual},
        "资金": {
            "单位": "万元",
            "明细": [{"来源": "县级财政拨款", "全年预算": 300, "执行": 280}],
        },
        "指标": rows,
    }
    return [f.message for f in check(dossier_of({"data": data})) if f.code == "F18"]


def test_a_goal_that_tells_the_rows_figures_is_left_alone() -> None:
    assert told(EXPECTED, ACTUAL) == []


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("42公里", "46公里", "供水管网"),
        ("6座", "8座", "蓄水池"),
        ("4座", "5座", "泵站"),
        ("95%", "98%", "水质"),
        ("1.2万人次", "12000人次", ""),
        ("1.2万人次", "2.1万人次", "管水员"),
    ],
)
def test_a_figure_of_the_goal_is_held_against_the_target(old: str, new: str, name: str) -> None:
    found = told(EXPECTED.replace(old, new), ACTUAL)
    assert len(found) == bool(name)
    assert all(name in line and "预期目标" in line for line in found)


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("38.5公里", "42公里", ""),  # the target told beside: a person may mean the plan
        ("38.5公里", "35.8公里", "供水管网"),
        ("5座", "7座", "泵站"),
        ("96.2%", "92.6%", "水质"),
        ("3.5公里", "4公里", ""),  # a rest is another figure
    ],
)
def test_a_figure_of_the_result_is_held_against_target_and_actual(
    old: str, new: str, name: str
) -> None:
    found = told(EXPECTED, ACTUAL.replace(old, new, 1))
    assert len(found) == bool(name)
    assert all(name in line and "实际完成情况" in line for line in found)


def test_a_figure_that_two_rows_could_mean_is_left_to_people() -> None:
    assert told(EXPECTED, "建成各类设施11座。") == []
