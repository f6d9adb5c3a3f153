"""All words of a .docx by plain zip and regular expressions: shares no code with the program.

What review and finalize do to a file is measured against this: characters that stand in the file and are
neither read nor listed as unread are lost.
"""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

#: parts that hold words which a page shows
_STORIES = re.compile(
    r"word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml|word/(?:charts|diagrams)/(?:chart|data)\d*\.xml"
)
_TEXT = re.compile(
    r"<(?:w:t|w:delText|m:t|a:t)(?:\s[^>]*)?(?<!/)>([^<]*)</(?:w:t|w:delText|m:t|a:t)>"
)
_LETTERING = re.compile(r'<v:textpath[^>]*\sstring="([^"]*)"')
_PAGE_FIELD = re.compile(
    r'<w:fldSimple[^>]*w:instr="\s*(?:PAGE|NUMPAGES)\b.*?</w:fldSimple>'
    r"|<w:instrText[^>]*>\s*(?:PAGE|NUMPAGES)\b.*?(?=<w:fldChar[^>]*\"end\")",
    re.S,
)
_DELETED = re.compile(r"<w:(del|moveFrom)\s[^>]*(?<!/)>.*?</w:\1>", re.S)


def all_text(path: Path, *, deleted: bool = True) -> list[str]:
    """The pieces of text of every story, in no order that matters; without `deleted` only what stands.

    A choice and its fallback for old programs both count: a reader takes one of them.
    """
    found: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not _STORIES.fullmatch(name):
                continue
            xml = archive.read(name).decode(_encoding(archive.read(name)))
            xml = _PAGE_FIELD.sub("", xml)
            if not deleted:
                xml = _DELETED.sub("", xml)
            found += [html.unescape(text) for text in _TEXT.findall(xml)]
            found += [html.unescape(text) for text in _LETTERING.findall(xml)]
    return [text for text in found if text.strip()]


def _encoding(data: bytes) -> str:
    marks = {
        b"\x00\x00\xfe\xff": "utf-32",
        b"\xff\xfe\x00\x00": "utf-32",
        b"\xff\xfe": "utf-16",
        b"\xfe\xff": "utf-16",
    }
    return next((name for mark, name in marks.items() if data.startswith(mark)), "utf-8-sig")


def symbols(path: Path) -> int:
    """How many inserted symbols (w:sym) stand in the body."""
    with zipfile.ZipFile(path) as archive:
        return len(re.findall(rb"<w:sym\b", archive.read("word/document.xml")))


def characters(path: Path, *, deleted: bool = True) -> dict[str, int]:
    """How often each character stands in the file, white space aside."""
    counts: dict[str, int] = {}
    for text in all_text(path, deleted=deleted):
        for character in "".join(text.split()):
            counts[character] = counts.get(character, 0) + 1
    return counts


def missing(path: Path, read: str, *, deleted: bool = True) -> str:
    """The pieces of the file's text that do not occur in what was read, white space aside."""
    plain = "".join(read.split())
    pieces = ("".join(text.split()) for text in all_text(path, deleted=deleted))
    return "｜".join(piece for piece in pieces if piece not in plain)
