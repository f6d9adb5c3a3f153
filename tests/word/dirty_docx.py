"""A .docx that tells all about its maker: every place where a name, a path or an id hides in a Word file."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

from odd_words import SPACES, box, field, p, r, row
from PIL import Image

#: stands wherever a clean copy must not have it
NAME = "ZHANGSAN"
#: what the page shows, in order
SHOWN = (
    "自评报告标题", "第一段正文，资金执行率95%。", "外部链接：公开网址台账邮箱", "文件名报告名作者甲引入文字链接字",
    "控件内文字", "智能标记自定义", "填写值☑勾选", "可见之后", "插入的尾", "对象", "文本框文字", "被引处见被引处", "脚注", "批注处",
)  # fmt: skip
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACE = "http://schemas.openxmlformats.org/package/2006"
_OWN = (
    f'{SPACES} xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"'
)


def png() -> bytes:
    """Forty points square, with a text chunk and a name behind the end."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + b"\xcc\x33\x33" * 40 for _ in range(40))
    head = struct.pack(">IIBBBBB", 40, 40, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"tEXt", b"Author\0" + NAME.encode())
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"") + NAME.encode()
    )  # fmt: skip


def picture(kind: str) -> bytes:
    """The same in another kind, with what that kind has for names."""
    image, out = Image.new("RGB", (40, 40), (20, 120, 40)), io.BytesIO()
    if kind == "JPEG":
        exif = Image.Exif()
        exif[0x13B] = exif[0x10E] = NAME
        image.save(out, kind, exif=exif, comment=NAME.encode())
        return out.getvalue() + NAME.encode()
    if kind == "TIFF":
        image.save(out, kind, tiffinfo={315: NAME, 270: NAME, 306: NAME})
    else:
        image.save(out, kind, comment=NAME.encode())
    return out.getvalue()


def drawing(link: str, number: int) -> str:
    """A picture with a name, alt text, a link and another form of itself."""
    about = f'name="{NAME}的照片" descr="C:\\Users\\{NAME}\\a.png" title="{NAME}"'
    return (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0" wp14:anchorId="1A2B3C4D" wp14:editId="5E6F7A8B">'
        f'<wp:extent cx="720000" cy="720000"/><wp:docPr id="{number}" {about}/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        f'<pic:cNvPr id="0" {about}><a:hlinkClick r:id="rIdLocal"/></pic:cNvPr><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{link}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
        'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="rIdSvg"/></a:ext></a:extLst></a:blip>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="720000" cy="720000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


OLE = (
    '<w:r><w:object w:dxaOrig="1440" w:dyaOrig="1440"><v:shapetype id="_x0000_t75" coordsize="21600,21600" o:spt="75" '
    'path="m@4@5l@4@11@9@11@9@5xe" filled="f" stroked="f"><v:stroke joinstyle="miter"/></v:shapetype>'
    f'<v:shape id="_x0000_i1025" type="#_x0000_t75" alt="{NAME}" o:title="{NAME}" style="width:56pt;height:56pt" o:ole="">'
    f'<v:imagedata r:id="rIdPng" o:title="{NAME}"/></v:shape><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" '
    'ShapeID="_x0000_i1025" DrawAspect="Content" ObjectID="_1" r:id="rIdOle"/></w:object></w:r>'
)
THREE_D = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="am3d"><w:drawing><am3d:model3d '
    'xmlns:am3d="http://schemas.microsoft.com/office/drawing/2017/model3d" r:embed="rIdOle"/></w:drawing></mc:Choice>'
    f"<mc:Fallback>{drawing('rIdPng', 15)}</mc:Fallback></mc:AlternateContent></w:r>"
)
INK = (
    '<w:r><mc:AlternateContent xmlns:wpi="http://schemas.microsoft.com/office/word/2010/wordprocessingInk">'
    '<mc:Choice Requires="wpi"><w:drawing><wpi:cNvPr/><w14:contentPart r:id="rIdInk"/></w:drawing></mc:Choice>'
    f"<mc:Fallback>{drawing('rIdPng', 16)}</mc:Fallback></mc:AlternateContent></w:r>"
)


def _form(kind: str, inner: str, result: str = "") -> str:
    middle = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{NAME}"/><w:helpText w:val="{NAME}"/>{inner}'
        f"</w:ffData></w:fldChar></w:r><w:r><w:instrText> {kind} </w:instrText></w:r>{middle}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


BODY = "".join((
    f"<!-- {NAME} --><?made by {NAME}?>",
    p(r("自评报告标题"), properties='<w:jc w:val="center"/>'),
    f'<w:p w:rsidR="00AA11BB" w14:paraId="12345678"><w:bookmarkStart w:id="1" w:name="{NAME}"/>'
    + r("第一段正文，资金执行率95%。") + '<w:bookmarkEnd w:id="77"/></w:p>',
    p(r("外部链接："), f'<w:hyperlink r:id="rIdWeb" w:tooltip="{NAME}">{r("公开网址")}</w:hyperlink>',
      f'<w:hyperlink r:id="rIdLocal">{r("台账")}</w:hyperlink>', f'<w:hyperlink r:id="rIdMail">{r("邮箱")}</w:hyperlink>'),
    p(r("文件名"), field("FILENAME \\p", r("报告名")), field("AUTHOR", r("作者甲")),
      field(f'INCLUDETEXT "C:\\\\{NAME}\\\\a.docx"', r("引入文字")), field(f'HYPERLINK "file:///C:/Users/{NAME}"', r("链接字"))),
    f'<w:sdt><w:sdtPr><w:alias w:val="{NAME}"/><w:tag w:val="{NAME}"/><w:dataBinding w:xpath="/{NAME}" w:storeItemID="{{1}}"/>'
    f"</w:sdtPr><w:sdtContent>{p(r('控件内文字'))}</w:sdtContent></w:sdt>",
    p(f'<w:smartTag w:uri="urn:{NAME}" w:element="PersonName"><w:smartTagPr><w:attr w:name="{NAME}" w:val="{NAME}"/>'
      f"</w:smartTagPr>{r('智能标记')}</w:smartTag>", f'<w:customXml w:element="{NAME}">{r("自定义")}</w:customXml>'),
    p(_form("FORMTEXT", f'<w:textInput><w:default w:val="{NAME}"/></w:textInput>', r("填写值")),
      _form("FORMCHECKBOX", '<w:checkBox><w:default w:val="1"/></w:checkBox>'), r("勾选")),
    p(r("可见"), r(f"{NAME}隐藏", "<w:vanish/>"), r("之后")),
    p(f'<w:ins w:id="3" w:author="{NAME}" w:date="2024-01-01T00:00:00Z">{r("插入的")}</w:ins>',
      f'<w:del w:id="4" w:author="{NAME}"><w:r><w:delText>{NAME}</w:delText></w:r></w:del>',
      f'<w:ins w:id="5" w:author="起草助手">{r(NAME)}</w:ins>', r("尾")),
    p(*(f"<w:r>{drawing(link, n)}</w:r>" for n, link in enumerate(("rIdPng", "rIdJpg", "rIdTif", "rIdGif"), 11))),
    p(OLE, r("对象")),
    p(THREE_D, INK, box(p(r("文本框文字")))),
    f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblCaption w:val="{NAME}"/><w:tblDescription w:val="{NAME}"/></w:tblPr>'
    f'<w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>{row(p(r("甲")), p(r("乙")))}</w:tbl>',
    p('<w:bookmarkStart w:id="9" w:name="ref1"/>', r("被引处"), '<w:bookmarkEnd w:id="9"/>', r("见"), field("REF ref1 \\h", r("被引处"))),
    p(r("脚注"), '<w:r><w:footnoteReference w:id="2"/></w:r>'),
    p('<w:commentRangeStart w:id="0"/>', r("批注处"), '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'),
    '<w:bookmarkEnd w:id="55"/>',
))  # fmt: skip
_SECTION = (
    '<w:sectPr w:rsidR="00AB12CD"><w:headerReference w:type="default" r:id="rIdHdr"/><w:footerReference w:type="default" '
    'r:id="rIdFtr"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" '
    'w:header="720" w:footer="720" w:gutter="0"/><w:printerSettings r:id="rIdPrn"/></w:sectPr>'
)
_LINKS = (
    ("rIdHdr", "header", "header1.xml"), ("rIdFtr", "footer", "footer1.xml"), ("rIdFn", "footnotes", "footnotes.xml"),
    ("rIdC", "comments", "comments.xml"), ("rIdSt", "styles", "styles.xml"), ("rIdSe", "settings", "settings.xml"),
    ("rIdCx", "customXml", "../customXml/item1.xml"), ("rIdPng", "image", f"media/{NAME}.png"), ("rIdJpg", "image", "media/b.jpg"),
    ("rIdTif", "image", "media/c.tif"), ("rIdGif", "image", "media/d.gif"), ("rIdU", "image", "media/unused.png"),
    ("rIdSvg", "image", "media/x.svg"), ("rIdOle", "package", "embeddings/a.xlsx"), ("rIdPrn", "printerSettings", "printer1.bin"),
    ("rIdPpl", "people", "people.xml"), ("rIdVba", "vbaProject", "vbaProject.bin"), ("rIdInk", "customXml", "ink/ink1.xml"),
    ("rIdAlt", "aFChunk", "chunk.htm"), ("rIdWeb", "hyperlink", "https://www.gov.cn/zhengce"),
    ("rIdLocal", "hyperlink", f"file:///C:/Users/{NAME}/a.xlsx"), ("rIdMail", "hyperlink", f"mailto:{NAME}@x.cn"),
)  # fmt: skip


def _rels(*rows: str) -> str:
    return f'<Relationships xmlns="{_SPACE}/relationships">{"".join(rows)}</Relationships>'


def _rel(number: str, kind: str, target: str) -> str:
    outside = ' TargetMode="External"' if ":" in target else ""
    return f'<Relationship Id="{number}" Type="{_REL}/{kind}" Target="{target}"{outside}/>'


def build(path: Path, *, body: str = BODY) -> Path:
    """Writes the file. Only what `body` names is linked from elements; all parts are there."""
    parts: dict[str, str | bytes] = {
        "word/document.xml": f'<w:document {_OWN} mc:Ignorable="w14 wp14"><w:body>{body}{_SECTION}</w:body></w:document>',
        "word/header1.xml": f"<w:hdr {_OWN}>{p(r('页眉'), field('TEMPLATE', r('模板名')))}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {_OWN}>{p(r('第'), field('PAGE', r('1')), r('页'))}</w:ftr>",
        "word/footnotes.xml": f'<w:footnotes {_OWN}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
        f'</w:footnote><w:footnote w:id="2">{p(r("脚注正文"))}</w:footnote><w:footnote w:id="3">{p(r(NAME))}</w:footnote></w:footnotes>',
        "word/comments.xml": f'<w:comments {_OWN}><w:comment w:id="0" w:author="{NAME}">{p(r(NAME))}</w:comment></w:comments>',
        "word/styles.xml": f'<w:styles {_OWN}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
        f'<w:rsid w:val="00AA11BB"/></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="zs"><w:name w:val="{NAME}"/>'
        "</w:style></w:styles>",
        "word/settings.xml": f'<w:settings {_OWN}><w:writeProtection w:hash="{NAME}"/><w:attachedTemplate r:id="rId1"/><w:mailMerge>'
        f'<w:query w:val="{NAME}"/></w:mailMerge><w:rsids><w:rsid w:val="00AA11BB"/></w:rsids><w:docVars><w:docVar w:name="{NAME}" '
        f'w:val="{NAME}"/></w:docVars><w:compat/></w:settings>',
        "word/_rels/settings.xml.rels": _rels(_rel("rId1", "attachedTemplate", f"file:///C:/Users/{NAME}/t.dotx")),
        "word/_rels/document.xml.rels": _rels(*(_rel(*link) for link in _LINKS)),
        "word/people.xml": f"<x>{NAME}</x>", "customXml/item1.xml": f"<x>{NAME}</x>", "word/ink/ink1.xml": f"<x>{NAME}</x>",
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_SPACE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{NAME}</dc:title><dc:creator>{NAME}</dc:creator></cp:coreProperties>',
        "docProps/app.xml": f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>{NAME}'
        "</Company></Properties>",
        f"word/media/{NAME}.png": png(), "word/media/b.jpg": picture("JPEG"), "word/media/c.tif": picture("TIFF"),
        "word/media/d.gif": picture("GIF"), "word/media/unused.png": png(), "docProps/thumbnail.jpeg": picture("JPEG"),
        "word/media/x.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><desc>{NAME}</desc></svg>', "word/chunk.htm": f"<html>{NAME}</html>",
        "word/embeddings/a.xlsx": NAME, "word/printer1.bin": NAME, "word/vbaProject.bin": NAME,
        "_rels/.rels": _rels(_rel("rId1", "officeDocument", "word/document.xml"), _rel("rId3", "extended-properties", "docProps/app.xml"),
            f'<Relationship Id="rId2" Type="{_SPACE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>',
            f'<Relationship Id="rId4" Type="{_SPACE}/relationships/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/>'),
    }  # fmt: skip
    kinds = {"xml": "application/xml", "rels": "application/vnd.openxmlformats-package.relationships+xml", "png": "image/png",
             "jpg": "image/jpeg", "jpeg": "image/jpeg", "tif": "image/tiff", "gif": "image/gif", "svg": "image/svg+xml",
             "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "bin": "application/octet-stream",
             "htm": "text/html"}  # fmt: skip
    types = "".join(f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in kinds.items())
    for name, kind in (("document", "document.main"), ("header1", "header"), ("footer1", "footer"), ("footnotes", "footnotes"),
                       ("comments", "comments"), ("styles", "styles"), ("settings", "settings")):  # fmt: skip
        types += f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    types += f'<Override PartName="/docProps/core.xml" ContentType="{core}"/>'
    parts["[Content_Types].xml"] = f'<Types xmlns="{_SPACE}/content-types">{types}</Types>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = NAME.encode()
        for name, data in parts.items():
            archive.writestr(name, data)
    return path
