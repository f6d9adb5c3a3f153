"""Comments stand on exactly the words that the facts do not hold, and nothing else is touched by them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from docx.document import Document as Report
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from report_factory import YANCHI, W, by_model, case, evaluation, read

from assistant.facts import Fact
from assistant.intake import read as read_data
from assistant.model.draft import Draft, Paragraph, Section, Sentence
from assistant.model.evaluation import Evaluation
from assistant.report import render
from assistant.review.finalize import finalize
from assistant.review.round_trip import human_remarks, take_back
from assistant.word import write as oxml
from assistant.word.reader import read_edited
from assistant.workspace import Workspace

SOFFICE = shutil.which("soffice")
PROPOSED = "模型拟的措施，填报材料中没有，请责任单位确认或改写"


@dataclass(frozen=True)
class Seen:
    """A comment as a program that opens the file finds it: the words in its range, and what it says."""

    words: str
    says: str


def told(**notes: str) -> Evaluation:
    """The Yanchi project, its missed row with the staff's notes."""
    rows = [{**row, **(notes if row["名称"] == "在线率" else {})} for row in YANCHI["指标"]]
    return evaluation(指标=rows)


CASE = case(told(原因="前端设备老化", 措施="6月底前更换设备"))


def fact(words: str) -> Fact:
    return next(f for f in CASE[2] if words in f.text)


def rendered(*sentences: Sentence, section: str = "deviation_reasons") -> Report:
    card, draft, facts = CASE
    if section == "deviation_reasons":
        return read(render(card, by_model(draft, *sentences), facts))
    own = Section(section, section, (Paragraph(sentences, "llm"),))
    sections = tuple(own if s.id == section else s for s in draft.sections)
    return read(render(card, Draft(sections, "qwen2.5-test"), facts))


def seen(document: Report, bookmark: str = "jx_deviation_reasons_1") -> tuple[list[Seen], str]:
    """What the one comment of a paragraph says, part by part with its words, and the paragraph's text."""
    texts = {str(c.comment_id): c.text for c in document.comments}
    (paragraph,) = (
        p
        for p in document.element.body.iter(f"{W}p")
        if any(b.get(f"{W}name") == bookmark for b in p.iter(f"{W}bookmarkStart"))
    )
    found = ranges(paragraph)
    whole = "".join(text_of(e) for e in paragraph.iter())
    assert len(found) <= 1, "one comment a paragraph at most"
    if not found:
        return [], whole
    ((number, covered),) = found.items()
    said = texts[number].removesuffix("\n（绩效助手）")
    assert said != texts[number]
    return parted(said, covered), whole


def parted(said: str, covered: str) -> list[Seen]:
    """The parts of a comment that speak of words; a single one speaks of all the words it stands on."""
    parts = [part for part in re.split(r"(?:^|\n)\d+\. ", said) if part]
    parts = [part for part in parts if not part.startswith("没有写到的")]
    if len(parts) == 1:
        return [Seen(covered, parts[0])]
    quoted = [re.match(r"“(.*?)”：", part, re.S) for part in parts]
    return [Seen(m[1] if m else "", part) for m, part in zip(quoted, parts, strict=True)]


def text_of(element: etree._Element) -> str:
    return {f"{W}t": element.text or "", f"{W}br": "\n", f"{W}tab": "\t"}.get(str(element.tag), "")


def ranges(paragraph: etree._Element) -> dict[str, str]:
    """The words in each comment's range; ids and order as a strict reader wants them."""
    words: dict[str, str] = {}
    within: set[str] = set()
    referred: set[str] = set()
    for element in paragraph.iter():
        number = element.get(f"{W}id", "")
        if element.tag == f"{W}commentRangeStart":
            assert number not in words
            words[number] = ""
            within.add(number)
        elif element.tag == f"{W}commentRangeEnd":
            within.remove(number)
        elif element.tag == f"{W}commentReference":
            assert number in words and number not in within
            referred.add(number)
        for inside in within:
            words[inside] += text_of(element)
    assert not within and referred == set(words)
    return words


def test_an_invented_number_and_an_invented_cause_are_commented_on_their_very_words() -> None:
    text = "“在线率”实际完成值为92%，因供电部门停电造成。"
    known = Sentence("“在线率”填报原因：前端设备老化。", (fact("填报原因").id,))
    comments, whole = seen(rendered(known, Sentence(text, (fact("低5个百分点").id,), "verify")))
    assert whole == known.text + text
    assert [c.words for c in comments] == ["92%", "供电部门停电"]
    number, cause = comments
    row, reason = fact("实际完成值95%"), fact("填报原因")
    assert "“92%”：数据中没有这个数。" in number.says
    assert f"对照数据：{row.text}" in number.says and "改正" in number.says
    assert cause.says.startswith("“供电部门停电”：")
    assert f"对照数据：{reason.text}" in cause.says and "“原因”" in cause.says


def test_a_claim_about_all_indicators_is_held_against_how_many_were_met() -> None:
    comments, _ = seen(rendered(Sentence("各项指标均已完成。", (), "verify")))
    (claim,) = (c for c in comments if c.words == "各项指标均已完成")
    assert f"对照数据：{fact('绩效指标共5项').text}" in claim.says


def test_a_sentence_that_the_facts_hold_carries_no_comment_and_is_not_grounded_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("grounding costs: only what is doubtful is grounded again")

    monkeypatch.setattr("assistant.grounding.ground", never)
    comments, _ = seen(rendered(Sentence("“在线率”低12个百分点。"), Sentence("全部完成。")))
    assert comments == []


def test_a_paragraph_without_doubt_has_no_comment_and_any_other_one() -> None:
    card, draft, facts = CASE
    document = read(render(card, draft, facts))
    asking = [
        p
        for s in draft.sections
        for p in s.paragraphs
        if any(x.verdict == "verify" or "【待" in x.text for x in p.sentences)
    ]
    assert (
        0 < len(document.comments) == len(asking) < sum(len(s.paragraphs) for s in draft.sections)
    )


@pytest.mark.parametrize(
    "marked", ["【待核实】{}", "{}【待核实】", "【待核实：时间】{}", " {}【待核实】 "]
)
def test_the_marking_moves_the_words_and_is_never_part_of_them(marked: str) -> None:
    bare = "“在线率”为92%，因供电部门停电造成。"
    text = marked.format(bare)
    noted = "“92%”：数据中没有这个数；“供电部门停电”：填报的原因中没有"
    comments, whole = seen(rendered(Sentence("开头。"), Sentence(text, (), "verify", noted)))
    assert whole == f"开头。{text}"
    assert [c.words for c in comments] == ["92%", "供电部门停电"]


def test_a_proposed_measure_is_commented_on_its_own_words_not_on_the_paragraph() -> None:
    text = "建议每月巡检前端设备并更换老化线缆。"
    first = Sentence("6月底前更换设备。", (fact("填报措施").id,))
    proposal = Sentence(f"{text}【待核实】", (fact("填报原因").id,), "verify", PROPOSED)
    measures = "improvement_measures"
    document = rendered(first, proposal, section=measures)
    comments, _ = seen(document, f"jx_{measures}_1")
    assert [c.words for c in comments] == [text]
    assert comments[0].says.startswith(f"请核实：{PROPOSED}。")
    assert fact("填报原因").text in comments[0].says
    assert sum(PROPOSED in c.text for c in document.comments) == 1  # no longer on the paragraph too
    alone, _ = seen(rendered(proposal, section=measures), f"jx_{measures}_1")
    assert [c.words for c in alone] == [text]


def test_a_figure_in_a_proposed_measure_is_pointed_at_besides() -> None:
    text = "建议投入48万元更换前端设备。"
    proposal = Sentence(f"{text}【待核实】", (), "verify", PROPOSED)
    comments, _ = seen(
        rendered(proposal, section="improvement_measures"), "jx_improvement_measures_1"
    )
    assert [c.words for c in comments] == [text, "48万元"]


def test_a_line_that_asks_for_something_is_commented_once() -> None:
    line = "请实施单位补充点位名单。"
    asking = Sentence(f"【待补充】{line}", (), "verify", line)
    comments, _ = seen(rendered(asking))
    assert [(c.words, c.says) for c in comments] == [
        (asking.text, "请补充：实施单位补充点位名单。")
    ]
    comments, _ = seen(rendered(Sentence("已经核对。"), asking))
    assert [c.words for c in comments] == [asking.text]
    assert comments[0].says == "请补充：实施单位补充点位名单。"


def test_faults_inside_one_another_and_next_to_one_another_make_a_sound_file() -> None:
    text = "依据《某某办法》宁财发〔2020〕5号执行。"
    note = "“《某某办法》宁财发〔2020〕5号”：不是批复；“某某”：数据中没有；与下一句二选一：这是人改过的写法"
    document = rendered(Sentence(text, (), "verify", note))
    comments, whole = seen(document)
    assert whole == text
    assert sorted(c.words for c in comments) == sorted(
        [text, "《某某办法》宁财发〔2020〕5号", "《某某办法》", "某某", "宁财发〔2020〕5号"]
    )
    (both,) = (c for c in comments if c.words == text)
    assert "与下一句二选一：这是人改过的写法。" in both.says


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("😀𠮷“在线率”为百分之九十二。", ["百分之九十二"]),
        ("“在线率”\n因供电部门\n停电，为92%。", ["供电部门 停电", "92%"]),
        ("“在线率”实际完成值为\r\n９２％，\t低三成。", ["９２％", "三成"]),
        ("\u200b“在线率”为\ufeff九成二。𠮷", ["九成二"]),
    ],
)
def test_words_are_found_whatever_stands_before_them(text: str, words: list[str]) -> None:
    comments, whole = seen(rendered(Sentence("𡃁😀。"), Sentence(text, (), "verify")))
    assert whole == f"𡃁😀。{oxml.clean(text)}"
    found = [c.words for c in comments]
    assert [w for w in found if w in words] == words


def test_words_across_a_soft_line_break_are_one_range() -> None:
    sentence = Sentence("原因是供电\n部门检修。", (), "verify", "“供电\n部门”：没有这个单位")
    comments, _ = seen(rendered(sentence))
    assert any(c.words in {"供电 部门", "供电\n部门"} for c in comments)


def test_a_conflict_told_before_the_faults_stays_on_the_sentence() -> None:
    note = "与上一句二选一：这是“张三”的写法；“92%”：数据中没有这个数"
    comments, whole = seen(rendered(Sentence("“在线率”为92%。", (), "verify", note)))
    assert [c.words for c in comments] == [whole.replace("“", "‘").replace("”", "’"), "92%"]
    assert "这是“张三”的写法。" in comments[0].says and "数据中没有这个数" in comments[1].says


def test_a_word_said_twice_is_commented_where_it_is_wrong() -> None:
    right = Sentence("“在线率”实际完成值为95%。", (fact("实际完成值95%").id,))
    wrong = Sentence("“通过检测”实际完成值为95%。", (), "verify")
    document = rendered(right, wrong)
    comments, _ = seen(document)
    assert [c.words for c in comments] == ["95%"]
    (line,) = (p for p in document.paragraphs if p.text == right.text + wrong.text)
    before = ""
    for element in line._p.iter():
        if element.tag == f"{W}commentRangeStart" and before:
            break
        before += text_of(element)
    assert before == right.text + "“通过检测”实际完成值为"


def test_what_the_stored_note_names_is_shown_though_all_the_facts_would_hold_it() -> None:
    text = "“在线率”实际完成值为95%。"
    sentence = Sentence(text, (), "verify", "“在线率”：没有这个代号")
    assert [c.words for c in seen(rendered(sentence))[0]] == ["在线率"]


def test_a_deviation_that_no_sentence_covers_is_told_on_the_paragraph() -> None:
    document = rendered(Sentence("已经核对。", (fact("填报原因").id,)))
    assert [c.text for c in document.comments if "没有写到" in c.text] == [
        "没有写到的偏离指标：“在线率”，请补写原因。\n（绩效助手）"
    ]
    covered = rendered(Sentence("“在线率”未达到年度指标值。"))
    assert not [c.text for c in covered.comments if "没有写到" in c.text]


@given(
    st.lists(
        st.text(alphabet="ab\n\t😀𠮷&<", min_size=1, max_size=6), min_size=1, max_size=4
    ).flatmap(
        lambda texts: st.tuples(
            st.just(texts),
            st.tuples(
                st.integers(0, len("".join(texts))), st.integers(0, len("".join(texts)))
            ).filter(lambda span: span[0] < span[1]),
        )
    )
)
def test_any_range_over_runs_reads_back_as_its_words(
    drawn: tuple[list[str], tuple[int, int]],
) -> None:
    texts, (start, end) = drawn
    whole = "".join(texts)
    runs = [(text, bool(n % 2)) for n, text in enumerate(texts)]
    (paragraph,) = oxml.body([oxml.paragraph("", oxml.commented(7, runs, start, end))])
    assert ranges(paragraph) == {"7": whole[start:end]}
    assert "".join(map(text_of, paragraph.iter())) == whole


DATA = """\
项目: {名称: 路口视频监控项目, 年度: 2023, 主管部门: 河东县公安局, 实施单位: 河东县公安局}
报告: {主送: 河东县财政局, 署名: 河东县公安局, 成文日期: 2024-03-20}
资金: {单位: 万元, 明细: [{来源: 县级财政拨款, 全年预算: 120, 到位: 120, 执行: 120}]}
指标:
  - {一级: 产出指标, 二级: 质量指标, 名称: 监控在线率, 目标: ≥98%, 实际: 95%, 原因: 机房进水}
  - {一级: 满意度指标, 二级: 服务对象满意度指标, 名称: 居民满意度, 目标: ≥90%, 实际: 93.5%}
"""
DOUBTFUL = "“监控在线率”为92%，因供电部门停电造成。"


@pytest.fixture
def project(tmp_path: Path) -> tuple[Path, Path]:
    """A data file, and its report with faults commented on."""
    data = tmp_path / "数据.yaml"
    data.write_text(DATA, encoding="utf-8")
    card, draft, facts = case(read_data(data), rules="cn-2020-10")
    doubtful = Sentence(f"{DOUBTFUL}【待核实】", (), "verify", "“92%”：数据中没有这个数")
    drafted = by_model(draft, Sentence("开头。"), doubtful)
    Workspace.beside(data).save_draft(drafted)
    report = tmp_path / "报告.docx"
    report.write_bytes(render(card, drafted, facts))
    return data, report


def remarked(path: Path) -> list[str]:
    """The words of the comment on the paragraph with the faults."""
    found = read_edited(path).remarks
    return [r.words for r in found if "供电" in r.words]


def test_an_untouched_report_comes_back_untouched(project: tuple[Path, Path]) -> None:
    data, report = project
    review = take_back(report, data)
    assert not (review.changes or review.data_changes or review.kept or review.remarks)
    assert remarked(report) == ["92%，因供电部门停电"]


def test_an_edit_inside_commented_words_comes_back_as_that_edit(
    project: tuple[Path, Path],
) -> None:
    data, report = project
    document = docx.Document(str(report))
    (run,) = (r for p in document.paragraphs for r in p.runs if r.text == "92%，因供电部门停电")
    run.text = "92%，因机房进水停电"
    target = report.with_name("改.docx")
    document.save(str(target))
    (change,) = take_back(target, data, check=False).changes
    assert change.after == f"{DOUBTFUL.replace('供电部门', '机房进水')}【待核实】"


def test_finalize_takes_the_comments_out_and_leaves_the_words(project: tuple[Path, Path]) -> None:
    _, report = project
    target = report.with_name("定稿.docx")
    done = finalize(report, target, force=True)
    assert done.removed["批注"] > len(remarked(report))
    with zipfile.ZipFile(target) as archive:
        assert "word/comments.xml" not in archive.namelist()
        main = archive.read("word/document.xml").decode()
    assert "comment" not in main
    assert f"开头。{DOUBTFUL}" in [p.text for p in docx.Document(str(target)).paragraphs]


def test_the_mark_is_named_once_though_comments_cut_it_into_runs(
    project: tuple[Path, Path],
) -> None:
    done = finalize(project[1], project[1].with_name("定稿.docx"), force=True)
    assert not [line for line in done.obstacles if "标黄" in line]
    assert sum(line.startswith("有“【待核实】”") and "92%" in line for line in done.obstacles) == 1


def test_two_renderings_carry_the_same_comments() -> None:
    card, draft, facts = CASE
    doubtful = by_model(draft, Sentence("“在线率”为92%，因停电造成。", (), "verify"))
    one, two = (
        zipfile.ZipFile(io.BytesIO(render(card, doubtful, facts))).read("word/document.xml")
        for _ in range(2)
    )
    assert one == two


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_the_programs_comments_are_its_own_after_rich_text_too(project: tuple[Path, Path]) -> None:
    _, report = project
    document = docx.Document(str(report))
    document.add_comment(document.paragraphs[0].runs, "标题请核。", author="王局长")
    document.save(str(report))
    folder = report.parent / "out"
    for source, kind in ((report, "rtf"), (folder / "报告.rtf", "docx:MS Word 2007 XML")):
        subprocess.run(
            [str(SOFFICE), f"-env:UserInstallation={(report.parent / 'profile').as_uri()}",
             "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    found = human_remarks(read_edited(folder / "报告.docx").remarks)
    assert [r.text for r in found] == ["标题请核。"]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_keeps_words_comments_and_bookmarks_through_odt(
    project: tuple[Path, Path],
) -> None:
    data, report = project
    folder = report.parent / "out"
    for source, kind in ((report, "odt"), (folder / "报告.odt", "docx:MS Word 2007 XML")):
        subprocess.run(
            [str(SOFFICE), f"-env:UserInstallation={(report.parent / 'profile').as_uri()}",
             "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    again = folder / "报告.docx"
    assert remarked(again) == ["92%，因供电部门停电"]
    before, after = (docx.Document(str(p)).element.body for p in (report, again))
    assert oxml.bookmark_names(after) >= oxml.bookmark_names(before)
    review = take_back(again, data)
    assert not (review.changes or review.data_changes or review.remarks)
