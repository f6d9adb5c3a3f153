"""Checks of weights, totals and grades (F13–F15, F17, F48)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.catalogue.funds import form_rate, spending_explained
from assistant.checks.catalogue.row_points import points_of
from assistant.checks.dossier import Dossier, Form, Row, number_in
from assistant.checks.registry import Hit, fault
from assistant.patterns import regex
from assistant.rules.ruleset import EXECUTION
from assistant.values.printing import percent, plain
from assistant.word.document import Said

SLACK = Decimal("0.1")
_LEAST_TITLE = 4  # characters: a shorter name stands in any sentence

_FULL = Decimal(1)

_TOTAL = regex(
    r"(?P<what>总评?分|总得分|自评(?:总)?得分|自评(?:总)?分|综合得分|评价(?:总)?(?:得)?分|最终得分|综合评分)(为|是|达到?|：|:)?\s*(?P<n>\d{1,3}(?:\.\d+)?)\s*分"
)
#: a sentence with these tells of one row: its points are no total
_ONE_ROW = regex(r"(?:指标|目标|完成|实际|计划)值|分值|单项|该项|此项|(?:该|此|本)(?:项)?指标")

_GRADE = regex(
    r"(等级|评级|等次|评价结果|自评结果|自评结论|评价结论)(评定|评价|确定)?(为|是|：|:)\s*[“\"‘]?(?P<g>优秀|优|良好|良|中等|中|一般|合格|较差|差|不合格)(?![\u4e00-\u9fff]*目标)"
)

_GRADES = {
    "优秀": "优",
    "良好": "良",
    "中等": "中",
    "一般": "中",
    "合格": "中",
    "较差": "差",
    "不合格": "差",
}


def _all_weights(form: Form) -> tuple[list[Decimal], Decimal | None] | None:
    rows = [r for r in form.rows if not r.is_blank_form]
    weights = [number_in(r.weight.text) for r in rows]
    if not rows or any(w is None for w in weights):
        return None
    execution = form.total.amount("weight") if form.total else None
    return [w for w in weights if w is not None], execution


@fault("F13", "分值合计不是100，或一级指标权重与办法不同", severity="error")
def f13_weights(dossier: Dossier) -> Iterator[Hit]:
    """The points do not add up to 100, or the level-1 shares leave the rule's.

    Source: 财预〔2020〕10号第十三条; 中江自评表. Example: 产出70、效益20、满意度10，执行率10，共110.
    """
    for form in dossier.forms:
        found = _all_weights(form)
        if found is None:
            continue
        weights, execution = found
        rows = [r for r in form.rows if not r.is_blank_form]
        whole = sum(weights, execution or Decimal(0))
        printed = number_in(form.total_weight.text)
        alone = execution is None and sum(weights) in {Decimal(80), Decimal(90), Decimal(100)}
        if whole != 100 and not alone:  # noqa: PLR2004
            place = form.total_weight if form.total_weight else rows[-1].weight
            shown = f"指标{plain(sum(weights, Decimal(0)))}分" + (
                f"＋执行率{plain(execution)}分" if execution is not None else ""
            )
            yield Hit(
                place,
                f"分值合计{plain(whole)}分，不是100分（{shown}）",
                "请调整分值，使合计为100分",
            )
        elif printed is not None and printed not in {
            whole, sum(weights), Decimal(100) if alone else whole  # the execution's in the total alone
        }:  # fmt: skip
            yield Hit(
                form.total_weight,
                f"总分一行的分值写{plain(printed)}，各行合计{plain(whole)}",
                "请核对各行分值",
            )
        elif execution is not None and not dossier.is_data:
            yield from _off_the_rule(dossier, form, rows, execution)


def _off_the_rule(
    dossier: Dossier, form: Form, rows: list[Row], execution: Decimal
) -> Iterator[Hit]:
    rules = dossier.ruleset
    shares: dict[str, Decimal] = {EXECUTION: execution}
    for row in rows:
        name = rules.merge.get(row.level1, row.level1)
        shares[name] = shares.get(name, Decimal(0)) + (number_in(row.weight.text) or 0)
    known = [dict(w.points) for w in rules.weights]
    if (
        rules.scored
        and known
        and all(shares != {k: v for k, v in points.items() if v} for points in known)
    ):
        told = "、".join(
            f"{name.removesuffix('指标')}{plain(points)}" for name, points in shares.items()
        )
        yield Hit(
            Said(
                form.total_weight.text or "",
                form.total_weight.where or form.name,
                form.total_weight.anchor,
            ),
            f"一级指标权重为{told}，与办法的原则设置不同（{rules.weights[-1].words}）",
            "确有特殊情况可以调整，请在报告中说明",
            evidence=told,
            severity="info",
        )


def _sum_of_scores(form: Form) -> tuple[Decimal, Decimal | None] | None:
    rows = [r for r in form.rows if not r.is_blank_form and number_in(r.weight.text)]
    points = [number_in(r.score.text) for r in rows]
    if not rows or any(p is None for p in points):
        return None
    return sum((p for p in points if p is not None), Decimal(0)), (
        form.total.amount("score") if form.total else None
    )


def printed_totals(dossier: Dossier) -> list[tuple[Decimal, Said]]:
    """Totals that the text states (自评得分95.5分); the points of one row are none."""
    titles = [r.title for r in dossier.rows if len(r.title) >= _LEAST_TITLE]
    found: list[tuple[Decimal, Said]] = []
    for s in dossier.sentences():
        of_row = _ONE_ROW.search(s.text) or any(title in s.text for title in titles)
        for m in _TOTAL.finditer(s.text):
            near = s.text[max(0, m.start() - 6) : m.end() + 2]
            if re.search(r"目标|满分|上年|去年|以上", near) or (of_row and "总" not in m["what"]):
                continue
            found.append((Decimal(m["n"]), s.cut(m.start(), m.end())))
    return found


@fault("F14", "总分不等于各项得分之和", severity="error")
def f14_total(dossier: Dossier) -> Iterator[Hit]:
    """The total is not the sum of the points, or text and table state two totals.

    Source: 财预〔2020〕10号第十七条（总分由各项指标得分汇总形成）. Example: 各项合计96.5，总分98.
    """
    stated = [f for f in dossier.forms if f.rows]
    for form in stated:
        found = _sum_of_scores(form)
        printed = number_in(form.total_score.text)
        if found is None or printed is None:
            continue
        rows, execution = found
        whole = rows + (execution or 0)
        near = [whole] if execution is not None else [rows, *(rows + Decimal(x) for x in (10, 20))]
        if execution is None and rows <= printed <= rows + 20:
            continue
        if all(abs(printed - n) > SLACK for n in near):
            yield Hit(
                form.total_score,
                f"总分{plain(printed)}，各项得分合计{plain(whole)}，相差{plain(abs(printed - whole))}",
                f"请改为{plain(whole)}，并核对等级",
            )
    if len(stated) == 1 and (total := number_in(stated[0].total_score.text)) is not None:
        for value, said in printed_totals(dossier):
            if abs(value - total) > SLACK:
                yield Hit(said, f"正文总分{plain(value)}分，表中为{plain(total)}分", "请改成同一数")


@fault("F15", "等级与总分不符", severity="error")
def f15_grade(dossier: Dossier) -> Iterator[Hit]:
    """The grade is not that of the total.

    Source: 财预〔2020〕10号第十九条. Example: 总分88.5，等级“优”.
    """
    bands = dossier.ruleset.grades
    totals = printed_totals(dossier)
    tables = [f.total_score for f in dossier.forms if number_in(f.total_score.text) is not None]
    totals += [(number_in(said.text) or Decimal(0), said) for said in tables]
    values = {value for value, _ in totals}
    if bands is None or len(values) != 1:
        return
    value = values.pop()
    if not 0 <= value <= 100:  # noqa: PLR2004
        return
    wanted = next((b.name for b in bands.bands if value >= b.at), "")
    for sentence in dossier.sentences():
        for match in _GRADE.finditer(sentence.text):
            grade = _GRADES.get(match["g"], match["g"])
            if grade != wanted:
                yield Hit(
                    sentence.cut(match.start(), match.end()),
                    f"总分{plain(value)}分应为“{wanted}”，写的是“{match['g']}”（{bands.words}）",
                    f"请改为“{wanted}”，或核对总分",
                )


@fault("F17", "产出得分率远高于预算执行率", severity="warning")
def f17_inflated(dossier: Dossier) -> Iterator[Hit]:
    """Nearly all points for results, while much of the money was not spent.

    Source: 地方预警规则. Example: 执行率60%，指标得分全满.
    """
    for form in dossier.forms:
        rate = form_rate(form)
        rows = [p for r in form.rows if (p := points_of(r))]
        whole = sum(w for w, _ in rows)
        if rate is None or not whole or len(rows) < 3:  # noqa: PLR2004
            continue
        share = Decimal(sum(p for _, p in rows)) / whole
        gap = (share - min(rate, _FULL)) / share if share else Decimal(0)
        if gap > Decimal("0.2"):
            place = form.total_score or (form.total.rate if form.total else form.rows[0].score)
            yield Hit(
                place,
                f"指标得分率{percent(share)}，预算执行率只有{percent(rate)}，产出与支出不相称",
                "请说明少支出仍完成任务的原因（如节约、尚未结算），或核对完成值",
                evidence=f"得分率{percent(share)}、执行率{percent(rate)}",
                severity="info" if spending_explained(dossier, form) else None,
            )


@fault("F48", "全部指标都是满分", severity="info")
def f48_all_full(dossier: Dossier) -> Iterator[Hit]:
    """Every row has full points, so the table tells nothing apart.

    Source: 评审常见问题. Example: 10个项目全部自评100分.
    """
    for form in dossier.forms:
        pairs = [p for r in form.rows if (p := points_of(r))]
        if len(pairs) >= 6 and all(p == w for w, p in pairs):  # noqa: PLR2004
            place = form.total_score or form.rows[-1].score
            yield Hit(
                place,
                f"{len(pairs)}条指标全部满分，没有一条不足",
                "请逐条核对佐证，如实反映差距",
                evidence=f"{len(pairs)}条指标均为满分",
            )
