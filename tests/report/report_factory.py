"""Scorecards, facts and drafts for the report's tests, from data written here."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document as Report
from docx.table import Table
from docx.text.paragraph import Paragraph

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import Fact, gather
from assistant.model.draft import Draft, Refused, Section, Sentence
from assistant.model.draft import Paragraph as Drafted
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard
from assistant.report import render
from assistant.rules.loader import load
from assistant.scoring import score

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

YANCHI: dict[str, Any] = {
    "项目": {
        "名称": "“地网工程”视频网络服务和“雪亮工程”网络安全升级项目",
        "年度": 2021,
        "主管部门": "盐池县公安局",
        "实施单位": "盐池县公安局",
    },
    "报告": {
        "主送": "盐池县财政局",
        "通知": "关于开展2021年部门项目支出绩效自评的通知",
        "署名": "盐池县公安局",
        "成文日期": "2022-05-30",
    },
    "资金": {
        "单位": "万元",
        "明细": [
            {
                "来源": "财政拨款",
                "年初预算": "64.638",
                "全年预算": "64.638",
                "到位": "64.638",
                "执行": "64.638",
            }
        ],
    },
    "指标": [
        {"一级": "产出", "二级": "数量", "名称": "租赁数量", "目标": "16个小区", "实际": "16个小区"},
        {"一级": "产出", "二级": "质量", "名称": "在线率", "目标": "100%", "实际": "95%"},
        {"一级": "产出", "二级": "质量", "名称": "通过检测", "目标": "100%", "实际": "100%"},
        {"一级": "效益", "二级": "社会效益", "名称": "治理能力", "目标": "全面提升"},
        {"一级": "满意度", "二级": "服务对象满意度", "名称": "群众满意度", "目标": "≥90%"},
    ],
}  # fmt: skip


def evaluation(**changes: Any) -> Evaluation:
    """The data above, its groups (项目, 报告 …) updated or replaced."""
    data = {**YANCHI}
    for group, change in changes.items():
        old = data.get(group)
        data[group] = {**old, **change} if isinstance(old, dict) and change else change
    return Evaluation.model_validate({k: v for k, v in data.items() if v is not None})


def complete(rows: int = 3) -> Evaluation:
    """A project whose rows can all be scored."""
    kinds = [("产出", "数量"), ("产出", "质量"), ("效益", "经济效益"), ("满意度", "服务对象满意度")]
    indicators = [
        {
            "一级": kinds[min(n * len(kinds) // rows, 3)][0],
            "二级": kinds[min(n * len(kinds) // rows, 3)][1],
            "名称": f"第{n + 1}项指标",
            "目标": "≥90%",
            "实际": "95%" if n % 3 else "81%",
        }
        for n in range(rows)
    ]
    return evaluation(指标=indicators)


def case(
    data: Evaluation | None = None, *, rules: str = "cn-2020-10"
) -> tuple[Scorecard, Draft, tuple[Fact, ...]]:
    """Scorecard, the rules' draft and facts of the data."""
    card = score(data or evaluation(), load(rules))
    facts = tuple(gather(card))
    return card, draft_by_rules(card, facts), facts


def by_model(draft: Draft, *sentences: Sentence, refused: Sequence[Refused] = ()) -> Draft:
    """The draft, its reasons written by a model."""
    sections = tuple(
        Section(s.id, s.title, (Drafted(sentences, "llm"),), tuple(refused))
        if s.id == "deviation_reasons"
        else s
        for s in draft.sections
    )
    return Draft(sections, "qwen2.5-test")


def read(content: bytes) -> Report:
    """The rendered bytes through python-docx."""
    return docx.Document(io.BytesIO(content))


def report(data: Evaluation | None = None, *, rules: str = "cn-2020-10", **settings: Any) -> Report:
    """A rendered report, read back."""
    return read(render(*case(data, rules=rules), **settings))


def styled(document: Report, style: str) -> list[Paragraph]:
    """Paragraphs of the body in that style (by id)."""
    return [p for p in document.paragraphs if p.style is not None and p.style.style_id == style]


def cells(table: Table) -> list[list[str]]:
    """Text by row and cell, a merged cell told where it starts and empty where it goes on."""
    return [
        ["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.findall(f"{W}tc")]
        for row in table._tbl.findall(f"{W}tr")
    ]
