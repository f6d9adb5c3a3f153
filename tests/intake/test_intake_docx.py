"""Word reports: the seed's own file against its data, and the ways Word hides or doubles text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from assistant.forms.read.imported import Imported
from assistant.intake import read, read_all

CASES = Path(__file__).parents[3] / "shared" / "cases"
needs_cases = pytest.mark.skipif(
    not (CASES / "yanchi-2021-report.docx").exists(),
    reason="the seed's report is not beside this clone and is not ours to copy",
)
HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "全年实际值"]


@needs_cases
def test_seed_report_gives_the_data_of_its_case() -> None:
    found = read(CASES / "yanchi-2021-report.docx")
    wanted = read(CASES / "yanchi-2021.yaml")
    assert found.funds == wanted.funds
    assert [(i.level1, i.level2, i.target, i.actual) for i in found.indicators] == [
        (i.level1, i.level2, i.target, i.actual) for i in wanted.indicators
    ]
    assert (found.report.dated, found.project.year) == (wanted.report.dated, wanted.project.year)
    assert found.report.addressee == wanted.report.addressee
    assert found.report.notice == wanted.report.notice
    assert found.report.basis == wanted.report.basis
    assert found.report.signature == wanted.report.signature
    assert found.project.name == wanted.project.name
    assert [i.name for i in found.indicators][:7] == [i.name for i in wanted.indicators][:7]


@needs_cases
def test_seed_unit_slip_is_read_by_the_rate_and_said() -> None:
    imported = read_all(CASES / "yanchi-2021-report.docx")[0]
    assert any("64.638元" in line and "F01" in line for line in imported.doubts)


@needs_cases
def test_seed_reason_goes_to_the_rate_that_fell_short_and_no_other() -> None:
    found = read(CASES / "yanchi-2021-report.docx")
    assert [i.name for i in found.indicators if i.reason] == ["租赁视频服务在线率"]
    assert not any(i.measure for i in found.indicators)  # its measures speak of procurement (F45)


def _report(tmp_path: Path, change: Callable[[Any, Any], None]) -> Imported:
    """A short report with one table, changed by `change(document, table)`."""
    document = docx.Document()
    document.add_paragraph("某县2021年村道养护项目绩效自评报告")
    table = document.add_table(3, 5)
    rows = (
        HEAD,
        ["产出指标", "数量指标", "指标1.养护里程", "≥30公里", "31公里"],
        ["产出指标", "质量指标", "路面合格率", "≥95%", "96%"],
    )
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    change(document, table)
    path = tmp_path / "报告.docx"
    document.save(str(path))
    found = read_all(path)
    assert len(found) == 1
    return found[0]


def _wrap(element: Any, tag: str) -> None:
    """Puts the element into a content control or another wrapper."""
    if tag == "w:sdt":
        outer = OxmlElement("w:sdt")
        inner = OxmlElement("w:sdtContent")
        outer.append(inner)
    else:
        outer = inner = OxmlElement(tag)
        outer.set(qn("w:id"), "9")
        outer.set(qn("w:author"), "某人")
    element.addprevious(outer)
    inner.append(element)


def _run(text: str, tag: str = "w:t") -> Any:
    return parse_xml(f'<w:r {nsdecls("w")}><{tag} xml:space="preserve">{text}</{tag}></w:r>')


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    def change(_: Any, table: Any) -> None:
        paragraph = table.cell(1, 4).paragraphs[0]._p
        old = paragraph.r_lst[0]
        paragraph.remove(old)
        gone = parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="某人"/>')
        gone.append(_run("31公里", "w:delText"))
        new = parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="某人"/>')
        new.append(_run("29"))
        paragraph.append(gone)
        paragraph.append(new)
        paragraph.append(_run("公里"))
        row = table.rows[2]._tr
        mark = OxmlElement("w:trPr")
        mark.append(parse_xml(f'<w:del {nsdecls("w")} w:id="3" w:author="某人"/>'))
        row.insert(0, mark)

    imported = _report(tmp_path, change)
    assert imported.text(("指标", 0, "实际")) == "29公里"
    assert {v.place[1] for v in imported.values if v.place[0] == "指标"} == {0}


@pytest.mark.parametrize("part", ["run", "cell", "row", "table"])
def test_content_controls_are_looked_through(tmp_path: Path, part: str) -> None:
    def change(_: Any, table: Any) -> None:
        cell = table.cell(1, 4)
        element = {
            "run": cell.paragraphs[0]._p.r_lst[0],
            "cell": cell._tc,
            "row": table.rows[1]._tr,
            "table": table._tbl,
        }[part]
        _wrap(element, "w:sdt")

    imported = _report(tmp_path, change)
    assert imported.text(("指标", 0, "实际")) == "31公里"
    assert imported.text(("指标", 1, "实际")) == "96%"


def test_table_in_a_text_box_is_read_once(tmp_path: Path) -> None:
    def change(document: Any, table: Any) -> None:
        # Word writes a text box twice: for itself and, as a fallback, for old readers
        box = parse_xml(
            f"<w:p {nsdecls('w')}><w:r>"
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            '<mc:Choice Requires="wps"><w:txbxContent/></mc:Choice>'
            "<mc:Fallback><w:txbxContent/></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
        table._tbl.addprevious(box)
        first, second = box.iter(qn("w:txbxContent"))
        second.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>后备</w:t></w:r></w:p>"))
        first.append(table._tbl)
        first.append(parse_xml(f"<w:p {nsdecls('w')}/>"))

    imported = _report(tmp_path, change)
    assert imported.text(("指标", 0, "实际")) == "31公里"
    assert not any("后备" in line for line in imported.not_understood)


def test_nested_table_is_a_table_of_its_own(tmp_path: Path) -> None:
    def change(document: Any, table: Any) -> None:
        outer = document.add_table(1, 2)
        outer.cell(0, 0).text = "说明栏"
        outer.cell(0, 1)._tc.append(table._tbl)
        outer.cell(0, 1)._tc.append(OxmlElement("w:p"))

    imported = _report(tmp_path, change)
    assert [imported.text(("指标", i, "目标")) for i in (0, 1)] == ["≥30公里", "≥95%"]


def test_split_runs_bookmarks_and_hidden_text(tmp_path: Path) -> None:
    def change(_: Any, table: Any) -> None:
        paragraph = table.cell(2, 2).paragraphs[0]._p
        paragraph.remove(paragraph.r_lst[0])
        paragraph.append(_run("路面"))
        paragraph.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="5" w:name="_GoBack"/>'))
        paragraph.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="5"/>'))
        hidden = parse_xml(f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>")
        paragraph.append(hidden)
        paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:instrText>PAGE</w:instrText></w:r>"))
        paragraph.append(_run("合\n格率"))

    imported = _report(tmp_path, change)
    assert imported.text(("指标", 1, "名称")).replace(" ", "") == "路面合格率"
    assert any("隐藏文字" in line for line in imported.not_understood)


def test_merged_levels_of_word_are_carried_down(tmp_path: Path) -> None:
    def change(_: Any, table: Any) -> None:
        table.cell(2, 0).text = ""
        table.cell(1, 0).merge(table.cell(2, 0))

    imported = _report(tmp_path, change)
    assert imported.text(("指标", 1, "一级")) == "产出指标"


def test_prose_gives_sections_of_its_own_headings(tmp_path: Path) -> None:
    def change(document: Any, table: Any) -> None:
        for text in (
            "二、绩效目标完成情况分析",
            "1.项目资金到位情况分析",
            "项目全年预算资金120万元，实际到位资金120万元。",
            "2.项目资金执行情况分析",
            "截至2021年底实际支出108万元，预算执行率90%。",
            "3.项目资金管理情况分析",
            "2021年3月、9月各开展一次专项检查，问题2项已整改。",
            "（二）总体绩效目标完成情况分析",
            "完成村道养护31公里。",
            "五、其他需要说明的问题",
            "县审计局〔2022〕3号报告指出的问题已整改。",
            "某县交通运输局",
            "二〇二二年三月十八日",
        ):
            document.add_paragraph(text)

    data = _report(tmp_path, change).evaluation()
    assert data.project.name == "村道养护项目"
    assert data.funds is not None
    fund = data.funds.sources[0]
    assert (fund.budget, fund.arrived, fund.executed, fund.initial) == (120, 120, 108, None)
    assert data.funds.management == "2021年3月、9月各开展一次专项检查，问题2项已整改。"
    assert data.goal.actual == "完成村道养护31公里。"
    assert data.report.other == "县审计局〔2022〕3号报告指出的问题已整改。"
    assert data.report.signature == "某县交通运输局"
    assert str(data.report.dated) == "2022-03-18"
