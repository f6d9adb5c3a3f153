"""The three tables: what they say, how they merge, and how they behave across pages."""

from __future__ import annotations

import pytest
from docx.document import Document as Report
from docx.table import Table
from report_factory import W, case, cells, complete, evaluation, report

from assistant.report.tables import completion
from assistant.word.write import gongwen
from assistant.word.write.table_grid import merged, widths_for


@pytest.fixture(scope="module")
def document() -> Report:
    return report()


def _table(document: Report, caption: str) -> Table:
    """The table under that caption."""
    for block in document.element.body:
        if block.tag == f"{W}p" and caption in "".join(t.text for t in block.iter(f"{W}t")):
            return Table(block.getnext(), document)
    raise AssertionError(caption)


def test_the_target_table_is_the_approved_one_levels_merged(document: Report) -> None:
    table = _table(document, "项目绩效目标表")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值（A）"],
        ["绩效指标", "产出指标", "数量指标", "租赁数量", "16个小区"],
        ["绩效指标", "产出指标", "质量指标", "在线率", "100%"],
        ["绩效指标", "产出指标", "质量指标", "通过检测", "100%"],
        ["绩效指标", "效益指标", "社会效益指标", "治理能力", "全面提升"],
        ["绩效指标", "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"],
    ]
    assert table.cell(2, 2)._tc is table.cell(3, 2)._tc
    assert table.cell(3, 1)._tc is not table.cell(4, 1)._tc


def test_the_completion_table_of_a_rule_set_without_points_has_six_columns() -> None:
    table = _table(report(rules="transfer-completion"), "绩效指标值与实际完成值对比表")
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == [
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值（A）",
        "全年实际值（B）",
        "完成情况",
    ]
    assert rows[2] == ["产出指标", "质量指标", "在线率", "100%", "95%", "95%"]
    assert rows[4] == ["效益指标", "社会效益指标", "治理能力", "全面提升", "【待补充】", "—"]
    assert len(rows) == 6


def test_the_scored_table_ends_in_execution_total_and_grade() -> None:
    card, _, _ = case(complete(4))
    rows = cells(_table(report(complete(4)), "绩效指标值与实际完成值对比表"))
    assert rows[0][6:] == ["分值", "得分"]
    assert rows[-2] == ["预算执行率", "100%", "100%", "100%", "10", "10.00"]
    assert card.grade is not None
    assert rows[-1] == [f"总分　　自评等级：{card.grade}", "100", f"{card.total.score:.2f}"]


def test_an_incomplete_table_says_what_it_counted_and_gives_no_grade(document: Report) -> None:
    rows = cells(_table(document, "绩效指标值与实际完成值对比表"))
    words, available, score = rows[-1]
    assert words == "已评部分（满分60分）；另有2项尚不能评分，暂不计总分、不评等级"
    assert available == "60"
    assert score == "59.17"


def test_missing_actuals_are_highlighted_in_the_table(document: Report) -> None:
    table = _table(document, "绩效指标值与实际完成值对比表")
    marked = [r for r in table._tbl.iter(f"{W}r") if r.find(f"{W}rPr/{W}highlight") is not None]
    assert ["".join(t.text for t in r.iter(f"{W}t")) for r in marked] == ["【待补充】"] * 2


def test_the_fund_table_names_its_unit_in_the_header_and_sums_its_sources() -> None:
    sources = [
        {"来源": "中央", "年初预算": 100, "全年预算": 120, "到位": 120, "执行": "112.632"},
        {"来源": "县级", "年初预算": 0, "全年预算": 0, "到位": 0, "执行": 0},
    ]
    document = report(evaluation(资金={"单位": "元", "明细": sources}))
    rows = cells(_table(document, "项目资金到位和执行情况表"))
    assert rows[0] == ["资金来源", "金额（单位：元）", "执行率", "分值", "得分"]
    assert rows[1][1:5] == ["年初预算数", "全年预算数", "到位数", "执行数"]
    assert rows[2] == ["年度资金总额", "100", "120", "120", "112.632", "93.86%", "10", "9.39"]
    assert rows[3] == ["其中：中央", "100", "120", "120", "112.632", "93.86%", "—", "—"]
    assert rows[4] == ["县级", "0", "0", "0", "0", "—", "—", "—"]


def test_a_rate_short_of_full_never_prints_as_100_percent() -> None:
    source = {"来源": "县级", "年初预算": 1, "全年预算": "1000000", "到位": 1, "执行": "999999"}
    rows = cells(_table(report(evaluation(资金={"明细": [source]})), "执行情况表"))
    assert rows[2][5] == rows[3][5] == "99.99%"


def test_without_fund_data_the_fund_table_asks_for_them() -> None:
    rows = cells(_table(report(evaluation(资金=None)), "执行情况表"))
    assert rows[2][:6] == ["年度资金总额", *["【待补充】"] * 4, "—"]


def test_header_rows_repeat_and_no_row_splits(document: Report) -> None:
    for table in document.tables:
        rows = table._tbl.findall(f"{W}tr")
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert heads[0] and heads == sorted(heads, reverse=True)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_short_table_stays_whole_on_its_page(document: Report) -> None:
    rows = _table(document, "执行情况表")._tbl.findall(f"{W}tr")
    kept = [row.find(f".//{W}keepNext") is not None for row in rows]
    assert kept == [True, True, True, False]


@pytest.mark.parametrize("count", [30, 200])
def test_a_long_table_is_as_wide_as_the_text_and_whole(count: int) -> None:
    document = report(complete(count))
    (table,) = [t for t in document.tables if "分值" in cells(t)[0] and "三级指标" in cells(t)[0]]
    rows = table._tbl.findall(f"{W}tr")
    assert len(rows) == count + 3
    columns = [int(c.get(f"{W}w")) for c in table._tbl.find(f"{W}tblGrid")]
    assert sum(columns) == 8844
    for row in rows:
        at = 0
        for cell in row.findall(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            wide = 1 if span is None else int(span.get(f"{W}val"))
            width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
            assert width == sum(columns[at : at + wide])
            at += wide
        assert at == len(columns)
    kept = "".join("k" if row.find(f".//{W}keepNext") is not None else "." for row in rows)
    assert kept.startswith("kk") and kept.endswith("k.")
    assert max(map(len, kept.split("."))) < 12, "no stretch is too long for a page"


def test_points_with_decimals_stand_under_points_with_decimals() -> None:
    card, _, _ = case(complete(7))
    scores = [row.cells[-1].text for row in completion(card).rows[1:]]
    assert all(len(score.split(".")[1]) == 2 for score in scores)


def test_a_run_of_equal_levels_ends_where_the_outer_level_does() -> None:
    rows = merged([("甲", "一"), ("甲", "一"), ("乙", "一"), ("乙", "二")])
    assert [[c.merge for c in row] for row in rows] == [
        ["restart", "restart"],
        ["continue", "continue"],
        ["restart", ""],
        ["continue", ""],
    ]


def test_a_long_run_is_merged_in_even_parts_that_repeat_its_name() -> None:
    rows = merged([("甲",)] * 40 + [("乙",)])
    starts = [n for n, (cell,) in enumerate(rows) if cell.merge != "continue"]
    assert starts == [0, 14, 28, 40]
    assert [rows[n][0].text for n in starts] == ["甲", "甲", "甲", "乙"]
    assert rows[40][0].merge == ""


def test_no_rows_make_no_levels() -> None:
    assert merged([]) == []


def test_rows_are_printed_by_class_whatever_their_order_in_the_data() -> None:
    data = evaluation()
    added = data.indicators[0].model_copy(update={"name": "新增租赁数量"})
    later = data.model_copy(update={"indicators": (*data.indicators, added)})
    document = report(later)
    for caption, column in (("项目绩效目标表", 3), ("绩效指标值与实际完成值对比表", 2)):
        table = _table(document, caption)
        names = [row.cells[column].text for row in table.rows[1:]]
        assert names[:3] == ["租赁数量", "新增租赁数量", "在线率"]
        [mark] = [
            start.get(f"{W}name")
            for start in table.rows[2]._tr.iter(f"{W}bookmarkStart")
            if start.get(f"{W}name", "").startswith("jx_row_")
        ]
        assert mark.endswith(f"_{len(later.indicators)}")


def test_columns_are_as_wide_as_their_words_need() -> None:
    rows = [["I1", "租赁视频网络服务数量", "16个小区", "10.00", "完成指标值记满分，" * 6]] * 3
    widths = widths_for(("序号", "指标", "年度指标值", "得分", "计分规则"), rows)
    assert sum(widths) <= gongwen.TEXT_WIDTH
    assert sum(widths) > gongwen.TEXT_WIDTH * 0.95
    assert max(widths) == widths[4]
    assert widths[3] >= 3.25 * gongwen.CELL_SIZE  # 10.00 on one line, in wide digits too
