"""Rows and sources of funds added, renamed and deleted by talk; pending changes keep their target by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from chat_project import Talk
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.naming import path_of, place_of, row_names
from assistant.intake.yaml import read_evaluation
from assistant.model.evaluation import Evaluation

About = Callable[[str], Talk]


def test_a_row_is_added_on_a_yes(talk_about: About) -> None:
    talk = talk_about("road")
    made = talk.proposed("加一条指标 更换路面标线 目标30公里 实际28公里")
    assert made["指标"] == {
        "一级": "产出指标",
        "二级": "数量指标",
        "名称": "更换路面标线",
        "目标": "30公里",
        "实际": "28公里",
    }
    assert "更换路面标线" not in talk.text
    talk.say("嗯")
    assert read_evaluation(talk.path).indicators[-1].name == "更换路面标线"


def test_a_source_is_added_renamed_and_deleted(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("新增一笔资金来源 乡镇自筹 预算20万 到位20万 执行20万")
    talk.say("是")
    talk.say("乡镇自筹改名为村级自筹")
    talk.say("是")
    sources = read_evaluation(talk.path).funds
    assert sources is not None and sources.sources[-1].source == "村级自筹"
    talk.say("把村级自筹删了")
    talk.say("是")
    assert "自筹" not in talk.text


def test_a_waiting_change_keeps_its_row_when_one_before_it_is_deleted(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("群众满意度91.5")
    talk.say("删掉警示标志那条")
    talk.say("是")
    assert talk.value("指标[沿线群众满意度].实际") == "91.5%"
    assert "警示标志" not in talk.text


@pytest.mark.parametrize("line", ["全部删掉", "删了它"])
def test_a_deletion_without_a_name_deletes_nothing(talk_about: About, line: str) -> None:
    talk = talk_about("school")
    assert talk.proposed(line) == {}


@given(
    st.lists(
        st.tuples(st.sampled_from(["满意度", "好路率", "里程", "合格[一]率"]), st.sampled_from(["数量指标", "质量指标"])),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_every_row_has_a_name_of_its_own_that_finds_it(rows: list[tuple[str, str]]) -> None:
    evaluation = Evaluation.model_validate(
        {
            "项目": {"名称": "甲", "年度": 2024},
            "指标": [{"一级": "产出指标", "二级": level, "名称": name} for name, level in rows],
        }
    )
    names = row_names(evaluation)
    assert len(set(names)) == len(rows)
    for index in range(len(rows)):
        assert place_of(evaluation, path_of(evaluation, ("指标", index, "实际"))) == (
            "指标",
            index,
            "实际",
        )


def test_a_deletion_that_waits_is_refused_by_not_to_delete(talk_about: About) -> None:
    talk = talk_about("road")
    before = talk.text
    name = read_evaluation(talk.path).indicators[0].name
    talk.say(f"删掉{name}这一条")
    talk.say("算了不删")
    talk.say("好")
    assert talk.text == before


def test_the_points_of_a_new_row_need_no_word(talk_about: About) -> None:
    made = talk_about("road").proposed("加一个指标：路面保洁率，目标100%，实际100%，5分")
    assert made["指标"]["分值"] == "5"


@pytest.mark.parametrize("said", ["再补一条：", "还要加一条，", "补充："])
def test_one_more_reason_stands_behind_the_first(talk_about: About, said: str) -> None:
    talk = talk_about("road")
    name = "养护农村公路里程"
    talk.say(f"{name}的原因是7月暴雨冲毁路段")
    talk.say("是")
    made = talk.proposed(f"{name}的原因{said}施工队伍转场晚了半个月")
    assert made == {f"指标[{name}].原因": "7月暴雨冲毁路段；施工队伍转场晚了半个月"}


def test_a_cell_of_a_row_by_its_number_is_no_row(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("把第2条原因删掉")
    before = talk.text
    talk.say("好")
    assert talk.text == before


def test_what_is_said_to_stay_is_no_value(talk_about: About) -> None:
    made = talk_about("road").proposed("项目名称不改，年度改成2022")
    assert made == {"项目.年度": "2022"}


def test_a_number_alone_goes_into_the_document_that_is_there(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("通知是关于开展绩效自评工作的通知（青财绩〔2024〕3号）")
    talk.say("是")
    made = talk.proposed("通知文号青财绩〔2024〕5号")
    assert made == {"报告.通知": "关于开展绩效自评工作的通知（青财绩〔2024〕5号）"}
