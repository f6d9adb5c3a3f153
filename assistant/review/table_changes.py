"""Edited table cells as changes to the data: which value a cell shows, told by its row and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.model.evaluation import Evaluation
from assistant.review.alignment import align, key, likeness
from assistant.review.data_change import (
    DataChange,
    Value,
    indicator_values,
    money_values,
    plain_values,
)
from assistant.word.edited import EditedRow, EditedTable, Mark

_LIKE_TABLE = 0.5
_ROWS = {"指标", "资金"}  # what is told by the heading of a column
_FEWEST_HEADS = 2  # names of columns in a row that make it a heading
_BY_HEAD: tuple[tuple[str, str], ...] = (
    ("年度指标值", "目标"),
    ("指标值", "目标"),
    ("实际值", "实际"),
    ("完成值", "实际"),
    ("实际完成", "实际"),
    ("三级指标", "名称"),
    ("年初预算", "年初预算"),
    ("全年预算", "全年预算"),
    ("到位", "到位"),
    ("执行率", ""),
    ("执行", "执行"),
    ("分值", "分值"),
    ("得分", ""),
    ("完成情况", ""),
)
_COMPUTED_ROWS = ("总分", "已评部分", "预算执行率", "年度资金总额", "合计")
_COMPUTED = "这一格由程序按数据计算，请改它所依据的数据"
_DERIVED = "数据文件里没有写这个值，是由子项目汇总或由程序分配的，请在数据文件中写明"
_NO_SOURCE = "没有对应的数据，程序出稿时不会带上，请改数据文件"


def table_changes(
    base: Sequence[EditedTable], edited: Sequence[EditedTable], evaluation: Evaluation
) -> list[DataChange]:
    """Every cell, row and table that differs from what the program printed."""
    found: list[DataChange] = []
    pairs, extra = _paired(base, edited)
    for one, other in pairs:
        if other is not None:
            found += _table(one, other, evaluation)
        else:
            title = _head_words(one)
            found.append(DataChange((), f"表格（{title}）", title, "", state="cannot",
                                    why="整张表被删去；出稿时仍按数据列出"))  # fmt: skip
    for table in extra:
        words = "；".join(" | ".join(t for t in row.texts() if t) for row in table.standing())
        found.append(DataChange((), "新增的表格", "", words, state="cannot", why=_NO_SOURCE))
    return _once(found)


def _paired(
    base: Sequence[EditedTable], edited: Sequence[EditedTable]
) -> tuple[list[tuple[EditedTable, EditedTable | None]], list[EditedTable]]:
    left = list(edited)
    shown = {id(other): _words(other) for other in edited}
    pairs: list[tuple[EditedTable, EditedTable | None]] = []
    for table in base:
        own = _words(table)
        alike = [(likeness(own, shown[id(other)]), -n) for n, other in enumerate(left)]
        found = max(alike, default=(0.0, 0))
        best = left[-found[1]] if found[0] >= _LIKE_TABLE else None
        if best is not None:
            left = [t for t in left if t is not best]
        pairs.append((table, best))
    return pairs, left


def _words(table: EditedTable) -> str:
    return "".join("".join(row.texts()) for row in table.standing())


def _head_words(table: EditedTable) -> str:
    return "、".join(t for t in table.rows[0].texts() if t) if table.rows else ""


def _table(base: EditedTable, edited: EditedTable, evaluation: Evaluation) -> Iterator[DataChange]:
    old, new = base.standing(), edited.standing()
    left, right = _filled(old), _filled(new)
    links = align(["|".join(row) for row in left], ["|".join(row) for row in right])
    linked = {link.one for link in links}
    taken = {link.other for link in links}
    # a row whose every cell was changed is still the row between its neighbours
    free_old = [i for i in range(len(left)) if i not in linked]
    free_new = [j for j in range(len(right)) if j not in taken]
    pairs = {link.one: link.other for link in links if not link.same}
    if len(left) == len(right):
        pairs |= {i: i for i in free_old if i in free_new}
        free_old, free_new = [], []
    for i, j in sorted(pairs.items()):
        yield from _row(left[i], right[j], new[j], _heads(left[: i + 1]), evaluation)
    for i in free_old:
        words = " | ".join(t for t in left[i] if t)
        yield DataChange((), f"表格的一行（{left[i][0]}）", words, "", state="cannot",
                         why="整行被删去；如不再考核，请在数据文件中删去这一条")  # fmt: skip
    for j in free_new:
        words = " | ".join(t for t in right[j] if t)
        author, when = _hand(new[j].marks or _marks(new[j]))
        yield DataChange((), "表格新增的一行", "", words, author=author, when=when,
                         state="cannot", why="请在数据文件中加上这一条")  # fmt: skip


def _filled(rows: Sequence[EditedRow]) -> list[list[str]]:
    """Texts a row; a cell that continues the one above shows its words."""
    filled: list[list[str]] = []
    for row in rows:
        texts: list[str] = []
        for cell in row.cells:
            at = len(texts)
            above = filled[-1][at] if filled and at < len(filled[-1]) else ""
            texts += [above if cell.below and not cell.text() else cell.text().strip()]
            texts += [""] * (cell.span - 1)
        filled.append(texts)
    return filled


def _heads(rows: Sequence[Sequence[str]]) -> list[str]:
    """The words over each column of the last row: of the nearest row above that reads like a heading.

    A form has several tables in one; a heading may be two rows high.
    """
    heads: list[str] = []
    for number, row in enumerate(rows):
        if sum(any(name in text for name, _ in _BY_HEAD) for text in row) < _FEWEST_HEADS:
            continue
        above = rows[number - 1] if number and heads and len(rows[number - 1]) == len(row) else None
        joined = above is not None and list(above) == heads
        heads = (
            [a if a == b else f"{a}{b}" for a, b in zip(heads, row, strict=False)]
            if joined
            else list(row)
        )
    return heads


def _row(
    old: list[str], new: list[str], after: EditedRow, heads: list[str], evaluation: Evaluation
) -> Iterator[DataChange]:
    values = list(_row_values(old, evaluation))
    cells = _cells(after)
    for column, (was, now) in enumerate(zip(old, new, strict=False)):
        if key(was) == key(now) or (column < len(cells) and cells[column].below and not now):
            continue
        head = heads[column] if column < len(heads) else ""
        author, when = _hand(cells[column].marks if column < len(cells) else ())
        left = next((t for t in reversed(old[:column]) if t), "")
        value = _value(values, head, was, left)
        where = f"表格“{head or '第' + str(column + 1) + '列'}”栏"
        if value is None:
            field = next((f for name, f in _BY_HEAD if name in head), None)
            computed = field is not None or any(t.startswith(_COMPUTED_ROWS) for t in old if t)
            made = DataChange((), _label(old, values, head), was, now, state="cannot",
                              why=_COMPUTED if computed else _NO_SOURCE)  # fmt: skip
        elif not value.text and was and not was.startswith(("【", "—")):
            made = DataChange((), value.label, was, now, state="cannot", why=_DERIVED)
        else:
            made = DataChange(value.place, value.label, was, now, value.text, now)
        yield replace(made, author=author, when=when, where=where)
    for extra in new[len(old) :]:
        if extra:
            yield DataChange((), "表格新增的一格", "", extra, state="cannot", why=_NO_SOURCE)


def _label(row: Sequence[str], values: Sequence[Value], head: str) -> str:
    """How a cell without data of its own is called: by the row it is in, and its heading."""
    named = next((v.text for v in values if v.place[0] == "指标" and v.place[-1] == "名称"), "")
    first = named or next((text for text in row if text), "")
    return f"“{first}”的{head}" if head else f"表格里的“{first}”"


class _Column:
    """What stands in one column of a row."""

    __slots__ = ("below", "marks")

    def __init__(self, *, below: bool, marks: tuple[Mark, ...]) -> None:
        self.below, self.marks = below, marks


def _cells(row: EditedRow) -> list[_Column]:
    columns: list[_Column] = []
    for cell in row.cells:
        marks = tuple(m for p in cell.paragraphs for piece in p.pieces for m in piece.marks)
        columns += [_Column(below=cell.below, marks=marks)] * cell.span
    return columns


def _marks(row: EditedRow) -> tuple[Mark, ...]:
    return tuple(mark for column in _cells(row) for mark in column.marks)


def _hand(marks: Sequence[Mark]) -> tuple[str, str]:
    added = [mark for mark in marks if mark.kind in {"insert", "move_to"}] or list(marks)
    return (added[-1].author, added[-1].when) if added else ("", "")


def _row_values(texts: Sequence[str], evaluation: Evaluation) -> Iterator[Value]:
    """The values of the indicator or the source of funds that the row is about."""
    named = {key(t) for t in texts if t}
    rows = [(n, row) for n, row in enumerate(evaluation.indicators) if key(row.name) in named]
    if len(rows) > 1:
        exact = [(n, r) for n, r in rows if {key(r.level1), key(r.level2)} & named]
        both = [(n, r) for n, r in rows if {key(r.level1), key(r.level2)} <= named]
        rows = both or exact or rows
    if rows:
        yield from indicator_values(*rows[0])
        return
    names = {name.removeprefix("其中：") for name in named}
    funds, found = evaluation.funds, False
    sources = funds.sources if funds else ()
    for value in money_values(evaluation):
        source = sources[int(value.place[2])].source
        only_one = len(sources) == 1 and bool(names & {"年度资金总额", "合计", "总计"})
        if key(source) in names or only_one:
            found = True
            yield value
    if not found:
        yield from plain_values(evaluation)


def _value(values: Sequence[Value], head: str, shown: str, left: str) -> Value | None:
    """The value a cell shows: by the heading of its column, else by its words and the label before it."""
    in_rows = any(v.place[0] in _ROWS for v in values)
    for name, field in _BY_HEAD if in_rows else ():
        if name in head:
            return next((v for v in values if v.place[-1] == field), None) if field else None
    same = [v for v in values if v.text and key(v.text) == key(shown)]
    named = [v for v in same if v.label in left]
    same = named or same
    return same[0] if len(same) == 1 else None


def _once(changes: Sequence[DataChange]) -> list[DataChange]:
    """One change is printed in several tables: told once, unless the new values differ."""
    seen: dict[tuple[object, ...], DataChange] = {}
    for change in changes:
        mark = (change.place or change.label, change.new or change.after, change.before)
        seen.setdefault(mark, change)
    return list(seen.values())
