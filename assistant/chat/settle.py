"""The one place where the conversation writes: a proposal, and a person's plain yes to it."""

from __future__ import annotations

from dataclasses import replace

from assistant.chat import telling
from assistant.chat.changing import propose_set
from assistant.chat.consent import read_consent
from assistant.chat.memory import Memory, Outcome, Proposal
from assistant.chat.phrases import read_phrase
from assistant.chat.revising import own_words
from assistant.chat.slash import read_command
from assistant.chat.talk import Talk
from assistant.errors import InputError
from assistant.model.draft_json import from_json, to_json

_READING = frozenset(
    {"help", "score", "rows", "gaps", "facts", "check", "cost", "history", "explain", "show"}
)
_ASK = "请回答“确认”或“取消”；要用自己的写法，请说“改成：……”。"


def settle(talk: Talk, memory: Memory, line: str) -> Outcome:
    """What becomes of the pending proposal. Without a plain yes nothing is written."""
    pending = memory.pending
    if pending is None:
        return Outcome(memory)
    consent = read_consent(line)
    if consent.kind == "yes":
        return _done(talk, memory, pending)
    if consent.kind == "no":
        dropped = replace(memory, pending=None, asking="")
        return Outcome(dropped, ("好，没有改。",))
    if consent.kind == "edit" and consent.text:
        return _own(talk, memory, pending, consent.text)
    command = read_command(line) or read_phrase(line)
    if command is not None and command.act in _READING:
        told = talk.act(talk.desk.look(), memory, command)
        return Outcome(replace(told.memory, pending=pending), (*told.replies, _ASK))
    if command is not None and command.act == "quit":
        return Outcome(
            memory, ("好。这一项还没有确认，没有写；下次 --resume 会接着问。",), quit=True
        )
    return Outcome(memory, (f"还没有改。{pending.title}：{_ASK}",))


def _done(talk: Talk, memory: Memory, pending: Proposal) -> Outcome:
    done = replace(memory, pending=None, asking="", done=(*memory.done, pending.title))
    if pending.kind == "draft":
        talk.desk.keep(from_json(pending.draft, "会话"), pending.title)
        return talk.ask_next(replace(done, interview=False), "已采用，/导出 可写成 Word。")
    try:
        view = talk.desk.apply(pending.changes, pending.title)
    except InputError as error:
        return Outcome(
            replace(memory, pending=None, asking=""), ("没有写进去：" + "；".join(error.lines),)
        )
    note = _stale(talk)
    return talk.ask_next(done, f"已写入。{telling.total(view.card)}{note}")


def _stale(talk: Talk) -> str:
    return "草稿里的数字要重新起草才会更新。" if talk.desk.draft() is not None else ""


def _own(talk: Talk, memory: Memory, pending: Proposal, text: str) -> Outcome:
    """The person's own value or sentence in the proposal's place: proposed anew, with its effect."""
    cleared = replace(memory, pending=None)
    if pending.kind == "data":
        if len(pending.changes) != 1:
            return Outcome(memory, ("这里有几处修改，请先取消，再一项一项地说。",))
        return propose_set(talk.desk, cleared, [replace(pending.changes[0], new=text)])
    kept = talk.desk.draft()
    if kept is None or not pending.section:
        return Outcome(memory, (f"请先确认或取消。{_ASK}",))
    after = own_words(kept, pending.section, pending.number, text, "对话")
    shown = telling.difference(kept, after)
    waiting = replace(pending, shown=shown, draft=to_json(after))
    return Outcome(replace(memory, pending=waiting), (f"{shown}\n采用吗？（确认 / 取消）",))
