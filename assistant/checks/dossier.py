"""The one thing all checks read: what a data file or a report states, each value with its place.

A data file gives one `Form` with typed rows and its scorecard; a report gives a form a table (or one
for all its tables), its prose, and a scorecard computed anew from what the tables state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache

from assistant.model.evaluation import Evaluation, Indicator
from assistant.model.scorecard import Scorecard, ScoredIndicator
from assistant.patterns import regex
from assistant.records import record
from assistant.rules.ruleset import RuleSet
from assistant.values.quantity import Actual, Target
from assistant.values.reading import fold
from assistant.word.document import NOWHERE, Document, Said

_PREFIX = regex(r"^\s*(指标\s*[\d一二三四五六七八九十]{1,2}|[（(]?\d{1,2}[）)])?\s*[.．、:：]?\s*")
_NUMBER = regex(r"[+-]?\d[\d,]*(?:\.\d+)?")
#: how our own reports mark what the data lack; it is said once (F33), and no check reads it as text
UNANSWERED = "【待补充"
PLACEHOLDER = regex(r"^(指标\s*\d*[:：]?|[.…·]*|/|-|—+|无)$")


@lru_cache(maxsize=4096)  # a cell is asked for by check after check
def number_in(text: str) -> Decimal | None:
    """The number a cell holds, alone or with a unit or sign of percent; None where there is not just one."""
    plain = fold(text).replace(" ", "").replace("\n", "")
    found = _NUMBER.findall(plain)
    if len(found) != 1 or len(plain) > len(found[0]) + 4:
        return None
    return Decimal(found[0].replace(",", ""))


@record()
class Row:
    """One indicator as it is stated. Empty `Said` where the form has the column and nothing in it.

    `columns` names what the form asks for (target, actual, weight, score, completion, reason …);
    `want` and `got` are the readings of target and actual, `scored` what our scoring says of them.
    """

    key: str
    level1: str
    level2: str
    name: Said
    target: Said = NOWHERE
    actual: Said = NOWHERE
    weight: Said = NOWHERE
    score: Said = NOWHERE
    completion: Said = NOWHERE
    reason: Said = NOWHERE
    measure: Said = NOWHERE
    owner: Said = NOWHERE
    due: Said = NOWHERE
    evidence: Said = NOWHERE
    columns: frozenset[str] = frozenset()
    want: Target | None = None
    got: Actual | None = None
    indicator: Indicator | None = None
    scored: ScoredIndicator | None = None

    @property
    def title(self) -> str:
        """The indicator's name without “指标1.”."""
        return _title(self.name.text)

    @property
    def short(self) -> str:
        """The name as messages quote it: inner quotes single, not too long."""
        name = self.title.replace("“", "‘").replace("”", "’")
        return name if len(name) <= 30 else name[:29] + "…"  # noqa: PLR2004

    @property
    def is_blank_form(self) -> bool:
        """A row of the empty form, never filled."""
        stated = self.target or self.actual or self.score or number_in(self.weight.text) is not None
        return bool(PLACEHOLDER.match(self.title)) or not stated

    @property
    def status(self) -> str:
        """met, not_met, over, missing or ungraded; empty where it was not scored."""
        return self.scored.status if self.scored else ""


def _stated(row: Row) -> tuple[str, ...]:
    """What a row says: another table that says the same of it repeats it."""
    words = (row.level1, row.level2, row.title, row.target.text, row.actual.text)
    return tuple("".join(fold(text).split()) for text in words)


@lru_cache(maxsize=4096)  # every check of rows names them
def _title(name: str) -> str:
    flat = re.sub(r"\s+", "", name)
    return _PREFIX.sub("", flat).strip() or flat


@dataclass(frozen=True, slots=True)
class FundRow:
    """A line of the funds: a source, or the total. Amounts in the form's unit."""

    label: Said
    initial: Said = NOWHERE
    budget: Said = NOWHERE
    arrived: Said = NOWHERE
    executed: Said = NOWHERE
    rate: Said = NOWHERE
    weight: Said = NOWHERE
    score: Said = NOWHERE
    reason: Said = NOWHERE
    columns: frozenset[str] = frozenset()
    is_total: bool = False

    def amount(self, column: str) -> Decimal | None:
        """The number in that column."""
        said: Said = getattr(self, column)
        return number_in(said.text)


@dataclass(frozen=True, slots=True)
class Form:
    """One table of scores and what belongs to it."""

    name: str
    rows: tuple[Row, ...] = ()
    funds: tuple[FundRow, ...] = ()
    unit: str = "万元"
    total_weight: Said = NOWHERE
    total_score: Said = NOWHERE
    expected: Said = NOWHERE
    achieved: Said = NOWHERE
    card: Scorecard | None = None

    @property
    def total(self) -> FundRow | None:
        """The line of the totals, or the only line."""
        totals = [f for f in self.funds if f.is_total]
        return totals[0] if totals else self.funds[0] if len(self.funds) == 1 else None

    @property
    def parts(self) -> list[FundRow]:
        """The sources."""
        return [f for f in self.funds if not f.is_total]

    @property
    def has_scores(self) -> bool:
        """Whether the form asks for points."""
        return any("score" in r.columns for r in self.rows)


@dataclass(frozen=True, eq=False)
class Dossier:
    """What is checked. `year` completes dates; `approved` are the rows of a table of targets alone."""

    name: str
    forms: tuple[Form, ...]
    ruleset: RuleSet
    approved: tuple[Row, ...] = ()
    document: Document | None = None
    evaluation: Evaluation | None = None
    title: Said = NOWHERE
    year: int | None = None
    texts: dict[str, tuple[Said, ...]] = field(default_factory=dict)
    _sentences: dict[tuple[str, ...], tuple[Said, ...]] = field(
        init=False, default_factory=dict, repr=False
    )
    _prose: dict[tuple[str, ...], tuple[Said, ...]] = field(
        init=False, default_factory=dict, repr=False
    )

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All filled rows of all forms; one that a later form (an annex) only repeats is there once."""
        found: list[Row] = []
        known: set[tuple[str, ...]] = set()
        for form in self.forms:
            own = [r for r in form.rows if not r.is_blank_form and _stated(r) not in known]
            known.update(map(_stated, own))
            found += own
        return tuple(found)

    @property
    def is_data(self) -> bool:
        """A data file, without a report."""
        return self.document is None

    def prose(self, *roles: str) -> list[Said]:
        """What is said in the sections (or, in data, the keys) that play one of these roles."""
        if roles not in self._prose:  # many checks ask for the same
            self._prose[roles] = tuple(self._told(roles))
        return list(self._prose[roles])

    def _told(self, roles: tuple[str, ...]) -> list[Said]:
        found = [p.said for p in self.document.of(*roles)] if self.document else []
        found += [said for role in roles for said in self.texts.get(role, ()) if said]
        return [said for said in found if UNANSWERED not in said.text]

    @cached_property
    def everything(self) -> tuple[Said, ...]:
        """Every stretch of running text, in order, headings included."""
        found = (
            [p.whole for p in self.document.paragraphs if p.text.strip()] if self.document else []
        )
        return tuple(found + [said for texts in self.texts.values() for said in texts if said])

    def sentences(self, *roles: str) -> tuple[Said, ...]:
        """Sentence by sentence, of the roles, or of all body text where none is named."""
        if roles not in self._sentences:
            self._sentences[roles] = tuple(self._cut(roles))
        return self._sentences[roles]

    def _cut(self, roles: tuple[str, ...]) -> Iterator[Said]:
        if roles:
            sources = self.prose(*roles)
        else:
            body = [p.said for p in self.document.body()] if self.document else []
            sources = body + [s for texts in self.texts.values() for s in texts if s]
        for said in sources:
            yield from said.sentences()

    @cached_property
    def falling_short(self) -> tuple[Row, ...]:
        """Rows whose actual is worse than the target."""
        return tuple(r for r in self.rows if r.status == "not_met")
