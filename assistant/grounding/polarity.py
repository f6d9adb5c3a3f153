"""Negation against the notes: 未验收 told as 已验收, 到场 told as 未到场."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.grounding.evidence import Evidence
from assistant.grounding.fault import Fault
from assistant.grounding.naming import bare
from assistant.grounding.numbers import reached
from assistant.grounding.reading import Read
from assistant.grounding.scope import state
from assistant.grounding.vocabulary import official
from assistant.patterns import regex

_NEGATION = regex(
    r"未能|未被|未|没有|没能|(?<![淹埋沉出])没(?!收)|不能|无法|尚未|并未|不|无|非|缺少?|缺乏"
)
_NEAR = 6
#: 上不了牌 denies 上牌
_CANNOT = regex(r"(?P<verb>[一-龥])不[了到上起动完开成](?P<of>[一-龥])")
#: 未获…同意, 未经…审议
_REACHING = regex(r"(?:未|没有?|尚未)(?:获得?|经过?|得到|取得|能)[^，。；：！？|]{0,16}$")
#: 养护未满24小时 is 没有养护满24小时
_DENIED_AFTER = regex(r"[^，。；]{0,2}(?:未|没有?|不)")
_VERB = regex(r"[一-龥]{2}")


def check_polarity(read: Read, acting: bool) -> Iterator[Fault]:
    """Faults of kind direction. `acting` sentences tell what will be done, and may turn 不健全 into 健全."""
    if acting:
        return
    notes = _notes(read.known)
    for word in _denied(read.known):
        for at in _places(read.plain, word, "了?"):
            if reached(read, at + len(word)):
                continue  # 到货273枚, of a row that lacks the rest
            if not _turned(read.plain, at) and not _DENIED_AFTER.match(read.plain, at + len(word)):
                span = (at, at + len(word))
                yield Fault(span, read.words(span), "填报材料说的是没有或未", "direction")
    yield from _denials(read, notes)


@lru_cache(maxsize=64)
def _notes(known: Evidence) -> tuple[str, ...]:
    roles = {"reason", "goal_actual", "management", "other"}
    return tuple(q.words for q in known.quotes if q.role in roles)


@lru_cache(maxsize=64)
def _denied(known: Evidence) -> tuple[str, ...]:
    """Words that the notes deny and no fact affirms; plain official ones (完成, 开展) are judged by the row's status."""
    words = dict.fromkeys(word for note in _notes(known) for word in _words(note))
    planned = {f.id for f in known.facts if f.role == "measure"}
    text = "|".join(bare(f.text) for f in known.facts if f.id not in planned)
    return tuple(word for word in words if not _affirmed(text, word))


def _denials(read: Read, notes: tuple[str, ...]) -> Iterator[Fault]:
    """未X of a sentence where the notes say X, and never 未X."""
    for match in re.finditer(r"(?:未能?|没有|没能|无法|不能)(?P<verb>[一-龥]{2})", read.plain):
        word = match["verb"]
        if word in official() or not any(word in note for note in notes) or word[1] in "的了":
            continue
        rows = read.rows or read.known.rows.values()
        if any(word in row.name and row.status == "not_met" for row in rows):
            continue  # 未筛查的980人, as many as the row lacks
        if not any(
            _turned(note, at) or state(note[:at], word, note[at + 2 : at + 14]) == "not"
            for note in notes
            for at in _places(note, word)
        ):
            yield Fault(match.span(), read.words(match.span()), "填报材料没有这样否定", "direction")


def _words(note: str) -> Iterator[str]:
    for match in _NEGATION.finditer(note):
        after = note[match.end() : match.end() + 2]
        if _VERB.fullmatch(after) and after not in official():
            yield after
    for match in _CANNOT.finditer(note):
        yield match["verb"] + match["of"]


def _affirmed(text: str, word: str) -> bool:
    return any(not _turned(text, at) for at in _places(text, word))


def _places(text: str, word: str, between: str = "") -> list[int]:
    return [match.start() for match in re.finditer(between.join(word), text)]


def _turned(text: str, at: int) -> bool:
    """Whether a negation stands shortly before, in the same clause."""
    before = re.split(r"[，。；：！？|]", text[max(0, at - _NEAR) : at])[-1]
    return bool(_NEGATION.search(before)) or bool(_REACHING.search(text[:at]))
