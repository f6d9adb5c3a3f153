"""Reasons and measures told below the table in one line, each behind the name of its row (未完成原因：甲——…；乙——…)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.forms.read import wording
from assistant.forms.read.labels import bare, column
from assistant.forms.read.rows import Log, Read, Row
from assistant.sheets.grid import Cell
from assistant.values.reading import fold

_TOLD = ("reason", "measure", "reason_measure")
_PIECES = re.compile(r"[；;。\n]")
_BEHIND = re.compile(r"^\s*[—:：\-－,，]+\s*(?P<text>.+)$")


def take_named_notes(cells: Iterable[Cell], rows: list[Row], log: Log) -> None:
    """Takes what such a line says of rows that say nothing themselves; a line of which a piece names no row is left whole."""
    names = sorted(((fold(row.name.text), row) for row in rows), key=lambda n: -len(n[0]))
    for cell in cells:
        label, colon, told = cell.text.partition("：" if "：" in cell.text else ":")
        field = column(bare(label)).field if colon else ""
        if field not in _TOLD:
            continue
        pieces = [_named(piece, names) for piece in _PIECES.split(told) if piece.strip()]
        if not pieces or None in pieces:
            continue
        for row, text in filter(None, pieces):
            if not any(name in row.fields for name in (field, "reason_measure")):
                row.fields[field] = Read(text, cell.origin, "写在表后", (cell,))
                log.used.add(cell)


def _named(piece: str, names: list[tuple[str, Row]]) -> tuple[Row, str] | None:
    plain = fold(wording.flat(piece)).lstrip('“"0123456789.、 ')
    for name, row in names:
        if name and plain.startswith(name):
            rest = _BEHIND.match(plain[len(name) :].lstrip('”"'))
            return (row, rest["text"]) if rest else None
    return None
