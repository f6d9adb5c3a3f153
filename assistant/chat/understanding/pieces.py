"""A line cut into clauses with one value each; a space may stand for a comma."""

from __future__ import annotations

import itertools
import re

from assistant.chat.acts import State
from assistant.chat.mentions import best, find_funds, find_keys, find_names
from assistant.chat.naming import fund_names, row_names
from assistant.lexicon import lexicon
from assistant.values.spoken import Spoken, amounts_in


def pieces_of(text: str, units: frozenset[str], state: State) -> list[str]:
    """Clauses; one with several amounts is cut behind each amount that a name follows."""
    out: list[str] = []
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    clauses = re.split(r"[，；;。\n]|,(?!\d{3})|、(?=[^\d])", text)
    for clause in (part for whole in clauses for part in _spaced(whole, units, state)):
        amounts = _values_of(clause, units)
        start = 0
        for one, following in itertools.pairwise(amounts):
            between = clause[one.end : following.start]
            if re.search(r"改成|改为|改到|调到|不是|变成|更正|还是", between):
                continue
            near = (
                find_names(between, names)
                or find_funds(between, funds)
                or find_keys(between, "fund", "indicator")
            )
            if near:
                out.append(clause[start : one.end])
                start = one.end
        out.append(clause[start:])
    return out


#: how a value begins that sets right what was said just before
SETS_RIGHT = re.compile(r"\s*(?:实际|应该|应是|应为|其实|真实|准确|改|是(?!不是))")


#: how a clause says that what stands is wrong: 写反了, 多报了一场, 不是没做
MISTAKEN = re.compile(
    r"[写报填算搞弄统录输看抄打][错反漏重多少]|[多少漏错重][写报填算统录输抄]|不对|有误|不是没|错了|不是\s*\d"
)


def _spaced(clause: str, units: frozenset[str], state: State) -> list[str]:
    """Spaces stand for commas where what is before them is whole, or what follows begins anew."""
    words = lexicon("conversation")
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    out: list[str] = []
    for word in clause.split():
        left = out[-1] if out else ""
        if not left:
            out.append(word)
            continue
        before = _values_of(left, units)
        whole = bool(before) and _values_of(f"{left}{word}", units)[: len(before)] == before
        own = bool(_values_of(word, units)) or bool(find_names(word, names))
        hedged = any(w in word for w in (*words["dangerous"], *words["approximate"]))
        anew = SETS_RIGHT.match(word) or best(find_names(word, names)) or find_funds(word, funds)
        if (whole and not word[:1].isdigit() and (own or not hedged)) or (
            anew and find_names(left, names) and _values_of(word, units)
        ):
            out.append(word)
        else:
            out[-1] = f"{left} {word}"
    return out


def _values_of(clause: str, units: frozenset[str]) -> list[Spoken]:
    return [a for a in amounts_in(clause, units) if a.unit not in {"年", "月", "日", "号", "月份"}]
