"""A .docx file as grids and paragraphs, as a reader sees it with all tracked changes accepted.

Content controls are looked through, text boxes read where they are anchored, nested tables become
grids of their own, deleted and hidden text stays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import InputError
from assistant.sheets.grid import Cell, Paragraph, Source, build
from assistant.sheets.shown import tidy
from assistant.word.package import Package, open_package

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_PARAGRAPHS = 20_000
MOST_ROWS = 20_000
_DEEPEST = 20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
#: seen by nobody who has accepted the changes, or no text at all
_SKIPPED = {f"{_W}{n}" for n in (
    "del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "pPr", "rPr", "tblPr", "tblGrid",
    "trPr", "tcPr", "sdtPr", "sdtEndPr", "footnoteReference", "endnoteReference", "commentReference", "rt",
)} | {f"{_MC}Fallback"}  # fmt: skip
_MARKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": ""}


@dataclass(slots=True)
class _Reader:
    source: Source
    headings: frozenset[str]
    tables: int = 0
    rows: int = 0
    boxes: list[_Element] = field(default_factory=list)
    hidden: int = 0
    symbols: int = 0


def read_docx(path: Path) -> Source:
    """Body, text boxes and tables of the file. Raises InputError for what `open_package` refuses."""
    package = open_package(path, kind="docx")
    source = Source(str(path), notes=list(package.notes))
    main = _main_part(package)
    reader = _Reader(source, _heading_styles(package))
    body = package.xml(main).find(f"{_W}body")
    if body is not None:
        _blocks(reader, body, 0)
    _comments(package, source)
    if reader.hidden:
        source.notes.append(f"{reader.hidden} 处隐藏文字没有读取")
    if reader.symbols:
        source.notes.append(f"{reader.symbols} 处特殊符号（插入—符号）读成了 □，请核对原文")
    return source


def _main_part(package: Package) -> str:
    for name in ("word/document.xml", "word/document2.xml"):
        if name in package.names:
            return name
    for name in package.names:
        if name.startswith("word/") and "document" in name and name.endswith(".xml"):
            return name
    return "word/document.xml"  # whose absence `xml` explains


def _heading_styles(package: Package) -> frozenset[str]:
    if "word/styles.xml" not in package.names:
        return frozenset()
    found = set()
    for style in package.xml("word/styles.xml").iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        words = (name.get(f"{_W}val") or "").lower() if name is not None else ""
        if words.startswith(("heading", "标题")):
            found.add(style.get(f"{_W}styleId") or "")
    return frozenset(found)


def _comments(package: Package, source: Source) -> None:
    if "word/comments.xml" in package.names:
        count = sum(1 for _ in package.xml("word/comments.xml").iter(f"{_W}comment"))
        if count:
            source.notes.append(f"{count} 条批注没有读取，修改稿请用 jixiao review")
    for part, name in (("word/footnotes.xml", "脚注"), ("word/endnotes.xml", "尾注")):
        if part in package.names:
            # the first ones are the separator lines that Word itself writes
            notes = [n for n in package.xml(part) if n.get(f"{_W}type") is None]
            if notes:
                source.notes.append(f"{len(notes)} 条{name}没有读取")


def _blocks(reader: _Reader, parent: _Element, depth: int) -> None:
    """Paragraphs and tables in order, whatever wraps them."""
    if depth > _DEEPEST:
        raise InputError(f"{reader.source.name}：表格或控件嵌套超过 {_DEEPEST} 层，没有读取")
    pending = ""
    for element in parent:
        tag = element.tag
        if tag == f"{_W}p":
            pending = _paragraph(reader, element, pending, depth)
        elif tag == f"{_W}tbl":
            _table(reader, element, depth)
        elif isinstance(tag, str) and tag not in _SKIPPED:
            _blocks(reader, element, depth + 1)  # sdt, sdtContent, ins, customXml …
    _add(reader, pending)


def _paragraph(reader: _Reader, element: _Element, pending: str, depth: int) -> str:
    """Adds the paragraph; returns its text instead where its end mark was deleted (it runs on)."""
    boxes: list[_Element] = []
    text = pending + _text(reader, element, boxes)
    if element.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
        return text
    style = element.find(f"{_W}pPr/{_W}pStyle")
    heading = style is not None and style.get(f"{_W}val") in reader.headings
    _add(reader, text, heading=heading)
    for box in boxes:
        _blocks(reader, box, depth + 1)
    return ""


def _add(reader: _Reader, text: str, *, heading: bool = False) -> None:
    text = tidy(text)
    if not text:
        return
    count = len(reader.source.paragraphs) + 1
    if count > MOST_PARAGRAPHS:
        raise InputError(
            f"{reader.source.name}：正文超过 {MOST_PARAGRAPHS} 段，请核对是否选错了文件"
        )
    reader.source.paragraphs.append(Paragraph(text, f"正文第{count}段", heading))


def _text(reader: _Reader, element: _Element, boxes: list[_Element]) -> str:
    """The text of runs below, and on the way the text boxes anchored there."""
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            continue
        if tag in {f"{_W}t", f"{_M}t"}:
            parts.append(child.text or "")
        elif tag.startswith(_W) and tag[len(_W) :] in _MARKS:
            parts.append(_MARKS[tag[len(_W) :]])
        elif tag == f"{_W}sym":
            reader.symbols += 1
            parts.append("□")
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif tag == f"{_W}r" and _vanishes(child):
            reader.hidden += 1
        else:
            parts.append(_text(reader, child, boxes))
    return "".join(parts)


def _vanishes(run: _Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in {"0", "false"}


@dataclass(slots=True)
class _Cells:
    """The cells of one table on the way. `above`: column -> the cell that a vertical merge continues."""

    name: str
    cells: list[Cell] = field(default_factory=list)
    above: dict[int, int] = field(default_factory=dict)
    nested: list[_Element] = field(default_factory=list)


def _table(reader: _Reader, table: _Element, depth: int) -> None:
    """One grid. Nested tables follow as grids of their own; their text is not the outer cell's."""
    reader.tables += 1
    found = _Cells(f"表{reader.tables}")
    before = len(reader.source.paragraphs)
    lines = [r for r in _children(table, "tr") if r.find(f"{_W}trPr/{_W}del") is None]
    reader.rows += len(lines)
    if reader.rows > MOST_ROWS:
        raise InputError(f"{reader.source.name}：表格超过 {MOST_ROWS} 行，请核对是否选错了文件")
    for row, line in enumerate(lines):
        _row(reader, line, row, found)
    if any(cell.text for cell in found.cells):
        reader.source.grids.append(build(found.name, found.cells, before=before))
    for inner in found.nested:
        if inner.tag == f"{_W}tbl":
            _table(reader, inner, depth + 1)
        else:
            _blocks(reader, inner, depth + 1)


def _row(reader: _Reader, line: _Element, row: int, found: _Cells) -> None:
    col = _number(line.find(f"{_W}trPr/{_W}gridBefore"), 0)
    for place, element in enumerate(_children(line, "tc"), 1):
        if element.find(f"{_W}tcPr/{_W}cellDel") is not None:
            continue
        width = _number(element.find(f"{_W}tcPr/{_W}gridSpan"), 1)
        merge = element.find(f"{_W}tcPr/{_W}vMerge")
        if merge is not None and merge.get(f"{_W}val") != "restart" and col in found.above:
            index = found.above[col]
            found.cells[index] = _taller(found.cells[index], row)
        else:
            text = _cell_text(reader, element, found.nested)
            origin = f"{found.name} 第{row + 1}行第{place}列"
            found.cells.append(Cell(text, row, col, origin, 1, width))
            found.above.pop(col, None)
            if merge is not None:
                found.above[col] = len(found.cells) - 1
        col += width


def _children(parent: _Element, name: str) -> Iterator[_Element]:
    """Rows or cells, also those inside content controls and insertions."""
    for element in parent:
        tag = element.tag
        if tag == f"{_W}{name}":
            yield element
        elif tag in {f"{_W}{n}" for n in ("sdt", "sdtContent", "ins", "moveTo", "customXml")}:
            yield from _children(element, name)


def _cell_text(reader: _Reader, element: _Element, nested: list[_Element]) -> str:
    lines: list[str] = []
    pending = ""
    for child in element:
        tag = child.tag
        if tag == f"{_W}p":
            text = pending + _text(reader, child, nested)
            if child.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
                pending = text
                continue
            pending = ""
            lines.append(text)
        elif tag == f"{_W}tbl":
            nested.append(child)
        elif isinstance(tag, str) and tag not in _SKIPPED:
            lines.append(_cell_text(reader, child, nested))
    return tidy("\n".join([*lines, pending] if pending else lines))


def _number(element: _Element | None, default: int) -> int:
    text = element.get(f"{_W}val") if element is not None else None
    return min(int(text), 200) if text and text.isdigit() else default


def _taller(cell: Cell, row: int) -> Cell:
    return Cell(cell.text, cell.row, cell.col, cell.origin, row - cell.row + 1, cell.colspan)
