"""Drafts from what others type into forms: units behind names, full-width digits, blanks, bounds in words, days in digits."""

from __future__ import annotations

from pathlib import Path

import pytest
from grounding_cases import made

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.grounding import ground

HEAD = "项目: {名称: 渠系修补, 年度: 2023, 实施单位: 县灌区站}\n"


def told(tmp_path: Path, row: str, more: str = "") -> str:
    """All that the draft says of one row, or of the money; each sentence stands on its facts."""
    card, facts = made(
        tmp_path, f"{HEAD}{more}指标:\n  - {{一级: 产出, 二级: 质量, 分值: 50, {row}}}\n"
    )
    draft = draft_by_rules(card, facts)
    said = []
    for section in draft.sections:
        for sentence in section.sentences:
            if sentence.verdict != "verify" and section.id != "opening":
                verdict = ground(
                    sentence.text, facts, cited=sentence.facts, section=section.id
                ).verdict
                assert verdict == "supported", sentence.text
        said += [p.text for p in section.paragraphs]
    return "\n".join(said)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("名称: 结业率（%）, 目标: 98, 实际: 97.3, 原因: 两人病假", "结业率为97.3%，未达到98%的目标"),
        ("名称: 结业率（%）, 目标: 98, 实际: 97.3, 原因: 两人病假", "结业率比目标低0.7个百分点，原因是两人病假"),
        ("名称: 培训期数（期）, 目标: 12, 实际: 12", "培训期数12期，达到目标"),
        ("名称: 受 益 户 数, 目标: ８６０ 户, 实际: ８３７ 户, 原因: ２３户住得散", "受益户数837户，未达到860户的目标"),
        ("名称: 受 益 户 数, 目标: ８６０ 户, 实际: ８３７ 户, 原因: ２３户住得散", "原因是23户住得散"),
        ("名称: 漏损率, 目标: 15%及其以下, 实际: 16.2%, 原因: 老管爆裂", "漏损率为16.2%，超过15%的要求"),
        ("名称: 重症发生率, 目标: 控制在3‰以内, 实际: 2.4‰", "控制在3‰以内"),
        ("名称: 施工工期, 目标: ≤120天, 实际: 128, 原因: 雨天停工", "施工工期128天，超过120天的要求"),
        ("名称: 验收时间, 目标: 2023年12月前, 实际: 2023.9.28", "验收时间为2023年9月28日"),
        ("名称: 重复参保人数, 目标: 0人, 实际: 5人, 原因: 跨省数据滞后", "重复参保人数5人，超过0人的要求"),
        ("名称: 知晓率, 目标: 八成以上, 实际: 84%", "知晓率为84%，高于80%的目标"),
        ("名称: 满意度, 目标: 90%, 实际: 89.2%, 原因: '差0.8个点，雷雨天通知晚'", "原因是雷雨天通知晚"),
    ],
)  # fmt: skip
def test_a_row_is_told_as_a_person_would_write_it(tmp_path: Path, row: str, words: str) -> None:
    assert words in told(tmp_path, row)


def test_a_total_is_no_source_and_nothing_known_is_not_told_as_reached(tmp_path: Path) -> None:
    money = (
        "资金: {单位: 万元, 明细: [{来源: 年度资金总额, 年初预算: 77, 全年预算: 77, 执行: 77}]}\n"
    )
    text = told(tmp_path, "名称: 巡护里程, 目标: ≥40公里", money)
    assert "项目全年预算77万元。" in text
    assert "已有结果" not in text
    assert "可评分部分得0分" not in text


def test_the_reason_of_another_row_is_named_as_such(tmp_path: Path) -> None:
    rows = (
        "名称: 改造危桥, 目标: 11座, 实际: 9座, 原因: 两座桥征地没谈拢}\n"
        "  - {一级: 产出, 二级: 质量, 分值: 30, 名称: 按计划开工率, 目标: 100%, 实际: 82%, 原因: 同“改造危桥”"
    )
    assert "按计划开工率比目标低18个百分点，原因与“改造危桥”相同。" in told(tmp_path, rows)
