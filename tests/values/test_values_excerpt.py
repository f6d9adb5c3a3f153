"""A figure in a sentence is taken only where it is the one of the target's unit and nothing takes it back."""

from __future__ import annotations

import pytest

from assistant.model.evaluation import Evaluation
from assistant.rules.loader import load
from assistant.scoring import score
from assistant.values.quantity import Quantity
from assistant.values.readings import read_row


@pytest.mark.parametrize(
    ("name", "target", "actual", "taken"),
    [
        ("危房改造户数", "90户", "实际完成86户，占计划的95.6%", "86户"),
        ("培训期数", "≥3期", "举办培训3期，共150人次", "3期"),
        ("危房改造户数", "90户", "截至2023年12月底，完成86户，完成率95.6%", "86户"),
        ("产品合格率", "≥95%", "抽检98批，合格率98%", "98%"),
        ("培训期数", "≥3期", "共举办三期，150人次", "3期"),
    ],
)
def test_the_one_figure_of_the_unit_is_taken_and_said(
    name: str, target: str, actual: str, taken: str
) -> None:
    read = read_row("产出指标", "数量指标", name, target, actual, None, 2023)
    assert isinstance(read.got, Quantity)
    assert str(read.got) == taken
    row = {"一级": "产出", "二级": "数量", "名称": name, "目标": target, "实际": actual}
    tree = {"项目": {"名称": "样例", "年度": 2023}, "指标": [row]}
    told = score(Evaluation.model_validate(tree), load("cn-2020-10")).findings
    assert any(taken in f.message and f.location.startswith("I1") for f in told)


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("培训人数", "≥120人", "邀请专家5人，培训3期"),
        ("危房改造户数", "90户", "实际完成86户，还有4户未完工"),
        ("危房改造户数", "90户", "计划90户，完成86户"),
        ("危房改造户数", "90户", "截至2023年6月底，完成86户，完成率95.6%"),
        ("产品合格率", "≥95%", "抽检98批，完成率98%"),
        ("培训期数", "≥3期", "举办第3期培训，共150人次"),
        ("培训人数", "≥120人", "2022年114人"),
        ("培训人数", "≥120人", "2023年12"),
        ("培训人数", "≥120人", "2023年预计114人"),
        ("检查次数", "每月2次", "2次"),
        ("造林面积", "≥3500亩", "0.35"),
    ],
)
def test_where_two_readings_are_left_a_person_is_asked(name: str, target: str, actual: str) -> None:
    row = {"一级": "产出", "二级": "数量", "名称": name, "目标": target, "实际": actual}
    tree = {"项目": {"名称": "样例", "年度": 2023}, "指标": [row]}
    card = score(Evaluation.model_validate(tree), load("cn-2020-10"))
    assert card.indicators[0].score is None
    assert [f for f in card.findings if f.location.startswith("I1") and f.severity != "info"]


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        ("≤-18℃", "-20℃", "10"),
        ("≤-18℃", "-15℃", None),
        ("-22℃~-18℃", "-25℃", None),
        ("≥18℃", "17℃", "9.44"),
        ("±5%", "-7%", "7.14"),
    ],
)
def test_below_zero_nothing_is_scored_by_a_share(
    target: str, actual: str, points: str | None
) -> None:
    row = {
        "一级": "产出",
        "二级": "质量",
        "名称": "库温",
        "目标": target,
        "实际": actual,
        "分值": 10,
    }
    tree = {"项目": {"名称": "样例", "年度": 2023}, "指标": [row]}
    line = score(Evaluation.model_validate(tree), load("cn-2020-10")).indicators[0]
    assert (None if line.score is None else str(line.score)) == points
