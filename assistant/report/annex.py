"""Attachments (附件): a table of any columns, each on a new page as 7.3.7 has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.forms.filled.sheet import Sheet
from assistant.forms.filled.word import grid_of
from assistant.patterns import regex
from assistant.values.printing import width
from assistant.word import write as oxml
from assistant.word.write import Xml, gongwen
from assistant.word.write.table_grid import Cell, Grid, Row, header, merged, widths_for

#: characters from which a text is read as running text
_RUNNING = 24


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment: `title` in the list and over the table, `subtitle` and `notes` around the table."""

    title: str
    grid: Grid
    subtitle: str = ""
    notes: tuple[str, ...] = ()

    def xml(self, number: int) -> Xml:
        """附件 (with its number, where there are several), title on the third line, table, notes."""
        ordinal = oxml.run(f"附件{number or ''}")
        return Xml(
            "".join(
                (
                    oxml.paragraph(gongwen.ATTACHMENT, ordinal, page_break=True),
                    oxml.paragraph(gongwen.NORMAL),
                    oxml.paragraph(gongwen.ANNEX_TITLE, oxml.run(self.title)),
                    oxml.paragraph(gongwen.CAPTION, oxml.run(self.subtitle))
                    if self.subtitle
                    else "",
                    self.grid.xml(self.title),
                    notes(self.notes),
                )
            )
        )


#: 注：, 说明：, 备注：: a note that says itself what it is
_LABELLED = regex("[^，。；：:]{1,4}[：:]")


def notes(texts: Sequence[str], bookmark: Callable[[Xml], Xml] = lambda run: run) -> Xml:
    """What stands under a table: its notes in one paragraph (注：), or a blank line.

    Never nothing: LibreOffice would not keep a heading right under a table with what follows it.
    """
    words = "".join(texts)
    lead = "" if not words or _LABELLED.match(words) else "注："
    return oxml.paragraph(gongwen.TABLE_NOTE, bookmark(oxml.run(f"{lead}{words}")) if words else "")


def annex_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[int] = (),
    merge: int = 0,
    left: Sequence[int] = (),
    subtitle: str = "",
    notes: Sequence[str] = (),
) -> Annex:
    """An attachment from plain rows.

    `widths` are parts of the text width (by what stands in the columns, if not given); the first `merge` columns are levels whose
    equal values are merged; columns in `left` (from 0) and those of running text are set flush left, all others centred.
    Raises ValueError where a row has not as many cells as there are columns.
    """
    text = {
        n for n in range(len(columns)) if any(width(r[n]) > _RUNNING for r in rows if len(r) > n)
    }
    flush = {*left, *text}
    levels = merged([tuple(row[:merge]) for row in rows]) if merge else [[] for _ in rows]
    body = [
        Row((*above, *(Cell(text, "left" if n in flush else "center")
                       for n, text in enumerate(row[merge:], start=merge))))
        for above, row in zip(levels, rows, strict=True)
    ]  # fmt: skip
    if any(len(row.cells) != len(columns) for row in body):
        raise ValueError("a row has not as many cells as there are columns")
    parts = tuple(widths) or widths_for(columns, rows)
    return Annex(title, Grid(parts, (header(*columns), *body)), subtitle, tuple(notes))


def form_annex(sheet: Sheet) -> Annex:
    """A filled form as an attachment of the report, as wide as its text."""
    return Annex(sheet.title, grid_of(sheet), sheet.subtitle, sheet.notes)
