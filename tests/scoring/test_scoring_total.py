"""When a total is complete: not while a row lacks its result, nor while a person has yet to judge one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard
from assistant.rules.loader import load
from assistant.scoring import score

FUNDS = {
    "单位": "万元",
    "明细": [{"来源": "财政拨款", "年初预算": "10", "全年预算": "10", "到位": "10", "执行": "10"}],
}
ROWS: list[dict[str, Any]] = [
    {"一级": "产出", "二级": "数量", "名称": "维修校舍", "目标": "10所", "实际": "10所", "分值": "50"},
    {"一级": "效益", "二级": "社会效益", "名称": "办学条件", "目标": "明显改善", "实际": "明显改善", "分值": "30"},
    {"一级": "满意度", "二级": "服务对象满意度", "名称": "师生满意度", "目标": "≥90%", "实际": "95%", "分值": "10"},
]  # fmt: skip


def _card(rules: str, judged: dict[str, str], satisfaction: str = "95%") -> Scorecard:
    rows = [dict(ROWS[0]), ROWS[1] | judged, ROWS[2] | {"实际": satisfaction}]
    evaluation = Evaluation.model_validate(
        {"项目": {"名称": "某项目", "年度": 2023}, "资金": FUNDS, "指标": rows}
    )
    return score(evaluation, load(rules))


@pytest.mark.parametrize("rules", ["cn-2020-10", "transfer-completion"])
@pytest.mark.parametrize(
    ("judged", "satisfaction", "complete"),
    [
        ({"完成程度": "达成", "评分比例": "100%"}, "95%", True),
        ({"实际": "改善情况见附件"}, "95%", False),
        ({"完成程度": "达成", "评分比例": "100%"}, "", False),
    ],
    ids=["all there", "one to be judged", "one missing"],
)
def test_a_total_is_complete_only_with_every_row(
    rules: str, judged: dict[str, str], satisfaction: str, complete: bool
) -> None:
    card = _card(rules, judged, satisfaction)
    statuses = {row.status for row in card.indicators}
    assert statuses <= {"met", "ungraded", "missing"}
    assert card.total.complete is complete
    assert (card.grade is not None) is (complete and rules == "cn-2020-10")
    assert (card.total.score is None) is (rules == "transfer-completion")


@pytest.mark.parametrize(("places", "points"), [("0", "14"), ("1", "14.3"), ("2", "14.25")])
def test_a_row_has_as_many_decimals_as_its_rules_say(
    tmp_path: Path, places: str, points: str
) -> None:
    (tmp_path / "县.yaml").write_text(
        "id: 县\nname: 某县办法\nextends: cn-2020-10\nin_force: {from: 2022-01-01}\n"
        f"rounding: {{places: {places}, words: 保留{places}位小数, clause: 县办法第三条}}\n",
        encoding="utf-8",
    )
    row = ROWS[0] | {"分值": "15", "实际": "9.5所"}
    evaluation = Evaluation.model_validate(
        {"项目": {"名称": "某项目", "年度": 2023}, "指标": [row]}
    )
    scored = score(evaluation, load("./县.yaml", beside=tmp_path)).indicators[0]
    assert scored.score == Decimal(points)


def test_a_row_that_cannot_be_read_names_the_rule_it_would_be_scored_by() -> None:
    row = ROWS[0] | {"目标": "≤7天", "实际": "3天或5天"}
    evaluation = Evaluation.model_validate(
        {"项目": {"名称": "某项目", "年度": 2023}, "指标": [row]}
    )
    rules = load("cn-2020-10")
    scored = score(evaluation, rules).indicators[0]
    assert scored.status == "ungraded"
    assert scored.rule == rules.at_most.words != rules.at_least.words
