"""The page's routes: thin. Each asks a room, and puts the answer into a template."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from assistant import __version__
from assistant.errors import InputError, ModelError
from assistant.web import editing, handing, importing, returning, settings, showing, talking
from assistant.web.catalogue import Entry, entries, entry
from assistant.web.evidence import evidence
from assistant.web.gate import Gate, Keys
from assistant.web.parts import State, Talk, difference, painted, state
from assistant.web.project import COLUMNS, FUND_COLUMNS, ConflictError, Project

_HERE = Path(__file__).parent
_GONE = 404
_REMEMBERED = 8  # states of a project, for pages that are a few changes behind
_WAITING, _WRITING, _HEARTBEAT = 0.7, 0.15, 15.0  # seconds between two looks of the events
_LARGEST = 60_000_000  # bytes of one upload; the readers have limits of their own


class Page:
    """One folder's page: its projects, templates and secrets."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder = folder
        self.keys = keys
        self._projects: dict[str, Project] = {}
        self._states: dict[str, dict[str, State]] = {}
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {
            "token": keys.token, "version": __version__, "columns": COLUMNS, "fund_columns": FUND_COLUMNS,
        }  # fmt: skip
        self.talks = talking.Talks()

    def text(self, template: str, **values: Any) -> str:
        """A template, filled; every text in it is escaped."""
        return self._templates.get_template(f"{template}.html.j2").render(values)

    def html(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A template as an answer."""
        return HTMLResponse(self.text(template, **values), status_code=status)

    def project(self, project_id: str) -> tuple[Entry, Project]:
        """The project of an address. Raises InputError where it is gone."""
        found = entry(self.folder, project_id)
        return found, self.opened(found)

    def opened(self, found: Entry) -> Project:
        """The project of a data file, with what is known of it already."""
        known = self._projects.get(found.id)
        if known is None or known.data != found.data:
            known = self._projects[found.id] = Project(found.data)
        return known

    def revision(self, project: Project) -> str:
        """Names the state of a project and its talk; changes with each write, by whomever."""
        return f"{project.revision}{self.talks.revision(project)}{returning.revision(project)}"

    def state(self, one: Entry, project: Project) -> State:
        """The parts of the page at this moment; the last ones are remembered, to tell what has changed."""
        revision = self.revision(project)
        known = self._states.setdefault(one.id, {})
        if revision not in known:
            talks = self.talks
            talk = Talk(
                talks.lines(project), talks.proposals(project), talks.focus(project),
                returning.shown(project), returning.notes(project),
            )  # fmt: skip
            known[revision] = state(project.look(), revision, talk)
            for old in list(known)[:-_REMEMBERED]:
                known.pop(old, None)
        return known[revision]

    def change(self, one: Entry, project: Project, since: str) -> dict[str, Any]:
        """What brings a page of that revision to how things stand."""
        now = self.state(one, project)
        known = self._states.get(one.id, {}).get(since)
        made = difference(known, now)
        parts = dict(painted(self._templates, made.parts, now))
        return {"rev": now.revision, "parts": parts, "lists": made.lists, "cells": made.cells}

    def told(self, error: InputError | ModelError) -> list[str]:
        """The lines of an error without a path of this machine."""
        folder = str(self.folder)
        return [line.replace(f"{folder}/", "").replace(folder, "") for line in error.lines]


Work = Callable[[Page, Request, FormData], Response]


def _route(path: str, work: Work, *methods: str) -> Route:
    """A route whose work runs beside the loop; its errors become a line on the page."""

    async def endpoint(request: Request) -> Response:
        page: Page = request.app.state.page
        form = FormData()
        if request.method == "POST":
            length = request.headers.get("content-length", "")
            if not length.isdigit() or int(length) > _LARGEST:
                return page.html(
                    "problem", 413, lines=["文件太大（上限60MB），请核对是否选错了文件"]
                )
            form = await request.form(max_files=200, max_fields=20_000, max_part_size=4_000_000)
        try:
            return await run_in_threadpool(work, page, request, form)
        except ConflictError as error:
            words = page.text("conflict", lines=page.told(error), now=error.now, own=error.own)
            return JSONResponse({"message": words, "now": error.now, "own": error.own}, 409)
        except (InputError, ModelError) as error:
            if "id" in request.path_params and request.headers.get("x-jixiao"):
                return JSONResponse({"message": page.text("problem", lines=page.told(error))}, 400)
            status = 400 if request.headers.get("hx-request") else 404
            return page.html("problem", status, lines=page.told(error))
        finally:
            await form.close()

    return Route(path, endpoint, methods=list(methods) or ["GET"])


def _projects(page: Page, request: Request, form: FormData) -> Response:
    wanted = request.query_params.get("q", "").strip()
    found = []
    for one in entries(page.folder):
        summary = showing.summary(one, page.opened(one))
        if wanted in f"{summary.name}{summary.unit}{summary.year}":
            found.append(summary)
    name = "project_rows" if request.headers.get("hx-target") == "project-rows" else "projects"
    return page.html(
        name,
        projects=found,
        q=wanted,
        folder=page.folder.name,
        waiting=importing.waiting(page.folder),
    )


def _workbench(page: Page, request: Request, form: FormData) -> Response:
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
        "workbench", id=one.id, name=view.evaluation.project.name, state=page.state(one, project),
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


def _changes(page: Page, request: Request, form: FormData) -> Response:
    one, project = page.project(request.path_params["id"])
    return JSONResponse(page.change(one, project, request.query_params.get("rev", "")))


def _part(page: Page, request: Request, form: FormData) -> Response:
    name = request.path_params["part"]
    _, project = page.project(request.path_params["id"])
    if name == "findings":
        return page.html("part_findings", findings=showing.findings(project.look()))
    if name == "history":
        return page.html(
            "part_history", history=editing.history(project), at=project.space.history.head
        )
    raise InputError("没有这一栏")


def _set(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    place = editing.place_in(project, editing.text(form, "place"), editing.text(form, "key"))
    try:
        editing.put(project, place, editing.text(form, "old"), editing.text(form, "value"))
    except ConflictError:
        raise
    except InputError as error:
        lines = [project.plain(line) for line in error.lines]
        words = page.text("paste_error", lines=lines)
        return JSONResponse({"message": words, "error": "；".join(lines)}, 422)
    return _answer(page, request, form, message="")


def _rows(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    editing.rows(
        project, editing.text(form, "op"), editing.text(form, "list"), editing.number(form, "index"),
        editing.text(form, "name"),
    )  # fmt: skip
    return _answer(page, request, form, message="")


def _paste(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    told = editing.paste(
        project, editing.number(form, "index"), editing.text(form, "name"), editing.text(form, "column"),
        editing.block(form, "text"),
    )  # fmt: skip
    return _answer(page, request, form, message=told)


def _undo(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    told = project.redo() if request.url.path.endswith("redo") else project.undo()
    return _answer(page, request, form, message=told)


def _sentence(page: Page, request: Request, form: FormData) -> Response:
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


def _answers(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"])
    page.talks.propose(project, editing.answers(project, form))
    return _answer(page, request, form, message="已列在左边，看过再采用。")


def _accept(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"])
    page.talks.settle(
        project, editing.text(form, "op"), editing.text(form, "which"), editing.text(form, "value")
    )
    return _answer(page, request, form, message="")


def _chat(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"])
    page.talks.say(
        project, editing.text(form, "text"), settings.option(settings.model_of(page.folder))
    )
    return _answer(page, request, form, message="")


def _draft(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"])
    page.talks.draft(
        project, editing.text(form, "model") or settings.option(settings.model_of(page.folder))
    )
    return _answer(page, request, form, message="")


def _stop(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"])
    page.talks.stop(project)
    return JSONResponse({})


async def _events(request: Request) -> Response:
    """Server-sent events of one project: its revision where it changes, and a model's words as they come."""
    page: Page = request.app.state.page
    try:
        _, project = await run_in_threadpool(page.project, request.path_params["id"])
    except InputError:
        return page.html("problem", _GONE, lines=["没有这个项目"])

    async def told() -> AsyncIterator[str]:
        last, quiet = "", 0.0
        while True:
            job = page.talks.job(project)
            said = {
                "rev": await run_in_threadpool(page.revision, project),
                "job": job and job.plain(),
            }
            line = json.dumps(said, ensure_ascii=False)
            if line != last or quiet > _HEARTBEAT:
                yield f"event: state\ndata: {line}\n\n"
                last, quiet = line, 0.0
            pause = _WRITING if job else _WAITING
            await asyncio.sleep(pause)
            quiet += pause

    return StreamingResponse(told(), media_type="text/event-stream")


def _export(page: Page, request: Request, form: FormData) -> Response:
    one, project = page.project(request.path_params["id"])
    made = handing.export(project, editing.text(form, "kind"), editing.text(form, "reason"))
    change = page.change(one, project, str(form.get("rev", "")))
    return JSONResponse(change | {"message": page.text("handed", id=one.id, made=made)})


def _file(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    return handing.download(project, request.path_params["name"])


def _review(page: Page, request: Request, form: FormData) -> Response:
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


def _upload(page: Page, request: Request, form: FormData) -> Response:
    importing.receive(page.folder, form)
    return Response(status_code=204, headers={"HX-Redirect": "/import"})


def _import(page: Page, request: Request, form: FormData) -> Response:
    if request.method == "POST":
        told = importing.settle(page.folder, form)
        return page.html("imported", told=told, waiting=importing.waiting(page.folder))
    return page.html("import_review", found=importing.review(page.folder))


def _new(page: Page, request: Request, form: FormData) -> Response:
    made = editing.new_project(
        page.folder,
        editing.text(form, "name"),
        editing.text(form, "year"),
        editing.text(form, "unit"),
    )
    return Response(status_code=204, headers={"HX-Redirect": f"/p/{made}"})


def _tour(page: Page, request: Request, form: FormData) -> Response:
    """The two-minute tour, on an example of its own that may be deleted."""
    made = editing.example_project(page.folder)
    return Response(status_code=204, headers={"HX-Redirect": f"/p/{made}?tour=1"})


def _unit(page: Page, request: Request, form: FormData) -> Response:
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


def _try_model(page: Page, request: Request, form: FormData) -> Response:
    wanted = editing.text(form, "endpoint") or editing.text(form, "model")
    return page.html("notice", lines=settings.try_model(wanted))


def _all(page: Page, request: Request, form: FormData) -> Response:
    if request.method == "GET":
        return handing.everything(page.folder)
    done = handing.draft_all([page.opened(one) for one in entries(page.folder)])
    return page.html("notice", lines=done)


async def _lost(request: Request, error: Exception) -> Response:
    page: Page = request.app.state.page
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = (
        "没有这一页，请回到项目列表。"
        if status == _GONE
        else "程序没有处理好这个请求，已写的内容都在；请刷新页面再试。"
    )
    return page.html("problem", status, lines=[words])


def create_app(folder: Path, *, keys: Keys, hosts: frozenset[str]) -> Starlette:
    """The page over one folder, behind its gate."""
    page = Page(folder.resolve(), keys)
    routes: list[Any] = [
        Mount("/static", StaticFiles(directory=_HERE / "static"), name="static"),
        _route("/", _projects),
        _route("/upload", _upload, "POST"),
        _route("/import", _import, "GET", "POST"),
        _route("/new", _new, "POST"),
        _route("/tour", _tour, "POST"),
        _route("/unit", _unit, "GET", "POST"),
        _route("/unit/try", _try_model, "POST"),
        _route("/all", _all, "GET", "POST"),
        _route("/p/{id:str}", _workbench),
        _route("/p/{id:str}/part/{part:str}", _part),
        _route("/p/{id:str}/set", _set, "POST"),
        _route("/p/{id:str}/rows", _rows, "POST"),
        _route("/p/{id:str}/paste", _paste, "POST"),
        _route("/p/{id:str}/undo", _undo, "POST"),
        _route("/p/{id:str}/redo", _undo, "POST"),
        _route("/p/{id:str}/sentence", _sentence, "GET", "POST"),
        _route("/p/{id:str}/answers", _answers, "POST"),
        _route("/p/{id:str}/accept", _accept, "POST"),
        _route("/p/{id:str}/chat", _chat, "POST"),
        _route("/p/{id:str}/draft", _draft, "POST"),
        _route("/p/{id:str}/changes", _changes),
        _route("/p/{id:str}/stop", _stop, "POST"),
        Route("/p/{id:str}/events", _events),
        _route("/p/{id:str}/export", _export, "POST"),
        _route("/p/{id:str}/file/{name:str}", _file),
        _route("/p/{id:str}/review", _review, "POST"),
        _route("/p/{id:str}/review/apply", _review, "POST"),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Gate, keys=keys, hosts=hosts)],
        exception_handlers={HTTPException: _lost, Exception: _lost},
    )
    app.state.page = page
    return app
