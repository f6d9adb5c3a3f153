"""`jixiao audit` on a folder of forms, reports and data as units hand them in."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from seeded_projects import project

from assistant.audit.screen import written
from assistant.cli import main
from assistant.files import write_whole
from assistant.forms.filled.writing import form_bytes
from assistant.model.evaluation import Evaluation
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

Audit = Callable[..., dict[str, Any]]


def _write(tree: dict[str, Any], path: Path) -> Path:
    evaluation = Evaluation.model_validate(tree)
    write_whole(path, form_bytes(score(evaluation, for_evaluation(evaluation)), path))
    return path


def _plain(name: str, unit: str, **change: Any) -> dict[str, Any]:
    """A project whose one row falls short by a tenth."""
    rows = [
        {"一级": "产出指标", "二级": "数量指标", "名称": "维修里程", "目标": "≥100公里", "实际": "90公里", "分值": 50,
         "原因": "5月山洪冲断3座便桥，机械进不去", "措施": "10月前架好便桥"},
        {"一级": "效益指标", "二级": "社会效益指标", "名称": "通行保障率", "目标": "≥95%", "实际": "96%", "分值": 30},
        {"一级": "满意度指标", "二级": "服务对象满意度指标", "名称": "群众满意度", "目标": "≥90%", "实际": "93%", "分值": 10},
    ]  # fmt: skip
    rows[0] |= change
    return {
        "项目": {"名称": name, "年度": 2023, "主管部门": unit, "实施单位": unit},
        "资金": {"单位": "万元", "明细": [{"来源": "县级财政", "年初预算": 100, "全年预算": 100, "执行": 100}]},
        "指标": rows,
    }  # fmt: skip


def _swap(path: Path, old: str, new: float) -> None:
    """A unit gives itself other points than the formula."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    cell = next(c for row in page.iter_rows() for c in row if str(c.value) == old)
    cell.value = new
    book.save(path)


@pytest.fixture
def audit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Audit:
    def run(folder: Path, *more: object) -> dict[str, Any]:
        capsys.readouterr()
        with pytest.raises(SystemExit):
            main(["audit", str(folder), "-o", str(tmp_path / "复核"), "--json", *map(str, more)])
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        return told

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "报送"
    place.mkdir()
    return place


def _row(told: dict[str, Any], project: str) -> dict[str, Any]:
    [found] = [row for row in told["rows"] if row["project"] == project]
    return found


def test_a_score_too_high_is_recomputed_with_deviation_formula_and_clause(
    folder: Path, audit: Audit, tmp_path: Path
) -> None:
    path = _write(_plain("便桥养护", "青石县交通局"), folder / "甲.xlsx")
    _swap(path, "45", 50)
    _swap(path, "95", 100)
    told = audit(folder)
    row = _row(told, "便桥养护")
    assert (row["stated"], row["recomputed"]) == (100, 95)
    assert row["deviation"] == 0.05
    book = openpyxl.load_workbook(tmp_path / "复核" / "复核表.xlsx")
    page = book["复核表"]
    heads = [c.value for c in page[3]]
    cells = dict(zip(heads, page[4], strict=True))
    assert cells["扣分项"].value == "“维修里程”自评50分，复核45分"
    assert "50分×90公里÷100公里＝45分" in cells["理由（算式和条款）"].value
    assert "财预〔2020〕10号" in cells["理由（算式和条款）"].value
    assert cells["偏离度"].value == "=(H4-I4)/H4"
    shown = openpyxl.load_workbook(tmp_path / "复核" / "复核表.xlsx", data_only=True)
    assert shown["复核表"][cells["偏离度"].coordinate].value == 0.05


def test_files_of_one_project_are_one_case_and_must_agree(folder: Path, audit: Audit) -> None:
    _write(_plain("便桥养护", "青石县交通局"), folder / "表.xlsx")
    _write(_plain("便桥养护", "青石县交通局"), folder / "表.docx")
    _swap(folder / "表.xlsx", "95", 100)
    told = audit(folder)
    assert told["projects"] == 1
    assert told["read"] == 2
    assert "C06" in [c["code"] for c in told["rows"][0]["cross"]]


def test_a_copied_reason_asks_both_units_and_accuses_neither(folder: Path, audit: Audit) -> None:
    _write(_plain("便桥养护", "青石县交通局"), folder / "甲.xlsx")
    _write(
        _plain("村道保畅", "白河县交通局", 原因="7月山洪冲断12座便桥，机械进不去"),
        folder / "乙.docx",
    )
    _write(
        _plain("渡口维护", "柳林县交通局", 原因="船体大修停航41天，少跑两个班次"),
        folder / "丙.xlsx",
    )
    told = audit(folder)
    copied = {
        r["project"]: [
            c for c in r["cross"] if c["code"] == "C01" and c["message"].startswith("原因")
        ]
        for r in told["rows"]
    }
    assert len(copied["便桥养护"]) == len(copied["村道保畅"]) == 1
    assert not copied["渡口维护"]
    message = copied["便桥养护"][0]["message"]
    assert "与白河县交通局2023年度“村道保畅”相同，请核实" in message
    assert "抄" not in message


def test_a_reason_used_twice_by_one_unit_is_asked_as_its_own(folder: Path, audit: Audit) -> None:
    _write(_plain("便桥养护", "青石县交通局", 措施=""), folder / "甲.xlsx")
    _write(
        _plain("村道保畅", "青石县交通局", 原因="7月山洪冲断12座便桥，机械进不去", 措施=""),
        folder / "乙.xlsx",
    )
    told = audit(folder)
    [asked] = _row(told, "村道保畅")["cross"]
    assert asked["code"] == "C02"
    assert "与青石县交通局2023年度“便桥养护”相同，请核实" in asked["message"]
    assert asked["with"] == [_row(told, "便桥养护")["number"]]


def test_last_year_s_words_are_known_again(folder: Path, audit: Audit, tmp_path: Path) -> None:
    last = tmp_path / "上年"
    last.mkdir()
    old = _plain("便桥养护", "青石县交通局")
    old["项目"]["年度"] = 2022
    _write(old, last / "甲.xlsx")
    _write(_plain("便桥养护", "青石县交通局"), folder / "甲.xlsx")
    told = audit(folder, "--last", last)
    assert told["projects"] == 1
    assert {c["code"] for c in told["rows"][0]["cross"]} == {"C03"}


def test_one_indicator_in_two_units_is_asked(folder: Path, audit: Audit) -> None:
    for i, target in enumerate(("≥100公里", "≥120公里", "≥30座")):
        actual = target.removeprefix("≥")
        tree = _plain(f"项目{i}", "青石县交通局", 目标=target, 实际=actual, 原因="", 措施="")
        _write(tree, folder / f"{i}.xlsx")
    told = audit(folder)
    assert [[c["code"] for c in r["cross"]].count("C04") for r in told["rows"]] == [0, 0, 1]


def test_full_marks_in_all_projects_of_a_unit_are_asked(folder: Path, audit: Audit) -> None:
    for i in range(3):
        _write(
            _plain(f"项目{i}", "青石县交通局", 实际="100公里", 原因="", 措施=""),
            folder / f"{i}.xlsx",
        )
    _write(_plain("另一项目", "白河县交通局"), folder / "另.xlsx")
    told = audit(folder)
    codes = {r["project"]: {c["code"] for c in r["cross"]} for r in told["rows"]}
    assert all("C07" in codes[f"项目{i}"] for i in range(3))
    assert "C07" not in codes["另一项目"]


def test_amounts_are_held_against_the_budget_list(
    folder: Path, audit: Audit, tmp_path: Path
) -> None:
    _write(_plain("便桥养护", "青石县交通局"), folder / "甲.xlsx")
    _write(_plain("渡口维护", "青石县交通局"), folder / "乙.xlsx")
    book = openpyxl.Workbook()
    book.active.append(["预算清单（单位：元）"])
    book.active.append(["单位名称", "项目名称", "年初预算数", "全年预算数"])
    book.active.append(["青石县交通局", "便桥养护", 1000000, 1200000])
    book.active.append(["青石县交通局", "未报项目", 500000, 500000])
    book.active.append(["合计", "", 1500000, 1700000])
    book.save(tmp_path / "预算.xlsx")
    told = audit(folder, "--budget", tmp_path / "预算.xlsx")
    cross = _row(told, "便桥养护")["cross"]
    assert [c["code"] for c in cross if c["code"] in {"C08", "C09"}] == ["C08"]
    [message] = [c["message"] for c in cross if c["code"] == "C08"]
    assert "全年预算填100万元，预算清单为120万元，相差20万元" in message
    assert "C09" in {c["code"] for c in _row(told, "渡口维护")["cross"]}
    sheet = openpyxl.load_workbook(tmp_path / "复核" / "复核表.xlsx")["清单内未报送"]
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == ["未报项目"]


def test_one_bad_file_never_stops_the_rest(folder: Path, audit: Audit) -> None:
    _write(_plain("便桥养护", "青石县交通局"), folder / "甲.xlsx")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 nothing")
    document = docx.Document()
    document.add_paragraph("会议通知")
    document.save(str(folder / "通知.docx"))
    told = audit(folder)
    assert (told["projects"], told["read"]) == (1, 1)
    assert {f["source"] for f in told["failed"]} == {"坏.docx", "通知.docx"}
    assert all(f["why"] for f in told["failed"])


def test_the_result_is_no_submission_and_is_not_written_over(
    folder: Path, audit: Audit, tmp_path: Path
) -> None:
    _write(_plain("便桥养护", "青石县交通局"), folder / "甲.xlsx")
    with pytest.raises(SystemExit) as first:
        main(["audit", str(folder), "-o", str(folder / "复核")])
    assert first.value.code in {None, 0, 1}
    with pytest.raises(SystemExit) as second:
        main(["audit", str(folder), "-o", str(folder / "复核")])
    assert second.value.code == 2
    with pytest.raises(SystemExit):
        main(["audit", str(folder), "-o", str(folder / "复核"), "--force"])
    assert (
        audit(folder)["projects"] == 2 - 1 or tmp_path
    )  # the outputs inside the folder are left alone


def test_a_place_chooses_its_rule_set_and_an_unknown_one_names_those_there_are(
    folder: Path, audit: Audit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _write(_plain("便桥养护", "青石县交通局"), folder / "甲.xlsx")
    told = audit(folder, "--place", "湖北")
    assert told["projects"] == 1
    page = openpyxl.load_workbook(tmp_path / "复核" / "复核表.xlsx")["逐项复核"]
    assert path.exists()
    assert any("20" in str(c.value) for c in page["I"])
    with pytest.raises(SystemExit) as end:
        main(["audit", str(folder), "-o", str(tmp_path / "乙"), "--place", "火星"])
    assert end.value.code == 2
    assert "湖北" in capsys.readouterr().err


def test_the_rule_set_is_that_of_place_and_year(folder: Path, audit: Audit, tmp_path: Path) -> None:
    """天津's set is in force from 2024; 湖北's gives the execution 20 points, which this form does not."""

    def reviewed() -> tuple[list[object], list[str]]:
        book = openpyxl.load_workbook(tmp_path / "复核" / "复核表.xlsx")
        own = [c.value for c in book["复核表"]["I"] if isinstance(c.value, int | float)]
        clauses = {str(cell.value) for cell in book["逐项复核"]["N"]}
        shutil.rmtree(tmp_path / "复核")
        return own, sorted(clauses)

    for year in (2023, 2024):
        tree = _plain("便桥养护", "青石县交通局")
        tree["项目"]["年度"] = year
        _write(tree, folder / f"{year}.xlsx")
    told = audit(folder, "--place", "天津")
    assert [row["recomputed"] for row in told["rows"]] == [95, 95]
    own, clauses = reviewed()
    assert own == [95, 95]
    assert any("省级系统" in clause for clause in clauses)
    assert any("财预〔2020〕10号第十七条" in clause for clause in clauses)
    told = audit(folder, "--place", "湖北")
    assert [(row["stated"], row["recomputed"]) for row in told["rows"]] == [(95, None)] * 2
    page = openpyxl.load_workbook(tmp_path / "复核" / "复核表.xlsx")["复核表"]
    said = [str(c.value) for c in page["Q"] if "预算执行率列10分，这套规则是20分" in str(c.value)]
    assert len(said) == 2


def test_several_processes_say_the_same(folder: Path, audit: Audit, tmp_path: Path) -> None:
    rng = random.Random(5)
    for i in range(4):
        _write(project(i, rng), folder / f"{i}.xlsx")
    one = audit(folder)
    shutil.rmtree(tmp_path / "复核")
    two = audit(folder, "--jobs", "2")
    assert one["rows"] == two["rows"]


def test_nothing_read_is_an_error_of_the_call(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as end:
        main(["audit", str(folder), "-o", str(tmp_path / "复核")])
    assert end.value.code == 2


def test_a_judgement_inside_the_band_is_the_unit_s_own(
    folder: Path, audit: Audit, tmp_path: Path
) -> None:
    tree = _plain("便桥养护", "青石县交通局")
    tree["指标"][1] |= {
        "名称": "出行条件",
        "目标": "明显改善",
        "实际": "明显改善",
        "完成程度": "达成",
        "评分比例": "90%",
    }
    _write(tree, folder / "甲.xlsx")
    row = audit(folder)["rows"][0]
    assert row["deviation"] == 0
    page = openpyxl.load_workbook(tmp_path / "复核" / "复核表.xlsx")["复核表"]
    assert page["Q4"].value == "沿用自评得分，由人核定：出行条件"


def test_many_projects_come_in_several_volumes(
    folder: Path, audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(3):
        _write(_plain(f"项目{i}", "青石县交通局"), folder / f"{i}.xlsx")
    monkeypatch.setattr("assistant.audit.audit.A_BOOK", 2)
    audit(folder, "--no-letters")
    names = sorted(p.name for p in (tmp_path / "复核").iterdir())
    assert names == ["复核表-01.xlsx", "复核表-02.xlsx", "总览.html"]
    second = openpyxl.load_workbook(tmp_path / "复核" / "复核表-02.xlsx")
    assert second["复核表"]["C4"].value == "项目2"
    assert "抽查排序" not in second.sheetnames


def test_many_files_of_one_folder_are_told_by_their_number() -> None:
    letters = [Path("复核") / "退回修改意见" / f"{n}站.docx" for n in range(6)]
    book = Path("复核") / "复核表.xlsx"
    few = list(written([book, *letters[:2]]))
    assert few == [f"已写出 {path}" for path in (book, *letters[:2])]
    assert list(written([book, *letters])) == [
        f"已写出 {book}",
        f"已写出 {letters[0].parent}/（6个文件）",
    ]
