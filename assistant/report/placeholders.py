"""What a user's template may ask for, by Chinese names: values, rows, and whole blocks of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from assistant.model.draft import SUPPLY
from assistant.model.outline import Outline, default
from assistant.model.scorecard import STATUS_NAMES, Scorecard, ScoredIndicator
from assistant.model.sections import RECORDS, SECTIONS, TABLES, USUAL
from assistant.report import cells
from assistant.report.story import Story
from assistant.report.title import title
from assistant.values import printing
from assistant.word.write import Xml


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs and tables that take the place of a paragraph: {{p 名称 }}. Built when it is printed."""

    build: Callable[[], Xml]


def blocks(story: Story) -> dict[str, Block]:
    """Sections, tables, and what stands around them."""
    named: dict[str, Callable[[], Xml]] = {
        **{r.name: partial(story.section, r.id) for r in SECTIONS},
        **{name: partial(story.table, i) for i, name in TABLES.items()},
        "正文": story.outline,
        "其他章节": story.others,
        "附件说明": story.attachment_list,
        "落款": story.signature,
        "人工智能说明": story.ai_note,
        "附件": story.attachments,
    }
    return {name: Block(build) for name, build in named.items()}


Value = str | list[dict[str, str]] | Block


def values(story: Story) -> dict[str, Value]:
    """Every name a template may use."""
    return {
        **_words(story.card),
        "标题": story.line("title"),
        "主送机关": story.line("addressee").rstrip("：: "),
        "署名": story.line("signature"),
        "成文日期": story.line("date"),
        "指标": _rows(story.card),
        "资金": _funds(story.card),
        **blocks(story),
    }


def _words(card: Scorecard) -> dict[str, Value]:
    evaluation, execution = card.evaluation, card.execution
    project = evaluation.project
    total = card.total
    return {
        "标题全文": title(evaluation),
        "项目名称": project.name,
        "项目编号": project.number,
        "年度": str(project.year),
        "主管部门": project.authority,
        "实施单位": project.unit,
        "评分规则": card.ruleset_name,
        "金额单位": execution.unit,
        "年初预算数": cells.money(execution.initial),
        "全年预算数": cells.money(execution.budget),
        "到位数": cells.money(execution.arrived),
        "执行数": cells.money(execution.executed),
        "预算执行率": printing.percent(execution.rate),
        "总分": printing.points(total.score) if total.complete else "",
        "等级": card.grade or "",
        "预期目标": evaluation.goal.expected,
        "实际目标": evaluation.goal.actual,
    }


def _rows(card: Scorecard) -> list[dict[str, str]]:
    return [_row(number, row) for number, row in enumerate(card.indicators, start=1)]


def _row(number: int, row: ScoredIndicator) -> dict[str, str]:
    indicator = row.indicator
    return {
        "序号": str(number),
        "一级": indicator.level1,
        "二级": indicator.level2,
        "名称": indicator.name,
        "目标": indicator.target or SUPPLY,
        "实际": cells.actual(row),
        "完成情况": cells.completion(row),
        "状态": STATUS_NAMES[row.status],
        "分值": printing.points(row.weight),
        "得分": printing.points(row.score),
        "偏差": row.deviation,
        "原因": indicator.reason,
        "措施": indicator.measure,
        "责任单位": indicator.owner,
        "完成时限": indicator.due,
    }


def _funds(card: Scorecard) -> list[dict[str, str]]:
    data = card.evaluation.funds
    return [
        {
            "来源": fund.source,
            "年初预算": cells.money(fund.initial),
            "全年预算": cells.money(fund.budget),
            "到位": cells.money(fund.arrived),
            "执行": cells.money(fund.executed),
            "执行率": printing.share(
                fund.executed, fund.initial if fund.budget is None else fund.budget
            ),
        }
        for fund in (data.sources if data else ())
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the starter template."""

    kind: Literal["title", "blank", "addressee", "heading", "block", "hint"]
    text: str = ""
    level: int = 0


def starter_lines(outline: Outline | None = None) -> Iterator[Line]:
    """The starter: the report's own outline, each text and table as a placeholder."""
    yield Line(
        "hint",
        "这是 jixiao 的报告模板：字体、版式和固定文字可随意修改，双花括号内的占位符会换成数据",
    )
    yield Line("hint", "单独成段的占位符带字母 p，会换成整段文字或表格；本行这样的说明不会印出来")
    yield Line("title", "标题")
    yield Line("blank")
    yield Line("addressee", "主送机关")
    yield Line("block", RECORDS["opening"].name)
    for heading in (outline or default()).printed(USUAL.__contains__):
        yield Line("heading", heading.title, heading.level)
        for section in heading.sections:
            yield Line("block", RECORDS[section].name if section in RECORDS else section)
        for table in heading.tables:
            yield Line("block", TABLES[table])
    for name in ("其他章节", "附件说明", "落款", "人工智能说明", "附件"):
        yield Line("block", name)
