"""Rows that are not named in full: by the number they can be of, by unit, by letters beside a day, by what stands."""

from __future__ import annotations

from decimal import Decimal

from assistant.chat.acts import State
from assistant.chat.answer_kinds import wanted_at
from assistant.chat.mentions import Key, Mention
from assistant.chat.naming import fund_names, fund_path, row_names, row_path
from assistant.chat.understanding.beside_the_value import REPLACES, span_of
from assistant.chat.understanding.places import value_at
from assistant.chat.understanding.wording import PAIR, left_over
from assistant.lexicon import lexicon
from assistant.values.reading import fold
from assistant.values.spoken import Spoken, SpokenDay, amounts_in, unit_fits


def fits(
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
    # 428班 of 班次/日: the word of counting alone
    short = unit not in {"人", "户"} and f"{unit}次" == wanted.unit.partition("/")[0]
    return not unit or short or unit_fits(unit, wanted.unit)


_NAMED_BY = 4  # letters of a short name that only the unit makes plain


def by_unit(text: str, amounts: list[Spoken], state: State) -> tuple[Mention, ...]:
    """瓦换了42600件, 演出108场: the one row counted in that unit, where all the words are letters of its name, or tell what was done."""
    if len(amounts) != 1 or not amounts[0].unit or amounts[0].unit in {"个", "%", "万"}:
        return ()
    names = row_names(state.evaluation)
    fitting = [i for i in range(len(names)) if fits(i, [], amounts, (), state)]
    left = left_over(text, span_of(amounts[0]))
    verbs = not left and any(v in text for v in lexicon("conversation")["verbs"])
    if len(fitting) != 1 or not (left or verbs):
        return ()
    if 2 * sum(c in names[fitting[0]] for c in left) < len(left) or len(left) > _NAMED_BY:
        return ()
    # 砍树5.6万株 of 砍除病株数: half of the letters, where no other row has that unit
    chars = frozenset(i for i, c in enumerate(text) if c in left and i not in span_of(amounts[0]))
    return (Mention(fitting[0], len(left), chars),)


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


def the_likely_one(found: tuple[Mention, ...], amount: Spoken, state: State) -> tuple[Mention, ...]:
    """The one that the number can be of, where the others are out of its reach; else all of them."""
    likely = tuple(m for m in found if _likely(m.index, amount, state, _FAR))
    return likely if len(likely) == 1 and _likely(likely[0].index, amount, state, _NEAR) else found


def by_letters(text: str, days: tuple[SpokenDay, ...], keys: list[Key], state: State) -> tuple[Mention, ...]:  # fmt: skip
    """9月29才拨完的钱: of the rows that want a day, the one whose name has most of the letters beside it."""
    names = row_names(state.evaluation)
    rows = [i for i in range(len(names)) if fits(i, keys, [], days, state)]
    spans = frozenset().union(*(set(range(d.start, d.end)) for d in days))
    left = {c for i, c in enumerate(text) if i not in spans} - set("时间完成日期月年的了")
    scored = sorted(((len(left & set(names[i])), i) for i in rows), reverse=True)
    if not scored or not scored[0][0] or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return ()
    count, index = scored[0]
    return (Mention(index, count, frozenset(i for i, c in enumerate(text) if c in names[index] and i not in spans)),)  # fmt: skip


def only_replaces(text: str, amounts: list[Spoken]) -> bool:
    """129改成130 and nothing else."""
    if len(amounts) != PAIR or not (sign := REPLACES.search(text, amounts[0].end, amounts[1].start)):  # fmt: skip
        return False
    spans = span_of(amounts[0]) | span_of(amounts[1]) | frozenset(range(*sign.span()))
    return not left_over(text, spans)


def places_of(amount: Spoken, state: State) -> tuple[str, ...]:
    """129改成130: the places where the number that is replaced stands."""
    evaluation = state.evaluation
    places = [row_path(name, "实际") for name in row_names(evaluation)] + [
        fund_path(name, key) for name in fund_names(evaluation) for key in ("年初预算", "全年预算", "到位", "执行")
    ]  # fmt: skip
    found = []
    for path in places:
        standing = amounts_in(fold(value_at(state, path)))
        if len(standing) == 1 and standing[0].value == amount.value and (not amount.unit or unit_fits(amount.unit, standing[0].unit or wanted_at(evaluation, path).unit)):  # fmt: skip
            found.append(path)
    return tuple(found)
