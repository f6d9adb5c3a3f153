"""Accepts every tracked change in a part of a Word file: what was proposed becomes the text.

docx-plus accepts runs; here also paragraph ends (two paragraphs become one), rows, cells and properties,
in headers, notes and text boxes alike.
"""

from __future__ import annotations

from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {f"{_W}del", f"{_W}moveFrom"}
_STAYS = {f"{_W}ins", f"{_W}moveTo"}
_PROPERTIES = {f"{_W}rPr", f"{_W}pPr", f"{_W}trPr", f"{_W}tcPr"}
_RANGES = tuple(
    f"{_W}{name}{end}"
    for name in (
        "moveFromRange", "moveToRange", "customXmlInsRange", "customXmlDelRange",
        "customXmlMoveFromRange", "customXmlMoveToRange",
    )
    for end in ("Start", "End")
)  # fmt: skip
_FORMER = tuple(
    f"{_W}{name}Change"
    for name in ("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx", "numbering")
)


def accept_all(root: Any) -> int:
    """Accepts all changes under `root`, in place; how many there were."""
    count = _drop(root, _FORMER) + _drop(root, _RANGES)
    count += _rows_and_cells(root)
    ends = [e for e in root.iter(*_GONE) if _is_paragraph_end(e)]
    joined = [_ancestor(e, "p") for e in ends]
    for element in [e for e in root.iter(*_GONE, *_STAYS) if e.getparent().tag in _PROPERTIES]:
        element.getparent().remove(element)
        count += 1
    for element in list(root.iter(*_GONE)):
        if element.getparent() is not None:
            _remove(element)
            count += 1
    for element in list(root.iter(*_STAYS)):
        _unwrap(element)
        count += 1
    # from the end, so that a run of deleted ends joins into one paragraph
    for paragraph in reversed([p for p in joined if p is not None]):
        _join(paragraph)
    return count


def _is_paragraph_end(element: Any) -> bool:
    parent = element.getparent()
    return bool(parent.tag == f"{_W}rPr" and parent.getparent().tag == f"{_W}pPr")


def _ancestor(element: Any, name: str) -> Any:
    while element is not None and element.tag != f"{_W}{name}":
        element = element.getparent()
    return element


def _drop(root: Any, tags: tuple[str, ...]) -> int:
    found = list(root.iter(*tags))
    for element in found:
        _remove(element)
    return len(found)


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Any) -> None:
    for child in list(element):
        element.addprevious(child)
    _remove(element)


def _rows_and_cells(root: Any) -> int:
    count = 0
    for row in list(root.iter(f"{_W}tr")):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            table = _ancestor(row, "tbl")
            _remove(row)
            count += 1
            if table is not None and table.find(f".//{_W}tr") is None:
                _remove(table)
    for cell in list(root.iter(f"{_W}tc")):
        if cell.find(f"{_W}tcPr/{_W}cellDel") is not None and len(cell.getparent()) > 1:
            _remove(cell)
            count += 1
    return count + _drop(root, (f"{_W}cellIns", f"{_W}cellDel", f"{_W}cellMerge"))


def _join(paragraph: Any) -> None:
    """The paragraph runs on into the next one, whose look it takes."""
    following = paragraph.getnext()
    while following is not None and following.tag in {f"{_W}bookmarkStart", f"{_W}bookmarkEnd"}:
        following = following.getnext()
    content = [child for child in paragraph if child.tag != f"{_W}pPr"]
    if following is None or following.tag != f"{_W}p":
        if not any(child.tag == f"{_W}r" for child in content) and following is not None:
            for child in content:
                paragraph.addprevious(child)
            _remove(paragraph)
        return
    at = 1 if following.find(f"{_W}pPr") is not None else 0
    for offset, child in enumerate(content):
        following.insert(at + offset, child)
    _remove(paragraph)
