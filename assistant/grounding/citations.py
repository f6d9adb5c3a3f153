"""文号 and 《titles》: word for word in the facts, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.grounding.evidence import TITLE, Evidence
from assistant.grounding.fault import Fault
from assistant.grounding.naming import bare, overlaps
from assistant.grounding.reading import NUMBER, Read
from assistant.patterns import regex

_TAIL = regex(r"[〔\[(（【]\s*(?:19|20)\d{2}.*")
_NUMBER = regex(r"[一-龥]{0,10}(?:19|20)\d{2}第?\d+号")
_LONGEST_ISSUER = 6


def check_citations(read: Read) -> Iterator[Fault]:
    """Faults of kind title and document."""
    titles = [match.span() for match in TITLE.finditer(read.text)]
    for match in TITLE.finditer(read.text):
        title = bare(match[1])
        known = title in read.known.titles or _without_number(title, read.known)
        if not known and not _whole(title, read.known):
            yield Fault(match.span(), match[0], "数据中没有这份文件", "title")
    for match in NUMBER.finditer(read.text):
        if not overlaps(match.span(), titles) and not _numbered(match[0], read.known):
            yield Fault(match.span(), match[0], "数据中没有这个文号", "document")


def _without_number(title: str, known: Evidence) -> bool:
    """A title whose statement in the facts has its 文号 within the marks: 《…的通知（…〔2021〕61号）》."""
    return any(
        whole.startswith(title) and _NUMBER.fullmatch(whole[len(title) :]) for whole in known.titles
    )


def _whole(title: str, known: Evidence) -> bool:
    """A title the facts hold without marks: the end or the beginning of one statement."""
    return any(part.endswith(title) or part.startswith(title) for part in known.text.split("|"))


def _numbered(words: str, known: Evidence) -> bool:
    """Whether issuer and number stand in the facts together; words before the issuer do not matter."""
    tail = _TAIL.search(words)
    if not tail:
        return False
    issuer, number = words[: tail.start()][-_LONGEST_ISSUER:], bare(tail[0])
    starts = range(max(1, len(issuer)))
    return any(bare(issuer[i:]) + number in known.text for i in starts if len(issuer) - i != 1)
