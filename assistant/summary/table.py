"""自评结果汇总表: a row a project, a subtotal a unit, live formulas that come to what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from assistant.report.compiled import Compiled, Table, Text, compiled
from assistant.sheets.lists import Chart, Column, Formula, Line, ListSheet, Value, list_book
from assistant.submissions.bands import in_bands
from assistant.submissions.failure import Failure
from assistant.summary.projects import Project, Reason, explaining, of_unit
from assistant.summary.totals import AMOUNTS, GRADES, Totals
from assistant.values.printing import NONE, half_up, percent, plain, points, rounded, share

_POINTS, _RATE, _MONEY, _COUNT = "0.00", "0.00%", "#,##0.######", "0"
_MAIN = "自评结果汇总表"
_LONGEST = 60
_COLUMNS = (
    Column("序号", 6, _COUNT), Column("单位", 20), Column("项目名称", 26), Column("项目编码", 14),
    Column("年初预算数（万元）", 12, _MONEY), Column("全年预算数（万元）", 12, _MONEY),
    Column("执行数（万元）", 12, _MONEY), Column("执行率", 9, _RATE), Column("自评得分", 9, _POINTS),
    Column("等级", 6), Column("未完成指标数", 9, _COUNT), Column("主要偏离原因", 40), Column("改进措施", 40),
    Column("备注", 26),
)  # fmt: skip
_LETTERS = dict(zip(("initial", "budget", "executed"), "EFG", strict=True))


def told(reasons: Sequence[Reason]) -> str:
    """Reasons in one cell, each with what it is of."""
    return "\n".join(map(_line, reasons))


def _line(reason: Reason) -> str:
    return f"{reason.about}：{reason.text}"


def remark(project: Project) -> str:
    """备注: why there is no full score, how the file was read, what is still to be verified."""
    said = [f"没有完整得分（{project.why}）"] if project.score is None else []
    said += project.remarks
    if any(not r.supported for r in (*project.reasons, *project.measures)):
        said.append("原因或措施与本项目数据对不上，【待核实】")
    return "；".join(said)


def table_book(
    projects: Sequence[Project],
    totals: Totals,
    differences: Sequence[str],
    failed: Sequence[Failure],
    subtitle: str,
) -> bytes:
    """The workbook: the table, counts by level of result, lists, facts, and charts."""
    rows, places = _rows(projects, totals)
    last = _FIRST_ROW + len(rows) - 1
    main = ListSheet(
        _MAIN, _COLUMNS, rows, "项目支出绩效自评结果汇总表", subtitle,
        (
            "执行率＝执行数÷全年预算数。小计、合计的得分是有完整得分的项目的平均分；没有完整得分的项目列出，不计入平均分和等级。",
        ),
        wide=True,
    )  # fmt: skip
    sheets = [
        main,
        _grades(projects, totals, last),
        _units(projects, totals, places),
        _lists(projects),
        _kinds(projects),
        _causes(totals),
        _differences(differences, failed),
        _facts(projects, totals),
    ]
    return list_book(sheets)


_FIRST_ROW = 4


def _rows(projects: Sequence[Project], totals: Totals) -> tuple[list[Line], dict[int, int]]:
    """The rows with subtotals, and the row of each unit's subtotal (by the unit's number from 1)."""
    rows: list[Line] = []
    places: dict[int, int] = {}
    at = _FIRST_ROW
    number = 0
    for i, (unit, some) in enumerate(of_unit(list(projects)), 1):
        start = at
        for project in some:
            number += 1
            rows.append(Line(_row(number, project, at)))
            at += 1
        rows.append(
            Line(_sums(f"{unit} 小计", f"unit[{i}]", totals, start, at - 1, at), strong=True)
        )
        places[i] = at
        at += 1
    rows.append(Line(_sums("合计", "all", totals, _FIRST_ROW, at - 1, at), strong=True))
    return rows, places


def _row(number: int, project: Project, at: int) -> list[Value]:
    rate: Value = None
    if project.rate is not None:
        exact = project.rate
        if project.budget and project.executed is not None:
            exact = half_up(Fraction(project.executed) / Fraction(project.budget), 12)
        rate = Formula(f'IF(F{at}=0,"",G{at}/F{at})', exact)
    return [
        number, project.owner, project.name, project.identity.number, project.initial, project.budget,
        project.executed, rate, project.score, project.grade, len(project.unfinished),
        told(project.reasons), told(project.measures), remark(project),
    ]  # fmt: skip


def _sums(name: str, key: str, totals: Totals, start: int, end: int, at: int) -> list[Value]:
    """SUBTOTAL leaves out the subtotals inside its range, and AVERAGE what is blank: both as printed."""

    def summed(part: str) -> Value:
        if f"{key}.{part}" not in totals.numbers:
            return None
        letter = _LETTERS[part]
        return Formula(f"SUBTOTAL(9,{letter}{start}:{letter}{end})", totals.get(f"{key}.{part}"))

    rate: Value = None
    if f"{key}.rate" in totals.numbers:
        rate = Formula(f'IF(F{at}=0,"",G{at}/F{at})', totals.get(f"{key}.rate"))
    mean: Value = None
    if f"{key}.mean" in totals.numbers:
        mean = Formula(f"ROUND(SUBTOTAL(1,I{start}:I{end}),2)", totals.get(f"{key}.mean"))
    count = totals.get(f"{key}.count")
    scored = totals.get(f"{key}.scored")
    said = f"{plain(count)}个项目" + (
        f"，{plain(count - scored)}个没有完整得分" if scored < count else ""
    )
    return [
        None, name, said, "", summed("initial"), summed("budget"), summed("executed"), rate, mean, "",
        Formula(f"SUBTOTAL(9,K{start}:K{end})", totals.get(f"{key}.short")), "", "", "",
    ]  # fmt: skip


def _grades(projects: Sequence[Project], totals: Totals, last: int) -> ListSheet:
    """Counts and money by grade, counted by the sheet itself; and the distribution of scores as a chart."""
    columns = (
        Column("等级（得分段）", 18), Column("项目数", 10, _COUNT), Column("占有完整得分的项目", 14, _RATE),
        Column("全年预算数（万元）", 16, _MONEY), Column("执行数（万元）", 16, _MONEY),
    )  # fmt: skip
    area = f"'{_MAIN}'!"
    scored = totals.get("all.scored")
    names = [k.rpartition(".")[2] for k in totals.numbers if k.startswith("all.grade.")]
    rows: list[Line] = []
    for at, grade in enumerate(names, 2):
        some = [p for p in projects if p.grade == grade]
        count = totals.get(f"all.grade.{grade}")
        money = [
            Formula(
                f"SUMIF({area}J$4:J${last},A{at},{area}{letter}$4:{letter}${last})",
                sum((a for p in some if (a := getattr(p, part)) is not None), Decimal(0)),
            )
            for part, letter in (("budget", "F"), ("executed", "G"))
        ]
        rows.append(
            Line(
                [
                    grade, Formula(f"COUNTIF({area}J$4:J${last},A{at})", count),
                    Formula(f"IF(SUM(B$2:B${len(names) + 1})=0,0,B{at}/SUM(B$2:B${len(names) + 1}))", count / scored if scored else Decimal(0)),
                    *money,
                ]
            )
        )  # fmt: skip
    without = [p for p in projects if p.score is None]
    rows.append(
        Line(
            [
                "没有完整得分", len(without), None,
                sum((p.budget for p in without if p.budget is not None), Decimal(0)),
                sum((p.executed for p in without if p.executed is not None), Decimal(0)),
            ]
        )
    )  # fmt: skip
    start = len(rows) + 2
    counted = in_bands(p.score for p in projects)
    rows += [
        Line([band.name, n, Decimal(n) / scored if scored else Decimal(0), None, None])
        for band, n in counted
    ]
    sheet = ListSheet("结果分布", columns, rows)
    sheet.charts = [
        Chart("得分分布（项目数）", 2, start, start + len(counted) - 1, "G2"),
        Chart("等级（项目数）", 2, 2, len(names) + 2, "G20"),
    ]
    return sheet


def _units(projects: Sequence[Project], totals: Totals, places: dict[int, int]) -> ListSheet:
    columns = (
        Column("单位", 26), Column("项目数", 8, _COUNT), Column("年初预算数（万元）", 14, _MONEY),
        Column("全年预算数（万元）", 14, _MONEY), Column("执行数（万元）", 14, _MONEY), Column("执行率", 9, _RATE),
        Column("平均得分", 9, _POINTS), *(Column(g, 6, _COUNT) for g in GRADES), Column("没有完整得分", 9, _COUNT),
        Column("未完成指标数", 9, _COUNT),
    )  # fmt: skip
    rows = []
    units = list(of_unit(list(projects)))
    for i, (unit, _) in enumerate(units, 1):
        key, place = f"unit[{i}]", places[i]

        def linked(part: str, letter: str, key: str = key, place: int = place) -> Value:
            value = totals.numbers.get(f"{key}.{part}")
            return None if value is None else Formula(f"'{_MAIN}'!{letter}{place}", value)

        count, scored = totals.get(f"{key}.count"), totals.get(f"{key}.scored")
        rows.append(
            Line(
                [
                    unit, count, linked("initial", "E"), linked("budget", "F"), linked("executed", "G"),
                    linked("rate", "H"), linked("mean", "I"),
                    *(totals.get(f"{key}.grade.{g}") for g in GRADES), count - scored, linked("short", "K"),
                ]
            )
        )  # fmt: skip
    sheet = ListSheet("按单位", columns, rows)
    sheet.charts = [Chart("各单位预算执行率", 6, 2, len(units) + 1, "P2", "0%")]
    return sheet


def _lists(projects: Sequence[Project]) -> ListSheet:
    columns = (
        Column("单位", 20), Column("项目名称", 28), Column("执行率", 9, _RATE), Column("得分", 8, _POINTS),
        Column("等级", 6), Column("列入的原因", 16), Column("原因", 50), Column("改进计划", 50),
    )  # fmt: skip
    rows = [
        Line(
            [
                p.owner, p.name, p.rate, p.score, p.grade, listed(p), "\n".join(explaining(p, p.reasons, _line, "【待补充】")),
                "\n".join(explaining(p, p.measures, _line, "【待补充】")),
            ]
        )
        for p in projects
        if listed(p)
    ]  # fmt: skip
    return ListSheet("执行率偏低、结果较差、得分不全", columns, rows)


def listed(project: Project) -> str:
    """Why a project is on the list of those to explain; "" where it is not."""
    said = ["执行率偏低"] if project.is_low else []
    said += ["结果较差"] if project.is_poor else []
    said += ["没有完整得分"] if project.score is None else []
    return "、".join(said)


def _kinds(projects: Sequence[Project]) -> ListSheet:
    """Deviations by kind of indicator, as a chart too."""
    columns = (
        Column("二级指标", 22), Column("指标数", 9, _COUNT), Column("未完成", 9, _COUNT), Column("占比", 9, _RATE),
    )  # fmt: skip
    rows = []
    for at, (kind, (count, short)) in enumerate(deviations_by_kind(projects).items(), 2):
        ratio = half_up(Fraction(short, count), 12)
        rows.append(Line([kind, count, short, Formula(f"C{at}/B{at}", ratio)]))
    sheet = ListSheet("偏离按类别", columns, rows)
    if rows:
        sheet.charts = [Chart("未完成指标（按二级指标）", 3, 2, len(rows) + 1, "F2")]
    return sheet


def deviations_by_kind(projects: Sequence[Project]) -> dict[str, tuple[int, int]]:
    """Indicators and those that fell short, by 二级指标, the most that fell short first."""
    found: dict[str, tuple[int, int]] = {}
    for p in projects:
        for row in p.piece.form.rows if p.piece.form else ():
            if not row.is_blank_form and row.level2:
                count, short = found.get(row.level2, (0, 0))
                found[row.level2] = (count + 1, short + (row.status == "not_met"))
    return dict(sorted(found.items(), key=lambda item: -item[1][1]))


def _causes(totals: Totals) -> ListSheet:
    columns = (
        Column("原因类别", 24), Column("项目数", 8, _COUNT), Column("归类的词", 40), Column("单位", 20),
        Column("项目名称", 26), Column("指标", 20), Column("原因", 60),
    )  # fmt: skip
    rows = [
        Line([c.name, len(c.projects), "、".join(c.words), p.owner, p.name, r.about, r.text])
        for c in totals.causes
        for p, r in c.found
    ]
    return ListSheet(
        "原因归类", columns, rows,
        notes=("一条原因里有某一类的词就归入那一类，可以归入几类；都没有的归入其他。",),
    )  # fmt: skip


def _differences(differences: Sequence[str], failed: Sequence[Failure]) -> ListSheet:
    columns = (Column("序号", 6, _COUNT), Column("核对结果", 110))
    lines = [*differences, *(f"{f.source}：{f.why}" for f in failed)]
    rows = [
        Line([i, line])
        for i, line in enumerate(lines or ["各单位之和、合计和决算数（如已提供）相等"], 1)
    ]
    return ListSheet("核对", columns, rows)


def _facts(projects: Sequence[Project], totals: Totals) -> ListSheet:
    columns = (Column("编号", 10), Column("事实", 80), Column("加数和出处", 60), Column("键", 24))
    rows = [Line([f.id, f.text, f.origin, f.key]) for f in totals.facts]
    rows += [
        Line([f"P{p.number}", f"{p.owner} {p.name}", "、".join(p.sources), ""]) for p in projects
    ]
    rows += [
        Line([f"P{p.number}.{f.id}", f.text, f.origin, f.key])
        for p in projects
        for f in p.facts
        if f.key == "funds.total" or f.role in {"total", "grade", "reason", "measure"}
    ]
    return ListSheet("事实", columns, rows)


# ---- Word


def word_table(projects: Sequence[Project], totals: Totals) -> Table:
    """The same table for a page set across."""
    heads = ("序号", "单位", "项目名称", "编码", "年初预算", "全年预算", "执行数", "执行率", "得分", "等级", "未完成指标", "主要偏离原因", "改进措施", "备注")  # fmt: skip
    rows: list[tuple[str, ...]] = []
    strong: set[int] = set()
    number = 0
    for i, (unit, some) in enumerate(of_unit(list(projects)), 1):
        for p in some:
            number += 1
            rows.append(
                (
                    str(number), p.owner, p.name, p.identity.number, _amount(p.initial),
                    _amount(p.budget), _amount(p.executed), percent(p.rate), points(p.score),
                    p.grade or NONE, str(len(p.unfinished)), _short(p.reasons), _short(p.measures),
                    remark(p),
                )
            )  # fmt: skip
        strong.add(len(rows))
        rows.append(_word_sums(f"{unit}小计", f"unit[{i}]", totals))
    strong.add(len(rows))
    rows.append(_word_sums("合计", "all", totals))
    return Table(
        "表1　项目支出绩效自评结果汇总表（金额单位：万元）", heads, rows,
        (4, 9, 11, 5, 10, 10, 10, 9, 7, 4, 5, 12, 12, 9), left=(1, 2, 11, 12, 13), strong=frozenset(strong),
        note="小计、合计的得分是有完整得分的项目的平均分；没有完整得分的项目不计入平均分和等级。",
    )  # fmt: skip


def _word_sums(name: str, key: str, totals: Totals) -> tuple[str, ...]:
    def amount(part: str) -> str:
        return _amount(totals.numbers.get(f"{key}.{part}"))

    return (
        "", name, f"{totals.text(f'{key}.count')}个", "", *(amount(part) for part in AMOUNTS),
        share(totals.numbers.get(f"{key}.executed"), totals.numbers.get(f"{key}.budget")),
        points(totals.numbers.get(f"{key}.mean")), "", totals.text(f"{key}.short"), "", "", "",
    )  # fmt: skip


def _amount(amount: Decimal | None) -> str:
    return NONE if amount is None else plain(amount)


def _short(reasons: Sequence[Reason]) -> str:
    words = "；".join(f"{r.about}：{r.text}" for r in reasons)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def table_word(projects: Sequence[Project], totals: Totals, title: Sequence[str]) -> bytes:
    """自评结果汇总表.docx, a page set across."""
    blocks = [word_table(projects, totals)]
    rest = [Text(line) for line in _without(projects)]
    return compiled(Compiled(title, [*blocks, *rest], landscape=True))


def _without(projects: Sequence[Project]) -> Iterator[str]:
    lacking = [p for p in projects if p.score is None]
    if lacking:
        yield f"没有完整得分的项目{len(lacking)}个，不计入平均分和等级："
    for p in lacking:
        yield f"{p.owner}“{p.name}”：{p.why}。"


def points_of(value: Decimal | None) -> str:
    """Points with at most two decimals."""
    return NONE if value is None else plain(rounded(value))
