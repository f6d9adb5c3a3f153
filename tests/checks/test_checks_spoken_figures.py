"""Figures in Chinese numerals: check reads what the one reader of running text reads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.checks.figures import figures_in
from assistant.word.document import Said


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("慰问三百二十户困难家庭", "count", "320", "户"),
        ("培训一千二百人次", "count", "1200", "人次"),
        ("建成二十三个站点", "count", "23", "个"),
        ("支出三万元", "money", "30000", "元"),
        ("合格率为百分之九十五", "percent", "0.95", "%"),
    ],
)
def test_a_spoken_figure_is_read_whole(text: str, kind: str, value: str, unit: str) -> None:
    [found] = list(figures_in(Said(text, "正文")))
    assert (found.kind, found.value, found.unit) == (kind, Decimal(value), unit)


@pytest.mark.parametrize("text", ["一是加强领导", "第三批次", "进一步完善", "三农工作", "约三百户"])
def test_a_numeral_that_counts_nothing_is_no_exact_figure(text: str) -> None:
    assert [found for found in figures_in(Said(text, "正文")) if found.exact] == []
