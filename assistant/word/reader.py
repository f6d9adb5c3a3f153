"""Reads an edited .docx into an EditedDocument: tracked changes, comments, bookmarks, tables, notes.

Every character that a person can see in the body is read, wherever Word, WPS or LibreOffice put it:
hyperlinks, content controls, text boxes, fields, footnotes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError
from assistant.report.ai_label import PROJECT
from assistant.report.ai_label import properties as custom_properties
from assistant.review.remarks import read_remarks
from assistant.word.edited import (
    Block,
    EditedCell,
    EditedDocument,
    EditedParagraph,
    EditedRow,
    EditedTable,
    Mark,
    MarkKind,
    Piece,
)
from assistant.word.package import Package, open_package

if TYPE_CHECKING:
    from docx.document import Document

OURS = "jx_"
_WIDEST = 63  # columns: more than Word allows are no table
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MARKS: dict[str, MarkKind] = {
    f"{_W}ins": "insert",
    f"{_W}del": "delete",
    f"{_W}moveFrom": "move_from",
    f"{_W}moveTo": "move_to",
}
_TEXT = {f"{_W}t", f"{_W}delText", f"{_M}t"}
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}ptab": "\t",
}
_SILENT = {
    f"{_W}pPr",
    f"{_W}rPr",
    f"{_W}instrText",
    f"{_W}delInstrText",
    f"{_W}sdtPr",
    f"{_W}tblPr",
}
_NOTES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}
_NOTE_PARTS = {
    "footnotes": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes",
    "endnotes": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes",
}


def read_edited(path: Path) -> EditedDocument:
    """Reads the file. Raises InputError where it is no .docx that can be read safely."""
    return read_package(open_package(path, kind="docx"))


def open_document(package: Package) -> Document:
    """The file in python-docx, its notes and comment threads read as XML too."""
    return package.document()


def read_package(package: Package, *, remarks: bool = True) -> EditedDocument:
    """As `read_edited`, for a file already opened; without `remarks` comments are passed over."""
    try:
        document = open_document(package)
        walker = _Walker(document)
        blocks = tuple(walker.blocks(document.element.body))
        properties = document.core_properties
        return EditedDocument(
            blocks,
            read_remarks(document) if remarks else (),
            tuple(_margins(document)),
            properties.last_modified_by or properties.author or "",
            properties.modified.isoformat() if properties.modified else "",
            custom_properties(document).get(PROJECT, ""),
            package.notes,
        )
    except (KeyError, ValueError, AttributeError) as error:
        raise InputError(
            f"{package.path}：文件里的结构读不出来（{type(error).__name__}），请用 Word 或 WPS 另存一份再试"
        ) from None


class _Walker:
    """One pass over the body in document order, with the bookmarks that are open on the way."""

    def __init__(self, document: Document) -> None:
        self._numbers = {p: i for i, p in enumerate(document.element.body.iter(f"{_W}p"))}
        self._open: dict[str, str] = {}
        self._seen: set[str] = set()
        self._boxes: list[EditedParagraph] = []
        self._notes = {kind: _notes(document, kind) for kind in _NOTE_PARTS}

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Paragraphs and tables under `parent`, whatever wraps them."""
        for child in parent:
            if _is_contents(child):
                continue
            if child.tag == f"{_W}p":
                yield self._paragraph(child)
                yield from self._boxes
                self._boxes = []
            elif child.tag == f"{_W}tbl":
                yield self._table(child)
            elif not self._bookmark(child) and child.tag not in _SILENT and len(child):
                yield from self.blocks(child)

    def _bookmark(self, element: Any) -> bool:
        if element.tag == f"{_W}bookmarkStart":
            name = element.get(f"{_W}name", "")
            if name.startswith(OURS):
                self._open[element.get(f"{_W}id", "")] = name
                self._seen.add(name)
            return True
        if element.tag == f"{_W}bookmarkEnd":
            self._open.pop(element.get(f"{_W}id", ""), None)
            return True
        return False

    def _paragraph(self, p: Any, *, floating: bool = False) -> EditedParagraph:
        covering: set[str] = set()
        pieces: list[Piece] = []
        self._pieces(p, (), pieces, covering)
        properties = p.find(f"{_W}pPr")
        end: tuple[Mark, ...] = ()
        style = ""
        if properties is not None:
            run = properties.find(f"{_W}rPr")
            end = tuple(_mark(e) for e in run if e.tag in _MARKS) if run is not None else ()
            named = properties.find(f"{_W}pStyle")
            style = named.get(f"{_W}val", "") if named is not None else ""
        return EditedParagraph(
            self._numbers.get(p, -1), _joined(pieces), frozenset(covering), end, style, floating
        )

    def _pieces(
        self, parent: Any, marks: tuple[Mark, ...], pieces: list[Piece], covering: set[str]
    ) -> None:
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SILENT or self._bookmark(child):
                continue
            if tag in _TEXT or tag in _SIGNS:
                text = _SIGNS.get(tag) or child.text or ""
                if text:
                    covering.update(self._open.values())
                    pieces.append(Piece(text, marks))
            elif tag in _NOTES:
                note = self._notes[_NOTES[tag]].get(child.get(f"{_W}id", ""), "")
                if note:
                    pieces.append(Piece(f"〔注：{note}〕", marks))
            elif tag == f"{_W}txbxContent":
                self._boxes += [self._paragraph(p, floating=True) for p in child.iter(f"{_W}p")]
            elif tag == f"{_MC}Fallback" and parent.find(f"{_MC}Choice") is not None:
                continue  # the same text again, for programs that cannot draw the choice
            else:
                inner = (*marks, _mark(child)) if tag in _MARKS else marks
                self._pieces(child, inner, pieces, covering)

    def _table(self, table: Any) -> EditedTable:
        covering = set(self._open.values())
        rows = tuple(self._row(row, covering) for row in _inside(table, "tr"))
        return EditedTable(rows, frozenset(covering))

    def _row(self, row: Any, covering: set[str]) -> EditedRow:
        properties = row.find(f"{_W}trPr")
        marks = () if properties is None else tuple(_mark(e) for e in properties if e.tag in _MARKS)
        cells = []
        for cell in _inside(row, "tc"):
            paragraphs = tuple(
                p
                for block in self.blocks(cell)
                for p in ([block] if isinstance(block, EditedParagraph) else _flat(block))
            )
            for paragraph in paragraphs:
                covering |= paragraph.bookmarks
            cells.append(EditedCell(paragraphs, *_extent(cell)))
        return EditedRow(tuple(cells), marks)


def _is_contents(block: Any) -> bool:
    """A table of contents, or a line of one: made by the program that shows it, written by nobody."""
    if block.tag == f"{_W}sdt":
        gallery = block.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
        return gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"
    if block.tag != f"{_W}p":
        return False
    links = block.iter(f"{_W}hyperlink")
    return any(link.get(f"{_W}anchor", "").startswith("_Toc") for link in links)


def _inside(parent: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those inside content controls; none of nested tables."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"}:
            yield from _inside(child, name)


def _extent(cell: Any) -> tuple[int, bool]:
    properties = cell.find(f"{_W}tcPr")
    if properties is None:
        return 1, False
    span = properties.find(f"{_W}gridSpan")
    merge = properties.find(f"{_W}vMerge")
    wide = int(span.get(f"{_W}val", "1")) if span is not None else 1
    return min(max(wide, 1), _WIDEST), merge is not None and merge.get(
        f"{_W}val", "continue"
    ) == "continue"


def _flat(table: EditedTable) -> Iterator[EditedParagraph]:
    for row in table.rows:
        for cell in row.cells:
            yield from cell.paragraphs


def _mark(element: Any) -> Mark:
    return Mark(
        _MARKS[element.tag],
        element.get(f"{_W}author", "").strip(),
        element.get(f"{_W}date", ""),
    )


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Neighbours under the same marks become one: programs cut runs wherever they like."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].marks == piece.marks:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.marks)
        else:
            joined.append(piece)
    return tuple(joined)


def _notes(document: Document, kind: str) -> dict[str, str]:
    """Footnotes or endnotes by id, as plain text; the separators have none."""
    from lxml import etree

    try:
        part = document.part.part_related_by(_NOTE_PARTS[kind])
    except KeyError:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(part.blob, parser)
    return {
        note.get(f"{_W}id", ""): "".join(t.text or "" for t in note.iter(f"{_W}t")).strip()
        for note in root
    }


def _margins(document: Document) -> Iterator[str]:
    for section in document.sections:
        for part in (
            section.header, section.first_page_header, section.even_page_header,
            section.footer, section.first_page_footer, section.even_page_footer,
        ):  # fmt: skip
            if part.is_linked_to_previous:
                continue
            for paragraph in part.paragraphs:
                if paragraph.text.strip():
                    yield paragraph.text.strip()
