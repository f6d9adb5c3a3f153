"""The columns of the page's two tables, in order: the key of the data file, and what the head says."""

from __future__ import annotations

COLUMNS: tuple[tuple[str, str], ...] = (
    ("一级", "一级"), ("二级", "二级"), ("名称", "三级指标"), ("目标", "年度指标值"), ("实际", "实际完成值"),
    ("分值", "分值"), ("原因", "偏差原因"), ("措施", "改进措施"), ("责任单位", "责任单位"),
    ("完成时限", "完成时限"), ("完成程度", "完成程度"), ("评分比例", "评分比例"), ("方向", "方向"), ("佐证", "佐证"),
)  # fmt: skip
FUND_COLUMNS: tuple[tuple[str, str], ...] = (
    ("来源", "资金来源"), ("年初预算", "年初预算"), ("全年预算", "全年预算"), ("到位", "到位"),
    ("执行", "执行"), ("原因", "说明"),
)  # fmt: skip
