"""A number edited in the report is a change to the data: told always, written only on consent."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from review_edits import EDITS, after, cell, drop_bookmarks, find, type_over
from review_project import DATA, Project, make

from assistant.errors import InputError
from assistant.forms.filled.writing import sheet_for
from assistant.intake import read
from assistant.report import render
from assistant.report.annex import annex_table, form_annex
from assistant.review.basis import scored
from assistant.review.data_change import DataChange
from assistant.review.merge import Choice, Conflict
from assistant.review.round_trip import Review, take_back
from assistant.workspace import Workspace


class Says:
    """A person who answers every question alike."""

    def __init__(
        self, *, data: bool = False, choice: Choice = "both", missing: bool = False
    ) -> None:
        self.answers, self.choice, self.gone = data, choice, missing
        self.asked: list[DataChange] = []
        self.conflicts: list[Conflict] = []
        self.sections: list[str] = []
        self.placed: list[str] = []
        self.place = ""

    def conflict(self, conflict: Conflict) -> Choice:
        self.conflicts.append(conflict)
        return self.choice

    def data(self, change: DataChange) -> bool:
        self.asked.append(change)
        return self.answers

    def missing(self, section: str) -> bool:
        self.sections.append(section)
        return self.gone

    def section(self, text: str, guess: str, choices: Sequence[str]) -> str:
        self.placed.append(text)
        return self.place or guess


def reviewed(
    project: Project, name: str, *, asker: Says | None = None, consent: bool = False
) -> Review:
    document = docx.Document(str(project.report))
    EDITS[name](document)
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    return take_back(path, asker=asker, consent=consent, check=False)


def test_without_a_terminal_the_data_file_stays_to_the_byte(project: Project) -> None:
    for name in (
        "cell_changed",
        "number_changed_in_a_sentence",
        "names_around_the_text",
        "row_added",
    ):
        review = reviewed(project, name)
        assert review.data_changes
        assert {c.state for c in review.data_changes} <= {"open", "cannot"}
    assert project.data.read_text(encoding="utf-8") == DATA


@pytest.mark.parametrize(
    ("name", "line", "new"),
    [
        ("cell_changed", "实际: 95%", "实际: 96.2%"),
        ("number_changed_in_a_sentence", "实际: 95%", "实际: 96%"),
        ("number_spelled_out", "实际: 95%", "实际: 96%"),
        ("cell_changed_with_tracking", "实际: 93.5%", "实际: 94.1%"),
    ],
)
def test_a_yes_changes_that_value_and_nothing_else_in_the_file(
    project: Project, name: str, line: str, new: str
) -> None:
    asker = Says(data=True)
    review = reviewed(project, name, asker=asker)
    assert len(asker.asked) == 1
    assert [c.state for c in review.data_changes] == ["applied"]
    # a comment at the end of the line stays in its column, whatever the value's length
    after = re.sub(" +#", " #", project.data.read_text(encoding="utf-8"))
    assert after == re.sub(" +#", " #", DATA.replace(line, new))


def test_a_no_changes_nothing(project: Project) -> None:
    review = reviewed(project, "cell_changed", asker=Says(data=False))
    assert [c.state for c in review.data_changes] == ["refused"]
    assert project.data.read_text(encoding="utf-8") == DATA


def test_applied_data_are_scored_anew_and_reach_every_computed_sentence(project: Project) -> None:
    review = reviewed(project, "cell_changed", consent=True)
    assert review.card.total.score is not None
    assert review.before.total.score is not None
    assert review.card.total.score > review.before.total.score
    text = "\n".join(p.text for s in review.draft.sections for p in s.paragraphs)
    assert "监控在线率为96.2%，未达到98%的目标" in text
    assert "95%，" not in text
    # what the model wrote is kept, its figures brought up to date
    assert "监控在线率全年为96.2%，比年度指标值低1.8个百分点。" in text


def test_the_addressee_and_the_date_are_data_too(project: Project) -> None:
    reviewed(project, "names_around_the_text", consent=True)
    report = read(project.data).report
    assert report.addressee == "河东县财政局绩效评价中心"
    assert str(report.dated) == "2024-03-28"


def test_an_amount_in_a_sentence_goes_to_the_source_it_belongs_to(project: Project) -> None:
    document = docx.Document(str(project.report))
    type_over(find(document, "114.6万元，"), "114.6万元", "116.4万元")
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    review = take_back(path, consent=True)
    [change] = [c for c in review.data_changes if c.state == "applied"]
    assert change.place == ("资金", "明细", 0, "执行")
    funds = read(project.data).funds
    assert funds is not None
    assert funds.sources[0].executed == Decimal("116.4")


def test_a_computed_figure_cannot_be_written_and_says_why(project: Project) -> None:
    document = docx.Document(str(project.report))
    cell(document, "监控在线率", "得分").paragraphs[0].runs[0].text = "16.66"
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    review = take_back(path, consent=True)
    [change] = review.data_changes
    assert change.state == "cannot"
    assert "由程序按数据计算" in change.why
    assert project.data.read_text(encoding="utf-8") == DATA


def test_one_value_edited_differently_in_two_places_is_asked_to_be_made_one(
    project: Project,
) -> None:
    document = docx.Document(str(project.report))
    cell(document, "监控在线率", "全年实际值（B）").paragraphs[0].runs[0].text = "96%"
    type_over(find(document, "监控在线率全年为95%"), "95%", "97%")
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    review = take_back(path, consent=True)
    assert {c.state for c in review.data_changes} == {"cannot"}
    assert "“96%”" in review.data_changes[0].why
    assert "“97%”" in review.data_changes[0].why
    assert project.data.read_text(encoding="utf-8") == DATA


def test_a_value_changed_in_the_file_meanwhile_is_shown_with_all_three_readings(
    project: Project,
) -> None:
    text = DATA.replace("实际: 95%", "实际: 94%")
    project.data.write_text(text, encoding="utf-8")
    review = reviewed(project, "cell_changed", consent=True)
    [change] = review.data_changes
    assert change.state == "open"
    assert all(value in change.why for value in ("“95%”", "“94%”", "“96.2%”"))
    assert project.data.read_text(encoding="utf-8") == text


def test_a_row_that_moved_in_the_file_meanwhile_is_still_found(project: Project) -> None:
    head, tail = DATA.split("  # 产出\n")
    first, rest = tail.split("\n", 1)
    project.data.write_text(f"{head}{rest}{first}\n", encoding="utf-8")
    review = reviewed(project, "cell_changed", consent=True)
    assert [c.state for c in review.data_changes] == ["applied"]
    rows = {row.name: row.actual for row in read(project.data).indicators}
    assert rows["监控在线率"] == "96.2%"
    assert rows["运维小区数量"] == "42个"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("95%", "97%", ("指标", 1, "实际")),
        ("老旧小区视频监控运维项目", "老旧小区视频监控养护项目", ("项目", "名称")),
        ("河东县公安局", "河东县公安局科信大队", ("项目", "主管部门")),
        ("42个小区监控全部纳入运维", "42个小区监控均已纳入运维", ("总体目标", "实际")),
        ("114.6", "115", ("资金", "明细", 0, "执行")),
        ("9.55", "10", None),
    ],
)
def test_the_attached_form_is_read_by_its_headings_and_labels(
    project: Project, old: str, new: str, place: tuple[object, ...] | None
) -> None:
    card, facts = scored(read(project.data), project.data)
    path = project.folder / "带表.docx"
    path.write_bytes(render(card, project.draft, facts, annexes=(form_annex(sheet_for(card)),)))
    document = docx.Document(str(path))
    cells = (c for table in document.tables[-2:] for row in table.rows for c in row.cells)
    target = next(c for c in cells if c.text == old)
    target.paragraphs[0].runs[0].text = new
    document.save(str(path))
    [change] = take_back(path, check=False).data_changes
    assert (change.place or None) == place
    if place is None:
        assert change.state == "cannot"
        assert "由程序按数据计算" in change.why
    else:
        assert (change.old, change.new) == (old, new)


def test_a_value_that_the_program_allotted_is_not_written_in_passing(project: Project) -> None:
    document = docx.Document(str(project.report))
    cell(document, "监控在线率", "分值").paragraphs[0].runs[0].text = "20"
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    [change] = take_back(path, consent=True).data_changes
    assert change.state == "cannot"
    assert "由程序分配" in change.why
    assert project.data.read_text(encoding="utf-8") == DATA


def test_a_value_that_breaks_the_data_file_is_refused_with_the_reason(tmp_path: Path) -> None:
    points = iter(("16", "17", "30", "10"))
    weighted = DATA
    for name in ("运维小区数量", "故障修复时间", "利用监控破获案件数", "居民满意度"):
        weighted = weighted.replace(f"名称: {name},", f"名称: {name}, 分值: {next(points)},")
    weighted = weighted.replace("    目标: ≥98%\n", "    目标: ≥98%\n    分值: 17\n")
    project = make(tmp_path, weighted)
    document = docx.Document(str(project.report))
    cell(document, "监控在线率", "分值").paragraphs[0].runs[0].text = "很多"
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    review = take_back(path, consent=True)
    [change] = review.data_changes
    assert change.state == "cannot"
    assert "不是数字" in change.why
    assert project.data.read_text(encoding="utf-8") == weighted


def test_data_are_found_by_the_project_in_the_report_among_other_files(project: Project) -> None:
    other = DATA.replace("老旧小区视频监控运维项目", "农村公路养护项目")
    (project.folder / "a.yaml").write_text(other, encoding="utf-8")
    (project.folder / "b.yaml").write_text("坏: [", encoding="utf-8")
    review = reviewed(project, "words_typed_over")
    assert review.basis.data.name == "数据.yaml"


def test_data_of_another_project_are_refused(project: Project) -> None:
    other = project.folder / "别的.yaml"
    other.write_text(DATA.replace("老旧小区视频监控运维项目", "农村公路养护"), encoding="utf-8")
    with pytest.raises(InputError, match="不是同一个项目"):
        take_back(project.report, other)


def test_the_file_alone_is_enough(project: Project) -> None:
    alone = project.folder / "别处"
    alone.mkdir()
    document = docx.Document(str(project.report))
    EDITS["sentence_added_at_the_end"](document)
    path = alone / "收到的.docx"
    document.save(str(path))
    review = take_back(path)
    data = alone / "收到的.yaml"
    assert review.basis.data == data
    assert read(data) == read(project.data)
    draft = Workspace.beside(data).load_draft()
    assert draft is not None
    assert any("县应急局" in s.text for s in draft.section("deviation_reasons").sentences)


def _without_measures(project: Project, *, marks: bool) -> Path:
    document = docx.Document(str(project.report))
    for words in ("（二）下一步改进措施", "抬高机房基座"):
        p = find(document, words)._p
        p.getparent().remove(p)
    if not marks:
        drop_bookmarks(document)
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    return path


def test_a_section_deleted_with_its_heading_stays_away_and_that_is_said(project: Project) -> None:
    review = take_back(_without_measures(project, marks=True), check=False)
    assert review.located.missing == ()
    assert not review.draft.section("improvement_measures").paragraphs
    assert any("下一步改进措施”整节连标题删去" in line for line in review.lines)
    assert not any("下一步改进措施" in line for line in review.kept)
    again = docx.Document(io.BytesIO(render(review.card, review.draft, review.facts)))
    assert "（二）下一步改进措施" not in [p.text for p in again.paragraphs]
    assert not any("抬高机房基座" in p.text for p in again.paragraphs)


def test_a_section_is_missing_where_its_bookmarks_may_have_been_lost_and_a_person_decides(
    project: Project,
) -> None:
    path = _without_measures(project, marks=False)
    review = take_back(path, check=False)
    assert review.located.missing == ("improvement_measures",)
    assert review.draft.section("improvement_measures").paragraphs
    asker = Says(missing=True)
    review = take_back(path, asker=asker, check=False)
    assert asker.sections == ["improvement_measures"]
    assert not review.draft.section("improvement_measures").paragraphs


def test_attachments_of_a_report_are_nobody_s_edit_even_in_the_file_alone(project: Project) -> None:
    card, facts = scored(read(project.data), project.data)
    annex = annex_table(
        "项目支出绩效自评表",
        ("指标", "得分"),
        [("监控在线率", "16.16")],
        notes=("注：附表由程序生成。",),
    )
    alone = project.folder / "别处"
    alone.mkdir()
    path = alone / "带附件.docx"
    path.write_bytes(render(card, project.draft, facts, annexes=(annex,)))
    review = take_back(path)
    assert not review.changes
    assert not review.data_changes
    assert not review.kept


def test_a_person_is_asked_where_a_paragraph_belongs_that_nothing_places(project: Project) -> None:
    document = docx.Document(str(project.report))
    drop_bookmarks(document)
    # no heading before it, no bookmark on it, like nothing in the draft
    first = next(p for p in document.paragraphs if p.text.startswith("按照"))
    after(first, "另请注意汛情通报的附表。")
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    asker = Says()
    asker.place = "other"
    review = take_back(path, asker=asker, check=False)
    assert asker.placed == ["另请注意汛情通报的附表。"]
    assert "另请注意汛情通报的附表。" in [s.text for s in review.draft.section("other").sentences]
