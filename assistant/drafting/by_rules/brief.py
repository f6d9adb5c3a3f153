"""What a report has to say, as data: what was reached, what was not and why, what will be done, the money.

Built once from the scorecard and its facts; the writers of the sections put it into words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assistant.facts import Fact, Role
from assistant.facts.wording import clause, gives_orders, is_vague, tells_change
from assistant.lexicon import lexicon
from assistant.model.evaluation import Fund, Funds, MoneyUnit
from assistant.model.scorecard import ExecutionScore, Scorecard, ScoredIndicator
from assistant.model.sections import REASONS
from assistant.patterns import regex
from assistant.values.figures import figures
from assistant.values.units import MONEY_SIZES

#: below this share of the budget a reason is asked for (RULES.md §4, V4: 四川 90%)
LOW_RATE = Decimal("0.9")
_ORDER = "一二三四五六七八九十"
_NO_RESULT = frozenset({"missing", "ungraded"})
_FIGURE = regex(r"(?P<number>[\d.]+)(?:[一-鿿]|%)")
_AGAIN = regex(r"(?:比|较)(?:年度)?(?:目标|指标值|计划|要求)")
_GAP_FIRST = regex(
    r"(?:比目标|较目标)?(?:还|仅|只)?(?:[相]?差|[缺欠少低短]了?)(?P<figure>[\d.]+)(?:(?![未没不])[一-鿿%]){0,4}[，；](?=.{4})"
)
_LEAD = regex(r"^(?:主要)?(?:原因(?:是|为|：|:)?|是因为|因为|由于|是)")


@dataclass(frozen=True, slots=True)
class Deviation:
    """Rows that are off their targets for one reason, which stands in the staff's words."""

    rows: tuple[ScoredIndicator, ...]
    reason: str
    vague: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """What will be done about some rows; empty `text` where nobody said. Owner and due may be empty."""

    rows: tuple[ScoredIndicator, ...]
    text: str
    owner: str
    due: str


@dataclass(frozen=True, slots=True)
class Change:
    """From 年初预算 to 全年预算: what came over from the year before, and what was added or cut."""

    initial: Decimal
    carried: Decimal
    added: Decimal


@dataclass(frozen=True)
class Brief:
    """One report to be written by rules."""

    card: Scorecard
    facts: tuple[Fact, ...]

    def ids(self, *roles: Role, row: str | None = None, origin: str = "") -> tuple[str, ...]:
        """Ids of the facts with one of the roles; of one row (`""`: of none) and origin, where given."""
        among = self.facts if row is None else self._of_rows.get(row, ())
        return tuple(
            fact.id for fact in among if fact.role in roles and fact.origin.startswith(origin)
        )

    @cached_property
    def _of_rows(self) -> dict[str, tuple[Fact, ...]]:
        """The facts by the row they are of: a thousand rows are not looked through for each."""
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(fact.indicator, []).append(fact)
        return {row: tuple(facts) for row, facts in found.items()}

    def keyed(self, *keys: str) -> tuple[str, ...]:
        """Ids of the facts of those keys."""
        return tuple(fact.id for fact in self.facts if fact.key in keys)

    def of(self, rows: Sequence[ScoredIndicator], *roles: Role) -> list[str]:
        """Ids of the facts of some rows with one of the roles."""
        return [i for row in rows for i in self.ids(*roles, row=row.id)]

    @property
    def year(self) -> int:
        """The budget year."""
        return self.card.evaluation.project.year

    @property
    def unit(self) -> str:
        """The unit that reports, by name; or a word for it."""
        project = self.card.evaluation.project
        return self.card.evaluation.report.signature or project.unit or project.authority

    @property
    def we(self) -> str:
        """How the unit speaks of itself: 我局, 我校 …, else 我单位."""
        endings: dict[str, str] = lexicon("self_names")
        return next((own for end, own in endings.items() if self.unit.endswith(end)), "我单位")

    @property
    def staff(self) -> str:
        """Who knows the project: its 实施单位, else a word for the staff in charge."""
        return self.card.evaluation.project.unit or "项目实施单位"

    @property
    def length(self) -> str:
        """短, 中 or 长: how much of each row the report tells."""
        return self.card.evaluation.drafting.length

    @property
    def reasons_part(self) -> str:
        """Where the reasons stand, as a reader finds it: 第三部分."""
        part = 0
        for heading in self.card.evaluation.headings:
            part += heading.level == 1
            if REASONS in heading.sections:
                return f"第{_ORDER[part - 1]}部分" if 0 < part <= len(_ORDER) else "原因分析"
        return ""

    def beside(self, section: str, table: str) -> bool:
        """Whether a table stands under the heading of a section, so that “见下表” is true."""
        return any(
            section in heading.sections[-1:] and table in heading.tables
            for heading in self.card.evaluation.headings
        )

    @property
    def off_target(self) -> tuple[ScoredIndicator, ...]:
        """Rows whose actual is off the target: missed, late, or far over it."""
        return tuple(
            row
            for row in self.card.indicators
            if row.status in {"not_met", "over"} or row.deviation
        )

    @property
    def unknown(self) -> tuple[ScoredIndicator, ...]:
        """Rows of which it cannot be said yet whether they deviate."""
        return tuple(
            row for row in self.card.indicators if row.status in _NO_RESULT and not row.deviation
        )

    @property
    def known(self) -> bool:
        """Whether it can be said of any row."""
        return len(self.unknown) < len(self.card.indicators)

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Rows off their targets, those of one stated reason together, in the order of the table."""
        groups: dict[str, list[ScoredIndicator]] = {}
        for row in self.off_target:
            reason = clause(row.indicator.reason)
            apart = not reason or is_vague(reason) or gives_orders(row.indicator.reason)
            groups.setdefault(row.id if apart else reason, []).append(row)
        return tuple(
            Deviation(tuple(rows), reason, is_vague(reason))
            for rows in groups.values()
            for reason in [clause(rows[0].indicator.reason)]
        )

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Measures for the rows off their targets and for others that have one; like ones together.

        A row far over its target needs none, but its measure is told where there is one.
        """
        off = [r for r in self.off_target if r.status != "over" or clause(r.indicator.measure)]
        known = {row.id for row in off}
        off += [
            r for r in self.card.indicators if r.id not in known and clause(r.indicator.measure)
        ]
        groups: dict[tuple[str, str, str, str], list[ScoredIndicator]] = {}
        for row in off:
            given = row.indicator
            text = clause(given.measure)
            key = (text, given.owner, given.due, "" if text else row.id)
            groups.setdefault(key, []).append(row)
        return tuple(
            Measure(tuple(rows), text, owner, due) for (text, owner, due, _), rows in groups.items()
        )

    @property
    def execution(self) -> ExecutionScore:
        """The whole's money."""
        return self.card.execution

    @property
    def sources(self) -> tuple[Fund, ...]:
        """The sources of funds."""
        funds = self.card.evaluation.funds
        return funds.sources if funds is not None else ()

    @property
    def paying(self) -> tuple[Fund, ...]:
        """The sources that have an amount; all where none has."""
        live = tuple(f for f in self.sources if f.initial or f.budget or f.arrived or f.executed)
        return live or self.sources

    @property
    def money_off(self) -> bool:
        """Whether the report must explain the execution rate: low, above 100%, or noted by the staff."""
        rate, funds = self.execution.rate, self.card.evaluation.funds
        noted = bool(self.money_reason or (funds is not None and clause(funds.measure)))
        return rate is not None and (rate < LOW_RATE or rate > 1 or (rate != 1 and noted))

    def budget_note(self, fund: Fund | None = None) -> str:
        """What the note on a source (or on the whole) says of the budget's change over the year; told where money came in."""
        return self._noted(fund)[0]

    def unspent_note(self, fund: Fund) -> str:
        """The rest of the note on a source."""
        return self._noted(fund)[1]

    def _noted(self, fund: Fund | None) -> tuple[str, str]:
        """A note on money in two: how the budget was changed, and why money was not spent."""
        funds = self.card.evaluation.funds
        note = clause(fund.reason) if fund else clause(funds.reason) if funds else ""
        moved = self.change is not None and (fund is None or changed(fund))
        parts = [part for part in note.split("；") if part]
        of_budget = [part for part in parts if moved and _only_change(part)]
        rest = [part for part in parts if part not in of_budget]
        return "；".join(of_budget), "；".join(rest)

    @property
    def money_reason(self) -> str:
        """Why money was not spent as planned: the note on the whole, else those on its sources."""
        funds = self.card.evaluation.funds
        if funds is None:
            return ""
        if clause(funds.reason):
            return self._noted(None)[1]
        noted = [(f, self._noted(f)[1]) for f in funds.sources]
        if len(funds.sources) == 1:
            return "；".join(why for _, why in noted)
        return "；".join(
            why if f.source in why else f"{f.source}方面，{why}" for f, why in noted if why
        )

    @property
    def money_reason_of_source(self) -> bool:
        """Whether the reason is that of one source among several, and says so at its head."""
        return any(self.money_reason.startswith(f"{f.source}方面，") for f in self.sources)

    @property
    def money_told(self) -> bool:
        """Whether the reason stands in the sentence that tells what was spent, so that it is told once."""
        reason = self.money_reason
        known = self.execution.executed is not None and self.execution.budget is not None
        written = self.card.evaluation.writes("funds_execution")
        return bool(self.money_off and reason and known and written and not is_vague(reason))

    @property
    def money_measure(self) -> str:
        """What will be done about it."""
        funds = self.card.evaluation.funds
        return clause(funds.measure) if funds is not None else ""

    @property
    def change(self) -> Change | None:
        """How the budget changed over the year, carry-over apart; None where it did not or is not known."""
        total = self.execution
        if total.initial is None or total.budget is None or total.initial == total.budget:
            return None
        funds = self.card.evaluation.funds
        carried = funds.carried if funds is not None else Decimal(0)
        return Change(total.initial, carried, total.budget - total.initial - carried)


def changed(fund: Fund) -> bool:
    """Whether its budget is another than at the beginning, not by what was carried over."""
    known = fund.initial is not None and fund.budget is not None
    return known and fund.initial != fund.budget and not fund.carried


def change_told(funds: Funds) -> bool:
    """Whether a note on the money, or on a source whose budget changed, says how it was changed."""
    return tells_change(funds.reason) or any(
        changed(f) and (tells_change(f.reason) or _names_change(f, funds.unit))
        for f in funds.sources
    )


def _names_change(fund: Fund, unit: MoneyUnit) -> bool:
    """Whether the note names the very amount by which the budget changed (省厅7月又拨来12万), in whatever words."""
    moved = abs((fund.budget or Decimal(0)) - (fund.initial or Decimal(0))) * MONEY_SIZES[unit]
    return any(
        figure.low == figure.high == moved and (figure.unit == "金额" or not figure.tail)
        for figure in figures(fund.reason)
        if figure.kind == "amount"
    )


def _only_change(part: str) -> bool:
    """Whether a part of a note tells how the budget was changed, and not what became of the money."""
    unspent = lexicon("budget_changes")["unspent"]
    return tells_change(part) and not any(word in part for word in unspent)


def cause(reason: str, away: str = "") -> str:
    """The note after “原因是”: without a second 由于 or 原因是, and without a last clause that only tells the gap again (`away`)."""
    told = _LEAD.sub("", reason) or reason
    first, mark, last = told.rpartition("，")
    figure = _FIGURE.search(away)
    if mark and figure and _AGAIN.match(last) and figure[0] in last:
        return first
    # 差0.8个点，雷雨天通知不够及时: nor a first one
    gap = _GAP_FIRST.match(told)
    if gap and figure and gap["figure"] == figure["number"]:
        return told[gap.end() :]
    return told


def other_gap(reason: str, away: str) -> str:
    """The last clause of a note that tells the gap with another figure than is worked out (比目标晚50天 of 逾期40天)."""
    last = reason.rpartition("，")[2]
    figure = _FIGURE.search(away)
    if figure is None or not _AGAIN.match(last):
        return ""
    told = [hit for hit in _FIGURE.finditer(last) if hit[0][-1] == figure[0][-1]]
    return last if len(told) == 1 and told[0]["number"] != figure["number"] else ""


def ordinal(i: int, of: int) -> str:
    """“一是” … for 2 to 10 items, “（11）” beyond, nothing for a single one. `i` counts from 0."""
    if of < 2:  # noqa: PLR2004
        return ""
    return f"{_ORDER[i]}是" if of <= len(_ORDER) else f"（{i + 1}）"
