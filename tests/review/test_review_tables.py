"""Rows by name, columns by head: whatever is done to a table, no value goes to a wrong key, and no act is unsaid."""

from __future__ import annotations

import copy
import os
import re
import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_edits import after, drop_bookmarks, find, type_over
from table_edits import MULTI, again, completion, reviewed, row, said, says

from assistant.intake import read
from assistant.intake.edit_yaml import Change, apply
from assistant.llm.progress import for_stderr
from assistant.oneshot import Order, produce
from assistant.review.round_trip import take_back


def test_a_row_added_and_another_deleted_are_both_proposed(multi: Path) -> None:
    def act(d: Any) -> None:
        third = completion(d).rows[2]._tr
        new = copy.deepcopy(third)
        third.addnext(new)
        for n, words in ((2, "新增供水点数量"), (3, "≥5个"), (4, "7个"), (5, "140%")):
            says(new, n, words)
        gone = row(d, "供水保证率")._tr
        gone.getparent().remove(gone)

    review = reviewed(multi, act, consent=False)
    places = {c.place: c for c in review.data_changes if c.possible}
    assert set(places) == {("指标",), ("指标", 6)}
    assert dict(places["指标",].values) == {
        "一级": "产出指标", "二级": "数量指标", "名称": "新增供水点数量", "目标": "≥5个", "实际": "7个",
        "分值": "8",
    }  # fmt: skip
    assert places["指标", 6].old == "供水保证率"
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()


def test_a_row_agreed_to_is_put_in_and_one_agreed_to_be_gone_is_taken_out(multi: Path) -> None:
    test_a_row_added_and_another_deleted_are_both_proposed(multi)
    take_back(multi / "改.docx", consent=True, check=False)
    names = [one.name for one in read(multi / "数据.yaml").indicators]
    assert "新增供水点数量" in names
    assert "供水保证率" not in names
    before = {
        line
        for line in MULTI.read_text(encoding="utf-8").splitlines()
        if "供水保证率, " not in line
    }
    after = set((multi / "数据.yaml").read_text(encoding="utf-8").splitlines())
    assert before <= after


@pytest.mark.parametrize("at", [0, 2, -1])
@pytest.mark.parametrize("head", ["序号", "备注"])
def test_a_column_put_in_slides_no_value(multi: Path, at: int, head: str) -> None:
    def act(d: Any) -> None:
        for number, one in enumerate(completion(d).rows):
            cells = one._tr.findall(qn("w:tc"))
            new = copy.deepcopy(cells[-1])
            cells[min(at, len(cells) - 1)].addprevious(new)
            says(one._tr, min(at, len(cells) - 1) if at >= 0 else len(cells) - 1,
                 head if number == 0 else str(number))  # fmt: skip

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    assert head in said(review)


def test_a_column_taken_out_slides_no_value(multi: Path) -> None:
    def act(d: Any) -> None:
        for one in completion(d).rows[:-2]:
            cells = one._tr.findall(qn("w:tc"))
            one._tr.remove(cells[3])

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    assert "年度指标值" in said(review)


def test_cells_merged_by_hand_propose_nothing_and_are_said(multi: Path) -> None:
    def act(d: Any) -> None:
        one, other = row(d, "更换水表数量"), row(d, "水质检测合格率")
        one.cells[4].merge(other.cells[4])

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    assert "合并" in said(review)


def test_two_rows_that_changed_places_rename_nobody(multi: Path) -> None:
    def act(d: Any) -> None:
        one, other = row(d, "供水保证率")._tr, row(d, "管网漏损率")._tr
        one.addprevious(other)
        says(other, 4, "10.9%")

    review = reviewed(multi, act)
    assert [c.place for c in review.data_changes if c.state == "applied"] == [("指标", 7, "实际")]
    assert "次序" in said(review)


def test_a_source_of_funds_and_a_level_are_renamed_as_such(multi: Path) -> None:
    def act(d: Any) -> None:
        for table in d.tables:
            for one in table.rows:
                for cell in one.cells:
                    if cell.text == "上年结转资金":
                        cell.paragraphs[0].runs[0].text = "上年结余结转"
        says(row(d, "管网漏损率")._tr, 1, "环境效益指标")

    review = reviewed(multi, act)
    applied = {c.place: c.new for c in review.data_changes if c.state == "applied"}
    assert applied == {
        ("资金", "明细", 1, "来源"): "上年结余结转",
        ("指标", 7, "二级"): "环境效益指标",
    }


def test_a_total_says_which_amounts_make_it_up(multi: Path) -> None:
    def act(d: Any) -> None:
        for table in d.tables:
            for one in table.rows:
                if one.cells[0].text == "年度资金总额":
                    says(one._tr, 4, "380")

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    assert "当年财政拨款" in said(review)


def test_what_was_only_deleted_stays_away(multi: Path) -> None:
    def act(d: Any) -> None:
        type_over(find(d, "随2023年度部门决算"), "随2023年度部门决算在县政府网站公开。", "")
        gone = find(d, "资金专账核算")._p
        gone.getparent().remove(gone)

    reviewed(multi, act)
    text = again(multi)
    assert "随2023年度部门决算" not in text
    assert "资金专账核算" not in text


def test_a_paragraph_that_was_only_moved_stays_where_it_was_put(multi: Path) -> None:
    def act(d: Any) -> None:
        find(d, "本项目依据").insert_paragraph_before("")._p.addnext(
            find(d, "随2023年度部门决算")._p
        )

    reviewed(multi, act)
    text = again(multi)
    assert text.count("随2023年度部门决算") == 1
    assert text.index("随2023年度部门决算") < text.index("二、绩效目标完成情况分析")


@pytest.mark.parametrize("marks", [True, False])
@pytest.mark.parametrize("consent", [True, False])
def test_lines_around_the_text_are_replaced_never_doubled(
    multi: Path, marks: bool, consent: bool
) -> None:
    def act(d: Any) -> None:
        if not marks:
            drop_bookmarks(d)
        type_over(
            next(p for p in d.paragraphs if p.text == "示例县财政局："), "示例县财政局", "省水利厅"
        )
        last = [p for p in d.paragraphs if p.text == "示例县农村供水管理站"][-1]
        type_over(last, "管理站", "管理总站")
        type_over(next(p for p in d.paragraphs if p.text == "2024年3月20日"), "20日", "28日")
        type_over(find(d, "表2　"), "执行情况表", "使用情况表")

    review = reviewed(multi, act, consent=consent)
    report, project = read(multi / "数据.yaml").report, read(multi / "数据.yaml").project
    assert project.unit == "示例县农村供水管理站"
    assert report.signature == ("示例县农村供水管理总站" if consent else "示例县农村供水管理站")
    text = again(multi)
    lines = [line.strip() for line in text.split("\n")]
    assert lines.count("省水利厅：") == 1
    assert "示例县财政局：" not in lines
    assert lines.count("示例县农村供水管理总站") == 1
    assert "示例县农村供水管理站" not in lines
    assert lines.count("2024年3月28日") == 1
    assert "2024年3月20日" not in lines
    assert "表2　项目资金到位和使用情况表" in lines
    assert "使用情况表" in said(review)


def test_lines_put_under_the_signature_and_the_date_stay_there(multi: Path) -> None:
    def act(d: Any) -> None:
        after([p for p in d.paragraphs if p.text == "示例县农村供水管理站"][-1], "示例县水务局")
        after(next(p for p in d.paragraphs if p.text == "2024年3月20日"), "抄送：示例县审计局")

    for _ in range(2):
        review = reviewed(multi, act)
        assert not review.changes
        assert read(multi / "数据.yaml").report.signature == "示例县农村供水管理站"
        lines = [line.strip() for line in again(multi).split("\n") if line.strip()]
        assert lines[-4:] == [
            "示例县农村供水管理站", "示例县水务局", "2024年3月20日", "抄送：示例县审计局",
        ]  # fmt: skip

        def act(d: Any) -> None:
            """Nothing more is done to the next draft."""


def test_a_heading_renamed_or_put_elsewhere_is_said(multi: Path) -> None:
    def act(d: Any) -> None:
        type_over(find(d, "（一）结果应用情况"), "（一）结果应用情况", "（一）自评结果怎样用")
        find(d, "（一）偏离绩效目标的原因")._p.addprevious(find(d, "（二）下一步改进措施")._p)

    review = reviewed(multi, act)
    assert "标题“（一）结果应用情况”改为“（一）自评结果怎样用”，以后照此印" in review.lines
    assert any("改进措施”挪了位置" in line or "原因”挪了位置" in line for line in review.kept)
    assert "（一）自评结果怎样用" in again(multi)


def test_columns_that_changed_places_are_said_and_slide_no_value(multi: Path) -> None:
    def act(d: Any) -> None:
        for one in completion(d).rows[:-2]:
            cells = one._tr.findall(qn("w:tc"))
            cells[4].addnext(cells[3])

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    assert "栏的次序改了" in said(review)


@pytest.mark.parametrize("by", [-1, 1])
def test_a_row_whose_cells_stand_one_column_off_changes_no_value(multi: Path, by: int) -> None:
    def act(d: Any) -> None:
        one = row(d, "管护机制")._tr
        cells = one.findall(qn("w:tc"))
        if by < 0:
            one.remove(cells[0])
            cells[-1].addnext(copy.deepcopy(cells[-1]))
        else:
            cells[1].addprevious(copy.deepcopy(cells[0]))
            one.remove(cells[-1])

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    assert "管护机制" in said(review)


def test_a_table_split_in_two_loses_no_row(multi: Path) -> None:
    def act(d: Any) -> None:
        whole = completion(d)._tbl
        second = copy.deepcopy(whole)
        for tr in second.findall(qn("w:tr"))[1:6]:
            second.remove(tr)
        for tr in whole.findall(qn("w:tr"))[6:]:
            whole.remove(tr)
        whole.addnext(second)
        second.addprevious(copy.deepcopy(d.paragraphs[1]._p))
        says(row(d, "水质检测合格率")._tr, 4, "99.6%")

    review = reviewed(multi, act)
    assert [c.place for c in review.data_changes if c.state == "applied"] == [("指标", 2, "实际")]
    assert len(read(multi / "数据.yaml").indicators) == len(read(MULTI).indicators)


def test_two_cells_of_the_same_words_that_were_joined_are_said(multi: Path) -> None:
    def act(d: Any) -> None:
        cells = row(d, "更换水表数量")._tr.findall(qn("w:tc"))
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), "2")
        cells[3].get_or_add_tcPr().insert(1, span)
        cells[4].getparent().remove(cells[4])

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    assert "合并" in said(review)


def test_an_aside_that_stood_there_before_is_no_part_of_the_new_value(multi: Path) -> None:
    def act(d: Any) -> None:
        type_over(find(d, "受益群众满意度为93.5%"), "93.5%", "94%")

    review = reviewed(multi, act, consent=False)
    assert {c.place: c.new for c in review.data_changes if c.possible} == {
        ("指标", 9, "实际"): "94%"
    }


def test_a_cell_whose_words_were_hidden_asks_for_no_change_of_the_data(multi: Path) -> None:
    def act(d: Any) -> None:
        for run in row(d, "管网漏损率").cells[4].paragraphs[0].runs:
            run.font.hidden = True

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    assert "隐藏" in said(review)


def test_a_date_taken_out_is_said_and_not_put_back(multi: Path) -> None:
    def act(d: Any) -> None:
        gone = next(p for p in d.paragraphs if p.text == "2024年3月20日")._p
        gone.getparent().remove(gone)

    review = reviewed(multi, act)
    assert "成文日期“2024年3月20日”被删去" in said(review)
    assert "2024年3月20日" not in [line.strip() for line in again(multi).split("\n")]


def test_a_report_that_was_read_back_is_drafted_over_without_force(multi: Path) -> None:
    document = docx.Document(str(multi / "报告.docx"))
    type_over(find(document, "资金专账核算"), "资金专账核算", "资金实行专账核算")
    document.save(str(multi / "报告.docx"))
    take_back(multi / "报告.docx", check=False)
    produce(Order(multi / "数据.yaml", multi / "报告.docx", model="none"), for_stderr())
    text = "\n".join(p.text for p in docx.Document(str(multi / "报告.docx")).paragraphs)
    assert "资金实行专账核算" in text


def test_a_caption_alone_a_comment_or_a_number_nobody_agreed_to_is_in_the_history(
    multi: Path,
) -> None:
    review = reviewed(multi, lambda d: says(row(d, "管网漏损率")._tr, 4, "10.9%"), consent=False)
    assert review.revision is not None
    assert any("10.9%" in line and "没有写入" in line for line in review.revision.lines)
    assert take_back(multi / "改.docx", multi / "数据.yaml", check=False).revision is None


def test_a_figure_with_an_aside_goes_into_the_data_as_it_was_written(multi: Path) -> None:
    def act(d: Any) -> None:
        type_over(find(d, "33.3公里"), "33.3公里", "34.1公里（含支管0.8公里）")

    review = reviewed(multi, act, consent=False)
    found = {c.place: c.new for c in review.data_changes if c.possible}
    assert found == {("指标", 0, "实际"): "34.1公里（含支管0.8公里）"}


def test_a_sentence_written_anew_with_another_figure_asks_for_the_data(multi: Path) -> None:
    def act(d: Any) -> None:
        p = next(q for q in d.paragraphs if "33.3公里" in q.text)
        old = next(s for s in re.split("[。；]", p.text) if "33.3公里" in s)
        type_over(p, old, "改造供水管网长度经现场丈量并由监理签认为34.1公里，未达到36公里的目标")

    review = reviewed(multi, act, consent=False)
    found = {c.place: c.new for c in review.data_changes if c.possible}
    assert found == {("指标", 0, "实际"): "34.1公里"}


def test_words_struck_out_by_hand_are_said_to_stand_still(multi: Path) -> None:
    def act(d: Any) -> None:
        for run in find(d, "资金专账核算").runs:
            run.font.strike = True

    review = reviewed(multi, act)
    assert any("删除线" in line and "资金专账核算" in line for line in review.kept)


def test_a_backup_beside_the_data_file_takes_no_edits(multi: Path) -> None:
    shutil.copy(multi / "数据.yaml", multi / "备份-数据.yaml")
    document = docx.Document(str(multi / "报告.docx"))
    says(row(document, "管网漏损率")._tr, 4, "10.9%")
    document.save(str(multi / "改.docx"))
    review = take_back(multi / "改.docx", consent=True, check=False)
    assert review.basis.data.name == "数据.yaml"
    assert (multi / "备份-数据.yaml").read_bytes() == MULTI.read_bytes()


def test_a_renamed_row_and_its_copy_are_said_and_neither_is_guessed(multi: Path) -> None:
    def act(d: Any) -> None:
        rows = [r._tr for r in completion(d).rows][1:-2]
        says(rows[3], 2, "主体工程完工时间新")
        rows[2].addnext(rows[5])
        rows[4].getparent().remove(rows[4])
        new = copy.deepcopy(rows[3])
        rows[3].addnext(new)
        says(new, 2, "另加的一项")

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    assert "主体工程完工时间新" in said(review)
    assert "另加的一项" in said(review)


def test_without_row_bookmarks_a_row_under_merged_levels_is_said_and_not_proposed(
    multi: Path,
) -> None:
    def act(d: Any) -> None:
        drop_bookmarks(d)
        rows = [r._tr for r in completion(d).rows][1:-2]
        new = copy.deepcopy(rows[1])
        rows[1].addnext(new)
        says(new, 2, "另加的一项")
        rows[0].addnext(rows[2])
        says(rows[1], 2, "更换水表数量新")

    review = reviewed(multi, act)
    start = {one.name: (one.level1, one.level2) for one in read(MULTI).indicators}
    for one in read(multi / "数据.yaml").indicators:
        was = start.get(one.name) or start.get(one.name.removesuffix("新"))
        assert was is None or was == (one.level1, one.level2)
    assert "另加的一项" in said(review)


ACTS = ("insert", "delete", "move", "swap", "rename", "merge", "change", "column", "drop column")


@settings(
    max_examples=int(os.environ.get("JIXIAO_TABLE_EDITS", "200")), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    edits=st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4
    ),
    later=st.booleans(), marks=st.booleans(),
)  # fmt: skip
def test_no_wrong_key_is_ever_written(  # noqa: PLR0915 - one act a kind
    printed: Path, tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[str, int, int]], later: bool, marks: bool,
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("random") / "p"
    shutil.copytree(printed, folder, ignore=shutil.ignore_patterns("received"))
    start = {one.name: one for one in read(folder / "数据.yaml").indicators}
    if later:
        apply(folder / "数据.yaml", [Change(("指标", 0, "佐证"), "监理月报第12期", "月报第12期")])
    wanted: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    gone: set[str] = set()

    def act(d: Any) -> None:  # noqa: PLR0912 - one branch a kind
        if not marks:
            drop_bookmarks(d)
        table = completion(d)
        rows = [r._tr for r in table.rows][1:-2]
        title = {id(tr): tr.findall(qn("w:tc"))[2] for tr in rows}
        called = {
            id(tr): "".join(t.text or "" for t in title[id(tr)].iter(qn("w:t"))) for tr in rows
        }
        for number, (what, a, b) in enumerate(edits):
            one, other = rows[a], rows[b]
            name = called[id(one)]
            if what in {"insert", "delete", "move", "swap"} and one.getparent() is None:
                continue
            if what == "insert":
                new = copy.deepcopy(one)
                one.addnext(new)
                says(new, 2, f"另加的一项{number}")
            elif what == "delete":
                one.getparent().remove(one)
                gone.add(name)
            elif what in {"move", "swap"} and other.getparent() is not None and one is not other:
                other.addnext(one)
            elif what == "rename":
                says(one, 2, f"{names.get(name, name)}新")
                names[name] = f"{names.get(name, name)}新"
            elif what == "change":
                cell = one.findall(qn("w:tc"))[4]
                texts = list(cell.iter(qn("w:t")))
                if (
                    texts
                ):  # in the row's own unit: another kind of amount is not written without a person
                    now = re.sub(r"\d+(\.\d+)?", f"{71 + number}.{a}", texts[0].text or "", count=1)
                    texts[0].text = now
                    wanted.setdefault(name, set()).add(now)
            elif what == "merge" and one.getparent() is not None:
                cell = one.findall(qn("w:tc"))[4]
                merge = OxmlElement("w:vMerge")
                merge.set(qn("w:val"), "continue")
                cell.get_or_add_tcPr().append(merge)
            elif what == "column":
                for tr in [r._tr for r in table.rows]:
                    cells = tr.findall(qn("w:tc"))
                    cells[-1].addnext(copy.deepcopy(cells[-1]))
                return
            elif what == "drop column":
                for tr in [r._tr for r in table.rows][:-2]:
                    tr.remove(tr.findall(qn("w:tc"))[5])
                return

    reviewed(folder, act)
    for one in read(folder / "数据.yaml").indicators:
        old = start.get(one.name) or next(
            (start[was] for was, now in names.items() if now == one.name and was in start), None
        )
        if old is None:
            assert one.name.startswith("另加的一项"), one.name
            continue
        allowed = {old.actual} | wanted.get(old.name, set())
        assert one.actual in allowed, (edits, one.name, one.actual)
        assert (one.target, one.weight, one.level1, one.level2) == (
            old.target, old.weight, old.level1, old.level2), (edits, one.name)  # fmt: skip
    for name in start.keys() - gone:
        kept = {one.name for one in read(folder / "数据.yaml").indicators}
        assert name in kept or names.get(name) in kept or not marks or name in names, (edits, name)
