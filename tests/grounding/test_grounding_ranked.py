"""What is told as more, most, first, done or conditional is held to the values and to the order of the notes; the truth beside each passes."""

from __future__ import annotations

from typing import Any

import pytest
from grounding_cases import judge_of

DATA: dict[str, Any] = {
    "项目": {"名称": "湿地修复", "年度": 2023, "主管部门": "县林业局", "实施单位": "县湿地保护站"},
    "资金": {"单位": "万元", "明细": [{"来源": "省级湿地补助", "年初预算": 90, "全年预算": 90, "到位": 90, "执行": 81}],
           "管理": "苗木款按月计量，监理签字后支付；8月县审计局抽查台账，退回误付的运费1.2万元"},
    "指标": [
        {"一级": "产出指标", "二级": "数量指标", "名称": "栽植芦苇面积", "目标": "≥200亩", "实际": "150亩", "分值": 20,
         "原因": "月亮湖片区7月涨水，9月才退水；南汊片区的苗木站8月倒闭，改从外省调苗；9起毁苗有6起出在月亮湖片区",
         "措施": "月亮湖片区待水位回落再补栽，补栽时间提前到4月", "责任单位": "县湿地保护站工程股", "完成时限": "2024年5月底前"},
        {"一级": "产出指标", "二级": "数量指标", "名称": "建成观鸟台", "目标": "≥10座", "实际": "9座", "分值": 10,
         "原因": "1座观鸟台的木料10月才到货；问卷里41份嫌步道太窄，19份嫌指示牌少", "措施": "步道每天清扫两次",
         "责任单位": "县湿地保护站设施股", "完成时限": "2024年3月底前"},
        {"一级": "产出指标", "二级": "数量指标", "名称": "培训巡护员", "目标": "≥60人次", "实际": "75人次", "分值": 10},
        {"一级": "效益指标", "二级": "生态效益指标", "名称": "水质达标率", "目标": "≥90%", "实际": "92%", "分值": 30},
    ],
}  # fmt: skip


verdict = judge_of(DATA)
REASONS, MEASURES, MANAGED = "deviation_reasons", "improvement_measures", "funds_management"


@pytest.mark.parametrize(
    ("section", "indicator", "true", "lie"),
    [
        (REASONS, "", "建成观鸟台的完成率高于栽植芦苇面积。", "建成观鸟台的完成率低于栽植芦苇面积。"),
        (REASONS, "", "未完成的指标中，栽植芦苇面积的完成率最低。", "未完成的指标中，观鸟台建成的完成率最低。"),
        (REASONS, "建成观鸟台", "问卷中嫌步道太窄的比嫌指示牌少的多。", "问卷中嫌指示牌少的比嫌步道太窄的多。"),
        (REASONS, "栽植芦苇面积", "9起毁苗中有6起出在月亮湖片区。", "9起毁苗都出在月亮湖片区。"),
        (REASONS, "栽植芦苇面积", "月亮湖片区7月涨水，9月才退水。", "月亮湖片区9月才退水，因此7月涨水。"),
        (REASONS, "栽植芦苇面积", "南汊片区则因苗木站8月倒闭改从外省调苗。", "南汊片区则因7月涨水。"),
        (REASONS, "建成观鸟台", "观鸟台的缺口由1座构成，木料10月才到货。", "观鸟台的缺口由3座构成，木料10月才到货。"),
        (MANAGED, "", "误付的运费1.2万元已退回。", "误付的运费1.2万元拟于2024年退回。"),
        (MANAGED, "", "苗木款按月计量，经监理签字后支付。", "苗木款按月计量后支付，无须监理签字。"),
        (MEASURES, "栽植芦苇面积", "补栽时间由9月提前至4月。", "补栽时间由4月提前至9月。"),
        (MEASURES, "建成观鸟台", "步道每天清扫两次。", "步道只在问卷反映后才清扫，每天两次。"),
        (MEASURES, "栽植芦苇面积", "月亮湖片区待水位回落再补栽。", "月亮湖片区先行补栽，随后再待水位回落。"),
    ],
)  # fmt: skip
def test_the_truth_passes_and_the_lie_beside_it_does_not(
    section: str, indicator: str, true: str, lie: str
) -> None:
    assert verdict(true, section, indicator) == "supported"
    assert verdict(lie, section, indicator) == "unsupported"


def test_measures_of_two_rows_in_one_sentence_are_held_each_to_its_own() -> None:
    one = "月亮湖片区待水位回落再补栽，限2024年{}月底前，由县湿地保护站工程股负责"
    two = "步道每天清扫两次，限2024年{}月底前，由该站设施股负责"
    assert verdict(f"{one.format(5)}；{two.format(3)}。", MEASURES) == "supported"
    assert verdict(f"{one.format(3)}；{two.format(5)}。", MEASURES) == "unsupported"


def test_rows_named_by_their_words_in_another_order_are_known() -> None:
    assert verdict("未完成的2项为芦苇栽植面积、观鸟台建成。", REASONS) == "supported"
    assert verdict("未完成的2项为芦苇栽植面积、巡护员培训。", REASONS) == "unsupported"
