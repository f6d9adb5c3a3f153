"""Next year's data file out of this year's."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_runs import run

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import gather
from assistant.intake import read
from assistant.rules.loader import for_data
from assistant.scoring import score

MULTI = Path(__file__).parents[2] / "examples" / "multi" / "数据.yaml"
YANCHI = Path(__file__).parents[2] / "examples" / "yanchi-2021" / "数据.yaml"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "数据2024.yaml"
    assert run("new", str(path), "--from", str(MULTI)) == 0
    return path


def test_rows_and_targets_are_carried_over_and_results_are_not(made: Path) -> None:
    before, after = read(MULTI), read(made)
    assert after.project.year == before.project.year + 1
    assert [(r.level2, r.name, r.target, r.weight) for r in after.indicators] == [
        (r.level2, r.name, r.target.replace("2023年", "2024年"), r.weight)
        for r in before.indicators
    ]
    assert not any(r.actual or r.reason or r.measure or r.ratio for r in after.indicators)
    assert after.funds is not None
    assert all(f.budget is None and f.executed is None for f in after.funds.sources)


def test_last_years_measures_are_open_questions_told_from_their_answers(
    made: Path, tmp_path: Path
) -> None:
    names = [one.name for one in read(made).followups]
    assert names == ["改造供水管网长度", "主体工程完工时间", "受益人口", "预算执行"]
    card = score(read(made), for_data(read(made), made))
    told = draft_by_rules(card, gather(card)).section("followup")
    assert all("做了没有" in s.text for s in told.sentences)
    text = made.read_text(encoding="utf-8").replace(
        "措施: 开工前与公路、电力部门会签管线路由\n",
        "措施: 开工前与公路、电力部门会签管线路由\n    落实情况: 2024年2月26日三家会签路由图\n",
    )
    made.write_text(text, encoding="utf-8")
    card = score(read(made), for_data(read(made), made))
    facts = gather(card)
    words = "".join(p.text for p in draft_by_rules(card, facts).section("followup").paragraphs)
    assert "落实情况为：2024年2月26日三家会签路由图。" in words
    assert words.count("做了没有") == 3
    out = tmp_path / "报告.docx"
    assert run("draft", str(made), "-o", str(out), "--model", "none") == 0


def test_a_target_far_exceeded_gets_a_proposal_with_its_arithmetic_and_rule(tmp_path: Path) -> None:
    data = tmp_path / "数据.yaml"
    data.write_text(
        "项目: {名称: 甲, 年度: 2025}\n指标:\n"
        "  - {一级: 产出, 二级: 数量, 名称: 试剂数量, 目标: ≥2400份, 实际: 3200份}\n"
        "  - {一级: 产出, 二级: 质量, 名称: 合格率, 目标: ≥95%, 实际: 96%}\n",
        encoding="utf-8",
    )
    out = tmp_path / "数据2026.yaml"
    assert run("new", str(out), "--from", str(data)) == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    [line] = [one for one in lines if "目标: ≥2400份" in one]
    assert "3200÷2400＝133.33%" in line
    assert "第十七条" in line
    assert "建议不低于3200份" in line
    assert not any("建议" in one for one in lines if "≥95%" in one)


def test_an_existing_file_is_not_written_over(made: Path) -> None:
    text = made.read_text(encoding="utf-8")
    assert run("new", str(made), "--from", str(MULTI)) == 2
    assert made.read_text(encoding="utf-8") == text


def test_without_measures_there_is_no_such_section(tmp_path: Path) -> None:
    out = tmp_path / "数据2022.yaml"
    assert run("new", str(out), "--from", str(YANCHI)) == 0
    evaluation = read(out)
    assert evaluation.followups == ()
    assert not any("上年整改" in h.title for h in evaluation.headings)


def test_years_in_carried_words_go_on_by_one_and_last_years_facts_do_not(tmp_path: Path) -> None:
    data = tmp_path / "数据.yaml"
    data.write_text(
        "项目: {名称: 2024年灌区清淤工程, 年度: 2024, 概况: 按《2024年水利计划》和县水〔2024〕5号实施，2023—2025年分三期}\n"
        "报告: {主送: 沙河县财政局, 公开: 2025年3月底前在县政府网站公开}\n"
        "资金:\n  单位: 万元\n  管理: 执行县级资金办法，由股室申报，2024年9月县财政局检查过一次，没有发现问题。支付实行双签\n"
        "  明细: [{来源: 2024年省级补助, 全年预算: 10, 执行: 10}]\n"
        "总体目标: {预期: 2024年底前清淤45公里}\n"
        "指标:\n  - {一级: 产出, 二级: 时效, 名称: 完工时间, 目标: 2024年10月底前, 实际: 2024年9月28日}\n",
        encoding="utf-8",
    )
    out = tmp_path / "数据2025.yaml"
    assert run("new", str(out), "--from", str(data)) == 0
    after, text = read(out), out.read_text(encoding="utf-8")
    assert after.project.name == "2025年灌区清淤工程"
    assert after.project.summary == "按《2024年水利计划》和县水〔2024〕5号实施，2023—2025年分三期"
    assert after.report.publicity == "2026年3月底前在县政府网站公开"
    assert after.indicators[0].target == "2025年10月底前"
    assert after.goal.expected == "2025年底前清淤45公里"
    assert after.funds is not None and after.funds.sources[0].source == "2025年省级补助"
    assert after.funds.management == "执行县级资金办法，由股室申报。支付实行双签"
    for old in ("2024年灌区清淤工程", "2025年3月底前在县政府网站公开", "2024年10月底前", "2024年省级补助"):  # fmt: skip
        assert f"请核对：上年写“{old}”" in text
    assert "没有沿用上年的事“2024年9月县财政局检查过一次，没有发现问题”" in text
