"""Forms in the layouts that RULES.md names, built cell by cell. No form is a file in the tree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]

INDICATOR_HEAD = [
    "绩效指标",
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
]


def put(
    page: Worksheet, rows: Rows, merged: Sequence[str] = (), formats: dict[str, str] | None = None
) -> None:
    """Rows from A1 on; a tuple (value, format) sets the cell's number format."""
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value is None:
                continue
            cell = page.cell(r, c)
            if isinstance(value, tuple):
                cell.value, cell.number_format = value
            else:
                cell.value = value
    for region in merged:
        page.merge_cells(region)
    for reference, number_format in (formats or {}).items():
        page[reference].number_format = number_format


def save(path: Path, **sheets: tuple[Rows, Sequence[str]]) -> Path:
    """A workbook of sheets by title."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type] # a new workbook has one
    for title, (rows, merged) in sheets.items():
        put(book.create_sheet(title), rows, merged)
    book.save(path)
    return path


def official() -> tuple[Rows, list[str]]:
    """财预〔2020〕10号 annex 1, merged as the ministry prints it (RULES.md §1.2)."""
    rows: Rows = [
        ["项目支出绩效自评表"],
        ["（2021年度）"],
        ["项目名称", None, "农村饮水安全维修项目"],
        ["主管部门", None, "县水利局", None, None, "实施单位", "县水利服务中心"],
        ["项目资金\n（万元）", None, None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", None, 100, 120, 114, 10, (0.95, "0%"), 9.5],
        [None, "其中：当年财政拨款", None, 100, 100, 94, "—", (0.94, "0%"), "—"],
        [None, "上年结转资金", None, 0, 20, 20, "—", (1, "0%"), "—"],
        [None, "其他资金", None, None, None, None, "—", None, "—"],
        ["年度总体目标", "预期目标", None, None, None, "实际完成情况"],
        [None, "维修供水工程8处，保障1.2万人饮水", None, None, None, "维修供水工程8处，1.2万人受益"],
        ["绩\n效\n指\n标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        [None, "产出指标", "数量指标", "指标1：维修供水工程", "≥8处", "8处", 15, 15, None],
        [None, None, None, "指标2：更换管道", "≥12公里", "10公里", 10, 8.33, "原因：两处穿越公路未获许可。措施：2022年5月底前办结许可后补做"],
        [None, None, None, "……"],
        [None, None, "质量指标", "指标1：工程验收合格率", (1, "0%"), (1, "0%"), 15, 15, None],
        [None, None, None, "指标2："],
        [None, None, "时效指标", "指标1：完工时间", date(2021, 11, 30), date(2021, 11, 20), 5, 5, None],
        [None, None, "成本指标", "指标1：每处维修成本", "≤12万元", "11.75万元", 5, 5, None],
        [None, "效益指标", "经济效益\n指标", "指标1："],
        [None, None, "社会效益\n指标", "指标1：受益人口", "≥1.2万人", "1.2万人", 20, 20, None],
        [None, None, "可持续影响\n指标", "指标1：管护机制", "建立健全", "建立健全", 10, 10, None],
        [None, "满意度\n指标", "服务对象\n满意度指标", "指标1：受益群众满意度", "≥90%", (0.93, "0%"), 10, 10, "抽查100户"],
        ["总分", None, None, None, None, None, 100, 97.83, None],
        ["注：1.其他资金包括单位自有资金。"],
        ["填报人：张某", None, None, "联系电话：0953-0000000"],
    ]  # fmt: skip
    merged = [
        "A1:I1", "A2:I2", "A3:B3", "C3:I3", "A4:B4", "C4:E4", "G4:I4", "A5:A9", "B5:C5", "B6:C6", "B7:C7", "B8:C8", "B9:C9",
        "A10:A11", "B10:E10", "F10:I10", "B11:E11", "F11:I11", "A12:A23", "B13:B19", "B20:B22", "C13:C15", "C16:C17",
        "A24:F24", "A25:I25", "A26:C26", "D26:I26",
    ]  # fmt: skip
    return rows, merged


def in_yuan() -> tuple[Rows, list[str]]:
    """Amounts in 元 and 预算数/执行数 as in 普陀 (RULES.md §1.2); levels repeated in every row."""
    rows: Rows = [
        ["项目支出绩效自评表（2020年度）", None, None, None, None, None, None, "单位：元"],
        ["项目名称：", "社区文化活动经费", None, "项目编码：", "PT-2020-07"],
        ["主管部门：", "区文化和旅游局", None, "实施单位：", "区文化馆"],
        ["项目资金（元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", "250,000.00", "250,000.00", "215,457.60", 10, "86.19%", 8.6],
        ["", "其中：财政拨款", "250,000.00", "250,000.00", "215,457.60", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        ["产出指标", "数量指标", "1.开展活动场次", "=48场", "48场", 25, 25, ""],
        ["产出指标", "质量指标", "2.活动完成率", "100%", "100%", 25, 25, "无"],
        ["效益指标", "社会效益指标", "3.参与人次", "不低于5000人次", "4,800人次", 30, 28.8, "受疫情影响，室内活动限流"],
        ["满意度指标", "服务对象满意度指标", "4.观众满意度", "95%以上", "96.5%", 10, 10, ""],
        ["合计", "", "", "", "", 100, 97.4, ""],
    ]  # fmt: skip
    return rows, ["A1:G1"]


def sichuan() -> tuple[Rows, list[str]]:
    """部门预算项目支出绩效自评表 2023: sign, value and unit in columns of their own (RULES.md §4, V4)."""
    rows: Rows = [
        ["部门预算项目支出绩效自评表(2023年度)"],
        ["项目名称", "510000_0013zp 信息系统运行维护"],
        ["主管部门", "省某厅", "实施单位", "省某厅信息中心"],
        ["预算执行情况(10分)", "预算数", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"],
        ["总额", 85.6, 80, 71.2, "89.00%", 10, 8.9, "一家供应商发票未到"],
        ["其中：财政资金", 85.6, 80, 71.2, "89.00%", "/", "/", "/"],
        ["财政专户管理资金", 0, 0, 0, "0.00%", "/", "/", "/"],
        ["单位资金", None, None, None, None, "/", "/", "/"],
        ["其他资金", None, None, None, None, "/", "/", "/"],
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"],
        ["产出指标", "数量指标", "维护系统数量", "＝", 6, "个", 6, 20, 20, ""],
        ["产出指标", "质量指标", "系统可用率", "≥", 99.5, "%", 99.2, 20, 19.94, "8月一次机房断电停机26小时"],
        ["产出指标", "时效指标", "故障响应时间", "≤", 2, "小时", 1.5, 20, 20, ""],
        ["效益指标", "社会效益指标", "业务连续性", "定性", "高中低", "", "高", 20, 20, ""],
        ["效益指标", "可持续影响指标", "制度健全性", "定性", "健全", "", "健全", 10, 10, ""],
        ["评价结论", "项目总体完成较好"],
        ["存在问题", "无"],
        ["改进措施", "加强机房巡检"],
    ]  # fmt: skip
    return rows, ["A1:J1"]


def hubei() -> tuple[Rows, list[str]]:
    """20+80 points, a head on two rows, pairs of label and amount, further rows at the end (V1)."""
    rows: Rows = [
        ["2022年度某局项目绩效自评表"],
        ["项目名称", "禁毒宣传项目", None, None, None, None],
        ["主管部门", "市公安局", None, "项目实施单位", "禁毒支队", None],
        ["预算执行情况（万元）（20分）", None, "预算数（A）", "执行数（B）", "执行率（B/A）", "得分（20分*执行率）"],
        [None, "年度财政资金总额", 50, 48, 0.96, 19.2],
        ["年度绩效目标（80分）", "一级指标", "二级指标", "三级指标", "绩效指标情况", None, "得分"],
        [None, None, None, None, "年初目标值（A）", "实际完成值（B）", None],
        [None, "产出指标（40分）", "数量指标", "宣传活动场次（20分）", "≥20场", "22场", 20],
        [None, None, "成本指标", "每场费用（20分）", "≤2万元", "2.1万元", 19.05],
        [None, "效益指标（20分）", "社会效益指标", "知晓率", "≥90%", "91%", 20],
        [None, "满意度指标（20分）", "满意度指标", "群众满意度", "≥98%", "98%", 19.6],
        ["总分", None, None, None, None, None, 97.85],
        ["偏差大或目标未完成原因分析", "场地租金上涨"],
        ["改进措施及结果应用方案", "改用公共场地"],
    ]  # fmt: skip
    merged = ["A1:G1", "A4:A5", "A6:A11", "B6:B7", "C6:C7", "D6:D7", "E6:F6", "G6:G7", "B8:B9"]
    return rows, merged


def transfer() -> tuple[Rows, list[str]]:
    """转移支付区域（项目）绩效目标自评表: no points (RULES.md §3.2)."""
    rows: Rows = [
        ["转移支付区域（项目）绩效目标自评表"],
        ["（2020年度）"],
        ["转移支付（项目）名称", None, "公共安全视频监控建设联网应用项目（雪亮工程）"],
        ["中央主管部门", None, "公安部", None, None, None],
        ["地方主管部门", None, "天津市公安局", "资金使用单位", "公安蓟州分局", None],
        ["项目资金\n（万元）", None, None, "全年预算数（A）", "全年执行数（B）", "预算执行率（B/A）"],
        [None, "年度资金总额：", None, 2842.5157, 2668, (0.93860519, "0.00%")],
        [None, "其中：中央补助", None, 2842.5157, 2668, (0.93860519, "0.00%")],
        [None, "地方资金", None, None, None, None],
        [None, "其他资金", None, None, None, None],
        ["年度总体目标", "年初设定目标", None, None, "全年实际完成情况", None],
        [None, "完成重点公共区域监控建设", None, None, "完成16954套设备安装的合同签订", None],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值", "未完成原因和改进措施"],
        [None, "产出指标", "数量指标", "安装软硬件设备", "16954套", None, "原因：受疫情影响项目延期；下一步改进措施：2021年6月底前完成安装"],
        [None, None, "时效指标", "年内完成项目总体投入", "30%", "30%", None],
        ["说明", "巡视、审计和财政监督中发现的问题：无"],
    ]  # fmt: skip
    merged = ["A1:G1", "A2:G2", "A3:B3", "C3:G3", "A4:B4", "A5:B5", "A6:A10", "B6:C6", "B7:C7", "B8:C8", "B9:C9", "B10:C10",
              "A11:A12", "B11:D11", "E11:G11", "B12:D12", "E12:G12", "A13:A15", "B14:B15"]  # fmt: skip
    return rows, merged


def shuffled() -> tuple[Rows, list[str]]:
    """Columns in another order, with columns between that are no data; values below the head only."""
    rows: Rows = [
        ["预算年度", 2022],
        ["序号", "自评得分", "实际值", "目标值", "计量单位", "指标名称", "二级指标", "一级指标", "标准分", "未完成原因", "改进措施", "评分细则"],
        [1, 10, 30, 30, "户", "帮扶户数", "数量指标", "产出指标", 10, None, None, "按完成率计分"],
        [2, 9, 45, 50, "人次", "培训人次", None, None, 10, "二期培训因场地冲突推迟", "2023年3月补办", "按完成率计分"],
        [3, 10, "=100%", "=100%", None, "资金拨付及时率", "时效指标", None, 10, None, None, None],
    ]  # fmt: skip
    return rows, []


def one_block(name: str, count: str, unit: str = "区民政局") -> list[list[Any]]:
    """A small form, to stand below or beside others."""
    return [
        ["项目支出绩效自评表"],
        ["（2021年度）"],
        ["项目名称", name, None, "实施单位", unit],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数"],
        ["", "年度资金总额", 20, 20, 18],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["产出指标", "数量指标", "服务人数", count, count],
        ["满意度指标", "服务对象满意度指标", "满意度", "≥90%", "92%"],
        ["总分", None, None, None, None],
    ]


def money(values: Any) -> Decimal:
    """For comparisons: a Decimal of whatever."""
    return Decimal(str(values))


def as_word(path: Path, layout: tuple[Rows, Sequence[str]]) -> Path:
    """The same layout as one Word table, merged alike; values as Excel shows them."""
    from docx import Document
    from openpyxl.utils import range_boundaries

    rows, merged = layout
    width = max(len(row) for row in rows)
    document = Document()
    table = document.add_table(len(rows), width)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                table.cell(r, c).text = _shown(value)
    for region in merged:
        left, top, right, bottom = range_boundaries(region)
        if bottom <= len(rows) and right <= width:
            table.cell(top - 1, left - 1).merge(table.cell(bottom - 1, right - 1))
    document.save(str(path))
    return path


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        number = Decimal(str(value[0])) * 100
        return f"{number.quantize(Decimal('0.01')).normalize():f}%"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)
