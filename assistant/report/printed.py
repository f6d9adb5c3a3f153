"""What a report said when it was printed: the measure by which people's edits are told later.

Kept beside data and draft in the file, since a template, an attachment or another version of the program
prints words that neither the data nor the draft hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as Report

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A paragraph, and the bookmarks of ours that begin in it."""

    text: str
    bookmarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell, `span` columns wide; `below` continues the one above."""

    text: str
    span: int = 1
    below: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table, row by row."""

    rows: tuple[tuple[PrintedCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """The body in order, and the lines of headers and footers."""

    blocks: tuple[PrintedLine | PrintedTable, ...] = ()
    margins: tuple[str, ...] = ()


def printed(document: Report) -> Printed:
    """Reads a finished document."""
    margins = [
        paragraph.text.strip()
        for section in document.sections
        for part in (
            section.header, section.first_page_header, section.even_page_header,
            section.footer, section.first_page_footer, section.even_page_footer,
        )
        if not part.is_linked_to_previous
        for paragraph in part.paragraphs
        if paragraph.text.strip()
    ]  # fmt: skip
    return Printed(tuple(_blocks(document.element.body)), tuple(margins))


def _blocks(parent: Any) -> Iterator[PrintedLine | PrintedTable]:
    for child in parent:
        if child.tag == f"{_W}p":
            text = _text(child)
            if text.strip():
                yield PrintedLine(text, tuple(_bookmarks(child)))
        elif child.tag == f"{_W}tbl":
            yield PrintedTable(tuple(tuple(_cells(row)) for row in child.iter(f"{_W}tr")))
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"}:
            yield from _blocks(child)


def _text(element: Any) -> str:
    parts = []
    for run in element.iter(f"{_W}r"):
        for child in run:
            parts.append((child.text or "") if child.tag == f"{_W}t" else _SIGNS.get(child.tag, ""))
    return "".join(parts)


def _bookmarks(paragraph: Any) -> Iterator[str]:
    for start in paragraph.iter(f"{_W}bookmarkStart"):
        name = start.get(f"{_W}name", "")
        if name.startswith("jx_"):
            yield name


def _cells(row: Any) -> Iterator[PrintedCell]:
    for cell in row.iter(f"{_W}tc"):
        properties = cell.find(f"{_W}tcPr")
        span = properties.find(f"{_W}gridSpan") if properties is not None else None
        merge = properties.find(f"{_W}vMerge") if properties is not None else None
        below = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
        text = "".join(_text(p) for p in cell.iter(f"{_W}p"))
        yield PrintedCell(text, int(span.get(f"{_W}val", "1")) if span is not None else 1, below)


def to_json(value: Printed) -> dict[str, Any]:
    """Short: a line is [text, bookmark …], a table {"rows": [[[text, span, below] …] …]}."""
    blocks: list[Any] = []
    for block in value.blocks:
        if isinstance(block, PrintedLine):
            blocks.append([block.text, *block.bookmarks])
        else:
            rows = [[[c.text, c.span, int(c.below)] for c in row] for row in block.rows]
            blocks.append({"rows": rows})
    return {"blocks": blocks, "margins": list(value.margins)}


def from_json(value: Any) -> Printed:
    """What `to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    blocks: list[PrintedLine | PrintedTable] = []
    for block in value["blocks"]:
        if isinstance(block, dict):
            rows = (
                tuple(PrintedCell(str(t), int(span), bool(below)) for t, span, below in row)
                for row in block["rows"]
            )
            blocks.append(PrintedTable(tuple(rows)))
        else:
            text, *names = map(str, block)
            blocks.append(PrintedLine(text, tuple(names)))
    return Printed(tuple(blocks), tuple(map(str, value["margins"])))
