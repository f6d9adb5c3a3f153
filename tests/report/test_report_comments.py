"""Comments that name source, facts and what to verify; marks that are highlighted; bookmarks."""

from __future__ import annotations

import re

from docx.document import Document as Report
from report_factory import W, by_model, case, read, report

from assistant.model.draft import Draft, Paragraph, Refused, Section, Sentence
from assistant.model.sections import USUAL, plain_title
from assistant.report import render


def _commented(document: Report) -> dict[str, str]:
    """The comment on each whole paragraph of the text, by the paragraph's bookmark."""
    texts = {str(c.comment_id): c.text for c in document.comments}
    found = {}
    for paragraph in document.element.body.iter(f"{W}p"):
        starts = [r.get(f"{W}id") for r in paragraph.iter(f"{W}commentRangeStart")]
        ends = [r.get(f"{W}id") for r in paragraph.iter(f"{W}commentRangeEnd")]
        refs = [r.get(f"{W}id") for r in paragraph.iter(f"{W}commentReference")]
        assert sorted(starts) == sorted(ends) and ends == refs
        names = [b.get(f"{W}name") for b in paragraph.iter(f"{W}bookmarkStart")]
        for name in names:
            if starts and re.search(r"_\d+$", name):
                found[name] = texts[starts[0]]
    return found


def _asks(paragraph: Paragraph) -> bool:
    return any(s.verdict == "verify" or "【待" in s.text for s in paragraph.sentences)


def test_only_a_paragraph_that_asks_for_something_has_a_comment_and_it_is_one() -> None:
    card, draft, facts = case()
    comments = _commented(read(render(card, draft, facts)))
    asking = {
        f"jx_{s.id}_{n}"
        for s in draft.sections
        for n, p in enumerate(s.paragraphs, start=1)
        if _asks(p)
    }
    assert comments.keys() == asking
    assert asking
    assert all(text.endswith("（绩效助手）") for text in comments.values())
    assert not [text for text in comments.values() if "依据：" in text or "来源：" in text]


def test_the_comment_on_a_models_paragraph_says_what_to_verify() -> None:
    card, draft, facts = case()
    drafted = by_model(
        draft,
        Sentence("在线率比目标低5个百分点。", ("F1", "F2")),
        Sentence("【待核实】设备老化是否为原因。", (), "verify", "数据没有设备的年限"),
        refused=[Refused("故障率达12%。", "数字“12%”不在事实中")],
    )
    document = read(render(card, drafted, facts))
    comment = _commented(document)["jx_deviation_reasons_1"]
    assert "请核实：数据没有设备的年限。" in comment
    assert "故障率" not in "".join(p.text for p in document.paragraphs) + comment


def test_a_persons_paragraph_has_no_comment() -> None:
    card, draft, facts = case()
    mine = Section(
        "other", plain_title("other"), (Paragraph((Sentence("无。", author="李四"),), "human"),)
    )
    own = Draft((*(s for s in draft.sections if s.id != "other"), mine), draft.model)
    assert "jx_other_1" not in _commented(read(render(card, own, facts)))


def test_comments_have_an_author() -> None:
    card, draft, facts = case()
    assert {c.author for c in read(render(card, draft, facts)).comments} == {"绩效助手"}


def test_marked_sentences_are_highlighted_and_no_others() -> None:
    card, draft, facts = case()
    drafted = by_model(
        draft,
        Sentence("已经核对。", ("F1",)),
        Sentence("可能因为雨季。", (), "verify", "雨季"),
        Sentence("【待补充】请补充点位。"),
    )
    (paragraph,) = (
        p for p in read(render(card, drafted, facts)).paragraphs if p.text.startswith("已经核对")
    )
    marked = {True: "", False: ""}
    for run in paragraph.runs:
        marked[run.font.highlight_color is not None] += run.text
    assert marked == {False: "已经核对。", True: "可能因为雨季。【待补充】请补充点位。"}


def test_bookmarks_are_unique_paired_and_hold_their_section() -> None:
    document = report()
    body = document.element.body
    starts = list(body.iter(f"{W}bookmarkStart"))
    ends = [e.get(f"{W}id") for e in body.iter(f"{W}bookmarkEnd")]
    ids = [s.get(f"{W}id") for s in starts]
    names = [s.get(f"{W}name") for s in starts]
    assert len(set(ids)) == len(ids) and sorted(ids) == sorted(ends)
    assert len(set(names)) == len(names)
    assert {f"jx_{section}" for section in USUAL} <= set(names)
    assert all(len(name) <= 40 for name in names)


def test_a_section_without_text_keeps_its_bookmark_and_asks_for_text() -> None:
    card, draft, facts = case()
    own = Draft(tuple(s for s in draft.sections if s.id != "overall"), draft.model)
    document = read(render(card, own, facts))
    (paragraph,) = (
        p
        for p in document.paragraphs
        if any(b.get(f"{W}name") == "jx_overall" for b in p._p.iter(f"{W}bookmarkStart"))
    )
    assert paragraph.text == "【待补充：总体绩效目标完成情况分析】"


def test_a_section_beyond_the_outline_is_printed_not_lost() -> None:
    card, draft, facts = case()
    mine = Section(
        "自拟 章节", "六、经验做法", (Paragraph((Sentence("联合采购节约资金。"),), "human"),)
    )
    own = Draft((*draft.sections, mine), draft.model)
    document = read(render(card, own, facts))
    texts = [p.text for p in document.paragraphs]
    assert texts.index("六、经验做法") + 1 == texts.index("联合采购节约资金。")
    names = [b.get(f"{W}name") for b in document.element.body.iter(f"{W}bookmarkStart")]
    assert not [name for name in names if " " in name]
