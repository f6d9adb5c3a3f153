"""What the routes do: each asks a room, and puts the answer into a template. Loaded after the first page."""

from __future__ import annotations

import time
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.errors import InputError
from assistant.files import read_now
from assistant.web import batching, editing, handing, importing, returning, settings, showing
from assistant.web.catalogue import entry
from assistant.web.errors import ConflictError
from assistant.web.evidence import evidence
from assistant.web.listing import Summary, stamp, waiting
from assistant.web.page import Page
from assistant.web.project import MANY

_ASKED = 100  # rows of one request
_A_WHILE = 0.5  # seconds that rows of the list are read for before those read are shown


def workbench(page: Page, request: Request, form: FormData) -> Response:
    one, project = page.project(request.path_params["id"])
    try:
        view = project.look()
    except InputError as error:
        return page.html(
            "broken",
            200,
            lines=[project.plain(line) for line in error.lines],
            name=one.data.name,
            id=one.id,
        )
    return page.html(
        "workbench", id=one.id, name=view.evaluation.project.name,
        state=page.state(one, project, table_only=len(view.evaluation.indicators) > MANY),
        head=showing.head(view), unit=view.card.execution.unit, models=settings.models(),
        model=settings.model_of(page.folder), tour="tour" in request.query_params,
    )  # fmt: skip


def _answer(
    page: Page, request: Request, form: FormData, *, message: str | None = None, **more: Any
) -> Response:
    """What a write has changed on the page that sent it, and a message."""
    one, project = page.project(request.path_params["id"])
    change = page.change(one, project, str(form.get("rev", "")))
    if message is not None:
        change["message"] = page.text("notice", lines=[message]) if message else ""
    return JSONResponse(change | more)


def changes(page: Page, request: Request, form: FormData) -> Response:
    one, project = page.project(request.path_params["id"])
    return JSONResponse(page.change(one, project, request.query_params.get("rev", "")))


def part(page: Page, request: Request, form: FormData) -> Response:
    name = request.path_params["part"]
    _, project = page.project(request.path_params["id"])
    if name == "findings":
        return page.html("part_findings", findings=showing.findings(project.look()))
    if name == "history":
        return page.html(
            "part_history", history=editing.history(project), at=project.space.history.head
        )
    raise InputError("没有这一栏")


def set_(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"], settled=False)
    shown, before = editing.text(form, "place"), project.look().card
    place = editing.place_in(project, shown, editing.text(form, "key"))
    try:
        editing.put(project, place, editing.text(form, "old"), editing.text(form, "value"))
    except ConflictError:
        raise
    except InputError as error:
        lines = [project.plain(line) for line in error.lines]
        words = page.text("paste_error", lines=lines)
        return JSONResponse({"message": words, "error": "；".join(lines)}, 422)
    if project.is_behind:
        return JSONResponse(
            page.scored(project, before, showing.place_text(place)) | {"message": ""}
        )
    return _answer(page, request, form, message="")


def list_rows(page: Page, request: Request, form: FormData) -> Response:
    """Rows of the list whose figures the page does not know yet; some at a time, it asks again for the others."""
    began = time.monotonic()
    rows: list[Summary] = []
    fresh: list[tuple[str, Summary]] = []
    for wanted in request.query_params.get("ids", "").split(",")[:_ASKED]:
        try:
            one = entry(page.folder, wanted)
        except InputError:
            continue  # taken away meanwhile
        mark = stamp(page.folder, one)
        known = page.seen.get(one, mark)
        if known is None:
            if fresh and time.monotonic() - began > _A_WHILE:
                continue
            known = showing.summary(one, page.opened(one))
            fresh.append((mark, known))
        rows.append(known)
    if fresh:
        page.seen.keep(fresh)
    return page.html("project_rows", projects=rows, more=True)


def rows(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    editing.rows(
        project, editing.text(form, "op"), editing.text(form, "list"), editing.number(form, "index"),
        editing.text(form, "name"),
    )  # fmt: skip
    return _answer(page, request, form, message="")


def paste(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    told = editing.paste(
        project, editing.number(form, "index"), editing.text(form, "name"), editing.text(form, "column"),
        editing.block(form, "text"),
    )  # fmt: skip
    return _answer(page, request, form, message=told)


def undo(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    told = project.redo() if request.url.path.endswith("redo") else project.undo()
    return _answer(page, request, form, message=told)


def sentence(page: Page, request: Request, form: FormData) -> Response:
    one, project = page.project(request.path_params["id"])
    if request.method == "GET":
        name = request.query_params.get("sentence", "")
        page.talks.point(project, name)
        change = page.change(one, project, request.query_params.get("rev", ""))
        if name:
            change["side"] = page.text("part_evidence", evidence=evidence(project, name))
        return JSONResponse(change)
    name, op = editing.text(form, "sentence"), editing.text(form, "op")
    if op in editing.WISHES:
        editing.same_sentence(project, name, editing.text(form, "was"))
        page.talks.point(project, name)
        page.talks.say(project, editing.WISHES[op], settings.option(settings.model_of(page.folder)))
        return _answer(page, request, form, message="")
    editing.sentence(project, name, op, editing.text(form, "was"), editing.text(form, "text"))
    return _answer(page, request, form, message="已改，可以撤销。")


def answers(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"])
    page.talks.propose(project, editing.answers(project, form))
    return _answer(page, request, form, message="已列在左边，看过再采用。")


def accept(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"])
    page.talks.settle(
        project, editing.text(form, "op"), editing.text(form, "which"), editing.text(form, "value")
    )
    return _answer(page, request, form, message="")


def chat(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"])
    page.talks.say(
        project, editing.text(form, "text"), settings.option(settings.model_of(page.folder))
    )
    return _answer(page, request, form, message="")


def draft(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"])
    page.talks.draft(
        project, editing.text(form, "model") or settings.option(settings.model_of(page.folder))
    )
    return _answer(page, request, form, message="")


def stop(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"], settled=False)
    page.talks.stop(project)
    return JSONResponse({})


def export(page: Page, request: Request, form: FormData) -> Response:
    one, project = page.project(request.path_params["id"])
    made = handing.export(project, editing.text(form, "kind"), editing.text(form, "reason"))
    change = page.change(one, project, str(form.get("rev", "")))
    return JSONResponse(change | {"message": page.text("handed", id=one.id, made=made)})


def file(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    return handing.download(project, request.path_params["name"])


def review(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    if request.url.path.endswith("/apply"):
        told = returning.settle(
            project,
            editing.text(form, "op"),
            editing.text(form, "which"),
            editing.text(form, "value"),
        )
        return _answer(page, request, form, message=told)
    return _answer(page, request, form, message=returning.receive(project, form), tab="round")


def upload(page: Page, request: Request, form: FormData) -> Response:
    importing.receive(page.folder, form)
    return Response(status_code=204, headers={"HX-Redirect": "/import"})


def import_(page: Page, request: Request, form: FormData) -> Response:
    if request.method == "POST":
        told = importing.settle(page.folder, form)
        return page.html("imported", told=told, waiting=waiting(page.folder))
    return page.html("import_review", found=importing.review(page.folder))


def new(page: Page, request: Request, form: FormData) -> Response:
    made = editing.new_project(
        page.folder,
        editing.text(form, "name"),
        editing.text(form, "year"),
        editing.text(form, "unit"),
    )
    return Response(status_code=204, headers={"HX-Redirect": f"/p/{made}"})


def tour(page: Page, request: Request, form: FormData) -> Response:
    """The two-minute tour, on an example of its own that may be deleted."""
    made = editing.example_project(page.folder)
    return Response(status_code=204, headers={"HX-Redirect": f"/p/{made}?tour=1"})


def unit(page: Page, request: Request, form: FormData) -> Response:
    told = ""
    if request.method == "POST":
        told = editing.write_unit(page.folder, form)
        settings.choose_model(
            page.folder, editing.text(form, "model"), editing.text(form, "endpoint")
        )
    return page.html(
        "unit", fields=editing.unit_fields(page.folder), told=told, models=settings.models(),
        model=settings.model_of(page.folder),
    )  # fmt: skip


def try_model(page: Page, request: Request, form: FormData) -> Response:
    wanted = editing.text(form, "endpoint") or editing.text(form, "model")
    return page.html("notice", lines=settings.try_model(wanted))


def all_(page: Page, request: Request, form: FormData) -> Response:
    if request.method == "GET":
        return handing.everything(page.folder)
    if request.url.path.endswith("/stop"):
        page.batch.stop()
    else:
        page.batch.begin(settings.option(settings.model_of(page.folder)))
    return batch(page, request, form)


def batch(page: Page, request: Request, form: FormData) -> Response:
    """How far the drafting of all projects is."""
    return page.html("batch", **batching.told(page.batch.progress), book=page.batch.has_book)


def all_file(page: Page, request: Request, form: FormData) -> Response:
    """批次.xlsx, or the documents over all projects."""
    name = request.path_params["name"]
    if name == "批次.xlsx" and page.batch.has_book:
        return handing.attached(read_now(page.folder / name), name)
    if name == "汇总.zip":
        return handing.attached(batching.summary_archive(page.folder), name)
    raise InputError("没有这个文件，请先点“全部起草”")
