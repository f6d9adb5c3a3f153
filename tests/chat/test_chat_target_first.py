"""A line that plainly names its place goes there, whatever is asked just then; and the question stands again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from chat_project import DATA, Talk

from assistant.chat.understanding import understand

LINES = {
    "资金的措施：每月核对支付进度，6月底前付清尾款，财务股盯到": "资金.措施",
    "资金的措施是每月核对支付进度，6月底前付清尾款": "资金.措施",
    "资金的原因：尾款要等审计结束才能付": "资金.原因",
    "报告主送县财政局": "报告.主送",
    "主送单位是县财政局": "报告.主送",
    "报告的主送改成县财政局": "报告.主送",
    "署名改成县教育局": "报告.署名",
    "报告署名：县教育局": "报告.署名",
    "师生满意度是91%，发了200份": "指标[师生满意度].实际",
    "满意度是91%": "指标[师生满意度].实际",
    "维修校舍数量9所": "指标[维修校舍数量].实际",
    "维修校舍数量是9所": "指标[维修校舍数量].实际",
    "受益学生人数3100人": "指标[受益学生人数].实际",
    "财政拨款执行117.2万": "资金.明细[财政拨款].执行",
    "财政拨款的执行数是117.2万元": "资金.明细[财政拨款].执行",
    "验收合格率的原因是防水层没有做好，返工": "指标[验收合格率].原因",
    "验收合格率的措施是4月底前补做防水层": "指标[验收合格率].措施",
    "验收合格率的责任单位是基建办": "指标[验收合格率].责任单位",
    "验收合格率责任单位：基建办": "指标[验收合格率].责任单位",
    "验收合格率的完成时限是明年4月底前": "指标[验收合格率].完成时限",
    "师生满意度的佐证：12月发放问卷200份，收回190份": "指标[师生满意度].佐证",
    "总体目标是全年维修校舍10所，改善办学条件": "总体目标.预期",
    "项目批复：县财教〔2023〕5号，2023年2月批复": "项目.批复",
    "项目的批复是县财教〔2023〕5号": "项目.批复",
    "资金管理：专账核算，三级审批": "资金.管理",
    "资金的管理：专账核算，三级审批": "资金.管理",
    "结果应用：作为2025年预算安排的依据": "报告.结果应用",
    "公开：随部门决算在县政府网站公开": "报告.公开",
    "成文日期2024年3月1日": "报告.成文日期",
    "成文日期是2024年3月1日": "报告.成文日期",
    "依据文件：《县校舍维修实施方案》（某政办〔2023〕8号）": "报告.依据",
    "其他说明：审计没有发现问题": "报告.其他说明",
    "项目概况：在3个乡镇维修校舍10所，3月开工11月完工": "项目.概况",
    "主管部门改成县教体局": "项目.主管部门",
    "实施单位是县第二小学": "项目.实施单位",
}
ASKED = [
    "指标[验收合格率].原因",
    "指标[验收合格率].措施",
    "指标[验收合格率].责任单位",
    "指标[验收合格率].完成时限",
    "指标[受益学生人数].实际",
    "资金.原因",
    "资金.措施",
    "资金.明细[财政拨款].到位",
    "资金.明细[财政拨款].原因",
    "项目.批复",
    "报告.主送",
    "报告.通知",
    "报告.署名",
    "报告.成文日期",
    "报告.公开",
    "总体目标.实际",
    "资金.管理",
    "指标[师生满意度].佐证",
    "报告.结果应用",
    "报告.其他说明",
    "指标[维修校舍数量].目标",
    "指标[验收合格率].完成程度",
]


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    path = tmp_path_factory.mktemp("target") / "数据.yaml"
    path.write_text(DATA, encoding="utf-8")
    return Talk(path)


@pytest.mark.parametrize("line", LINES)
def test_what_is_named_takes_the_line_whatever_is_asked(talk: Talk, line: str) -> None:
    state = talk.conversation.state(talk.memory)
    unasked = understand(line, replace(state, asking=""))[0]
    assert (unasked.path, unasked.kind in {"answer", "change"}) == (LINES[line], True)
    apart = {}
    for asked in ASKED:
        act = understand(line, replace(state, asking=asked))[0]
        if (act.path, act.value) != (unasked.path, unasked.value):
            apart[asked] = (act.kind, act.path, act.value)
    assert apart == {}


def test_the_open_question_stands_again_after_a_line_for_another_place(talk: Talk) -> None:
    talk.ask("指标[验收合格率].原因")
    assert talk.proposed("报告主送县财政局") == {"报告.主送": "县财政局"}
    assert talk.memory.asking == "指标[验收合格率].原因"
    talk.say("取消")
    assert talk.memory.asking == "指标[验收合格率].原因"


def test_what_is_said_of_a_survey_beside_its_rate_is_the_evidence_of_that_rate(
    tmp_path: Path,
) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text(DATA.replace(", 佐证: 问卷200份", ""), encoding="utf-8")
    talk = Talk(path)
    talk.ask("资金.明细[财政拨款].到位")
    assert talk.proposed("师生满意度是91%，发了180份，收回172份") == {
        "指标[师生满意度].实际": "91%",
        "指标[师生满意度].佐证": "发了180份，收回172份",
    }
