"""Targets in other clothes: brackets around the whole, a unit twice, a sign of money behind the sign."""

from __future__ import annotations

import pytest

from assistant.values.quantity import read_target


@pytest.mark.parametrize(
    ("plain", "dressed"),
    [("≥95%", "（≥95%）"), ("≥95%", "【≥95%】"), ("≥1.2万人", "≥1.2万人人"), ("≤90万元", "≤90万元万元"), ("≤90万元", "≤￥90万元")],
)  # fmt: skip
def test_a_dressed_target_reads_as_the_plain_one(plain: str, dressed: str) -> None:
    assert read_target(dressed, year=2021) == read_target(plain, year=2021)
