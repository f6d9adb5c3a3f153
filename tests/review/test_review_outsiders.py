"""What people of another house tried on a report in Word: each act is kept, proposed or said as it was."""

from __future__ import annotations

import copy
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from table_edits import MULTI, again, completion, reviewed, row, said, says

from assistant.intake import read
from assistant.review.round_trip import take_back
from assistant.review.show import tail


def funds(d: Any) -> Any:
    return next(t for t in d.tables if any("资金来源" in c.text for c in t.rows[0].cells))


def targets(d: Any) -> Any:
    return next(t for t in d.tables if t.rows[0].cells[0].text == "绩效指标")


def bare(element: Any) -> Any:
    """Without bookmarks, as a copy that Word pastes is."""
    for mark in list(element.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    return element


@pytest.mark.parametrize("word", [True, False])
def test_the_first_row_deleted_makes_no_heads_and_empties_no_name(multi: Path, word: bool) -> None:
    """Word gives the next row empty cells that begin; other programs leave cells that go on from the heads."""

    def act(d: Any) -> None:
        for table in (completion(d), targets(d)):
            gone = next(
                r for r in table.rows if any(c.text == "改造供水管网长度" for c in r.cells)
            )._tr
            for cell in gone.getnext().findall(qn("w:tc")) if word else ():
                below = cell.find(qn("w:tcPr")).find(qn("w:vMerge"))
                if below is not None:
                    below.set(qn("w:val"), "restart")
            gone.getparent().remove(gone)

    review = reviewed(multi, act, consent=False)
    assert [c.label for c in review.data_changes] == ["删去指标“改造供水管网长度”"]


def test_a_row_with_a_new_name_and_a_new_value_is_still_the_row_of_its_bookmark(
    multi: Path,
) -> None:
    def act(d: Any) -> None:
        own = row(d, "更换水表数量")._tr
        says(own, 2, "更换智能水表数量")
        says(own, 4, "2410块")

    review = reviewed(multi, act)
    changed = {c.place: (c.new, c.state) for c in review.data_changes}
    assert changed["指标", 1, "实际"] == ("2410块", "applied")
    assert changed["指标", 1, "名称"][0] == "更换智能水表数量"
    assert len(changed) == 2


def test_two_values_exchanged_are_left_for_a_person_and_the_way_is_told(multi: Path) -> None:
    def act(d: Any) -> None:
        says(row(d, "改造供水管网长度")._tr, 4, "2400块")
        says(row(d, "更换水表数量")._tr, 4, "33.3公里")

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    lines = "\n".join(tail(review))
    assert "2项数据改动要先核对" in lines
    assert "或加 --apply-data" not in lines


def test_money_typed_again_in_another_unit_is_one_line_and_its_new_number_the_data_s(
    multi: Path,
) -> None:
    def act(d: Any) -> None:
        for r in funds(d).rows:
            for n, cell in enumerate(r._tr.findall(qn("w:tc"))):
                text = "".join(t.text or "" for t in cell.iter(qn("w:t")))
                if "单位：万元" in text:
                    says(r._tr, n, text.replace("万元", "元"))
                elif re.fullmatch(r"[\d.]+", text) and 0 < n < 5:
                    says(r._tr, n, f"{(Decimal(text) * 10000).normalize():f}")
        other = next(r for r in funds(d).rows if r.cells[0].text.endswith("其他资金"))
        says(other._tr, 4, "290000")

    review = reviewed(multi, act)
    assert [(c.label, c.state) for c in review.data_changes] == [
        ("资金表的单位", "cannot"),
        ("资金“其他资金”的执行数（万元）", "applied"),
    ]
    assert read(multi / "数据.yaml").funds.sources[2].executed == Decimal(29)  # type: ignore[union-attr]


def test_an_amount_in_another_unit_of_its_kind_is_the_same_value(multi: Path) -> None:
    def act(d: Any) -> None:
        says(row(d, "改造供水管网长度")._tr, 4, "33300米")
        says(funds(d).rows[3]._tr, 1, "300.00")

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    assert {c.state for c in review.data_changes} == {"cannot"}
    assert said(review).count("写法不同") == 2


def test_a_source_put_first_takes_the_word_before_the_first_and_renames_nobody(multi: Path) -> None:
    def act(d: Any) -> None:
        first = next(r for r in funds(d).rows if r.cells[0].text == "其中：当年财政拨款")._tr
        new = bare(copy.deepcopy(first))
        first.addprevious(new)
        for n, words in enumerate(("其中：专项债券", "50", "50", "50", "48", "96%")):
            says(new, n, words)
        says(first, 0, "当年财政拨款")

    before = (multi / "数据.yaml").read_text(encoding="utf-8")
    review = reviewed(multi, act)
    assert [c.label for c in review.data_changes] == ["新增资金来源“专项债券”"]
    assert read(multi / "数据.yaml").funds.sources[0].source == "专项债券"  # type: ignore[union-attr]
    after = (multi / "数据.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in after if "专项债券" not in line] == before.splitlines()


def test_two_sources_put_in_together_keep_their_order(multi: Path) -> None:
    names = [s.source for s in read(multi / "数据.yaml").funds.sources]  # type: ignore[union-attr]
    made = ["专项债券", "社会捐赠"]

    def act(d: Any) -> None:
        first = next(r for r in funds(d).rows if names[0] in r.cells[0].text)._tr
        for name in reversed(made):
            new = bare(copy.deepcopy(first))
            first.addnext(new)
            for n, words in enumerate((name, "50", "50", "50", "48", "96%")):
                says(new, n, words)

    reviewed(multi, act)
    now = [s.source for s in read(multi / "数据.yaml").funds.sources]  # type: ignore[union-attr]
    assert now == [names[0], *made, *names[1:]]


def test_a_row_that_was_moved_is_named_with_its_new_place(multi: Path) -> None:
    def act(d: Any) -> None:
        row(d, "水质检测合格率")._tr.addnext(row(d, "改造供水管网长度")._tr)

    text = said(reviewed(multi, act, consent=False))
    assert "“改造供水管网长度”" in text
    assert "“水质检测合格率”之后" in text


def test_reasons_in_a_column_more_are_proposed_for_their_rows_and_replace_nothing_unasked(
    multi: Path,
) -> None:
    told = {
        "改造供水管网长度": "施工许可晚批。下一步4月底前完工。",
        "更换水表数量": "按计划更换",
        "三级指标": "偏差原因及改进措施",
    }

    def act(d: Any) -> None:
        for one in completion(d).rows:
            cell = one._tr.findall(qn("w:tc"))[-1]
            cell.addnext(bare(copy.deepcopy(cell)))
            says(one._tr, len(one._tr.findall(qn("w:tc"))) - 1, told.get(one.cells[2].text, ""))

    review = reviewed(multi, act)
    changes = {c.place: c for c in review.data_changes if c.place}
    assert changes["指标", 0, "原因"].state == "open"
    assert "石沟村" in changes["指标", 0, "原因"].why
    assert changes["指标", 0, "措施"].state == "open"
    assert (changes["指标", 1, "原因"].state, changes["指标", 1, "原因"].new) == (
        "applied",
        "按计划更换",
    )


def test_a_section_moved_and_numbered_anew_keeps_one_heading(multi: Path) -> None:
    def act(d: Any) -> None:
        body = list(d.element.body)
        third, fourth, fifth = (
            body.index(next(p for p in d.paragraphs if p.text.startswith(n))._p)
            for n in ("三、", "四、", "五、")
        )
        for element in body[fourth:fifth]:
            body[third].addprevious(element)
        for old, new in (("四、", "三、"), ("三、", "四、")):
            found = [
                p
                for p in d.paragraphs
                if p.text.startswith(old) and p.style.name.startswith("Heading")
            ]
            moved = found[0] if old == "四、" else found[-1]
            moved.runs[0].text = moved.runs[0].text.replace(old, new, 1)

    review = reviewed(multi, act)
    assert not review.changes
    assert "挪了位置" in said(review)
    again(multi)
    document = docx.Document(str(multi / "报告.docx"))
    titles = [p.text for p in document.paragraphs if getattr(p.style, "name", "") == "Heading 1"]
    assert [t[:2] for t in titles] == ["一、", "二、", "三、", "四、", "五、"]
    assert len({t[2:] for t in titles}) == 5


def test_a_second_unit_above_the_signature_signs_with_it(multi: Path) -> None:
    def act(d: Any) -> None:
        own = [p for p in d.paragraphs if p.text == "示例县农村供水管理站"][-1]
        new = bare(copy.deepcopy(own._p))
        own._p.addprevious(new)
        texts = list(new.iter(qn("w:t")))
        texts[0].text = "示例县水务局"

    review = reviewed(multi, act)
    assert not review.changes
    assert "署名" in said(review)
    lines = [line for line in again(multi).splitlines() if line.strip()]
    assert lines[-3:-1] == ["示例县水务局", "示例县农村供水管理站"]


def test_a_number_written_into_the_data_is_not_held_against_the_table_as_it_was(
    multi: Path,
) -> None:
    document = docx.Document(str(multi / "报告.docx"))
    sentence = next(p for p in document.paragraphs if "95.8%" in p.text and "供水保证率" in p.text)
    for run in sentence.runs:
        run.text = run.text.replace("95.8%", "96.2%")
    path = multi / "改.docx"
    document.save(str(path))
    review = take_back(path, multi / "数据.yaml", consent=True)
    applied = [c for c in review.data_changes if c.state == "applied"]
    assert applied
    assert not [f for f in review.findings if f.evidence == "96.2%"]


def test_the_table_of_targets_deleted_is_that_one_and_no_other(multi: Path) -> None:
    def act(d: Any) -> None:
        targets(d)._tbl.getparent().remove(targets(d)._tbl)

    review = reviewed(multi, act, consent=False)
    assert [c.label for c in review.data_changes] == [
        "表格（绩效指标、一级指标、二级指标、三级指标、年度指标值（A））"
    ]


def test_a_table_copied_below_itself_is_one_new_table_and_no_row_of_the_data(multi: Path) -> None:
    def act(d: Any) -> None:
        for table in (funds(d), completion(d)):
            new = bare(copy.deepcopy(table._tbl))
            table._tbl.addnext(new)
            says(new.findall(qn("w:tr"))[4], 4, "29.5")

    review = reviewed(multi, act)
    assert [(c.label[:5], c.state) for c in review.data_changes] == [("新增的表格", "cannot")] * 2
    assert all("29.5" in c.after and c.after.count("；") == 0 for c in review.data_changes)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()


def test_names_of_two_rows_exchanged_by_typing_change_no_data_and_are_said(multi: Path) -> None:
    def act(d: Any) -> None:
        one, other = row(d, "更换水表数量")._tr, row(d, "水质检测合格率")._tr
        says(one, 2, "水质检测合格率")
        says(other, 2, "更换水表数量")

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    text = said(review)
    assert "更换水表数量" in text
    assert "互换" in text


def test_more_than_is_another_target_than_at_least(multi: Path) -> None:
    review = reviewed(multi, lambda d: says(row(d, "改造供水管网长度")._tr, 3, "＞36公里"))
    [change] = review.data_changes
    assert (change.new, change.state) == ("＞36公里", "applied")


def test_a_source_renamed_to_one_that_is_there_is_refused_and_the_data_still_read(
    multi: Path,
) -> None:
    def act(d: Any) -> None:
        says(next(r for r in funds(d).rows if r.cells[0].text == "其他资金")._tr, 0, "上年结转资金")

    reviewed(multi, act)
    assert read(multi / "数据.yaml").indicators


def test_a_row_put_into_the_table_of_targets_bears_its_own_name(multi: Path) -> None:
    def act(d: Any) -> None:
        table = targets(d)
        above = next(r for r in table.rows if any(c.text == "更换水表数量" for c in r.cells))._tr
        new = bare(copy.deepcopy(above))
        above.addnext(new)
        says(new, 3, "新建加压泵站")
        says(new, 4, "≥2座")

    review = reviewed(multi, act)
    [change] = review.data_changes
    assert dict(change.values)["名称"] == "新建加压泵站"
    assert read(multi / "数据.yaml").indicators[2].name == "新建加压泵站"  # where it was put


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ("供水保证率95.8%", "山区供水保证率94.1%", "open"),
        ("供水保证率95.8%", "供水保证率达到94.1%", "applied"),
    ],
)
def test_a_number_whose_subject_changed_with_it_is_not_written_unasked(
    multi: Path, old: str, new: str, state: str
) -> None:
    def act(d: Any) -> None:
        sentence = next(p for p in d.paragraphs if old in p.text)
        sentence.runs[0].text = sentence.text.replace(old, new)
        for run in sentence.runs[1:]:
            run.text = ""

    review = reviewed(multi, act)
    assert [c.state for c in review.data_changes if c.new == "94.1%"] == [state]


def test_a_unit_changed_in_the_title_alone_stays_in_the_title(multi: Path) -> None:
    def act(d: Any) -> None:
        title = next(
            p for p in d.paragraphs if "示例县农村供水管理站" in p.text and "报告" in p.text
        )
        for run in title.runs:
            run.text = run.text.replace("示例县农村供水管理站", "示例县水务局")

    review = reviewed(multi, act)
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()
    assert "示例县水务局" in said(review)


def test_a_row_deleted_with_tracking_bears_the_name_of_who_did_it(multi: Path) -> None:
    def act(d: Any) -> None:
        own = row(d, "更换水表数量")._tr
        mark = own.get_or_add_trPr().makeelement(
            qn("w:del"),
            {qn("w:id"): "9900", qn("w:author"): "李主任", qn("w:date"): "2024-04-09T10:00:00Z"},
        )
        own.get_or_add_trPr().append(mark)

    [change] = reviewed(multi, act, consent=False).data_changes
    assert change.author == "李主任"
    assert "修订未定" in change.where


def test_points_worked_out_by_the_program_are_no_points_of_a_new_row(multi: Path) -> None:
    data = multi / "数据.yaml"
    data.write_text(
        re.sub(r"分值: \d+, ?|(?m:^    分值: \d+\n)", "", MULTI.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    again(multi)

    def act(d: Any) -> None:
        above = row(d, "更换水表数量")._tr
        new = bare(copy.deepcopy(above))
        above.addnext(new)
        says(new, 2, "新建加压泵站")

    changes = reviewed(multi, act, consent=False).data_changes
    [added] = [c for c in changes if c.values]
    assert "分值" not in dict(added.values)


def test_a_row_that_a_person_told_with_its_new_figure_is_not_told_again(multi: Path) -> None:
    def act(d: Any) -> None:
        sentence = next(p for p in d.paragraphs if "更换水表数量2400块" in p.text)
        for run in sentence.runs:
            run.text = run.text.replace("2400块", "3100块")

    reviewed(multi, act)
    assert read(multi / "数据.yaml").indicators[1].actual == "3100块"
    told = [line for line in again(multi).splitlines() if "更换水表数量3100块" in line]
    assert [line.count("更换水表数量") for line in told] == [1]


@pytest.mark.parametrize(("act", "numbered"), [("reword", False), ("lead", True)])
def test_measures_are_counted_all_or_none_beside_a_person_s_uncounted_one(
    multi: Path, act: str, numbered: bool
) -> None:
    def script(d: Any) -> None:
        first = next(p for p in d.paragraphs if p.text.startswith("一是2024年4月底前完成验收"))
        if act == "lead":
            new = bare(copy.deepcopy(first._p))
            first._p.addprevious(new)
            texts = list(new.iter(qn("w:t")))
            for text in texts:
                text.text = ""
            texts[0].text = "下一步做以下几件事。"
        else:
            first.runs[0].text = first.text.removeprefix("一是").replace("财务股", "财务科")
            for run in first.runs[1:]:
                run.text = ""

    reviewed(multi, script)
    lines = again(multi).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("（二）下一步"))
    end = next(n for n, line in enumerate(lines) if n > at and line.startswith("四、"))
    counted = [line[:2] for line in lines[at + 1 : end] if line[1:2] == "是"]
    assert bool(counted) is numbered
    assert counted == ["一是", "二是", "三是", "四是"][: len(counted)]


def test_lines_typed_beside_a_table_are_said_to_be_printed_before_it(multi: Path) -> None:
    def act(d: Any) -> None:
        table = funds(d)._tbl
        like = next(p for p in d.paragraphs if "全年支出" in p.text)._p
        for words, put in (
            ("单位：万元", table.addprevious),
            ("注：自筹以到账数为准。", table.addnext),
        ):
            new = bare(copy.deepcopy(like))
            texts = list(new.iter(qn("w:t")))
            for text in texts:
                text.text = ""
            texts[0].text = words
            put(new)

    review = reviewed(multi, act)
    assert [line for line in review.lines if "写在表的" in line] == [
        "“单位：万元”写在表的上面，出稿时印在这一节的文字里、表题的前面",
        "“注：自筹以到账数为准。”写在表的下面，出稿时印在这一节的文字里、表题的前面",
    ]


def test_one_value_in_two_forms_is_one_change(multi: Path) -> None:
    def act(d: Any) -> None:
        says(row(d, "主体工程完工时间")._tr, 4, "2023.12.15")
        says(funds(d).rows[5]._tr, 4, "30.0")
        says(funds(d).rows[5]._tr, 3, "32万元")
        for words, new in (
            ("2023年12月20日", "2023年12月15日"),
            ("其他资金28.5万元", "其他资金30万元"),
        ):
            sentence = next(p for p in d.paragraphs if words in p.text)
            sentence.runs[0].text = sentence.text.replace(words, new)
            for run in sentence.runs[1:]:
                run.text = ""

    review = reviewed(multi, act)
    assert {c.state for c in review.data_changes} == {"applied"}
    data = read(multi / "数据.yaml")
    assert data.funds is not None
    assert (data.funds.sources[2].arrived, data.funds.sources[2].executed) == (32, 30)
    assert (
        next(r for r in data.indicators if r.name == "主体工程完工时间").actual == "2023年12月15日"
    )


def test_a_row_more_of_satisfaction_is_a_row_more(multi: Path) -> None:
    def act(d: Any) -> None:
        last = row(d, "受益群众满意度")._tr
        new = bare(copy.deepcopy(last))
        last.addnext(new)
        for n, words in enumerate(
            ("满意度指标", "服务对象满意度指标", "管护员满意度", "≥85%", "91%")
        ):
            says(new, n, words)

    review = reviewed(multi, act, consent=False)
    assert [c.label for c in review.data_changes] == ["新增指标“管护员满意度”"]


def test_words_above_the_first_heading_of_a_chapter_stay_in_the_chapter(multi: Path) -> None:
    words = "根据有关规定，对自评结果作如下安排。"

    def act(d: Any) -> None:
        chapter = next(p for p in d.paragraphs if p.text.startswith("四、绩效自评结果"))
        new = bare(copy.deepcopy(next(p for p in d.paragraphs if "全年支出" in p.text)._p))
        texts = list(new.iter(qn("w:t")))
        for text in texts:
            text.text = ""
        texts[0].text = words
        chapter._p.addnext(new)

    reviewed(multi, act)
    lines = again(multi).splitlines()
    at = next(n for n, line in enumerate(lines) if words in line)
    assert any(line.startswith("四、绩效自评结果") for line in lines[:at])


def test_a_count_begins_anew_under_a_person_s_heading(multi: Path) -> None:
    def act(d: Any) -> None:
        items = [p for p in d.paragraphs if re.match(r"[三四]是", p.text)]
        heading = bare(
            copy.deepcopy(next(p for p in d.paragraphs if p.text.startswith("（二）下一步"))._p)
        )
        texts = list(heading.iter(qn("w:t")))
        for text in texts:
            text.text = ""
        texts[0].text = "（三）长效管护措施"
        items[0]._p.addprevious(heading)
        for item, number in zip(items, "一二", strict=True):
            item.runs[0].text = f"{number}是{item.text[2:]}"
            for run in item.runs[1:]:
                run.text = ""

    reviewed(multi, act)
    lines = again(multi).splitlines()
    counted = [line[:2] for line in lines if re.match(r"[一二三四]是", line)]
    assert counted[-4:] == ["一是", "二是", "一是", "二是"]


@pytest.mark.parametrize("words", ["其中：中央资金", "小计"])
def test_a_part_or_a_sum_in_the_table_of_money_is_no_source(multi: Path, words: str) -> None:
    def act(d: Any) -> None:
        first = next(r for r in funds(d).rows if r.cells[0].text == "其中：当年财政拨款")._tr
        new = bare(copy.deepcopy(first))
        first.addnext(new)
        for n, text in enumerate((words, "200", "200", "200", "190", "95%")):
            says(new, n, text)

    review = reviewed(multi, act)
    assert [c.state for c in review.data_changes] == ["cannot"]
    assert (multi / "数据.yaml").read_bytes() == MULTI.read_bytes()


def test_a_row_replaced_in_both_tables_is_written_whole(multi: Path) -> None:
    def act(d: Any) -> None:
        for table in (completion(d), targets(d)):
            own = next(r for r in table.rows if any(c.text == "更换水表数量" for c in r.cells))
            for cell in own.cells:
                for old, new in (("更换水表数量", "安装智能水表数量"),):
                    if cell.text == old:
                        cell.paragraphs[0].runs[0].text = new
        says(row(d, "安装智能水表数量")._tr, 3, "≥1500块")
        says(row(d, "安装智能水表数量")._tr, 4, "1480块")
        goal = next(
            r for r in targets(d).rows if any(c.text == "安装智能水表数量" for c in r.cells)
        )
        says(goal._tr, 4, "≥1500块")

    reviewed(multi, act)
    changed = read(multi / "数据.yaml").indicators[1]
    assert (changed.name, changed.target, changed.actual) == (
        "安装智能水表数量",
        "≥1500块",
        "1480块",
    )


def test_a_figure_of_another_sort_beside_the_new_value_hides_it_not(multi: Path) -> None:
    def act(d: Any) -> None:
        sentence = next(p for p in d.paragraphs if "受益群众满意度为93.5%" in p.text)
        sentence.runs[0].text = sentence.text.replace(
            "受益群众满意度为93.5%", "经第三方复核，受益群众满意度为92.8%"
        )
        for run in sentence.runs[1:]:
            run.text = ""

    reviewed(multi, act)
    satisfied = next(r for r in read(multi / "数据.yaml").indicators if r.name == "受益群众满意度")
    assert satisfied.actual == "92.8%"


@pytest.mark.parametrize(
    ("new", "value"), [("二〇二四年三月二十八日", "2024-03-28"), ("2024年4月1日", "2024-04-01")]
)
def test_a_day_in_words_under_the_report_is_its_day(multi: Path, new: str, value: str) -> None:
    def act(d: Any) -> None:
        line = next(p for p in d.paragraphs if p.text.strip() == "2024年3月20日")
        line.runs[0].text = new
        for run in line.runs[1:]:
            run.text = ""

    reviewed(multi, act)
    assert str(read(multi / "数据.yaml").report.dated) == value


def test_a_note_that_names_itself_gets_no_other_name(multi: Path) -> None:
    def act(d: Any) -> None:
        note = next(p for p in d.paragraphs if p.text.startswith("注：评分依据"))
        text = note.text
        note.runs[0].text = text.replace("注：", "说明：", 1)
        for run in note.runs[1:]:
            run.text = ""

    reviewed(multi, act)
    assert any(line.startswith("说明：评分依据") for line in again(multi).splitlines())
