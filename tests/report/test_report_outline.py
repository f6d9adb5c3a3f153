"""The report from title to date: order, title lines, signature, list of attachments."""

from __future__ import annotations

import pytest
from docx.document import Document as Report
from hypothesis import given
from hypothesis import strategies as st
from report_factory import W, by_model, case, evaluation, read, report, styled

from assistant.model.draft import Draft, Sentence
from assistant.model.evaluation import Evaluation
from assistant.model.outline import default
from assistant.model.sections import USUAL
from assistant.report import render
from assistant.report.annex import annex_table
from assistant.report.title import WIDEST, title, title_lines, width
from assistant.word.write import gongwen


@pytest.fixture(scope="module")
def document() -> Report:
    return report()


def test_every_heading_of_the_outline_stands_in_order_at_its_level(document: Report) -> None:
    found = [
        (gongwen.HEADINGS.index(p.style.style_id) + 1, p.text)
        for p in document.paragraphs
        if p.style is not None and p.style.style_id in gongwen.HEADINGS
    ]
    assert found == [
        (heading.level, heading.title) for heading in default().printed(USUAL.__contains__)
    ]


def test_a_renamed_heading_is_printed_as_renamed() -> None:
    card, draft, facts = case()
    own = Draft(
        draft.sections, draft.model, draft.usage, {"五、其他需要说明的问题": "五、其他事项"}
    )
    texts = [p.text for p in read(render(card, own, facts)).paragraphs]
    assert "五、其他事项" in texts
    assert "五、其他需要说明的问题" not in texts


def test_title_addressee_and_opening_come_first(document: Report) -> None:
    first, blank, addressee, opening = document.paragraphs[:4]
    assert first.text.replace("\n", "") == title(evaluation())
    assert blank.text == ""
    assert addressee.text == "盐池县财政局："
    assert opening.text.startswith("按照《关于开展2021年部门项目支出绩效自评的通知》")


def test_an_addressee_with_its_own_colon_gets_no_second_one() -> None:
    assert (
        styled(report(evaluation(报告={"主送": "县财政局："})), "GwAddressee")[0].text
        == "县财政局："
    )


def test_the_yanchi_title_breaks_at_the_unit_and_before_what_belongs_together() -> None:
    assert title_lines(evaluation()) == [
        "盐池县公安局2021年度",
        "“地网工程”视频网络服务和“雪亮工程”",
        "网络安全升级项目支出绩效自评报告",
    ]


def test_a_name_that_ends_in_project_gets_no_second_project() -> None:
    assert title(_named("道路项目")) == "2023年度道路项目支出绩效自评报告"
    assert title(_named("禁毒经费", "公安局")) == "公安局2023年度禁毒经费项目支出绩效自评报告"


def _named(name: str, unit: str = "", signature: str = "") -> Evaluation:
    data = {"项目": {"名称": name, "年度": 2023, "实施单位": unit}, "报告": {"署名": signature}}
    return Evaluation.model_validate({**data, "指标": []})


def test_the_title_names_who_signs_not_the_short_name_of_the_unit() -> None:
    assert title(_named("禁毒经费", "禁毒支队", "某市公安局")).startswith("某市公安局2023年度")


@given(
    st.text(alphabet="农村公路养护工程及和资金“”（）2023、 ", min_size=1, max_size=60).filter(
        str.strip
    ),
    st.text(alphabet="某县交通运输局人民政府", max_size=16),
)
def test_lines_of_a_title_hold_all_its_words_and_fit(name: str, unit: str) -> None:
    data = _named(name, unit)
    lines = title_lines(data)
    assert "".join(lines).replace(" ", "") == title(data).replace(" ", "")
    if len(lines) > 1:
        assert max(map(width, lines)) <= WIDEST


def _left(document: Report, number: int) -> float:
    paragraph = styled(document, "GwSignature")[number]
    return int(paragraph._p.pPr.find(f"{W}ind").get(f"{W}leftChars")) / 100


def test_the_date_starts_two_characters_right_of_the_signature() -> None:
    long = report(evaluation(报告={"署名": "盐池县公安局交通警察大队"}))
    assert [p.text for p in styled(long, "GwSignature")] == [
        "盐池县公安局交通警察大队",
        "2022年5月30日",
    ]
    assert _left(long, 0) == 28 - 2 - 12
    assert _left(long, 1) - _left(long, 0) == 2


def test_a_date_longer_than_the_signature_stands_two_characters_from_the_edge(
    document: Report,
) -> None:
    assert _left(document, 1) == 28 - 2 - width("2022年5月30日")
    assert _left(document, 1) - _left(document, 0) == 2


def test_one_blank_line_stands_between_text_and_signature(document: Report) -> None:
    texts = [p.text for p in document.paragraphs]
    at = texts.index("盐池县公安局")
    assert texts[at - 1] == "" and texts[at - 2] != ""


def test_missing_addressee_signature_and_date_are_marked_and_highlighted() -> None:
    bare = report(
        evaluation(
            项目={"主管部门": "", "实施单位": ""}, 报告={"主送": "", "署名": "", "成文日期": None}
        )
    )
    for words in ("【待补充：主送机关】", "【待补充：署名】", "【待补充：成文日期】"):
        (paragraph,) = (p for p in bare.paragraphs if words in p.text)
        assert paragraph.runs[0].font.highlight_color is not None


def test_one_attachment_has_no_number_and_a_page_of_its_own() -> None:
    annex = annex_table("得分明细表", ["项", "分"], [["甲", "10"]], notes=["注：仅供核对。"])
    document = report(annexes=[annex])
    (listed,) = styled(document, "GwAttachmentList")
    assert listed.text == "附件：得分明细表"
    (ordinal,) = styled(document, "GwAttachment")
    assert ordinal.text == "附件"
    assert ordinal.paragraph_format.page_break_before
    texts = [p.text for p in document.paragraphs]
    at = texts.index("附件")
    assert texts[at + 1 : at + 4] == ["", "得分明细表", "注：仅供核对。"]


def test_several_attachments_are_numbered_and_aligned() -> None:
    annexes = [annex_table(name, ["项"], [["甲"]]) for name in ("自评表", "得分明细表")]
    document = report(annexes=annexes)
    first, second = styled(document, "GwAttachmentList")
    assert (first.text, second.text) == ("附件：1.自评表", "2.得分明细表")
    starts = [int(p._p.pPr.find(f"{W}ind").get(f"{W}leftChars")) for p in (first, second)]
    assert starts[0] == starts[1]
    assert [p.text for p in styled(document, "GwAttachment")] == ["附件1", "附件2"]


def test_a_draft_by_rules_has_no_note_on_ai(document: Report) -> None:
    assert not [p for p in document.paragraphs if "人工智能" in p.text]


def test_a_draft_by_a_model_says_so_below_the_date_and_names_the_part() -> None:
    card, draft, facts = case()
    drafted = by_model(draft, Sentence("在线率比目标低5个百分点。", ("F1",)))
    note = read(render(card, drafted, facts)).paragraphs[-1]
    assert note.text.startswith(
        "（本报告“偏离绩效目标的原因”部分的文字由人工智能（qwen2.5-test）辅助生成"
    )
    assert note.text.endswith("）")
