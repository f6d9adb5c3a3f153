"""Measures: what is completed, and who does it, are what the noted measure says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.grounding.fault import Fault
from assistant.grounding.pieces import Ground, Piece
from assistant.grounding.reading import Read
from assistant.patterns import regex

_COMPLETES = regex(r"完成(?P<what>[一-鿿]{2,12})")
_TOLD = frozenset({"measure", "reason"})
#: what stands before a deed in a note and is not who does it: times, conditions, prepositions
_NO_DOER = regex(r"[与对向为在按由从待将把提每].*|.*[后前时中内间]")
_AUXILIARY = regex(r"(?:将|拟|要|会|应|负责|统一|具体|牵头){0,3}$")
_LEAST = 3


def check_deeds(
    read: Read, plain: str, span: tuple[int, int], pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """Faults of kind act: a thing of the row's name told as to be completed, of which the measure does not speak;
    the owner told as the doer of what the measure has somebody else do (全县卫生院加装 told as 医政股加装)."""
    for hit in _COMPLETES.finditer(plain, *span):
        inside = [
            p for p in pieces if hit.start("what") <= p.start < hit.end("what") and len(p.words) > 1
        ]
        roles = {ground.units[n].fact.role for p in inside[-1:] for n in p.units}
        if inside and not roles & _TOLD:
            why = "填报的措施没有说要完成这一项"
            yield Fault(hit.span(), read.words(hit.span()), why, "act")
    yield from _doers(read, plain, pieces, ground)


def _doers(read: Read, plain: str, pieces: list[Piece], ground: Ground) -> Iterator[Fault]:
    for i, who in enumerate(pieces[:-1]):
        deed = pieces[i + 1]
        owner = any(ground.units[n].fact.role == "owner" for n in who.units)
        numbers = [n for n in ground.events(deed) if ground.units[n].fact.role == "measure"]
        named = len(who.words) > 1
        if (
            not owner
            or not named
            or not numbers
            or not _AUXILIARY.fullmatch(plain[who.end : deed.start])
        ):
            continue
        doers = [_doer(ground.units[n].text, deed.words) for n in numbers]
        if all(doers) and not any(one in read.placed.joined for one in doers):
            span = (who.start, deed.end)
            yield Fault(span, read.words(span), f"数据中做这件事的是“{doers[0]}”", "act")


def _doer(text: str, words: str) -> str:
    """Who a clause of a measure says does it; empty where it does not say."""
    before = text[: text.find(words)].removesuffix("统一").removesuffix("将")
    named = len(before) >= _LEAST and re.fullmatch(r"[一-鿿]+", before)
    return before if named and not _NO_DOER.fullmatch(before) else ""
