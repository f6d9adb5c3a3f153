"""Tables, rows and cells."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.word.write.text import Xml, escape


def cell(content: str, width: int, *, span: int = 1, merge: str = "", open_side: str = "") -> Xml:
    """A table cell. `merge` is restart, continue or empty (down); text stands in the middle.

    `open_side` is above, below or empty: where no line is drawn.
    """
    look = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if span > 1:
        look.append(f'<w:gridSpan w:val="{span}"/>')
    if merge:
        look.append(f'<w:vMerge w:val="{merge}"/>')
    if open_side:
        edge = {"above": "top", "below": "bottom"}[open_side]
        look.append(f'<w:tcBorders><w:{edge} w:val="nil"/></w:tcBorders>')
    look.append('<w:vAlign w:val="center"/>')
    return Xml(f"<w:tc><w:tcPr>{''.join(look)}</w:tcPr>{content}</w:tc>")


def row(cells: Iterable[str], *, header: bool = False) -> Xml:
    """A row that does not split across pages; a header row is repeated on each."""
    look = f'<w:cantSplit/><w:trHeight w:val="{_ROW}" w:hRule="atLeast"/>'
    look += "<w:tblHeader/>" if header else ""
    return Xml(f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>")


def table(style: str, widths: Iterable[int], rows: Iterable[str], *, caption: str = "") -> Xml:
    """A table of fixed column widths, centred. `caption` is its title for screen readers."""
    columns = list(widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    title = f"<w:tblCaption w:val={_attribute(caption)}/>" if caption else ""
    return Xml(
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/>{BORDERS}<w:tblLayout w:type="fixed"/>{_MARGINS}'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="0" w:noVBand="0"/>{title}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def hairline() -> Xml:
    """A paragraph of one point between two tables, which Word would else make one."""
    return Xml(
        '<w:p><w:pPr><w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" '
        'w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr></w:p>'
    )


def _attribute(text: str) -> str:
    return f'"{escape(text.replace(chr(10), " ")).replace(chr(34), "&quot;")}"'


_ROW = 397  # 7 mm
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
BORDERS = (
    "<w:tblBorders>"
    + "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for s in _SIDES)
    + "</w:tblBorders>"
)
_MARGINS = (
    "<w:tblCellMar>"
    + "".join(
        f'<w:{s} w:w="{w}" w:type="dxa"/>'
        for s, w in (("top", 40), ("left", 40), ("bottom", 40), ("right", 40))
    )
    + "</w:tblCellMar>"
)
