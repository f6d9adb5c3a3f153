"""Reads an edited .docx into an EditedDocument: tracked changes, comments, bookmarks, tables, notes.

Every character that a person can see in the body is read, wherever Word, WPS or LibreOffice put it:
hyperlinks, content controls, text boxes, lettering, fields, footnotes. What is not read is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import InputError
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

__all__ = ["blocks_of", "margin_lines", "open_document", "read_edited", "read_package"]


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
        return EditedDocument(
            tuple(blocks_of(nodes, labels=_Labels(stories))),
            read_remarks(stories) if remarks else (),
            tuple(stories.margins()),
            saved.get("lastModifiedBy") or saved.get("creator") or "",
            saved.get("modified", ""),
            custom(package).get(PROJECT, ""),
            package.notes,
            tuple(_unread(stories, nodes)),
        )
    except (KeyError, ValueError, AttributeError) as error:
        raise InputError(
            f"{package.path}：文件里的结构读不出来（{type(error).__name__}），请用 Word 或 WPS 另存一份再试"
        ) from None


def blocks_of(nodes: Iterable[Node], *, labels: _Labels | None = None) -> Iterator[Block]:
    """What was walked, as blocks of an edited document."""
    for node in nodes:
        yield _paragraph(node, labels) if isinstance(node, ParagraphNode) else _table(node, labels)


class _Labels:
    """The numbers that Word prints before paragraphs. Ask in document order."""

    def __init__(self, stories: Stories) -> None:
        root = stories.part("numbering")
        self._numbering = Numbering.read(root)
        self._styles = Styles.read(stories.part("styles"), None) if root is not None else Styles()

    def of(self, node: ParagraphNode) -> str:
        if not self._numbering.nums:
            return ""
        numbered = self._styles.number(node.element.find(_PROPERTIES), node.style)
        return self._numbering.label(*numbered) if numbered else ""


_PROPERTIES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}pPr"


def _paragraph(node: ParagraphNode, labels: _Labels | None) -> EditedParagraph:
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


def _table(node: TableNode, labels: _Labels | None) -> EditedTable:
    return EditedTable(tuple(_row(row, labels) for row in node.rows), frozenset(node.bookmarks))


def _row(row: RowNode, labels: _Labels | None) -> EditedRow:
    cells = tuple(_cell(cell, labels) for cell in row.cells)
    return EditedRow(cells, row.marks, frozenset(row.bookmarks), row.before)


def _cell(cell: CellNode, labels: _Labels | None) -> EditedCell:
    paragraphs = tuple(_paragraph(p, labels) for p in cell.paragraphs)
    return EditedCell(paragraphs, cell.span, cell.below, cell.marks)


def _unread(stories: Stories, nodes: list[Node]) -> Iterator[Unread]:
    for kind, where, text in unseen(nodes, "正文"):
        yield Unread(kind, where, text)
    for kind, text in stories.drawn():
        yield Unread(kind, "正文", text)
