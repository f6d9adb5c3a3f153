"""A line whose first reading left something open is looked at again: clause by clause, each at the place it names."""

from __future__ import annotations

import pytest
from chat_project import Talk

RATE, ROOMS, PUPILS = "验收合格率", "维修校舍数量", "受益学生人数"


def _at(row: str, key: str) -> str:
    return f"指标[{row}].{key}"


@pytest.mark.parametrize(
    ("asked", "said", "wanted"),
    [
        (
            _at(RATE, "措施"),
            "验收合格率实际改成96%，措施是重新请一家检测公司，时限明年4月底",
            {_at(RATE, "实际"), _at(RATE, "措施"), _at(RATE, "完成时限")},
        ),
        (
            _at(RATE, "责任单位"),
            "基建办 明年六月三十号之前 还有维修校舍数量那条的原因是塔吊坏了没人修",
            {_at(RATE, "责任单位"), _at(RATE, "完成时限"), _at(ROOMS, "原因")},
        ),
        (_at(RATE, "措施"), "这条先不忙 维修校舍数量的原因是塔吊坏了没人修", {_at(ROOMS, "原因")}),
    ],
)
def test_each_clause_of_a_line_goes_to_the_place_it_names(
    talk: Talk, asked: str, said: str, wanted: set[str]
) -> None:
    talk.ask(asked)
    before = talk.text
    assert set(talk.proposed(said)) == wanted
    assert talk.text == before


def test_what_is_still_lacking_is_counted_from_the_target_and_said(talk: Talk) -> None:
    told = talk.told("维修校舍数量那条 现在只差2所没修 数字改一下")
    assert {c.path: c.new for c in talk.outcome.proposals} == {_at(ROOMS, "实际"): "8所"}
    assert "按指标值10所减去没做的2所算" in told


@pytest.mark.parametrize("said", ["验收合格率改成96%，先不忙写", "署名写教办就行，不用全称"])
def test_a_clause_that_takes_back_or_says_how_is_no_answer_to_the_question(
    talk: Talk, said: str
) -> None:
    talk.ask(_at(RATE, "原因"))
    assert talk.proposed(said) == {}


def test_the_same_as_another_row_takes_what_stands_there(talk: Talk) -> None:
    talk.say(f"{ROOMS}的责任单位是基建办")
    talk.say("是")
    talk.ask(_at(RATE, "责任单位"))
    assert talk.proposed("跟维修校舍那条一样") == {_at(RATE, "责任单位"): "基建办"}


@pytest.mark.parametrize(
    ("said", "office"),
    [
        ("后勤股 算了 还是基建办", "基建办"),
        ("不是后勤股是基建办", "基建办"),
        ("后勤股，不，现在叫基建办", "基建办"),
    ],
)
def test_of_two_offices_the_one_said_instead_counts(talk: Talk, said: str, office: str) -> None:
    talk.ask(_at(RATE, "责任单位"))
    assert talk.proposed(said) == {_at(RATE, "责任单位"): office}


def test_a_number_is_known_by_what_it_was_called(talk: Talk) -> None:
    talk.ask(_at(PUPILS, "实际"))
    said = "三千二百是在册的 常住的是三千一百五 用常住的"
    assert talk.proposed(said) == {_at(PUPILS, "实际"): "3150人"}


def test_a_day_to_come_is_no_value_that_was_reached(talk: Talk) -> None:
    talk.ask(_at(RATE, "完成时限"))
    assert set(talk.proposed("6.30")) == {_at(RATE, "完成时限")}


@pytest.mark.parametrize(
    ("said", "value"), [("维修校舍数量壹拾贰所", "12所"), ("维修校舍数量一拾二所", "12所")]
)
def test_numerals_in_capitals_are_read(talk: Talk, said: str, value: str) -> None:
    assert talk.proposed(said) == {_at(ROOMS, "实际"): value}


def test_the_same_amount_in_another_multiple_is_no_change_and_a_new_row_counts_as_its_target(
    talk: Talk,
) -> None:
    talk.say(f"{PUPILS}3200人")
    talk.say("是")
    assert talk.proposed(f"{PUPILS}0.32万人") == {}
    made = talk.proposed("加一条数量指标：羊免疫只数，目标6.5万只，完成6万8千只")
    assert "6.8万只" in str(made["指标"])
