"""The annex of scores: a line for execution, each row and the total, each with its formula and clause."""

from __future__ import annotations

from pathlib import Path

from assistant.intake.yaml import read_evaluation
from assistant.rules.loader import load
from assistant.scoring import score
from assistant.scoring.annex import scores_annex

_DATA = Path(__file__).parent / "data"


def test_every_line_has_as_many_cells_as_there_are_columns() -> None:
    for name in ("cn-2020-10", "transfer-completion"):
        annex = scores_annex(score(read_evaluation(_DATA / "yanchi-2021.yaml"), load(name)))
        assert {len(row) for row in annex.rows} == {len(annex.columns)}


def test_a_scored_annex_ends_in_the_total_and_says_why_there_is_no_grade() -> None:
    annex = scores_annex(score(read_evaluation(_DATA / "yanchi-2021.yaml"), load("cn-2020-10")))
    assert annex.rows[0][1] == "预算执行率"
    assert annex.rows[2][4:6] == ("7.15", "6.79")
    assert "7.15分×95%÷100%＝6.79分" in annex.rows[2][6]
    assert annex.rows[-1] == (
        "",
        "合计",
        "",
        "",
        "60.00",
        "59.64",
        "有指标未能计分，暂不评等级",
        "",
    )
    assert annex.rows[-2][3] == "缺实际值"


def test_an_unscored_annex_has_completion_instead_of_points() -> None:
    annex = scores_annex(
        score(read_evaluation(_DATA / "yanchi-2021.yaml"), load("transfer-completion"))
    )
    assert "完成情况" in annex.columns
    assert annex.rows[2][4] == "95%"
    assert len(annex.rows) == 13
