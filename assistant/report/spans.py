"""The very words of a sentence that a person must look at, each with the comment that stands on them.

Only sentences that are for a person to verify are held to the facts again: their verdict is stored, the
places of their faults are not, since people's edits and the drafter's marks move them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.facts import Fact
from assistant.model.draft import SUPPLY, VERIFY, Sentence
from assistant.patterns import regex
from assistant.report.pointing import about, on_sentence
from assistant.word import write as oxml

if TYPE_CHECKING:
    from assistant.grounding import Fault

_MARK = regex(r"【待核实[^】\n]{0,60}】")
#: how the drafter, and the review of people's edits, write a fault into a sentence's note
_NOTED = regex(r"(?:^|(?<=；))“(?P<words>.+?)”：(?P<why>[^；]+)(?:；|$)", re.S)


@dataclass(frozen=True, slots=True)
class Spot:
    """Words by their place (start, end) in the sentence as it is printed, and the comment on them."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Unmarked:
    """A sentence without 【待核实】; `places[i]` is where its character i stands in the printed one."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, printed: str) -> _Unmarked:
        marked = {i for match in _MARK.finditer(printed) for i in range(*match.span())}
        places = tuple(i for i in range(len(printed)) if i not in marked)
        return cls("".join(printed[i] for i in places), places)

    def printed(self, span: tuple[int, int]) -> tuple[int, int]:
        """The span as it lies in the printed sentence, without white space at its ends."""
        start, end = max(0, span[0]), min(span[1], len(self.places))
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return (self.places[start], self.places[end - 1] + 1) if start < end else (0, 0)


def spots(
    sentence: Sentence, section: str, facts: tuple[Fact, ...], *, alone: bool = False
) -> tuple[Spot, ...]:
    """The places in a sentence to comment on, by start; none where the facts hold it.

    Faults with words of their own get one each; what is to be verified as a whole (a proposed measure,
    two readings of which one must go) one on all its words. Offsets are those of `oxml.clean` of its
    text. `alone`: the sentence is its whole paragraph, whose comment then carries the program's own
    request (【待补充】…) already.
    """
    if sentence.verdict != "verify" or (alone and _requests(sentence)):
        return ()
    unmarked = _Unmarked.of(oxml.clean(sentence.text))
    whole = unmarked.printed((0, len(unmarked.text)))
    if whole == (0, 0):
        return ()
    known = {fact.id: fact for fact in facts}
    cited = tuple(known[i] for i in sentence.facts if i in known)
    faults, rest = _faults(sentence, unmarked, section, facts)
    found = {}
    for fault in faults:
        start, end = unmarked.printed(fault.span)
        if start < end:
            found[start, -end, fault.why] = Spot(
                start, end, about(fault, unmarked.text, cited, facts)
            )
    if rest or not found:
        found[whole[0], -whole[1], ""] = Spot(*whole, on_sentence(sentence, rest, cited))
    return tuple(found[key] for key in sorted(found))


def _requests(sentence: Sentence) -> bool:
    """Whether it is a line by which the program itself asks for something: its note is its own words."""
    own = _MARK.sub("", sentence.text).replace(SUPPLY, "").strip()
    return bool(own) and own == sentence.note.strip()


def _faults(
    sentence: Sentence, unmarked: _Unmarked, section: str, facts: tuple[Fact, ...]
) -> tuple[list[Fault], str]:
    """Faults by their place in the unmarked sentence, and what the note says of the sentence as a whole."""
    if _requests(sentence):
        return [], sentence.note
    noted, rest = _noted(sentence.note, unmarked.text)
    faults = _grounded(sentence, unmarked, section, facts)
    if rest:
        # the note says already that all of it is for a person to decide: what remains are plain faults
        named = {fault.words for fault in noted}
        faults = [f for f in faults if f.words in named or not (f.soft or f.kind == "act")]
    known = {fault.words for fault in faults}
    return [*faults, *(fault for fault in noted if fault.words not in known)], rest


def _grounded(
    sentence: Sentence, unmarked: _Unmarked, section: str, facts: tuple[Fact, ...]
) -> list[Fault]:
    from assistant.grounding import ground  # the segmenter is heavy

    ids = {fact.id for fact in facts}
    cited = tuple(i for i in sentence.facts if i in ids)
    asks = sentence.text.lstrip().startswith(VERIFY) and not sentence.note
    if not asks:
        return list(ground(unmarked.text, facts, cited=cited, section=section).faults)
    # a person's own request: only its figures and titles are held to the facts
    found = ground(VERIFY + unmarked.text, facts, cited=cited, section=section, marked=True).faults
    shift = len(VERIFY)
    return [replace(f, span=(f.span[0] - shift, f.span[1] - shift)) for f in found]


def _noted(note: str, text: str) -> tuple[list[Fault], str]:
    """The faults that a note names with their words, found in the text, and the rest of the note."""
    from assistant.grounding import Fault

    found: list[Fault] = []
    rest: list[str] = []
    at = 0
    for match in _NOTED.finditer(note):
        words = oxml.clean(match["words"])
        place = text.find(words)
        if place < 0:
            continue
        rest.append(note[at : match.start()])
        at = match.end()
        found.append(Fault((place, place + len(words)), words, match["why"]))
    rest.append(note[at:])
    left = "；".join(part.strip("； \n") for part in rest if part.strip("； \n"))
    return found, left
