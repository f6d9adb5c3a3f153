"""What the labels of forms mean: column heads, label cells and the words of levels.

A form is known by its words, not by where they stand. Each label gets a field and a certainty
(1 the word itself, 0.8 by a pattern, 0.5 a weak word that counts only where nothing better does).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.values.reading import fold

Field = Literal[
    "project", "level1", "level2", "name", "sign", "target", "actual", "unit", "weight", "score",
    "completion", "reason", "measure", "reason_measure", "direction", "level", "ratio", "deduction",
    "owner", "due", "evidence", "other", "long_target", "",
]  # fmt: skip

#: the Chinese name of a field, for questions and messages
FIELD_NAMES: dict[str, str] = {
    "project": "项目名称", "level1": "一级指标", "level2": "二级指标", "name": "三级指标名称",
    "sign": "符号", "target": "年度指标值", "actual": "实际完成值", "unit": "计量单位", "weight": "分值",
    "score": "得分", "completion": "完成率", "reason": "原因", "measure": "措施",
    "reason_measure": "原因和措施", "direction": "方向", "level": "完成程度", "ratio": "评分比例",
    "deduction": "扣减", "owner": "责任单位", "due": "完成时限", "evidence": "佐证",
    "other": "不是数据", "long_target": "中期指标值",
}  # fmt: skip

_EXACT: dict[str, str] = {
    "project": "项目名称 项目支出名称 政策和项目名称",
    "level1": "一级指标 一级 一级指标名称 指标类型 一级绩效指标",
    "level2": "二级指标 二级 二级指标名称 指标类别 二级绩效指标",
    "name": "三级指标 三级 三级指标名称 指标名称 具体指标 指标内容 三级绩效指标 绩效指标名称 末级指标 评价指标 "
            "指标明细 指标具体内容 四级指标 三级指标内容 具体绩效指标 三级指标细化",
    "sign": "指标性质 性质 符号 指标符号 运算符 运算符号 计算符号 计算符 比较符号 比较符 指标值符号 判断符号 "
            "性质符号 指标性质符号 关系符 关系符号 指标比较符",
    "direction": "方向 正反向 指标正反向 指标方向 指标方向性 正向反向 正反方向 指标方向性质",
    "target": "年度指标值 指标值 目标值 计划指标值 预期指标值 年初指标值 年度目标值 预期值 计划值 绩效指标值 年初目标值 "
              "预期目标值 指标目标值 绩效目标值 预期当年实现值 年度绩效指标值 计划完成值 年初设定指标值 设定目标值 本年指标值 "
              "当年指标值 当年目标值 本年目标值 年初设定值 年度计划值 全年指标值 全年目标值 预定目标值 预期完成值 "
              "年度预期值 年度预期指标值 年度绩效目标值 目标指标值 批复指标值 调整后指标值 年度指标目标值 绩效目标 年度目标",
    "actual": "实际完成值 全年实际值 全年完成值 完成值 实际值 实际完成指标值 全年实际完成值 指标完成值 年度完成值 "
              "实际完成指标 自评完成值 完成指标值 实际完成数 年末完成值 实现值 实际实现值 全年实现值 指标实际完成值 "
              "年度实际完成值 年度实际值 本年完成值 当年完成值 指标值完成情况 实际指标值 截至年底完成值 执行值 "
              "绩效指标完成值 年度实际完成 目标完成值 自评值 全年实际完成 指标完成数 年末实际完成值",
    "completion": "完成情况 完成率 完成比例 指标完成率 实际完成率 完成比率 完成百分比 目标完成率 完成进度 指标完成比例 "
                  "指标完成度 完成度",
    "weight": "分值 权重 标准分 标准分值 分值权重 指标分值 权重分 满分 指标权重 权重分值 设定分值 标准分数 分值比重 权重比例 "
              "分数 赋分 权重值 指标赋分 总分值 设定权重 满分值",
    "score": "得分 自评得分 实际得分 自评分 自评分数 评分 指标得分 自评分值 计算得分 最终得分 单位自评得分 自评得分值 评价得分 "
             "自评",
    "unit": "度量单位 计量单位 单位 指标单位 指标值单位 计量单位名称 指标计量单位 数量单位",
    "level": "完成程度 完成档次 评判等级 达成程度 完成等级",
    "ratio": "评分比例 评定比例",
    "deduction": "扣减 扣减分数 扣减分 扣减分值",
    "owner": "责任单位 责任部门 责任主体 责任科室 责任股室 整改责任单位",
    "due": "完成时限 整改时限 改进时限 完成期限",
    "evidence": "佐证 佐证材料 佐证资料 证明材料 佐证材料名称 佐证依据",
    "other": "备注 指标解释 指标说明 计算公式 赋分规则 评分标准 评分规则 评分细则 数据来源 指标来源 指标值设定依据 说明 "
             "完成值取值方式 序号 编号 指标编码 指标编号 偏差率 偏离度 偏离率 复核得分 财政复核得分 复核分 核减分 扣分 扣分值 "
             "评价标准 权重类型 指标属性 是否核心指标 计分方法 评分说明 复评得分 抽查得分 填报说明",
    "long_target": "中期指标值 三年指标值 实施期指标值 总体指标值 中长期指标值 长期指标值 实施期目标值 中期目标值 总目标值 "
                   "项目期指标值",
}  # fmt: skip
_WORDS = {word: name for name, words in _EXACT.items() for word in words.split()}

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("reason_measure", r"(?:原因|偏差|偏离|未完成).*(?:措施|整改|改进|建议|打算)"),
        ("other", r"(?:绩效目标|评价|评分|赋分|打分)(?:标准|细则|办法|规则|要点)"),
        ("measure", r"(?:措施|整改(?:情况|方案|计划)|改进建议)"),
        ("reason", r"原因|偏差(?:分析|说明)|偏离(?:分析|说明|情况)|未(?:完成|达成|达标|实现)(?:的?说明|情况说明)"),
        ("completion", r"(?:完成|实现|达成)(?:率|比例|比率|百分比|度)"),
        ("score", r"(?<!复核)(?<!复评)(?:自评)?(?:得分|评分)(?:数|情况)?$"),
        ("long_target", r"(?:中期|中长期|三年|实施期|五年).*(?:指标|目标)"),
        ("actual", r"(?:实际|全年|年度|年末|本年|当年|自评|累计)?(?:完成|实现|达成|执行)(?:的)?"
                   r"(?:指标)?(?:值|数值|数|结果|水平)|实际.*(?:值|完成情况|情况)|.*完成情况$"),
        ("target", r"(?:预期|计划|目标|年初|年度|设定|批复|预设|设置|调整后|绩效|应达)+(?:的)?"
                   r"(?:绩效)?(?:目标|指标)?(?:数值|值|标准|数|水平)"),
        ("weight", r"(?:分值|权重|满分|标准分)"),
        ("unit", r"(?:计量|度量|指标)单位"),
        ("name", r"(?:三级|四级|具体|明细|末级|绩效)(?:绩效)?指标(?:名称|内容)?"),
        ("level2", r"二级(?:绩效)?指标"),
        ("level1", r"一级(?:绩效)?指标"),
        ("evidence", r"佐证|证明材料|证据"),
    )
)  # fmt: skip
#: words that mean a column only under a second head row, or where no better column is there
_WEAK: dict[str, str] = {
    "目标": "target", "预期": "target", "计划": "target", "指标值设定": "target", "年初": "target",
    "预期目标": "target", "计划数": "target", "目标数": "target", "预期数": "target",
    "实际": "actual", "完成": "actual", "实际完成": "actual", "实际完成情况": "actual", "全年": "actual",
    "全年实际完成情况": "actual", "全年完成情况": "actual", "实际数": "actual", "完成数": "actual",
    "指标": "name", "绩效指标": "name", "考核指标": "name", "名称": "name", "自评情况": "actual",
    "目标完成情况": "actual", "执行情况": "actual", "指标完成情况": "actual", "实施情况": "actual",
}  # fmt: skip

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_NUMBERING = re.compile(
    r"^(?:\d{1,2}[.、．)]|[①-⑳]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,2}\))"
)
_TRIM = " :*□☆★·-_—…/|"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The field a label names, and how sure that is (0 to 1)."""

    field: str
    certainty: float


_NOTHING = Meaning("", 0.0)


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A label without blanks, brackets, numbering and marks: `*年度指标值（A）：` is 年度指标值."""
    plain = "".join(fold(text).split())
    plain = _NUMBERING.sub("", plain)
    plain = _BRACKETS.sub("", plain)
    plain = _BRACKETS.sub("", plain)
    return plain.strip(_TRIM).replace("/", "").replace("\\", "")


@lru_cache(maxsize=4096)
def column(text: str) -> Meaning:
    """What a column head means."""
    label = bare(text)
    if not label or len(label) > 24:  # noqa: PLR2004 - a head is short; longer text is a sentence
        return _NOTHING
    if label in _WORDS:
        return Meaning(_WORDS[label], 1.0)
    if label in _WEAK:
        return Meaning(_WEAK[label], 0.5)
    for name, pattern in _PATTERNS:
        whole = pattern.fullmatch(label)
        if whole or (name in {"reason_measure", "measure", "reason"} and pattern.search(label)):
            return Meaning(name, 0.8)
    for name, pattern in _PATTERNS:
        if pattern.search(label):
            return Meaning(name, 0.6)
    return _NOTHING


_LEVEL1 = (
    (re.compile(r"^(?:服务对象)?满意度?(?:指标)?$|^.{0,6}满意度(?:指标)?$"), "满意度指标"),
    (re.compile(r"^(?:项目)?成本(?:指标)?$"), "成本指标"),
    (re.compile(r"^(?:项目)?产出(?:指标|目标)?$"), "产出指标"),
    (re.compile(r"^(?:项目)?(?:效益|效果)(?:指标|目标)?$"), "效益指标"),
)
_LEVEL2 = {
    "数量": ("数量指标", "产出指标"),
    "质量": ("质量指标", "产出指标"),
    "时效": ("时效指标", "产出指标"),
    "经济成本": ("经济成本指标", "成本指标"),
    "社会成本": ("社会成本指标", "成本指标"),
    "生态环境成本": ("生态环境成本指标", "成本指标"),
    "成本": ("成本指标", "产出指标"),
    "经济效益": ("经济效益指标", "效益指标"),
    "社会效益": ("社会效益指标", "效益指标"),
    "生态效益": ("生态效益指标", "效益指标"),
    "环境效益": ("生态效益指标", "效益指标"),
    "可持续影响": ("可持续影响指标", "效益指标"),
    "可持续发展": ("可持续影响指标", "效益指标"),
    "服务对象满意度": ("服务对象满意度指标", "满意度指标"),
    "满意度": ("满意度指标", "满意度指标"),
}
_LEVEL2_TAIL = re.compile(r"(?:指标|目标)+$")
_LEVEL2_HEAD = re.compile(
    r"^(?:项目)?(?:产出|效益|效果)(?=数量|质量|时效|成本|经济|社会|生态|可持续)"
)
_SCORE_TAIL = re.compile(r"\d+(?:\.\d+)?(?:分|%)$")


@lru_cache(maxsize=4096)
def level1(text: str) -> str:
    """产出指标 … for any way a form writes it; "" where it is none."""
    label = _SCORE_TAIL.sub("", bare(text))
    for pattern, name in _LEVEL1:
        if pattern.fullmatch(label):
            return name
    return ""


@lru_cache(maxsize=4096)
def level2(text: str) -> str:
    """The 二级指标 with its common name where it is one of the known, else the text with 指标; "" for none."""
    label = _LEVEL2_TAIL.sub("", _SCORE_TAIL.sub("", bare(text)))
    if not label:
        return ""
    label = _LEVEL2_HEAD.sub("", label)
    known = _LEVEL2.get(label)
    return known[0] if known else f"{label}指标"


@lru_cache(maxsize=4096)
def is_level2(text: str) -> bool:
    """Whether it is one of the known 二级指标."""
    label = _LEVEL2_TAIL.sub("", _SCORE_TAIL.sub("", bare(text)))
    return _LEVEL2_HEAD.sub("", label) in _LEVEL2


def level1_of(second: str) -> str:
    """The class a known 二级指标 belongs to, "" where that is open."""
    known = _LEVEL2.get(second.removesuffix("指标"))
    if known:
        return known[1]
    return "满意度指标" if "满意" in second else ""


_TOTAL = re.compile(
    r"^(?:总分|合计|总计|小计|总得分|自评总分|自评得分|合计得分|总分值|得分合计|自评总得分|评价总分|综合得分|总评分)$"
)
_NOTE = re.compile(
    r"^(?:注|备注|说明|填表说明|填报说明|填写说明|注意|附注|填表人|填报人|联系人|联系电话|审核人|负责人|经办人|单位负责人|财务负责人|填报日期|填表日期|"
    r"填报单位|评价等级|自评等级|评价结论|自评结论|结论|存在问题|改进措施|其他需要说明的问题|绩效结论)(?:[0-9一二三:：、.]|$)"
)


def is_total(text: str) -> bool:
    """Whether the row sums others up."""
    return bool(_TOTAL.fullmatch(bare(text)))


def is_note(text: str) -> bool:
    """Whether the row is a note or a signature line below the table."""
    plain = "".join(fold(text).split())
    return bool(_NOTE.match(plain)) or plain.startswith(("注:", "说明:", "备注:"))
