"""How far a row in words, or one with a day, was reached: 管护制度健全性 达成 100%; 平台晚的那个扣三成."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import Value, read_value, wanted_at
from assistant.chat.mentions import best, find_names
from assistant.chat.naming import row_names, row_path, split
from assistant.chat.understanding.places import kind_of
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.wording import left_over
from assistant.patterns import regex
from assistant.values.numerals import print_number
from assistant.values.spoken import amounts_in

_LEVEL = regex(r"部分达成|未达成|没达成|达成(?:了)?(?:预期|目标|指标)?")
_SHARE = regex(
    r"(?P<verb>扣(?:掉|了)?|给|得分?|打|算|按|记|评分比例|比例|[，,、\s]|成)(?:个|到|它|分|是|为|给|按)*\s*"
    r"(?P<share>\d{1,3}(?:\.\d+)?%|百分之[\d一二三四五六七八九十点.]+|[一二三四五六七八九]成[一二三四五六七八九半]?)(?:的?分值?)?"
)
#: 局里说, 我看, 还行: who judged, and in passing
_IN_PASSING = regex(
    r"[\u4e00-\u9fff]{1,3}(?:里|上)?(?:说|讲|定|认为)(?:的|是|算)?|我(?:看|觉得)|还(?:行|可以|好)|差不多|预期|算|评|晚的?|没?做好"
)
_BESIDE = 2  # letters that may be left beside all that


def judged_acts(text: str, state: State) -> tuple[Act, ...]:
    """完成程度 and 评分比例 of the row that is named, or asked about; () where the line says anything else."""
    level, share = _LEVEL.search(text), _SHARE.search(text)
    if not (level or share) or is_question(text):
        return ()
    listed, asked, key = split(state.pointed or state.asking)
    names = [n for n in row_names(state.evaluation) if _is_judged(n, state)]
    found = best(find_names(text, names))
    spans = [m.span() for m in (level, share) if m]
    used = frozenset(i for start, end in spans for i in range(start, end))
    if len(found) == 1:
        name, used = names[found[0].index], used | found[0].chars
    elif not found and listed and asked in names and key in {"完成程度", "评分比例"}:
        name = asked
    else:
        return ()
    used |= frozenset(i for m in _IN_PASSING.finditer(text) for i in range(*m.span()))
    if len(left_over(text, used)) > _BESIDE or (
        share and not level and not _of_points(share, text)
    ):
        return ()
    acts = []
    if level:
        path = row_path(name, "完成程度")
        made = read_value(state.evaluation, path, level[0], state.today)
        if isinstance(made, Value):
            acts.append(Act(kind_of(path, state, changed=False), path, made.text))
    if share and (rate := _rate(share)):
        path = row_path(name, "评分比例")
        acts.append(Act(kind_of(path, state, changed=False), path, rate))
    return tuple(acts)


def _is_judged(name: str, state: State) -> bool:
    return wanted_at(state.evaluation, row_path(name, "实际")).kind in {"words", "day"}


def _of_points(share: re.Match[str], text: str) -> bool:
    """Whether a share alone is said of the points: 扣三成, 得分给六成, 评分比例70%."""
    return share["verb"].startswith("扣") or bool(re.search(r"得分|分值|评分|比例|给", text))


def _rate(share: re.Match[str]) -> str:
    """The share of the points that stay: of 扣三成 70%."""
    amounts = amounts_in(share["share"])
    if len(amounts) != 1 or not 0 <= amounts[0].value <= 100:  # noqa: PLR2004
        return ""
    value = 100 - amounts[0].value if share["verb"].startswith("扣") else amounts[0].value
    value = value.to_integral() if value == value.to_integral() else Decimal(value).normalize()
    return f"{print_number(value)}%"
