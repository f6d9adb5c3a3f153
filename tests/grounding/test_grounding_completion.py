"""Built, finished, done already, paid late: of what only a note speaks of, the note must say so (found by a clerk's trial)."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.facts import gather
from assistant.grounding import ground
from assistant.model.evaluation import Evaluation
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

DATA: dict[str, Any] = {
    "项目": {"名称": "校舍维修", "年度": 2023, "主管部门": "县教育局", "实施单位": "县第一小学"},
    "资金": {
        "单位": "万元",
        "明细": [{"来源": "省级补助资金", "全年预算": 120, "到位": 110, "执行": 100, "原因": "两处工地没开工，质保金还没到期"}],
        "措施": "2024年6月底前把质保金和尾款付掉",
    },
    "指标": [
        {"一级": "产出指标", "二级": "数量指标", "名称": "维修校舍", "目标": "≥10所", "实际": "8所", "分值": 40,
         "原因": "石桥、青岗2所校舍鉴定为危房，重新选址耽误", "措施": "2024年9月底前完成新址改造"},
        {"一级": "产出指标", "二级": "数量指标", "名称": "添置课桌", "目标": "≥300套", "实际": "260套", "分值": 40,
         "原因": "厂家8月停产检修，40套到货晚，12月20日已全部补齐", "措施": "加购2台搬运车，总务处2024年3月底前办妥"},
    ],
}  # fmt: skip


def verdict(text: str, section: str = "", indicator: str = "") -> str:
    data = Evaluation.model_validate(DATA)
    facts = gather(score(data, for_evaluation(data)))
    return ground(text, facts, section=section, indicator=indicator).verdict


@pytest.mark.parametrize("section", ["", "funds_execution", "other"])
@pytest.mark.parametrize(
    "lie",
    [
        "石桥、青岗2所校舍已建成投入使用。", "2所校舍已建成。", "石桥、青岗2所校舍已于2024年6月竣工。", "新址改造完成，已投入使用。",
        "质保金已全部付清。", "质保金已付清。", "总务处已加购2台搬运车。", "搬运车已增加2台。", "省级补助资金到位晚。",
        "因省级补助资金拨付滞后，石桥、青岗2所校舍重新选址。",
    ],
)  # fmt: skip
def test_what_is_planned_or_nobody_said_is_not_done(lie: str, section: str) -> None:
    assert verdict(lie, section) == "unsupported"


@pytest.mark.parametrize(
    "told",
    [
        "全年维修校舍8所，较年度指标值少2所。", "8所校舍已完成维修。", "八所校舍已完成维修。", "40套课桌到货晚，已于12月20日全部补齐。",
        "石桥、青岗2所校舍鉴定为危房，重新选址，耽误了进度。", "质保金尚未到期。",
    ],
)  # fmt: skip
def test_what_the_notes_say_stands(told: str) -> None:
    assert verdict(told) == "supported"
