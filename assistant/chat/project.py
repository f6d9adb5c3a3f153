"""One project open for talk or for the page: its data read afresh, scored; and the one place that writes.

`open_project` → `Project`; `state` tells what stands; `accept` writes what a person agreed to (data and
draft in one go), `undo` and `redo` move in the history. Nothing else in this room changes a file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.chat.drafted import Stale, told_anew
from assistant.chat.effect import Effect, effect
from assistant.chat.naming import FUNDS, ROWS, place_of, split
from assistant.errors import InputError
from assistant.facts import Fact, gather
from assistant.files import make_private, take_away, write_whole
from assistant.history import History, Revision
from assistant.intake.edit_yaml import Addition, Change, Edit, Removal, apply, preview, stored
from assistant.located import decode, read_bytes
from assistant.model.draft import Draft
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard
from assistant.patterns import regex
from assistant.rules.loader import for_data
from assistant.rules.ruleset import RuleSet
from assistant.scoring import Lately, score
from assistant.workspace import Workspace

#: stands in a revision for “no draft yet”
NO_DRAFT = Draft((), "")
_BY = "对话"
_EMPTY = regex(r"^\s*(?:明细|指标): *\[\]", re.M)
_SEEN = 8  # drafts that proposals may have been made from


@dataclass(frozen=True)
class View:
    """The data as they stand at this moment, scored, and as facts."""

    evaluation: Evaluation
    ruleset: RuleSet
    card: Scorecard

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What may be said; gathered where it is asked for."""
        return gather(self.card)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One change that waits for a yes, by name. `old`/`new` None: not there, or to be taken away.

    A row added has the path of its list (指标, 资金.明细) and `fields`; one taken away has the row's path.
    """

    path: str
    old: str | None
    new: str | None
    fields: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def adds(self) -> bool:
        """Whether it is a row more."""
        return self.path in {ROWS, FUNDS}

    @property
    def removes(self) -> bool:
        """Whether it takes a row away."""
        return self.new is None and not split(self.path)[2]

    def as_json(self) -> dict[str, object]:
        """The object that `chat --json` prints."""
        return {
            "path": self.path,
            "old": self.old,
            "new": dict(self.fields) if self.adds else self.new,
        }


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an acceptance: the view after it, and sentences whose facts have changed."""

    view: View
    stale: tuple[Stale, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """An edit that is written in the data, and not yet in draft and history: its title, the text after it, and the view before."""

    title: str
    text: str
    before: View


class Project:
    """The data file `data` (YAML) and its work folder. `rules` takes the place of the file's own rule set."""

    def __init__(self, data: Path, *, rules: str = "") -> None:
        self.data = data
        self.space = Workspace.beside(data)
        self._rules = rules
        self._seen: list[Draft] = []
        self._read: tuple[bytes, View] | None = None
        self._lately = Lately()

    def look(self) -> View:
        """Reads the file anew where it has changed. Raises InputError as reading does."""
        from assistant.intake.yaml import read_evaluation

        now = read_bytes(self.data)
        if self._read is None or self._read[0] != now:
            self._read = (now, self._view(read_evaluation(self.data, unfinished=True)))
        return self._read[1]

    def suppose(self, changes: Sequence[Proposed]) -> Effect:
        """What the changes would do; the file stays as it is. Raises InputError where they do not fit."""
        now = self.look()
        return effect(
            now.card, self._view(preview(self.data, self._edits(changes)).evaluation).card
        )

    def value(self, path: str) -> str:
        """The value at that path of the file as it stands and is written there, "" where there is none."""
        place = place_of(self.look().evaluation, path)
        return "" if place is None or not split(path)[2] else stored(self.data, place)

    def draft(self) -> Draft | None:
        """The draft that is kept, or None."""
        kept = self.space.load_draft()
        if kept is not None and kept not in self._seen:
            self._seen = [*self._seen[-_SEEN:], kept]
        return kept

    def accept(self, changes: Sequence[Proposed], title: str) -> Done:
        """Writes data changes that a person has agreed to, and brings the draft up to them, as one step.

        A change that already stands is no fault: a session that was cut off does it once.
        """
        with self.space.writing(f"chat：{title}"):
            due = [c for c in changes if not self._stands(c)]
            return self.write(self._edits(due), title) if due else Done(self.look())

    def write(self, edits: Sequence[Edit], title: str) -> Done:
        """Writes edits by place that a person made themself, and brings the draft up to them, as one step.

        Raises InputError as `edit_yaml.apply` does.
        """
        before = self.look()
        with self.space.writing(f"修改：{title}"):
            self._before()
            self._edit(edits)
            view = self.look()
            stale = self._refresh(before, view)
            self._after(title)
        return Done(view, stale)

    def _edit(self, edits: Sequence[Edit]) -> None:
        first = _EMPTY.search(decode(read_bytes(self.data), str(self.data)))
        apply(self.data, edits)
        if first:
            _set_rows_below_one_another(self.data)

    def write_ahead(self, edits: Sequence[Edit], title: str, behind: Sequence[Step] = ()) -> Step:
        """Writes edits as `write`, but leaves draft and history for `catch_up`: what a large project takes long for.

        `behind` are the steps that were written so and are not yet caught up with. Raises as `write` does.
        """
        before = self.look()
        with self.space.writing(f"修改：{title}"):
            if not behind or behind[-1].text != decode(read_bytes(self.data), str(self.data)):
                self._before()
            self._edit(edits)
        return Step(title, decode(read_bytes(self.data), str(self.data)), before)

    def catch_up(self, steps: Sequence[Step]) -> tuple[Stale, ...]:
        """Brings draft and history up to the steps that were written ahead, each one to go back on."""
        view = self.look()
        stale: tuple[Stale, ...] = ()
        with self.space.writing("修改：更新报告"):
            for step in steps:
                if step is steps[-1] and step.text == decode(read_bytes(self.data), str(self.data)):
                    stale = self._refresh(steps[0].before, view)
                draft = self.space.load_draft() or NO_DRAFT
                self._history().add(Revision(0, 0, "", step.title, _BY, draft, step.text))
        return stale

    def accept_draft(self, draft: Draft, title: str) -> None:
        """Keeps a draft that a person has agreed to, as a step of that title.

        What a review took in since the draft was proposed stays: the two are merged.
        """
        with self.space.writing(f"chat：{title}"):
            current = self.space.load_draft()
            if draft == current:
                return
            self._before()
            self.space.save_draft(self._with_others(draft, current))
            self._after(title)

    def refresh(self) -> tuple[Stale, ...]:
        """Brings the draft up to data that were changed outside the talk; what is stale is named."""
        kept = self.space.load_program()
        current = self.space.load_draft()
        view = self.look()
        if current is None or kept is None or _said(kept[1]) == _said(view.facts):
            return ()
        with self.space.writing("chat：按新数据更新草稿"):
            self._before()
            stale = self._refresh_from(kept[0], kept[1], view)
            self._after("按新数据更新草稿")
        return stale

    def _refresh(self, before: View, after: View) -> tuple[Stale, ...]:
        current = self.space.load_draft()
        if current is None:
            return ()
        kept = self.space.load_program()
        program, facts = kept if kept is not None and kept[1] else (current, before.facts)
        return self._refresh_from(program, facts, after)

    def _refresh_from(
        self, program: Draft, facts: tuple[Fact, ...], after: View
    ) -> tuple[Stale, ...]:
        current = self.space.load_draft()
        if current is None:
            return ()
        anew = told_anew(current, program, facts, after.card, after.facts)
        self.space.save_draft(anew.draft)
        self.space.save_program(anew.program, after.facts)
        return anew.stale

    def _edits(self, changes: Sequence[Proposed]) -> list[Edit]:
        """By the places of the file as it is: values first, then rows taken away from the end, then rows more."""
        evaluation = self.look().evaluation
        values: list[Edit] = []
        removals: list[Removal] = []
        additions: list[Edit] = []
        for change in changes:
            if change.adds:
                place = ("指标",) if change.path == ROWS else ("资金", "明细")
                additions.append(Addition(place, change.fields))
                continue
            where = place_of(evaluation, change.path)
            if where is None:
                raise InputError(f"数据里已经没有“{split(change.path)[1]}”这一项")
            if change.removes:
                row = where[-1]
                named = (
                    evaluation.indicators[int(row)].name
                    if where[0] == "指标"
                    else evaluation.funds.sources[int(row)].source
                    if evaluation.funds
                    else ""
                )
                removals.append(Removal(where, named))
            else:
                values.append(Change(where, stored(self.data, where), change.new or ""))
        removals.sort(key=lambda r: -int(r.place[-1]))
        return [*values, *removals, *additions]

    def _stands(self, change: Proposed) -> bool:
        evaluation = self.look().evaluation
        if change.adds:
            name = dict(change.fields).get("名称") or dict(change.fields).get("来源")
            names = (
                [r.name for r in evaluation.indicators]
                if change.path == ROWS
                else [s.source for s in (evaluation.funds.sources if evaluation.funds else ())]
            )
            return name in names
        if change.removes:
            return place_of(evaluation, change.path) is None
        return self.value(change.path) == change.new

    def _with_others(self, draft: Draft, current: Draft | None) -> Draft:
        """The proposal, with what was changed meanwhile in the draft that it was made from."""
        from assistant.review.merge import build, lines_of, merge

        said = {line.text for line in lines_of(draft)}
        near = [(sum(line.text in said for line in lines_of(one)), one) for one in self._seen]
        base = max(near, key=lambda item: item[0], default=(0, current))[1]
        if current is None or base is None or base == current:
            return draft
        merged = merge(lines_of(base), lines_of(current), lines_of(draft), lambda _: "theirs")
        return build(merged.lines, draft)

    def _view(self, evaluation: Evaluation) -> View:
        ruleset = for_data(evaluation, self.data, self._rules)
        return View(evaluation, ruleset, score(evaluation, ruleset, self._lately))

    # history

    def undo(self) -> str:
        """Back to the state before the last step; in words what was taken back."""
        with self.space.writing("chat：撤销"):
            history = self._history()
            if history.head == 0:
                return "还没有可以撤销的。"
            self._before()
            head = history.get(history.head)
            if head.parent == 0:
                return "已经是最初的样子，没有可以撤销的了。"
            self._restore(history, history.get(head.parent))
            return f"已撤销：{head.what}（/重做 可恢复）"

    def redo(self) -> str:
        """Forward again along the newest step that was taken back."""
        with self.space.writing("chat：重做"):
            history = self._history()
            head = history.head
            children = [n for n in history.numbers() if head and history.get(n).parent == head]
            if not children:
                return "没有可以重做的。"
            self._before()
            if history.head != head:
                return "数据或草稿在撤销之后又改过，不能重做；/历史 可看，jixiao show 可找回。"
            target = history.get(children[-1])
            self._restore(history, target)
            return f"已重做：{target.what}"

    def steps(self) -> str:
        """All steps, newest first, the one in force marked."""
        history = self._history()
        head = history.head
        if head == 0:
            return "还没有改过什么。"
        rows = (history.get(number) for number in reversed(history.numbers()))
        return "\n".join(
            f"{'→' if r.number == head else '  '}{r.number} {r.when[:16].replace('T', ' ')} {r.author}：{r.what}"
            for r in rows
        )

    def _history(self) -> History:
        self.space.make()
        make_private(self.space.history.folder)
        return self.space.history

    def _before(self) -> None:
        """Keeps the state that a step starts from, where somebody made it outside since the last."""
        history = self._history()
        text, draft = self._now()
        if history.head == 0:
            history.add(Revision(0, 0, "", "开始", _BY, draft, text))
            return
        head = history.get(history.head)
        if head.data != text or head.draft != draft:
            history.add(Revision(0, 0, "", "在对话之外改过", _BY, draft, text))

    def _after(self, title: str) -> None:
        text, draft = self._now()
        self._history().add(Revision(0, 0, "", title, _BY, draft, text))

    def _now(self) -> tuple[str, Draft]:
        return decode(read_bytes(self.data), str(self.data)), self.space.load_draft() or NO_DRAFT

    def _restore(self, history: History, target: Revision) -> None:
        if target.data and target.data != decode(read_bytes(self.data), str(self.data)):
            write_whole(self.data, target.data.encode())
        if target.draft.sections:
            self.space.save_draft(target.draft)
        else:
            take_away(self.space.draft_path)
        history.move(target.number)
        view = self.look()
        if target.draft.sections:
            # what the draft stands on now, so that the next change is compared with these data
            from assistant.drafting.by_rules.sections import draft_by_rules

            self.space.save_program(draft_by_rules(view.card, view.facts), view.facts)


def _set_rows_below_one_another(path: Path) -> None:
    """The first rows of a file made by talk: a line each, as staff write them, not all in one pair of brackets."""
    from assistant.located import parse
    from assistant.yaml_writing import dumped, round_trip

    text = decode(read_bytes(path), str(path))
    tree = round_trip().load(text)
    for rows in (tree.get("指标"), (tree.get("资金") or {}).get("明细")):
        if rows:
            rows.fa.set_block_style()
            for row in rows:
                row.fa.set_flow_style()
    written = dumped(tree)
    if parse(written, "").tree == parse(text, "").tree:
        write_whole(path, written.encode())


def _said(facts: Sequence[Fact]) -> list[tuple[str, str]]:
    return [(fact.key, fact.text) for fact in facts]


def open_project(data: Path, *, rules: str = "") -> Project:
    """The project of that data file. Raises InputError where it is no YAML file, or cannot be read."""
    from assistant.intake import YAML_SUFFIXES

    if data.suffix.lower() not in YAML_SUFFIXES:
        raise InputError(
            f"{data}：对话写进数据文件（.yaml），请用 jixiao chat {data.name} 先转成数据文件"
        )
    project = Project(data, rules=rules)
    project.look()
    return project
