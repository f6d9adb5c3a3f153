"""Where the value of a clause goes: the row, source and key that its words name, or what is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.chat.acts import State
from assistant.chat.answer_kinds import wanted_at
from assistant.chat.mentions import Key, Mention, best, find_funds, find_keys, find_names
from assistant.chat.naming import FUNDS, ROWS, fund_names, fund_path, row_names, row_path, split
from assistant.chat.understanding.beside_the_value import REPLACES, span_of
from assistant.chat.understanding.places import value_at
from assistant.chat.understanding.wording import PAIR, left_over
from assistant.lexicon import lexicon
from assistant.values.reading import fold
from assistant.values.spoken import Spoken, SpokenDay, amounts_in, unit_fits


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
    candidates = best(rows)
    fitting = tuple(m for m in rows if _fits(m.index, row_keys, amounts, days, state))
    if len(candidates) > 1 or (
        candidates and not _fits(candidates[0].index, row_keys, amounts, days, state)
    ):
        candidates = best(fitting) if unit or days or amounts else candidates
    if len(candidates) > 1 and len(amounts) == 1 and not row_keys:
        likely = tuple(m for m in candidates if _likely(m.index, amounts[0], state, _FAR))
        if len(likely) == 1 and _likely(likely[0].index, amounts[0], state, _NEAR):
            candidates = likely
    if not candidates and days and not amounts and not strict:
        candidates = _by_letters(text, days, row_keys, state)
    if not candidates and (rows or not asked) and not keys and not inherited:
        candidates = _by_unit(text, amounts, state)
    if not candidates and rows:
        return None
    if not candidates and not keys and _only_replaces(text, amounts):
        return _standing(amounts[0], state)
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


#: 年底调成160: what a budget was adjusted to is 全年预算
_ADJUSTS = re.compile(r"(?:调整|调增|调减|压减|追加|调)(?:成|到|为|至)")


def _by_unit(text: str, amounts: list[Spoken], state: State) -> tuple[Mention, ...]:
    """瓦换了42600件, 演出108场: the one row counted in that unit, where all the words are letters of its name, or tell what was done."""
    if len(amounts) != 1 or not amounts[0].unit or amounts[0].unit in {"个", "%", "万"}:
        return ()
    names = row_names(state.evaluation)
    fitting = [i for i in range(len(names)) if _fits(i, [], amounts, (), state)]
    left = left_over(text, span_of(amounts[0]))
    verbs = not left and any(v in text for v in lexicon("conversation")["verbs"])
    if len(fitting) != 1 or not (left or verbs) or any(c not in names[fitting[0]] for c in left):
        return ()
    chars = frozenset(i for i, c in enumerate(text) if c in left and i not in span_of(amounts[0]))
    return (Mention(fitting[0], len(left), chars),)


#: 用脱75.5, 支了131.5: money that went out, or came, right before the amount
_OUT = re.compile(r"(?:用|花|支|付|开支)(?:掉|脱|出去|出|完|了|去|付|销|得)*\s*$")
_CAME = re.compile(r"(?:到|来|拨来|下来)(?:了|账|位|得)+\s*$")
_PAIR_AND_MORE = 2.5  # letters of a row's name that outweigh a verb of money


def _spent(text: str, amount: Spoken) -> Key | None:
    """执行 or 到位 by the verb right before the amount."""
    head = text[: amount.start]
    for pattern, key in ((_OUT, "执行"), (_CAME, "到位")):
        if match := pattern.search(head):
            return Key(key, match.start(), len(head), "fund")
    return None


_NEAR, _FAR = Decimal(2), Decimal(5)  # times what stands


def _likely(index: int, amount: Spoken, state: State, times: Decimal) -> bool:
    """Whether the number could be that row's: a share up to 100, whole where the row's are, not many `times` what stands."""
    row = state.evaluation.indicators[index]
    unit = wanted_at(state.evaluation, row_path(row_names(state.evaluation)[index], "实际")).unit
    standing = [a.value for text in (row.target, row.actual) for a in amounts_in(text or "", {unit} if unit else ()) if a.value]  # fmt: skip
    if not standing:
        return True
    value = amount.value
    if unit == "%":
        value, times = (value * 100 if value < 1 and not amount.unit else value), _NEAR
        if value > 100 and max(standing) <= 100:  # noqa: PLR2004
            return False
    elif value % 1 and not any(s % 1 for s in standing) and not amount.unit:
        return False
    return any(s / times <= value <= s * times for s in standing)


def _by_letters(text: str, days: tuple[SpokenDay, ...], keys: list[Key], state: State) -> tuple[Mention, ...]:  # fmt: skip
    """9月29才拨完的钱: of the rows that want a day, the one whose name has most of the letters beside it."""
    names = row_names(state.evaluation)
    rows = [i for i in range(len(names)) if _fits(i, keys, [], days, state)]
    spans = frozenset().union(*(set(range(d.start, d.end)) for d in days))
    left = {c for i, c in enumerate(text) if i not in spans} - set("时间完成日期月年的了")
    scored = sorted(((len(left & set(names[i])), i) for i in rows), reverse=True)
    if not scored or not scored[0][0] or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return ()
    count, index = scored[0]
    return (Mention(index, count, frozenset(i for i, c in enumerate(text) if c in names[index] and i not in spans)),)  # fmt: skip


def _only_replaces(text: str, amounts: list[Spoken]) -> bool:
    """129改成130 and nothing else."""
    if len(amounts) != PAIR or not (sign := REPLACES.search(text, amounts[0].end, amounts[1].start)):  # fmt: skip
        return False
    spans = span_of(amounts[0]) | span_of(amounts[1]) | frozenset(range(*sign.span()))
    return not left_over(text, spans)


def _standing(amount: Spoken, state: State) -> tuple[tuple[str, ...], frozenset[int]] | _Aim | None:
    """129改成130: the place where the number that is replaced stands; several are a choice."""
    evaluation = state.evaluation
    places = [row_path(name, "实际") for name in row_names(evaluation)] + [
        fund_path(name, key) for name in fund_names(evaluation) for key in ("年初预算", "全年预算", "到位", "执行")
    ]  # fmt: skip
    found = []
    for path in places:
        standing = amounts_in(fold(value_at(state, path)))
        if len(standing) == 1 and standing[0].value == amount.value and (not amount.unit or unit_fits(amount.unit, standing[0].unit or wanted_at(evaluation, path).unit)):  # fmt: skip
            found.append(path)
    if not found:
        return None
    return _Aim(found[0], frozenset(), named=True) if len(found) == 1 else (tuple(found), frozenset())  # fmt: skip


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


def _fits(
    index: int, keys: list[Key], amounts: list[Spoken], days: tuple[SpokenDay, ...], state: State
) -> bool:
    """Whether the row can take a value of that unit, or a day."""
    if keys and keys[0].name not in {"实际", "目标"}:
        return True
    wanted = wanted_at(state.evaluation, row_path(row_names(state.evaluation)[index], "实际"))
    if days and not amounts:
        return wanted.kind == "day"
    if not amounts:
        return True
    if wanted.kind != "number":
        return False
    unit = amounts[-1].unit
    return not unit or unit_fits(unit, wanted.unit)


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
