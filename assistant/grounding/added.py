"""A character more in a clause of a note that is told whole: 通往矿区的桥梁 of 到矿区的桥梁.

A list of words never ends; a clause does. Where a clause of the sentence tells a clause of a note to its last word and of nothing
else, one character that no fact has is a way of putting it: there is nothing left that it could stand in the place of. Not so a
character that counts, denies, grades, dates or names a body, and not so where money is told.
"""

from __future__ import annotations

from functools import lru_cache

from assistant.grounding.pieces import EVENTS, Ground, Piece, Unit, bare_words
from assistant.grounding.reading import Read
from assistant.grounding.standing import words_known
from assistant.grounding.tokens import tokens
from assistant.model.sections import MEASURES, REASONS
from assistant.patterns import regex

_LONGEST = 2
_ENOUGH = 4
#: so little of the note's clause may be left untold (a measure word)
_UNTOLD = 0.12
#: what turns, counts, grades, compares, dates, pays or names a body
_TELLING = regex(
    "[未不没无非否拒停免反退假错误漏全都均各每总皆统律遍普大半多数最极更甚严重剧小高低必款费钱税罚资局部队股厂科委心院校站馆所社厅办升降增减涨跌好优良佳差主"
    "东西南北上下左右前后内外省市县区乡镇村甲乙丙丁男女老新旧"
    "一二三四五六七八九十百千万两几年月日周季天次时晚迟早提后再]"
)
_MONEY = regex("元|款|资金|预算|经费|补助|拨")
_DENIES = regex("[未不没无]|缺少?")
#: cause and effect: what stands on the other side of it is no part of what is told
_BECAUSE = regex("造成|导致|致使|引起|引发|使得?|因|由于|所致|影响|系")
#: a word with one of these has its own opposite: 有偿
_HAVING = ("有", "可", "能")
_FIGURE = regex(r"\d[\d.,]*(?:[万亿千百]?元|公里|[万亿]?[一-鿿])?")


def adds_nothing(
    read: Read,
    text: str,
    span: tuple[int, int],
    run: tuple[int, int],
    told: tuple[list[Piece], list[Piece], list[tuple[int, int]]],
    ground: Ground,
) -> bool:
    """Whether a stretch that no fact has is but a character more in a clause that is told whole.

    `told` are the pieces of its clause, those of it and its neighbours, and all that the clause has bare.
    """
    pieces, near, missed = told
    bare, clause = text[slice(*span)], text[slice(*run)]
    if read.section not in {REASONS, MEASURES} or sum(b - a for a, b in missed) > _LONGEST:
        return False
    if _TELLING.search(bare) or _MONEY.search(clause) or text[: span[0]].endswith(_HAVING):
        return False
    words = [p.words for p in near] + [bare_words(read.words(hit.span)) for hit in read.mentions]
    long = [p for p in pieces if len(p.words) > 1]
    for n in {n for p in long for n in ground.events(p)}:
        unit = ground.units[n]
        mine = [p for p in long if _of(p, unit, ground)]
        if len(mine) < len(long) or sum(len(p.words) for p in mine) < _ENOUGH:
            continue
        if len(bare) > 1 and not set(bare) & set(unit.text):
            continue
        if bool(_DENIES.search(clause)) != bool(_DENIES.search(unit.text)):
            continue
        if _beside(span, mine, text) and _left(unit.text, words) <= _UNTOLD * len(unit.text):
            return True
    return False


def _of(piece: Piece, unit: Unit, ground: Ground) -> bool:
    """Whether the piece is of that part of the note, or of no note at all (the row's own words, an owner)."""
    units = [ground.units[n] for n in piece.units]
    if any(u.fact.key == unit.fact.key and u.part == unit.part for u in units):
        return True
    return not any(u.fact.role in EVENTS for u in units)


def _beside(span: tuple[int, int], pieces: list[Piece], text: str) -> bool:
    """Whether no word of cause stands between the stretch and the nearest of the pieces."""
    near = min(pieces, key=lambda p: min(abs(p.start - span[1]), abs(span[0] - p.end)))
    between = text[near.end : span[0]] if near.end <= span[0] else text[span[1] : near.start]
    return not _BECAUSE.search(between)


def _left(text: str, words: list[str]) -> int:
    """How many characters of a clause those words leave untold, figures and words without content apart."""
    told = list(_plain(text))
    for one in words:
        at = text.find(one)
        while at >= 0:
            told[at : at + len(one)] = [True] * len(one)
            at = text.find(one, at + 1)
    return told.count(False)


@lru_cache(maxsize=4096)
def _plain(text: str) -> tuple[bool, ...]:
    """Which characters are of figures or of words without content."""
    plain = [c in words_known().glue for c in text]
    for hit in _FIGURE.finditer(text):
        plain[slice(*hit.span())] = [True] * len(hit[0])
    for word, at in tokens(text):
        if word in words_known().glue:
            plain[at : at + len(word)] = [True] * len(word)
    return tuple(plain)
