"""Threads of comments put into a finished Word file: what was remarked, on which words, and what was answered."""

from __future__ import annotations

import difflib
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.word.edit import with_comment_style
from assistant.word.edited import PROGRAMS, EditedDocument, EditedParagraph
from assistant.word.remarks import SIGNED

_ALIKE = (
    0.5  # likeness from which a paragraph is the one that was remarked on, in other words by now
)


_MARK = "jx_thread_"  # the bookmark by which a copy that comes back shows that it was printed with a thread


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark on `words`, and the answers to it as (author, text).

    `around` is the paragraph that the words stand in, of a cell its row.
    """

    words: str
    author: str
    text: str
    answers: tuple[tuple[str, str], ...] = ()
    around: str = ""

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
    """The .docx with the threads in its comments: of the paragraphs that hold the words at the one that is most like
    where they stood, else at the one most like that or them, else at the first, so that no answer is lost."""
    if not threads:
        return data
    import docx
    from docx_plus.comments import add_comment, reply_to_comment

    document = docx.Document(io.BytesIO(data))
    paragraphs = [p for p in _paragraphs(document) if p.runs and p.text.strip()]
    if not paragraphs:
        return data
    around = [_around(p) for p in paragraphs]
    # what the program asks in this print too is answered there, and not asked twice
    own = {_plain(c.text): c.comment_id for c in document.comments if c.author in PROGRAMS}
    for number, (thread, mark) in enumerate(zip(threads, marks(threads), strict=True)):
        place = paragraphs[_place([p.text for p in paragraphs], around, thread)]
        root = own.get(_plain(thread.text)) if thread.author in PROGRAMS else None
        if root is None:
            root = add_comment(
                place, thread.text, author=thread.author, initials=thread.author[:1]
            ).comment_id
        _bookmark(place, mark, 900_000 + number)
        for author, text in thread.answers:
            reply_to_comment(document, root, text, author=author, initials=author[:1])
    with_comment_style(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _plain(text: str) -> str:
    """What a comment of the program says, without its signature and white space."""
    return "".join(text.split()).removesuffix("".join(SIGNED.split()))


def open_threads(document: EditedDocument, before: Sequence[Thread] = ()) -> tuple[Thread, ...]:
    """The remarks of people that nobody has settled, for the next print; `before` are those kept so far.

    One of `before` that the file lacks was taken out by a person only where its bookmark says that it was
    printed with the file; else the copy is an older one, and it stays.
    """
    found: dict[str, Thread] = {}
    settled: set[str] = set()
    theirs = [remark for remark in document.remarks if remark.by_people]
    places = _places(document) if theirs else {}
    threads = []
    for remark in theirs:
        said = [(r.author, r.text) for r in (remark, *remark.replies)]
        around = places.get(remark.paragraph, "")
        threads.append(Thread(remark.words, *said[0], tuple(said[1:]), around))
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


def _places(document: EditedDocument) -> dict[int, str]:
    """By the number of each paragraph: its text, of one in a table the row's."""
    found: dict[int, str] = {}
    for block in document.blocks:
        if isinstance(block, EditedParagraph):
            found[block.number] = block.text()
            continue
        for row in block.rows:
            words = "".join(row.texts())
            found.update({p.number: words for cell in row.cells for p in cell.paragraphs})
    return found


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


def _around(paragraph: Any) -> str:
    """Its text; of a paragraph in a table that of its row."""
    row = next(paragraph._p.iterancestors(f"{{{_W}}}tr"), None)
    return "".join(t.text or "" for t in (paragraph._p if row is None else row).iter(f"{{{_W}}}t"))


def _place(texts: Sequence[str], around: Sequence[str], thread: Thread) -> int:
    """The number of the paragraph to which a thread goes."""
    wanted = "".join(thread.words.split())
    holding = [n for n, text in enumerate(texts) if wanted and wanted in "".join(text.split())]
    if len(holding) == 1 or (holding and not thread.around):
        return holding[0]
    if thread.around:
        alike = _likenesses(thread.around, around)
        near = holding or [n for n, like in enumerate(alike) if like == max(alike) >= _ALIKE]
        if near:
            own = _likenesses(wanted, texts)
            return max(near, key=lambda n: (alike[n], own[n], -n))
    alike = _likenesses(wanted, texts)
    best = max(range(len(alike)), key=alike.__getitem__)
    return best if alike[best] >= _ALIKE else 0


def _likenesses(wanted: str, texts: Sequence[str]) -> list[float]:
    """How much each is like the words, white space apart; 0 where they cannot be alike enough."""
    matcher = difflib.SequenceMatcher(b="".join(wanted.split()), autojunk=False)
    found = []
    for text in texts:
        matcher.set_seq1("".join(text.split()))
        found.append(matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0)
    return found
