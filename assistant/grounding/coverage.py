"""Whether reasons and measures, taken together, answer the deviations (F41, F45, F47)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.facts import Fact
from assistant.grounding.evidence import NOTE_ROLES, Evidence, RowEvidence, evidence
from assistant.grounding.naming import bare, placed
from assistant.grounding.tokens import tokens
from assistant.grounding.vocabulary import official

_SHORTEST = 2
_SHARE = 6


@dataclass(frozen=True, slots=True)
class Coverage:
    """Row ids of deviations without a reason and without a measure; measures that answer none."""

    without_reason: tuple[str, ...]
    without_measure: tuple[str, ...]
    idle_measures: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Every deviation has both, and every measure answers one."""
        return not (self.without_reason or self.without_measure or self.idle_measures)


def cover(reasons: Sequence[str], measures: Sequence[str], facts: Sequence[Fact]) -> Coverage:
    """Looks at the sentences of both sections. A marked line that asks for a reason counts as one."""
    known = evidence(tuple(facts))
    rows = [row for row in known.rows.values() if row.status == "not_met"]
    return Coverage(
        tuple(row.id for row in rows if not any(_tells(text, row) for text in reasons)),
        tuple(row.id for row in rows if not any(_tells(text, row) for text in measures)),
        tuple(text for text in measures if idle(text, known)),
    )


def _tells(text: str, row: RowEvidence) -> bool:
    """Names the row, or tells a good part of the note on it."""
    where = placed(text)
    if any(where.find(alias) for alias in row.aliases):
        return True
    return any(_shares(where.joined, note) for note in row.note(*NOTE_ROLES).split("|") if note)


def _shares(text: str, note: str) -> bool:
    size = min(_SHARE, len(note))
    return any(note[i : i + size] in text for i in range(len(note) - size + 1))


def idle(text: str, known: Evidence) -> bool:
    """Whether a measure has to do with no deviation: no name, and no word of its own in common."""
    off = [row for row in known.rows.values() if row.deviates or row.status in {"not_met", "over"}]
    noted = [row for row in known.rows.values() if "measure" in row.notes]
    money = known.by_role.get("deviation", "") + known.note((), "reason", "measure")
    if any(_tells(text, row) for row in (*off, *noted)):
        return False
    if money and any(word in text for word in ("执行率", "支付", "预算执行")):
        return False
    about = known.note(off, "reason", "measure") + "|".join(bare(row.name) for row in off)
    return not any(word in about for word in content(text))


def content(text: str) -> Iterable[str]:
    """Words of two characters or more that are not of the plain official vocabulary."""
    return [w for w, _ in tokens(bare(text)) if len(w) >= _SHORTEST and w not in official()]
