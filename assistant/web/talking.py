"""The conversation beside the report, and what waits for 采用: the page's side of `assistant.chat`.

What is remembered of a talk lies in the work folder, so that a restart of the server loses nothing of it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.chat.conversation import Conversation
from assistant.chat.memory import EMPTY, Memory, Pending, from_plain, to_plain
from assistant.chat.naming import path_of, words_of
from assistant.chat.project import Proposed
from assistant.chat.replies import stale_lines
from assistant.errors import InputError
from assistant.files import write_whole
from assistant.intake.edit_yaml import Change
from assistant.model.draft_json import from_json
from assistant.web.project import Project, sentence_at

_FILE = "page-talk.json"
_MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the talk: of the person (`you`) or of the program."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal on the page. `whole` is a draft or a row, which is taken or not, but not edited in a field."""

    number: int
    key: str
    words: str
    old: str
    new: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    memory: Memory = EMPTY
    lines: tuple[Line, ...] = ()
    focus: str = ""


class Talks:
    """The talks of all projects of this run; one line of a project is answered at a time."""

    def __init__(self) -> None:
        self._locks: dict[Path, threading.Lock] = {}
        self._guard = threading.Lock()

    def _lock(self, project: Project) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(project.data, threading.Lock())

    def lines(self, project: Project) -> tuple[Line, ...]:
        """What was said."""
        return _load(project).lines

    def focus(self, project: Project) -> str:
        """The sentence that was clicked last: what “这句” means."""
        kept = _load(project)
        if not kept.focus:
            return ""
        try:
            section, p, s = sentence_at(project.look().draft, kept.focus)
        except InputError:
            return ""
        words = project.look().draft.section(section).paragraphs[p].sentences[s].text
        return words if len(words) < 40 else f"{words[:38]}……"  # noqa: PLR2004

    def point(self, project: Project, name: str) -> None:
        """A sentence was clicked."""
        with self._lock(project):
            kept = _load(project)
            section = sentence_at(project.look().draft, name)[0]
            _save(project, replace(kept, focus=name, memory=replace(kept.memory, section=section)))

    def say(self, project: Project, words: str, model: str = "none") -> None:
        """A line of the person, answered; data change only by a yes of this line."""
        if not words:
            return
        with self._lock(project):
            kept = _load(project)
            talk = Conversation(project.talk)
            memory = replace(kept.memory, model=kept.memory.model or model)
            opened: tuple[Line, ...] = ()
            if not kept.lines:
                memory = talk.open(memory).memory
            outcome = talk.turn(memory, self._about(project, kept, words))
            lines = (
                *kept.lines,
                *opened,
                Line("you", words),
                *(Line("jixiao", r) for r in outcome.replies),
            )
            _save(project, replace(kept, memory=outcome.memory, lines=lines[-_MOST:]))

    @staticmethod
    def _about(project: Project, kept: _Kept, words: str) -> str:
        """“这句” by the number of the sentence that was clicked."""
        if not kept.focus or not any(w in words for w in ("这句", "这一句", "本句", "该句")):
            return words
        try:
            section, p, s = sentence_at(project.look().draft, kept.focus)
        except InputError:
            return words
        before = project.look().draft.section(section).paragraphs[:p]
        number = sum(len(one.sentences) for one in before) + s + 1
        for said in ("这一句", "这句", "本句", "该句"):
            words = words.replace(said, f"第{number}句")
        return words

    def propose(self, project: Project, changes: Sequence[Change]) -> None:
        """Changes that wait for a person's 采用, in place of earlier ones of the same fields."""
        view = project.look()
        made = tuple(
            Proposed(path_of(view.evaluation, c.place), c.old or None, c.new) for c in changes
        )
        with self._lock(project):
            kept = _load(project)
            paths = {one.path for one in made}
            rest = tuple(
                replace(p, changes=tuple(c for c in p.changes if c.path not in paths))
                for p in kept.memory.pending
            )
            waiting = tuple(p for p in rest if p.changes or p.draft)
            title = "；".join(words_of(one.path) for one in made)[:120]
            memory = replace(kept.memory, pending=(*waiting, Pending(title, made)))
            _save(project, replace(kept, memory=memory))

    def proposals(self, project: Project) -> tuple[Card, ...]:
        """What waits, as cards in one list."""
        cards: list[Card] = []
        for pending in _load(project).memory.pending:
            if pending.draft is not None:
                cards.append(Card(len(cards), pending.title, pending.title, "", "改写草稿", True))
            for c in pending.changes:
                new = "、".join(f"{k}：{v}" for k, v in c.fields) if c.adds else c.new or "（删除）"
                cards.append(
                    Card(
                        len(cards), c.path, words_of(c.path), c.old or "", new, c.adds or c.removes
                    )
                )
        return tuple(cards)

    def settle(self, project: Project, op: str, which: str, value: str) -> str:
        """采用, 改 or 不要: of one card, or of all (`which` empty). Raises InputError where it cannot be written."""
        with self._lock(project):
            kept = _load(project)
            items = [
                (p, c)
                for p in kept.memory.pending
                for c in ((None,) if p.draft is not None else ()) + p.changes
            ]
            if which and not (which.isdigit() and int(which) < len(items)):
                raise InputError("这一项已经处理过了")
            chosen = [items[int(which)]] if which else items
            if op == "edit" and which:
                pending, change = chosen[0]
                if change is None or change.adds or change.removes:
                    raise InputError("这一项不能在这里改；请先不要，再按您的写法提出")
                chosen = [(pending, replace(change, new=" ".join(value.split())))]
            told = "好，没有改。" if op == "reject" else self._written(project, chosen)
            gone = {
                (id(p), c.path if c is not None else None)
                for p, c in ([items[int(which)]] if which else items)
            }
            left = []
            for p in kept.memory.pending:
                changes = tuple(c for c in p.changes if (id(p), c.path) not in gone)
                draft = None if (id(p), None) in gone else p.draft
                if changes or draft is not None:
                    left.append(replace(p, changes=changes, draft=draft))
            memory = replace(kept.memory, pending=tuple(left))
            _save(
                project,
                replace(kept, memory=memory, lines=(*kept.lines, Line("jixiao", told))[-_MOST:]),
            )
            return told

    @staticmethod
    def _written(project: Project, chosen: Sequence[tuple[Pending, Proposed | None]]) -> str:
        changes = [c for _, c in chosen if c is not None]
        said = []
        try:
            if changes:
                title = "；".join(words_of(c.path) for c in changes)[:120]
                done = project.talk.accept(changes, f"采用：{title}")
                said.append(f"已写入{len(changes)}项。")
                said.append(stale_lines(done.stale))
            for pending, change in chosen:
                if change is None and pending.draft is not None:
                    project.talk.accept_draft(from_json(pending.draft, "页面"), pending.title)
                    said.append("已采用改写。")
        except InputError as error:
            raise InputError(*(project.plain(line) for line in error.lines)) from None
        return "".join(filter(None, said))


def _load(project: Project) -> _Kept:
    try:
        value = json.loads((project.space.folder / _FILE).read_text(encoding="utf-8"))
        lines = tuple(Line(str(a), str(b)) for a, b in value["lines"])
        return _Kept(from_plain(value["memory"]), lines, str(value["focus"]))
    except (
        OSError,
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
        RecursionError,
        InputError,
    ):
        return _Kept()


def _save(project: Project, kept: _Kept) -> None:
    value = {
        "memory": to_plain(kept.memory), "lines": [(one.who, one.text) for one in kept.lines], "focus": kept.focus,
    }  # fmt: skip
    project.space.make()
    text = json.dumps(value, ensure_ascii=False, indent=1)
    write_whole(project.space.folder / _FILE, text.encode(), mode=0o600)
