"""The gate before anything is proposed: a line leads to a proposal only where the whole of it is accounted for by what was read.

The one place where what was read (whichever reader read it) is confronted with the line (`unexplained`), and each value with what
may stand in its place at all: a name that is no name, a day to come that is told as done, a figure many times the one that stands,
words taken for the answer to a question that was not the last thing said. What is not accounted for is put as one short question.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import wanted_at
from assistant.chat.naming import key_of
from assistant.chat.understanding.places import value_at
from assistant.chat.understanding.supported import asked_instead, names_place
from assistant.chat.understanding.unexplained import (
    COUNTED,
    beside_value,
    changed_by,
    days,
    figures,
    other_office,
    other_row,
)
from assistant.patterns import regex
from assistant.segmenting import frequency, words
from assistant.values.spoken import amounts_in, days_in

_TAKEN = frozenset({"answer", "change", "add", "delete"})
_WORDY = frozenset({"cause", "act", "words", "text", "remarks"})


def accounted_for(text: str, state: State, acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """The acts, or in place of what they would write one short question, where the line holds more than they say."""
    taken = [a for a in acts if a.kind in _TAKEN]
    if not taken or any(a.kind == "consent" for a in acts):
        return acts  # what is said beside a yes was read, and held against its own words, by itself
    why = _unexplained(text, state, taken, acts)
    if why is None:
        return acts
    return (*(a for a in acts if a.kind not in _TAKEN), asked_instead(taken, why))


def _unexplained(text: str, state: State, taken: Sequence[Act], acts: Sequence[Act]) -> str | None:
    """The words that leave the reading in doubt ("" where it is the place), or None where all is accounted for."""
    pieces = [a.text for a in acts if a.kind == "unclear" and a.name == "piece"]
    if found := changed_by(text, state, taken) or figures(text, state, taken, pieces):
        return found
    if found := days(text, state, taken) or beside_value(text, state, taken):
        return found
    read = text  # a clause that is told to be unread may name any row
    for piece in pieces:
        read = read.replace(piece, "")
    if found := other_row(read, state, [*taken, *(a for a in acts if a.kind == "question")]):
        return found
    if found := other_office(text, taken):
        return found
    for act in taken:
        if (found := _no_name(act)) or (found := _no_such_day(act, state)) or (found := _leaps(act, state)):  # fmt: skip
            return found
        if _unasked(act, text, state):
            return ""
    return None


_NAMES = frozenset({"主送", "署名", "抄送", "名称", "来源", "主管部门", "实施单位", "责任单位", "通知", "概况"})  # fmt: skip
#: words of grammar that no name begins with: what is done to it, who it is told of, where it is put
_GRAMMAR = frozenset("做加写叫系是有把给跟和同与要再还也都就只得没别莫以让请的从在去改换")
#: where words are put, how many, of which kind: before a name, and no part of it
_BEFORE = regex(
    r"(?:后|里|前|上|下)[头面边]|(?:一|这|那)[条个句笔项]|(?:目标|计划)(?=[\d≥≤不一二三四五六七八九十百])"
    r"|(?:产出|效益|数量|质量|时效|成本|生态|社会|经济|满意度)(?:指标)?[的\s]"
)
_BEHIND = regex(r"[吧嘛呢啊噻哈咯哦了着的]$")
_SIGN = regex(r"[，,；;！!？?\s]")


def _no_name(act: Act) -> str:
    """A value that is to be a name and has words of grammar at its head or end, or signs in it."""
    if act.kind == "delete" or (act.kind != "add" and key_of(act.path) not in _NAMES):
        return ""
    value = act.value.strip()
    if _BEFORE.match(value):
        return value
    if key_of(act.path) == "概况":
        return ""
    return value if _begins_with_grammar(value) or _BEHIND.search(value) or _SIGN.search(value) else ""  # fmt: skip


def _begins_with_grammar(value: str) -> bool:
    """做县财政局…, but not 就业局 or 同仁县: the first letter is a word of grammar and begins no word."""
    alone = next(iter(words(value)), "") == value[:1] or not any(frequency(value[:n]) for n in (2, 3))  # fmt: skip
    return value[:1] in _GRAMMAR and alone


def _no_such_day(act: Act, state: State) -> str:
    """A day that is told as reached and is still to come, or is no day but a deadline."""
    if act.kind not in {"answer", "change"} or wanted_at(state.evaluation, act.path).kind != "day":
        return ""
    found = days_in(act.value, state.today)
    if not found:
        return ""
    to_come = found[0].first > state.today and found[0].first.year > state.evaluation.project.year
    late = to_come or found[0].before
    return act.value if late else ""


_TIMES = Decimal(5)  # how many times what stands there, or the target, a new figure may be


def _leaps(act: Act, state: State) -> str:
    """A figure that is many times what stands, or a small part of it: more often misread than meant."""
    wanted = wanted_at(state.evaluation, act.path)
    if act.kind not in {"answer", "change"} or wanted.kind not in COUNTED - {"share"}:
        return ""
    stands = value_at(state, act.path) or (wanted.row.target if wanted.row else "")
    old, new = amounts_in(stands), amounts_in(act.value)
    if len(old) != 1 or len(new) != 1 or not old[0].value or key_of(act.path) == "目标":
        return ""
    before, now = (_whole(a.value, a.unit) for a in (old[0], new[0]))
    return act.value if now and not before / _TIMES <= now <= before * _TIMES else ""


def _whole(value: Decimal, unit: str) -> Decimal:
    """3.2万人 as 32000."""
    return value * {"万": Decimal(10_000), "亿": Decimal(10**8)}.get(unit[:1], Decimal(1))


def _unasked(act: Act, text: str, state: State) -> bool:
    """Words without the name of their place, taken for a question that stands but was not the last thing said: 写入吗？ was."""
    return (
        state.waiting
        and not state.put
        and act.kind == "answer"
        and act.path == state.asking
        and wanted_at(state.evaluation, act.path).kind in _WORDY
        and not names_place(text, act, state)
    )
