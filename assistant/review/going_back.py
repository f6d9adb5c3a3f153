"""Back to the revision before: the draft always, the data file where nobody changed it since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import InputError
from assistant.files import write_whole
from assistant.history import History, Revision, data_text
from assistant.located import read_bytes
from assistant.workspace import Workspace

DataState = Literal["same", "restored", "kept"]


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone, what is in force now, and what became of the data file."""

    undone: Revision
    now: Revision
    data: DataState


def undo(data: Path) -> Undone:
    """Goes back one revision. Raises InputError where there is none to go back to."""
    workspace = Workspace.beside(data)
    read_bytes(data)  # a wrong name is said, and no work folder made for it
    with workspace.writing("undo"):
        return _undone(data, workspace)


def _undone(data: Path, workspace: Workspace) -> Undone:
    history = workspace.history
    if history.head == 0:
        raise InputError(f"{data}：还没有任何版本可以撤回（jixiao review 采入改稿后才有）")
    current = data_text(data)
    # what was done since, by a new draft or in a conversation, is the first to be undone
    workspace.capture(current)
    head = history.get(history.head)
    if head.parent == 0:
        raise InputError(f"{data}：已是最早的第{head.number}版，没有更早的可以撤回")
    before = history.get(head.parent)
    state: DataState = "same"
    if head.data and before.data and head.data != before.data:
        if current == head.data:
            write_whole(data, before.data.encode())
            state = "restored"
        else:
            state = "kept"
    history.move(before.number)
    workspace.save_draft(before.draft)
    return Undone(head, before, state)


def history_of(data: Path | None) -> History:
    """The history of a data file; without one named, of the only project of the current folder."""
    chosen = data or only_data(Path.cwd())
    read_bytes(chosen)  # a wrong name is said, and not taken for a project without revisions
    return Workspace.beside(chosen).history


def only_data(folder: Path) -> Path:
    """The one data file of a folder that has a history. Raises InputError where there are none or several."""
    found = sorted(
        p.with_name(f"{p.name.removesuffix('.jixiao')}.yaml")
        for p in folder.glob("*.jixiao")
        if (p / "history").is_dir()
    )
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(
            "当前文件夹里没有采入过改稿的项目，请写明数据文件，如 jixiao history 数据.yaml"
        )
    names = "、".join(p.name for p in found)
    raise InputError(
        f"当前文件夹里有几个项目（{names}），请写明数据文件，如 jixiao history {found[0].name}"
    )
