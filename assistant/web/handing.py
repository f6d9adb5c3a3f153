"""Handing on and taking back: drafts in the background, Word and forms out, the leader's copy in."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

from assistant.errors import InputError
from assistant.files import make_private, read_now, write_whole
from assistant.model.finding import SEVERITY_NAMES
from assistant.web.catalogue import entries
from assistant.web.project import Project, View
from assistant.web.returning import threads
from assistant.web.showing import field_at
from assistant.word.threads import with_threads

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    blocked: tuple[tuple[str, str, str, str], ...] = ()


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
        told = threads(project)
        marks = {thread.mark for thread in told}
        told += tuple(t for t in project.space.load_threads() if t.mark not in marks)
        write_whole(path, with_threads(render(view.card, view.draft, view.facts), told))
        if not view.drafted:
            project.space.save_draft(view.draft)
        project.space.save_program(view.draft, view.facts)
        project.space.remember_report(path)
    if kind == "plain":
        from assistant.review.finalize import finalize

        plain = folder / f"{stem}-报告-无批注.docx"
        finalize(path, plain, force=True)
        return Handed(kind, plain.name)
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
    write_whole(finals / f"{int(time.time())}.docx", read_now(final), mode=0o600)
    return Handed(kind, final.name)


def _note(project: Project, view: View, words: str) -> None:
    from assistant.history import Revision, data_text

    with project.space.writing("页面：定稿"):
        project.space.record(Revision(0, 0, "", words, "页面", view.draft, data_text(project.data)))


def _against(view: View) -> tuple[tuple[str, str, str, str], ...]:
    """What stands against handing in: where it is, what it is, and the sentence or the field to go to."""
    from assistant.model.draft import SUPPLY, VERIFY

    found = [
        (f.location or SEVERITY_NAMES[f.severity], f.message, "", field_at(f.location))
        for f in view.findings
        if f.severity == "error"
    ]
    for section in view.draft.sections:
        for p, paragraph in enumerate(section.paragraphs):
            for s, sentence in enumerate(paragraph.sentences):
                if SUPPLY in sentence.text or VERIFY in sentence.text:
                    found.append((section.title, sentence.text[:80], f"{section.id}:{p}:{s}", ""))
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
    return attached(read_now(known[name]), name)


def attached(data: bytes, name: str) -> Response:
    """The bytes as a file to keep."""
    from urllib.parse import quote

    kind = (
        _SHEET if name.endswith(".xlsx") else _WORD if name.endswith(".docx") else "application/zip"
    )
    where = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=kind, headers={"content-disposition": where})


def everything(folder: Path) -> Response:
    """All reports of the folder in one zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in entries(folder):
            place = one.data.parent / "报告" / one.data.stem
            for path in sorted(place.glob("*")) if place.is_dir() else ():
                if path.is_file():
                    archive.write(path, f"{one.data.stem}/{path.name}")
    return attached(out.getvalue(), "全部报告.zip")
