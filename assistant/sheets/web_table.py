"""A web page that a system saved under the name .xls: its tables as grids, the lines around them as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.patterns import regex
from assistant.sheets.delimited import MOST_COLUMNS, MOST_ROWS
from assistant.sheets.grid import Cell, Paragraph, Source, build, column_letter
from assistant.sheets.shown import LONGEST_TEXT, tidy

_SIGNS = regex(rb"<\s*(?:html|table|!doctype\s+html)\b", re.IGNORECASE)
_HEAD = 4_000  # bytes in which a page shows what it is
_MOST_SQUARES = 400_000  # that all cells cover
_SPAN = regex(r"[1-9][0-9]{0,4}")
_UNSEEN = regex(r"display\s*:\s*none", re.IGNORECASE)
_APART = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "head", "title", "noscript"})


def is_page(data: bytes) -> bool:
    """Whether the bytes are a web page, whatever the file is called."""
    return bool(_SIGNS.search(data[:_HEAD]))


def read_page(path: Path, data: bytes) -> Source:
    """All tables of the page that hold no other, in order. Raises InputError where there is none, or too much."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding=_encoding(data), no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, RecursionError):
        raise InputError(
            f"{path}：是网页格式的表格，读不出来，请用 Excel 或 WPS 打开后另存为 .xlsx 再试"
        ) from None
    source = Source(str(path))
    room = [_MOST_SQUARES]
    _walk(path, root, source, room)
    if not source.grids:
        raise InputError(f"{path}：文件里没有表格，请核对是否选错了文件")
    return source


def _encoding(data: bytes) -> str:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _walk(path: Path, root: Any, source: Source, room: list[int]) -> None:
    lines: list[str] = [""]

    def flush() -> None:
        for line in lines:
            if words := tidy(line):
                where = f"正文第{len(source.paragraphs) + 1}段"
                source.paragraphs.append(Paragraph(words, where))
        lines[:] = [""]

    def inside(element: Any) -> None:
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SILENT:
                if child.tag == "table" and child.find(".//table") is None:
                    flush()
                    _table(path, child, source, room)
                else:
                    if child.tag in _APART:
                        lines.append("")
                    lines[-1] += child.text or ""
                    inside(child)
                    if child.tag in _APART:
                        lines.append("")
            lines[-1] += child.tail or ""

    inside(root)
    flush()


def _table(path: Path, table: Any, source: Source, room: list[int]) -> None:
    name = f"表{len(source.grids) + 1}"
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for r, row in enumerate(table.iter("tr")):
        if r >= MOST_ROWS:
            raise InputError(f"{path}：超过上限 {MOST_ROWS} 行，请删去无关的行或分开保存")
        hidden_row = _hidden(row)
        col = 0
        for cell in row.iterchildren("td", "th"):
            while (r, col) in taken:
                col += 1
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            room[0] -= down * across
            if room[0] < 0 or col + across > MOST_COLUMNS:
                raise InputError(
                    f"{path}：表格太大（合并的格太多），请删去无关的行列或另存为 .xlsx 再试"
                )
            taken |= {(r + i, col + j) for i in range(down) for j in range(across)}
            if text := tidy("".join(_words(cell)).replace("\xa0", " "))[:LONGEST_TEXT]:
                origin = f"{name}!{column_letter(col)}{r + 1}"
                cells.append(
                    Cell(text, r, col, origin, down, across, hidden=hidden_row or _hidden(cell))
                )
            col += across
    if cells:
        source.grids.append(build(name, cells, before=len(source.paragraphs)))


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name, "1")).strip()
    return min(int(value), MOST_ROWS) if _SPAN.fullmatch(value) else 1


def _hidden(element: Any) -> bool:
    return bool(_UNSEEN.search(element.get("style", "")))


def _words(element: Any) -> Iterator[str]:
    """The text with its line breaks, less what is struck out or no text."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SILENT | {"s", "strike", "del"}:
            if child.tag in _APART:
                yield "\n"
            yield from _words(child)
        yield child.tail or ""
