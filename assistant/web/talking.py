"""The conversation beside the report, and what waits for 采用: the page's side of `assistant.chat`.

What is remembered of a talk lies in the work folder, so that a restart of the server loses nothing of it. A model
works beside the page: while it does, lines that the rules can read are answered at once.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.chat.memory import EMPTY, Memory, Pending, from_plain, to_plain
from assistant.chat.naming import path_of, words_of
from assistant.chat.project import Proposed
from assistant.errors import InputError, JixiaoError
from assistant.files import read_now, write_whole
from assistant.intake.edit_yaml import Change
from assistant.model.draft import Draft
from assistant.model.draft_json import from_json
from assistant.web.errors import ConflictError
from assistant.web.project import Project, sentence_at

if TYPE_CHECKING:
    from assistant.chat.writing import ModelWork

_FILE = "page-talk.json"
_MOST = 200
#: seconds that a line waits for its answer before the page goes on without it
_AT_ONCE = 0.4
#: seconds of silence after which another part's words are shown
_ITS_TURN = 1.0
_THIS = ("这一句", "这句话", "这句", "本句", "该句")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the talk: of the person (`you`) or of the program."""

    who: str
    text: str


Diff = tuple[tuple[str, str], ...]
"""(sign, words) in reading order: " " kept, "-" taken out, "+" put in."""


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal on the page. `whole` is a draft or a row, which is taken or not, but not edited in a field.

    `diffs` are the sentences that a draft changes, word by word.
    """

    number: int
    key: str
    words: str
    old: str
    new: str
    whole: bool = False
    note: str = ""
    diffs: tuple[Diff, ...] = ()


@dataclass(slots=True)
class Job:
    """A model at work: on a line of talk, or on a draft. `words` are the last of its answer so far."""

    what: str
    began: float = field(default_factory=time.monotonic)
    label: str = ""
    words: str = ""
    done: bool = False
    stopped: threading.Event = field(default_factory=threading.Event)

    def plain(self) -> dict[str, object]:
        """What the page is told while it goes on."""
        seconds = int(time.monotonic() - self.began)
        return {"what": self.what, "label": self.label, "words": self.words, "seconds": seconds}


class _Watch:
    """The progress of a model, put where the page reads it."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._part, self._heard = "", 0.0

    def begin(self, label: str, done: int, whole: int) -> None:
        """The part that is begun."""
        self._job.label, self._job.words = (
            f"{label}（{done + 1}/{whole}）" if whole > 1 else label,
            "",
        )

    def wrote(self, label: str, answer: str) -> None:
        """The last words of the answer so far."""
        from assistant.llm.progress import readable

        if self._job.stopped.is_set():
            raise KeyboardInterrupt
        now = time.monotonic()
        if label != self._part and now - self._heard < _ITS_TURN:
            return  # several parts are written at once: one is followed to its end, else none could be read
        self._part, self._heard = label, now
        self._job.label, self._job.words = label, readable(answer)[-600:]

    def note(self, line: str) -> None:
        """Something to know: waiting to retry, fallen back."""
        self._job.label = line

    def end(self) -> None:
        """Nothing more comes."""


@dataclass(frozen=True, slots=True)
class _Kept:
    memory: Memory = EMPTY
    lines: tuple[Line, ...] = ()
    focus: str = ""


class Talks:
    """The talks of all projects of this run. A project has one model at work at most."""

    def __init__(self) -> None:
        self._locks: dict[Path, threading.RLock] = {}
        self._jobs: dict[Path, Job] = {}
        self._guard = threading.Lock()

    def _lock(self, project: Project) -> threading.RLock:
        with self._guard:
            return self._locks.setdefault(project.data, threading.RLock())

    def job(self, project: Project) -> Job | None:
        """The model that is at work, if one is."""
        job = self._jobs.get(project.data)
        return None if job is None or job.done else job

    def revision(self, project: Project) -> str:
        """Names the state of the talk."""
        return project.state_of(_FILE)

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
        """A sentence was clicked; "" lets go of it."""
        with self._lock(project):
            kept = _load(project)
            section = sentence_at(project.look().draft, name)[0] if name else ""
            _save(project, replace(kept, focus=name, memory=replace(kept.memory, section=section)))

    def say(self, project: Project, words: str, model: str = "none") -> None:
        """A line of the person. What takes a model longer than a moment is answered when it comes."""
        if not words:
            return
        self._tell(project, Line("you", words))
        busy = self.job(project) is not None
        self._start(project, Job("想一想"), lambda job: self._turn(project, words, "none" if busy else model, job),
                    aside=busy)  # fmt: skip

    def draft(self, project: Project, model: str) -> None:
        """Writes the whole report anew; what a person wrote stays, and the step can be gone back on."""
        if self.job(project) is not None:
            raise InputError("模型正在写，请等它写完，或点“停止”")
        self._start(project, Job("起草全文"), lambda job: self._drafted(project, model, job))

    def stop(self, project: Project) -> None:
        """Turns away from the model that is at work: what it still says is not kept."""
        job = self.job(project)
        if job is not None:
            job.stopped.set()
            job.done = True
            self._tell(project, Line("jixiao", f"已停止（{job.what}），没有改动。"))

    def _start(
        self, project: Project, job: Job, work: Callable[[Job], None], *, aside: bool = False
    ) -> None:
        """Begins the work beside the page and waits a moment for it. `aside`: a model goes on meanwhile."""
        if not aside:
            self._jobs[project.data] = job

        def run() -> None:
            try:
                work(job)
            except JixiaoError as error:
                if not job.stopped.is_set():
                    self._tell(project, Line("jixiao", "；".join(map(project.plain, error.lines))))
            except (Exception, KeyboardInterrupt):
                if not job.stopped.is_set():
                    self._tell(
                        project, Line("jixiao", "这一步没有做成，已有的内容没有变；请再试一次。")
                    )
            finally:
                job.done = True

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(30 if aside else _AT_ONCE)

    def _turn(self, project: Project, words: str, model: str, job: Job) -> None:
        from assistant.chat.conversation import Conversation

        with self._lock(project):
            kept = _load(project)
            talk = Conversation(project.talk, self._work(project, job))
            begun = kept.memory
            if not begun.said and len(kept.lines) <= 1:
                begun = talk.open(begun).memory
            said = self._about(project, kept, words)
        memory = replace(begun, model=model)
        outcome = talk.turn(memory, said)
        if job.stopped.is_set():
            return
        with self._lock(project):
            now = _load(project)
            after = outcome.memory
            if now.memory != kept.memory:  # something else was settled while the model thought
                fresh = tuple(p for p in after.pending if p not in begun.pending)
                after = replace(
                    now.memory, pending=(*now.memory.pending, *fresh), section=after.section
                )
            lines = (*now.lines, *(Line("jixiao", project.plain(r)) for r in outcome.replies))
            _save(
                project,
                replace(
                    now,
                    memory=after.says("人", words).says("助手", "\n".join(outcome.replies)),
                    lines=lines[-_MOST:],
                ),
            )

    def _drafted(self, project: Project, model: str, job: Job) -> None:
        from assistant.chat.replies import stale_lines

        before = project.talk.draft()
        whole, remarks = self._work(project, job).write(project.talk.look(), model, before)
        if job.stopped.is_set():
            return
        project.talk.accept_draft(whole, f"起草全文（{whole.model}）")
        stale = stale_lines(
            project.talk.refresh()
        )  # the data may have changed while the model wrote
        count = sum(len(s.sentences) for s in whole.sections)
        told = f"已起草全文{count}句（{whole.model}），您改过的句子没有动；不合意可以撤销。"
        self._tell(project, *(Line("jixiao", line) for line in (told, *remarks, stale) if line))

    @staticmethod
    def _work(project: Project, job: Job) -> ModelWork:
        from assistant.chat.writing import ModelWork

        return ModelWork(project.talk, lambda: _Watch(job), job.stopped.is_set)

    def _tell(self, project: Project, *lines: Line) -> None:
        with self._lock(project):
            kept = _load(project)
            _save(project, replace(kept, lines=(*kept.lines, *lines)[-_MOST:]))

    @staticmethod
    def _about(project: Project, kept: _Kept, words: str) -> str:
        """“这句” by the number of the sentence that was clicked."""
        if not kept.focus or not any(w in words for w in _THIS):
            return words
        try:
            section, p, s = sentence_at(project.look().draft, kept.focus)
        except InputError:
            return words
        before = project.look().draft.section(section).paragraphs[:p]
        number = sum(len(one.sentences) for one in before) + s + 1
        for said in _THIS:
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
                diffs = tuple(_differences(project.look().draft, from_json(pending.draft, "页面")))
                cards.append(
                    Card(len(cards), "报告文字", pending.title, "", "", whole=True, diffs=diffs)
                )
            for c in pending.changes:
                new = "、".join(f"{k}：{v}" for k, v in c.fields) if c.adds else c.new or "（删除）"
                words = (
                    "新增一行"
                    if c.adds
                    else f"删除{words_of(c.path)}"
                    if c.removes
                    else words_of(c.path)
                )
                cards.append(
                    Card(
                        len(cards), c.path, words, c.old or "", new, c.adds or c.removes, c.note,
                    )
                )  # fmt: skip
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
            if op != "reject":
                self._still_so(project, kept, [c for _, c in chosen if c is not None])
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
    def _still_so(project: Project, kept: _Kept, changes: Sequence[Proposed]) -> None:
        """Raises ConflictError where another value stands by now; the card then shows that one."""
        for c in changes:
            if (
                c.adds
                or c.removes
                or (now := project.talk.value(c.path)) in {c.old or "", c.new or ""}
            ):
                continue
            pending = tuple(
                replace(
                    p,
                    changes=tuple(
                        replace(x, old=now or None) if x.path == c.path else x for x in p.changes
                    ),
                )
                for p in kept.memory.pending
            )
            _save(project, replace(kept, memory=replace(kept.memory, pending=pending)))
            raise ConflictError(words_of(c.path), now, c.new or "")

    @staticmethod
    def _written(project: Project, chosen: Sequence[tuple[Pending, Proposed | None]]) -> str:
        changes = [c for _, c in chosen if c is not None]
        said = []
        try:
            if changes:
                title = "；".join(words_of(c.path) for c in changes)[:120]
                from assistant.chat.replies import stale_lines

                done = project.talk.accept(changes, f"采用：{title}")
                said.append(f"已写入{len(changes)}项：{title}。")
                said.append(stale_lines(done.stale))
            for pending, change in chosen:
                if change is None and pending.draft is not None:
                    project.talk.accept_draft(from_json(pending.draft, "页面"), pending.title)
                    said.append("已采用改写。")
        except InputError as error:
            raise InputError(*(project.plain(line) for line in error.lines)) from None
        return "".join(filter(None, said))


def _differences(before: Draft, after: Draft) -> Iterator[Diff]:
    """The sentences that two drafts do not share, old against new, word by word."""
    import difflib

    from assistant.review.show import word_diff

    old = {section.id: [s.text for s in section.sentences] for section in before.sections}
    for section in after.sections:
        mine, new = old.get(section.id, []), [s.text for s in section.sentences]
        for tag, a, b, c, d in difflib.SequenceMatcher(
            None, mine, new, autojunk=False
        ).get_opcodes():
            if tag != "equal":
                yield tuple(word_diff("".join(mine[a:b]), "".join(new[c:d])))


def _load(project: Project) -> _Kept:
    try:
        value = json.loads(read_now(project.space.folder / _FILE))
        lines = tuple(Line(str(a), str(b)) for a, b in value["lines"])
        return _Kept(from_plain(value["memory"]), lines, str(value["focus"]))
    except (
        OSError,
        InputError,
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
        RecursionError,
    ):
        return _Kept()


def _save(project: Project, kept: _Kept) -> None:
    value = {
        "memory": to_plain(kept.memory), "lines": [(one.who, one.text) for one in kept.lines], "focus": kept.focus,
    }  # fmt: skip
    project.space.make()
    text = json.dumps(value, ensure_ascii=False, indent=1)
    write_whole(project.space.folder / _FILE, text.encode(), mode=0o600)
