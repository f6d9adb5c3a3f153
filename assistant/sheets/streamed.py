"""A workbook of very many rows: openpyxl makes all that is around them, they themselves are written as they come.

A cell of openpyxl costs ten times what its few signs do; a batch of a province has a million and a half of them.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.patterns import regex
from assistant.sheets.shell import LETTERS, UNFIT, text_part
from assistant.word.escaping import quoteattr

_SHARED = "xl/sharedStrings.xml"
_END = b"</sheetData>"
#: what stands behind the links of a sheet
_BEHIND_LINKS = b"<pageMargins"
_COUNT = regex(rb'<sst[^>]* count="(\d+)"')
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_AT_ONCE = 200


class Cell(NamedTuple):
    """A value in a look, by its number in the workbook; `link` is the address that it leads to. Text is always text."""

    value: str | float | None
    look: int
    link: str = ""


def with_rows(book: bytes, sheets: Sequence[Iterable[Sequence[Cell]]]) -> bytes:
    """The workbook with more rows below those it has, for its sheets in their order. Only some hundreds are held at once.

    `book` is one as `save.workbook_bytes` gives it, with a head in each sheet.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:  # fmt: skip
        texts = _Texts(archive.read(_SHARED))
        pages = iter(sheets)
        for name in archive.namelist():
            if name == _SHARED:
                continue
            if posixpath.dirname(name) != "xl/worksheets":
                new.writestr(name, archive.read(name))
                continue
            links: list[tuple[str, str]] = []
            with new.open(name, "w") as part:
                part.writelines(_sheet(archive.read(name), next(pages), texts, links))
            if links:
                beside = f"xl/worksheets/_rels/{posixpath.basename(name)}.rels"
                new.writestr(beside, _relations(links))
        new.writestr(_SHARED, texts.part())
    return out.getvalue()


def _sheet(
    content: bytes,
    rows: Iterable[Sequence[Cell]],
    texts: _Texts,
    links: list[tuple[str, str]],
) -> Iterator[bytes]:
    before, _, after = content.partition(_END)
    yield before
    few: list[str] = []
    for at, row in enumerate(rows, before.count(b"<row ") + 1):
        few.append(_row(at, row, texts, links))
        if len(few) == _AT_ONCE:
            yield "".join(few).encode()
            few.clear()
    yield "".join(few).encode()
    yield _END
    if links:
        after = after.replace(_BEHIND_LINKS, _hyperlinks(links) + _BEHIND_LINKS, 1)
    yield after


def _row(at: int, row: Sequence[Cell], texts: _Texts, links: list[tuple[str, str]]) -> str:
    written = [f'<row r="{at}">']
    for column, (value, look, link) in zip(LETTERS, row, strict=False):
        place = f"{column}{at}"
        if link:
            links.append((place, link))
        cell = f'<c r="{place}" s="{look}" t='
        if value is None:
            written.append(f'{cell}"n"/>')
        elif not isinstance(value, str):
            written.append(f'{cell}"n"><v>{value:.16g}</v></c>')
        elif value:
            written.append(f'{cell}"s"><v>{texts.number(value)}</v></c>')
        else:
            written.append(f'{cell}"inlineStr"/>')
    written.append("</row>")
    return "".join(written)


class _Texts:
    """The one table of the texts of all cells, each once."""

    def __init__(self, part: bytes) -> None:
        from lxml import etree

        counted = _COUNT.search(part)
        self._count = int(counted[1]) if counted else 0
        listed = ("".join(map(str, one.itertext())) for one in etree.fromstring(part))
        self._known = {text: number for number, text in enumerate(listed)}

    def number(self, text: str) -> int:
        """The place of a text in the table; signs that XML does not have are blanks in it."""
        self._count += 1
        plain = text if text.isprintable() else UNFIT.sub(" ", text)
        return self._known.setdefault(plain, len(self._known))

    def part(self) -> bytes:
        """The table as a part of the file."""
        return text_part(self._known, self._count).encode()


def _hyperlinks(links: Iterable[tuple[str, str]]) -> bytes:
    each = "".join(
        f'<hyperlink xmlns:r="{_RELATIONS}" ref="{place}" r:id="rId{number}"/>'
        for number, (place, _) in enumerate(links, 1)
    )
    return f"<hyperlinks>{each}</hyperlinks>".encode()


def _relations(links: Iterable[tuple[str, str]]) -> bytes:
    each = "".join(
        f'<Relationship Type="{_RELATIONS}/hyperlink" Target={quoteattr(target)} TargetMode="External" Id="rId{number}"/>'
        for number, (_, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{each}</Relationships>'.encode()
