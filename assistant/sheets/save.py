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
    from openpyxl import Workbook

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FONT = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
         "family", "charset", "scheme")  # fmt: skip
_SHARED = "xl/sharedStrings.xml"
_SHARED_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_SHARED_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook_bytes(book: Workbook) -> bytes:
    """The whole file."""
    from lxml import etree

    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    trees: dict[str, Any] = {
        name: etree.fromstring(data)
        for name, data in parts.items()
        if name == "xl/styles.xml" or posixpath.dirname(name) == "xl/worksheets"
    }
    _order_fonts(trees["xl/styles.xml"])
    if _SHARED not in parts:
        texts = _share(tree for name, tree in trees.items() if name != "xl/styles.xml")
        if len(texts):
            parts[_SHARED] = etree.tostring(texts, xml_declaration=True, encoding="UTF-8")
            _declare(parts)
    for name, tree in trees.items():
        parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: name != "[Content_Types].xml"):
            archive.writestr(name, parts[name])
    return out.getvalue()


def _order_fonts(styles: Any) -> None:
    for font in styles.iter(f"{_S}font"):
        font[:] = sorted(font, key=lambda child: _FONT.index(child.tag[len(_S) :]))


def _share(sheets: Any) -> Any:
    """Moves the texts of cells into one table, each once; the cells then hold its numbers."""
    from lxml import etree

    table = etree.Element(f"{_S}sst", nsmap={None: _S[1:-1]})  # type: ignore[dict-item] # the stubs know no default namespace
    known: dict[bytes, int] = {}
    count = 0
    for sheet in sheets:
        for cell in sheet.iter(f"{_S}c"):
            inline = cell.find(f"{_S}is")
            if cell.get("t") != "inlineStr" or inline is None:
                continue
            inline.tag = f"{_S}si"
            inline.tail = None
            key = etree.tostring(inline, method="c14n")
            if key not in known:
                known[key] = len(known)
                table.append(inline)
            else:
                cell.remove(inline)
            cell.set("t", "s")
            value = etree.SubElement(cell, f"{_S}v")
            value.text = str(known[key])
            count += 1
    table.set("count", str(count))
    table.set("uniqueCount", str(len(known)))
    return table


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
