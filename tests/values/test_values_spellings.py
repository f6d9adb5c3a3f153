"""Rows as published forms write them: what each comes to (`cases/*.txt`).

A line is 二级 | 名称 | 目标 | 实际 | 情况 | 完成率, of the year 2022 under 10号: m met, n not met, o far over, ? asked of
a person (no score, with a finding that says why); `-` where the rate says nothing. `spellings_apart.txt` was kept
apart while the reader was made.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import ScoredIndicator
from assistant.rules.loader import load
from assistant.scoring import score

FOLDER = Path(__file__).parent / "cases"
RULES = load("cn-2020-10")
CLASSES = {
    "成本": "产出", "经济成本": "成本", "社会成本": "成本", "生态环境成本": "成本", "质量": "产出", "数量": "产出",
    "时效": "产出", "社会效益": "效益", "经济效益": "效益", "生态效益": "效益", "可持续影响": "效益", "服务对象满意度": "满意度",
}  # fmt: skip
STATUS = {"m": {"met", "over"}, "n": {"not_met"}, "o": {"over"}, "?": {"ungraded", "missing"}}


def cases(name: str) -> list[tuple[str, ...]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    return [tuple(part.strip() for part in line.split("|")) for line in rows]


def scored(
    level2: str, name: str, target: str, actual: str, year: int = 2022
) -> tuple[ScoredIndicator, set[str]]:
    row = {"一级": CLASSES[level2], "二级": level2, "名称": name, "目标": target, "实际": actual}
    tree = {"项目": {"名称": "样例", "年度": year}, "指标": [row]}
    card = score(Evaluation.model_validate(tree), RULES)
    return card.indicators[0], {f.code for f in card.findings if f.location.startswith("I1")}


@pytest.mark.parametrize(
    "case",
    cases("spellings.txt") + cases("spellings_apart.txt") + cases("spellings_second.txt"),
    ids=lambda c: "|".join(c[1:4]),
)
def test_the_row_comes_to(case: tuple[str, ...]) -> None:
    level2, name, target, actual, status, rate = case
    line, codes = scored(level2, name, target, actual)
    assert line.status in STATUS[status], (line.status, line.formula)
    if status == "?":
        assert line.score is None
        assert codes
    elif rate != "-":
        assert line.completion == Decimal(rate), line.formula


@pytest.mark.parametrize("case", cases("spellings_unseen.txt"), ids=lambda c: "|".join(c[1:4]))
def test_the_row_of_another_hand_comes_to(case: tuple[str, ...]) -> None:
    level2, name, target, actual, status, rate = case
    line, codes = scored(level2, name, target, actual, 2023)
    assert line.status in STATUS[status], (line.status, line.formula)
    assert (line.score is None) == (status == "?")
    assert codes or status != "?"
    if rate != "-":
        assert line.completion == Decimal(rate), line.formula


def test_there_are_hundreds_of_rows() -> None:
    assert len(cases("spellings.txt") + cases("spellings_apart.txt")) >= 300
