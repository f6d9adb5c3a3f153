"""A workbook of openpyxl as the bytes of an .xlsx that Excel opens without an offer to repair it.

openpyxl writes the properties of fonts out of the order of ISO/IEC 29500-1, 18.8.22, and newer versions keep
texts in their cells; Excel itself writes neither.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FONT = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
         "family", "charset", "scheme")  # fmt: skip
_SHARED = "xl/sharedStrings.xml"
_SHARED_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_SHARED_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_SPACE = b' xmlns="%s"' % _S[1:-1].encode()
_ROW_END, _SHEET_END, _TEXT = b"</row>", b"</worksheet>", b"<is>"
_AT_ONCE = 200_000  # bytes of rows
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook_bytes(book: Workbook) -> bytes:
    """The whole file. Of a sheet of twenty thousand rows a few hundred are held as elements at once."""
    from lxml import etree

    saved, out = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = archive.namelist()
        sheets = [name for name in names if posixpath.dirname(name) == "xl/worksheets"]
        parts = {name: archive.read(name) for name in names if name not in sheets}
        styles = etree.fromstring(parts["xl/styles.xml"])
        _order_fonts(styles)
        parts["xl/styles.xml"] = etree.tostring(styles, xml_declaration=True, encoding="UTF-8")
        texts = _Texts() if _SHARED not in parts else None
        if texts is not None and any(_TEXT in archive.read(name) for name in sheets):
            names.append(_SHARED)
            _declare(parts)
        for name in sorted(names, key=lambda name: name != "[Content_Types].xml"):
            if name in sheets:
                with new.open(name, "w") as part:
                    part.writelines(_sheet(archive.read(name), texts))
            elif name == _SHARED and texts is not None:
                new.writestr(name, texts.part())
            else:
                new.writestr(name, parts[name])
    return out.getvalue()


def _sheet(content: bytes, texts: _Texts | None) -> Iterator[bytes]:
    """A sheet as it goes into the file: its texts in the table of texts, where there is one to be made."""
    from lxml import etree

    begin, rows, end = _parted(content)
    if not rows:
        root = etree.fromstring(content)
        if texts is not None:
            texts.take(root)
        yield etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        return
    # what stands behind the rows may be as many links as rows: as it is, where it needs no other signs
    kept = b"" if b"&#" in end else end.removesuffix(_SHEET_END)
    empty = etree.fromstring(begin + b"<sheetData/>" + (_SHEET_END if kept else end))
    around = etree.tostring(empty, xml_declaration=True, encoding="UTF-8")
    before, _, after = around.partition(b"<sheetData/>")
    opened = begin[begin.index(b"<worksheet") :].partition(b">")[0] + b">"
    yield before + b"<sheetData>"
    for few in _few(rows):
        root = etree.fromstring(opened + b"<sheetData>" + few + b"</sheetData>" + _SHEET_END)
        if texts is not None:
            texts.take(root)
        yield _parted(etree.tostring(root, encoding="UTF-8"))[1]
    yield b"</sheetData>"
    yield kept
    yield after


def _parted(sheet: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before the rows of a sheet, the rows, and what stands behind them."""
    begin, _, rest = sheet.partition(b"<sheetData>")
    rows, _, end = rest.rpartition(b"</sheetData>")
    return begin, rows, end


def _few(rows: bytes) -> Iterator[bytes]:
    """The rows, some hundreds at a time."""
    start = 0
    while start < len(rows):
        end = rows.find(_ROW_END, start + _AT_ONCE)
        end = len(rows) if end < 0 else end + len(_ROW_END)
        yield rows[start:end]
        start = end


def _order_fonts(styles: Any) -> None:
    for font in styles.iter(f"{_S}font"):
        font[:] = sorted(font, key=lambda child: _FONT.index(child.tag[len(_S) :]))


class _Texts:
    """The one table of the texts of all cells, each once; the cells then hold its numbers."""

    def __init__(self) -> None:
        self.count = 0
        self._known: dict[bytes, int] = {}

    def take(self, root: Any) -> None:
        """The texts of the cells under that element."""
        from lxml import etree

        for cell in root.iter(f"{_S}c"):
            inline = cell.find(f"{_S}is")
            if cell.get("t") != "inlineStr" or inline is None:
                continue
            inline.tag = f"{_S}si"
            inline.tail = None
            text = etree.tostring(inline, encoding="UTF-8").replace(_SPACE, b"", 1)
            number = self._known.setdefault(text, len(self._known))
            cell.remove(inline)
            cell.set("t", "s")
            value = etree.SubElement(cell, f"{_S}v")
            value.text = str(number)
            self.count += 1

    def part(self) -> bytes:
        """The table as a part of the file."""
        head = b"<?xml version='1.0' encoding='UTF-8'?>\n<sst%s count=\"%d\" uniqueCount=\"%d\">"
        whole = [head % (_SPACE, self.count, len(self._known)), *self._known, b"</sst>"]
        return b"".join(whole)


def _declare(parts: dict[str, bytes]) -> None:
    """Names the table of texts among the parts and links the workbook with it."""
    from lxml import etree

    types = etree.fromstring(parts["[Content_Types].xml"])
    override = etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override")
    override.set("PartName", f"/{_SHARED}")
    override.set("ContentType", _SHARED_TYPE)
    links = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    taken = {link.get("Id") for link in links}
    link = etree.SubElement(links, f"{{{_PACKAGE}/relationships}}Relationship")
    link.set("Id", next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken))
    link.set("Type", _SHARED_LINK)
    link.set("Target", "sharedStrings.xml")
    parts["[Content_Types].xml"] = etree.tostring(types, xml_declaration=True, encoding="UTF-8")
    parts["xl/_rels/workbook.xml.rels"] = etree.tostring(
        links, xml_declaration=True, encoding="UTF-8"
    )
