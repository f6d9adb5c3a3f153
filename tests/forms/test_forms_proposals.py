"""Points that a person gave on the form, for rows that only a person can judge."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import form_variants as v

from assistant.forms.read.imported import Imported
from assistant.forms.read.proposals import proposals, taken
from assistant.intake import read_all

HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]


def _form(tmp_path: Path, *rows: list[str]) -> Imported:
    lines = [["项目支出绩效自评表（2022年度）"], ["项目名称", "河道整治项目"], HEAD, *rows]
    path = v.to_xlsx(tmp_path / "表.xlsx", [[(text, 1, 1) for text in line] for line in lines])
    (found,) = read_all(path)
    return found


def test_points_of_a_qualitative_and_of_a_late_row_are_proposed_and_taken_on_a_yes(
    tmp_path: Path,
) -> None:
    found = _form(
        tmp_path,
        ["产出指标", "数量指标", "整治河道", "≥10公里", "8公里", "40", "32"],
        ["产出指标", "时效指标", "完工时间", "2022年10月底前", "2022年12月", "20", "16"],
        ["效益指标", "生态效益指标", "水质改善", "明显改善", "有所改善", "20", "15"],
        ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "92%", "10", "10"],
    )
    offered = proposals(found)
    assert [(p.indicator, p.ratio) for p in offered] == [(1, Decimal("0.8")), (2, Decimal("0.75"))]
    assert "16（分值 20），即评分比例 80%" in offered[0].words
    assert all(i.ratio is None for i in found.evaluation().indicators)
    assert [i.ratio for i in taken(found, offered).evaluation().indicators] == [
        None, Decimal("0.8"), Decimal("0.75"), None,
    ]  # fmt: skip


def test_points_beyond_the_weight_or_beside_no_number_are_not_proposed(tmp_path: Path) -> None:
    found = _form(
        tmp_path,
        ["效益指标", "生态效益指标", "水质改善", "明显改善", "有所改善", "20", "25"],
        ["效益指标", "社会效益指标", "出行条件", "明显改善", "有所改善", "10", "良"],
    )
    assert proposals(found) == ()
