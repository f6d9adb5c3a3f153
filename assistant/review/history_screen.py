"""Revisions as people read them, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from assistant.history import History, Revision
from assistant.model.draft import SOURCE_NAMES
from assistant.model.draft_json import to_json
from assistant.review.going_back import DataState, Undone
from assistant.review.show import day

_DATA: dict[DataState, str] = {
    "same": "数据没有变",
    "restored": "数据文件已一并改回",
    "kept": "数据文件后来又有人改过，没有动它，请自行核对",
}


def history_lines(history: History) -> Iterator[str]:
    """A line a revision; the one in force is marked."""
    revisions, head = history.all(), history.head
    if not revisions:
        yield "还没有版本。jixiao review 采入改稿后，这里会列出每一次。"
    for revision in revisions:
        sign = "*" if revision.number == head else " "
        by = f"　{revision.author}" if revision.author else ""
        yield f"{sign} {revision.number:>3}　{day(revision.when)}　{revision.what}{by}"


def history_object(history: History) -> str:
    """`{"head", "revisions": [{"number", "parent", "when", "what", "author", "source"}]}`."""
    value = {"head": history.head, "revisions": [_brief(revision) for revision in history.all()]}
    return json.dumps(value, ensure_ascii=False, indent=1)


def _brief(revision: Revision) -> dict[str, object]:
    return {
        "number": revision.number,
        "parent": revision.parent,
        "when": revision.when,
        "what": revision.what,
        "author": revision.author,
        "source": revision.source,
    }


def revision_lines(revision: Revision) -> Iterator[str]:
    """What was done, then the whole text as it then was."""
    yield f"第{revision.number}版　{day(revision.when)}　{revision.what}　{revision.author}".rstrip()
    yield from (f"  {line}" for line in revision.lines)
    if revision.kept:
        yield "没有归处、只记在这里的改动："
        yield from (f"  {line}" for line in revision.kept)
    for section in revision.draft.sections:
        yield f"\n【{section.title}】（{SOURCE_NAMES[section.source]}）"
        yield from (paragraph.text for paragraph in section.paragraphs)


def revision_object(revision: Revision) -> str:
    """The brief of it, its lines, and the draft."""
    value = {
        **_brief(revision),
        "changes": list(revision.lines),
        "kept": list(revision.kept),
        "draft": to_json(revision.draft),
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


def undone_lines(done: Undone) -> Iterator[str]:
    """What is in force now."""
    yield f"已撤回第{done.undone.number}版（{done.undone.what}），现为第{done.now.number}版；{_DATA[done.data]}。"
    yield f"撤回的内容还在：jixiao show {done.undone.number}"


def undone_object(done: Undone) -> str:
    """`{"undone", "now", "data"}`."""
    value = {"undone": done.undone.number, "now": done.now.number, "data": done.data}
    return json.dumps(value, ensure_ascii=False)
