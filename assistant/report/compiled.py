"""A document of any headings, paragraphs and tables in the looks of GB/T 9704-2012: letters, reports on many projects."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.report.annex import notes
from assistant.report.closing import attachment_list, signature
from assistant.word import write as oxml
from assistant.word.numbering import chinese_count
from assistant.word.write import Xml, gongwen
from assistant.word.write.marks import marked_runs
from assistant.word.write.table_grid import Cell, Grid, Row, header


@dataclass(frozen=True, slots=True)
class Title:
    """A heading of level 1 (一、) to 3 (1.); its number is the document's."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; what asks a person for something (【待补充】) is highlighted."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption above and notes below; `widths` are parts of the text width.

    Columns in `left` (from 0) are set flush left. Rows whose number (from 0) is in `strong` are subtotals.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()
    left: Sequence[int] = ()
    note: str = ""
    strong: frozenset[int] = frozenset()

    def xml(self, *, width: int) -> Xml:
        """Caption, grid, note."""
        body = [
            Row(
                tuple(
                    Cell(text, "left" if n in self.left else "center", head=at in self.strong)
                    for n, text in enumerate(row)
                )
            )
            for at, row in enumerate(self.rows)
        ]
        grid = Grid(tuple(self.widths) or (1,) * len(self.heads), (header(*self.heads), *body))
        caption = oxml.paragraph(gongwen.CAPTION, oxml.run(self.caption), keep_next=True)
        told = notes((self.note,) if self.note else ())
        return Xml(
            (caption if self.caption else "") + grid.xml(self.caption or "表", width=width) + told
        )


Block = Title | Text | Table


@dataclass(frozen=True, slots=True)
class Compiled:
    """The whole document. `title` in lines; `signed` and `dated` close it where they are given."""

    title: Sequence[str]
    blocks: Sequence[Block]
    addressee: str = ""
    attachments: Sequence[str] = ()
    signed: str = ""
    dated: str = ""
    landscape: bool = False


def compiled(document: Compiled) -> bytes:
    """The .docx file."""
    report = gongwen.blank()
    width = gongwen.TEXT_WIDTH
    if document.landscape:
        width = gongwen.turn(report.sections[0])
    parts = [
        oxml.paragraph(gongwen.TITLE, oxml.run("\n".join(document.title))),
        oxml.paragraph(gongwen.NORMAL),
    ]
    if document.addressee:
        parts.append(
            oxml.paragraph(gongwen.ADDRESSEE, marked_runs(document.addressee.rstrip("：:") + "："))
        )
    counts = [0, 0, 0]
    for block in document.blocks:
        if isinstance(block, Title):
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (len(counts) - block.level)
            words = _numbered(block.level, counts[block.level - 1]) + block.text
            parts.append(oxml.paragraph(gongwen.HEADINGS[block.level - 1], marked_runs(words)))
        elif isinstance(block, Text):
            parts.append(oxml.paragraph(gongwen.TEXT, marked_runs(block.text)))
        else:
            parts.append(block.xml(width=width))
    parts.append(attachment_list(document.attachments))
    if document.signed or document.dated:
        parts.append(
            signature(document.signed, document.dated, bookmark=lambda _, content: Xml(content))
        )
    last = report.element.body[-1]
    for element in oxml.body([Xml("".join(parts))]):
        last.addprevious(element)
    _describe(report, "".join(document.title))
    out = io.BytesIO()
    report.save(out)
    return out.getvalue()


def _describe(report: object, title: str) -> None:
    about = report.core_properties  # type: ignore[attr-defined] # python-docx's document
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    about.title, about.language = oxml.clean(title)[:255], "zh-CN"
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = now


def _numbered(level: int, number: int) -> str:
    if level == 1:
        return f"{chinese_count(number)}、"
    return f"（{chinese_count(number)}）" if level == 2 else f"{number}."  # noqa: PLR2004
