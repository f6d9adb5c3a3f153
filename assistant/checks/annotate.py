"""A copy of the report with every finding as a Word comment on the words that show it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.model.finding import SEVERITY_NAMES, Anchor, Finding
from assistant.word.edit import with_comment_style
from assistant.word.lines import lines_by_ordinal

if TYPE_CHECKING:
    from assistant.word.package import Package

AUTHOR = "绩效检查"


def annotated(package: Package, findings: Sequence[Finding]) -> bytes:
    """The Word file with comments. Findings without a place of their own go to the first words of the text."""
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run
    from docx_plus.comments import add_comment
    from docx_plus.comments.registry import CommentIdRegistry, DurableIdRegistry
    from docx_plus.core.ids import ParaIdRegistry

    document = package.document()
    lines = lines_by_ordinal(document.element.body, "proposed")
    first = next((o for o, line in lines.items() if line.runs), None)
    if first is None:
        return package.data
    ids, para_ids = CommentIdRegistry(document), ParaIdRegistry(document)
    durable_ids = DurableIdRegistry(document)
    for finding in findings:
        at = finding.anchor or Anchor(first, 0, 10**6)
        line = lines.get(at.paragraph) or lines[first]
        runs = line.between(at.start, at.end) if at.end > at.start else []
        runs = runs or line.runs
        if not runs:
            continue
        owner = Paragraph(line.elements[0], document._body)
        add_comment(
            (Run(runs[0], owner), Run(runs[-1], owner)),
            _words(finding),
            author=AUTHOR,
            initials="查",
            id_registry=ids,
            para_id_registry=para_ids,
            durable_id_registry=durable_ids,
        )
    with_comment_style(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _words(finding: Finding) -> str:
    mend = f" 改法：{finding.suggestion}" if finding.suggestion else ""
    return f"【{finding.code} {SEVERITY_NAMES[finding.severity]}】{finding.message}{mend}"
