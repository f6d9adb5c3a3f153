"""One sheet of texts under a head, many times over: the workbook around it is made once, its rows each time.

A cell of openpyxl costs as much as a paragraph of the report; a batch writes thousands of such sheets.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.errors import InputError
from assistant.patterns import regex
from assistant.word.escaping import escape
from assistant.word.packing import packed

_SHEET = "xl/worksheets/sheet1.xml"
_SHARED = "xl/sharedStrings.xml"
_CORE = "docProps/core.xml"
_ROWS = regex(r"<sheetData>.*</sheetData>", re.DOTALL)
_LOOK = regex(r'<c r="A\d+"(?: s="(\d+)")?')
_DIMENSION = regex(r'(?<=<dimension ref=")[^"]*')
_MOMENT = regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
#: what XML 1.0 cannot hold; openpyxl refuses it too
UNFIT = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: characters a cell holds; Excel cuts the rest off
_LONGEST = 32_767
_DECLARED = "<?xml version='1.0' encoding='UTF-8'?>\n"
_RETURN = {"\r": "&#13;"}
_SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@dataclass(frozen=True, slots=True)
class Shell:
    """A workbook of one sheet, of which only the rows are still to come. `looks` are those of head and rows."""

    parts: dict[str, bytes]
    before: str
    after: str
    looks: tuple[str, str]

    @classmethod
    def of(cls, book: bytes) -> Shell:
        """From a workbook as `save.workbook_bytes` gives it, with a head and one row of texts."""
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        sheet = parts[_SHEET].decode()
        rows = _ROWS.search(sheet)
        looks = () if rows is None else tuple(look or "0" for look in _LOOK.findall(rows[0]))
        if rows is None or len(looks) != 2:  # noqa: PLR2004 - the head and the row
            raise ValueError("no sheet with a head and one row")
        return cls(parts, sheet[: rows.start()], sheet[rows.end() :], (looks[0], looks[1]))

    def filled(self, rows: Iterable[Sequence[str | int]]) -> bytes:
        """The workbook with those rows, the head among them. Texts are texts, whatever they begin with.

        Raises InputError for a text with control characters.
        """
        texts: dict[str, int] = {}
        count = at = 0
        written: list[str] = []
        width = 0
        for at, row in enumerate(rows, 1):
            look = self.looks[at > 1]
            width = max(width, len(row))
            written.append(f'<row r="{at}">')
            for column, value in zip(LETTERS, row, strict=False):
                cell = f'<c r="{column}{at}" s="{look}" t='
                if isinstance(value, int):
                    written.append(f'{cell}"n"><v>{value}</v></c>')
                elif value:
                    count += 1
                    number = texts.setdefault(value[:_LONGEST], len(texts))
                    written.append(f'{cell}"s"><v>{number}</v></c>')
                else:
                    written.append(f'{cell}"inlineStr"/>')
            written.append("</row>")
        before = _DIMENSION.sub(f"A1:{LETTERS[max(width, 1) - 1]}{at}", self.before)
        sheet = f"{before}<sheetData>{''.join(written)}</sheetData>{self.after}"
        shared = text_part(texts, count)
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        core = _MOMENT.sub(now, self.parts[_CORE].decode())
        parts = self.parts | {
            _SHEET: sheet.encode(),
            _SHARED: shared.encode(),
            _CORE: core.encode(),
        }
        order = sorted(parts, key=lambda name: name != "[Content_Types].xml")
        return packed((name, parts[name]) for name in order)


def text_part(texts: Collection[str], count: int) -> str:
    """The table of the texts of all cells, each once, of which `count` cells show one.

    Raises InputError for a text with control characters.
    """
    listed = "".join(map(_text, texts))
    return f'{_DECLARED}<sst {_SPACE} count="{count}" uniqueCount="{len(texts)}">{listed}</sst>'


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _text(text: str) -> str:
    if not text.isprintable() and UNFIT.search(text):
        raise InputError(f"“{UNFIT.sub('□', text)[:40]}”：里面有表格存不了的控制字符，请删去")
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<si><t{kept}>{escape(text[:_LONGEST], _RETURN)}</t></si>"
