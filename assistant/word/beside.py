"""What a page shows beside its words: pictures, printed numbers, levels of headings, looks, breaks, the place of tables.

Held against what was printed, it tells the acts of a person that leave no word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from assistant.word.edited import Beside, Block, EditedParagraph, EditedTable

MARGINS = "页眉页脚"


def fingerprint(picture: bytes) -> str:
    """What tells a picture from others."""
    return hashlib.sha256(picture).hexdigest()[:16]


def beside(blocks: Iterable[Block], margin_pictures: int = 0) -> Iterator[Beside]:
    """All of it in order, of cells too; what is alone in its paragraph stands at the words before it."""
    above = heading = ""
    contents = False
    for block in blocks:
        if isinstance(block, EditedTable):
            yield from _table(block, above, heading)
            continue
        words = block.text().strip()
        yield from _paragraph(block, words, above)
        if block.level and words:
            heading = words
            yield Beside("level", words, str(block.level))
        if block.contents and not contents:
            contents = True
            yield Beside("contents", above)
        above = words or above
    yield from [Beside("picture", MARGINS)] * margin_pictures


def _table(table: EditedTable, above: str, heading: str) -> Iterator[Beside]:
    heads = "、".join(text for text in table.rows[0].texts() if text) if table.rows else ""
    yield Beside("table", above, heads)
    yield Beside("under", heading, heads)
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                words = paragraph.text().strip()
                yield from _paragraph(paragraph, words, above)
                above = words or above


def _paragraph(paragraph: EditedParagraph, words: str, above: str) -> Iterator[Beside]:
    for mark in paragraph.pictures:
        yield Beside("picture", words or above, mark)
    for kind in paragraph.objects:
        yield Beside("object", words or above, kind)
    if paragraph.listed:
        yield Beside("number", words, paragraph.listed)
    if paragraph.floating and words:
        yield Beside("box", words)
    for kind in paragraph.emphasis:
        yield Beside("emphasis", words, kind)
    for kind in paragraph.layout:
        yield Beside("layout", words or above, kind)


def put_in_and_taken_out(
    before: Iterable[Beside], after: Iterable[Beside]
) -> tuple[list[Beside], list[Beside]]:
    """What is there now and was not, and what was there. Where only the words beside it changed, nothing is."""
    gone, come = list(before), []
    for one in after:
        if one in gone:
            gone.remove(one)
        else:
            come.append(one)
    for one in list(come):
        same = [old for old in gone if (old.kind, old.what) == (one.kind, one.what)]
        if same and one.kind in {"number", "layout", "emphasis"}:
            gone.remove(same[0])
            come.remove(one)
    return come, gone
