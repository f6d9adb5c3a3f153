"""Sentences that a clerk's deputy director would not sign, told otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import gather
from assistant.grounding import ground
from assistant.intake import read
from assistant.report.title import title
from assistant.review.basis import scored

DATA = """\
项目: {名称: 2024年渡口改造, 年度: 2024, 主管部门: 县交通局, 实施单位: 县航道中心, 批复: "某财预〔2024〕7号，2024年3月6日"}
报告: {署名: 县航道中心, 公开: 2025年4月底前在县政府网站公开}
资金:
  单位: 万元
  明细:
    - {来源: 省级补助, 年初预算: 90, 全年预算: 90, 到位: 90, 执行: 90}
    - {来源: 县级配套, 年初预算: 60, 全年预算: 60, 到位: 60, 执行: 51.5, 原因: 趸船尾款8.5万元待验收后支付}
指标:
  - {一级: 产出, 二级: 数量, 名称: 改造渡口, 目标: ≥9处, 实际: 8处, 原因: 柳树湾渡口水位太高，无法打桩, 措施: 5月底前改造柳树湾渡口, 责任单位: 工程股, 完成时限: 2025年5月底前}
  - {一级: 产出, 二级: 时效, 名称: 开工时间, 目标: 2024年3月底前, 实际: 2024年4月20日, 原因: 招标流标一次, 措施: 2025年起每年2月底前完成招标, 责任单位: 计划股, 完成时限: 2025年2月底前}
  - {一级: 满意度, 二级: 服务对象, 名称: 乘客满意度, 目标: ≥90%, 实际: 94%, 佐证: 乘客满意度台账}
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    path = tmp_path_factory.mktemp("p") / "数据.yaml"
    path.write_text(DATA, encoding="utf-8")
    card, _ = scored(read(path), path)
    facts = gather(card)
    draft = draft_by_rules(card, facts)
    for section in draft.sections:
        for sentence in section.sentences:
            if sentence.verdict == "supported":
                judged = ground(sentence.text, facts, cited=sentence.facts, section=section.id)
                assert judged.verdict == "supported", (sentence.text, judged.why)
    texts = {s.id: "".join(p.text for p in s.paragraphs) for s in draft.sections}
    return texts | {"title": title(card.evaluation)}


def test_the_year_is_said_once(told: dict[str, str]) -> None:
    assert "组织对“2024年渡口改造”项目" in told["opening"]
    assert told["title"] == "县航道中心2024年渡口改造项目支出绩效自评报告"


def test_the_reason_of_one_source_stands_behind_what_all_spent(told: dict[str, str]) -> None:
    words = told["funds_execution"]
    assert words.startswith("全年支出141.5万元，其中省级补助90万元、县级配套51.5万元")
    assert words.endswith("县级配套方面，趸船尾款8.5万元待验收后支付。")


def test_a_deadline_that_the_measure_says_is_said_once_and_with_its_year(
    told: dict[str, str],
) -> None:
    words = told["improvement_measures"]
    assert "2025年5月底前改造柳树湾渡口，由工程股负责。" in words
    assert words.count("5月底前") == 1
    assert "2025年起每年2月底前完成招标，由计划股负责。" in words
    assert words.count("2月底前") == 1


def test_half_sentences_get_a_subject_and_the_day_of_a_document_its_brackets(
    told: dict[str, str],
) -> None:
    assert told["publicity"] == "自评结果2025年4月底前在县政府网站公开。"
    assert "批复文件为某财预〔2024〕7号（2024年3月6日）。" in told["basis"]


@pytest.mark.parametrize(
    ("evidence", "told"),
    [("乘客满意度台账", ""), ("码头发放问卷120份", "调查情况为：码头发放问卷120份。")],
)
def test_where_to_look_is_no_account_of_a_survey(tmp_path: Path, evidence: str, told: str) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text(DATA.replace("乘客满意度台账", evidence), encoding="utf-8")
    card, facts = scored(read(path), path)
    [words] = [
        "".join(s.text for s in section.sentences)
        for section in draft_by_rules(card, facts).sections
        if section.id == "satisfaction"
    ]
    assert words == f"乘客满意度为94%，高于90%的目标。{told}"
