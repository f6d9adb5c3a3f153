"""Small Word files for the tests: bodies of raw WordprocessingML, zipped into a sound package."""

from __future__ import annotations

import io
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

NAMESPACES = nsdecls("w") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner: str) -> str:
    return f"<w:p>{''.join(i if i.startswith('<') else run(i) for i in inner)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{r}</w:tr>' for r in rows)}</w:tbl>"


def word_file(path: Path, *blocks: str) -> Path:
    """Writes a .docx whose body is those blocks."""
    document = Document()
    body = document.element.body
    last = body[-1]
    for block in blocks:
        element = parse_xml(f"<w:body {NAMESPACES}>{block}</w:body>")
        for child in list(element):
            last.addprevious(child)
    out = io.BytesIO()
    document.save(out)
    path.write_bytes(out.getvalue())
    return path


def report(path: Path, *lines: str) -> Path:
    """A plain report, a paragraph a line."""
    return word_file(path, *(paragraph(line) for line in lines))
