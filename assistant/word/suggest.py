"""A proposal written into a Word file as tracked changes: only the words that differ, by 起草助手."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

ASSISTANT = "起草助手"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def propose(
    document: Document, p: Any, old: str, new: str, *, when: datetime | None = None
) -> bool:
    """Proposes `new` in place of `old` in the paragraph `p` (a w:p element); False where `old` is not there.

    Text that somebody else's tracked change has taken out does not count.
    """
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run
    from docx_plus.revisions import mark_deletion, mark_insertion

    from assistant.review.show import word_diff

    paragraph = Paragraph(p, document._body)
    for run in list(_runs(p)):
        _one_child_each(run)
    start = "".join(map(_text, _runs(p))).find(old)
    if start < 0 or not old:
        return False
    at, steps = start, []
    for sign, words in word_diff(old, new):
        steps.append((sign, at, words))
        at += len(words) if sign != "+" else 0
    now = when or datetime.now(UTC)
    # from the end, so that what is still to come keeps its place
    for sign, place, words in reversed(steps):
        if sign == "-":
            for run in _isolated(p, place, place + len(words)):
                mark_deletion(Run(run, paragraph), author=ASSISTANT, date=now)
        elif sign == "+":
            made = _inserted(p, place, words)
            mark_insertion(Run(made, paragraph), author=ASSISTANT, date=now)
    return True


def _runs(p: Any) -> list[Any]:
    """The runs that stand once tracked changes are accepted."""
    gone = {f"{_W}del", f"{_W}moveFrom"}
    return [
        run for run in p.iter(f"{_W}r")
        if not any(above.tag in gone for above in run.iterancestors())
        and next(run.iterancestors(f"{_W}p")) is p
    ]  # fmt: skip


def _text(run: Any) -> str:
    return "".join(
        (child.text or "") if child.tag == f"{_W}t" else _SIGNS.get(child.tag, "") for child in run
    )


def _one_child_each(run: Any) -> None:
    """A run of several texts, tabs and breaks becomes several runs, so that each can be marked alone."""
    content = [child for child in run if child.tag != f"{_W}rPr"]
    look = run.find(f"{_W}rPr")
    last = run
    for child in content[1:]:
        other = run.makeelement(run.tag, dict(run.attrib))
        if look is not None:
            other.append(copy.deepcopy(look))
        other.append(child)
        last.addnext(other)
        last = other


def _split(run: Any, at: int) -> None:
    """Cuts a run of one text in two."""
    child = run.find(f"{_W}t")
    if child is None or not 0 < at < len(child.text or ""):
        return
    other = copy.deepcopy(run)
    second = other.find(f"{_W}t")
    second.text, child.text = child.text[at:], child.text[:at]
    for t in (child, second):
        t.set(_SPACE, "preserve")
    run.addnext(other)


def _cut(p: Any, place: int) -> None:
    """Makes a run end at that place of the text."""
    position = 0
    for run in _runs(p):
        length = len(_text(run))
        if position < place < position + length:
            _split(run, place - position)
            return
        position += length


def _isolated(p: Any, start: int, end: int) -> list[Any]:
    """The runs that hold exactly text[start:end]."""
    _cut(p, start)
    _cut(p, end)
    found, position = [], 0
    for run in _runs(p):
        length = len(_text(run))
        if length and start <= position and position + length <= end:
            found.append(run)
        position += length
    return found


def _inserted(p: Any, place: int, words: str) -> Any:
    """A new run with the words, after the text up to `place`, in the look of what stands there."""
    _cut(p, place)
    runs, position, before = _runs(p), 0, None
    for run in runs:
        position += len(_text(run))
        if _text(run) and position <= place:
            before = run
    model = before if before is not None else next((r for r in runs if _text(r)), None)
    made = p.makeelement(f"{_W}r", {})
    look = model.find(f"{_W}rPr") if model is not None else None
    if look is not None:
        made.append(copy.deepcopy(look))
    t = p.makeelement(f"{_W}t", {_SPACE: "preserve"})
    t.text = words
    made.append(t)
    if before is not None:
        before.addnext(made)
    elif model is not None:
        model.addprevious(made)
    else:
        p.append(made)
    return made
