"""A line leads to a proposal only where the whole of it is accounted for; else one short question."""

from __future__ import annotations

from pathlib import Path

import pytest
from chat_project import DATA, Talk

MORE = """\
  - {一级: 产出指标, 二级: 数量指标, 名称: 疏通排水沟, 目标: ≥140米, 实际: 130米}
  - {一级: 产出指标, 二级: 时效指标, 名称: 维修完成时间, 目标: 2023年8月31日前, 实际: 2023年8月20日}
"""


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    data = tmp_path / "数据.yaml"
    data.write_text(DATA + MORE, encoding="utf-8")
    return Talk(data)


@pytest.mark.parametrize(
    "line",
    [
        "维修校舍数量9所，维修11所",  # two figures for one place
        "执行又付了四万三",  # by how much, and no sum
        "排水沟疏通了135米，验收合格率",  # another row is named
        "维修完成时间是2093年9月3号",  # a day to come, told as reached
        "财政拨款执行1185000万",  # many times what stands
        "验收合格率核心科目算下来96%",  # words beside the value that nothing explains
        "主送做县财政局绩效股",  # a name that begins with no name
        "项目概况后头加一句：同步清运垃圾",
        "加一条质量的 门窗完好率 目标98% 实际99% 家长满意率91%",
    ],
)
def test_what_is_left_over_is_asked_about_and_nothing_is_proposed(talk: Talk, line: str) -> None:
    outcome = talk.say(line)
    assert outcome.proposals == ()
    assert outcome.replies


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("维修校舍数量9所，不是10所", {"指标[维修校舍数量].实际": "9所"}),
        ("排水沟又疏通了5米，一共135米", {"指标[疏通排水沟].实际": "135米"}),
        ("验收合格率96%，师生满意度不动", {"指标[验收合格率].实际": "96%"}),
        ("95错了，应该是97%", {"指标[验收合格率].实际": "97%"}),
        ("主送县财政局绩效股", {"报告.主送": "县财政局绩效股"}),
        ("不是维修校舍是排水沟138米", {"指标[疏通排水沟].实际": "138米"}),
    ],
)
def test_what_is_denied_kept_or_replaced_is_accounted_for(
    talk: Talk, line: str, wanted: dict[str, str]
) -> None:
    assert talk.proposed(line) == wanted


@pytest.mark.parametrize(
    "line",
    ["嗯对，不过验收合格率改成96%", "对的不过验收合格率改成96%", "可以，另外验收合格率改成96%"],
)
def test_a_yes_and_a_change_in_one_line(talk: Talk, line: str) -> None:
    talk.say("师生满意度改成93%")
    assert talk.proposed(line) == {"指标[验收合格率].实际": "96%"}
    assert talk.value("指标[师生满意度].实际") == "93%"


def test_a_yes_with_a_but_that_cannot_be_read_writes_nothing(talk: Talk) -> None:
    talk.say("师生满意度改成93%")
    before = talk.text
    talk.say("对，不过那个再核一下")
    assert talk.text == before


def test_words_behind_a_proposal_are_no_answer_to_the_older_question(talk: Talk) -> None:
    talk.ask("指标[验收合格率].原因")
    talk.say("师生满意度改成93%")
    assert talk.proposed("材料没到，不好弄") == {}
    assert talk.proposed("验收合格率的原因是屋面材料晚到一个月") == {
        "指标[验收合格率].原因": "屋面材料晚到一个月"
    }
