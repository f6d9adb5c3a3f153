"""score(): an Evaluation under a rule set, to a Scorecard; every line with its formula and clause."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.model.evaluation import Evaluation
from assistant.model.finding import Finding
from assistant.model.scorecard import ExecutionScore, Scorecard, ScoredIndicator, Total
from assistant.rules.ruleset import AtLeastRule, Cited, RuleSet, day_of
from assistant.scoring.aggregation import aggregate
from assistant.scoring.allotment import FULL_MARKS, Allotment, allot_points
from assistant.scoring.execution import score_execution
from assistant.scoring.judged import measure_deadline, measure_words
from assistant.scoring.measure import Measure, Row
from assistant.scoring.points import FULL, points
from assistant.scoring.quantities import measure_number
from assistant.values.deadlines import Deadline, Span
from assistant.values.printing import percent, plain, rounded_ratio
from assistant.values.quantity import (
    Actual,
    Bound,
    Qualitative,
    Quantity,
    Target,
    Unreadable,
    Words,
    is_absent,
)

_Scored = tuple[ScoredIndicator, tuple[Finding, ...]]


class Lately:
    """The rows as they were scored last, so that after a change of one row one row is scored anew."""

    def __init__(self) -> None:
        self._rules: RuleSet | None = None
        self._rows: dict[str, tuple[Row, Decimal | None, str, _Scored]] = {}

    def same(self, ruleset: RuleSet) -> RuleSet:
        """The rule set of last time where this one says the same."""
        if self._rules != ruleset:
            self._rules = ruleset
        return self._rules or ruleset

    def scored(self, row: Row, weight: Decimal | None, note: str) -> _Scored:
        """The row with its points and its findings."""
        held = self._rows.get(row.id)
        if held is not None:
            was, points_then, note_then, made = held
            # the very same row, not an equal one: 10 and 10.0 are printed otherwise
            same = (
                was.indicator is row.indicator and was.rules is row.rules and was.year == row.year
            )
            if same and str(points_then) == str(weight) and note_then == note:
                return made
        measured = measure(row)
        line, found = _with_points(row, measured, weight)
        made = (replace(line, basis=note), (*measured.findings, *found))
        self._rows[row.id] = (row, weight, note, made)
        return made


def score(evaluation: Evaluation, ruleset: RuleSet, lately: Lately | None = None) -> Scorecard:
    """Scores every row. Never raises on what the data say: what cannot be scored is null with a finding.

    `lately` of the last time makes it quick where little has changed; the outcome is the same.
    """
    lately = lately or Lately()
    ruleset = lately.same(ruleset)
    whole = aggregate(evaluation)
    evaluation = whole.evaluation
    rows = [
        Row(f"I{i}", indicator, ruleset, evaluation.project.year)
        for i, indicator in enumerate(evaluation.indicators, 1)
    ]
    counted = [row for row in rows if not is_excluded(row)]
    allotment = allot_points(ruleset, counted) if ruleset.scored else None
    findings: list[Finding] = [*_out_of_force(evaluation, ruleset), *whole.findings]
    findings += allotment.findings if allotment else ()
    execution, found = score_execution(
        evaluation, ruleset, allotment.execution if allotment else None
    )
    findings += found
    scored: list[ScoredIndicator] = []
    for row in rows:
        weight = allotment.weights.get(row.id) if allotment else None
        line, told = lately.scored(row, weight, whole.notes.get(row.id, ""))
        scored.append(line)
        findings += told
    out = frozenset(row.id for row in rows) - frozenset(row.id for row in counted)
    total = _total(execution, [line for line in scored if line.id not in out], ruleset)
    return Scorecard(
        evaluation=evaluation,
        ruleset_id=ruleset.id,
        ruleset_name=ruleset.name,
        scored=bool(ruleset.scored),
        execution=execution,
        indicators=tuple(scored),
        total=total,
        grade=_grade(total, allotment, ruleset),
        findings=tuple(findings),
        allotment=allotment.note if allotment else "",
    )


def _out_of_force(evaluation: Evaluation, ruleset: RuleSet) -> list[Finding]:
    year = evaluation.project.year
    if day_of(year) in ruleset.in_force:
        return []
    return [
        Finding(
            "F62",
            "warning",
            f"所用评分规则在{year}年底没有施行",
            "评分.规则",
            f"{ruleset.id}：{ruleset.in_force}",
            "请核对年度，或在“评分.规则”写当年施行的规则",
        )
    ]


def is_excluded(row: Row) -> bool:
    """Whether the rule set leaves the row out of points and total: it has no target (RULES.md V9)."""
    return row.rules.empty_target == "exclude" and is_absent(row.indicator.target)


def measure(row: Row) -> Measure:
    """What the row comes to, before points."""
    indicator = row.indicator
    if is_excluded(row):
        left = row.finding(
            "F22", "info", "没有年度指标值，按规则不设分值、不计分", "", "确有目标的请补上"
        )
        rule = row.rules.at_least
        return Measure("ungraded", rule, "没有年度指标值，不列入计分", findings=(left,))
    target, actual = row.readings.wanted, row.readings.got
    judged = isinstance(target, Qualitative)
    if actual is None and not (judged and (indicator.level or indicator.ratio is not None)):
        missing = row.finding("F22", "warning", "没有实际完成值，不计分", "", "请补上全年实际值")
        return Measure("missing", _rule_of(row, target), "缺实际值，不计分", findings=(missing,))
    if target is None:
        none = row.finding(
            "F22", "warning", "没有年度指标值，不能计分", f"实际 {indicator.actual}", "请补上目标"
        )
        return Measure("ungraded", _rule_of(row, target), "没有年度指标值", findings=(none,))
    if isinstance(target, Qualitative):
        return measure_words(row, target, actual)
    for side, read in (("目标", target), ("实际值", actual)):
        if isinstance(read, Unreadable):
            fault = row.finding(
                "F20", "error", f"{side}读不出来，未计分：{read.why}", read.text, "请改写这一项"
            )
            return Measure(
                "ungraded", _rule_of(row, target), f"{side}“{read.text}”读不出来", findings=(fault,)
            )
    return _measure_readable(row, target, actual)


def _measure_readable(row: Row, target: Target, actual: Actual | None) -> Measure:
    if isinstance(target, Deadline) and actual is not None:
        return measure_deadline(row, target, actual)
    indicator = row.indicator
    if isinstance(actual, Quantity | Bound) and not isinstance(
        target, Deadline | Qualitative | Unreadable
    ):
        measured = measure_number(row, target, actual)
        if indicator.level or indicator.ratio is not None:
            unused = row.finding(
                "F09",
                "info",
                "定量指标按完成值计分，所写完成程度和评分比例没有采用",
                row.written,
                "需要由人评定的，请注明“方向: 定性”",
            )
            measured = replace(measured, findings=(*measured.findings, unused))
        return measured
    if isinstance(actual, Words) and (indicator.level or indicator.ratio is not None):
        measured = measure_words(row, Qualitative(indicator.target), actual)
        remark = row.finding(
            "F24",
            "warning",
            "目标是数量，实际是文字，按人工评定计分",
            row.written,
            "请写实际完成的数",
        )
        return replace(measured, findings=(*measured.findings, remark))
    what = "日期" if isinstance(actual, Span) else "文字"
    fault = row.finding(
        "F24",
        "warning",
        f"目标是数量，实际是{what}，口径不一致，未计分",
        row.written,
        "请写实际完成的数和单位",
    )
    rule = _rule_of(row, target)
    return Measure("ungraded", rule, f"目标是数量，实际是{what}，不能比较", findings=(fault,))


def _rule_of(row: Row, target: Target | None) -> Cited:
    """The rule the row will be scored by once it can be."""
    rules = row.rules
    by_type: dict[str, Cited | AtLeastRule] = {
        "AtMost": rules.at_most,
        "Exactly": rules.exactly,
        "Between": rules.between,
        "Deadline": rules.deadline,
        "Qualitative": rules.qualitative,
    }
    return by_type.get(type(target).__name__, rules.at_least)


def _with_points(
    row: Row, measured: Measure, weight: Decimal | None
) -> tuple[ScoredIndicator, list[Finding]]:
    findings: list[Finding] = []
    score, formula = None, measured.compared
    if measured.share is not None:
        if weight is None:
            formula += f"，完成情况{percent(measured.completion or measured.share)}"
        else:
            score = points(weight, measured.share, row.rules.places)
            formula += _arithmetic(weight, score, measured)
            score, told = _deducted(row, score, measured, findings)
            formula += told
    scored = ScoredIndicator(
        id=row.id,
        indicator=row.indicator,
        weight=weight,
        completion=None if measured.completion is None else rounded_ratio(measured.completion),
        score=score,
        status=measured.status,
        rule=measured.rule.words,
        formula=formula,
        clause=measured.rule.cite,
        deviation=measured.deviation,
        wanted=row.readings.wanted,
        got=row.readings.got,
        taken=row.readings.direction,
    )
    return scored, findings


def _arithmetic(weight: Decimal, score: Decimal, measured: Measure) -> str:
    if measured.share == FULL:
        return f"，记满分{plain(weight)}分"
    return f"，{plain(weight)}分×{measured.reckoned}＝{plain(score)}分"


def _deducted(
    row: Row, score: Decimal, measured: Measure, findings: list[Finding]
) -> tuple[Decimal, str]:
    """The person's own 扣减, never below zero (10号 Art. 17: 适度调减)."""
    deduction = row.indicator.deduction
    if not deduction:
        return score, ""
    left = max(Decimal(0), score - deduction)
    if deduction > score:
        findings.append(
            row.finding(
                "F10",
                "warning",
                f"扣减{plain(deduction)}分多于得分，记0分",
                f"得分 {plain(score)}，扣减 {plain(deduction)}",
                "请核对扣减",
            )
        )
    if measured.status != "over":
        findings.append(
            row.finding(
                "F11",
                "info",
                f"人工扣减{plain(deduction)}分，不属于高于目标较多的情形",
                f"得分 {plain(score)}，扣减 {plain(deduction)}",
                "请在“原因”写明扣减的依据",
            )
        )
    return left, f"，人工扣减{plain(deduction)}分，得{plain(left)}分"


def _total(execution: ExecutionScore, rows: list[ScoredIndicator], rules: RuleSet) -> Total:
    complete = all(row.status not in {"missing", "ungraded"} for row in rows)
    if not rules.scored:
        return Total(None, None, complete)
    parts = [(execution.weight, execution.score), *((row.weight, row.score) for row in rows)]
    counted = [(w, s) for w, s in parts if w is not None and s is not None]
    return Total(
        score=sum((s for _, s in counted), Decimal(0)),
        available=sum((w for w, _ in counted), Decimal(0)),
        complete=complete and (execution.score is not None or not execution.weight),
    )


def _grade(total: Total, allotment: Allotment | None, rules: RuleSet) -> str | None:
    """By the total as printed, with two decimals; none while a row lacks, or where points are not 100."""
    if not (total.complete and rules.grades and allotment and total.score is not None):
        return None
    if allotment.total != FULL_MARKS:
        return None
    reached = [band for band in rules.grades.bands if total.score >= band.at]
    return max(reached, key=lambda band: band.at).name if reached else None
