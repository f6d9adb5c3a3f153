"""A row is read once, and two rooms say the same of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_values_spellings import cases, scored

from assistant.checks.assemble import from_card
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import gather
from assistant.intake import read
from assistant.rules.loader import load
from assistant.scoring import score
from assistant.values import readings

DATA = Path(__file__).parents[1] / "scoring" / "data" / "yanchi-2021.yaml"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    told: list[str] = []
    for name in ("read_target", "read_actual"):
        own = getattr(readings, name)

        def reading(text: str, *args: object, _own: object = own, **more: object) -> object:
            told.append(text)
            return _own(text, *args, **more)  # type: ignore[operator]

        monkeypatch.setattr(readings, name, reading)
    readings.read_row.cache_clear()
    yield told
    readings.read_row.cache_clear()


def test_a_report_reads_each_row_once(counted: list[str]) -> None:
    evaluation = read(DATA)
    rules = load("cn-2020-10")
    card = score(evaluation, rules)
    facts = gather(card)
    draft_by_rules(card, facts)
    from_card(card, rules)
    rows = len(evaluation.indicators)
    assert 0 < len(counted) <= 2 * rows


def test_check_and_score_take_a_row_the_same_way() -> None:
    rules = load("cn-2020-10")
    card = score(read(DATA), rules)
    rows = from_card(card, rules).forms[0].rows
    assert [(row.want, row.got) for row in rows] == [(r.wanted, r.got) for r in card.indicators]


FULL_WIDTH = str.maketrans("0123456789%.,<>=()", "０１２３４５６７８９％．，＜＞＝（）")
ROWS = [case for case in cases("spellings.txt") + cases("spellings_apart.txt") if case[4] in "mn"]


def _wide(text: str) -> str:
    return text.translate(FULL_WIDTH)


def _blank_ends(text: str) -> str:
    return f" {text}　"


def _stopped(text: str) -> str:
    return f"{text}。"


@given(st.sampled_from(ROWS), st.sampled_from([_wide, _blank_ends, _stopped]))
def test_the_same_row_in_another_spelling_comes_to_the_same(case: tuple[str, ...], mutate) -> None:  # type: ignore[no-untyped-def]
    level2, name, target, actual = case[:4]
    plain, _ = scored(level2, name, target, actual)
    other, _ = scored(level2, name, mutate(target), mutate(actual))
    assert (other.status, other.completion) == (plain.status, plain.completion)


def test_an_unsigned_target_says_which_side_was_taken() -> None:
    line, _ = scored("社会效益", "投诉率", "5%", "3%")
    assert "未写符号，按≤计" in line.explanation
    line, _ = scored("质量", "合格率", "95%", "96%")
    assert "未写符号，按≥计" in line.explanation
    line, _ = scored("质量", "合格率", "≥95%", "96%")
    assert "未写符号" not in line.explanation


def test_two_readings_of_a_bare_number_are_both_said() -> None:
    line, codes = scored("成本", "项目成本", "≤90万元", "899740")
    assert (line.score, "F20" in codes) == (None, True)
