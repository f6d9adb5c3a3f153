"""Runs of a Word paragraph cut at characters, so that a comment or a change covers the very words."""

from __future__ import annotations

import copy
from typing import Any

from assistant.word.text import W, pieces_of

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def runs_between(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs that hold exactly the characters from `start` to `end`; cuts runs where needed.

    Empty where the paragraph has no such characters.
    """
    _cut(paragraph, start)
    _cut(paragraph, end)
    found: list[Any] = []
    for piece in pieces_of(paragraph):
        inside = piece.start >= start and piece.start + len(piece.text) <= end
        if (
            inside
            and piece.text
            and piece.run is not None
            and all(piece.run is not r for r in found)
        ):
            found.append(piece.run)
    return found


def _cut(paragraph: Any, at: int) -> None:
    """Makes a run end at that character."""
    for piece in pieces_of(paragraph):
        if piece.run is None or not piece.start <= at <= piece.start + len(piece.text):
            continue
        offset = at - piece.start
        if offset == len(piece.text):
            _split(piece.run, piece.node, after=True)
        elif offset == 0:
            _split(piece.run, piece.node, after=False)
        else:
            node = piece.node
            tail = copy.deepcopy(node)
            node.text, tail.text = node.text[:offset], node.text[offset:]
            for part in (node, tail):
                part.set(_SPACE, "preserve")
            node.addnext(tail)
            _split(piece.run, node, after=True)
        return


def _split(run: Any, node: Any, *, after: bool) -> None:
    """Moves what follows the node (or the node and what follows) into a run of its own behind this one."""
    children = [c for c in run if c.tag != f"{W}rPr"]
    at = children.index(node) + (1 if after else 0)
    moved = children[at:]
    if not moved or at == 0:
        return
    twin = copy.deepcopy(run)
    for child in [c for c in twin if c.tag != f"{W}rPr"]:
        twin.remove(child)
    for child in moved:
        twin.append(child)
    run.addnext(twin)
