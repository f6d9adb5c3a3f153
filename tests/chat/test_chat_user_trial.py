"""What a county clerk said who filled in a whole self-evaluation by talk, and what was made of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from chat_project import Talk

DATA = """\
项目: {名称: 2024年农村公路养护工程, 年度: 2024, 主管部门: 青河县交通运输局, 实施单位: 青河县交通运输局}
资金:
  单位: 万元
  明细:
    - {来源: 省级补助资金, 年初预算: 200, 全年预算: 200, 到位: 200, 执行: 200}
    - {来源: 县级财政资金, 年初预算: 160, 全年预算: 172, 到位: 172, 执行: 141.6}
指标:
  - {一级: 产出指标, 二级: 数量指标, 名称: 养护县乡道里程, 目标: ≥45, 实际: 42公里, 分值: 10, 原因: 还有3公里没干完, 责任单位: 养护中心工程股}
  - {一级: 产出指标, 二级: 数量指标, 名称: 修复桥涵数量, 目标: 6座, 实际: 6座, 分值: 15}
  - {一级: 产出指标, 二级: 质量指标, 名称: 优良路率, 目标: ≥85, 实际: 81.5%, 分值: 15}
  - {一级: 产出指标, 二级: 时效指标, 名称: 工程完工时间, 目标: 2024年10月底前, 实际: 2024年11月28日, 分值: 10, 原因: 雨水多、拖到11月底才完}
  - {一级: 效益指标, 二级: 社会效益指标, 名称: 沿线群众出行条件, 目标: 明显改善, 实际: 有所改善, 分值: 15}
  - {一级: 效益指标, 二级: 可持续影响指标, 名称: 管护制度健全性, 目标: 健全, 实际: 健全, 分值: 15}
  - {一级: 满意度指标, 二级: 服务对象满意度指标, 名称: 沿线群众满意度, 目标: ≥90, 实际: 92.3%, 分值: 10, 原因: 问卷发了150份}
"""


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    path = tmp_path / "数据.yaml"
    path.write_text(DATA, encoding="utf-8")
    return Talk(path, date(2025, 2, 20))


BRIDGES = "指标[修复桥涵数量].实际"


@pytest.mark.parametrize(
    "said", ["不对，还是6座", "还是6座", "算了，还是6座吧", "改回6座", "不是7座，是6座", "改回去", "不对，还是原来的数"]
)  # fmt: skip
def test_what_is_said_right_behind_a_yes_sets_right_what_that_yes_wrote(
    talk: Talk, said: str
) -> None:
    talk.say("修复桥涵不是6座，应该是7座")
    talk.say("是")
    assert talk.memory.asking.endswith("原因")
    assert talk.proposed(said) == {BRIDGES: "6座"}
    talk.say("是")
    assert talk.value(BRIDGES) == "6座"


def test_a_line_later_the_same_words_answer_what_is_asked(talk: Talk) -> None:
    talk.say("修复桥涵应该是7座")
    talk.say("是")
    talk.say("/得分")
    assert BRIDGES not in talk.proposed("还是6座")


def test_a_named_row_is_put_back_while_a_reason_is_asked_for(talk: Talk) -> None:
    talk.say("修复桥涵应该是7座")
    talk.say("是")
    talk.say("/缺项")
    assert talk.proposed("修复桥涵数量改回6座") == {BRIDGES: "6座"}


@pytest.mark.parametrize(
    "said", ["沿线群众满意度的原因不是原因，删掉", "把沿线群众满意度的原因清空", "删掉沿线群众满意度的原因"]
)  # fmt: skip
def test_a_key_of_a_row_is_emptied_and_the_row_stays(talk: Talk, said: str) -> None:
    assert talk.proposed(said) == {"指标[沿线群众满意度].原因": ""}
    talk.say("是")
    assert talk.value("指标[沿线群众满意度].原因") == ""
    assert talk.value("指标[沿线群众满意度].实际") == "92.3%"


def test_a_row_is_deleted_only_where_it_is_itself_the_object(talk: Talk) -> None:
    assert talk.proposed("删掉沿线群众满意度这条指标") == {"指标[沿线群众满意度]": None}
    talk.say("不")
    assert talk.proposed("沿线群众满意度的佐证里那句删掉") == {}
    assert talk.proposed("原因清空") == {}


def test_kinds_in_a_list_are_the_row_s_kinds_and_points_its_points(talk: Talk) -> None:
    told = talk.say(
        "加一条指标 群众安全感，满意度指标，服务对象满意度，目标≥90%，实际92.3%，分值10，佐证问卷150份"
    )
    assert told.proposals[0].as_json()["new"] == {
        "一级": "满意度指标", "二级": "服务对象满意度指标", "名称": "群众安全感",
        "目标": "≥90%", "实际": "92.3%", "分值": "10",
    }  # fmt: skip
    assert any("没有列入的：佐证问卷150份" in reply for reply in told.replies)


def _sentence(talk: Talk, text: str) -> str:
    """The section of the proposed draft that has the sentence."""
    draft = talk.memory.pending[-1].draft
    assert draft is not None
    return next(
        (s["id"] for s in draft["sections"] for p in s["paragraphs"] for one in p["sentences"] if one["text"] == text), ""
    )  # fmt: skip


def test_the_given_sentence_is_whole_and_its_number_counts_in_the_list_shown_last(
    talk: Talk,
) -> None:
    shown = talk.told("起草")
    third = next(line for line in shown.splitlines() if "第3句" in line).partition("句 ")[2]
    own = "三是工程完工时间比要求晚28天，主要是10月连续阴雨、路面不能摊铺所致。"
    said = talk.told(f"第3句改成：{own}")
    assert f"− {third}" in said
    assert f"+ {own}" in said
    talk.say("是")
    fifth = next(line for line in shown.splitlines() if "第5句" in line).partition("句 ")[2]
    assert f"− {fifth}" in talk.told("第5句改成“四是待查，已去函。”")
    talk.say("不")
    whole = talk.told("/看")
    first = next(line for line in whole.splitlines() if "第1句" in line).partition("句 ")[2]
    assert f"− {first}" in talk.told("第1句改成：本项目有一句，是这样写的。")


def test_where_no_list_was_shown_a_number_is_asked_about_with_its_candidates(talk: Talk) -> None:
    talk.say("起草")
    again = Talk(talk.path, date(2025, 2, 20))
    told = again.told("第2句改成：二是优良路率低，修补没有跟上。")
    assert "哪一节" in told
    assert "偏离绩效目标的原因第2句" in told
    assert not again.memory.pending


def test_all_deductions_are_told_with_their_sum(talk: Talk) -> None:
    told = talk.told("一共扣了多少分，都扣在哪里？")
    card = talk.conversation.project.look().card
    for row in card.indicators:
        if row.score is not None and row.weight is not None and row.score < row.weight:
            assert row.indicator.name in told
    assert "一共扣" in told
    assert "预算执行率扣" in told
    assert "“沿线群众出行条件”（15分）" in told


def test_questions_about_a_source_are_answered_of_that_source(talk: Talk) -> None:
    assert "30.4万元没有支出" in talk.told("县级财政资金还有多少没花")
    assert "还没有写" in talk.told("县级财政资金为什么没执行完？")
    talk.say("县级财政资金的原因：质保金30.4万元质保期未满不能支付")
    talk.say("是")
    assert "质保金30.4万元质保期未满" in talk.told("县级财政资金为什么没执行完？")


def test_who_answers_for_a_row_is_its_office(talk: Talk) -> None:
    assert "责任单位是：养护中心工程股" in talk.told("谁负责养护县乡道里程的措施")
    assert "责任单位数据里还没有写" in talk.told("谁负责优良路率的措施")


def test_a_basis_is_changed_by_its_bare_word_and_keeps_its_title_marks(talk: Talk) -> None:
    said = "《农村公路养护管理办法》（交公路发〔2015〕12号）"
    assert talk.proposed(f"依据改成{said}") == {"报告.依据": said}


def test_how_far_a_row_in_words_came_is_said_behind_its_name(talk: Talk) -> None:
    path = "指标[管护制度健全性]."
    assert talk.proposed("管护制度健全性 达成 100%") == {
        f"{path}完成程度": "达成",
        f"{path}评分比例": "100%",
    }


def test_a_numbered_answer_that_is_none_tells_what_its_number_was_read_as(talk: Talk) -> None:
    talk.say("/缺项")
    assert "第1项（“县级财政资金”的原因）：" in talk.told("1. 就是这样的")


def test_a_deadline_that_comes_again_is_kept_in_words_and_no_year_is_invented(talk: Talk) -> None:
    row = "指标[工程完工时间]."
    assert talk.proposed("工程完工时间的措施：以后3月底前完成招标") == {
        f"{row}措施": "以后3月底前完成招标"
    }
    talk.say("不")
    assert talk.proposed("工程完工时间的完成时限改成每年3月底前") == {
        f"{row}完成时限": "每年3月底前"
    }
    talk.say("不")
    assert talk.proposed("工程完工时间的完成时限改成明年3月底前") == {
        f"{row}完成时限": "2026年3月底前"
    }


@pytest.mark.parametrize("asked", ["指标[养护县乡道里程].措施", "指标[优良路率].原因"])
def test_what_was_done_besides_is_no_measure_and_no_reason_but_may_be_told(
    talk: Talk, asked: str
) -> None:
    talk.ask(asked)
    outcome = talk.say("另外养护中心还组织了2次应急演练，每次30人")
    assert outcome.proposals == ()
    assert "其他说明" in outcome.replies[0]
    said = "养护中心还组织了2次应急演练，每次30人"
    assert talk.proposed(f"其他说明：{said}") == {"报告.其他说明": said}


@pytest.mark.parametrize(
    ("said", "measure"),
    [
        ("汛期连续降雨，路面出现坑槽。2025年6月底前由养护中心补好坑槽", "2025年6月底前由养护中心补好坑槽"),
        ("汛期连续降雨，路面出现坑槽，下一步由养护中心补好坑槽", "由养护中心补好坑槽"),
        ("汛期连续降雨，路面出现坑槽，今后雨季前先清排水沟", "今后雨季前先清排水沟"),
    ],
)  # fmt: skip
def test_reason_and_measure_in_one_answer_are_told_apart(
    talk: Talk, said: str, measure: str
) -> None:
    talk.ask("指标[优良路率].原因")
    made = talk.proposed(said)
    assert made["指标[优良路率].原因"] == "汛期连续降雨，路面出现坑槽"
    assert made["指标[优良路率].措施"] == measure


def test_a_reason_with_a_day_that_is_past_stays_one(talk: Talk) -> None:
    talk.ask("指标[优良路率].原因")
    said = "汛期连续降雨，路面出现坑槽；2024年9月底前没有停过雨"
    assert talk.proposed(said) == {"指标[优良路率].原因": said}


@pytest.mark.parametrize("mark", ["1. ", "2、", "3）", "12. "])
def test_the_mark_of_a_list_is_no_number_of_the_data(talk: Talk, mark: str) -> None:
    with_mark = talk.proposed(f"{mark}修复桥涵数量实际是5座")
    assert with_mark == {BRIDGES: "5座"}


@pytest.mark.parametrize(
    "said",
    [
        "再加一条指标：产出，数量，安装支撑杆，≥50根，实际46根，分值5",
        "再加一条指标 产出指标、数量指标 安装支撑杆，目标≥50根，实际46根，分值5",
        "加一个数量指标：安装支撑杆，≥50根，实际46根，分值5",
    ],
)
def test_the_kinds_of_a_new_row_may_stand_before_its_name(talk: Talk, said: str) -> None:
    (row,) = talk.proposed(said).values()
    assert isinstance(row, dict)
    assert (row["一级"], row["二级"], row["名称"]) == ("产出指标", "数量指标", "安装支撑杆")
    assert str(row["目标"]) == "≥50根"
    assert (row["实际"], str(row["分值"])) == ("46根", "5")
