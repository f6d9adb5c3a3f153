"""A label and the value that belongs to it: behind its colon, in the cell beside it, or in the one below.

What is itself a label is never a value, however near it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from assistant.forms.read.labels import bare, column, fund_column
from assistant.forms.read.wording import flat
from assistant.lexicon import lexicon
from assistant.located import Place
from assistant.patterns import regex
from assistant.sheets.grid import Cell, Grid
from assistant.values.reading import fold

_WORDS = lexicon("labels")
NAMES = frozenset(_WORDS["name"])
#: label -> its place in the data file
PLACES: dict[str, Place] = {
    label: tuple(key.split(".")) for key, labels in _WORDS["keys"].items() for label in labels
}
_FAMILIES: tuple[tuple[re.Pattern[str], Place], ...] = tuple(
    (regex(pattern), tuple(key.split("."))) for key, pattern in _WORDS["key_patterns"].items()
)
#: 项目 and 单位 alone: they name what the whole form is of where no fuller label does
SHORT_LABELS: dict[str, Place] = {
    label: tuple(key.split(".")) for label, key in _WORDS["short_labels"].items()
}
_STRENGTH: dict[str, int] = {
    label: grade for grade, labels in _WORDS["strength"].items() for label in labels
}
YEARS = frozenset(_WORDS["year"])
GRADES = frozenset(_WORDS["grade"])
TOTALS = frozenset(_WORDS["total"])
#: labels of who filled the form in, of which nothing is needed
UNNEEDED = frozenset(_WORDS["unneeded"])
_EXPECTED, _ACHIEVED = frozenset(_WORDS["expected"]), frozenset(_WORDS["achieved"])
_GOALS = {kind: regex(pattern) for kind, pattern in _WORDS["goal_patterns"].items()}
_KNOWN = NAMES | PLACES.keys() | YEARS | GRADES | TOTALS | _EXPECTED | _ACHIEVED | UNNEEDED
_ENDINGS = tuple(_WORDS["label_endings"])
_UNIT_ENDINGS = tuple(_WORDS["unit_endings"])
_NO_UNIT = regex(r"[表告结案]$|^附|报告|自评表|[。，；：！？]")
#: titles and labels whose value the data has no place for
_FURNITURE = regex(
    r"项目支出绩效.*|.*绩效.*自评表|.*绩效目标.*表|.*绩效自评情况表|.*绩效评价表|绩效指标|绩效指标完成情况|年度绩效指标|附[件表]\d*|"
    r"项目资金.*|年度总体目标.*|年度目标|总体目标|绩效目标|(?:金额)?单位(?:[:：]?(?:人民币)?[亿万]?元)?|预算执行情况.*|项目基本情况|基本情况|"
    r"资金情况|目标完成情况|\d{4}年度?|年度|转移支付.*自评表|自评表"
)
#: the year of a title that stands on the line of the labels
_YEAR_BEFORE = regex(r"^[(]?\s*\d{4}\s*年度?\s*[)]?\s+")
_COLON = regex(r"[:：]")
_LONGEST = 20
_SHORT = 12
_FAR = 4  # empty places between a label and its value


@lru_cache(maxsize=4096)
def place_of(label: str) -> Place | None:
    """The place in the data file that the label names, by the word itself or by its family; None for none."""
    if label in PLACES or len(label) > _LONGEST:
        return PLACES.get(label)
    return next((place for pattern, place in _FAMILIES if pattern.fullmatch(label)), None)


def strength(label: str) -> int:
    """How surely the label names its key: above 0 the key itself, below 0 what often is the same (填报单位)."""
    return _STRENGTH.get(label, 0 if label in PLACES or place_of(label) is None else 1)


def label_of(text: str) -> str:
    """The label of a cell, without what follows its colon."""
    return bare(_COLON.split(text, maxsplit=1)[0])


@lru_cache(maxsize=4096)
def goal_kind(text: str) -> str:
    """预期, 实际 or 中期 (of other years than this) for a label of 总体目标; "" for none."""
    label = label_of(text)
    if not label or len(label) > _LONGEST:
        return ""
    if _GOALS["long"].fullmatch(label):
        return "中期"
    if label in _ACHIEVED or (label not in _EXPECTED and _GOALS["achieved"].fullmatch(label)):
        return "实际"
    return "预期" if label in _EXPECTED or _GOALS["expected"].fullmatch(label) else ""


@lru_cache(maxsize=4096)
def is_label(text: str) -> bool:
    """Whether the cell only names something: a known label with nothing behind its colon."""
    head, colon, rest = text.partition("：" if "：" in text else ":")
    if flat(rest):
        return False
    label = bare(head)
    if not label or len(label) > _LONGEST:
        return False
    known = _known(label) or column(label).certainty >= 1
    return bool(colon) or known or bool(fund_column(label)) or bool(_FURNITURE.fullmatch(label))


def seems_label(text: str) -> bool:
    """A label, or a short text that ends as labels do and holds neither figure nor stop."""
    words = flat(text)
    if is_label(text):
        return True
    return (
        len(words) <= _SHORT and not re.search(r"[\d，。；、]", words) and words.endswith(_ENDINGS)
    )


def is_furniture(text: str) -> bool:
    """Titles and labels that carry no data of their own."""
    label = bare(text)
    return not label or _known(label) or bool(_FURNITURE.fullmatch(label))


def _known(label: str) -> bool:
    return label in _KNOWN or place_of(label) is not None or bool(goal_kind(label))


def is_unit(text: str) -> bool:
    """Whether a line is the name of a unit, as a signature is."""
    words = re.sub(r"[(（][^()（）]*[)）]$", "", flat(text)).replace(" ", "")
    return 3 <= len(words) <= 40 and words.endswith(_UNIT_ENDINGS) and not _NO_UNIT.search(words)  # noqa: PLR2004


def value_of(grid: Grid, cell: Cell, *, text: bool = False) -> tuple[str, Cell | None]:
    """What a label says, and the cell that says it; ("", None) where its place is empty.

    With `text`, a passage is looked for: a short text that ends as labels do is none.
    """
    refused = seems_label if text else is_label
    inside = _COLON.split(cell.text, maxsplit=1)
    if len(inside) == 2 and flat(inside[1]):  # noqa: PLR2004
        return flat(inside[1]), cell
    if cell.text.strip().startswith("←"):
        left = grid.at(cell.row, cell.col - 1)
        return (flat(left.text), left) if left is not None and left.text else ("", None)
    right = _right(grid, cell)
    if right is not None and right.text and not refused(right.text):
        return flat(right.text), right
    # a label whose neighbours are labels too heads a column: what it says stands below
    heads = [c for c in grid.own(cell.row) if c.rowspan == 1]
    headed = len(heads) > 1 and all(refused(c.text) for c in heads)
    if right is None or headed:
        below = grid.at(cell.last_row + 1, cell.col)
        if (
            below is not None and below.text and below.row > cell.last_row
            and below.col == cell.col and not refused(below.text) and len(grid.own(below.row)) <= len(heads)
            and not (len(heads) > 1 and _listed(grid, below, refused))
        ):  # fmt: skip
            return flat(below.text), below
    return "", None


def _listed(grid: Grid, first: Cell, refused: Callable[[str], bool]) -> bool:
    """Whether more of the same stands under a value below a head: then the column is a list, of which no one is the value."""
    under = grid.at(first.last_row + 1, first.col)
    return (
        under is not None and under.col == first.col and under.colspan == first.colspan
        and bool(under.text) and not refused(under.text)
        and len(grid.own(under.row)) == len(grid.own(first.row)) > 1
    )  # fmt: skip


def _right(grid: Grid, cell: Cell) -> Cell | None:
    col = cell.last_col + 1
    found = grid.at(cell.row, col)
    while found is None and col < min(len(grid.rows[cell.row]), cell.last_col + _FAR):
        col += 1
        found = grid.at(cell.row, col)
    return found


def is_line_of_labels(text: str) -> bool:
    """Whether a cell holds more than one label with its value, as lines over a form do."""
    return len(_COLON.findall(text)) > 1 and len(pairs_in(text)) > 1


def pairs_in(text: str) -> list[tuple[str, str]]:
    """`单位名称：县第一小学   填报日期：2023年3月22日` as labels with values, where it begins with a known label."""
    line = _YEAR_BEFORE.sub("", flat(fold(text)))
    marks = list(re.finditer(r"(?:^|\s)(?P<label>[^\s:，。；]{2,20}(?:\([^()]*\))?)\s*:", line))
    if not marks or marks[0].start() or not _known(bare(marks[0]["label"])):
        return []
    ends = [m.start() for m in marks[1:]] + [len(line)]
    return [
        (bare(m["label"]), line[m.end() : end].strip()) for m, end in zip(marks, ends, strict=True)
    ]
