"""Reasons and measures told apart from their rows: in one line below the table (未完成原因：甲——…；乙——…), or in a table of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.forms.read import wording
from assistant.forms.read.imported import Value
from assistant.forms.read.labels import bare, column
from assistant.forms.read.rows import Log, Read, Row
from assistant.forms.read.segments import Segment
from assistant.patterns import regex
from assistant.sheets.grid import Cell
from assistant.values.reading import fold

_TOLD = ("reason", "measure", "reason_measure")
_PIECES = regex(r"[；;。\n]")
_EXECUTION = regex(r"(?:项目)?(?:预算|资金)(?:执行|支出)(?:率|进度|情况)?")
_BEHIND = regex(r"^\s*[—:：\-－,，]+\s*(?P<text>.+)$")


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


def take_noted_rows(segment: Segment, rows: list[Row], log: Log) -> list[Value]:
    """Takes a table of names with reasons and measures (未完成指标 | 偏差原因 | 改进措施) into the rows of those names.

    What it says of the execution of the budget is the money's, and handed back. A row that tells already keeps its own.
    """
    grid, money = segment.grid, list[Value]()
    by_name = {_key(row.name.text): row for row in rows}
    heads: dict[int, str] = {}
    head_cells: list[Cell] = []
    for at in range(segment.start, segment.end):
        own = [c for c in grid.own(at) if c not in log.used]
        told = {c.col: f for c in own if (f := column(c.text).field) in _TOLD}
        if told and own[0].col not in told:
            heads, head_cells = told, own
            continue
        name = next((c for c in own if c.col not in heads), None) if heads else None
        if name is None:
            heads = heads if own and heads else {}
            continue
        row, execution = by_name.get(_key(name.text)), _EXECUTION.fullmatch(_key(name.text))
        if row is None and not execution:
            continue
        log.used.update((name, *head_cells))
        for cell in own:
            field = heads.get(cell.col, "")
            if not field or wording.is_template(cell.text):
                continue
            if row is None:
                key = {"measure": "措施"}.get(field, "原因")
                money.append(Value(("资金", key), wording.flat(cell.text), cell.origin))
                log.used.add(cell)
            elif not any(f in row.fields and not wording.is_blank(row.fields[f].text) for f in (field, "reason_measure")):  # fmt: skip
                row.fields[field] = Read(cell.text, cell.origin, "写在另一张表", (cell,))
                log.used.add(cell)
    return money


def _key(text: str) -> str:
    return re.sub(r"\W", "", fold(wording.flat(text)))
