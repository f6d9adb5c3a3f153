"""A date, a number, a name, a cause fills its place in a part of a note and no other; the truth beside each lie passes."""

from __future__ import annotations

from typing import Any

import pytest
from grounding_cases import judge_of

DATA: dict[str, Any] = {
    "项目": {"名称": "河道清淤", "年度": 2023, "主管部门": "县水利局", "实施单位": "县河道管理所"},
    "资金": {"单位": "万元", "明细": [
        {"来源": "省级水利资金", "年初预算": 300, "全年预算": 300, "到位": 300, "执行": 255, "原因": "弃土场押金没退，45万元运费没付"},
        {"来源": "县级配套资金", "年初预算": 100, "全年预算": 100, "到位": 88, "执行": 88, "原因": "县级财力紧，12万元没到位"}],
        "管理": "运费按车次结算；4月县审计局抽查过磅单40张，核减重复运费1.3万元；11月管理所约谈了误工的2家施工队",
        "原因": "弃土场押金没退，45万元运费没付"},
    "指标": [
        {"一级": "产出指标", "二级": "数量指标", "名称": "清淤河道长度", "目标": "≥60公里", "实际": "52公里", "分值": 20,
         "原因": "青溪镇3公里河段6月塌岸，挖机进不去；柳坡镇5公里河段的弃土场，村民9月拦路不让倒",
         "措施": "青溪镇河段先打木桩固岸；柳坡镇河段的淤泥运到砖厂堆放", "责任单位": "县河道管理所工程股", "完成时限": "2024年4月底前"},
        {"一级": "产出指标", "二级": "数量指标", "名称": "修复护岸", "目标": "≥20处", "实际": "20处", "分值": 10},
        {"一级": "效益指标", "二级": "社会效益指标", "名称": "水质投诉办结率", "目标": "≥95%", "实际": "96%", "分值": 30},
    ],
}  # fmt: skip

verdict = judge_of(DATA)
REASONS, MEASURES = "deviation_reasons", "improvement_measures"
MANAGED, SPENT, OUTPUT = "funds_management", "funds_execution", "output"
LENGTH = "清淤河道长度"


@pytest.mark.parametrize(
    ("section", "indicator", "true", "lie"),
    [
        # a date of another part of the note
        (MANAGED, "", "4月，县审计局抽查了40张过磅单。", "11月，县审计局抽查了40张过磅单。"),
        (MANAGED, "", "11月，误工的2家施工队被管理所约谈。", "4月，误工的2家施工队被管理所约谈。"),
        (REASONS, LENGTH, "柳坡镇河段的弃土场9月被村民拦路。", "柳坡镇河段的弃土场6月被村民拦路。"),
        # a number of a note on something else, told as one of the form
        (SPENT, "", "全年预算400万元，支出343万元。", "全年预算45万元，支出343万元。"),
        (SPENT, "", "省级水利资金支出255万元。", "省级水利资金支出45万元。"),
        (OUTPUT, "", "修复护岸20处。", "修复护岸40处。"),
        (REASONS, LENGTH, "清淤河道52公里，比目标少8公里。", "清淤河道52公里，比目标少5公里。"),
        (REASONS, LENGTH, "青溪镇有3公里河段6月塌岸。", "青溪镇有5公里河段6月塌岸。"),
        # a name of another part
        (REASONS, LENGTH, "青溪镇的河段塌岸，挖机进不去。", "柳坡镇的河段塌岸，挖机进不去。"),
        (MEASURES, LENGTH, "青溪镇河段先打木桩固岸。", "柳坡镇河段先打木桩固岸。"),
        # who asks whom; what is told of a condition
        (MANAGED, "", "管理所约谈了误工的施工队。", "误工的施工队约谈了管理所。"),
        (MEASURES, LENGTH, "柳坡镇河段的淤泥运到砖厂堆放。", "柳坡镇河段的淤泥不必运到砖厂。"),
        # which of two sources was spent further, by how much; a share in words; what was kept to
        (SPENT, "", "省级水利资金的执行率比县级配套资金低。", "省级水利资金的执行率比县级配套资金高。"),
        (SPENT, "", "县级配套资金执行率88%，高出省级水利资金3个百分点。", "县级配套资金执行率88%，高出省级水利资金6个百分点。"),
        (REASONS, LENGTH, "少清淤的8公里中，超过一半在柳坡镇。", "少清淤的8公里中，近三成在柳坡镇。"),
        # what the note tells later is no cause of what it tells before
        (REASONS, LENGTH, "青溪镇河段塌岸，致使挖机进不去。", "青溪镇河段因挖机进不去，致使6月塌岸。"),
        (REASONS, LENGTH, "青溪镇河段塌岸，挖机进不去。", "挖机进不去，青溪镇河段才塌岸。"),
    ],
)  # fmt: skip
def test_the_truth_passes_and_the_lie_beside_it_does_not(
    section: str, indicator: str, true: str, lie: str
) -> None:
    assert verdict(true, section, indicator) == "supported"
    assert verdict(lie, section, indicator) == "unsupported"
