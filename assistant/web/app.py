"""The page's routes: thin. Each asks a room, and puts the answer into a template."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from assistant import __version__
from assistant.errors import InputError, ModelError
from assistant.web import editing, handing, importing, showing, talking
from assistant.web.catalogue import Entry, entries, entry
from assistant.web.evidence import evidence
from assistant.web.gate import Gate, Keys
from assistant.web.project import COLUMNS, FUND_COLUMNS, ConflictError, Project

_HERE = Path(__file__).parent
_GONE = 404
_LARGEST = 60_000_000  # bytes of one upload; the readers have limits of their own


class Page:
    """One folder's page: its projects, templates and secrets."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder = folder
        self.keys = keys
        self._projects: dict[str, Project] = {}
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.talks = talking.Talks()
        self.jobs = handing.Jobs()

    def html(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A template, filled; every text in it is escaped."""
        text = self._templates.get_template(f"{template}.html.j2").render(
            token=self.keys.token, version=__version__, columns=COLUMNS,
            fund_columns=FUND_COLUMNS, **values,
        )  # fmt: skip
        return HTMLResponse(text, status_code=status)

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
            return page.html("conflict", 409, lines=page.told(error), now=error.now, own=error.own)
        except (InputError, ModelError) as error:
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
        "workbench",
        **_values(page, one, project, view),
        tab=request.query_params.get("tab", "grid"),
    )


def _values(page: Page, one: Entry, project: Project, view: Any) -> dict[str, Any]:
    return {
        "id": one.id, "view": view, "about": showing.summary(one, project), "rows": showing.grid(view),
        "funds": showing.funds(view), "head": showing.head(view), "blocks": showing.report(view),
        "missing": showing.missing(view), "findings": showing.findings(view),
        "history": editing.history(project), "talk": page.talks.lines(project), "revision": project.revision,
        "focus": page.talks.focus(project), "proposals": page.talks.proposals(project),
    }  # fmt: skip


def _part(page: Page, request: Request, form: FormData) -> Response:
    name = request.path_params["part"]
    if name not in {"grid", "funds", "missing", "findings", "history", "report", "head", "pages"}:
        raise InputError("没有这一栏")
    one, project = page.project(request.path_params["id"])
    return page.html(f"part_{name}", **_values(page, one, project, project.look()), swap="")


def _effect(
    page: Page, request: Request, *, message: str = "", changed: int | None = None
) -> Response:
    """What a change does, all over the page: total, counts, report, and the row that was changed."""
    one, project = page.project(request.path_params["id"])
    view = project.look()
    return page.html(
        "effect", **_values(page, one, project, view), message=message, changed=changed
    )


def _set(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    place = showing.place_of(editing.text(form, "place"))
    changed = (
        place[1] if place[0] == "指标" and len(place) > 1 and isinstance(place[1], int) else None
    )
    try:
        editing.put(project, place, editing.text(form, "old"), editing.text(form, "value"))
    except ConflictError:
        raise
    except InputError as error:
        reason = "；".join(project.plain(line) for line in error.lines)
        return page.html("paste_error", 422, lines=[reason], place=editing.text(form, "place"))
    return _effect(page, request, changed=changed)


def _rows(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    editing.rows(
        project, editing.text(form, "op"), editing.text(form, "list"), editing.number(form, "index")
    )
    return _whole(page, request)


def _paste(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    told = editing.paste(
        project,
        editing.number(form, "index"),
        editing.text(form, "column"),
        editing.text(form, "text"),
    )
    return _whole(page, request, message=told)


def _whole(page: Page, request: Request, *, message: str = "") -> Response:
    """The whole of a project's parts anew: where rows came or went."""
    one, project = page.project(request.path_params["id"])
    view = project.look()
    return page.html("whole", **_values(page, one, project, view), message=message)


def _undo(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    told = project.redo() if request.url.path.endswith("redo") else project.undo()
    return _whole(page, request, message=told)


def _sentence(page: Page, request: Request, form: FormData) -> Response:
    one, project = page.project(request.path_params["id"])
    if request.method == "GET":
        name = request.query_params.get("sentence", "")
        page.talks.point(project, name)
        return page.html(
            "part_evidence", id=one.id, evidence=evidence(project.look(), name), swap=""
        )
    editing.sentence(
        project,
        editing.text(form, "sentence"),
        editing.text(form, "op"),
        editing.text(form, "text"),
    )
    return _effect(page, request)


def _answers(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"])
    page.talks.propose(project, editing.answers(project, form))
    return _effect(page, request)


def _accept(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"])
    told = page.talks.settle(
        project,
        editing.text(form, "op"),
        editing.text(form, "which"),
        editing.text(form, "value"),
    )
    return _whole(page, request, message=told)


def _chat(page: Page, request: Request, form: FormData) -> Response:
    _one, project = page.project(request.path_params["id"])
    page.talks.say(project, editing.text(form, "text"))
    return _whole(page, request)


def _draft(page: Page, request: Request, form: FormData) -> Response:
    one, project = page.project(request.path_params["id"])
    page.jobs.draft(one.id, project, editing.text(form, "model"))
    return page.html("progress", id=one.id, job=page.jobs.of(one.id))


def _progress(page: Page, request: Request, form: FormData) -> Response:
    one, _ = page.project(request.path_params["id"])
    job = page.jobs.of(one.id)
    if request.method == "POST":
        page.jobs.stop(one.id)
    if job is None or job.done:
        return _whole(page, request, message=job.told if job else "")
    return page.html("progress", id=one.id, job=job)


def _export(page: Page, request: Request, form: FormData) -> Response:
    one, project = page.project(request.path_params["id"])
    made = handing.export(project, editing.text(form, "kind"), editing.text(form, "reason"))
    return page.html("handed", id=one.id, made=made)


def _file(page: Page, request: Request, form: FormData) -> Response:
    _, project = page.project(request.path_params["id"])
    return handing.download(project, request.path_params["name"])


def _review(page: Page, request: Request, form: FormData) -> Response:
    one, project = page.project(request.path_params["id"])
    if request.url.path.endswith("/apply"):
        told = handing.take(project, form)
        return _whole(page, request, message=told)
    return page.html("part_review", id=one.id, round=handing.read_back(project, form), swap="")


def _upload(page: Page, request: Request, form: FormData) -> Response:
    importing.receive(page.folder, form)
    return RedirectResponse("/import", status_code=303, headers={"HX-Redirect": "/import"})


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


def _unit(page: Page, request: Request, form: FormData) -> Response:
    told = ""
    if request.method == "POST":
        told = editing.write_unit(page.folder, form)
    return page.html(
        "unit", fields=editing.unit_fields(page.folder), told=told, models=handing.models()
    )


def _try_model(page: Page, request: Request, form: FormData) -> Response:
    return page.html("notice", lines=handing.try_model(editing.text(form, "model")))


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
        _route("/p/{id:str}/progress", _progress, "GET", "POST"),
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
