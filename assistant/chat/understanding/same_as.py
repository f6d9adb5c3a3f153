"""跟成活率那条一样, 跟功放那条一个原因: what stands in another row, for the place that was asked about."""

from __future__ import annotations

from assistant.chat.acts import Act, State
from assistant.chat.mentions import best, find_keys, find_names
from assistant.chat.naming import ROWS, row_names, row_path, split
from assistant.chat.understanding.places import kind_of, value_at
from assistant.patterns import regex

_SAME = regex(
    r"(?:还是|也是|就|也)?(?:跟|和|同|与|照|按)(?P<row>[^，,。；;\s]{2,16}?)(?:[那这]一?[条个项行])?(?:的|是|都|也|用)*"
    r"(?:一样|一个(?P<key>原因|措施|单位|股室|科室|时限|时间)|相同|同样|一致|来|写|填)(?:的|嘛|吧|了|就行|就是了|咯|哈)*"
)
_KEYS = {"单位": "责任单位", "股室": "责任单位", "科室": "责任单位", "时间": "完成时限", "时限": "完成时限"}  # fmt: skip
_COPIED = frozenset({"原因", "措施", "责任单位", "完成时限"})


def same_as(text: str, state: State) -> tuple[Act, ...]:
    """The value of the row that is named, for the same key of the row asked about; () where the line says anything else."""
    match = _SAME.fullmatch(text.strip(" ，,。！!"))
    listed, name, key = split(state.pointed or state.asking)
    if not match or listed != ROWS or key not in _COPIED:
        return ()
    told = match["key"] or next((k.name for k in find_keys(match["row"], "indicator")), "")
    key = _KEYS.get(told, told) or key
    names = [n for n in row_names(state.evaluation) if n != name]
    found = best(find_names(match["row"], names))
    rows = [names[m.index] for m in found if value_at(state, row_path(names[m.index], key))]
    if len(rows) != 1 or key not in _COPIED:
        return ()
    path = row_path(name, key)
    value = value_at(state, row_path(rows[0], key))
    return (Act(kind_of(path, state, changed=False), path, value, say=f"照“{rows[0]}”的{key}"),)
