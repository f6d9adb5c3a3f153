"""A file as other programs write it, in the one form that every reader and editor here expects.

Word opens what no library opens: references to parts that are not there, templates, parts under other
names, the Strict form of the standard, UTF-16. Each is put right here, once, before anybody reads; the
words of the document stay as they are. What had to be left out is told in notes.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from assistant.patterns import regex
from assistant.word.elements import remove

if TYPE_CHECKING:
    from lxml.etree import _Element

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIP = f"{{{_PACKAGE}/relationships}}Relationship"
_TYPES = f"{{{_PACKAGE}/content-types}}"
_MAIN_SPACES = "http://schemas.openxmlformats.org"
TYPES = "[Content_Types].xml"
_ROOT_LINKS = "_rels/.rels"

WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WORD_TYPE = regex(r"word.*(?:document|template).*main\+xml$", re.IGNORECASE)
_SHEET_TYPE = regex(r"(?:spreadsheetml|ms-excel).*main\+xml$", re.IGNORECASE)
_SLIDES_TYPE = regex(r"presentation|powerpoint", re.IGNORECASE)
_BINARY_SHEET = regex(r"ms-excel\.sheet\.binary", re.IGNORECASE)

#: ISO 29500 Strict names its namespaces otherwise (ISO/IEC 29500-1 annex A against 29500-4)
_STRICT = regex(
    rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|spreadsheetml|drawingml|officeDocument|presentationml"
    rb"|schemaLibrary)/(\w+)(/(?:extendedProperties|customProperties))?"
)
_STRICT_WORDS = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
}
_DECLARED = regex(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_DECLARATION = regex(r"^\ufeff?\s*<\?xml[^>]*\?>")
#: encodings whose every ASCII byte is that ASCII character; others could hide a document type
_READABLE = {"gb2312", "gbk", "gb18030", "iso-8859-1", "windows-1252", "big5"}
_ALREADY = {"utf-8", "utf8", "us-ascii", "ascii"}
_STARTS = (
    (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"<\x00\x00\x00", "utf-32-le"), (b"\x00\x00\x00<", "utf-32-be"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"),
)  # fmt: skip

_MACROS = ("/vbaProject", "/wordVbaData", "/keyMapCustomizations")
#: where the readers look for the parts that the main part names by these relationships
_PLACES = {
    "styles": "word/styles.xml",
    "numbering": "word/numbering.xml",
    "settings": "word/settings.xml",
    "comments": "word/comments.xml",
    "footnotes": "word/footnotes.xml",
    "endnotes": "word/endnotes.xml",
    "theme": "word/theme/theme1.xml",
}
#: parts that no place in the text names by a key: without them the program's own take their place
_UNNAMED = frozenset({
    *_PLACES, "fontTable", "webSettings", "stylesWithEffects", "customXml", "glossaryDocument", "people",
    "commentsExtended", "commentsIds", "commentsExtensible", "customXmlProps", "thumbnail",
})  # fmt: skip
_NUMBERED = ("header", "footer")


class UnreadableError(Exception):
    """The file cannot be put right; the message is Chinese and names the part."""


def utf8(name: str, content: bytes) -> bytes:
    """The XML in an encoding in which its markup can be seen by its bytes: as it is, or as UTF-8.

    Raises UnreadableError for encodings that no Office program writes.
    """
    encoding = next((code for mark, code in _STARTS if content.startswith(mark)), "")
    if not encoding:
        declared = _DECLARED.match(content.removeprefix(b"\xef\xbb\xbf")[:200])
        encoding = declared[1].decode().lower() if declared else "utf-8"
        if encoding in _ALREADY:
            return content
        if encoding not in _READABLE:
            raise UnreadableError(f"部件 {name[:60]} 的编码是 {encoding[:20]}，不是 UTF-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError(f"部件 {name[:60]} 不是它所标的 {encoding} 编码") from None
    return ('<?xml version="1.0" encoding="UTF-8"?>' + _DECLARATION.sub("", text, 1)).encode()


def transitional(content: bytes) -> bytes:
    """With the namespaces of the Transitional form, which all libraries read, for those of the Strict one."""
    if b"purl.oclc.org/ooxml" not in content:
        return content

    def named(match: re.Match[bytes]) -> bytes:
        word = _STRICT_WORDS.get(match[2], match[2])
        tail = b"/" + _STRICT_WORDS[match[3][1:]] if match[3] else b""
        return b"http://schemas.openxmlformats.org/%s/2006/%s%s" % (match[1], word, tail)

    return _STRICT.sub(named, content)


@dataclass(slots=True)
class NormalForm:
    """Works on the directory of an archive. `parts` are the XML parts that were changed, by their name.

    After `settle`: `main_type` is the content type of the main part, `notes` Chinese lines.
    """

    archive: zipfile.ZipFile
    names: dict[str, str]
    """Name of each part (as OPC has it) to its name in the archive."""
    parts: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    main: str = ""
    main_type: str = ""
    _renamed: dict[str, str] = field(default_factory=dict)
    _links: dict[str, _Element] = field(default_factory=dict)
    _lost: int = 0
    _sound: dict[str, _Element] = field(default_factory=dict)

    def settle(self) -> None:
        """Finds the main part and puts the references right. Raises UnreadableError where there is none."""
        self._leave_out_broken()
        self._read_links()
        if TYPES not in self.names:
            raise UnreadableError("里面没有正文或工作簿")
        types = self._tree(TYPES)
        self.main = self._main(types)
        self.main_type = _type_of(types, self.main)
        if not kind_of(self.main_type):
            self._look_inside(types)
        word = self.is_word
        if word:
            self._require_sound()
        for source, tree in self._links.items():
            self._mend(source, tree, word=word)
        if word:
            self._put_in_place()
        self._name_types(types, word=word)
        if self._lost:
            self.notes.append(f"{self._lost} 处引用的内容（如图片）不在文件里，已跳过")

    def written(self) -> bytes | None:
        """The whole file anew; None where nothing had to be changed."""
        changed = bool(self.parts) or any(old != new for new, old in self.names.items())
        if not changed and not self._renamed:
            return None
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for name, stored in self.names.items():
                content = self.parts.get(name)
                if content is None:
                    content = self.archive.read(stored)
                new.writestr(self._renamed.get(name, name), content)
        return out.getvalue()

    def names_now(self) -> tuple[str, ...]:
        """The names of the parts as `written` has them."""
        return tuple(self._renamed.get(name, name) for name in self.names)

    def trees(self) -> Iterator[tuple[str, _Element]]:
        """The parts of the text that were parsed on the way, by the names that `written` has them under."""
        for name, tree in self._sound.items():
            yield self._renamed.get(name, name), tree

    @property
    def is_word(self) -> bool:
        """Whether the main part is a text document; else it is a workbook."""
        return kind_of(self.main_type) == "docx"

    def _look_inside(self, types: _Element) -> None:
        """Names the kind by the root of the main part, where its content type says nothing."""
        root = self._tree(self.main).tag
        kinds = {
            f"{{{_MAIN_SPACES}/wordprocessingml/2006/main}}document": WORD_MAIN,
            f"{{{_MAIN_SPACES}/spreadsheetml/2006/main}}workbook": SHEET_MAIN,
        }
        if str(root) in kinds:
            self.main_type = kinds[str(root)]
            _override(types, self.main, self.main_type)
            self._store(TYPES, types)

    def _read(self, name: str) -> bytes:
        if name in self.parts:
            return self.parts[name]
        return self.archive.read(self.names[name])

    def _tree(self, name: str) -> _Element:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(self._read(name), parser)
        except (KeyError, etree.XMLSyntaxError):
            raise UnreadableError(f"部件 {name[:60]} 读不出来") from None

    def _like(self, name: str) -> str:
        """The part of that name; part names are the same in capitals and small letters."""
        if name in self.names:
            return name
        return next((n for n in self.names if n.lower() == name.lower()), "")

    def _leave_out_broken(self) -> None:
        """Properties of the file that are no XML: nothing that people see is lost with them."""
        for name in [n for n in self.names if n.lower().startswith("docprops/")]:
            if not name.lower().endswith(".xml"):
                continue
            try:
                self._tree(name)
            except UnreadableError:
                del self.names[name]
                self.parts.pop(name, None)
                self.notes.append(f"文件属性（{name[:60]}）坏了，没有读取")

    def _require_sound(self) -> None:
        """Every part of the text is XML to its end, so that no reader or writer meets a broken one later."""
        for name in self.names:
            if name.lower().startswith("word/") and name.lower().endswith(".xml"):
                self._sound[name] = self._tree(name)

    def _read_links(self) -> None:
        for name in self.names:
            folder, file = posixpath.split(name)
            if file.lower().endswith(".rels") and folder.lower().endswith("_rels"):
                self._links[name] = self._tree(name)

    def _main(self, types: _Element) -> str:
        root = self._links.get(self._like(_ROOT_LINKS))
        for link in root.iter(_RELATIONSHIP) if root is not None else ():
            if str(link.get("Type") or "").endswith("/officeDocument"):
                found = self._target(_ROOT_LINKS, link)
                if found:
                    return found
        raise UnreadableError("里面没有正文或工作簿")

    def _target(self, source: str, link: _Element) -> str:
        """The part that a relationship points to; empty where there is none in this file."""
        target = str(link.get("Target") or "").replace("\\", "/")
        if not target or target.startswith("#"):
            return ""
        folder = posixpath.dirname(posixpath.dirname(source))
        path = posixpath.normpath(posixpath.join("/" + folder, target.partition("#")[0]))
        return self._like(path.lstrip("/")) or self._like(unquote(path.lstrip("/")))

    def _mend(self, source: str, tree: _Element, *, word: bool) -> None:
        """References to what is not there are marked as leading outside: nobody opens those."""
        changed = False
        for link in list(tree.iter(_RELATIONSHIP)):
            kind = str(link.get("Type") or "")
            if not kind or not link.get("Id") or (word and kind.endswith(_MACROS)):
                remove(link)
                changed = True
                continue
            if str(link.get("TargetMode") or "").lower() == "external":
                if not link.get("Target"):
                    link.set("Target", "NULL")
                    changed = True
                continue
            found = self._target(source, link)
            if found and not _plain(source, str(link.get("Target")), found):
                link.set("Target", f"/{found}")
                changed = True
            elif not found:
                changed = True
                if source.lower() == _ROOT_LINKS:
                    remove(link)
                    continue
                word_of = kind.rpartition("/")[2]
                self._lost += word_of != "hyperlink"
                if word_of in _UNNAMED:
                    remove(link)
                    continue
                link.set("TargetMode", "External")
                link.set("Target", str(link.get("Target") or "") or "NULL")
        if changed:
            self._store(source, tree)

    def _put_in_place(self) -> None:
        """Main part, styles, notes and margins under the names by which they are looked for."""
        wanted = dict(self._places())
        wanted = {old: new for old, new in wanted.items() if old != new}
        if not wanted:
            return
        for new in list(wanted.values()):  # somebody else may stand there
            taken = self._like(new)
            if taken and taken not in wanted:
                wanted[taken] = posixpath.join(
                    posixpath.dirname(taken), f"was-{posixpath.basename(taken)}"
                )
        self._renamed = dict(wanted)
        for old, new in wanted.items():
            links = self._like(links_part(old))
            if links:
                self._renamed[links] = links_part(new)
        for source, tree in self._links.items():
            for link in tree.iter(_RELATIONSHIP):
                if str(link.get("TargetMode") or "").lower() == "external":
                    continue
                found = self._target(source, link)
                if found:
                    link.set("Target", "/" + self._renamed.get(found, found))
            self._store(source, tree)

    def _places(self) -> Iterator[tuple[str, str]]:
        yield self.main, "word/document.xml"
        source = self._like(links_part(self.main))
        tree = self._links.get(source)
        number = 0
        seen = set()
        for link in tree.iter(_RELATIONSHIP) if tree is not None else ():
            if str(link.get("TargetMode") or "").lower() == "external":
                continue
            word = str(link.get("Type")).rpartition("/")[2]
            part = self._target(source, link)
            if word in _PLACES and word not in seen:
                seen.add(word)
                yield part, _PLACES[word]
            elif word in _NUMBERED and not part.startswith(f"word/{word}"):
                number += 1
                yield part, f"word/{word}-{number}.xml"

    def _name_types(self, types: _Element, *, word: bool) -> None:
        """A text document by its plain type (templates and macro files have others), and none without one."""
        from lxml import etree

        before = etree.tostring(types)
        for element in types.iter(f"{_TYPES}Override"):
            name = self._like(str(element.get("PartName") or "").lstrip("/"))
            if name in self._renamed:
                element.set("PartName", f"/{self._renamed[name]}")
        if word and self.main_type != WORD_MAIN:
            _override(types, self._renamed.get(self.main, self.main), WORD_MAIN)
        known = {str(e.get("Extension") or "").lower() for e in types.iter(f"{_TYPES}Default")}
        given = {str(e.get("PartName") or "").lower() for e in types.iter(f"{_TYPES}Override")}
        for name in self.names:
            now = self._renamed.get(name, name)
            extension = _extension(now)
            if now != TYPES and extension not in known and f"/{now.lower()}" not in given:
                _override(types, now, "application/octet-stream")
        if etree.tostring(types) != before:
            self._store(TYPES, types)

    def _store(self, name: str, tree: _Element) -> None:
        from lxml import etree

        self.parts[name] = etree.tostring(
            tree, xml_declaration=True, encoding="UTF-8", standalone=True
        )


def kind_of(main_type: str) -> str:
    """`docx`, `xlsx`, or in Chinese what else the file is; empty where it is not known."""
    if _BINARY_SHEET.search(main_type):
        return "是 .xlsb 格式，请用 Excel 打开后另存为 .xlsx"
    if _SLIDES_TYPE.search(main_type):
        return "是演示文稿（PowerPoint），请换成 Word 或 Excel 文件"
    if _WORD_TYPE.search(main_type):
        return "docx"
    return "xlsx" if _SHEET_TYPE.search(main_type) else ""


def links_part(part: str) -> str:
    """The part that holds the relationships of a part."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _extension(part: str) -> str:
    """In small letters, without the dot; that of `.rels` is rels."""
    return posixpath.basename(part).rpartition(".")[2].lower()


def _plain(source: str, target: str, found: str) -> bool:
    """Whether a library that takes the target word for word comes to the same part."""
    folder = posixpath.dirname(posixpath.dirname(source))
    return posixpath.normpath(posixpath.join("/" + folder, target)) == f"/{found}"


def _type_of(types: _Element, part: str) -> str:
    for element in types.iter(f"{_TYPES}Override"):
        if str(element.get("PartName") or "").lower() == f"/{part.lower()}":
            return str(element.get("ContentType") or "")
    extension = _extension(part)
    for element in types.iter(f"{_TYPES}Default"):
        if str(element.get("Extension") or "").lower() == extension:
            return str(element.get("ContentType") or "")
    return ""


def _override(types: Any, part: str, content_type: str) -> None:
    from lxml import etree

    for element in types.iter(f"{_TYPES}Override"):
        if str(element.get("PartName") or "").lower() == f"/{part.lower()}":
            element.set("ContentType", content_type)
            return
    made = etree.SubElement(types, f"{_TYPES}Override")
    made.set("PartName", f"/{part}")
    made.set("ContentType", content_type)
