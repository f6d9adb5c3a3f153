"""A county's form: labels of two strengths, units in a column of their own, what shows a result among the reasons."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assistant.forms.read.imported import Imported
from assistant.forms.read.wording import compose
from assistant.intake import read_all
from assistant.lexicon import lexicon
from assistant.rules.loader import load
from assistant.scoring import score

SOFFICE = shutil.which("soffice") or ""
HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "计量单位", "实际完成值", "分值", "得分", "偏差原因分析及改进措施", "佐证材料"]  # fmt: skip
ROWS: list[list[Any]] = [
    ["产出指标", "数量指标", "清淤渠道长度", "≥45", "公里", "46", 15, 15, "验收单齐全", "竣工图"],
    ["产出指标", "数量指标", "更换闸门", "12-15", "座", "13", 15, 15, "台账齐，未见异常", None],
    ["产出指标", "时效指标", "完工时间", "2024年10月底前", "天", "2024年9月28日", 10, 10, None, None],
    ["产出指标", "成本指标", "每公里成本", "≤7.5", "万元", "7.2万元", 10, None, None, None],
    ["效益指标", "社会效益指标", "灌溉条件", "明显改善", "%", "有所改善", 20, 15, "抽查记录", None],
    ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90", "%", "92.3", 10, None, "问卷发了150份", None],
]  # fmt: skip


def _form(path: Path, *, unit_first: bool = True) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    labels = [["填报单位（盖章）：沙河县水利局"], ["主管部门", "沙河县水利局", "项目实施单位", "沙河县灌区管理所"]]  # fmt: skip
    for row in [
        ["项目支出绩效自评表"], ["（2024年度）"], ["项目名称", "灌区清淤"], *(labels if unit_first else labels[::-1]),
        ["项目资金（万元）", "资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", 100, 120, 90, 10, "=E7/D7", "=ROUND(G7*F7,2)"], [None, "县级财政资金", 100, 120, 90],
        HEAD, *ROWS, ["总分", None, None, None, None, None, "=SUM(G10:G15)+F7", None],
        ["填表人：赵某", None, None, "联系电话：6212345", None, None, "填表日期：2025年2月18日"], ["单位负责人（签字）：钱某"],
        ["注：定性指标按三档填写。"],
    ]:  # fmt: skip
        page.append(row)
    book.save(path)
    return path


def _said(imported: Imported) -> dict[str, dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    for v in imported.values:
        if v.place[0] == "指标":
            rows.setdefault(int(v.place[1]), {})[str(v.place[2])] = v.text
    return {row["名称"]: row for row in rows.values()}


@pytest.mark.parametrize("unit_first", [True, False])
def test_the_label_that_names_the_key_goes_before_who_fills_the_form_in(
    tmp_path: Path, unit_first: bool
) -> None:
    (imported,) = read_all(_form(tmp_path / "表.xlsx", unit_first=unit_first))
    assert imported.text(("项目", "实施单位")) == "沙河县灌区管理所"
    assert imported.text(("项目", "主管部门")) == "沙河县水利局"
    (line,) = [line for line in imported.doubts if "实施单位" in line]
    assert "另写“沙河县水利局”" in line and "已采用" in line


def test_every_label_with_a_strength_is_a_label() -> None:
    words = lexicon("labels")
    known = {label for labels in words["keys"].values() for label in labels}
    graded = [label for labels in words["strength"].values() for label in labels]
    assert set(graded) <= known and len(graded) == len(set(graded))


@pytest.mark.parametrize(
    ("value", "unit", "whole"),
    [("≥45", "公里", "≥45公里"), ("≤ 7.5", "万元", "≤ 7.5万元"), ("45-55", "公里", "45-55公里"), ("＞12", "处", "＞12处"),
     ("≥90且≤95", "%", "≥90且≤95%"), ("不低于90", "%", "不低于90%"), ("90以上", "%", "90%以上"), ("1,200", "人次", "1,200人次"),
     ("≥45公里", "公里", "≥45公里"), ("100%", "%", "100%"), ("明显改善", "%", "明显改善"), ("2024-10", "月", "2024-10"),
     ("2024-10-31", "天", "2024-10-31"), ("2024年10月底前", "天", "2024年10月底前"), ("55-45", "个", "55-45")],
)  # fmt: skip
def test_the_unit_reaches_every_value_that_has_none(value: str, unit: str, whole: str) -> None:
    assert compose("", value, unit) == whole


def test_a_row_with_a_column_of_units_is_not_asked_for_its_unit(tmp_path: Path) -> None:
    (imported,) = read_all(_form(tmp_path / "表.xlsx"))
    card = score(imported.evaluation(), load("cn-2020-10"))
    assert [r.indicator.target for r in card.indicators][:4] == ["≥45公里", "12-15座", "2024年10月底前", "≤7.5万元"]  # fmt: skip
    assert card.findings and not [f for f in card.findings if "没写单位" in f.message]


def test_what_shows_a_result_is_no_reason_of_a_row_that_reached_its_target(tmp_path: Path) -> None:
    (imported,) = read_all(_form(tmp_path / "表.xlsx"))
    rows = _said(imported)
    assert rows["群众满意度"].get("佐证") == "问卷发了150份" and "原因" not in rows["群众满意度"]
    assert rows["清淤渠道长度"].get("佐证") == "竣工图；验收单齐全"
    # a cause beside the evidence, and a row that fell short, keep what they say
    assert rows["更换闸门"].get("原因") == "台账齐，未见异常"
    assert rows["灌溉条件"].get("原因") == "抽查记录"
    notes = [v.note for v in imported.values if v.place[-1] == "佐证"]
    assert all("按佐证读入" in note for note in notes) and len(notes) == 2


@pytest.mark.skipif(not SOFFICE, reason="soffice is not installed")
def test_a_form_reads_alike_before_and_after_libreoffice(tmp_path: Path) -> None:
    source = _form(tmp_path / "表.xlsx")
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "后"), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (before,), (after,) = read_all(source), read_all(tmp_path / "后" / "表.xlsx")
    assert after.values == before.values and after.doubts == before.doubts
    # what LibreOffice has calculated is read, and nothing else changes
    assert [t for t in before.not_understood if "公式没有存下结果" not in t] == list(after.not_understood)  # fmt: skip
    assert {p.kind for p in after.printed} - {p.kind for p in before.printed} == {"执行率", "执行得分", "总分值"}  # fmt: skip


def test_every_cell_is_read_or_named_or_stated_furniture(tmp_path: Path) -> None:
    source = _form(tmp_path / "表.xlsx")
    (imported,) = read_all(source)
    page = openpyxl.load_workbook(source).active
    assert page is not None
    lines = [*imported.not_understood, *imported.doubts, *(p.origin for p in imported.printed)]
    told = " ".join([*lines, *(f"{v.origin} {v.note}" for v in imported.values)])
    words = " ".join(
        [*(v.text for v in imported.values), *(p.text for p in imported.printed), told]
    )
    labels = lexicon("labels")
    stated = {
        *labels["unneeded"],
        *labels["name"],
        *(w for k in labels["keys"].values() for w in k),
    }
    silent = [
        str(c.value) for row in page.iter_rows() for c in row
        if c.value is not None and f"!{c.coordinate}" not in told and str(c.value) not in words and c.row not in {6, 9}
    ]  # fmt: skip
    # labels and signatures by the vocabulary; a unit beside a day, and the label of the total, whose formula is told
    assert [t for t in silent if not any(t.startswith(w) for w in stated)] == ["天", "总分"]
