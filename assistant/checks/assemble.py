"""Dossiers out of data files, scorecards and reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from pydantic import ValidationError

from assistant.checks.dossier import UNANSWERED, Dossier, Form, FundRow, Row, number_in
from assistant.checks.forms import forms_of, of_grids, of_tables
from assistant.checks.likeness import normal
from assistant.model.evaluation import LEVEL1, Evaluation, Fund, Indicator
from assistant.model.scorecard import Scorecard
from assistant.patterns import regex
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score
from assistant.sheets.grid import Grid
from assistant.values.reading import YEARS, fold
from assistant.values.readings import read_row
from assistant.word.document import NOWHERE, Document, Said

_YEAR = regex(r"(20\d\d)\s*(?:年|财年)")
_TITLE = regex(r"自评|绩效.{0,12}报告|评价报告")
_BARE = regex(r"[\d,.]+")


def from_card(card: Scorecard, ruleset: RuleSet, *, name: str = "数据") -> Dossier:
    """What a scored data file states. Places are its keys."""
    evaluation = card.evaluation
    rows = tuple(
        _data_row(i, scored.indicator, scored.id, card)
        for i, scored in enumerate(card.indicators, 1)
    )
    form = Form("指标", rows, tuple(_data_funds(evaluation)), _unit(evaluation), card=card)
    return Dossier(
        name=name,
        forms=(form,),
        ruleset=ruleset,
        evaluation=evaluation,
        title=Said(evaluation.project.name, "项目.名称"),
        year=evaluation.project.year,
        texts=_data_texts(evaluation),
    )


def _unit(evaluation: Evaluation) -> str:
    return evaluation.funds.unit if evaluation.funds else "万元"


def _data_row(i: int, indicator: Indicator, key: str, card: Scorecard) -> Row:
    def said(field: str) -> Said:
        value = getattr(indicator, field)
        alias = Indicator.model_fields[field].alias
        return Said("" if value is None else str(value), f"指标[{i}].{alias}")

    year = card.evaluation.project.year
    read = indicator.readings(year)
    return Row(
        key=key,
        level1=indicator.level1,
        level2=indicator.level2,
        name=said("name"),
        target=said("target"),
        actual=said("actual"),
        weight=said("weight"),
        reason=said("reason"),
        measure=said("measure"),
        owner=said("owner"),
        due=said("due"),
        evidence=said("evidence"),
        columns=frozenset({"target", "actual", "reason", "measure", "evidence"}),
        want=read.wanted,
        got=read.got,
        indicator=indicator,
        scored=card.indicators[i - 1],
    )


def _data_funds(evaluation: Evaluation) -> Iterable[FundRow]:
    for i, fund in enumerate(evaluation.funds.sources if evaluation.funds else (), 1):
        yield _data_fund(i, fund)


def _data_fund(i: int, fund: Fund) -> FundRow:
    def said(field: str) -> Said:
        value = getattr(fund, field)
        alias = Fund.model_fields[field].alias
        return Said("" if value is None else str(value), f"资金.明细[{i}].{alias}")

    return FundRow(
        label=said("source"),
        initial=said("initial"),
        budget=said("budget"),
        arrived=said("arrived"),
        executed=said("executed"),
        reason=said("reason"),
        columns=frozenset({"initial", "budget", "arrived", "executed", "reason"}),
    )


def _data_texts(evaluation: Evaluation) -> dict[str, tuple[Said, ...]]:
    report, funds = evaluation.report, evaluation.funds
    rows = list(enumerate(evaluation.indicators, 1))
    texts = {
        "basis": [Said(b, f"报告.依据[{i}]") for i, b in enumerate(report.basis, 1)],
        "overall": [Said(evaluation.goal.actual, "总体目标.实际")],
        "management": [Said(funds.management if funds else "", "资金.管理")],
        "deviation": [Said(r.reason, f"指标[{i}].原因") for i, r in rows]
        + [Said(funds.reason if funds else "", "资金.原因")],
        "measures": [Said(r.measure, f"指标[{i}].措施") for i, r in rows]
        + [Said(funds.measure if funds else "", "资金.措施")],
        "application": [Said(report.application, "报告.结果应用")],
        "publicity": [Said(report.publicity, "报告.公开")],
        "other": [Said(report.other, "报告.其他说明")],
    }
    return {role: tuple(s for s in said if s) for role, said in texts.items()}


def from_document(
    document: Document,
    ruleset: RuleSet,
    *,
    evaluation: Evaluation | None = None,
    sheets: Sequence[Grid] | None = None,
) -> Dossier:
    """What a report or workbook (`sheets`) states, scored anew; `evaluation` is the data it was made from."""
    title = _title(document)
    year = _year(document, title, evaluation)
    grids = of_tables(document) if sheets is None else of_grids(sheets)
    found = [_read(form, year) for form in forms_of(grids)]
    approved = [f for f in found if f.rows and not any("actual" in r.columns for r in f.rows)]
    stated = [f for f in found if f not in approved]
    with_rows = [f for f in stated if f.rows]
    if not with_rows:  # 申报表, 批复表: their money and goals are the file's
        stated += [replace(f, rows=()) for f in approved if f.funds or f.expected]
    stated = list(_joined(stated, with_rows))
    if not with_rows and approved and not any(f.rows for f in stated):
        # a table of targets alone, in a file that has no other: its rows are the report's rows
        approved_rows: tuple[Row, ...] = tuple(r for f in approved for r in f.rows)
    else:
        approved_rows = tuple(r for f in approved for r in f.rows if not r.is_blank_form)
    return Dossier(
        name=document.name,
        forms=tuple(_scored(form, ruleset, year, evaluation) for form in stated),
        ruleset=ruleset,
        approved=approved_rows,
        document=document,
        evaluation=evaluation,
        title=title,
        year=year,
    )


def _merged(forms: list[Form]) -> Form:
    """Tables of one project that are parts of one form: funds here, indicators there."""
    main = next((f for f in forms if f.rows), forms[0])
    funds = next((f for f in forms if f.funds), main)
    return replace(main, funds=funds.funds, unit=funds.unit)


def _joined(forms: list[Form], with_rows: list[Form]) -> Iterable[Form]:
    """All tables of one form as one; of several forms, money and indicators that follow on one another."""
    if len(with_rows) <= 1:
        yield from [_merged(forms)] if forms else []
        return
    left: Form | None = None
    for form in forms:
        if left is not None and left.funds and not (left.rows or form.funds) and form.rows:
            yield _merged([left, form])
            left = None
            continue
        if left is not None:
            yield left
        left = form
    if left is not None:
        yield left


def _title(document: Document) -> Said:
    early = [p for p in document.paragraphs if p.text.strip()][:8]
    for paragraph in early:
        if not paragraph.level and _TITLE.search(paragraph.text) and len(paragraph.text) <= 120:  # noqa: PLR2004
            return paragraph.whole
    return NOWHERE


def _year(document: Document, title: Said, evaluation: Evaluation | None) -> int | None:
    if evaluation is not None:
        return evaluation.project.year
    early = " ".join(p.text for p in document.paragraphs[:8])
    cells = " ".join(
        c.value for t in document.tables[:2] for row in t.rows[:4] for c in row[:1] if len(c.flat) < 40  # noqa: PLR2004
    )  # fmt: skip
    for text in (title.text, early, cells, document.name):
        match = _YEAR.search(fold(text))
        if match and int(match[1]) in YEARS:
            return int(match[1])
    return None


def _read(form: Form, year: int | None) -> Form:
    return replace(form, rows=tuple(_reading(row, year) for row in form.rows))


def _reading(row: Row, year: int | None) -> Row:
    read = read_row(
        row.level1, row.level2, row.title, row.target.text, _answered(row.actual.text), None, year
    )
    return replace(row, want=read.wanted, got=read.got)


def _answered(actual: str) -> str:
    """The actual, or nothing where the program's own mark for a blank stands."""
    return "" if UNANSWERED in actual else actual


def _scored(form: Form, ruleset: RuleSet, year: int | None, own: Evaluation | None = None) -> Form:
    """The form with our own scores beside it, where its rows can be scored."""
    usable = [
        r for r in form.rows if r.level1 in LEVEL1 and r.level2 and r.title and not r.is_blank_form
    ]
    if not usable:
        return form
    known = _by_name(own)
    try:
        evaluation = Evaluation.model_validate(
            {
                "项目": {"名称": form.name, "年度": year or 2020},
                "资金": {"单位": form.unit, "明细": list(_sources(form))},
                "指标": [_indicator(row, known) for row in usable],
                "评分": {"项目完成": own.scoring.finished if own else None},
            }
        )
    except ValidationError:
        return form
    card = score(evaluation, ruleset)
    scores = {id(row): scored for row, scored in zip(usable, card.indicators, strict=True)}
    rows = tuple(replace(row, scored=scores.get(id(row))) for row in form.rows)
    if own is not None:
        rows = tuple(_with_evidence(row, known) for row in rows)
    return replace(form, rows=rows, card=card)


def _with_evidence(row: Row, own: _Named) -> Row:
    """Evidence that the data name, where the form has no column for it."""
    known = own.get(_name_of(row))
    if row.evidence or known is None or not known.evidence:
        return row
    return replace(row, evidence=Said(known.evidence, row.name.where))


_Named = dict[tuple[str, str], Indicator]


def _by_name(own: Evaluation | None) -> _Named:
    """The indicators of the data by 二级 and name; of two alike the first."""
    listed = reversed(own.indicators) if own else ()
    return {(i.level2, normal(i.name)): i for i in listed}


def _name_of(row: Row) -> tuple[str, str]:
    return row.level2, normal(row.title)


def _indicator(row: Row, own: _Named) -> dict[str, object]:
    """The row as data; what a person judged of it comes from the data the report was made from."""
    weight = number_in(row.weight.text)
    judged = own.get(_name_of(row))
    known: dict[str, object] = {}
    if judged is not None:
        known = {
            "方向": judged.direction,
            "完成程度": judged.level,
            "评分比例": judged.ratio,
            "扣减": judged.deduction,
        }
    return known | {
        "一级": row.level1,
        "二级": row.level2,
        "名称": row.title,
        "目标": row.target.text,
        "实际": _answered(row.actual.text),
        "分值": None if weight is None or weight < 0 else str(weight),
        "原因": row.reason.text,
    }


def _sources(form: Form) -> Iterable[dict[str, object]]:
    total = form.total
    lines = [total] if total is not None else form.parts
    for line in lines:
        amounts: dict[str, Decimal | None] = {
            key: line.amount(key) for key in ("initial", "budget", "executed")
        }
        yield {
            "来源": line.label.text.strip() or "资金",
            "年初预算": _plain(amounts["initial"]),
            "全年预算": _plain(amounts["budget"]),
            "执行": _plain(amounts["executed"]),
        }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None or value < 0 else f"{value:f}"
