"""Checks of the points and completion of single rows (F09–F12, F16, F32)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from assistant.checks.agreeing import agrees, decimals_of
from assistant.checks.dossier import Dossier, Form, Row, number_in
from assistant.checks.other_rules import scores_elsewhere
from assistant.checks.registry import Hit, fault
from assistant.patterns import regex
from assistant.values.printing import percent, plain, rounded
from assistant.values.quantity import AtMost, Bound, Qualitative, Quantity

SLACK = Decimal("0.1")

_FULL = Decimal(1)


def points_of(row: Row) -> tuple[Decimal, Decimal] | None:
    weight, points = number_in(row.weight.text), number_in(row.score.text)
    return None if weight is None or points is None else (weight, points)


def _alternatives(form: Form, row: Row, weight: Decimal) -> Iterator[Decimal]:
    """Points that the rule sets in use would give (RULES.md §4): ours first, and the linear rule for ≤."""
    yield from scores_elsewhere(form, row)
    if isinstance(row.want, AtMost) and isinstance(row.got, Quantity) and row.want.limit.base:
        over = (row.got.base - row.want.limit.base) / row.want.limit.base
        yield rounded(max(Decimal(0), 1 - over) * weight, 2)


def _scored_rows(dossier: Dossier) -> Iterator[tuple[Form, Row, Decimal, Decimal]]:
    """Filled rows with both weight and points."""
    for form in dossier.forms:
        for row in form.rows:
            pair = points_of(row)
            if pair is not None and pair[0] and not row.is_blank_form:
                yield form, row, *pair


@fault("F09", "指标得分（或完成率）与公式不符", severity="error")
def f09_row_points(dossier: Dossier) -> Iterator[Hit]:
    """A row that fell short bears other points than 完成值÷指标值×分值, or another rate of completion.

    Source: 财预〔2020〕10号第十七条. Example: 指标100、完成95、分值10，得分写9.
    """
    for form, row, weight, points in _scored_rows(dossier):
        if row.status == "not_met" and points < weight:
            every = _alternatives(form, row, weight)
            wanted = next(every, None)
            if wanted is not None and all(abs(points - w) > SLACK for w in chain([wanted], every)):
                explained = bool(row.reason) and points < wanted
                yield Hit(
                    row.score,
                    f"“{row.short}”得分{plain(points)}，按公式应为{plain(wanted)}（{row.scored.formula if row.scored else ''}）",
                    f"请改为{plain(wanted)}分，另有扣减的写明理由",
                    severity="warning" if explained else None,
                )
    for row in dossier.rows:
        yield from _completion(row)


def _completion(row: Row) -> Iterator[Hit]:
    said = number_in(row.completion.text)
    exact = row.scored.completion if row.scored else None
    if said is None or exact is None or "%" not in row.completion.text.replace("％", "%"):
        return
    if isinstance(row.want, Qualitative) or isinstance(row.got, Bound):
        return  # a person's judgement inside the band; or a sign copied from the target (F23)
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

    Source: 评审常见问题. Example: 分值8，得分9.
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
    for form, row, weight, points in _scored_rows(dossier):
        if row.status != "met" or isinstance(row.want, Qualitative) or points >= weight:
            continue
        if any(w < weight and abs(points - w) <= SLACK for w in _alternatives(form, row, weight)):
            continue
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
    for form, row, weight, points in _scored_rows(dossier):
        if row.status != "not_met" or points < weight:
            continue
        wanted = list(_alternatives(form, row, weight))
        if wanted and any(w >= weight for w in wanted[1:]):
            continue
        shown = f"，按公式应为{plain(wanted[0])}分" if wanted else ""
        yield Hit(
            row.score,
            f"“{row.short}”指标值{row.target.text}、实际值{row.actual.text}，没有完成却记满分{shown}",
            "请按完成比例计分，并说明原因和改进措施",
        )


_LEVELS = (
    (regex(r"^(未达成|未完成|未实现)"), Decimal(0), Decimal("0.6"), "未达成"),
    (regex(r"^(部分达成|部分完成|部分实现)"), Decimal("0.5"), Decimal("0.8"), "部分达成"),
    (regex(r"^(基本达成|全部达成|达成|已达成)"), Decimal("0.8"), Decimal(1), "达成"),
)


@fault("F16", "定性指标得分不在所选档次的区间内", severity="error")
def f16_band(dossier: Dossier) -> Iterator[Hit]:
    """A qualitative row's points lie outside the band of its level.

    Source: 财预〔2020〕10号第十七条第三款. Example: “部分达成”，分值10，得分10.
    """
    for row in dossier.rows:
        pair = points_of(row)
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


@fault("F32", "反向指标按正向计分", severity="error")
def f32_reverse(dossier: Dossier) -> Iterator[Hit]:
    """A “≤” row is scored as though more were better.

    Source: 评审常见问题. Example: ≤5次，实际8次，完成率160%、记满分.
    """
    for row in dossier.rows:
        want, got = row.want, row.got
        if not isinstance(want, AtMost) or want.implied or not isinstance(got, Quantity):
            continue
        if not want.limit.base or not want.limit.unit.same_kind(got.unit):
            continue
        ratio = got.base / want.limit.base
        pair, said = points_of(row), number_in(row.completion.text)
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
