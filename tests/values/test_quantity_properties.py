"""What holds for any text at all: no crash, no guess, and what is printed reads back."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.values.quantity import (
    AtLeast,
    AtMost,
    Between,
    Bound,
    Exactly,
    Qualitative,
    Quantity,
    Unreadable,
    Words,
    has_figures,
    read_actual,
    read_target,
)
from assistant.values.units import ORDINALS

_PIECES = [
    *"0123456789.,%‰/-~—+()（）：:；。 \t≥≤＞＜=±①²½",
    *"零〇一二两三四五六七八九十百千万亿点成个次人户元年月日天底前末初以内上下不无未约近余多第级",
    *["不低于", "不超过", "至少", "以上", "以内", "之间", "百分之", "完成", "已完成", "率", "合格率", "同比增长", "下降", "人均", "每月", "每年", "万元", "亿元", "小区", "平方米", "kg", "m2", "hm²", "公顷", "季度", "半年", "2021年", "11月", "2021-12-31", "12.5", "100%", "16个", "(含)", "(不含)", "其中", "预计"],
]  # fmt: skip
_LIKELY = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)
_ANY = st.one_of(st.text(max_size=40), _LIKELY)
_DIRECTIONS = st.sampled_from([None, "正向", "反向", "定性", "时限"])


@settings(max_examples=600)
@given(_ANY, _DIRECTIONS, st.sampled_from([None, 2021]))
def test_any_text_is_read_or_refused_and_what_is_read_reads_back(
    text: str, direction: str | None, year: int | None
) -> None:
    target = read_target(text, direction=direction, year=year)  # type: ignore[arg-type]
    if target is None or isinstance(target, (Unreadable, Qualitative)):
        return
    again = read_target(str(target), year=year)
    assert again == target, (text, str(target))


@settings(max_examples=600)
@given(_ANY, st.sampled_from([None, 2021]))
def test_any_actual_is_read_or_refused_and_an_amount_reads_back(
    text: str, year: int | None
) -> None:
    actual = read_actual(text, year=year)
    if isinstance(actual, Quantity):
        assert read_actual(str(actual), year=year) == actual, (text, str(actual))
    if isinstance(actual, Unreadable):
        assert actual.why


@settings(max_examples=400)
@given(_ANY)
def test_text_with_figures_never_passes_for_words_unless_it_is_an_order(text: str) -> None:
    for read in (read_target(text, year=2021), read_actual(text, year=2021)):
        if isinstance(read, (Qualitative, Words)) and has_figures(text):
            plain = read.text
            assert "第" in plain or "前" in plain or any(word in plain for word in ORDINALS)


@given(st.text(alphabet="甲乙丙丁小区村镇系统", min_size=1, max_size=6), st.integers(0, 10**6))
def test_two_numbers_are_never_one_amount(noun: str, number: int) -> None:
    for text in (f"{number}个{noun}{number}户", f"{number}{noun}、{number}{noun}"):
        assert isinstance(read_target(text), Unreadable)
        assert isinstance(read_actual(text), Unreadable)


_NUMBERS = st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False)
_UNITS = st.sampled_from(
    ["%", "个", "个小区", "万元", "元/人", "户", "kg/人", "m2", "小时", "次/年"]
)


@given(_NUMBERS, _UNITS, st.sampled_from(["≥", "≤", ">", "<", "="]))
def test_a_sign_its_number_and_its_unit_come_through_unchanged(
    number: Decimal, unit: str, sign: str
) -> None:
    target = read_target(f"{sign}{number}{unit}")
    assert isinstance(target, AtLeast | AtMost | Exactly)
    assert (target.limit.value, target.limit.unit.name) == (number, unit)
    assert str(target)[0] == sign
    bound = read_actual(f"{sign}{number}{unit}")
    assert isinstance(bound, Quantity if sign == "=" else Bound)


@given(_NUMBERS, _NUMBERS, _UNITS)
def test_a_range_has_its_lower_end_first_or_is_refused(
    one: Decimal, other: Decimal, unit: str
) -> None:
    target = read_target(f"{one}{unit}-{other}{unit}")
    if one <= other:
        assert isinstance(target, Between)
        assert (target.low.value, target.high.value) == (one, other)
    else:
        assert isinstance(target, Unreadable)
