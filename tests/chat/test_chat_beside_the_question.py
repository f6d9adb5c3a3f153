"""What is said of named rows is taken, whatever question stands open; answers by number are read by what they can be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from chat_project import Talk

DATA = """\
项目: {名称: 社区食堂补助, 年度: 2024, 主管部门: 某某县民政局, 实施单位: 某某县养老服务中心}
资金:
  单位: 万元
  明细:
    - {来源: 县级财政拨款, 年初预算: 80, 全年预算: 80, 执行: 80}
指标:
  - {一级: 产出指标, 二级: 数量指标, 名称: 新建食堂, 目标: ≥14个, 实际: 12个, 分值: 20, 原因: 2处房屋鉴定为危房, 措施: 另选新址改造}
  - {一级: 产出指标, 二级: 时效指标, 名称: 订餐平台上线时间, 目标: 2024年9月30日前, 实际: 2024年12月12日, 分值: 20}
  - {一级: 效益指标, 二级: 社会效益指标, 名称: 缓解老人吃饭难, 目标: 明显缓解, 实际: 有所缓解, 分值: 30}
  - {一级: 满意度指标, 二级: 服务对象满意度指标, 名称: 就餐老人满意度, 目标: ≥90%, 实际: 93%, 分值: 20}
"""
MONEY = "资金.明细[县级财政拨款].到位"
LATE, HARD, NEW = "指标[订餐平台上线时间]", "指标[缓解老人吃饭难]", "指标[新建食堂]"


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    path = tmp_path / "数据.yaml"
    path.write_text(DATA, encoding="utf-8")
    made = Talk(path, today=date(2025, 3, 20))
    made.ask(MONEY)
    return made


def test_how_far_a_named_row_was_reached_is_taken_while_an_amount_is_asked(talk: Talk) -> None:
    assert talk.proposed("那个缓解吃饭难的，科里说算部分达成吧，给个七成五") == {
        f"{HARD}.完成程度": "部分达成",
        f"{HARD}.评分比例": "75%",
    }


def test_points_taken_off_are_told_as_the_share_that_stays(talk: Talk) -> None:
    assert talk.proposed("平台晚的那个扣三成") == {f"{LATE}.评分比例": "70%"}


def test_the_survey_of_a_named_row_is_its_evidence_with_the_year_of_the_project(talk: Talk) -> None:
    made = talk.proposed("满意度是去年11月在12个食堂发了300份问卷，收回288份")
    assert made == {"指标[就餐老人满意度].佐证": "2024年11月在12个食堂发了300份问卷，收回288份"}


def test_a_line_that_asks_itself_and_answers_gives_the_cause(talk: Talk) -> None:
    assert talk.proposed("订餐平台为啥晚：终端到货晚了两个月") == {
        f"{LATE}.原因": "终端到货晚了两个月"
    }


def test_answers_by_number_are_read_by_what_they_can_be(talk: Talk) -> None:
    talk.say("/缺项")
    listed = list(talk.memory.listed)
    level, owner = (listed.index(f"{LATE}.完成程度") + 1, listed.index(f"{NEW}.责任单位") + 1)
    made = talk.proposed(f"{level}. 扣三成；{owner}. 县养老服务中心、6月底前")
    assert made == {
        f"{LATE}.评分比例": "70%",
        f"{NEW}.责任单位": "县养老服务中心",
        f"{NEW}.完成时限": "2025年6月底前",
    }


def test_a_number_that_counts_otherwise_is_no_amount_and_is_said_so(talk: Talk) -> None:
    assert talk.proposed("明年9月底前把剩下的付完") == {}
    assert "“9月”" not in talk.told("明年9月底前把剩下的付完")


def test_what_was_added_is_not_the_sum(talk: Talk) -> None:
    assert talk.proposed("县里的钱又付了3万") == {}
    assert talk.proposed("县里的钱又付了3万，现在一共花了78万") == {
        "资金.明细[县级财政拨款].执行": "78"
    }
