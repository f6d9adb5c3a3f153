"""The real hands: drafting, revising, understanding, checking and export through their own rooms."""

from __future__ import annotations

from pathlib import Path

from assistant.chat.action import Action
from assistant.chat.desk import Desk, View
from assistant.chat.memory import Memory
from assistant.drafting.draft import Draft, Sentence
from assistant.drafting.endpoint import ModelChoice, choose
from assistant.errors import InputError
from assistant.files import write_whole
from assistant.finding import Finding


class WorkHands:
    """Works for one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def write(self, view: View, model: str, before: Draft | None) -> Draft:
        """A whole new draft; sentences of a person in `before` stay."""
        from assistant.drafting.by_rules import draft_by_rules

        return draft_by_rules(view.card, view.facts)

    def revise(self, view: View, model: str, text: str, wish: str, section: str) -> Sentence | None:
        return None

    def understand(self, view: View, model: str, line: str, memory: Memory) -> Action | None:
        return None

    def check(self, view: View) -> tuple[Finding, ...]:
        return view.card.findings

    def export(self, view: View, draft: Draft, path: Path) -> str:
        from assistant.report import render

        if not self._desk.space.is_untouched(path):
            raise InputError(
                f"{path}：有人改过这份报告，请先 jixiao review {path.name} 读回修改，或换一个文件名导出"
            )
        write_whole(path, render(view.card, draft, view.facts))
        self._desk.space.remember_report(path)
        return f"已写成 {path}。"

    def model_line(self, model: str) -> str:
        return f"起草用：{self._choice(model).title}"

    def cost_line(self) -> str:
        from assistant.drafting.calls import CallLog

        calls = CallLog(self._desk.space.log_path).rows(10_000)
        tokens = sum(call.prompt_tokens + call.completion_tokens for call in calls)
        return f"这个项目共调用模型{len(calls)}次，{tokens}个词元（jixiao log 可看明细）。"

    def _choice(self, model: str) -> ModelChoice:
        return choose(model or None)
