"""Lines said while a cause or an office is asked that speak of another place, deny one, or take a deletion back."""

from __future__ import annotations

from pathlib import Path

import pytest
from chat_project import DATA, Talk

RATE = "指标[验收合格率]"


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    data = tmp_path / "数据.yaml"
    data.write_text(DATA, encoding="utf-8")
    made = Talk(data)
    made.ask(f"{RATE}.原因")
    return made


def test_a_number_set_right_is_no_cause(talk: Talk) -> None:
    assert talk.proposed("维修校舍数量是11所 不是10所") == {"指标[维修校舍数量].实际": "11所"}


def test_a_cause_with_numbers_is_still_a_cause(talk: Talk) -> None:
    made = talk.proposed("2所学校外墙返工，没有赶上验收")
    assert made == {f"{RATE}.原因": "2所学校外墙返工，没有赶上验收"}


def test_the_denied_place_is_dropped_and_the_meant_one_shown(talk: Talk) -> None:
    talk.say("师生满意度改成93%")
    assert talk.proposed("不是师生满意度 是验收合格率93") == {f"{RATE}.实际": "93%"}
    talk.say("是")
    assert (talk.value("指标[师生满意度].实际"), talk.value(f"{RATE}.实际")) == ("92%", "93%")


def test_of_a_number_said_twice_the_second_counts(talk: Talk) -> None:
    assert talk.proposed("财政拨款执行了十一万八 哦不对 118万") == {
        "资金.明细[财政拨款].执行": "118"
    }


def test_an_amount_hundreds_of_times_off_is_asked_about(talk: Talk) -> None:
    talk.ask("")
    assert talk.proposed("财政拨款执行118元") == {}
    assert "差得太远" in "\n".join(talk.outcome.replies)


def test_a_deletion_that_is_denied_deletes_nothing(talk: Talk) -> None:
    assert talk.proposed("师生满意度那条不要删") == {}
    assert talk.proposed("删掉师生满意度 哎别删") == {}


def test_a_row_that_is_there_is_not_added_again(talk: Talk) -> None:
    made = talk.proposed("加一条指标 师生满意度 目标90% 实际94%")
    assert made == {"指标[师生满意度].实际": "94%"}
    assert "已经有“师生满意度”" in "\n".join(talk.outcome.replies)


def test_a_question_that_stands_is_put_again_without_its_example(talk: Talk) -> None:
    told = talk.told("天气好啊")
    assert "还在问：" in told and "例：" not in told
