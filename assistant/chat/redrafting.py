"""The draft written, or a sentence of it reworded: what would change is shown first."""

from __future__ import annotations

from dataclasses import replace

from assistant.chat import replies
from assistant.chat.acts import Act
from assistant.chat.drafted import NARRATED
from assistant.chat.memory import Pending
from assistant.chat.turn import Turn
from assistant.model.draft_json import to_json


def draft(turn: Turn, act: Act) -> None:
    if turn.memory.pending:
        turn.said.append("先定下等您确认的这几处，再起草。")
        turn.said.append(replies.proposals([c for p in turn.memory.pending for c in p.changes], ()))
        turn.silent = True
        return
    before = turn.project.draft()
    whole, remarks = turn.work.write(turn.view, turn.memory.model, before)
    turn.said += remarks
    turn.memory = replace(turn.memory, asking="", interview=False)
    if before is None or all(s.source == "rules" for s in before.sections):
        turn.project.accept_draft(whole, "起草全文")
        turn.memory = replace(turn.memory, section=NARRATED)
        turn.said.append(
            replies.drafted(whole) + "\n要改哪句直接说，/导出 写成 Word，/撤销 可退回。"
        )
        return
    shown = replies.difference(before, whole)
    if shown == "没有变化。":
        turn.said.append("重新起草了一遍，和现在的草稿没有差别。")
        return
    turn.draft = Pending("起草全文", draft=to_json(whole))
    turn.said.append(f"{shown}\n采用吗？（是 / 不）")


def revise(turn: Turn, act: Act) -> None:
    from assistant.chat.revising import revised

    kept = turn.project.draft()
    if kept is None:
        turn.said.append("还没有草稿，说“起草”就写。")
        return
    waiting = [c for p in turn.memory.pending for c in p.changes]
    if waiting or turn.proposed:
        # a sentence reworded on data that are about to change would be stale at once
        turn.said.append("先定下等您确认的这几处，再改句子。")
        if waiting:
            turn.said.append(replies.proposals(waiting, ()))
        turn.silent = True
        return
    made = revised(
        kept,
        act,
        turn.memory.section,
        lambda s, section: turn.work.revise(turn.view, turn.memory.model, s, act.text, section),
    )
    # a number counts in the list shown last; that list stands until another is shown or named
    if made.draft is None or act.section or not turn.memory.section:
        turn.memory = replace(turn.memory, section=made.section or turn.memory.section)
    if made.draft is None:
        turn.said.append(made.why)
        return
    turn.draft = Pending(
        f"修改“{made.title}”",
        draft=to_json(made.draft),
        section=made.section,
        number=act.number,
    )
    turn.said.append(
        f"{replies.difference(kept, made.draft)}\n采用吗？（是 / 不 / 第几句改成：您的写法）"
    )
