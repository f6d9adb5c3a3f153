"""Numbers of a clause that are not its value: denied, replaced, pointed at, or of a rate."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.chat.acts import State
from assistant.chat.answer_kinds import wanted_at
from assistant.chat.naming import row_names, row_path
from assistant.chat.understanding.places import value_at
from assistant.lexicon import lexicon
from assistant.model.evaluation import Evaluation
from assistant.patterns import regex
from assistant.values.reading import fold
from assistant.values.spoken import Spoken, amounts_in


def without_rates(piece: str, state: State) -> str:
    """Blanks 每公里, 一个人, /吨 beside a price: the row's unit has them already."""
    for above, below in _rates(state.evaluation):
        behind = rf"|(?<={above})\s*一\s*{below}(?![\u4e00-\u9fff])" if above else ""  # 3900吨一天
        piece = re.sub(
            rf"(?<=[\d元万块钱吨一二三四五六七八九十百千])\s*(?:每|/)\s*{below}(?![\u4e00-\u9fff])"
            # 9500一个, 2.1万一公里, 3元1头; but 41株 and 四十一株 are numbers
            rf"|(?:(?<=[\d元块钱一二三四五六七八九])|(?<=\d万))\s*一个?\s*{below}(?![\u4e00-\u9fff])"
            rf"|(?<=[元万块钱])\s*1\s*{below}(?![\u4e00-\u9fff])"
            rf"|每一?{below}(?=$|[\s\d,，])"
            # 一亩打48公斤: at most a verb stands between
            rf"|(?<![\d.一二三四五六七八九十百千万])一{below}(?:平均)?[\u4e00-\u9fff]?(?=[\d一二三四五六七八九十百千])"
            + behind,
            lambda m: "\0" * len(m[0]),
            piece,
        )
    return piece


def _rates(evaluation: Evaluation) -> tuple[tuple[str, str], ...]:
    """The units of the rows that are rates, as patterns: (吨, 日) and, as it is said, (吨, 天)."""
    found: dict[tuple[str, str], None] = {}
    for name in row_names(evaluation):
        above, _, below = wanted_at(evaluation, row_path(name, "实际")).unit.partition("/")
        if below:
            said = [below, *(["天"] if below == "日" else [])]
            found |= dict.fromkeys((re.escape(above), re.escape(one)) for one in said)
    return tuple(found)


def without_denied(piece: str, units: frozenset[str]) -> str:
    """Without the number that is denied: 不是8800, 不是96 是97."""
    pattern = regex(lexicon("conversation")["negated_number"])
    while (match := pattern.search(piece)) and not _OF_A_DAY.match(piece, match.end()):
        amounts = [a for a in amounts_in(piece, units) if a.start >= match.end() - 1]
        if not amounts or len(amounts_in(piece, units)) < 2:  # noqa: PLR2004
            break
        piece = piece[: match.start()] + piece[amounts[0].end :]
    return piece


#: 不是9月12: what is denied is a day, not a number
_OF_A_DAY = regex(r"(?:\d{4}年)?[\d一二三四五六七八九十]{1,3}(?:月|[号日](?!\d))")


def without_pointed(piece: str, amounts: list[Spoken]) -> list[Spoken]:
    """那150万用了148万: an amount behind 那 only points at the money that is spoken of."""
    own = [
        a
        for a in amounts
        if not piece[: a.start].endswith(("那", "那笔", "那个", "这", "这笔", "这个"))
    ]
    return own if len(own) == 1 else amounts


#: between the number that stands and the one in its place
REPLACES = regex(r"改成|改为|改到|调到|变成|更正为|换成|[改换变→]")


def replacing(
    text: str, amounts: list[Spoken], paths: tuple[str, ...], state: State
) -> list[Spoken]:
    """执行数612.4改成655: the number that is replaced must be the one that stands."""
    if (
        len(amounts) == 2  # noqa: PLR2004
        and REPLACES.search(text[amounts[0].end : amounts[1].start])
    ):
        old = amounts_in(fold(value_at(state, paths[0])))
        if old and old[0].value == amounts[0].value:
            new = replace_unit(amounts[1], amounts[0])
            return [replace(new, start=amounts[0].start)]
        return amounts
    return amounts


def replace_unit(new: Spoken, old: Spoken) -> Spoken:
    """The new amount, with the old one's unit where it was said only once."""
    return new if new.unit or not old.unit else replace(new, unit=old.unit)


def span_of(amount: Spoken) -> frozenset[int]:
    return frozenset(range(amount.start, amount.end))
