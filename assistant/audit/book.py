"""复核表.xlsx: every project's review, every point taken off, every fault, every likeness, and what to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.audit.across import KINDS
from assistant.audit.cases import Case, Shelf
from assistant.audit.judging import Judged, Line, shown
from assistant.model.finding import SEVERITY_NAMES
from assistant.sheets.lists import Column, Formula, ListSheet, Value, list_book
from assistant.sheets.lists import Line as Row
from assistant.submissions.budget_list import Listed
from assistant.submissions.failure import Failure
from assistant.values.printing import plain, rounded

_POINTS, _RATE, _MONEY, _COUNT = "0.00", "0.00%", "#,##0.######", "0"
#: a difference that rounding does not make
_CENT = Decimal("0.01")
_MOST_IN_CELL = 12
#: rows that Excel takes on a sheet, with room for head and notes
MOST_ROWS = 1_000_000


def taken_off(lines: Sequence[Line]) -> list[Line]:
    """The rows whose own points differ from those the unit gave, the greatest loss first."""
    found = [
        line for line in lines if line.difference is not None and abs(line.difference) >= _CENT
    ]
    return sorted(found, key=lambda line: -(line.difference or Decimal(0)))


def off(line: Line) -> str:
    """“好路率”自评10分，复核9.5分."""
    return f"“{line.name}”自评{shown(line.stated)}分，复核{shown(line.own)}分"


def review_book(
    shelf: Shelf,
    cases: Sequence[Case],
    ranked: Sequence[Case],
    failures: Sequence[Failure],
    unlisted: Sequence[Listed] | None,
    subtitle: str,
) -> bytes:
    """The whole workbook."""
    sheets = [
        _review(shelf, cases, subtitle),
        _lines(shelf, cases),
        _faults(shelf, cases),
        _across(cases),
    ]
    if ranked:
        sheets.append(_ranking(ranked))
    if unlisted is not None:
        sheets.append(_missing(unlisted))
    if failures:
        columns = (Column("序号", 6, _COUNT), Column("文件", 60), Column("原因", 90))
        rows = [Row((i, f.source, f.why)) for i, f in enumerate(failures, 1)]
        sheets.append(ListSheet("读不了的文件", columns, rows))
    return list_book(sheets)


def _review(shelf: Shelf, cases: Sequence[Case], subtitle: str) -> ListSheet:
    columns = (
        Column("序号", 6, _COUNT), Column("单位", 20), Column("项目名称", 26), Column("项目编码", 14),
        Column("年度", 7, _COUNT), Column("全年预算（万元）", 12, _MONEY), Column("执行率", 9, _RATE),
        Column("自评得分", 9, _POINTS), Column("复核得分", 9, _POINTS), Column("偏离度", 9, _RATE),
        Column("自评等级", 8), Column("复核等级", 8), Column("扣分项", 36), Column("理由（算式和条款）", 48),
        Column("佐证", 24), Column("错误", 6, _COUNT), Column("说明", 32), Column("材料", 30),
    )  # fmt: skip
    sheet = ListSheet(
        "复核表", columns, (), "项目支出绩效自评复核表", subtitle,
        ("偏离度＝（自评得分－复核得分）÷自评得分。复核得分由程序按规则计算；定性指标和没有实际完成值的指标沿用自评得分，在“说明”里列出，由人核定。",),
        wide=True,
    )  # fmt: skip
    sheet.rows = _review_rows(shelf, cases, sheet.first)
    return sheet


def _review_rows(shelf: Shelf, cases: Sequence[Case], first: int) -> Iterator[Row]:
    for at, (case, files) in enumerate(shelf.all(cases), first):
        main, whose = files[0], case.identity
        off_lines = taken_off(main.lines)
        deviation: Value = None
        if main.deviation is not None:
            deviation = Formula(f"(H{at}-I{at})/H{at}", main.deviation)
        yield Row(
            (
                case.number, case.owner, whose.name, whose.number, whose.year, main.budget, main.rate,
                main.stated, main.own, deviation, main.stated_grade, main.grade,
                _joined(off(line) for line in off_lines),
                _joined(f"{line.name}：{line.why}" for line in off_lines),
                _joined(f"{line.name}：{line.evidence}" for line in off_lines if line.evidence),
                sum(h.errors for h in case.heads),
                _said(main), "\n".join(h.source for h in case.heads),
            )
        )  # fmt: skip


def _said(main: Judged) -> str:
    said = list(main.remarks)
    kept = [line.name for line in main.lines if line.basis == "沿用自评"]
    blank = [line.name for line in main.lines if line.basis == "未评分"]
    if kept:
        said.append(f"沿用自评得分，由人核定：{_joined(kept, '、')}")
    if blank:
        said.append(f"没有评分：{_joined(blank, '、')}")
    if main.stated is None:
        said.append(
            "材料里没有自评得分" if main.kind != "数据" else "数据文件不填得分，只列复核得分"
        )
    if main.own is not None and not main.complete:
        said.append("复核得分不是完整得分")
    return "；".join(said)


def _joined(words: Iterator[str] | Sequence[str], by: str = "\n") -> str:
    found = list(words)
    more = f"{by}…共{len(found)}项，见“逐项复核”" if len(found) > _MOST_IN_CELL else ""
    return by.join(found[:_MOST_IN_CELL]) + more


def _lines(shelf: Shelf, cases: Sequence[Case]) -> ListSheet:
    columns = (
        Column("项目序号", 8, _COUNT), Column("单位", 20), Column("项目名称", 26), Column("一级指标", 11),
        Column("二级指标", 13), Column("三级指标", 26), Column("指标值", 14), Column("实际完成值", 14),
        Column("分值", 8, _POINTS), Column("自评得分", 9, _POINTS), Column("复核得分", 9, _POINTS),
        Column("自评减复核", 10, _POINTS), Column("复核方式", 10), Column("理由（算式和条款）", 60),
        Column("佐证", 24), Column("位置", 24),
    )  # fmt: skip
    sheet = ListSheet("逐项复核", columns, (), wide=True)
    sheet.rows = _line_rows(shelf, cases, sheet.first)
    return sheet


def _line_rows(shelf: Shelf, cases: Sequence[Case], first: int) -> Iterator[Row]:
    """Where there are more rows than a sheet takes, only those that differ, or were taken over."""
    many = sum(len(shelf.get(case.main.number).lines) for case in cases) > MOST_ROWS
    at = first
    for case in cases:
        main = shelf.get(case.main.number)
        different = {id(line) for line in taken_off(main.lines)}
        for line in main.lines:
            if many and id(line) not in different and line.basis == "复核":
                continue
            less: Value = None
            if line.difference is not None:
                less = Formula(f"J{at}-K{at}", rounded(line.difference))
            yield Row(
                (
                    case.number, case.owner, case.identity.name, line.level1, line.level2, line.name,
                    line.target, line.actual, line.weight, line.stated, line.own, less, line.basis,
                    line.why, line.evidence, line.place,
                ),
                strong=id(line) in different,
            )  # fmt: skip
            at += 1


def _faults(shelf: Shelf, cases: Sequence[Case]) -> ListSheet:
    columns = (
        Column("项目序号", 8, _COUNT), Column("单位", 20), Column("项目名称", 26), Column("代码", 7),
        Column("级别", 7), Column("问题", 60), Column("位置", 26), Column("原文", 40), Column("改法", 40),
        Column("材料", 30),
    )  # fmt: skip
    return ListSheet("问题", columns, _fault_rows(shelf, cases))


def _fault_rows(shelf: Shelf, cases: Sequence[Case]) -> Iterator[Row]:
    count = 0
    for case, files in shelf.all(cases):
        told: set[tuple[str, str]] = set()
        for judged in files:
            for f in judged.findings:
                if f.severity == "info" or (f.code, f.message) in told or count >= MOST_ROWS:
                    continue
                told.add((f.code, f.message))
                count += 1
                yield Row(
                    (
                        case.number, case.owner, case.identity.name, f.code, SEVERITY_NAMES[f.severity],
                        f.message, f.location, f.evidence, f.suggestion, judged.source,
                    )
                )  # fmt: skip


def _across(cases: Sequence[Case]) -> ListSheet:
    columns = (
        Column("项目序号", 8, _COUNT), Column("单位", 20), Column("项目名称", 26), Column("代码", 7),
        Column("事项", 24), Column("请核实", 70), Column("位置", 40), Column("对照", 60),
        Column("对照项目序号", 14),
    )  # fmt: skip
    rows = (
        Row(
            (
                case.number, case.owner, case.identity.name, c.code, KINDS[c.code], c.message, c.place,
                c.evidence, "、".join(map(str, c.others[:_MOST_IN_CELL])),
            )
        )
        for case in cases
        for c in sorted(case.cross, key=lambda c: c.code)
    )  # fmt: skip
    return ListSheet("跨项目核对", columns, rows)


def _ranking(ranked: Sequence[Case]) -> ListSheet:
    columns = (
        Column("次序", 6, _COUNT), Column("分数", 6, _COUNT), Column("单位", 20), Column("项目名称", 30),
        Column("全年预算（万元）", 12, _MONEY), Column("自评得分", 9, _POINTS), Column("复核得分", 9, _POINTS),
        Column("理由（各项分数）", 80), Column("项目序号", 8, _COUNT),
    )  # fmt: skip
    rows = (
        Row(
            (
                i, c.rank, c.owner, c.identity.name, c.main.budget, c.main.stated, c.main.own,
                "；".join(c.reasons), c.number,
            )
        )
        for i, c in enumerate(ranked, 1)
    )  # fmt: skip
    return ListSheet(
        "抽查排序", columns, rows,
        notes=("分数只用来排抽查的先后，由各项理由相加，不是对项目的评价；各项分数见程序的 lexicon/audit_ranking.yaml。",),
    )  # fmt: skip


def _missing(unlisted: Sequence[Listed]) -> ListSheet:
    columns = (
        Column("序号", 6, _COUNT), Column("单位", 24), Column("项目名称", 36), Column("项目编码", 16),
        Column("年初预算（万元）", 14, _MONEY), Column("全年预算（万元）", 14, _MONEY), Column("清单位置", 24),
    )  # fmt: skip
    rows = [
        Row((i, u.unit, u.name, u.number, u.initial, u.budget, u.place))
        for i, u in enumerate(unlisted, 1)
    ]
    return ListSheet("清单内未报送", columns, rows)


def money(amount: Decimal | None) -> str:
    """万元 for people."""
    return "—" if amount is None else f"{plain(rounded(amount, 4))}万元"
