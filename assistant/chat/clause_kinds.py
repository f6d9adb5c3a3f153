"""What sort of thing a clause tells: what hindered, what is to be done, what is done already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.chat.answer_kinds import can_be_measure
from assistant.facts.wording import tells_change
from assistant.lexicon import lexicon
from assistant.patterns import regex


@lru_cache(maxsize=1)
def _hindrance() -> re.Pattern[str]:
    words = lexicon("hindrances")
    return regex("|".join(f"(?:{pattern})" for pattern in words["patterns"]))


def hinders(clause: str) -> bool:
    """Whether the clause tells of something that was not, was late, was lost, was in the way or became otherwise."""
    return bool(_hindrance().search(clause)) or tells_change(clause)


#: 建了, 停到过: an act that is over; but 掉了的补上, 路通了把…, 付了再说 only say when or which
_PERFECTIVE = regex(
    r"[\u4e00-\u9fff](?:了(?![的以之后解结])(?![\u4e00-\u9fff]{0,6}[就把再才先])|过(?![年程后去的渡]))"
)
_NEGATED = regex(r"(?:没|未|冇)(?:有|得|能|曾)?[\u4e00-\u9fff]")
_ALREADY = regex(r"(?:已经?|早就|早已)[\u4e00-\u9fff]")


def is_done(clause: str) -> bool:
    """Whether the clause tells of an act that is over: 签了备用协议, 去年年底就弄完了."""
    return bool(_PERFECTIVE.search(clause) or _ALREADY.search(clause))


def plans(clauses: Sequence[str]) -> bool:
    """Whether one of the clauses at least tells of an act that is still to come."""
    ahead = [c for c in clauses if not (is_done(c) or _NEGATED.search(c))]
    return bool(ahead) and can_be_measure("，".join(ahead))
