"""What people call the sections of a rule file, in the order they are shown."""

from __future__ import annotations

SECTION_NAMES: dict[str, str] = {
    "weights": "权重",
    "execution": "预算执行率",
    "at_least": "正向指标（≥）",
    "at_most": "反向指标（≤）",
    "exactly": "等于指标（=）",
    "between": "区间指标",
    "deadline": "时限指标",
    "qualitative": "定性指标",
    "yes_no": "是否类指标",
    "satisfaction": "满意度",
    "cost_control": "成本控制率",
    "over": "超额完成",
    "rounding": "小数位数",
    "grades": "等级",
}


def section_name(key: str) -> str:
    """权重（第2种情形） for weights[2]; the key itself where it has no name."""
    stem, _, number = key.partition("[")
    name = SECTION_NAMES.get(stem, key)
    return f"{name}（第{number.rstrip(']')}种情形）" if number else name
