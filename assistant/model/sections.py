"""The outline of the report: headings in order, and which section or table stands under each.

Source: the outline of the national transfer-payment notice as RULES.md §3.1 records it, with the
departmental adaptation of the first heading. Section ids never change once released: bookmarks,
drafts and `--json` carry them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

TableId = Literal["targets", "completion", "funds"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–4 (一、 / （一） / 1. / （1）); numbers are part of the title."""

    level: int
    title: str
    section: str = ""
    tables: tuple[TableId, ...] = ()


OUTLINE: tuple[Heading, ...] = (
    Heading(1, "一、项目绩效目标批复下达情况", "basis", ("targets",)),
    Heading(1, "二、绩效目标完成情况分析"),
    Heading(2, "（一）资金投入情况分析"),
    Heading(3, "1.项目资金到位情况分析", "funds_arrival"),
    Heading(3, "2.项目资金执行情况分析", "funds_execution", ("funds",)),
    Heading(3, "3.项目资金管理情况分析", "funds_management"),
    Heading(2, "（二）总体绩效目标完成情况分析", "overall"),
    Heading(2, "（三）绩效指标完成情况分析", "completion", ("completion",)),
    Heading(3, "1.产出指标完成情况分析", "output"),
    Heading(3, "2.效益指标完成情况分析", "benefit"),
    Heading(3, "3.满意度指标完成情况分析", "satisfaction"),
    Heading(1, "三、偏离绩效目标的原因和下一步改进措施"),
    Heading(2, "（一）偏离绩效目标的原因", "deviation_reasons"),
    Heading(2, "（二）下一步改进措施", "improvement_measures"),
    Heading(1, "四、绩效自评结果拟应用和公开情况"),
    Heading(2, "（一）结果应用情况", "application"),
    Heading(2, "（二）结果公开情况", "publicity"),
    Heading(1, "五、其他需要说明的问题", "other"),
)

TITLES: dict[str, str] = {h.section: h.title for h in OUTLINE if h.section}
TITLES["opening"] = "正文开头"
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）).、]*\s*")


def plain_title(section: str) -> str:
    """A section's title without its number."""
    return _NUMBER.sub("", TITLES[section])


def sections_named(words: str) -> tuple[str, ...]:
    """Ids of the sections that may be meant: by id, by title, else by a part of the title."""
    wanted = _NUMBER.sub("", words.strip())
    exact = tuple(i for i in TITLES if wanted in {i, plain_title(i)})
    return exact or tuple(i for i in TITLES if wanted and wanted in TITLES[i])


#: the sections a model may draft; the others are computed from the data by rules
REASONS = "deviation_reasons"
MEASURES = "improvement_measures"
NARRATIVE = (REASONS, MEASURES)
