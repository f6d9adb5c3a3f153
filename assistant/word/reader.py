"""Reads an edited .docx into an EditedDocument: tracked changes, comments, bookmarks, tables, notes.

Every character that a person can see in the body is read, wherever Word, WPS or LibreOffice put it:
hyperlinks, content controls, text boxes, lettering, fields, footnotes. What is not read is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from assistant.word.looks import Styles
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
        labels = Labels.read(stories.part("numbering"), stories.part("styles"))
        blocks = tuple(blocks_of(nodes, labels=labels))
        return EditedDocument(
            blocks,
            read_remarks(stories) if remarks else (),
            tuple(stories.margins()),
            saved.get("lastModifiedBy") or saved.get("creator") or "",
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
        yield _paragraph(node, labels) if isinstance(node, ParagraphNode) else _table(node, labels)


@dataclass(frozen=True, slots=True)
class Labels:
    """The numbers that Word prints before paragraphs. Ask in document order."""

    numbering: Numbering
    styles: Styles

    @classmethod
    def read(cls, numbering: Any, styles: Any) -> Labels:
        """From the roots of word/numbering.xml and word/styles.xml; either may be None."""
        read = Styles.read(styles, None) if numbering is not None else Styles()
        return cls(Numbering.read(numbering), read)

    def of(self, node: ParagraphNode) -> str:
        """The number before that paragraph, or empty; counts it."""
        if not self.numbering.nums:
            return ""
        numbered = self.styles.number(node.element.find(_PROPERTIES), node.style)
        return self.numbering.label(*numbered) if numbered else ""


_PROPERTIES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}pPr"


def _paragraph(node: ParagraphNode, labels: Labels | None) -> EditedParagraph:
    pieces: list[Piece] = []
    hidden: list[str] = []
    struck: list[str] = []
    for atom in node.atoms:
        if atom.unseen:
            if atom.unseen == "hidden":
                hidden.append(atom.text)
            continue
        if atom.struck:
            struck.append(atom.text)
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
        node.pictures,
        labels.of(node) if labels is not None and node.atoms else "",
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
