"""Consent and refusal, alone or at the head of more; a value in place of the one shown."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.chat.acts import Act, Reader, State
from assistant.chat.answer_kinds import Value, read_value, wanted_at
from assistant.chat.mentions import find_keys, find_names
from assistant.chat.naming import ROWS, row_names, split
from assistant.chat.understanding.commands import as_a_whole
from assistant.chat.understanding.places import parts_along
from assistant.chat.understanding.questions_put import is_question, question_mark
from assistant.chat.understanding.wording import CHANGE, as_said, is_of_kind
from assistant.values.spoken import amounts_in


def settled_acts(line: str, text: str, state: State, read: Reader) -> tuple[Act, ...]:
    """Consent or refusal, alone or at the head of more."""
    if (state.waiting or state.choices) and is_of_kind("refusal", text):
        return (Act("refuse"),)
    if question_mark(text):
        return ()
    if state.waiting or state.choices:
        if is_of_kind("consent", text):
            return (Act("consent"),)
        head, rest = _head(line)
        if head and state.waiting:
            if is_of_kind("refusal", head) and rest:
                return _correction(as_said(rest), state) or (
                    Act("refuse"),
                    *_rest(rest, state, read),
                )
            if is_of_kind("consent", head) and rest and not is_question(as_said(rest)):
                own = _correction(as_said(rest), state)
                return (
                    own
                    if own and CHANGE.search(rest)
                    else (Act("consent"), *_rest(rest, state, read))
                )
        if not is_question(text) and (own := _correction(text, state)):
            return own
        return ()
    if is_of_kind("consent", text) and not as_a_whole(text, state):
        return (Act("consent", name="nothing"),)
    if is_of_kind("refusal", text):
        return (Act("refuse", name="nothing"),)
    return ()


def _head(line: str) -> tuple[str, str]:
    match = re.match(
        r"\s*([^，,。；;\s]{1,8})[，,。；;\s]+(?:不过|另外|还有|但是?|然后|顺便)?(.+)", line, re.S
    )
    return (match[1], match[2]) if match else ("", "")


def _rest(rest: str, state: State, read: Reader) -> tuple[Act, ...]:
    if is_of_kind("consent", as_said(rest)) or is_of_kind("refusal", as_said(rest)):
        return ()
    return read(rest, replace(state, pending=(), waiting=False))


def _correction(text: str, state: State) -> tuple[Act, ...]:
    """改成93%, 应该是92%, 是92.8, 错了是94.3: the person's own value in place of the one shown."""
    from assistant.chat.answer_kinds import is_remark

    if not state.pending:
        return ()
    match = re.fullmatch(
        r"(?:不是.*?[，,\s]+|不对[，,]?|错了[，,]?|哦|噢|写多了[，,]?|写少了[，,]?)*(?P<verb>改成|改为|换成|应该是|应是|应为|写成|改|是)[:：]?\s*(?P<value>.+)",
        text,
    )
    if not match:
        return ()
    value = match["value"]
    if len(state.pending) > 1 and find_keys(value):
        return ()
    names = row_names(state.evaluation)
    fits = []
    for path, _ in state.pending:
        made = read_value(state.evaluation, path, value, state.today)
        listed, name, _key = split(path)
        foreign = listed == ROWS and any(
            m.whole and names[m.index] != name for m in find_names(value, names)
        )
        if isinstance(made, Value) and not foreign and not is_remark(value):
            fits.append((path, made))
    long = (
        wanted_at(state.evaluation, fits[0][0]).kind in {"cause", "act", "words", "text"}
        if fits
        else False
    )
    if match["verb"] == "是" and long:
        return ()
    if len(fits) == 1:
        path, made = fits[0]
        return (Act("change", path, made.text, say=made.note), *parts_along(path, made, "change"))
    if len(fits) > 1:
        return (Act("unclear", name="which", options=tuple(p for p, _ in fits), value=value),)
    if amounts_in(value) and not find_names(text, names) and not find_keys(text):
        return (
            Act("unclear", name="value", say="这个数放不进等您确认的那一项，请带上名称再说一次。"),
        )
    return ()
