"""The scoring cases that a finance officer can read (`cases/*.yaml`), one test a case.

Keys of a case: 说明; for a row 目标, 实际 and the keys of the data file; for money 资金; for grades 各项
(points reached by class); for allotment 分配 (a class a row, `=` its own points). Expected: 得分, 完成率,
情况, 差距, 算式, 执行率, 执行得分, 总分, 等级, 分值为; 提示 / 不提示 / 错误 name fault codes. 无 is null.
原文 are the rule's words, which the explanation must quote.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.located import read_located
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import STATUS_NAMES, Scorecard
from assistant.rules.loader import load, shipped
from assistant.scoring import score

_FOLDER = Path(__file__).parent / "cases"
_ROW_KEYS = (
    "一级", "二级", "目标", "实际", "方向", "完成程度", "评分比例", "扣减", "原因", "汇总"
)  # fmt: skip
_FULL = {"产出指标": 50, "效益指标": 30, "满意度指标": 10}


def _cases() -> Iterator[Any]:
    for path in sorted(_FOLDER.glob("*.yaml")):
        for group in read_located(path).tree:
            for case in group["例"]:
                merged = {k: v for k, v in group.items() if k != "例"} | case
                yield pytest.param(merged, id=f"{path.stem}：{group['规则']}：{case['说明']}")


CASES = list(_cases())


@pytest.mark.parametrize("case", CASES)
def test_scores_as_the_rule_says(case: dict[str, Any]) -> None:
    if "分配" in case:
        _check_allotment(case)
    elif "各项" in case:
        _check_grade(case)
    elif "资金" in case:
        _check_execution(case)
    else:
        _check_row(case)


def test_there_are_at_least_120_cases_and_every_shipped_rule_set_has_some() -> None:
    assert len(CASES) >= 120
    assert {param.values[0]["规则"] for param in CASES} == set(shipped())


def _data(
    case: dict[str, Any], rows: list[dict[str, Any]], funds: Any = None, parts: Any = ()
) -> Evaluation:
    tree: dict[str, Any] = {
        "项目": {"名称": "样例项目", "年度": case.get("年度", "2021")},
        "评分": {"项目完成": case.get("项目完成")},
        "指标": rows,
    }
    if parts:
        tree["子项目"] = parts
    if funds:
        tree["资金"] = {"单位": "万元", "明细": funds}
    return Evaluation.model_validate(tree)


_SPENT = [{"来源": "财政拨款", "全年预算": "100", "执行": "100"}]


def _score(case: dict[str, Any], evaluation: Evaluation) -> Scorecard:
    card = score(evaluation, load(case["规则"], year=evaluation.project.year))
    codes = {finding.code for finding in card.findings}
    errors = {finding.code for finding in card.findings if finding.severity == "error"}
    if "提示" in case:
        assert case["提示"] in codes
    if "不提示" in case:
        assert case["不提示"] not in codes
    if "错误" in case:
        assert case["错误"] in errors
    if case.get("等级"):
        assert card.grade == _said(case["等级"])
    return card


def _said(value: Any) -> Any:
    return None if value == "无" else value


def _number(value: Any) -> Decimal | None:
    return None if _said(value) is None else Decimal(value)


def card_of(case: dict[str, Any]) -> Scorecard:
    """The scorecard of a case, of whatever kind."""
    if "分配" in case:
        return _score(case, _data(case, _allotted(case), _SPENT))
    if "各项" in case:
        return _score(case, _data(case, _graded(case), _SPENT))
    if "资金" in case:
        return _score(case, _data(case, [_DONE], case["资金"]))
    row = {"一级": "产出指标", "二级": "数量指标", "名称": "样例指标", "分值": "10"}
    row |= {key: case[key] for key in _ROW_KEYS if key in case}
    if "分值" in case:
        row["分值"] = _said(case["分值"])
    return _score(case, _data(case, [row], parts=_parts(case)))


_DONE = {"一级": "产出指标", "二级": "数量指标", "名称": "样例指标", "目标": "1个", "实际": "1个"}


def _graded(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Each class in one row, whose actual is the part of its points that the case says was reached."""
    return [
        {"一级": name, "二级": "某类指标", "名称": name, "目标": f"≥{_FULL[name]}", "实际": reached}
        for name, reached in case["各项"].items()
    ]


def _allotted(case: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for i, text in enumerate(case["分配"]):
        name, _, points = text.partition("=")
        target = "" if name.endswith("没有目标") else "1个"
        row = {"一级": name.removesuffix("没有目标"), "二级": "某类指标", "名称": f"指标{i}"}
        rows.append(row | {"目标": target, "实际": "1个", "分值": points or None})
    return rows


def _check_row(case: dict[str, Any]) -> None:
    card = card_of(case)
    scored = card.indicators[0]
    if "汇总得" in case:
        assert scored.indicator.actual == case["汇总得"]
    assert scored.score == _number(case.get("得分", "无")), scored.explanation
    if "完成率" in case:
        assert scored.completion == Decimal(case["完成率"])
    if "情况" in case:
        assert STATUS_NAMES[scored.status] == case["情况"]
    if "差距" in case:
        assert scored.deviation == case["差距"]
    if "算式" in case:
        assert case["算式"] in scored.formula
    assert case["原文"] in scored.rule
    told = scored.indicator
    for part in (told.target or "未填", told.actual or "未填", scored.clause.text, scored.basis):
        assert part in scored.explanation


def _parts(case: dict[str, Any]) -> list[dict[str, Any]]:
    """子项目 of a case: a name, its 预算 in 万元, and what it says of the row."""
    parts = []
    for name, said in case.get("子项目", {}).items():
        budget, initial = said.get("预算"), said.get("年初预算")
        fund = {"来源": "财政拨款", "年初预算": initial, "全年预算": budget, "执行": budget}
        money = [fund] if budget or initial else None
        row = {"名称": "样例指标"} | {k: v for k, v in said.items() if not k.endswith("预算")}
        parts.append({"名称": name, "资金": {"明细": money} if money else None, "指标": [row]})
    return parts


def _check_execution(case: dict[str, Any]) -> None:
    execution = card_of(case).execution
    assert execution.score == _number(case.get("执行得分", "无")), execution.explanation
    if "执行率" in case:
        assert execution.rate == Decimal(case["执行率"])
    assert case["原文"] in execution.explanation


def _check_grade(case: dict[str, Any]) -> None:
    card = card_of(case)
    assert card.total.score == Decimal(case["总分"])
    assert card.total.complete
    grades = load(case["规则"]).grades
    assert grades is not None
    assert case["原文"] in grades.words


def _check_allotment(case: dict[str, Any]) -> None:
    card = card_of(case)
    expected = [_number(value) for value in case["分值为"]]
    assert [row.weight for row in card.indicators] == expected
    words = [section.words for _, section in load(case["规则"]).sections()]
    assert any(case["原文"] in text for text in words)
