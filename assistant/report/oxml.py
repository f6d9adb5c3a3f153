"""The only place that speaks WordprocessingML. Everything above it says styles, runs, rows.

Functions return XML as text in the element order of the schema (ISO/IEC 29500, CT_PPr, CT_RPr,
CT_TblPr, CT_TcPr, CT_SectPr …); a whole body is parsed once, which is what makes 200 rows quick.
Lengths are twips (1/20 pt) unless a name says otherwise; `*_chars` are hundredths of a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NewType
from xml.sax.saxutils import quoteattr

from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

Xml = NewType("Xml", str)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: what XML 1.0 cannot hold, and marks that turn or hide text (bidi overrides, zero-width, BOM)
_UNFIT = re.compile(
    "[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_BREAKS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;"})


def clean(text: str) -> str:
    """The text without what a Word file cannot hold; line ends become \\n."""
    return _UNFIT.sub("", _BREAKS.sub("\n", text))


def escape(text: str) -> Xml:
    """Text as XML character data. Braces too, so that no template engine ever reads data as markup."""
    return Xml(clean(text).translate(_ESCAPES))


def run(text: str, *, font: str = "", size: int = 0, bold: bool = False, mark: bool = False) -> Xml:
    """Text in one run; \\n breaks the line, tabs stay tabs. `size` in half points, `mark` highlights."""
    look = _look(font=font, size=size, bold=bold, mark=mark, hint=True)
    pieces = []
    for number, line in enumerate(clean(text).split("\n")):
        pieces.append("<w:br/>" if number else "")
        for place, part in enumerate(line.split("\t")):
            pieces.append("<w:tab/>" if place else "")
            if part:
                pieces.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>')
    return Xml(f"<w:r>{look}{''.join(pieces)}</w:r>")


def _look(
    *, font: str = "", size: int = 0, bold: bool = False, mark: bool = False, hint: bool = False
) -> str:
    """w:rPr. The hint makes Word take quotes and dashes as Chinese, a full cell of the grid wide."""
    parts = []
    if font or hint:
        name = quoteattr(font)
        faces = f" w:ascii={name} w:eastAsia={name} w:hAnsi={name} w:cs={name}" if font else ""
        word = ' w:hint="eastAsia"' if hint else ""
        parts.append(f"<w:rFonts{word}{faces}/>")
    if bold:
        parts.append("<w:b/><w:bCs/>")
    if size:
        parts.append(f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>')
    if mark:
        parts.append('<w:highlight w:val="yellow"/>')
    return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


@dataclass(frozen=True, slots=True)
class Indent:
    """Indents in hundredths of a character; `pitch` (twips a character) gives the fallback lengths."""

    left: int = 0
    right: int = 0
    first: int = 0
    hanging: int = 0
    pitch: float = 0.0

    def xml(self) -> str:
        """w:ind, or nothing."""
        sides = []
        for name, chars in (
            ("left", self.left),
            ("right", self.right),
            ("hanging", self.hanging),
            ("firstLine", self.first),
        ):
            if chars:
                length = round(chars * self.pitch / 100)
                sides.append(f'w:{name}Chars="{chars}" w:{name}="{length}"')
        return f"<w:ind {' '.join(sides)}/>" if sides else ""


def paragraph(
    style: str,
    content: str = "",
    *,
    indent: Indent | None = None,
    align: str = "",
    keep_next: bool = False,
    page_break: bool = False,
) -> Xml:
    """A paragraph in a style (by id), with what differs from the style."""
    look = "".join(
        (
            f'<w:pStyle w:val="{style}"/>' if style else "",
            "<w:keepNext/>" if keep_next else "",
            "<w:pageBreakBefore/>" if page_break else "",
            indent.xml() if indent else "",
            f'<w:jc w:val="{align}"/>' if align else "",
        )
    )
    return Xml(f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{content}</w:p>")


def bookmark(name: str, number: int, content: str) -> Xml:
    """Content between the two ends of a bookmark; `number` is unique in the document."""
    return Xml(bookmark_start(name, number) + content + bookmark_end(number))


def bookmark_start(name: str, number: int) -> Xml:
    """Where a bookmark starts."""
    return Xml(f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>')


def bookmark_end(number: int) -> Xml:
    """Where the bookmark of that number ends."""
    return Xml(f'<w:bookmarkEnd w:id="{number}"/>')


def commented(number: int, content: str) -> Xml:
    """Content that the comment of that number speaks of."""
    return Xml(
        f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
        f'<w:commentReference w:id="{number}"/></w:r>'
    )


def page_number(font: str, size: int) -> Xml:
    """— 1 — as runs: dash, PAGE field, dash."""
    look = _look(font=font, size=size)
    dash = '<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'
    field = "".join(
        f"<w:r>{look}{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return Xml(dash.format(look=look, text="— ") + field + dash.format(look=look, text=" —"))


def cell(content: str, width: int, *, span: int = 1, merge: str = "") -> Xml:
    """A table cell. `merge` is restart, continue or empty (down); text stands in the middle."""
    look = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if span > 1:
        look.append(f'<w:gridSpan w:val="{span}"/>')
    if merge:
        look.append(f'<w:vMerge w:val="{merge}"/>')
    look.append('<w:vAlign w:val="center"/>')
    return Xml(f"<w:tc><w:tcPr>{''.join(look)}</w:tcPr>{content}</w:tc>")


def row(cells: Iterable[str], *, header: bool = False) -> Xml:
    """A row that does not split across pages; a header row is repeated on each."""
    look = f'<w:cantSplit/><w:trHeight w:val="{_ROW}" w:hRule="atLeast"/>'
    look += "<w:tblHeader/>" if header else ""
    return Xml(f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>")


def table(style: str, widths: Iterable[int], rows: Iterable[str], *, caption: str = "") -> Xml:
    """A table of fixed column widths, centred. `caption` is its title for screen readers."""
    columns = list(widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    title = f"<w:tblCaption w:val={_attribute(caption)}/>" if caption else ""
    return Xml(
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/>{_BORDERS}<w:tblLayout w:type="fixed"/>{_MARGINS}'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="0" w:noVBand="0"/>{title}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _attribute(text: str) -> str:
    return f'"{escape(text.replace(chr(10), " ")).replace(chr(34), "&quot;")}"'


_ROW = 397  # 7 mm
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = (
    "<w:tblBorders>"
    + "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for s in _SIDES)
    + "</w:tblBorders>"
)
_MARGINS = (
    "<w:tblCellMar>"
    + "".join(
        f'<w:{s} w:w="{w}" w:type="dxa"/>'
        for s, w in (("top", 40), ("left", 40), ("bottom", 40), ("right", 40))
    )
    + "</w:tblCellMar>"
)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. Names are Word's own where Word has one, so that its panes know them."""

    id: str
    name: str
    font: str = ""
    size: int = 0
    bold: bool = False
    align: str = ""
    indent: Indent | None = None
    outline: int | None = None
    keep_next: bool = False
    single: bool = False
    exact: int = 0
    based_on: str = "Normal"
    following: str = ""

    def xml(self) -> Xml:
        """w:style, elements in the order of the schema."""
        spacing = ""
        if self.single:
            spacing = (
                '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" '
                'w:line="240" w:lineRule="auto"/>'
            )
        elif self.exact:
            # lines stand at the pitch by themselves; LibreOffice would give each character two cells
            spacing = (
                '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" '
                f'w:line="{self.exact}" w:lineRule="exact"/>'
            )
        layout = "".join(
            (
                "<w:keepNext/>" if self.keep_next else "",
                spacing,
                self.indent.xml() if self.indent else "",
                f'<w:jc w:val="{self.align}"/>' if self.align else "",
                f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else "",
            )
        )
        base = f'<w:basedOn w:val="{self.based_on}"/>' if self.based_on else ""
        after = f'<w:next w:val="{self.following}"/>' if self.following else ""
        default = ' w:default="1"' if not self.based_on else ""
        return Xml(
            f'<w:style w:type="paragraph"{default} w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f"{base}{after}<w:qFormat/>{f'<w:pPr>{layout}</w:pPr>' if layout else ''}"
            f"{_look(font=self.font, size=self.size, bold=self.bold)}</w:style>"
        )


def styles(base: Style, others: Iterable[Style]) -> Xml:
    """The whole style part: document defaults off the base style, its styles, and Word's few needs."""
    name = quoteattr(base.font)
    return Xml(
        f"{_HEAD}<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr>"
        f"<w:rFonts w:ascii={name} w:eastAsia={name} w:hAnsi={name} w:cs={name}/>"
        f'<w:color w:val="000000"/><w:kern w:val="0"/><w:sz w:val="{base.size}"/>'
        f'<w:szCs w:val="{base.size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        # no orphan control, no space between Chinese and Latin: both would break the 22 × 28 grid
        '<w:pPrDefault><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/>'
        '<w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/></w:pPr></w:pPrDefault>'
        f"</w:docDefaults>{base.xml()}{''.join(style.xml() for style in others)}{_OTHER_STYLES}"
        "</w:styles>"
    )


_OTHER_STYLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:semiHidden/><w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
    f'<w:basedOn w:val="TableNormal"/><w:tblPr>{_BORDERS}</w:tblPr></w:style>'
)


def body(blocks: Iterable[str]) -> list[BaseOxmlElement]:
    """Parses blocks (paragraphs and tables) into python-docx elements, in one go."""
    tree = parse_xml(f"<w:body {nsdecls('w')}>{''.join(blocks)}</w:body>")
    return list(tree)


def grid(section: BaseOxmlElement, *, line_pitch: int, char_space: int) -> None:
    """Sets the character grid of a w:sectPr; `char_space` is 1/4096 pt added to the default size."""
    for old in section.findall(f"{{{W}}}docGrid"):
        section.remove(old)
    section.append(
        parse_xml(
            f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="{line_pitch}" '
            f'w:charSpace="{char_space}"/>'
        )
    )


def fill(block: BaseOxmlElement, content: str) -> None:
    """Appends runs to a paragraph element."""
    for child in parse_xml(f"<w:p {nsdecls('w')}>{content}</w:p>"):
        block.append(child)


def font_table(fonts: Iterable[tuple[str, str, str]]) -> Xml:
    """Names the fonts: (name, other name of the same hand, family), all of the GB character set."""
    rows = "".join(
        f"<w:font w:name={quoteattr(name)}>"
        + (f"<w:altName w:val={quoteattr(other)}/>" if other else "")
        + f'<w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="fixed"/></w:font>'
        for name, other, family in fonts
    )
    return Xml(f"{_HEAD}<w:fonts {nsdecls('w')}>{rows}</w:fonts>")


SETTINGS = Xml(
    f'{_HEAD}<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
    '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="632"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:ulTrailSpace/>'
    "<w:doNotExpandShiftReturn/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)


def data_part(namespace: str, text: str) -> Xml:
    """A custom XML part that holds one text."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Xml(f"{_HEAD}<report xmlns={quoteattr(namespace)}>{plain}</report>")


def data_properties(namespace: str, item: str) -> Xml:
    """The part that names a custom XML part's item (a UUID) and namespace; Word keeps none without it."""
    return Xml(
        f'{_HEAD}<ds:datastoreItem ds:itemID="{{{item.upper()}}}" xmlns:ds="{_CUSTOM}">'
        f"<ds:schemaRefs><ds:schemaRef ds:uri={quoteattr(namespace)}/></ds:schemaRefs>"
        "</ds:datastoreItem>"
    )


_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def package(style_part: str, fonts: str) -> dict[str, str]:
    """The parts of an empty document by name: what python-docx needs, and nothing of anybody else's."""
    kinds = {"document": "document.main", "styles": "styles", "settings": "settings"}
    kinds["fontTable"] = "fontTable"
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{part}" Target="{part}.xml"/>'
        for number, part in enumerate(("styles", "settings", "fontTable"), start=1)
    )
    return {
        "[Content_Types].xml": f"{_HEAD}<Types "
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_RELATIONSHIPS}">'
        f"{links}</Relationships>",
        "word/document.xml": f"{_HEAD}<w:document {nsdecls('w', 'r')}><w:body><w:sectPr>"
        '<w:pgSz w:w="11906" w:h="16838"/><w:cols w:space="425"/></w:sectPr></w:body></w:document>',
        "word/styles.xml": style_part,
        "word/fontTable.xml": fonts,
        "word/settings.xml": SETTINGS,
    }
