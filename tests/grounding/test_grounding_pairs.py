"""What a note pairs stays paired (a date with its act, first with then), and a denial is the same in other words."""

from __future__ import annotations

from pathlib import Path

import pytest
from grounding_cases import made

from assistant.grounding import ground

DATA = """\
项目: {名称: 灌区泵站改造, 年度: 2023, 主管部门: 甲县水务局, 实施单位: 甲县灌区管理所}
资金:
  单位: 万元
  管理: 6月县审计局抽查，发现乙镇多计土方3万元，已核减
  原因: 南泵站未完工，40万元进度款未到付款节点
  明细:
    - {来源: 县级拨款, 年初预算: 200, 全年预算: 200, 到位: 200, 执行: 160}
    - {来源: 省级补助, 年初预算: 100, 全年预算: 100, 到位: 70, 执行: 70, 原因: 30万元要等省厅清算后拨付}
指标:
  - {一级: 产出, 二级: 数量, 名称: 改造泵站, 目标: 6座, 实际: 5座, 原因: 南泵站有3户没谈拢，4月至7月停工；9月复工后又遇强降雨,
     措施: 先核对图纸再签合同，2024年3月底前清基，5月底前装好2台水泵, 责任单位: 甲县灌区管理所, 完成时限: 2024年6月底前}
"""
WHY, MEASURE, SPENT, CAME, KEPT = (
    ("deviation_reasons", "改造泵站"), ("improvement_measures", "改造泵站"), ("funds_execution", ""), ("funds_arrival", ""),
    ("funds_management", ""),
)  # fmt: skip


@pytest.mark.parametrize(
    ("place", "true", "false"),
    [
        (MEASURE, "2024年3月底前清基，5月底前装好2台水泵。", "2024年5月底前清基，3月底前装好2台水泵。"),
        (MEASURE, "先核对图纸再签订合同。", "先签合同再核对图纸。"),
        (WHY, "南泵站因3户未谈妥，4月至7月停工。", "南泵站因3户没谈拢，9月停工。"),
        (WHY, "南泵站4月至7月停工。", "南泵站4月至9月停工。"),
        (WHY, "南泵站3户没有谈拢，4月至7月停工，9月复工。", "南泵站3户至今没有谈拢，仍在停工。"),
        (WHY, "9月恢复施工后又遭遇暴雨。", "县级拨款40万元没有到位，南泵站因此停工。"),
        (CAME, "省级补助尚有30万元要等省厅清算后拨付。", "省级补助30万元省厅已经清算。"),
        (SPENT, "省级补助支出70万元，执行率70%。", "省级补助支出70万元，执行率76.67%。"),
        (CAME, "省级补助少到位30万元，占全年预算的30%。", "省级补助少到位30万元，占全年预算的20%。"),
        (KEPT, "6月县审计局抽查查出乙镇多计土方3万元。", "6月县审计局抽查，发现县灌区管理所多计土方3万元。"),
    ],
)  # fmt: skip
def test_pairs(tmp_path: Path, place: tuple[str, str], true: str, false: str) -> None:
    _, facts = made(tmp_path, DATA)
    section, indicator = place
    assert ground(true, facts, section=section, indicator=indicator).why == ""
    assert ground(false, facts, section=section, indicator=indicator).verdict == "unsupported"


@pytest.mark.parametrize(
    "told",
    ["未到付款节点", "尚未达到付款节点", "没有达到付款节点", "未达付款节点", "没到付款节点"],
)
@pytest.mark.parametrize("open_", ["未完工", "尚未完工", "没有完工"])
def test_denials_are_equal_by_meaning(tmp_path: Path, open_: str, told: str) -> None:
    _, facts = made(tmp_path, DATA)
    text = f"南泵站{open_}，40万元进度款{told}。"
    assert ground(text, facts, section="funds_execution").why == ""


def test_what_is_denied_is_not_affirmed(tmp_path: Path) -> None:
    _, facts = made(tmp_path, DATA)
    for lie in ("南泵站已完工。", "40万元进度款已达到付款节点。"):
        assert ground(lie, facts, section="funds_execution").verdict == "unsupported"
