"""What a reading is held against: the form's own sums, rates and scores, and what stands under heads nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.forms.read.assemble import assemble
from assistant.forms.read.imported import Imported
from assistant.sheets.grid import Cell, Source, build

HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROWS = [
    ["产出指标", "数量指标", "整修水渠", "≥12公里", "12.5公里", "30", "30"],
    ["产出指标", "质量指标", "验收合格率", "≥95%", "97%", "20", "20"],
    ["效益指标", "社会效益指标", "受益农户", "≥800户", "640户", "30", "24"],
    ["满意度指标", "服务对象满意度指标", "农户满意度", "≥90%", "93%", "10", "10"],
]
MONEY = [
    ["资金来源", "年初预算数", "全年预算数", "全年执行数", "执行率"],
    ["合计", "100", "90", "72", "80%"],
    ["中央补助", "60", "60", "48", "80%"],
    ["县级财政", "40", "30", "24", "80%"],
]


def form(*lines: Sequence[str], merged: Sequence[Cell] = ()) -> Imported:
    """The one project of a form whose cells are those texts; a cell of `merged` stands in for those it covers."""
    cells = list(merged)
    cells += [
        Cell(text, r, c, f"表!{r + 1}-{c + 1}")
        for r, line in enumerate([["项目名称", "村渠整修"], *lines])
        for c, text in enumerate(line)
        if text
    ]
    [read] = assemble(Source("form.xlsx", [build("表", cells)]))
    return read


def heads(**known: str) -> list[str]:
    """The head with other words for some of its columns."""
    words = dict(
        zip(("l1", "l2", "name", "target", "actual", "points", "score"), HEAD, strict=True)
    )
    return list((words | known).values())


def money_of(read: Imported, key: str) -> list[str]:
    return [v.text for v in read.values if v.place[0] == "资金" and v.place[-1] == key]


def rows_of(read: Imported, key: str) -> list[str]:
    return [v.text for v in read.values if v.place[0] == "指标" and v.place[-1] == key]


def test_a_form_that_agrees_with_itself_is_read_without_a_doubt() -> None:
    read = form(["单位：万元"], *MONEY, HEAD, *ROWS, ["总分", "", "", "", "", "90", "84"])
    assert read.doubts == ()
    assert read.columns == ()


def test_points_that_make_no_whole_are_said() -> None:
    lines = [[*row[:5], "12", *row[6:]] for row in ROWS]
    assert any("分值之和是 48" in line for line in form(HEAD, *lines).doubts)


def test_a_row_without_what_the_others_have_is_said() -> None:
    lines = [row if row[2] != "受益农户" else [*row[:4], "", *row[5:]] for row in ROWS]
    assert any("“受益农户”没有读到实际" in line for line in form(HEAD, *lines).doubts)


def test_targets_and_actuals_that_most_scores_deny_are_said() -> None:
    lines = [[*row[:3], row[3], row[4], row[5], "1"] for row in ROWS[:2]]
    lines += [[*ROWS[3][:6], "2"], [*ROWS[2][:6], "30"]]
    assert any("与表内得分对不上" in line for line in form(HEAD, *lines).doubts)


def test_a_score_beyond_its_points_is_said() -> None:
    swapped = [[*row[:5], row[6], row[5]] for row in ROWS]
    assert any("得分大于分值" in line for line in form(HEAD, *swapped).doubts)


def test_a_rate_that_the_amounts_do_not_bear_out_is_said() -> None:
    lines = [MONEY[0], ["合计", "100", "90", "81", "80%"]]
    told = [line for line in form(*lines, HEAD, *ROWS).doubts if "执行率是 80%" in line]
    assert len(told) == 1
    assert "81 除以预算数 90 是 90%" in told[0]


def test_a_rate_without_an_amount_that_was_spent_is_said() -> None:
    lines = [[*line[:3], "", line[4]] for line in MONEY]
    assert any("没有读到执行数" in line for line in form(*lines, HEAD, *ROWS).doubts)


def test_the_printed_rate_names_the_column_that_was_spent() -> None:
    unknown = [["资金来源", "年初预算数", "全年预算数", "已花", "执行率"], *MONEY[1:]]
    read = form(*unknown, HEAD, *ROWS)
    assert money_of(read, "执行") == ["48", "24"]
    assert any("“已花”按表内的执行率推算，读作执行" in line for line in read.doubts)


def test_the_printed_rate_tells_the_budget_from_other_unknown_columns() -> None:
    lines = [
        [*line[:2], extra, *line[2:]]
        for line, extra in zip(MONEY, ("另列", "5", "3", "2"), strict=True)
    ]
    lines[0][3] = "盘子"
    assert money_of(form(*lines, HEAD, *ROWS), "全年预算") == ["60", "30"]


def test_what_no_rate_bears_out_is_not_guessed() -> None:
    unknown = [
        ["资金来源", "年初预算数", "全年预算数", "已花", "执行率"],
        ["县级财政", "40", "30", "20", "80%"],
    ]
    read = form(*unknown, HEAD, *ROWS)
    assert money_of(read, "执行") == []
    assert any("20" in line for line in read.not_understood)


def test_a_wide_head_of_which_one_part_is_unknown_keeps_the_other() -> None:
    wide = [Cell("执行情况", 1, 3, "表!2-4", colspan=2)]
    lines = [
        ["资金来源", "年初预算数", "全年预算数", "", "", "执行率"],
        ["", "", "", "支出数", "结余数"],
        ["县级财政", "40", "30", "24", "6", "80%"],
    ]
    assert money_of(form(*lines, HEAD, *ROWS, merged=wide), "执行") == ["24"]


def test_amounts_in_further_lines_belong_to_the_same_sources() -> None:
    lines = [
        ["预算数", "90", "其中：中央补助", "60", "县级财政", "30"],
        ["执行数", "72", "其中：中央补助", "48", "县级财政", "24"],
    ]
    read = form(*lines, HEAD, *ROWS)
    assert money_of(read, "来源") == ["中央补助", "县级财政"]
    assert money_of(read, "全年预算") == ["60", "30"]
    assert money_of(read, "执行") == ["48", "24"]


def test_points_under_an_unknown_head_are_known_by_their_sum() -> None:
    read = form(heads(points="占比几何"), *ROWS)
    assert rows_of(read, "分值") == ["30", "20", "30", "10"]
    assert [c.field for c in read.columns] == ["weight"]


def test_results_under_an_unknown_head_are_known_by_their_units() -> None:
    read = form(heads(actual="年终实测"), *ROWS)
    assert rows_of(read, "实际") == ["12.5公里", "97%", "640户", "93%"]
    assert [c.field for c in read.columns] == ["actual"]


def test_the_values_of_another_time_are_never_results() -> None:
    read = form(heads(actual="三季度末"), *ROWS)
    assert rows_of(read, "实际") == []
    assert any("三季度末" in line for line in read.not_understood)


def test_points_merged_over_rows_are_asked_for() -> None:
    lines = [[*row[:5], "" if n in {1, 2} else row[5]] for n, row in enumerate(ROWS)]
    merged = [Cell("50", 3, 5, "表!4-6", rowspan=2)]
    read = form(HEAD[:6], *lines, merged=merged)
    assert rows_of(read, "分值") == ["30", "10"]
    assert any("合并在“验收合格率”、“受益农户”几行上" in line for line in read.doubts)


def test_a_cell_of_reason_and_measure_is_parted_at_its_stop_and_said() -> None:
    head = [*HEAD, "偏差原因分析及改进措施"]
    lines = [[*row, "两个村停水。已改在秋后放水。" if row[2] == "受益农户" else ""] for row in ROWS]
    read = form(head, *lines)
    assert (rows_of(read, "原因"), rows_of(read, "措施")) == (["两个村停水"], ["已改在秋后放水"])
    assert any("按句号分开" in line for line in read.doubts)


def test_a_cell_of_several_things_that_cannot_be_parted_is_said() -> None:
    head = [*HEAD, "偏差原因分析及改进措施"]
    lines = [[*row, "两个村停水；放水改在秋后" if row[2] == "受益农户" else ""] for row in ROWS]
    read = form(head, *lines)
    assert rows_of(read, "原因") == ["两个村停水；放水改在秋后"]
    assert any("分不开" in line for line in read.doubts)
