"""What a report is made of, part by part in printed order: fixed words, tables, and the draft's text.

Taken from the report as the program prints it; where that cannot be had, from the outline and the
draft alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.model.draft import Draft
from assistant.model.outline import Heading, default
from assistant.model.sections import USUAL, is_section
from assistant.patterns import regex
from assistant.report.printed import Printed, PrintedCell, PrintedLine
from assistant.review.alignment import key
from assistant.word.edited import (
    Beside,
    Block,
    EditedCell,
    EditedDocument,
    EditedParagraph,
    EditedRow,
    EditedTable,
    Piece,
    read_as,
)

PartKind = Literal["heading", "fixed", "blank", "text"]
_LINES = frozenset({"above", "title", "addressee", "signature", "date", "ai_note"})
_BOOKMARK = regex(r"jx_(?P<section>own_[0-9a-f]{8}|[a-z_]+?)(?:_(?P<number>\d+))?$")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph as printed. `section` is empty for words that belong to none.

    `blank` is the line that stands where a section has no text yet.
    """

    kind: PartKind
    section: str
    text: str
    #: the name of the bookmark of a line around the text: title, addressee, signature …
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Parts and tables of a report that nobody has edited, and what it shows beside its words."""

    parts: tuple[Part, ...]
    tables: tuple[EditedTable, ...] = ()
    margins: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()


def named(bookmarks: Iterable[str]) -> tuple[set[str], set[str]]:
    """Section ids that bookmarks name: those of one paragraph, and those of a whole section."""
    paragraphs: set[str] = set()
    sections: set[str] = set()
    for bookmark in bookmarks:
        match = _BOOKMARK.match(bookmark)
        if match and is_section(match["section"]):
            (paragraphs if match["number"] else sections).add(match["section"])
    return paragraphs, sections


def line_marks(bookmarks: Iterable[str]) -> set[str]:
    """The lines around the text that bookmarks name."""
    names = (name.removeprefix("jx_") for name in bookmarks)
    return {name for name in names if name in _LINES or name.startswith(("table_", "note_"))}


def from_document(
    document: EditedDocument,
    renamed: Mapping[str, str] | None = None,
    headings: Sequence[Heading] | None = None,
    lines: Mapping[str, str] | None = None,
) -> Skeleton:
    """The skeleton of a report as it was printed; `renamed` holds the draft's own headings.

    `headings` are those of the report's outline; the default outline's, where nothing else is known.
    `lines` are the words of the lines around the text by the name of their bookmark: a template prints
    them without one.
    """
    names = renamed or {}
    titles = {
        key(names.get(h.title, h.title)): next(iter(h.sections), "") for h in _known(headings)
    }
    parts = []
    paragraphs = [b for b in document.blocks if not isinstance(b, EditedTable)]
    for reading in read_as(paragraphs):
        if not reading.text.strip():
            continue
        own, whole = named(reading.bookmarks)
        plain = key(reading.text)
        if plain in titles:
            parts.append(Part("heading", titles[plain], reading.text))
        elif own:
            parts.append(Part("text", next(iter(own)), reading.text))
        else:
            kind: PartKind = "blank" if whole else "fixed"
            marks = sorted(line_marks(reading.bookmarks))
            parts.append(Part(kind, next(iter(whole), ""), reading.text, next(iter(marks), "")))
    parts = _marked(parts, lines or {})
    tables = tuple(b for b in document.blocks if isinstance(b, EditedTable))
    return Skeleton(tuple(parts), tables, document.margins, document.beside)


def _marked(parts: list[Part], lines: Mapping[str, str]) -> list[Part]:
    """The parts, with those named that stand without a bookmark: the first such title, the last signature."""
    marked = list(parts)
    for name, words in lines.items():
        if not words or any(part.mark == name for part in parts):
            continue
        same = [
            n
            for n, part in enumerate(marked)
            if part.kind == "fixed" and not part.mark and key(part.text) == key(words)
        ]
        if same:
            at = same[0] if name in {"title", "addressee"} else same[-1]
            marked[at] = replace(marked[at], mark=name)
    return marked


def as_document(printed: Printed) -> EditedDocument:
    """A report as the file itself remembers it, in the shape of one that was read."""
    blocks: list[Block] = []
    for number, block in enumerate(printed.blocks):
        if isinstance(block, PrintedLine):
            blocks.append(EditedParagraph(number, (Piece(block.text),), frozenset(block.bookmarks)))
        else:
            rows = tuple(EditedRow(tuple(_cell(cell) for cell in row)) for row in block.rows)
            blocks.append(EditedTable(rows))
    return EditedDocument(tuple(blocks), margins=printed.margins, beside=printed.beside)


def _cell(cell: PrintedCell) -> EditedCell:
    return EditedCell((EditedParagraph(-1, (Piece(cell.text),)),), cell.span, cell.below)


def _known(headings: Sequence[Heading] | None) -> Sequence[Heading]:
    return default().printed(USUAL.__contains__) if headings is None else headings


def from_draft(draft: Draft, headings: Sequence[Heading] | None = None) -> Skeleton:
    """The skeleton where only the draft is at hand: its text under the headings of the outline."""
    left = {section.id: section for section in draft.sections}
    parts: list[Part] = []

    def text(section_id: str) -> None:
        section = left.pop(section_id, None)
        if section is not None:
            parts.extend(Part("text", section_id, p.text) for p in section.paragraphs if p.text)

    text("opening")
    for heading in _known(headings):
        title = draft.headings.get(heading.title, heading.title)
        if not title:
            continue  # taken out with all that stood under it
        parts.append(Part("heading", next(iter(heading.sections), ""), title))
        for section in heading.sections:
            text(section)
    for section_id in list(left):
        text(section_id)
    return Skeleton(tuple(parts))
