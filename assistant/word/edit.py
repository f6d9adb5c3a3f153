"""Tracked changes written into a Word file: words replaced, looks and pages changed, each by one author."""

from __future__ import annotations

import copy
import datetime
from typing import TYPE_CHECKING, Any

from assistant.word.names import XML_SPACE, W, w

if TYPE_CHECKING:
    from docx.document import Document

#: what may hold a tracked change beside its runs (ISO 29500-1, EG_PContent)
_OPEN = set(w("p", "sdtContent", "smartTag", "customXml", "hyperlink"))


def _locked(element: Any) -> bool:
    """Whether a content control around it forbids changes, or takes its content from elsewhere."""
    for control in element.iterancestors(f"{W}sdt"):
        lock = control.find(f"{W}sdtPr/{W}lock")
        locks = "" if lock is None else lock.get(f"{W}val", "").lower()
        if locks.endswith("contentlocked") or control.find(f"{W}sdtPr/{W}dataBinding") is not None:
            return True
    return False


_COMMENT_STYLE = "CommentReference"


class Tracking:
    """Writes changes into a document of python-docx, all by one author at one time."""

    def __init__(self, document: Document, author: str) -> None:
        from docx_plus.revisions.registry import RevisionIdRegistry

        self._ids = RevisionIdRegistry(document)
        self._author = author
        self._now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)

    def mark(self, tag: str) -> Any:
        """A new element of that tag (`w:ins`) with number, author and time."""
        from docx.oxml import OxmlElement

        element = OxmlElement(tag)
        element.set(f"{W}id", str(self._ids.next()))
        element.set(f"{W}author", self._author)
        element.set(f"{W}date", self._now.isoformat().replace("+00:00", "Z"))
        return element

    def replace(self, runs: list[Any], new: str) -> bool:
        """The runs struck out, `new` put in behind them; False where they are not plain runs in a row.

        Runs within somebody's own insertion, what a field computes and what a content control locks or takes
        from elsewhere stay as they are.
        """
        if not runs or any(run.getparent() is not runs[0].getparent() for run in runs):
            return False
        if runs[0].getparent().tag not in _OPEN or _locked(runs[0].getparent()):
            return False
        fresh = copy.deepcopy(runs[0])
        for child in [c for c in fresh if c.tag != f"{W}rPr"]:
            fresh.remove(child)
        text = fresh.makeelement(f"{W}t", {XML_SPACE: "preserve"})
        text.text = new
        fresh.append(text)
        deleted, inserted = self.mark("w:del"), self.mark("w:ins")
        runs[0].addprevious(deleted)
        for run in runs:
            deleted.append(run)
            for node in list(run.iter(f"{W}t")):
                gone = node.makeelement(f"{W}delText", dict(node.attrib))
                gone.text = node.text
                node.getparent().replace(node, gone)
        inserted.append(fresh)
        deleted.addnext(inserted)
        return True

    def former(self, properties: Any, before: Any, tag: str, dropped: tuple[str, ...]) -> bool:
        """Remembers in `properties` what they were `before`, less the `dropped`; False where nothing changed."""
        if properties.find(f"{W}{tag[2:]}") is not None or same(before, properties):
            return False
        for child in [c for c in before if c.tag in {f"{W}{name}" for name in dropped}]:
            before.remove(child)
        mark = self.mark(tag)
        mark.append(before)
        properties.append(mark)
        return True


def with_comment_style(document: Document) -> None:
    """Gives the marks of comments a style that the file has: its own of that name, or a new one."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from lxml import etree

    styles = document.styles.element
    ids = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    if _COMMENT_STYLE in ids:
        return
    own = next(
        (
            style.get(f"{W}styleId", "")
            for style in styles.iter(f"{W}style")
            if (name := style.find(f"{W}name")) is not None
            and name.get(f"{W}val", "").lower() == "annotation reference"
        ),
        "",
    )
    if own:
        for link in document.element.body.iter(f"{W}rStyle"):
            if link.get(f"{W}val") == _COMMENT_STYLE:
                link.set(f"{W}val", own)
        return
    style = (
        f'<w:style {nsdecls("w")} w:type="character" w:styleId="{_COMMENT_STYLE}">'
        '<w:name w:val="annotation reference"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
        '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
    )
    styles.append(parse_xml(style))
    for link in document.part.rels.values():
        # Word 2010 keeps its styles twice
        if link.reltype.endswith("/stylesWithEffects") and not link.is_external:
            part: Any = link.target_part
            root = parse_xml(part.blob)
            root.append(parse_xml(style))
            part._blob = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )


def page_field() -> Any:
    """A PAGE field, as an element to stand in a paragraph."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    )


def inserted_after(p: Any, before: Any, model: Any, words: str) -> Any:
    """A new run with the words behind `before`, in the look of `model`; first where there is no `before`."""
    made = p.makeelement(f"{W}r", {})
    look = model.find(f"{W}rPr") if model is not None else None
    if look is not None:
        made.append(copy.deepcopy(look))
    t = p.makeelement(f"{W}t", {XML_SPACE: "preserve"})
    t.text = words
    made.append(t)
    if before is not None:
        before.addnext(made)
    elif model is not None:
        model.addprevious(made)
    else:
        p.append(made)
    return made


def same(one: Any, other: Any) -> bool:
    """Whether two trees say the same."""
    from lxml import etree

    return etree.tostring(one) == etree.tostring(other)
