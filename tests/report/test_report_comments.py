"""Comments that name source, facts and what to verify; marks that are highlighted; bookmarks."""

from __future__ import annotations

import re

from docx.document import Document as Report
from report_factory import W, by_model, case, read, report

from assistant.model.draft import Draft, Paragraph, Refused, Section, Sentence
from assistant.model.sections import RECORDS, USUAL
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


def test_every_drafted_paragraph_has_a_comment_that_names_its_source_and_facts() -> None:
    card, draft, facts = case()
    comments = _commented(read(render(card, draft, facts)))
    paragraphs = {
        f"jx_{s.id}_{n}": p for s in draft.sections for n, p in enumerate(s.paragraphs, start=1)
    }
    assert comments.keys() == paragraphs.keys()
    told = {fact.id: fact.text for fact in facts}
    for name, paragraph in paragraphs.items():
        assert comments[name].startswith("来源：规则起草")
        for fact in [f for s in paragraph.sentences for f in s.facts][:5]:
            assert fact in comments[name]
            assert told[fact][:100] in comments[name] or "另有" in comments[name]


def test_a_comment_on_a_models_paragraph_says_what_to_verify_and_what_was_refused() -> None:
    card, draft, facts = case()
    drafted = by_model(
        draft,
        Sentence("在线率比目标低5个百分点。", ("F1", "F2")),
        Sentence("【待核实】设备老化是否为原因。", (), "verify", "数据没有设备的年限"),
        refused=[Refused("故障率达12%。", "数字“12%”不在事实中")],
    )
    document = read(render(card, drafted, facts))
    comment = _commented(document)["jx_deviation_reasons_1"]
    assert comment.startswith("来源：模型起草（qwen2.5-test）")
    assert facts[0].text in comment and facts[1].text in comment
    assert "数据没有设备的年限" not in comment  # that stands on its sentence
    assert "请核实：要核实的文字另有批注" in comment
    assert "没有采用的句子：故障率达12%。（数字“12%”不在事实中）" in comment
    assert "故障率" not in "".join(p.text for p in document.paragraphs)


def test_a_persons_paragraph_is_named_as_theirs() -> None:
    card, draft, facts = case()
    mine = Section(
        "other", RECORDS["other"].title, (Paragraph((Sentence("无。", author="李四"),), "human"),)
    )
    own = Draft((*(s for s in draft.sections if s.id != "other"), mine), draft.model)
    comment = _commented(read(render(card, own, facts)))["jx_other_1"]
    assert "人工改定（李四）" in comment
    assert "请核实" not in comment


def test_comments_have_an_author_and_a_long_list_of_facts_is_cut() -> None:
    card, draft, facts = case()
    many = by_model(draft, Sentence("综上。", tuple(f.id for f in facts)))
    document = read(render(card, many, facts))
    assert {c.author for c in document.comments} == {"绩效助手"}
    comment = _commented(document)["jx_deviation_reasons_1"]
    assert f"另有{len(facts) - 12}条：" in comment
    assert all(fact.id in comment for fact in facts)


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
