"""A project with several sources and ten indicators: edits of its printed tables, and what came of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from assistant.llm.progress import for_stderr
from assistant.oneshot import Order, produce
from assistant.review.round_trip import Review, take_back

MULTI = Path(__file__).parents[2] / "examples" / "multi" / "数据.yaml"


def completion(d: Any) -> Any:
    return next(t for t in d.tables if any("全年实际值（B）" in c.text for c in t.rows[0].cells))


def row(d: Any, name: str) -> Any:
    return next(r for r in completion(d).rows if any(c.text == name for c in r.cells))


def says(tr: Any, column: int, words: str) -> None:
    texts = list(tr.findall(qn("w:tc"))[column].iter(qn("w:t")))
    if texts:
        texts[0].text = words
        for rest in texts[1:]:
            rest.text = ""


def reviewed(folder: Path, act: Callable[[Any], object], *, consent: bool = True) -> Review:
    document = docx.Document(str(folder / "报告.docx"))
    act(document)
    path = folder / "改.docx"
    document.save(str(path))
    return take_back(path, folder / "数据.yaml", consent=consent, check=False)


def again(folder: Path) -> str:
    """The whole text of the next draft."""
    produce(
        Order(folder / "数据.yaml", folder / "报告.docx", model="none", force=True), for_stderr()
    )
    return "\n".join(p.text for p in docx.Document(str(folder / "报告.docx")).paragraphs)


def said(review: Review) -> str:
    return "\n".join(
        [*(f"{c} {c.why}" for c in review.data_changes), *review.kept, *review.lines,
         *(f"{c.before} {c.after}" for c in review.changes)]
    )  # fmt: skip
