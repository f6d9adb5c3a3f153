"""Lines of a Word file as check reads them, and the way back from a character to the runs that hold it.

Reading, commenting and mending all count paragraphs and characters here, so that they agree: a line is a
paragraph under one view; one whose end mark is deleted runs on into the next.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from assistant.word.marks import View, stands
from assistant.word.names import XML_SPACE, W
from assistant.word.walk import Atom, Node, ParagraphNode, TableNode, walk


@dataclass(slots=True)
class Line:
    """What reads as one paragraph: `elements` are its w:p, the last gives it its look.

    `atoms` are the words that stand under the view, footnotes left out.
    """

    ordinal: int
    elements: list[Any]
    atoms: list[Atom] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        return "".join([atom.text for atom in self.atoms])

    @property
    def element(self) -> Any:
        """The w:p whose style it has."""
        return self.elements[-1]

    @property
    def runs(self) -> list[Any]:
        """The runs that hold its words, in order."""
        return list(dict.fromkeys(run for a in self.atoms if (run := a.run) is not None))

    def between(self, start: int, end: int) -> list[Any]:
        """The runs that hold exactly the characters from `start` to `end`; cuts runs where needed.

        Empty where the line has no such characters.
        """
        self.cut(start)
        self.cut(end)
        found: list[Any] = []
        at = 0
        for atom in self.atoms:
            inside = at >= start and at + len(atom.text) <= end
            at += len(atom.text)
            run = atom.run if inside else None
            if run is not None and all(run is not other for other in found):
                found.append(run)
        return found

    def cut(self, place: int) -> None:
        """Makes a run end at that character."""
        at = 0
        for number, atom in enumerate(self.atoms):
            start, at = at, at + len(atom.text)
            run = atom.run
            if run is None or not start <= place <= at:
                continue
            offset = place - start
            if offset == len(atom.text):
                _split(run, atom.node, after=True)
            elif offset == 0:
                _split(run, atom.node, after=False)
            elif atom.kind == "text":
                tail = copy.deepcopy(atom.node)
                words = atom.node.text
                atom.node.text, tail.text = words[:offset], words[offset:]
                for part in (atom.node, tail):
                    part.set(XML_SPACE, "preserve")
                atom.node.addnext(tail)
                second = Atom(
                    atom.text[offset:], tail, atom.marks, atom.kind, atom.unseen, atom.struck
                )
                atom.text = atom.text[:offset]
                self.atoms.insert(number + 1, second)
                _split(run, atom.node, after=True)
            return


def _split(run: Any, node: Any, *, after: bool) -> None:
    """Moves what follows the node (or the node and what follows) into a run of its own behind this one."""
    while node.getparent() is not run:
        node = node.getparent()
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


def lines_of(nodes: Iterable[Node], view: View) -> list[Line]:
    """The paragraphs among the nodes as lines, those of cells too."""
    found: list[Line] = []
    waiting: list[ParagraphNode] = []

    def end() -> None:
        if waiting:
            found.append(line(waiting, view))
            waiting.clear()

    for node in nodes:
        if isinstance(node, TableNode):
            for row in node.rows:
                for cell in row.cells:
                    found += lines_of(cell.paragraphs, view)
            continue
        waiting.append(node)
        if stands(node.end, view):
            end()
    end()
    return found


def line(paragraphs: list[ParagraphNode], view: View) -> Line:
    """Paragraphs that run on into one another as one line, counted as the first."""
    atoms = [
        a
        for p in paragraphs
        for a in p.atoms
        if not a.unseen and a.kind != "note" and (not a.marks or stands(a.marks, view))
    ]
    return Line(paragraphs[0].ordinal, [p.element for p in paragraphs], atoms)


def lines_by_ordinal(
    body: Any, view: View, *, hidden: frozenset[str] = frozenset()
) -> dict[int, Line]:
    """All lines of a body by the ordinal of their first paragraph."""
    found = lines_of(walk(body, hidden=hidden), view)
    return {one.ordinal: one for one in found if one.ordinal >= 0}
