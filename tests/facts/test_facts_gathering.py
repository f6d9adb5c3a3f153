"""The facts of real projects: numbered, with their origin, and with what follows by arithmetic."""

from __future__ import annotations

from pathlib import Path

import pytest
from grounding_cases import CASES, YANCHI, facts_of, made


def _texts(case: str) -> list[str]:
    return [fact.text for fact in facts_of(case)]


@pytest.mark.parametrize("case", CASES)
def test_facts_are_numbered_in_order_and_name_their_origin(case: str) -> None:
    facts = facts_of(case)
    assert [fact.id for fact in facts] == [f"F{i}" for i in range(1, len(facts) + 1)]
    assert all(fact.origin for fact in facts)
    assert len({fact.text for fact in facts}) == len(facts)
    for fact in facts:
        if fact.indicator:
            assert fact.origin.startswith(f"指标[{fact.indicator[1:]}]")
            assert fact.subject


def test_distance_is_a_fact_in_percentage_points() -> None:
    assert "“租赁视频服务在线率”的实际完成值比年度指标值低5个百分点" in _texts(YANCHI)


def test_missing_actual_is_said_to_be_missing() -> None:
    [row] = [f for f in facts_of(YANCHI) if f.role == "row" and f.subject == "网络环境净化"]
    assert "未填实际完成值" in row.text
    assert row.status == "missing"


def test_counts_and_sums_follow_from_the_rows() -> None:
    texts = _texts(YANCHI)
    assert "绩效指标共12项，其中完成6项、未完成1项、缺实际值5项" in texts
    assert "成本指标实际完成值合计64.638万元" in texts


def test_execution_rate_and_what_was_left_follow_from_the_money() -> None:
    texts = _texts("01-jizhou-xueliang-2020")
    assert "预算执行率为93.86%" in texts
    assert "未执行资金174.5157万元" in texts
    assert "预算执行率比100%低6.14个百分点" in texts


def test_sources_have_their_own_rates_and_shares() -> None:
    texts = _texts("13-jiaoyu-yingyang-2023")
    assert "县级配套到位率为70%" in texts
    assert "中央补助执行率为97.57%" in texts


def test_multiple_of_the_target_is_a_fact_where_it_is_one() -> None:
    assert "“拉动消费”的实际完成值为年度指标值的2.66倍" in _texts("27-shangwu-xiaofei-2023")


def test_vague_reason_is_named_as_vague() -> None:
    vague = {f.subject for f in facts_of("26-keji-yanfa-2022-vague") if f.role == "vague"}
    assert vague == {"支持研发平台", "申请发明专利", "带动企业研发投入"}


def test_orders_to_a_program_in_a_note_are_no_facts() -> None:
    facts = facts_of("30-tuanwei-xizang-mingan-injection")
    assert all("忽略" not in f.text and "99%" not in f.text for f in facts)
    assert [f.subject for f in facts if f.role == "orders"] == ["开展实践活动"]
    assert any(f.text.endswith("场地维修占用3个月") for f in facts)


def test_notes_keep_the_words_of_the_staff(tmp_path: Path) -> None:
    _, facts = made(
        tmp_path,
        "项目: {名称: 甲, 年度: 2023}\n"
        "指标:\n"
        "  - {一级: 产出, 二级: 数量, 名称: 巡检次数, 目标: 12次, 实际: 9次, 原因: 6月停电三天。, 措施: 补巡3次, 责任单位: 运维组, 完成时限: 2024年3月底前}\n",
    )
    notes = {f.role: f.text for f in facts if f.kind == "note"}
    assert notes == {
        "reason": "“巡检次数”填报原因：6月停电三天",
        "measure": "“巡检次数”填报措施：补巡3次",
        "owner": "“巡检次数”责任单位：运维组",
        "due": "“巡检次数”完成时限：2024年3月底前",
    }
