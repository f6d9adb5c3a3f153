"""The comments of a Word file as threads, each with the words it stands on.

docx-plus reads them too, but walks the whole body once a comment: a report of 200 indicators carries
600 comments of the program's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.patterns import regex
from assistant.word.edited import Remark
from assistant.word.elements import text_of
from assistant.word.names import W14, W15, W
from assistant.word.walk import paragraphs_of

if TYPE_CHECKING:
    from assistant.word.stories import Stories

PROGRAM = "绩效助手"
#: the last line of the program's comments
SIGNED = f"（{PROGRAM}）"
#: comments of earlier versions, and those of check, begin so
_OWN = regex(rf"{SIGNED}\s*$|^来源：(?:模型|规则|人工)|^【[A-Z]\d+ (?:错误|提醒|说明)】")
_NOBODY = {"unknown author", "unknown", "未知作者", "author", "作者"}


def read_remarks(stories: Stories) -> tuple[Remark, ...]:
    """Roots with all their replies, in the order of the file. Comments without a place have no words."""
    root = stories.part("comments")
    if root is None:
        return ()
    comments = {c.get(f"{W}id", ""): c for c in root.iter(f"{W}comment")}
    words, places = _anchors(stories.body)
    parents, done = _threads(stories.part("commentsExtended"), comments)
    replies: dict[str, list[str]] = {}
    for one in comments:
        top = _top(one, parents)
        if top != one:
            replies.setdefault(top, []).append(one)

    def made(one: str, inner: tuple[Remark, ...], resolved: bool) -> Remark:
        comment = comments[one]
        text = "\n".join(text_of(p) for p in comment.iter(f"{W}p")).strip()
        return Remark(
            int(one) if one.lstrip("-").isdecimal() else -1,
            _author(comment.get(f"{W}author", "").strip(), text),
            comment.get(f"{W}date", ""),
            text,
            words.get(one, ""),
            places.get(one, (-1, -1))[0],
            resolved,
            inner,
            places.get(one, (-1, -1))[1],
        )

    return tuple(
        made(one, tuple(made(r, (), one in done) for r in replies.get(one, ())), one in done)
        for one in comments
        if _top(one, parents) == one
    )


def _author(author: str, text: str) -> str:
    """Who wrote it. The program signs on a line of its own; where another format has lost the name (???? after .rtf), what it says tells too."""
    if text.splitlines()[-1:] == [SIGNED]:
        return PROGRAM  # whatever a format of another alphabet made of the name
    lost = not author.strip("? ？") or author.lower() in _NOBODY
    return PROGRAM if lost and _OWN.search(text) else author


def _anchors(body: Any) -> tuple[dict[str, str], dict[str, tuple[int, int]]]:
    """The words between the two ends of each comment; the paragraph they begin in, and where in it."""
    words: dict[str, list[str]] = {}
    places: dict[str, tuple[int, int]] = {}
    within: set[str] = set()
    number, at = -1, 0
    numbers = {p: i for i, p in enumerate(paragraphs_of(body))}
    for element in body.iter(
        f"{W}p",
        f"{W}t",
        f"{W}br",
        f"{W}tab",
        f"{W}commentRangeStart",
        f"{W}commentRangeEnd",
        f"{W}commentReference",
    ):
        one = element.get(f"{W}id", "")
        if element.tag == f"{W}p":
            number, at = numbers.get(element, -1), 0
        elif element.tag == f"{W}t":
            text = element.text or ""
            at += len(text)
            for inside in within:
                words[inside].append(text)
        elif element.tag in {f"{W}br", f"{W}tab"}:
            at += element.getparent().tag == f"{W}r"  # a tab stop of the paragraph is no character
        elif element.tag == f"{W}commentRangeStart":
            within.add(one)
            words.setdefault(one, [])
            places.setdefault(one, (number, at))
        elif element.tag == f"{W}commentRangeEnd":
            within.discard(one)
        else:
            places.setdefault(one, (number, at))
    return {one: "".join(parts) for one, parts in words.items()}, places


def _threads(extended: Any, comments: dict[str, Any]) -> tuple[dict[str, str], set[str]]:
    """The parent of each reply, and the roots of threads that are settled."""
    by_paragraph = {
        paragraph.upper(): one
        for one, comment in comments.items()
        for p in comment.iter(f"{W}p")
        if (paragraph := p.get(f"{W14}paraId", ""))
    }
    parents: dict[str, str] = {}
    done: set[str] = set()
    for entry in extended if extended is not None else ():
        one = by_paragraph.get(entry.get(f"{W15}paraId", "").upper())
        parent = by_paragraph.get(entry.get(f"{W15}paraIdParent", "").upper())
        if one is None:
            continue
        if parent is not None and parent != one:
            parents[one] = parent
        if entry.get(f"{W15}done", "0") in {"1", "true", "on"}:
            done.add(one)
    return parents, {_top(one, parents) for one in done}


def _top(one: str, parents: dict[str, str]) -> str:
    """The root of a thread; a ring of replies ends where it began."""
    seen = {one}
    while one in parents and parents[one] not in seen:
        one = parents[one]
        seen.add(one)
    return one
