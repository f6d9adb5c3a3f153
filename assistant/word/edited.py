"""An edited document as it was read: paragraphs, tables, comments, each with who changed what and when.

Nothing here knows of the Draft. Text is kept in pieces, so that it can be told as it would read with
every tracked change accepted, or rejected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from assistant.records import record
from assistant.word.marks import (
    MARK_NAMES,
    PROGRAMS,
    Mark,
    MarkKind,
    View,
    stands,
)

__all__ = [
    "MARK_NAMES", "PROGRAMS", "Beside", "BesideKind", "Block", "EditedCell", "EditedDocument", "EditedParagraph", "EditedRow",
    "EditedTable", "Mark", "MarkKind", "Piece", "Reading", "Remark", "Unread", "View", "read_as", "text_of",
]  # fmt: skip


@record()
class Piece:
    """Text under the same marks, outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()

    def stands(self, view: View) -> bool:
        """Whether it is there once people's tracked changes are accepted, or all are rejected.

        A proposal of the program counts as not yet accepted: nobody has said yes to it.
        """
        return stands(self.marks, view)


@record()
class EditedParagraph:
    """A paragraph. `number` counts all paragraphs of the body; `bookmarks` cover some text of it.

    `end_marks` are tracked changes of the paragraph's end: one deleted joins it to the next. `floating`
    stands in a text box. What is done to words without typing any: `struck` are those struck out (they
    are part of the text), `hidden` those hidden (they are not), `pictures` are marks of its pictures (empty:
    not in the file), `objects` its charts, diagrams and embedded objects, `listed` is the number that Word prints before it, `level` its level as a heading (0:
    text), `emphasis` how words of it stand out, `layout` what begins or turns at it (分页, 分节, 横排);
    `contents` says that it is a line of a table of contents.
    """

    number: int
    pieces: tuple[Piece, ...]
    bookmarks: frozenset[str] = frozenset()
    end_marks: tuple[Mark, ...] = ()
    style: str = ""
    floating: bool = False
    struck: str = ""
    hidden: str = ""
    pictures: tuple[str, ...] = ()
    listed: str = ""
    level: int = 0
    emphasis: tuple[str, ...] = ()
    layout: tuple[str, ...] = ()
    contents: bool = False
    objects: tuple[str, ...] = ()

    def text(self, view: View = "accepted") -> str:
        """The text as it reads under that view."""
        return "".join([p.text for p in self.pieces if not p.marks or p.stands(view)])

    def end_stands(self, view: View) -> bool:
        """Whether the paragraph still ends here under that view."""
        return stands(self.end_marks, view)


@record()
class EditedCell:
    """A table cell; `span` columns wide. `below` continues a vertically merged cell.

    `marks` say that the whole cell was inserted or deleted.
    """

    paragraphs: tuple[EditedParagraph, ...]
    span: int = 1
    below: bool = False
    marks: tuple[Mark, ...] = ()

    def text(self, view: View = "accepted") -> str:
        """The cell's text without line breaks."""
        if len(self.paragraphs) == 1:
            return self.paragraphs[0].text(view)
        return "".join(text_of(self.paragraphs, view))


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A table row; `marks` say that the whole row was inserted or deleted.

    `bookmarks` are those of ours that stand in it or around it; `before` columns are skipped at its left.
    """

    cells: tuple[EditedCell, ...]
    marks: tuple[Mark, ...] = ()
    bookmarks: frozenset[str] = frozenset()
    before: int = 0

    def texts(self, view: View = "accepted") -> tuple[str, ...]:
        """A text a column: a wide cell's once, then empty ones."""
        found: list[str] = [""] * self.before
        for cell in self.cells:
            if stands(cell.marks, view):
                found += [cell.text(view), *[""] * (cell.span - 1)]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class EditedTable:
    """A table of the body; `bookmarks` cover it."""

    rows: tuple[EditedRow, ...]
    bookmarks: frozenset[str] = frozenset()

    def standing(self, view: View = "accepted") -> tuple[EditedRow, ...]:
        """The rows that are there under that view."""
        return tuple(row for row in self.rows if stands(row.marks, view))


Block = EditedParagraph | EditedTable


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, or a reply to one. `words` is the text it stands on, `paragraph` that text's number.

    `start` is where the words begin in that paragraph, nearly where changes are tracked; -1: unknown.
    """

    id: int
    author: str
    when: str
    text: str
    words: str
    paragraph: int
    resolved: bool = False
    replies: tuple[Remark, ...] = ()
    start: int = -1

    @property
    def by_people(self) -> bool:
        """Whether a person wrote it, or replied to it."""
        return any(one.author not in PROGRAMS for one in (self, *self.replies))


@dataclass(frozen=True, slots=True)
class Unread:
    """Words of the file that are no part of its text: what kind (Chinese), where, and the words."""

    kind: str
    where: str
    text: str


#: "under" is the heading that a table stands under; "contents" a table of contents
BesideKind = Literal[
    "picture",
    "number",
    "level",
    "emphasis",
    "layout",
    "box",
    "table",
    "under",
    "contents",
    "object",
]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page shows that is no word; `at` are the words of the paragraph it stands at.

    `what` is the mark of a picture, the number that Word prints, a level, a look, the heads of a table, or what an object is.
    """

    kind: BesideKind
    at: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class EditedDocument:
    """All that was read. `margins` is the text of headers and footers, a paragraph each (tables and text
    boxes in them too); `editor` saved it last.

    `project` is the project's id in the file's properties, which outlive the embedded data. `unread` are
    the words that were found and are no part of all this: nothing of the file is passed over unsaid.
    `beside` are pictures and printed numbers.
    """

    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...] = ()
    margins: tuple[str, ...] = ()
    editor: str = ""
    saved: str = ""
    project: str = ""
    notes: tuple[str, ...] = field(default=())
    unread: tuple[Unread, ...] = ()
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A paragraph as it reads under one view: `marks[i]` are the tracked changes of character i.

    `removed` lists what a view leaves out: position in the text, the piece. `level` is that of a heading.
    """

    text: str
    marks: tuple[tuple[Mark, ...], ...]
    removed: tuple[tuple[int, Piece], ...]
    bookmarks: frozenset[str]
    numbers: tuple[int, ...]
    style: str = ""
    floating: bool = False
    level: int = 0

    def marks_over(self, start: int, end: int) -> tuple[Mark, ...]:
        """The tracked changes in text[start:end], and of what was taken out there, in order."""
        found: list[Mark] = []
        for marks in self.marks[start:end]:
            found += [mark for mark in marks if mark not in found]
        for position, piece in self.removed:
            if start <= position <= end:
                found += [mark for mark in piece.marks if mark not in found]
        return tuple(mark for mark in found if mark.author not in PROGRAMS)


def read_as(paragraphs: Iterable[EditedParagraph], view: View = "accepted") -> list[Reading]:
    """The paragraphs under one view; those whose end is gone there run on into the next."""
    readings: list[Reading] = []
    waiting: list[EditedParagraph] = []
    for paragraph in paragraphs:
        waiting.append(paragraph)
        if paragraph.end_stands(view):
            readings.append(_one(waiting, view))
            waiting = []
    if waiting:
        readings.append(_one(waiting, view))
    return readings


def _one(paragraphs: list[EditedParagraph], view: View) -> Reading:
    text: list[str] = []
    marks: list[tuple[Mark, ...]] = []
    removed: list[tuple[int, Piece]] = []
    for paragraph in paragraphs:
        for piece in paragraph.pieces:
            if piece.stands(view):
                text.append(piece.text)
                marks += [piece.marks] * len(piece.text)
            else:
                removed.append((len(marks), piece))
        if not paragraph.end_stands(view):
            removed.append((len(marks), Piece("\n", paragraph.end_marks)))
    # the paragraph that ends the run gives it its style, as in Word
    last = paragraphs[-1]
    return Reading(
        "".join(text),
        tuple(marks),
        tuple(removed),
        frozenset().union(*(p.bookmarks for p in paragraphs)),
        tuple(p.number for p in paragraphs),
        last.style,
        last.floating,
        last.level,
    )


def text_of(paragraphs: Iterable[EditedParagraph], view: View = "accepted") -> Iterator[str]:
    """The texts of the paragraphs under that view: those of `read_as`, without what it says of each character."""
    waiting: list[str] = []
    for paragraph in paragraphs:
        waiting.append(paragraph.text(view))
        if paragraph.end_stands(view):
            yield "".join(waiting)
            waiting = []
    if waiting:
        yield "".join(waiting)
