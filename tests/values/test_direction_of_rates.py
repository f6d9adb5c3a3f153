"""Which side of a number without a sign is good, for names whose last word speaks against a bad word before it.

The table was written before the rule was looked at: an adverse noun with 达标率, 处置率, 下降率 … and the same words turned about.
"""

from __future__ import annotations

import pytest

from assistant.values.direction import nature
from assistant.values.quantity import read_quantity

ADVERSE = ("除尘排放", "废气排放浓度", "施工噪声", "厂界噪音", "扬尘", "单位产品能耗", "农药残留超标", "投诉", "重大隐患", "违法建设",
           "黑臭水体", "差错", "管网漏损", "拖欠工资", "不合格产品", "污染物")  # fmt: skip
IN_ORDER = ("达标率", "合格率", "整改率", "处置率", "下降率", "整改到位率", "及时处置率", "整改完成率", "治理达标率", "监管覆盖率", "处理满意率", "管控率",
            "消除率", "按期整改率", "达标比例", "整改及时率")  # fmt: skip
AT_LEAST = (
    "达标排放率", "废水达标排放率", "排放达标企业比例", "农药包装废弃物回收率", "化肥利用率", "农药利用率", "污染物去除率", "污染物收集处理率", "未达标河段整治率",
    "不合格产品处置率", "不文明行为整改率", "未成年人帮教率", "逾期贷款清收率", "违规发放资金追回率", "投诉处理及时率", "故障报修及时率", "不良反应处置率", "不满意件整改率",
    "超标排口整改率", "超标车辆查处率", "事故报告及时率", "漏报病例补报完成率", "返贫监测覆盖率", "失业人员就业率", "欠薪案件办结率", "污染源达标率", "水质不达标断面整改率",
    "死亡病例报告率", "误诊复核准确率", "退货处理及时率", "违建拆除率", "泄漏检测率", "扬尘在线监控覆盖率", "问题整改率", "超期案件办结率", "噪声投诉办结率",
)  # fmt: skip
AT_MOST = (
    "不合格率", "不达标率", "未达标率", "未整改率", "未及时整改率", "未按期办结率", "逾期未整改率", "逾期办结率", "超时响应率", "延期完成率", "逾期支付率", "错误发放率", "违规发放率",
    "重复参保率", "重复建设率", "超标排放率", "投诉增长率", "排放增长率", "能耗增加率", "漏报率", "差错率", "失业率", "合格产品投诉率", "未完成率", "不满意率", "非正常损耗率",
    "未覆盖率", "未及时处置率", "管网漏损率", "达标企业投诉率", "排放超标率", "返工率", "农药残留超标率", "整改不到位率", "处置不及时率", "拨付不及时率", "未通过率",
)  # fmt: skip
#: held by how much: the name alone does not tell
ASKED = ("病害控制率", "事故控制率")


def side(name: str, target: str = "100%") -> str | None:
    wanted = read_quantity(target)
    found = nature(name, "产出指标", "质量指标", wanted)
    return found.side if found else None


@pytest.mark.parametrize("end", IN_ORDER)
def test_a_rate_of_what_is_in_order_is_wanted_high_whatever_stands_before_it(end: str) -> None:
    assert [n for n in ADVERSE if side(n + end) != "≥" or side(n + end, "30%") != "≥"] == []


@pytest.mark.parametrize("name", AT_LEAST)
def test_more_is_good(name: str) -> None:
    assert side(name) == "≥"


@pytest.mark.parametrize("name", AT_MOST)
def test_less_is_good(name: str) -> None:
    assert side(name, "3%") == "≤"


@pytest.mark.parametrize("name", ASKED)
def test_a_rate_of_control_is_told_by_its_size_or_asked_about(name: str) -> None:
    assert (side(name, "95%"), side(name, "3%")) == ("≥", None)
