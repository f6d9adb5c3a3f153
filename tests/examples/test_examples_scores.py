"""The examples give the points that their READMEs promise."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.intake.yaml import read_evaluation
from assistant.rules.loader import load
from assistant.scoring import score

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    ("name", "execution", "total", "grade"),
    [
        ("yanchi-2021", "10", "59.64", None),
        ("xuancheng-2021", "10", "95.00", "优"),
        ("multi", "9.25", "94.93", "优"),
    ],
)
def test_an_example_scores_what_its_readme_says(
    name: str, execution: str, total: str, grade: str | None
) -> None:
    card = score(read_evaluation(EXAMPLES / name / "数据.yaml"), load("cn-2020-10"))
    assert card.execution.score == Decimal(execution)
    assert card.total.score == Decimal(total)
    assert (card.grade, card.total.complete) == (grade, grade is not None)
    readme = (EXAMPLES / name / "README.md").read_text(encoding="utf-8")
    assert total in readme


@pytest.mark.parametrize("name", ["xuancheng-2021", "multi"])
def test_every_row_of_a_readme_has_the_points_of_its_indicator(name: str) -> None:
    card = score(read_evaluation(EXAMPLES / name / "数据.yaml"), load("cn-2020-10"))
    points = {row.indicator.name: row.score for row in card.indicators}
    readme = (EXAMPLES / name / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| ([^|*]+) \|.*\| ([\d.]+)(?: 分)?[^|]* \|$", readme)
    checked = [(n, p) for n, p in rows if n in points]
    assert len(checked) >= 5
    for indicator, promised in checked:
        assert points[indicator] == Decimal(promised), indicator


def test_made_up_figures_under_a_real_name_are_marked_as_such() -> None:
    evaluation = read_evaluation(EXAMPLES / "xuancheng-2021" / "数据.yaml")
    for row in evaluation.indicators:
        if row.level1 != "产出指标":
            assert row.evidence.startswith("示例数据，非公开数据")
    assert "不是公开数据" in evaluation.report.other
