"""A .docx file as grids and paragraphs, as a reader sees it with all tracked changes taken.

Nested tables become grids of their own, text boxes follow what they hang on; what is not read is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import InputError
from assistant.sheets.grid import Cell, Paragraph, Source, build
from assistant.sheets.shown import tidy
from assistant.word.lines import Line, line, lines_of
from assistant.word.marks import View, stands
from assistant.word.package import open_package
from assistant.word.reading_reports import unread_notes
from assistant.word.stories import Stories, read_stories
from assistant.word.walk import Atom, CellNode, ParagraphNode, RowNode, TableNode

if TYPE_CHECKING:
    from assistant.word.package import Package

MOST_PARAGRAPHS = 20_000
MOST_ROWS = 20_000
_VIEW: View = "proposed"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(path: Path) -> Source:
    """Body, text boxes and tables of the file. Raises InputError for what `open_package` refuses."""
    return read_source(open_package(path, kind="docx"))


def read_source(package: Package, *, view: View = _VIEW) -> Source:
    """As `read_docx`, for a file already opened."""
    stories = read_stories(package)
    source = Source(str(package.path), notes=list(package.notes))
    nodes = stories.nodes()
    reader = _Reader(source, _heading_styles(stories), view)
    for node in nodes:
        if isinstance(node, TableNode):
            reader.table(node)
        else:
            reader.paragraph(node)
    reader.end()
    if reader.struck:
        source.notes.append(f"表里有{reader.struck}处文字划了删除线，按删去读取")
    _comments(stories, source)
    source.notes += unread_notes(stories, nodes, "没有读取")
    unknown = sum(
        a.kind == "symbol" and a.text == "□" and a.node.tag == f"{_W}sym"
        for n in nodes
        for a in _atoms(n)
    )
    if unknown:
        source.notes.append(f"{unknown} 处特殊符号（插入—符号）读成了 □，请核对原文")
    return source


@dataclass(slots=True)
class _Reader:
    source: Source
    headings: frozenset[str]
    view: View
    rows: int = 0
    tables: int = 0
    struck: int = 0
    waiting: list[ParagraphNode] = field(default_factory=list)

    def paragraph(self, node: ParagraphNode) -> None:
        """Takes the next paragraph; one whose end mark is deleted waits for the one it runs into."""
        self.waiting.append(node)
        if stands(node.end, self.view):
            self.end()

    def end(self) -> None:
        """Adds what waits."""
        if not self.waiting:
            return
        read = line(self.waiting, self.view)
        heading = self.waiting[-1].style in self.headings
        self.waiting.clear()
        text = _plain(read)
        if not text:
            return
        count = len(self.source.paragraphs) + 1
        if count > MOST_PARAGRAPHS:
            raise InputError(
                f"{self.source.name}：正文超过 {MOST_PARAGRAPHS} 段，请核对是否选错了文件"
            )
        self.source.paragraphs.append(Paragraph(text, f"正文第{count}段", heading))

    def _left(self, paragraphs: list[ParagraphNode]) -> list[ParagraphNode]:
        """The paragraphs of a cell without what a person struck out by hand, which no longer counts."""
        gone = sum(bool(a.struck and a.text.strip()) for p in paragraphs for a in p.atoms)
        if not gone:
            return paragraphs
        self.struck += gone
        return [replace(p, atoms=[a for a in p.atoms if not a.struck]) for p in paragraphs]

    def table(self, node: TableNode) -> None:
        """One grid."""
        self.tables += 1
        found = _Cells(f"表{self.tables}")
        lines = [row for row in node.rows if stands(row.marks, self.view)]
        self.rows += len(lines)
        if self.rows > MOST_ROWS:
            raise InputError(f"{self.source.name}：表格超过 {MOST_ROWS} 行，请核对是否选错了文件")
        for number, row in enumerate(lines):
            self._row(row, number, found)
        if any(cell.text for cell in found.cells):
            before = len(self.source.paragraphs)
            self.source.grids.append(build(found.name, found.cells, before=before))

    def _row(self, node: RowNode, row: int, found: _Cells) -> None:
        col = node.before
        standing = [cell for cell in node.cells if stands(cell.marks, self.view)]
        for place, cell in enumerate(standing, 1):
            if cell.below and col in found.above:
                index = found.above[col]
                found.cells[index] = _taller(found.cells[index], row)
            else:
                origin = f"{found.name} 第{row + 1}行第{place}列"
                found.cells.append(Cell(self._text(cell), row, col, origin, 1, cell.span))
                found.above[col] = len(found.cells) - 1
            col += cell.span

    def _text(self, cell: CellNode) -> str:
        return tidy(
            "\n".join(_plain(one) for one in lines_of(self._left(cell.paragraphs), self.view))
        )


@dataclass(slots=True)
class _Cells:
    """The cells of one table on the way. `above`: column -> the cell that a vertical merge continues."""

    name: str
    cells: list[Cell] = field(default_factory=list)
    above: dict[int, int] = field(default_factory=dict)


def _plain(read: Line) -> str:
    return tidy(read.text.replace("\t", " "))


def _atoms(node: ParagraphNode | TableNode) -> list[Atom]:
    if isinstance(node, ParagraphNode):
        return list(node.atoms)
    return [a for r in node.rows for c in r.cells for p in c.paragraphs for a in p.atoms]


def _heading_styles(stories: Stories) -> frozenset[str]:
    root = stories.part("styles")
    if root is None:
        return frozenset()
    found = set()
    for style in root.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        words = (name.get(f"{_W}val") or "").lower() if name is not None else ""
        if words.startswith(("heading", "标题")):
            found.add(style.get(f"{_W}styleId") or "")
    return frozenset(found)


def _comments(stories: Stories, source: Source) -> None:
    root = stories.part("comments")
    count = 0 if root is None else sum(1 for _ in root.iter(f"{_W}comment"))
    if count:
        source.notes.append(f"{count} 条批注没有读取，修改稿请用 jixiao review")


def _taller(cell: Cell, row: int) -> Cell:
    return Cell(cell.text, cell.row, cell.col, cell.origin, row - cell.row + 1, cell.colspan)
