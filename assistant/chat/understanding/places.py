"""What the open state says of a place: what stands there, what is asked, what the words name of the data."""

from __future__ import annotations

from typing import Literal

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import Value
from assistant.chat.mentions import Key, Mention, best, find_funds, find_keys, find_names
from assistant.chat.naming import FUNDS, ROWS, fund_names, row_names, row_path, split
from assistant.values.spoken import amounts_in, days_in

STRONG = 3.6  # characters of a name that name a row beyond doubt


def about_data(text: str, state: State) -> bool:
    """Whether amounts, or names of rows, or keys of the file stand in the line."""
    names = find_names(text, row_names(state.evaluation))
    return bool(
        amounts_in(text)
        or names
        or find_keys(text)
        or find_funds(text, fund_names(state.evaluation))
    )


def named_or_asked(text: str, state: State) -> str:
    names = row_names(state.evaluation)
    found = best(find_names(text, names))
    if len(found) == 1:
        keys = find_keys(text, "indicator")
        return row_path(names[found[0].index], keys[0].name if keys else "实际")
    return state.pointed or state.asking


def better_of(
    rows: tuple[Mention, ...], sources: tuple[Mention, ...]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    if rows and sources:
        a, b = (rows[0].whole, rows[0].score), (sources[0].whole, sources[0].score)
        return (rows, ()) if a > b else ((), sources)
    return rows, sources


def parts_along(path: str, made: Value, kind: Literal["answer", "change"]) -> tuple[Act, ...]:
    listed, name, _ = split(path)
    if listed == ROWS:
        return tuple(Act(kind, row_path(name, key), value) for key, value in made.parts)
    if path == "资金.原因" or (listed == FUNDS and path.endswith("].原因")):
        return tuple(Act(kind, "资金.措施", value) for key, value in made.parts if key == "措施")
    return ()


def kind_of(path: str, state: State, *, changed: bool) -> Literal["answer", "change"]:
    if path == state.asking:
        return "answer"
    return "change" if changed or _present(path, state) else "answer"


def _present(path: str, state: State) -> bool:
    return bool(value_at(state, path))


def value_at(state: State, path: str) -> str:
    """What the data say at that path now, as text; empty where nothing."""
    from assistant.chat.naming import place_of

    place = place_of(state.evaluation, path)
    if place is None:
        return ""
    node: object = state.evaluation.model_dump(by_alias=True)
    for part in place:
        if isinstance(node, dict):
            node = node.get(part)
        elif isinstance(node, list | tuple) and isinstance(part, int) and part < len(node):
            node = node[part]
        else:
            return ""
    return "" if node is None else str(node)


def ends_a_name(text: str, key: Key, state: State) -> bool:
    """Whether 完成时间 is the end of the only such row's name, and no deadline stands behind it."""
    said = text[key.start : key.end]
    if key.name != "完成时限" or said == key.name:
        return False
    rows = [n for n in row_names(state.evaluation) if n.endswith(said)]
    days = days_in(text[key.end :], state.today)
    return len(rows) == 1 and bool(days) and not days[0].before


def units_of(state: State) -> frozenset[str]:
    year = state.evaluation.project.year
    found = set()
    for row in state.evaluation.indicators:
        target = row.readings(year).wanted
        limit = getattr(target, "limit", None) or getattr(target, "high", None)
        if limit is not None:
            found.add(limit.unit.name)
            found.add(limit.unit.name.lstrip("万亿"))
    return frozenset(filter(None, found))
