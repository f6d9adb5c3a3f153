"""The parts of a package: an empty document, its fonts and settings, and the part that carries data."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from docx.oxml.ns import nsdecls

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
    }
