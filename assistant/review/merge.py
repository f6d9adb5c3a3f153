"""Three-way merge of texts, sentence by sentence: what both started from, the program's, a person's.

What comes out follows the person's text: each of its sentences is there, in its order. Where only the
program changed a sentence, its new words stand; where both did, that is a conflict, and nothing is
overwritten unless somebody says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.model.draft import VERIFY, Draft, Paragraph, Section, Sentence, Source
from assistant.model.sections import plain_title
from assistant.review.alignment import align, key, likeness

Choice = Literal["mine", "theirs", "both"]
Kind = Literal["added", "removed", "changed", "moved"]
_NEARLY = 0.7  # likeness from which a sentence elsewhere is the same one, moved and changed
_SHORTEST_MOVE = 6  # characters: shorter ones recur, and say nothing of where they came from


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence where it stands: section id, and a number that tells its paragraph from others."""

    section: str
    paragraph: int
    sentence: Sentence
    source: Source
    pending: bool = False

    @property
    def text(self) -> str:
        """The words."""
        return self.sentence.text


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both changed one sentence. `mine` is the program's or an earlier person's, `theirs` the new one.

    `theirs` is None where the sentence was taken out, `mine` None where it is the program that did so.
    """

    section: str
    base: str
    mine: Line | None
    theirs: Line | None
    settled: Choice = "both"


@dataclass(frozen=True, slots=True)
class Change:
    """What a person did to one sentence."""

    section: str
    kind: Kind
    before: str
    after: str
    author: str = ""
    when: str = ""
    pending: bool = False
    #: of a sentence that was moved too: the section it came from
    came_from: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged lines, what the person changed, and where both had changed."""

    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]


Settle = Callable[[Conflict], Choice]


def keep_both(conflict: Conflict) -> Choice:
    """Nobody is there to ask."""
    return "both"


def lines_of(draft: Draft) -> tuple[Line, ...]:
    """The sentences of a draft, in order."""
    lines: list[Line] = []
    number = 0
    for section in draft.sections:
        for paragraph in section.paragraphs:
            lines += [Line(section.id, number, s, paragraph.source) for s in paragraph.sentences]
            number += 1
    return tuple(lines)


def merge(
    base: Sequence[Line], mine: Sequence[Line], theirs: Sequence[Line], settle: Settle = keep_both
) -> Merged:
    """Merges two versions of `base`. Every sentence of `theirs` that `base` lacks comes out unchanged."""
    return _Merge(base, mine, theirs, settle).run()


class _Merge:
    def __init__(
        self, base: Sequence[Line], mine: Sequence[Line], theirs: Sequence[Line], settle: Settle
    ) -> None:
        self.base, self.mine, self.theirs, self.settle = base, mine, theirs, settle
        self.to_mine, _ = _linked(base, mine)
        from_base, self.moved = _linked(base, theirs)
        self.to_base = {j: i for i, j in from_base.items()}
        self.conflicts: list[Conflict] = []
        self.changes: list[Change] = []
        self.out: list[Line] = []
        #: where in `out` each line of mine has gone, or the place it would have
        self.placed: dict[int, int] = {}

    def run(self) -> Merged:
        kept = set(self.to_base.values())
        gone = [i for i in range(len(self.base)) if i not in kept]
        spot = 0
        for j, line in enumerate(self.theirs):
            i = self.to_base.get(j)
            while gone and i is not None and gone[0] < i:
                self._removed(gone.pop(0), spot)
            self._one(j, i, line)
            spot = len(self.out)
        for i in gone:
            self._removed(i, spot)
        self._insert_new()
        return Merged(tuple(self.out), tuple(self.changes), tuple(self.conflicts))

    def _one(self, j: int, i: int | None, line: Line) -> None:
        if i is None:
            self._note("added", "", line)
            self.out.append(line)
            return
        base, k = self.base[i], self.to_mine.get(i)
        mine = self.mine[k] if k is not None else None
        if key(line.text) == key(base.text):
            self._unchanged(j, base, mine, line)
        else:
            came_from = base.section if base.section != line.section else ""
            self._note("changed", base.text, line, came_from)
            if mine is None or key(mine.text) not in {key(base.text), key(line.text)}:
                self._both(Conflict(line.section, base.text, mine, line))
            elif mine.sentence.author and key(mine.text) == key(line.text):
                self.out.append(_at(mine, line))  # already taken in, with its first author
            else:
                self.out.append(line)
        if k is not None:
            self.placed[k] = max(len(self.out) - 1, 0)

    def _unchanged(self, j: int, base: Line, mine: Line | None, line: Line) -> None:
        if line.section != base.section or j in self.moved:
            self._note("moved", base.text, line)
        if mine is None:
            return  # taken out on the other side; this side had nothing to say about it
        # the person's place, the other side's words
        self.out.append(_at(mine, line))

    def _removed(self, i: int, spot: int) -> None:
        base, k = self.base[i], self.to_mine.get(i)
        self.changes.append(Change(base.section, "removed", base.text, ""))
        if k is None:
            return
        self.placed[k] = spot
        if key(self.mine[k].text) != key(base.text):
            self._both(Conflict(base.section, base.text, self.mine[k], None))

    def _both(self, conflict: Conflict) -> None:
        choice = self.settle(conflict)
        mine, theirs = conflict.mine, conflict.theirs
        self.conflicts.append(replace(conflict, settled=choice))
        if theirs is None:
            if mine is not None and choice != "theirs":
                why = f"{_who(mine)}的写法；原句已被人删去，请定去留" if choice == "both" else ""
                self.out.append(_marked(mine, why))
        elif mine is None:
            if choice != "mine":
                why = "原句已从草稿中去掉，这里是人改过的写法，请定去留" if choice == "both" else ""
                self.out.append(_marked(theirs, why))
        elif choice == "both":
            self.out.append(_marked(theirs, "与下一句二选一：这是人改过的写法"))
            other = _marked(mine, f"与上一句二选一：这是{_who(mine)}的写法")
            self.out.append(_at(other, theirs))
        else:
            self.out.append(_at(theirs if choice == "theirs" else mine, theirs))

    def _note(self, kind: Kind, before: str, line: Line, came_from: str = "") -> None:
        who = line.sentence
        self.changes.append(
            Change(
                line.section,
                kind,
                before,
                line.text,
                who.author,
                who.edited,
                line.pending,
                came_from,
            )
        )

    def _insert_new(self) -> None:
        """Lines that only the other side has: each after the one it follows there."""
        linked = set(self.to_mine.values())
        said = {key(t.text) for j, t in enumerate(self.theirs) if j not in self.to_base}
        fresh = [
            k
            for k, line in enumerate(self.mine)
            if k not in linked and not (key(line.text) in said and line.sentence.author)
        ]
        after: dict[int, list[Line]] = {}
        number = 1 + max((line.paragraph for line in (*self.theirs, *self.out)), default=0)
        for k in fresh:
            line = self.mine[k]
            before = k - 1
            while before >= 0 and before not in self.placed:
                before -= 1
            at, paragraph = self._place(line, k, before, number)
            after.setdefault(at, []).append(replace(line, paragraph=paragraph))
            number = max(number, paragraph + 1)
        for at in sorted(after, reverse=True):
            self.out[at:at] = after[at]

    def _place(self, line: Line, k: int, before: int, number: int) -> tuple[int, int]:
        """Index in `out` to insert at, and the number of the paragraph it then belongs to."""
        if before >= 0 and self.mine[before].section == line.section:
            at = self.placed[before]
            if at < len(self.out) and self.out[at].section == line.section:
                together = self.mine[before].paragraph == line.paragraph
                return at + 1, self.out[at].paragraph if together else number + line.paragraph
        ends = [n for n, other in enumerate(self.out) if other.section == line.section]
        firsts = [n for n, other in enumerate(self.mine) if other.section == line.section]
        if ends and firsts and firsts[0] == k:
            return ends[0], number + line.paragraph
        return (ends[-1] + 1 if ends else len(self.out)), number + line.paragraph


def _at(line: Line, place: Line) -> Line:
    """The words of one line at the place of another."""
    return replace(line, section=place.section, paragraph=place.paragraph)


def _linked(base: Sequence[Line], other: Sequence[Line]) -> tuple[dict[int, int], set[int]]:
    """Base line → line of the other, and which of the other were moved.

    Aligned in order inside each section; then those that stand elsewhere now, unchanged or nearly so.
    """
    links: dict[int, int] = {}
    for section in dict.fromkeys(line.section for line in base):
        ours = [i for i, line in enumerate(base) if line.section == section]
        theirs = [j for j, line in enumerate(other) if line.section == section]
        for link in align([base[i].text for i in ours], [other[j].text for j in theirs]):
            links[ours[link.one]] = theirs[link.other]
    taken = set(links.values())
    moved: set[int] = set()
    for like_enough in (1.0, _NEARLY):
        for i, line in enumerate(base):
            if i in links or len(key(line.text)) < _SHORTEST_MOVE:
                continue
            found = _elsewhere(line, other, taken, like_enough)
            if found is not None:
                links[i] = found
                taken.add(found)
                moved.add(found)
    return links, moved


def _elsewhere(line: Line, other: Sequence[Line], taken: set[int], enough: float) -> int | None:
    """The free line that is this one, moved; in another section it may have been changed a little."""
    same = [j for j, o in enumerate(other) if j not in taken and key(o.text) == key(line.text)]
    if same or enough == 1.0:
        return same[0] if same else None
    alike = [
        (likeness(line.text, o.text), j) for j, o in enumerate(other)
        if j not in taken and o.section != line.section
    ]  # fmt: skip
    best = max(alike, default=(0.0, -1))
    return best[1] if best[0] >= enough else None


def _who(line: Line) -> str:
    return f"“{line.sentence.author}”" if line.sentence.author else "数据更新后程序"


def _marked(line: Line, why: str) -> Line:
    """The line with a note for a person. A person's own words are not touched; others get the mark."""
    if not why:
        return line
    old = line.sentence
    text = old.text if old.author or old.text.startswith(VERIFY) else f"{VERIFY}{old.text}"
    return replace(line, sentence=replace(old, text=text, verdict="verify", note=why))


def build(lines: Sequence[Line], like: Draft) -> Draft:
    """The draft of those lines: sections in the order of `like`, then any others."""
    by_section: dict[str, list[list[Line]]] = {section.id: [] for section in like.sections}
    for line in lines:
        paragraphs = by_section.setdefault(line.section, [])
        if paragraphs and paragraphs[-1][-1].paragraph == line.paragraph:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    known = {section.id: section for section in like.sections}
    sections = []
    for section_id, paragraphs in by_section.items():
        old = known.get(section_id)
        made = tuple(_paragraph(found) for found in paragraphs)
        if old is not None:
            sections.append(replace(old, paragraphs=made))
        elif made:
            sections.append(Section(section_id, plain_title(section_id), made))
    return replace(like, sections=tuple(sections))


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    sources = {line.source for line in lines}
    human = "human" in sources or any(line.sentence.author for line in lines)
    source: Source = "human" if human else "llm" if "llm" in sources else "rules"
    return Paragraph(tuple(line.sentence for line in lines), source)
