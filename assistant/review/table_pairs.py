"""Which table of an edited file is which of those that were printed: split ones whole again, copies told apart."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.review.alignment import key, likeness
from assistant.review.table_heads import field_of, filled, heads_over, is_head, of_funds
from assistant.review.table_rows import ROW_MARK, bookmarks_in
from assistant.word.edited import EditedTable

_LIKE_TABLE = 0.5
_FEWEST_ROWS = 2  # rows of a printed table that make another one a part of it


def paired(
    base: Sequence[EditedTable], edited: Sequence[EditedTable]
) -> tuple[list[tuple[EditedTable, EditedTable | None]], list[EditedTable]]:
    """Each printed table with the edited one that is it (None: gone), and the edited ones that are new."""
    left = list(edited)
    shown = {id(other): _words(other) for other in edited}
    pairs: list[tuple[EditedTable, EditedTable | None]] = []
    for table in base:
        own, kind = _words(table), _printed_as(table)
        alike = [
            (likeness(own, shown[id(other)]), -n)
            for n, other in enumerate(left)
            if _kind(other) in {"", kind}  # rows of another printed table make it that one
        ]
        found = max(alike, default=(0.0, 0))
        best = left[-found[1]] if found[0] >= _LIKE_TABLE else None
        if best is not None:
            left = [t for t in left if t is not best]
        pairs.append((table, best))
    return pairs, left


def _kind(table: EditedTable) -> str:
    """Which of the printed tables it is, by the bookmarks of its rows; empty where it bears none, or several."""
    kinds = {
        match["table"]
        for row in table.standing()
        for name in bookmarks_in(row)
        if (match := ROW_MARK.fullmatch(name))
    }
    return kinds.pop() if len(kinds) == 1 else ""


def _printed_as(table: EditedTable) -> str:
    """What the rows' bookmarks of a table are called that the program printed, by its heads."""
    heads = heads_over(filled(table.standing()))
    if any(map(of_funds, heads)):
        return "funds"
    fields = {field_of(head) for row in heads for head in row if head}
    return "completion" if "实际" in fields else "targets" if "目标" in fields else ""


def rejoined(
    pairs: list[tuple[EditedTable, EditedTable | None]],
    extra: list[EditedTable],
    edited: Sequence[EditedTable],
) -> tuple[list[tuple[EditedTable, EditedTable | None]], list[EditedTable]]:
    """The pairs, with a table that a person split put together again: its parts hold rows of one printed table."""
    if not extra:
        return pairs, extra
    order = {id(table): n for n, table in enumerate(edited)}
    left = list(extra)
    joined: list[tuple[EditedTable, EditedTable | None]] = []
    for one, other in pairs:
        own = _row_words(one)
        # rows that still stand in the table itself are those of a copy of it
        here = _row_words(other) if other else set()
        parts = (
            [t for t in left if len(_row_words(t) & own - here) >= _FEWEST_ROWS] if other else []
        )
        left = [t for t in left if all(t is not part for part in parts)]
        if other is not None and parts:
            whole = sorted([other, *parts], key=lambda table: order[id(table)])
            rows = tuple(row for table in whole for row in table.rows)
            other = EditedTable(rows, other.bookmarks)  # noqa: PLW2901 - the same table, whole again
        joined.append((one, other))
    return joined, left


def _row_words(table: EditedTable) -> set[tuple[str, ...]]:
    """Its rows less their levels, which a cell above may hold."""
    rows = filled(table.standing())
    return {tuple(map(key, row[2:])) for row in rows if not is_head(row)}


def _words(table: EditedTable) -> str:
    return "".join("".join(row.texts()) for row in table.standing())


def row_lines(table: EditedTable) -> list[str]:
    """Its rows, each as one line."""
    return [" | ".join(t for t in row.texts() if t) for row in table.standing()]


def head_words(table: EditedTable) -> str:
    """What the first row says: what a table is called by."""
    return "、".join(t for t in table.rows[0].texts() if t) if table.rows else ""
