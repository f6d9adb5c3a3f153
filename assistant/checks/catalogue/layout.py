"""Checks of layout against GB/T 9704-2012 (T01), grouped: the page, the headings, the body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.dossier import Dossier
from assistant.checks.registry import Hit, fault
from assistant.word.document import Document, Page, Paragraph, Said, is_narrative

_A4 = (11906, 16838)
_MM = 56.7
#: twips and how far they may be off: the standard gives ±1 mm for head and binding edge
MARGINS = {
    "top": ("上", 2098, 1),
    "left": ("左", 1588, 1),
    "right": ("右", 1474, 2),
    "bottom": ("下", 1984, 2),
}
BODY_SIZE = 32
TITLE_SIZE = 44
HEADING_FONTS = {1: "黑体", 2: "楷体", 3: "仿宋", 4: "仿宋"}
_MOST_ODD = 0.1


@fault("T01", "版式不符合 GB/T 9704", severity="warning")
def t01_layout(dossier: Dossier) -> Iterator[Hit]:
    """Paper, margins, page number, fonts, sizes, indent and line spacing of an official document.

    Source: GB/T 9704-2012 第5、7章. Example: 纸张为 Letter，正文11磅宋体.
    """
    document = dossier.document
    if document is None or document.kind != "word":
        return
    place = dossier.title if dossier.title else Said("", document.name)
    faults = _page_faults(document)
    if faults:
        yield Hit(place, "页面：" + "；".join(faults), "A4，上37、下35、左28、右26毫米，页脚居外侧标页码",
                  evidence="；".join(faults))  # fmt: skip
    if not is_narrative(document):
        return
    yield from _headings(dossier, document)
    yield from _body(document)


def _page_faults(document: Document) -> list[str]:
    faults: list[str] = []
    for page in document.pages[:1]:
        size = (page.width, page.height)
        if page.landscape:
            size = (page.height, page.width)
        if (
            page.width
            and page.height
            and any(abs((a or 0) - b) > _MM for a, b in zip(size, _A4, strict=True))
        ):
            faults.append(f"纸张{_mm(size[0])}×{_mm(size[1])}毫米，不是A4")
        off = (
            _margins(page) if is_narrative(document) else []
        )  # a form alone has margins of its own
        if off:
            faults.append("页边距" + "、".join(off))
    if not document.page_numbers and is_narrative(document):
        faults.append("没有页码")
    return faults


def _margins(page: Page) -> list[str]:
    if page.landscape:
        return []
    found = []
    for side, (name, wanted, slack) in MARGINS.items():
        value: int | None = getattr(page, side)
        if value is not None and abs(value - wanted) > slack * _MM + 1:
            found.append(f"{name}{_mm(value)}（应{_mm(wanted)}毫米）")
    return found


def _mm(twips: int | None) -> str:
    return "?" if twips is None else f"{twips / _MM:.0f}"


def _headings(dossier: Dossier, document: Document) -> Iterator[Hit]:
    faults: list[tuple[Said, str]] = []
    title = next(
        (p for p in document.paragraphs if dossier.title and p.whole == dossier.title), None
    )
    if title is not None:
        looks = title.looks
        wrong = [f"字体{looks.font or '未设'}"] if "小标宋" not in looks.font else []
        wrong += [f"字号{_points(looks.size)}"] if looks.size != TITLE_SIZE else []
        wrong += ["没有居中"] if looks.align != "center" else []
        if wrong:
            faults.append((title.whole, "标题" + "、".join(wrong) + "（应为2号小标宋居中）"))
    for level, font in HEADING_FONTS.items():
        heads = [p for p in document.paragraphs if p.level == level and not p.speaks]
        odd = [p for p in heads if font not in p.looks.font or p.looks.size != BODY_SIZE]
        if odd:
            faults.append((odd[0].whole, f"第{level}层标题{len(odd)}处不是3号{font}"))
    if faults:
        words = "；".join(f for _, f in faults)
        yield Hit(faults[0][0], f"标题：{words}", "层次标题依次为黑体、楷体、仿宋，均用3号")


def _body(document: Document) -> Iterator[Hit]:
    body = [p for p in document.body() if not p.level and len(p.text.strip()) > 20 and p.path]  # noqa: PLR2004
    if not body:
        return
    faults: list[tuple[Paragraph, str]] = []
    for odd, words in (
        ([p for p in body if "仿宋" not in p.looks.font], "不是仿宋"),
        ([p for p in body if p.looks.size != BODY_SIZE], "不是3号（16磅）"),
        ([p for p in body if not is_indented(p)], "首行没有缩进2字"),
        ([p for p in body if not is_spaced(p)], "行距不是固定值28—30磅"),
    ):
        if len(odd) > len(body) * _MOST_ODD:
            faults.append((odd[0], f"{len(odd)}段{words}"))
    if faults:
        first = faults[0][0]
        yield Hit(
            first.whole.cut(0, min(len(first.text), 24)),
            "正文：" + "；".join(words for _, words in faults),
            "正文用3号仿宋，首行缩进2字，每面22行、每行28字",
        )


def is_indented(paragraph: Paragraph) -> bool:
    looks = paragraph.looks
    if re.match(r"[\u3000 ]{2,}", paragraph.text):
        return True
    return (looks.indent_chars or 0) >= 190 or (looks.indent or 0) >= 560  # noqa: PLR2004


def is_spaced(paragraph: Paragraph) -> bool:
    looks = paragraph.looks
    return looks.line_rule == "exact" and looks.line is not None and 555 <= looks.line <= 605  # noqa: PLR2004


def _points(size: int | None) -> str:
    return "未设" if size is None else f"{size / 2:g}磅"
