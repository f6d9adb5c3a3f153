"""The sections of the report: one record each, with all that any room needs to know of it.

Section ids never change once released: bookmarks, drafts and `--json` carry them. Where a section
stands, and under which heading, is the outline's (`model.outline`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.patterns import regex

TableId = Literal["targets", "completion", "funds"]
TABLES: dict[TableId, str] = {
    "targets": "绩效目标表",
    "funds": "资金表",
    "completion": "完成情况表",
}


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """One section. `title` is what it is called; `name` how outlines and templates ask for it.

    `words` are what people call it in talk, the longest first; `seen` is the pattern by which a heading
    of somebody else's report is known to open it. `switch` is its key under 起草, where staff choose
    who writes it. A narrative section is the model's wherever a model is at hand.
    """

    id: str
    title: str
    name: str
    words: tuple[str, ...]
    seen: str = r"(?!)"
    switch: str = ""
    narrative: bool = False
    #: stands only where it is switched on, or where the data have something for it
    optional: bool = False


#: in the order in which they are written; a title follows the default outline
SECTIONS: tuple[SectionRecord, ...] = (
    SectionRecord("opening", "正文开头", "正文开头", ("正文开头", "开头", "引言")),
    SectionRecord(
        "overview", "项目概况", "项目概况", ("项目概况", "概况"),
        seen=r"概况|基本情况|项目背景|立项背景|项目简介|主要内容", switch="项目概况", optional=True,
    ),
    SectionRecord(
        "basis", "项目绩效目标批复下达情况", "批复下达情况",
        ("批复下达情况", "批复下达", "依据", "批复"),
        seen=r"目标.*(?:批复|下达|分解|设定|设置)|(?:批复|下达|分解).*目标|批复下达|立项依据|政策依据|^(?:项目)?绩效目标(?:情况)?$",
    ),
    SectionRecord(
        "funds_arrival", "项目资金到位情况分析", "资金到位情况", ("资金到位", "到位情况"),
        seen=r"资金.{0,8}(?:到位|来源|投入|安排|申报)|到位情况",
    ),
    SectionRecord(
        "funds_execution", "项目资金执行情况分析", "资金执行情况", ("资金执行", "执行情况", "资金使用"),
        seen=r"(?:资金|预算|经费).{0,10}(?:执行|使用|支出|支付)|支出情况|资金情况",
    ),
    SectionRecord(
        "funds_management", "项目资金管理情况分析", "资金管理情况", ("资金管理", "财务管理"),
        seen=r"(?:资金|财务|经费).{0,8}管理", switch="资金管理",
    ),
    SectionRecord(
        "overall", "总体绩效目标完成情况分析", "总体目标完成情况",
        ("总体绩效目标", "总体目标", "总体完成", "总体"),
        seen=r"总体.{0,8}(?:目标|完成|情况)|综合评价|评价结论|自评结论", switch="总体完成情况",
    ),
    SectionRecord(
        "completion", "绩效指标完成情况分析", "指标完成情况", ("指标完成情况", "指标完成"),
        seen=r"^(?!.*(?:产出|效益|满意度|总体)).*(?:(?:指标|目标).{0,8}(?:完成|实现)|项目绩效情况|绩效分析)",
    ),
    SectionRecord(
        "output", "产出指标完成情况分析", "产出指标完成情况", ("产出指标", "产出"),
        seen=r"产出|项目完成情况|任务完成",
    ),
    SectionRecord(
        "benefit", "效益指标完成情况分析", "效益指标完成情况", ("效益指标", "效益"),
        seen=r"效益|可持续影响", switch="效益分析",
    ),
    SectionRecord(
        "satisfaction", "满意度指标完成情况分析", "满意度指标完成情况", ("满意度指标", "满意度"),
        seen=r"满意度", switch="满意度分析",
    ),
    SectionRecord(
        "deviation_reasons", "偏离绩效目标的原因", "偏离原因",
        ("偏离原因", "偏差原因", "原因分析", "原因"),
        seen=r"(?:偏离|偏差|未完成|未达).{0,12}原因|原因分析|(?:存在|主要)的?(?:主要)?问题|问题及原因", narrative=True,
    ),
    SectionRecord(
        "improvement_measures", "下一步改进措施", "改进措施",
        ("下一步改进措施", "改进措施", "下一步措施", "措施"),
        seen=r"(?:改进|整改|下一步).{0,6}(?:措施|打算|计划|工作|意见|建议)|(?:有关|相关|工作|对策)建议|意见建议",
        narrative=True,
    ),
    SectionRecord(
        "followup", "上年整改措施落实情况", "上年整改落实情况", ("上年整改", "整改落实", "去年的措施"),
        seen=r"(?:上年|上一年|去年|以前年度).{0,10}(?:整改|措施|问题)|整改.{0,4}落实", optional=True,
    ),
    SectionRecord(
        "application", "结果应用情况", "结果应用", ("结果应用", "应用"),
        seen=r"结果.{0,8}应用|应用情况", switch="结果应用",
    ),
    SectionRecord(
        "publicity", "结果公开情况", "结果公开", ("结果公开", "公开"), seen=r"公开",
    ),
    SectionRecord(
        "other", "其他需要说明的问题", "其他问题", ("其他需要说明", "其他问题", "其他"),
        seen=r"其他.{0,6}(?:说明|问题|事项)|需要说明",
    ),
)  # fmt: skip
RECORDS: dict[str, SectionRecord] = {record.id: record for record in SECTIONS}
#: ids of the sections that every report has
USUAL: frozenset[str] = frozenset(record.id for record in SECTIONS if not record.optional)

_NUMBER = regex(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])\s*"
)
_OWN = regex(r"own_[0-9a-f]{8}")

#: the sections a model may draft; the others are computed from the data by rules
REASONS = "deviation_reasons"
MEASURES = "improvement_measures"
NARRATIVE = (REASONS, MEASURES)


def plain_title(section: str) -> str:
    """A section's title without a number; the id itself for one that has no record."""
    return RECORDS[section].title if section in RECORDS else section


def unnumbered(title: str) -> str:
    """A heading's words without 一、 （一） 1. （1） before them."""
    return _NUMBER.sub("", title.strip())


def is_section(section: str) -> bool:
    """Whether an id names a section of ours: one with a record, or a heading that a person writes under."""
    return section in RECORDS or bool(_OWN.fullmatch(section))


def sections_named(words: str) -> tuple[str, ...]:
    """Ids of the sections that may be meant: by id, by title or name, else by a part of the title."""
    wanted = unnumbered(words)
    exact = tuple(r.id for r in SECTIONS if wanted in {r.id, r.title, r.name})
    return exact or tuple(
        r.id for r in SECTIONS if wanted and (wanted in r.title or wanted in r.name)
    )
