"""Which rows, sources of funds and keys a stretch of talk names, exactly or by sound (护拦 for 护栏)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.reading import fold

_LEAST = 2
_SHORT = 3
#: pieces of names that name no row by themselves
_COMMON = frozenset(
    {"完成", "数量", "情况", "水平", "指标", "工作", "项目", "单位", "年度", "全年", "实际", "目标", "公里", "资金", "财政",
     "补助", "拨款", "专项", "提升", "提高", "成本", "效益", "质量", "按照", "进行", "负责", "原因", "措施", "整改", "问题"}
)  # fmt: skip
_LEVEL = regex(
    r"(中央|国家|省|自治区|市|州|县|区|乡|镇|村)(?=级|里|上|财|的|配|补|拨|资|专|自|那|预|到|执|支|投|$|[\d,，])"
)
_PREFIX = regex(r"(中央|国家|省|自治区|市|州|县|区|乡|镇|村)")


@lru_cache(maxsize=4096)
def sounds(text: str) -> tuple[str, ...]:
    """One syllable a Chinese character, other characters themselves."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(c)[0] if "\u4e00" <= c <= "\u9fff" else c.lower() for c in text)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found: its place in the list, how much of it stands there, and which characters of the text."""

    index: int
    score: float
    chars: frozenset[int]
    whole: bool = False


def plain_name(name: str) -> str:
    """A name without the signs around and within it."""
    return re.sub(r"[“”\"‘’'《》（）()\s、，,]", "", fold(name))


def find_names(text: str, names: Sequence[str]) -> tuple[Mention, ...]:
    """Every name of which at least a telling piece of two characters stands in the text, best first.

    Behind a line break a name may bring what the row counts (小区 of 16个小区): it names the row too.
    """
    found = []
    for index, name in enumerate(names):
        own, _, counted = name.partition("\n")
        plain = plain_name(own)
        score, chars = _matched(plain, text)
        if counted and counted in text and counted not in plain:
            at = text.index(counted)
            score, chars = score + len(counted), chars | set(range(at, at + len(counted)))
        if score:
            found.append(Mention(index, score, frozenset(chars), whole=plain in text))
    return tuple(sorted(found, key=lambda m: (not m.whole, -m.score)))


def best(found: Sequence[Mention]) -> tuple[Mention, ...]:
    """Those that fit equally well, and better than all others."""
    if not found:
        return ()
    top = found[0]
    return tuple(m for m in found if m.whole == top.whole and m.score >= top.score - 0.01)


def _matched(name: str, text: str) -> tuple[float, set[int]]:
    name_sounds, text_sounds = sounds(name), sounds(text)
    score, used_text, used_name = 0.0, set[int](), set[int]()
    while True:
        block = _longest(name, text, name_sounds, text_sounds, used_name, used_text)
        if block is None:
            return _shortened(name, text, score, used_name, used_text)
        at_name, at_text, length = block
        same = sum(name[at_name + k] == text[at_text + k] for k in range(length))
        used_name.update(range(at_name, at_name + length))
        used_text.update(range(at_text, at_text + length))
        score += same + (length - same) * 0.8


def _shortened(
    name: str, text: str, score: float, used_name: set[int], used_text: set[int]
) -> tuple[float, set[int]]:
    """清运量 of 清运生活垃圾量 and 残保金 of 残疾人就业保障金: letters of the name that a short form keeps."""
    if not used_text:
        for at in range(len(text) - _SHORT + 1):
            short = text[at : at + _SHORT]
            # 残保金, and 微消站 of 新建微型消防站: from the first letter on, or up to the last
            if (short[0] == name[:1] or short[-1] == name[-1:]) and _in_order(short, name):
                return _SHORT * 0.8, set(range(at, at + _SHORT))
        return score, used_text
    following, left = max(used_text) + 1, name[max(used_name) + 1 :]
    if (
        following < len(text)
        and "\u4e00" <= text[following] <= "\u9fff"
        and left.endswith(text[following])
    ):
        return score + 0.5, used_text | {following}
    return score, used_text


def _in_order(short: str, name: str) -> bool:
    letters = iter(name)
    return all("\u4e00" <= c <= "\u9fff" and c in letters for c in short)


def _longest(
    name: str, text: str, a: tuple[str, ...], b: tuple[str, ...], used_a: set[int], used_b: set[int]
) -> tuple[int, int, int] | None:
    found, size = None, _LEAST - 1
    for i in range(len(a)):
        for j in range(len(b)):
            k = 0
            while (
                i + k < len(a)
                and j + k < len(b)
                and a[i + k] == b[j + k]
                and i + k not in used_a
                and j + k not in used_b
            ):
                k += 1
            if k > size and _tells(name[i : i + k], text[j : j + k]):
                found, size = (i, j, k), k
    return found


def _tells(name: str, text: str) -> bool:
    if name in _COMMON or not re.search(r"[\u4e00-\u9fffA-Za-z]", name):
        return False
    # by sound alone two characters prove little: one at least must be written alike
    return name == text or any(x == y for x, y in zip(name, text, strict=True))


def find_funds(text: str, names: Sequence[str]) -> tuple[Mention, ...]:
    """Sources of funds by level (县里, 市级, 中央的钱), by telling pieces, or whole."""
    levels = {m[1]: set(range(m.start(), m.end())) for m in _LEVEL.finditer(text)}
    found = []
    for index, name in enumerate(names):
        plain = plain_name(name)
        score, chars = _matched(plain, text)
        own = {m[1] for m in _LEVEL.finditer(plain)} | {m[1] for m in [_PREFIX.match(plain)] if m}
        same = own & set(levels)
        if same:
            score, chars = score + 3, chars.union(*(levels[level] for level in same))
        elif levels and own and plain not in text:
            continue  # another level is named
        if score:
            for word in ("资金", "财政", "补助", "拨款", "专项", "配套"):
                # 县级资金 is what the county pays, whatever its source is called
                if word in text and (word in plain or same):
                    at = text.index(word)
                    score += 0.3 if word in plain else 0.0
                    chars |= set(range(at, at + len(word)))
            found.append(Mention(index, score, frozenset(chars), whole=plain in text))
    return tuple(sorted(found, key=lambda m: (not m.whole, -m.score)))


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the data file named in the text: 原因, 执行, 报告.主送."""

    name: str
    start: int
    end: int
    group: str


#: how the groups of the data file are called before a key of theirs: 报告主送, 资金的措施
_GROUPS = {"项目": "(?:本|这个)?项目", "报告": "(?:自评)?报告", "总体目标": "总体目标", "资金": "(?:全部|整个|项目|总的?)?资金"}  # fmt: skip
_HEAD = r"(?:^|(?<=[，,。；;：:\s把将请那]))"


@lru_cache(maxsize=1)
def _keys() -> tuple[tuple[re.Pattern[str], int, str, str], ...]:
    """Every way to name a key, longest first: pattern, its length in letters, key, group."""
    listed = []
    for group, keys in lexicon("conversation_keys").items():
        for key, names in keys.items():
            listed += [(regex(re.escape(word)), len(word), key, group) for word in names]
            of, dot, own = key.partition(".")
            if dot:
                words = "|".join(map(re.escape, sorted({own, *names}, key=len, reverse=True)))
                pattern = regex(f"{_HEAD}{_GROUPS[of]}的?(?:{words})")
                listed.append((pattern, len(of) + max(map(len, names)), key, group))
    # 依据改成…: a word of causes and rules everywhere else
    listed.append((regex(r"(?:^|(?<=^[把将]))依据(?=改|换|应|[是为：:\s]*《)"), 2, "报告.依据", "report"))  # fmt: skip
    return tuple(sorted(listed, key=lambda k: -k[1]))


def find_keys(text: str, *groups: str) -> tuple[Key, ...]:
    """Keys named in the text in order, the longest name first where they overlap."""
    taken = [False] * len(text)
    found: list[Key] = []
    for pattern, _, key, group in _keys():
        if groups and group not in groups:
            continue
        for match in pattern.finditer(text):
            if not any(taken[match.start() : match.end()]) or any(
                k.start == match.start() and k.end == match.end() for k in found
            ):
                taken[match.start() : match.end()] = [True] * len(match[0])
                found.append(Key(key, match.start(), match.end(), group))
    return tuple(sorted(found, key=lambda k: (k.start, k.group)))
