"""事实依据表: every sentence of a report with its facts, their source, formula and clause, and whose words it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from assistant.facts import Fact
from assistant.model.draft import SOURCE_NAMES, Draft
from assistant.model.scorecard import Scorecard
from assistant.model.sections import plain_title
from assistant.records import record
from assistant.sheets.save import workbook_bytes
from assistant.sheets.shell import Shell

HEADS = (
    "序号", "章节", "句子", "由谁写", "作者", "何时", "状态", "事实", "出处（数据项）", "算式", "条款",
)  # fmt: skip
_WIDTHS = (6, 18, 60, 10, 12, 18, 10, 60, 24, 40, 40)
_COMPUTED = frozenset({"row", "deviation", "completion", "points", "total", "rate"})


@record()
class GroundRow:
    """One sentence with one of its facts; a sentence without facts stands once, with none."""

    number: int
    section: str
    sentence: str
    source: str
    author: str
    when: str
    verdict: str
    fact: str
    origin: str
    formula: str
    clause: str

    def cells(self) -> tuple[str | int, ...]:
        """The row as it is printed."""
        return (
            self.number, self.section, self.sentence, self.source, self.author, self.when, self.verdict,
            self.fact, self.origin, self.formula, self.clause,
        )  # fmt: skip


def ground_rows(card: Scorecard, facts: Sequence[Fact], draft: Draft) -> Iterator[GroundRow]:
    """The rows of the sheet, in the order of the report."""
    by_id = {fact.id: fact for fact in facts}
    scored = {row.id: row for row in card.indicators}
    number = 0
    for section in draft.sections:
        for paragraph in section.paragraphs:
            for sentence in paragraph.sentences:
                number += 1
                by = "人工" if sentence.author else SOURCE_NAMES[paragraph.source]
                state = "有依据" if sentence.verdict == "supported" else "待核实"
                start = (
                    number, plain_title(section.id), sentence.text, by, sentence.author,
                    sentence.edited.replace("T", " ")[:19], state,
                )  # fmt: skip
                known = [by_id[i] for i in sentence.facts if i in by_id]
                if not known:
                    yield GroundRow(*start, "", "", "", "")
                for fact in known:
                    row = scored.get(fact.indicator) if fact.role in _COMPUTED else None
                    formula, clause = (row.formula, str(row.clause)) if row else ("", "")
                    if row is None and fact.key == "funds.execution_rate":
                        formula, clause = card.execution.formula, str(card.execution.clause)
                    yield GroundRow(*start, f"{fact.id} {fact.text}", fact.origin, formula, clause)


def ground_sheet(rows: Sequence[GroundRow], hide: Callable[[str], str] = str) -> bytes:
    """The rows as an .xlsx file; `hide` is applied to every text (for a copy that is published)."""
    head: Sequence[str | int] = HEADS
    cells = ([hide(c) if isinstance(c, str) else c for c in row.cells()] for row in rows)
    return _shell().filled([head, *cells])


@cache
def _shell() -> Shell:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = "事实依据表"
    sheet.append(HEADS)
    sheet.append(HEADS)
    for column, width in zip("ABCDEFGHIJK", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    every: Any = sheet.iter_rows()
    for row in every:
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.row == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    return Shell.of(workbook_bytes(book))
