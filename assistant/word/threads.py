"""Threads of comments put into a finished Word file: what was remarked, on which words, and what was answered."""

from __future__ import annotations

import difflib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.word.edit import with_comment_style

_ALIKE = (
    0.5  # likeness from which a paragraph is the one that was remarked on, in other words by now
)


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark on `words`, and the answers to it as (author, text)."""

    words: str
    author: str
    text: str
    answers: tuple[tuple[str, str], ...] = ()


def with_threads(data: bytes, threads: Sequence[Thread]) -> bytes:
    """The .docx with the threads in its comments: at the paragraph that holds the words, else at the one most like
    them, else at the first, so that no answer is lost."""
    if not threads:
        return data
    import docx
    from docx_plus.comments import add_comment, reply_to_comment

    document = docx.Document(io.BytesIO(data))
    paragraphs = [p for p in _paragraphs(document) if p.runs and p.text.strip()]
    if not paragraphs:
        return data
    for thread in threads:
        place = _place(paragraphs, thread.words)
        root = add_comment(place, thread.text, author=thread.author, initials=thread.author[:1])
        for author, text in thread.answers:
            reply_to_comment(document, root.comment_id, text, author=author, initials=author[:1])
    with_comment_style(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _paragraphs(document: Any) -> list[Any]:
    from docx.text.paragraph import Paragraph

    return [Paragraph(p, document._body) for p in document.element.body.iter(f"{{{_W}}}p")]


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _place(paragraphs: Sequence[Any], words: str) -> Any:
    wanted = "".join(words.split())
    if not wanted:
        return paragraphs[0]
    texts = ["".join(p.text.split()) for p in paragraphs]
    for paragraph, text in zip(paragraphs, texts, strict=True):
        if wanted in text:
            return paragraph
    matcher = difflib.SequenceMatcher(b=wanted, autojunk=False)

    def likeness(text: str) -> float:
        matcher.set_seq1(text)
        return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0

    near = max(range(len(texts)), key=lambda i: likeness(texts[i]))
    return paragraphs[near] if likeness(texts[near]) >= _ALIKE else paragraphs[0]
