"""Checks of rates, points, totals and grades (F03, F04, F09–F17, F32, F48)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.document import Said
from assistant.checks.dossier import Dossier, Form, Row, number_in
from assistant.checks.figures import figures_in
from assistant.checks.funds import computed_rate, form_rate
from assistant.checks.printing import agrees, decimals_of, percent, plain, rounded
from assistant.checks.registry import Hit, fault
from assistant.quantity import AtMost, Qualitative, Quantity
from assistant.rules.ruleset import EXECUTION

SLACK = Decimal("0.1")
_FULL = Decimal(1)
_RATE = re.compile(r"(预算|资金)?(执行|支付|支出)率")
_TOTAL = re.compile(
    r"(总分|总得分|自评(总)?得分|自评(总)?分|综合得分|评价得分|最终得分|综合评分)(为|是|达到?|：|:)?\s*(?P<n>\d{1,3}(?:\.\d+)?)\s*分"
)
_GRADE = re.compile(
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


@fault("F03", "执行率算错", severity="error")
def f03_rate(dossier: Dossier) -> Iterator[Hit]:
    """The printed rate is not 执行数 ÷ 全年预算数.

    Source: 财预〔2020〕10号附件1; 普陀自评表. Example: 215457.6÷250000＝86.18%，写成86.19%.
    """
    for form in dossier.forms:
        for fund in form.funds:
            exact, said = computed_rate(fund), fund.amount("rate")
            if exact is None or said is None:
                continue
            text = fund.rate.text
            bare = "%" not in text and "％" not in text
            ratio = (
                bare
                and said <= 1
                and exact <= Decimal("1.05")
                and not (said == 1 and exact < Decimal("0.05"))
            )
            wanted = exact if ratio else exact * 100
            if not agrees(said, wanted, decimals_of(text), _spread(form, fund.amount("executed"))):
                yield Hit(
                    fund.rate,
                    f"“{fund.label.text}”执行率写{text}，"
                    f"{fund.executed.text}÷{fund.budget.text or fund.initial.text}＝{percent(exact)}",
                    f"请改为{percent(exact)}",
                )
    yield from _rates_in_text(dossier)


def _spread(form: Form, executed: Decimal | None) -> Decimal:
    """What the rounding of small amounts in 万元 can move a rate by, in points of percent."""
    if executed is None or form.unit == "元" or not executed % 1 or executed >= 1000:  # noqa: PLR2004
        return Decimal(0)
    return rounded(Decimal("0.005") / max(executed, Decimal("0.01")) * 100, 2)


def _rates_in_text(dossier: Dossier) -> Iterator[Hit]:
    forms = [f for f in dossier.forms if f.funds]
    rates = {computed_rate(fund) for f in forms for fund in f.funds} - {None}
    rate = form_rate(forms[0]) if len(forms) == 1 else None
    if rate is None or dossier.is_data:
        return
    for sentence in dossier.sentences():
        for figure in figures_in(sentence):
            label = _RATE.search(figure.before[-12:])
            clause = re.split(r"[，；：]", figure.before)[-1]
            if figure.kind != "percent" or not label or not figure.exact:
                continue
            if (
                re.search(r"上年|去年|目标|应|要求|低于|高于|分值|权重|达到\d*$", clause)
                or "率" in figure.after[:4]
            ):
                continue
            if not any(
                agrees(figure.number, r * 100, figure.decimals, Decimal("0.01"))
                for r in rates
                if r is not None
            ):
                yield Hit(
                    figure.said,
                    f"正文{label[0]}{figure.said.text}与表不符，按表计算为{percent(rate)}",
                    f"请改为{percent(rate)}，或核对资金表",
                )


@fault("F04", "预算执行得分与办法不符", severity="error")
def f04_rate_points(dossier: Dossier) -> Iterator[Hit]:
    """The points of the execution rate do not follow from the rate.

    Source: 财预〔2020〕10号附件1; 廊坊自评表. Example: 执行率86%，分值10，得分9.
    """
    for form in dossier.forms:
        total = form.total
        rate = form_rate(form)
        if total is None or rate is None:
            continue
        weight, points = total.amount("weight"), total.amount("score")
        if weight is None or points is None or not weight:
            continue
        wanted = [rounded(min(rate, _FULL) * weight, 2)]
        steps = dossier.ruleset.execution.steps
        if steps:
            share = next(
                (s.share for s in sorted(steps, key=lambda s: -s.at) if rate >= s.at), Decimal(0)
            )
            wanted += [share * weight] + ([weight] if rate <= 1 else [])
        if all(abs(points - w) > SLACK for w in wanted):
            yield Hit(
                total.score,
                f"执行率{percent(rate)}×{plain(weight)}分＝{plain(wanted[0])}分，写的是{plain(points)}分",
                f"请改为{plain(wanted[0])}分",
            )


def _points(row: Row) -> tuple[Decimal, Decimal] | None:
    weight, points = number_in(row.weight.text), number_in(row.score.text)
    return None if weight is None or points is None else (weight, points)


def _alternatives(row: Row, weight: Decimal) -> list[Decimal]:
    """Points that the rule sets in use would give (RULES.md §4): ours, and the linear rule for ≤."""
    found = [row.scored.score] if row.scored and row.scored.score is not None else []
    if isinstance(row.want, AtMost) and isinstance(row.got, Quantity) and row.want.limit.base:
        over = (row.got.base - row.want.limit.base) / row.want.limit.base
        found.append(rounded(max(Decimal(0), 1 - over) * weight, 2))
    return found


@fault("F09", "指标得分（或完成率）与公式不符", severity="error")
def f09_row_points(dossier: Dossier) -> Iterator[Hit]:
    """A row that fell short bears other points than 完成值÷指标值×分值, or another rate of completion.

    Source: 财预〔2020〕10号第十七条. Example: 指标100、完成95、分值10，得分写9.
    """
    for row in dossier.rows:
        pair = _points(row)
        if pair and row.status == "not_met" and pair[1] < pair[0]:
            weight, points = pair
            wanted = _alternatives(row, weight)
            if wanted and all(abs(points - w) > SLACK for w in wanted):
                explained = bool(row.reason) and points < wanted[0]
                yield Hit(
                    row.score,
                    f"“{row.short}”得分{plain(points)}，按公式应为{plain(wanted[0])}（{row.scored.formula if row.scored else ''}）",
                    f"请改为{plain(wanted[0])}分，另有扣减的写明理由",
                    severity="warning" if explained else None,
                )
        yield from _completion(row)


def _completion(row: Row) -> Iterator[Hit]:
    said = number_in(row.completion.text)
    exact = row.scored.completion if row.scored else None
    if said is None or exact is None or "%" not in row.completion.text.replace("％", "%"):
        return
    capped = min(exact, _FULL)
    if any(
        agrees(said, v * 100, decimals_of(row.completion.text), Decimal("0.1"))
        for v in (exact, capped)
    ):
        return
    if isinstance(row.want, AtMost) and isinstance(row.got, Quantity) and row.want.limit.base:
        ratio = row.got.base / row.want.limit.base
        if ratio <= 1 and agrees(
            said, ratio * 100, decimals_of(row.completion.text), Decimal("0.1")
        ):
            return
    yield Hit(
        row.completion,
        f"“{row.short}”完成情况写{row.completion.text}，指标值{row.target.text}、实际值{row.actual.text}，应为{percent(exact)}",
        "请核对实际值和完成情况",
        severity="error" if abs(said - exact * 100) > 1 else "warning",
    )


@fault("F10", "得分超过分值", severity="error")
def f10_beyond_weight(dossier: Dossier) -> Iterator[Hit]:
    """A row has more points than it can have.

    Source: RULES.md §6.1 F10. Example: 分值8，得分9.
    """
    lines = [(row.title, row.weight, row.score) for row in dossier.rows]
    lines += [
        ("预算执行率", f.total.weight, f.total.score) for f in dossier.forms if f.total is not None
    ]
    for title, weight_said, score_said in lines:
        weight, points = number_in(weight_said.text), number_in(score_said.text)
        if weight is not None and points is not None and points > weight:
            yield Hit(
                score_said,
                f"“{title}”得分{plain(points)}超过分值{plain(weight)}",
                f"得分不得超过{plain(weight)}分，请核对",
            )


@fault("F11", "完成了指标却没有记满分", severity="error")
def f11_met_but_less(dossier: Dossier) -> Iterator[Hit]:
    """The target is met, the points are not full, and no over-fulfilment explains it.

    Source: 财预〔2020〕10号第十七条; 黄冈自评表. Example: 指标98%、实际98%、分值20、得分19.6.
    """
    for row in dossier.rows:
        pair = _points(row)
        if not pair or row.status != "met" or isinstance(row.want, Qualitative):
            continue
        weight, points = pair
        if points < weight:
            yield Hit(
                row.score,
                f"“{row.short}”已完成指标值，得分{plain(points)}少于分值{plain(weight)}",
                f"完成指标值的记满分{plain(weight)}分；有扣减的请写明理由",
                severity="warning" if row.reason else None,
            )


@fault("F12", "没有完成指标却记满分", severity="error")
def f12_short_but_full(dossier: Dossier) -> Iterator[Hit]:
    """The actual is worse than the target, and the points are full.

    Source: 财预〔2020〕10号第十七条. Example: 指标100%、实际95%、分值10、得分10.
    """
    for row in dossier.rows:
        pair = _points(row)
        if pair and row.status == "not_met" and pair[0] and pair[1] >= pair[0]:
            wanted = _alternatives(row, pair[0])
            shown = f"，按公式应为{plain(wanted[0])}分" if wanted else ""
            yield Hit(
                row.score,
                f"“{row.short}”指标值{row.target.text}、实际值{row.actual.text}，没有完成却记满分{shown}",
                "请按完成比例计分，并说明原因和改进措施",
            )


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
        whole = sum(weights) + (execution or 0)
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
        elif printed is not None and printed not in {whole, sum(weights)}:
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
    """Totals that the text states (自评得分95.5分)."""
    return [
        (Decimal(m["n"]), s.cut(m.start(), m.end()))
        for s in dossier.sentences()
        for m in _TOTAL.finditer(s.text)
        if not re.search(r"目标|满分|上年|去年|以上", s.text[max(0, m.start() - 6) : m.end() + 2])
    ]


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


_LEVELS = (
    (re.compile(r"^(未达成|未完成|未实现)"), Decimal(0), Decimal("0.6"), "未达成"),
    (re.compile(r"^(部分达成|部分完成|部分实现)"), Decimal("0.5"), Decimal("0.8"), "部分达成"),
    (re.compile(r"^(基本达成|全部达成|达成|已达成)"), Decimal("0.8"), Decimal(1), "达成"),
)


@fault("F16", "定性指标得分不在所选档次的区间内", severity="error")
def f16_band(dossier: Dossier) -> Iterator[Hit]:
    """A qualitative row's points lie outside the band of its level.

    Source: 财预〔2020〕10号第十七条第三款. Example: “部分达成”，分值10，得分10.
    """
    for row in dossier.rows:
        pair = _points(row)
        if not pair or not isinstance(row.want, Qualitative) or not pair[0]:
            continue
        share = pair[1] / pair[0]
        for pattern, low, high, name in _LEVELS:
            if pattern.match(row.actual.text.strip()):
                top = share > high if name == "达成" else share >= high
                if share < low or top:
                    yield Hit(
                        row.score,
                        f"“{row.short}”为“{name}”，得分率{percent(share)}，应在{percent(low)}—{percent(high)}之间",
                        "请按档次调整得分，或核对完成程度",
                    )
                break


@fault("F17", "产出得分率远高于预算执行率", severity="warning")
def f17_inflated(dossier: Dossier) -> Iterator[Hit]:
    """Nearly all points for results, while much of the money was not spent.

    Source: RULES.md §4（预警规则）. Example: 执行率60%，指标得分全满.
    """
    for form in dossier.forms:
        rate = form_rate(form)
        rows = [p for r in form.rows if (p := _points(r))]
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
            )


@fault("F32", "反向指标按正向计分", severity="error")
def f32_reverse(dossier: Dossier) -> Iterator[Hit]:
    """A “≤” row is scored as though more were better.

    Source: RULES.md §6.2 F32. Example: ≤5次，实际8次，完成率160%、记满分.
    """
    for row in dossier.rows:
        want, got = row.want, row.got
        if not isinstance(want, AtMost) or want.implied or not isinstance(got, Quantity):
            continue
        if not want.limit.base or not want.limit.unit.same_kind(got.unit):
            continue
        ratio = got.base / want.limit.base
        pair, said = _points(row), number_in(row.completion.text)
        as_positive = said is not None and ratio > 1 and abs(said - ratio * 100) <= 1
        full = pair is not None and ratio > 1 and pair[0] and pair[1] >= pair[0]
        less = (
            pair is not None
            and ratio < 1
            and pair[0]
            and abs(pair[1] - ratio * pair[0]) <= Decimal("0.05")
            and pair[1] < pair[0]
        )
        if as_positive or full or less:
            yield Hit(
                row.score if pair else row.completion,
                f"“{row.short}”是反向指标（{row.target.text}），实际{row.actual.text}，计分当成了越多越好",
                "反向指标不超过指标值记满分，超过的按指标值与完成值的比例计分",
            )


@fault("F48", "全部指标都是满分", severity="info")
def f48_all_full(dossier: Dossier) -> Iterator[Hit]:
    """Every row has full points, so the table tells nothing apart.

    Source: RULES.md §6.3 F48. Example: 10个项目全部自评100分.
    """
    for form in dossier.forms:
        pairs = [p for r in form.rows if (p := _points(r))]
        if len(pairs) >= 6 and all(p == w for w, p in pairs):  # noqa: PLR2004
            place = form.total_score or form.rows[-1].score
            yield Hit(
                place,
                f"{len(pairs)}条指标全部满分，没有一条不足",
                "请逐条核对佐证，如实反映差距",
                evidence=f"{len(pairs)}条指标均为满分",
            )
