"""What the conversation has done by other rooms: drafting, revising, reading by a model, checking, export.

A model's work runs beside the talk: seconds are shown, Ctrl-C stops it, and over a time budget the rules'
way is taken. None of it writes data.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.chat.acts import Act, State
from assistant.chat.project import Project, View
from assistant.config import Config, load_config
from assistant.errors import InputError, JixiaoError
from assistant.files import write_whole
from assistant.llm.endpoint import ModelChoice, choose
from assistant.model.draft import Draft, Sentence
from assistant.model.finding import Finding

if TYPE_CHECKING:
    from assistant.llm.client import Client
    from assistant.llm.gate import Passage
    from assistant.llm.local.server import LocalServer
    from assistant.llm.progress import Progress

T = TypeVar("T")
#: seconds a model may take to read one line, and to reword one sentence
READING, REWORDING = 20.0, 90.0


class ModelWork:
    """Works for one project. A local model is served once and kept until `close`.

    `watch` gives who is told of a model's progress, by default the terminal; `stopped` says whether the person
    has turned away meanwhile: then nothing of a late answer is kept.
    """

    def __init__(
        self,
        project: Project,
        watch: Callable[[], Progress] | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.project = project
        self._watch = watch or _on_terminal
        self._stopped = stopped
        self._server: LocalServer | None = None

    def __enter__(self) -> ModelWork:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Frees the local model."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def write(self, view: View, model: str, before: Draft | None) -> tuple[Draft, tuple[str, ...]]:
        """A whole new draft, and remarks on what was kept. Sentences of a person in `before` stay.

        Where the model cannot be reached, or is stopped, the rules write what it has not.
        """
        from assistant.drafting.by_rules.sections import draft_by_rules
        from assistant.review.regenerate import flag_lines, keep_people

        space = self.project.space
        choice, config = self._choice(model)
        remarks: tuple[str, ...] = ()
        if choice.kind == "none":
            fresh = draft_by_rules(view.card, view.facts, before)
        else:
            from assistant.drafting.by_model.writer import write_draft
            from assistant.drafting.halted import DraftInterrupted, DraftStoppedError
            from assistant.llm.calls import CallLog

            space.make()
            progress = self._watch()
            try:
                fresh = write_draft(
                    view.card,
                    view.facts,
                    choice,
                    progress=progress,
                    config=config,
                    log=CallLog(space.log_path),
                    kept=before,
                    material=self._material(),
                )
            except (DraftStoppedError, DraftInterrupted) as stopped:
                fresh = stopped.draft
                why = "已停下" if isinstance(stopped, DraftInterrupted) else "模型没有写完"
                remarks = (f"{why}，没写的部分由规则写。",)
                if not fresh.sections:
                    fresh = draft_by_rules(view.card, view.facts)
            finally:
                progress.end()
        if self._stopped():
            raise InputError("已停止，报告没有变")
        with space.writing("chat：起草"):
            kept = keep_people(space, fresh, view.card, view.facts)
        return kept.draft, (*remarks, *flag_lines(kept))

    def revise(
        self, view: View, model: str, sentence: Sentence, wish: str, section: str
    ) -> Sentence | None:
        """The sentence as wished, grounded; None where no model is there or nothing holds."""
        from assistant.drafting.by_model.revising import revise

        def work() -> Sentence | None:
            with self._client(view, model) as client:
                return (
                    None
                    if client is None
                    else revise(client, sentence, wish, view.facts, section=section)
                )

        return _within(REWORDING, work)

    def understand(
        self, view: View, model: str, line: str, state: State, said: Sequence[tuple[str, str]] = ()
    ) -> tuple[Act, ...]:
        """What a model takes the line to mean; () without one, in doubt, or over its time.

        A capable one calls typed tools and is shown the last lines of talk; a small one chooses one act.
        """
        from assistant.chat.model_reading import read_by_model
        from assistant.chat.model_tools import read_with_tools
        from assistant.llm.client import UnusableAnswerError

        if self.kind(model) == "none":
            return ()
        # seconds of loading the library, once a session, are none of the model's
        import_module("langchain_openai")

        def work() -> tuple[Act, ...]:
            with self._client(view, model) as client:
                if client is None:
                    return ()
                if self.capable(model):
                    return read_with_tools(client, line, state, said)
                return read_by_model(client, line, state)

        try:
            return _within(READING, work) or ()
        except (UnusableAnswerError, JixiaoError):
            return ()  # out of reach, or nonsense: the person is asked instead

    def capable(self, model: str) -> bool:
        """Whether that model calls tools: as set, or as `jixiao doctor` found on trial."""
        from assistant.drafting.probing import tier

        choice, config = self._choice(model, serve=False)
        return tier(choice, config) == "capable"

    def kind(self, model: str) -> str:
        """none, local or endpoint. Raises InputError for a name that cannot be used."""
        return self._choice(model, serve=False)[0].kind

    def check(self, view: View) -> tuple[Finding, ...]:
        """What check says of the data."""
        from assistant.checks import check

        return check(view.card, ruleset=view.ruleset)

    def export(self, view: View, draft: Draft, path: Path) -> str:
        """Writes the report unless a person edited the one there, and says what `check` says of that file."""
        from assistant.report import render
        from assistant.word.threads import with_threads

        space = self.project.space
        with space.writing(f"chat：导出 {path.name}"):
            if not space.is_untouched(path):
                raise InputError(
                    f"{path}：有人改过这份报告，请先 jixiao review {path.name} 读回修改，或换一个文件名导出"
                )
            document = render(view.card, draft, view.facts)
            write_whole(path, with_threads(document, space.load_threads()))
            space.remember_report(path)
        found = self.check_file(path)
        errors = sum(finding.severity == "error" for finding in found)
        left = (
            f"检查这份报告：{errors}处错误、{len(found) - errors}处提醒，/检查 可看。"
            if found
            else "检查这份报告，没有发现问题。"
        )
        return f"已写成 {path}。{left}"

    def check_file(self, path: Path) -> tuple[Finding, ...]:
        """What `jixiao check` says of a written report."""
        from assistant.checks.inspection import inspect

        return tuple(inspect(path).findings)

    def model_line(self, model: str) -> str:
        """Which model drafts now, in words. Raises InputError for a name that cannot be used."""
        choice, _ = self._choice(model, serve=False)
        return f"起草用：{choice.title}（{choice.why}）"

    def cost_line(self) -> str:
        """Calls and tokens of this project so far."""
        from assistant.llm.calls import CallLog

        calls = CallLog(self.project.space.log_path).rows(10_000)
        tokens = sum(call.prompt_tokens + call.completion_tokens for call in calls)
        return f"这个项目共调用模型{len(calls)}次，{tokens}个词元（jixiao log 可看明细）。"

    def _material(self) -> list[Passage]:
        """All that stands in the data file, its comments too: a marking in it stops the talk with a far model."""
        from assistant.intake.whole_text import whole_text
        from assistant.llm.gate import Passage

        return [Passage(text, place) for place, text in whole_text(self.project.data)]

    @contextmanager
    def _client(self, view: View, model: str) -> Iterator[Client | None]:
        from assistant.drafting.by_model.writer import open_client
        from assistant.llm.calls import CallLog

        choice, config = self._choice(model)
        if choice.kind == "none":
            yield None
            return
        log = CallLog(self.project.space.make() / self.project.space.log_path.name)
        progress = self._watch()
        more: dict[str, Any] = {"log": log, "progress": progress, "allow_marked": False}
        more["material"] = self._material()
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


def _on_terminal() -> Progress:
    from assistant.llm.progress import for_stderr

    return for_stderr()


def _within(seconds: float, work: Callable[[], T]) -> T | None:
    """The work's result; None where it takes longer. Its own errors are raised here."""
    box: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            box.append(work())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    return box[0] if box else None
