"""Any Word report into a `Document`: paragraphs, tables, page, with tracked changes read as accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.checks.headings import place
from assistant.errors import InputError
from assistant.model.finding import Anchor
from assistant.word.document import Cell, Document, Page, Paragraph, Said, Table
from assistant.word.looks import Styles
from assistant.word.numbering import Numbering
from assistant.word.text import W, paragraphs_of, pieces_of, text_of

if TYPE_CHECKING:
    from assistant.word.package import Package

_MAIN = "word/document.xml"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def read_document(package: Package) -> Document:
    """Reads the main part. Raises InputError where the file holds no readable body."""
    return _Reader(package).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.root = package.xml(_MAIN)
        body = self.root.find(f"{W}body")
        if body is None:
            raise InputError(f"{package.path}：文件里没有正文，请用 Word 或 WPS 打开核对")
        self.body = body
        self.styles = Styles.read(
            self._part("word/styles.xml"), self._part("word/theme/theme1.xml")
        )
        self.numbering = Numbering.read(self._part("word/numbering.xml"))
        self.ordinals = {p: i for i, p in enumerate(paragraphs_of(self.body))}

    def _part(self, name: str) -> Any:
        return self.package.xml(name) if name in self.package.names else None

    def read(self) -> Document:
        paragraphs: list[Paragraph] = []
        outlines: list[int] = []
        tables: list[tuple[int, Any]] = []
        for element in _blocks(self.body):
            if element.tag == f"{W}tbl":
                tables.append((len(paragraphs), element))
                continue
            for paragraph in (element, *_boxed(element)):
                if paragraph in self.ordinals:
                    read, outline = self._paragraph(paragraph)
                    paragraphs.append(read)
                    outlines.append(outline)
        placed = place(paragraphs, outlines)
        return Document(
            name=self.package.path.name,
            paragraphs=tuple(placed),
            tables=tuple(self._tables(tables, placed)),
            pages=tuple(_page(s) for s in self.body.iter(f"{W}sectPr")),
            page_numbers=self._page_numbers(),
            bookmarks=frozenset(b.get(f"{W}name", "") for b in self.body.iter(f"{W}bookmarkStart")),
            comments=tuple(self._comments()),
            notes=self.package.notes,
        )

    def _paragraph(self, element: Any) -> tuple[Paragraph, int]:
        properties = element.find(f"{W}pPr")
        tag = None if properties is None else properties.find(f"{W}pStyle")
        style = "" if tag is None else tag.get(f"{W}val", "")
        pieces = pieces_of(element)
        text = "".join(piece.text for piece in pieces)
        numbered = self.styles.number(properties, style) if text.strip() else None
        first = next((p.run for p in pieces if p.text.strip()), None)
        paragraph = Paragraph(
            ordinal=self.ordinals[element],
            text=text,
            number=self.numbering.label(*numbered) if numbered else "",
            style=self.styles.name(style),
            looks=self.styles.looks(element, first, style),
        )
        return paragraph, self.styles.outline(properties, style)

    def _tables(self, found: list[tuple[int, Any]], placed: list[Paragraph]) -> Iterator[Table]:
        number = 0
        for at, element in found:
            for table in (element, *_nested(element)):
                number += 1
                before = placed[:at]
                caption = next((p for p in reversed(before) if p.text.strip()), None)
                yield Table(
                    name=f"表{number}",
                    rows=self._grid(table, f"表{number}"),
                    before=caption.text.strip() if caption else "",
                    roles=before[-1].roles if before else frozenset(),
                    after=at - 1,
                )

    def _grid(self, table: Any, name: str) -> tuple[tuple[Cell, ...], ...]:
        grid: list[tuple[Cell, ...]] = []
        for row in _children(table, f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            skipped = _count(properties, "gridBefore", 0)
            above = grid[-1] if grid else ()
            here = len(grid)
            squares = [Cell(Said("", f"{name} 第{here + 1}行"), here, c) for c in range(skipped)]
            for cell in _children(row, f"{W}tc"):
                squares += self._squares(cell, name, here, len(squares), above)
            grid.append(tuple(squares))
        return tuple(grid)

    def _squares(
        self, cell: Any, name: str, row: int, column: int, above: tuple[Cell, ...]
    ) -> list[Cell]:
        properties = cell.find(f"{W}tcPr")
        span = max(1, _count(properties, "gridSpan", 1))
        merge = None if properties is None else properties.find(f"{W}vMerge")
        continued = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        if continued and column < len(above):
            return [above[column]] * span
        where = f"{name} 第{row + 1}行 第{column + 1}列"
        return [Cell(self._said(cell, where), row, column, span)] * span

    def _said(self, cell: Any, where: str) -> Said:
        texts: list[str] = []
        anchor = None
        for block in _blocks(cell):
            if block.tag != f"{W}p" or block not in self.ordinals:
                continue
            text = text_of(block)
            if text.strip():
                anchor = anchor or Anchor(self.ordinals[block], 0, len(text))
                texts.append(text)
        return Said("\n".join(texts), where, anchor)

    def _page_numbers(self) -> bool:
        for name in self.package.names:
            if name.startswith(("word/footer", "word/header")) and name.endswith(".xml"):
                content = self.package.read(name)
                if b"PAGE" in content and (b"instrText" in content or b"fldSimple" in content):
                    return True
        return False

    def _comments(self) -> Iterator[str]:
        root = self._part("word/comments.xml")
        if root is not None:
            for comment in root.iter(f"{W}comment"):
                yield "".join(t.text or "" for t in comment.iter(f"{W}t"))


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables of a body or cell, out of content controls and other wrappers."""
    for child in parent:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"}:
            yield from _blocks(child)


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}:
            yield from _children(child, tag)


def _boxed(paragraph: Any) -> Iterator[Any]:
    """Paragraphs of the text boxes that hang on this one."""
    for box in paragraph.iter(f"{W}txbxContent"):
        yield from (p for p in _blocks(box) if p.tag == f"{W}p")


def _nested(table: Any) -> Iterator[Any]:
    return (t for t in table.iter(f"{W}tbl") if t is not table)


def _count(properties: Any, child: str, default: int) -> int:
    found = None if properties is None else properties.find(f"{W}{child}")
    try:
        return default if found is None else min(int(found.get(f"{W}val", default)), 63)
    except ValueError:
        return default


def _page(section: Any) -> Page:
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")

    def twips(element: Any, name: str) -> int | None:
        text = None if element is None else element.get(f"{W}{name}")
        try:
            return None if text is None else abs(round(float(text)))
        except ValueError:
            return None

    return Page(
        width=twips(size, "w"),
        height=twips(size, "h"),
        top=twips(margins, "top"),
        bottom=twips(margins, "bottom"),
        left=twips(margins, "left"),
        right=twips(margins, "right"),
        landscape=size is not None and size.get(f"{W}orient") == "landscape",
    )
