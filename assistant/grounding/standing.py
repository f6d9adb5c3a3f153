"""Which word of the facts a word of a sentence stands for: the lexicons `alignment` and `wordings`, and how Chinese makes words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from assistant.lexicon import lexicon
from assistant.patterns import regex

_PAIR = 2
#: stand for a part of a word too
_GRAMMAR = frozenset(
    ["没有", "没", "没能", "未能", "无法", "尚未", "还未", "不够", "不再", "两", "较", "签订", "暂时"]
)  # fmt: skip
_DENYING = regex(
    r"(?P<known>未来|没有|没能|未能|未必|没法|未免|未曾)|([未没])([一-鿿])|([一-鿿])(不)([了到上起动完开成通着住下过齐])"
)


@dataclass(frozen=True, slots=True)
class Words:
    """Words without content, and words that may stand for others."""

    glue: frozenset[str]
    around: frozenset[str]
    funds: frozenset[str]
    acts: frozenset[str]
    stands_for: dict[str, tuple[str, ...]]
    opposites: tuple[tuple[str, str], ...]
    #: second characters of verbs that tell how it came out, by sorts that do not stand for one another
    outcomes: tuple[str, ...]
    #: what stands behind a verb and tells only that it came about, the longest first
    complements: tuple[str, ...]
    #: characters of one meaning, by character
    alike: dict[str, frozenset[str]]
    #: characters that turn the word they stand in
    turning: frozenset[str]


@cache
def words_known() -> Words:
    """The lexicons: what a word may stand for is its own pairs and the other words of its groups."""
    data, more = lexicon("alignment"), lexicon("wordings")
    plain = frozenset(
        " ".join([*(data[k] for k in ("glue", "frame", "report")), more["light"]]).split()
    )
    pairs = {one: list(others) for one, others in data["synonyms"].items()}
    for line in (*data["groups"], *more["groups"]):
        words = line.split()
        for one in words:
            pairs.setdefault(one, []).extend(w for w in words if w != one)
    turned = tuple((a, b) for line in data["opposites"] for a, b in [line.split()])
    alike: dict[str, frozenset[str]] = {}
    for line in more["characters"]:
        for c in line:
            alike[c] = alike.get(c, frozenset()) | frozenset(line)
    return Words(
        plain, frozenset(data["around"].split()), frozenset(data["funds"].split()), frozenset(data["acts"].split()),
        {one: tuple(dict.fromkeys(others)) for one, others in pairs.items()},
        turned + tuple((b, a) for a, b in turned), tuple(data["outcomes"]),
        tuple(sorted(more["complements"].split(), key=len, reverse=True)), alike, frozenset(more["turning"]),
    )  # fmt: skip


class Holding(Protocol):
    """The facts' words, as `pieces.Ground` has them."""

    @property
    def single(self) -> frozenset[str]: ...
    @property
    def stems(self) -> dict[str, tuple[str, ...]]: ...
    @property
    def short_words(self) -> frozenset[str]: ...
    @property
    def long_forms(self) -> dict[str, str]: ...
    @property
    def with_character(self) -> dict[str, tuple[str, ...]]: ...
    def has(self, words: str) -> bool: ...


def outcome(word: str) -> str:
    """Which sort of outcome the second character of a verb tells (配齐, 调来, 退出); empty for another."""
    return next((sort for sort in words_known().outcomes if word[1] in sort), "")


def stand_in(piece: str, ground: Holding) -> str:
    """The fact's word that a word stands for, the longest; empty where there is none."""
    return _listed(piece, ground) or _other_outcome(piece, ground)


def _listed(piece: str, ground: Holding) -> str:
    found = [
        other
        for other in words_known().stands_for.get(piece, ())
        if ground.has(other) and (len(other) > 1 or other in ground.single or piece in _GRAMMAR)
    ]
    return max(found, key=len, default="")


def shortened(piece: str, ground: Holding, words: tuple[str, ...] | None) -> str:
    """The fact's words of which a word is the short form (公厕 of 公共厕所, 复产 of 恢复生产), or which are its short form
    (取证 for 取得证件); empty where there are none."""
    if words is None or not all("一" <= c <= "鿿" for c in piece):
        return ""
    if len(words) == 1:
        return ground.long_forms.get(piece, "")
    one, two = words
    shorts = [a + b for a in (one[0], one[-1]) for b in (two[0], two[-1])]
    return next((s for s in shorts if s in ground.short_words and s not in words), "")


def _other_outcome(piece: str, ground: Holding) -> str:
    """The fact's verb of the same stem, told with another outcome of its sort or with none: 搭建 for 搭, 配齐 for 配置."""
    if len(piece) == 1:
        return next(iter(ground.stems.get(piece, ())), "")
    sort = outcome(piece) if len(piece) == _PAIR else ""
    if not sort or piece[0] in words_known().turning:
        return ""
    if piece[0] in ground.single:
        return piece[0]
    return next((w for w in ground.stems.get(piece[0], ()) if outcome(w) == sort), "")


@cache
def _verbs() -> frozenset[str]:
    return frozenset(lexicon("verbs")["verbs"].split())


@cache
def _verbs_and_manner() -> frozenset[str]:
    return _verbs() | frozenset(lexicon("verbs")["manner"].split())


def verbal(word: str) -> bool:
    """Whether the dictionary has it as a verb, an adjective or an adverb."""
    return word in _verbs_and_manner()


def akin(word: str, ground: Holding) -> str:
    """The fact's word that a word of the sentence is made of or made like: 签好 for 签订, 添设 for 增设, 挤占 for 占.

    Empty where there is none, and where a character turns the word (漏写 is not 写).
    """
    known = words_known()
    for tail in known.complements:
        stem = word[: -len(tail)]
        if not stem or not word.endswith(tail) or known.turning & set(stem):
            continue
        made = stem in _verbs() or stem in known.stands_for
        if made and (found := _of_stem(stem, ground)):
            return found
    if len(word) != _PAIR or not verbal(word) or known.turning & set(word):
        return ""
    one, two = (sorted(known.alike.get(c, c)) for c in word)  # a set has another order each run
    for other in (a + b for x, y in ((one, two), (two, one)) for a in x for b in y):
        if other != word and other in ground.short_words:
            return other
    return next(iter(characters(word, ground)), "")


def characters(word: str, ground: Holding) -> tuple[str, ...]:
    """The fact's verbs of one character that a verb of two may be made of: 送 or 配 for 配送."""
    known = words_known()
    if len(word) != _PAIR or not verbal(word) or known.turning & set(word):
        return ()
    return tuple(
        c
        for c in word
        if c in ground.single
        and c in _verbs()
        and c not in known.complements
        and not any(ground.has(turn + c) for turn in known.turning)
    )


def _of_stem(stem: str, ground: Holding) -> str:
    if ground.has(stem) and (len(stem) > 1 or stem in ground.single):
        return stem
    return _listed(stem, ground) or (part_of(stem, ground) if len(stem) == 1 else "")


def part_of(character: str, ground: Holding) -> str:
    """The fact's verb of two characters that a verb of one is short for: 装 of 安装, 改 of 改造."""
    if not verbal(character):
        return ""
    return next(iter(ground.with_character.get(character, ())), "")


def short_for(character: str, ground: Holding) -> str:
    """The same by the lexicons first: 换 for 更换."""
    return _listed(character, ground) or part_of(character, ground)


def parted(cut: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Words of the segmenter that a denial is part of, in two or three: 未|改, 进|不|了."""
    found = []
    for word, at in cut:
        hit = _DENYING.fullmatch(word)
        if hit and not hit["known"]:
            found += [
                (part, at + hit.start(n)) for n, part in enumerate(hit.groups()[1:], 2) if part
            ]
        else:
            found.append((word, at))
    return found
