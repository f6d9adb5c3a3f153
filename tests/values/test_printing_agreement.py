"""One figure looks the same wherever it stands: table, sentence, form, annex, JSON, finding."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import gather
from assistant.forms.filled.self_evaluation import self_evaluation
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard
from assistant.report import tables
from assistant.rules.loader import load
from assistant.scoring import score
from assistant.scoring.annex import scores_annex
from assistant.scoring.scorecard_json import dump, to_json
from assistant.values.printing import percent, points, rounded_ratio, tidy

FIGURE = re.compile(r"\d+(?:\.\d+)?%")


def card(budget: str, spent: str) -> Scorecard:
    tree = {
        "项目": {"名称": "样例", "年度": 2022},
        "资金": {
            "单位": "元",
            "明细": [
                {"来源": "县级资金", "全年预算": budget, "到位": spent, "执行": spent},
                {"来源": "乡镇资金", "全年预算": budget, "到位": spent, "执行": spent},
            ],
        },
        "指标": [
            {
                "一级": "产出",
                "二级": "数量",
                "名称": "印发份数",
                "目标": f"≥{budget}份",
                "实际": f"{spent}份",
            }
        ],
    }
    return score(Evaluation.model_validate(tree), load("transfer-completion"))


def rooms(made: Scorecard) -> dict[str, set[str]]:
    """The percentages near the rate that each room prints."""
    facts = gather(made)
    texts = {
        "facts": " ".join(
            f.said for f in facts if f.key.endswith(("execution_rate", "completion"))
        ),
        "sentences": " ".join(
            s.text for section in draft_by_rules(made, facts).sections for s in section.sentences
        ),
        "tables": repr(tables.completion(made)) + repr(tables.funds(made)),
        "form": repr(self_evaluation(made)),
        "annex": repr(scores_annex(made)),
    }
    return {room: set(FIGURE.findall(text)) for room, text in texts.items()}


@pytest.mark.parametrize(
    ("budget", "spent", "shown"),
    [
        ("1000000", "999999", "99.99%"),
        ("10000000", "9999950", "99.99%"),
        ("1000", "938.56", "93.86%"),
        ("800", "797.96", "99.75%"),
        ("300", "100", "33.33%"),
    ],
)
def test_every_room_prints_the_same_rate(budget: str, spent: str, shown: str) -> None:
    made = card(budget, spent)
    assert percent(made.execution.rate) == shown
    for room, figures in rooms(made).items():
        if room != "annex":
            assert shown in figures, (room, figures)
        if room in {"facts", "tables", "annex"}:
            assert "100%" not in figures, (room, figures)
    said = json.loads(dump(to_json(made)))
    assert percent(Decimal(str(said["budget_execution"]["rate"]))) == shown
    assert percent(Decimal(str(said["indicators"][0]["completion"]))) == shown


@given(st.fractions(min_value=0, max_value=3))
def test_a_rate_prints_100_percent_only_where_it_is(ratio: Fraction) -> None:
    assert (percent(ratio) == "100%") == (ratio == 1)
    assert percent(rounded_ratio(ratio)) == percent(ratio)


@given(st.decimals(min_value=0, max_value=10**6, places=6))
def test_points_are_rounded_half_up_once(value: Decimal) -> None:
    assert points(value) == tidy(value)
    assert abs(Decimal(points(value)) - value) <= Decimal("0.005")
