"""The parts of one report as Word blocks: title, sections, tables, signature, attachments.

A part may be asked for in any order and more than once (a user's template does so): comment numbers and
bookmark numbers are unique in the document, and a bookmark's name stands only at the part's first place.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.facts import Fact
from assistant.facts.wording import single
from assistant.model.draft import Draft, Paragraph, Section
from assistant.model.evaluation import Evaluation
from assistant.model.outline import Heading
from assistant.model.scorecard import Scorecard
from assistant.model.sections import TableId, is_section, plain_title
from assistant.patterns import regex
from assistant.report import tables
from assistant.report.annex import Annex, notes
from assistant.report.closing import attachment_list, signature
from assistant.report.remarks import NUMERALS, ai_note, remark
from assistant.report.spans import spots
from assistant.report.title import signer, title_lines
from assistant.values.deadlines import print_day
from assistant.values.printing import on_a_line
from assistant.word import write as oxml
from assistant.word.write import Xml, gongwen
from assistant.word.write.marks import has_mark, wanted


def own_lines(evaluation: Evaluation, draft: Draft) -> dict[str, str]:
    """The lines around the text by the name of their bookmark, as the program words them."""
    report = evaluation.report
    return {
        "title": "\n".join(title_lines(evaluation)),
        "addressee": f"{report.addressee.rstrip('：: ') or wanted('主送机关')}：",
        "signature": signer(evaluation) or wanted("署名"),
        "date": print_day(report.dated) if report.dated else wanted("成文日期"),
        "ai_note": ai_note(draft),
    }


PREFIX = "jx_"
_NAME = regex(r"[A-Za-z]\w{0,39}")  # what Word takes for a bookmark's name
_ENOUGH = 12  # characters by which a sentence is known again


@dataclass(slots=True)
class Story:
    """Builds the parts. `comment` adds a comment of that text and returns its number.

    `first_bookmark` and `taken` keep clear of the numbers and names that the document already has.
    """

    card: Scorecard
    draft: Draft
    facts: Sequence[Fact]
    annexes: Sequence[Annex]
    comment: Callable[[str], int]
    first_bookmark: int = 0
    taken: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(init=False)
    _named: set[str] = field(init=False)
    _facts: tuple[Fact, ...] = field(init=False)
    _by_id: dict[str, Fact] = field(init=False)
    _own: dict[str, str] = field(init=False)
    _headings: tuple[Heading, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._named = set(self.taken)
        self._numbers = itertools.count(self.first_bookmark)
        self._facts = tuple(self.facts)
        self._by_id = {fact.id: fact for fact in self.facts}
        self._own = own_lines(self.card.evaluation, self.draft)
        self._headings = self.card.evaluation.headings

    def whole(self) -> Xml:
        """The whole report."""
        return _joined(self.opening(), self.outline(), self.ending())

    def line(self, name: str) -> str:
        """A line around the text as it is printed: the data's words, or what a person made of them.

        `name` is title, addressee, signature, date or ai_note.
        """
        return self.draft.line(name, self._own[name])

    def opening(self) -> Xml:
        """Title, addressee and the first paragraph."""
        return _joined(self.title(), self.addressee(), self.section("opening"))

    def outline(self) -> Xml:
        """Every heading with its section and tables."""
        return _joined(*(self.part(heading) for heading in self._headings), self.others())

    def others(self) -> Xml:
        """Sections that the outline does not have, under their own titles: nothing written is left out."""
        extra = [s for s in self.draft.sections if s.paragraphs and not self._placed(s.id)]
        return _joined(
            *(_joined(self._own_heading(section), self.section(section.id)) for section in extra)
        )

    def _placed(self, section_id: str) -> bool:
        """Whether the outline prints the section; one of its own that it leaves out is not printed."""
        if section_id == "opening" or any(section_id in h.sections for h in self._headings):
            return True
        people = any(p.source == "human" for p in self.draft.section(section_id).paragraphs)
        return is_section(section_id) and not people

    def _own_heading(self, section: Section) -> Xml:
        named = section.title and section.title != section.id
        return oxml.paragraph(gongwen.HEADINGS[0], oxml.run(section.title)) if named else Xml("")

    def ending(self) -> Xml:
        """List of attachments, signature and date, the note on AI, and the attachments."""
        return _joined(self.attachment_list(), self.signature(), self.ai_note(), self.attachments())

    def title(self) -> Xml:
        """标题: lines broken by meaning, one blank line below (7.3.1, 7.3.2)."""
        words = self.line("title")
        titled = oxml.paragraph(gongwen.TITLE, self._bookmark("title", oxml.run(words)))
        above = self.draft.line("above", "")  # a person's lines over it
        lines = oxml.paragraph(gongwen.NORMAL, self._bookmark("above", oxml.run(above)))
        return _joined(
            lines if above else "", titled if words else "", oxml.paragraph(gongwen.NORMAL)
        )

    def addressee(self) -> Xml:
        """主送机关 with its full-width colon, flush left."""
        words = self.line("addressee")
        if not words:
            return Xml("")
        run = oxml.run(words, mark=has_mark(words))
        return oxml.paragraph(gongwen.ADDRESSEE, self._bookmark("addressee", run))

    def part(self, heading: Heading) -> Xml:
        """A heading, the section under it, and its tables."""
        if self.draft.took_out(heading):
            return Xml("")
        texts = (self.section(section) for section in heading.sections)
        return _joined(self.heading(heading), *texts, *(self.table(t) for t in heading.tables))

    def heading(self, heading: Heading) -> Xml:
        """一、 / （一） / 1. / （1） as a real heading of Word."""
        words = self.draft.headings.get(heading.title) or heading.title  # what a person renamed it
        return oxml.paragraph(gongwen.HEADINGS[heading.level - 1], oxml.run(words))

    def section(self, section_id: str) -> Xml:
        """The paragraphs of a section in their bookmarks, each with its comment."""
        try:
            section = self.draft.section(section_id)
        except KeyError:
            section = Section(section_id, plain_title(section_id), ())
        bodies = [self._paragraph(section, p, n) for n, p in enumerate(section.paragraphs, start=1)]
        if not bodies:
            bodies = [oxml.run(wanted(section.title.lstrip(NUMERALS)), mark=True)]
        name = PREFIX + section_id
        if name not in self._named and _NAME.fullmatch(name):
            self._named.add(name)
            number = next(self._numbers)
            bodies[0] = Xml(oxml.bookmark_start(name, number) + bodies[0])
            bodies[-1] = Xml(bodies[-1] + oxml.bookmark_end(number))
        # the page of the signature carries text: the last paragraph goes along with it
        styles = [
            gongwen.HEADINGS[p.level - 1] if p.level else gongwen.TEXT for p in section.paragraphs
        ]
        styles = styles or [gongwen.TEXT]
        last = len(bodies) - (section_id == self._last)
        return _joined(
            *(
                oxml.paragraph(style, body, keep_next=number >= last)
                for number, (style, body) in enumerate(zip(styles, bodies, strict=True))
            )
        )

    @property
    def _last(self) -> str:
        headings = self._headings
        return next(iter(reversed(headings[-1].sections)), "") if headings else ""

    def _paragraph(self, section: Section, paragraph: Paragraph, number: int) -> Xml:
        alone = len(paragraph.sentences) == 1
        runs: list[tuple[str, bool]] = []
        pointed: list[tuple[int, int, str]] = []
        at = 0
        for sentence in paragraph.sentences:
            text = oxml.clean(sentence.text)
            found = spots(sentence, section.id, self._facts, alone=alone)
            places = {(at + s.start, at + s.end): s.text for s in reversed(found)}
            pointed += [(*place, said) for place, said in reversed(places.items())]
            runs.append((text, bool(found) or sentence.verdict == "verify" or has_mark(text)))
            at += len(text)
        whole = "".join(text for text, _ in runs)
        told = remark(section, paragraph, self._by_id, _pointed(whole, pointed))
        start = min((start for start, _, _ in pointed), default=0)
        end = max((end for _, end, _ in pointed), default=len(whole))
        content = (
            oxml.commented(self.comment(told), runs, start, end)
            if told and start < end
            else _joined(*(oxml.run(text, mark=mark) for text, mark in runs))
        )
        return self._bookmark(f"{section.id}_{number}", content)

    def table(self, table: TableId) -> Xml:
        """A table with its caption above and its notes below."""
        titled = tables.build(table, self.card, told=self._told())
        words = self.draft.line(f"table_{table}", titled.caption)
        caption = self._bookmark(f"table_{table}", oxml.run(words))
        said = self.draft.line(f"note_{table}", "".join(titled.notes))
        return _joined(
            oxml.paragraph(gongwen.CAPTION, caption) if words else "",
            titled.grid.xml(titled.caption, bookmark=self._bookmark),
            notes((said,) if said else (), lambda run: self._bookmark(f"note_{table}", run)),
        )

    def _told(self) -> bool:
        """Whether the draft itself says how points were allotted."""
        start = self.card.allotment[:_ENOUGH]
        return any(
            start in paragraph.text for s in self.draft.sections for paragraph in s.paragraphs
        )

    def attachment_list(self) -> Xml:
        """附件说明, one blank line below the text; nothing without attachments."""
        return attachment_list([annex.title for annex in self.annexes])

    def signature(self) -> Xml:
        """署名 and 成文日期."""
        return signature(
            self.line("signature"),
            self.line("date"),
            followed=bool(self.line("ai_note")),
            bookmark=self._bookmark,
        )

    def ai_note(self) -> Xml:
        """附注 that names what a model wrote; nothing for a draft by rules."""
        note = self.line("ai_note")
        if not note:
            return Xml("")
        return oxml.paragraph(gongwen.REMARK, self._bookmark("ai_note", oxml.run(note)))

    def attachments(self) -> Xml:
        """Each attachment on a new page."""
        alone = len(self.annexes) == 1
        return _joined(
            *(annex.xml(0 if alone else n) for n, annex in enumerate(self.annexes, start=1))
        )

    def _bookmark(self, name: str, content: str) -> Xml:
        name = PREFIX + name
        if name in self._named or not _NAME.fullmatch(name):
            return Xml(content)
        self._named.add(name)
        return oxml.bookmark(name, next(self._numbers), content)


def _pointed(whole: str, found: Sequence[tuple[int, int, str]]) -> list[str]:
    """What is said of each place, with its words where there are several."""
    if len(found) == 1:
        return [found[0][2]]
    return [
        said if said.startswith("“") else f"“{on_a_line(single(whole[start:end]))}”：{said}"
        for start, end, said in found
    ]


def _joined(*parts: str) -> Xml:
    return Xml("".join(parts))
