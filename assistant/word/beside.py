"""What a page shows beside its words: pictures, and the numbers that Word itself prints before paragraphs.

Held against what was printed, it tells the acts of a person that leave no word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.word.edited import Beside, Block, EditedParagraph

MARGINS = "页眉页脚"


def beside(blocks: Iterable[Block], margin_pictures: int = 0) -> Iterator[Beside]:
    """All of it in order, of cells too; a picture alone in its paragraph stands at the words before it."""
    above = ""
    for block in blocks:
        paragraphs = (
            [block]
            if isinstance(block, EditedParagraph)
            else [p for row in block.rows for cell in row.cells for p in cell.paragraphs]
        )
        for paragraph in paragraphs:
            words = paragraph.text().strip()
            yield from [Beside("picture", words or above)] * paragraph.pictures
            if paragraph.listed:
                yield Beside("number", words, paragraph.listed)
            above = words or above
    yield from [Beside("picture", MARGINS)] * margin_pictures


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
        if same and one.kind == "number":
            gone.remove(same[0])
            come.remove(one)
    return come, gone
