"""A direction of 时限 over a length of time, and the words of what is refused."""

from __future__ import annotations

import pytest

from assistant.values.quantity import AtMost, Unreadable, read_actual, read_target


@pytest.mark.parametrize(
    ("text", "strict", "implied"),
    [("60天", False, True), ("≤60天", False, False), ("＜60天", True, False)],
)
def test_a_length_of_time_is_an_upper_limit(text: str, strict: bool, implied: bool) -> None:
    target = read_target(text, direction="时限")
    assert isinstance(target, AtMost)
    assert (target.strict, target.implied, str(target.limit)) == (strict, implied, "60天")


@pytest.mark.parametrize("text", ["≥60天", "＞60天"])
def test_a_length_of_time_is_no_lower_limit(text: str) -> None:
    assert read_target(text, direction="时限") == Unreadable(
        text, "期限不能是“不少于”，请写成 ≤60天"
    )


def test_what_is_no_time_is_refused_in_words() -> None:
    assert read_target("尽快", direction="时限") == Unreadable(
        "尽快", "读不出期限，请写成 2021年11月30日前 或 60天"
    )


def test_a_day_that_does_not_exist_is_named() -> None:
    target = read_target("2021年2月30日前")
    assert isinstance(target, Unreadable)
    assert target.text == "2021年2月30日前"
    assert target.why not in {"", "None"}
    actual = read_actual("约3个")
    assert isinstance(actual, Unreadable)
    assert actual.text == "约3个"
