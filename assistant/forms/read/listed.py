"""A form that is written as lines of text: amounts and goals behind labels, an indicator a line.

`1.产出指标—数量指标：救助残疾儿童，指标值≥70人，完成值72人，分值25分，得分25分。未完成原因：…` is the row of a table whose
heads stand before each value; the heads are those of `lexicon/columns.yaml`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.forms.read import wording
from assistant.forms.read.beside import goal_kind
from assistant.forms.read.imported import Value
from assistant.forms.read.labels import column, fund_column, halves, level1, level2
from assistant.forms.read.money import KEYS
from assistant.forms.read.rows import Read, Row
from assistant.patterns import regex
from assistant.sheets.grid import Paragraph
from assistant.values.printing import plain
from assistant.values.units import MONEY_SIZES

_LINE = regex(
    r"^\s*(?:\d{1,2}[.、．)）]|[(（]\d{1,2}[)）]|[①-⑳])?\s*(?P<levels>[^：:，。；]{4,30})[：:](?P<rest>.+)$",
    re.DOTALL,
)
_PIECE = regex(r"[，,；;。]")
_LABELLED = regex(r"^\s*(?P<label>[^：:，。；\s]{3,16})\s*[：:]\s*(?P<value>\S.*)$", re.DOTALL)
_LONGEST_HEAD = 10
_SURE = 1.0
#: what a line may say of its indicator beside the figures that the form prints
_FIELDS = frozenset({"target", "actual", "weight", "reason", "measure", "reason_measure", "unit"})


def row_in(paragraph: Paragraph) -> Row | None:
    """The indicator that a line tells, with every value behind a known head; None for any other text."""
    line = _LINE.match(paragraph.text)
    both = halves(line["levels"]) if line else None
    if line is None or both is None:
        return None
    first, *pieces = [(p, mark) for p, mark in _pieces(line["rest"]) if p]
    row = Row(
        Read(level1(both[0]), paragraph.origin),
        Read(level2(both[1], level1(both[0])), paragraph.origin),
        Read(wording.flat(first[0]), paragraph.origin),
    )
    field = ""
    for piece, mark in pieces:
        head, value = _headed(piece)
        if head in _FIELDS:
            row.fields.setdefault(head, Read(value, paragraph.origin))
        elif head in {"score", "completion"}:
            row.printed.setdefault(head, Read(value, paragraph.origin))
        elif head:
            return None
        elif field in row.fields:
            row.fields[field].text += f"{mark}{piece}"
        field = head or field
    return row if {"target", "actual"} & row.fields.keys() else None


def _pieces(text: str) -> list[tuple[str, str]]:
    """The parts between stops, each with the stop before it."""
    found, at, mark = [], 0, ""
    for stop in _PIECE.finditer(text):
        found.append((text[at : stop.start()].strip(), mark))
        at, mark = stop.end(), stop[0]
    return [*found, (text[at:].strip(), mark)]


def _headed(piece: str) -> tuple[str, str]:
    """The field that the piece's longest known head names, and what follows it; "" for a piece without one."""
    for length in range(min(_LONGEST_HEAD, len(piece) - 1), 1, -1):
        meaning = column(piece[:length])
        if meaning.certainty >= _SURE and meaning.field:
            return meaning.field, piece[length:].lstrip("：: 为是")
    return "", ""


def labelled_values(
    paragraphs: list[Paragraph], *, funds: bool, goals: bool
) -> tuple[list[Value], list[Paragraph]]:
    """Single amounts and goals behind their labels (年初预算：126万元, 年度目标：…), and the lines they stand in.

    `funds` and `goals` say whether each is still wanted: a table that has them is the better source.
    """
    amounts: dict[str, tuple[Decimal, str, Paragraph]] = {}
    values: list[Value] = []
    taken: list[Paragraph] = []
    for paragraph in paragraphs:
        line = _LABELLED.match(paragraph.text)
        if line is None:
            continue
        kind, goal = fund_column(line["label"]), goal_kind(line["label"])
        amount = wording.amount(line["value"].rstrip("。；;"))
        if funds and kind in KEYS and kind not in amounts and amount and amount[1]:
            amounts[kind] = (*amount, paragraph)
            taken.append(paragraph)
        elif goals and goal in {"预期", "实际"}:
            values.append(Value(("总体目标", goal), wording.flat(line["value"]), paragraph.origin))
            taken.append(paragraph)
    if amounts:
        _, unit, where = next(iter(amounts.values()))
        values.append(Value(("资金", "单位"), unit, where.origin))
        values.append(
            Value(("资金", "明细", 0, "来源"), "年度资金总额", where.origin, "文中没有写资金来源")
        )
        for kind, (number, own, paragraph) in amounts.items():
            size = number * MONEY_SIZES[own] / MONEY_SIZES[unit]
            values.append(Value(("资金", "明细", 0, KEYS[kind]), plain(size), paragraph.origin))
    return values, taken
