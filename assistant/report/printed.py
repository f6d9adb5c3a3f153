"""What a report said when it was printed: the measure by which people's edits are told later.

Kept beside data and draft in the file, since a template, an attachment or another version of the program
prints words that neither the data nor the draft hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.records import record
from assistant.word.beside import beside, fingerprint
from assistant.word.edited import Beside
from assistant.word.names import W
from assistant.word.reader import Labels, blocks_of
from assistant.word.stories import margin_lines, margin_links, pictures_in
from assistant.word.walk import OURS, CellNode, Node, TableNode, walk
from assistant.word.write import body_of

if TYPE_CHECKING:
    from docx.document import Document as Report


@record()
class PrintedLine:
    """A paragraph, and the bookmarks of ours that begin in it."""

    text: str
    bookmarks: tuple[str, ...] = ()


@record()
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
    """The body in order, the lines of headers and footers; `beside` are pictures and printed numbers."""

    blocks: tuple[PrintedLine | PrintedTable, ...] = ()
    margins: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()


def printed(document: Report, nodes: Sequence[Node] | None = None) -> Printed:
    """Reads a finished document, as `review` reads the edited one; `nodes` are its blocks, if they are walked already."""
    parts = document.part.related_parts
    body = body_of(document)
    links = [link for link in margin_links(body) if link in parts]
    roots = [parts[link].element for link in links]
    margins = [text for root in roots for text in margin_lines(root)]
    nodes = walk(body) if nodes is None else nodes
    blocks: list[PrintedLine | PrintedTable] = []
    for node in nodes:
        if isinstance(node, TableNode):
            blocks.append(PrintedTable(tuple(tuple(map(_cell, r.cells)) for r in node.rows)))
        elif node.text().strip():
            blocks.append(PrintedLine(node.text(), tuple(_bookmarks(node.element))))
    labels = Labels.read(_numbering(document), document.styles.element, _picture(document))
    seen = beside(blocks_of(nodes, labels=labels), sum(map(pictures_in, dict.fromkeys(roots))))
    return Printed(tuple(blocks), tuple(margins), tuple(seen))


def _picture(document: Report) -> Callable[[str], str]:
    parts = document.part.related_parts
    return lambda link: fingerprint(parts[link].blob) if link in parts else ""


def _numbering(document: Report) -> Any:
    from docx.opc.constants import RELATIONSHIP_TYPE

    try:
        part: Any = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        return None
    return part.element


def _bookmarks(paragraph: Any) -> Iterator[str]:
    for start in paragraph.iter(f"{W}bookmarkStart"):
        name = start.get(f"{W}name", "")
        if name.startswith(OURS):
            yield name


def _cell(cell: CellNode) -> PrintedCell:
    return PrintedCell("".join(p.text() for p in cell.paragraphs), cell.span, cell.below)


def to_json(value: Printed) -> dict[str, Any]:
    """Short: a line is [text, bookmark …], a table {"rows": [[[text, span, below] …] …]}."""
    blocks: list[Any] = []
    for block in value.blocks:
        if isinstance(block, PrintedLine):
            blocks.append([block.text, *block.bookmarks])
        else:
            rows = [[[c.text, c.span, int(c.below)] for c in row] for row in block.rows]
            blocks.append({"rows": rows})
    seen = [[one.kind, one.at, one.what] for one in value.beside]
    return {"blocks": blocks, "margins": list(value.margins), **({"beside": seen} if seen else {})}


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
    seen = tuple(Beside(kind, str(at), str(what)) for kind, at, what in value.get("beside", ()))
    return Printed(tuple(blocks), tuple(map(str, value["margins"])), seen)
