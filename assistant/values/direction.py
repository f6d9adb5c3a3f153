"""Which side of a target is the good one: by its sign, by 方向, else by what the row's name measures.

The rule for a number without a sign stands in docs/rules.md; its words are in `lexicon/directions.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.amounts import Quantity
from assistant.values.reading import fold
from assistant.values.units import DURATIONS

Direction = Literal["正向", "反向", "定性", "时限"]
Side = Literal["≥", "≤"]

_NOTE = regex(r"\([^()]*\)|[“”\"'‘’《》\s]")
_BAD = ("events", "flaws")
_GOOD = ("good", "states", "done")
_RATE = regex(r"(?:率|度|比例|比率|面|程度|情况|水平)$")
_NEAR_END = 6  # characters
#: a rate that nobody knows by name and that is asked for at this much or more is one of coverage or quality
_HIGH = Decimal("0.6")


@dataclass(frozen=True, slots=True)
class Nature:
    """The good side of a number by the name of its row; `why` is a Chinese clause on what the name tells."""

    side: Side
    why: str


def is_cost(level1: str, level2: str) -> bool:
    """Whether a row is of the cost class: by level 1 (101号) or level 2 (10号); ranks with or without 指标."""
    return any(level.removesuffix("指标").endswith("成本") for level in (level1, level2))


def nature(name: str, level1: str, level2: str, limit: Quantity) -> Nature | None:
    """What the name says of a target of that size; None where it does not tell."""
    unit = limit.unit
    text = _NOTE.sub("", fold(name)).lower()
    if unit.kind in DURATIONS:
        return _of_duration(text, level1, level2)
    told = _told(text)
    cost = is_cost(level1, level2)
    if told == "bad":
        return Nature("≤", "名称是负面情况或消耗，越少越好")
    if told == "better":
        return Nature("≥", "名称是节约、减少或对问题的处理，越多越好")
    if cost and unit.kind.startswith("金额"):
        return Nature("≤", "是成本或支出的数额，不超过为好")
    if told == "held" and unit.kind in {"比例", "百分点"} and limit.base >= _HIGH:
        return Nature("≥", "是较高的控制比率，达到为好")
    if told in {"unsure", "held"}:
        return None
    if unit.kind in {"比例", "百分点"}:
        return _of_rate(text, level1 + level2, limit, cost=cost)
    spending = cost or _any("spending", text)
    if spending and (unit.kind.startswith("金额") or not unit.name or not told):
        return Nature("≤", "是成本或支出的数额，不超过为好")
    return Nature("≥", "是数量，达到为好")


def _of_rate(text: str, levels: str, limit: Quantity, *, cost: bool) -> Nature | None:
    """A rate: what is measured stands right before 率. One that nobody knows by name is asked about, but for a
    high one: nobody sets 60% and more of what should be little, and nothing can be above 100%."""
    stem = _RATE.sub("", text)
    if _any("good", stem[-_NEAR_END:]) or "满意" in text + levels:
        return Nature("≥", "是完成、覆盖、质量一类的比率，越高越好")
    if cost:
        return None
    return Nature("≥", "是较高的比率，达到为好") if limit.base >= _HIGH else None


def _of_duration(text: str, level1: str, level2: str) -> Nature | None:
    """A length of time: how long a thing takes, or how long it lasts."""
    told = _told(text)
    if told == "bad":
        return Nature("≤", "名称是负面情况，时间越短越好")
    if told == "better" and _any("turning", text):
        return Nature("≥", "是节约或缩短的时间，越多越好")
    if _any("lasting", text):
        return Nature("≥", "是使用、服务或持续的时间，越长越好")
    if _any("taking", text) or level2.startswith("时效") or is_cost(level1, level2):
        return Nature("≤", "是办理或完成所用的时间，越短越好")
    if level2.startswith(("数量", "可持续")):
        return Nature("≥", "是数量，达到为好")
    return None


def adverse(name: str) -> bool:
    """Whether the name of a row tells of something bad or used up, of which less is better."""
    return _told(_NOTE.sub("", fold(name)).lower()) == "bad"


@cache
def _pattern(*kinds: str) -> re.Pattern[str]:
    """Words of the kinds, each in a group of its kind, the longest first."""
    words = lexicon("directions")
    listed = [(word, kind) for kind in kinds for word in words[kind]["words"]]
    first: list[tuple[str, str]] = []
    if "flaws" in kinds:
        listed.append((_denied(words), "flaws"))
        first = [(pattern, "flaws") for pattern in _amiss(words)]
    listed.sort(key=lambda pair: -len(pair[0].partition("(")[0]))
    return regex(
        "|".join(f"(?P<{kind}_{i}>{word})" for i, (word, kind) in enumerate(first + listed))
    )


def _denied(words: dict[str, Any]) -> str:
    """The pattern of a denying word with the good word that it denies: 不合格, 未按期办结."""
    flaws = words["flaws"]
    return f"{flaws['negated']}{flaws['denied_how']}(?:{_one_of(words, 'done', 'states', 'handling')})?"


def _amiss(words: dict[str, Any]) -> Iterator[str]:
    """Patterns of what is done too late or wrongly: 逾期办结, 重复发放."""
    flaws = words["flaws"]
    yield f"{flaws['late']}(?:{_one_of(words, 'done', 'states', 'handling')})"
    yield f"{flaws['wrongly']}(?:{_one_of(words, 'done')})"


def _one_of(words: dict[str, Any], *kinds: str) -> str:
    return "|".join(sorted((w for kind in kinds for w in words[kind]["words"]), key=len)[::-1])


def _any(kind: str, text: str) -> bool:
    return bool(_pattern(*_GOOD if kind == "good" else (kind,)).search(text))


def _told(text: str) -> Literal["bad", "better", "held", "unsure", "good", ""]:
    """What the last telling word of a name says, with the word right before it; `held` is the 控制率 of something bad."""
    found = [
        ((match.lastgroup or "").rpartition("_")[0], match[0])
        for match in _pattern(
            "neutral",
            "events",
            "flaws",
            "handling",
            "turning",
            "denying",
            "unsure",
            "states",
            "done",
        ).finditer(text)
    ]
    telling = [pair for pair in found if pair[0] != "neutral"]
    if not telling:
        return "good" if _any("good", text) else ""
    (last, word), before = telling[-1], [kind for kind, _ in telling[:-1] if kind not in _GOOD]
    if last in _GOOD:
        return "good"
    if last == "unsure" and word.startswith("控制") and before and before[-1] in _BAD:
        return "held"
    while last in {"events", "unsure"} and before and before[-1] in {"events", "unsure"}:
        before.pop()  # 矛盾纠纷, 信访案件: one thing in two words
    beside = before[-1] if before else ""
    if last in _BAD:
        turned = beside in {"turning", "denying"} or (last == "events" and beside == "handling")
        return "better" if turned else "bad"
    if last == "unsure":
        return "better" if beside == "handling" else "unsure"
    return "better" if last in {"handling", "turning"} else "good"
