"""Paragraph styles, and the whole style part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from docx.oxml.ns import nsdecls

from assistant.word.escaping import quoteattr
from assistant.word.write.tables import BORDERS
from assistant.word.write.text import HEAD, Indent, Xml, look


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
                # Word's own default, said aloud: LibreOffice 7 reads it the wrong way round, and
                # without it loses punctuation at the end of a line
                "<w:overflowPunct/>" if not self.based_on else "",
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
            f"{look(font=self.font, size=self.size, bold=self.bold)}</w:style>"
        )


def styles(base: Style, others: Iterable[Style]) -> Xml:
    """The whole style part: document defaults off the base style, its styles, and Word's few needs."""
    name = quoteattr(base.font)
    return Xml(
        f"{HEAD}<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr>"
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
    f'<w:basedOn w:val="TableNormal"/><w:tblPr>{BORDERS}</w:tblPr></w:style>'
)
