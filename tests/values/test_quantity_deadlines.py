"""Days and deadlines: what is certain, what the words leave open, and what is no date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.values.deadlines import Deadline, deadline, print_day, read_span
from assistant.values.quantity import read_target


def _deadline(text: str, year: int | None = 2021) -> Deadline:
    target = read_target(text, year=year)
    assert isinstance(target, Deadline), text
    return target


def test_a_month_before_which_leaves_that_month_open() -> None:
    assert _deadline("2021年11月前") == Deadline(date(2021, 10, 31), date(2021, 11, 30))


def test_a_day_or_month_end_leaves_nothing_open() -> None:
    for text in ("2021年11月底前", "11月30日前", "2021-11-30", "2021年11月30日以前"):
        assert _deadline(text) == Deadline(date(2021, 11, 30), date(2021, 11, 30)), text


def test_february_ends_on_its_own_last_day() -> None:
    assert _deadline("2月底前", 2024).possible == date(2024, 2, 29)
    assert _deadline("2月底前", 2023).possible == date(2023, 2, 28)


def test_a_year_in_the_text_counts_before_the_year_given() -> None:
    assert _deadline("2022年5月30日", 2021).possible == date(2022, 5, 30)


@pytest.mark.parametrize(
    "text", ["1.5", "8.5", "12.31", "1/3", "3-5", "0.5", "年", "本年度", "月", "50"]
)
def test_a_number_is_not_a_day(text: str) -> None:
    assert read_span(text, 2021) is None


@pytest.mark.parametrize("text", ["2021年2月30日", "13月", "2021-13-01", "2021年0月", "4月31日前"])
def test_a_day_that_does_not_exist_is_an_error_in_chinese(text: str) -> None:
    with pytest.raises(ValueError, match="这一天不存在"):
        read_span(text, 2021)


@pytest.mark.parametrize("text", ["3200.5", "9999年12月31日", "1234-11"])
def test_a_year_beyond_all_budgets_is_no_date(text: str) -> None:
    assert read_span(text, 2021) is None


def test_a_period_is_kept_by_its_end() -> None:
    span = read_span("2021年3月1日至2022年2月28日", 2021)
    assert span is not None
    assert (span.first, span.last, span.before) == (date(2021, 3, 1), date(2022, 2, 28), False)
    assert deadline(span) == Deadline(date(2022, 2, 28), date(2022, 2, 28))


def test_a_period_that_ends_before_it_starts_is_no_date() -> None:
    assert read_span("12月-1月", 2021) is None


_DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(_DAYS)
def test_every_day_reads_back_in_all_the_ways_it_is_written(day: date) -> None:
    for text in (
        print_day(day),
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y/%m/%d}",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
    ):
        span = read_span(text, None)
        assert span is not None
        assert (span.first, span.last) == (day, day)


@given(
    st.integers(1990, 2100),
    st.sampled_from(
        ["{y}年{m}月", "{y}年{m}月底", "{y}年{m}月上旬", "{y}年{m}月中旬", "{y}年{m}月下旬",
         "{y}年第{q}季度", "{y}年上半年", "{y}年下半年", "{y}年", "{y}年{m}月15日"]
    ),
    st.integers(1, 12),
    st.integers(1, 4),
    st.sampled_from(["", "前", "之前"]),
)  # fmt: skip
def test_a_printed_deadline_reads_back_the_same(
    year: int, form: str, month: int, quarter: int, before: str
) -> None:
    made = _deadline(form.format(y=year, m=month, q=quarter) + before, None)
    assert made.certain <= made.possible
    assert _deadline(str(made), None) == made
