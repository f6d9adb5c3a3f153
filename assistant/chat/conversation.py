"""The conversation: a line and what is remembered → what is said, proposed, asked; writes only on a yes.

`Conversation.turn` is all that a terminal, a script or the page calls. It has no terminal code and keeps
nothing itself: the memory goes in and comes out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from assistant.chat import obeying, proposing, redrafting, replies, responding, settling
from assistant.chat.acts import Act, Kind, State
from assistant.chat.asking import ask, next_question, still_open, told_already
from assistant.chat.effect import Effect
from assistant.chat.memory import Memory
from assistant.chat.naming import words_of
from assistant.chat.project import Project, View
from assistant.chat.questions import open_questions
from assistant.chat.turn import Outcome, Turn
from assistant.chat.understanding import understand
from assistant.chat.writing import ModelWork
from assistant.errors import InputError
from assistant.model.evaluation import Evaluation

__all__ = ["Conversation", "Outcome"]

#: why a line, or a clause of it, is left open by the reader
_LEFT_OPEN = frozenset({"nothing", "no_value", "piece", "value"})
_SHOWN = 8  # lines of talk that a capable model is shown at most

#: who answers which kind of act
_HANDLERS: dict[Kind, Callable[[Turn, Act], None]] = {
    "answer": proposing.take_value, "change": proposing.take_value, "add": proposing.add, "delete": proposing.delete,
    "question": responding.question, "what_if": responding.what_if, "draft": redrafting.draft, "revise": redrafting.revise,
    "command": obeying.command, "consent": settling.consent, "refuse": settling.refuse,
    "small_talk": responding.small_talk, "unclear": responding.unclear,
}  # fmt: skip


class Conversation:
    """Talks about one project. `today` is the day of the talk, for 明年; by default the report's own date, else now."""

    def __init__(
        self, project: Project, work: ModelWork | None = None, today: date | None = None
    ) -> None:
        self.project = project
        self.work = work or ModelWork(project)
        self._today = today

    def state(self, memory: Memory, view: View | None = None) -> State:
        """What is open, for the reader of talk and for the page."""
        view = view or self.project.look()
        waits = tuple(
            (c.path, c.new or "")
            for p in memory.pending
            for c in p.changes
            if not c.adds and c.new is not None
        )
        last = memory.pending[-1] if memory.pending else None
        newest = (
            tuple((c.path, c.new or "") for c in last.changes if not c.adds and c.new is not None)
            if last
            else ()
        )
        return State(
            view.evaluation,
            self._today_of(view.evaluation),
            self.project.draft(),
            memory.asking,
            newest or waits,
            bool(memory.pending),
            memory.listed,
            memory.choices,
            section=memory.section,
            facts=view.facts,
            written=memory.written,
            put=memory.put,
        )

    def open(self, memory: Memory) -> Outcome:
        """The first screen of a session, with the first question."""
        stale = self.project.refresh()
        view = self.project.look()
        items = open_questions(view.card, memory.skipped)
        text = replies.opening(view.card, items, self.work.check(view))
        said = tuple(filter(None, (text, replies.stale_lines(stale))))
        return ask(memory, view, said, "command", self._today_of(view.evaluation))

    def resumed(self, memory: Memory) -> Outcome:
        """Where a resumed session stands: what waits for a yes, or the open question."""
        view = self.project.look()
        waiting = [c for p in memory.pending for c in p.changes]
        if waiting:
            return Outcome(
                memory, (f"接着上次。还等您确认：\n{replies.proposals(waiting, ())}",), "command"
            )
        if memory.pending:
            return Outcome(
                memory, (f"接着上次。还等您确认：{memory.pending[-1].title}（是 / 不）",), "command"
            )
        return ask(memory, view, ("接着上次。",), "command", self._today_of(view.evaluation))

    def turn(self, memory: Memory, line: str) -> Outcome:
        """One line answered. Nothing is written but what a yes of this line is for, and a first draft asked for."""
        view = self.project.look()
        state = self.state(memory, view)
        acts = understand(line, state)
        if self._unread(acts, memory.model):
            acts = self._by_model(acts, memory, line, view, state)
        if acts[0].kind == "consent" and memory.choices:
            # the person has just said that something of it is wrong: a yes could only be a wrong one
            lines = [f"  {i}. {words_of(c.path)}" for i, c in enumerate(memory.choices, 1)]
            return Outcome(memory, ("\n".join(["先回答序号，说的是哪一项？", *lines]),), "consent")
        if acts[0].kind == "consent" and memory.unheard and memory.pending:
            return self._shown_again(replace(memory, unheard=""))
        memory = replace(memory, unheard="")
        turn = Turn(self.project, self.work, self.state, replace(memory, written=()), line, view)
        if acts[0].name not in {"which", "delete"} and acts[0].kind != "command":
            turn.memory = replace(turn.memory, choices=())
        for act in acts:
            try:
                _HANDLERS[act.kind](turn, act)
            except InputError as error:
                turn.said.append("；".join(error.lines))
        return self._finish(turn, acts)

    def _shown_again(self, memory: Memory) -> Outcome:
        """What waits, put before the person once more: the yes came behind words that were not taken, and may be meant for those."""
        told = "刚才那句没有记，不知道“是”说的是哪一个。"
        waiting = [c for p in memory.pending for c in p.changes]
        shown = (
            replies.proposals(waiting, ()) if waiting else f"{memory.pending[-1].title}（是 / 不）"
        )
        return Outcome(memory, (f"{told}等您确认的是：\n{shown}",), "consent")

    def _unread(self, acts: tuple[Act, ...], model: str) -> bool:
        """Whether a model is asked at all: of what the reader has read, nothing waits for one."""
        left = [a for a in acts if a.kind == "unclear" and a.name in _LEFT_OPEN]
        if not left:
            return False
        alone = len(acts) == 1 and acts[0].name in {"nothing", "no_value"}
        return alone or (self.work.kind(model) == "endpoint" and self.work.capable(model))

    def _by_model(
        self, acts: tuple[Act, ...], memory: Memory, line: str, view: View, state: State
    ) -> tuple[Act, ...]:
        """What the reader has placed, and what a model makes of the rest; as it was where that is nothing."""
        more = self.work.understand(view, memory.model, line, state, memory.said[-_SHOWN:])
        placed = [a for a in acts if a.kind != "unclear"]
        known = {a.path for a in placed if a.path}
        new = [a for a in more if not (a.path and a.path in known)]
        return (*placed, *new) if new else acts

    def _finish(self, turn: Turn, acts: tuple[Act, ...]) -> Outcome:
        memory, proposed = turn.memory, tuple(turn.proposed)
        if turn.draft is not None:
            memory = replace(
                memory, pending=(*(p for p in memory.pending if p.draft is None), turn.draft)
            )
        if proposed:
            memory = replace(memory.with_proposed(proposed), put=False)
            waiting = [c for p in memory.pending for c in p.changes]
            following = None
            try:
                effect = self.project.suppose(waiting)
                effects = _shown(effect)
                if memory.interview and memory.asking in {p.path for p in proposed}:
                    following = next_question(effect, waiting, memory.skipped)
                    if following and told_already(
                        effect.after.evaluation,
                        following,
                        self._today_of(effect.after.evaluation),
                    ):
                        following = None  # it is put before the person by itself, after the yes
            except InputError:
                effects = ()
            turn.said += [replies.proposals(waiting, effects), replies.register_line(proposed)]
            if following is not None:
                # the answer stands on the card; the next question need not wait for its yes
                turn.said.append(
                    f"“是”可以留到几项都答完再说。接着问：{replies.question(following)}"
                )
                memory = replace(memory, asking=following.path, put=True)
        elif memory.pending and all(a.kind == "unclear" and a.name != "empty" for a in acts):
            memory = replace(memory, unheard=turn.line)
        said = tuple(filter(None, turn.said))
        kind = acts[0].kind
        if turn.quit:
            return Outcome(memory, said, kind, quit=True)
        asks = turn.asks_again and not memory.pending and not memory.choices
        if not asks or turn.silent or proposed:
            memory = still_open(memory, turn.view, self.project) if not memory.pending else memory
            return Outcome(memory, said, kind, proposed, turn.what_if)
        outcome = ask(
            memory, turn.view, said, kind, self._today_of(turn.view.evaluation), again=True
        )
        return replace(outcome, proposals=(*proposed, *outcome.proposals), what_if=turn.what_if)

    def _today_of(self, evaluation: Evaluation) -> date:
        """The day of the talk: the one set, or the report's own date, which may lie ahead but not the talk."""
        now = date.today()  # noqa: DTZ011
        return self._today or min(evaluation.report.dated or now, now)


def _shown(effect: Effect) -> tuple[str, ...]:
    """The effect on the score, where there is one."""
    same = (
        effect.before.total == effect.after.total
        and effect.before.execution.score == effect.after.execution.score
    )
    if same and not effect.rows:
        return ()
    return effect.lines
