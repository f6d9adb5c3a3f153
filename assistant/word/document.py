"""A report as the checks read it: paragraphs under their headings, tables of cells, the page.

Readers (`word`, `sheet`) make it; nothing here knows a file format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.model.finding import Anchor
from assistant.patterns import regex
from assistant.records import record

#: what runs on beyond this is no sentence of a person: it is read in pieces, so that the time of a check,
#: which looks at the figures of a sentence beside one another, grows with the text and not with its square
LONGEST_SENTENCE = 1_000
_SENTENCE = regex(rf"[^。！？；!?;\n]{{1,{LONGEST_SENTENCE}}}[。！？；!?;]?[”’）)]{{0,20}}")
_CLAUSE = regex(rf"[^，,。！？；!?;\n]{{1,{LONGEST_SENTENCE}}}")
_TO_FULL_STOP = regex(rf"[^。！？\n]{{1,{LONGEST_SENTENCE}}}")


@record()
class Said:
    """Words with where they stand: `where` for people, `anchor` for a comment in the Word file."""

    text: str
    where: str = ""
    anchor: Anchor | None = None

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def cut(self, start: int, end: int) -> Said:
        """The words from `start` to `end`, at their own place."""
        anchor = self.anchor
        if anchor is not None:
            # a cell of several paragraphs is anchored on the first: offsets past it mean all of it
            last = anchor.end - anchor.start
            if end <= last:
                anchor = Anchor(anchor.paragraph, anchor.start + start, anchor.start + end)
        return Said(self.text[start:end], self.where, anchor)

    def find(self, words: str) -> Said:
        """The first occurrence of `words`; the whole where they do not occur."""
        at = self.text.find(words)
        return self.cut(at, at + len(words)) if at >= 0 and words else self

    def sentences(self) -> Iterator[Said]:
        """Sentence by sentence, each with its end mark; semicolons end one too."""
        yield from self._pieces(_SENTENCE)

    def to_full_stops(self) -> Iterator[Said]:
        """Cut at full stops and line ends only, without the mark: parts and results are often told after semicolons."""
        for match in _TO_FULL_STOP.finditer(self.text):
            yield self.cut(*match.span())

    def clauses(self) -> Iterator[Said]:
        """Between commas."""
        yield from self._pieces(_CLAUSE)

    def _pieces(self, pattern: re.Pattern[str]) -> Iterator[Said]:
        for match in pattern.finditer(self.text):
            blank = len(match[0]) - len(match[0].lstrip())
            if match[0].strip():
                yield self.cut(match.start() + blank, match.end())


NOWHERE = Said("")


@record()
class Looks:
    """How a paragraph's text is set: sizes in half points, indents and spacing in twips."""

    font: str = ""
    size: int | None = None
    bold: bool = False
    align: str = ""
    indent_chars: int | None = None
    indent: int | None = None
    line: int | None = None
    line_rule: str = ""


@record()
class Paragraph:
    """One paragraph outside tables. `level` 0 is body text, 1–4 a heading.

    `number` is the automatic number Word prints before it; `text` is without. A heading may run on
    into its body in one paragraph: `body` is where that begins. `outline` is the level that its style
    gives it, 0 for none.
    """

    ordinal: int
    text: str
    number: str = ""
    style: str = ""
    level: int = 0
    body: int = 0
    path: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    where: str = ""
    looks: Looks = Looks()
    outline: int = 0

    def under(
        self, level: int, body: int, path: tuple[str, ...], roles: frozenset[str], where: str
    ) -> Paragraph:
        """The same paragraph in its place under headings."""
        return Paragraph(
            self.ordinal, self.text, self.number, self.style, level, body, path, roles, where,
            self.looks, self.outline,
        )  # fmt: skip

    @property
    def title(self) -> str:
        """The heading as printed, with its number; empty for body text."""
        return (self.number + self.text[: self.body]).strip().rstrip("。：:") if self.level else ""

    @property
    def said(self) -> Said:
        """Its body text (all of it where it is no heading)."""
        return self.whole.cut(self.body, len(self.text)) if self.level else self.whole

    @property
    def speaks(self) -> bool:
        """Whether `said` says anything; asked far more often than what it says."""
        return bool((self.text[self.body :] if self.level else self.text).strip())

    @property
    def whole(self) -> Said:
        """All its text, heading included."""
        anchor = Anchor(self.ordinal, 0, len(self.text)) if self.ordinal >= 0 else None
        return Said(self.text, self.where, anchor)


@record()
class Cell:
    """A cell, at row and column of the grid from 0; a merged one stands in every square it covers."""

    said: Said
    row: int
    column: int
    span: int = 1

    @property
    def flat(self) -> str:
        """Its words without any white space: how labels and headings compare."""
        return "".join(self.said.text.split())

    @property
    def value(self) -> str:
        """Its words as one line."""
        return self.said.text.replace("\n", "").strip()


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells. `name` is what locations call it (表2, or the sheet's name)."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    before: str = ""
    roles: frozenset[str] = frozenset()
    after: int = -1

    def distinct(self, row: int) -> list[Cell]:
        """The cells that begin in that row's squares, merged ones once, left to right."""
        seen: list[Cell] = []
        for cell in self.rows[row]:
            if all(cell is not other for other in seen):
                seen.append(cell)
        return seen


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins of a section, in twips; None where the file does not say."""

    width: int | None = None
    height: int | None = None
    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What stands in the file, tracked changes read as accepted. `asked` counts its open marks, in Chinese."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    pages: tuple[Page, ...] = ()
    page_numbers: bool = False
    bookmarks: frozenset[str] = frozenset()
    comments: tuple[str, ...] = ()
    kind: str = "word"
    notes: tuple[str, ...] = field(default=())
    asked: str = ""

    def of(self, *roles: str) -> list[Paragraph]:
        """Paragraphs with body text in the sections that play one of the roles."""
        wanted = set(roles)
        return [p for p in self.paragraphs if p.roles & wanted and p.speaks]

    def body(self) -> Iterator[Paragraph]:
        """Paragraphs that say something beyond their heading."""
        return (p for p in self.paragraphs if p.speaks)

    @property
    def text(self) -> str:
        """All paragraphs, a line each."""
        return "\n".join(p.number + p.text for p in self.paragraphs)


def is_narrative(document: Document | None) -> bool:
    """A report in sections, not just a filled table."""
    if document is None or document.kind != "word":
        return False
    return sum(p.level == 1 for p in document.paragraphs) > 1
