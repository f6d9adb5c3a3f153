"""The one figure of a sentence that has the target's unit: 86户 of 实际完成86户，占计划的95.6%.

Nothing is weighed: where two figures have the unit, where the words before the figure are of something else, or
where any clause takes something back (未, 约, 预计), there is none, and a person is asked.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.patterns import regex
from assistant.values.amounts import Quantity, read_amount, usual
from assistant.values.numerals import CHINESE
from assistant.values.reading import fold
from assistant.values.units import MEASURE_NAMES, Unit, listed_units, read_unit

_LONGEST = 120  # characters
_CLAUSES = regex(r"(?<!\d),|,(?!\d{3}(?!\d))|[;。、:()]|(?=占)")
#: what is told of the plan and leaves the figure as it is: 占计划的95.6%, 按计划
_OF_THE_PLAN = regex(
    r"(?:占|为|完成|达到?|超额?)(?:了|年度|年初|全年|原定?|预期)*(?:计划|目标|任务)(?:数|任务|量|值)?的?(?=\d|百分之)|按照?计划"
)
_TAKES_BACK = regex(
    r"[未没尚仍欠缺差剩扣退约余多几拟将]|近\d|取消|失败|除|仅|左右|上下|不足|不到|不含|预计|计划|目标|任务数|力争|应|原有|上年|去年|往年|历年"
)
#: what was reached by a day within the year is not yet the year's
_PART_OF_YEAR = regex(r"(?<!\d)(?:0?[1-9]|1[01])月|季度|半年|[上中下]旬")
#: words that name a rate: one of another name is another rate
_RATE = regex("[率度比占幅]")
_END_OF_YEAR = r"(?:截至|截止到?|至|到)?(?:{year}年)?(?:12月(?:31日|底|末)?|年[底末])"
_FIGURE = rf"(?<![\d.第{CHINESE}])(?:\d[\d,]*(?:\.\d+)?|[{CHINESE}]+)"


@cache
def _figures() -> re.Pattern[str]:
    names = sorted({*listed_units(), *MEASURE_NAMES}, key=len, reverse=True)
    units = "|".join(map(re.escape, names))
    return regex(rf"(?P<figure>{_FIGURE})(?P<unit>[百千万亿]*(?:{units}))")


def figure_of(text: str, wanted: Unit, name: str, year: int | None = None) -> Quantity | None:
    """The figure of the actual `text` in the unit of the target of the row called `name`; None where it is not plain."""
    plain = "".join(usual(fold(text)).split())
    if not wanted.name or "/" in wanted.kind or len(plain) > _LONGEST:
        return None
    if _PART_OF_YEAR.search(plain) or _TAKES_BACK.search(_OF_THE_PLAN.sub("", plain)):
        return None
    same = [m for m in _figures().finditer(plain) if read_unit(m["unit"]).same_kind(wanted)]
    if len(same) != 1:
        return None
    at = same[0].start("figure")
    start = max((m.end() for m in _CLAUSES.finditer(plain) if m.end() <= at), default=0)
    end = min((m.start() for m in _CLAUSES.finditer(plain) if m.start() > at), default=len(plain))
    clause = plain[start:end]
    if year:
        clause = re.sub(rf"^{_END_OF_YEAR.format(year=year)}", "", clause)
    bare = without_name(clause, fold(name))
    if wanted.kind == "比例" and _RATE.search(bare):
        return None
    found = read_amount(bare, actual=True) or read_amount(clause, actual=True)
    if found is None or found.sign not in {"", "="} or found.high is not None:
        return None
    return found.low if found.low.unit.same_kind(wanted) and not found.low.unit.change else None


_DONE_FIRST = regex(r"^(?:已|全部|均|如期|按期|按时|顺利)*(?:完成|达标|建成|落实)[,、:]")


def without_name(plain: str, name: str) -> str:
    """The text without the words of the row's name before its figure, and without a 已完成 before them."""
    figures = re.findall(r"\d[\d,.]*", plain)
    if len(figures) != 1:
        return plain
    at = plain.index(figures[0])
    lead = _DONE_FIRST.sub("", plain[:at])
    for length in range(min(len(lead), len(name)), 1, -1):
        for start in range(len(name) - length + 1):
            lead = lead.replace(name[start : start + length], "")
    return lead + plain[at:]
