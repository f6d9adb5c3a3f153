"""Readings that published forms got wrong once: each kind with words of its own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import form_variants as v
import openpyxl
import pytest
from docx import Document

from assistant.checks import check
from assistant.checks.opening import open_dossier
from assistant.forms.read.imported import Imported
from assistant.forms.read.wording import split_reason
from assistant.intake import read_all

HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROW = ["产出指标", "数量指标", "栽植苗木", "≥300株", "310株", "90", "90"]


def _sheet(tmp_path: Path, *rows: list[str | v.Span]) -> Path:
    lines = [[c if isinstance(c, tuple) else (c, 1, 1) for c in row] for row in rows]
    return v.to_xlsx(tmp_path / "表.xlsx", lines)


def _read(path: Path) -> Imported:
    (found,) = read_all(path)
    return found


def _word(tmp_path: Path, before: list[str], rows: list[list[str]], after: list[str]) -> Path:
    document = Document()
    for text in before:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), max(map(len, rows)))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    for text in after:
        document.add_paragraph(text)
    document.save(str(tmp_path / "报告.docx"))
    return tmp_path / "报告.docx"


def test_a_head_beside_a_goal_is_never_its_text(tmp_path: Path) -> None:
    path = _sheet(
        tmp_path, [("2023年度项目支出绩效自评表", 7, 1)], ["项目名称", ("绿化项目", 6, 1)],
        [("年度绩效目标", 1, 2), ("年初绩效目标设定", 3, 1), ("目标任务达成情况概述", 3, 1)],
        [("栽植300株", 3, 1), ("栽植310株", 3, 1)], HEAD, ROW,
    )  # fmt: skip
    found = _read(path)
    assert found.text(("总体目标", "预期")) in {"", "栽植300株"}
    assert found.text(("总体目标", "实际")) == "栽植310株"


def test_the_title_above_a_date_does_not_sign_but_a_unit_does(tmp_path: Path) -> None:
    form = [HEAD, ROW]
    top = _read(
        _word(
            tmp_path,
            ["2023年绿化项目绩效自评表", "填报单位：县林业局　填报日期：2024年3月8日"],
            form,
            [],
        )
    )
    assert (top.text(("报告", "署名")), top.text(("报告", "成文日期"))) == (
        "县林业局",
        "2024-03-08",
    )
    below = _read(
        _word(tmp_path, ["2023年绿化项目绩效自评报告"], form, ["县林业局", "2024年3月8日"])
    )
    assert below.text(("报告", "署名")) == "县林业局"
    other = _read(
        _word(
            tmp_path, ["2023年绿化项目绩效自评报告"], form, ["附：绿化项目自评表", "2024年3月8日"]
        )
    )
    assert other.text(("报告", "署名")) == ""


def test_the_forms_own_note_is_no_reason(tmp_path: Path) -> None:
    money = ["资金来源", "年初预算数", "全年预算数", "全年执行数", "执行率", "得分", "原因"]
    note = "执行率低于80%的，须说明原因（不超过150字以内）"
    path = _sheet(
        tmp_path, [("项目支出绩效自评表（2023年度）（单位：万元）", 7, 1)], ["项目名称", ("绿化项目", 6, 1)],
        money, ["财政拨款", "50", "50", "30", "60%", "6", note], HEAD, ROW,
    )  # fmt: skip
    assert not [x for x in _read(path).values if x.place[0] == "资金" and x.place[-1] == "原因"]
    assert "F08" in {f.code for f in check(open_dossier(path).dossier)}


def test_an_actual_value_goes_before_a_word_of_completion(tmp_path: Path) -> None:
    head = [*HEAD[:4], "单项指标完成情况", "单项指标实际完成值", "得分"]
    path = _sheet(
        tmp_path,
        [("2023年自评表", 7, 1)],
        ["项目名称", ("绿化", 6, 1)],
        head,
        [*ROW[:4], "完成", "290株", "80"],
    )
    assert _read(path).text(("指标", 0, "实际")) == "290株"


def test_this_years_column_is_the_target(tmp_path: Path) -> None:
    head = [*HEAD[:3], "N-1年实际值", "N年目标值", "N年完成值", "得分"]
    path = _sheet(
        tmp_path,
        [("2023年自评表", 7, 1)],
        ["项目名称", ("绿化", 6, 1)],
        head,
        [*ROW[:3], "200株", "300株", "310株", "80"],
    )
    found = _read(path)
    assert (found.text(("指标", 0, "目标")), found.text(("指标", 0, "实际"))) == ("300株", "310株")


def test_several_forms_in_one_document_are_several_projects(tmp_path: Path) -> None:
    document = Document()
    for name, unit, money in (("绿化项目", "县林场", "50"), ("护林项目", "乡林站", "70")):
        for text in (
            "项目支出绩效自评表（2023年度）",
            f"项目名称：{name}",
            f"主管部门：县林业局　实施单位：{unit}",
        ):
            document.add_paragraph(text)
        rows = [["项目资金（元）", "全年预算数", "全年执行数"], ["年度资金总额", money, money]]
        table = document.add_table(4, 7)
        for r, row in enumerate([*rows, HEAD, ROW]):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    document.save(str(tmp_path / "两个.docx"))
    found = read_all(tmp_path / "两个.docx")
    assert [(i.name, i.text(("项目", "实施单位")), i.text(("资金", "明细", 0, "执行"))) for i in found] == [
        ("绿化项目", "县林场", "50"), ("护林项目", "乡林站", "70"),
    ]  # fmt: skip


def test_a_form_of_targets_gives_its_money_and_goal(tmp_path: Path) -> None:
    path = _sheet(
        tmp_path, [("项目支出绩效目标申报表（2024年度）", 7, 1)], ["预算单位名称", ("县林业局", 2, 1), "专项资金名称", ("绿化项目", 3, 1)],
        [("项目资金（万元）", 1, 2), ("实施期资金总额：", 2, 1), "600", ("年度资金总额：", 2, 1), "200"],
        [("其中：财政拨款", 2, 1), "600", ("其中：财政拨款", 2, 1), "200"],
        [("总体目标", 1, 2), ("实施期目标", 3, 1), ("年度目标", 3, 1)], [("三年栽植900株", 3, 1), ("栽植300株", 3, 1)],
        HEAD[:4], ROW[:4],
    )  # fmt: skip
    found = _read(path)
    funds = found.evaluation().funds
    assert funds is not None and [(f.source, f.budget) for f in funds.sources] == [
        ("财政拨款", 200)
    ]
    assert found.text(("总体目标", "预期")) == "栽植300株"
    dossier = open_dossier(path).dossier
    assert [(f.unit, f.expected.text) for f in dossier.forms] == [("万元", "栽植300株")]
    assert [r.target.text for r in dossier.approved] == ["≥300株"]


@pytest.mark.parametrize(
    ("sentence", "budget", "executed"),
    [
        ("项目资金共836万元，截至12月20日已拨付802.56万元，支付率96%。", "836", "802.56"),
        ("年初预算60万元，年中调整后全年预算75万元，全年支出72万元。", "75", "72"),
        ("县财政下达专项资金40万元，农户补贴已兑付38万元。", "40", "38"),
    ],
)
def test_money_in_a_sentence_is_read_whole(
    sentence: str, budget: str, executed: str, tmp_path: Path
) -> None:
    before = [
        "2023年绿化项目绩效自评报告",
        "一、资金投入情况分析",
        f"1.项目资金执行情况。{sentence}",
    ]
    found = _read(_word(tmp_path, before, [HEAD, ROW], []))
    funds = found.evaluation().funds
    assert funds is not None
    assert (funds.sources[0].budget, funds.sources[0].executed) == (
        Decimal(budget),
        Decimal(executed),
    )


def test_amounts_that_find_no_place_are_named(tmp_path: Path) -> None:
    before = [
        "2023年绿化项目绩效自评报告",
        "一、资金执行情况",
        "全年预算75万元，支出72万元，其中苗木款41万元。",
    ]
    told = _read(_word(tmp_path, before, [HEAD, ROW], [])).not_understood
    assert any("41万元" in line for line in told)


def test_what_is_no_fault_is_not_said(tmp_path: Path) -> None:
    words = ["2023年绿化项目支出绩效自评报告", "一、自评结论", "综合评价分96分，自评等级为优。", "二、绩效目标完成情况",
             "本项目设置指标15个，其中一级指标3个、二级指标6个、三级指标15个。", "栽植苗木目标值300株，实际完成值310株，自评得分30分。"]  # fmt: skip
    codes = {f.code for f in check(open_dossier(_word(tmp_path, words, [], [])).dossier)}
    assert not codes & {"F15", "F19"}
    named = _sheet(
        tmp_path,
        [("2023年自评表", 7, 1)],
        ["项目名称", ("绿化", 6, 1)],
        HEAD,
        [*ROW[:2], "管护时长（月）", "12", "12", "90", "90"],
    )
    assert not [
        f
        for f in check(open_dossier(named).dossier)
        if f.code == "F21" and "没有计量单位" in f.message
    ]


def _measured(tmp_path: Path, cell: str, more: tuple[str, str] | None = None) -> Imported:
    extra = ["改进措施"] + ([more[0]] if more else [])
    values = [cell] + ([more[1]] if more else [])
    width = 7 + len(extra)
    return _read(
        _sheet(
            tmp_path, [("2023年度项目支出绩效自评表", width, 1)], ["项目名称", ("绿化项目", width - 1, 1)],
            HEAD + extra, ROW + values,
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "measure", "owner", "due"),
    [
        ("补栽死苗；责任单位：绿化股；完成时限：2024年4月底前。", "补栽死苗", "绿化股", "2024年4月底前"),
        ("补栽死苗（责任部门：绿化股）", "补栽死苗", "绿化股", ""),
        ("补栽死苗，整改时限：2024年4月", "补栽死苗", "", "2024年4月"),
        ("压实责任单位管护责任，按完成时限推进", "压实责任单位管护责任，按完成时限推进", "", ""),
        ("责任单位：绿化股", "责任单位：绿化股", "", ""),
    ],
)  # fmt: skip
def test_owner_and_deadline_labelled_in_the_cell_of_measures_have_keys_of_their_own(
    tmp_path: Path, cell: str, measure: str, owner: str, due: str
) -> None:
    found = _measured(tmp_path, cell)
    assert found.text(("指标", 0, "措施")).rstrip("。") == measure
    assert found.text(("指标", 0, "责任单位")) == owner
    assert found.text(("指标", 0, "完成时限")) == due


def test_a_column_of_owners_stands_and_the_cell_of_measures_stays_whole(tmp_path: Path) -> None:
    found = _measured(tmp_path, "补栽死苗；责任单位：绿化股", ("责任单位", "林业站"))
    assert found.text(("指标", 0, "责任单位")) == "林业站"
    assert "绿化股" in found.text(("指标", 0, "措施"))


def test_a_plan_takes_with_it_what_was_done_towards_it() -> None:
    told = {
        "管线改迁未批复；已报市规划局，2025年4月底前改完。": ("管线改迁未批复", "已报市规划局，2025年4月底前改完"),
        "两户未签协议；7月底前签完。": ("两户未签协议", "7月底前签完"),
    }  # fmt: skip
    for text, parts in told.items():
        assert split_reason(text, 2024)[:2] == parts
    for whole in (
        "方案8月获批。9月底前因雨停工",
        "清册迟报；9月底前已补齐",
        "到货晚。年底前仍有3处没装",
    ):
        assert split_reason(whole, 2024) == (whole, "", False)


def test_a_form_of_the_whole_unit_is_no_project_and_an_unnamed_result_stands_beside_its_goal(
    tmp_path: Path,
) -> None:
    head = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分", "偏差原因")
    rows = (
        ("产出指标", "数量指标", "办理案件", "≥60件", "52件", 50, 43.33, "案源减少"),
        (None, "质量指标", "回访率", "≥90%", "85%", 20, 18.89, "同上"),
    )
    book = openpyxl.Workbook()
    unit = book.active
    assert unit is not None
    unit.title = "整体支出"
    for line in (("部门整体支出绩效自评表",), ("部门名称", "县司法局"), head, *rows):
        unit.append(line)
    page = book.create_sheet("法律援助")
    for line in (
        ("项目支出绩效自评表",), ("（2024年度）",), ("项目名称", "法律援助办案补贴"),
        ("年度目标", "应援尽援，全年办案60件以上。", "全年办案52件，回访44件。"), head, *rows,
        ("填表人：欧阳   联系电话：（略）   填表日期：2025.2.14",),
    ):  # fmt: skip
        page.append(line)
    path = tmp_path / "表.xlsx"
    book.save(path)
    [found] = read_all(path)
    assert found.name == "法律援助办案补贴"
    assert found.text(("总体目标", "实际")) == "全年办案52件，回访44件。"
    assert found.text(("指标", 1, "原因")) == "案源减少"
    assert found.text(("报告", "成文日期")) in {"2025-02-14", "2025年2月14日"}
    told = "\n".join((*found.doubts, *found.not_understood))
    for words in (
        "没有标题，按总体目标",
        "写的是“同上”",
        "是部门整体支出的表",
        "填表人、联系电话不是",
    ):
        assert words in told


def test_reasons_in_a_table_of_their_own_go_to_their_rows_and_to_the_money(tmp_path: Path) -> None:
    imported = _read(
        _sheet(
            tmp_path,
            ["项目名称", "河道保洁"],
            ["年度", "2024年"],
            HEAD,
            ["产出指标", "数量指标", "保洁河道", "≥30公里", "26公里", "50", "43.3"],
            ["效益指标", "生态效益指标", "水面洁净率", "≥90%", "91%", "40", "40"],
            ["总分", "", "", "", "", "90", "83.3"],
            ["未完成指标", "偏差原因", "改进措施"],
            ["保洁河道", "两条河道清淤占道", "清淤后补做保洁"],
            ["预算执行率", "尾款未到付款期", "次年3月付清"],
            ["改进措施", "加强巡查"],
        )
    )
    assert imported.text(("指标", 0, "原因")) == "两条河道清淤占道"
    assert imported.text(("指标", 0, "措施")) == "清淤后补做保洁"
    assert imported.text(("资金", "原因")) == "尾款未到付款期"
    assert imported.text(("资金", "措施")) == "次年3月付清"
    assert any("加强巡查" in line for line in imported.not_understood)


def test_money_beside_the_projects_of_a_list_is_theirs_and_no_value_of_a_row(
    tmp_path: Path,
) -> None:
    path = _sheet(
        tmp_path,
        ["2024年度项目支出绩效自评汇总表"],
        ["项目名称", "预算数（万元）", "执行数（元）", "一级指标", "二级指标", "三级指标", "目标值", "完成值", "分值", "得分"],
        ["河道保洁", "68", "668000", "产出指标", "数量指标", "保洁河道", "≥30公里", "31公里", "90", "90"],
        ["路灯维修", "12", "0", "产出指标", "数量指标", "维修路灯", "≥80盏", "0盏", "90", "0"],
    )  # fmt: skip
    found = read_all(path)
    assert [one.name for one in found] == ["河道保洁", "路灯维修"]
    for one, actual, budget, spent in zip(
        found, ("31公里", "0盏"), ("68", "12"), ("66.8", "0"), strict=True
    ):
        assert one.text(("指标", 0, "实际")) == actual
        assert one.text(("资金", "明细", 0, "全年预算")) == budget
        assert one.text(("资金", "明细", 0, "执行")) == spent
    assert any("已换算成万元" in line for line in found[0].doubts)


def test_a_row_that_a_remark_strikes_out_is_left_out_and_said(tmp_path: Path) -> None:
    imported = _read(
        _sheet(
            tmp_path,
            ["项目名称", "充电桩布设"],
            ["年度", "2025年"],
            [*HEAD, "备注"],
            [*ROW, ""],
            ["产出指标", "数量指标", "充电收入", "≥40万元", "11万元", "0", "0", "预审删除"],
        )
    )
    assert [v.text for v in imported.values if v.place[-1] == "名称"] == ["充电桩布设", "栽植苗木"]
    assert any("“充电收入”注明“预审删除”" in line for line in imported.not_understood)


def test_points_beside_the_score_and_goals_in_lines_around_the_table(tmp_path: Path) -> None:
    path = _word(
        tmp_path,
        ["2024年度项目支出绩效自评表", "项目名称：加装电梯补贴", "年度目标：补贴30部电梯。", "完成情况：补贴28部。"],
        [
            ["类别", "指标", "目标", "完成", "得分（满分）", "下一步打算"],
            ["产出", "加装电梯", "30部", "28部", "18.7（20）", "2025年4月开工"],
            ["满意度", "居民满意度", "≥90%", "93%", "10（10）", ""],
        ],
        [],
    )  # fmt: skip
    read = _read(path)
    assert [read.text(("指标", n, "分值")) for n in (0, 1)] == ["20", "10"]
    assert [p.number for p in read.printed if p.kind == "得分"] == [Decimal("18.7"), 10]
    assert read.text(("总体目标", "实际")) == "补贴28部。"
    assert read.text(("指标", 0, "措施")) == "2025年4月开工"


def test_a_note_between_rows_does_not_end_the_table(tmp_path: Path) -> None:
    path = _sheet(
        tmp_path,
        ["项目名称", "文化下乡"],
        ["年度", "2024年"],
        HEAD,
        ["产出指标", "数量指标", "演出场次", "≥60场", "52场", "50", "43.3"],
        ["说明：少演8场。"],
        ["效益指标", "社会效益指标", "知晓率", "≥80%", "83%", "40", "40"],
        ["备注：得分保留一位小数。"],
    )
    read = _read(path)
    assert read.text(("指标", 1, "实际")) == "83%"
    assert (
        sum("没有写入：说明" in line or "没有写入：备注" in line for line in read.not_understood)
        == 2
    )
