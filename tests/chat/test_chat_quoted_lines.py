"""Every line quoted in the issue, said where it was said, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from chat_project import Talk

from assistant.intake.yaml import read_evaluation

About = Callable[[str], Talk]
GUARD = "指标[安装波形护栏长度]"
RATE = "指标[好路率].实际"


@pytest.mark.parametrize(
    "line",
    ["部分达成是什么意思", "帮我编一个原因", "为啥扣分了", "还差多少个问题", "不晓得，问问财务"],
)
@pytest.mark.parametrize(
    "asking", [f"{GUARD}.原因", RATE, "资金.明细[县级财政拨款].原因", "报告.通知"]
)
def test_a_question_is_never_written(talk_about: About, line: str, asking: str) -> None:
    talk = talk_about("road")
    talk.ask(asking)
    before = talk.text
    outcome = talk.say(line)
    assert outcome.proposals == ()
    assert outcome.kind in {"question", "unclear"}
    talk.say("嗯对")
    assert talk.text == before
    assert talk.memory.asking == asking  # the question stands


def test_asked_to_invent_it_says_no_and_where_to_look_for_this_row(talk_about: About) -> None:
    talk = talk_about("road")
    talk.ask(f"{GUARD}.原因")
    said = talk.told("帮我编一个原因")
    assert "不能编" in said and "安装波形护栏长度" in said and "到货签收单" in said


@pytest.mark.parametrize(
    ("asking", "line", "value"),
    [
        (RATE, "就是95.7%啊", "95.7%"),
        (RATE, "95.7", "95.7%"),
        (RATE, "0.957", "95.7%"),
        (f"{GUARD}.完成时限", "明年3月前", "2026年3月前"),
        (f"{GUARD}.完成时限", "今年6月", "2025年6月"),
        (f"{GUARD}.完成时限", "国庆节前", "2025年10月1日前"),
        (f"{GUARD}.完成时限", "下个月15号", "2025年4月15日"),
        (f"{GUARD}.完成时限", "上半年", "2025年上半年"),
    ],
)
def test_values_are_read_as_people_type_them(
    talk_about: About, asking: str, line: str, value: str
) -> None:
    talk = talk_about("road")
    talk.ask(asking)
    assert talk.proposed(line) == {asking: value}


def test_a_share_typed_as_a_decimal_is_asked_about(talk_about: About) -> None:
    talk = talk_about("road")
    talk.ask(RATE)
    assert "95.7%吗？" in talk.told("0.957")


def test_the_year_that_was_filled_in_is_shown(talk_about: About) -> None:
    talk = talk_about("road")
    talk.ask(f"{GUARD}.完成时限")
    assert "2026年" in talk.told("明年3月前")


def test_a_count_takes_the_unit_that_was_said(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("加一条指标 培训企业数量 目标10家 实际7家")
    talk.say("是")
    assert talk.proposed("培训企业数量是8家") == {"指标[培训企业数量].实际": "8家"}


@pytest.mark.parametrize("yes", ["嗯对", "是的，写吧", "好，采用", "可以"])
def test_consent_is_given_as_people_give_it(talk_about: About, yes: str) -> None:
    talk = talk_about("road")
    talk.say("好路率92%")
    assert talk.say(yes).kind == "consent"
    assert talk.value(RATE) == "92%"


@pytest.mark.parametrize("no", ["不是", "先不改", "取消"])
def test_refusal_writes_nothing_and_the_question_stands_again(talk_about: About, no: str) -> None:
    talk = talk_about("road")
    asked, before = talk.memory.asking, talk.text
    talk.say("好路率92%")
    assert talk.say(no).kind == "refuse"
    assert talk.text == before
    assert talk.memory.asking == asked
    assert talk.memory.pending == ()


def test_own_words_take_the_place_of_the_proposal(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("好路率92%")
    assert talk.proposed("改成93%") == {RATE: "93%"}
    talk.say("嗯对")
    assert talk.value(RATE) == "93%"


def test_after_undo_the_open_question_stands_again(talk_about: About) -> None:
    talk = talk_about("road")
    talk.ask(RATE)
    talk.say("92%")
    talk.say("嗯对")
    assert talk.value(RATE) == "92%"
    talk.say("撤销")
    assert talk.value(RATE) == ""
    assert talk.memory.asking


def test_a_correction_without_a_name_goes_to_nothing(talk_about: About) -> None:
    talk = talk_about("road")
    talk.memory = talk.memory.__class__(model="none", interview=False)
    talk.say("为什么好路率没有分")
    assert talk.proposed("改成9100米") == {}


def test_two_rows_that_fit_become_a_numbered_choice(talk_about: About) -> None:
    talk = talk_about("school")
    said = talk.told("满意度是95%")
    assert "1. “学生满意度”" in said and "2. “家长满意度”" in said
    assert talk.proposed("2") == {"指标[家长满意度].实际": "95%"}


def test_several_acts_in_one_line_are_all_taken(talk_about: About) -> None:
    talk = talk_about("road")
    assert talk.proposed("养护里程615公里，护栏9200米") == {
        "指标[养护农村公路里程].实际": "615公里",
        f"{GUARD}.实际": "9200米",
    }


def test_what_was_not_taken_is_said(talk_about: About) -> None:
    talk = talk_about("road")
    outcome = talk.say("养护里程615公里，挖机进场9200台")
    assert [p.path for p in outcome.proposals] == ["指标[养护农村公路里程].实际"]
    assert "挖机进场9200台" in "\n".join(outcome.replies)


def test_the_sixth_sentence_names_its_own_row(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("起草")
    shown = [
        line.strip() for line in talk.told("/看").splitlines() if line.strip().startswith("第")
    ]
    rows = [row.name for row in read_evaluation(talk.path).indicators]
    number, row = next(
        (line.split("句")[0].removeprefix("第"), named[0])
        for line in shown
        if len(named := [name for name in rows if name in line]) == 1
    )
    assert talk.proposed(f"第{number}句责任单位改成计财股") == {f"指标[{row}].责任单位": "计财股"}


@pytest.mark.parametrize("line", ["今天", "2025年3月"])
def test_a_day_is_no_signature(talk_about: About, line: str) -> None:
    talk = talk_about("water")
    talk.ask("报告.署名")
    assert talk.proposed(line) == {}


def test_the_notice_keeps_name_and_number_apart(talk_about: About) -> None:
    talk = talk_about("water")
    talk.ask("报告.通知")
    made = talk.proposed("《关于做好2024年度项目支出绩效自评的通知》云财绩〔2025〕2号")
    assert made == {"报告.通知": "关于做好2024年度项目支出绩效自评的通知（云财绩〔2025〕2号）"}


def test_open_items_are_numbered_and_answered_several_at_once(talk_about: About) -> None:
    talk = talk_about("road")
    lines = talk.told("/缺项").splitlines()
    rate = next(line.split(".")[0] for line in lines if "“好路率”的年度" in line)
    people = next(line.split(".")[0] for line in lines if "沿线群众满意度" in line)
    made = talk.proposed(f"{rate}. 95.7；{people}. 91%")
    assert made == {RATE: "95.7%", "指标[沿线群众满意度].实际": "91%"}


def test_money_not_spent_is_asked_first(talk_about: About) -> None:
    assert talk_about("road").memory.asking == "资金.明细[县级财政拨款].原因"


def test_what_was_skipped_with_its_parent_is_not_asked(talk_about: About) -> None:
    talk = talk_about("road")
    talk.ask(f"{GUARD}.原因")
    talk.say("跳过")
    asked = set()
    while talk.memory.asking and talk.memory.asking not in asked:
        asked.add(talk.memory.asking)
        talk.say("跳过")
    assert not any(path.startswith(GUARD) for path in asked)


@pytest.mark.parametrize("line", ["今天天气咋样", "你是不是傻", "明天就要交了急死人"])
def test_talk_off_the_matter_gets_one_line_and_the_question_again(
    talk_about: About, line: str
) -> None:
    talk = talk_about("road")
    asked = talk.memory.asking
    outcome = talk.say(line)
    assert outcome.kind == "small_talk"
    assert len(outcome.replies[0].splitlines()) == 1
    assert talk.memory.asking == asked


def test_no_reply_names_a_row_by_its_number(talk_about: About) -> None:
    talk = talk_about("road")
    said = [
        talk.told(line)
        for line in (
            "/缺项",
            "/得分",
            "为什么护栏扣分",
            "护栏改成9000米",
            "嗯",
            "/历史",
            "如果好路率是92%呢",
        )
    ]
    assert not any(
        mark in text for text in said for mark in ("指标[1]", "指标[2]", "指标[3]", "I2 ", "I3 ")
    )


def test_effect_on_the_score_is_told_only_where_there_is_one(talk_about: About) -> None:
    talk = talk_about("road")
    assert "得分" not in talk.told("主送改成青阳县财政局绩效股")
    assert "得分" in talk.told("好路率92%")


def test_a_yes_while_a_choice_is_open_writes_nothing(talk_about: About) -> None:
    talk = talk_about("road")
    before = talk.text
    talk.say("好路率92%，群众满意度91%")
    talk.say("不对，是93%")
    talk.say("好")
    assert talk.text == before
    talk.say("1")
    talk.say("好")
    assert talk.value(RATE) == "93%" and talk.value("指标[沿线群众满意度].实际") == "91%"
