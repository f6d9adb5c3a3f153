"""The clean copy of a report: what it says, and nothing of how it came about or who made it."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from assistant.model.draft import SUPPLY, VERIFY
from assistant.report.ai_label import LABEL
from assistant.report.ai_label import label as implicit_label
from assistant.word.accept import accept_all
from assistant.word.package import Package
from assistant.word.pictures import without_traces
from assistant.word.properties import properties, put_properties
from assistant.word.reader import open_document

if TYPE_CHECKING:
    from docx.document import Document

#: what stays of the two labels of GB 45438-2025: both, the one in the file's properties, or none
Label = Literal["keep", "implicit", "none"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MARK = re.compile(r"【待(?:核实|补充|评定)[^】\n]{0,60}】")
_COMMENTS = tuple(f"{_W}{n}" for n in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_TRACES = tuple(f"{_W}{n}" for n in ("proofErr", "lastRenderedPageBreak", "permStart", "permEnd"))
_SETTINGS = tuple(
    f"{_W}{n}"
    for n in ("rsids", "attachedTemplate", "docVars", "mailMerge", "trackRevisions", "linkStyles",
              "saveThroughXslt", "documentProtection", "writeProtection", "revisionView")
)  # fmt: skip
_DOCUMENT_IDS = {"docId", "conflictMode", "discardImageEditingData"}
#: parts of the main document that go, by the end of their relationship's type
_PARTS = {
    "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "customXml",
    "glossaryDocument", "printerSettings", "keyMapCustomizations", "attachedToolbars", "recipientData",
    "vbaProject", "classificationlabels", "documentTasks", "documenttasks",
}  # fmt: skip
_PACKAGE = {"extended-properties", "custom-properties", "thumbnail", "classificationlabels", "officeDocumentProperties"}  # fmt: skip
_STORIES = {"header", "footer", "footnotes", "endnotes"}
_PATH = re.compile(r"(?:[A-Za-z]:[\\/]|\\\\|file:|/(?:home|Users|tmp|root|mnt|media)/)", re.I)


@dataclass(slots=True)
class Cleaned:
    """The file, and how many of what were taken out. `requests` are marked lines that went with it."""

    data: bytes = b""
    removed: Counter[str] = field(default_factory=Counter)
    requests: list[str] = field(default_factory=list)


def clean(package: Package, *, label: Label = "keep", by_model: bool = False) -> Cleaned:
    """Accepts tracked changes; takes out comments, marks, our bookmarks and data, names, ids and paths.

    `by_model` says that a model wrote part of the text: then the implicit label is kept or made.
    """
    document = open_document(package)
    cleaned = Cleaned()
    roots = [document.element, *_stories(document)]
    by_model = by_model or LABEL in properties(document) or _ai_note(document.element) is not None
    for root in roots:
        _story(root, cleaned, label)
    _parts(document, cleaned)
    _settings(document)
    _properties(document)
    if by_model and label != "none":
        put_properties(document, {LABEL: implicit_label(document)})
    _blobs(document)
    out = io.BytesIO()
    document.save(out)
    cleaned.data = out.getvalue()
    return cleaned


def _stories(document: Document) -> list[Any]:
    """The roots of headers, footers and notes."""
    return [
        link.target_part.element
        for link in document.part.rels.values()
        if not link.is_external and link.reltype.rpartition("/")[2] in _STORIES
    ]


def _story(root: Any, cleaned: Cleaned, label: Label) -> None:
    cleaned.removed["修订"] += accept_all(root)
    if label != "keep":
        note = _ai_note(root)
        if note is not None:
            note.getparent().remove(note)
            cleaned.removed["人工智能说明"] += 1
    cleaned.removed["批注"] += len(list(root.iter(_COMMENTS[0])))
    for element in list(root.iter(*_COMMENTS)):
        run = element.getparent()
        run.remove(element)
        if run.tag == f"{_W}r" and not any(child.tag != f"{_W}rPr" for child in run):
            run.getparent().remove(run)
    for element in list(root.iter(*_TRACES)):
        element.getparent().remove(element)
    _bookmarks(root, cleaned)
    _marks(root, cleaned)
    _attributes(root)


def _ai_note(root: Any) -> Any:
    """The paragraph of the visible label, by its bookmark, else by its words."""
    for paragraph in root.iter(f"{_W}p"):
        names = {b.get(f"{_W}name") for b in paragraph.iter(f"{_W}bookmarkStart")}
        text = _text(paragraph).strip()
        if text and ("jx_ai_note" in names or (text.startswith("（本报告") and "人工智能" in text)):
            return paragraph
    return None


def _text(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(f"{_W}t"))


def _bookmarks(root: Any, cleaned: Cleaned) -> None:
    """Ours, and those that programs leave behind; a person's own may be the aim of a reference."""
    ids = set()
    for start in list(root.iter(f"{_W}bookmarkStart")):
        name = start.get(f"{_W}name", "")
        if name.startswith(("jx_", "_GoBack", "_Hlk", "OLE_LINK")):
            ids.add(start.get(f"{_W}id"))
            start.getparent().remove(start)
            cleaned.removed["书签"] += 1
    for end in list(root.iter(f"{_W}bookmarkEnd")):
        if end.get(f"{_W}id") in ids:
            end.getparent().remove(end)


def _marks(root: Any, cleaned: Cleaned) -> None:
    """Highlighting, and 【待核实】 with what it asks for. Only --force comes here with any."""
    for element in list(root.iter(f"{_W}highlight")):
        element.getparent().remove(element)
        cleaned.removed["标黄"] += 1
    for paragraph in list(root.iter(f"{_W}p")):
        if _MARK.search(_text(paragraph)) is None:
            continue
        runs = list(paragraph.iter(f"{_W}t"))
        sentences = [s for s in _sentences(_text(paragraph)) if _MARK.search(s)]
        for sentence in sentences:
            asks = sentence.lstrip().startswith((VERIFY, SUPPLY[:-1])) and "请" in sentence
            bare = "" if asks else _MARK.sub("", sentence)
            in_cell = paragraph.getparent().tag == f"{_W}tc" and not bare.strip()
            _replace(runs, sentence, "—" if in_cell else bare)
            cleaned.requests.append(sentence.strip())
            cleaned.removed["待核实、待补充"] += 1
        if not _text(paragraph).strip() and paragraph.getparent().tag != f"{_W}tc":
            paragraph.getparent().remove(paragraph)


def _sentences(text: str) -> list[str]:
    from assistant.review.alignment import split_sentences

    return split_sentences(text)


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
            t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            new = ""


def _attributes(root: Any) -> None:
    """Ids of editing sessions, and paths in the descriptions of pictures."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in list(element.attrib.items()):
            local = name.rpartition("}")[2]
            if local.startswith("rsid") or name in {f"{_W14}paraId", f"{_W14}textId"}:
                del element.attrib[name]
            elif local in {"descr", "name", "title", "tooltip", "alt"} and _PATH.search(value):
                element.set(name, "")


def _parts(document: Document, cleaned: Cleaned) -> None:
    """Comments, people, embedded data and the like; links into this machine's or a network's folders."""
    for part in [document.part, *_linked(document.part)]:
        for key, link in list(part.rels.items()):
            kind = link.reltype.rpartition("/")[2]
            if link.is_external and _PATH.search(link.target_ref):
                _unlink(part, key)
                cleaned.removed["本机路径"] += 1
            elif kind in _PARTS:
                del part.rels[key]
                cleaned.removed["内部部件"] += 1
    package = document.part.package
    for key, link in list(package.rels.items()):
        if link.reltype.rpartition("/")[2] in _PACKAGE or link.reltype.endswith("/thumbnail"):
            del package.rels[key]
            cleaned.removed["文件属性"] += 1


def _linked(part: Any) -> list[Any]:
    return [link.target_part for link in part.rels.values() if not link.is_external]


def _unlink(part: Any, key: str) -> None:
    """Takes a link away; the words it stood on stay."""
    if hasattr(part, "element"):
        for element in list(part.element.iter()):
            for name, value in list(element.attrib.items()):
                if name.startswith(_R) and value == key:
                    if element.tag == f"{_W}hyperlink":
                        for child in list(element):
                            element.addprevious(child)
                        element.getparent().remove(element)
                    else:
                        del element.attrib[name]
    del part.rels[key]


def _settings(document: Document) -> None:
    root = document.settings.element
    for element in list(root.iter(*_SETTINGS)):
        element.getparent().remove(element)
    for element in list(root):
        if element.tag.rpartition("}")[2] in _DOCUMENT_IDS and not element.tag.startswith(_W):
            root.remove(element)
    _attributes(root)


def _properties(document: Document) -> None:
    """The title stays; who wrote and saved it, when and how often goes."""
    about = document.core_properties
    title, language = about.title, about.language
    root = about._element
    for child in list(root):
        root.remove(child)
    about.title, about.language = title, language


def _blobs(document: Document) -> None:
    """Pictures without their own metadata; style and font parts without session ids."""
    for part in document.part.package.iter_parts():
        if part.content_type.startswith("image/"):
            part._blob = without_traces(part.blob)
        elif part.content_type.endswith("+xml") and not hasattr(part, "element"):
            part._blob = _SESSION.sub(b"", part.blob)
        elif hasattr(part, "element"):
            _attributes(part.element)


_SESSION = re.compile(rb'\sw:rsid\w*="[0-9A-Fa-f]+"|<w:rsids>.*?</w:rsids>', re.S)
