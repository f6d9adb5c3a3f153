"""Accepts every tracked change in a part of a Word file: what was proposed becomes the text.

docx-plus accepts runs; here also paragraph ends (two paragraphs become one), rows, cells and properties,
in headers, notes and text boxes alike.
"""

from __future__ import annotations

from typing import Any

from assistant.word.elements import remove, unwrap
from assistant.word.marks import GONE
from assistant.word.names import W

_STAYS = {f"{W}ins", f"{W}moveTo"}
_PROPERTIES = {f"{W}rPr", f"{W}pPr", f"{W}trPr", f"{W}tcPr"}
_RANGES = tuple(
    f"{W}{name}{end}"
    for name in (
        "moveFromRange", "moveToRange", "customXmlInsRange", "customXmlDelRange",
        "customXmlMoveFromRange", "customXmlMoveToRange",
    )
    for end in ("Start", "End")
)  # fmt: skip
_FORMER = tuple(
    f"{W}{name}Change"
    for name in ("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx", "numbering")
)


def accept_all(root: Any) -> int:
    """Accepts all changes under `root`, in place; how many there were."""
    count = _drop(root, _FORMER) + _drop(root, _RANGES)
    count += _rows_and_cells(root)
    ends = [e for e in root.iter(*GONE) if _is_paragraph_end(e)]
    joined = [_ancestor(e, "p") for e in ends]
    for element in [e for e in root.iter(*GONE, *_STAYS) if e.getparent().tag in _PROPERTIES]:
        element.getparent().remove(element)
        count += 1
    for element in list(root.iter(*GONE)):
        if element.getparent() is not None:
            remove(element)
            count += 1
    for element in list(root.iter(*_STAYS)):
        unwrap(element)
        count += 1
    # from the end, so that a run of deleted ends joins into one paragraph
    for paragraph in reversed([p for p in joined if p is not None]):
        _join(paragraph)
    return count


def refuse_programs(root: Any, authors: frozenset[str]) -> int:
    """Refuses the changes that these authors proposed, in place; how many there were."""
    mine = [e for e in root.iter() if e.get(f"{W}author", "").strip() in authors]
    count = 0
    for element in mine:
        name = element.tag[len(W) :] if element.tag.startswith(W) else ""
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag in _FORMER:
            _restore(element)
        elif element.tag in _STAYS:
            if _is_paragraph_end(element):
                paragraph = _ancestor(element, "p")
                remove(element)
                _join(paragraph)
            elif parent.tag == f"{W}trPr":
                remove(_ancestor(element, "tr"))
            else:
                remove(element)
        elif element.tag in GONE:
            for gone in list(element.iter(f"{W}delText", f"{W}delInstrText")):
                gone.tag = f"{W}t" if gone.tag == f"{W}delText" else f"{W}instrText"
            if parent.tag in _PROPERTIES:
                remove(element)
            else:
                unwrap(element)
        elif name not in {"cellIns", "cellDel", "cellMerge"}:
            continue  # a comment, or a range that accepting takes away
        count += 1
    return count


def _restore(change: Any) -> None:
    """Properties as they were before a change; what a change never records stays."""
    properties = change.getparent()
    before = change[0] if len(change) else None
    kept = {f"{W}rPr", f"{W}sectPr"} if properties.tag == f"{W}pPr" else set()
    if properties.tag == f"{W}sectPr":
        kept = {f"{W}headerReference", f"{W}footerReference"}
    for child in list(properties):
        if child.tag not in kept:
            properties.remove(child)
    if before is None:
        return
    first = properties.tag == f"{W}pPr"
    for number, child in enumerate(list(before)):
        if first:
            properties.insert(number, child)
        else:
            properties.append(child)


def _is_paragraph_end(element: Any) -> bool:
    parent = element.getparent()
    return bool(parent.tag == f"{W}rPr" and parent.getparent().tag == f"{W}pPr")


def _ancestor(element: Any, name: str) -> Any:
    while element is not None and element.tag != f"{W}{name}":
        element = element.getparent()
    return element


def _drop(root: Any, tags: tuple[str, ...]) -> int:
    found = list(root.iter(*tags))
    for element in found:
        remove(element)
    return len(found)


def _rows_and_cells(root: Any) -> int:
    count = 0
    for row in list(root.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{W}del") is not None:
            table = _ancestor(row, "tbl")
            remove(row)
            count += 1
            if table is not None and table.find(f".//{W}tr") is None:
                remove(table)
    for cell in list(root.iter(f"{W}tc")):
        if cell.find(f"{W}tcPr/{W}cellDel") is not None and len(cell.getparent()) > 1:
            remove(cell)
            count += 1
    return count + _drop(root, (f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge"))


def _join(paragraph: Any) -> None:
    """The paragraph runs on into the next one, whose look it takes."""
    following = paragraph.getnext()
    while following is not None and following.tag in {f"{W}bookmarkStart", f"{W}bookmarkEnd"}:
        following = following.getnext()
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    if following is None or following.tag != f"{W}p":
        if not any(child.tag == f"{W}r" for child in content) and following is not None:
            for child in content:
                paragraph.addprevious(child)
            remove(paragraph)
        return
    at = 1 if following.find(f"{W}pPr") is not None else 0
    for offset, child in enumerate(content):
        following.insert(at + offset, child)
    remove(paragraph)
