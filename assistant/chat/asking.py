"""The question that stands after a line: the same once more, the next one, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.chat import replies
from assistant.chat.acts import Kind
from assistant.chat.answer_kinds import told_by_measure
from assistant.chat.effect import Effect
from assistant.chat.memory import Memory
from assistant.chat.naming import ROWS, row_names, row_path, split
from assistant.chat.project import Project, Proposed, View
from assistant.chat.questions import Question, left_marked, open_questions, questions
from assistant.chat.turn import Outcome
from assistant.model.evaluation import Evaluation


def ask(
    memory: Memory,
    view: View,
    said: tuple[str, ...],
    kind: Kind,
    today: date,
    *,
    again: bool = False,
) -> Outcome:
    """`said`, and the open question once more or the next one, where an interview is on.

    `again`: within a talk, where the one that stands has been put with its example before.
    """
    items = open_questions(view.card, memory.skipped)
    standing = next((q for q in items if q.path == memory.asking), None)
    if standing is None and memory.asking:
        standing = _of_parts(items, memory.asking)
    if not memory.interview and standing is None:
        return Outcome(replace(memory, asking=""), said, kind)
    chosen = standing or (items[0] if items else None)
    if chosen is None:
        return Outcome(
            replace(memory, asking="", interview=False),
            (*said, replies.all_asked(left_marked(view.card))),
            kind,
        )
    memory = replace(memory, asking=chosen.path, put=True)
    # once: who has not said yes to it is asked plainly
    offered = told_already(view.evaluation, chosen, today) if standing is None else ()
    if offered:
        text = replies.proposals(offered, ())
        return Outcome(memory.with_proposed(offered), (*said, text), kind, offered)
    put = replies.question_again if again and standing is not None else replies.question
    return Outcome(memory, (*said, put(chosen)), kind)


def told_already(evaluation: Evaluation, asked: Question, today: date) -> tuple[Proposed, ...]:
    """Office and deadline that the row's measure tells itself: to be said yes to, not to be asked for."""
    listed, name, key = split(asked.path)
    names = row_names(evaluation)
    if listed != ROWS or key not in {"责任单位", "完成时限"} or name not in names:
        return ()
    told = told_by_measure(
        evaluation, name, evaluation.indicators[names.index(name)].measure, today
    )
    lacking = [split(path)[2] for path in (asked.path, *asked.with_it)]
    return tuple(
        Proposed(row_path(name, k), None, told[k], note="措施里写的") for k in lacking if k in told
    )


def still_open(memory: Memory, view: View, project: Project) -> Memory:
    if not memory.asking or memory.asking in {
        q for item in questions(view.card) for q in (item.path, *item.with_it)
    }:
        return memory
    return memory if not project.value(memory.asking) else replace(memory, asking="")


def next_question(
    effect: Effect, waiting: Sequence[Proposed], skipped: Sequence[str]
) -> Question | None:
    """The first question that is open where all that waits is supposed to be written."""
    answered = {c.path for c in waiting}
    return next((q for q in open_questions(effect.after, skipped) if q.path not in answered), None)


def _of_parts(items: Sequence[Question], path: str) -> Question | None:
    return next((q for q in items if path in q.with_it), None)
