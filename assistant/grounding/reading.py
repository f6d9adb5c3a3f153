"""One sentence read once for all checks: plain text, citations, quoted notes, named rows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.facts import Fact
from assistant.grounding.evidence import (
    TITLE,
    Evidence,
    Mention,
    Quote,
    RowEvidence,
    evidence,
    mentions,
)
from assistant.grounding.naming import Placed, blanked, overlaps, placed
from assistant.values.figures import flat

NUMBER = re.compile(r"[一-龥]{0,12}[〔\[(（【]\s*(?:19|20)\d{2}\s*[〕\])）】]\s*第?\s*\d+\s*号")

#: 满意度指标 is a class, not the row whose name ends with 满意度
_CLASS = re.compile(
    r"(?:服务对象)?满意度指标|(?:经济|社会|生态)效益指标|(?:产出|效益|数量|质量|时效|成本)指标"
)


@dataclass(frozen=True, slots=True)
class Read:
    """`plain` has names, quotations and citations blanked out as □, `unquoted` the latter two only.

    Offsets are those of `text`.
    """

    text: str
    plain: str
    unquoted: str
    known: Evidence
    placed: Placed
    citations: tuple[tuple[int, int], ...]
    quotes: tuple[tuple[tuple[int, int], Quote], ...]
    mentions: tuple[Mention, ...]
    cited: tuple[RowEvidence, ...]
    section: str
    #: the row it is said to be about, by whoever asks
    asked: RowEvidence | None = None

    @property
    def rows(self) -> list[RowEvidence]:
        """Rows that the sentence names, else those of the facts it cites, else the one it is said to be about."""
        named = {hit.row.id: hit.row for hit in self.mentions}
        return list(named.values()) or list(self.cited) or ([self.asked] if self.asked else [])

    def words(self, span: tuple[int, int]) -> str:
        """The very words of a span."""
        return self.text[span[0] : span[1]]


def read(
    text: str, facts: tuple[Fact, ...], cited: tuple[str, ...], section: str, indicator: str = ""
) -> Read:
    """Reads a sentence against the facts. `indicator` is the name of the row it is about, where that is known."""
    known = evidence(facts)
    asked = next((row for row in known.rows.values() if row.name == indicator), None)
    where = placed(text)
    citations = [m.span() for pattern in (TITLE, NUMBER) for m in pattern.finditer(text)]
    quotes = [
        (span, quote)
        for quote in known.quotes
        for span in where.find(quote.words)
        if not overlaps(span, citations)
    ]
    quoted = [span for span, _ in quotes]
    classes = [m.span() for m in _CLASS.finditer(text)]
    hits = [
        hit
        for hit in mentions(known, where, citations + quoted + classes)
        if not _mere_words(hit, text, known, asked, section)
    ]
    sources = [span for name in known.sources for span in where.find(_bare(name))]
    plain = blanked(flat(text), citations + quoted + [hit.span for hit in hits] + sources)
    rows = {
        fact.indicator: known.rows[fact.indicator]
        for name in cited
        if (fact := known.ids.get(name)) and fact.indicator
    }
    return Read(
        text, plain, blanked(flat(text), citations + quoted), known, where, tuple(citations), tuple(quotes), tuple(hits), tuple(rows.values()), section, asked
    )  # fmt: skip


def _mere_words(
    hit: Mention, text: str, known: Evidence, asked: RowEvidence | None, section: str
) -> bool:
    """Whether what looks like a row's name is only a word of the note that the sentence tells (检验费12万元)."""
    if hit.row is asked or text[max(0, hit.start - 1) : hit.start] in {"“", "‘", '"'}:
        return False
    name = _bare(text[hit.start : hit.end])
    if asked is not None:
        return name in asked.note("reason", "measure")
    return section.startswith("funds") and name in known.note((), "reason", "measure", "management")


def _bare(name: str) -> str:
    return placed(name).joined
