"""What a small model really wrote, and what is left of it before it is judged."""

from __future__ import annotations

import pytest

from assistant.drafting.grounding.naming import bare
from assistant.drafting.habits import put_right

LEAD = "主要原因是"
MEASURES = [
    (
        "针对“出水达标率”的问题，我们增设了保温和碳源投加措施。",
        "针对“出水达标率”的问题，增设保温和碳源投加措施。",
    ),
    (
        "针对“按期完工率”的问题，我们采取了明年把安装安排在枯水期进行的措施。",
        "针对“按期完工率”的问题，明年把安装安排在枯水期进行。",
    ),
    (
        "针对“实践活动”的问题，我们将借用县职教中心场地作为措施。",
        "针对“实践活动”的问题，将借用县职教中心场地。",
    ),
    ("针对“设备可用率”的问题，我们为4台一体机加装稳压电源。", "针对“设备可用率”的问题，为4台一体机加装稳压电源。"),
    ("针对“制作节目期数”的问题，补拍2期，今后要做的。", "针对“制作节目期数”的问题，补拍2期。"),
    ("针对“检定器具”的问题，招录2名检定员，招录2名检定员。", "针对“检定器具”的问题，招录2名检定员。"),
    ("针对“家长满意度”的问题，建议通过优化询价采购和施工进度。", "针对“家长满意度”的问题，建议优化询价采购和施工进度。"),
    ("针对“节目期数”的问题，节目部采取了第一季度补拍2期的措施。", "针对“节目期数”的问题，节目部第一季度补拍2期。"),
    ("针对“农田”的问题，立即采取了秋收后进场，完成剩余0.26万亩的措施。", "针对“农田”的问题，秋收后进场，完成剩余0.26万亩。"),
    ("针对“开放天数”的问题，建议增加开放时间，以减轻上述原因。", "针对“开放天数”的问题，建议增加开放时间。"),
    ("针对“交通事故”的问题，建议采取夜间警示措施，以减轻事故风险。", "针对“交通事故”的问题，建议采取夜间警示措施，以减轻事故风险。"),
    ("针对“检定费”的问题，建议通过培训来增加检定台件数。", "针对“检定费”的问题，建议通过培训来增加检定台件数。"),
]  # fmt: skip
REASONS = [
    ("“完工时间”（加引号）年度指标值为2020年12月底前。", "“完工时间”年度指标值为2020年12月底前。"),
    ("“实践活动””年度指标值为24次。", "“实践活动”年度指标值为24次。"),
    ("尾款219万元未付，主要原因是进口底盘未到港，尾款219万元未付。", "主要原因是进口底盘未到港，尾款219万元未付。"),
    ("预算执行率为84%，说明检测机构发票12月未寄达。", "预算执行率为84%。"),
    ("预算执行率为84%，说明进度偏慢。", "预算执行率为84%，说明进度偏慢。"),
    ("未达到年度指标值，主要原因是道路开挖断缆。", "未达到年度指标值，主要原因是道路开挖断缆。"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "left"), MEASURES)
def test_habits_in_measures(written: str, left: str) -> None:
    assert put_right(written, measures=True) == left


@pytest.mark.parametrize(("written", "left"), REASONS)
def test_habits_in_reasons(written: str, left: str) -> None:
    notes = bare("检测机构发票12月未寄达") + bare("进口底盘未到港，尾款219万元未付")
    assert put_right(written, lead=LEAD, notes=notes) == left


def test_what_has_no_such_habit_stays_as_it_is() -> None:
    text = "主要原因是老城区58个点位因道路开挖断缆，7月至9月离线。"
    assert put_right(text, lead=LEAD, notes="") == text
