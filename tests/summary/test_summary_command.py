"""`jixiao summary`: every total is the sum of its parts, and what lacks is listed, never averaged in."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml

from assistant.cli import main

Summary = Callable[..., dict[str, Any]]
SOFFICE = shutil.which("soffice")


def _project(
    unit: str, name: str, money: tuple[str, str, str], actual: str = "100公里", **more: Any
) -> dict[str, Any]:
    initial, budget, executed = money
    row = {
        "一级": "产出指标",
        "二级": "数量指标",
        "名称": "维修里程",
        "目标": "≥100公里",
        "实际": actual,
        "分值": 50,
    } | more
    return {
        "项目": {"名称": name, "年度": 2023, "主管部门": "青石县交通局", "实施单位": unit},
        "资金": {"单位": "万元", "明细": [{"来源": "县级财政", "年初预算": initial, "全年预算": budget, "执行": executed}]},
        "总体目标": {"预期": "保障通行", "实际": "全年道路保持畅通"},
        "指标": [
            row,
            {"一级": "效益指标", "二级": "社会效益指标", "名称": "通行保障率", "目标": "≥95%", "实际": "96%", "分值": 30},
            {"一级": "满意度指标", "二级": "服务对象满意度指标", "名称": "群众满意度", "目标": "≥90%", "实际": "93%", "分值": 10},
        ],
    }  # fmt: skip


PROJECTS = {
    "1.yaml": _project("公路中心", "便桥养护", ("100", "120.5", "120.5"), "90公里", 原因="5月山洪冲断3座便桥，机械进不去", 措施="10月前架好便桥"),
    "2.yaml": _project("公路中心", "村道保畅", ("200", "200", "120"), "80公里", 原因="标段两次流标", 措施="并入次年第一批招标"),
    "3.yaml": _project("运输所", "渡口维护", ("50.25", "50.25", "50.25")),
    "4.yaml": _project("运输所", "码头检修", ("30", "30", "30"), ""),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "批次" / "数据"
    place.mkdir(parents=True)
    for name, tree in PROJECTS.items():
        (place / name).write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    return place.parent


@pytest.fixture
def summary(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> Summary:
    def run(*more: object) -> dict[str, Any]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(
                [
                    "summary",
                    str(folder),
                    "-o",
                    str(tmp_path / "汇总"),
                    "--json",
                    "--force",
                    *map(str, more),
                ]
            )
        assert not end.value.code
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        return told

    return run


def _text(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_totals_are_the_sums_of_their_parts_exactly(summary: Summary) -> None:
    totals = summary()["totals"]
    assert totals["all.budget"] == 400.75
    assert totals["all.executed"] == 320.75
    assert totals["unit[1].budget"] + totals["unit[2].budget"] == totals["all.budget"]
    assert totals["all.initial"] == 380.25


def test_a_project_without_a_full_score_is_listed_and_not_averaged(
    summary: Summary, tmp_path: Path
) -> None:
    told = summary()
    assert [w["project"] for w in told["without_score"]] == ["码头检修"]
    scores = [r["score"] for r in told["rows"] if r["score"] is not None]
    assert len(scores) == 3
    assert told["totals"]["all.mean"] == round(sum(scores) / 3 + 1e-9, 2)
    report = _text(tmp_path / "汇总" / "绩效自评工作情况报告.docx")
    assert (
        "没有完整得分的项目1个，不计入平均分和等级：运输所“码头检修”（没有实际完成值：维修里程）"
        in report
    )


def test_every_total_names_its_addends(summary: Summary, tmp_path: Path) -> None:
    summary()
    page = openpyxl.load_workbook(tmp_path / "汇总" / "自评结果汇总表.xlsx")["事实"]
    rows = {row[3].value: [c.value for c in row] for row in page.iter_rows(min_row=2)}
    number, text, origin, _ = rows["unit[1].budget"]
    assert number.startswith("T")
    assert text == "公路中心全年预算合计320.5万元＝120.5＋200"
    known = {row[0].value for row in page.iter_rows(min_row=2)}
    addends = origin.split("、")
    assert len(addends) == 2
    assert set(addends) <= known


def test_printed_values_are_what_the_formulas_come_to(summary: Summary, tmp_path: Path) -> None:
    """SUBTOTAL over a unit's rows, its average over those with a score alone; by hand here, by LibreOffice below."""
    summary()
    path = tmp_path / "汇总" / "自评结果汇总表.xlsx"
    formulas = openpyxl.load_workbook(path)["自评结果汇总表"]
    values = openpyxl.load_workbook(path, data_only=True)["自评结果汇总表"]
    subtotal = next(r for r in range(4, 20) if formulas.cell(r, 2).value == "运输所 小计")
    assert formulas.cell(subtotal, 6).value == f"=SUBTOTAL(9,F{subtotal - 2}:F{subtotal - 1})"
    assert values.cell(subtotal, 6).value == 80.25
    assert (
        values.cell(subtotal, 9).value == values.cell(subtotal - 2, 9).value
        or values.cell(subtotal - 1, 9).value
    )
    last = values.max_row - 1
    assert (values.cell(last, 2).value, values.cell(last, 6).value) == ("合计", 400.75)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_computes_what_is_printed(summary: Summary, tmp_path: Path) -> None:
    summary()
    path = tmp_path / "汇总" / "自评结果汇总表.xlsx"
    book = openpyxl.load_workbook(path)
    bare = tmp_path / "bare.xlsx"
    book.save(bare)  # without the values: they have to be computed
    assert SOFFICE is not None
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "r"), str(bare)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    printed = openpyxl.load_workbook(path, data_only=True)
    computed = openpyxl.load_workbook(tmp_path / "r" / "bare.xlsx", data_only=True)
    count = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    count += 1
                    place = sheet.title, cell.coordinate
                    ours = printed[sheet.title][cell.coordinate].value
                    theirs = computed[sheet.title][cell.coordinate].value
                    assert theirs == pytest.approx(ours, abs=1e-9), place
    assert count > 30


def test_final_figures_that_do_not_meet_are_named_each(summary: Summary, tmp_path: Path) -> None:
    final = tmp_path / "决算.yaml"
    final.write_text(
        "单位: 元\n项目总数: 5\n全年预算: 4107500\n决算: 3207500\n"
        "各单位:\n  - {单位名称: 公路中心, 决算: 2405000}\n  - {单位名称: 运输所, 决算: 802500}\n  - {单位名称: 海事所, 决算: 0}\n",
        encoding="utf-8",
    )
    told = summary("--final", final)["differences"]
    assert any(
        "全部项目全年预算：自评合计400.75万元，决算表410.75万元，相差10万元" in line
        for line in told
    )
    assert not any("全部项目执行" in line for line in told)
    assert any("决算表有5个项目，收到4个项目的自评材料" in line for line in told)
    assert any("“海事所”没有项目的自评材料" in line for line in told)
    report = _text(tmp_path / "汇总" / "绩效自评工作情况报告.docx")
    assert "占全部5个项目的80%" in report
    assert "相差10万元" in report


def test_a_wrong_final_file_is_told_by_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    final = tmp_path / "决算.yaml"
    final.write_text("单位: 万元\n决算数: 12\n", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main(["summary", str(folder), "-o", str(tmp_path / "汇总"), "--final", str(final)])
    assert end.value.code == 2
    assert "决算.yaml:2" in capsys.readouterr().err
    assert not (tmp_path / "汇总").exists()


def test_a_source_s_own_reason_is_the_reason_of_a_low_execution(
    summary: Summary, folder: Path, tmp_path: Path
) -> None:
    tree = _project("公路中心", "绿道维护", ("100", "100", "60"), "100公里")
    tree["资金"]["明细"][0]["原因"] = "标线合同在验收后才付款，验收排在次年3月"
    path = folder / "数据" / "5.yaml"
    path.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    summary()
    rows = docx.Document(str(tmp_path / "汇总" / "重点说明项目.docx")).tables[0].rows
    [row] = [[c.text for c in r.cells] for r in rows if "绿道维护" in r.cells[1].text]
    assert "标线合同在验收后才付款" in " ".join(row)
    assert "【待补充：原因】" not in " ".join(row)


def test_causes_are_the_projects_own_reasons_each_with_its_project(
    summary: Summary, tmp_path: Path
) -> None:
    summary()
    report = _text(tmp_path / "汇总" / "绩效自评工作情况报告.docx")
    assert (
        "天气和自然灾害方面，公路中心“便桥养护”维修里程：5月山洪冲断3座便桥，机械进不去。" in report
    )
    assert "招标采购方面，公路中心“村道保畅”维修里程：标段两次流标。" in report
    assert "公路中心“村道保畅”维修里程：并入次年第一批招标。" in report


def test_low_and_poor_projects_have_a_reason_and_a_plan_or_are_asked(
    summary: Summary, tmp_path: Path
) -> None:
    summary()
    document = docx.Document(str(tmp_path / "汇总" / "重点说明项目.docx"))
    tables = [[[c.text for c in row.cells] for row in t.rows[1:]] for t in document.tables]
    groups = [{row[1].splitlines()[-1]: row for row in rows} for rows in tables]
    # what has no full score is not said to be poor: it stands in a table of its own
    assert [set(group) for group in groups] == [{"村道保畅"}, {"码头检修"}]
    assert "没有完整得分的项目" in "".join(p.text for p in document.paragraphs)
    by_name = groups[0] | groups[1]
    assert by_name["村道保畅"][2:4] == ["执行率偏低", "60%"]
    assert by_name["码头检修"][2] == "没有完整得分"
    assert "【待补充：原因】" in by_name["码头检修"][5]


@pytest.mark.parametrize(
    ("region", "chapter"),
    [
        ("全国", "预算绩效情况说明"),
        ("湖南", "十三、预算绩效情况的说明"),
        ("四川", "十、其他重要事项的情况说明"),
        ("北京", "部门绩效评价情况"),
    ],
)
def test_what_is_published_has_the_region_s_chapter(
    region: str, chapter: str, summary: Summary, tmp_path: Path
) -> None:
    summary("--region", region)
    text = _text(tmp_path / "汇总" / "决算公开说明.docx")
    assert text.startswith(chapter)
    assert "“便桥养护”自评得95分，等级为优。全年预算120.5万元，执行120.5万元，执行率100%" in text


def test_an_unknown_region_names_those_there_are(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["summary", str(folder), "-o", str(tmp_path / "x"), "--region", "火星"])
    assert end.value.code == 2
    assert "湖南" in capsys.readouterr().err


def test_the_merged_report_has_an_item_a_project(summary: Summary, tmp_path: Path) -> None:
    summary()
    document = docx.Document(str(tmp_path / "汇总" / "多项目合并自评报告.docx"))
    heads = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert heads[:3] == ["一、基本情况", "（一）项目概况", "1.便桥养护（公路中心）"]
    assert "4.码头检修（运输所）" in heads
    assert "调增20.5万元" in _text(tmp_path / "汇总" / "多项目合并自评报告.docx")


def test_the_unit_s_own_words_are_used(summary: Summary, folder: Path, tmp_path: Path) -> None:
    (folder / "单位.yaml").write_text(
        "主送: 青石县财政局\n署名: 青石县交通局\n成文日期: 2024-03-20\n通知: 关于开展2023年度绩效自评的通知\n结果应用: 自评结果作为2025年预算安排的依据\n公开: 随部门决算公开\n",
        encoding="utf-8",
    )
    summary()
    report = _text(tmp_path / "汇总" / "绩效自评工作情况报告.docx")
    for words in (
        "青石县财政局：",
        "2024年3月20日",
        "根据《关于开展2023年度绩效自评的通知》",
        "自评结果作为2025年预算安排的依据。",
    ):
        assert words in report


def test_decimals_are_added_exactly() -> None:
    from assistant.summary.totals import Totals

    totals = Totals(numbers={"a": Decimal("0.1") + Decimal("0.2")})
    assert totals.text("a") == "0.3"


def test_years_are_never_added_and_files_without_a_unit_are_one_project(
    summary: Summary, folder: Path
) -> None:
    one = yaml.safe_load(next(folder.rglob("*.yaml")).read_text(encoding="utf-8"))
    for old in folder.rglob("*.yaml"):
        old.unlink()
    one["项目"] = {"名称": "塘坝清淤", "年度": 2025}
    for name, year in (("甲", 2025), ("乙", 2025), ("丙", 2024)):
        one["项目"]["年度"] = year
        text = yaml.safe_dump(one, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    told = summary()
    assert told["projects"] == 1
    assert len(told["rows"][0]["sources"]) == 2
    assert any("2024年度的1个项目没有列入" in line for line in told["differences"])
