"""Whole reports: the published one with its known faults, our own clean ones, forms in Excel and Word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_runs import run
from openpyxl import Workbook
from word_builder import report

from assistant.checks import check
from assistant.checks.inspection import inspect
from assistant.checks.opening import open_dossier
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import gather
from assistant.intake import read
from assistant.model.finding import Finding
from assistant.report.document import render
from assistant.rules.loader import for_data
from assistant.scoring import score

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*/数据.yaml"))
SEED = ROOT.parent / "shared" / "cases" / "yanchi-2021-report.docx"


def found_in(path: Path) -> tuple[Finding, ...]:
    return check(open_dossier(path).dossier)


def own_report(data: Path, out: Path) -> Path:
    evaluation = read(data)
    card = score(evaluation, for_data(evaluation, data))
    facts = gather(card)
    out.write_bytes(render(card, draft_by_rules(card, facts), facts))
    return out


@pytest.mark.skipif(not SEED.exists(), reason="the published report is not part of this repository")
def test_the_serious_faults_of_the_published_report_are_found() -> None:
    found = found_in(SEED)
    told = [(f.code, f.severity, f.evidence) for f in found]
    assert ("F01", "error", "64.638元") in told
    assert any(c == "F56" and s == "error" and "12月" in e for c, s, e in told)
    assert any(c == "F42" and s == "error" and "各种因素" in e for c, s, e in told)
    assert any(c == "F45" and s == "error" and "资金支付" in e for c, s, e in told)
    assert sum(c == "F22" for c, _, _ in told) == 5
    assert {f.message[:6] for f in found if f.code == "F37"} == {"批复效益指标", "批复满意度指"}
    assert any(c == "F52" and s == "error" for c, s, _ in told)
    assert any(c == "F29" and s == "error" and e.startswith("建立健全基层") for c, s, e in told)


@pytest.mark.skipif(not SEED.exists(), reason="the published report is not part of this repository")
def test_what_is_right_in_the_published_report_raises_nothing() -> None:
    codes = {f.code for f in found_in(SEED)}
    # 30.838 + 33.8 = 64.638, 95/100 = 95 %, sections in order
    assert not codes & {"F02", "F03", "F09", "F18", "F19", "F38", "F41", "F47"}


@pytest.mark.parametrize("data", EXAMPLES, ids=lambda p: p.parent.name)
def test_our_own_report_of_complete_data_has_no_error(data: Path, tmp_path: Path) -> None:
    faults = {f.code for f in check(open_dossier(data).dossier) if f.severity == "error"}
    found = found_in(own_report(data, tmp_path / "报告.docx"))
    errors = [f for f in found if f.severity == "error"]
    # what is wrong in the data is wrong in the report too, and nothing else is
    assert {f.code for f in errors} <= faults
    if not faults:
        assert not errors


def test_a_report_of_ours_that_was_changed_by_hand_is_held_against_its_own_data(
    tmp_path: Path,
) -> None:
    from docx import Document

    path = own_report(ROOT / "examples" / "multi" / "数据.yaml", tmp_path / "报告.docx")
    word = Document(str(path))
    cell = next(c for t in word.tables for row in t.rows for c in row.cells if c.text == "33.3公里")
    cell.paragraphs[0].runs[0].text = "35公里"
    for other in cell.paragraphs[0].runs[1:]:
        other.text = ""
    word.save(str(path))
    assert [f.evidence for f in found_in(path) if f.code == "F61"] == ["35公里"]


def filled_sheet(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "自评表"
    lines: list[list[object]] = [
        ["部门预算项目支出绩效自评表(2023年度)"],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", 20, 20, 18, 10, 0.9, 9],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "分值", "得分", "未完成原因"],
        ["", "产出指标", "数量指标", "培训场次", "≥", 4, "场", 3, 50, 50, ""],
        ["", "效益指标", "社会效益指标", "学员考核合格率", "≥", 95, "%", 97, 40, 40, ""],
        ["合计", "", "", "", "", "", "", "", 100, 99, ""],
    ]  # fmt: skip
    for line in lines:
        sheet.append(line)
    sheet["G3"].number_format = "0.00%"
    book.save(path)
    return path


def test_a_workbook_is_checked_and_findings_name_the_cell(tmp_path: Path) -> None:
    found = found_in(filled_sheet(tmp_path / "表.xlsx"))
    told = {(f.code, f.location, f.evidence) for f in found if f.severity == "error"}
    assert ("F12", "自评表!J5", "50") in told
    assert ("F41", "自评表!H5", "3场") in told
    errors = {f.code for f in found if f.severity == "error"}
    assert errors == {"F12", "F41"}


def test_a_report_without_any_table_is_still_read(tmp_path: Path) -> None:
    path = report(
        tmp_path / "a.docx",
        "某局2021年度某项目支出绩效自评报告",
        "一、情况",
        "截止2021年12月已完成。",
    )
    assert "F55" in {f.code for f in found_in(path)}


def test_findings_come_grave_ones_first_and_once() -> None:
    found = check(open_dossier(ROOT / "examples" / "yanchi-2021" / "数据.yaml").dossier)
    ranks = [("error", "warning", "info").index(f.severity) for f in found]
    assert ranks == sorted(ranks)
    assert len(set(found)) == len(found)


def test_rows_that_an_annex_repeats_are_counted_once(tmp_path: Path) -> None:
    rows = [
        {"一级": level1, "二级": level2, "名称": name, "目标": target, "实际": target}
        for level1, level2, name, target in (
            ("产出指标", "数量指标", "租赁小区数量", "16个"),
            ("效益指标", "社会效益指标", "在线使用人数", "400人"),
            ("满意度指标", "服务对象满意度指标", "群众满意度", "90%"),
        )
    ]
    data = tmp_path / "数据.yaml"
    told = {"项目": {"名称": "村道养护", "年度": 2023}, "指标": rows}
    data.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    counted = []
    for annex in ([], ["--annex", "scores", "--annex", "form"]):
        report = tmp_path / f"报告{len(annex)}.docx"
        assert run("draft", str(data), "-o", str(report), "--model", "none", *annex) == 0
        found = inspect(report).findings
        counted.append([(f.code, f.message) for f in found if f.code in {"F21", "F60", "F52"}])
    assert counted[0] == counted[1]
    assert "3条指标没有注明佐证" in dict(counted[0])["F60"]
