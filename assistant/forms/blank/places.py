"""Where the form keeps each value: its sheets, its columns, and the names that mark them.

Places are defined names of the workbook, so that they move along when staff insert rows, and survive
Excel, WPS and LibreOffice. The writer sets them and the reader goes by them alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.sheets.xlsx import FORM_MARK

GOAL_LABEL = "年度总体目标"
TOTAL_LABEL = "总分"
#: marks the workbook as our form; its text is the version of the layout
MARK = FORM_MARK
PREFIX = "jx."
SHEET = "自评表"
MORE = "报告信息"
HELP = "填表说明"


@dataclass(frozen=True, slots=True)
class Field:
    """One value with its label and what a person is told when the cell is chosen."""

    group: str
    key: str
    label: str
    note: str = ""
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The defined name of its cell."""
        return f"{PREFIX}{self.group}.{self.key}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of the form. `key` is the data's; "" for what the form computes."""

    letter: str
    key: str
    label: str
    width: float
    note: str = ""
    choices: tuple[str, ...] = ()


#: on the first sheet, beside the title and the funds
NAME = Field("项目", "名称", "项目名称", "与预算批复的名称一致")
YEAR = Field("项目", "年度", "年度", "评价的预算年度，如 2021")
NUMBER = Field("项目", "编号", "项目编号", "预算系统里的项目编码，没有可不填")
AUTHORITY = Field("项目", "主管部门", "主管部门", "写全称")
UNIT = Field("项目", "实施单位", "实施单位", "写全称，报告署名缺省用它")
MONEY_UNIT = Field("资金", "单位", "金额单位", "全表金额的单位", ("元", "万元", "亿元"))
EXPECTED = Field("总体目标", "预期", "预期目标", "年初批复的总体目标")
ACHIEVED = Field("总体目标", "实际", "实际完成情况", "年底完成的情况")
FRONT = (NAME, YEAR, NUMBER, AUTHORITY, UNIT, MONEY_UNIT, EXPECTED, ACHIEVED)

#: on the second sheet, one a line
BACK = (
    Field("项目", "中央主管部门", "中央主管部门", "只有转移支付项目要填"),
    Field("项目", "概况", "项目概况", "一两句话：做什么、在哪里、给谁"),
    Field("项目", "批复", "批复", "下达预算和绩效目标的文号、日期、金额"),
    Field("报告", "主送", "主送机关", "如：县财政局"),
    Field("报告", "通知", "布置自评的通知", "标题和文号"),
    Field("报告", "署名", "署名", "不填时用实施单位"),
    Field("报告", "成文日期", "成文日期", "如 2022-05-30"),
    Field("报告", "结果应用", "结果应用", "写具体做法、时间"),
    Field("报告", "公开", "结果公开", "在哪里、什么时间公开"),
    Field("报告", "其他说明", "其他需要说明的问题", "没有写“无”"),
    Field("评分", "规则", "评分规则", "不填用当年有效的办法；可选的规则看 jixiao rules"),
    Field("评分", "项目完成", "项目是否完成", "有的规则按它计执行率得分", ("是", "否")),
    Field("资金", "管理", "资金管理情况", "写做过的事：专账、检查的日期、发现的问题"),
    Field("资金", "原因", "执行率偏低的原因", "执行率没有到100%时写"),
    Field("资金", "措施", "加快执行的措施", "做什么、谁负责、何时完成"),
)
BASIS = PREFIX + "报告.依据"
BASIS_LABEL = "依据的文件"
BASIS_LINES = 10

SOURCES = PREFIX + "资金.明细"
SOURCE_COLUMNS = (
    Column("B", "来源", "资金来源", 12, "如：当年财政拨款、上年结转资金、其他资金"),
    Column("D", "年初预算", "年初预算数", 13, "年初批复数，只写数字"),
    Column("E", "全年预算", "全年预算数", 13, "调整后的数，含上年结转，只写数字"),
    Column("F", "到位", "到位数", 11, "实际到位数，只写数字"),
    Column("G", "执行", "全年执行数", 11, "实际支付数，只写数字；没有发生写 0"),
    Column("I", "原因", "未执行完的原因", 22, "没有全部执行、或预算有调整时写"),
)
#: sources a blank form starts with (10号 annex 1)
STANDARD_SOURCES = ("当年财政拨款", "上年结转资金", "其他资金")
SOURCE_LINES = 4

ROWS = PREFIX + "指标"
_LEVEL1 = ("产出指标", "效益指标", "满意度指标", "成本指标")
LEVEL2 = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
_KINDS = tuple(kind for kinds in LEVEL2.values() for kind in kinds)
INDICATOR_COLUMNS = (
    Column("A", "一级", "一级指标", 12, "产出、效益、满意度、成本", _LEVEL1),
    Column("B", "二级", "二级指标", 15, "可从列表选，也可自己写", _KINDS),
    Column("C", "名称", "三级指标", 26, "不要写成目标句，不要带数值；不用的行留空"),
    Column("D", "目标", "年度指标值", 14, "如 ≥90%、≤2小时、16个、2021年11月底前；没有符号的数按名称理解，见填表说明"),
    Column("E", "实际", "实际完成值", 14, "只写得到的数和单位，与指标值同一单位，不写 ≥"),
    Column("F", "分值", "分值", 11, "各条合计 90 分（另有预算执行率 10 分）"),
    Column("G", "", "得分", 11, "自动计算，不用填"),
    Column("H", "原因", "偏差原因分析", 22, "没有完成或超出较多的原因：什么事、多少、多久"),
    Column("I", "措施", "改进措施", 22, "针对原因做什么"),
    Column("K", "方向", "方向", 9, "看指标值就知道的不用填", ("正向", "反向", "定性", "时限")),
    Column("L", "完成程度", "完成程度", 11, "定性或逾期的由人评定", ("达成", "部分达成", "未达成")),
    Column("M", "评分比例", "评分比例", 10, "达成 100%-80%（含），部分达成 80%-60%（含），未达成 60% 以下"),
    Column("N", "扣减", "扣减", 8, "人工扣减的分数，要写原因"),
    Column("O", "责任单位", "责任单位", 16, "改进措施由谁负责"),
    Column("P", "完成时限", "完成时限", 16, "改进措施何时完成"),
    Column("Q", "佐证", "佐证", 26, "材料的名称、编号、日期；满意度写调查时间、份数、方法"),
    Column("R", "汇总", "汇总", 10, "有子项目时怎样合起来", ("求和", "加权平均", "取最大", "取最小")),
)  # fmt: skip
#: rows of a blank form, by 二级指标
BLANK_ROWS = {"数量指标": 3, "质量指标": 2, "时效指标": 2, "成本指标": 2, "经济效益指标": 1, "社会效益指标": 2,
              "生态效益指标": 1, "可持续影响指标": 1, "服务对象满意度指标": 2}  # fmt: skip
#: hidden helpers of the score formulas, and the last printed column
HELPERS = ("T", "U", "V", "W", "X", "Y", "Z", "AA", "AB", "AC")
LAST_PRINTED = "I"
