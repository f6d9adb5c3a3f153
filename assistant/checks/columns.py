"""Which column of a published table holds what: headings vary from form to form (RULES.md §1.2, §3.2, §4)."""

from __future__ import annotations

import re

from assistant.word.document import Cell, Table

_INDICATOR = (
    ("reason", r"原因"),
    ("measure", r"改进措施|整改措施"),
    ("score", r"得分|自评分|^评分$|评价得分"),
    ("weight", r"分值|权重|标准分|^满分$"),
    ("evidence", r"佐证|数据来源|评价依据"),
    ("level1", r"一级指标"),
    ("level2", r"二级指标"),
    ("name", r"三级指标|末级指标|指标名称|四级指标"),
    ("sign", r"指标性质|指标方向|比较符|运算符|^符号$"),
    ("unit", r"计量单位|度量单位|^单位$"),
    ("actual", r"实际完成值|全年完成值|实际值|^完成值|实际完成(?!情况)|实际完成情况|全年实际|完成指标值|年度完成值"),
    ("completion", r"完成率|完成比例|完成程度|完成情况|完成度|是否完成|实施进度|完成进度"),
    ("target", r"指标值|目标值|计划值|计划完成|预期(指标|值)|年初(设定|目标)|年度目标|^目标$"),
)  # fmt: skip
_FUNDS = (
    ("reason", r"原因"),
    ("rate", r"执行率|支出率|B/A"),
    ("score", r"得分"),
    ("weight", r"分值|权重"),
    ("initial", r"年初预算|年初批复|年初数"),
    (
        "executed",
        r"执行数|支出数|实际支出|执行金额|全年执行|支付数|实际支付|^预算执行$|实际使用",
    ),
    ("arrived", r"到位(?!率)"),
    ("budget", r"全年预算|调整后预算|调整预算"),
    ("any_budget", r"预算数|预算金额|预算安排"),
)
_COMPILED_INDICATOR = tuple((key, re.compile(p)) for key, p in _INDICATOR)
_COMPILED_FUNDS = tuple((key, re.compile(p)) for key, p in _FUNDS)
#: what a column is called in a location
COLUMN_NAMES = {
    "level1": "一级指标", "level2": "二级指标", "name": "三级指标", "target": "指标值", "actual": "实际值",
    "weight": "分值", "score": "得分", "completion": "完成情况", "reason": "原因", "measure": "措施",
    "evidence": "佐证", "sign": "指标性质", "unit": "单位", "initial": "年初预算数", "budget": "全年预算数",
    "arrived": "到位数", "executed": "执行数", "rate": "执行率",
}  # fmt: skip

Columns = dict[str, list[int]]


def indicator_columns(table: Table, row: int) -> Columns | None:
    """Grid columns by what they hold, where this row heads a list of indicators; else None."""
    found: Columns = {}
    for cell in table.distinct(row):
        flat = cell.flat
        if not flat or len(flat) > 20:  # noqa: PLR2004
            continue
        keys = [key for key, pattern in _COMPILED_INDICATOR if pattern.search(flat)]
        if not keys:
            continue
        chosen = ["reason", "measure"] if keys[:2] == ["reason", "measure"] else keys[:1]
        for key in chosen:
            if key not in found:
                found[key] = _squares(table, row, cell)
    if "name" not in found:
        bare = [c for c in table.distinct(row) if re.fullmatch(r"绩效指标|指标|指标内容", c.flat)]
        if bare and {"target", "actual"} <= set(found):
            found["name"] = _squares(table, row, bare[0])
    if "actual" not in found and "target" in found and "completion" in found:
        found["actual"] = found.pop("completion")
    if "name" in found and ("target" in found or "actual" in found):
        return found
    return None


def fund_columns(table: Table, row: int) -> Columns | None:
    """Grid columns of amounts, where this row heads the block of the funds; else None."""
    found: Columns = {}
    for cell in table.distinct(row):
        flat = cell.flat
        if not flat or len(flat) > 24:  # noqa: PLR2004
            continue
        for key, pattern in _COMPILED_FUNDS:
            if pattern.search(flat) and key not in found:
                found[key] = _squares(table, row, cell)
                break
    # “年度预算数（万元）” may head the labels of the lines: it counts only where nothing says it better
    loose = found.pop("any_budget", None)
    if loose is not None and "budget" not in found:
        found["budget"] = loose
    amounts = {"initial", "budget", "arrived", "executed"} & set(found)
    if len(amounts) >= 2 or (amounts and "rate" in found):  # noqa: PLR2004
        return found
    return None


def _squares(table: Table, row: int, cell: Cell) -> list[int]:
    return [c for c, other in enumerate(table.rows[row]) if other is cell]
