"""Columns under heads that nobody knows, by what stands in them beside the columns that are known.

A field is given only where the table lacks it and one column alone can be it: points that make 90 or 100,
values in the units of the targets, words of units beside bare targets, sentences that tell a cause. It stays
a doubt (certainty 0.5), which `import` asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.forms.read import wording
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.quantity import read_actual
from assistant.values.reading import fold
from assistant.values.units import listed_units

if TYPE_CHECKING:
    from assistant.forms.read.columns import Column, Table

GUESSED = 0.5
_WHOLE = frozenset({Decimal(80), Decimal(90), Decimal(100)})
#: heads of what is not of the year, or no value of a row
_NO_VALUE = regex(lexicon("columns")["no_value_heads"])
_LEAST = 3
#: of the rows, how many must fit: three in four
_MOST = Decimal("0.75")
_SIGNS = regex(r"^[≥≤<>=]+|^不[少低高超晚][于过]|以[上下内前]$|[之]?前$|左右$")


def by_elimination(table: Table) -> None:
    """Gives the fields that the table lacks to the unknown columns that alone can be them."""
    tests: tuple[tuple[str, Callable[[Table, Column], bool]], ...] = (
        ("weight", _are_points),
        ("actual", _are_results),
        ("target", _are_targets),
        ("unit", _are_units),
        ("reason_measure", _are_reasons),
    )
    for field, fits in tests:
        if _has(table, field):
            continue
        able = [i for i, c in enumerate(table.columns) if _unknown(c) and fits(table, c)]
        if len(able) == 1:
            table.columns[able[0]] = replace(table.columns[able[0]], field=field, certainty=GUESSED)


def no_value(label: str) -> bool:
    """Whether a head is of another time, of whoever reviews, or of what is said about the row."""
    return bool(_NO_VALUE.search(label))


def _has(table: Table, field: str) -> bool:
    known = {c.field for c in table.columns}
    return bool(known & ({"reason", "measure", field} if field == "reason_measure" else {field}))


def _unknown(c: Column) -> bool:
    return bool(not c.field and not c.spare and c.label and not no_value(c.label))


def _texts(table: Table, c: Column | None) -> Mapping[int, str]:
    """What begins under a head, by row."""
    if c is None:
        return {}
    return {
        r: fold(wording.flat(c.text(x)))
        for r in table.sampled()
        for x in c.cells(table.grid, r)
        if x.row == r and x.col >= c.first and not wording.is_blank(x.text)
    }


def _are_points(table: Table, c: Column) -> bool:
    """Numbers that together make a whole, none less than the row's score."""
    points = {r: wording.points(text) for r, text in _texts(table, c).items()}
    if len(points) < _LEAST or any(p is None or p < 0 for p in points.values()):
        return False
    names = _texts(table, table.column("name"))
    if (
        sum((p for r, p in points.items() if p is not None and r in names), Decimal(0))
        not in _WHOLE
    ):
        return False
    scores = {r: wording.points(text) for r, text in _texts(table, table.column("score")).items()}
    return all((s := scores.get(r)) is None or p is None or s <= p for r, p in points.items())


def _are_results(table: Table, c: Column) -> bool:
    """Values of the kinds of the targets, in a table that says what came of them."""
    told = any(table.column(f) for f in ("score", "completion", "reason", "reason_measure"))
    return told and _alike(_texts(table, table.column("target")), _texts(table, c))


def _are_targets(table: Table, c: Column) -> bool:
    return _alike(_texts(table, table.column("actual")), _texts(table, c))


def _alike(known: Mapping[int, str], texts: Mapping[int, str]) -> bool:
    """Whether most rows say the same kind of thing in both columns, and not the same points over and over."""
    both = known.keys() & texts.keys()
    if len(both) < _LEAST or len(both) < len(known) * _MOST:
        return False
    if all(wording.points(texts[r]) is not None for r in both) and any(
        wording.points(_SIGNS.sub("", known[r])) is None for r in both
    ):
        return False  # bare numbers beside values with units are points or marks
    figures = sum(any(ch.isdigit() for ch in texts[r]) for r in both)
    same = sum(_kind(known[r]) == _kind(texts[r]) for r in both)
    return figures * 2 >= len(both) and same >= len(both) * _MOST


def _kind(text: str) -> str:
    """The unit of a value, 日 for a day, 字 for words."""
    plain = _SIGNS.sub("", re.sub(r"\([^()]*\)", "", text))
    if re.search(r"\d{1,2}月|\d{4}[-./]\d", plain):
        return "日"
    unit = re.sub(r"[\d.,,\s]+", "", plain) if re.match(r"[\d.,]", plain) else None
    if unit is not None:
        return unit.lstrip("百千万亿") if len(unit) > 1 else unit
    return "数" if read_actual(plain) is not None and re.search(r"\d", plain) else "字"


def _are_units(table: Table, c: Column) -> bool:
    """Words of units beside targets that are bare numbers."""
    texts = list(_texts(table, c).values())
    targets = list(_texts(table, table.column("target")).values())
    bare = sum(wording.number(_SIGNS.sub("", t)) is not None for t in targets)
    if len(texts) < _LEAST or bare * 2 < len(targets) or any(re.search(r"\d", t) for t in texts):
        return False
    known = set(listed_units()) | {"%", "‰"}
    return sum(t in known for t in texts) >= len(texts) * _MOST


def _are_reasons(table: Table, c: Column) -> bool:
    """Passages of which most tell a cause, in a table that has results."""
    texts = list(_texts(table, c).values())
    if table.column("actual") is None or not texts:
        return False
    told = [t for t in texts if len(t) >= 5 and wording.tells_cause(t)]  # noqa: PLR2004 - shorter is a mark
    return len(told) >= len(texts) * _MOST
