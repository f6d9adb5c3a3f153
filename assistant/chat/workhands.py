"""The real hands: drafting, revising, understanding, checking and export through their own rooms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.chat.action import Action
from assistant.chat.desk import Desk, View
from assistant.chat.memory import Memory
from assistant.config import Config, load_config
from assistant.errors import InputError
from assistant.files import write_whole
from assistant.llm.endpoint import ModelChoice, choose
from assistant.model.draft import Draft, Sentence
from assistant.model.finding import Finding

if TYPE_CHECKING:
    from assistant.llm.client import Client
    from assistant.llm.local.server import LocalServer


class WorkHands:
    """Works for one desk. A local model is served once and kept until `close`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._server: LocalServer | None = None

    def __enter__(self) -> WorkHands:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Frees the local model."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def write(self, view: View, model: str, before: Draft | None) -> Draft:
        """A whole new draft; sentences of a person in `before` stay."""
        from assistant.drafting.by_model.writer import write_draft
        from assistant.llm.calls import CallLog
        from assistant.llm.progress import for_stderr
        from assistant.review.regenerate import keep_people

        choice, config = self._choice(model)
        self._desk.space.make()
        log = CallLog(self._desk.space.log_path) if choice.kind != "none" else None
        progress = for_stderr()
        try:
            fresh = write_draft(
                view.card,
                view.facts,
                choice,
                progress=progress,
                config=config,
                log=log,
                kept=before,
            )
        finally:
            progress.end()
        return keep_people(self._desk.space, fresh, view.card, view.facts).draft

    def revise(
        self, view: View, model: str, sentence: Sentence, wish: str, section: str
    ) -> Sentence | None:
        """The sentence as wished, grounded; None where no model is there or nothing holds."""
        from assistant.drafting.by_model.revising import revise

        with self._client(view, model) as client:
            if client is None:
                return None
            return revise(client, sentence, wish, view.facts, section=section)

    def understand(self, view: View, model: str, line: str, memory: Memory) -> Action | None:
        """What a model takes the line to mean; None without one, or where it cannot tell."""
        from assistant.chat.intent import understand
        from assistant.llm.client import UnusableAnswerError

        with self._client(view, model) as client:
            if client is None:
                return None
            try:
                return understand(client, view.card, line, memory)
            except UnusableAnswerError:
                return None  # it answered nonsense: the person is asked instead

    def check(self, view: View) -> tuple[Finding, ...]:
        """What check says of the data."""
        from assistant.checks import check

        return check(view.card, ruleset=view.ruleset)

    def export(self, view: View, draft: Draft, path: Path) -> str:
        """Writes the report, unless a person has edited the one that is there."""
        from assistant.report import render

        space = self._desk.space
        with space.writing(f"chat：导出 {path.name}"):
            if not space.is_untouched(path):
                raise InputError(
                    f"{path}：有人改过这份报告，请先 jixiao review {path.name} 读回修改，或换一个文件名导出"
                )
            write_whole(path, render(view.card, draft, view.facts))
            space.remember_report(path)
        found = self.check(view)
        errors = sum(finding.severity == "error" for finding in found)
        left = (
            f"检查还有{errors}处错误、{len(found) - errors}处提醒，/检查 可看。"
            if found
            else "检查没有发现问题。"
        )
        return f"已写成 {path}。{left}"

    def model_line(self, model: str) -> str:
        """Which model drafts now."""
        choice, _ = self._choice(model, serve=False)
        return f"起草用：{choice.title}（{choice.why}）"

    def cost_line(self) -> str:
        """Calls and tokens of this project so far."""
        from assistant.llm.calls import CallLog

        calls = CallLog(self._desk.space.log_path).rows(10_000)
        tokens = sum(call.prompt_tokens + call.completion_tokens for call in calls)
        return f"这个项目共调用模型{len(calls)}次，{tokens}个词元（jixiao log 可看明细）。"

    @contextmanager
    def _client(self, view: View, model: str) -> Iterator[Client | None]:
        from assistant.drafting.by_model.writer import open_client
        from assistant.llm.calls import CallLog
        from assistant.llm.progress import for_stderr

        choice, config = self._choice(model)
        if choice.kind == "none":
            yield None
            return
        log = CallLog(self._desk.space.make() / self._desk.space.log_path.name)
        progress = for_stderr()
        more: dict[str, Any] = {"log": log, "progress": progress, "allow_marked": False}
        try:
            with open_client(view.card, view.facts, choice, config, **more) as client:
                yield client
        finally:
            progress.end()

    def _choice(self, model: str, *, serve: bool = True) -> tuple[ModelChoice, Config]:
        """Who drafts; a local model as the address at which this session serves it."""
        config = load_config()
        choice = choose(model or None, config=config)
        if choice.kind != "local" or not serve:
            return choice, config
        if self._server is None:
            from assistant.llm.local.server import LocalServer

            self._server = LocalServer()
        server = self._server
        served = ModelChoice("endpoint", server.base_url, server.model, server.secret, choice.why)
        limits = config.limits.model_copy(update={"concurrency": 1})
        return served, config.model_copy(update={"limits": limits})
