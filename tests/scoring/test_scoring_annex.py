"""The annex of scores: a line for execution, each row and the total, each with its formula and clause."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.intake.yaml import read_evaluation
from assistant.model.evaluation import Evaluation
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


_RULE = "执行率×分值，最高记满分；执行率为全年执行数除以全年预算数"
_UNREAD = "（条款原文待核）"


def _complete(**changes: Any) -> Evaluation:
    rows = [
        {"一级": level1, "二级": "某类", "名称": level1, "目标": "10个", "实际": "10个"}
        for level1 in ("产出指标", "效益指标", "满意度指标")
    ]
    tree = {
        "项目": {"名称": "某项目", "年度": 2021},
        "资金": {"单位": "元", "明细": [{"来源": "财政拨款", "全年预算": "200", "执行": "100"}]},
        "指标": rows,
    }
    return Evaluation.model_validate(tree | changes)


def test_the_words_of_a_scored_annex() -> None:
    annex = scores_annex(score(_complete(), load("cn-2020-10")))
    assert annex.title == "项目支出绩效自评计分明细"
    assert annex.columns == (
        "序号", "指标", "年度指标值", "全年完成值", "分值", "得分", "计分规则和算式", "依据"
    )  # fmt: skip
    assert annex.rows[0] == (
        "", "预算执行率", "200元", "100元", "10.00", "5.00",
        f"{_RULE}。100元÷200元＝50%，10分×100÷200＝5分",
        f"财预〔2020〕10号附件1《项目支出绩效自评表》{_UNREAD}",
    )  # fmt: skip
    assert annex.rows[1] == (
        "I1", "某类：产出指标", "10个", "10个", "50.00", "50.00",
        "完成指标值记满分，未完成按完成值与指标值的比例记分。实际10个达到目标10个，记满分50分",
        f"财预〔2020〕10号第十七条第二款{_UNREAD}",
    )  # fmt: skip
    assert annex.rows[-1] == ("", "合计", "", "", "100.00", "95.00", "等级：优", "")
    assert annex.notes[0] == "评分规则：项目支出绩效评价管理办法（cn-2020-10）。"
    assert annex.notes[1].startswith("数据未给出全部分值")
    assert len(annex.notes) == 2


def test_the_annex_says_when_there_is_no_money_no_target_and_no_grade() -> None:
    row = {"一级": "产出", "二级": "数量", "名称": "x", "目标": "", "实际": "5个", "分值": "10"}
    card = score(_complete(资金=None, 指标=[row]), load("cn-2020-10"))
    annex = scores_annex(card)
    assert annex.rows[0][2:6] == ("—", "—", "10.00", "—")
    assert annex.rows[1][2:6] == ("—", "5个", "10.00", "—")
    assert annex.rows[-1][4:7] == ("0.00", "0.00", "有指标未能计分，暂不评等级")
    assert len(annex.notes) == 1
    full = {"一级": "产出", "二级": "数量", "名称": "x", "目标": "1个", "实际": "5个", "分值": "10"}
    odd = scores_annex(score(_complete(指标=[full]), load("cn-2020-10")))
    assert odd.rows[-1][6] == "分值合计不是100分，不评等级"


def test_the_annex_of_an_unscored_card_gives_the_rate() -> None:
    annex = scores_annex(score(_complete(), load("transfer-completion")))
    assert annex.columns == (
        "序号", "指标", "年度指标值", "全年完成值", "完成情况", "计分规则和算式", "依据"
    )  # fmt: skip
    assert annex.rows[0][4] == "50%"
    assert annex.rows[1][4] == "100%"


def test_the_annex_tells_how_parts_came_together() -> None:
    parts = [
        {"名称": town, "指标": [{"名称": "产出指标", "实际": actual}]}
        for town, actual in (("甲镇", "4个"), ("乙镇", "6个"))
    ]
    row = {"一级": "产出指标", "二级": "数量指标", "名称": "产出指标", "目标": "10个"}
    annex = scores_annex(score(_complete(指标=[row], 子项目=parts), load("cn-2020-10")))
    assert annex.rows[1][1] == "数量：产出指标"
    assert "。2个子项目求和：甲镇4个＋乙镇6个＝10个。实际10个达到" in annex.rows[1][6]
