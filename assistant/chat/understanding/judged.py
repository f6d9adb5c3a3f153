"""How far a row in words was reached: 管护制度健全性 达成 100%."""

from __future__ import annotations

import re

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import Value, read_value, wanted_at
from assistant.chat.mentions import best, find_names
from assistant.chat.naming import row_names, row_path
from assistant.chat.understanding.places import kind_of, parts_along

_JUDGED = re.compile(
    r"(?:的|那[条项个]|这[条项个]|指标|完成程度|是|为|算|应该|评|定|[：:，,\s])*"
    r"(?P<level>部分达成|未达成|没达成|达成)(?:了|预期|指标|目标|吧|嘛|呗)*"
    r"[，,、\s]*(?:(?:评分比例|比例|给|按|打|记|是|为)*\s*(?:\d{1,3}(?:\.\d+)?%|百分之[\d一二三四五六七八九十点.]+|[一二三四五六七八九]成[一二三四五六七八九半]?)(?:的?分值?)?)?[。吧了]*"
)


def judged_acts(text: str, state: State) -> tuple[Act, ...]:
    """完成程度 and 评分比例 of the row in words that begins the line; () where it says anything else."""
    names = row_names(state.evaluation)
    found = best(find_names(text, names))
    if len(found) != 1 or not found[0].chars or min(found[0].chars) > 1:
        return ()
    name = names[found[0].index]
    end = max(i for i in found[0].chars if i < len(text)) + 1
    match = _JUDGED.fullmatch(text[end:])
    if not match or wanted_at(state.evaluation, row_path(name, "实际")).kind not in {
        "words",
        "day",
    }:
        return ()
    path = row_path(name, "完成程度")
    made = read_value(state.evaluation, path, match[0], state.today)
    if not isinstance(made, Value):
        return ()
    kind = kind_of(path, state, changed=False)
    return (Act(kind, path, made.text), *parts_along(path, made, kind))
