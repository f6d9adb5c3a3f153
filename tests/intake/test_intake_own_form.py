"""The form of `jixiao new 表.xlsx`: it reads back what it holds, and its formulas say what `score` says."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant.errors import InputError
from assistant.forms.blank.write import blank_form, filled_form
from assistant.intake import read, read_all
from assistant.model.evaluation import LEVEL1, Evaluation
from assistant.rules.loader import load
from assistant.scoring import score

# what a cell can hold, and what people do write: signs that look like formulas, marks, several scripts
_TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Co", "Cn", "Cc", "Zl", "Zp")) | st.sampled_from(list("=+-@≥≤%0129个_x、'\"<&")),
    min_size=1,
    max_size=40,
).map(lambda s: " ".join(s.split()))  # fmt: skip
_WORDS = _TEXT.filter(
    lambda s: Evaluation.model_validate(_least(s)).project.name == s if s else False
)
_MONEY = st.decimals(0, 10**9, places=6, allow_nan=False, allow_infinity=False)
_POINTS = st.decimals(0, 100, places=2)


def _least(name: str) -> dict[str, Any]:
    row = {"一级": "产出", "二级": "数量", "名称": "甲"}
    return {"项目": {"名称": name or "甲", "年度": 2021}, "指标": [row]}


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


_FUND = st.fixed_dictionaries(
    {"来源": _WORDS, "执行": _MONEY.map(str)},
    optional={k: _MONEY.map(str) for k in ("年初预算", "全年预算", "到位")} | {"原因": _WORDS},
)
_ROW = st.fixed_dictionaries(
    {"一级": st.sampled_from(LEVEL1), "二级": _WORDS, "名称": _WORDS},
    optional={
        **dict.fromkeys(("目标", "实际", "原因", "措施", "责任单位", "完成时限", "佐证"), _WORDS),
        "分值": _POINTS.map(str),
        "扣减": _POINTS.map(str),
        "方向": st.sampled_from(("正向", "反向", "定性", "时限")),
        "完成程度": st.sampled_from(("达成", "部分达成", "未达成")),
        "评分比例": st.decimals(0, 1, places=4).map(str),
        "汇总": st.sampled_from(("求和", "加权平均", "取最大", "取最小")),
    },
)
_DATA = st.fixed_dictionaries(
    {
        "项目": st.fixed_dictionaries(
            {"名称": _WORDS, "年度": st.integers(1990, 2100).map(str)},
            optional=dict.fromkeys(("主管部门", "中央主管部门", "实施单位", "编号", "概况", "批复"), _WORDS),
        ),
        "指标": st.lists(_ROW, min_size=1, max_size=4),
    },
    optional={
        "报告": st.fixed_dictionaries(
            {},
            optional={
                **dict.fromkeys(("主送", "通知", "署名", "结果应用", "公开", "其他说明"), _WORDS),
                "依据": st.lists(_WORDS, max_size=12),
                "成文日期": st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(str),
            },
        ),
        "评分": st.fixed_dictionaries({}, optional={"规则": _WORDS, "项目完成": st.sampled_from(("是", "否"))}),
        "资金": st.fixed_dictionaries(
            {"单位": st.sampled_from(("元", "万元", "亿元")), "明细": st.lists(_FUND, min_size=1, max_size=6)},
            optional=dict.fromkeys(("管理", "原因", "措施"), _WORDS),
        ),
        "总体目标": st.fixed_dictionaries({}, optional=dict.fromkeys(("预期", "实际"), _WORDS)),
    },
)  # fmt: skip


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=_DATA)
def test_what_the_form_holds_reads_back_identical(tmp_path: Path, data: dict[str, Any]) -> None:
    evaluation = Evaluation.model_validate(data)
    path = tmp_path / "表.xlsx"
    path.write_bytes(filled_form(evaluation))
    assert read(path) == evaluation


def test_blank_form_says_what_is_missing_and_invents_nothing(tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    path.write_bytes(blank_form(2025))
    imported = read_all(path)[0]
    assert [(v.place, v.text) for v in imported.values] == [(("项目", "年度"), "2025")]
    with pytest.raises(InputError, match=r"没有找到项目\.名称、指标"):
        imported.evaluation()


def test_blank_form_filled_by_hand_becomes_data(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(blank_form(2025))
    book = load_workbook(path)
    page = book["自评表"]
    page["B3"], page["B4"] = "路灯更换", "县住建局"
    page["E7"], page["G7"] = 90, 81.5
    row = next(r for r in range(10, 20) if page[f"B{r}"].value == "数量指标")
    page[f"C{row}"], page[f"D{row}"], page[f"E{row}"], page[f"F{row}"] = (
        "更换路灯",
        "=200盏",
        "180盏",
        90,
    )
    page[f"D{row}"].data_type = "s"
    book.save(path)
    data = read(path)
    assert (data.project.name, data.project.authority) == ("路灯更换", "县住建局")
    assert data.funds is not None
    assert [(f.source, f.budget, f.executed) for f in data.funds.sources] == [
        ("当年财政拨款", 90, Decimal("81.5"))
    ]
    assert [(i.name, i.target, i.actual, i.weight) for i in data.indicators] == [
        ("更换路灯", "=200盏", "180盏", 90)
    ]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    data = _least("=cmd|'/C calc'!A0")
    data["指标"][0] |= {
        "目标": "=100%",
        "实际": "@SUM(1)",
        "原因": '=HYPERLINK("http://192.0.2.1")',
    }
    path = tmp_path / "表.xlsx"
    path.write_bytes(filled_form(Evaluation.model_validate(data)))
    page = load_workbook(path)["自评表"]
    assert page["B3"].data_type == "s"
    assert read(path).indicators[0].target == "=100%"


def test_form_is_locked_but_for_what_people_fill_in(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(blank_form(2025))
    book = load_workbook(path)
    page = book["自评表"]
    assert page.protection.sheet and not page.protection.password
    row = next(r for r in range(10, 20) if page[f"B{r}"].value == "数量指标")
    assert page[f"G{row}"].protection.locked and str(page[f"G{row}"].value).startswith("=")
    assert not page[f"D{row}"].protection.locked
    assert str(page.page_setup.paperSize) == page.PAPERSIZE_A4
    lists = [v.formula1 for v in page.data_validations.dataValidation if v.type == "list"]
    assert '"达成,部分达成,未达成"' in lists and '"元,万元,亿元"' in lists
    assert "填表说明" in book.sheetnames


def test_data_with_parts_is_refused_with_a_mend() -> None:
    data = _least("甲") | {"子项目": [{"名称": "乙"}]}
    with pytest.raises(InputError, match="子项目"):
        filled_form(Evaluation.model_validate(data))


#: target, actual, further keys; the form must show points for these
SHOWN: list[tuple[str, str, dict[str, str]]] = [
    ("≥90%", "95%", {}),
    ("≥90%", "85.5%", {}),
    (">=12公里", "10公里", {}),
    ("16个小区", "15个小区", {}),
    ("≤2小时", "2.5小时", {}),
    ("≤5%", "3%", {}),
    ("=100%", "95%", {}),
    ("100", "99.995", {}),
    ("≥3次", "1次", {"扣减": "0.5"}),
    ("0次", "0次", {}),
    ("=0次", "2次", {}),
    ("10天", "12天", {"方向": "反向"}),
    ("30.838万元", "33.8万元", {"二级": "成本指标"}),
    ("=30万元", "33万元", {"二级": "成本指标"}),
    ("全面提升", "明显", {"完成程度": "达成"}),
    ("全面提升", "有所提升", {"完成程度": "部分达成", "评分比例": "0.75"}),
    ("全面提升", "没有", {"完成程度": "未达成", "评分比例": "0.333"}),
    ("健全", "健全", {}),
    ("≥7件", "6.995件", {"分值": "0.01"}),
    ("≥8处", "8处", {"扣减": "20"}),
]
#: and may leave these to `score`, but never say otherwise than it
LEFT: list[tuple[str, str, dict[str, str]]] = [
    ("2021年11月底前", "2021年11月20日", {}),
    ("≥1万人", "9000人", {}),
    ("3-5次", "4次", {}),
    ("90%以上", "95%", {}),
    ("≥90%", "≥95%", {}),
    ("三次", "两次", {"完成程度": "达成"}),
    ("12月", "11月", {}),
    ("1年", "1年", {}),
    ("2021年", "2020年", {}),
    ("全面提升", "明显", {"完成程度": "部分达成", "评分比例": "0.95"}),
    ("全面提升", "明显", {}),
    ("/", "1个", {}),
    ("≥5个", "", {}),
    ("二级", "三级", {}),
    ("≥90分", "85", {}),
    ("年底前", "如期完成", {"完成程度": "达成"}),
    ("≥1,200元", "1,100元", {}),
    ("定性描述3项", "3项", {"方向": "定性"}),
    ("0.5亩/人", "0.4亩/人", {}),
    (">95％", "95%", {}),
    ("≥2400份", "3200份", {"方向": "反向"}),
]


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice computes the formulas; it is not here"
)
def test_formulas_show_what_score_says(tmp_path: Path) -> None:
    rows = [
        {
            "一级": "产出",
            "二级": "数量",
            "名称": f"第{i}项",
            "目标": target,
            "实际": actual,
            "分值": "5",
        }
        | more
        for i, (target, actual, more) in enumerate(SHOWN + LEFT)
    ]
    funds = {
        "单位": "万元",
        "明细": [
            {"来源": "甲", "全年预算": "43.2", "执行": "37.24"},
            {"来源": "乙", "全年预算": "0", "执行": "0"},
        ],
    }
    evaluation = Evaluation.model_validate(
        {"项目": {"名称": "某项目", "年度": 2021}, "资金": funds, "指标": rows}
    )
    path = tmp_path / "表.xlsx"
    path.write_bytes(filled_form(evaluation))
    out = tmp_path / "算"
    subprocess.run(
        [str(shutil.which("soffice")), f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    page = load_workbook(out / "表.xlsx", data_only=True)["自评表"]
    card = score(evaluation, load("cn-2020-10"))
    head = next(r for r in range(1, 30) if page[f"C{r}"].value == "三级指标")
    wrong, silent = [], []
    for i, line in enumerate(card.indicators):
        shown = page[f"G{head + 2 + i}"].value
        said = None if shown in {None, ""} else Decimal(str(shown))
        if said is not None and said != line.score:
            wrong.append((line.indicator.target, line.indicator.actual, said, line.score))
        if said is None and i < len(SHOWN):
            silent.append((line.indicator.target, line.indicator.actual, line.score))
    assert (wrong, silent) == ([], [])
    assert Decimal(str(page["I6"].value)) == card.execution.score == Decimal("8.62")
    assert read(out / "表.xlsx") == evaluation  # LibreOffice's own file reads back too


def test_rows_inserted_under_the_last_are_read(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    row = {"一级": "产出", "二级": "数量", "名称": "甲", "目标": "1个", "实际": "1个"}
    path.write_bytes(filled_form(Evaluation.model_validate(_least("某") | {"指标": [row]})))
    book = load_workbook(path)
    page = book["自评表"]
    total = next(r for r in range(10, 40) if page[f"A{r}"].value == "总分")
    page.unmerge_cells(f"A{total}:E{total}")
    page.insert_rows(total)
    for letter, text in zip("ABCDE", ("效益指标", "社会效益指标", "乙", "2个", "2个"), strict=True):
        page[f"{letter}{total}"] = text
    book.save(path)
    assert [i.name for i in read(path).indicators] == ["甲", "乙"]
