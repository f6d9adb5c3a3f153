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

    @property
    def rows(self) -> list[RowEvidence]:
        """Rows that the sentence names, else those of the facts it cites."""
        named = {hit.row.id: hit.row for hit in self.mentions}
        return list(named.values()) or list(self.cited)

    def words(self, span: tuple[int, int]) -> str:
        """The very words of a span."""
        return self.text[span[0] : span[1]]


def read(text: str, facts: tuple[Fact, ...], cited: tuple[str, ...], section: str) -> Read:
    """Reads a sentence against the facts."""
    known = evidence(facts)
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
    hits = mentions(known, where, citations + quoted + classes)
    sources = [span for name in known.sources for span in where.find(_bare(name))]
    plain = blanked(flat(text), citations + quoted + [hit.span for hit in hits] + sources)
    rows = {
        fact.indicator: known.rows[fact.indicator]
        for name in cited
        if (fact := known.ids.get(name)) and fact.indicator
    }
    return Read(
        text, plain, blanked(flat(text), citations + quoted), known, where, tuple(citations), tuple(quotes), tuple(hits), tuple(rows.values()), section
    )  # fmt: skip


def _bare(name: str) -> str:
    return placed(name).joined
