"""Acts of leaders in Word on the report of examples/multi, written before the code of review was read.

Each says what must come of it: words that must be held (in the next draft, proposed, or said), words that must be
gone from the next draft (or said), what must be said where no word was typed, which values may change with
`--apply-data` and which must.
"""

from __future__ import annotations

import base64
import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table
from docx.text.paragraph import Paragraph

Script = Callable[[Document], None]
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
WHO = 'w:author="李副县长" w:date="2024-03-22T09:30:00Z"'
#: one pixel, and another one
PIXELS = tuple(
    base64.b64decode(text)
    for text in (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
    )
)


@dataclass(frozen=True)
class Act:
    """One act and what must come of it."""

    kind: str
    script: Script
    held: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    said: str = ""  # a pattern
    allow: frozenset[str] = frozenset()  # patterns of paths
    must: dict[str, str] = field(default_factory=dict)
    once: tuple[str, ...] = ()
    before: Script | None = None  # what the report held when the program printed it


ACTS: dict[str, Act] = {}


def act(
    kind: str, held: str = "", gone: str = "", said: str = "", allow: str = "", once: str = "",
    must: dict[str, str] | None = None,
) -> Callable[[Script], Script]:  # fmt: skip
    """Lists are divided by |."""

    def keep(script: Script) -> Script:
        def cut(text: str) -> tuple[str, ...]:
            return tuple(filter(None, text.split("|")))

        ACTS[script.__name__] = Act(
            kind, script, cut(held), cut(gone), said, frozenset(filter(None, allow.split("|"))) | {re.escape(k) for k in must or {}},
            must or {}, cut(once),
        )  # fmt: skip
        return script

    return keep


# -- finding and writing -----------------------------------------------------------------------------------------


def par(d: Document, words: str) -> Any:
    return next(p for p in d.paragraphs if words in p.text)._p


def xml(text: str) -> Any:
    """An element from its text with short prefixes."""
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {_SPACES}", text, count=1))


def words_of(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(qn("w:t")))


def put(element: Any, old: str, new: str) -> None:
    """Types `new` over `old`, across runs."""
    texts = list(element.iter(qn("w:t")))
    start = "".join(t.text or "" for t in texts).index(old)
    end, at, rest = start + len(old), 0, new
    for t in texts:
        value = t.text or ""
        s, e = max(start - at, 0), min(end - at, len(value))
        at += len(value)
        if s < e:
            t.text, rest = value[:s] + rest + value[e:], ""
            t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def isolate(p: Any, words: str) -> Any:
    """The run that holds exactly these words, cut out of its neighbours."""
    for r in p.iter(qn("w:r")):
        text = words_of(r)
        if words in text:
            t = next(iter(r.iter(qn("w:t"))))
            head, tail = text.split(words, 1)
            for piece, after in ((head, False), (tail, True)):
                if piece:
                    other = copy.deepcopy(r)
                    next(iter(other.iter(qn("w:t")))).text = piece
                    (r.addnext if after else r.addprevious)(other)
            t.text = words
            return r
    raise LookupError(words)


def look(r: Any, *marks: str) -> None:
    props = r.find(qn("w:rPr"))
    if props is None:
        props = xml("<w:rPr/>")
        r.insert(0, props)
    for mark in marks:
        props.append(xml(mark))


def new_par(text: str, style: str = "GwText") -> Any:
    return xml(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>')


def table(d: Document, number: int) -> Any:
    return d.tables[number - 1]._tbl


def rows(tbl: Any) -> list[Any]:
    return list(tbl.findall(qn("w:tr")))


def cells(tr: Any) -> list[Any]:
    return list(tr.findall(qn("w:tc")))


def row(tbl: Any, name: str) -> Any:
    return next(r for r in rows(tbl) if any(words_of(c) == name for c in cells(r)))


def fill(tc: Any, text: str) -> None:
    texts = list(tc.iter(qn("w:t")))
    if not texts:
        p = tc.find(qn("w:p"))
        p.append(xml(f"<w:r><w:t>{text}</w:t></w:r>"))
        return
    texts[0].text = text
    for t in texts[1:]:
        t.text = ""


def ins(inner: Any, number: int = 901, kind: str = "ins") -> Any:
    """Wraps a run in a tracked insertion or deletion, in its place."""
    wrap = xml(f'<w:{kind} w:id="{number}" {WHO}/>')
    inner.addprevious(wrap)
    wrap.append(inner)
    if kind == "del":
        for t in list(inner.iter(qn("w:t"))):
            t.tag = qn("w:delText")
    return wrap


def add_part(d: Document, name: str, kind: str, content_type: str, data: str) -> str:
    part = Part(PackURI(name), content_type, data.encode("utf-8"), d.part.package)
    return str(d.part.relate_to(part, kind))


# -- paragraphs --------------------------------------------------------------------------------------------------


@act(
    "paragraphs",
    held="当年财政拨款方面，7月追加20万元用于水源井抢修。|资金到位率98.88%。",
    said="分段|拆|分成|段",
)
def paragraph_split(d: Document) -> None:
    p = par(d, "资金到位率98.88%")
    runs = p.findall(qn("w:r"))
    at = next(i for i, r in enumerate(runs) if "当年财政拨款方面" in words_of(r))
    isolate(p, "当年财政拨款方面，")
    runs = p.findall(qn("w:r"))
    at = next(i for i, r in enumerate(runs) if words_of(r).startswith("当年财政拨款方面"))
    second = xml('<w:p><w:pPr><w:pStyle w:val="GwText"/></w:pPr></w:p>')
    for r in runs[at:]:
        second.append(r)
    p.addnext(second)


@act(
    "paragraphs",
    held="由供水管理站工程股负责，2024年4月底前完成。|三是开工前与公路",
    said="合并|并|段",
)
def paragraphs_joined(d: Document) -> None:
    first, second = par(d, "二是2024年3月开工"), par(d, "三是开工前与公路")
    for r in second.findall(qn("w:r")):
        first.append(r)
    second.getparent().remove(second)


@act("paragraphs", said="标题|级别|层次|级")
def heading_one_level_up(d: Document) -> None:
    par(d, "3.项目资金管理情况分析").pPr.find(qn("w:pStyle")).set(qn("w:val"), "Heading2")


@act(
    "paragraphs",
    gone="原因是石沟村200人待管线完工后受益。",
    held="受益人口比目标少200人",
    once="石沟村200人待管线完工后受益",
)
def sentence_into_the_other_section_by_tracked_move(d: Document) -> None:
    source, target = par(d, "受益人口比目标少200人"), par(d, "四是供水管理站运行股")
    r = isolate(source, "原因是石沟村200人待管线完工后受益。")
    moved = copy.deepcopy(r)
    wrap = ins(r, 910, "moveFrom")
    wrap.addprevious(xml(f'<w:moveFromRangeStart w:id="911" w:name="move1" {WHO}/>'))
    wrap.addnext(xml('<w:moveFromRangeEnd w:id="911"/>'))
    to = xml(f'<w:moveTo w:id="912" {WHO}/>')
    to.append(moved)
    for element in (
        xml(f'<w:moveToRangeStart w:id="913" w:name="move1" {WHO}/>'),
        to,
        xml('<w:moveToRangeEnd w:id="913"/>'),
    ):
        target.append(element)


@act("paragraphs", held="水表由县级统一招标采购，中标价每块128元。")
def typed_inside_the_insertion_of_another(d: Document) -> None:
    p = par(d, "项目主要内容是改造12个村")
    for i, (who, text) in enumerate(
        (("王科长", "水表由县级"), ("李副县长", "统一招标采购，"), ("王科长", "中标价每块128元。"))
    ):
        p.append(
            xml(
                f'<w:ins w:id="{920 + i}" w:author="{who}" w:date="2024-03-22T09:3{i}:00Z"><w:r><w:t>{text}</w:t></w:r></w:ins>'
            )
        )


@act("paragraphs", held="含石沟村临时供水点2处")
def endnote_put_in(d: Document) -> None:
    data = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:endnotes xmlns:w="{_W}"><w:endnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:endnote>'
        '<w:endnote w:id="1"><w:p><w:r><w:endnoteRef/></w:r><w:r><w:t>含石沟村临时供水点2处</w:t></w:r></w:p></w:endnote></w:endnotes>'
    )
    add_part(d, "/word/endnotes.xml", RT.ENDNOTES,
             "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml", data)  # fmt: skip
    par(d, "实际完成11个村管网改造").append(xml('<w:r><w:endnoteReference w:id="1"/></w:r>'))


@act("paragraphs", held="绩效指标完成对比", said="")
def caption_with_a_counting_field(d: Document) -> None:
    p = par(d, "表3　绩效指标值与实际完成值对比表")
    for r in p.findall(qn("w:r")):
        p.remove(r)
    p.append(xml('<w:r><w:t xml:space="preserve">表</w:t></w:r>'))
    p.append(
        xml('<w:fldSimple w:instr=" SEQ 表 \\* ARABIC "><w:r><w:t>3</w:t></w:r></w:fldSimple>')
    )
    p.append(xml('<w:r><w:t xml:space="preserve">　绩效指标完成对比</w:t></w:r>'))


@act("paragraphs", gone="一是2024年4月底前完成验收|二是2024年3月开工", said="编号|一是")
def typed_numbers_become_automatic(d: Document) -> None:
    numbering = (
        d.part.numbering_part
        if any(r.reltype == RT.NUMBERING for r in d.part.rels.values())
        else None
    )
    abstract = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        '<w:lvlText w:val="%1是"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    )
    if numbering is None:
        add_part(d, "/word/numbering.xml", RT.NUMBERING,
                 "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml",
                 f'<w:numbering xmlns:w="{_W}">{abstract}</w:numbering>')  # fmt: skip
    for name, count in (
        ("一是2024年4月底前完成验收", "一是"),
        ("二是2024年3月开工", "二是"),
        ("三是开工前与公路", "三是"),
        ("四是供水管理站运行股", "四是"),
    ):
        p = par(d, name)
        put(p, count, "")
        p.pPr.append(xml('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'))


@act("layout", said="横|分节|版面|纸")
def landscape_section_around_a_table(d: Document) -> None:
    final = d.element.body.sectPr
    for where, wide in ((par(d, "各项绩效指标的年度指标值"), False), (None, True)):
        copied = copy.deepcopy(final)
        if wide:
            size = copied.find(qn("w:pgSz"))
            size.set(qn("w:w"), "16838")
            size.set(qn("w:h"), "11906")
            size.set(qn("w:orient"), "landscape")
        p = where
        if p is None:
            p = xml("<w:p><w:pPr/></w:p>")
            table(d, 3).addnext(p)
        p.get_or_add_pPr().append(copied)


@act("layout", said="分页|换页|版面")
def page_break_before_a_heading(d: Document) -> None:
    h = par(d, "三、偏离绩效目标的原因和下一步改进措施")
    h.addprevious(xml('<w:p><w:r><w:br w:type="page"/></w:r></w:p>'))


@act("paragraphs", held="示例县人民政府网水务专栏")
def pasted_from_the_web(d: Document) -> None:
    link = d.part.relate_to(
        "http://www.example.gov.cn/sw/2024.html", RT.HYPERLINK, is_external=True
    )
    par(d, "自评结果随2023年度部门决算").append(
        xml(
            f'<w:hyperlink r:id="{link}" w:history="1"><w:r><w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/><w:shd w:val="clear" w:fill="FFFFFF"/></w:rPr>'
            "<w:t>同时在示例县人民政府网水务专栏公布。</w:t></w:r></w:hyperlink>"
        )
    )


@act("paragraphs", held="全年停水投诉为零👍🏽，群众点赞👨‍👩‍👧。")
def emoji_typed(d: Document) -> None:
    par(d, "受益群众满意度为93.5%").append(
        xml("<w:r><w:t>全年停水投诉为零👍🏽，群众点赞👨‍👩‍👧。</w:t></w:r>")
    )


@act("paragraphs", held="مشروع مياه الشرب")
def right_to_left_words(d: Document) -> None:
    par(d, "项目主要内容是改造12个村").append(
        xml(
            '<w:r><w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve">（مشروع مياه الشرب）</w:t></w:r>'
        )
    )


@act(
    "lines",
    held="示例县供水服务中心|由供水服务中心财务股负责",
    gone="示例县农村供水管理站2023年度",
    allow=r"报告\.署名|项目\.实施单位|.*责任单位.*|资金\.措施|项目\..*",
    must={"报告.署名": "示例县供水服务中心"},
)
def name_of_the_unit_replaced_everywhere(d: Document) -> None:
    for p in d.element.body.iter(qn("w:p")):
        for old, new in (
            ("示例县农村供水管理站", "示例县供水服务中心"),
            ("供水管理站", "供水服务中心"),
        ):
            while old in words_of(p):
                put(p, old, new)


# -- tables ------------------------------------------------------------------------------------------------------


@act("tables", said="表|接上表", held="（接上表）")
def table_cut_in_two_with_words_between(d: Document) -> None:
    first = table(d, 3)
    second = copy.deepcopy(first)
    at = rows(first).index(row(first, "受益人口"))
    for r in rows(first)[at:]:
        first.remove(r)
    for r in rows(second)[1:at]:
        second.remove(r)
    first.addnext(second)
    first.addnext(new_par("（接上表）"))


@act("tables", held="", said="表")
def table_turned_into_text(d: Document) -> None:
    t = table(d, 2)
    for r in rows(t):
        p = xml('<w:p><w:pPr><w:pStyle w:val="GwText"/></w:pPr></w:p>')
        for i, c in enumerate(cells(r)):
            if i:
                p.append(xml("<w:r><w:tab/></w:r>"))
            p.append(xml(f'<w:r><w:t xml:space="preserve">{words_of(c)}</w:t></w:r>'))
        t.addprevious(p)
    t.getparent().remove(t)


@act("tables", held="其中：石沟村支管0.8公里")
def table_in_a_cell(d: Document) -> None:
    c = cells(row(table(d, 3), "改造供水管网长度"))[4]
    c.insert(
        1,
        xml(
            '<w:tbl><w:tblPr><w:tblW w:w="900" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>其中：石沟村支管0.8公里</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
        ),
    )


@act("tables", said="元")
def ten_thousands_become_yuan(d: Document) -> None:
    t = table(d, 2)
    put(t, "金额（单位：万元）", "金额（单位：元）")
    for r in rows(t)[2:]:
        for c in cells(r)[1:5]:
            fill(c, str(int(float(words_of(c)) * 10000)))


@act("tables", said="0.925|完成情况|小数")
def percents_as_decimals_in_the_completion(d: Document) -> None:
    for r in rows(table(d, 3))[1:-1]:
        c = cells(r)[5]
        fill(c, f"{float(words_of(c).rstrip('%')) / 100:.4g}")


@act("tables", said="0.958")
def percent_as_decimal_in_the_actual(d: Document) -> None:
    fill(cells(row(table(d, 3), "供水保证率"))[4], "0.958")


@act("tables", said="其他资金", allow=r"资金\.明细.*|资金\[其他资金\].*")
def source_of_funds_deleted(d: Document) -> None:
    r = row(table(d, 2), "其他资金")
    r.getparent().remove(r)


@act("tables", held="小计", said="小计")
def subtotal_row_put_in(d: Document) -> None:
    t = table(d, 3)
    new = copy.deepcopy(row(t, "管网改造单位造价"))
    row(t, "管网改造单位造价").addnext(new)
    for c, text in zip(cells(new), ("", "", "小计", "", "", "", "50", "46.25"), strict=True):
        fill(c, text)


@act("tables", said="次序|顺序")
def rows_sorted_by_score(d: Document) -> None:
    t = table(d, 3)
    inner = rows(t)[1:-2]
    flat = []
    above = ["", ""]
    for r in inner:
        for i in (0, 1):
            above[i] = words_of(cells(r)[i]) or above[i]
            merge = cells(r)[i].tcPr.find(qn("w:vMerge"))
            if merge is not None:
                cells(r)[i].tcPr.remove(merge)
            fill(cells(r)[i], above[i])
        flat.append(r)
    for r in sorted(flat, key=lambda r: -float(words_of(cells(r)[7]))):
        rows(t)[-3].addnext(r) if r is not rows(t)[-3] else None


@act("tables", said="栏|列")
def goal_and_actual_change_places(d: Document) -> None:
    for r in rows(table(d, 3))[:-1]:
        c = cells(r)
        c[4].addnext(c[3])


@act("tables", said="表")
def table_turned_by_a_quarter(d: Document) -> None:
    t = table(d, 2)
    grid = [[words_of(c) for c in cells(r)] for r in rows(t)[1:]]
    heads = ["资金来源", "年初预算数", "全年预算数", "到位数", "执行数", "执行率", "分值", "得分"]
    grid[0] = heads
    new = xml("<w:tbl><w:tblPr/><w:tblGrid/></w:tbl>")
    for column in zip(*grid, strict=True):
        tr = xml("<w:tr/>")
        for text in column:
            tr.append(xml(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"))
        new.append(tr)
    t.addprevious(new)
    t.getparent().remove(t)


@act("tables", said="表.*(删|没有|不在|少)|图片|图")
def table_replaced_by_a_picture(d: Document) -> None:
    t = table(d, 3)
    p = xml("<w:p/>")
    t.addprevious(p)
    Paragraph(p, d._body).add_run().add_picture(BytesIO(PIXELS[0]), width=Cm(12))
    t.getparent().remove(t)


@act("tables", said="更换水表数量")
def row_deleted_with_tracking(d: Document) -> None:
    r = row(table(d, 3), "更换水表数量")
    r.get_or_add_trPr().append(xml(f'<w:del w:id="930" {WHO}/>'))
    for run in list(r.iter(qn("w:r"))):
        ins(run, 931, "del")


ACTS["row_deleted_with_tracking"] = Act(
    "tables",
    row_deleted_with_tracking,
    said="更换水表数量",
    allow=frozenset({r"指标\[更换水表数量\].*"}),
)


@act("tables", held="新建蓄水池数量|4座", allow=r"指标\[新建蓄水池数量\].*")
def row_put_in_with_tracking(d: Document) -> None:
    t = table(d, 3)
    new = copy.deepcopy(row(t, "更换水表数量"))
    row(t, "更换水表数量").addnext(new)
    for c, text in zip(
        cells(new)[2:], ("新建蓄水池数量", "4座", "4座", "100%", "2", "2.00"), strict=True
    ):
        fill(c, text)
    new.get_or_add_trPr().append(xml(f'<w:ins w:id="940" {WHO}/>'))
    for run in list(new.iter(qn("w:r"))):
        ins(run, 941)


@act(
    "tables",
    held="更换智能水表数量|2380块",
    allow=r"指标\[更换水表数量\].*|指标\[更换智能水表数量\].*",
)
def row_renamed_and_its_value_changed(d: Document) -> None:
    r = row(table(d, 3), "更换水表数量")
    fill(cells(r)[2], "更换智能水表数量")
    fill(cells(r)[4], "2380块")


@act("tables", held="含备用60块", allow=r"指标\[更换水表数量\]\.实际")
def aside_behind_a_grouped_figure(d: Document) -> None:
    fill(cells(row(table(d, 3), "更换水表数量"))[4], "2,460 块（含备用60块）")


@act("tables", held="≥34公里", must={"指标[改造供水管网长度].目标": "≥34公里"})
def goal_changed_in_both_tables(d: Document) -> None:
    for number, column in ((1, 4), (3, 3)):
        fill(cells(row(table(d, number), "改造供水管网长度"))[column], "≥34公里")


@act("tables", held="≤9.5万元/公里", said="9.5", allow=r"指标\[管网改造单位造价\]\.目标")
def goal_changed_in_one_of_two_tables(d: Document) -> None:
    fill(cells(row(table(d, 1), "管网改造单位造价"))[4], "≤9.5万元/公里")


@act("tables", held="≥35公里|≥34公里", said="35.*34|34.*35")
def goals_of_two_tables_differ(d: Document) -> None:
    fill(cells(row(table(d, 1), "改造供水管网长度"))[4], "≥35公里")
    fill(cells(row(table(d, 3), "改造供水管网长度"))[3], "≥34公里")


@act("tables", said="得分|10.00")
def score_and_total_typed_over(d: Document) -> None:
    fill(cells(row(table(d, 3), "改造供水管网长度"))[7], "10.00")
    fill(cells(rows(table(d, 3))[-1])[-1], "95.68")


@act("tables", held="良", said="良")
def grade_lowered(d: Document) -> None:
    put(rows(table(d, 3))[-1], "自评等级：优", "自评等级：良")
    put(par(d, "本项目自评总分94.93分"), "等级为“优”", "等级为“良”")


@act(
    "tables",
    allow=r"指标\[改造供水管网长度\]\.实际",
    held="３４．５公里",
    must={"指标[改造供水管网长度].实际": "３４．５公里"},
)
def full_width_digits_in_a_cell(d: Document) -> None:
    fill(cells(row(table(d, 3), "改造供水管网长度"))[4], "３４．５公里")


@act("tables", said="三十三点三公里|没有改动")
def chinese_digits_of_the_same_value(d: Document) -> None:
    fill(cells(row(table(d, 3), "改造供水管网长度"))[4], "三十三点三公里")


@act("tables", said="管网漏损率", allow=r"指标\[管网漏损率\]\.实际")
def actual_taken_out(d: Document) -> None:
    fill(cells(row(table(d, 3), "管网漏损率"))[4], "")


@act("tables", said="—|管网漏损率")
def dash_for_an_actual(d: Document) -> None:
    fill(cells(row(table(d, 3), "管网漏损率"))[4], "—")


@act("tables", said="更换水表数量", allow=r"指标.*")
def row_copied_under_itself(d: Document) -> None:
    r = row(table(d, 3), "更换水表数量")
    r.addnext(copy.deepcopy(r))


@act("tables", said="次序|顺序|移|位置")
def table_put_into_another_section(d: Document) -> None:
    par(d, "10项绩效指标中，7项达到年度指标值").addnext(table(d, 3))


@act("tables", held="299.5", must={"资金[当年财政拨款].执行": "299.5"})
def figure_with_a_superscript_note(d: Document) -> None:
    c = cells(row(table(d, 2), "其中：当年财政拨款"))[4]
    fill(c, "299.5")
    c.find(qn("w:p")).append(
        xml('<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>①</w:t></w:r>')
    )


ACTS["figure_with_a_superscript_note"] = Act(
    "tables",
    figure_with_a_superscript_note,
    held=("299.5", "①"),
    allow=frozenset({r"资金\[当年财政拨款\]\.执行"}),
)


@act("tables", said="备注", held="财政已审")
def remark_typed_beside_the_total(d: Document) -> None:
    cells(rows(table(d, 3))[-1])[0].append(new_par("备注：财政已审", "GwCell"))


# -- comments ----------------------------------------------------------------------------------------------------


def comment(
    d: Document, element: Any, number: int, text: str, *, to: Any = None, after: str = ""
) -> None:
    """A comment on a paragraph (to the end of another)."""
    part = next(r.target_part for r in d.part.rels.values() if r.reltype == RT.COMMENTS)
    node = xml(
        f'<w:comment w:id="{number}" w:author="李副县长" w:date="2024-03-22T09:30:00Z" w:initials="李"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
    )
    if after:
        node.find(qn("w:p")).set(
            "{http://schemas.microsoft.com/office/word/2010/wordml}paraId", after
        )
    part.element.append(node)
    props = element.find(qn("w:pPr"))
    (props.addnext if props is not None else lambda e: element.insert(0, e))(
        xml(f'<w:commentRangeStart w:id="{number}"/>')
    )
    last = element if to is None else to
    last.append(xml(f'<w:commentRangeEnd w:id="{number}"/>'))
    last.append(xml(f'<w:r><w:commentReference w:id="{number}"/></w:r>'))


@act("comments", said="台账是2380块")
def comment_on_a_cell(d: Document) -> None:
    comment(
        d, cells(row(table(d, 3), "更换水表数量"))[4].find(qn("w:p")), 71, "台账是2380块，请核对"
    )


@act("comments", said="(?s)管线为什么交叉.*公路部门的复函")
def comment_with_two_questions(d: Document) -> None:
    comment(
        d,
        par(d, "改造供水管网长度比目标少2.7公里"),
        72,
        "管线为什么交叉？公路部门的复函放在哪里？",
    )


@act("comments", said="写到村")
def comment_over_three_paragraphs(d: Document) -> None:
    comment(d, par(d, "改造供水管网长度比目标"), 73, "这几条都写到村", to=par(d, "受益人口比目标"))


@act("comments", said="(?s)尾款.*解决")
def comment_resolved_with_a_reply(d: Document) -> None:
    p = par(d, "全年支出370万元")
    comment(d, p, 74, "尾款还剩多少", after="0A0B0C01")
    comment(d, p, 75, "24万元，已写", after="0A0B0C02")
    w15 = "http://schemas.microsoft.com/office/word/2012/wordml"
    add_part(d, "/word/commentsExtended.xml", "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
             "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml",
             f'<w15:commentsEx xmlns:w15="{w15}"><w15:commentEx w15:paraId="0A0B0C01" w15:done="1"/>'
             '<w15:commentEx w15:paraId="0A0B0C02" w15:paraIdParent="0A0B0C01" w15:done="1"/></w15:commentsEx>')  # fmt: skip


# -- controls, protection, comparison -------------------------------------------------------------------------------


@act("paragraphs", held="由县财政局农业股核定")
def typed_in_a_content_control(d: Document) -> None:
    p = par(d, "自评结果作为2025年项目入库")
    box = xml(
        '<w:sdt><w:sdtPr><w:alias w:val="意见"/><w:tag w:val="yj"/><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>由县财政局农业股核定。</w:t></w:r></w:sdtContent></w:sdt>'
    )
    p.append(box)


@act("paragraphs", held="督办清单由县政府办调度", gone="未完成事项列入2024年督办清单")
def paragraph_in_a_block_control(d: Document) -> None:
    p = par(d, "自评结果作为2025年项目入库")
    put(p, "，未完成事项列入2024年督办清单", "，督办清单由县政府办调度")
    box = xml('<w:sdt><w:sdtPr><w:id w:val="5"/><w:richText/></w:sdtPr><w:sdtContent/></w:sdt>')
    p.addprevious(box)
    box.find(qn("w:sdtContent")).append(p)


@act("paragraphs", held="6月、9月、11月各检查一次", gone="6月、11月各检查一次")
def protected_for_tracking(d: Document) -> None:
    d.settings.element.append(
        xml(
            '<w:documentProtection w:edit="trackedChanges" w:enforcement="1" w:hash="x" w:salt="y"/>'
        )
    )
    d.settings.element.append(xml("<w:trackRevisions/>"))
    p = par(d, "资金专账核算")
    r = isolate(p, "6月、11月")
    new = copy.deepcopy(r)
    r.addnext(new)
    next(iter(new.iter(qn("w:t")))).text = "6月、9月、11月"
    ins(new, 951)
    ins(r, 950, "del")


@act(
    "paragraphs",
    held="主要任务是改造12个行政村供水管网36公里，更换智能水表2400块。",
    gone="项目主要内容是改造12个村",
)
def result_of_comparing_two_files(d: Document) -> None:
    p = par(d, "项目主要内容是改造12个村")
    old = p.find(qn("w:r"))
    number = 960
    pieces = (
        ("del", "项目主要内容"),
        ("ins", "主要任务"),
        ("", "是改造12个"),
        ("ins", "行政"),
        ("", "村供水管网36公里，更换"),
        ("ins", "智能"),
        ("", "水表2400块。"),
    )
    for kind, text in pieces:
        r = xml(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>')
        old.addprevious(r)
        if kind:
            ins(r, number, kind)
            number += 1
    p.remove(old)


@act("looks", said="格式|加粗|粗")
def tracked_bold_only(d: Document) -> None:
    r = isolate(par(d, "其他资金到位30万元"), "其他资金到位30万元")
    look(r, "<w:b/>", f'<w:rPrChange w:id="970" {WHO}><w:rPr/></w:rPrChange>')


@act(
    "looks",
    said="隐藏",
    gone="按《项目支出绩效评价管理办法》计算，本项目自评总分94.93分，等级为“优”。",
)
def sentence_hidden_by_a_style(d: Document) -> None:
    d.styles.element.append(
        xml(
            '<w:style w:type="character" w:customStyle="1" w:styleId="Quiet"><w:name w:val="Quiet"/><w:rPr><w:vanish/></w:rPr></w:style>'
        )
    )
    r = isolate(
        par(d, "等级为“优”"),
        "按《项目支出绩效评价管理办法》计算，本项目自评总分94.93分，等级为“优”。",
    )
    props = r.find(qn("w:rPr"))
    props.insert(0, xml('<w:rStyle w:val="Quiet"/>'))


@act("marks", held="巡视、审计和财政监督未发现问题，无其他事项。", gone="【待补充】")
def placeholder_filled_in(d: Document) -> None:
    p = par(d, "【待补充】")
    put(p, words_of(p), "巡视、审计和财政监督未发现问题，无其他事项。")
    for mark in list(p.iter(qn("w:highlight"))):
        mark.getparent().remove(mark)


@act("marks", gone="【待补充】", said="", held="县审计局2024年1月出具的报告未提出问题")
def words_put_behind_a_placeholder_without_its_mark(d: Document) -> None:
    p = par(d, "【待补充】")
    put(p, "【待补充】请示例县农村供水管理站补充", "我站核查了")
    put(p, "；没有的，填写“无”。", "，县审计局2024年1月出具的报告未提出问题。")


@act("marks", gone="【待补充】", said="")
def placeholder_deleted_with_its_paragraph(d: Document) -> None:
    p = par(d, "【待补充】")
    p.getparent().remove(p)


# -- words anywhere ------------------------------------------------------------------------------------------------


@act("anywhere", held="自评结果随2023年度部门决算在县政府网站公开。", said="文本框")
def sentence_cut_into_a_text_box(d: Document) -> None:
    p = par(d, "自评结果随2023年度部门决算")
    inner = "<w:p><w:r><w:t>自评结果随2023年度部门决算在县政府网站公开。</w:t></w:r></w:p>"
    for r in p.findall(qn("w:r")):
        p.remove(r)
    p.append(xml(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="3000000" cy="600000"/><wp:docPr id="9" name="t"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>'
        f'<mc:Fallback><w:pict><v:shape style="width:200pt;height:40pt"><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
    ))  # fmt: skip


@act("anywhere", held="见第三部分第二条")
def cross_reference_put_in(d: Document) -> None:
    p = par(d, "受益群众满意度为93.5%")
    for part in (
        '<w:r><w:t xml:space="preserve">未达到的见第</w:t></w:r>', '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:instrText xml:space="preserve"> REF _Ref123 \\h </w:instrText></w:r>', '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        "<w:r><w:t>三部分第二条</w:t></w:r>", '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "<w:r><w:t>。</w:t></w:r>",
    ):  # fmt: skip
        p.append(xml(part))


@act("anywhere", held="370/400|式中按全年预算计")
def equation_put_in(d: Document) -> None:
    par(d, "全年支出370万元").append(xml("<m:oMath><m:r><m:t>=370/400</m:t></m:r></m:oMath>"))
    par(d, "全年支出370万元").append(xml("<w:r><w:t>式中按全年预算计。</w:t></w:r>"))


@act("anywhere", held="zhá|含水闸6座。")
def phonetic_guide(d: Document) -> None:
    par(d, "项目主要内容是改造12个村").append(xml(
        "<w:r><w:t>含水</w:t></w:r>"))  # fmt: skip
    par(d, "项目主要内容是改造12个村").append(xml(
        '<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/></w:rubyPr><w:rt><w:r><w:t>zhá</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>闸</w:t></w:r></w:rubyBase></w:ruby></w:r>'))  # fmt: skip
    par(d, "项目主要内容是改造12个村").append(xml("<w:r><w:t>6座。</w:t></w:r>"))


@act("anywhere", held="内部资料", said="水印|页眉|内部资料")
def watermark(d: Document) -> None:
    header = d.sections[0].header
    header.is_linked_to_previous = False
    header.paragraphs[0]._p.append(
        xml(
            '<w:r><w:pict><v:shape id="PowerPlusWaterMarkObject1" type="#_x0000_t136" style="width:400pt;height:100pt"><v:textpath style="font-family:宋体" string="内部资料"/></v:shape></w:pict></w:r>'
        )
    )


@act("anywhere", held="阅办：李")
def header_of_the_first_page(d: Document) -> None:
    section = d.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "阅办：李"


@act("lines", held="示水务〔2024〕5号")
def number_of_the_document_above_the_title(d: Document) -> None:
    d.paragraphs[0]._p.addprevious(new_par("示水务〔2024〕5号", "Normal"))


@act("lines", said="2024年度", allow=r"项目\.年度")
def year_in_the_title(d: Document) -> None:
    put(d.paragraphs[0]._p, "2023年度", "2024年度")


@act("lines", held="附件：1.项目支出绩效目标申报表")
def list_of_annexes_before_the_signature(d: Document) -> None:
    p = [x for x in d.paragraphs if x.text == "示例县农村供水管理站"][-1]._p
    p.addprevious(new_par("附件：1.项目支出绩效目标申报表"))
    p.addprevious(new_par("　　　2.资金支付凭证"))


@act("lines", held="示例县水务局办公室|2024年3月22日印发")
def imprint_table_at_the_end(d: Document) -> None:
    t = d.add_table(2, 2)
    t.cell(0, 0).text = "抄送：示例县审计局。"
    t.cell(1, 0).text = "示例县水务局办公室"
    t.cell(1, 1).text = "2024年3月22日印发"


@act("lines", said="目录|")
def table_of_contents_at_the_top(d: Document) -> None:
    at = par(d, "示例县财政局：")
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:hyperlink w:anchor="_Toc{i}"><w:r><w:t>{text}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>{i}</w:t></w:r></w:hyperlink></w:p>'
        for i, text in enumerate(
            ("一、项目绩效目标批复下达情况", "二、绩效目标完成情况分析", "五、其他需要说明的问题"),
            1,
        )
    )
    at.addprevious(
        xml(
            f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>目录</w:t></w:r></w:p>{body}</w:sdtContent></w:sdt>'
        )
    )


@act("lines", held="送审稿|二〇二四年三月")
def cover_page(d: Document) -> None:
    first = d.paragraphs[0]._p
    first.addprevious(
        xml(
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Cover Pages"/></w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>送审稿</w:t></w:r></w:p><w:p><w:r><w:t>二〇二四年三月</w:t></w:r></w:p></w:sdtContent></w:sdt>'
        )
    )


# -- sections --------------------------------------------------------------------------------------------------------


@act(
    "sections",
    held="自评结果作为2025年项目入库和预算安排的依据|自评结果随2023年度部门决算在县政府网站公开。",
    once="在县政府网站公开",
)
def two_bodies_exchanged_under_their_headings(d: Document) -> None:
    a, b = par(d, "自评结果作为2025年项目入库"), par(d, "自评结果随2023年度部门决算")
    ha, hb = par(d, "（一）结果应用情况"), par(d, "（二）结果公开情况")
    ha.addnext(b)
    hb.addnext(a)


@act("sections", held="六、下一年度工作安排|2024年计划改造石沟等3个村管网9公里。")
def new_section_at_the_end(d: Document) -> None:
    p = par(d, "【待补充】")
    p.addnext(new_par("2024年计划改造石沟等3个村管网9公里。"))
    p.addnext(new_par("六、下一年度工作安排", "Heading1"))


@act(
    "sections",
    said="结果公开情况",
    gone="自评结果随2023年度部门决算在县政府网站公开。|（二）结果公开情况",
)
def section_deleted_with_its_heading(d: Document) -> None:
    for words in ("（二）结果公开情况", "自评结果随2023年度部门决算"):
        p = par(d, words)
        p.getparent().remove(p)


@act(
    "sections",
    held="发现并退回重复报销0.3万元，已全部上缴财政。",
    once="发现并退回重复报销0.3万元，已全部上缴财政",
)
def sentence_copied_elsewhere_and_changed_there(d: Document) -> None:
    par(d, "【待补充】").addprevious(new_par("发现并退回重复报销0.3万元，已全部上缴财政。"))


@act("sections", said="重复|两", held="按规定追回")
def section_pasted_a_second_time_and_changed(d: Document) -> None:
    h, p = par(d, "3.项目资金管理情况分析"), par(d, "资金专账核算")
    h2, p2 = copy.deepcopy(h), copy.deepcopy(p)
    put(p2, "发现并退回", "发现并按规定追回")
    p.addnext(h2)
    h2.addnext(p2)


@act("paragraphs", held="3700000元", gone="全年支出370万元")
def unit_changed_in_a_sentence(d: Document) -> None:
    put(par(d, "全年支出370万元"), "全年支出370万元", "全年支出3700000元")


@act("paragraphs", held="")
def soft_returns_in_the_measures(d: Document) -> None:
    first = par(d, "一是2024年4月底前完成验收")
    for name in ("二是2024年3月开工", "三是开工前与公路", "四是供水管理站运行股"):
        p = par(d, name)
        first.append(xml("<w:r><w:br/></w:r>"))
        for r in p.findall(qn("w:r")):
            first.append(r)
        p.getparent().remove(p)


@act(
    "paragraphs",
    held="当年财政拨款、上年结转资金全部到位,其他资金到位30万元,受益户自筹的4.5万元尚未收齐,资金到位率98.88%.",
)
def punctuation_replaced_everywhere(d: Document) -> None:
    for t in par(d, "资金到位率98.88%").iter(qn("w:t")):
        t.text = (t.text or "").replace("，", ",").replace("。", ".")


@act("paragraphs", held="供水站张站长为责任人")
def typed_within_a_smart_tag(d: Document) -> None:
    par(d, "四是供水管理站运行股").append(
        xml(
            '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="PersonName"><w:smartTagPr/><w:r><w:t>供水站张站长为责任人。</w:t></w:r></w:smartTag>'
        )
    )


@act("paragraphs", held="2024-04-30前")
def hyphens_that_do_not_break(d: Document) -> None:
    r = isolate(par(d, "四是供水管理站运行股"), "2024年4月底前")
    new = xml(
        "<w:r><w:t>2024</w:t><w:noBreakHyphen/><w:t>04</w:t><w:noBreakHyphen/><w:t>30前</w:t></w:r>"
    )
    r.addnext(new)
    r.getparent().remove(r)


def picture(d: Document, data: bytes) -> None:
    Paragraph(par(d, "实际完成11个村管网改造"), d._body).add_run().add_picture(
        BytesIO(data), width=Cm(2)
    )


@act("looks", said="图")
def picture_put_behind_a_sentence(d: Document) -> None:
    picture(d, PIXELS[0])


# -- whole files -------------------------------------------------------------------------------------------------------


def typed(d: Document) -> None:
    """What is typed before another program saves the file."""
    put(par(d, "资金专账核算"), "6月、11月各检查一次", "6月、9月、11月各检查一次")
    fill(cells(row(table(d, 3), "更换水表数量"))[4], "2410块")


def one_table(d: Document) -> Table:
    """The table of actual values."""
    return d.tables[2]


def opened(data: bytes) -> Document:
    return docx.Document(BytesIO(data))
