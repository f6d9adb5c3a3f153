"""Trees that python-docx holds: parsing into them, and what its own objects do not reach."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree
from lxml.etree import _Element

if TYPE_CHECKING:
    from docx.document import Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def body(blocks: Iterable[str]) -> list[BaseOxmlElement]:
    """Parses blocks (paragraphs and tables) into python-docx elements, in one go."""
    tree = parse_xml(f"<w:body {nsdecls('w')}>{''.join(blocks)}</w:body>")
    return [block for block in tree if isinstance(block, BaseOxmlElement)]


def filled(document: Document, blocks: Iterable[str]) -> Document:
    """A document without words, now with these blocks before the settings of its last section.

    Parsed with the rest in one go: to move elements from tree to tree costs more than to make them. The elements are
    plain ones of lxml, which python-docx writes and does not know: an object of its own each takes as long as to
    read them. Look at them from `body_of`.
    """
    part: Any = document.part
    around = part.blob
    at = around.rindex(b"<w:sectPr")
    part._element = etree.fromstring(around[:at] + "".join(blocks).encode() + around[at:], _PLAIN)
    return document


def body_of(document: Document) -> Any:
    """The body of a document, whoever's elements it is made of."""
    return document.part._element.find(_BODY)


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


def extend(parent: BaseOxmlElement, children: Iterable[str]) -> None:
    """Appends elements to one of the tree: runs to a paragraph, comments to their part."""
    for child in body(children):
        parent.append(child)


def next_bookmark(tree: BaseOxmlElement) -> int:
    """A bookmark number above all that the tree has."""
    numbers = (mark.get(_ID, "") for mark in tree.iter(_BOOKMARK))
    return max((int(number) for number in numbers if number.isdecimal()), default=-1) + 1


def bookmark_names(tree: BaseOxmlElement) -> set[str]:
    """The names of the bookmarks in the tree."""
    return {mark.get(_NAME, "") for mark in tree.iter(_BOOKMARK)}


def nested_blocks(tree: BaseOxmlElement) -> bool:
    """Whether a paragraph or a table stands inside a run or text, where none can."""
    return any(
        ancestor.tag in {_RUN, _TEXT}
        for block in tree.iter(_PARAGRAPH, _TABLE)
        for ancestor in _within(block)
    )


def _within(block: _Element) -> Iterable[_Element]:
    """The elements around a block, up to the text box, note or body that holds it."""
    for ancestor in block.iterancestors():
        if ancestor.tag in _HOLDERS:
            return
        yield ancestor


def loose_text(tree: BaseOxmlElement) -> bool:
    """Whether words stand between paragraphs or cells instead of in a run."""
    holders = (tree, *tree.iter(f"{{{W}}}tbl", f"{{{W}}}tr", f"{{{W}}}tc"))
    return any(
        (words or "").strip()
        for holder in holders
        for words in (holder.text, *(child.tail for child in holder))
    )


def close_cells(tree: BaseOxmlElement) -> None:
    """Ends each cell with a paragraph, as the schema wants it."""
    for cell in tree.iter(f"{{{W}}}tc"):
        if not len(cell) or cell[-1].tag != _PARAGRAPH:
            cell.append(parse_xml(f"<w:p {nsdecls('w')}/>"))


def adopt_styles(theirs: BaseOxmlElement, ours: BaseOxmlElement) -> dict[str, str]:
    """Adds our styles to a style part that lacks them; what each id of ours is called there."""
    by_name = {_style_name(style): style.get(_STYLE_ID, "") for style in theirs.iter(_STYLE)}
    taken = set(by_name.values())
    called = {}
    added = []
    for style in ours.iter(_STYLE):
        own = style.get(_STYLE_ID, "")
        known = by_name.get(_style_name(style))
        if known is None:
            known = own if own not in taken else f"Jx{own}"
            added.append((style, known))
        called[own] = known
    for style, name in added:
        style.set(_STYLE_ID, name)
        style.attrib.pop(f"{{{W}}}default", "")
        for link in style.iter(f"{{{W}}}basedOn", f"{{{W}}}next"):
            link.set(_VALUE, called.get(link.get(_VALUE, ""), link.get(_VALUE, "")))
        theirs.append(style)
    return called


def _style_name(style: _Element) -> tuple[str, str]:
    name = style.find(f"{{{W}}}name")
    return style.get(f"{{{W}}}type", ""), "" if name is None else name.get(_VALUE, "").lower()


def rename_styles(tree: BaseOxmlElement, called: dict[str, str]) -> None:
    """Points paragraphs, runs and tables to the ids that their styles have here."""
    for link in tree.iter(f"{{{W}}}pStyle", f"{{{W}}}rStyle", f"{{{W}}}tblStyle"):
        own = link.get(_VALUE, "")
        link.set(_VALUE, called.get(own, own))


#: as python-docx parses
_PLAIN = etree.XMLParser(remove_blank_text=True, resolve_entities=False)
_BODY = f"{{{W}}}body"
_ID, _NAME, _VALUE = (f"{{{W}}}{name}" for name in ("id", "name", "val"))
_STYLE, _STYLE_ID = f"{{{W}}}style", f"{{{W}}}styleId"
_BOOKMARK = f"{{{W}}}bookmarkStart"
_PARAGRAPH, _TABLE, _RUN, _TEXT = (f"{{{W}}}{name}" for name in ("p", "tbl", "r", "t"))
_HOLDERS = {
    f"{{{W}}}{name}" for name in ("txbxContent", "body", "tc", "footnote", "endnote", "comment")
}
