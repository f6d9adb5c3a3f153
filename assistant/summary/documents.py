"""The documents of many projects: the work report, what is published with the final accounts, the merged report, the list."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.lexicon import lexicon
from assistant.report.compiled import Block, Compiled, Table, Text, Title, compiled
from assistant.summary import passages
from assistant.summary.passages import Ground, Passage
from assistant.summary.projects import Project
from assistant.values.deadlines import print_day
from assistant.values.printing import NONE, percent, plain
from assistant.word.write.marks import wanted

REGIONS = tuple(lexicon("open_documents"))
#: 绩效自评工作情况报告: RULES.md §9 B
_WORK: tuple[tuple[str, Passage], ...] = (
    ("组织情况", passages.organised),
    ("覆盖情况", passages.coverage),
    ("结果分布", passages.distribution),
    ("主要成效", passages.results),
    ("存在的问题", passages.problems),
    ("原因分析", passages.caused),
    ("改进措施", passages.mended),
    ("执行率偏低和结果较差的项目", passages.explained),
    ("结果应用和公开", passages.application),
)
_MOST_IN_ROW = 40  # characters of a title's line


def _finished(
    ground: Ground, title: tuple[str, ...], blocks: list[Block], *, signed: bool
) -> bytes:
    unit = ground.unit
    return compiled(
        Compiled(
            title,
            blocks,
            addressee=(unit.addressee or wanted("主送机关")) if signed else "",
            signed=(ground.whose or wanted("署名")) if signed else "",
            dated=(print_day(unit.dated) if unit.dated else wanted("成文日期")) if signed else "",
        )
    )


def work_report(ground: Ground) -> bytes:
    """绩效自评工作情况报告.docx."""
    blocks: list[Block] = []
    for heading, passage in _WORK:
        blocks += [Title(heading), *passage(ground)]
    title = (f"{ground.whose}{ground.year}", "项目支出绩效自评工作情况报告")
    return _finished(ground, title, blocks, signed=True)


def open_document(ground: Ground, region: str) -> bytes:
    """决算公开说明.docx: the chapter of the 部门决算 that tells of performance, as the region has it."""
    profile = lexicon("open_documents")[region]
    blocks: list[Block] = [Text(f"（位置：{profile['place']}）")]
    for part in profile["parts"]:
        blocks.append(Title(part["heading"], 2))
        for kind in part["kinds"]:
            blocks += passages.KINDS[kind](ground)
    return _finished(ground, (profile["chapter"],), blocks, signed=False)


def explained_list(ground: Ground) -> bytes:
    """重点说明项目.docx: projects with a low rate or a poor result, a reason and a plan each."""
    title = (f"{ground.whose}{ground.year}", "执行率偏低和结果较差项目情况说明")
    return _finished(ground, title, list(passages.explained(ground)), signed=True)


def merged_report(ground: Ground) -> bytes:
    """多项目合并自评报告.docx, by the outline of 红河 (RULES.md §9 C): one item a project under each head."""
    totals = ground.totals
    blocks: list[Block] = [Title("基本情况")]
    blocks += passages.coverage(ground)
    blocks.append(Title("项目概况", 2))
    for p in ground.projects:
        blocks += [Title(f"{p.name}（{p.owner}）", 3), *_background(p)]
    blocks += [Title("项目绩效目标", 2), *_goals(ground)]
    blocks += [Title("自评工作开展情况"), *passages.organised(ground)]
    blocks += [Title("资金执行和管理情况"), *_funds(ground)]
    blocks += [Title("绩效指标完成情况"), *passages.table(ground)]
    for p in ground.projects:
        blocks += [Title(f"{p.name}（{p.owner}）", 2), Text(passages.one(p)), *_indicators(p)]
    blocks += [Title("存在的问题和改进措施"), *passages.causes_and_measures(ground)]
    blocks += [Title("结果应用和公开情况"), *passages.application(ground)]
    title = (f"{ground.whose}{ground.year}", f"{totals.text('all.count')}个项目支出绩效自评报告")
    return _finished(ground, title, blocks, signed=True)


def _background(p: Project) -> Iterator[Block]:
    evaluation = p.piece.dossier.evaluation
    told = [
        t
        for t in ((evaluation.project.summary, evaluation.project.approval) if evaluation else ())
        if t
    ]
    for text in told:
        yield Text(f"{text.rstrip('。')}。")
    if not told:
        yield Text(wanted("项目立项背景"))
    changed = p.initial is not None and p.initial != p.budget
    amounts = (("年初批复", p.initial), ("调整后全年预算" if changed else "全年预算", p.budget))
    said = "，".join(f"{word}{plain(a)}万元" for word, a in amounts if a is not None)
    if p.initial is not None and p.budget is not None and p.initial != p.budget:
        more = "调增" if p.budget > p.initial else "调减"
        said += f"，{more}{plain(abs(p.budget - p.initial))}万元"
    if said:
        yield Text(f"{said}。")


def _goals(ground: Ground) -> Iterator[Block]:
    rows = []
    for p in ground.projects:
        evaluation = p.piece.dossier.evaluation
        expected = evaluation.goal.expected if evaluation else ""
        expected = expected or (p.piece.form.expected.text if p.piece.form else "")
        rows.append(
            (
                p.name,
                " ".join(expected.split()) or wanted("预期目标"),
                p.goal or wanted("实际完成情况"),
            )
        )
    yield Table(
        "年度总体目标", ("项目", "预期目标", "实际完成情况"), rows, (20, 30, 30), left=(0, 1, 2)
    )


def _funds(ground: Ground) -> Iterator[Block]:
    def said(amount: Decimal | None) -> str:
        return NONE if amount is None else plain(amount)

    yield Text(passages.money(ground))
    rows = [
        (p.name, said(p.initial), said(p.budget), said(p.executed), percent(p.rate))
        for p in ground.projects
    ]
    yield Table(
        "资金情况（单位：万元）", ("项目", "年初预算数", "全年预算数", "执行数", "执行率"), rows,
        (30, 12, 12, 12, 10), left=(0,),
    )  # fmt: skip
    yield Text((ground.unit.management or wanted("资金管理情况")).rstrip("。") + "。")


def _indicators(p: Project) -> Iterator[Block]:
    rows = [
        (
            r.level2,
            r.title,
            " ".join(r.target.text.split()),
            " ".join(r.actual.text.split()) or wanted("实际完成值"),
        )
        for r in (p.piece.form.rows if p.piece.form else ())
        if not r.is_blank_form
    ]
    if rows:
        yield Table(
            f"{p.name[:_MOST_IN_ROW]}指标完成情况", ("二级指标", "三级指标", "指标值", "实际完成值"), rows,
            (18, 34, 16, 16), left=(1,),
        )  # fmt: skip
