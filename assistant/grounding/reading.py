"""One sentence read once for all checks: plain text, citations, quoted notes, named rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from assistant.facts import Fact
from assistant.grounding.evidence import (
    GRAM,
    TITLE,
    Evidence,
    Mention,
    Quote,
    RowEvidence,
    evidence,
    mentions,
    reordered,
)
from assistant.grounding.naming import Placed, blanked, overlaps, placed
from assistant.model.sections import NARRATIVE
from assistant.patterns import regex
from assistant.values.figures import flat

#: so many times as much is told of one row as of another
_CLEAR = 3
NUMBER = regex(r"(?<!\d)[一-龥]{0,12}[〔\[(（【]\s*(?:19|20)\d{2}\s*[〕\])）】]\s*第?\s*\d+\s*号")

#: 满意度指标 is a class, not the row whose name ends with 满意度
_CLASS = regex(
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
    #: whether it tells of the project's money, by the notes on that
    of_money: bool = False

    @property
    def rows(self) -> list[RowEvidence]:
        """Rows that the sentence names, else those of the facts it cites, else the one it is said to be about."""
        named = {hit.row.id: hit.row for hit in self.mentions}
        return list(named.values()) or list(self.cited) or ([self.asked] if self.asked else [])

    def words(self, span: tuple[int, int]) -> str:
        """The very words of a span."""
        return self.text[span[0] : span[1]]


def read(
    text: str,
    facts: tuple[Fact, ...],
    cited: tuple[str, ...],
    section: str,
    indicator: str = "",
    before: str = "",
) -> Read:
    """Reads a sentence against the facts.

    `indicator` is the name of the row it is about, where that is known; `before` what its paragraph says before it.
    """
    known = evidence(facts)
    where = placed(text)
    of = {
        f.indicator: known.rows[f.indicator]
        for i in cited
        if (f := known.ids.get(i)) and f.indicator
    }
    pieces = _pieces_told(known, where)
    of_money = pieces[""] > 0
    named_rows = [row for row in known.rows.values() if indicator and row.name == indicator]
    if not named_rows and section in NARRATIVE and (of or not cited):
        named_rows = _told_of(known, pieces, of, before)
    asked = named_rows[0] if len(named_rows) == 1 else None
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
        if not _mere_words(hit, text, known, asked, section, of_money)
    ]
    if not indicator:
        taken = citations + quoted + classes + [hit.span for hit in hits]
        hits = sorted([*hits, *reordered(known, text, taken)], key=lambda hit: hit.start)
    sources = [span for name in known.sources for span in where.find(_bare(name))]
    plain = blanked(flat(text), citations + quoted + [hit.span for hit in hits] + sources)
    rows = {row.id: row for row in named_rows} or of
    return Read(
        text, plain, blanked(flat(text), citations + quoted), known, where, tuple(citations), tuple(quotes), tuple(hits), tuple(rows.values()), section, asked, of_money
    )  # fmt: skip


def _told_of(
    known: Evidence, pieces: Counter[str], cited: dict[str, RowEvidence], before: str
) -> list[RowEvidence]:
    """Rows that a cause or a measure is of, where it names none: the one cited; else those its paragraph has named
    last; else the one of whose notes it tells. The one place where this is decided, for all who ask.
    """
    if len(cited) == 1:
        return list(cited.values())
    told = {row: pieces[row] for row in cited or known.rows}
    of_money = pieces[""]
    if of_money and of_money >= max(told.values(), default=0):
        return []
    for sentence in reversed(re.findall(r"[^。；]+", before)):
        if hits := mentions(known, placed(sentence), []):
            return list({hit.row.id: hit.row for hit in hits}.values())
    best = sorted(told.items(), key=lambda pair: -pair[1])[:2]
    clear = bool(best) and best[0][1] > 0 and (len(best) == 1 or best[0][1] >= _CLEAR * best[1][1])
    return [known.rows[best[0][0]]] if clear else []


def _pieces_told(known: Evidence, text: Placed) -> Counter[str]:
    """How many pieces of the notes stand in the text, by row; under the empty name those on the money."""
    said = {text.joined[i : i + GRAM] for i in range(len(text.joined) - GRAM + 1)}
    return sum((known.told_pieces[p] for p in said if p in known.told_pieces), Counter())


def _mere_words(
    hit: Mention,
    text: str,
    known: Evidence,
    asked: RowEvidence | None,
    section: str,
    of_money: bool,
) -> bool:
    """Whether what looks like a row's name is only a word of the note that the sentence tells (检验费12万元)."""
    if hit.row is asked or text[max(0, hit.start - 1) : hit.start] in {"“", "‘", '"'}:
        return False
    name = _bare(text[hit.start : hit.end])
    if asked is not None:
        return name in asked.note("reason", "measure")
    return (of_money or section.startswith("funds")) and name in known.note(
        (), "reason", "measure", "management"
    )


def _bare(name: str) -> str:
    return placed(name).joined
