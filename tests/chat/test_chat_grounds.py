"""Words are an answer only where the line ties them to the place that was asked about; else one short question is put."""

from __future__ import annotations

import pytest
from chat_project import Talk

RATE = "验收合格率"
CAUSE, MEASURE, OWNER = (f"指标[{RATE}].{key}" for key in ("原因", "措施", "责任单位"))


@pytest.mark.parametrize(
    "said",
    [
        "大前年那批返工了三回，拖到冬天",
        "临江县停工停了两个月",
        "兄弟单位那边也没弄完",
        "老陈讲雨太大没法干",
        "那一栏报少了，没对上",
        "今儿雨大，车都出不去",
        "师生满意度没做问卷",
        "门口来了好几百人看热闹",
        "这个没想好",
    ],
)
def test_words_of_another_topic_or_kind_are_asked_about_and_not_proposed(
    talk: Talk, said: str
) -> None:
    talk.ask(CAUSE)
    before = talk.text
    assert talk.proposed(said) == {}
    assert talk.outcome.kind in {"unclear", "small_talk", "question"}
    assert talk.text == before


def test_a_yes_to_the_short_question_brings_the_proposal_and_writes_nothing(talk: Talk) -> None:
    talk.ask(CAUSE)
    assert "这句是写进“验收合格率”的原因吗" in talk.told("门口来了好几百人看热闹")
    before = talk.text
    assert talk.proposed("是") == {CAUSE: "门口来了好几百人看热闹"}
    assert talk.text == before


@pytest.mark.parametrize("said", ["塔吊坏了一直没人修", "料车进不去，路叫水冲垮了"])
def test_a_bare_clause_that_hinders_is_a_cause(talk: Talk, said: str) -> None:
    talk.ask(CAUSE)
    assert talk.proposed(said) == {CAUSE: said}


@pytest.mark.parametrize("said", ["去年腊月修了两间", "门口停了好多车"])
def test_what_is_over_is_no_measure(talk: Talk, said: str) -> None:
    talk.ask(MEASURE)
    assert talk.proposed(said) == {}


def test_a_finished_measure_is_told_as_done_and_has_no_deadline(talk: Talk) -> None:
    made = talk.proposed(f"{RATE}的措施：换了监理单位，基建办负责，去年年底就弄完了")
    assert made[MEASURE] == "换了监理单位，已于2023年底完成"
    assert made[OWNER] == "基建办"
    assert not any(path.endswith("完成时限") for path in made)


@pytest.mark.parametrize("said", ["你问问基建办", "自评结果下月底前挂网站", "上个月又验了一台"])
def test_a_sentence_that_ends_like_an_office_is_none(talk: Talk, said: str) -> None:
    talk.ask(OWNER)
    assert OWNER not in talk.proposed(said)


def test_a_yes_behind_words_that_were_not_taken_shows_again_what_waits(talk: Talk) -> None:
    talk.say(f"{RATE}改成96%")
    talk.ask("指标[受益学生人数].实际")
    assert talk.proposed("花名册还在学校那边收着") == {}
    before = talk.text
    assert "等您确认的是" in talk.told("是")
    assert talk.text == before
    talk.say("是")
    assert "96%" in talk.text


def test_an_answer_and_the_cause_of_another_row_behind_it_are_both_taken(talk: Talk) -> None:
    talk.ask(MEASURE)
    made = talk.proposed("再请一家检测公司复验。维修校舍数量的原因是塔吊坏了没人修")
    assert made == {
        MEASURE: "再请一家检测公司复验",
        "指标[维修校舍数量].原因": "塔吊坏了没人修",
    }
