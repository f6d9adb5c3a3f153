"""Finds the sections of a report again in the edited file: by bookmark, by heading, by the text itself.

Every paragraph gets a section, and how sure that is. Words that are not the draft's own (title, headings,
captions, signature) are told apart; where a person changed them, they are kept as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.review.alignment import Link, align, key, likeness, out_of_order
from assistant.review.skeleton import Part, Skeleton, line_marks, named
from assistant.word.edited import EditedDocument, EditedTable, Reading, read_as

How = Literal["bookmark", "heading", "text", "neighbour"]
HOW_NAMES: dict[How, str] = {
    "bookmark": "书签",
    "heading": "标题",
    "text": "文字比对",
    "neighbour": "上下文",
}
#: below this a placing is shown as doubtful
SURE = 0.6
_SAME_HEADING = 0.6
_LONGEST_HEADING = 40
_LONGEST_LINE = 80
_ROOM = 30  # characters that a line around the text may grow by and still be one
_ENDS = frozenset({"signature", "date", "title"})
_DATE = regex(r"[\d〇○零一二三四五六七八九]{4}\s*年.*[日号]")
_WIDE = str.maketrans("()．", "（）.")
_NUMBERED = regex(
    r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、])"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph of the draft's text in the edited file. `sure` is 0–1."""

    reading: Reading
    section: str
    how: How
    sure: float


@dataclass(frozen=True, slots=True)
class FixedChange:
    """Words outside the draft's text that a person changed, added (`before` empty) or took out."""

    before: str
    after: str
    reading: Reading | None = None
    #: the name of the line's bookmark: title, addressee, signature, date, table_…, note_…, ai_note
    mark: str = ""


#: lines that a person put above the title: the number of the document, 送审稿
ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Located:
    """The file's paragraphs, sorted. `missing` are sections of which neither heading nor text was found,
    `moved` the headings that stand in another order than they were printed in.
    """

    placed: tuple[Placed, ...]
    fixed: tuple[FixedChange, ...]
    missing: tuple[str, ...]
    moved: tuple[str, ...] = ()
    #: sections whose heading is gone and whose text stands under another's reworded one: which, under which
    merged: tuple[tuple[str, str], ...] = ()
    #: lines typed below the report's end, on an annex: no text of any section
    outside: tuple[str, ...] = ()

    @property
    def sure(self) -> float:
        """How sure the placing is as a whole: the mean over the characters, 0–1."""
        weights = [max(len(p.reading.text), 1) for p in self.placed]
        if not weights:
            return 0.0
        total = sum(w * p.sure for w, p in zip(weights, self.placed, strict=True))
        return round(total / sum(weights), 2)

    def of(self, section: str) -> tuple[How, float]:
        """How a section was found, and how sure that is; the weakest of its paragraphs counts."""
        found = [p for p in self.placed if p.section == section]
        if not found:
            return "heading", 0.0 if section in self.missing else 1.0
        weakest = min(found, key=lambda p: p.sure)
        return weakest.how, weakest.sure

    def doubtful(self, section: str) -> tuple[Placed, ...]:
        """The paragraphs of a section that are shown as doubtful."""
        return tuple(p for p in self.placed if p.section == section and p.sure < SURE)


def locate(document: EditedDocument, skeleton: Skeleton) -> Located:
    """Sorts the paragraphs of an edited file by what the report is made of."""
    paragraphs = [b for b in document.blocks if not isinstance(b, EditedTable)]
    readings = [r for r in read_as(paragraphs) if r.text.strip()]
    readings = _apart(readings, skeleton)
    return _Locate(readings, skeleton.parts).run()


#: what stands between a heading and the text that ran together with it, and is of neither
_BETWEEN = regex(r"[：:\s]*")


def _apart(readings: list[Reading], skeleton: Skeleton) -> list[Reading]:
    """A heading that ran together with the text after it is taken apart again."""
    titles = {part.text for part in skeleton.parts if part.kind == "heading"}
    apart: list[Reading] = []
    for reading in readings:
        title = next((t for t in titles if reading.text.startswith(t) and reading.text != t), None)
        if title is None or not reading.text[len(title) :].strip():
            apart.append(reading)
        else:
            body = len(title) + len(_BETWEEN.match(reading.text[len(title) :])[0])  # type: ignore[index]
            apart += [_part(reading, 0, len(title)), _part(reading, body, len(reading.text))]
    return apart


def _part(reading: Reading, start: int, end: int) -> Reading:
    return replace(
        reading,
        text=reading.text[start:end],
        marks=reading.marks[start:end],
        removed=tuple((at - start, piece) for at, piece in reading.removed if start <= at <= end),
    )


class _Locate:
    def __init__(self, readings: Sequence[Reading], parts: Sequence[Part]) -> None:
        self.readings, self.parts = readings, parts
        links = align([p.text for p in parts], [r.text for r in readings])
        self.links = {link.other: link for link in links if self._fits(link)}
        self._by_title()
        self.links |= self._moved()
        self.links |= self._renamed()
        #: the text of a line that stands in several paragraphs now, by the first of them
        self.joined: dict[int, str] = {}
        self._by_mark()
        self._by_shape()
        self._below_the_end()
        self._above_the_signature()
        self.above = self._above_the_title()
        self.found_headings = {
            self.parts[link.one].section
            for link in self.links.values()
            if self.parts[link.one].kind == "heading"
        }
        self.merged = self._merged()

    def _fits(self, link: Link) -> bool:
        """A heading or a fixed line is itself only when it is very like; new text is often a bit like one."""
        part = self.parts[link.one]
        if link.same or part.kind == "text":
            return True
        if part.kind == "blank":
            return False  # filled in: the text of that section now
        text = self.readings[link.other].text
        if part.kind == "heading" and _number(part.text) == _number(text) and _short(text):
            return True
        return likeness(part.text, text) >= _SAME_HEADING and len(text) < 3 * len(part.text)

    def _by_title(self) -> None:
        """Headings that stand elsewhere with another number: their words say which they are, not the number."""
        titles = Counter(_title(part.text) for part in self.parts if part.kind == "heading")
        there: dict[str, list[int]] = {}
        for j, reading in enumerate(self.readings):
            if _short(reading.text):
                there.setdefault(_title(reading.text), []).append(j)
        for i, part in enumerate(self.parts):
            title = _title(part.text)
            found = there.get(title, [])
            if part.kind != "heading" or titles[title] != 1 or len(found) != 1 or not title:
                continue
            for j in [j for j, link in self.links.items() if link.one == i or j == found[0]]:
                del self.links[j]
            self.links[found[0]] = Link(
                i, found[0], key(part.text) == key(self.readings[found[0]].text)
            )

    def _renamed(self) -> dict[int, Link]:
        """Headings whose words are all new: by the text under them, else by number and place."""
        found = self._by_text_below()
        at = {link.one: j for j, link in (self.links | found).items()}
        for i, part in enumerate(self.parts):
            if part.kind != "heading" or i in at:
                continue
            first = max((at[k] for k in range(i) if k in at), default=-1) + 1
            last = min((at[k] for k in range(i + 1, len(self.parts)) if k in at), default=first)
            for j in range(first, last):
                text = self.readings[j].text
                free = j not in self.links and j not in found
                if free and _short(text) and _number(text) == _number(part.text):
                    found[j] = Link(i, j, False)
                    break
        return found

    def _by_text_below(self) -> dict[int, Link]:
        """Reworded headings right above the text of a section whose own heading is nowhere else."""
        levels = {
            _shape(self.parts[link.one].text): self.readings[j].level
            for j, link in self.links.items()
            if self.parts[link.one].kind == "heading" and self.readings[j].level
        }
        found: dict[int, Link] = {}
        for j, reading in enumerate(self.readings):
            link = self.links.get(j)
            own = self.parts[link.one] if link else None
            if own is not None and (
                own.kind != "heading" or _title(own.text) == _title(reading.text)
            ):
                continue
            section = self._below(j)
            if not section or (own is not None and own.section == section):
                continue
            at = {one.one for one in (*self.links.values(), *found.values())}
            for i, part in enumerate(self.parts):
                if (
                    part.kind == "heading" and part.section == section and i not in at
                    and _like_heading(reading, part.text, levels)
                ):  # fmt: skip
                    self.links.pop(j, None)
                    found[j] = Link(i, j, False)
                    break
        return found

    def _section_of(self, j: int) -> str:
        """The section that a paragraph was printed in, by its bookmark or its text."""
        link = self.links.get(j)
        if link is not None and self.parts[link.one].kind != "text":
            return ""
        own, _ = named(self.readings[j].bookmarks)
        return next(iter(sorted(own)), "") or (self.parts[link.one].section if link else "")

    def _below(self, j: int) -> str:
        """The section that most of the text under a line is of, if none of its text stands above."""
        below: Counter[str] = Counter()
        for k in range(j + 1, len(self.readings)):
            link = self.links.get(k)
            reading = self.readings[k]
            if link is None and not self._section_of(k) and (reading.level or _short(reading.text)):
                break  # another heading, perhaps
            if link is not None and self.parts[link.one].kind == "heading":
                break
            if self._section_of(k):
                below[self._section_of(k)] += 1
        section = next((name for name, _ in below.most_common(1)), "")
        return "" if any(self._section_of(k) == section for k in range(j)) else section

    def _merged(self) -> dict[str, str]:
        """Sections whose heading is gone and whose text all stands under one reworded heading now."""
        under: dict[str, set[str]] = {}
        current = ""
        for j in range(len(self.readings)):
            link = self.links.get(j)
            if link is not None and self.parts[link.one].kind == "heading":
                part = self.parts[link.one]
                reworded = _title(part.text) != _title(self.readings[j].text)
                current = part.section if reworded else ""
            elif section := self._section_of(j):
                under.setdefault(section, set()).add(current)
        headed = {part.section for part in self.parts if part.kind == "heading"}
        return {
            section: next(iter(into))
            for section, into in under.items()
            if section in headed - self.found_headings and len(into) == 1 and into != {""}
        }

    def _by_mark(self) -> None:
        """Lines around the text by their bookmarks, whatever they say now."""
        linked = {link.one for link in self.links.values() if link.same}
        for i, part in enumerate(self.parts):
            if not part.mark or i in linked:
                continue
            there = [
                j for j, r in enumerate(self.readings)
                if part.mark in line_marks(r.bookmarks) and not any(named(r.bookmarks))
                and len(r.text) <= 2 * len(part.text) + _ROOM
                and (j not in self.links or not self.links[j].same)
            ]  # fmt: skip
            if not there:
                continue
            for j in [j for j, link in self.links.items() if link.one == i]:
                del self.links[j]
            for j in there:
                self.links[j] = Link(i, j, False)
            self.joined[there[0]] = "\n".join(self.readings[j].text for j in there)

    def _by_shape(self) -> None:
        """Lines whose bookmark is lost and whose words are new: in the same place, and of the same shape."""
        for i, part in enumerate(self.parts):
            at = {link.one: j for j, link in self.links.items()}
            if not part.mark or i in at:
                continue
            first = max((at[k] for k in range(i) if k in at), default=-1) + 1
            last = min(
                (at[k] for k in range(i + 1, len(self.parts)) if k in at),
                default=len(self.readings),
            )
            for j in range(first, last):
                reading = self.readings[j]
                if (
                    j not in self.links and not any(named(reading.bookmarks))
                    and _shaped(part.mark, reading.text)
                ):  # fmt: skip
                    self.links[j] = Link(i, j, False)
                    break

    def _below_the_end(self) -> None:
        """New lines right under the signature or the date (抄送, 联系人, a second unit) go on from it.

        They are no text of the last section, which ends above; nor is a line under the title one of the first.
        """
        ends = {i for i, part in enumerate(self.parts) if part.mark in _ENDS}
        lines: dict[int, list[int]] = {}
        last: int | None = None
        for j, reading in enumerate(self.readings):
            link = self.links.get(j)
            if link is not None:
                last = link.one if link.one in ends else None
            elif last is not None and not any(named(reading.bookmarks)):
                if self.parts[last].mark != "title" or _shaped("title", reading.text):
                    lines.setdefault(last, []).append(j)
                else:
                    last = None
        at = {link.one: j for j, link in sorted(self.links.items(), reverse=True)}
        for i, more in lines.items():
            first = at[i]
            text = self.joined.get(first, self.readings[first].text)
            self.joined[first] = "\n".join([text, *(self.readings[j].text for j in more)])
            for j in (first, *more):
                self.links[j] = Link(i, j, False)

    def _above_the_signature(self) -> None:
        """Names of units right above the signature sign with it (联合署名): no text of the last section."""
        at = {
            self.parts[link.one].mark: (j, link.one)
            for j, link in sorted(self.links.items(), reverse=True)
        }
        if "signature" not in at:
            return
        last, part = at["signature"]
        first = last
        while first and first - 1 not in self.links and _is_unit(self.readings[first - 1]):
            first -= 1
        if first == last:
            return
        own = self.joined.pop(last, self.readings[last].text)
        self.joined[first] = "\n".join([*(self.readings[j].text for j in range(first, last)), own])
        for j in range(first, last + 1):
            self.links[j] = Link(part, j, False)

    def _above_the_title(self) -> list[int]:
        """New lines before the title: they are no text of the opening, which begins below it."""
        at = {self.parts[link.one].mark: j for j, link in sorted(self.links.items(), reverse=True)}
        if "title" not in at:
            return []
        before = range(at["title"])
        if any(j in self.links and self.parts[self.links[j].one].mark != ABOVE for j in before):
            return []
        new = [j for j in before if j not in self.links]
        if not all(
            _shaped("title", self.readings[j].text) and not any(named(self.readings[j].bookmarks))
            for j in new
        ):
            return []
        if new and ABOVE in at:  # more of them than were printed
            i = self.links[at[ABOVE]].one
            self.joined[0] = "\n".join(self.readings[j].text for j in before)
            for j in before:
                self.links[j] = Link(i, j, False)
            return []
        return new

    def _moved(self) -> dict[int, Link]:
        """Parts that stand elsewhere now, unchanged."""
        used = {link.one for link in self.links.values()}
        free = {key(p.text): i for i, p in enumerate(self.parts) if i not in used}
        return {
            j: Link(free.pop(key(r.text)), j, True)
            for j, r in enumerate(self.readings)
            if j not in self.links and key(r.text) in free
        }

    def run(self) -> Located:
        placed: list[Placed] = []
        fixed: list[FixedChange] = []
        outside: list[str] = []
        current: str | None = None
        under = ""
        end = max((i for i, p in enumerate(self.parts) if p.section or p.mark), default=-1)
        annex = False
        if self.above:
            words = "\n".join(self.readings[j].text for j in self.above)
            fixed.append(FixedChange("", words, self.readings[self.above[0]], ABOVE))
        for j, reading in enumerate(self.readings):
            if j in self.above:
                continue
            link = self.links.get(j)
            part = self.parts[link.one] if link else None
            annex = annex or (link is not None and link.one > end)
            if annex and part is None and not any(named(reading.bookmarks)):
                outside.append(reading.text)
                continue
            if part is not None and part.kind != "text":
                if part.kind == "heading" and link is not None:
                    current = part.section or None
                    under = "" if current else self._first_under(link.one)
                if link is not None and not link.same:
                    text = self.joined.get(j, reading.text)
                    if part.text not in {f.before for f in fixed if f.mark} or not part.mark:
                        fixed.append(FixedChange(part.text, text, reading, part.mark))
                continue
            place = self._place(reading, part, current)
            if not place.section and under:  # between a heading and the first one under it
                place = Placed(reading, under, "heading", 0.7)
            placed.append(place)
        placed = _by_neighbours(placed)
        used = {link.one for link in self.links.values()}
        fixed += [
            FixedChange(part.text, "", mark=part.mark)
            for i, part in enumerate(self.parts)
            if i not in used and part.kind in {"heading", "fixed"}
        ]
        headings = [
            link.one
            for _, link in sorted(self.links.items())
            if self.parts[link.one].kind == "heading"
        ]
        moved = tuple(self.parts[i].text for i in out_of_order(headings))
        if moved:  # they are printed in the outline's order, and so under its numbers
            fixed = [
                f for f in fixed if f.mark or not f.after or _title(f.before) != _title(f.after)
            ]
        return Located(
            tuple(placed), tuple(fixed), self._missing(placed), moved,
            tuple(self.merged.items()), tuple(outside),
        )  # fmt: skip

    def _first_under(self, heading: int) -> str:
        """The first section under a heading that has no text of its own."""
        return next((part.section for part in self.parts[heading + 1 :] if part.section), "")

    def _place(self, reading: Reading, part: Part | None, current: str | None) -> Placed:
        own, whole = named(reading.bookmarks)
        by_bookmark = own or whole
        by_text = part.section if part is not None else ""
        if current is not None and current in by_bookmark:
            return Placed(reading, current, "bookmark", 1.0)
        # its bookmark or text says otherwise; if the heading it came from still stands, it was moved
        told = next(iter(sorted(by_bookmark)), "") or by_text
        if current is not None and (not told or told in self.found_headings or told in self.merged):
            if by_text == current:
                return Placed(reading, current, "heading", 0.95)
            return Placed(reading, current, "heading", 0.85 if not by_bookmark else 0.7)
        if len(by_bookmark) == 1:
            return Placed(reading, told, "bookmark", 0.95 if by_text in {"", told} else 0.75)
        if by_text:
            return Placed(reading, by_text, "text", 0.75 if by_text in by_bookmark else 0.7)
        if told:
            return Placed(reading, told, "bookmark", 0.5)
        return Placed(reading, "", "neighbour", 0.4)

    def _missing(self, placed: Sequence[Placed]) -> tuple[str, ...]:
        found = {p.section for p in placed} | self.found_headings | set(self.merged)
        sections = dict.fromkeys(p.section for p in self.parts if p.kind == "text")
        # the opening has no heading that could be missed
        return tuple(s for s in sections if s not in found and (s != "opening" or not placed))


def _shaped(mark: str, text: str) -> bool:
    """Whether a text looks like that line of a report."""
    plain = text.strip()
    if len(plain) > _LONGEST_LINE or "。" in plain[:-1]:
        return False
    if mark == "addressee":
        return plain.endswith(("：", ":"))
    if mark == "date":
        return _DATE.search(plain) is not None
    if mark == "signature":
        return _DATE.search(plain) is None and not plain.endswith(("：", ":", "。"))
    if mark.startswith("table_"):
        return plain.startswith("表")
    if mark == "title":
        return not plain.endswith(("：", ":", "。"))
    return plain.startswith(("注", "（", "("))


def _is_unit(reading: Reading) -> bool:
    """Whether a line is the name of a unit and nothing else, and no text of a section."""
    plain = key(reading.text)
    return (
        len(plain) <= _LONGEST_HEADING
        and not any(named(reading.bookmarks))
        and re.search(r"[，。；：、,;:\d]", plain) is None
        and plain.endswith(tuple(lexicon("offices")["offices"]))
    )


def _like_heading(reading: Reading, title: str, levels: Mapping[str, int]) -> bool:
    """Whether a line may be that heading in other words: numbered as it was, or without a number in its style."""
    text = reading.text.strip()
    if len(text) > _LONGEST_HEADING or "。" in text or any(named(reading.bookmarks)):
        return False
    if _shape(text):
        return _shape(text) == _shape(title)
    if reading.level:
        return reading.level == levels.get(_shape(title), reading.level)
    return not levels and not text.endswith(("：", ":", "；", "，"))


def _shape(text: str) -> str:
    """How a heading is numbered: 一、 and 二、 alike, （一） and （二） alike; empty where it is not."""
    match = _NUMBERED.match(text)
    return re.sub(r"[一二三四五六七八九十\d\s]+", "", match[0]).translate(_WIDE) if match else ""


def _number(text: str) -> str:
    """The number a heading begins with: 一、 （一） 1. （1）; empty where there is none."""
    match = _NUMBERED.match(text)
    return match[0] if match else text[:1]


def _title(text: str) -> str:
    """The words of a heading without its number."""
    match = _NUMBERED.match(text)
    return key(text[match.end() :] if match else text)


def _short(text: str) -> bool:
    """Looks like a heading: one short line without a full stop."""
    return len(text) <= _LONGEST_HEADING and "。" not in text and _NUMBERED.match(text) is not None


def _by_neighbours(placed: list[Placed]) -> list[Placed]:
    """Paragraphs that nothing places go with the text before them, else with the text after."""
    for i, one in enumerate(placed):
        if not one.section:
            before = next((p.section for p in reversed(placed[:i]) if p.section), "")
            after = next((p.section for p in placed[i:] if p.section), "")
            placed[i] = replace(one, section=before or after or "opening")
    return placed
