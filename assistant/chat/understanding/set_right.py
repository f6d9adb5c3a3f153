"""What a person says in place of what was just said: 港航股 算了 还是安全股; 310是毛数 除了杂是306.5 写除了杂的.

Of several things said for one place the last counts, or the one that is pointed at by what it was called. Taken only where
a sign tells that something is set right, and what is left is of the kind that the place wants.
"""

from __future__ import annotations

import re

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import Value, money_value, number_value, read_value, wanted_at
from assistant.chat.mentions import find_keys, find_names
from assistant.chat.naming import ROWS, row_names, row_path, split
from assistant.chat.understanding.likely import places_of
from assistant.chat.understanding.places import kind_of, units_of, value_at
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.supported import supported
from assistant.chat.understanding.wording import SIGNS
from assistant.patterns import regex
from assistant.values.spoken import amounts_in, days_in

_SIGN = regex(
    r"不对|算了|[哦噢啊哎](?=[，,\s]|不)|不是|[说写搞弄]错|不算|(?<=[，,\s])不(?=[，,\s])|除了"
)
_BEGINS = regex(r"^(?:那|还|就|应该|我|请)*(?:是|写|填|用|改成|改为|换成)+|^(?:还|就)")
_REPAIRED = frozenset({"office", "deadline", "cause", "day", "unit"})
#: 谁还能有…: asks nothing, names the one
_ONLY = regex(r"除了(?P<meant>[\u4e00-\u9fff]{2,12}?)(?:还能|还会|哪还|谁还)[有是]?谁?.{0,3}")


def said_instead(text: str, state: State) -> tuple[Act, ...]:
    """The value that is meant for the place asked about, or for the one that waits; () where nothing is set right."""
    if chosen := _pointed_at(text, state):
        return chosen
    asked = state.pointed or state.asking
    if not asked or state.waiting or wanted_at(state.evaluation, asked).kind not in _REPAIRED:
        return ()
    if only := _ONLY.fullmatch(text.strip(" ，,。？?")):
        return _taken(only["meant"], asked, text, state)
    sign = _SIGN.search(text)
    if sign is None or find_keys(text, "indicator", "fund") or _names_other(text, asked, state):
        return ()
    pieces = [p for p in SIGNS.split(text[sign.start() :]) if p]
    last = pieces[-1] if pieces else ""
    if wanted_at(state.evaluation, asked).kind == "cause" and not last.startswith("是"):
        return ()  # 不是因为下雨，停了四十天: not plain what is meant instead
    # 采购办只管买装是运维组装的写运维组: without a sign the words behind the last verb
    behind = re.search(r"(?:写|是|填|改成|叫)(?P<meant>(?:(?!写|是|填|叫).)+)$", last)
    for meant in dict.fromkeys((behind["meant"] if behind else "", _BEGINS.sub("", last))):
        if meant and not _SIGN.search(meant) and not re.match("有|和|跟|加", meant) and (acts := _taken(_with_year(meant, text, asked, state), asked, text, state)):  # fmt: skip
            return acts
    return ()


#: 97.4错了, 十月二十二不准: what stands is told to be wrong
_WRONG = regex(r"[^，,。；;\s]{0,2}?(?:[说写报填统算]?错了?|不[对准]|有误)")
_RIGHT = regex(r"(?:应该?是|应为|改成|改为|才是|是(?!不)|为)\s*$")


def told_wrong(text: str, state: State) -> tuple[Act, ...]:
    """97.4错了，漏了两批，应该是98.1%: of a figure or day that stands in one place the one that is to stand there; () elsewhere."""
    listed, name, _ = split(state.pointed or state.asking)
    days = days_in(text, state.today, past=True, year=state.evaluation.project.year)
    if len(days) == 2 and listed == ROWS and wanted_at(state.evaluation, row_path(name, "实际")).kind == "day":  # noqa: PLR2004  # fmt: skip
        path, old, new = row_path(name, "实际"), days[0], days[1]
        stands = days_in(value_at(state, path), state.today)
        same = bool(stands) and (stands[0].first.month, stands[0].first.day) == (old.first.month, old.first.day)  # fmt: skip
        places: tuple[str, ...] = (path,) if same else ()
        ends, begins, said = old.end, new.start, text[new.start : new.end]
    else:
        amounts = amounts_in(text, units_of(state))
        if len(amounts) < 2:  # noqa: PLR2004
            return ()
        first, last = amounts[0], amounts[-1]
        places, ends, begins, said = places_of(first, state), first.end, last.start, text[last.start : last.end]  # fmt: skip
    if len(places) != 1 or not _WRONG.match(text, ends) or not _RIGHT.search(text[:begins]):
        return ()
    made = read_value(state.evaluation, places[0], said, state.today)
    if not isinstance(made, Value) or is_question(text):
        return ()
    return (Act("change", places[0], made.text, say=made.note),)


def _taken(meant: str, asked: str, text: str, state: State) -> tuple[Act, ...]:
    made = read_value(state.evaluation, asked, meant, state.today)
    if not isinstance(made, Value):
        return ()
    act = Act(kind_of(asked, state, changed=False), asked, made.text, say=made.note)
    return supported(meant, state, (act,)) if wanted_at(state.evaluation, asked).kind == "cause" else (act,)  # fmt: skip


def _with_year(meant: str, text: str, asked: str, state: State) -> str:
    """明年6月 哦 … 写7月15: the year that was said first goes for what is meant."""
    if not asked.endswith("完成时限") or re.search("年", meant):
        return meant
    first = days_in(text, state.today)
    own = days_in(meant, state.today)
    if (
        not first
        or not own
        or not re.match(r"\d{4}|[今明后来]年", text[first[0].start : first[0].end])
    ):
        return meant
    return f"{first[0].first.year}年{meant[own[0].start :]}"


def _names_other(text: str, asked: str, state: State) -> bool:
    listed, name, _ = split(asked)
    names = row_names(state.evaluation)
    return any(m.score > 2 and not (listed == ROWS and names[m.index] == name) for m in find_names(text, names))  # noqa: PLR2004  # fmt: skip


#: …写除了杂的, 用加上的那个数: the number by what it was called
_BY_CALL = regex(
    r"(?:就|还是|要)*(?:写|用|填|按|报)(?P<call>[\u4e00-\u9fff]{1,8}?)的?(?:那个?|这个?)?数?$"
)


def _pointed_at(text: str, state: State) -> tuple[Act, ...]:
    """Of two numbers the one that is pointed at: for the place that waits, or 实际 of the row asked about."""
    match = _BY_CALL.search(text)
    listed, name, _ = split(state.pointed or state.asking)
    waiting = [path for path, _ in state.pending]
    places = waiting if len(waiting) == 1 else [row_path(name, "实际")] if listed == ROWS and not waiting else []  # fmt: skip
    if not match or not places:
        return ()
    before, path = text[: match.start()], places[0]
    numbers = amounts_in(before, units_of(state))
    call = match["call"].removesuffix("的")
    at = before.find(call)
    if len(numbers) != 2 or at < 0 or before.find(call, at + 1) >= 0:  # noqa: PLR2004
        return ()
    # the call stands before its number (除了杂是306.5) or behind it (二千四百八是平日的)
    first, second = numbers
    own = second if at > first.end and ((at < second.start and not re.search(r"是$", before[first.end : at])) or at > second.end) else first  # fmt: skip
    wanted = wanted_at(state.evaluation, path)
    if wanted.kind not in {"number", "money"}:
        return ()
    made = money_value(wanted.unit, own) if wanted.kind == "money" else number_value(wanted, own)
    return (Act("change", path, made.text, say=made.note),) if isinstance(made, Value) else ()
