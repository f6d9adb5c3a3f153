"""Writes the mends of `mend` into a Word file as tracked changes (w:ins, w:del, w:rPrChange …)."""

from __future__ import annotations

import copy
import datetime
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.checks.annotate import AUTHOR
from assistant.checks.catalogue.layout import (
    BODY_SIZE,
    HEADING_FONTS,
    MARGINS,
    TITLE_SIZE,
    is_indented,
    is_spaced,
)
from assistant.checks.mend import Change, text_changes
from assistant.word.document import Document, Paragraph, is_narrative
from assistant.word.edit import runs_between
from assistant.word.text import W, paragraphs_of, pieces_of, text_of

if TYPE_CHECKING:
    from assistant.word.package import Package

_LINE = 570
_INDENT = 640
_FONTS = {"黑体": "黑体", "楷体": "楷体_GB2312", "仿宋": "仿宋_GB2312", "小标宋": "方正小标宋简体"}


@dataclass(frozen=True, slots=True)
class Mended:
    """The new file, the changes of words, and in Chinese what was done to the layout."""

    data: bytes
    changes: tuple[Change, ...]
    layout: tuple[str, ...]


def mended(package: Package, document: Document, title: Paragraph | None) -> Mended:
    """The file with all mechanical mends as tracked changes. `document` is what was read from it."""
    return _Mender(package, document, title).run()


class _Mender:
    def __init__(self, package: Package, document: Document, title: Paragraph | None) -> None:
        from docx_plus.revisions.registry import RevisionIdRegistry

        self.file = package.document()
        self.document = document
        self.title = title
        self.elements = list(paragraphs_of(self.file.element.body))
        self.ids = RevisionIdRegistry(self.file)
        self.now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        self.layout: list[str] = []

    def run(self) -> Mended:
        texts = {i: text_of(e) for i, e in enumerate(self.elements)}
        changes = text_changes(texts, self.document)
        # from the end, so that earlier characters keep their places
        done = [
            c for c in sorted(changes, key=lambda c: (c.paragraph, -c.start)) if self._replace(c)
        ]
        self._page()
        if is_narrative(self.document):
            self._paragraphs()
        out = io.BytesIO()
        self.file.save(out)
        return Mended(
            out.getvalue(),
            tuple(sorted(done, key=lambda c: (c.paragraph, c.start))),
            tuple(self.layout),
        )

    def _mark(self, tag: str) -> Any:
        from docx.oxml import OxmlElement

        element = OxmlElement(tag)
        element.set(f"{W}id", str(self.ids.next()))
        element.set(f"{W}author", AUTHOR)
        element.set(f"{W}date", self.now.isoformat().replace("+00:00", "Z"))
        return element

    def _replace(self, change: Change) -> bool:
        runs = runs_between(self.elements[change.paragraph], change.start, change.end)
        if not runs or any(r.getparent() is not runs[0].getparent() for r in runs):
            return False
        parent = runs[0].getparent()
        if parent.tag != f"{W}p":
            return False  # within somebody's own insertion or a link: theirs to mend
        fresh = copy.deepcopy(runs[0])
        for child in [c for c in fresh if c.tag != f"{W}rPr"]:
            fresh.remove(child)
        text = fresh.makeelement(f"{W}t", {})
        text.text = change.new
        fresh.append(text)
        deleted, inserted = self._mark("w:del"), self._mark("w:ins")
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

    def _page(self) -> None:
        from docx.shared import Twips

        changed = False
        for section in self.file.sections:
            properties = section._sectPr
            before = copy.deepcopy(properties)
            if section.orientation:  # landscape: the tables' own page
                continue
            for name, value in (("page_width", 11906), ("page_height", 16838)):
                self._set(section, name, Twips(value))
            for side, (_, value, slack) in MARGINS.items():
                held = getattr(section, f"{side}_margin")
                if held is None or abs(held.twips - value) > slack * 57:
                    self._set(section, f"{side}_margin", Twips(value))
            if _same(before, properties):
                continue
            changed = True
            mark = self._mark("w:sectPrChange")
            for child in [
                c
                for c in before
                if c.tag in {f"{W}headerReference", f"{W}footerReference", f"{W}sectPrChange"}
            ]:
                before.remove(child)
            for key in list(before.attrib):
                del before.attrib[key]
            mark.append(before)
            properties.append(mark)
        if changed:
            self.layout.append("纸张改为A4，页边距改为上37、下35、左28、右26毫米")
        if not self.document.page_numbers:
            self._page_number()
            self.layout.append("加上页码（— 1 —）")

    @staticmethod
    def _set(section: Any, name: str, value: Any) -> None:
        held = getattr(section, name)
        if held is None or abs(held.twips - value.twips) > 20:  # noqa: PLR2004
            setattr(section, name, value)

    def _page_number(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls
        from docx.shared import Pt

        for i, section in enumerate(self.file.sections):
            if i and section.footer.is_linked_to_previous:
                continue
            paragraph = section.footer.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for words in ("— ", None, " —"):
                run = paragraph.add_run(words or "")
                run.font.size = Pt(14)
                run.font.name = "宋体"
                if words is None:
                    run._r.addnext(
                        parse_xml(
                            f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
                        )
                    )

    def _paragraphs(self) -> None:
        counts = {"heads": 0, "body": 0}
        for paragraph in self.document.paragraphs:
            if not paragraph.text.strip():
                continue
            element = self.elements[paragraph.ordinal]
            if self.title is not None and paragraph.ordinal == self.title.ordinal:
                odd = "小标宋" not in paragraph.looks.font or paragraph.looks.size != TITLE_SIZE
                if odd or paragraph.looks.align != "center":
                    self._dress(element, _FONTS["小标宋"], TITLE_SIZE, align="center")
                    counts["heads"] += 1
            elif paragraph.level and not paragraph.said:
                font = HEADING_FONTS[min(paragraph.level, 4)]
                if font not in paragraph.looks.font or paragraph.looks.size != BODY_SIZE:
                    self._dress(element, _FONTS[font], BODY_SIZE, indent=True)
                    counts["heads"] += 1
            elif self._is_body(paragraph) and len(paragraph.text.strip()) > 20:  # noqa: PLR2004
                odd = "仿宋" not in paragraph.looks.font or paragraph.looks.size != BODY_SIZE
                if odd or not is_indented(paragraph) or not is_spaced(paragraph):
                    self._dress(element, _FONTS["仿宋"], BODY_SIZE, indent=True)
                    counts["body"] += 1
        if counts["heads"]:
            self.layout.append(f"标题和层次标题{counts['heads']}处改为规定的字体字号")
        if counts["body"]:
            self.layout.append(f"正文{counts['body']}段改为3号仿宋、首行缩进2字、固定行距28.5磅")

    def _is_body(self, paragraph: Paragraph) -> bool:
        after_title = self.title is not None and paragraph.ordinal > self.title.ordinal
        return bool(paragraph.path) or after_title

    def _dress(
        self, element: Any, font: str, size: int, *, align: str = "", indent: bool = False
    ) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt
        from docx.text.paragraph import Paragraph as Proxy
        from docx.text.run import Run

        proxy = Proxy(element, self.file._body)
        properties = element.get_or_add_pPr()
        before = copy.deepcopy(properties)
        if align == "center":
            proxy.alignment = 1  # type: ignore[assignment] # WD_ALIGN_PARAGRAPH.CENTER
        proxy.paragraph_format.line_spacing = Pt(_LINE / 20)
        if indent and not element_is_padded(element):
            proxy.paragraph_format.first_line_indent = Pt(_INDENT / 20)
        self._changed(properties, before, "w:pPrChange", ("rPr", "sectPr", "pPrChange"))
        for run_element in dict.fromkeys(p.run for p in pieces_of(element) if p.run is not None):
            run = Run(run_element, proxy)
            old = copy.deepcopy(run_element.get_or_add_rPr())
            run.font.size = Pt(size / 2)
            run_element.rPr.get_or_add_rFonts().set(qn("w:eastAsia"), font)
            self._changed(run_element.rPr, old, "w:rPrChange", ("rPrChange",))

    def _changed(self, properties: Any, before: Any, tag: str, dropped: tuple[str, ...]) -> None:
        if properties.find(f"{W}{tag[2:]}") is not None or _same(before, properties):
            return
        for child in [c for c in before if c.tag in {f"{W}{name}" for name in dropped}]:
            before.remove(child)
        mark = self._mark(tag)
        mark.append(before)
        properties.append(mark)


def element_is_padded(element: Any) -> bool:
    """Whether the first line begins with blanks instead of an indent."""
    return text_of(element).startswith(("\u3000\u3000", "    "))


def _same(one: Any, other: Any) -> bool:
    from lxml import etree

    return etree.tostring(one) == etree.tostring(other)
