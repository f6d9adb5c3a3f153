"""Any Word report into a `Document`: paragraphs, tables, page, as it reads with tracked changes taken.

Which paragraphs are headings is for checks to say: `outline` is what the styles tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.model.finding import Anchor
from assistant.patterns import regex
from assistant.word.document import Cell, Document, Page, Paragraph, Said, Table
from assistant.word.lines import line, lines_of
from assistant.word.looks import Styles
from assistant.word.marks import View, stands
from assistant.word.names import W
from assistant.word.numbering import Numbering
from assistant.word.stories import Stories, read_stories, unseen
from assistant.word.tally import tally
from assistant.word.walk import CellNode, ParagraphNode, TableNode

if TYPE_CHECKING:
    from assistant.word.package import Package

_SHOWN = 30
_STYLE, _VALUE = f"{W}pStyle", f"{W}val"
_PAGE_NUMBER = regex(r"[\s\d—–\-－第页共/]*")


def read_document(package: Package, *, view: View = "proposed") -> Document:
    """Reads the body. Raises InputError where the file holds none that can be read.

    By default the program's own proposals count as taken: what they mend is not found again.
    """
    stories = read_stories(package)
    return _Reader(stories, view).read()


@dataclass(slots=True)
class _Reader:
    stories: Stories
    view: View
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    waiting: list[ParagraphNode] = field(default_factory=list)

    def read(self) -> Document:
        stories = self.stories
        styles = Styles.read(stories.part("styles"), stories.part("theme"))
        numbering = Numbering.read(stories.part("numbering"))
        nodes = stories.nodes()
        for node in nodes:
            if isinstance(node, TableNode):
                self._table(node)
                continue
            self.waiting.append(node)
            if stands(node.end, self.view):
                self._flush(styles, numbering)
        self._flush(styles, numbering)
        body = stories.body
        return Document(
            name=stories.package.path.name,
            paragraphs=tuple(self.paragraphs),
            tables=tuple(self.tables),
            pages=tuple(_page(s) for s in body.iter(f"{W}sectPr") if _is_current(s)),
            page_numbers=any(_has_page_number(root) for root in stories.margin_roots()),
            bookmarks=frozenset(b.get(f"{W}name", "") for b in body.iter(f"{W}bookmarkStart")),
            comments=tuple(self._comments()),
            notes=(*stories.package.notes, *unread_notes(stories, nodes, "没有检查")),
            asked=tally(stories.package).words,
        )

    def _flush(self, styles: Styles, numbering: Numbering) -> None:
        if not self.waiting:
            return
        read, last = line(self.waiting, self.view), self.waiting[-1]
        self.waiting.clear()
        text, settings = read.text, last.settings
        tag = settings.get(_STYLE)
        style = "" if tag is None else tag.get(_VALUE, "")
        numbered = styles.number(settings, style) if text.strip() else None
        first = next((a.run for a in read.atoms if a.text.strip()), None)
        self.paragraphs.append(
            Paragraph(
                ordinal=read.ordinal,
                text=text,
                number=numbering.label(*numbered) if numbered else "",
                style=styles.name(style),
                looks=styles.looks(settings, first, style),
                outline=styles.outline(settings, style),
            )
        )

    def _table(self, node: TableNode) -> None:
        name = f"表{len(self.tables) + 1}"
        caption = next((p for p in reversed(self.paragraphs) if p.text.strip()), None)
        self.tables.append(
            Table(
                name=name,
                rows=self._grid(node, name),
                before=caption.text.strip() if caption else "",
                after=len(self.paragraphs) - 1,
            )
        )

    def _grid(self, table: TableNode, name: str) -> tuple[tuple[Cell, ...], ...]:
        grid: list[tuple[Cell, ...]] = []
        for row in table.rows:
            if not stands(row.marks, self.view):
                continue
            above = grid[-1] if grid else ()
            here = len(grid)
            squares = [Cell(Said("", f"{name} 第{here + 1}行"), here, c) for c in range(row.before)]
            for cell in row.cells:
                if stands(cell.marks, self.view):
                    squares += self._squares(cell, name, here, len(squares), above)
            grid.append(tuple(squares))
        return tuple(grid)

    def _squares(
        self, cell: CellNode, name: str, row: int, column: int, above: tuple[Cell, ...]
    ) -> list[Cell]:
        if cell.below and column < len(above):
            return [above[column]] * cell.span
        where = f"{name} 第{row + 1}行 第{column + 1}列"
        return [Cell(self._said(cell, where), row, column, cell.span)] * cell.span

    def _said(self, cell: CellNode, where: str) -> Said:
        parts = cell.paragraphs
        lines = [line(parts, self.view)] if len(parts) == 1 else lines_of(parts, self.view)
        told = [(text, one.ordinal) for one in lines if (text := one.text).strip()]
        anchor = _anchor(*told[0]) if told else None
        return Said("\n".join([text for text, _ in told]), where, anchor)

    def _comments(self) -> Iterator[str]:
        root = self.stories.part("comments")
        if root is not None:
            for comment in root.iter(f"{W}comment"):
                yield "".join(t.text or "" for t in comment.iter(f"{W}t"))


def _anchor(text: str, ordinal: int) -> Anchor | None:
    return Anchor(ordinal, 0, len(text)) if ordinal >= 0 else None


def unread_notes(stories: Stories, nodes: list[Any], what: str) -> Iterator[str]:
    """A Chinese line for each kind of words in the file that are no part of what was read."""
    found: dict[str, list[str]] = {}
    for kind, _, text in unseen(nodes, ""):
        found.setdefault(kind, []).append(text)
    for kind, text in stories.drawn():
        found.setdefault(kind, []).append(text)
    for kind, name in (("footnotes", "脚注"), ("endnotes", "尾注")):
        texts = [text for text in stories.notes.get(kind, {}).values() if text]
        if texts:
            found[name] = texts
    margins = list(dict.fromkeys(stories.margins()))
    if words := [text for text in margins if not _PAGE_NUMBER.fullmatch(text)]:
        found["页眉页脚"] = words
    for kind, texts in found.items():
        first = " ".join(texts[0].split())
        shown = first if len(first) <= _SHOWN else f"{first[:_SHOWN]}…"
        yield f"{len(texts)} 处{kind}{what}：{shown}"


def _is_current(section: Any) -> bool:
    """Not the former setting that a tracked change remembers."""
    parent = section.getparent()
    return parent is None or parent.tag != f"{W}sectPrChange"


def _has_page_number(root: Any) -> bool:
    codes = [s.get(f"{W}instr", "") for s in root.iter(f"{W}fldSimple")]
    codes += [t.text or "" for t in root.iter(f"{W}instrText")]
    return any("PAGE" in code for code in codes)


def _page(section: Any) -> Page:
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")

    def twips(element: Any, name: str) -> int | None:
        text = None if element is None else element.get(f"{W}{name}")
        try:
            return None if text is None else abs(round(float(text)))
        except (ValueError, OverflowError):
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
