"""What a report still asks of a person, counted once for draft, check and finalize alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from assistant.patterns import regex
from assistant.word.elements import child, marker
from assistant.word.marks import PROGRAMS
from assistant.word.names import W
from assistant.word.stories import Stories, read_stories
from assistant.word.walk import CellNode, Node, ParagraphNode, TableNode, every_paragraph

if TYPE_CHECKING:
    from assistant.word.package import Package

#: the mark itself, or one that says what is wanted: 【待补充：主送机关】
MARK = regex(r"【待(?P<kind>核实|补充|评定)[^】\n]{0,60}】")
LEAD = "【待"  # what each begins with
_OF_RUN, _RUN, _PARAGRAPH = f"{W}rPr", f"{W}r", f"{W}p"
_HIGHLIGHT, _SHADE = f"{W}highlight", f"{W}shd"
_EDGES = "：:，,、；; \t\n　"
_FORMER = tuple(f"{W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr"))


@dataclass(frozen=True, slots=True)
class Tally:
    """`marked` are marks with the words after them (before, where none follow; the place of its cell where it stands alone); `highlighted` stretches in colour without a mark.

    `proposals` are the program's tracked changes that nobody has taken or refused. `coloured_marks` counts the
    stretches in colour that hold a mark.
    """

    marked: tuple[tuple[str, str], ...] = ()
    highlighted: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    coloured_marks: int = 0

    def count(self, kind: str) -> int:
        """How many marks of a kind: 核实, 补充, 评定."""
        return sum(mark.startswith(f"【待{kind}") for mark, _ in self.marked)

    @property
    def words(self) -> str:
        """In Chinese: 【待核实】2处、【待补充】3处、标黄1处; empty where nothing is asked."""
        parts = [
            f"【待{kind}】{n}处" for kind in ("核实", "补充", "评定") if (n := self.count(kind))
        ]
        parts += [f"标黄{len(self.highlighted)}处"] if self.highlighted else []
        return "、".join(parts)


def tally(package: Package) -> Tally:
    """Counts a file's body, headers, footers and notes, as it reads with people's changes taken."""
    return package.once("tally", lambda: _counted(read_stories(package)))


def _counted(stories: Stories) -> Tally:
    roots = list(stories.margin_roots())
    roots += [
        root for kind in ("footnotes", "endnotes") if (root := stories.part(kind)) is not None
    ]
    walked = [(stories.body, stories.nodes())]
    walked += [(root, stories.walked(root)) for root in roots]
    marked: list[tuple[str, str]] = []
    highlighted: list[str] = []
    proposals: list[str] = []
    coloured_marks = 0
    for root, nodes in walked:
        coloured = _coloured(root)
        places: dict[int, dict[int, str]] = {}
        for table, paragraph in _with_tables(nodes):
            text = paragraph.text(notes=False)
            if LEAD in text:
                if table is not None and id(table) not in places:
                    places[id(table)] = dict(_cells(table))
                marked += _marks(text, places.get(id(table), {}).get(id(paragraph), ""))
            if coloured.meets(paragraph):
                stretches = _highlighted(paragraph, coloured.runs)
                plain = [words for words in stretches if not MARK.search(words)]
                coloured_marks += len(stretches) - len(plain)
                highlighted += plain
            proposals += [
                atom.text
                for atom in paragraph.atoms
                if atom.marks and any(mark.author in PROGRAMS for mark in atom.marks)
                if atom.kind != "note"
            ]
        proposals += [
            "版式" for change in root.iter(*_FORMER) if change.get(f"{W}author", "") in PROGRAMS
        ]
    return Tally(tuple(marked), tuple(highlighted), tuple(proposals), coloured_marks)


def _with_tables(nodes: Sequence[Node]) -> Iterator[tuple[TableNode | None, ParagraphNode]]:
    """Every paragraph, with the table that it stands in."""
    for node in nodes:
        if isinstance(node, ParagraphNode):
            yield None, node
        else:
            yield from ((node, paragraph) for paragraph in every_paragraph([node]))


def _cells(table: TableNode) -> Iterator[tuple[int, str]]:
    """The paragraphs of a table by their `id`, each with its place in words: “row”的column."""
    grid = [[_words(cell) for cell in row.cells] for row in table.rows]
    # the column of words that tells the rows apart names them
    names = [
        len({t for t in column if t and not any(map(str.isdigit, t))})
        for column in zip_longest(*grid, fillvalue="")
    ]
    for row, texts in zip(table.rows, grid, strict=True):
        for column, cell in enumerate(row.cells):
            best = max(range(column), key=lambda n: (names[n], n), default=None)
            own = texts[best] if best is not None and LEAD not in texts[best] else ""
            head = grid[0][column] if len(grid[0]) == len(texts) else ""
            place = "的".join(w for w in (f"“{own}”" if own else "", head) if w)
            yield from ((id(paragraph), place) for paragraph in cell.paragraphs)


def _words(cell: CellNode) -> str:
    return "".join(p.text(notes=False) for p in cell.paragraphs).strip()


def _marks(text: str, place: str = "") -> Iterator[tuple[str, str]]:
    """Each mark with the words behind it up to the next one, else before it, else the place of its cell."""
    found = list(MARK.finditer(text))
    for number, match in enumerate(found):
        last = found[number + 1].start() if number + 1 < len(found) else len(text)
        first = found[number - 1].end() if number else 0
        behind, before = text[match.end() : last], text[first : match.start()]
        yield match[0], behind.strip(_EDGES) or before.strip(_EDGES) or place


@dataclass(frozen=True, slots=True)
class _Coloured:
    """The runs of a story that stand in a marker's colour, and the paragraphs around them."""

    runs: frozenset[Any]
    around: frozenset[Any]

    def meets(self, paragraph: ParagraphNode) -> bool:
        """Whether one of them may stand in it; what hangs on a run (lettering) is no paragraph of Word's."""
        element = paragraph.element
        return bool(self.runs) and (element in self.around or element.tag != _PARAGRAPH)


def _coloured(root: Any) -> _Coloured:
    """Found by the marks, of which a story has few, and not by its runs."""
    runs = set()
    for mark in root.iter(_HIGHLIGHT, _SHADE):
        properties = mark.getparent()
        run = None if properties is None else properties.getparent()
        if run is not None and run.tag == _RUN and marker(child(run, _OF_RUN)) is mark:
            runs.add(run)
    around = (next(run.iterancestors(_PARAGRAPH), None) for run in runs)
    return _Coloured(frozenset(runs), frozenset(around))


def _highlighted(paragraph: ParagraphNode, coloured: frozenset[Any]) -> list[str]:
    """Stretches of text in a marker's colour; comments and programs cut them into runs."""
    stretches = [""]
    for atom in paragraph.atoms:
        if atom.kind == "note" or not atom.stands():
            continue
        if atom.run in coloured:
            stretches[-1] += atom.text
        elif atom.text.strip():
            stretches.append("")
    return [s.strip() for s in stretches if s.strip()]
