"""Forms of many shapes read into data: columns are found by their words, never by where they stand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import intake_forms as forms
import pytest
from openpyxl import Workbook, load_workbook

from assistant.errors import InputError
from assistant.forms.read.imported import Imported
from assistant.intake import choose, read, read_all
from assistant.model.evaluation import Evaluation

Layout = Callable[[], tuple[forms.Rows, list[str]]]


def _one(path: Path) -> Imported:
    found = read_all(path)
    assert len(found) == 1
    return found[0]


def _sheet(tmp_path: Path, layout: Layout) -> Imported:
    return _one(forms.save(tmp_path / "表.xlsx", 自评表=layout()))


def _rows(evaluation: Evaluation) -> list[tuple[str, str, str, str, str]]:
    return [(i.level1, i.level2, i.name, i.target, i.actual) for i in evaluation.indicators]


def _weights(evaluation: Evaluation) -> list[Decimal | None]:
    return [i.weight for i in evaluation.indicators]


def test_official_form_gives_project_money_goal_and_rows(tmp_path: Path) -> None:
    imported = _sheet(tmp_path, forms.official)
    data = imported.evaluation()
    assert (data.project.name, data.project.year) == ("农村饮水安全维修项目", 2021)
    assert (data.project.authority, data.project.unit) == ("县水利局", "县水利服务中心")
    assert data.funds is not None and data.funds.unit == "万元"
    assert [(f.source, f.initial, f.budget, f.executed) for f in data.funds.sources] == [
        ("当年财政拨款", 100, 100, 94),
        ("上年结转资金", 0, 20, 20),
    ]
    assert data.goal.expected == "维修供水工程8处，保障1.2万人饮水"
    assert data.goal.actual == "维修供水工程8处，1.2万人受益"
    assert _rows(data) == [
        ("产出指标", "数量指标", "维修供水工程", "≥8处", "8处"),
        ("产出指标", "数量指标", "更换管道", "≥12公里", "10公里"),
        ("产出指标", "质量指标", "工程验收合格率", "100%", "100%"),
        ("产出指标", "时效指标", "完工时间", "2021年11月30日", "2021年11月20日"),
        ("产出指标", "成本指标", "每处维修成本", "≤12万元", "11.75万元"),
        ("效益指标", "社会效益指标", "受益人口", "≥1.2万人", "1.2万人"),
        ("效益指标", "可持续影响指标", "管护机制", "建立健全", "建立健全"),
        ("满意度指标", "服务对象满意度指标", "受益群众满意度", "≥90%", "93%"),
    ]
    assert _weights(data) == [15, 10, 15, 5, 5, 20, 10, 10]
    pipes = data.indicators[1]
    assert (pipes.reason, pipes.measure) == ("两处穿越公路未获许可", "2022年5月底前办结许可后补做")


def test_printed_scores_are_kept_beside_the_data_not_in_it(tmp_path: Path) -> None:
    imported = _sheet(tmp_path, forms.official)
    by_kind = {p.kind: p for p in imported.printed if p.indicator is None and not p.part}
    assert by_kind["执行率"].number == Decimal("0.95")
    assert by_kind["执行得分"].number == Decimal("9.5")
    assert by_kind["总分"].number == Decimal("97.83")
    scores = {p.indicator: p.number for p in imported.printed if p.kind == "得分"}
    assert scores[1] == Decimal("8.33") and len(scores) == 8
    assert {p.part: p.number for p in imported.printed if p.kind == "资金合计"} == {
        "年初预算": 100, "全年预算": 120, "执行": 114,
    }  # fmt: skip


def test_template_rows_and_notes_are_named_not_dropped(tmp_path: Path) -> None:
    imported = _sheet(tmp_path, forms.official)
    told = "\n".join(imported.not_understood)
    assert "自评表!D15" in told and "自评表!D17" in told  # ……, 指标2：
    assert "其他资金包括单位自有资金" in told and "张某" not in told


def test_every_value_names_its_cell(tmp_path: Path) -> None:
    imported = _sheet(tmp_path, forms.official)
    origins = {v.place: v.origin for v in imported.values}
    assert origins["项目", "名称"] == "自评表!C3"
    assert origins["资金", "明细", 0, "执行"] == "自评表!F7"
    assert origins["指标", 1, "实际"] == "自评表!F14"
    assert origins["指标", 1, "二级"] == "自评表!C13"
    assert all(v.origin for v in imported.values)


def test_amounts_in_yuan_stay_in_yuan(tmp_path: Path) -> None:
    data = _sheet(tmp_path, forms.in_yuan).evaluation()
    assert data.funds is not None and data.funds.unit == "元"
    fund = data.funds.sources[0]
    assert (fund.source, fund.budget, fund.executed) == ("财政拨款", 250000, Decimal("215457.6"))
    assert data.project.number == "PT-2020-07"
    assert [r[2:] for r in _rows(data)] == [
        ("开展活动场次", "=48场", "48场"),
        ("活动完成率", "100%", "100%"),
        ("参与人次", "不低于5000人次", "4,800人次"),
        ("观众满意度", "95%以上", "96.5%"),
    ]
    assert data.indicators[1].reason == ""  # 无


def test_sign_and_unit_in_columns_of_their_own_are_joined(tmp_path: Path) -> None:
    imported = _sheet(tmp_path, forms.sichuan)
    data = imported.evaluation()
    assert [r[3:] for r in _rows(data)] == [
        ("=6个", "6个"), ("≥99.5%", "99.2%"), ("≤2小时", "1.5小时"), ("高中低", "高"), ("健全", "健全"),
    ]  # fmt: skip
    assert data.funds is not None
    money = data.funds.sources[0]
    assert (money.source, money.initial, money.budget, money.executed) == (
        "财政资金", Decimal("85.6"), 80, Decimal("71.2"),
    )  # fmt: skip
    assert data.funds.reason == "一家供应商发票未到"
    assert any("没有写金额单位" in line for line in imported.doubts)
    assert any("加强机房巡检" in line for line in imported.not_understood)
    noted = next(v for v in imported.values if v.place == ("指标", 1, "目标"))
    assert (noted.origin, noted.note) == ("自评表!E12", "符号 D12、单位 F12")


def test_head_on_two_rows_and_points_in_names(tmp_path: Path) -> None:
    data = _sheet(tmp_path, forms.hubei).evaluation()
    assert _rows(data) == [
        ("产出指标", "数量指标", "宣传活动场次", "≥20场", "22场"),
        ("产出指标", "成本指标", "每场费用", "≤2万元", "2.1万元"),
        ("效益指标", "社会效益指标", "知晓率", "≥90%", "91%"),
        ("满意度指标", "满意度指标", "群众满意度", "≥98%", "98%"),
    ]
    assert _weights(data) == [20, 20, None, None]
    assert data.project.year == 2022
    assert data.funds is not None and data.funds.sources[0].budget == 50


def test_transfer_form_has_no_points_and_splits_reason_and_measure(tmp_path: Path) -> None:
    data = _sheet(tmp_path, forms.transfer).evaluation()
    assert (data.project.central_authority, data.project.authority, data.project.unit) == (
        "公安部", "天津市公安局", "公安蓟州分局",
    )  # fmt: skip
    assert data.funds is not None
    assert [(f.source, f.budget, f.executed) for f in data.funds.sources] == [
        ("中央补助", Decimal("2842.5157"), 2668)
    ]
    first = data.indicators[0]
    assert (first.name, first.target, first.actual) == ("安装软硬件设备", "16954套", "")
    assert (first.reason, first.measure) == ("受疫情影响项目延期", "2021年6月底前完成安装")
    assert _weights(data) == [None, None]


def test_columns_in_any_order_with_columns_between(tmp_path: Path) -> None:
    imported = _sheet(tmp_path, forms.shuffled)
    assert imported.missing == ("项目.名称",)
    with pytest.raises(InputError, match=r"没有找到项目\.名称"):
        imported.evaluation()
    values = {v.place[1:]: v.text for v in imported.values if v.place[0] == "指标"}
    assert [values[i, "目标"] for i in range(3)] == ["30户", "50人次", "=100%"]
    assert [values[i, "实际"] for i in range(3)] == ["30户", "45人次", "=100%"]
    assert [values[i, "二级"] for i in range(3)] == ["数量指标", "数量指标", "时效指标"]
    assert (values[1, "原因"], values[1, "措施"]) == ("二期培训因场地冲突推迟", "2023年3月补办")
    assert any("评分细则" in line for line in imported.not_understood)


def test_two_projects_on_two_sheets(tmp_path: Path) -> None:
    path = forms.save(
        tmp_path / "两个.xlsx",
        甲=(forms.one_block("养老服务补贴", "300人"), []),
        乙=(forms.one_block("残疾人护理补贴", "120人"), []),
        说明=([["填表前请阅读"], ["本表由各单位填报"]], []),
    )
    found = read_all(path)
    assert [i.name for i in found] == ["养老服务补贴", "残疾人护理补贴"]
    assert [i.evaluation().indicators[0].target for i in found] == ["300人", "120人"]
    assert any("说明" in line and "没有自评表" in line for line in found[0].not_understood)
    with pytest.raises(InputError, match=r"2 个项目.*养老服务补贴.*残疾人护理补贴"):
        read(path)
    assert read(path, project="残疾").project.name == "残疾人护理补贴"
    with pytest.raises(InputError, match="没有"):
        choose(found, path, "教育")


def test_two_projects_below_one_another_on_one_sheet(tmp_path: Path) -> None:
    rows = [
        *forms.one_block("养老服务补贴", "300人"),
        [],
        *forms.one_block("残疾人护理补贴", "120人", "区残联"),
    ]
    found = read_all(forms.save(tmp_path / "一张.xlsx", 表=(rows, [])))
    assert [i.name for i in found] == ["养老服务补贴", "残疾人护理补贴"]
    second = found[1].evaluation()
    assert (second.project.unit, second.project.year) == ("区残联", 2021)
    assert [i.target for i in second.indicators] == ["120人", "≥90%"]
    assert second.funds is not None and second.funds.sources[0].executed == 18
    assert len(found[0].evaluation().indicators) == 2


def test_list_with_the_project_in_a_column_is_one_project_a_name(tmp_path: Path) -> None:
    rows = [
        ["2022年度项目绩效自评汇总表"],
        ["项目名称", "一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"],
        ["道路维修", "产出指标", "数量指标", "维修里程", "≥3.5公里", "3.5公里", 50, 50],
        [None, "效益指标", "社会效益指标", "受益村", "6个", "6个", 30, 30],
        ["路灯更换", "产出指标", "数量指标", "更换路灯", "≥200盏", "180盏", 50, 45],
    ]
    found = read_all(forms.save(tmp_path / "汇总.xlsx", 表=(rows, [])))
    assert [i.name for i in found] == ["道路维修", "路灯更换"]
    assert [len(i.evaluation().indicators) for i in found] == [2, 1]
    assert found[1].evaluation().indicators[0].actual == "180盏"


def test_goal_form_and_result_form_on_two_sheets_become_one_project(tmp_path: Path) -> None:
    goal = [
        ["项目支出绩效目标申报表（2021年度）"],
        ["项目名称", "校舍维修"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "指标1：维修校舍", "≥4栋"],
        ["产出指标", "时效指标", "指标1：完工时间", "9月1日前"],
    ]
    result = [
        ["项目名称", "校舍维修"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值"],
        ["产出指标", "数量指标", "维修校舍", "≥4栋", "4栋"],
        ["产出指标", "时效指标", "完工时间", "9月10日前", "8月28日"],
    ]
    imported = _one(forms.save(tmp_path / "两表.xlsx", 目标=(goal, []), 自评=(result, [])))
    data = imported.evaluation()
    assert [(i.name, i.target, i.actual) for i in data.indicators] == [
        ("维修校舍", "≥4栋", "4栋"),
        ("完工时间", "9月1日前", "8月28日"),
    ]
    assert any("9月10日前" in line and "9月1日前" in line for line in imported.doubts)


def test_year_goal_beside_a_longer_goal_reads_the_year(tmp_path: Path) -> None:
    rows = [
        ["项目名称", "信息化建设", None, None, None, None, None],
        [None, "实施期目标（2021年—2023年）", None, None, "年度目标"],
        ["一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "建设系统", "3套", "数量指标", "建设系统", "1套"],
    ]
    imported = _one(forms.save(tmp_path / "2021年目标.xlsx", 表=(rows, ["B2:D2", "E2:G2"])))
    assert imported.text(("指标", 0, "目标")) == "1套"
    assert any("3套" in line for line in imported.not_understood)


def test_levels_merged_repeated_or_only_first_read_alike(tmp_path: Path) -> None:
    head = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"]
    body = [
        ["产出指标", "数量指标", "甲", "1个", "1个"],
        ["产出指标", "数量指标", "乙", "2个", "2个"],
        ["产出指标", "质量指标", "丙", "3个", "3个"],
        ["效益指标", "社会效益指标", "丁", "4个", "4个"],
    ]
    first = [list(r) for r in body]
    first[1][:2] = [None, None]
    first[2][0] = None
    shapes = {
        "重复": ([["项目名称", "某项目"], head, *body], []),
        "只写一次": ([["项目名称", "某项目"], head, *first], []),
        "合并": ([["项目名称", "某项目"], head, *first], ["A3:A5", "B3:B4"]),
        "产出": ([["项目名称", "某项目"], head, *[[r[0].removesuffix("指标"), r[1].removesuffix("指标"), *r[2:]] for r in body]], []),
    }  # fmt: skip
    read_as = []
    for name, shape in shapes.items():
        imported = _one(forms.save(tmp_path / f"2021{name}.xlsx", 表=shape))
        read_as.append(_rows(imported.evaluation()))
    assert all(rows == [tuple(r) for r in body] for rows in read_as)


def test_hidden_rows_and_columns_are_read_and_said(tmp_path: Path) -> None:
    path = forms.save(tmp_path / "隐藏.xlsx", 表=(forms.one_block("绿化养护", "5万平方米"), []))
    book = load_workbook(path)
    book["表"].row_dimensions[8].hidden = True
    book.save(path)
    imported = _one(path)
    assert len(imported.evaluation().indicators) == 2
    assert any("隐藏" in line and "E8" in line for line in imported.doubts)


def test_hidden_sheet_beside_a_visible_form_is_named_and_left(tmp_path: Path) -> None:
    path = forms.save(
        tmp_path / "隐藏表.xlsx",
        表=(forms.one_block("绿化养护", "5万平方米"), []),
        旧表=(forms.one_block("旧项目", "1个"), []),
    )
    book = load_workbook(path)
    book["旧表"].sheet_state = "hidden"
    book.save(path)
    imported = _one(path)
    assert imported.name == "绿化养护"
    assert any("旧表" in line and "隐藏" in line for line in imported.not_understood)


def test_number_formats_show_what_people_read(tmp_path: Path) -> None:
    rows: forms.Rows = [
        ["项目名称", "数字格式"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["产出指标", "数量指标", "培训", (40, '0"人次"'), (38, '0"人次"')],
        ["产出指标", "质量指标", "合格率", (0.95, '"≥"0%'), (0.9523, "0%")],
        ["产出指标", "成本指标", "单价", (1234.5, '#,##0.00"元"'), (0.1 + 0.2, "General")],
    ]
    data = _one(forms.save(tmp_path / "2021.xlsx", 表=(rows, []))).evaluation()
    assert [(i.target, i.actual) for i in data.indicators] == [
        ("40人次", "38人次"), ("≥95%", "95.23%"), ("1234.5元", "0.3"),
    ]  # fmt: skip


def test_money_in_label_and_value_pairs(tmp_path: Path) -> None:
    rows: forms.Rows = [
        ["项目支出绩效自评表（2019年度）"],
        ["项目名称", "设备购置"],
        ["预算执行情况（万元）", "预算数：", 90, "执行数：", 89.974, "执行率", "99.97%"],
        [None, "其中：财政拨款", 90, "其中：财政拨款", 89.974],
        [None, "其他资金", 0, "其他资金", 0],
        ["一级指标", "二级指标", "三级指标", "预期指标值", "实际完成指标值"],
        ["产出指标", "数量指标", "购置设备", "12台", "12台"],
    ]
    data = _one(forms.save(tmp_path / "表.xlsx", 表=(rows, []))).evaluation()
    assert data.funds is not None
    assert [(f.source, f.budget, f.executed) for f in data.funds.sources] == [
        ("财政拨款", 90, Decimal("89.974")),
        ("其他资金", 0, 0),
    ]


def test_total_that_does_not_add_up_is_a_doubt_and_rows_count(tmp_path: Path) -> None:
    rows: forms.Rows = [
        ["项目名称", "棚改", None, None, None],
        ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数"],
        [None, "年度资金总额", 0, 0, 0],
        [None, "其中：当年财政拨款", 90, 89.974, 89.974],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["产出指标", "数量指标", "改造户数", "40户", "40户"],
    ]
    imported = _one(forms.save(tmp_path / "2021.xlsx", 表=(rows, [])))
    data = imported.evaluation()
    assert data.funds is not None and data.funds.sources[0].executed == Decimal("89.974")
    assert any("不等于各来源之和" in line for line in imported.doubts)


def test_subtotal_with_its_parts_counts_once(tmp_path: Path) -> None:
    rows: forms.Rows = [
        ["项目名称", "校车补贴", None, None, None],
        ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数"],
        [None, "年度资金总额", 100, 100, 90],
        [None, "其中：财政拨款", 80, 80, 72],
        [None, "中央财政资金", 50, 50, 45],
        [None, "省级财政资金", 30, 30, 27],
        [None, "其他资金", 20, 20, 18],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["产出指标", "数量指标", "补贴校车", "40辆", "40辆"],
    ]
    data = _one(forms.save(tmp_path / "2021.xlsx", 表=(rows, []))).evaluation()
    assert data.funds is not None
    assert [f.source for f in data.funds.sources] == ["中央财政资金", "省级财政资金", "其他资金"]


def test_repeated_names_are_kept_apart_and_said(tmp_path: Path) -> None:
    rows: forms.Rows = [
        ["项目名称", "培训"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["产出指标", "数量指标", "培训人数", "50人", "50人"],
        ["产出指标", "数量指标", "培训人数", "60人", "60人"],
    ]
    imported = _one(forms.save(tmp_path / "2021.xlsx", 表=(rows, [])))
    assert [i.name for i in imported.evaluation().indicators] == ["培训人数", "培训人数（2）"]
    assert any("重名" in line for line in imported.doubts)


def test_row_of_an_unknown_class_is_named_not_dropped(tmp_path: Path) -> None:
    rows: forms.Rows = [
        ["项目名称", "培训"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["过程指标", "业务管理", "制度执行有效性", "有效", "有效"],
        ["产出指标", "数量指标", "培训人数", "60人", "60人"],
    ]
    imported = _one(forms.save(tmp_path / "2021.xlsx", 表=(rows, [])))
    assert len(imported.evaluation().indicators) == 1
    assert any("过程指标" in line and "制度执行有效性" in line for line in imported.not_understood)


def test_workbook_without_a_form_says_what_is_missing(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page["A1"] = "会议签到表"
    path = tmp_path / "签到.xlsx"
    book.save(path)
    with pytest.raises(InputError, match="没有找到自评表"):
        read(path)


def test_a_person_settles_a_column_the_program_does_not_know(tmp_path: Path) -> None:
    rows: forms.Rows = [
        ["项目名称", "河道清淤"],
        ["一级指标", "二级指标", "三级指标", "年初核定", "年底盘点"],
        ["产出指标", "数量指标", "清淤长度", "12公里", "11公里"],
    ]
    path = forms.save(tmp_path / "2021.xlsx", 表=(rows, []))
    settled = {("表", 3): "target", ("表", 4): "actual"}
    indicator = read_all(path, settled)[0].evaluation().indicators[0]
    assert (indicator.target, indicator.actual) == ("12公里", "11公里")


@pytest.mark.parametrize(
    "layout", [forms.official, forms.in_yuan, forms.sichuan, forms.hubei, forms.transfer]
)
def test_a_form_in_word_reads_as_in_excel(tmp_path: Path, layout: Layout) -> None:
    in_excel = _sheet(tmp_path, layout).evaluation()
    in_word = _one(forms.as_word(tmp_path / "表.docx", layout())).evaluation()
    assert in_word == in_excel


def test_levels_under_one_wide_head_are_told_apart_by_their_words(tmp_path: Path) -> None:
    rows: forms.Rows = [
        ["项目名称", "垃圾清运", None, None, None, None],
        ["绩效指标", None, None, "目标值", "完成值", "分值"],
        ["产出指标\n（50分）", "数量指标", "清运量", "≥3万吨", "3.1万吨", 50],
        [None, "质量指标", "达标率", "100%", "100%", 20],
    ]
    data = _one(forms.save(tmp_path / "2021.xlsx", 表=(rows, ["A2:C2", "A3:A4"]))).evaluation()
    assert _rows(data) == [
        ("产出指标", "数量指标", "清运量", "≥3万吨", "3.1万吨"),
        ("产出指标", "质量指标", "达标率", "100%", "100%"),
    ]


def test_name_head_over_a_number_and_a_name(tmp_path: Path) -> None:
    rows: forms.Rows = [
        ["项目名称", "垃圾清运", None, None, None, None],
        ["一级指标", "二级指标", "三级指标", None, "年度指标值", "实际完成值"],
        ["产出指标", "数量指标", "指标1：", "清运量", "≥3万吨", "3.1万吨"],
        [None, None, "指标2：", "清运车次", "≥900车次", "910车次"],
        [None, None, "……", None, None, None],
    ]
    data = _one(forms.save(tmp_path / "2021.xlsx", 表=(rows, ["C2:D2"]))).evaluation()
    assert [i.name for i in data.indicators] == ["清运量", "清运车次"]


def test_class_as_a_band_across_the_table(tmp_path: Path) -> None:
    rows: forms.Rows = [
        ["项目名称", "垃圾清运", None, None],
        ["二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["一、产出指标", None, None, None],
        ["数量指标", "清运量", "≥3万吨", "3.1万吨"],
        ["二、满意度指标", None, None, None],
        ["服务对象满意度指标", "居民满意度", "≥90%", "91%"],
    ]
    data = _one(forms.save(tmp_path / "2021.xlsx", 表=(rows, ["A3:D3", "A5:D5"]))).evaluation()
    assert [(i.level1, i.name) for i in data.indicators] == [
        ("产出指标", "清运量"), ("满意度指标", "居民满意度"),
    ]  # fmt: skip


def test_head_repeated_on_the_next_page_is_not_a_row(tmp_path: Path) -> None:
    head = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"]
    rows: forms.Rows = [
        ["项目名称", "垃圾清运"],
        head,
        ["产出指标", "数量指标", "清运量", "≥3万吨", "3.1万吨"],
        head,
        ["效益指标", "社会效益指标", "受益人口", "≥5万人", "5万人"],
    ]
    data = _one(forms.save(tmp_path / "2021.xlsx", 表=(rows, []))).evaluation()
    assert [i.name for i in data.indicators] == ["清运量", "受益人口"]
