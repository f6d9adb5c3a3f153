"""GB/T 9704-2012 as figures: page, grid, fonts and styles (RULES.md §5). No XML, no data.

The text block is 156 × 225 mm with 22 lines of 28 characters: 22 lines need an exact line of at most
28.95 pt (579 twips), 28 characters a grid of 442.2 / 28 = 15.79 pt, a little narrower than 16 pt type.
"""

from __future__ import annotations

import io
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE
from docx.opc.package import Unmarshaller
from docx.opc.part import Part, PartFactory, XmlPart
from docx.opc.pkgreader import PackageReader
from docx.oxml.parser import parse_xml
from docx.package import Package
from docx.shared import Twips

from assistant.word import write as oxml
from assistant.word.kept import keep
from assistant.word.packing import document_bytes, packed
from assistant.word.write import Indent, Style

if TYPE_CHECKING:
    from docx.document import Document as Report
    from docx.section import Section
    from docx.text.paragraph import Paragraph

# twips: A4; 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm (5.1, 5.2.1)
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, LEFT, RIGHT, BOTTOM = 2098, 1588, 1474, 1984
FOOTER = 1588  # 28 mm: the page number stands 7 mm below the text block (7.5)
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
LINE = 579
CHARACTERS = 28
PITCH = TEXT_WIDTH / CHARACTERS
SIZE = 32  # 3号, half points
#: 1/4096 pt that the grid adds to a character of the default size; floor, so that 28 still fit
CHAR_SPACE = int((PITCH / 20 - SIZE / 2) * 4096 // 1)

XIAOBIAOSONG = "方正小标宋简体"
HEITI = "黑体"
KAITI = "楷体_GB2312"
FANGSONG = "仿宋_GB2312"
SONGTI = "宋体"
#: (name, the other name of the same hand, family)
FONTS = (
    (FANGSONG, "仿宋", "modern"),
    (KAITI, "楷体", "modern"),
    (HEITI, "SimHei", "modern"),
    (SONGTI, "SimSun", "auto"),
    (XIAOBIAOSONG, "方正小标宋_GBK", "script"),
)

NORMAL = "Normal"
TITLE = "Title"
ADDRESSEE = "GwAddressee"
TEXT = "GwText"
HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4")
CAPTION = "Caption"
CELL = "GwCell"
CELL_HEAD = "GwCellHead"
CELL_SIZE = 210  # twips a character: 5号
TABLE_NOTE = "GwTableNote"
ATTACHMENT_LIST = "GwAttachmentList"
ATTACHMENT = "GwAttachment"
ANNEX_TITLE = "GwAnnexTitle"
SIGNATURE = "GwSignature"
REMARK = "GwRemark"
TABLE = "TableGrid"

_TWO = Indent(first=200, pitch=PITCH)
_NOTE = Indent(left=200, hanging=200, pitch=210)  # 注： hangs before the lines of the note


def _heading(level: int, font: str) -> Style:
    return Style(
        HEADINGS[level - 1], f"heading {level}", font, SIZE, indent=_TWO, outline=level - 1,
        keep_next=True, following=TEXT,
    )  # fmt: skip


_BASE = Style(NORMAL, "Normal", FANGSONG, SIZE, align="both", exact=LINE, based_on="")
_STYLES = (
    Style(TITLE, "Title", XIAOBIAOSONG, 44, align="center", following=ADDRESSEE),
    Style(ADDRESSEE, "主送机关", align="left", following=TEXT),
    Style(TEXT, "公文正文", indent=_TWO),
    # 一、黑体 （一）楷体 1.仿宋 （1）仿宋, all 3号 (7.3.3)
    *(_heading(level, font) for level, font in enumerate((HEITI, KAITI, FANGSONG, FANGSONG), 1)),
    Style(CAPTION, "caption", FANGSONG, 24, bold=True, align="center", keep_next=True),
    Style(CELL, "表格文字", FANGSONG, 21, align="center", single=True),
    Style(CELL_HEAD, "表格表头", HEITI, 21, align="center", single=True, based_on=CELL),
    Style(TABLE_NOTE, "表注", FANGSONG, 21, indent=_NOTE, exact=320, following=TEXT),
    Style(ATTACHMENT_LIST, "附件说明", align="left"),
    Style(ATTACHMENT, "附件序号", HEITI, SIZE, align="left"),
    Style(
        ANNEX_TITLE, "附件标题", XIAOBIAOSONG, 44, align="center", keep_next=True, following=TEXT
    ),
    Style(SIGNATURE, "署名和日期", align="left"),
    Style(REMARK, "附注", indent=_TWO),
    Style("CommentText", "annotation text", FANGSONG, 21, align="left", single=True),
    Style("Footer", "footer", SONGTI, 28, align="left", single=True),
    Style("Header", "header", SONGTI, 18, align="center", single=True),
)

#: what the styles of a report are called
NAMES = frozenset(style.name for style in (_BASE, *_STYLES))


@lru_cache(maxsize=1)
def _blank() -> Any:
    """The parts of an empty document, unpacked once."""
    parts = oxml.package(oxml.styles(_BASE, _STYLES), oxml.font_table(FONTS))
    made = packed((name, content.encode()) for name, content in parts.items())
    document = Document(io.BytesIO(made))
    set_page(document.sections[0])
    reader: Any = PackageReader
    return reader.from_file(io.BytesIO(document_bytes(document)))


class _KeptPart(XmlPart):
    """A part of which no document has a copy of its own: `stored` are its bytes."""

    stored = b""

    @property
    def blob(self) -> bytes:
        """The part as it was read: nobody has changed it."""
        return self.stored


@cache
def _kept_kind(kind: type[XmlPart]) -> type[_KeptPart]:
    return type(f"Kept{kind.__name__}", (_KeptPart, kind), {})


@lru_cache(maxsize=16)
def _kept_tree(blob: bytes) -> Any:
    return keep(parse_xml(blob))


def _kept_part(name: Any, content: str, relation: str, blob: bytes, package: Package) -> Part:
    """As PartFactory, but for all that is the same in each document."""
    kind = PartFactory._part_cls_for(content)
    if not issubclass(kind, XmlPart) or content in _OWN:
        made: Part = PartFactory(name, content, relation, blob, package)  # type: ignore[assignment] # its __new__ gives a part
        return made
    part = _kept_kind(kind)(name, content, _kept_tree(blob), package)
    part.stored = blob
    return part


#: the parts in which one document differs from another
_OWN = frozenset({CONTENT_TYPE.WML_DOCUMENT_MAIN, CONTENT_TYPE.OPC_CORE_PROPERTIES})


def unwritten() -> Report:
    """As `blank`, for whoever changes its body and properties alone: styles, settings and footers are shared."""
    return _opened(_kept_part)


def blank() -> Report:
    """An empty document of the standard: page, grid, styles, page numbers."""
    return _opened(PartFactory)


def _opened(factory: Any) -> Report:
    package = Package()
    reading: Any = Unmarshaller
    reading.unmarshal(_blank(), package, factory)
    report: Report = package.main_document_part.document
    return report


def set_page(section: Section) -> None:
    """Page, margins, character grid and page numbers of a section."""
    section.page_width, section.page_height = Twips(PAGE_WIDTH), Twips(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Twips(TOP), Twips(BOTTOM)
    section.left_margin, section.right_margin = Twips(LEFT), Twips(RIGHT)
    section.gutter = Twips(0)
    section.header_distance, section.footer_distance = Twips(851), Twips(FOOTER)
    oxml.grid(section._sectPr, line_pitch=LINE, char_space=CHAR_SPACE)
    # odd pages right, even pages left, one blank character in from the edge (7.5)
    blank_character = Twips(280)
    odd = _number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    odd.paragraph_format.right_indent = blank_character
    even = _number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    even.paragraph_format.left_indent = blank_character


def turn(section: Section) -> int:
    """Sets the page across, for wide tables (clause 8); the width of its text block."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Twips(PAGE_HEIGHT), Twips(PAGE_WIDTH)
    # the upper edge turns to the side, so that bound pages lie as the upright ones do
    section.top_margin, section.bottom_margin = Twips(LEFT), Twips(RIGHT)
    section.left_margin, section.right_margin = Twips(BOTTOM), Twips(TOP)
    section.footer_distance = Twips(RIGHT - 397)
    return PAGE_HEIGHT - BOTTOM - TOP


def _number(footer: Paragraph, side: WD_ALIGN_PARAGRAPH) -> Paragraph:
    footer.alignment = side
    # an exact line lower than the 7 mm under the text block, so that no font pushes the block up
    footer.paragraph_format.line_spacing = Twips(320)
    oxml.extend(footer._p, [oxml.page_number(SONGTI, 28)])
    return footer
