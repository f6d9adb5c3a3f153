"""One project scored again: what each row got and gets, what the difference is, and why.

A row that the rules cannot score (a judgement in words, no actual value) keeps what the unit gave it and
is named as such: the program takes nothing off that it cannot give a formula for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.checks import check
from assistant.checks.dossier import Form, Row, number_in
from assistant.checks.other_rules import execution_elsewhere, scores_elsewhere
from assistant.forms.read.wording import split_reason
from assistant.model.finding import Finding
from assistant.model.scorecard import STATUS_NAMES, Scorecard
from assistant.submissions.piece import Identity, Kind, Piece
from assistant.values.printing import percent, plain, rounded
from assistant.values.quantity import Qualitative
from assistant.word.document import Said

#: points within which a total or a row counts as the same (RULES.md §4: tolerance of a production system)
SLACK = Decimal("0.1")
EXECUTION = "预算执行率"

Basis = Literal["复核", "沿用自评", "无自评分", "未评分"]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the review. `basis` says whether `own` is computed, taken over, or neither is there."""

    name: str
    level1: str
    level2: str
    target: str
    actual: str
    weight: Decimal | None
    stated: Decimal | None
    own: Decimal | None
    basis: Basis
    why: str
    evidence: str
    place: str
    status: str

    @property
    def difference(self) -> Decimal | None:
        """自评 − 复核, where both are there."""
        return None if self.stated is None or self.own is None else self.stated - self.own


@dataclass(frozen=True, slots=True)
class Note:
    """Words of the unit's own on why, or on what will be done: what is held against other projects."""

    kind: Literal["原因", "措施"]
    text: str
    place: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """What an indicator is measured in: its target as written, and the kind of its unit."""

    level2: str
    name: str
    target: str
    unit: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the review of one project of one file comes to. Amounts in 万元, points and rates as in a scorecard."""

    source: str
    kind: Kind
    identity: Identity
    stated: Decimal | None
    own: Decimal | None
    complete: bool
    grade: str
    stated_grade: str
    initial: Decimal | None
    budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    errors: int = 0

    @property
    def deviation(self) -> Decimal | None:
        """偏离度 = (自评 − 复核) ÷ 自评 (RULES.md §4 V12), a ratio; None where one of them is not there."""
        if not self.stated or self.own is None:
            return None
        return (self.stated - self.own) / self.stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Verdict):
    """The whole review: its rows, its faults, and what is held against other projects."""

    ruleset: str
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...] = ()
    measures: tuple[Measure, ...] = ()
    remarks: tuple[str, ...] = ()


def judge(piece: Piece, source: str) -> Judged:
    """The review of one project; `source` names its file for people."""
    card, form = piece.card, piece.form
    findings = (
        check(card, ruleset=piece.dossier.ruleset)
        if piece.kind == "数据" and card is not None
        else check(piece.dossier)
    )
    lines = tuple(_lines(piece)) if form is not None else ()
    stated = piece.total
    if stated is None and piece.kind != "数据":
        given = [line.stated for line in lines]
        if given and None not in given:
            stated = sum((g for g in given if g is not None), Decimal(0))
    other = "" if piece.kind == "数据" else _other_weight(form, card)
    own, complete = (None, False) if other else _own_total(lines, card, stated)
    execution = card.execution if card else None
    return Judged(
        source=source,
        kind=piece.kind,
        identity=piece.identity,
        ruleset=piece.dossier.ruleset.name,
        lines=lines,
        stated=stated,
        own=own,
        complete=complete,
        grade=piece.grade_of(own) if complete else "",
        stated_grade=piece.grade_of(stated),
        initial=piece.wan(execution.initial) if execution else None,
        budget=piece.wan(execution.budget) if execution else None,
        executed=piece.wan(execution.executed) if execution else None,
        rate=execution.rate if execution else None,
        findings=findings,
        notes=tuple(_notes(piece)),
        measures=tuple(_measures(piece)),
        remarks=(*piece.remarks, *filter(None, [other])),
        errors=sum(f.severity == "error" for f in findings),
    )


def _other_weight(form: Form | None, card: Scorecard | None) -> str:
    """What is to be said where the form gives the execution other points than the rule set: totals do not compare."""
    if form is None or form.total is None or card is None or not card.scored:
        return ""
    printed, own = number_in(form.total.weight.text), card.execution.weight
    if printed is None or not own or printed == own:
        return ""
    return f"自评表的预算执行率列{shown(printed)}分，这套规则是{shown(own)}分，没有列复核得分，请核实适用哪一套规则"


def _own_total(
    lines: tuple[Line, ...], card: Scorecard | None, stated: Decimal | None
) -> tuple[Decimal | None, bool]:
    """复核得分: the computed rows and those taken over; or that of the data. Whether it is a whole one."""
    if stated is None:
        if card is None:
            return None, False
        return card.total.score, card.total.complete
    if any(line.own is None for line in lines) or not lines:
        # a row without points of its own: the total keeps it, less what the others lose
        lost = sum((d for line in lines if (d := line.difference) is not None), Decimal(0))
        return stated - lost, False
    return sum((line.own for line in lines if line.own is not None), Decimal(0)), True


def _lines(piece: Piece) -> Iterator[Line]:
    form, card = piece.form, piece.card
    if form is None:
        return
    for row in form.rows:
        if not row.is_blank_form:
            yield _line(form, row, data=piece.kind == "数据")
    if card is not None and card.scored and card.execution.weight:
        yield _execution(form, card, data=piece.kind == "数据")


def _line(form: Form, row: Row, *, data: bool) -> Line:
    stated = None if data else number_in(row.score.text)
    scored = row.scored
    own = scored.score if scored else None
    weight = scored.weight if scored else number_in(row.weight.text)
    basis: Basis = "复核" if own is not None else "未评分"
    judged = isinstance(row.want, Qualitative) and stated is not None
    if judged and own is not None and stated is not None and stated <= own:
        # the rules give a band; where in it a person puts the result is theirs to say
        own, basis, why = stated, "沿用自评", "定性指标，自评得分没有超过规则可得的分；沿用自评得分"
    elif own is not None and scored is not None:
        why = f"{scored.formula}；{scored.clause}"
        elsewhere = (
            () if stated is None or abs(stated - own) <= SLACK else scores_elsewhere(form, row)
        )
        if any(abs(points - (stated or 0)) <= SLACK for points in elsewhere):
            why += "；按另一套通行规则可得自评所列的分，请核实适用哪一套"
    elif stated is not None:
        own, basis = (stated if weight is None else min(stated, weight)), "沿用自评"
        why = f"{_unscored(row)}；沿用自评得分"
    else:
        why = _unscored(row)
    if stated is None and own is not None and not data:
        basis = "无自评分"
    return Line(
        name=row.title, level1=row.level1, level2=row.level2,
        target=" ".join(row.target.text.split()), actual=" ".join(row.actual.text.split()),
        weight=weight, stated=stated, own=own, basis=basis, why=why,
        evidence=" ".join(row.evidence.text.split()), place=row.score.where or row.name.where,
        status=STATUS_NAMES[scored.status] if scored else "",
    )  # fmt: skip


def _unscored(row: Row) -> str:
    if row.status == "ungraded":
        return "定性指标，得分由人评定，请核实佐证"
    if row.status == "missing":
        return "没有实际完成值，无法复核，请补充"
    return "这一行读不成可评分的指标，请核实"


def _execution(form: Form, card: Scorecard, *, data: bool) -> Line:
    execution = card.execution
    total = form.total
    said = total.score if total is not None else Said("")
    stated = None if data else number_in(said.text)
    if stated is None and not data:
        stated, said = _printed_as_row(form)
    own = execution.score
    basis: Basis = "复核" if own is not None else "未评分"
    why = (
        f"{execution.formula}；{execution.clause}"
        if own is not None
        else "没有全年预算数或执行数，无法复核"
    )
    if own is not None and stated is not None and abs(stated - own) > SLACK:
        others = execution_elsewhere(form, execution.weight or Decimal(0))
        if any(abs(points - stated) <= SLACK for points in others):
            why += "；按另一套通行规则可得自评所列的分，请核实适用哪一套"
    if own is None and stated is not None:
        own, basis, why = stated, "沿用自评", f"{why}，沿用自评得分"
    elif stated is None and own is not None and not data:
        basis = "无自评分"
    return Line(
        name=EXECUTION, level1="预算执行", level2="", target="100%", actual=percent(execution.rate),
        weight=execution.weight, stated=stated, own=own, basis=basis, why=why, evidence="",
        place=said.where or (total.label.where if total else ""), status="",
    )  # fmt: skip


def _printed_as_row(form: Form) -> tuple[Decimal | None, Said]:
    """Points of the execution where the form has them in no line of the funds: the total less the rows."""
    total = number_in(form.total_score.text)
    rows = [number_in(row.score.text) for row in form.rows if not row.is_blank_form]
    if total is None or not rows or None in rows:
        return None, Said("")
    rest = total - sum((points for points in rows if points is not None), Decimal(0))
    return (rest, form.total_score) if rest >= 0 else (None, Said(""))


def _notes(piece: Piece) -> Iterator[Note]:
    """The unit's own words: of the data, else of the rows, else of the sections of the report."""
    told = [note for note in (*_of_data(piece), *_of_rows(piece)) if note.text.strip()]
    yield from told or _of_prose(piece)


def _of_data(piece: Piece) -> Iterator[Note]:
    evaluation = piece.dossier.evaluation
    if evaluation is None:
        return
    for i, row in enumerate(evaluation.indicators, 1):
        place = f"指标[{i}]“{row.name}”"
        yield Note("原因", row.reason, place, row.name)
        yield Note("措施", row.measure, place, row.name)
    for i, fund in enumerate(evaluation.funds.sources if evaluation.funds else (), 1):
        yield Note("原因", fund.reason, f"资金.明细[{i}]“{fund.source}”", EXECUTION)
    if evaluation.funds is not None:
        yield Note("原因", evaluation.funds.reason, "资金", EXECUTION)
        yield Note("措施", evaluation.funds.measure, "资金", EXECUTION)


def _of_rows(piece: Piece) -> Iterator[Note]:
    """Where one cell holds both, it is told once."""
    if piece.form is None or piece.dossier.evaluation is not None:
        return
    for row in piece.form.rows:
        why, then, _ = split_reason(row.reason.text)
        yield Note("原因", why, row.reason.where, row.title)
        if then and row.measure.text in {"", row.reason.text}:
            yield Note("措施", then, row.reason.where, row.title)
        if row.measure.text != row.reason.text:
            yield Note("措施", row.measure.text, row.measure.where, row.title)


def _of_prose(piece: Piece) -> Iterator[Note]:
    for said in piece.dossier.prose("deviation"):
        yield Note("原因", said.text, said.where)
    for said in piece.dossier.prose("measures"):
        yield Note("措施", said.text, said.where)


def _measures(piece: Piece) -> Iterator[Measure]:
    for row in piece.form.rows if piece.form is not None else ():
        limit = getattr(row.want, "limit", None) or getattr(row.want, "low", None)
        if limit is not None and not row.is_blank_form:
            target = " ".join(row.target.text.split())
            yield Measure(row.level2, row.title, target, limit.unit.name, row.target.where)


def shown(value: Decimal | None) -> str:
    """Points for people, at most two decimals."""
    return "—" if value is None else plain(rounded(value))
