"""Steps of a conversation on the project's own history: each can be taken back, and done again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.files import make_private, take_away, write_whole
from assistant.history import History, Revision
from assistant.located import decode, read_bytes
from assistant.model.draft import Draft
from assistant.workspace import Workspace

#: stands in a revision for “no draft yet”
NO_DRAFT = Draft((), "")
_BY = "对话"


@dataclass(frozen=True, slots=True)
class Steps:
    """The history of one data file, as the conversation moves in it."""

    space: Workspace
    data: Path

    def before(self) -> None:
        """Keeps the state that the first step starts from, or that somebody made outside since the last."""
        history = self._history()
        text, draft = self._now()
        if history.head == 0:
            history.add(self._revision("开始", draft, text))
            return
        head = history.get(history.head)
        if head.data != text or head.draft != draft:
            history.add(self._revision("在对话之外改过", draft, text))

    def after(self, title: str) -> None:
        """Keeps the state that a step has led to."""
        text, draft = self._now()
        self._history().add(self._revision(title, draft, text))

    def undo(self) -> str:
        """Back to the state before the last step; in words what was taken back."""
        with self.space.writing("chat：撤销"):
            return self._undone()

    def _undone(self) -> str:
        history = self._history()
        if history.head == 0:
            return "还没有可以撤销的。"
        self.before()
        head = history.get(history.head)
        if head.parent == 0:
            return "已经是最初的样子，没有可以撤销的了。"
        self._restore(history, history.get(head.parent))
        return f"已撤销：{head.what}（/重做 可恢复）"

    def redo(self) -> str:
        """Forward again along the newest step that was taken back."""
        with self.space.writing("chat：重做"):
            return self._redone()

    def _redone(self) -> str:
        history = self._history()
        head = history.head
        children = [
            number for number in history.numbers() if head and history.get(number).parent == head
        ]
        if not children:
            return "没有可以重做的。"
        self.before()
        if history.head != head:
            return "数据或草稿在撤销之后又改过，不能重做；/历史 可看，jixiao show 可找回。"
        target = history.get(children[-1])
        self._restore(history, target)
        return f"已重做：{target.what}"

    def lines(self) -> str:
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

    def _now(self) -> tuple[str, Draft]:
        return decode(read_bytes(self.data), str(self.data)), self.space.load_draft() or NO_DRAFT

    @staticmethod
    def _revision(what: str, draft: Draft, text: str) -> Revision:
        return Revision(0, 0, "", what, _BY, draft, text)

    def _restore(self, history: History, target: Revision) -> None:
        if target.data and target.data != decode(read_bytes(self.data), str(self.data)):
            write_whole(self.data, target.data.encode())
        if target.draft.sections:
            self.space.save_draft(target.draft)
        else:
            take_away(self.space.folder / "draft.json")
        history.move(target.number)
