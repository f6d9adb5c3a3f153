"""Files as they reach an office: broken, mislabelled, made by other programs, made to harm. Each kind is a function of a folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from odd_docx import base

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DATA = """项目: {名称: 村道照明改造, 年度: 2021, 实施单位: 县路灯所}
资金: {单位: 万元, 明细: [{来源: 县级资金, 年初预算: 80, 全年预算: 80, 到位: 80, 执行: 76}]}
指标:
  - {一级: 产出指标, 二级: 数量指标, 名称: 新装路灯, 目标: ≥200盏, 实际: 190盏, 分值: 90}
"""


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    """A package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return out.getvalue()


def _report(folder: Path) -> dict[str, bytes]:
    path = base(folder / "原件.docx")
    data = path.read_bytes()
    path.unlink()
    return parts(data)


def _book() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["项目支出绩效自评表"],
        ["项目名称", "村道照明改造", None, "年度", 2021],
        ["资金来源", "年初预算数", "全年预算数", "全年执行数", "分值"],
        ["年度资金总额", 80, 80, 76, 10],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["产出指标", "数量指标", "新装路灯", "≥200盏", "190盏"],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _docx(name: str, edit: Callable[[dict[str, bytes]], None]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        found = _report(folder)
        edit(found)
        path = folder / name
        path.write_bytes(packed(found))
        return path

    return make


def _xlsx(edit: Callable[[dict[str, bytes]], None]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        found = parts(_book())
        edit(found)
        path = folder / "表.xlsx"
        path.write_bytes(packed(found))
        return path

    return make


def _written(name: str, content: bytes | str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def _swapped(part: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def edit(found: dict[str, bytes]) -> None:
        before = found[part]
        found[part] = before.replace(old.encode(), new.encode(), 1)
        assert found[part] != before, f"{old} is not in {part}"

    return edit


def _without(*names: str) -> Callable[[dict[str, bytes]], None]:
    def edit(found: dict[str, bytes]) -> None:
        for name in names:
            found.pop(name, None)

    return edit


def _both(*edits: Callable[[dict[str, bytes]], None]) -> Callable[[dict[str, bytes]], None]:
    def edit(found: dict[str, bytes]) -> None:
        for one in edits:
            one(found)

    return edit


def _added(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    def edit(found: dict[str, bytes]) -> None:
        found[name] = content

    return edit


BODY, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"
FIRST = "项目预算80万元，执行76万元，执行率95%。"


def _paragraph(xml: str) -> Callable[[dict[str, bytes]], None]:
    """Puts XML before the body's end."""
    return _swapped(BODY, "<w:sectPr", f"{xml}<w:sectPr")


def _old_word(folder: Path) -> Path:
    path = folder / "旧格式.docx"
    path.write_bytes(OLE + b"\x00" * 4096)
    return path


def _encrypted(name: str) -> Callable[[Path], Path]:
    hidden = "EncryptedPackage".encode("utf-16-le")
    return _written(name, OLE + b"\x00" * 1016 + hidden + b"\x00" * 4096)


def _duplicate(folder: Path) -> Path:
    found, path = _report(folder), folder / "重名.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in found.items():
            archive.writestr(name, content)
        info = zipfile.ZipInfo(BODY)
        archive.fp.flush()  # type: ignore[union-attr]
        archive.NameToInfo.pop(BODY)
        archive.writestr(info, found[BODY].replace("80万元".encode(), "90万元".encode()))
    return path


def _zip64(folder: Path) -> Path:
    found, path = _report(folder), folder / "大包.docx"
    with zipfile.ZipFile(path, "w", allowZip64=True) as archive:
        for name, content in found.items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(content)
    return path


def _nested(head: str, tail: str, count: int, inner: str = "") -> str:
    return head * count + inner + tail * count


def _circular_styles(found: dict[str, bytes]) -> None:
    style = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/><w:basedOn w:val="{1}"/></w:style>'
    _swapped("word/styles.xml", "</w:styles>", style.format("甲", "乙") + style.format("乙", "甲") + "</w:styles>")(found)  # fmt: skip
    _swapped(BODY, f"<w:p><w:r><w:t>{FIRST}", f'<w:p><w:pPr><w:pStyle w:val="甲"/></w:pPr><w:r><w:t>{FIRST}')(found)  # fmt: skip


def _many_sheets(folder: Path) -> Path:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(_book()))
    for number in range(2000):
        book.create_sheet(f"第{number}张")["A1"] = number
    path = folder / "两千张.xlsx"
    book.save(path)
    return path


def _only_chart(folder: Path) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    book.create_chartsheet("图")
    book.remove(book.worksheets[0])
    path = folder / "只有图.xlsx"
    book.save(path)
    return path


def _text_boxes(found: dict[str, bytes]) -> None:
    box = (
        f'<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r><w:t>{FIRST}'
        "</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    found[BODY] = f"<w:document {W}><w:body>{box * 3}<w:sectPr/></w:body></w:document>".encode()


def _merged_circle(found: dict[str, bytes]) -> None:
    row = '<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:vMerge w:val="continue"/><w:gridSpan w:val="99999"/></w:tcPr><w:p/></w:tc></w:tr>'
    _paragraph(f"<w:tbl><w:tblPr/><w:tblGrid/>{row * 4}</w:tbl>")(found)


SIMPLE = '<w:fldSimple w:instr=" REF a ">'
ODD_DOCX: dict[str, Callable[[Path], Path]] = {
    "encrypted": _encrypted("加密.docx"),
    "old word renamed": _old_word,
    "workbook renamed": _written("表.docx", _book()),
    "rtf renamed": _written("报告.docx", "{\\rtf1\\ansi 项目}"),
    "web page renamed": _written("报告.docx", "<html><body>项目</body></html>"),
    "empty file": _written("空.docx", b""),
    "empty zip": _written("空包.docx", packed({})),
    "half a file": lambda folder: _written("半个.docx", packed(_report(folder))[:9000])(folder),
    "part twice": _duplicate,
    "zip64": _zip64,
    "absolute path": _docx("绝对.docx", _added("/etc/cron.d/x", b"* * * * * root id")),
    "path out of the package": _docx("出去.docx", _added("../../../../tmp/x", b"x")),
    "utf-16": _docx("十六.docx", lambda found: found.update({BODY: b"\xff\xfe" + found[BODY].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("encoding='UTF-8'", "encoding='UTF-16'").encode("utf-16-le")})),
    "no styles": _docx("无样式.docx", _without("word/styles.xml")),
    "no numbering": _docx("无编号.docx", _both(_without("word/numbering.xml"), _swapped(BODY, f"<w:p><w:r><w:t>{FIRST}", f'<w:p><w:pPr><w:numPr><w:ilvl w:val="77"/><w:numId w:val="-4"/></w:numPr></w:pPr><w:r><w:t>{FIRST}'))),
    "no relations": _docx("无关系.docx", _without("_rels/.rels")),
    "no content types": _docx("无类型.docx", _without("[Content_Types].xml")),
    "styles in a circle": _docx("循环样式.docx", _circular_styles),
    "merges without a beginning": _docx("循环合并.docx", _merged_circle),
    "fields in fields": _docx("域.docx", _paragraph(f"<w:p>{_nested(SIMPLE, '</w:fldSimple>', 90, '<w:r><w:t>预算90万元</w:t></w:r>')}</w:p>")),
    "tables in tables": _docx("表中表.docx", _paragraph(_nested("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>", 60))),
    "deep beyond the parser": _docx("太深.docx", _paragraph(_nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 4000))),
    "WPS custom data": _docx("文字处理.docx", _both(_added("customXml/item9.xml", b'<s:customData xmlns:s="http://www.wps.cn/officeDocument/2013/wpsCustomData"><customSectProps/></s:customData>'), _swapped(BODY, "<w:sectPr", '<w:p><w:r><wpsCustomData:x xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData"/><w:t>完</w:t></w:r></w:p><w:sectPr'))),
    "only text boxes": _docx("文本框.docx", _text_boxes),
    "no body": _docx("无正文.docx", lambda found: found.update({BODY: f"<w:document {W}/>".encode()})),
    "another root": _docx("别的根.docx", lambda found: found.update({BODY: b"<svg/>"})),
    "number out of range": _docx("大数.docx", _swapped(BODY, '<w:tblW', '<w:tblInd w:w="99999999999999999999" w:type="dxa"/><w:tblW')),
    "bookmark without end": _docx("书签.docx", _swapped(BODY, f"<w:p><w:r><w:t>{FIRST}", f'<w:bookmarkStart w:id="x" w:name="jx_overview"/><w:bookmarkStart w:id="x" w:name="jx_overview"/><w:p><w:r><w:t>{FIRST}')),
    "control characters": _docx("控制符.docx", _swapped(BODY, FIRST, FIRST + "&#1;&#65535;")),
    "a million entities": _docx("实体.docx", lambda found: found.update({BODY: b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>'})),
}  # fmt: skip

NAMES = "<definedNames>{}</definedNames>"
ODD_TABLES: dict[str, Callable[[Path], Path]] = {
    "no shared strings": _xlsx(_added("xl/sharedStrings.xml", b"<sst/>")),
    "shared strings lost": _xlsx(_without("xl/sharedStrings.xml")),
    "encrypted": _encrypted("加密.xlsx"),
    "old book renamed": _written("旧表.xlsx", OLE + b"\x00" * 5000),
    "new book as old": _written("表.xls", _book()),
    "table of a web page": _written("导出.xls", "<html><table><tr><td>项目名称</td><td>村道照明</td></tr></table></html>"),
    "huge rows": _xlsx(_swapped(SHEET, '<row r="1"', '<row r="1" ht="1e308" customHeight="1"')),
    "names without a place": _xlsx(_swapped("xl/workbook.xml", "</sheets>", "</sheets>" + NAMES.format('<definedName name="坏">#REF!</definedName><definedName name="_xlnm.Print_Area" localSheetId="7">第9张!$A$1</definedName>'))),
    "links to other books": _xlsx(_both(_added("xl/externalLinks/externalLink1.xml", b"<x"), _swapped("xl/workbook.xml", "</sheets>", '</sheets><externalReferences><externalReference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId99"/></externalReferences>'))),
    "broken validation": _xlsx(_swapped(SHEET, "</sheetData>", '</sheetData><dataValidations count="1"><dataValidation type="list" sqref="XFE1:A0" operator="?"><formula1>#REF!</formula1></dataValidation></dataValidations>')),
    "no styles": _xlsx(_without("xl/styles.xml")),
    "only a chart": _only_chart,
    "two thousand sheets": _many_sheets,
    "sheet name twice": _xlsx(_swapped("xl/workbook.xml", "</sheets>", '<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="Sheet" sheetId="1" state="visible" r:id="rId1"/></sheets>')),
    "dates before time": _xlsx(_swapped(SHEET, "<v>2021</v>", "<v>-1e300</v>")),
    "not a number": _xlsx(_swapped(SHEET, "<v>2021</v>", "<v>NaN</v>")),
    "formula text": _xlsx(_swapped(SHEET, "<v>76</v>", "<f>WEBSERVICE(&quot;http://x&quot;)</f><v>76</v>")),
    "csv in gbk": _written("表.csv", "项目名称,村道照明\n年度,2021\n".encode("gb18030")),
    "csv in utf-16": _written("表.csv", "项目名称,村道照明\n年度,2021\n".encode("utf-16")),
    "csv with nul": _written("表.csv", b"\xe9\xa1\xb9\xe7\x9b\xae,\x00\x00,1\n\x00"),
    "csv with one quote": _written("表.csv", '项目名称,"村道照明\n' * 3000),
    "csv of a megabyte in one cell": _written("表.csv", "项目名称," + "a" * 1_000_000),
    "csv with lone returns": _written("表.csv", "项目名称,村道照明\r年度,2021\r"),
}  # fmt: skip

ODD_YAML: dict[str, Callable[[Path], Path]] = {
    "tabs": _written("数据.yaml", DATA.replace("  - {", "\t- {")),
    "byte order mark": _written("数据.yaml", "\ufeff" + DATA),
    "utf-16": _written("数据.yaml", DATA.encode("utf-16")),
    "gbk": _written("数据.yaml", DATA.encode("gb18030")),
    "anchors": _written("数据.yaml", DATA.replace("{一级", "&甲 {一级") + "  - *甲\n"),
    "anchors without end": _written("数据.yaml", "甲: &a [*a, *a]\n"),
    "a billion": _written("数据.yaml", "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{c}: &{c} [*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))),
    "keys twice": _written("数据.yaml", DATA + "指标: []\n"),
    "dates": _written("数据.yaml", DATA.replace("年度: 2021", "年度: 2021-12-31")),
    "octal": _written("数据.yaml", DATA.replace("执行: 76", "执行: 0o114").replace("到位: 80", "到位: 0120")),
    "sexagesimal": _written("数据.yaml", DATA.replace("实际: 190盏", "实际: 3:10:00")),
    "hexadecimal and infinity": _written("数据.yaml", DATA.replace("执行: 76", "执行: .inf").replace("到位: 80", "到位: 0x50")),
    "yes and no": _written("数据.yaml", DATA.replace("名称: 新装路灯", "名称: on")),
    "a tag that runs": _written("数据.yaml", '甲: !!python/object/apply:os.system ["id"]\n'),
    "two documents": _written("数据.yaml", DATA + "---\n" + DATA),
    "a list": _written("数据.yaml", "- 甲\n- 乙\n"),
    "a word": _written("数据.yaml", "村道照明"),
    "nothing": _written("数据.yaml", b""),
    "nul": _written("数据.yaml", DATA.replace("村道", "村\x00道")),
    "merge keys": _written("数据.yaml", DATA + "<<: {指标: 1}\n"),
    "keys that are lists": _written("数据.yaml", "? [甲, 乙]\n: 丙\n"),
    "a picture": _written("数据.yaml", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    "long key": _written("数据.yaml", "甲" * 200_000 + ": 1\n"),
    "percent at a value's beginning": _written("数据.yaml", DATA.replace("目标: ≥200盏", "目标: %200")),
    "lone surrogate": _written("数据.yaml", DATA.replace("村道", '村"\\ud800"道')),
}  # fmt: skip
