"""Labels with a value beside them: whose project it is, its year, its goal, and who signs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.forms.read import wording
from assistant.forms.read.imported import Printed, Value
from assistant.forms.read.labels import bare
from assistant.forms.read.rows import Log
from assistant.forms.read.segments import NAME_LABELS, Segment, label_of, value_beside
from assistant.sheets.grid import Cell, Grid
from assistant.values.reading import YEARS, fold, read_date

_KEYS: dict[tuple[str, ...], str] = {
    ("项目", "主管部门"): "主管部门 地方主管部门 主管单位 预算主管部门 项目主管部门 主管部门名称 部门名称 预算部门 主管部门及代码 "
                       "省级主管部门 市级主管部门 县级主管部门 主管预算部门 一级预算单位 业务主管部门",
    ("项目", "中央主管部门"): "中央主管部门 中央主管单位",
    ("项目", "实施单位"): "实施单位 项目实施单位 资金使用单位 项目单位 填报单位 预算单位 单位名称 实施单位资金使用单位 项目承担单位 "
                       "具体实施单位 项目申报单位 申报单位 执行单位 项目执行单位 资金使用单位名称 预算单位名称 填报单位名称 自评单位 项目实施部门",
    ("项目", "编号"): "项目编码 项目代码 项目编号 项目序号编码",
    ("项目", "概况"): "项目概况 项目简介 项目内容 项目主要内容 项目概述 项目基本情况 项目概况及主要内容",
    ("项目", "批复"): "批复文号 项目批复 批复 立项批复 立项依据 项目批复文号 批复文件",
    ("报告", "成文日期"): "填报日期 填表日期 自评日期 填报时间 填表时间 日期 评价日期",
    ("报告", "结果应用"): "结果应用 自评结果应用 结果应用情况 拟应用情况 评价结果应用 结果应用方案",
    ("报告", "公开"): "结果公开 公开情况 结果公开情况",
    ("报告", "其他说明"): "其他需要说明的问题 其他说明 其他需说明的问题 其他需要说明的情况",
    ("报告", "主送"): "主送 主送机关",
    ("报告", "通知"): "通知 自评通知",
    ("报告", "依据"): "依据 自评依据 评价依据",
    ("报告", "署名"): "署名 署名单位",
    ("资金", "管理"): "资金管理 资金管理情况 项目资金管理情况",
    ("资金", "措施"): "执行改进措施",
    ("评分", "规则"): "评分规则 规则",
    ("评分", "项目完成"): "项目是否完成 项目完成",
}  # fmt: skip
_PLACES = {label: place for place, labels in _KEYS.items() for label in labels.split()}
_YEAR_LABELS = frozenset(
    [
        "年度",
        "预算年度",
        "评价年度",
        "自评年度",
        "绩效年度",
        "年份",
        "项目年度",
        "资金年度",
        "所属年度",
    ]
)
_KNOWN = frozenset(_PLACES) | _YEAR_LABELS
#: labels whose value the data has no place for; named so that nobody takes the value for another's
_FURNITURE = re.compile(
    r"项目支出绩效.*|.*绩效.*自评表|.*绩效目标.*表|.*绩效自评情况表|.*绩效评价表|绩效指标|绩效指标完成情况|年度绩效指标|附[件表]\d*|"
    r"项目资金.*|年度总体目标.*|年度目标|总体目标|绩效目标|(?:金额)?单位(?:[:：]?(?:人民币)?[亿万]?元)?|预算执行情况.*|项目基本情况|基本情况|"
    r"资金情况|目标完成情况|\d{4}年度?|年度|转移支付.*自评表|自评表"
)
_EXPECTED = frozenset(
    [
        "预期目标",
        "年初设定目标",
        "年度总体目标",
        "年初目标",
        "年度目标",
        "年度绩效目标",
        "总体目标",
        "预期总目标",
        "年初设定的目标",
        "年初预期目标",
        "年度预期目标",
        "绩效目标",
        "项目年度目标",
        "年度总目标",
        "预期绩效目标",
        "年初设定绩效目标",
        "项目绩效目标",
        "总体绩效目标",
        "全年预期目标",
        "预期年度目标",
        "年初设定总体目标",
        "项目总体目标",
        "年度绩效总目标",
    ]
)
_ACTUAL = frozenset(
    [
        "实际完成情况",
        "全年实际完成情况",
        "目标实际完成情况",
        "年度总体目标完成情况",
        "总体目标完成情况",
        "实际完成",
        "全年完成情况",
        "目标完成情况",
        "年度目标完成情况",
        "实际完成目标",
        "年度总体目标实际完成情况",
        "绩效目标完成情况",
        "总体完成情况",
        "总体绩效目标完成情况",
        "年度绩效目标完成情况",
        "绩效目标实际完成情况",
        "实际完成总目标",
        "目标完成情况说明",
    ]
)
_GRADE = frozenset(
    [
        "评价等级",
        "自评等级",
        "等级",
        "绩效等级",
        "评价结果",
        "自评结果",
        "结果等级",
        "综合等级",
        "绩效等次",
        "自评等次",
    ]
)
_YEAR_IN = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:年度?|-\s*\d{4}年)")


def identity(segment: Segment, log: Log, rows: Iterable[int]) -> tuple[list[Value], list[Printed]]:
    """Values of labelled cells in the rows given (those outside the tables)."""
    grid = segment.grid
    found: dict[tuple[str, ...], Value] = {}
    printed: list[Printed] = []
    if segment.name_cell is not None:
        cell = segment.name_cell
        found["项目", "名称"] = Value(("项目", "名称"), segment.name, cell.origin)
        log.used.add(cell)
    for row in rows:
        for cell in grid.own(row):
            label = label_of(cell.text)
            place = _PLACES.get(label)
            if label in _GRADE:
                _grade(grid, cell, log, printed)
            elif label in _YEAR_LABELS:
                _labelled_year(grid, cell, log, found)
            elif place is not None:
                _take(grid, cell, place, log, found)
    return list(found.values()), printed


def _take(
    grid: Grid, cell: Cell, place: tuple[str, ...], log: Log, found: dict[tuple[str, ...], Value]
) -> None:
    text, where = value_beside(grid, cell, _KNOWN)
    if where is None or wording.is_template(text):
        log.used.add(cell)
        return
    label = label_of(where.text) if where is not cell else ""
    if label in _KNOWN or (label and _FURNITURE.fullmatch(bare(text))):
        return  # the next label, not a value: the place is empty
    log.used.update((cell, where))
    if place == ("报告", "成文日期"):
        try:
            read_date(text)
        except ValueError:
            log.not_understood.append(f"{where.origin}：“{text[:60]}”读不成日期，没有写入")
            return
    if place in found:
        old = found[place]
        if old.text != text and label_of(cell.text) != "地方主管部门":
            log.doubts.append(
                f"{where.origin}：{'.'.join(place)}另写“{text[:40]}”，已采用 {old.origin} 的“{old.text[:40]}”"
            )
            return
    found[place] = Value(place, text, where.origin)


def _labelled_year(grid: Grid, cell: Cell, log: Log, found: dict[tuple[str, ...], Value]) -> None:
    text, where = value_beside(grid, cell, _KNOWN)
    digits = re.search(r"(?:19|20)\d{2}", fold(text)) if where is not None else None
    if digits and where is not None:
        log.used.update((cell, where))
        found.setdefault(("项目", "年度"), Value(("项目", "年度"), digits[0], where.origin))


def _grade(grid: Grid, cell: Cell, log: Log, printed: list[Printed]) -> None:
    text, where = value_beside(grid, cell, _GRADE)
    if where is not None and fold(text) in {
        "优",
        "良",
        "中",
        "差",
        "优秀",
        "良好",
        "合格",
        "不合格",
    }:
        log.used.update((cell, where))
        printed.append(Printed("等级", text, None, where.origin))


def year_in(text: str) -> str:
    """The first budget year a title names, e.g. （2021年度）; "" for none."""
    for match in _YEAR_IN.finditer(fold(text)):
        if int(match[1]) in YEARS:
            return match[1]
    return ""


def goal(segment: Segment, log: Log, rows: Iterable[int]) -> list[Value]:
    """总体目标: heads with the texts below, or labels with the texts beside."""
    grid = segment.grid
    found: dict[str, Value] = {}
    wanted = list(rows)
    for row in wanted:
        labels = [c for c in grid.own(row) if label_of(c.text) in _EXPECTED | _ACTUAL]
        heads = [c for c in labels if _is_head(grid, c)]
        for cell in heads:
            key = "预期" if label_of(cell.text) in _EXPECTED else "实际"
            below = grid.at(cell.last_row + 1, cell.col)
            if below is None or below.row <= cell.row or cell.last_row + 1 not in wanted:
                continue
            log.used.add(cell)
            _goal(key, below, log, found)
        for cell in labels:
            if cell in heads or cell in log.used:
                continue
            key = "预期" if label_of(cell.text) in _EXPECTED else "实际"
            text, where = value_beside(grid, cell, _EXPECTED | _ACTUAL)
            if where is not None and label_of(where.text) not in _EXPECTED | _ACTUAL and text:
                log.used.add(cell)
                _goal(key, where, log, found, text)
    return list(found.values())


def _is_head(grid: Grid, cell: Cell) -> bool:
    """Whether another goal label stands beside it, so that the texts are below."""
    beside = [grid.at(cell.row, cell.last_col + 1), grid.at(cell.row, cell.col - 1)]
    return cell.rowspan == 1 and any(
        o is not None and label_of(o.text) in _EXPECTED | _ACTUAL and o.rowspan == 1 for o in beside
    )


def _goal(key: str, cell: Cell, log: Log, found: dict[str, Value], text: str = "") -> None:
    log.used.add(cell)
    words = wording.flat(text or cell.text)
    if key not in found and words and not wording.is_template(words):
        found[key] = Value(("总体目标", key), words, cell.origin)


_LABELS = _KNOWN | _EXPECTED | _ACTUAL | _GRADE | NAME_LABELS


def is_furniture(text: str) -> bool:
    """Titles and labels that carry no data of their own."""
    label = bare(text)
    return not label or label in _LABELS or bool(_FURNITURE.fullmatch(label))
