"""Acts of an outsider on words: what is written holds together, and every act is kept or said, once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from assistant.errors import InputError
from assistant.grounding import ground
from assistant.history import data_text
from assistant.intake import read
from assistant.review.basis import scored
from assistant.review.reply import asked_words, asker, by_rules
from assistant.review.round_trip import Review, take_back
from assistant.review.show import head, tail
from assistant.word.edited import Remark
from tests.review.table_edits import reviewed, row, said, says

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def paragraph(d: Any, words: str) -> Any:
    return next(p for p in d.paragraphs if words in p.text)


def put(p: Any, old: str, new: str) -> None:
    """As typing does: in the run that holds it, else over the whole paragraph."""
    assert old in p.text
    for run in p.runs:
        if old in run.text:
            run.text = run.text.replace(old, new, 1)
            return
    whole = p.text.replace(old, new, 1)
    for run in p.runs[1:]:
        run.text = ""
    p.runs[0].text = whole


def told(review: Review) -> str:
    return "\n".join([*head(review), *tail(review)])


def test_a_number_below_the_target_that_is_said_to_be_reached_is_doubted(multi: Path) -> None:
    """The data are written first: the sentence is held against what they say then."""
    found = reviewed(multi, lambda d: put(paragraph(d, "更换水表数量2400块"), "率100%", "率99%"))
    assert any(c.new == "99%" and c.state == "applied" for c in found.data_changes)
    assert any("达到目标" in doubt.why for doubt in found.doubts), said(found)


@pytest.mark.parametrize(
    ("kind", "name"), [("chart", "图表"), ("diagram", "SmartArt图示"), ("", "内嵌对象")]
)
def test_what_is_drawn_and_is_no_picture_is_said(multi: Path, kind: str, name: str) -> None:
    def pasted(d: Any) -> None:
        p = paragraph(d, "年度总体目标")._p
        new = OxmlElement("w:p")
        inner = (
            f'<w:drawing><a:graphic xmlns:a="{_A}"><a:graphicData uri="http://schemas.openxmlformats.org/'
            f'drawingml/2006/{kind}"/></a:graphic></w:drawing>' if kind else "<w:object/>"
        )  # fmt: skip
        new.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))
        p.addnext(new)

    assert any(f"插入了{name}" in line for line in reviewed(multi, pasted).kept)


def test_a_line_break_and_a_tab_in_a_paragraph_are_said(multi: Path) -> None:
    def typed(d: Any) -> None:
        run = paragraph(d, "年度总体目标").runs[-1]._r
        run.append(OxmlElement("w:br"))
        run.append(OxmlElement("w:tab"))
        text = OxmlElement("w:t")
        text.text = "。"
        whole = run.find(qn("w:t"))
        assert whole.text.endswith("。")
        whole.text = whole.text[:-1]
        run.append(text)

    kept = "\n".join(reviewed(multi, typed).kept)
    assert "换行或制表符2处" in kept


def test_the_same_file_twice_changes_nothing_and_says_so(multi: Path) -> None:
    def act(d: Any) -> None:
        put(paragraph(d, "年度总体目标"), "年度总体目标", "全年总体目标")
        says(row(d, "供水保证率")._tr, 4, "96%")
        old = row(d, "管网漏损率")._tr
        old.getparent().remove(old)

    first = reviewed(multi, act)
    assert first.revision is not None
    written = data_text(multi / "数据.yaml")
    again = take_back(multi / "改.docx", multi / "数据.yaml", consent=True, check=False)
    assert again.revision is None
    assert data_text(multi / "数据.yaml") == written
    assert "这份改稿已收过，没有新的改动" in told(again)
    assert "→ 96%" not in told(again)


def test_a_new_row_is_not_added_twice(multi: Path) -> None:
    def act(d: Any) -> None:
        import copy

        first = row(d, "管网漏损率")._tr
        new = copy.deepcopy(first)
        for mark in [*new.iter(qn("w:bookmarkStart")), *new.iter(qn("w:bookmarkEnd"))]:
            mark.getparent().remove(mark)
        first.addnext(new)
        says(new, 2, "新增充电桩")

    assert any(c.values and c.state == "applied" for c in reviewed(multi, act).data_changes)
    written = data_text(multi / "数据.yaml")
    take_back(multi / "改.docx", multi / "数据.yaml", consent=True, check=False)
    assert data_text(multi / "数据.yaml") == written


def test_the_report_of_another_year_is_refused(multi: Path) -> None:
    data = multi / "数据.yaml"
    year = "年度: 2023"
    text = data.read_text(encoding="utf-8")
    assert year in text
    other = multi / "数据2024.yaml"
    other.write_text(text.replace(year, "年度: 2024", 1), encoding="utf-8")
    with pytest.raises(InputError, match="2023年度的报告"):
        take_back(multi / "报告.docx", other, check=False)


def test_a_year_that_was_corrected_in_the_data_is_no_other_year(multi: Path) -> None:
    data = multi / "数据.yaml"
    data.write_text(
        data.read_text(encoding="utf-8").replace("年度: 2023", "年度: 2024", 1), encoding="utf-8"
    )
    take_back(multi / "报告.docx", data, check=False)


def remarked(*said: tuple[str, str]) -> Remark:
    first, *rest = (
        Remark(n, who, "", words, "居民满意度为93.5%", 0) for n, (who, words) in enumerate(said)
    )
    return replace(first, replies=tuple(rest))


def test_a_reply_of_somebody_else_is_not_put_in_the_first_one_s_mouth() -> None:
    thread = remarked(("李局长", "谁负责？什么时候完成？"), ("张科长", "问过项目部，6月底。"))
    assert asker(thread) == "李局长"
    assert asked_words(thread).startswith("谁负责？什么时候完成？")
    assert "张科长回复：问过项目部" in asked_words(thread)


def test_what_the_program_answered_already_is_asked_no_more() -> None:
    thread = remarked(("李局长", "谁负责？"), ("起草助手", "工程股。"), ("王股长", "何时完成？"))
    assert (asker(thread), asked_words(thread)) == ("王股长", "何时完成？")


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("93.5%改为93.8%", "居民满意度为93.8%，高于90%的目标。"),
        ("这个数不对，应为97%", "居民满意度为97%，高于90%的目标。"),
        ("请把90%改成95%", "居民满意度为93.5%，高于95%的目标。"),
        ("应为3天", ""),
        ("93.5%怎么来的", ""),
    ],
)
def test_a_figure_that_a_comment_dictates_without_quotes_is_put_in(words: str, result: str) -> None:
    made = by_rules(
        remarked(("李局长", words)), "居民满意度为93.5%，高于90%的目标。", "居民满意度为93.5%"
    )
    assert (made.text if made else "") == result
    assert made is None or not made.left


def test_what_was_asked_and_taken_back_is_not_done() -> None:
    thread = remarked(("李局长", "此句删去"), ("李局长", "先不删了"))
    assert by_rules(thread, "居民满意度为93.5%。", "") is None


def test_comments_of_the_program_are_its_own_under_any_name(multi: Path) -> None:
    def garbled(d: Any) -> None:
        part = next(r.target_part for r in d.part.rels.values() if r.reltype.endswith("/comments"))
        for comment in part.element.iter(qn("w:comment")):
            comment.set(qn("w:author"), "?澚彆庤")

    assert not reviewed(multi, garbled).remarks


def test_who_made_the_file_is_not_who_edited_it(multi: Path) -> None:
    def act(d: Any) -> None:
        d.core_properties.last_modified_by = ""
        put(paragraph(d, "年度总体目标"), "年度总体目标", "全年总体目标")

    assert [c.author for c in reviewed(multi, act).changes] == ["未署名"]


def test_a_note_that_tells_another_gap_than_the_data_is_marked(multi: Path) -> None:
    def act(d: Any) -> None:
        says(row(d, "主体工程完工时间")._tr, 4, "2023年12月10日")

    found = reviewed(multi, act)
    told = next(
        s for one in found.draft.sections for s in one.sentences if "比目标晚50天" in s.text
    )
    assert told.verdict == "verify"
    assert "40天" in told.note


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("受益群众满意度为93.5%", "受益群众满意度达到95%", True),
        ("受益群众满意度为93.5%", "老年受益群众满意度为95%", False),
        ("受益群众满意度为93.5%", "受益群众满意度和知晓率为95%", False),
    ],
)
def test_a_figure_of_what_is_named_otherwise_is_not_written_unasked(
    multi: Path, old: str, new: str, written: bool
) -> None:
    found = reviewed(multi, lambda d: put(paragraph(d, old), old, new))
    states = [c.state for c in found.data_changes if c.new == "95%"]
    assert states == ["applied" if written else "open"]
    assert written or "请核对" in told(found)


def test_a_sentence_moved_and_changed_is_told_as_both_and_what_it_leaves_empty(multi: Path) -> None:
    def act(d: Any) -> None:
        gone = paragraph(d, "受益群众满意度为93.5%")
        words = gone.text.replace("高于90%", "高于90%以上")
        put(paragraph(d, "自评结果随2023年度"), "公开。", "公开。" + words)
        gone._p.getparent().remove(gone._p)

    found = reviewed(multi, act)
    moved = [c for c in found.changes if c.came_from]
    assert moved
    assert any("已没有一句话" in line for line in found.lines)


def test_a_title_that_follows_the_signature_is_said(multi: Path) -> None:
    def act(d: Any) -> None:
        own = [p for p in d.paragraphs if p.text == "示例县农村供水管理站"][-1]
        put(own, "示例县农村供水管理站", "示例县水务局")

    assert any("标题随数据改为“示例县水务局2023年度" in line for line in reviewed(multi, act).lines)


def test_a_title_alone_changes_nobody_s_signature(multi: Path) -> None:
    found = reviewed(multi, lambda d: put(d.paragraphs[0], "示例县农村供水管理站", "示例县水务局"))
    assert not found.data_changes
    assert "示例县水务局" in "".join(found.lines)


def test_paragraphs_joined_beside_an_edit_are_told(multi: Path) -> None:
    def act(d: Any) -> None:
        first = paragraph(d, "改造供水管网长度比目标少2.7公里")
        second = paragraph(d, "主体工程完工时间比要求晚50天")
        for r in list(second._p.findall(qn("w:r"))):
            first._p.append(r)
        second._p.getparent().remove(second._p)
        put(paragraph(d, "受益人口比目标少200人"), "待管线完工后受益", "在管线完工后受益")

    assert any("并段1处" in line for line in reviewed(multi, act).lines)


def test_text_that_ran_on_from_its_heading_loses_the_colon_between(multi: Path) -> None:
    def act(d: Any) -> None:
        own = paragraph(d, "自评结果随2023年度")
        own._p.getparent().remove(own._p)
        paragraph(d, "（二）结果公开情况").add_run("：2024年5月公开。")

    assert [c.after for c in reviewed(multi, act).changes if c.after] == ["2024年5月公开。"]


def test_a_source_of_money_is_no_short_name_of_an_indicator(multi: Path) -> None:
    data = multi / "数据.yaml"
    text = data.read_text(encoding="utf-8")
    assert "受益人口" in text
    data.write_text(text.replace("受益人口", "带动其他资金"), encoding="utf-8")
    _, facts = scored(read(data), data)
    assert "带动其他资金" not in ground("其他资金28.5万元。", facts, section="funds_execution").why


def test_two_people_who_reword_one_heading_are_told_of_each_other(multi: Path) -> None:
    def reword(words: str) -> Any:
        def act(d: Any) -> None:
            heading = next(p for p in d.paragraphs if p.text.startswith("（二）下一步改进措施"))
            heading.runs[0].text = f"（二）{words}"
            for run in heading.runs[1:]:
                run.text = ""

        return act

    reviewed(multi, reword("下步措施"))
    second = said(reviewed(multi, reword("下一步打算")))
    assert "先已改为“（二）下步措施”" in second
    assert "以后照后一种印" in second
    assert "冲突（标题）" not in said(reviewed(multi, reword("下一步打算")))
