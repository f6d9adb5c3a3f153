"""The edited file's text as lines of the draft: which sentence, in which section, by whose hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.model.draft import VERIFY, Draft, Sentence
from assistant.review.alignment import cut_at, key
from assistant.review.locate import Located
from assistant.review.merge import Change, Line, lines_of
from assistant.word.edited import EditedDocument, EditedParagraph, Mark, Piece

NOBODY = "未署名"
_SHORTEST = 4  # characters: shorter sentences are found by the aligner alone


def edited_lines(
    located: Located, base: Draft, document: EditedDocument, *, fallback: str = ""
) -> tuple[Line, ...]:
    """The sentences as they read with tracked changes accepted.

    One that is changed or new bears its author and time: of the tracked change, else of whoever saved
    the file (`fallback` where the file does not say).
    """
    known = {key(line.text): line for line in lines_of(base)}
    texts = [line.text for line in known.values() if len(line.text) >= _SHORTEST]
    editor = document.editor or fallback or NOBODY
    lines: list[Line] = []
    for number, placed in enumerate(located.placed):
        reading = placed.reading
        there = sorted((at, t) for t in texts if (at := reading.text.find(t)) >= 0)
        position = 0
        parts = cut_at(reading.text, [t for _, t in there])
        level = min(reading.level, 4) if len(parts) == 1 else 0
        for part in parts:
            start, position = position, position + len(part)
            if not part.strip():
                continue
            old = known.get(key(part))
            if old is not None:
                lines.append(Line(placed.section, number, old.sentence, old.source))
                continue
            marks = reading.marks_over(start, position)
            sentence = replace(_sentence(part, marks, editor, document.saved), level=level)  # type: ignore[arg-type]
            lines.append(Line(placed.section, number, sentence, "human", pending=bool(marks)))
    return tuple(_confirmed(lines, known))


def _sentence(text: str, marks: Sequence[Mark], editor: str, saved: str) -> Sentence:
    # the last hand in it counts; one that only took something out counts less
    added = [mark for mark in marks if mark.kind in {"insert", "move_to"}] or list(marks)
    if added:
        latest = max(added, key=lambda mark: mark.when)
        return Sentence(text, author=latest.author or editor, edited=latest.when or saved)
    return Sentence(text, author=editor, edited=saved)


def _confirmed(lines: Iterable[Line], known: dict[str, Line]) -> Iterable[Line]:
    """A sentence whose 【待核实】 a person took out keeps the facts it stands on."""
    bare = {k.replace(VERIFY, ""): line for k, line in known.items() if VERIFY in k}
    for line in lines:
        old = bare.get(key(line.text))
        if old is None or key(line.text) in known:
            yield line
        else:
            yield replace(line, sentence=replace(line.sentence, facts=old.sentence.facts))


def attribute(changes: Iterable[Change], document: EditedDocument) -> tuple[Change, ...]:
    """The changes, with the hand that took sentences out, where the file still tells."""
    paragraphs = [b for b in document.blocks if isinstance(b, EditedParagraph)]
    removed = [piece for p in paragraphs for piece in p.pieces if not piece.stands("accepted")]
    editor = document.editor or NOBODY
    return tuple(_attributed(change, removed, editor, document.saved) for change in changes)


def _attributed(change: Change, removed: Sequence[Piece], editor: str, saved: str) -> Change:
    if change.author:
        return change
    plain = key(change.before)
    for piece in removed:
        text = key(piece.text)
        if piece.marks and len(text) >= _SHORTEST and (text in plain or plain in text):
            mark = piece.marks[-1]
            return replace(change, author=mark.author or editor, when=mark.when, pending=True)
    return replace(change, author=editor, when=saved)
