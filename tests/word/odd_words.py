"""Words where Word, WPS and LibreOffice put them, one small body each: the XML, what reads, what is listed."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
WHO = 'w:id="7" w:author="王局长" w:date="2024-03-22T09:30:00Z"'
PROGRAM = 'w:id="8" w:author="起草助手" w:date="2024-03-22T09:30:00Z"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def r(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def table(*rows: str, before: str = "") -> str:
    return f"<w:tbl><w:tblPr/>{before}{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    made = "".join(c if c.startswith("<w:tc>") else f"<w:tc>{c}</w:tc>" for c in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{made}</w:tr>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{content}</w:tc>"


def field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> {code} </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(*paragraphs: str) -> str:
    inside = "".join(paragraphs)
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{inside}'
        "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
        f"{inside}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


@dataclass(frozen=True)
class Odd:
    """`lines` and `cells` (row by row) are what reads; `unread` are words that are listed instead."""

    body: str
    lines: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    unread: tuple[str, ...] = ()


ODD: dict[str, Odd] = {
    "symbols": Odd(
        p(r("一级"), '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', r("是"),
          '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', r("否"),
          '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', r("95%")),
        ("一级☑是□否≥95%",),
    ),
    "letters_in_a_picture_font": Odd(
        p(r("R", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'), r("达标"),
          r("\uf0a3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'), r("5天"),
          r("完成", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')),
        ("☑达标≤5天完成",),
    ),
    "hidden": Odd(p(r("明文"), r("内情", "<w:vanish/>"), r("尾", '<w:vanish w:val="0"/>')), ("明文尾",), unread=("内情",)),
    "field": Odd(p(r("共"), field("=SUM(ABOVE)", r("9")), r("项")), ("共9项",)),
    "nested_field": Odd(
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>',
          field("PAGE", r("3")),
          '<w:r><w:instrText> = 1 "甲" "乙" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>',
          r("乙"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        ("乙",), unread=("3",),
    ),
    "field_without_end": Odd(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', r("后文")) + p(r("再后")), ("后文", "再后")),
    "form_fields": Odd(
        p('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'
          '</w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>'
          '<w:r><w:fldChar w:fldCharType="end"/></w:r>', r("已验收"),
          '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="合格"/>'
          '<w:listEntry w:val="优良"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMDROPDOWN '
          '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        ("☑已验收优良",),
    ),
    "prompt": Odd(
        p(r("负责人："), "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>", r("单击此处输入文字。"),
          "</w:sdtContent></w:sdt>"),
        ("负责人：",), unread=("单击此处输入文字。",),
    ),
    "ruby": Odd(
        p("<w:r><w:ruby><w:rubyPr/><w:rt>", r("yì"), "</w:rt><w:rubyBase>", r("乂"), "</w:rubyBase></w:ruby></w:r>", r("安县")),
        ("乂安县",), unread=("yì",),
    ),
    "equation": Odd(
        p(r("得分="), "<m:oMath><m:f><m:num><m:r><m:t>57</m:t></m:r></m:num><m:den><m:r><m:t>60</m:t></m:r></m:den></m:f>"
          "<m:r><m:t>×10</m:t></m:r></m:oMath>"),
        ("得分=57/60×10",),
    ),
    "text_box": Odd(p(r("正文"), box(p(r("框中话")), table(row(p(r("框内格"))))), r("续")), ("正文续", "框中话"), (("框内格",),)),
    "text_box_in_a_cell": Odd(table(row(p(r("格"), box(p(r("框"))))))  + p(), ("框",), (("格",),)),
    "lettering": Odd(p('<w:r><w:pict><v:shape><v:textpath string="机密★"/></v:shape></w:pict></w:r>'), ("机密★",)),
    "contents": Odd(
        p(field('TOC \\o "1-3"', r("一、概况") + "<w:r><w:tab/></w:r>" + r("1"))) + p(r("一、概况")),
        ("一、概况",), unread=("一、概况 1",),
    ),
    "a_link_to_a_heading": Odd(
        p(r("详见"), f'<w:hyperlink w:anchor="_Toc12">{r("第三部分")}</w:hyperlink>', r("。")), ("详见第三部分。",)
    ),
    "tracked": Odd(
        p(r("投入"), f"<w:del {WHO}><w:r><w:delText>120</w:delText></w:r></w:del>", f"<w:ins {WHO}>{r('114')}</w:ins>", r("万元")),
        ("投入114万元",),
    ),
    "a_proposal_of_the_program": Odd(
        p(r("投入"), f"<w:del {PROGRAM}><w:r><w:delText>120</w:delText></w:r></w:del>", f"<w:ins {PROGRAM}>{r('114')}</w:ins>", r("万元")),
        ("投入120万元",),
    ),
    "a_deleted_end": Odd(p(r("前半"), properties=f"<w:rPr><w:del {WHO}/></w:rPr>") + p(r("后半")), ("前半后半",)),
    "moved": Odd(
        p(f"<w:moveFrom {WHO}>{r('先')}</w:moveFrom>", r("中")) + p(f"<w:moveTo {WHO}>{r('先')}</w:moveTo>"), ("中", "先")
    ),
    "deleted_row_and_cell": Odd(
        table(row(p(r("甲")), p(r("乙"))), row(p(r("删")), p(r("行")), properties=f"<w:del {WHO}/>"),
              row(cell(p(r("丙"))), cell(p(r("删格")), f"<w:cellDel {WHO}/>"), cell(p(r("丁"))))),
        cells=(("甲", "乙"), ("丙", "丁")),
    ),
    "nested_table": Odd(table(row(p(r("外")) + table(row(p(r("内")))) + p())), cells=(("外",), ("内",))),
    "controls_around_rows_and_cells": Odd(
        table("<w:sdt><w:sdtPr/><w:sdtContent>" + row("<w:sdt><w:sdtPr/><w:sdtContent><w:tc>" + p(r("甲")) + "</w:tc></w:sdtContent></w:sdt>", p(r("乙"))).replace("<w:tc><w:sdt>", "<w:sdt>").replace("</w:sdt></w:tc>", "</w:sdt>") + "</w:sdtContent></w:sdt>"),
        cells=(("甲", "乙"),),
    ),
    "merged": Odd(
        table(row(cell(p(r("产出")), '<w:vMerge w:val="restart"/>'), cell(p(r("数量")), '<w:gridSpan w:val="2"/>')),
              row(cell(p(), "<w:vMerge/>"), cell(p(r("质量"))), cell(p(r("≥95%"))))),
        cells=(("产出", "数量"), ("质量", "≥95%")),
    ),
    "wrappers": Odd(
        p('<w:smartTag w:element="date">', r("2023年"), "</w:smartTag>", f'<w:hyperlink r:id="rId9">{r("附件")}</w:hyperlink>',
          "<w:customXml w:element='x'>", r("清单"), "</w:customXml>"),
        ("2023年附件清单",),
    ),
    "breaks": Odd(p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:noBreakHyphen/><w:t>丙</w:t></w:r>"), ("甲 乙 -丙",)),
    "gridbefore": Odd(table(row(p(r("甲")), p(r("乙"))), row(p(r("丙")), properties='<w:gridBefore w:val="1"/>')), cells=(("甲", "乙"), ("丙",))),
}  # fmt: skip


def build(path: Path, body: str, *, header: str = "", footnote: str = "") -> Path:
    """A .docx of that body, with a header and a footnote 1 where they are given."""
    parts = {
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}<w:sectPr>"
        + ('<w:headerReference w:type="default" r:id="rId1"/>' if header else "")
        + '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    }
    links, types = [], ['<Override PartName="/word/document.xml" ContentType="' + _TYPE + '.document.main+xml"/>']  # fmt: skip
    for number, (name, kind, content) in enumerate(
        (("header1", "header", header), ("footnotes", "footnotes", footnote)), start=1
    ):
        if not content:
            continue
        tag = {"header": "hdr", "footnotes": "footnotes"}[kind]
        inner = content if kind == "header" else f'<w:footnote w:id="1">{content}</w:footnote>'
        parts[f"word/{name}.xml"] = f"<w:{tag} {SPACES}>{inner}</w:{tag}>"
        links.append(f'<Relationship Id="rId{number}" Type="{_REL}/{kind}" Target="{name}.xml"/>')
        types.append(f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>')
    space = "http://schemas.openxmlformats.org/package/2006"
    links.append(f'<Relationship Id="rId9" Type="{_REL}/hyperlink" Target="http://a.cn" TargetMode="External"/>')  # fmt: skip
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{space}/relationships">{"".join(links)}</Relationships>'  # fmt: skip
    parts["_rels/.rels"] = f'<Relationships xmlns="{space}/relationships"><Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/></Relationships>'  # fmt: skip
    parts["[Content_Types].xml"] = f'<Types xmlns="{space}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{"".join(types)}</Types>'  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    path.write_bytes(out.getvalue())
    return path
