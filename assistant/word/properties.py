"""What a file says of itself: core properties and custom ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.word.escaping import escape
from assistant.word.stories import links_of

if TYPE_CHECKING:
    from docx.document import Document as Report

    from assistant.word.package import Package

#: the custom property with the project's id: programs that drop the embedded data keep properties
PROJECT = "jixiao"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"


def about(package: Package) -> dict[str, str]:
    """The core properties by local name: creator, lastModifiedBy, modified (ISO 8601 without zone) …"""
    for link in links_of(package, ""):
        if link.kind == "core-properties":
            return {
                child.tag.rpartition("}")[2]: _plain(child)
                for child in package.tree(link.part)
                if isinstance(child.tag, str)
            }
    return {}


def _plain(child: Any) -> str:
    text = (child.text or "").strip()
    # a moment in UTC reads as python-docx gives it: +00:00
    return f"{text[:-1]}+00:00" if text.endswith("Z") and "T" in text else text


def custom(package: Package) -> dict[str, str]:
    """The custom properties by name."""
    for link in links_of(package, ""):
        if link.kind == "custom-properties":
            return _values(package.tree(link.part))
    return {}


def properties(document: Report) -> dict[str, str]:
    """The custom properties of a document in python-docx, by name."""
    from lxml import etree

    for link in document.part.package.rels.values():
        if link.reltype == _RELATION and not link.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            return _values(etree.fromstring(link.target_part.blob, parser))
    return {}


def _values(root: Any) -> dict[str, str]:
    return {
        found.get("name", ""): "".join(str(text) for text in found.itertext()).strip()
        for found in root.iter(f"{{{_NS}}}property")
    }


def custom_part(values: dict[str, str]) -> str:
    """docProps/custom.xml with these properties."""
    rows = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(values.items(), start=2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_NS}" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{rows}</Properties>"
    )


def put_properties(document: Report, values: dict[str, str]) -> None:
    """Makes these the document's only custom properties; none takes the part away."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    for key, link in list(package.rels.items()):
        if link.reltype == _RELATION:
            del package.rels[key]
    if values:
        data = custom_part(values).encode()
        part = Part(PackURI("/docProps/custom.xml"), _TYPE, data, package)
        package.relate_to(part, _RELATION)
