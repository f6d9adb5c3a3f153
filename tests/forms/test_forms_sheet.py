"""The two official forms as sheets: what stands where, and the Word and Excel files made from them."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.errors import InputError
from assistant.facts import gather
from assistant.forms.filled.excel import to_excel
from assistant.forms.filled.sheet import Sheet, Span
from assistant.forms.filled.sources import by_budget, by_transfer
from assistant.forms.filled.word import to_word
from assistant.forms.filled.writing import form_bytes, sheet_for
from assistant.intake.yaml import read_evaluation
from assistant.model.evaluation import Evaluation, Funds
from assistant.model.scorecard import Scorecard
from assistant.report import render
from assistant.report.annex import form_annex
from assistant.review.checking import check_report
from assistant.rules.loader import load
from assistant.scoring import score
from assistant.word import write as oxml
from assistant.word.package import check_package
from assistant.word.write import gongwen

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_YANCHI = Path(__file__).parents[1] / "scoring" / "data" / "yanchi-2021.yaml"


def _card(rules: str = "cn-2020-10", **changes: Any) -> Scorecard:
    tree = read_evaluation(_YANCHI).model_dump(by_alias=True) | changes
    return score(Evaluation.model_validate(tree), load(rules))


def _texts(sheet: Sheet) -> list[str]:
    return [placed.span.text for placed in sheet.placed()]


def _beside(sheet: Sheet, label: str) -> str:
    """The text right of the cell that says `label`."""
    placed = list(sheet.placed())
    at = next(p for p in placed if p.span.text == label)
    return next(
        p.span.text for p in placed if p.row == at.row and p.column == at.column + at.span.across
    )


@pytest.fixture(scope="module")
def scored() -> Sheet:
    return sheet_for(_card())


def test_the_scored_form_has_every_block_of_the_official_one(scored: Sheet) -> None:
    texts = _texts(scored)
    for label in ("项目名称", "主管部门", "实施单位", "项目资金（万元）", "年初预算数", "全年预算数",
                  "全年执行数", "执行率", "年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金",
                  "年度总体目标", "预期目标", "实际完成情况", "绩效指标", "一级指标", "二级指标", "三级指标",
                  "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施", "总分"):  # fmt: skip
        assert label in texts
    assert scored.subtitle == "（2021年度）"


def test_the_scored_form_is_filled_from_the_scorecard(scored: Sheet) -> None:
    assert _beside(scored, "主管部门") == "盐池县公安局"
    line = next(p.row for p in scored.placed() if p.span.text == "租赁视频服务在线率")
    row = [p.span.text for p in scored.placed() if p.row == line]
    assert row[-6:-1] == ["租赁视频服务在线率", "100%", "95%", "7.15", "6.79"]
    assert row[-1].startswith("原因：前端各种因素影响维护")


def test_level_cells_reach_down_over_their_rows(scored: Sheet) -> None:
    spans = {p.span.text: p.span.down for p in scored.placed()}
    assert spans["产出指标"] == 7
    assert spans["成本指标"] == 2
    assert spans["效益指标"] == 4
    assert spans["绩效指标"] == 13
    assert spans["项目资金（万元）"] == 5


def test_what_is_missing_is_marked_for_the_staff(scored: Sheet) -> None:
    assert _texts(scored).count("【待补充】") == 7  # five actuals, the goal and what came of it
    assert any("尚有指标未能计分" in text for text in _texts(scored))
    assert _beside(scored, "总分") == "100"


def test_a_complete_form_shows_total_and_grade() -> None:
    rows = [
        {"一级": level1, "二级": "某类", "名称": level1, "目标": "10个", "实际": "10个"}
        for level1 in ("产出指标", "效益指标", "满意度指标")
    ]
    sheet = sheet_for(_card(指标=rows))
    last = [p.span for p in sheet.placed()][-4:]
    assert [span.text for span in last] == ["总分", "100", "100", "等级：优"]


def test_a_deviation_that_nobody_explained_is_marked() -> None:
    rows = [{"一级": "产出", "二级": "数量", "名称": "x", "目标": "10个", "实际": "9个"}]
    assert "【待补充】未完成的原因和改进措施" in _texts(sheet_for(_card(指标=rows)))


def test_reason_and_measure_stand_together() -> None:
    row = {"一级": "产出", "二级": "数量", "名称": "x", "目标": "10个", "实际": "9个"}
    sheet = sheet_for(_card(指标=[row | {"原因": "设备到货晚", "措施": "已补装。"}]))
    assert "原因：设备到货晚。措施：已补装。" in _texts(sheet)


def test_the_transfer_form_has_no_points() -> None:
    sheet = sheet_for(_card("transfer-completion"))
    texts = _texts(sheet)
    assert sheet.title == "转移支付区域（项目）绩效目标自评表"
    for label in ("中央主管部门", "地方主管部门", "资金使用单位", "全年预算数（A）", "全年执行数（B）",
                  "其中：中央补助", "地方资金", "全年完成值", "未完成原因和改进措施", "说明"):  # fmt: skip
        assert label in texts
    assert "分值" not in texts
    assert "得分" not in texts


def test_the_unit_of_the_money_is_the_files() -> None:
    money = {"单位": "元", "明细": [{"来源": "财政拨款", "全年预算": "250000", "执行": "215457.6"}]}
    texts = _texts(sheet_for(_card(资金=money)))
    assert "项目资金（元）" in texts
    assert texts.count("86.18%") == 2  # the published form prints 86.19%


def test_a_rule_set_without_points_cannot_fill_the_scored_form() -> None:
    with pytest.raises(InputError, match="只报完成情况"):
        sheet_for(_card("transfer-completion"), "自评表")


def test_sources_of_funds_fall_under_the_lines_of_each_form() -> None:
    names = ("中央补助", "县财政拨款", "上年结转", "自筹资金", "社会捐赠")
    funds = Funds.model_validate(
        {
            "明细": [
                {"来源": name, "全年预算": str(10**i), "执行": "0"} for i, name in enumerate(names)
            ]
        }
    )
    budget = {name: amounts.budget for name, amounts in by_budget(funds).items()}
    assert budget == {
        "年度资金总额": 11111,
        "当年财政拨款": 11,
        "上年结转资金": 100,
        "其他资金": 11000,
    }
    transfer = {name: amounts.budget for name, amounts in by_transfer(funds).items()}
    assert transfer == {"年度资金总额": 11111, "中央补助": 1, "地方资金": 10, "其他资金": 11100}


def test_a_sheet_with_a_hole_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before column"):
        list(Sheet("", "", (1, 1), ((Span("a"),),)).placed())
    with pytest.raises(ValueError, match="overlaps"):
        list(
            Sheet(
                "", "", (1, 1, 1), ((Span("a"), Span("b", down=2), Span("c")), (Span("x", 2),))
            ).placed()
        )
    with pytest.raises(ValueError, match="below the last line"):
        list(Sheet("", "", (1,), ((Span("a", down=2),),)).placed())


def test_the_word_tables_hold_the_same_texts_in_the_same_places(scored: Sheet) -> None:
    above, below = Document(io.BytesIO(to_word(scored))).tables
    assert len(above.rows) == scored.heading
    assert len(above.rows) + len(below.rows) == len(scored.lines)
    for placed in scored.placed():
        for row in range(placed.row, placed.row + placed.span.down):
            for column in range(placed.column, placed.column + placed.span.across):
                at = row - scored.heading
                text = above.cell(row, column).text if at < 0 else below.cell(at, column).text
                # the class of all rows stands beside them: a line that is repeated reaches into none
                parted = (at, placed.span.text) == (0, "绩效指标")
                assert text == ("" if parted else placed.span.text)


@pytest.mark.parametrize("rules", ["cn-2020-10", "transfer-completion"])
def test_the_heads_of_the_indicators_are_repeated_on_every_page(rules: str) -> None:
    sheet = sheet_for(_card(rules))
    for content in (to_word(sheet), _attached(sheet)):
        heads = [
            [cell.text for cell in row.cells]
            for table in Document(io.BytesIO(content)).tables
            for row in table.rows
            if row._tr.find(f"{_W}trPr/{_W}tblHeader") is not None
        ]
        assert [line[1:4] for line in heads if "三级指标" in line] == [
            ["一级指标", "二级指标", "三级指标"]
        ]
        tables = Document(io.BytesIO(content)).tables
        # Word repeats a row only where no other stands before it, and none that reaches down from it
        first = tables[-1].rows[0]._tr
        assert first.find(f"{_W}trPr/{_W}tblHeader") is not None
        assert not list(first.iter(f"{_W}vMerge"))


def _attached(sheet: Sheet) -> bytes:
    """The form as the only attachment of a document."""
    document = gongwen.blank()
    last = document.element.body[-1]
    for block in oxml.body([form_annex(sheet).xml(0)]):
        last.addprevious(block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_rate_of_two_decimals_has_room_on_one_line() -> None:
    sheet = sheet_for(_card())
    at = next(p.column for p in sheet.placed() if p.span.text == "执行率")
    width = (
        gongwen.TEXT_WIDTH * sheet.widths[at] / sum(sheet.widths) - 80
    )  # twips, less the margins
    digit, sign = 0.64, 0.95  # of the type size, in the widest substitute fonts
    assert width >= (4 * digit + digit / 2 + sign) * 10.5 * 20


def test_the_word_file_is_a4(scored: Sheet) -> None:
    section = Document(io.BytesIO(to_word(scored))).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]


def test_the_excel_sheet_holds_the_same_cells_merged(scored: Sheet) -> None:
    page = load_workbook(io.BytesIO(to_excel(scored))).active
    assert page is not None
    ranges = {str(merged) for merged in page.merged_cells.ranges}
    for placed in scored.placed():
        cell = page.cell(placed.row + 3, placed.column + 1)
        shown = cell.value if cell.value is not None else ""
        if placed.span.number is None:
            assert shown == placed.span.text
        else:
            assert Decimal(str(shown)) == placed.span.number
        if placed.span.down > 1 or placed.span.across > 1:
            assert any(merged.startswith(f"{cell.coordinate}:") for merged in ranges)
    assert page.page_setup.paperSize == 9
    assert page.sheet_properties.pageSetUpPr.fitToPage


def test_a_target_that_looks_like_a_formula_stays_text() -> None:
    rows = [{"一级": "产出", "二级": "数量", "名称": "=1+1", "目标": "=100%", "实际": "100%"}]
    content = to_excel(sheet_for(_card(指标=rows)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    page = load_workbook(io.BytesIO(content)).active
    assert page is not None
    texts = [cell.value for line in page.iter_rows() for cell in line]
    assert {"=1+1", "=100%"} <= set(texts)


def test_an_unknown_suffix_is_refused() -> None:
    with pytest.raises(InputError, match="自评表只能写成"):
        form_bytes(_card(), Path("表.pdf"))


def test_form_writes_the_file_and_never_over_another_without_force(tmp_path: Path) -> None:
    target = tmp_path / "自评表.docx"
    command = [sys.executable, "-m", "assistant.cli", "form", str(_YANCHI), "-o", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert Document(str(target)).tables
    target.write_bytes(b"mine")
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert target.read_bytes() == b"mine"
    forced = subprocess.run([*command, "--force"], capture_output=True, text=True, check=False)
    assert forced.returncode == 0
    assert (tmp_path / "自评表.docx.bak").read_bytes() == b"mine"


def test_money_and_indicators_of_an_attached_form_are_checked_as_one() -> None:
    rows = [
        {"一级": level1, "二级": level2, "名称": level2, "目标": "≥90%", "实际": "95%"}
        for level1, level2 in (
            ("产出", "数量"), ("产出", "质量"), ("效益", "社会效益"), ("满意度", "服务对象满意度"),
        )
    ]  # fmt: skip
    card = _card(指标=rows)
    facts = gather(card)
    content = render(
        card, draft_by_rules(card, facts), facts, annexes=[form_annex(sheet_for(card))]
    )
    package = check_package(Path("报告.docx"), content, kind="docx")
    ruleset = load("cn-2020-10")
    assert not {f.code for f in check_report(package, ruleset, None)} & {"F13", "F14", "F15"}
    document = Document(io.BytesIO(content))
    weight = next(c for c in document.tables[-1].rows[1].cells if c.text == "25")
    weight.paragraphs[0].runs[0].text = "35"
    out = io.BytesIO()
    document.save(out)
    package = check_package(Path("报告.docx"), out.getvalue(), kind="docx")
    assert "F13" in {f.code for f in check_report(package, ruleset, None)}
