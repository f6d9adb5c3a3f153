"""A key of a row emptied: 满意度的原因不是原因，删掉; 把优良路率的措施清空. The row itself stays."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.chat.acts import Act, State
from assistant.chat.mentions import Key, best, find_funds, find_keys, find_names
from assistant.chat.naming import (
    ROWS,
    fund_names,
    fund_path,
    key_of,
    row_names,
    row_path,
    split,
)
from assistant.chat.understanding.places import better_of
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.wording import SENTENCE, bare_of, left_over
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.spoken import amounts_in

_REMARK = 12  # letters between key and verb that say why: 不是原因, 写错了
_BETWEEN = regex(r"(?:和|跟|与|、|及|还有|连同)(?:它的)?")
#: behind a key: the word belongs to a row or is looked into, and is no value to be emptied
_OF_A_ROW = regex(r"(?:那|这|的)*(?:[条行项个]|指标|里|中|上|前|后|第)")


def clearing(text: str, state: State) -> tuple[Act, ...]:
    """The keys that are to be emptied, each with the value ""; () where no key is the object of the deletion."""
    words = lexicon("conversation_commands")
    verbs = sorted({*words["clear"]["verbs"], *words["delete"]["verbs"]}, key=len, reverse=True)
    verb = "|".join(map(re.escape, verbs))
    behind = re.fullmatch(rf"(?:请|帮我|麻烦)*(?:把|将)?(?P<said>.+?)(?:都|也|全部?|给我|先|请|就)*(?:{verb})[掉了吧嘛。 ]*", text)  # fmt: skip
    before = re.fullmatch(rf"(?:请|帮我|麻烦)*(?:{verb})[掉了]*(?P<said>.+?)[吧嘛。 ]*", text)
    match = behind or before
    if not match or is_question(text) or SENTENCE.search(text):
        return ()
    said = match["said"]
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    whole = [m.chars for m in find_names(said, names) if m.whole]
    keys = [
        k for k in find_keys(said)
        if not any(frozenset(range(k.start, k.end)) <= chars for chars in whole)
    ]  # fmt: skip
    keys = _together(said, keys)
    if not keys:
        return ()
    near, why = said[: keys[0].start], said[keys[-1].end :]
    near = re.sub(r"(?:那[条行项个]|这[条行项个])?(?:指标|资金)?(?:的|之|那个)?$", "", near)
    if (
        _OF_A_ROW.match(why)
        or len(bare_of(why)) > (_REMARK if behind else 0)
        or amounts_in(why)
        or re.search(r"改成|改为|换成", why)
    ):
        return ()
    rows, sources = better_of(best(find_names(near, names)), best(find_funds(near, funds)))
    named = (*rows, *sources)
    if named and left_over(near, frozenset().union(*(m.chars for m in named)), strict=False):
        return ()
    if not named and bare_of(near):
        return ()
    if len(rows) == 1:
        return _emptied(keys, "indicator", lambda key: row_path(names[rows[0].index], key))
    if len(sources) == 1:
        return _emptied(keys, "fund", lambda key: fund_path(funds[sources[0].index], key))
    if own := [k for k in keys if k.group == "report"]:
        return tuple(Act("change", path) for path in dict.fromkeys(k.name for k in own))
    listed, name, _ = split(state.pointed)
    if listed == ROWS and not named:
        return _emptied(keys, "indicator", lambda key: row_path(name, key))
    what = "、".join(dict.fromkeys(key_of(k.name) for k in keys))
    told = f"要清空的是哪一项的{what}？请带上名称，如“好路率的{what}清空”。"
    return (Act("unclear", name="clear", say=told),)


def _together(said: str, keys: list[Key]) -> list[Key]:
    """The first key and those joined to it: 原因和措施."""
    kept: list[Key] = []
    for key in keys:
        last = kept[-1] if kept else None
        if (
            last is None
            or key.start == last.start
            or _BETWEEN.fullmatch(said[last.end : key.start])
        ):
            kept.append(key)
    return kept


def _emptied(keys: list[Key], group: str, path: Callable[[str], str]) -> tuple[Act, ...]:
    own = dict.fromkeys(k.name for k in keys if k.group == group)
    return tuple(Act("change", path(key)) for key in own if key not in {"名称", "来源"})
