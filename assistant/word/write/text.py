"""Text, runs, paragraphs, and what marks ranges of them: bookmarks and comments."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NewType

from assistant.patterns import regex
from assistant.word.escaping import quoteattr

Xml = NewType("Xml", str)

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: what XML 1.0 cannot hold, and marks that turn or hide text (bidi overrides, zero-width, BOM)
_UNFIT = regex(
    "[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_BREAKS = regex("\r\n|[\r\v\f\u0085\u2028\u2029]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;"})


def clean(text: str) -> str:
    """The text without what a Word file cannot hold; line ends become \\n."""
    if text.isprintable():  # none of those is: most texts end here
        return text
    return _UNFIT.sub("", _BREAKS.sub("\n", text))


def escape(text: str) -> Xml:
    """Text as XML character data. Braces too, so that no template engine ever reads data as markup."""
    return Xml(clean(text).translate(_ESCAPES))


def run(text: str, *, font: str = "", size: int = 0, bold: bool = False, mark: bool = False) -> Xml:
    """Text in one run; \\n breaks the line, tabs stay tabs. `size` in half points, `mark` highlights."""
    properties = look(font=font, size=size, bold=bold, mark=mark, hint=True)
    text = clean(text)
    if text and "\n" not in text and "\t" not in text:
        words = text.translate(_ESCAPES)
        return Xml(f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>')
    pieces = []
    for number, line in enumerate(text.split("\n")):
        pieces.append("<w:br/>" if number else "")
        for place, part in enumerate(line.split("\t")):
            pieces.append("<w:tab/>" if place else "")
            if part:
                pieces.append(f'<w:t xml:space="preserve">{part.translate(_ESCAPES)}</w:t>')
    return Xml(f"<w:r>{properties}{''.join(pieces)}</w:r>")


@lru_cache(maxsize=64)  # a report has thousands of runs and a handful of looks
def look(
    *, font: str = "", size: int = 0, bold: bool = False, mark: bool = False, hint: bool = False
) -> str:
    """w:rPr. The hint makes Word take quotes and dashes as Chinese, a full cell of the grid wide."""
    parts = []
    if font or hint:
        name = quoteattr(font)
        faces = f" w:ascii={name} w:eastAsia={name} w:hAnsi={name} w:cs={name}" if font else ""
        word = ' w:hint="eastAsia"' if hint else ""
        parts.append(f"<w:rFonts{word}{faces}/>")
    if bold:
        parts.append("<w:b/><w:bCs/>")
    if size:
        parts.append(f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>')
    if mark:
        parts.append('<w:highlight w:val="yellow"/>')
    return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


@dataclass(frozen=True, slots=True)
class Indent:
    """Indents in hundredths of a character; `pitch` (twips a character) gives the fallback lengths."""

    left: int = 0
    right: int = 0
    first: int = 0
    hanging: int = 0
    pitch: float = 0.0

    def xml(self) -> str:
        """w:ind, or nothing."""
        sides = []
        for name, chars in (
            ("left", self.left),
            ("right", self.right),
            ("hanging", self.hanging),
            ("firstLine", self.first),
        ):
            if chars:
                length = round(chars * self.pitch / 100)
                sides.append(f'w:{name}Chars="{chars}" w:{name}="{length}"')
        return f"<w:ind {' '.join(sides)}/>" if sides else ""


def paragraph(
    style: str,
    content: str = "",
    *,
    indent: Indent | None = None,
    align: str = "",
    keep_next: bool = False,
    page_break: bool = False,
) -> Xml:
    """A paragraph in a style (by id), with what differs from the style."""
    look = "".join(
        (
            f'<w:pStyle w:val="{style}"/>' if style else "",
            "<w:keepNext/>" if keep_next else "",
            "<w:pageBreakBefore/>" if page_break else "",
            indent.xml() if indent else "",
            f'<w:jc w:val="{align}"/>' if align else "",
        )
    )
    return Xml(f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{content}</w:p>")


def bookmark(name: str, number: int, content: str) -> Xml:
    """Content between the two ends of a bookmark; `number` is unique in the document."""
    return Xml(bookmark_start(name, number) + content + bookmark_end(number))


def bookmark_start(name: str, number: int) -> Xml:
    """Where a bookmark starts."""
    return Xml(f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>')


def bookmark_end(number: int) -> Xml:
    """Where the bookmark of that number ends."""
    return Xml(f'<w:bookmarkEnd w:id="{number}"/>')


def commented(number: int, runs: Iterable[tuple[str, bool]], start: int, end: int) -> Xml:
    """Runs of (text, highlighted), the comment of that number on their characters from `start` to `end`.

    Offsets count the characters of all texts, which are clean already; the range is not empty.
    """
    parts, at = [], 0
    for text, mark in runs:
        cuts = [0, *(place - at for place in (start, end) if 0 < place - at < len(text)), len(text)]
        for here, there in itertools.pairwise(cuts):
            if at + here == start:
                parts.append(_range_start(number))
            parts.append(run(text[here:there], mark=mark) if here < there else "")
            if at + there == end and here < there:
                parts.append(_range_end(number))
        at += len(text)
    return Xml("".join(parts))


def _range_start(number: int) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>'


def _range_end(number: int) -> str:
    return (
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
        f'<w:commentReference w:id="{number}"/></w:r>'
    )


def comment(number: int, text: str, *, author: str, initials: str, dated: str) -> Xml:
    """A comment of one paragraph a line; `dated` is ISO 8601 in UTC."""
    mark = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    lines = [
        paragraph("CommentText", (mark if n == 0 else "") + run(line))
        for n, line in enumerate(clean(text).split("\n"))
    ]
    return Xml(
        f'<w:comment w:id="{number}" w:author={quoteattr(author)} w:initials={quoteattr(initials)} '
        f'w:date="{dated}">{"".join(lines)}</w:comment>'
    )


def page_number(font: str, size: int) -> Xml:
    """— 1 — as runs: dash, PAGE field, dash."""
    properties = look(font=font, size=size)
    dash = '<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'
    field = "".join(
        f"<w:r>{properties}{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return Xml(
        dash.format(look=properties, text="— ") + field + dash.format(look=properties, text=" —")
    )
