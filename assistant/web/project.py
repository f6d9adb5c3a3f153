"""One project as the page works on it: read afresh, changed value by value, each change a step to go back on.

A person's own entry in a field is written at once (it is theirs); what a model or the conversation
proposes waits for 采用. Every write states the value it starts from: where that is no longer so, both are shown.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.chat.project import Project as Talked
from assistant.chat.project import Step
from assistant.chat.project import View as Now
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.errors import InputError, JixiaoError
from assistant.facts import Fact
from assistant.files import read_now, write_whole
from assistant.intake.edit_yaml import Change, Edit, stored
from assistant.intake.unit import NAME as UNIT
from assistant.located import Place
from assistant.model.draft import Draft
from assistant.model.evaluation import Evaluation
from assistant.model.finding import Finding
from assistant.model.scorecard import Scorecard
from assistant.web.errors import ConflictError

_TYPED = "typed.json"
#: rows from which a project is large: its report is told anew after the answer, its table sent in two parts
MANY = 200
_REST = 0.3  # seconds without an edit before the report of a large project is told anew


@dataclass(frozen=True)
class View:
    """The project at this moment; `typed` is what cannot be taken yet. What takes long is made where it is asked for."""

    now: Now
    kept: Draft | None
    typed: dict[str, tuple[str, str]]

    @property
    def evaluation(self) -> Evaluation:
        """The data."""
        return self.now.evaluation

    @property
    def card(self) -> Scorecard:
        """The data, scored."""
        return self.now.card

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What may be said."""
        return self.now.facts

    @property
    def drafted(self) -> bool:
        """Whether a draft is kept."""
        return self.kept is not None and bool(self.kept.sections)

    @cached_property
    def draft(self) -> Draft:
        """The draft that is kept, else the rules' own."""
        if self.kept is not None and self.kept.sections:
            return self.kept
        return draft_by_rules(self.card, self.facts)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What check says; asked for only where it is shown, for it takes as long as scoring."""
        from assistant.checks import check

        return check(self.card)

    def typed_at(self, place: str) -> tuple[str, str] | None:
        """What was typed at a place (指标/1/实际) and could not be taken, with the reason."""
        return self.typed.get(place)


class Project:
    """The data file `data` and its work folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.talk = Talked(data)
        self.space = self.talk.space
        self._seen: tuple[str, View] | None = None
        self._looking = threading.RLock()
        self._behind: list[Step] = []
        self._writing = threading.RLock()
        self._later: threading.Timer | None = None

    def look(self) -> View:
        """All there is to show, read anew where a file has changed. Raises InputError as reading does."""
        with self._looking:
            return self._look()

    def _look(self) -> View:
        stamp = self.revision
        if self._seen is not None and self._seen[0] == stamp:
            return self._seen[1]
        view = View(self.talk.look(), self.talk.draft(), self._typed())
        self._seen = (stamp, view)
        return view

    @property
    def revision(self) -> str:
        """Names the state of data, draft and what is typed: changes with each write, by whomever."""
        digest = hashlib.sha256()
        unit = self.data.with_name(UNIT)
        for path in (self.data, unit, self.space.draft_path, self.space.folder / _TYPED):
            try:
                digest.update(read_now(path))
            except (OSError, InputError):
                digest.update(b"\0none")
            digest.update(b"\0")
        return digest.hexdigest()[:16]

    def state_of(self, name: str) -> str:
        """Names the content of a file of the work folder; empty where it is not there."""
        try:
            return hashlib.sha256(read_now(self.space.folder / name)).hexdigest()[:8]
        except (OSError, InputError):
            return ""

    def put(self, place: Place, old: str, new: str, title: str) -> None:
        """Writes a value that a person typed. A value that cannot be taken is kept as typed, and told.

        Raises ConflictError where the file does not say `old` any more, InputError where the value cannot stand.
        """
        now = stored(self.data, place)
        if now == new:
            self._keep_typed(place, None)
            return
        if now != old:
            raise ConflictError(title, now, new)
        try:
            self._put((Change(place, now, new),), title)
        except InputError as error:
            self._keep_typed(place, (new, "；".join(map(self.plain, error.lines))))
            raise
        self._keep_typed(place, None)

    def _put(self, edits: Sequence[Edit], title: str) -> None:
        """A large project is told anew a moment later, so that the score is there at once."""
        if len(self.talk.look().evaluation.indicators) <= MANY:
            self.write(edits, title)
            return
        with self._writing:
            self._behind.append(self.talk.write_ahead(edits, title, self._behind))
            if self._later is not None:
                self._later.cancel()
            self._later = threading.Timer(_REST, self._settle_later)
            self._later.start()

    @property
    def is_behind(self) -> bool:
        """Whether edits are written that draft and history do not tell yet."""
        return bool(self._behind)

    def settle(self) -> None:
        """Brings draft and history up to what was written ahead, where something was."""
        with self._writing:
            steps = list(self._behind)
            if not steps:
                return
            try:
                self.talk.catch_up(steps)
            finally:
                del self._behind[: len(steps)]

    def _settle_later(self) -> None:
        with contextlib.suppress(
            JixiaoError
        ):  # the data are written; the next writer notes them in the history
            self.look().draft  # noqa: B018 - what takes long is made before others are kept waiting
            self.settle()

    def write(self, edits: Sequence[Edit], title: str) -> tuple[str, ...]:
        """Writes edits as one step that can be gone back on; the sentences that are stale by it, in words.

        Raises InputError as `edit_yaml.apply` does.
        """
        from assistant.chat.replies import stale_lines

        return tuple(filter(None, (stale_lines(self.talk.write(edits, title).stale),)))

    def keep(self, draft: Draft, title: str) -> None:
        """Keeps a draft that a person has agreed to, as a step.

        Where none was kept yet, the rules' own is noted first: what a person wrote is told from it ever after.
        """
        with self.space.writing(f"页面：{title}"):
            if self.space.load_program() is None:
                now = self.talk.look()
                self.space.save_program(draft_by_rules(now.card, now.facts), now.facts)
            self.talk.accept_draft(draft, title)

    def undo(self) -> str:
        """Back by one step; in words what was taken back."""
        return self.talk.undo()

    def redo(self) -> str:
        """Forward again by one step."""
        return self.talk.redo()

    def plain(self, line: str) -> str:
        """A message without the path and line of the file, which the page does not speak of."""
        for name in (str(self.data), self.data.name):
            if line.startswith(name):
                line = line.removeprefix(name).lstrip(":0123456789")
        return line.lstrip("：: ").replace(str(self.data.parent), "")

    def _typed(self) -> dict[str, tuple[str, str]]:
        try:
            value: Any = json.loads(read_now(self.space.folder / _TYPED))
            return {str(k): (str(v[0]), str(v[1])) for k, v in value.items()}
        except (
            OSError, InputError, ValueError, AttributeError, LookupError, TypeError, RecursionError,
        ):  # fmt: skip
            return {}

    def _keep_typed(self, place: Place, typed: tuple[str, str] | None) -> None:
        kept, key = self._typed(), "/".join(map(str, place))
        before = dict(kept)
        if typed is None:
            kept.pop(key, None)
        else:
            kept[key] = typed
        if kept != before:
            self.space.make()
            text = json.dumps(kept, ensure_ascii=False, indent=1)
            write_whole(self.space.folder / _TYPED, text.encode(), mode=0o600)


def sentence_at(draft: Draft, name: str) -> tuple[str, int, int]:
    """Section, paragraph and sentence of an id like `overall:0:1`. Raises InputError where there is none."""
    section, _, rest = name.partition(":")
    paragraph, _, sentence = rest.partition(":")
    try:
        at = (section, int(paragraph), int(sentence))
        draft.section(section).paragraphs[at[1]].sentences[at[2]]
    except (KeyError, ValueError, IndexError):
        raise InputError("这一句已经不在了，报告可能刚改过；请再点一次") from None
    return at


def with_sentence(draft: Draft, name: str, text: str | None, author: str, when: str) -> Draft:
    """The draft with a person's words in a sentence's place; None takes it out."""
    section_id, p, s = sentence_at(draft, name)
    section = draft.section(section_id)
    paragraph = section.paragraphs[p]
    sentences = list(paragraph.sentences)
    if text is None:
        del sentences[s]
    else:
        sentences[s] = replace(
            sentences[s], text=text, verdict="supported", note="", author=author, edited=when
        )
    paragraphs = list(section.paragraphs)
    if sentences:
        paragraphs[p] = replace(paragraph, sentences=tuple(sentences), source="human")
    else:
        del paragraphs[p]
    made = replace(section, paragraphs=tuple(paragraphs), shaped=section.shaped or text is None)
    return replace(draft, sections=tuple(made if x.id == section_id else x for x in draft.sections))
