"""Text of Word paragraphs, and the way back from a character to the run that holds it.

Reading, commenting and mending all count paragraphs and characters here, so that they agree.
Tracked changes count as accepted; text boxes are paragraphs of their own; fallbacks are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {
    f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{MC}Fallback", f"{W}instrText",
    f"{W}delText", f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}rt",
}  # fmt: skip
_MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one element of a run, from `start` in the paragraph's text."""

    run: Any
    node: Any
    text: str
    start: int


def paragraphs_of(body: Any) -> Iterator[Any]:
    """Every w:p of the body in document order, less those that repeat a text box for old programs."""
    for paragraph in body.iter(f"{W}p"):
        if not any(parent.tag == f"{MC}Fallback" for parent in paragraph.iterancestors()):
            yield paragraph


def pieces_of(paragraph: Any) -> list[Piece]:
    """The pieces of text of a paragraph, in order."""
    found: list[Piece] = []
    at = 0
    for run, node, text in _walk(paragraph, None):
        found.append(Piece(run, node, text, at))
        at += len(text)
    return found


def text_of(paragraph: Any) -> str:
    """The paragraph's text."""
    return "".join(text for _, _, text in _walk(paragraph, None))


def _walk(element: Any, run: Any) -> Iterator[tuple[Any, Any, str]]:
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            continue
        if tag == f"{W}t":
            if child.text:
                yield run, child, child.text
        elif tag in _MARKS:
            if run is not None:
                yield run, child, _MARKS[tag]
        elif tag == f"{W}r":
            yield from _walk(child, child)
        elif tag != f"{W}p":
            yield from _walk(child, run)
