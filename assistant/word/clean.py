"""The clean copy of a report: what the page shows, and nothing of how it came about or who made it.

The file is written anew from what `allowed` lists: parts that are needed and linked, elements, attributes.
What would change the page by going is named in `lost`, for a person to decide.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from assistant.errors import InputError
from assistant.patterns import regex
from assistant.word.accept import accept_all, refuse_programs
from assistant.word.allowed import allowed, attribute_stays, element_stays
from assistant.word.elements import marker, on, remove, text_of, unwrap
from assistant.word.escaping import escape, quoteattr
from assistant.word.marks import PROGRAMS
from assistant.word.names import MC, RELATIONS, XML_SPACE, A, R, V, W, w
from assistant.word.normal_form import links_part
from assistant.word.pictures import kind_of, without_traces
from assistant.word.properties import about, custom_part
from assistant.word.stories import Link, read_stories
from assistant.word.walk import every_paragraph, form_field
from assistant.word.write import gongwen

if TYPE_CHECKING:
    from assistant.word.package import Package

#: what stays of the two labels of GB 45438-2025: both, the one in the file's properties, or none
Label = Literal["keep", "implicit", "none"]
#: from a paragraph's text and whether it fills a table cell: sentences and what stands in their place
Rewrite = Callable[[str, bool], list[tuple[str, str]]]

_LINK = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_GUID = regex(r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawingml"
#: kind of a part: folder and name, content type; with # where there may be several
_PLACES = {
    "styles": ("word/styles.xml", f"{_WORD_TYPE}.styles+xml"),
    "settings": ("word/settings.xml", f"{_WORD_TYPE}.settings+xml"),
    "numbering": ("word/numbering.xml", f"{_WORD_TYPE}.numbering+xml"),
    "fontTable": ("word/fontTable.xml", f"{_WORD_TYPE}.fontTable+xml"),
    "footnotes": ("word/footnotes.xml", f"{_WORD_TYPE}.footnotes+xml"),
    "endnotes": ("word/endnotes.xml", f"{_WORD_TYPE}.endnotes+xml"),
    "header": ("word/header#.xml", f"{_WORD_TYPE}.header+xml"),
    "footer": ("word/footer#.xml", f"{_WORD_TYPE}.footer+xml"),
    "theme": ("word/theme/theme#.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "themeOverride": ("word/theme/themeOverride#.xml", "application/vnd.openxmlformats-officedocument.themeOverride+xml"),
    "chart": ("word/charts/chart#.xml", f"{_DRAWING_TYPE}.chart+xml"),
    "diagramData": ("word/diagrams/data#.xml", f"{_DRAWING_TYPE}.diagramData+xml"),
    "diagramLayout": ("word/diagrams/layout#.xml", f"{_DRAWING_TYPE}.diagramLayout+xml"),
    "diagramQuickStyle": ("word/diagrams/quickStyle#.xml", f"{_DRAWING_TYPE}.diagramStyle+xml"),
    "diagramColors": ("word/diagrams/colors#.xml", f"{_DRAWING_TYPE}.diagramColors+xml"),
    "diagramDrawing": ("word/diagrams/drawing#.xml", "application/vnd.ms-office.drawingml.diagramDrawing+xml"),
    "image": ("word/media/image#", ""),
    "font": ("word/fonts/font#.odttf", ""),
}  # fmt: skip
_DEFAULTS = {
    "xml": "application/xml",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp", "tiff": "image/tiff",
    "emf": "image/x-emf", "wmf": "image/x-wmf",
    "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
}  # fmt: skip
#: linked though no element names them
_IMPLICIT = {"styles", "settings", "numbering", "fontTable", "theme", "footnotes", "endnotes", "diagramDrawing", "themeOverride"}  # fmt: skip
_STORIES = {"document", "header", "footer", "footnotes", "endnotes"}
_MICROSOFT = {"diagramDrawing": "http://schemas.microsoft.com/office/2007/relationships"}
_MOMENT = (1980, 1, 1, 0, 0, 0)
_OBJECTS = w("object")
_TRACES = w(
    "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "proofErr",
    "lastRenderedPageBreak", "permStart", "permEnd",
)  # fmt: skip
#: drawings of these kinds are understood by every program that reads the rest
_DRAWN = {"wps", "wpg", "wpc", "w14", "wp14", "a14"}
_REFERENCE = regex(r"\s*(?:PAGEREF|REF|NOTEREF)\s+\"?([^\s\"\\]+)")
_PRIVATE_HOST = regex(
    r"localhost$|.*\.(?:local|lan|intra|internal|corp|home)$|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[",
    re.I,
)
_PATH = regex(r"(?:[A-Za-z]:[\\/]|\\\\\w|file:|/(?:home|Users|tmp|root|mnt|media)/|@)", re.I)


@dataclass(slots=True)
class Cleaned:
    """The file, and how many of what were taken out.

    `requests` are marked lines that went with it; `lost` names in Chinese what the page showed and the
    copy cannot.
    """

    data: bytes = b""
    removed: Counter[str] = field(default_factory=Counter)
    requests: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def clean(
    package: Package,
    *,
    properties: dict[str, str] | None = None,
    note: Callable[[str, set[str]], bool] | None = None,
    rewrite: Rewrite | None = None,
) -> Cleaned:
    """Takes people's tracked changes, refuses the program's proposals, leaves everything else behind.

    `properties` are the custom ones of the copy. `note` says of a paragraph's text and bookmarks that it
    goes; `rewrite` tells what stands for sentences of a paragraph.
    """
    return _Copy(package, note, rewrite).run(properties or {})


@dataclass(slots=True)
class _Part:
    """A part on its way into the copy; its links are (id, kind, target, external)."""

    name: str
    kind: str
    data: Any
    links: list[tuple[str, str, str, bool]] = field(default_factory=list)


class _Copy:
    def __init__(
        self,
        package: Package,
        note: Callable[[str, set[str]], bool] | None,
        rewrite: Rewrite | None,
    ) -> None:
        self.package = package
        self.stories = read_stories(package)
        self.note, self.rewrite = note, rewrite
        self.done = Cleaned()
        self.parts: dict[str, _Part] = {}
        self.counts: Counter[str] = Counter()

    def run(self, properties: dict[str, str]) -> Cleaned:
        main = self.stories.main
        body = self._part(main, "document", "word/document.xml")
        self._notes(body)
        self._bookmarks()
        self._styles()
        self._sweep()
        self.done.data = self._written(properties)
        return self.done

    # --- parts

    def _part(self, source: str, kind: str, target: str = "") -> _Part:
        """The part of that name in the copy, with all that it links to."""
        if source in self.parts:
            return self.parts[source]
        part = _Part(target or self._name(kind), kind, None)
        self.parts[source] = part
        if kind == "image":
            part.data = self._picture(source, part)
        elif kind == "font":
            part.data = self.package.read(source)
        else:
            root = _bare(self.package.xml(source))
            part.data = root
            self._clean(root, kind)
            self._link(source, part)
        return part

    def _name(self, kind: str) -> str:
        self.counts[kind] += 1
        return _PLACES[kind][0].replace("#", str(self.counts[kind]))

    def _picture(self, source: str, part: _Part) -> bytes:
        data = self.package.read(source)
        part.name += f".{kind_of(data)}"
        return without_traces(data)

    def _link(self, source: str, part: _Part) -> None:
        """Takes along what the cleaned tree still asks for, under neutral names and ids."""
        asked: dict[str, list[tuple[Any, str]]] = {}
        for element in part.data.iter():
            for name, value in element.attrib.items():
                if name.startswith(R) or (
                    name == "relId" and element.tag.endswith("}dataModelExt")
                ):
                    asked.setdefault(value, []).append((element, name))
        links = {link.id: link for link in _all_links(self.package, source)}
        for link in links.values():
            if link.id in asked or link.kind in _IMPLICIT:
                self._follow(part, link, asked.get(link.id, []))
        for one, places in asked.items():
            if one not in links:
                for element, name in places:
                    element.attrib.pop(name, None)

    def _follow(self, part: _Part, link: _AnyLink, places: list[tuple[Any, str]]) -> None:
        kind = "diagramDrawing" if link.kind.startswith("diagramDrawing") else link.kind
        number = f"rId{len(part.links) + 1}"
        if link.external:
            if kind == "hyperlink" and _public(link.part):
                part.links.append((number, kind, link.part, True))
                for element, name in places:
                    element.set(name, number)
                return
            self._refused(link, places)
            return
        if kind not in allowed().links or kind not in _PLACES:
            self.done.removed["内部部件"] += 1
            for element, name in places:
                element.attrib.pop(name, None)
            return
        if kind == "font" and not all(
            _is_font(self.package.read(link.part), element.get(f"{W}fontKey", ""))
            for element, _ in places
        ):
            self.done.removed["不是字体的嵌入文件"] += 1
            for element, _ in places:
                remove(element)
            return
        try:
            target = self._part(link.part, kind)
        except (ValueError, InputError):
            self.parts.pop(link.part, None)
            self.done.lost.append(
                f"一张图片或图表（{posixpath.basename(link.part)}）的格式不能清理"
            )
            for element, _ in places:
                remove(_drawing_of(element))
            return
        part.links.append((number, kind, target.name, False))
        for element, name in places:
            element.set(name, number)

    def _refused(self, link: _AnyLink, places: list[tuple[Any, str]]) -> None:
        self.done.removed["链接和本机路径"] += 1
        for element, name in places:
            if element.tag == f"{W}hyperlink":
                unwrap(element)
            elif link.kind == "image":
                self.done.lost.append("一张链接到别处、没有存在文件里的图片")
                remove(_drawing_of(element))
            else:
                element.attrib.pop(name, None)

    # --- trees

    def _clean(self, root: Any, kind: str) -> None:
        if kind in _STORIES:
            self._story(root, kind)
        elif kind == "settings":
            for child in list(root):
                name = child.tag.rpartition("}")[2]
                if name not in allowed().settings:
                    root.remove(child)
            for attribute in ("attachedTemplate",):
                root.attrib.pop(attribute, None)
        elif kind == "chart":
            for formula in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}f"):
                formula.text = "Sheet1!$A$1"  # what it named lies in somebody's workbook
        if kind != "settings":
            _prune(root)
        _attributes(root)
        for run in [r for r in root.iter(f"{W}r") if all(c.tag == f"{W}rPr" for c in r)]:
            remove(run)
        for cell in root.iter(f"{W}tc"):
            if not len(cell) or cell[-1].tag != f"{W}p":
                cell.append(cell.makeelement(f"{W}p", {}))

    def _story(self, root: Any, kind: str) -> None:
        removed = self.done.removed
        removed["程序拟的修订（未接受）"] += refuse_programs(root, PROGRAMS)
        removed["修订"] += accept_all(root)
        removed["隐藏文字"] += self._hidden(root)
        if self.note is not None:
            removed["人工智能说明"] += self._without_note(root)
        self._alternates(root)
        for tag, name in (
            ("altChunk", "插入的另一份文件（Word 打开时才并入）"),
            ("subDoc", "子文档"),
        ):
            for element in list(root.iter(f"{W}{tag}")):
                self.done.lost.append(name)
                remove(element)
        self._objects(root)
        removed["批注"] += len(list(root.iter(f"{W}commentReference")))
        for element in list(root.iter(*_TRACES)):
            run = element.getparent()
            run.remove(element)
            if run.tag == f"{W}r" and not any(child.tag != f"{W}rPr" for child in run):
                remove(run)
        removed["域和窗体"] += _flatten_fields(root)
        removed["控件和标签"] += sum(1 for _ in root.iter(*w("sdt", "smartTag", "customXml")))
        if self.rewrite is not None:
            self._marks(root, self.rewrite)

    def _hidden(self, root: Any) -> int:
        """Runs that nobody sees, whatever they hold; notes of pictures that are hidden."""
        count = 0
        for node in every_paragraph(self.stories.walked(root)):
            for atom in node.atoms:
                run = atom.run
                if atom.unseen == "hidden" and run is not None and run.getparent() is not None:
                    remove(run)
                    count += 1
        for mark in list(root.iter(f"{W}vanish")):
            look = mark.getparent()
            run = look.getparent() if look is not None else None
            if run is not None and run.tag == f"{W}r" and on(mark):
                remove(run)
                count += 1
        for element in list(root.iter()):
            if element.tag.endswith("}docPr") and element.get("hidden") in {"1", "true"}:
                remove(_drawing_of(element))
                count += 1
            elif element.tag.startswith(V) and "visibility:hidden" in element.get("style", ""):
                remove(element)
                count += 1
        return count

    def _without_note(self, root: Any) -> int:
        count = 0
        for paragraph in list(root.iter(f"{W}p")):
            names = {b.get(f"{W}name", "") for b in paragraph.iter(f"{W}bookmarkStart")}
            text = text_of(paragraph).strip()
            if text and self.note is not None and self.note(text, names):
                remove(paragraph)
                count += 1
        return count

    def _alternates(self, root: Any) -> None:
        """Of a drawing and its likeness for old programs one stays: the drawing where all programs know it."""
        for element in list(root.iter(f"{MC}AlternateContent")):
            choices = element.findall(f"{MC}Choice")
            fallback = element.find(f"{MC}Fallback")
            known = next(
                (c for c in choices if set(c.get("Requires", "").split()) <= _DRAWN and len(c)),
                None,
            )
            if known is not None:
                for child in list(element):
                    if child is not known:
                        element.remove(child)
            elif fallback is not None and len(fallback):
                for child in list(fallback):
                    element.addprevious(child)
                remove(element)
                self.done.removed["三维、墨迹等对象（留下图形）"] += 1
            else:
                self.done.lost.append("一个只有新版 Word 能显示的对象")
                remove(element)

    def _objects(self, root: Any) -> None:
        """An embedded object stays as the picture that shows it."""
        for element in list(root.iter(*_OBJECTS)):
            if element.find(f".//{V}imagedata") is None and element.find(f".//{A}blip") is None:
                self.done.lost.append("一个嵌入的对象，文件里没有它的图形")
                remove(element)
                continue
            self.done.removed["嵌入的对象（留下图形）"] += 1
            if element.find(f"{W}drawing") is not None:
                unwrap(element)
            else:
                element.tag = f"{W}pict"

    def _marks(self, root: Any, rewrite: Rewrite) -> None:
        """Highlighting, and sentences that ask for something. Only --force comes here with any."""
        for properties in list(root.iter(f"{W}rPr")):
            while (element := marker(properties)) is not None:
                properties.remove(element)
                self.done.removed["标黄"] += 1
        for paragraph in list(root.iter(f"{W}p")):
            in_cell = paragraph.getparent().tag == f"{W}tc"
            changes = rewrite(text_of(paragraph), in_cell)
            runs = list(paragraph.iter(f"{W}t"))
            for old, new in changes:
                _replace(runs, old, new)
                self.done.requests.append(old.strip())
                self.done.removed["待核实、待补充"] += 1
            if changes and not text_of(paragraph).strip() and not in_cell:
                remove(paragraph)

    # --- what is judged when all stories are there

    def _roots(self) -> list[Any]:
        return [part.data for part in self.parts.values() if part.kind in _STORIES]

    def _notes(self, body: _Part) -> None:
        """Footnotes and endnotes of text that is gone."""
        for kind in ("footnote", "endnote"):
            used = {
                e.get(f"{W}id") for root in self._roots() for e in root.iter(f"{W}{kind}Reference")
            }
            for part in self.parts.values():
                if part.kind != f"{kind}s":
                    continue
                for note in list(part.data):
                    if (
                        note.get(f"{W}type", "normal") == "normal"
                        and note.get(f"{W}id") not in used
                    ):
                        part.data.remove(note)
                        self.done.removed["无引用的注释"] += 1

    def _bookmarks(self) -> None:
        """Only those that a reference aims at; none without its other end."""
        aims = set()
        for root in self._roots():
            aims |= {h.get(f"{W}anchor", "") for h in root.iter(f"{W}hyperlink")}
            codes = [f.get(f"{W}instr", "") for f in root.iter(f"{W}fldSimple")]
            codes += [code for _, _, code in _fields(root)]
            aims |= {m[1] for code in codes if (m := _REFERENCE.match(code))}
        there: set[str] = set()
        number = 0
        for root in self._roots():
            ends: dict[str, list[Any]] = {}
            for end in root.iter(f"{W}bookmarkEnd"):
                ends.setdefault(end.get(f"{W}id", ""), []).append(end)
            kept = set()
            for start in list(root.iter(f"{W}bookmarkStart")):
                name = start.get(f"{W}name", "")
                found = ends.get(start.get(f"{W}id", ""), [])
                if name in aims and name not in there and found and not name.startswith("jx_"):
                    there.add(name)
                    end = found.pop(0)
                    for element in (start, end):
                        element.set(f"{W}id", str(number))
                        kept.add(element)
                    number += 1
                else:
                    remove(start)
                    self.done.removed["书签"] += 1
            for end in list(root.iter(f"{W}bookmarkEnd")):
                if end not in kept:
                    remove(end)
        for root in self._roots():
            for link in list(root.iter(f"{W}hyperlink")):
                if not link.get(f"{R}id") and link.get(f"{W}anchor") not in there:
                    unwrap(link)

    def _styles(self) -> None:
        """People's own styles that nothing uses."""
        styles = next((p.data for p in self.parts.values() if p.kind == "styles"), None)
        if styles is None:
            return
        by_id = {s.get(f"{W}styleId", ""): s for s in styles.iter(f"{W}style")}
        links = w("pStyle", "rStyle", "tblStyle", "styleLink", "numStyleLink")
        used = {s for s, e in by_id.items() if e.get(f"{W}customStyle") not in {"1", "true"}}
        for part in self.parts.values():
            if part.kind in {*_STORIES, "numbering"}:
                used |= {e.get(f"{W}val", "") for e in part.data.iter(*links)}
        waiting = list(used)
        while waiting:
            style = by_id.get(waiting.pop())
            if style is None:
                continue
            for link in style.iter(*w("basedOn", "next", "link")):
                name = link.get(f"{W}val", "")
                if name not in used:
                    used.add(name)
                    waiting.append(name)
        for name, style in by_id.items():
            if name not in used:
                styles.remove(style)
                self.done.removed["没有用到的自定义样式"] += 1
        own = [s for s in styles.iter(f"{W}style") if s.get(f"{W}customStyle") in {"1", "true"}]
        self._renamed([s for s in own if _called(s) not in gongwen.NAMES])

    def _renamed(self, styles: list[Any]) -> None:
        """People's own styles under neutral names: what they called one is no part of the page."""
        ids: dict[str, str] = {}
        for number, style in enumerate(styles, start=1):
            ids[style.get(f"{W}styleId", "")] = f"own{number}"
            style.set(f"{W}styleId", f"own{number}")
            if called := _called(style):
                self._in_codes(called, f"样式{number}")
                style.find(f"{W}name").set(f"{W}val", f"样式{number}")
        links = w("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "styleLink", "numStyleLink")  # fmt: skip
        for part in self.parts.values():
            if not isinstance(part.data, bytes):
                for link in part.data.iter(*links):
                    name = link.get(f"{W}val", "")
                    link.set(f"{W}val", ids.get(name, name))
            if part.kind == "numbering":
                for name in list(part.data.iter(f"{W}name")):
                    remove(name)  # what a list is called

    def _in_codes(self, old: str, new: str) -> None:
        """The name of a style in codes of fields: a table of contents may ask for it."""
        for root in self._roots():
            for code in root.iter(f"{W}instrText"):
                code.text = (code.text or "").replace(old, new)
            for simple in root.iter(f"{W}fldSimple"):
                simple.set(f"{W}instr", simple.get(f"{W}instr", "").replace(old, new))

    def _sweep(self) -> None:
        """Parts that nothing links any more, after all that was taken out."""
        reached = {"word/document.xml"}
        waiting = ["word/document.xml"]
        by_name = {part.name: part for part in self.parts.values()}
        while waiting:
            part = by_name[waiting.pop()]
            if not isinstance(part.data, bytes):
                asked = {
                    v for e in part.data.iter() for k, v in e.attrib.items() if k.startswith(R)
                }
                asked |= {
                    e.get("relId", "") for e in part.data.iter() if e.tag.endswith("}dataModelExt")
                }
                part.links = [x for x in part.links if x[0] in asked or x[1] in _IMPLICIT]
            for _, _, target, external in part.links:
                if not external and target not in reached:
                    reached.add(target)
                    waiting.append(target)
        self.parts = {s: p for s, p in self.parts.items() if p.name in reached}

    # --- writing

    def _written(self, properties: dict[str, str]) -> bytes:
        from lxml import etree

        parts: dict[str, bytes] = {}
        types: dict[str, str] = {"word/document.xml": f"{_WORD_TYPE}.document.main+xml"}
        for part in self.parts.values():
            if isinstance(part.data, bytes):
                parts[part.name] = part.data
            else:
                _names(part.data)
                parts[part.name] = etree.tostring(
                    part.data, xml_declaration=True, encoding="UTF-8", standalone=True
                )
                if part.kind in _PLACES:
                    types[part.name] = _PLACES[part.kind][1]
            if part.links:
                parts[links_part(part.name)] = _relationships(
                    (
                        i,
                        f"{_MICROSOFT.get(kind, RELATIONS)}/{kind}",
                        aim if external else f"/{aim}",
                        external,
                    )
                    for i, kind, aim, external in part.links
                )
        parts["docProps/core.xml"] = self._core()
        types["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
        links = [
            ("rId1", f"{RELATIONS}/officeDocument", "word/document.xml", False),
            (
                "rId2",
                f"{_PACKAGE}/relationships/metadata/core-properties",
                "docProps/core.xml",
                False,
            ),
        ]
        if properties:
            parts["docProps/custom.xml"] = custom_part(properties).encode()
            types["docProps/custom.xml"] = (
                "application/vnd.openxmlformats-officedocument.custom-properties+xml"
            )
            links.append(("rId3", f"{RELATIONS}/custom-properties", "docProps/custom.xml", False))
        parts["_rels/.rels"] = _relationships(links)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            content = _types(parts, types).encode()
            for name, data in {"[Content_Types].xml": content, **parts}.items():
                info = zipfile.ZipInfo(name, _MOMENT)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, data)
        return out.getvalue()

    def _core(self) -> bytes:
        """The title, where the page shows it too, and the language; nobody and no time."""
        saved = about(self.package)
        whole = "".join("".join(text_of(root).split()) for root in self._roots())
        title = saved.get("title", "")
        plain = "".join(title.split())
        rows = f"<dc:title>{escape(title)}</dc:title>" if plain and plain in whole else ""
        language = saved.get("language", "")
        if re.fullmatch(r"[A-Za-z]{2,3}(?:-\w{2,8})*", language):
            rows += f"<dc:language>{language}</dc:language>"
        return (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">{rows}</cp:coreProperties>'
        ).encode()


@dataclass(frozen=True, slots=True)
class _AnyLink(Link):
    external: bool = False


def _all_links(package: Package, part: str) -> Iterator[_AnyLink]:
    """The links of a part, those out of the file too."""
    name = links_part(part)
    if name not in package.names:
        return
    for link in package.tree(name).iter(_LINK):
        kind = link.get("Type", "").rpartition("/")[2]
        target = link.get("Target", "")
        if link.get("TargetMode") == "External":
            yield _AnyLink(link.get("Id", ""), kind, target, True)
            continue
        aim = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        if aim in package.names:
            yield _AnyLink(link.get("Id", ""), kind, aim)


def _public(address: str) -> bool:
    """An address on the open web that names no person, no machine and no port."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    open_web = parts.scheme in {"http", "https"} and "." in host and not _PRIVATE_HOST.match(host)
    return open_web and not parts.username and port is None and "@" not in address


def _relationships(links: Any) -> bytes:
    rows = "".join(
        f'<Relationship Id="{number}" Type="{kind}" Target={quoteattr(target)}'
        + (' TargetMode="External"/>' if external else "/>")
        for number, kind, target, external in links
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'.encode()


def _types(parts: dict[str, bytes], types: dict[str, str]) -> str:
    used = {"xml", "rels", *(name.rpartition(".")[2] for name in parts)}
    rows = "".join(
        f'<Default Extension="{extension}" ContentType="{kind}"/>'
        for extension, kind in _DEFAULTS.items()
        if extension in used
    )
    rows += "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items()
    )
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{rows}</Types>'


def _bare(root: Any) -> Any:
    """The tree without remarks and instructions of XML itself."""
    from lxml import etree

    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    return root


def _names(root: Any) -> None:
    """Declares the namespaces that are used, and which of them an old program may pass over."""
    from lxml import etree

    used = {e.tag[1:].partition("}")[0] for e in root.iter() if isinstance(e.tag, str)}
    used |= {k[1:].partition("}")[0] for e in root.iter() for k in e.attrib if k.startswith("{")}
    known = {space: prefix for e in root.iter() for prefix, space in e.nsmap.items()}
    required = {p for e in root.iter(f"{MC}Choice") for p in e.get("Requires", "").split()}
    newer = sorted(
        prefix
        for space, prefix in known.items()
        if prefix
        and space in used
        and "microsoft.com/office/word/201" in space
        and prefix not in required
    )
    keep = [p for p in (*newer, *required) if p in root.nsmap]
    etree.cleanup_namespaces(root, keep_ns_prefixes=[*keep, "mc"] if keep else keep)
    root.attrib.pop(f"{MC}Ignorable", None)
    ignorable = [p for p in newer if p in root.nsmap]
    if ignorable:
        root.set(f"{MC}Ignorable", " ".join(ignorable))


def _called(style: Any) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else str(name.get(f"{W}val", ""))


def _is_font(data: bytes, key: str) -> bool:
    """Whether a font embedded under that key (its first 32 bytes are mixed with it) begins like one."""
    if not _GUID.fullmatch(key):
        return False
    mix = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1]
    head = bytes(byte ^ mix[n % len(mix)] for n, byte in enumerate(data[:4]))
    return head in {b"\0\1\0\0", b"OTTO", b"true", b"ttcf"}


def _drawing_of(element: Any) -> Any:
    """The drawing or picture that an element of it belongs to."""
    for above in (element, *element.iterancestors()):
        if above.tag in w("drawing", "pict"):
            return above
        if above.tag in w("r", "p"):
            break
    return element


def _prune(element: Any) -> None:
    """Takes out what is not needed; what holds paragraphs or runs is unwrapped, so that no words go."""
    for child in list(element):
        _prune(child)
        if element_stays(child.tag) or _is_drawing_link(child):
            continue
        if child.tag.startswith(W) and child.tag.endswith("Pr"):
            remove(child)  # properties of what is unwrapped
        elif (
            child.find(f".//{W}p") is not None
            or child.find(f".//{W}r") is not None
            or (child.find(f".//{W}tc") is not None)
        ):
            unwrap(child)
        else:
            remove(child)


def _is_drawing_link(element: Any) -> bool:
    """What ties a diagram to its drawing: the one extension that changes what the page shows."""
    return any(e.tag.endswith("}dataModelExt") for e in element.iter()) and (
        element.tag.endswith(("}extLst", "}ext", "}dataModelExt"))
    )


#: where the schema wants a name
_NEUTRAL = {"docPr": "", "cNvPr": "", "theme": "Office", "clrScheme": "Office", "fontScheme": "Office", "fmtScheme": "Office"}  # fmt: skip


def _attributes(root: Any) -> None:
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if attribute_stays(element.tag, name, value) or name == "relId":
                continue
            neutral = _NEUTRAL.get(element.tag.rpartition("}")[2]) if name == "name" else None
            if neutral is None:
                del element.attrib[name]
            else:
                element.set(name, neutral)


def _replace(runs: list[Any], old: str, new: str) -> None:
    """Puts `new` for `old` in text that is spread over several runs."""
    whole = "".join(t.text or "" for t in runs)
    start = whole.find(old)
    if start < 0:
        return
    end, at = start + len(old), 0
    for t in runs:
        text = t.text or ""
        a, b = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if a < b:
            t.text = text[:a] + new + text[b:]
            t.set(XML_SPACE, "preserve")
            new = ""


def _fields(root: Any) -> Iterator[tuple[Any, list[Any], str]]:
    """Complex fields, inner ones first: where it begins, its own marks and codes, the code as text."""
    stack: list[tuple[Any, list[Any], list[str]]] = []
    for element in root.iter(*w("fldChar", "instrText")):
        kind = element.get(f"{W}fldCharType")
        if element.tag == f"{W}instrText":
            if stack:
                stack[-1][1].append(element)
                stack[-1][2].append(element.text or "")
        elif kind == "begin":
            stack.append((element, [element], []))
        elif stack:
            stack[-1][1].append(element)
            if kind == "end":
                begin, own, code = stack.pop()
                yield begin, own, "".join(code)


def _flatten_fields(root: Any) -> int:
    """Fields that a clean document does not need become what they show. How many there were."""
    count = 0
    whole = set()
    for begin, own, code in list(_fields(root)):
        whole |= set(own)
        if _field_stays(code):
            begin[:] = []
            for instruction in own:
                if instruction.tag == f"{W}instrText":
                    instruction.attrib.pop("dirty", None)
            continue
        count += 1
        shown = form_field(begin)
        if shown:
            t = begin.makeelement(f"{W}t", {})
            t.text = shown
            begin.addprevious(t)
        _drop_code(root, own)
    for lone in [
        e for e in root.iter(*w("fldChar", "instrText", "delInstrText")) if e not in whole
    ]:
        remove(lone)
    for simple in list(root.iter(f"{W}fldSimple")):
        if not _field_stays(simple.get(f"{W}instr", "")):
            unwrap(simple)
            count += 1
    return count


def _field_stays(code: str) -> bool:
    name = code.strip().partition(" ")[0].upper()
    known = name in allowed().fields or name.startswith("=")
    return known and not _PATH.search(code)


def _drop_code(root: Any, own: list[Any]) -> None:
    """Takes a field's marks and code out, and words that stand in the code part."""
    states = [e for e in own if e.tag == f"{W}fldChar"]
    begin = states[0]
    result = next((e for e in states if e.get(f"{W}fldCharType") != "begin"), None)
    inside = False
    for element in list(root.iter(*w("fldChar", "t", "sym", "tab", "br"))):
        if element is begin:
            inside = True
        elif element is result:
            break
        elif inside and element.tag != f"{W}fldChar" and element.getparent().tag == f"{W}r":
            remove(element)
    for element in own:
        remove(element)
