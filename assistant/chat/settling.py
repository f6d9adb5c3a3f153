"""A yes or a no to what waits: the only place of the talk from which data and drafts are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.chat import replies
from assistant.chat.acts import Act
from assistant.chat.naming import words_of
from assistant.chat.project import Proposed
from assistant.chat.turn import Turn
from assistant.errors import InputError
from assistant.model.draft_json import from_json


def consent(turn: Turn, act: Act) -> None:
    pending = turn.memory.pending
    if not pending:
        turn.said.append("现在没有等您确认的。")
        turn.asks_again = True
        return
    changes = [c for p in pending for c in p.changes]
    turn.memory = replace(turn.memory, pending=())
    if changes:
        _write(turn, changes)
    for item in pending:
        if item.draft is not None:
            turn.project.accept_draft(from_json(item.draft, "会话"), item.title)
            turn.memory = replace(turn.memory, done=(*turn.memory.done, item.title))
            turn.said.append("已采用，/导出 可写成 Word。")
    turn.asks_again = True


def _write(turn: Turn, changes: Sequence[Proposed]) -> None:
    title = "；".join(replies.proposal_line(replace(c, note="")) for c in changes)
    title = title if len(title) <= 120 else f"{title[:120]}…"  # noqa: PLR2004
    try:
        done = turn.project.accept(changes, title)
    except InputError as error:
        turn.said.append("没有写进去：" + "；".join(error.lines))
        return
    turn.view = done.view
    answered = {c.path for c in changes}
    asking = "" if turn.memory.asking in answered else turn.memory.asking
    turn.memory = replace(
        turn.memory,
        done=(*turn.memory.done, title),
        asking=asking,
        choices=(),
        written=tuple((c.path, c.old or "", c.new) for c in changes if not c.adds and c.new),
    )
    turn.said.append(
        f"已写入{len(changes)}处。"
        if len(changes) > 1
        else f"已写入：{replies.proposal_line(replace(changes[0], note=''))}。"
    )
    if done.stale:
        turn.said.append(replies.stale_lines(done.stale))


def refuse(turn: Turn, act: Act) -> None:
    pending = turn.memory.pending
    if act.path:
        _drop(turn, act.path)
        return
    if not pending:
        kept = "好，没有删。" if act.name == "kept" else ""
        turn.said.append(
            kept or ("好，没有改。" if turn.memory.choices else "现在没有等您确认的。")
        )
        turn.memory = replace(turn.memory, choices=())
    else:
        turn.memory = replace(turn.memory, pending=pending[:-1], choices=())
        dropped = pending[-1]
        if dropped.asked:
            turn.memory = replace(turn.memory, asking=dropped.asked)
        names = (
            "、".join(
                dict.fromkeys(
                    words_of(c.path) if not c.adds else f"新增“{c.new}”" for c in dropped.changes
                )
            )
            or dropped.title
        )
        turn.said.append(f"好，没有改（{names}）。")
        left = [c for p in turn.memory.pending for c in p.changes]
        if left:
            turn.said.append("还等您确认：\n" + replies.proposals(left, ()))
    turn.asks_again = True


def _drop(turn: Turn, path: str) -> None:
    """Takes back what waits for one place, and nothing else."""
    kept = (
        replace(p, changes=tuple(c for c in p.changes if c.path != path))
        for p in turn.memory.pending
    )
    turn.memory = replace(
        turn.memory, pending=tuple(p for p in kept if p.changes or p.draft is not None)
    )
    turn.said.append(f"好，没有改（{words_of(path)}）。")
    turn.asks_again = True
