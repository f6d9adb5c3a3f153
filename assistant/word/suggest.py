"""A proposal written into a Word file as tracked changes: only the words that differ, by 起草助手."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assistant.word.edit import inserted_after
from assistant.word.lines import Line, line, lines_by_ordinal
from assistant.word.marks import GONE
from assistant.word.walk import ParagraphNode, paragraphs_of, walk

if TYPE_CHECKING:
    from docx.document import Document

ASSISTANT = "起草助手"


def propose(
    document: Document,
    p: Any,
    old: str,
    steps: Sequence[tuple[str, str]],
    *,
    when: datetime | None = None,
) -> bool:
    """Proposes a change of `old` in the paragraph `p` (a w:p element); False where `old` is not there.

    `steps` are kept (" "), deleted ("-") and new words ("+") in reading order. Text that somebody's
    tracked change has taken out does not count.
    """
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run
    from docx_plus.revisions import mark_deletion, mark_insertion

    read = _line(document, p)
    start = read.text.find(old)
    if start < 0 or not old:
        return False
    placed, at = [], start
    for sign, words in steps:
        placed.append((sign, at, words))
        at += len(words) if sign != "+" else 0
    paragraph = Paragraph(p, document._body)
    now = when or datetime.now(UTC)
    # from the end, so that what is still to come keeps its place
    for sign, place, words in reversed(placed):
        if sign == "-":
            for run in read.between(place, place + len(words)):
                if not any(above.tag in GONE for above in run.iterancestors()):
                    mark_deletion(Run(run, paragraph), author=ASSISTANT, date=now)
        elif sign == "+":
            made = _inserted(p, read, place, words)
            mark_insertion(Run(made, paragraph), author=ASSISTANT, date=now)
    return True


def _line(document: Document, p: Any) -> Line:
    """The line that begins with `p`, as it reads once people's changes are taken."""
    body = document.element.body
    ordinal = next((i for i, other in enumerate(paragraphs_of(body)) if other is p), -1)
    found = lines_by_ordinal(body, "accepted").get(ordinal)
    if found is not None:
        return found
    nodes = [n for n in walk(p.getparent(), numbered=False) if isinstance(n, ParagraphNode)]
    return line([n for n in nodes if n.element is p] or [ParagraphNode(p)], "accepted")


def _inserted(p: Any, read: Line, place: int, words: str) -> Any:
    """A new run with the words, after the text up to `place`, in the look of what stands there."""
    read.cut(place)
    at, before, model = 0, None, None
    for atom in read.atoms:
        at += len(atom.text)
        run = atom.run
        if run is None:
            continue
        model = model if model is not None else run
        if at <= place:
            before = run
    return inserted_after(p, before, before if before is not None else model, words)
