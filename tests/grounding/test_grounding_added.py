"""A character more in a clause that is told whole passes; one that counts, turns or takes another's place does not."""

from __future__ import annotations

from typing import Any

import pytest
from grounding_cases import judge_of

DATA: dict[str, Any] = {
    "项目": {"名称": "渡口改造", "年度": 2023, "主管部门": "县交通运输局", "实施单位": "县港航中心"},
    "资金": {"单位": "万元", "明细": [{"来源": "县级财政拨款", "年初预算": 90, "全年预算": 90, "到位": 90, "执行": 81}],
           "管理": "5月县审计局抽查渡口台账，退回误付的油料费1.2万元"},
    "指标": [
        {"一级": "产出指标", "二级": "数量指标", "名称": "改造渡口", "目标": "≥20处", "实际": "17处", "分值": 20,
         "原因": "下沙村到渡口的堤路8月塌方；抽检的300份样品有45份不合格，31份反映渡船太旧，14份嫌候船时间长；工人对河段不熟，9月停工6天",
         "措施": "堤路改走老街，船工按季培训", "责任单位": "县港航中心工程股", "完成时限": "2024年6月底前"},
        {"一级": "产出指标", "二级": "数量指标", "名称": "新建趸船", "目标": "≥10艘", "实际": "9艘", "分值": 20,
         "原因": "1艘趸船的厂家10月停产检修", "措施": "停产的厂家换成省内船厂", "责任单位": "县港航中心采购股", "完成时限": "2024年3月底前"},
        {"一级": "产出指标", "二级": "数量指标", "名称": "培训船工", "目标": "≥100人次", "实际": "130人次", "分值": 10},
        {"一级": "效益指标", "二级": "社会效益指标", "名称": "每航次等候时间", "目标": "≤12分钟", "实际": "11.5分钟", "分值": 30},
        {"一级": "产出指标", "二级": "成本指标", "名称": "每升油料成本", "目标": "≤7.5元", "实际": "7.42元", "分值": 10},
    ],
}  # fmt: skip


verdict = judge_of(DATA)
REASONS, MEASURES = "deviation_reasons", "improvement_measures"


@pytest.mark.parametrize(
    ("section", "indicator", "true", "lie"),
    [
        (REASONS, "改造渡口", "下沙村通往渡口的堤路8月塌方。", "下沙村通往渡口的堤路8月全塌方。"),
        (REASONS, "改造渡口", "工人对河段不熟悉，9月停工6天。", "工人对河段熟悉，9月停工6天。"),
        (REASONS, "新建趸船", "1艘趸船的厂家方10月停产检修。", "1艘趸船的厂家方10月停产搬迁。"),
        (REASONS, "改造渡口", "抽检样品300份，合格255份。", "抽检样品300份，合格245份。"),
        (REASONS, "改造渡口", "反映渡船太旧的31份，比嫌候船时间长的多17份。", "嫌候船时间长的14份，比反映渡船太旧的多17份。"),
        ("output", "", "每升油料成本7.42元，低于上限8分钱。", "每升油料成本7.42元，低于上限9分钱。"),
    ],
)  # fmt: skip
def test_a_way_of_putting_it_passes_and_the_lie_beside_it_does_not(
    section: str, indicator: str, true: str, lie: str
) -> None:
    assert verdict(true, section, indicator) == "supported"
    assert verdict(lie, section, indicator) == "unsupported"
