"""A report of 30 rows beside docxtpl on the same rows: titles, one table, text."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measuring import YANCHI, Measurement, best

ROWS = 30


def _evaluation() -> Any:
    from assistant.intake.yaml import read_evaluation

    evaluation = read_evaluation(YANCHI)
    some = evaluation.indicators
    rows = [
        some[i % len(some)].model_copy(update={"name": f"{some[i % len(some)].name}{i}"})
        for i in range(ROWS)
    ]
    return evaluation.model_copy(update={"indicators": tuple(rows)})


def _template() -> bytes:
    """What a docxtpl user would write: placeholders, and a table with a row that repeats."""
    from docx import Document

    document = Document()
    document.add_heading("{{ name }}", 0)
    document.add_paragraph("{% for line in text %}{{ line }}\n{% endfor %}")
    table = document.add_table(rows=4, cols=8)
    for cell, text in zip(
        table.rows[0].cells,
        ["一级", "二级", "三级", "目标", "实际", "分值", "得分", "说明"],
        strict=True,
    ):
        cell.text = text
    table.rows[1].cells[0].text = "{%tr for r in rows %}"
    for cell, key in zip(
        table.rows[2].cells,
        ["level1", "level2", "name", "target", "actual", "weight", "score", "why"],
        strict=True,
    ):
        cell.text = f"{{{{ r.{key} }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def measure() -> Iterator[Measurement]:
    """Rendering alone, in one process that has imported everything."""
    from docxtpl import DocxTemplate

    from assistant.drafting.by_rules.sections import draft_by_rules
    from assistant.facts import gather
    from assistant.report.document import render
    from assistant.rules.loader import load
    from assistant.scoring import score

    card = score(_evaluation(), load("cn-2020-10"))
    facts = gather(card)
    draft = draft_by_rules(card, facts)
    rows = [
        {
            "level1": r.indicator.level1,
            "level2": r.indicator.level2,
            "name": r.indicator.name,
            "target": r.indicator.target,
            "actual": r.indicator.actual,
            "weight": r.weight,
            "score": r.score,
            "why": r.explanation,
        }
        for r in card.indicators
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "模板.docx"
        path.write_bytes(_template())

        def theirs() -> None:
            template = DocxTemplate(str(path))
            template.render({"name": "报告", "rows": rows, "text": [f.text for f in facts]})
            template.save(io.BytesIO())

        yield Measurement(
            f"报告（{ROWS} 条指标）写成 .docx",
            best(lambda: render(card, draft, facts)),
            "docxtpl，同样的行",
            best(theirs),
            1.5,
        )
