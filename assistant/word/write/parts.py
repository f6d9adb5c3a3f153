"""The parts of a package: an empty document, its fonts and settings, and the part that carries data."""

from __future__ import annotations

from collections.abc import Iterable

from docx.oxml.ns import nsdecls

from assistant.word.escaping import quoteattr
from assistant.word.write.text import HEAD, Xml

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def font_table(fonts: Iterable[tuple[str, str, str]]) -> Xml:
    """Names the fonts: (name, other name of the same hand, family), all of the GB character set."""
    rows = "".join(
        f"<w:font w:name={quoteattr(name)}>"
        + (f"<w:altName w:val={quoteattr(other)}/>" if other else "")
        + f'<w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="fixed"/></w:font>'
        for name, other, family in fonts
    )
    return Xml(f"{HEAD}<w:fonts {nsdecls('w')}>{rows}</w:fonts>")


SETTINGS = Xml(
    f'{HEAD}<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
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
    return Xml(f"{HEAD}<report xmlns={quoteattr(namespace)}>{plain}</report>")


def data_properties(namespace: str, item: str) -> Xml:
    """The part that names a custom XML part's item (a UUID) and namespace; Word keeps none without it."""
    return Xml(
        f'{HEAD}<ds:datastoreItem ds:itemID="{{{item.upper()}}}" xmlns:ds="{_CUSTOM}">'
        f"<ds:schemaRefs><ds:schemaRef ds:uri={quoteattr(namespace)}/></ds:schemaRefs>"
        "</ds:datastoreItem>"
    )


_LINKS = {
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fontTable",
    "theme": "theme/theme1",
}


def _theme() -> Xml:
    """The colours and fonts of Office, which Word wants in every file; the report's own styles use none."""
    colours = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4",
               "accent2": "ED7D31", "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5",
               "accent6": "70AD47", "hlink": "0563C1", "folHlink": "954F72"}  # fmt: skip
    scheme = "".join(f'<a:{n}><a:srgbClr val="{c}"/></a:{n}>' for n, c in colours.items())
    fonts = "".join(
        f'<a:{kind}><a:latin typeface="Times New Roman"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}>'
        for kind in ("majorFont", "minorFont")
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    formats = (
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
    )
    return Xml(
        f'{HEAD}<a:theme {nsdecls("a")} name="Office"><a:themeElements><a:clrScheme name="Office">{scheme}'
        f'</a:clrScheme><a:fontScheme name="Office">{fonts}</a:fontScheme><a:fmtScheme name="Office">{formats}'
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


THEME = _theme()


def package(style_part: str, fonts: str) -> dict[str, str]:
    """The parts of an empty document by name: what python-docx needs, and nothing of anybody else's."""
    kinds = {"document": "document.main", "styles": "styles", "settings": "settings"}
    kinds["fontTable"] = "fontTable"
    overrides = (
        '<Override PartName="/word/theme/theme1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
    ) + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{part}" Target="{aim}.xml"/>'
        for number, (part, aim) in enumerate(_LINKS.items(), start=1)
    )
    return {
        "[Content_Types].xml": f"{HEAD}<Types "
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{_RELATIONSHIPS}">'
        f"{links}</Relationships>",
        "word/document.xml": f"{HEAD}<w:document {nsdecls('w', 'r')}><w:body><w:sectPr>"
        '<w:pgSz w:w="11906" w:h="16838"/><w:cols w:space="425"/></w:sectPr></w:body></w:document>',
        "word/styles.xml": style_part,
        "word/fontTable.xml": fonts,
        "word/settings.xml": SETTINGS,
        "word/theme/theme1.xml": THEME,
    }
