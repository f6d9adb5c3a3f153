"""A lack that is named, and its cause: 捐赠的4万没到是因为企业破产了."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import NoValue, read_value
from assistant.chat.mentions import best, find_funds, find_names
from assistant.chat.naming import FUNDS, ROWS, fund_names, fund_path, row_names, row_path, split
from assistant.chat.understanding.clauses import clauses_of
from assistant.chat.understanding.places import kind_of, parts_along
from assistant.chat.understanding.questions_put import is_question
from assistant.patterns import regex

_CAUSED = regex(
    r"(?:是因为|是由于|因为|由于|主要是|(?<=[到位付行完成标达])[，,]?(?:都是|是|原因是)(?=[^吗么什谁哪]{4,}$))(?P<cause>.+)$"
)


_LACK = regex(r"没|未|不到|只|少|差|低|扣|缺|慢|晚")


def caused_acts(text: str, state: State) -> tuple[Act, ...]:
    """捐赠的4万没到是因为企业破产了: a lack that is named, and its cause."""
    match = _CAUSED.search(text)
    if not match or match.start() == 0 or is_question(text[: match.start()]):
        return ()
    before, cause = text[: match.start()].rstrip("，, "), match["cause"]
    cut = max(before.rfind(c) for c in "，,。；;") + 1
    head, near = before[:cut], before[cut:]
    if not _LACK.search(near):
        return ()
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    acts = (
        [a for a in clauses_of(head, head, replace(state, asking="", pointed="")) if a.path]
        if head.strip(" ，,")
        else []
    )
    if head.strip(" ，,") and not acts:
        return ()
    money = re.search(r"万|元|到位|到账|付|支|执行|花|钱|没到", near)
    sources = best(find_funds(near, funds)) if money else ()
    rows = best(find_names(near, names))
    if sources and rows and rows[0].score > sources[0].score:
        sources = ()
    path = ""
    if len(sources) == 1:
        path = fund_path(funds[sources[0].index], "原因")
    elif len(rows) == 1 and not sources:
        path = row_path(names[rows[0].index], "原因")
    elif acts and money and split(acts[-1].path)[0] == FUNDS:
        path = fund_path(split(acts[-1].path)[1], "原因")
    elif acts and not rows and split(acts[-1].path)[0] == ROWS:
        path = row_path(split(acts[-1].path)[1], "原因")
    elif money and len(funds) == 1 and not rows:
        path = fund_path(funds[0], "原因")
    if not path:
        return ()
    made = read_value(state.evaluation, path, cause, state.today)
    if isinstance(made, NoValue):
        return (*acts, Act("unclear", path, name="value", say=made.why))
    kind = kind_of(path, state, changed=False)
    return (*acts, Act(kind, path, made.text, say=made.note), *parts_along(path, made, kind))
