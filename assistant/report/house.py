"""Fits what the program writes into a document of somebody else's making: styles, renamed headings."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.word import write as oxml
from assistant.word.write import gongwen

if TYPE_CHECKING:
    from docx.document import Document as Report


def settle(document: Report, headings: Mapping[str, str]) -> None:
    """Styles that the document lacks are added, the others are its own; headings as people renamed them."""
    called = oxml.adopt_styles(document.styles.element, gongwen.blank().styles.element)
    changed = {own: there for own, there in called.items() if own != there}
    if changed:
        oxml.rename_styles(document.element.body, changed)
        oxml.rename_styles(document.part._comments_part.element, changed)
    for paragraph in document.paragraphs:
        words = headings.get(paragraph.text)
        if words and paragraph.runs:
            paragraph.runs[0].text = words
            for rest in paragraph.runs[1:]:
                rest.text = ""


def reopened(document: Report) -> Report:
    """The document read anew, so that every element in it is python-docx's own."""
    import docx

    out = io.BytesIO()
    document.save(out)
    return docx.Document(io.BytesIO(out.getvalue()))
