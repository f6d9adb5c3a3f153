"""The one walk over the words of a Word file: paragraphs and tables in order, each word with where it stands.

Every reader (import, check, review), the writers of comments and changes and the clean copy go this way,
so that all see the same text. What a reader of the page does not see (hidden text, field codes, the table
of contents that Word makes, phonetic guides, prompts of empty controls) is walked too, and bears why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.errors import InputError
from assistant.patterns import regex
from assistant.word.elements import child, on
from assistant.word.marks import CELL_TAGS, MARK_TAGS, Mark, MarkKind, View, mark_of, stands
from assistant.word.names import MC, W14, A, M, R, V, W
from assistant.word.symbols import UNKNOWN, shown, sign

#: why words are no part of the text: "" are part of it
Unseen = Literal["", "hidden", "field", "contents", "phonetic", "prompt"]
UNSEEN_NAMES: dict[Unseen, str] = {
    "hidden": "隐藏文字",
    "field": "域代码里的文字",
    "contents": "自动目录",
    "phonetic": "拼音注音",
    "prompt": "控件里的提示文字",
}
Kind = Literal["text", "sign", "symbol", "note", "art"]

OURS = "jx_"
_WIDEST = 63  # columns: more than Word allows are no table
_DEEPEST = 60  # wrappers in one another; a file from a program has under twenty
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_SILENT = {
    f"{W}{name}"
    for name in ("pPr", "rPr", "instrText", "delInstrText", "fldData", "ffData", "sdtPr", "sdtEndPr", "tblPr",
                 "tblGrid", "trPr", "tcPr", "sectPr", "rubyPr")
} | {f"{M}{name}" for name in ("fPr", "dPr", "radPr", "naryPr", "sSupPr", "sSubPr", "ctrlPr", "rPr", "oMathParaPr")}  # fmt: skip
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "del", "moveFrom", "moveTo")}  # fmt: skip
_TEXTS = frozenset({f"{W}t", f"{W}delText", f"{M}t"})
_HANGING = frozenset({f"{W}txbxContent", f"{V}textpath", f"{A}p"})
_PICTURES = frozenset({f"{A}blip", f"{V}imagedata"})
_GRAPHIC, _OBJECT = f"{A}graphicData", f"{W}object"
#: what a drawing may hold that is no picture and has no text here, by the end of its kind's address
_DRAWINGS = {"chart": "图表", "chartex": "图表", "diagram": "SmartArt图示"}
EMBEDDED = "内嵌对象（如Excel表格）"
#: names that are asked for of every element: put together once, not at each of them
_P, _R, _TABLE, _SDT, _DELETED = f"{W}p", f"{W}r", f"{W}tbl", f"{W}sdt", f"{W}delText"
_OF_PARAGRAPH, _OF_RUN, _OF_CELL, _OF_ROW = f"{W}pPr", f"{W}rPr", f"{W}tcPr", f"{W}trPr"
_FALLBACK, _CHOICE, _START, _END = f"{MC}Fallback", f"{MC}Choice", f"{W}bookmarkStart", f"{W}bookmarkEnd"  # fmt: skip
_ID, _NAME, _VALUE, _ANCHOR = f"{W}id", f"{W}name", f"{W}val", f"{W}anchor"
_ACROSS, _DOWN, _SPAN, _BEFORE = f"{W}hMerge", f"{W}vMerge", f"{W}gridSpan", f"{W}gridBefore"
_TYPE, _SYMBOL, _FIELD = f"{W}type", f"{W}sym", f"{W}fldChar"
_ASCII, _ANSI = f"{W}ascii", f"{W}hAnsi"
_FONTS, _STYLE, _VANISH, _OF_STYLE = f"{W}rFonts", f"{W}rStyle", f"{W}vanish", f"{W}pStyle"
_CONTENTS = regex(r"\s*TOC\b")
#: a footnote or endnote where it stands in a text
NOTE = regex(r"〔注：([^〕]*)〕")
STRIKES = ("strike", "dstrike")
#: marks of a run that make its words stand out, as people call them
EMPHASIS = {
    f"{W}b": "加粗",
    f"{W}i": "斜体",
    f"{W}u": "下划线",
    f"{W}em": "着重号",
    f"{W}color": "字色",
    f"{W}highlight": "标色",
    f"{W}shd": "标色",  # a file that came by way of .odt has it so
}
_SHADE, _FILL = f"{W}shd", f"{W}fill"
_PLAIN = {
    "none",
    "auto",
    "000000",
    "ffffff",
    "0",
    "false",
    "off",
}  # values of those that change nothing
_LINKS = (f"{R}embed", f"{R}link", f"{R}id")
_STRIKES = tuple(f"{W}{name}" for name in STRIKES)
_OF_LOOK = frozenset({_FONTS, _STYLE, _VANISH, *_STRIKES, *EMPHASIS})
_WITH_PAGE = regex(r"\t\d+\s*$")


@dataclass(slots=True)
class Atom:
    """Words of one element. `marks` are the tracked changes around it, outermost first."""

    text: str
    node: Any
    marks: tuple[Mark, ...] = ()
    kind: Kind = "text"
    unseen: Unseen = ""
    struck: bool = False
    #: how a person made it stand out, by the names in EMPHASIS
    emphasis: frozenset[str] = frozenset()

    @property
    def run(self) -> Any:
        """The w:r that holds it, None for words that stand in none (equations, lettering)."""
        parent = self.node.getparent()
        while parent is not None and (tag := parent.tag) != _R:
            if tag == _P:
                return None
            parent = parent.getparent()
        return parent

    def stands(self, view: View = "accepted") -> bool:
        """Whether it is part of the text under that view."""
        return not self.unseen and stands(self.marks, view)


@dataclass(slots=True)
class ParagraphNode:
    """One w:p (or lettering). `ordinal` counts those of the body, see `paragraphs_of`; -1 elsewhere.

    `bookmarks` are those of ours that cover words of it, `end` the tracked changes of its end mark.
    """

    element: Any
    ordinal: int = -1
    atoms: list[Atom] = field(default_factory=list)
    bookmarks: set[str] = field(default_factory=set)
    end: tuple[Mark, ...] = ()
    floating: bool = False
    #: the ids of the links by which its pictures are found
    pictures: list[str] = field(default_factory=list)
    #: charts, diagrams and embedded objects in it, by their Chinese names
    objects: list[str] = field(default_factory=list)
    #: page breaks typed in it
    breaks: int = 0
    #: the children of its w:pPr by name, of several the first, and the id of the style that it names
    settings: dict[str, Any] = field(default_factory=dict)
    style: str = ""

    def text(self, view: View = "accepted", *, notes: bool = True) -> str:
        """The text under that view, with footnotes in place (〔注：…〕) unless they are left out."""
        return "".join(
            [
                a.text
                for a in self.atoms
                if not a.unseen and (not a.marks or stands(a.marks, view))
                if notes or a.kind != "note"
            ]
        )


@dataclass(slots=True)
class CellNode:
    """A cell, `span` columns wide; `below` continues a vertically merged one."""

    element: Any
    paragraphs: list[ParagraphNode]
    span: int = 1
    below: bool = False
    marks: tuple[Mark, ...] = ()


@dataclass(slots=True)
class RowNode:
    """A row; `before` columns are skipped at its left. `bookmarks` are ours that cover some of it."""

    element: Any
    cells: list[CellNode]
    marks: tuple[Mark, ...] = ()
    before: int = 0
    bookmarks: set[str] = field(default_factory=set)


@dataclass(slots=True)
class TableNode:
    """A table. Tables and text boxes inside its cells follow it as blocks of their own."""

    element: Any
    rows: list[RowNode]
    bookmarks: set[str] = field(default_factory=set)
    floating: bool = False


Node = ParagraphNode | TableNode


def paragraphs_of(body: Any) -> Iterator[Any]:
    """Every w:p in document order, less those that repeat a text box for old programs: what ordinals count."""
    again = {p for f in body.iter(f"{MC}Fallback") if _repeats(f) for p in f.iter(f"{W}p")}
    return (p for p in body.iter(f"{W}p") if p not in again)


def _repeats(fallback: Any) -> bool:
    parent = fallback.getparent()
    return parent is not None and parent.find(f"{MC}Choice") is not None


def walk(
    root: Any,
    *,
    notes: Mapping[str, Mapping[str, str]] | None = None,
    hidden: frozenset[str] = frozenset(),
    struck: frozenset[str] = frozenset(),
    numbered: bool = True,
) -> list[Node]:
    """The blocks under `root` (a body, header, note or comment) in order, text boxes after where they hang.

    `notes` are the texts of footnotes and endnotes by id, `hidden` the ids of styles that hide text,
    `struck` of those that strike it out.
    """
    walker = _Walker(root, notes or {}, hidden, struck, numbered=numbered)
    return list(walker.blocks(root, (), 0))


def every_paragraph(nodes: Iterable[Node]) -> Iterator[ParagraphNode]:
    """The paragraphs among the blocks, those of cells too."""
    for node in nodes:
        if isinstance(node, ParagraphNode):
            yield node
        else:
            yield from (p for row in node.rows for cell in row.cells for p in cell.paragraphs)


class _Walker:
    """One pass in document order, with the bookmarks and fields that are open on the way."""

    def __init__(
        self,
        root: Any,
        notes: Mapping[str, Mapping[str, str]],
        hidden: frozenset[str],
        struck: frozenset[str],
        *,
        numbered: bool,
    ) -> None:
        self._ordinals = {p: i for i, p in enumerate(paragraphs_of(root))} if numbered else {}
        self._notes = notes
        self._hidden = hidden
        self._struck = struck
        self._open: dict[str, str] = {}
        self._fields: list[_Field] = []
        self._whole = _whole_fields(root)
        self._to_headings = any(_is_to_heading(h) for h in root.iter(f"{W}hyperlink"))
        self._contents = 0
        self._prompts = 0
        self._cells = 0
        self._waiting: list[Any] = []

    def blocks(
        self, parent: Any, marks: tuple[Mark, ...], depth: int, *, floating: bool = False
    ) -> Iterator[Node]:
        """Paragraphs and tables under `parent`, whatever wraps them."""
        if depth > _DEEPEST:
            raise InputError(
                f"表格、域或控件一层套一层，超过 {_DEEPEST} 层，没有读取，请在 Word 或 WPS 里展平后再试"
            )
        for element in parent:
            tag = element.tag
            if tag == _P:
                yield self._paragraph(element, marks, depth, floating=floating)
                if self._waiting:
                    yield from self._boxes(depth)
            elif not isinstance(tag, str) or tag in _SILENT or self._bookmark(element, tag):
                continue
            elif tag == _TABLE:
                if self._cells:
                    self._waiting.append(element)
                else:
                    yield self._table(element, marks, depth, floating=floating)
                    yield from self._boxes(depth)
            elif tag == _FALLBACK and _repeats(element):
                continue
            elif len(element):
                inner = (*marks, mark_of(element, MARK_TAGS[tag])) if tag in MARK_TAGS else marks
                contents, prompt = _control(element) if tag == _SDT else (0, 0)
                self._contents += contents
                self._prompts += prompt
                yield from self.blocks(element, inner, depth + 1, floating=floating)
                self._contents -= contents
                self._prompts -= prompt

    def _boxes(self, depth: int) -> Iterator[Node]:
        """What hangs on the block before: text boxes, lettering; tables out of cells."""
        if self._cells:
            return
        waiting, self._waiting = self._waiting, []
        for element in waiting:
            if element.tag == _TABLE:
                yield self._table(element, (), depth + 1, floating=False)
                yield from self._boxes(depth + 1)
            elif element.tag == f"{W}txbxContent":
                yield from self.blocks(element, (), depth + 1, floating=True)
            else:
                yield _lettering(element)

    def _bookmark(self, element: Any, tag: Any) -> bool:
        if tag == _START:
            name = element.get(_NAME, "")
            if name.startswith(OURS):
                self._open[element.get(_ID, "")] = name
            return True
        if tag == _END:
            self._open.pop(element.get(_ID, ""), None)
            return True
        return False

    def _paragraph(
        self, p: Any, marks: tuple[Mark, ...], depth: int, *, floating: bool
    ) -> ParagraphNode:
        node = ParagraphNode(p, self._ordinals.get(p, -1), floating=floating)
        properties = child(p, _OF_PARAGRAPH)
        for one in properties if properties is not None else ():
            tag = one.tag
            node.settings.setdefault(tag, one)
            if tag == _OF_STYLE:
                node.style = node.style or str(one.get(_VALUE, ""))
            elif tag == _OF_RUN:
                node.end += _marks(one, MARK_TAGS)
        hidden = bool(self._hidden) and node.style in self._hidden
        struck = bool(self._struck) and node.style in self._struck
        self._inline(p, node, marks, depth, _Look(hidden=hidden, struck=struck))
        if self._to_headings and _is_contents_line(node):
            for atom in node.atoms:
                atom.unseen = atom.unseen or "contents"
        return node

    def _inline(
        self, parent: Any, node: ParagraphNode, marks: tuple[Mark, ...], depth: int, look: _Look
    ) -> None:
        if depth > _DEEPEST:
            raise InputError(
                f"表格、域或控件一层套一层，超过 {_DEEPEST} 层，没有读取，请在 Word 或 WPS 里展平后再试"
            )
        for element in parent:
            tag = element.tag
            if tag in _TEXTS:  # most are
                self._add(node, element, shown(element.text or "", look.font), marks, look)
            elif tag == _R:
                self._inline(element, node, marks, depth + 1, self._look(element, look))
            elif (
                not isinstance(tag, str)
                or tag in _SILENT
                or self._bookmark(element, tag)
                or self._words(element, node, marks, look)
            ):
                continue
            elif tag in _HANGING:
                self._waiting.append(element)
            elif tag == _FALLBACK and _repeats(element):
                continue  # the same text again, for programs that cannot draw the choice
            elif tag == _CHOICE and element.getprevious() is not None:
                continue
            elif tag.startswith(M) and tag != f"{M}r":
                self._equation(element, node, marks, depth, look)
            else:
                self._wrapped(element, node, marks, depth, look)

    def _words(
        self, element: Any, node: ParagraphNode, marks: tuple[Mark, ...], look: _Look
    ) -> bool:
        """Adds the words of an element that has any of its own; False for all others."""
        tag = element.tag
        if tag in _TEXTS:
            self._add(node, element, shown(element.text or "", look.font), marks, look)
        elif tag in _SIGNS:
            node.breaks += element.get(_TYPE) == "page"
            if look.in_run:
                self._add(node, element, _SIGNS[tag], marks, look, "sign")
        elif tag == _SYMBOL:
            self._add(node, element, _symbol(element) or UNKNOWN, marks, look, "symbol")
        elif tag in _NOTES:
            text = self._notes.get(_NOTES[tag], {}).get(element.get(_ID, ""), "")
            self._add(node, element, f"〔注：{text}〕" if text else "", marks, look, "note")
        elif tag == _FIELD:
            self._field(element, node, marks, look)
        else:
            return False
        return True

    def _wrapped(
        self, element: Any, node: ParagraphNode, marks: tuple[Mark, ...], depth: int, look: _Look
    ) -> None:
        tag = element.tag
        if tag in MARK_TAGS:
            marks = (*marks, mark_of(element, MARK_TAGS[tag]))
        elif tag == f"{W}rt":
            look = _Look(look.font, look.hidden, look.struck, look.in_run, phonetic=True)
        elif tag == _OBJECT:
            node.objects.append(EMBEDDED)
        elif tag == _GRAPHIC and (kind := element.get("uri", "").rpartition("/")[2]) in _DRAWINGS:
            node.objects.append(_DRAWINGS[kind])
        elif tag in _PICTURES and next(element.iterancestors(_OBJECT), None) is None:
            node.pictures.append(next((v for n in _LINKS if (v := element.get(n))), ""))
        contents, prompt = _control(element) if tag == _SDT else (0, 0)
        if tag == f"{W}fldSimple" and _CONTENTS.match(element.get(f"{W}instr", "")):
            contents = 1
        self._contents += contents
        self._prompts += prompt
        self._inline(element, node, marks, depth + 1, look)
        self._contents -= contents
        self._prompts -= prompt

    def _add(
        self,
        node: ParagraphNode,
        element: Any,
        text: str,
        marks: tuple[Mark, ...],
        look: _Look,
        kind: Kind = "text",
    ) -> None:
        if not text:
            return
        if element.tag == _DELETED and not any(m.kind in {"delete", "move_from"} for m in marks):
            marks = (*marks, Mark("delete", "", ""))
        unseen: Unseen = ""
        if look.hidden:
            unseen = "hidden"
        elif look.phonetic:
            unseen = "phonetic"
        elif self._fields and any(not f.separated for f in self._fields):
            unseen = "field"
        elif self._contents or (self._fields and any(f.contents for f in self._fields)):
            unseen = "contents"
        elif self._prompts:
            unseen = "prompt"
        if self._open and not unseen:
            node.bookmarks.update(self._open.values())
        node.atoms.append(Atom(text, element, marks, kind, unseen, look.struck, look.emphasis))

    def _look(self, run: Any, outer: _Look) -> _Look:
        properties = child(run, _OF_RUN)
        own: dict[str, Any] = {}
        emphasis = []
        for element in properties if properties is not None else ():
            tag = element.tag
            if tag not in _OF_LOOK:
                continue
            if tag == _FONTS and not own and len(properties) == 1:  # most runs say no more
                font = element.get(_ASCII) or element.get(_ANSI) or ""
                return _Look(font, outer.hidden, outer.struck, True, outer.phonetic)
            own.setdefault(tag, element)
            value = element.get(_FILL if tag == _SHADE else _VALUE, "1")
            if tag in EMPHASIS and value.strip().lower() not in _PLAIN:
                emphasis.append(EMPHASIS[tag])
        if not own:
            return _Look("", outer.hidden, outer.struck, True, outer.phonetic)
        fonts = own.get(_FONTS)
        font = ""
        if fonts is not None:
            font = fonts.get(_ASCII) or fonts.get(_ANSI) or ""
        hidden, struck = outer.hidden, outer.struck
        if (style := own.get(_STYLE)) is not None:
            hidden = hidden or style.get(_VALUE, "") in self._hidden
            struck = struck or style.get(_VALUE, "") in self._struck
        if (mark := own.get(_VANISH)) is not None:
            hidden = on(mark)
        strikes = [own[name] for name in _STRIKES if name in own]
        struck = any(map(on, strikes)) if strikes else struck
        return _Look(font, hidden, struck, True, outer.phonetic, frozenset(emphasis))

    def _field(
        self, element: Any, node: ParagraphNode, marks: tuple[Mark, ...], look: _Look
    ) -> None:
        if element not in self._whole:
            return  # no end, or no beginning: nothing of what follows is its code
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._add(node, element, form_field(element), marks, look, "symbol")
            self._fields.append(_Field(self._whole[element]))
        elif kind == "separate" and self._fields:
            self._fields[-1].separated = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _equation(
        self, element: Any, node: ParagraphNode, marks: tuple[Mark, ...], depth: int, look: _Look
    ) -> None:
        """In one line, as one would type it: 57/100, x^2, √(x), (x)."""
        name = element.tag[len(M) :]
        before, between, after = _EQUATIONS.get(name, ("", "", ""))
        if name == "d":
            before, after = _value(element, "dPr/begChr", "("), _value(element, "dPr/endChr", ")")
        elif name == "nary":
            before = _value(element, "naryPr/chr", "∫")
        parts = [e for e in element if isinstance(e.tag, str) and e.tag not in _SILENT]
        self._add(node, element, before, marks, look, "sign")
        for number, part in enumerate(parts):
            if number:
                self._add(node, element, between, marks, look, "sign")
            if part.tag.startswith(M) and part.tag not in {f"{M}r", f"{M}t"}:
                self._equation(part, node, marks, depth + 1, look)
            elif not self._bookmark(part, part.tag) and not self._words(part, node, marks, look):
                inner = self._look(part, look) if part.tag == _R else look
                self._wrapped(part, node, marks, depth + 1, inner)
        self._add(node, element, after, marks, look, "sign")

    def _table(
        self, table: Any, marks: tuple[Mark, ...], depth: int, *, floating: bool
    ) -> TableNode:
        node = TableNode(table, [], set(self._open.values()), floating)
        self._cells += 1
        for row, around in self._inside(table, "tr", marks):
            node.rows.append(self._row(row, around, depth))
            node.bookmarks |= node.rows[-1].bookmarks
        self._cells -= 1
        return node

    def _row(self, row: Any, around: tuple[Mark, ...], depth: int) -> RowNode:
        properties = child(row, _OF_ROW)
        marks = around
        if properties is not None:
            marks += _marks(properties, MARK_TAGS)
        before = 0 if properties is None else _count(child(properties, _BEFORE), 0)
        node = RowNode(row, [], marks, before, set(self._open.values()))
        for cell, around_cell in self._inside(row, "tc", ()):
            made, joined = self._cell(cell, around_cell, depth)
            node.bookmarks.update(self._open.values())
            for paragraph in made.paragraphs:
                node.bookmarks |= paragraph.bookmarks
            if node.cells and joined:
                node.cells[-1].span += made.span
                node.cells[-1].paragraphs += made.paragraphs
            else:
                node.cells.append(made)
        return node

    def _cell(self, cell: Any, around: tuple[Mark, ...], depth: int) -> tuple[CellNode, bool]:
        """The cell, and whether it goes on from the one at its left."""
        own = dict[str, Any]()
        for element in cell:
            if element.tag == _OF_CELL:
                for one in element:
                    own.setdefault(one.tag, one)
        span = max(1, _count(own.get(_SPAN), 1))
        marks = around
        if not CELL_TAGS.keys().isdisjoint(own):
            marks += tuple(mark_of(own[tag], kind) for tag, kind in CELL_TAGS.items() if tag in own)
        waiting = len(self._waiting)
        paragraphs = [
            block for block in self.blocks(cell, (), depth + 1) if isinstance(block, ParagraphNode)
        ]
        boxes = self._waiting[waiting:]
        if (
            boxes
            and all(map(_is_plain_box, boxes))
            and not any(p.text().strip() for p in paragraphs)
        ):
            # a cell that says nothing but in a box: that is what a reader sees in it
            del self._waiting[waiting:]
            paragraphs += [
                block
                for box in boxes
                for block in self.blocks(box, (), depth + 1, floating=True)
                if isinstance(block, ParagraphNode)
            ]
        made = CellNode(cell, paragraphs, span, _continues(own.get(_DOWN)), marks)
        return made, _continues(own.get(_ACROSS))

    def _inside(
        self, parent: Any, name: str, marks: tuple[Mark, ...]
    ) -> Iterator[tuple[Any, tuple[Mark, ...]]]:
        """Rows of a table or cells of a row, also those inside wrappers; none of nested tables."""
        wanted = f"{W}{name}"
        for element in parent:
            tag = element.tag
            if tag == wanted:
                yield element, marks
            elif tag in _WRAPPERS:
                inner = marks
                if tag in MARK_TAGS:
                    inner = (*marks, mark_of(element, MARK_TAGS[tag]))
                yield from self._inside(element, name, inner)
            else:
                self._bookmark(element, tag)


@dataclass(slots=True)  # made for every run: a frozen one takes three times as long to make
class _Look:
    font: str = ""
    hidden: bool = False
    struck: bool = False
    in_run: bool = False
    phonetic: bool = False
    emphasis: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Field:
    contents: bool
    separated: bool = False


_EQUATIONS = {
    "f": ("", "/", ""),
    "sSup": ("", "^", ""),
    "sSub": ("", "_", ""),
    "rad": ("√(", "", ")"),
}


def _whole_fields(root: Any) -> dict[Any, bool]:
    """The fldChar elements of fields that have both ends; True with those of a table of contents."""
    whole: dict[Any, bool] = {}
    stack: list[tuple[list[Any], list[str]]] = []
    for element in root.iter(f"{W}fldChar", f"{W}instrText"):
        if element.tag == f"{W}instrText":
            if stack and len(stack[-1][0]) == 1:
                stack[-1][1].append(element.text or "")
            continue
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            stack.append(([element], []))
        elif stack:
            stack[-1][0].append(element)
            if kind == "end":
                parts, code = stack.pop()
                contents = _CONTENTS.match("".join(code)) is not None
                whole |= dict.fromkeys(parts, contents)
    return whole


def _is_contents_line(node: ParagraphNode) -> bool:
    """A line of a table of contents that lost its field: all of it one link to a heading, with a page number."""
    links = [h for h in node.element.iter(f"{W}hyperlink") if _is_to_heading(h)]
    if not links or not _WITH_PAGE.search(node.text()):
        return False
    return all(
        any(above in links for above in atom.node.iterancestors(f"{W}hyperlink"))
        for atom in node.atoms
    )


def _is_to_heading(link: Any) -> bool:
    return bool(link.get(_ANCHOR, "").startswith("_Toc"))


def _control(sdt: Any) -> tuple[int, int]:
    """Whether a content control is a table of contents; whether it shows only its prompt."""
    properties = sdt.find(f"{W}sdtPr")
    if properties is None:
        return 0, 0
    gallery = properties.find(f"{W}docPartObj/{W}docPartGallery")
    contents = gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
    prompt = properties.find(f"{W}showingPlcHdr")
    box = properties.find(f"{W14}checkbox")
    return int(contents), int(prompt is not None and on(prompt) and box is None)


def form_field(begin: Any) -> str:
    """What an old form field shows that has no text of its own: a ticked or empty box, a chosen entry."""
    box = begin.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        ticked = box.find(f"{W}checked")
        ticked = ticked if ticked is not None else box.find(f"{W}default")
        return "☑" if ticked is not None and on(ticked) else "□"
    listed = begin.find(f"{W}ffData/{W}ddList")
    if listed is not None:
        entries = listed.findall(f"{W}listEntry")
        at = _count(listed.find(f"{W}result"), _count(listed.find(f"{W}default"), 0))
        return str(entries[at].get(f"{W}val", "")) if at < len(entries) else ""
    return ""


def _symbol(element: Any) -> str | None:
    try:
        code = int(element.get(f"{W}char", ""), 16)
        return sign(element.get(f"{W}font", ""), code)
    except (ValueError, OverflowError):
        return None


def _lettering(element: Any) -> ParagraphNode:
    """WordArt (its words are an attribute), or a paragraph of a drawing."""
    node = ParagraphNode(element, floating=True)
    if element.tag == f"{V}textpath":
        text = element.get("string", "")
    else:
        text = "".join(t.text or "" for t in element.iter(f"{A}t"))
    if text:
        node.atoms.append(Atom(text, element, (), "art"))
    return node


def _count(element: Any, default: int) -> int:
    try:
        return (
            default
            if element is None
            else min(max(int(element.get(f"{W}val", default)), 0), _WIDEST)
        )
    except ValueError:
        return default


def _is_plain_box(element: Any) -> bool:
    """Whether it is a text box of paragraphs, with no table inside."""
    return element.tag == f"{W}txbxContent" and next(element.iter(f"{W}tbl"), None) is None


def _continues(merge: Any) -> bool:
    return merge is not None and merge.get(_VALUE, "continue") == "continue"


def _marks(properties: Any, kinds: Mapping[str, MarkKind]) -> tuple[Mark, ...]:
    """The tracked changes that stand among the properties."""
    return tuple(mark_of(e, kinds[e.tag]) for e in properties if e.tag in kinds)


def _value(element: Any, path: str, default: str) -> str:
    found = element.find("/".join(f"{M}{name}" for name in path.split("/")))
    return default if found is None else str(found.get(f"{M}val", default))
