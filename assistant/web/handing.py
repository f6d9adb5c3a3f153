"""Handing on and taking back: drafts in the background, Word and forms out, the leader's copy in."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from assistant.errors import InputError, ModelError
from assistant.files import make_private, write_whole
from assistant.model.finding import SEVERITY_NAMES
from assistant.web.catalogue import entries
from assistant.web.project import Project

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(slots=True)
class Job:
    """A draft being written. `told` is its last word."""

    began: float
    label: str = "准备"
    words: str = ""
    done: bool = False
    told: str = ""
    cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def seconds(self) -> int:
        """How long it has been going."""
        return int(time.monotonic() - self.began)


class Jobs:
    """The drafts of this run, one a project at a time."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def of(self, project: str) -> Job | None:
        """The draft that is being, or was last, written."""
        return self._jobs.get(project)

    def draft(self, name: str, project: Project, model: str) -> None:
        """Starts writing; what a person wrote stays."""
        running = self._jobs.get(name)
        if running is not None and not running.done:
            raise InputError("这个项目正在起草，请等它写完，或点“停止”")
        job = self._jobs[name] = Job(time.monotonic())
        threading.Thread(target=_write, args=(project, model or "none", job), daemon=True).start()

    def stop(self, name: str) -> None:
        """Asks a draft to stop; what is written by then stays."""
        job = self._jobs.get(name)
        if job is not None:
            job.cancelled.set()


class _Watch:
    """The progress of a draft, as the page asks for it."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __getattr__(self, name: str) -> Any:
        """Every call of the writer's progress is a note here; 停止 ends the writing at the next one."""

        def noted(*args: Any, **_: Any) -> None:
            if self._job.cancelled.is_set():
                raise KeyboardInterrupt
            if name == "begin" and args:
                self._job.label = str(args[0])
            elif name in {"words", "text", "write"} and args:
                self._job.words = (self._job.words + str(args[0]))[-400:]

        return noted


def _write(project: Project, model: str, job: Job) -> None:
    from assistant.oneshot import Order, produce

    try:
        target = outbox(project) / "报告.docx"
        made = produce(Order(project.data, target, model=model, force=True), _Watch(job))
        job.told = f"已起草（{made.draft.model}）。"
    except (InputError, ModelError) as error:
        job.told = "；".join(map(project.plain, error.lines))
    except KeyboardInterrupt:
        job.told = "已停止；写好的部分留着，其余按规则起草。"
    except Exception:
        job.told = "起草没有完成，已有的内容没有变；请再试一次。"
    finally:
        job.done = True


def outbox(project: Project) -> Path:
    """The folder beside the data where reports go."""
    folder = project.data.parent / "报告" / project.data.stem
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass(frozen=True, slots=True)
class Handed:
    """What was written, or what stands against it."""

    kind: str
    file: str = ""
    blocked: tuple[tuple[str, str, str], ...] = ()


def export(project: Project, kind: str, reason: str = "") -> Handed:
    """Writes the Word file, the form or the final copy. A final copy is blocked while errors or marks remain.

    With a typed reason it is written all the same, and the reason goes into the history.
    """
    from assistant.report import render

    view = project.look()
    folder = outbox(project)
    stem = project.data.stem
    if kind in {"form-docx", "form-xlsx"}:
        from assistant.forms.filled.writing import form_bytes

        path = folder / f"{stem}-自评表.{kind[5:]}"
        write_whole(path, form_bytes(view.card, path, None))
        return Handed(kind, path.name)
    path = folder / f"{stem}-报告.docx"
    with project.space.writing("页面：导出"):
        if not project.space.is_untouched(path):
            from assistant.files import keep_copy

            keep_copy(path)
        write_whole(path, render(view.card, view.draft, view.facts))
        if not view.drafted:
            project.space.save_draft(view.draft)
        project.space.save_program(view.draft, view.facts)
        project.space.remember_report(path)
    if kind == "docx":
        return Handed(kind, path.name)
    if kind != "final":
        raise InputError("不认识的文件种类，请刷新页面")
    blocked = _against(view)
    if blocked and not reason:
        return Handed(kind, "", blocked)
    from assistant.review.finalize import finalize

    final = folder / f"{stem}-定稿.docx"
    finalize(path, final, force=True)
    if reason:
        _note(project, view, f"定稿，未处理{len(blocked)}处，理由：{reason[:200]}")
    finals = make_private(project.space.make() / "finals")
    write_whole(finals / f"{int(time.time())}.docx", final.read_bytes(), mode=0o600)
    return Handed(kind, final.name)


def _note(project: Project, view: Any, words: str) -> None:
    from assistant.history import Revision, data_text

    with project.space.writing("页面：定稿"):
        project.space.record(Revision(0, 0, "", words, "页面", view.draft, data_text(project.data)))


def _against(view: Any) -> tuple[tuple[str, str, str], ...]:
    """What stands against handing in: where it is, what it is, and the sentence or field to go to."""
    from assistant.model.draft import SUPPLY, VERIFY

    found = [
        (f.location or SEVERITY_NAMES[f.severity], f.message, "")
        for f in view.findings
        if f.severity == "error"
    ]
    for section in view.draft.sections:
        for p, paragraph in enumerate(section.paragraphs):
            for s, sentence in enumerate(paragraph.sentences):
                if SUPPLY in sentence.text or VERIFY in sentence.text:
                    found.append((section.title, sentence.text[:80], f"{section.id}:{p}:{s}"))
    return tuple(found)


def download(project: Project, name: str) -> Response:
    """A file of the project's outbox, by its plain name. Raises InputError where there is none."""
    folder = outbox(project)
    known = {p.name: p for p in folder.iterdir() if p.is_file()}
    if name == "预览.docx":
        from assistant.report import render

        view = project.look()
        return Response(render(view.card, view.draft, view.facts), media_type=_WORD)
    if name not in known:
        raise InputError("没有这个文件，请重新导出")
    return _attached(known[name].read_bytes(), name)


def _attached(data: bytes, name: str) -> Response:
    from urllib.parse import quote

    kind = (
        _SHEET if name.endswith(".xlsx") else _WORD if name.endswith(".docx") else "application/zip"
    )
    where = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=kind, headers={"content-disposition": where})


@dataclass(frozen=True, slots=True)
class Round:
    """A leader's copy, read: text that came in, numbers to agree to, comments, and what was only said."""

    file: str
    texts: tuple[tuple[str, str, str, str], ...]
    numbers: tuple[tuple[str, str, str, str, bool], ...]
    comments: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def read_back(project: Project, form: FormData) -> Round:
    """Takes in the words of an edited Word file; its numbers wait for 采用."""
    from assistant.review.round_trip import take_back

    files = [v for _, v in form.multi_items() if isinstance(v, UploadFile) and v.filename]
    if len(files) != 1 or not str(files[0].filename).lower().endswith((".docx", ".docm")):
        raise InputError("请给出一份改过的 Word 报告（.docx）")
    inbox = make_private(project.space.make() / "returned")
    path = inbox / f"{int(time.time() * 1000)}.docx"
    write_whole(path, files[0].file.read(), mode=0o600)
    made = take_back(path, project.data, check=False)
    return Round(
        path.name,
        tuple((c.section, c.before, c.after, c.author) for c in made.changes),
        tuple(
            (str(i), c.label, c.old or c.before, c.new or c.after, c.possible)
            for i, c in enumerate(made.data_changes)
        ),
        tuple((r.author, r.text) for r in made.remarks if r.author),
        (*made.kept, *made.basis.notes),
    )


def take(project: Project, form: FormData) -> str:
    """Writes the numbers of a leader's copy that were agreed to."""
    from assistant.review.round_trip import take_back

    name = str(form.get("file", ""))
    folder = project.space.folder / "returned"
    known = {p.name: p for p in folder.iterdir()} if folder.is_dir() else {}
    if name not in known:
        raise InputError("这份改稿已不在，请再放一次")
    wanted = {str(v) for k, v in form.multi_items() if k == "take"}

    class Agreed:
        """Says yes to the numbers that were ticked, and nothing else."""

        def __init__(self) -> None:
            self.seen = -1

        def conflict(self, conflict: Any) -> Any:
            return "both"

        def data(self, change: Any) -> bool:
            self.seen += 1
            return str(self.seen) in wanted

        def missing(self, section: str) -> bool:
            return False

        def section(self, text: str, guess: str, choices: Any) -> str:
            return guess

    made = take_back(known[name], project.data, asker=Agreed(), check=False)
    applied = [c for c in made.data_changes if c.state == "applied"]
    return f"已写入{len(applied)}项数据。"


def models() -> tuple[tuple[str, str], ...]:
    """The models that may write, with what each is."""
    from assistant.config import load_config

    found = [("none", "按规则起草（不用模型）"), ("local", "本机模型")]
    try:
        config = load_config()
        name = getattr(config, "model", None)
        if name:
            found.append(("", f"设置里的模型：{getattr(name, 'name', name)}"))
    except InputError:
        pass
    return tuple(found)


def try_model(model: str) -> list[str]:
    """Whether a model answers: one line."""
    from assistant.config import load_config
    from assistant.llm.endpoint import choose

    choice = choose(model or None, config=load_config())
    return [f"可用：{choice.title}（{choice.why}）"]


def draft_all(projects: list[Project]) -> list[str]:
    """Drafts every project by rules; a line each."""
    told = []
    for project in projects:
        try:
            view = project.look()
            made = export(project, "docx")
            told.append(f"{view.evaluation.project.name}：已写出 {made.file}")
        except InputError as error:
            told.append(f"{project.data.name}：{'；'.join(map(project.plain, error.lines[:2]))}")
    return told


def everything(folder: Path) -> Response:
    """All reports of the folder in one zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in entries(folder):
            place = one.data.parent / "报告" / one.data.stem
            for path in sorted(place.glob("*")) if place.is_dir() else ():
                if path.is_file():
                    archive.write(path, f"{one.data.stem}/{path.name}")
    return _attached(out.getvalue(), "全部报告.zip")
