"""What the columns of an edited table hold: its rows with merged cells filled, and the heads over each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.forms.read.labels import column as meaning
from assistant.forms.read.labels import fund_column
from assistant.review.alignment import key
from assistant.review.table_rows import marked_rows
from assistant.word.edited import EditedRow

_JOINT = "　"  # between the words of a head that is two rows high
_FEW = 12  # rows of which the heads may be looked for one by one
_FEWEST_HEADS = 2  # names of columns in a row that make it a heading
#: what the columns of a table are, as lexicon/columns.yaml names them -> key of the data file; "" is computed
_FIELDS = {
    "level1": "一级", "level2": "二级", "name": "名称", "target": "目标", "actual": "实际", "weight": "分值",
    "score": "", "completion": "",
}  # fmt: skip
_FUND_FIELDS = {
    "initial": "年初预算", "budget": "全年预算", "arrived": "到位", "executed": "执行", "rate": "",
    "weight": "", "score": "",
}  # fmt: skip
AMOUNTS = {"年初预算", "到位", "执行"}


def filled(rows: Sequence[EditedRow]) -> list[list[str]]:
    """Texts a row; a cell that continues the one above shows its words.

    A row of the data never goes on from the heads: where the first of them was taken out, the next one's level
    is not known.
    """
    found: list[list[str]] = []
    for row in rows:
        texts: list[str] = []
        under_heads = bool(found) and bool(marked_rows(row)) and is_head(found[-1])
        for cell in row.cells:
            at = len(texts)
            above = found[-1][at] if found and at < len(found[-1]) and not under_heads else ""
            own = cell.text()
            texts += [above if cell.below and not own else own.strip()]
            texts += [""] * (cell.span - 1)
        found.append(texts)
    return found


def is_head(row: Sequence[str]) -> bool:
    """Whether most of what a row says are names of columns."""
    return _is_head(tuple(row))


@lru_cache(maxsize=8192)  # a row is asked about by each of those below it
def _is_head(row: tuple[str, ...]) -> bool:
    said = [text for text in dict.fromkeys(row) if text]
    known = sum(meaning(text).field != "" or fund_column(text) != "" for text in said)
    return known >= _FEWEST_HEADS and 2 * known >= len(said)


def of_funds(heads: Sequence[str]) -> bool:
    """Whether the columns are those of the table of money."""
    return any(field_of(head, funds=True) in AMOUNTS for head in heads)


def field_of(head: str, *, funds: bool = False) -> str | None:
    """The key of the data file that a column holds, "" where the program computes it, None where it is neither."""
    for words in (head.rpartition(_JOINT)[2], head):
        if funds and (name := fund_column(words)) in _FUND_FIELDS:
            return _FUND_FIELDS[name]
        if not funds and (name := meaning(words).field) in _FIELDS:
            return _FIELDS[name]
    return None


def says_it_best(column: int, heads: Sequence[str], *, funds: bool) -> bool:
    """Whether of the columns that may hold one key this is the one whose head says it most plainly.

    绩效指标 over the label of a table may be the name of a row; beside 三级指标 it is not.
    """
    field = field_of(heads[column], funds=funds)
    sure = [
        (-meaning(head.rpartition(_JOINT)[2]).certainty, n)
        for n, head in enumerate(heads)
        if head and field_of(head, funds=funds) == field
    ]
    return min(sure, default=(0, column))[1] == column


def heads_over(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The heads over each row."""
    return [_heads(rows[: n + 1]) for n in range(len(rows))] if len(rows) <= _FEW else _far(rows)


def _far(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """As `heads_over`, in one pass: what stands above the last head that was met cannot matter."""
    found: list[list[str]] = []
    start = 0
    for n, row in enumerate(rows):
        if is_head(row):
            start = n if not found or n - 1 > start else start
        found.append(_heads(rows[start : min(n, start + 2) + 1]) or (found[-1] if found else []))
    return found


def _heads(rows: Sequence[Sequence[str]]) -> list[str]:
    """The words over each column of the last row: of the nearest row above that reads like a heading.

    A form has several tables in one; a heading may be two rows high.
    """
    heads: list[str] = []
    for number, row in enumerate(rows):
        if not is_head(row):
            continue
        above = rows[number - 1] if number and heads and len(rows[number - 1]) == len(row) else None
        joined = above is not None and list(above) == heads
        heads = (
            [a if a == b else f"{a}{_JOINT}{b}" for a, b in zip(_spread(heads), row, strict=False)]
            if joined
            else list(row)
        )
    return heads


def _spread(heads: Sequence[str]) -> Iterator[str]:
    """A wide head goes for each of its columns: its unit (金额（单位：万元）) is that of all of them."""
    last = ""
    for head in heads:
        last = head or last
        yield last


def columns_between(
    old: Sequence[str], new: Sequence[str], wide_old: int, wide_new: int
) -> dict[int, int] | None:
    """Column → column by their heads; None where that cannot be told."""
    one, other = [key(h) for h in old], [key(h) for h in new]
    if wide_old == wide_new and one == other:
        return {n: n for n in range(wide_old)}
    if not one or not other or wide_new != len(other) or wide_old != len(one):
        return None
    return {
        n: other.index(head)
        for n, head in enumerate(one)
        if head and one.count(head) == 1 and other.count(head) == 1
    }


def head_keys(heads: Sequence[Sequence[str]]) -> set[str]:
    """All heads of a table, as they are compared."""
    return {key(head) for row in heads for head in row if head}
