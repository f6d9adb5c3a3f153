"""A new draft over a project that holds people's text: figures and tables anew, their sentences kept.

`jixiao draft` calls this. A sentence that a person wrote stays to the character; where the data it
speaks of have changed, it is marked and the note says how (原文写95%，现为96%).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.by_rules.brief import ordinal
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import Fact
from assistant.model.draft import Draft, Section, Sentence
from assistant.model.scorecard import Scorecard
from assistant.model.sections import plain_title
from assistant.patterns import regex
from assistant.review.alignment import key
from assistant.review.merge import Choice, Conflict, Line, build, lines_of, merge
from assistant.review.text_changes import figure_key, swapped
from assistant.values.figures import figures
from assistant.workspace import Workspace

_SHORT = 30
_COUNTED = regex(r"[一二三四五六七八九十]{1,3}是(?!否)|（\d{1,2}）")


@dataclass(frozen=True, slots=True)
class Flag:
    """A kept sentence whose facts have changed: its section, its words, and what changed, in Chinese."""

    section: str
    text: str
    what: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The new draft with people's sentences in it, and what they should look at."""

    draft: Draft
    flags: tuple[Flag, ...] = ()


def human_sections(draft: Draft | None) -> frozenset[str]:
    """Sections that hold a person's text: they need no new drafting by a model."""
    if draft is None:
        return frozenset()
    return frozenset(section.id for section in draft.sections if section.source == "human")


def keep_people(
    workspace: Workspace,
    fresh: Draft,
    card: Scorecard,
    facts: Sequence[Fact],
    *,
    redo: frozenset[str] = frozenset(),
) -> Kept:
    """The fresh draft with the sentences of people that the work folder holds.

    `redo` names sections that the user asks to have written anew, people's text and all. Also keeps
    the program's own draft, for the next time; saving the result is the caller's.
    """
    previous, kept = workspace.load_draft(), workspace.load_program()
    human = human_sections(previous) - redo
    program, old_facts = kept if kept is not None else (None, ())
    own = fresh
    if human or human_sections(fresh):
        own = _own(fresh, draft_by_rules(card, facts), human)
    workspace.save_program(own, tuple(facts))
    if previous is None:
        return Kept(fresh)
    if not human:
        return Kept(replace(fresh, headings=previous.headings, fixed=previous.fixed))
    base = program if program is not None else without_people(previous)
    return regenerate(previous, base, own, old_facts, facts, redo=redo)


def _own(fresh: Draft, by_rules: Draft, human: frozenset[str]) -> Draft:
    """The program's own words alone, whether or not `fresh` already holds people's.

    Where a person wrote, no model was asked: there the rules drafter's words stand for the program's.
    """
    sections = []
    for section in fresh.sections:
        if section.id in human or section.source == "human":
            sections.append(_find(by_rules, section.id) or section)
        else:
            sections.append(section)
    return replace(fresh, sections=tuple(sections))


def flag_lines(kept: Kept) -> Iterator[str]:
    """For people: the kept sentences whose facts have changed, one line each."""
    for flag in kept.flags:
        title = plain_title(flag.section)
        yield f"人写的句子保留未动，所依据的数据已变，请核对：{title}：“{flag.text}”：{flag.what}"


def regenerate(
    previous: Draft,
    program: Draft,
    fresh: Draft,
    old_facts: Sequence[Fact],
    new_facts: Sequence[Fact],
    *,
    redo: frozenset[str] = frozenset(),
    keep: frozenset[str] = frozenset(),
) -> Kept:
    """`fresh` with the people's sentences of `previous`, which was made from `program`.

    `keep` names sections of the model that are not drafted anew, though no person wrote in them.
    """
    news = News(old_facts, new_facts)
    human = (human_sections(previous) | keep) - redo
    old = {section.id: section for section in program.sections}
    lines: list[Line] = []
    for section in _all_sections(previous, fresh):
        new_lines = _lines(fresh, section)
        if section not in human:
            lines += new_lines
            continue
        theirs = [news.carried(line) for line in _lines(previous, section)]
        base = [news.carried(line) for line in _lines(program, section)]
        if _by_model(old.get(section)) or _by_model(_find(previous, section)):
            lines += _model_section(theirs, base, new_lines, news)
        else:
            merged = merge(base, new_lines, theirs, _people_first).lines
            said = {key(line.text) for line in new_lines}
            before = {key(line.text) for line in base}
            people = [line for line in merged if line.sentence.author]
            for line in _in_one_count(merged):
                if line.sentence.author:
                    lines.append(news.checked(line))
                elif key(line.text) not in before and news.told(line, people):
                    continue  # a row that is told apart now stands in a person's sentence with its new figure
                else:  # one that a person moved here from another section keeps up with the data
                    lines.append(line if key(line.text) in said else news.updated(line))
    draft = build(_renumbered(lines), fresh)
    shaped = {s.id for s in previous.sections if s.shaped} - redo
    sections = tuple(replace(s, shaped=True) if s.id in shaped else s for s in draft.sections)
    draft = replace(draft, sections=sections, headings=previous.headings, fixed=previous.fixed)
    return Kept(draft, tuple(_flags(draft, news)))


def _people_first(conflict: Conflict) -> Choice:
    """The person's words stay; what speaks against them is told as a flag."""
    return "theirs"


def _model_section(
    theirs: Sequence[Line], base: Sequence[Line], fresh: Sequence[Line], news: News
) -> Iterator[Line]:
    """A section of model and person together stays as it is, its figures brought up to date.

    What the fresh draft tells of rows that the old one did not have is added below.
    """
    for line in theirs:
        yield news.checked(line) if line.sentence.author else news.updated(line)
    told = {s for line in (*base, *theirs) for s in news.subjects(line)}
    number = 1 + max((line.paragraph for line in theirs), default=0)
    for line in fresh:
        about = set(news.subjects(line))
        if about and not about & told:
            yield replace(line, paragraph=number + line.paragraph)


class News:
    """What has changed between the facts of last time and those of now."""

    def __init__(self, old: Sequence[Fact], new: Sequence[Fact]) -> None:
        self._new = {fact.id: fact for fact in new}
        by_key: dict[tuple[object, ...], list[Fact]] = {}
        for fact in new:
            by_key.setdefault(_fact_key(fact), []).append(fact)
        #: old id → (old fact, its successor)
        self.pairs: dict[str, tuple[Fact, Fact | None]] = {}
        for fact in old:
            same = by_key.get(_fact_key(fact))
            self.pairs[fact.id] = (fact, same.pop(0) if same else None)
        self._said = {figure_key(f) for fact in new for f in figures(fact.text)}

    def carried(self, line: Line) -> Line:
        """The line with the ids that its facts have now."""
        if not self.pairs:
            return line
        ids = [self.pairs[i][1] for i in line.sentence.facts if i in self.pairs]
        facts = tuple(fact.id for fact in ids if fact is not None)
        lost = len(facts) < len(line.sentence.facts)
        sentence = replace(line.sentence, facts=facts)
        if lost and not line.sentence.note:
            sentence = replace(sentence, note="所依据的事实有的已不在数据里，请核对")
        return replace(line, sentence=sentence)

    def subjects(self, line: Line) -> list[str]:
        """The rows that a line (of now) speaks of, by name."""
        known = (self._new.get(i) for i in line.sentence.facts)
        return [f.subject or f.indicator for f in known if f is not None and f.indicator]

    def told(self, line: Line, others: Sequence[Line]) -> bool:
        """Whether other lines name each row that this one speaks of, with the figure that it tells of it first."""
        firsts = {name: _first_of(line.text, name) for name in self.subjects(line)}
        return bool(firsts) and all(
            first is not None and any(_first_of(other.text, name) == first for other in others)
            for name, first in firsts.items()
        )

    def changed(self, sentence: Sentence) -> list[tuple[str, str, bool]]:
        """(old words, new words, surely) for each figure of a sentence that the data now have otherwise."""
        found: list[tuple[str, str, bool]] = []
        plain = key(sentence.text)
        for figure in figures(sentence.text):
            mark = figure_key(figure)
            related: dict[str, bool] = {}
            for before, after in self.pairs.values():
                if after is None or before.text == after.text:
                    continue
                own = after.id in sentence.facts or bool(
                    before.subject and key(before.subject) in plain
                )
                for a, b in swapped(before.text, after.text):
                    if figure_key(a) == mark:
                        related[b.words] = related.get(b.words, False) or own
            surely = [words for words, own in related.items() if own]
            if surely:
                found.append((figure.words, "、".join(surely), len(surely) == 1))
            elif related and mark not in self._said:
                found.append((figure.words, "、".join(related), len(related) == 1))
        return found

    def checked(self, line: Line) -> Line:
        """A person's line: its words stay, and a note says which figures have changed."""
        changed = self.changed(line.sentence)
        if not changed:
            return line
        note = "；".join(_said(old, new) for old, new, _ in changed)
        return replace(line, sentence=replace(line.sentence, verdict="verify", note=note))

    def updated(self, line: Line) -> Line:
        """A program's line with its figures brought up to date; where that is not sure, it is marked."""
        text, note = line.text, ""
        for old, new, surely in self.changed(line.sentence):
            if surely and text.count(old) == 1:
                text = text.replace(old, new)
            else:
                note = _said(old, new)
        before = {i: pair for i, pair in self.pairs.items() if pair[1] is not None}
        moved = [
            a.status for a, b in before.values()
            if b is not None and b.id in line.sentence.facts and a.status != b.status
        ]  # fmt: skip
        if moved and not note:
            note = "所依据的指标完成情况已变，请核对这句话是否还成立"
        sentence = replace(line.sentence, text=text)
        if note or line.sentence.note.startswith("所依据的事实"):
            sentence = replace(sentence, verdict="verify", note=note or line.sentence.note)
        return replace(line, sentence=sentence)


def _in_one_count(merged: Sequence[Line]) -> Iterator[Line]:
    """The lines, the program's without 一是、二是 where a person's paragraph stands among them uncounted.

    A paragraph before the list leaves it whole: its numbers still run from one. Under a heading that a person put in
    a count of its own begins.
    """
    group: list[Line] = []
    for line in merged:
        if line.sentence.level:
            yield from _counted(group)
            yield line
            group = []
        else:
            group.append(line)
    yield from _counted(group)


def _counted(lines: Sequence[Line]) -> Iterator[Line]:
    starts = {line.paragraph: line for line in reversed(lines)}.values()
    numbers = [match[0] for line in starts if (match := _COUNTED.match(line.text))][::-1]
    whole = numbers == [ordinal(i, len(numbers)) for i in range(len(numbers))]
    uncounted = any(x.sentence.author and not _COUNTED.match(x.text) for x in starts)
    for line in lines:
        if uncounted and not whole and not line.sentence.author and line in starts:
            text = _COUNTED.sub("", line.text, count=1)
            yield replace(line, sentence=replace(line.sentence, text=text))
        else:
            yield line


def _first_of(text: str, name: str) -> tuple[object, ...] | None:
    """The first figure behind a row's name."""
    at = text.find(name)
    found = figures(text[at + len(name) :]) if at >= 0 else ()
    return figure_key(found[0]) if found else None


def _said(old: str, new: str) -> str:
    return f"原文写{old}，现为{new}"


def _fact_key(fact: Fact) -> tuple[object, ...]:
    """What stays of a fact when its figures change. Row numbers in the origin do not count."""
    origin = "" if fact.subject else fact.origin
    return fact.kind, fact.role, fact.subject, origin


def _flags(draft: Draft, news: News) -> Iterator[Flag]:
    for line in lines_of(draft):
        if line.sentence.author and line.sentence.note:
            text = line.text if len(line.text) <= _SHORT else f"{line.text[:_SHORT]}…"
            if news.changed(line.sentence) or line.sentence.note.startswith("所依据"):
                yield Flag(line.section, text, line.sentence.note)


def _all_sections(previous: Draft, fresh: Draft) -> list[str]:
    names = [section.id for section in fresh.sections]
    return names + [s.id for s in previous.sections if s.id not in names]


def _find(draft: Draft, section: str) -> Section | None:
    return next((s for s in draft.sections if s.id == section), None)


def _lines(draft: Draft, section: str) -> list[Line]:
    return [line for line in lines_of(draft) if line.section == section]


def _by_model(section: Section | None) -> bool:
    return section is not None and any(p.source == "llm" for p in section.paragraphs)


def without_people(draft: Draft) -> Draft:
    """The draft's own sentences, those of people left out."""
    kept = [line for line in lines_of(draft) if not line.sentence.author]
    return build(kept, draft)


def _renumbered(lines: Sequence[Line]) -> list[Line]:
    """Paragraph numbers of the sections do not meet once they stand together."""
    numbers: dict[tuple[str, int], int] = {}
    return [
        replace(line, paragraph=numbers.setdefault((line.section, line.paragraph), len(numbers)))
        for line in lines
    ]
