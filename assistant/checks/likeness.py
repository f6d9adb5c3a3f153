"""Whether two stretches of Chinese speak of the same thing: shared substrings, no segmentation needed."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache

from assistant.patterns import regex

#: words that indicators, reasons and measures share without being about the same thing
_EMPTY = (
    "指标|项目|工作|情况|完成|实际|目标|数量|质量|时效|成本|效益|资金|绩效|年度|服务|建设|实施|进行|开展|相关|有关|"
    "达到|提高|提升|加强|进一步|保障|能力|水平|管理|数|率|的|和|与|及|我局|我单位|单位|全年|本年|“|”|《|》"
)
_EMPTY_WORDS = regex(_EMPTY)
_TAIL = regex(r"(数量|个数|次数|人数|场次|面积|长度|总量|总数|数|金额|时间|时限|情况|率|度)$")


_UNLIKE = 0.8  # below this nobody asks how alike they are


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """For equality: no white space, marks or case."""
    return re.sub(r"[\s，。、；：:;,.“”\"'‘’（）()《》<>\-—]+", "", text).lower()


def stem(name: str) -> str:
    """An indicator's name without 数量, 率 and the like: what it counts."""
    flat = normal(name)
    short = _TAIL.sub("", flat)
    return short if len(short) >= 2 else flat  # noqa: PLR2004


@lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """Pairs of characters that carry meaning."""
    parts = _EMPTY_WORDS.split(normal(text))
    return frozenset(
        part[i : i + 2] for part in parts for i in range(len(part) - 1) if part[i : i + 2].isalnum()
    )


def shares(one: str, other: str, *, least: int = 1) -> bool:
    """Whether they share at least so many meaningful pairs."""
    return len(words(one) & words(other)) >= least


def repeats(one: str, other: str, length: int) -> bool:
    """Whether so many characters of the one on end stand in the other. Both as `normal` leaves them."""
    return any(one[i : i + length] in other for i in range(len(one) - length + 1))


def alike(one: str, other: str) -> float:
    """Similarity from 0 to 1."""
    a, b = normal(one), normal(other)
    if not a or not b or min(len(a), len(b)) * 2 < max(len(a), len(b)):
        return 0.0
    match = difflib.SequenceMatcher(None, a, b, autojunk=False)
    if match.real_quick_ratio() < _UNLIKE or match.quick_ratio() < _UNLIKE:
        return 0.0
    return match.ratio()
