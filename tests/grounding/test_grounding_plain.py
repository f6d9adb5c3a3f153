"""A plain lie changes one thing of a true sentence: a year, a total, a bound, a count, who does it, a cause that is none."""

from __future__ import annotations

import pytest

from assistant.grounding import ground
from evals.ground.measure import facts_of

ROAD = "42-road-2023"
REASON, MEASURE = "deviation_reasons", "improvement_measures"


@pytest.mark.parametrize(
    ("section", "indicator", "true", "false"),
    [
        ("application", "", "2025年的养护预算以自评结果为依据。", "2024年的养护预算以自评结果为依据。"),
        ("application", "", "随2023年度部门决算在县政府网站公开。", "随2023年度部门预算在县政府网站公开。"),
        ("overall", "", "全年预算为740万元。", "全年预算为700万元。"),
        ("overall", "", "资金到位率为97.3%。", "资金到位率为100%。"),
        ("overall", "", "总体目标是养护农村公路120公里。", "总体目标是养护农村公路108公里。"),
        ("overall", "", "全年共养护农村公路108公里。", "全年共养护农村公路120公里。"),
        ("overall", "", "项目由青山县公路管理站实施。", "项目由青山县交通运输局实施。"),
        ("output", "", "产出指标6项，完成3项。", "产出指标6项，全部完成。"),
        ("output", "更换标志牌数量", "标志牌更换300块，完成年度指标值。", "标志牌更换300块，超额完成年度指标值。"),
        ("funds_management", "", "设立专账，5月、10月各检查一次。", "设立专账，每月检查一次。"),
        ("funds_management", "", "5月、10月各检查一次。", "5月、10月各检查两次。"),
        (REASON, "交通事故下降率", "没有安装护栏的3公里路段发生事故6起。", "没有安装护栏的3公里路段发生事故至少6起。"),
        (REASON, "安装波形护栏长度", "3公里护栏板未按期到货，原因是供货厂家停产检修。", "3公里护栏板未按期到货，原因是时间有限。"),
        (REASON, "沿线群众满意度", "满意度没有达到目标，柳沟村村民反映绕行距离长。", "满意度没有达到目标，系工作不到位所致。"),
        (REASON, "", "护栏工程尾款54万元在竣工验收后支付。", "护栏工程尾款54万元已于2024年3月支付。"),
        (MEASURE, "养护农村公路里程", "柳沟村至石桥村路段12公里，2024年5月底前养护完毕。", "柳沟村至石桥村路段12公里已养护完毕。"),
        (MEASURE, "", "2024年4月底前由公路站财务股组织验收并支付尾款。", "2024年4月底前由公路站工程股组织验收并支付尾款。"),
    ],
)  # fmt: skip
def test_one_thing_changed_is_seen(section: str, indicator: str, true: str, false: str) -> None:
    facts = facts_of(ROAD)
    assert ground(true, facts, section=section, indicator=indicator).verdict == "supported"
    assert ground(false, facts, section=section, indicator=indicator).verdict == "unsupported"


YANCHI = "03-yanchi-diwang-2021"


@pytest.mark.parametrize(
    ("section", "true", "false"),
    [
        ("output", "租赁视频服务在线率不能达到100%。", "租赁视频服务在线率达到100%。"),
        ("output", "“雪亮工程”网络安全升级项目资金没有超出年度指标值。", "“雪亮工程”网络安全升级项目资金超出年度指标值。"),
        ("funds_execution", "项目资金已全部支付。", "项目资金未全部支付。"),
        (REASON, "未完成的指标共1项。", "未完成的指标共2项。"),
        ("overall", "主管部门为盐池县公安局。", "主管部门为吴忠市公安局。"),
        ("overall", "12项指标中5项缺实际完成值。", "12项指标全部有实际完成值。"),
    ],
)  # fmt: skip
def test_what_the_whole_says_is_held_to_the_whole(section: str, true: str, false: str) -> None:
    facts = facts_of(YANCHI)
    assert ground(true, facts, section=section).verdict == "supported"
    assert ground(false, facts, section=section).verdict == "unsupported"
