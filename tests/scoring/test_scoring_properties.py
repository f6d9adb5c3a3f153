"""What holds for any data under any rule set."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard
from assistant.rules.loader import load, shipped
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score
from assistant.scoring.points import allot, points
from assistant.values.printing import half_up, plain, rounded_ratio

_NUMBERS = st.decimals(0, 10_000, places=3, allow_nan=False)
_UNITS = st.sampled_from(["", "个", "%", "万元", "元", "亩", "公顷", "次/年", "天"])
_SIGNS = st.sampled_from(["", "≥", "≤", "＞", "<", "=", "不低于", "不超过"])
_LEVEL1 = st.sampled_from(["产出指标", "效益指标", "满意度指标", "成本指标"])
_WORDS = st.sampled_from(
    ["", "/", "如期完成", "全面提升", "长期", "达成预期指标", "未完成", "约3个", "2021年11月前",
     "2021年10月3日", "2021年12月", "3-5次", "通过", "未通过", "≥90%", "零", "无"]
)  # fmt: skip


def _amounts(draw: Any) -> str:
    return f"{draw(_SIGNS)}{plain(draw(_NUMBERS))}{draw(_UNITS)}"


@st.composite
def _rows(draw: Any) -> dict[str, Any]:
    target = _amounts(draw) if draw(st.booleans()) else draw(_WORDS)
    actual = f"{plain(draw(_NUMBERS))}{draw(_UNITS)}" if draw(st.booleans()) else draw(_WORDS)
    row: dict[str, Any] = {"一级": draw(_LEVEL1), "二级": draw(st.sampled_from(["数量", "成本"]))}
    row |= {"名称": "x", "目标": target, "实际": actual}
    optional = {
        "分值": st.decimals(0, 60, places=2).map(str),
        "方向": st.sampled_from(["正向", "反向", "定性", "时限"]),
        "完成程度": st.sampled_from(["达成", "部分达成", "未达成"]),
        "评分比例": st.decimals(0, 1, places=2).map(str),
        "扣减": st.decimals(0, 20, places=2).map(str),
        "原因": st.just("有原因"),
    }
    for key, values in optional.items():
        if draw(st.integers(0, 3)) == 0:
            row[key] = draw(values)
    return row


@st.composite
def _evaluations(draw: Any) -> Evaluation:
    rows = draw(st.lists(_rows(), min_size=1, max_size=9))
    for i, row in enumerate(rows):
        row["名称"] = f"指标{i}"
    tree: dict[str, Any] = {"项目": {"名称": "某项目", "年度": 2021}, "指标": rows}
    money = st.none() | _NUMBERS.map(str)
    sources = [
        {"来源": f"来源{i}", "年初预算": draw(money), "全年预算": draw(money), "执行": draw(money)}
        for i in range(draw(st.integers(0, 3)))
    ]
    if sources:
        tree["资金"] = {"明细": sources}
    tree["评分"] = {"项目完成": draw(st.sampled_from([None, "是", "否"]))}
    return Evaluation.model_validate(tree)


def _falling(draw: Any, count: int) -> list[Decimal]:
    values = draw(
        st.lists(st.integers(1, 99), min_size=count, max_size=count, unique=True).map(sorted)
    )
    return [Decimal(value) / 100 for value in reversed(values)]


@st.composite
def _rulesets(draw: Any) -> RuleSet:
    """A shipped set with its parameters drawn anew: other weights, methods, lines, steps and bands."""
    tree = load(draw(st.sampled_from(shipped()))).model_dump(by_alias=True)
    high, low = _falling(draw, 2)
    for band, ends in zip(
        tree["qualitative"]["bands"], [(high, 1), (low, high), (0, low)], strict=True
    ):
        band["low"], band["high"] = ends
    tree["at_most"]["method"] = draw(st.sampled_from(["ratio", "linear"]))
    for name in ("at_least", "at_most", "exactly", "between"):
        tree[name]["pass_line"] = draw(
            st.none() | st.sampled_from([Decimal("0.3"), Decimal("0.6")])
        )
    tree["over"]["flag_at"] = draw(st.sampled_from([Decimal("1.01"), Decimal("1.3"), Decimal(3)]))
    cited = {"words": "分档", "clause": "试验"}
    if draw(st.booleans()):
        at = [*_falling(draw, 3), Decimal(0)]
        share = [Decimal(1), *_falling(draw, 3)]
        steps = [{"from": a, "share": s} for a, s in zip(at, share, strict=True)]
        tree["satisfaction"] = cited | {"steps": steps}
    tree["cost_control"] = None
    tree["empty_target"] = draw(st.sampled_from(["ungraded", "exclude"]))
    tree["rounding"] = cited | {"places": draw(st.integers(0, 2))}
    if tree["weights"]:
        first = draw(st.integers(0, 100))
        tree["merge"] = {"成本指标": "产出指标"}
        rest = allot(Decimal(100 - first), [Decimal(n) for n in draw(st.permutations([1, 2, 3]))])
        names = ("产出指标", "效益指标", "满意度指标")
        weights = {"预算执行率": Decimal(first), **dict(zip(names, rest, strict=True))}
        tree["weights"] = [cited | {"points": weights}]
    return RuleSet.model_validate(tree)


def _check_bounds(card: Scorecard) -> None:
    for row in card.indicators:
        if row.score is not None:
            assert row.weight is not None
            assert 0 <= row.score <= row.weight
        assert (row.score is None) == (row.status in {"missing", "ungraded"} or not card.scored)
        assert row.explanation
    execution = card.execution
    if execution.score is not None and execution.weight is not None:
        assert 0 <= execution.score <= execution.weight
    if card.total.score is not None and card.total.available is not None:
        assert 0 <= card.total.score <= card.total.available
    if card.grade is not None:
        assert card.total.complete


@settings(max_examples=150, deadline=None)
@given(_evaluations(), _rulesets())
def test_points_stay_between_nothing_and_the_rows_points(
    evaluation: Evaluation, ruleset: RuleSet
) -> None:
    _check_bounds(score(evaluation, ruleset))


@settings(max_examples=80, deadline=None)
@given(_evaluations(), st.sampled_from(shipped()))
def test_any_data_are_scored_under_any_shipped_rule_set(evaluation: Evaluation, name: str) -> None:
    _check_bounds(score(evaluation, load(name)))


@settings(max_examples=80, deadline=None)
@given(_evaluations(), _rulesets())
def test_allotted_points_sum_exactly_where_no_points_are_given(
    evaluation: Evaluation, ruleset: RuleSet
) -> None:
    rows = [row.model_copy(update={"weight": None}) for row in evaluation.indicators]
    card = score(evaluation.model_copy(update={"indicators": tuple(rows)}), ruleset)
    weights = [row.weight for row in card.indicators if row.weight is not None]
    if card.scored and weights:
        assert card.execution.weight is not None
        assert sum(weights, card.execution.weight) == 100


@settings(max_examples=60, deadline=None)
@given(_evaluations(), _rulesets())
def test_scoring_twice_says_the_same(evaluation: Evaluation, ruleset: RuleSet) -> None:
    assert score(evaluation, ruleset) == score(evaluation, ruleset)


def _one(target: str, actual: str, ruleset: RuleSet) -> Decimal:
    row = {
        "一级": "产出",
        "二级": "数量",
        "名称": "x",
        "目标": target,
        "实际": actual,
        "分值": "10",
    }
    tree = {"项目": {"名称": "某项目", "年度": 2021}, "指标": [row]}
    points_ = score(Evaluation.model_validate(tree), ruleset).indicators[0].score
    assert points_ is not None
    return points_


_SCORED = [name for name in shipped() if name != "transfer-completion"]


@settings(max_examples=120, deadline=None)
@given(_NUMBERS, _NUMBERS, _NUMBERS, st.sampled_from(_SCORED))
def test_more_never_scores_less_where_more_is_better(
    limit: Decimal, one: Decimal, two: Decimal, name: str
) -> None:
    low, high = sorted((one, two))
    rules, target = load(name), f"≥{plain(limit)}个"
    assert _one(target, f"{plain(low)}个", rules) <= _one(target, f"{plain(high)}个", rules)


@settings(max_examples=120, deadline=None)
@given(_NUMBERS, _NUMBERS, _NUMBERS, st.sampled_from(_SCORED))
def test_more_never_scores_more_where_less_is_better(
    limit: Decimal, one: Decimal, two: Decimal, name: str
) -> None:
    low, high = sorted((one, two))
    rules, target = load(name), f"≤{plain(limit)}次"
    assert _one(target, f"{plain(low)}次", rules) >= _one(target, f"{plain(high)}次", rules)


@settings(max_examples=80, deadline=None)
@given(_NUMBERS.filter(lambda n: n > 0), _NUMBERS)
def test_the_unit_does_not_change_the_points(limit: Decimal, actual: Decimal) -> None:
    rules = load("cn-2020-10")
    yuan = plain(actual.scaleb(4))
    assert _one(f"≥{plain(limit)}万元", f"{plain(actual)}万元", rules) == _one(
        f"≥{plain(limit)}万元", f"{yuan}元", rules
    )


@given(
    st.decimals(0, 1000, places=4),
    st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=30),
)
def test_an_allotment_sums_exactly_and_no_part_is_negative(
    total: Decimal, shares: list[Decimal]
) -> None:
    parts = allot(total, shares)
    if sum(shares) > 0:
        assert sum(parts) == total
    assert all(part >= 0 for part in parts)


@given(st.lists(st.just(Decimal(1)), min_size=1, max_size=99))
def test_even_parts_differ_by_a_cent_at_most_the_first_being_the_larger(
    shares: list[Decimal],
) -> None:
    parts = allot(Decimal(50), shares)
    assert max(parts) - min(parts) <= Decimal("0.01")
    assert parts == sorted(parts, reverse=True)


@given(st.fractions(0, 1), st.decimals(0, 100, places=2), st.integers(0, 2))
def test_points_are_the_nearest_value_with_that_many_decimals(
    share: Fraction, weight: Decimal, places: int
) -> None:
    got = points(weight, share, places)
    assert got <= weight
    assert abs(Fraction(got) - share * Fraction(weight)) <= Fraction(1, 2 * 10**places)


@given(st.fractions(0, 5))
def test_a_ratio_short_of_one_never_prints_as_one(value: Fraction) -> None:
    assert (rounded_ratio(value) == 1) == (value == 1)
    assert abs(Fraction(rounded_ratio(value)) - value) <= Fraction(1, 10_000)


@given(st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_halves_are_rounded_away_from_zero(number: int, places: int) -> None:
    half = Fraction(2 * number + (1 if number >= 0 else -1), 2 * 10**places)
    away = number + (1 if number >= 0 else -1)
    assert half_up(half, places) == Decimal(away).scaleb(-places)
