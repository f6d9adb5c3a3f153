"""How a cell of a form, and a value of the data file, may write one number, and what may be two."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.forms.read.wording import amount, number, points
from assistant.values.reading import read_money


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("￥1,234.56", "1234.56", ""),
        ("120.00 万", "120", "万元"),
        ("12.5 万 元", "12.5", "万元"),
        ("1,200万 元", "1200", "万元"),
        ("120 000元", "120000", "元"),
        ("1 2 . 4", "12.4", ""),
        ("壹佰贰拾叁万元整", "1230000", "元"),
        ("一百二十万", "1200000", "元"),
        ("12万5千元", "125000", "元"),
        ("1.2亿", "120000000", "元"),
        ("1200千元", "1200000", "元"),
        ("120（万元）", "1200000", "元"),
    ],
)
def test_an_amount_is_read_however_it_is_written(text: str, value: str, unit: str) -> None:
    assert amount(text) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["50 20", "50，20", "50\n20", "12,3456", "50 20元", "120余万", "50万元+20万元", "万元"]
)
def test_what_may_be_two_amounts_or_none_is_no_amount(text: str) -> None:
    assert amount(text) is None
    assert number(text) is None
    assert points(text) is None
    with pytest.raises(ValueError, match="不是数字"):
        read_money(text)


@pytest.mark.parametrize("text", ["12，345.67", "12 345.67", "２３４５．６", "120 .5"])
def test_the_data_file_and_the_form_read_a_number_alike(text: str) -> None:
    assert read_money(text) == number(text) is not None
