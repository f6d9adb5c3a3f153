"""Numbers worked out of what is told, bodies by their short form, denials in other words; and the lies next to each."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from assistant.facts import Fact, gather
from assistant.grounding import ground
from assistant.model.evaluation import Evaluation
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

DATA: dict[str, Any] = {
    "项目": {"名称": "村级卫生室提升", "年度": 2023, "主管部门": "县卫生健康局", "实施单位": "县基层卫生中心"},
    "资金": {
        "单位": "万元",
        "明细": [
            {"来源": "省级公共卫生专项", "年初预算": 200, "全年预算": 200, "到位": 200, "执行": 180, "原因": "3名乡医的考核补助20万元因考核推迟没有发放"},
            {"来源": "县级财政拨款", "年初预算": 60, "全年预算": 90, "到位": 72, "执行": 65.5,
             "原因": "5月追加30万元用于购买冷藏箱，其中18万元年底没有拨付；监理费6.5万元没有到付款期"},
        ],
        "管理": "6月县审计局抽查12个卫生室，发现3个卫生室多记药品1250元，已退回；药品款先验收、后付款；9月抽查药房没有发现过期药品；冷藏箱结算价比合同价高3元",
    },
    "指标": [
        {"一级": "产出指标", "二级": "数量指标", "名称": "改造卫生室", "目标": "≥40个", "实际": "34个", "分值": 20,
         "原因": "青山片区4个卫生室的房屋5月停电检修，停工12天；2个卫生室8月道路塌方，停工7天，设备从8月起停止运送",
         "措施": "接种点由4个增加到7个，停工的卫生室优先安排施工", "责任单位": "县疾病预防控制中心免疫规划科", "完成时限": "2024年6月底前"},
        {"一级": "产出指标", "二级": "数量指标", "名称": "接种疫苗剂次", "目标": "≥9000剂次", "实际": "8260剂次", "分值": 20,
         "原因": "上年登记的160名儿童中有47名没有接种完；2箱疫苗没有批号，10月退回厂家", "措施": "疫苗到库前逐箱核对批号",
         "责任单位": "县疾病预防控制中心免疫规划科", "完成时限": "2024年3月底前"},
        {"一级": "效益指标", "二级": "社会效益指标", "名称": "缓解偏远山村看病难问题", "目标": "明显缓解", "实际": "有所缓解", "完成程度": "部分达成", "评分比例": "70%",
         "分值": 30, "原因": "山上5个村太远，巡诊车每周只去一次"},
        {"一级": "产出指标", "二级": "质量指标", "名称": "设备合格率", "目标": "100%", "实际": "100%", "分值": 20},
    ],
}  # fmt: skip


@cache
def facts() -> tuple[Fact, ...]:
    data = Evaluation.model_validate(DATA)
    return gather(score(data, for_evaluation(data)))


def verdict(text: str, section: str = "deviation_reasons", indicator: str = "") -> str:
    return ground(text, facts(), section=section, indicator=indicator).verdict


REASONS, MEASURES, MONEY = "deviation_reasons", "improvement_measures", "funds_execution"


@pytest.mark.parametrize(
    ("section", "indicator", "true", "lie"),
    [
        (REASONS, "改造卫生室", "停电检修停工12天，道路塌方停工7天，两者合计19天。", "停电检修停工12天，道路塌方停工7天，两者合计20天。"),
        (REASONS, "接种疫苗剂次", "上年登记的160名儿童中，有47名没有接种完，约占三成。", "上年登记的160名儿童中，有47名没有接种完，约占四成。"),
        (MONEY, "", "5月追加的30万元用于购买冷藏箱，年底仅拨付12万元。", "5月追加的30万元用于购买冷藏箱，年底仅拨付15万元。"),
        (MONEY, "", "县级财政拨款中有6.5万元到位后没有支出。", "县级财政拨款中有7.5万元到位后没有支出。"),
        (MEASURES, "改造卫生室", "接种点新增3个，2024年6月底前完成。", "接种点新增4个，2024年6月底前完成。"),
        (MEASURES, "改造卫生室", "县疾控中心免疫规划科负责在2024年6月底前将接种点增加到7个。", "县妇幼中心免疫规划科负责在2024年6月底前将接种点增加到7个。"),
        (REASONS, "接种疫苗剂次", "2箱疫苗未标批号，10月退回厂家。", "2箱疫苗标有批号，10月退回厂家。"),
        (REASONS, "改造卫生室", "设备从8月起不再运送。", "设备从8月起运送。"),
        (REASONS, "", "偏远山村看病难没有完全解决。", "偏远山村看病难已经解决。"),
        (REASONS, "改造卫生室", "道路塌方停工7天的卫生室有两个。", "道路塌方停工7天的卫生室有三个。"),
        (REASONS, "", "山上5个村太远，巡诊车每周仅去一次。", "山上5个村太远，巡诊车每月仅去一次。"),
        ("funds_management", "", "9月抽查药房，未发现过期药品。", "9月抽查药房，查出过期药品。"),
        ("funds_management", "", "药品款先验收后付款，冷藏箱结算价比合同价高3元。", "药品款先验收后付款，冷藏箱结算价比合同价低3元。"),
        (MONEY, "", "省级公共卫生专项的执行率高于县级财政拨款。", "省级公共卫生专项的执行率低于县级财政拨款。"),
    ],
)  # fmt: skip
def test_the_true_one_passes_and_its_lie_does_not(
    section: str, indicator: str, true: str, lie: str
) -> None:
    assert verdict(true, section, indicator) == "supported"
    assert verdict(lie, section, indicator) == "unsupported"


@pytest.mark.parametrize(
    ("section", "lie"),
    [
        (MONEY, "5月追加的30万元年底没有拨付。"), (MONEY, "追加的30万元年底分文未拨。"), (MONEY, "5月追加的30万元用于支付监理费。"),
        (MONEY, "没有发放的20万元已列入2024年县级预算。"), ("funds_management", "6月县审计局抽查发现12个卫生室多记药品1250元。"),
        (REASONS, "部分儿童家长对疫苗不满，47名没有接种完。"), (REASONS, "2个卫生室全年停工。"),
        (REASONS, "山上5个村太远，巡诊车每两周去一次。"), ("funds_management", "9月抽查药房发现过期药品。"),
        (MEASURES, "接种点由7个减少到4个。"),
        ("funds_management", "药品款先付款、后验收。"), ("funds_management", "冷藏箱合同价比结算价高3元。"),
        (MEASURES, "接种点优先安排施工。"), (MONEY, "20万元没有发放，是因为省级公共卫生专项没有到位。"),
    ],
)  # fmt: skip
def test_a_whole_for_its_part_another_use_another_count(section: str, lie: str) -> None:
    assert verdict(lie, section) == "unsupported"
