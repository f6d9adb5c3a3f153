"""Where the value of a clause goes: the row, source and key that its words name, or what is asked."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.chat.acts import State
from assistant.chat.answer_kinds import TELLS_DONE, wanted_at
from assistant.chat.mentions import Key, Mention, best, find_funds, find_keys, find_names
from assistant.chat.naming import FUNDS, ROWS, fund_names, fund_path, row_names, row_path, split
from assistant.chat.understanding.beside_the_value import span_of
from assistant.chat.understanding.likely import (
    by_letters,
    by_unit,
    fits,
    only_replaces,
    places_of,
    the_likely_one,
)
from assistant.chat.understanding.wording import left_over
from assistant.patterns import regex
from assistant.values.spoken import Spoken, SpokenDay


@dataclass(frozen=True, slots=True)
class _Aim:
    path: str
    chars: frozenset[int]
    named: bool


def aim_at(  # noqa: PLR0912
    text: str,
    keys: tuple[Key, ...],
    amounts: list[Spoken],
    days: tuple[SpokenDay, ...],
    inherited: str,
    state: State,
    *,
    strict: bool,
    line: str = "",
    named_in: str = "",
) -> _Aim | tuple[tuple[str, ...], frozenset[int]] | None:
    """Where the clause's value goes: a place, several that fit equally (with the name's characters), or none.

    `named_in` is the clause of the same length in which the names stand, where `text` has some of them blanked.
    """
    evaluation = state.evaluation
    names, funds = row_names(evaluation), fund_names(evaluation)
    rows = find_names(named_in or text, _row_words(state))
    rows = _no_offices(rows, text, state.pointed or state.asking)
    key_chars = {k: frozenset(range(k.start, k.end)) for k in keys}
    # a key inside a row's name is part of the name; a row found only by a key's letters is not named
    rows = tuple(m for m in rows if not any(m.chars <= c for c in key_chars.values()) or m.whole)
    keys = tuple(k for k in keys if not any(key_chars[k] < m.chars for m in rows[:1]))
    named_funds = [m for m in find_funds(text, funds)[:1] if len(m.chars) > 2]  # noqa: PLR2004
    keys = tuple(
        k
        for k in keys
        if not any(
            key_chars[k] <= m.chars and len(key_chars[k]) < len(m.chars) for m in named_funds
        )
    )
    fund_keys = [k for k in keys if k.group == "fund" and k.name != "原因"]
    row_keys = [k for k in keys if k.group == "indicator"]
    unit = amounts[-1].unit if amounts else ""
    money = unit in {"万", "万元", "元", "亿元", "亿", "千元"}
    asked = state.pointed or state.asking
    sources = (
        find_funds(text, funds)
        if fund_keys or (money and not _row_wants_money(rows, state))
        else ()
    )
    if not fund_keys and money and len(best(sources)) == 1 and (only := _only_fund_key(line)):
        fund_keys = [only]
        key_chars = {**key_chars, only: frozenset()}
    if not keys and len(amounts) == 1 and not (rows and rows[0].score >= _PAIR_AND_MORE):
        of_funds = best(sources) or best(find_funds(text, funds))
        if len(of_funds) == 1 and (spent := _spent(text, amounts[0])):
            sources, fund_keys = of_funds, [spent]
            key_chars = {**key_chars, spent: frozenset(range(spent.start, spent.end))}
            rows = ()
    if fund_keys and not (rows and rows[0].whole) and (sources or not rows or money or not unit):
        aim = _fund_target(fund_keys, best(sources), funds, inherited, key_chars, asked)
        if aim is not None:
            return aim
    candidates = _candidates(text, rows, row_keys, amounts, days, state, strict=strict, alone=not keys and not inherited)  # fmt: skip
    if not candidates and rows:
        return None
    if not candidates and not keys and only_replaces(text, amounts):
        stand = places_of(amounts[0], state)
        return _Aim(stand[0], frozenset(), named=True) if len(stand) == 1 else (stand, frozenset()) if stand else None  # fmt: skip
    listed, asked_name, _asked_key = split(asked)
    if len(candidates) > 1:
        own = [m for m in candidates if listed == ROWS and names[m.index] == asked_name]
        candidates = tuple(own) if own and not strict else candidates
    key = row_keys[0].name if row_keys else "实际"
    used = key_chars[row_keys[0]] if row_keys else frozenset()
    if len(candidates) == 1:
        return _Aim(
            row_path(names[candidates[0].index], key), candidates[0].chars | used, named=True
        )
    if len(candidates) > 1:
        chars = frozenset().union(*(m.chars for m in candidates)) | used
        return tuple(row_path(names[m.index], key) for m in candidates), chars
    alone = bool(amounts or len(days) == 1) and _only_value(text, amounts, days)
    if inherited.startswith(ROWS) and (row_keys or alone):
        _listed_now, row_now, key_now = split(inherited)
        return _Aim(
            row_path(row_now, row_keys[0].name if row_keys else key_now or "实际"), used, named=True
        )
    if inherited.startswith(FUNDS) and split(inherited)[2] and len(amounts) == 1 and alone:
        return _Aim(inherited, used, named=True)
    if inherited.startswith(FUNDS) and len(amounts) == 1 and (adjusts := _ADJUSTS.search(text)):
        used = frozenset(range(adjusts.start(), adjusts.end())) | frozenset().union(
            *(set(range(d.start, d.end)) for d in days)
        )
        return _Aim(f"{inherited}.全年预算", used, named=True)
    if strict or not asked:
        return None
    if row_keys and listed == ROWS:
        return _Aim(row_path(asked_name, key), used, named=True)
    if keys and not row_keys and listed != FUNDS:
        return None
    return _Aim(asked, frozenset(), named=False)


_OFFICE_END = regex("科|股|站|所|队|室|局|中心|办")


def _no_offices(rows: tuple[Mention, ...], text: str, asked: str) -> tuple[Mention, ...]:
    """Where an office is asked for, 食品抽检科 is one and names no row of 食品抽检."""
    if not asked.endswith("责任单位"):
        return rows
    return tuple(m for m in rows if m.whole or not _OFFICE_END.match(text, max(m.chars) + 1))


def _candidates(
    text: str,
    rows: tuple[Mention, ...],
    row_keys: list[Key],
    amounts: list[Spoken],
    days: tuple[SpokenDay, ...],
    state: State,
    *,
    strict: bool,
    alone: bool,
) -> tuple[Mention, ...]:
    """The rows that the clause's value may be of: by name, by what value they take, by letters of the name."""
    found = best(rows)
    fitting = tuple(m for m in rows if fits(m.index, row_keys, amounts, days, state))
    if len(found) > 1 or (found and not fits(found[0].index, row_keys, amounts, days, state)):
        found = best(fitting) if days or amounts else found
    if len(found) > 1 and len(amounts) == 1 and not row_keys:
        found = the_likely_one(found, amounts[0], state)
    asked = state.pointed or state.asking
    asks_a_day = bool(asked) and wanted_at(state.evaluation, asked).kind in {"day", "deadline", "date"} and not TELLS_DONE.search(text)  # fmt: skip
    if not found and days and not amounts and not strict and not asks_a_day:
        found = by_letters(text, days, row_keys, state)
    if not found and alone and (rows or not (state.pointed or state.asking)):
        found = by_unit(text, amounts, state)
    return found


#: 年底调成160: what a budget was adjusted to is 全年预算
_ADJUSTS = regex(r"(?:调整|调增|调减|压减|追加|调)(?:成|到|为|至)")


#: 用脱75.5, 支了131.5: money that went out, or came, right before the amount
_OUT = regex(r"(?:用|花|支|付|开支)(?:掉|脱|出去|出|完|了|去|付|销|得|到)*\s*$")
_CAME = regex(r"(?:到|来|拨来|下来)(?:了|账|位|得)+\s*$")
_PAIR_AND_MORE = 2.5  # letters of a row's name that outweigh a verb of money


def _spent(text: str, amount: Spoken) -> Key | None:
    """执行 or 到位 by the verb right before the amount."""
    head = text[: amount.start]
    for pattern, key in ((_OUT, "执行"), (_CAME, "到位")):
        if match := pattern.search(head):
            return Key(key, match.start(), len(head), "fund")
    return None


def _only_fund_key(line: str) -> Key | None:
    """中央2050万、省级600万都执行完了: the one key that is said for all."""
    keys = {k.name: k for k in find_keys(line, "fund") if k.name != "原因"}
    return next(iter(keys.values())) if len(keys) == 1 else None


def _only_value(text: str, amounts: list[Spoken], days: tuple[SpokenDay, ...]) -> bool:
    spans = [*(span_of(a) for a in amounts), *(frozenset(range(d.start, d.end)) for d in days)]
    return not left_over(text, frozenset().union(*spans))


def _row_words(state: State) -> tuple[str, ...]:
    """The rows' names, each with the noun that its target counts, where it counts one of two letters or more."""
    out = []
    for name, row in zip(row_names(state.evaluation), state.evaluation.indicators, strict=True):
        unit = wanted_at(state.evaluation, row_path(name, "实际")).unit if row.target else ""
        noun = unit[1:] if unit[:1] in "个家所座处户台套条项名" else ""
        out.append(f"{name}\n{noun}" if len(noun) > 1 else name)
    return tuple(out)


def _row_wants_money(rows: tuple[Mention, ...], state: State) -> bool:
    names = row_names(state.evaluation)
    return (
        bool(rows)
        and "元" in wanted_at(state.evaluation, row_path(names[rows[0].index], "实际")).unit
    )


def _fund_target(
    keys: list[Key],
    sources: tuple[Mention, ...],
    funds: tuple[str, ...],
    inherited: str,
    chars: dict[Key, frozenset[int]],
    asked: str,
) -> _Aim | tuple[tuple[str, ...], frozenset[int]] | None:
    key = keys[0]
    if len(sources) == 1:
        return _Aim(
            fund_path(funds[sources[0].index], key.name), sources[0].chars | chars[key], named=True
        )
    if not sources:
        if inherited.startswith(FUNDS):
            inherited = fund_path(split(inherited)[1])
            return _Aim(f"{inherited}.{key.name}", chars[key], named=True)
        if len(funds) == 1:
            return _Aim(fund_path(funds[0], key.name), chars[key], named=True)
        if split(asked)[0] == FUNDS:
            return _Aim(fund_path(split(asked)[1], key.name), chars[key], named=True)
    indexes = [m.index for m in sources] or list(range(len(funds)))
    if not indexes:
        return None
    used = frozenset().union(*(m.chars for m in sources)) | chars[key] if sources else chars[key]
    return tuple(fund_path(funds[i], key.name) for i in indexes), used
