"""The implicit label of GB 45438-2025 in a file's properties, and the project's id beside it.

《人工智能生成合成内容标识办法》 asks whoever generates content with a model to put a label into the file's
metadata. Here: the custom property `AIGC`, a JSON object that names the program and no person. The
property `jixiao` holds the project's id: programs that drop the embedded data part keep properties.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document as Report

    from assistant.model.draft import Draft

LABEL, PROJECT = "AIGC", "jixiao"
PRODUCER = "jixiao"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"


def by_model(draft: Draft) -> bool:
    """Whether a model wrote part of the text."""
    return any(p.source == "llm" for s in draft.sections for p in s.paragraphs)


def properties(document: Report) -> dict[str, str]:
    """The custom properties of a document, by name."""
    from lxml import etree

    for link in document.part.package.rels.values():
        if link.reltype == _RELATION and not link.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            root = etree.fromstring(link.target_part.blob, parser)
            return {
                found.get("name", ""): "".join(str(text) for text in found.itertext()).strip()
                for found in root.iter(f"{{{_NS}}}property")
            }
    return {}


def put_properties(document: Report, values: dict[str, str]) -> None:
    """Makes these the document's only custom properties; none takes the part away."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    for key, link in list(package.rels.items()):
        if link.reltype == _RELATION:
            del package.rels[key]
    if not values:
        return
    rows = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(values.items(), start=2)
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_NS}" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{rows}</Properties>"
    )
    part = Part(PackURI("/docProps/custom.xml"), _TYPE, xml.encode(), package)
    package.relate_to(part, _RELATION)


def label(document: Report) -> str:
    """The value of the label: 1 says that the content is generated; the id is a digest of the text."""
    text = "".join(t.text or "" for t in document.element.iter(f"{_W}t"))
    value = {
        "Label": "1",
        "ContentProducer": PRODUCER,
        "ProduceID": hashlib.sha256(text.encode()).hexdigest()[:32],
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }
    return json.dumps(value, ensure_ascii=False)
