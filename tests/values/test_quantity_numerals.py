"""Chinese and arabic numerals: read exactly, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.values.numerals import chinese_digits, chinese_number, print_number, read_number
from assistant.values.quantity import Quantity, Unreadable, read_actual, read_target

_FIGURES = "零一二三四五六七八九"


def _spoken(number: int) -> str:
    """The number in the standard way of saying it; written apart from the reader on purpose."""
    if number == 0:
        return "零"
    text = ""
    for size, word in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, number = divmod(number, size)
        if group:
            gap = text and group < 1000
            text += ("零" if gap else "") + _group(group) + word
    return text


def _group(number: int) -> str:
    text, gap = "", False
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap and text else "") + _FIGURES[digit] + word
            gap = False
        else:
            gap = True
    return text


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_number_reads_back_from_its_spoken_form(number: int) -> None:
    assert chinese_number(_spoken(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("两百三十", 230),
        ("一百零五", 105),
        ("三万二千", 32000),
        ("一亿二千万", 120_000_000),
        ("三千万", 30_000_000),
        ("十万", 100_000),
        ("一千五十", 1050),
    ],
)
def test_common_numerals(text: str, number: int) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "万", "百", "千", "亿", "三五", "两三", "一百二", "三万二", "零五", "五六百", "百二"],
)
def test_what_is_no_exact_number_is_none(text: str) -> None:
    assert chinese_number(text) is None


def test_years_are_read_digit_by_digit() -> None:
    assert chinese_digits("二〇二一") == 2021
    assert chinese_digits("二十") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", "1234.5"),
        ("0.10", "0.10"),
        ("-3", "-3"),
        ("九十五点五", "95.5"),
        ("零点零五", "0.05"),
    ],
)
def test_numbers_keep_their_decimals(text: str, value: str) -> None:
    number = read_number(text)
    assert number is not None
    assert str(number) == value


@pytest.mark.parametrize("text", ["1,23", "12,34", "3.", ".5", "1e5", "", "--1", "点五", "五点"])
def test_malformed_numbers_are_none(text: str) -> None:
    assert read_number(text) is None


@given(st.decimals(min_value="-1e14", max_value="1e14", places=6))
def test_printed_numbers_read_back_and_bear_no_exponent(number: Decimal) -> None:
    text = print_number(number)
    assert "E" not in text
    assert read_number(text) == number


@given(st.integers(min_value=1, max_value=999), st.sampled_from(["分钟", "小时", "天", "个月"]))
def test_a_spoken_length_of_time_is_read_as_its_figures_are(number: int, unit: str) -> None:
    assert read_actual(_spoken(number) + unit) == read_actual(f"{number}{unit}")


@given(st.integers(min_value=1, max_value=999), st.sampled_from([("千", 1000), ("万", 10000)]))
def test_parts_of_a_thousand_are_shares(number: int, below: tuple[str, int]) -> None:
    for written in (str(number), _spoken(number)):
        read = read_actual(f"{below[0]}分之{written}")
        assert isinstance(read, Quantity)
        assert read.base == Decimal(number) / below[1]


@pytest.mark.parametrize("words", ["千方百计", "万无一失", "十分满意", "三级", "一流"])
def test_words_with_numerals_in_them_are_no_numbers(words: str) -> None:
    assert not isinstance(read_actual(words), Quantity)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1 2 . 4 公里", "12.4公里"),
        ("1 0 0 . 5 万元", "100.5万元"),
        ("1 2公里", None),
        ("3 . 5 . 1", None),
    ],
)
def test_a_decimal_typed_sign_by_sign(typed: str, read: str | None) -> None:
    actual = read_actual(typed)
    assert (str(actual) if isinstance(actual, Quantity) else None) == read


@pytest.mark.parametrize(
    ("spelt", "plain"),
    [
        ("(≥95)%", "≥95%"), ("≥(95)%", "≥95%"), ("95以上%", "95%以上"), ("（3-5）次", "3-5次"),
        ("3个自然日内", "3天内"), ("90日历天", "90天"), ("12月月底前", "12月底前"), ("10月月初", "10月初"),
    ],
)  # fmt: skip
def test_spellings_of_forms_are_read_as_the_usual_ones(spelt: str, plain: str) -> None:
    for read in (read_actual, read_target):
        one, other = read(spelt, year=2023), read(plain, year=2023)
        assert type(one) is type(other)
        assert isinstance(one, Unreadable) or one == other
    assert not isinstance(read_target(spelt, year=2023), Unreadable)
