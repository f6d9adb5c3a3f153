"""Reports for the tests of the checks, from short lines: text, rows of indicators, rows of funds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.checks.assemble import from_card, from_document
from assistant.checks.dossier import Dossier
from assistant.checks.headings import place
from assistant.model.evaluation import Evaluation
from assistant.model.finding import Anchor
from assistant.rules.loader import load
from assistant.scoring import score
from assistant.word.document import Cell, Document, Page, Paragraph, Said, Table

LEVELS = {
    "数量": "产出指标", "质量": "产出指标", "时效": "产出指标", "成本": "产出指标", "经济": "效益指标",
    "社会": "效益指标", "生态": "效益指标", "可持续影响": "效益指标", "满意度": "满意度指标",
}  # fmt: skip
HEADS = {
    "二级": "二级指标", "名称": "三级指标", "目标": "年度指标值", "实际": "实际完成值", "分值": "分值", "得分": "得分",
    "完成": "完成情况", "原因": "偏差原因", "措施": "改进措施", "佐证": "佐证材料",
}  # fmt: skip
ROW = "二级|名称|目标|实际"
SCORED = "二级|名称|目标|实际|分值|得分|原因"
FUNDS = ("项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")


def table_of(name: str, lines: Sequence[Sequence[str]], first: int, before: str = "") -> Table:
    """A table whose cells are anchored from the paragraph `first` on."""
    width = max(len(line) for line in lines)
    grid = []
    for r, line in enumerate(lines):
        cells = []
        for c in range(width):
            text = line[c] if c < len(line) else ""
            anchor = Anchor(first + r * width + c, 0, len(text))
            cells.append(Cell(Said(text, f"{name} 第{r + 1}行 第{c + 1}列", anchor), r, c))
        grid.append(tuple(cells))
    return Table(name, tuple(grid), before)


def indicator_lines(rows: Sequence[str], columns: str = ROW) -> list[list[str]]:
    """Header and rows of a table of indicators; `数量|培训场次|≥4场|4场`."""
    keys = columns.split("|")
    lines = [["一级指标", *(HEADS[k] for k in keys)]]
    for row in rows:
        values = [v.strip() for v in str(row).split("|")]
        if values[0] == "总分":
            lines.append(["总分", "", "", "", "", *values[1:]])
            continue
        level2 = values[0]
        two = f"{'服务对象满意度' if level2 == '满意度' else level2}指标"
        lines.append([LEVELS[level2], two, *values[1:]])
    return lines


def fund_lines(funds: Sequence[str]) -> list[list[str]]:
    """Header and lines of a table of funds; `年度资金总额|100|100|95|10|95%|9.5`."""
    return [list(FUNDS), *([v.strip() for v in str(line).split("|")] for line in funds)]


def document_of(spec: Mapping[str, Any]) -> Document:
    """A Document from a case: `title`, `text`, `approved`, `funds`, `rows` with `columns`."""
    texts = [*([spec["title"]] if spec.get("title") else []), *spec.get("text", ())]
    raw = [
        Paragraph(i, str(t).lstrip("#"), style="标题 1" if str(t).startswith("#") else "")
        for i, t in enumerate(texts)
    ]
    paragraphs = tuple(place(raw))
    blocks: list[list[list[str]]] = []
    if spec.get("approved"):
        blocks.append(indicator_lines(spec["approved"], "二级|名称|目标"))
    if spec.get("funds"):
        blocks.append(fund_lines(spec["funds"]))
    if spec.get("rows"):
        blocks.append(indicator_lines(spec["rows"], spec.get("columns", ROW)))
    for extra in spec.get("tables", ()):
        blocks.append([[str(c) for c in str(line).split("|")] for line in extra])
    tables = []
    first = 1000
    for i, lines in enumerate(blocks, 1):
        tables.append(table_of(f"表{i}", lines, first))
        first += 1000
    return Document(
        "报告.docx",
        paragraphs,
        tuple(tables),
        pages=(Page(11906, 16838, 2098, 1984, 1588, 1474),),
        page_numbers=True,
        kind=spec.get("kind", "word"),
    )


def dossier_of(spec: Mapping[str, Any]) -> Dossier:
    """A dossier from a case; `data` makes it one of a data file."""
    ruleset = load(spec.get("rules", "cn-2020-10"))
    data = Evaluation.model_validate(spec["data"]) if spec.get("data") else None
    if data is not None and not any(spec.get(k) for k in ("text", "rows", "funds")):
        return from_card(score(data, ruleset), ruleset)
    return from_document(document_of(spec), ruleset, evaluation=data)
