"""Answers by the numbers of a list or of a choice that was shown."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.chat.acts import Act, Reader, State
from assistant.chat.answer_kinds import NoValue, is_office, read_value, wanted_at
from assistant.chat.mentions import best, find_funds, find_keys, find_names
from assistant.chat.naming import split, words_of
from assistant.chat.understanding.places import kind_of, parts_along
from assistant.chat.understanding.wording import as_said, bare_of, is_of_kind
from assistant.patterns import regex
from assistant.values.spoken import amounts_in

_ITEM = regex(
    r"(?:^|[；;\n]|(?<=[^\d.])\s+)\s*(?:第)?(\d{1,2})\s*(?:[.、．:：)）](?!\d)|(?<=\d)\s)\s*(?=\S)"
)


#: a list mark at the head of a line, with words behind it: 1. 到位那栏：…, and no number of the data
_LIST_MARK = regex(r"^\s*(?:\d{1,2}[.．)）]\s+|\d{1,2}、\s*)(?=[\u4e00-\u9fff]{2})")


def without_list_mark(line: str) -> str:
    """The line without the mark of a list in which it was written."""
    return _LIST_MARK.sub("", line)


def numbered_acts(line: str, state: State, read: Reader) -> tuple[Act, ...]:
    """1. …；3. …: answers to the open items by the numbers shown."""
    marks = list(_ITEM.finditer(line))
    if not marks or line[: marks[0].start()].strip():
        return ()
    if not state.listed:
        numbers = [int(mark[1]) for mark in marks]
        if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):  # noqa: PLR2004
            return ()
        ends = [m.start() for m in marks[1:]] + [len(line)]
        parts = [line[m.end() : end] for m, end in zip(marks, ends, strict=True)]
        if _points_of_one_answer(parts, state):
            return ()
        told = "这次还没有列出编号，没有写入。请先打 /缺项 看编号，再按编号一起答；只答眼下这一问，请不写编号。"
        return (Act("unclear", name="number", text=line, say=told),)
    ends = [m.start() for m in marks[1:]] + [len(line)]
    acts: list[Act] = []
    for mark, end in zip(marks, ends, strict=True):
        number, said = int(mark[1]), line[mark.end() : end].strip(" ；;\n，,")
        if not 1 <= number <= len(state.listed):
            acts.append(Act("unclear", name="number", text=said, say=f"没有第{number}项。"))
            continue
        one = replace(
            state, asking=state.listed[number - 1], listed=(), pending=(), waiting=False, choices=()
        )
        for act in _of_item(read(said, one), one, said):
            about = f"（{words_of(one.asking)}）"
            told = (
                f"第{number}项{about}：{act.say}" if act.kind == "unclear" and act.say else act.say
            )
            acts.append(
                replace(act, say=told, path=act.path or (one.asking if act.name == "跳过" else ""))
            )
    return tuple(acts)


def _points_of_one_answer(parts: list[str], state: State) -> bool:
    """Whether 1、… 2、… are the points of one measure or reason, and not answers to several items: no bare office."""
    asked = bool(state.asking) and wanted_at(state.evaluation, state.asking).kind in {
        "act",
        "cause",
    }
    return asked and not any(is_office(re.split(r"[，,。；;]", part)[0].strip()) for part in parts)


#: keys that an answer to a question of their row may bring along
_ALONG = frozenset({"原因", "措施", "责任单位", "完成时限", "评分比例", "佐证"})


def _of_item(acts: tuple[Act, ...], state: State, said: str) -> tuple[Act, ...]:
    """The acts of a numbered answer: its number is its target, unless the words name a key of another place."""
    listed, name, _ = split(state.asking)
    foreign = [
        a for a in acts
        if a.kind in {"answer", "change"} and a.path != state.asking
        and not (split(a.path)[:2] == (listed, name) and split(a.path)[2] in _ALONG)
    ]  # fmt: skip
    counts = wanted_at(state.evaluation, state.asking).kind in {"number", "money", "day"}
    if (
        not foreign
        or (find_keys(said) and counts)
        or (counts and any(a.path == state.asking for a in acts))
    ):
        return acts
    made = read_value(state.evaluation, state.asking, as_said(said), state.today)
    if isinstance(made, NoValue):
        return (Act("unclear", state.asking, name="value", say=made.why or "没有读懂。"),)
    return (
        Act("answer", state.asking, made.text, say=made.note),
        *parts_along(state.asking, made, "answer"),
    )


def chosen_act(text: str, state: State) -> Act | None:
    """The number, or the name, of one of the choices shown."""
    if not state.choices:
        return None
    from assistant.values.numerals import read_number

    match = re.fullmatch(
        r"(?:选|就|是)?第?([一二两三四五六七八九十]|\d{1,2})(?:个|条|项|号)?(?:吧|的)?",
        bare_of(text),
    )
    number = read_number(match[1]) if match else None
    if len(state.choices) == 1 and is_of_kind("consent", text):
        number = Decimal(1)  # 是 to the one reading that was in doubt
    if number is not None and 1 <= int(number) <= len(state.choices):
        chosen = state.choices[int(number) - 1]
    else:
        names = [split(c.path)[1] or c.path for c in state.choices]
        found = best(find_names(text, names)) or best(find_funds(text, names))
        if len(found) != 1 or amounts_in(text):
            return None
        chosen = state.choices[found[0].index]
    made = read_value(state.evaluation, chosen.path, chosen.value, state.today)
    if isinstance(made, NoValue):
        return Act("unclear", chosen.path, say=made.why, name="value")
    return Act(kind_of(chosen.path, state, changed=False), chosen.path, made.text, say=made.note)
