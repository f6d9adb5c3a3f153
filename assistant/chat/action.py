"""What a person wants done, as one typed thing: from a command, from plain words, or from a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Act = Literal[
    "help",
    "score",
    "rows",
    "gaps",
    "ask",
    "draft",
    "revise",
    "show",
    "compare",
    "check",
    "facts",
    "undo",
    "redo",
    "history",
    "export",
    "model",
    "cost",
    "quit",
    "explain",
    "what_if",
    "set",
    "set_score",
    "unknown",
]
ACTS: tuple[str, ...] = get_args(Act)

#: keys of an indicator that a person may change by talking, with the words that name them
KEYS: dict[str, tuple[str, ...]] = {
    "实际": ("实际完成值", "实际值", "完成值", "实际"),
    "目标": ("年度指标值", "指标值", "目标值", "目标"),
    "分值": ("分值", "权重"),
    "完成程度": ("完成程度",),
    "评分比例": ("评分比例",),
    "扣减": ("扣减",),
    "原因": ("偏差原因", "原因"),
    "措施": ("改进措施", "措施"),
    "责任单位": ("责任单位", "责任部门", "责任股室", "责任人"),
    "完成时限": ("完成时限", "时限", "完成时间"),
    "佐证": ("佐证材料", "佐证"),
}

#: sections that can be drafted or shown, by the words people use
SECTIONS: dict[str, tuple[str, ...]] = {
    "deviation_reasons": ("偏离原因", "偏差原因", "原因分析", "原因"),
    "improvement_measures": ("改进措施", "下一步措施", "措施"),
    "overall": ("总体目标", "总体完成", "总体"),
    "output": ("产出",),
    "benefit": ("效益",),
    "satisfaction": ("满意度",),
    "funds_management": ("资金管理",),
    "funds_execution": ("资金执行", "执行情况"),
    "funds_arrival": ("资金到位", "到位情况"),
    "application": ("结果应用", "应用"),
    "publicity": ("公开",),
    "basis": ("依据", "批复"),
    "other": ("其他",),
}


@dataclass(frozen=True, slots=True)
class Action:
    """`row` and `section` are the person's words; what they name is found when the action runs."""

    act: Act
    row: str = ""
    key: str = ""
    value: str = ""
    section: str = ""
    number: int = 0
    text: str = ""


def section_of(words: str) -> str:
    """The section id that the words name, or empty; the longest name wins."""
    named = [
        (len(name), section)
        for section, names in SECTIONS.items()
        for name in names
        if name in words
    ]
    return max(named)[1] if named else ""


def key_of(words: str) -> str:
    """The key of the data file that the words name, or empty."""
    named = [(len(name), key) for key, names in KEYS.items() for name in names if name in words]
    return max(named)[1] if named else ""
