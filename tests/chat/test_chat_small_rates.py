"""A bare decimal for a row in percent: which of its two readings is put before the person goes by the target."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.answer_kinds import Value, Wanted, number_value
from assistant.model.evaluation import Indicator
from assistant.values.spoken import amounts_in


def read(target: str, said: str) -> Value:
    row = Indicator.model_validate(
        {"一级": "产出", "二级": "质量", "名称": "某项比率", "目标": target}
    )
    made = number_value(Wanted("number", "%", row), amounts_in(said)[0])
    assert isinstance(made, Value)
    return made


@pytest.mark.parametrize(
    ("target", "said", "text"),
    [("≤0.5%", "零点四五", "0.45%"), ("≤1%", "0.8", "0.8%"), ("≤3%", "0.5", "0.5%"), ("≥95%", "0.957", "95.7%"), ("≥50%", "0.48", "48%")],
)  # fmt: skip
def test_the_nearer_reading_is_asked(target: str, said: str, text: str) -> None:
    made = read(target, said)
    assert made.text == text
    assert made.note == f"是{text}吗？"


@given(st.decimals(Decimal("0.01"), Decimal("0.99"), places=2))
def test_against_a_high_target_it_is_a_share_and_against_its_like_it_is_none(
    share: Decimal,
) -> None:
    said = str(share)
    assert read(f"≤{said}%", said).text == f"{share.normalize():f}%"
    assert read("≥99%", said).text.rstrip("%") in {
        f"{(share * 100).normalize():f}",
        f"{share.normalize():f}",
    }
    if share >= Decimal("0.2"):
        assert read("≥99%", said).text == f"{(share * 100).normalize():f}%"
