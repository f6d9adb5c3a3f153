"""Units: conversion is exact, and different kinds never compare."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.values.quantity import Quantity, read_actual
from assistant.values.units import read_unit


def _quantity(text: str) -> Quantity:
    quantity = read_actual(text, year=2021)
    assert isinstance(quantity, Quantity), text
    return quantity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1亿元", "10000万元"),
        ("5千万元", "0.5亿元"),
        ("3.5百万元", "350万元"),
        ("1万元", "10000元"),
        ("95%", "950‰"),
        ("九成五", "95百分比"),
        ("1公顷", "15亩"),
        ("1hm2", "10000平方米"),
        ("1平方公里", "1500亩"),
        ("3.51万t", "35100吨"),
        ("2斤", "1公斤"),
        ("1km", "2里"),
        ("1年", "12个月"),
        ("2个季度", "6个月"),
        ("1周", "7天"),
        ("24小时", "1天"),
        ("1.2万人", "12000人"),
        ("3万人次", "30000人次"),
        ("290kg/人", "580斤/人"),
        ("5000元/人·年", "0.5万元/人·年"),
        ("2立方米", "2000升"),
        ("200元/亩", "3000元/公顷"),
        ("50元/人·月", "600元/人/年"),
        ("1次/季度", "4次/年"),
        ("2次/半年", "每季度1次"),
        ("35μg/m3", "0.035毫克/立方米"),
        ("950kW", "0.95MW"),
        ("1m3/s", "1000升/秒"),
        ("1Gbps", "1000Mbps"),
    ],
)
def test_the_same_amount_in_two_units_is_equal(one: str, other: str) -> None:
    a, b = _quantity(one), _quantity(other)
    assert a.unit.same_kind(b.unit)
    assert a.base == b.base


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5个", "5个小区"),
        ("5小区", "5个小区"),
        ("3场", "3场次"),
        ("3次/年", "3次"),
        ("每年3次", "3次"),
        ("1套", "1套系统"),
    ],
)
def test_a_measure_word_compares_with_the_noun_it_counts(one: str, other: str) -> None:
    assert _quantity(one).unit.same_kind(_quantity(other).unit)
    assert _quantity(other).unit.same_kind(_quantity(one).unit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("95%", "95分"),
        ("95%", "95"),
        ("5%", "5个百分点"),
        ("5个", "5个百分点"),
        ("5个", "5个工作日"),
        ("5天", "5个工作日"),
        ("100人", "100人次"),
        ("1户", "1户次"),
        ("16个小区", "16个村"),
        ("1年", "365天"),
        ("3次/月", "3次"),
        ("5元/人", "5元"),
        ("5元/亩", "5元/户"),
        ("增长5%", "5%"),
        ("增长5%", "下降5%"),
        ("100M", "100米"),
        ("5亩", "5"),
    ],
)
def test_different_kinds_never_compare(one: str, other: str) -> None:
    assert not _quantity(one).unit.same_kind(_quantity(other).unit)
    assert not _quantity(other).unit.same_kind(_quantity(one).unit)


_SIZES = {
    "元": Fraction(1), "万元": Fraction(10**4), "亿元": Fraction(10**8), "千元": Fraction(1000),
    "角": Fraction(1, 10),
}  # fmt: skip


@given(
    st.decimals(min_value=0, max_value=10**14, places=12, allow_nan=False),
    st.sampled_from(sorted(_SIZES)),
)
def test_conversion_of_money_is_exact_to_the_last_digit(value: Decimal, unit: str) -> None:
    base = Quantity(value, read_unit(unit)).base
    assert Fraction(base) == Fraction(value) * _SIZES[unit]


@given(st.integers(1, 10**15), st.sampled_from(["亩", "公顷", "平方米", "km2"]))
def test_conversion_of_area_is_exact_in_thirds_of_a_square_metre(value: int, unit: str) -> None:
    thirds = {"亩": 2000, "公顷": 30000, "平方米": 3, "km2": 3_000_000}
    assert Fraction(Quantity(Decimal(value), read_unit(unit)).base) == value * thirds[unit]
