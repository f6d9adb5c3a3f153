"""What people do to a report in Word and WPS, each as a script over python-docx or the XML itself.

Every script takes a document and edits it in place. `EDITS` names them all.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docx_plus.comments import add_comment, reply_to_comment, resolve_comment
from docx_plus.notes import add_footnote
from docx_plus.revisions import mark_deletion, mark_insertion

Edit = Callable[[Document], None]
EDITS: dict[str, Edit] = {}
#: those that also go through LibreOffice: the ones whose traces a second program may rewrite
THROUGH_OFFICE = (
    "words_typed_over",
    "sentence_added_at_the_start",
    "paragraphs_inserted_in_three_sections",
    "paragraph_deleted",
    "tracked_insertion",
    "tracked_deletion",
    "tracked_replacement",
    "tracked_by_two_people",
    "tracked_deletion_inside_tracked_insertion",
    "tracked_move_in_a_section",
    "tracked_paragraph_inserted",
    "tracked_paragraph_deleted_with_its_end",
    "tracked_join_of_two_paragraphs",
    "paragraph_split",
    "paragraphs_joined",
    "paragraph_moved_to_another_section",
    "heading_renamed",
    "bookmarks_and_headings_lost",
    "comment_with_replies",
    "cell_changed_with_tracking",
    "row_added",
    "words_in_a_content_control",
    "words_in_a_text_box",
    "footnote_added",
    "runs_chopped_as_wps_does",
    "rare_characters",
    "spaces_tabs_and_line_breaks",
    "names_around_the_text",
    "section_at_the_end",
)
WANG, LI = "王局长", "李科长"
WHEN = datetime(2024, 3, 22, 9, 30, tzinfo=UTC)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = f'xmlns:w="{W}"'
REASON = "原因是6月汛期3处机房进水，126路摄像头停用21天。"
MEASURE = "由科信大队负责，2024年6月底前完成。"
APPLICATION = "自评结果作为2025年运维经费安排的依据。"


def edit(script: Edit) -> Edit:
    EDITS[script.__name__] = script
    return script


def find(document: Document, words: str) -> Paragraph:
    """The paragraph of the body that holds the words."""
    return next(p for p in document.paragraphs if words in p.text)


def run_with(paragraph: Paragraph, words: str) -> Any:
    return next(r for r in paragraph.runs if words in r.text)


def type_over(paragraph: Paragraph, old: str, new: str) -> None:
    run = run_with(paragraph, old)
    run.text = run.text.replace(old, new, 1)


def after(paragraph: Paragraph, text: str) -> Paragraph:
    """A new paragraph below, in the same look and outside every bookmark."""
    made = OxmlElement("w:p")
    if paragraph._p.pPr is not None:
        made.append(copy.deepcopy(paragraph._p.pPr))
    paragraph._p.addnext(made)
    new = Paragraph(made, paragraph._parent)
    new.add_run(text)
    return new


def tracked_run(kind: str, text: str, author: str = WANG, number: int = 900) -> Any:
    tag = "delText" if kind in {"del", "moveFrom"} else "t"
    return parse_xml(
        f'<w:{kind} {NS} w:id="{number}" w:author="{author}" w:date="2024-03-22T09:30:00Z">'
        f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r></w:{kind}>'
    )


def split_run(paragraph: Paragraph, words: str) -> Any:
    """A run that holds exactly these words."""
    run = run_with(paragraph, words)
    head, tail = run.text.split(words, 1)
    middle, last = copy.deepcopy(run._r), copy.deepcopy(run._r)
    run.text = head
    run._r.addnext(middle)
    middle.addnext(last)
    runs = {r._r: r for r in paragraph.runs}
    runs[middle].text, runs[last].text = words, tail
    return runs[middle]


def mark_paragraph_end(paragraph: Paragraph, kind: str, author: str = WANG) -> None:
    properties = paragraph._p.get_or_add_pPr()
    look = properties.find(qn("w:rPr"))
    if look is None:
        look = OxmlElement("w:rPr")
        properties.append(look)
    look.insert(0, parse_xml(
        f'<w:{kind} {NS} w:id="950" w:author="{author}" w:date="2024-03-22T09:30:00Z"/>'
    ))  # fmt: skip


def cell(document: Document, row: str, column: str) -> Any:
    """The cell of the row that names the indicator, under that heading."""
    for table in document.tables:
        heads = [c.text for c in table.rows[0].cells]
        if column not in heads:
            continue
        for r in table.rows:
            if any(c.text == row for c in r.cells):
                return r.cells[heads.index(column)]
    raise LookupError(row)


def drop_bookmarks(document: Document, prefix: str = "jx_") -> None:
    ids = set()
    for start in list(document.element.body.iter(qn("w:bookmarkStart"))):
        if start.get(qn("w:name")).startswith(prefix):
            ids.add(start.get(qn("w:id")))
            start.getparent().remove(start)
    for end in list(document.element.body.iter(qn("w:bookmarkEnd"))):
        if end.get(qn("w:id")) in ids:
            end.getparent().remove(end)


@edit
def words_typed_over(d: Document) -> None:
    type_over(find(d, REASON), "机房进水", "机房进水、光缆被冲断")


@edit
def sentence_added_at_the_end(d: Document) -> None:
    find(d, REASON).add_run("县应急局已于7月2日出具受灾证明。")


@edit
def sentence_added_at_the_start(d: Document) -> None:
    type_over(find(d, "监控在线率全年为95%"), "监控在线率全年", "经平台统计有误差。监控在线率全年")


@edit
def paragraph_inserted(d: Document) -> None:
    after(find(d, REASON), "另有两处杆件被车辆撞断，保险公司已理赔。")


@edit
def paragraphs_inserted_in_three_sections(d: Document) -> None:
    after(find(d, REASON), "汛期之后已逐点复查。")
    after(find(d, MEASURE), "由督察室按月通报进展。")
    after(find(d, APPLICATION), "并作为科信大队年度考核依据。")


@edit
def sentence_deleted(d: Document) -> None:
    p = find(d, REASON)
    for run in p.runs:
        run.text = run.text.replace(REASON, "")


@edit
def paragraph_deleted(d: Document) -> None:
    p = find(d, "县政府网站公开")._p
    p.getparent().remove(p)


@edit
def tracked_insertion(d: Document) -> None:
    run = find(d, MEASURE).add_run("逾期未完成的由局党委约谈。")
    mark_insertion(run, author=WANG, date=WHEN)


@edit
def tracked_deletion(d: Document) -> None:
    mark_deletion(split_run(find(d, REASON), "原因是"), author=WANG, date=WHEN)


@edit
def tracked_replacement(d: Document) -> None:
    run = split_run(find(d, MEASURE), "科信大队")
    run._r.addnext(tracked_run("ins", "科信大队会同城管局"))
    mark_deletion(run, author=WANG, date=WHEN)


@edit
def tracked_by_two_people(d: Document) -> None:
    p = find(d, MEASURE)
    p._p.append(tracked_run("ins", "资金由年度预算解决。", WANG, 901))
    p._p.append(tracked_run("ins", "必要时申请追加。", LI, 902))


@edit
def tracked_deletion_inside_tracked_insertion(d: Document) -> None:
    p = find(d, MEASURE)
    p._p.append(parse_xml(
        f'<w:ins {NS} w:id="903" w:author="{WANG}" w:date="2024-03-22T09:30:00Z">'
        '<w:r><w:t>工程质量由监理把关，</w:t></w:r>'
        f'<w:del w:id="904" w:author="{LI}" w:date="2024-03-22T10:30:00Z">'
        "<w:r><w:delText>费用另计，</w:delText></w:r></w:del>"
        "<w:r><w:t>验收合格后付款。</w:t></w:r></w:ins>"
    ))  # fmt: skip


@edit
def tracked_move_in_a_section(d: Document) -> None:
    p = find(d, REASON)
    run = split_run(p, REASON)
    text = run.text
    first = p.runs[0]._r
    start = '<w:{0}RangeStart {1} w:id="{2}" w:author="王局长" w:date="2024-03-22T09:30:00Z" w:name="m1"/>'
    first.addprevious(parse_xml(start.format("moveTo", NS, 910)))
    first.addprevious(tracked_run("moveTo", text, WANG, 911))
    first.addprevious(parse_xml(f'<w:moveToRangeEnd {NS} w:id="910"/>'))
    run._r.addprevious(parse_xml(start.format("moveFrom", NS, 912)))
    run._r.addnext(parse_xml(f'<w:moveFromRangeEnd {NS} w:id="912"/>'))
    run._r.addnext(tracked_run("moveFrom", text, WANG, 913))
    run._r.getparent().remove(run._r)


@edit
def tracked_paragraph_inserted(d: Document) -> None:
    new = after(find(d, REASON), "")
    new._p.append(tracked_run("ins", "事后查明，排水泵未通电也是原因之一。", LI, 920))
    mark_paragraph_end(new, "ins", LI)


@edit
def tracked_paragraph_deleted_with_its_end(d: Document) -> None:
    p = find(d, "县政府网站公开")
    mark_deletion(p, author=WANG, date=WHEN)
    mark_paragraph_end(p, "del")


@edit
def tracked_join_of_two_paragraphs(d: Document) -> None:
    p = find(d, REASON)
    new = after(p, "以上情况已报县政府。")
    mark_paragraph_end(p, "del")
    assert new.text


@edit
def paragraph_split(d: Document) -> None:
    p = find(d, REASON)
    run = split_run(p, REASON)
    text = run.text
    run._r.getparent().remove(run._r)
    after(p, text + "特此说明。")


@edit
def paragraphs_joined(d: Document) -> None:
    p = find(d, "县政府网站公开")
    q = find(d, APPLICATION)
    q.add_run(p.text + "公开时间为8月。")
    p._p.getparent().remove(p._p)


@edit
def paragraph_moved_to_another_section(d: Document) -> None:
    p = find(d, "河财预〔2023〕8号")
    other = find(d, "无其他需要说明的问题")
    other._p.addnext(p._p)
    p.add_run("本段移到此处说明。")


@edit
def heading_renamed(d: Document) -> None:
    p = find(d, "（二）下一步改进措施")
    for run in p.runs:
        run.text = ""
    p.runs[0].text = "（二）下一步整改措施及分工"
    find(d, MEASURE).add_run("分工见附表。")


@edit
def bookmarks_lost(d: Document) -> None:
    drop_bookmarks(d)
    find(d, REASON).add_run("书签丢失后补写的话。")
    after(find(d, MEASURE), "书签丢失后加的一段。")


@edit
def headings_lost(d: Document) -> None:
    for words in ("（一）偏离绩效目标的原因", "（二）下一步改进措施"):
        p = find(d, words)._p
        p.getparent().remove(p)
    find(d, REASON).add_run("标题删掉后补写的话。")
    find(d, MEASURE).add_run("标题删掉后补写的措施。")


@edit
def bookmarks_and_headings_lost(d: Document) -> None:
    drop_bookmarks(d)
    headings_lost(d)


@edit
def comment_added(d: Document) -> None:
    p = find(d, REASON)
    add_comment(split_run(p, "126路摄像头"), "这里写具体是哪几个小区", author=WANG)


@edit
def comment_with_replies(d: Document) -> None:
    first = add_comment(find(d, MEASURE), "由谁验收？", author=WANG)
    reply_to_comment(d, first.comment_id, "建议由纪检组验收。", author=LI)
    done = add_comment(find(d, "县政府网站公开"), "同意。", author=WANG)
    resolve_comment(d, done.comment_id)


@edit
def cell_changed(d: Document) -> None:
    cell(d, "监控在线率", "全年实际值（B）").paragraphs[0].runs[0].text = "96.2%"


@edit
def cell_changed_with_tracking(d: Document) -> None:
    p = cell(d, "居民满意度", "全年实际值（B）").paragraphs[0]
    run = p.runs[0]
    run._r.addnext(tracked_run("ins", "94.1%"))
    mark_deletion(run, author=WANG, date=WHEN)


@edit
def row_added(d: Document) -> None:
    table = next(t for t in d.tables if "全年实际值（B）" in [c.text for c in t.rows[0].cells])
    last = table.rows[3]._tr
    made = copy.deepcopy(last)
    last.addnext(made)
    row = next(r for r in table.rows if r._tr is made)
    for c, words in zip(
        row.cells, ("产出指标", "质量指标", "图像清晰率", "≥95%", "97%", "102%"), strict=False
    ):
        for r in c.paragraphs[0].runs:
            r.text = ""
        c.paragraphs[0].add_run(words)


@edit
def number_changed_in_a_sentence(d: Document) -> None:
    type_over(find(d, "监控在线率全年为95%"), "95%", "96%")


@edit
def number_spelled_out(d: Document) -> None:
    type_over(find(d, "监控在线率全年为95%"), "95%", "百分之九十六")


@edit
def words_in_a_hyperlink(d: Document) -> None:
    p = find(d, APPLICATION)
    p._p.append(
        parse_xml(
            f'<w:hyperlink {NS} w:anchor="x"><w:r><w:t>详见河东县政府网站通告。</w:t></w:r></w:hyperlink>'
        )
    )


@edit
def words_in_a_content_control(d: Document) -> None:
    p = find(d, MEASURE)
    p._p.append(
        parse_xml(
            f"<w:sdt {NS}><w:sdtContent><w:r><w:t>控件里写的一句话。</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )


@edit
def words_in_a_text_box(d: Document) -> None:
    p = find(d, REASON)
    p._p.append(parse_xml(
        f'<w:r {NS} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape style="width:100pt;height:40pt">'
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>文本框里的旁注。</w:t></w:r></w:p></w:txbxContent></v:textbox>"
        "</v:shape></w:pict></w:r>"
    ))  # fmt: skip


@edit
def footnote_added(d: Document) -> None:
    add_footnote(find(d, REASON), "数据来自县气象局汛情通报。")


@edit
def runs_chopped_as_wps_does(d: Document) -> None:
    p = find(d, REASON)
    type_over(p, "21天", "二十一天，累计影响视频回传")
    for run in list(p.runs):
        text, last = run.text, run._r
        if len(text) < 2:
            continue
        run.text = text[0]
        for sign in text[1:]:
            made = copy.deepcopy(run._r)
            last.addnext(made)
            last = made
            next(r for r in p.runs if r._r is made).text = sign
    for number, run in enumerate(p.runs):
        run._r.set(qn("w:rsidR"), f"00AB{number:04X}")
        run.font.size = Pt(16)


@edit
def rare_characters(d: Document) -> None:
    find(d, REASON).add_run("𠮷𡈽村、㐂家沟（<丙&丁>）\u201c\u2018引用\u2019\u201d各1处，①②③号杆。")


@edit
def spaces_tabs_and_line_breaks(d: Document) -> None:
    run = find(d, REASON).add_run("其一：杆件锈蚀；\n其二：\t电源老化；\n　　其三：线路外露。")
    assert "\n" in run.text


@edit
def supplied_what_was_asked_for(d: Document) -> None:
    for p in d.paragraphs:
        if "【待补充】" in p.text:
            for run in p.runs:
                run.text = ""
            p.runs[0].text = "发文机关为河东县人民政府办公室，文号河政办发〔2022〕31号。"
            return
    raise LookupError


@edit
def section_at_the_end(d: Document) -> None:
    last = d.paragraphs[-1]
    after(after(last, "六、下一年度工作打算"), "计划新增8个小区的监控点位。")


@edit
def names_around_the_text(d: Document) -> None:
    p = find(d, "河东县财政局：")
    for run in p.runs:
        run.text = run.text.replace("河东县财政局", "河东县财政局绩效评价中心")
    q = next(p for p in d.paragraphs if p.text.strip() == "2024年3月20日")
    for run in q.runs:
        run.text = run.text.replace("3月20日", "3月28日")


@edit
def section_emptied(d: Document) -> None:
    p = find(d, MEASURE)
    for run in list(p.runs):
        run._r.getparent().remove(run._r)


@edit
def paragraph_copied(d: Document) -> None:
    p = find(d, APPLICATION)
    after(p, p.text.strip())


@edit
def table_added(d: Document) -> None:
    table = d.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, (("点位", "停用天数"), ("桥南小区", "21天")), strict=True):
        for c, word in zip(row.cells, words, strict=True):
            c.text = word
    find(d, REASON)._p.addnext(table._tbl)


@edit
def rewritten_from_scratch(d: Document) -> None:
    p = find(d, REASON)
    for run in p.runs:
        run.text = ""
    p.runs[0].text = "去年夏天雨水大，几处设备间被淹，整改用了三周，所以没能达到要求。"


@edit
def caption_and_header(d: Document) -> None:
    p = find(d, "表3")
    p.runs[0].text = p.runs[0].text.replace("对比表", "对比情况一览表")
    header = d.sections[0].header
    header.is_linked_to_previous = False
    header.paragraphs[0].text = "河东县公安局内部审阅稿"


@edit
def heading_run_into_the_text(d: Document) -> None:
    heading, text = find(d, "（一）偏离绩效目标的原因"), find(d, REASON)
    words = text.text
    text._p.getparent().remove(text._p)
    heading.add_run(words + "合并成一段了。")


@edit
def heading_renamed_beyond_recognition(d: Document) -> None:
    p = find(d, "（一）偏离绩效目标的原因")
    for run in p.runs:
        run.text = ""
    p.runs[0].text = "（一）未达标情况"
    find(d, REASON).add_run("标题是重拟的。")
