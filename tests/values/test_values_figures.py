"""Figures in running text, in every form that reports write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.values.days import Day
from assistant.values.figures import figures, flat

AMOUNTS = [
    ("支付64.638万元", "64.638万元", "646380", "金额"),
    ("支付646,380元", "646,380元", "646380", "金额"),
    ("支付１．２亿元", "１．２亿元", "120000000", "金额"),
    ("支付三万元", "三万元", "30000", "金额"),
    ("支付60余万元", "60余万元", "600000", "金额"),
    ("治理1.5公里", "1.5公里", "1500", "长度"),
    ("治理1.2万亩", "1.2万亩", "24000000", "面积"),
    ("面积1429.39hm2", "1429.39hm2", "42881700.00", "面积"),
    ("历时12个月", "12个月", "12", "月数"),
    ("历时三个月", "三个月", "3", "月数"),
    ("31小时修复", "31小时", "111600", "时长"),
]  # fmt: skip
SHARES = [
    ("为93.86%", "0.9386"),
    ("为９３．８６％", "0.9386"),
    ("为百分之九十五点五", "0.955"),
    ("为九十二点五%", "0.925"),
    ("为九十二％", "0.92"),
    ("达九成五", "0.95"),
    ("完成七成", "0.7"),
    ("为0.3‰", "0.0003"),
    ("完成一半", "0.5"),
    ("完成五分之四", "0.8"),
]
DATES = [
    ("2021年11月前", Day(2021, 11)),
    ("2022年5月30日", Day(2022, 5, 30)),
    ("2022-05-30", Day(2022, 5, 30)),
    ("二〇二一年十二月", Day(2021, 12)),
    ("12月底前", Day(None, 12, None, "底")),
    ("第三季度", Day(None, None, None, "第3季度")),
    ("2024年第二季度", Day(2024, None, None, "第2季度")),
    ("上半年", Day(None, None, None, "上半年")),
    ("年底前", Day(words="年底")),
    ("2021年度", Day(2021)),
]
NONE = [
    "进一步加强",
    "统一部署",
    "一是完善制度",
    "唯一办法",
    "一次性完成",
    "第一，",
    "三级指标共有",
    "成立工作组",
    "百姓满意",
    "一方面",
]


@pytest.mark.parametrize(("text", "words", "size", "kind"), AMOUNTS)
def test_amount_is_read_in_its_base_unit(text: str, words: str, size: str, kind: str) -> None:
    [found] = figures(text)
    assert (found.words, found.low, found.unit) == (words, Decimal(size), kind)
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(("text", "ratio"), SHARES)
def test_share_is_read_as_a_ratio(text: str, ratio: str) -> None:
    [found] = figures(text)
    assert (found.kind, found.low) == ("percent", Decimal(ratio))


@pytest.mark.parametrize(("text", "day"), DATES)
def test_date_is_read_with_what_it_says_and_no_more(text: str, day: Day) -> None:
    [found] = figures(text)
    assert found.date == day


@pytest.mark.parametrize("text", NONE)
def test_numerals_that_count_nothing_are_no_figures(text: str) -> None:
    assert [f for f in figures(text) if f.kind not in {"ordinal"}] == []


def test_percentage_points_are_no_percentage() -> None:
    assert [f.kind for f in figures("低5个百分点，低5%")] == ["points", "percent"]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("低五个百分点", "5"),
        ("低五百分点", "5"),
        ("高十二点五个百分点", "12.5"),
        ("高1.5百分点", "1.5"),
    ],
)
def test_points_are_read_however_their_number_is_spelt(text: str, points: str) -> None:
    [found] = figures(text)
    assert (found.kind, found.low) == ("points", Decimal(points))


def test_range_has_two_ends() -> None:
    [found] = figures("每年3至5次")
    assert (found.low, found.high) == (3, 5)
    [found] = figures("为90%-95%")
    assert (found.low, found.high) == (Decimal("0.90"), Decimal("0.95"))


def test_grade_and_model_number_are_read_whole() -> None:
    assert [(f.kind, f.words) for f in figures("通过二级检测")] == [("ordinal", "二级")]
    assert [(f.kind, f.words) for f in figures("采购DS-2CD3设备")] == [("code", "DS-2CD3")]


def test_month_lies_within_the_day_but_not_the_other_way() -> None:
    assert Day(2021, 11).within(Day(2021, 11, 30))
    assert not Day(2021, 11, 30).within(Day(2021, 11))
    assert not Day(2021, 11, None, "底").within(Day(2021, 11))


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_and_places_are_inside_it(text: str) -> None:
    assert len(flat(text)) == len(text)
    for found in figures(text):
        assert text[found.start : found.end] == found.words


@given(st.decimals(min_value=0, max_value=10**7, places=3))
@settings(max_examples=100, deadline=None)
def test_amount_in_wan_yuan_equals_the_same_in_yuan(amount: Decimal) -> None:
    [wan] = figures(f"支付{amount:f}万元")
    [yuan] = figures(f"支付{amount * 10000:f}元")
    assert wan.low == yuan.low


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("百分之九十二点五", 1),
        ("92.50%", 2),
        ("九十二点五个百分点", 0),
        ("95%", 0),
        ("三点二五万元", 2),
    ],
)
def test_digits_behind_the_point_are_counted_in_words_too(text: str, places: int) -> None:
    assert figures(text)[0].places == places
