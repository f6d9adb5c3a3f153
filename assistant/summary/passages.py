"""What the documents of many projects say, a passage a kind. Every figure is a total's; what nobody gave is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.charts.signs import bar
from assistant.intake.unit import Unit
from assistant.report.compiled import Block, Table, Text
from assistant.submissions.bands import in_bands
from assistant.summary.final import Final
from assistant.summary.projects import Project, Reason, explaining, of_unit
from assistant.summary.table import deviations_by_kind, listed, points_of
from assistant.summary.totals import OTHER, Cause, Totals
from assistant.values.printing import NONE, percent, plain, points, share
from assistant.word.write.marks import VERIFY, wanted

_NAMED = 5  # projects that a sentence names
_DIFFERENCES = 10  # lines; all of them are in the workbook
_UNITS = 20  # units of the chart in Word


@dataclass(frozen=True, slots=True)
class Ground:
    """All that a document stands on."""

    projects: Sequence[Project]
    totals: Totals
    unit: Unit
    final: Final | None
    differences: Sequence[str]

    @property
    def year(self) -> str:
        """2023年度; several years are all named."""
        years = sorted({p.identity.year for p in self.projects if p.identity.year})
        return f"{'、'.join(map(str, years))}年度" if years else wanted("年度")

    @property
    def whose(self) -> str:
        """The department: who signs, else the one authority of all projects."""
        owners = {p.identity.authority or p.owner for p in self.projects}
        return self.unit.signature or (owners.pop() if len(owners) == 1 else "")


def organised(ground: Ground) -> Iterator[Block]:
    """组织: by which notice, how many units and projects; who did what is a person's to say."""
    units = len(list(of_unit(list(ground.projects))))
    notice = ground.unit.notice
    by = (
        f"根据{notice if notice.startswith('《') else f'《{notice}》'}"
        if notice
        else f"根据{wanted('自评通知')}"
    )
    yield Text(
        f"{by}，{ground.whose or wanted('部门名称')}组织{units}个单位对{ground.year}"
        f"{ground.totals.text('all.count')}个项目开展了绩效自评。{wanted('组织领导、责任分工、审核把关情况')}"
    )


def coverage(ground: Ground) -> Iterator[Block]:
    """覆盖: projects, money, and the share of the department's own figures where they are given."""
    totals, final = ground.totals, ground.final
    count = totals.get("all.count")
    said = f"纳入自评的项目{plain(count)}个"
    if final is not None and final.projects:
        said += f"，占全部{plain(final.projects)}个项目的{share(count, final.projects)}"
    levels = [
        f"{name}{plain(number)}个"
        for name, number in (
            ("一级项目", final.first_level if final else None),
            ("二级项目", final.second_level if final else None),
        )
        if number is not None
    ]
    if levels:
        said += f"（其中{'、'.join(levels)}）"
    yield Text(f"{said}。{money(ground)}")
    if final is None:
        yield Text(f"项目和资金的覆盖率：{wanted('部门项目总数和项目支出总额')}。")


def money(ground: Ground) -> str:
    """涉及资金, the rate, and its share of the department's."""
    totals, final = ground.totals, ground.final
    parts = []
    for key, word in (("initial", "年初预算"), ("budget", "全年预算"), ("executed", "执行")):
        if f"all.{key}" in totals.numbers:
            parts.append(f"{word}{totals.text(f'all.{key}')}万元")
    said = f"涉及资金{'，'.join(parts)}" if parts else f"涉及资金{wanted('预算数和执行数')}"
    if "all.rate" in totals.numbers:
        said += f"，预算执行率{share(totals.get('all.executed'), totals.get('all.budget'))}"
    whole = final.wan(final.budget) if final else None
    if whole and "all.budget" in totals.numbers:
        said += (
            f"；占部门项目支出全年预算{plain(whole)}万元的{share(totals.get('all.budget'), whole)}"
        )
    return f"{said}。"


def distribution(ground: Ground) -> Iterator[Block]:
    """结果分布: grades, mean, bands of points, execution by unit."""
    totals, projects = ground.totals, ground.projects
    scored = totals.get("all.scored")
    without = [p for p in projects if p.score is None]
    counted = "、".join(
        f"“{k.rpartition('.')[2]}”{totals.text(k)}个"
        for k in totals.numbers
        if k.startswith("all.grade.")
    )
    if scored:
        yield Text(
            f"有完整得分的项目{plain(scored)}个，平均得分{totals.text('all.mean')}分，等级为{counted}。"
        )
        rows = [
            (band.said, str(n), share(Decimal(n), scored), bar(n, scored))
            for band, n in in_bands(p.score for p in projects)
        ]
        yield Table(
            "得分分布", ("得分段", "项目数", "占比", "图示"), rows, (16, 10, 12, 40), left=(3,)
        )
    if without:
        yield Text(
            f"没有完整得分的项目{len(without)}个，不计入平均分和等级："
            + "；".join(f"{p.owner}“{p.name}”（{p.why}）" for p in without)
            + "。"
        )
    units = list(of_unit(list(projects)))
    lines = [
        (
            unit, totals.text(f"unit[{i}].count"), _amount(totals, f"unit[{i}].budget"),
            _amount(totals, f"unit[{i}].executed"), _rate(totals, f"unit[{i}]"),
            points(totals.numbers.get(f"unit[{i}].mean")),
            bar(totals.get(f"unit[{i}].executed"), totals.get(f"unit[{i}].budget"), 8),
        )
        for i, (unit, _) in enumerate(units, 1)
    ]  # fmt: skip
    more = f"只列前{_UNITS}个单位，其余见汇总表。" if len(lines) > _UNITS else ""
    yield Table(
        "各单位预算执行和得分（金额单位：万元）",
        ("单位", "项目数", "全年预算", "执行数", "执行率", "平均得分", "执行率图示"),
        lines[:_UNITS], (22, 7, 10, 10, 9, 9, 20), left=(0, 6), note=more,
    )  # fmt: skip


def _amount(totals: Totals, key: str) -> str:
    return totals.text(key) if key in totals.numbers else NONE


def _rate(totals: Totals, key: str) -> str:
    return share(totals.numbers.get(f"{key}.executed"), totals.numbers.get(f"{key}.budget"))


def results(ground: Ground) -> Iterator[Block]:
    """成效: what projects say of their goals, in their own words; indicators reached are counted."""
    totals = ground.totals
    rows, short = totals.get("all.rows"), totals.get("all.short")
    waiting = sum(
        r.status in {"missing", "ungraded"}
        for p in ground.projects
        for r in (p.piece.form.rows if p.piece.form else ())
    )
    reached = rows - short - waiting
    said = f"共设指标{plain(rows)}项，完成{plain(reached)}项，未完成{plain(short)}项"
    yield Text(said + (f"，没有实际完成值或待人工评定{waiting}项。" if waiting else "。"))
    told = [p for p in ground.projects if p.goal]
    for p in told:
        yield Text(f"{p.owner}“{p.name}”：{p.goal.rstrip('。')}。")
    if not told:
        yield Text(wanted("主要成效"))


def problems(ground: Ground) -> Iterator[Block]:
    """问题: indicators that fell short by kind, low execution, lower grades, what is not complete."""
    totals, projects = ground.totals, ground.projects
    low = [p for p in projects if p.is_low]
    poor = [p for p in projects if p.is_poor]
    short = [p for p in projects if p.unfinished]
    if short:
        yield Text(
            f"{len(short)}个项目有未完成的指标，共{totals.text('all.short')}项：{_names(short, lambda p: f'{len(p.unfinished)}项')}。"
        )
        kinds = deviations_by_kind(projects)
        yield Table(
            "未完成指标按类别", ("二级指标", "指标数", "未完成", "占比", "图示"),
            [(k, str(n), str(m), share(Decimal(m), Decimal(n)), bar(m, n, 20)) for k, (n, m) in kinds.items()],
            (22, 9, 9, 10, 34), left=(4,),
        )  # fmt: skip
    if low:
        yield Text(f"{len(low)}个项目预算执行率低于90%：{_names(low, lambda p: percent(p.rate))}。")
    if poor:
        yield Text(
            f"{len(poor)}个项目结果较差：{_names(poor, lambda p: f'{points_of(p.score)}分')}。"
        )
    if ground.differences:
        for line in ground.differences[:_DIFFERENCES]:
            yield Text(f"{VERIFY}{line}。")
        if len(ground.differences) > _DIFFERENCES:
            yield Text(f"{VERIFY}共{len(ground.differences)}处，其余见自评结果汇总表的“核对”表。")
    if not (short or low or poor or ground.differences):
        yield Text("各项目指标全部完成，预算执行率均不低于90%。")


def _names(projects: Sequence[Project], tell: Callable[[Project], str]) -> str:
    words = "、".join(f"{p.owner}“{p.name}”（{tell(p)}）" for p in projects[:_NAMED])
    return words + (f"等{len(projects)}个项目，逐个列在后面" if len(projects) > _NAMED else "")


def caused(ground: Ground) -> Iterator[Block]:
    """原因: the projects' own reasons by a grouping that says its rule, each with its projects."""
    causes = ground.totals.causes
    if not causes:
        yield Text(
            wanted("原因：各项目材料里没有填写") if _short(ground) else "没有需要说明的偏离。"
        )
        return
    reasons = {id(r) for c in causes for _, r in c.found}
    yield Text(
        f"各项目共填报原因{len(reasons)}条，按原因里的词归类，一条可以归入几类："
        + "；".join(f"{c.name}{len(c.projects)}个项目" for c in causes)
        + "。"
    )
    most = max(len(c.projects) for c in causes)
    yield Table(
        "偏离原因归类", ("原因类别", "项目数", "图示", "项目"),
        [(c.name, str(len(c.projects)), bar(len(c.projects), most, 7), _owners(c)) for c in causes],
        (18, 7, 16, 37), left=(0, 2, 3), note="归类的词见汇总表“原因归类”。",
    )  # fmt: skip
    for cause in causes:
        told = "；".join(f"{p.owner}“{p.name}”{_told(r)}" for p, r in cause.found[:_NAMED])
        more = f"；另有{len(cause.found) - _NAMED}条，见汇总表" if len(cause.found) > _NAMED else ""
        lead = f"{cause.name}方面，" if cause.name != OTHER else "其他方面，"
        yield Text(f"{lead}{told}{more}。")


def _owners(cause: Cause) -> str:
    names = [p.name for p in cause.projects]
    return "、".join(names[:_NAMED]) + (f"等{len(names)}个" if len(names) > _NAMED else "")


def _told(reason: Reason) -> str:
    mark = "" if reason.supported else VERIFY
    return f"{reason.about}：{reason.text}{mark}"


def _short(ground: Ground) -> bool:
    return any(p.unfinished or p.is_low for p in ground.projects)


def mended(ground: Ground) -> Iterator[Block]:
    """措施: the projects' own, each with its project; where one lacks, it is asked for."""
    told = [(p, m) for p in ground.projects for m in p.measures]
    for p, m in told:
        yield Text(f"{p.owner}“{p.name}”{_told(m)}。")
    lacking = [p for p in ground.projects if (p.unfinished or p.is_low) and not p.measures]
    if lacking:
        yield Text(
            f"{len(lacking)}个项目没有填写改进措施：{_names(lacking, lambda p: wanted('措施'))}。"
        )
    if not told and not lacking:
        yield Text("没有需要改进的偏离。")


def causes_and_measures(ground: Ground) -> Iterator[Block]:
    """问题、原因和措施 under one heading, as 决算公开 has them."""
    yield from problems(ground)
    yield from caused(ground)
    yield from mended(ground)


def application(ground: Ground) -> Iterator[Block]:
    """结果应用和公开, in the department's own words."""
    yield Text((ground.unit.application or wanted("结果应用情况")).rstrip("。") + "。")
    yield Text((ground.unit.publicity or wanted("公开情况")).rstrip("。") + "。")


def explained(ground: Ground) -> Iterator[Block]:
    """执行率偏低和结果较差的项目, a reason and a plan each."""
    some = [p for p in ground.projects if listed(p)]
    if not some:
        yield Text("没有执行率偏低、结果较差或没有完整得分的项目。")
        return
    short = [p for p in some if p.is_low or p.is_poor]
    unscored = [p for p in some if p not in short]
    for title, group, note in (
        ("执行率偏低和结果较差的项目", short, "执行率低于90%、等级为中或差的项目列入。"),
        ("没有完整得分的项目", unscored, "有指标尚未评定或填报、不能得出总分的项目列入。"),
    ):
        if group:
            yield _to_explain(title, group, note)


def _to_explain(title: str, group: Sequence[Project], note: str) -> Table:
    rows = [
        (
            str(i), f"{p.owner}\n{p.name}", listed(p), percent(p.rate), points(p.score),
            "；".join(explaining(p, p.reasons, _told, wanted("原因"))),
            "；".join(explaining(p, p.measures, _told, wanted("改进计划"))),
        )
        for i, p in enumerate(group, 1)
    ]  # fmt: skip
    return Table(
        title, ("序号", "单位和项目", "列入原因", "执行率", "得分", "原因", "改进计划"),
        rows, (5, 15, 9, 10, 9, 22, 22), left=(1, 5, 6), note=note,
    )  # fmt: skip


def each(ground: Ground) -> Iterator[Block]:
    """各项目自评结果: one paragraph a project, in the order of the central pattern (RULES.md §9 E)."""
    for i, p in enumerate(ground.projects, 1):
        yield Text(f"（{i}）{one(p)}")


def one(p: Project) -> str:
    """One project's result in a paragraph."""
    if p.score is None:
        said = f"“{p.name}”没有完整得分（{p.why}）"
    else:
        said = f"“{p.name}”自评得{points_of(p.score)}分" + (f"，等级为{p.grade}" if p.grade else "")
    parts = [said]
    money = [
        f"{word}{plain(amount)}万元"
        for word, amount in (("全年预算", p.budget), ("执行", p.executed))
        if amount is not None
    ]
    if money:
        rate = f"，执行率{percent(p.rate)}" if p.rate is not None else ""
        parts.append("，".join(money) + rate)
    if p.goal:
        parts.append(f"完成情况：{p.goal.rstrip('。')}")
    if p.unfinished:
        parts.append(f"未完成的指标有{'、'.join(f'“{name}”' for name in p.unfinished)}")
        if not p.reasons:
            parts.append(wanted("原因"))
    if p.reasons:
        parts.append(f"原因：{'；'.join(_of_one(p, r) for r in p.reasons)}")
    if p.measures:
        parts.append(f"改进措施：{'；'.join(_of_one(p, m) for m in p.measures)}")
    return "。".join(parts) + "。"


def _of_one(p: Project, reason: Reason) -> str:
    """Without the name of the row where it is the only one that was just named."""
    told = _told(reason)
    return told.removeprefix(f"{reason.about}：") if p.unfinished == (reason.about,) else told


def table(ground: Ground) -> Iterator[Block]:
    """The table of results, narrow enough for an upright page."""
    rows = [
        (
            str(i), p.owner, p.name, _plain(p.budget), _plain(p.executed), percent(p.rate),
            points(p.score), p.grade or NONE,
        )
        for i, p in enumerate(ground.projects, 1)
    ]  # fmt: skip
    totals = ground.totals
    rows.append(
        (
            "", "合计", f"{totals.text('all.count')}个项目", _amount(totals, "all.budget"),
            _amount(totals, "all.executed"), _rate(totals, "all"), points(totals.numbers.get("all.mean")), "",
        )
    )  # fmt: skip
    yield Table(
        "项目支出绩效自评结果（金额单位：万元）",
        ("序号", "单位", "项目名称", "全年预算", "执行数", "执行率", "得分", "等级"),
        rows, (5, 14, 18, 10, 10, 9, 8, 6), left=(1, 2), strong=frozenset({len(rows) - 1}),
        note="合计行的得分是有完整得分的项目的平均分。",
    )  # fmt: skip


def _plain(amount: Decimal | None) -> str:
    return NONE if amount is None else plain(amount)


Passage = Callable[[Ground], Iterator[Block]]

#: the kinds that `open_documents.yaml` names
KINDS: dict[str, Passage] = {
    "coverage": coverage,
    "distribution": distribution,
    "projects": each,
    "table": table,
    "causes": causes_and_measures,
    "application": application,
    "list": explained,
}
