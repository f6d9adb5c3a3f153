"""Threads of comments put into a finished Word file: what was remarked, on which words, and what was answered."""

from __future__ import annotations

import difflib
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.word.edit import with_comment_style
from assistant.word.edited import EditedDocument, EditedParagraph

_ALIKE = (
    0.5  # likeness from which a paragraph is the one that was remarked on, in other words by now
)


_MARK = "jx_thread_"  # the bookmark by which a copy that comes back shows that it was printed with a thread


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark on `words`, and the answers to it as (author, text)."""

    words: str
    author: str
    text: str
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def mark(self) -> str:
        """The name of its bookmark: the same for the same remark, whatever was answered."""
        said = "\0".join((self.author, "".join(self.text.split())))
        return _MARK + hashlib.sha256(said.encode()).hexdigest()[:16]


def marks(threads: Sequence[Thread]) -> list[str]:
    """The bookmark of each: of several in the same words by one person (谁负责？ on two sentences), all but the first by what they are on too."""
    found: list[str] = []
    for thread in threads:
        mark = thread.mark
        if mark in found:
            mark = replace(thread, text=f"{thread.text}\0{thread.words}").mark
        found.append(mark)
    return found


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
    for number, (thread, mark) in enumerate(zip(threads, marks(threads), strict=True)):
        place = _place(paragraphs, thread.words)
        root = add_comment(place, thread.text, author=thread.author, initials=thread.author[:1])
        _bookmark(place, mark, 900_000 + number)
        for author, text in thread.answers:
            reply_to_comment(document, root.comment_id, text, author=author, initials=author[:1])
    with_comment_style(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def open_threads(document: EditedDocument, before: Sequence[Thread] = ()) -> tuple[Thread, ...]:
    """The remarks of people that nobody has settled, for the next print; `before` are those kept so far.

    One of `before` that the file lacks was taken out by a person only where its bookmark says that it was
    printed with the file; else the copy is an older one, and it stays.
    """
    found: dict[str, Thread] = {}
    settled: set[str] = set()
    theirs = [remark for remark in document.remarks if remark.by_people]
    threads = []
    for remark in theirs:
        said = [(r.author, r.text) for r in (remark, *remark.replies)]
        threads.append(Thread(remark.words, *said[0], tuple(said[1:])))
    for remark, thread, mark in zip(theirs, threads, marks(threads), strict=True):
        if remark.resolved:
            settled.add(mark)
        else:
            found[mark] = thread
    shown = {
        mark
        for block in document.blocks
        if isinstance(block, EditedParagraph)
        for mark in block.bookmarks
    }
    known = zip(before, marks(before), strict=True)
    kept = [t for t, mark in known if mark not in found and mark not in shown | settled]
    return (*kept, *found.values())


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    runs = paragraph._p.findall(qn("w:r"))
    runs[0].addprevious(start)
    runs[-1].addnext(end)


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
