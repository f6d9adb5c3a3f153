"""The stories of a Word file: body, headers and footers, notes, comments; found by their relationships."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError
from assistant.patterns import regex
from assistant.word.beside import fingerprint
from assistant.word.elements import on
from assistant.word.kept import once
from assistant.word.names import RELATIONS, A, R, W, w
from assistant.word.walk import STRIKES, UNSEEN_NAMES, Node, every_paragraph, walk

if TYPE_CHECKING:
    from assistant.word.package import Package

_LINK = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN = ("word/document.xml", "word/document2.xml")
_MARGINS = (
    ("headerReference", "default"), ("headerReference", "first"), ("headerReference", "even"),
    ("footerReference", "default"), ("footerReference", "first"), ("footerReference", "even"),
)  # fmt: skip
_PAGE = regex(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION)\b")
#: parts whose words a page shows and nobody here reads: what to call them, by the end of their relationship
_DRAWN = {"chart": "图表", "chartEx": "图表", "diagramData": "SmartArt图示"}


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship to a part of the file. `kind` is the end of its type: header, comments …"""

    id: str
    kind: str
    part: str


@dataclass(slots=True)
class Stories:
    """The trees of a file, to look at. `main` is the body's part; `notes` are texts of notes by kind and id."""

    package: Package
    main: str
    body: Any
    links: dict[str, Link]
    notes: dict[str, dict[str, str]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()

    def part(self, kind: str) -> Any:
        """The tree of the part of that kind that the body is linked with, or None."""
        for link in self.links.values():
            if link.kind == kind:
                return self.package.tree(link.part)
        return None

    def nodes(self) -> list[Node]:
        """The body's blocks. Raises InputError where they are nested beyond reason."""
        try:
            return self.package.once("nodes", self._walked)
        except InputError as error:
            raise InputError(f"{self.package.path}：{error}") from None

    def walked(self, root: Any) -> list[Node]:
        """Any tree of the file, its paragraphs not numbered; as `nodes` where it is nested beyond reason."""
        hidden = self.hidden
        try:
            return once(root, ("walked", hidden), lambda: walk(root, hidden=hidden, numbered=False))
        except InputError as error:
            raise InputError(f"{self.package.path}：{error}") from None

    def _walked(self) -> list[Node]:
        return walk(self.body, notes=self.notes, hidden=self.hidden, struck=self.struck)

    def margins(self) -> Iterator[str]:
        """Headers and footers, a paragraph each, with their tables and text boxes; page numbers read as 1."""
        for root in self.margin_roots():
            yield from margin_lines(root)

    def margin_roots(self) -> Iterator[Any]:
        """The trees of headers and footers, section by section."""
        for reference in margin_links(self.body):
            link = self.links.get(reference)
            if link is not None:
                yield self.package.tree(link.part)

    def margin_pictures(self) -> int:
        """How many pictures headers and footers show, each part once."""
        return sum(map(pictures_in, dict.fromkeys(self.margin_roots())))

    def picture(self, link: str) -> str:
        """The mark of the picture behind a link of the body; empty where it lies in no part of the file."""
        found = self.links.get(link)
        return "" if found is None else fingerprint(self.package.read(found.part))

    def drawn(self) -> Iterator[tuple[str, str]]:
        """Words of charts and diagrams, and documents embedded as text: what they are, and the words."""
        for link in self.links.values():
            if link.kind in _DRAWN:
                root = self.package.tree(link.part)
                text = " ".join(t.text for t in root.iter(f"{A}t") if t.text)
                if text.strip():
                    yield _DRAWN[link.kind], text
            elif link.kind == "aFChunk":
                yield "插入的另一份文件", posixpath.basename(link.part)


def margin_links(body: Any) -> Iterator[str]:
    """The links of a body to its headers and footers, section by section, in the order of _MARGINS."""
    for section in body.iter(f"{W}sectPr"):
        for tag, kind in _MARGINS:
            for reference in section.findall(f"{W}{tag}"):
                if reference.get(f"{W}type", "default") == kind:
                    yield reference.get(f"{R}id", "")


def read_stories(package: Package) -> Stories:
    """Read once for all that look. Raises InputError where the file holds no readable body."""
    return package.once("stories", lambda: _read(package))


def _read(package: Package) -> Stories:
    main = _main(package)
    root = package.tree(main)
    body = root.find(f"{W}body")
    if body is None:
        raise InputError(f"{package.path}：文件里没有正文，请用 Word 或 WPS 打开核对")
    stories = Stories(package, main, body, {link.id: link for link in links_of(package, main)})
    styles = stories.part("styles")
    stories.hidden = _styles_with(styles, "vanish")
    stories.struck = _styles_with(styles, *STRIKES)
    for kind in ("footnotes", "endnotes"):
        found = stories.part(kind)
        stories.notes[kind] = {} if found is None else _notes(found, stories.hidden)
    return stories


def links_of(package: Package, part: str) -> Iterator[Link]:
    """The links of a part to others of the file that are there."""
    folder, name = posixpath.split(part)
    links = f"{folder}/_rels/{name}.rels".lstrip("/")
    if links not in package.names:
        return
    for link in package.tree(links).iter(_LINK):
        if link.get("TargetMode") == "External":
            continue
        target = link.get("Target", "")
        aim = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if aim in package.names:
            yield Link(link.get("Id", ""), link.get("Type", "").rpartition("/")[2], aim)


def _main(package: Package) -> str:
    for link in links_of(package, ""):
        if link.kind == "officeDocument":
            return link.part
    for name in (*_MAIN, *package.names):
        if name in package.names and re.fullmatch(r"word/\w*document\w*\.xml", name):
            return name
    return _MAIN[0]  # whose absence `xml` explains


def _styles_with(styles: Any, *names: str) -> frozenset[str]:
    """Paragraph and character styles that bear one of those marks, also by the style they are based on."""
    if styles is None:
        return frozenset()
    return once(styles, ("with", names), lambda: _marked(styles, names))


def _marked(styles: Any, names: tuple[str, ...]) -> frozenset[str]:
    by_id = {s.get(f"{W}styleId", ""): s for s in styles.iter(f"{W}style")}

    def marks(style: Any) -> list[Any]:
        return [m for name in names if (m := style.find(f"{W}rPr/{W}{name}")) is not None]

    def bears(name: str, seen: frozenset[str] = frozenset()) -> bool:
        style = by_id.get(name)
        if style is None or name in seen:
            return False
        if own := marks(style):
            return any(map(on, own))
        base = style.find(f"{W}basedOn")
        return base is not None and bears(base.get(f"{W}val", ""), seen | {name})

    if not any(map(marks, by_id.values())):
        return frozenset()
    return frozenset(name for name in by_id if bears(name))


def _notes(root: Any, hidden: frozenset[str]) -> dict[str, str]:
    """Footnotes or endnotes by id, as they read with people's changes taken; separators have no text."""
    return {
        note.get(f"{W}id", ""): "".join(
            p.text() for p in every_paragraph(walk(note, hidden=hidden, numbered=False))
        ).strip()
        for note in root.iter(*w("footnote", "endnote"))
    }


def margin_lines(root: Any) -> Iterator[str]:
    """The paragraphs of a header or footer, trimmed, without empty ones."""
    yield from once(root, "lines", lambda: list(_margin_lines(root)))


def _margin_lines(root: Any) -> Iterator[str]:
    numbers = _page_numbers(root)
    for paragraph in every_paragraph(walk(root, numbered=False)):
        text = "".join(numbers.get(a.node, a.text) for a in paragraph.atoms if a.stands()).strip()
        if text:
            yield text


def pictures_in(root: Any) -> int:
    """How many pictures stand under it."""
    return once(
        root,
        "pictures",
        lambda: sum(len(p.pictures) for p in every_paragraph(walk(root, numbered=False))),
    )


def _page_numbers(root: Any) -> dict[Any, str]:
    """The text nodes that show a page number: 1 for the first of a field, nothing for others."""
    shown: dict[Any, str] = {}
    for simple in root.iter(f"{W}fldSimple"):
        if _PAGE.match(simple.get(f"{W}instr", "")):
            for number, text in enumerate(simple.iter(f"{W}t")):
                shown[text] = "" if number else "1"
    code, state, first = "", "", True
    for element in root.iter(*w("fldChar", "instrText", "t")):
        if element.tag == f"{W}fldChar":
            state = element.get(f"{W}fldCharType", "")
            if state == "begin":
                code, first = "", True
        elif element.tag == f"{W}instrText":
            code += element.text or ""
        elif state == "separate" and _PAGE.match(code):
            shown[element] = "1" if first else ""
            first = False
    return shown


def unseen(nodes: list[Node], where: str) -> Iterator[tuple[str, str, str]]:
    """Words under the nodes that are no part of the text: kind in Chinese, where, the words."""
    for paragraph in every_paragraph(nodes):
        found: dict[str, str] = {}
        for atom in paragraph.atoms:
            if atom.unseen:
                name = UNSEEN_NAMES[atom.unseen]
                found[name] = found.get(name, "") + atom.text
        for name, text in found.items():
            if text.strip():
                yield name, where, text.strip()


__all__ = [
    "RELATIONS",
    "Link",
    "Stories",
    "links_of",
    "margin_lines",
    "margin_links",
    "pictures_in",
    "read_stories",
    "unseen",
]
