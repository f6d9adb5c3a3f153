"""What was written a moment ago set right: 不对，还是6座 right behind a yes."""

from __future__ import annotations

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import Value, read_value, wanted_at
from assistant.chat.mentions import find_keys, find_names
from assistant.chat.naming import row_names
from assistant.chat.understanding.beside_the_value import span_of
from assistant.chat.understanding.places import units_of
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.wording import left_over
from assistant.patterns import regex
from assistant.values.spoken import amounts_in

#: 不对, 算了, 不是7座: what takes back the words before
_TAKES_BACK = r"(?:(?:不对|不是这样|错了|[说写改搞弄]错了|算了|不改了|等等|慢着)[啊哦呀吧]*|不是[^，,。；;\s]{1,10})"
_BACK = regex(
    rf"(?:哦|噢|哎|唉|嗯)?[，,\s]*(?P<denied>{_TAKES_BACK})?[，,。；;\s]*"
    r"(?P<back>(?:就|应该)?(?:还是|仍是|改回去?|恢复(?:成|为)?|退回))?(?:应该是|应该|应是|应为|是|到|成|用|写|填|按)*"
    r"(?P<value>.*?)[吧了嘛。]*"
)
_AS_BEFORE = regex(r"(?:之前|以前|原来|原先|刚才|原)(?:那个|的)?(?:数|值|那样|样子|写法)?(?:的)?|")
_PLAIN = frozenset({"number", "money", "points", "share", "day", "deadline", "office", "unit", "level", "target", "date"})  # fmt: skip
_FIGURES = frozenset({"number", "money", "points", "share", "target"})


def put_back(text: str, state: State) -> tuple[Act, ...]:
    """The change that sets right what the last yes wrote; () where the words are no such correction.

    A value must be of the kind of one of the places written. Where only 还是 says so and it would answer the
    open question too, both are offered.
    """
    match = _BACK.fullmatch(text)
    if not state.written or not match or is_question(text):
        return ()
    denied, back, value = match["denied"] or "", match["back"] or "", match["value"].strip()
    if not (denied or back) or find_keys(value) or _names(value, state):
        return ()
    if _AS_BEFORE.fullmatch(value):
        # 不对 alone says only that something is wrong
        return tuple(Act("change", p, old) for p, old, _ in state.written) if back else ()
    fits = [
        (path, made)
        for path, old, _ in state.written
        if (made := _reads(path, value, state)) is not None or value == old
    ]
    if not fits:
        return ()
    asked = state.pointed or state.asking
    if not denied and back in {"还是", "就还是", "应该还是"} and _reads(asked, value, state):
        fits = [*fits, (asked, None)]
    if len(fits) > 1:
        return (Act("unclear", name="which", options=tuple(p for p, _ in fits), value=value),)
    path, made = fits[0]
    return (Act("change", path, made.text if made else value, say=made.note if made else ""),)


def _names(value: str, state: State) -> bool:
    """Whether a row is named whole."""
    return any(m.whole for m in find_names(value, row_names(state.evaluation)))


def _reads(path: str, value: str, state: State) -> Value | None:
    """The words as a value of that place and nothing more, where it wants a plain one."""
    kind = wanted_at(state.evaluation, path).kind if path else ""
    if kind not in _PLAIN:
        return None
    if kind in _FIGURES:
        amounts = amounts_in(value, units_of(state))
        if len(amounts) != 1 or left_over(value, span_of(amounts[0])):
            return None
    made = read_value(state.evaluation, path, value, state.today)
    return made if isinstance(made, Value) else None
