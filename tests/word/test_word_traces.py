"""Traces in places that nobody listed before: planted one by one, none is left in the clean copy; the page is the same."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from dirty_docx import NAME, build, png
from odd_words import field as coded
from odd_words import p, r
from PIL import Image, ImageChops, PngImagePlugin

from assistant.word.clean import clean
from assistant.word.package import open_package

SOFFICE, PDFTOPPM = shutil.which("soffice") or "", shutil.which("pdftoppm") or ""
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = f'xmlns:r="{_REL}"'
_BY = f'w:author="{NAME}" w:date="2024-01-01T00:00:00Z"'
_OLD = "<w:rPr/>"


@dataclass(frozen=True)
class Trace:
    """Words for the body, parts, links of the body (id, kind, target), and words for parts that are there."""

    body: str = p(r("正文"))
    parts: dict[str, str | bytes] = field(default_factory=dict)
    links: tuple[tuple[str, str, str], ...] = ()
    into: dict[str, tuple[str, str]] = field(default_factory=dict)
    shown: str = "正文"


def _xmp_jpeg() -> bytes:
    """A photograph with its place (GPS), XMP and IPTC."""
    image, out = Image.new("RGB", (40, 40), (20, 120, 40)), io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (31.0, 12.0, 1.0), 3: "E", 4: (105.0, 3.0, 2.0), 29: "2024:01:01"}
    exif[0x9C9D] = NAME.encode("utf-16-le")
    image.save(out, "JPEG", exif=exif)
    data = out.getvalue()
    packet = (
        b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><dc:creator>"
        + NAME.encode()
        + b"</dc:creator></x:xmpmeta>"
    )
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0" + NAME.encode()
    extra = b"".join(
        marker + struct.pack(">H", len(body) + 2) + body
        for marker, body in ((b"\xff\xe1", packet), (b"\xff\xed", iptc))
    )
    return data[:2] + extra + data[2:]


def _png_with_xmp() -> bytes:
    out = io.BytesIO()
    about = PngImagePlugin.PngInfo()
    about.add_itxt("XML:com.adobe.xmp", NAME)
    about.add_text("Software", NAME, zip=True)
    exif = Image.Exif()
    exif[0x13B] = NAME
    Image.new("RGB", (40, 40), (9, 9, 200)).save(out, "PNG", pnginfo=about, exif=exif)
    return out.getvalue()


def _picture(link: str, inside: str = "", about: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="720000" cy="720000"/><wp:docPr id="31" name="图" {about}>{inside}</wp:docPr><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="0" name="图"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="720000" cy="720000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


_CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" {_R}><c:chart><c:plotArea><c:layout/><c:barChart>'
    '<c:barDir val="col"/><c:ser><c:idx val="0"/><c:order val="0"/><c:cat><c:strRef>'
    f'<c:f>\'[{NAME}.xlsx]Sheet1\'!$A$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>甲</c:v></c:pt></c:strCache></c:strRef></c:cat>'
    '<c:val><c:numRef><c:f>Sheet1!$B$1</c:f><c:numCache><c:ptCount val="1"/><c:pt idx="0"><c:v>3</c:v></c:pt></c:numCache></c:numRef></c:val>'
    '</c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/><c:scaling/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx>'
    '<c:valAx><c:axId val="2"/><c:scaling/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart>'
    '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
)
_CHART_DRAWN = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="1800000" cy="1200000"/><wp:docPr id="41" name="图"/><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rIdX1"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)

TRACES: dict[str, Trace] = {
    "glossary document": Trace(
        parts={"word/glossary/document.xml": f'<w:glossaryDocument xmlns:w="{_W}"><w:docParts><w:docPart><w:docPartPr><w:name w:val="{NAME}"/></w:docPartPr></w:docPart></w:docParts></w:glossaryDocument>'},
        links=(("rIdX1", "glossaryDocument", "glossary/document.xml"),),
    ),
    "web settings": Trace(
        parts={"word/webSettings.xml": f'<w:webSettings xmlns:w="{_W}"><w:frameset><w:title w:val="{NAME}"/></w:frameset></w:webSettings>'},
        links=(("rIdX1", "webSettings", "webSettings.xml"),),
    ),
    "bibliography and citation": Trace(
        p(r("正文"), coded(f"CITATION {NAME}2024 \\l 2052", r("（甲，2024）"))),
        {"customXml/item2.xml": f'<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"><b:Source><b:Author>{NAME}</b:Author></b:Source></b:Sources>'},
        (("rIdX1", "customXml", "../customXml/item2.xml"),),
        shown="（甲，2024）",
    ),
    "threads and ids of comments": Trace(
        p('<w:commentRangeStart w:id="0"/>', r("正文"), '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'),
        {f"word/comments{kind}.xml": f'<x xmlns="urn:w16" author="{NAME}"/>' for kind in ("Extended", "Ids", "Extensible")},
        (("rIdX1", "commentsExtended", "commentsExtended.xml"), ("rIdX2", "commentsIds", "commentsIds.xml"), ("rIdX3", "commentsExtensible", "commentsExtensible.xml")),
    ),
    "ActiveX": Trace(
        p(r("正文"), f'<w:r><w:object><v:shape id="_x0000_i1025" style="width:56pt;height:56pt"><v:imagedata r:id="rIdPng"/></v:shape><w:control r:id="rIdX1" w:name="{NAME}" w:shapeid="_x0000_i1025"/></w:object></w:r>'),
        {"word/activeX/activeX1.xml": f'<ax:ocx xmlns:ax="urn:ax" ax:license="{NAME}"/>'},
        (("rIdX1", "control", "activeX/activeX1.xml"),),
    ),
    "keys of a macro": Trace(
        parts={"word/customizations.xml": f"<x>{NAME}</x>", "word/vbaData.xml": f"<x>{NAME}</x>"},
        links=(("rIdX1", "keyMapCustomizations", "customizations.xml"), ("rIdX2", "wordVbaData", "vbaData.xml")),
    ),
    "embedded font": Trace(
        parts={"word/fontTable.xml": f'<w:fonts xmlns:w="{_W}" {_R}><w:font w:name="宋体"><w:embedRegular r:id="rId1" w:fontKey="{{{NAME}}}"/></w:font></w:fonts>',
               "word/fonts/font1.odttf": NAME, "word/_rels/fontTable.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{_REL}/font" Target="fonts/font1.odttf"/></Relationships>'},
        links=(("rIdX1", "fontTable", "fontTable.xml"),),
    ),
    "names of recipients": Trace(
        parts={"word/recipientData.xml": f"<x>{NAME}</x>"}, links=(("rIdX1", "recipientData", "recipientData.xml"),),
    ),
    "labels of sensitivity": Trace(
        parts={"docMetadata/LabelInfo.xml": f"<x>{NAME}</x>", "docProps/custom.xml": f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="_AuthorEmail"><vt:lpwstr>{NAME}</vt:lpwstr></property></Properties>'},
    ),
    "who may edit": Trace(p(f'<w:permStart w:id="7" w:ed="{NAME}@x.cn"/>', r("正文"), '<w:permEnd w:id="7"/>')),
    "formats changed with tracking": Trace(
        f'<w:p><w:pPr><w:jc w:val="left"/><w:pPrChange w:id="8" {_BY}><w:pPr/></w:pPrChange></w:pPr><w:r><w:rPr><w:b/><w:rPrChange w:id="9" {_BY}>{_OLD}</w:rPrChange></w:rPr><w:t>正文</w:t></w:r></w:p>'
    ),
    "cells put in with tracking": Trace(
        f'<w:tbl><w:tblPr><w:tblPrChange w:id="10" {_BY}><w:tblPr/></w:tblPrChange></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/><w:tblGridChange w:id="11"><w:tblGrid/></w:tblGridChange></w:tblGrid><w:tr><w:trPr><w:ins w:id="12" {_BY}/></w:trPr><w:tc><w:tcPr><w:cellIns w:id="13" {_BY}/></w:tcPr>{p(r("正文"))}</w:tc></w:tr></w:tbl>'
    ),
    "ranges of moves": Trace(
        p(f'<w:moveToRangeStart w:id="14" w:name="{NAME}" {_BY}/><w:moveTo w:id="15" {_BY}>{r("正文")}</w:moveTo><w:moveToRangeEnd w:id="14"/>',
          f'<w:customXmlInsRangeStart w:id="16" {_BY}/><w:customXmlInsRangeEnd w:id="16"/>')
    ),
    "line for a signature": Trace(
        p(r("正文"), f'<w:r><w:pict><v:shape id="_x0000_i1026" style="width:96pt;height:48pt"><v:imagedata r:id="rIdPng"/><o:signatureline v:ext="edit" id="{{1}}" o:suggestedsigner="{NAME}" o:suggestedsigneremail="{NAME}@x.cn" issignatureline="t"/></v:shape></w:pict></w:r>'),
        {"_xmlsignatures/sig1.xml": f"<x>{NAME}</x>", "_xmlsignatures/origin.sigs": ""},
    ),
    "hint and id of a picture": Trace(
        p(r("正文"), _picture("rIdPng", f'<a:hlinkClick r:id="rIdWeb" tooltip="{NAME}"/><a:extLst><a:ext uri="{{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}}"><a16:creationId xmlns:a16="http://schemas.microsoft.com/office/drawing/2014/main" id="{{{NAME}}}"/></a:ext></a:extLst>', f'title="{NAME}"'))
    ),
    "chart with its workbook": Trace(
        p(r("正文"), _CHART_DRAWN),
        {"word/charts/chart9.xml": _CHART, "word/embeddings/book9.xlsx": NAME, "word/charts/style9.xml": f'<x id="{NAME}"/>',
         "word/charts/_rels/chart9.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{_REL}/oleObject" Target="file:///C:/Users/{NAME}/a.xlsx" TargetMode="External"/></Relationships>'},
        (("rIdX1", "chart", "charts/chart9.xml"),),
    ),
    "photograph with its place": Trace(p(r("正文"), _picture("rIdX1")), {"word/media/p.jpg": _xmp_jpeg()}, (("rIdX1", "image", "media/p.jpg"),)),
    "picture with XMP": Trace(p(r("正文"), _picture("rIdX1")), {"word/media/p.png": _png_with_xmp()}, (("rIdX1", "image", "media/p.png"),)),
    "schemas, macros and protection in settings": Trace(
        into={"word/settings.xml": ("<w:compat/>", f'<w:compat/><w:attachedSchema w:val="urn:{NAME}"/><w:documentProtection w:edit="forms" w:hash="{NAME}"/><w:clickAndTypeStyle w:val="{NAME}"/><w:saveThroughXslt w:solutionID="{NAME}"/><w15:docId xmlns:w15="urn:w15" w15:val="{{{NAME}}}"/>')}
    ),
    "name of a style in use": Trace(
        f'<w:p><w:pPr><w:pStyle w:val="{NAME}1"/></w:pPr>{r("正文")}</w:p>',
        into={"word/styles.xml": ("</w:styles>", f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{NAME}1"><w:name w:val="{NAME}的样式"/><w:aliases w:val="{NAME}"/><w:rsid w:val="00AB"/><w:rPr><w:b/></w:rPr></w:style></w:styles>')},
    ),
    "lists": Trace(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>{r("正文")}</w:p>',
        {"word/numbering.xml": f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:nsid w:val="1A2B3C4D"/><w:tmpl w:val="5E6F"/><w:name w:val="{NAME}"/><w:lvl w:ilvl="0" w:tplc="04090001"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'},
        (("rIdX1", "numbering", "numbering.xml"),),
    ),
    "codes of fields": Trace(
        p(r("正文"), *(coded(f"{code} {NAME}", r(f"域{n}")) for n, code in enumerate(("DOCVARIABLE", "DOCPROPERTY", "ASK", "LINK Excel.Sheet.12 C:\\\\", "DATABASE \\d", "GOTOBUTTON")))),
        shown="域5",
    ),
    "entries of an index": Trace(p(r("正文"), *(f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {code} "{NAME}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' for code in ("XE", "TC", "TA \\l")))),
    "names in the theme": Trace(
        parts={"word/theme/theme1.xml": f'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{NAME}"><a:themeElements><a:clrScheme name="{NAME}"/><a:fontScheme name="{NAME}"/><a:fmtScheme name="{NAME}"/></a:themeElements><a:custClrLst><a:custClr name="{NAME}"><a:srgbClr val="FF0000"/></a:custClr></a:custClrLst></a:theme>'},
        links=(("rIdX1", "theme", "theme/theme1.xml"),),
    ),
    "panes of add-ins": Trace(parts={"word/webextensions/webextension1.xml": f"<x>{NAME}</x>", "word/webextensions/taskpanes.xml": f"<x>{NAME}</x>"}),
    "picture behind the page": Trace(
        into={"word/document.xml": ("<w:body>", f'<w:background w:color="FFFFFF"><v:background><v:fill r:id="rIdPng" o:title="C:\\{NAME}.jpg" type="frame"/></v:background></w:background><w:body>')}
    ),
    "marks in an equation": Trace(p(r("正文"), f'<m:oMath><m:f><m:fPr><m:ctrlPr><w:ins w:id="19" {_BY}><w:rPr/></w:ins></m:ctrlPr></m:fPr><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>')),
    "files that no Word wrote": Trace(parts={"__MACOSX/._a.xml": NAME, ".DS_Store": NAME, "word/~backup.tmp": NAME, "word/header7.xml": f'<w:hdr xmlns:w="{_W}"><w:p><w:r><w:t>{NAME}</w:t></w:r></w:p></w:hdr>'}),
    "data of a form's list": Trace(
        f'<w:sdt><w:sdtPr><w:alias w:val="{NAME}"/><w:dropDownList w:lastValue="{NAME}"><w:listItem w:displayText="{NAME}" w:value="{NAME}"/></w:dropDownList><w15:dataBinding xmlns:w15="urn:w15" w:xpath="{NAME}"/><w:placeholder><w:docPart w:val="{NAME}"/></w:placeholder></w:sdtPr><w:sdtContent>{p(r("正文"))}</w:sdtContent></w:sdt>'
    ),
}  # fmt: skip


def planted(trace: Trace, path: Path) -> Path:
    """The dirty file with that body, and the trace in it."""
    build(path, body=p(r("标题")) + trace.body)
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts |= trace.parts
    links = "".join(
        f'<Relationship Id="{number}" Type="{_REL}/{kind}" Target="{target}"/>'
        for number, kind, target in trace.links
    )
    into = {
        **trace.into,
        "word/_rels/document.xml.rels": ("</Relationships>", f"{links}</Relationships>"),
    }
    for name, (old, new) in into.items():
        before = parts[name]
        text = before.decode() if isinstance(before, bytes) else before
        assert old in text
        parts[name] = text.replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def left(data: bytes) -> list[str]:
    """The parts of a file that still name the person, packed streams of pictures opened too."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            texts = [content]
            if content.startswith(b"\x89PNG"):
                texts += [zlib.decompress(content[i + 6 :]) for i in _at(content, b"zTXt")]
            if NAME in name or any(
                NAME.encode(e) in t for t in texts for e in ("utf-8", "utf-16-le")
            ):
                found.append(name)
    return found


def _at(content: bytes, word: bytes) -> list[int]:
    return [i for i in range(len(content)) if content.startswith(word, i)]


@pytest.mark.parametrize("name", TRACES)
def test_a_trace_that_nobody_listed_is_gone_and_the_words_stay(name: str, tmp_path: Path) -> None:
    trace = TRACES[name]
    made = clean(open_package(planted(trace, tmp_path / "脏.docx"), kind="docx"))
    assert left(made.data) == []
    assert made.lost == []
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        words = archive.read("word/document.xml").decode()
        assert not [
            n
            for n in archive.namelist()
            if n.startswith(("customXml", "word/activeX", "word/charts/style", "docMetadata"))
        ]
    assert trace.shown in words
    for mark in ("w:author=", "Change ", "durableId", "w:permStart", "signatureline"):
        assert mark not in words


@pytest.mark.skipif(
    not (SOFFICE and PDFTOPPM), reason="LibreOffice or poppler is not installed here"
)
def test_the_pages_look_the_same_with_all_traces_gone(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    # what Word shows in colour while it tracks changes is not what the page is
    told = ("who may edit", "hint and id of a picture", "entries of an index", "marks in an equation")  # fmt: skip
    photograph, style = TRACES["photograph with its place"], TRACES["name of a style in use"]
    bodies = "".join(TRACES[name].body for name in told) + photograph.body + style.body
    # nor is what LibreOffice works out anew for a field of the header
    header = {"word/header1.xml": f'<w:hdr xmlns:w="{_W}">{p(r("页眉"))}</w:hdr>'}
    whole = Trace(bodies, photograph.parts | header, photograph.links, style.into)
    path = planted(whole, before / "页.docx")
    (after / "页.docx").write_bytes(clean(open_package(path, kind="docx")).data)
    for folder in (before, after):
        subprocess.run([SOFFICE, f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "pdf", "--outdir",
                        str(folder), str(folder / "页.docx")], check=True, capture_output=True, timeout=300)  # fmt: skip
        subprocess.run(
            [PDFTOPPM, "-r", "60", "-png", str(folder / "页.pdf"), str(folder / "页")], check=True
        )
    pages = sorted(p.name for p in before.glob("*.png"))
    assert pages == sorted(p.name for p in after.glob("*.png"))
    for name in pages:
        with Image.open(before / name) as one, Image.open(after / name) as other:
            assert ImageChops.difference(one.convert("L"), other.convert("L")).getbbox() is None


def test_the_planted_picture_does_hold_a_trace() -> None:
    assert NAME.encode() in _xmp_jpeg()
    assert NAME.encode() in png()
