"""Writes the mends of `mend` into a Word file as tracked changes (w:ins, w:del, w:rPrChange …)."""

from __future__ import annotations

import copy
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
from assistant.word.edit import Tracking, page_field, same
from assistant.word.lines import Line, lines_by_ordinal

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
    left: tuple[Change, ...] = ()
    """Changes that were not made: they stand in another's tracked change, or in a field."""


def mended(package: Package, document: Document, title: Paragraph | None) -> Mended:
    """The file with all mechanical mends as tracked changes. `document` is what was read from it."""
    return _Mender(package, document, title).run()


class _Mender:
    def __init__(self, package: Package, document: Document, title: Paragraph | None) -> None:

        self.file = package.document()
        self.document = document
        self.title = title
        self.lines = lines_by_ordinal(self.file.element.body, "proposed")
        self.tracking = Tracking(self.file, AUTHOR)
        self.layout: list[str] = []

    def run(self) -> Mended:
        texts = {ordinal: line.text for ordinal, line in self.lines.items()}
        changes = text_changes(texts, self.document)
        # from the end, so that earlier characters keep their places
        done = [
            c for c in sorted(changes, key=lambda c: (c.paragraph, -c.start)) if self._replace(c)
        ]
        # what was put in and struck out is among the lines from here on
        self.lines = lines_by_ordinal(self.file.element.body, "proposed")
        self._page()
        if is_narrative(self.document):
            self._paragraphs()
        out = io.BytesIO()
        self.file.save(out)
        return Mended(
            out.getvalue(),
            tuple(sorted(done, key=lambda c: (c.paragraph, c.start))),
            tuple(self.layout),
            tuple(c for c in changes if c not in done),
        )

    def _replace(self, change: Change) -> bool:
        runs = self.lines[change.paragraph].between(change.start, change.end)
        return self.tracking.replace(runs, change.new)

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
            if same(before, properties):
                continue
            changed = True
            for key in list(before.attrib):
                del before.attrib[key]
            dropped = ("headerReference", "footerReference", "sectPrChange")
            self.tracking.former(properties, before, "w:sectPrChange", dropped)
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
        from docx.shared import Pt

        self._drop_lost_footers()
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
                    run._r.addnext(page_field())

    def _drop_lost_footers(self) -> None:
        """References to a footer that is not in the file: Word shows none there, and the library fails on them."""
        from docx.oxml.ns import qn

        for section in self.file.sections:
            for reference in section._sectPr.findall(qn("w:footerReference")):
                if reference.get(qn("r:id")) not in self.file.part.rels:
                    section._sectPr.remove(reference)

    def _paragraphs(self) -> None:
        counts = {"heads": 0, "body": 0}
        for paragraph in self.document.paragraphs:
            if not paragraph.text.strip():
                continue
            line = self.lines.get(paragraph.ordinal)
            if line is None:
                continue  # lettering, which has no paragraph of its own
            if self.title is not None and paragraph.ordinal == self.title.ordinal:
                odd = "小标宋" not in paragraph.looks.font or paragraph.looks.size != TITLE_SIZE
                if odd or paragraph.looks.align != "center":
                    self._dress(line, _FONTS["小标宋"], TITLE_SIZE, align="center")
                    counts["heads"] += 1
            elif paragraph.level and not paragraph.said:
                font = HEADING_FONTS[min(paragraph.level, 4)]
                if font not in paragraph.looks.font or paragraph.looks.size != BODY_SIZE:
                    self._dress(line, _FONTS[font], BODY_SIZE, indent=True)
                    counts["heads"] += 1
            elif self._is_body(paragraph) and len(paragraph.text.strip()) > 20:  # noqa: PLR2004
                odd = "仿宋" not in paragraph.looks.font or paragraph.looks.size != BODY_SIZE
                if odd or not is_indented(paragraph) or not is_spaced(paragraph):
                    self._dress(line, _FONTS["仿宋"], BODY_SIZE, indent=True)
                    counts["body"] += 1
        if counts["heads"]:
            self.layout.append(f"标题和层次标题{counts['heads']}处改为规定的字体字号")
        if counts["body"]:
            self.layout.append(f"正文{counts['body']}段改为3号仿宋、首行缩进2字、固定行距28.5磅")

    def _is_body(self, paragraph: Paragraph) -> bool:
        after_title = self.title is not None and paragraph.ordinal > self.title.ordinal
        return bool(paragraph.path) or after_title

    def _dress(
        self, line: Line, font: str, size: int, *, align: str = "", indent: bool = False
    ) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt
        from docx.text.paragraph import Paragraph as Proxy
        from docx.text.run import Run

        element = line.element
        proxy = Proxy(element, self.file._body)
        properties = element.get_or_add_pPr()
        before = copy.deepcopy(properties)
        if align == "center":
            proxy.alignment = 1  # type: ignore[assignment] # WD_ALIGN_PARAGRAPH.CENTER
        proxy.paragraph_format.line_spacing = Pt(_LINE / 20)
        if indent and not is_padded(line):
            proxy.paragraph_format.first_line_indent = Pt(_INDENT / 20)
        self.tracking.former(properties, before, "w:pPrChange", ("rPr", "sectPr", "pPrChange"))
        for run_element in line.runs:
            run = Run(run_element, proxy)
            old = copy.deepcopy(run_element.get_or_add_rPr())
            run.font.size = Pt(size / 2)
            run_element.rPr.get_or_add_rFonts().set(qn("w:eastAsia"), font)
            self.tracking.former(run_element.rPr, old, "w:rPrChange", ("rPrChange",))


def is_padded(line: Line) -> bool:
    """Whether the first line begins with blanks instead of an indent."""
    return line.text.startswith(("\u3000\u3000", "    "))
