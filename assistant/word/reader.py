"""Reads an edited .docx into an EditedDocument: tracked changes, comments, bookmarks, tables, notes.

Every character that a person can see in the body is read, wherever Word, WPS or LibreOffice put it:
hyperlinks, content controls, text boxes, lettering, fields, footnotes. What is not read is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError
from assistant.word.beside import beside
from assistant.word.edited import (
    Block,
    EditedCell,
    EditedDocument,
    EditedParagraph,
    EditedRow,
    EditedTable,
    Piece,
    Unread,
)
from assistant.word.elements import on
from assistant.word.looks import Styles
from assistant.word.names import W
from assistant.word.numbering import Numbering
from assistant.word.package import Package, open_package
from assistant.word.properties import PROJECT, about, custom
from assistant.word.remarks import read_remarks
from assistant.word.stories import Stories, margin_lines, read_stories, unseen
from assistant.word.walk import CellNode, Node, ParagraphNode, RowNode, TableNode

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["Labels", "blocks_of", "margin_lines", "open_document", "read_edited", "read_package"]


def read_edited(path: Path) -> EditedDocument:
    """Reads the file. Raises InputError where it is no .docx that can be read safely."""
    return read_package(open_package(path, kind="docx"))


def open_document(package: Package) -> Document:
    """The file in python-docx, its notes and comment threads read as XML too."""
    return package.document()


def read_package(package: Package, *, remarks: bool = True) -> EditedDocument:
    """As `read_edited`, for a file already opened; without `remarks` comments are passed over."""
    try:
        stories = read_stories(package)
        nodes = stories.nodes()
        saved = about(package)
        labels = Labels.read(stories.part("numbering"), stories.part("styles"), stories.picture)
        blocks = tuple(blocks_of(nodes, labels=labels))
        return EditedDocument(
            blocks,
            read_remarks(stories) if remarks else (),
            tuple(stories.margins()),
            saved.get("lastModifiedBy") or "",
            saved.get("modified", ""),
            custom(package).get(PROJECT, ""),
            package.notes,
            tuple(_unread(stories, nodes)),
            tuple(beside(blocks, stories.margin_pictures())),
        )
    except (KeyError, ValueError, AttributeError) as error:
        raise InputError(
            f"{package.path}：文件里的结构读不出来（{type(error).__name__}），请用 Word 或 WPS 另存一份再试"
        ) from None


def blocks_of(nodes: Iterable[Node], *, labels: Labels | None = None) -> Iterator[Block]:
    """What was walked, as blocks of an edited document."""
    for node in nodes:
        if isinstance(node, ParagraphNode):
            yield _paragraph(node, labels, level=labels.level(node) if labels is not None else 0)
        else:
            yield _table(node, labels)


@dataclass(frozen=True, slots=True)
class Labels:
    """What other parts say of paragraphs: the numbers that Word prints before them (ask in document order), the
    levels of headings, the marks of pictures by their links.
    """

    numbering: Numbering
    styles: Styles
    picture: Callable[[str], str]

    @classmethod
    def read(cls, numbering: Any, styles: Any, picture: Callable[[str], str]) -> Labels:
        """From the roots of word/numbering.xml and word/styles.xml; either may be None."""
        return cls(Numbering.read(numbering), Styles.read(styles, None), picture)

    def of(self, node: ParagraphNode) -> str:
        """The number before that paragraph, or empty; counts it."""
        if not self.numbering.nums:
            return ""
        numbered = self.styles.number(node.settings, node.style)
        return self.numbering.label(*numbered) if numbered else ""

    def level(self, node: ParagraphNode) -> int:
        """Its level as a heading, 0 for text."""
        return self.styles.outline(node.settings, node.style)


_BREAK, _SECTION = f"{W}pageBreakBefore", f"{W}sectPr"


def _layout(node: ParagraphNode) -> tuple[str, ...]:
    """Page breaks, and ends of sections, of a wide page or not."""
    before, section = node.settings.get(_BREAK), node.settings.get(_SECTION)
    if before is None and section is None and not node.breaks:
        return ()
    found = ["分页"] * (node.breaks + (before is not None and on(before)))
    if section is not None:
        size = section.find(f"{W}pgSz")
        wide = size is not None and size.get(f"{W}orient") == "landscape"
        found.append("横排" if wide else "分节")
    return tuple(found)


def _paragraph(node: ParagraphNode, labels: Labels | None, level: int = 0) -> EditedParagraph:
    pieces: list[Piece] = []
    hidden: list[str] = []
    struck: list[str] = []
    emphasis: dict[str, None] = {}
    for atom in node.atoms:
        if atom.unseen:
            if atom.unseen == "hidden":
                hidden.append(atom.text)
            continue
        if atom.struck:
            struck.append(atom.text)
        if atom.emphasis and atom.text.strip():
            emphasis |= dict.fromkeys(sorted(atom.emphasis))
        # neighbours under the same marks become one: programs cut runs wherever they like
        if pieces and pieces[-1].marks == atom.marks:
            pieces[-1] = Piece(pieces[-1].text + atom.text, atom.marks)
        else:
            pieces.append(Piece(atom.text, atom.marks))
    return EditedParagraph(
        node.ordinal,
        tuple(pieces),
        frozenset(node.bookmarks),
        node.end,
        node.style,
        node.floating,
        "".join(struck),
        "".join(hidden),
        tuple(map(labels.picture, node.pictures)) if labels is not None else (),
        labels.of(node) if labels is not None and node.atoms else "",
        level,
        tuple(emphasis),
        _layout(node),
        any(atom.unseen == "contents" for atom in node.atoms),
        tuple(node.objects),
    )


def _table(node: TableNode, labels: Labels | None) -> EditedTable:
    return EditedTable(tuple(_row(row, labels) for row in node.rows), frozenset(node.bookmarks))


def _row(row: RowNode, labels: Labels | None) -> EditedRow:
    cells = tuple(_cell(cell, labels) for cell in row.cells)
    return EditedRow(cells, row.marks, frozenset(row.bookmarks), row.before)


def _cell(cell: CellNode, labels: Labels | None) -> EditedCell:
    paragraphs = tuple(_paragraph(p, labels) for p in cell.paragraphs)
    return EditedCell(paragraphs, cell.span, cell.below, cell.marks)


def _unread(stories: Stories, nodes: list[Node]) -> Iterator[Unread]:
    for kind, where, text in unseen(nodes, "正文"):
        yield Unread(kind, where, text)
    for kind, text in stories.drawn():
        yield Unread(kind, "正文", text)
