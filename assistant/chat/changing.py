"""Changes of the data, proposed: what would be written, from what to what, and what it does to the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.chat.answers import read_answer
from assistant.chat.desk import Desk, View
from assistant.chat.gaps import Gap
from assistant.chat.memory import Memory, Outcome, Proposal
from assistant.errors import InputError
from assistant.intake.edit_yaml import Change
from assistant.model.evaluation import Indicator
from assistant.values.quantity import (
    AtLeast,
    AtMost,
    Between,
    Exactly,
    Qualitative,
    Quantity,
    Unreadable,
    Words,
    read_actual,
    read_target,
)
from assistant.values.units import read_unit

_CHOICES = "（确认 / 取消 / 改成：……）"


def propose_set(desk: Desk, memory: Memory, changes: Sequence[Change]) -> Outcome:
    """The changes with their effect, waiting for a 确认; or why they cannot be."""
    real = tuple(change for change in changes if change.new != change.old)
    if not real:
        return Outcome(memory, ("数据里已经是这样，不用改。",))
    try:
        effects = desk.suppose(real).lines
    except InputError as error:
        return Outcome(memory, ("这样改不进去：" + "；".join(error.lines),))
    lines = ["将写入数据文件："]
    lines += (f"  {c.where}：{c.old or '（空）'} → {c.new}" for c in real)
    if effects:
        lines += ["对得分的影响：", *(f"  {line}" for line in effects)]
    shown = "\n".join(lines)
    title = "；".join(f"{c.where} {c.old or '（空）'}→{c.new}" for c in real)
    memory = replace(memory, pending=Proposal("data", shown, title, changes=real))
    return Outcome(memory, (f"{shown}\n确认写入吗？{_CHOICES}",))


def answered(desk: Desk, view: View, memory: Memory, gap: Gap, line: str) -> Outcome:
    """The answer to an open question: skipped, asked once more, or proposed for writing."""
    answer = read_answer(gap, line)
    if answer.kind == "empty":
        return Outcome(memory, (f"请回答，或说“跳过”。例：{gap.example}",))
    if answer.kind == "skip":
        skipped = replace(memory, skipped=(*memory.skipped, gap.key), asking="")
        return Outcome(skipped, ("好，这一项先空着，报告里会标【待补充】。",))
    own = next((part.text for part in answer.parts if part.key == gap.place[-1]), "")
    again = gap.key not in memory.pressed
    fault = _unreadable(view, gap, own)
    if (answer.kind == "vague" or fault) and again:
        pressed = replace(memory, pressed=(*memory.pressed, gap.key))
        why = (
            fault
            or "这样写太笼统，财政局复核时会退回。请说具体：什么问题、在哪里、什么时候、影响多少"
        )
        return Outcome(
            pressed, (f"{why}。例：{gap.example}。实在没有就说“跳过”，坚持这样写就再说一遍。",)
        )
    changes = []
    for part in answer.parts:
        place = (*gap.place[:-1], part.key)
        value = _with_unit(view, gap, part.text) if part.key == "实际" else part.text
        old = desk.value(place)
        if old and part.key != gap.place[-1]:
            continue  # said in passing: what already stands there stays
        changes.append(Change(place, old, value))
    memory = replace(memory, topic=gap.row or memory.topic)
    return propose_set(desk, memory, changes)


def _indicator(view: View, gap: Gap) -> Indicator:
    return next(row for row in view.card.indicators if row.id == gap.row).indicator


def _unreadable(view: View, gap: Gap, text: str) -> str:
    """Why an actual that should be a quantity cannot be read as one, or empty."""
    year = view.evaluation.project.year
    if gap.place[-1] != "实际" or not text:
        return ""
    target = read_target(_indicator(view, gap).target, year=year)
    read = read_actual(text, year=year)
    if isinstance(read, Unreadable) and not isinstance(target, Qualitative | Unreadable):
        return f"“{text}”{read.why}"
    if isinstance(read, Words) and isinstance(target, AtLeast | AtMost | Exactly | Between):
        return f"指标值是{target}，实际完成值要写数和单位"
    return ""


def _with_unit(view: View, gap: Gap, text: str) -> str:
    """A bare number gets the unit of its target, so that the two compare; it is shown before it is written."""
    year = view.evaluation.project.year
    actual = read_actual(text, year=year)
    if not isinstance(actual, Quantity) or actual.unit != read_unit(""):
        return text
    target = read_target(_indicator(view, gap).target, year=year)
    limit = getattr(target, "limit", None) or getattr(target, "high", None)
    return f"{text}{limit.unit.name}" if isinstance(limit, Quantity) else text
