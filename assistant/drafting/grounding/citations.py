"""文号 and 《titles》: word for word in the facts, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafting.grounding.evidence import Evidence, bare
from assistant.drafting.grounding.fault import Fault

NUMBER = re.compile(r"[一-龥]{0,12}[〔\[(（【]\s*(?:19|20)\d{2}\s*[〕\])）】]\s*第?\s*\d+\s*号")
TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_TAIL = re.compile(r"[〔\[(（【]\s*(?:19|20)\d{2}.*")
_ISSUER = re.compile(r"[一-龥]*?([一-龥]{1,8})$")


def citation_spans(text: str) -> list[tuple[int, int]]:
    """Where titles and document numbers stand, so that figures in them are not read as figures."""
    return [match.span() for pattern in (TITLE, NUMBER) for match in pattern.finditer(text)]


def check_citations(text: str, known: Evidence) -> Iterator[Fault]:
    """Faults of kind title and document."""
    for match in TITLE.finditer(text):
        if bare(match[1]) not in known.titles and not _quoted_whole(bare(match[1]), known):
            yield Fault(match.span(), match[0], "数据中没有这份文件", "title")
    for match in NUMBER.finditer(text):
        if any(a <= match.start() < b for a, b in (m.span() for m in TITLE.finditer(text))):
            continue
        tail = _TAIL.search(match[0])
        number = bare(tail[0]) if tail else ""
        issuer = match[0][: tail.start()] if tail else ""
        if not any(
            bare(issuer[i:]) + number in known.text for i in range(len(issuer) + 1)[-6:-1] or [0]
        ):
            yield Fault(match.span(), match[0], "数据中没有这个文号", "document")


def _quoted_whole(title: str, known: Evidence) -> bool:
    """A title the facts hold without marks: the whole of a note or a name, not a piece of one."""
    return any(part.endswith(title) or part.startswith(title) for part in known.text.split("|"))
