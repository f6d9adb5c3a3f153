"""The page's routes. What they do is in `work`, which is loaded when the first of them is asked for."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from assistant.errors import InputError, ModelError
from assistant.web.catalogue import entries
from assistant.web.door import Door
from assistant.web.errors import ConflictError
from assistant.web.gate import Gate, Keys
from assistant.web.listing import glimpse, stamp, waiting
from assistant.web.page import HERE, Page

_GONE = 404
_WAITING, _WRITING, _HEARTBEAT = 0.7, 0.15, 15.0  # seconds between two looks of the events
_LOOKING = 0.5  # seconds
_LARGEST = 60_000_000  # bytes of one upload; the readers have limits of their own


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
        except (InputError, ModelError) as error:
            if isinstance(error, ConflictError):
                words = page.text("conflict", lines=page.told(error), now=error.now, own=error.own)
                return JSONResponse({"message": words, "now": error.now, "own": error.own}, 409)
            if "id" in request.path_params and request.headers.get("x-jixiao"):
                return JSONResponse({"message": page.text("problem", lines=page.told(error))}, 400)
            status = 400 if request.headers.get("hx-request") else 404
            return page.html("problem", status, lines=page.told(error))
        finally:
            await form.close()

    return Route(path, endpoint, methods=list(methods) or ["GET"])


def _work(name: str) -> Work:
    """A function of `work`, by its name."""

    def work(page: Page, request: Request, form: FormData) -> Response:
        done: Response = getattr(import_module("assistant.web.work"), name)(page, request, form)
        return done

    return work


def _projects(page: Page, request: Request, form: FormData) -> Response:
    wanted = request.query_params.get("q", "").strip()
    found = []
    for one in entries(page.folder):
        summary = page.seen.get(one, stamp(page.folder, one)) or glimpse(one)
        if wanted in f"{summary.name}{summary.unit}{summary.year}":
            found.append(summary)
    name = "project_rows" if request.headers.get("hx-target") == "project-rows" else "projects"
    answer = page.html(
        name, projects=found, more=False, q=wanted, drafting=page.is_drafting, folder=page.folder.name, waiting=waiting(page.folder),
    )  # fmt: skip
    answer.background = BackgroundTask(_made_ready)
    return answer


def _made_ready() -> None:
    """Loads what the next click needs, while the list is looked at: once the browser has fetched the page's style and
    script, which would else wait their turn behind a second of loading. A click that comes sooner loads it itself.
    """
    later = threading.Timer(_LOOKING, import_module, ("assistant.web.work",))
    later.daemon = True
    later.start()


async def _events(request: Request) -> Response:
    """Server-sent events of one project: its revision where it changes, and a model's words as they come."""
    page: Page = request.app.state.page
    try:
        _, project = await run_in_threadpool(
            lambda: page.project(request.path_params["id"], settled=False)
        )
    except InputError:
        return page.html("problem", _GONE, lines=["没有这个项目"])

    async def told() -> AsyncIterator[str]:
        last, quiet, revision = "", 0.0, ""
        while True:
            job = page.talks.job(project)
            if not project.is_behind:
                revision = await run_in_threadpool(page.revision, project)
            said = {"rev": revision, "job": job and job.plain()}
            line = json.dumps(said, ensure_ascii=False)
            if line != last or quiet > _HEARTBEAT:
                yield f"event: state\ndata: {line}\n\n"
                last, quiet = line, 0.0
            pause = _WRITING if job else _WAITING
            await asyncio.sleep(pause)
            quiet += pause

    return StreamingResponse(told(), media_type="text/event-stream")


async def _batch_events(request: Request) -> Response:
    """Server-sent events of the drafting of all projects, as HTML, until it is done."""
    page: Page = request.app.state.page
    work = import_module("assistant.web.work")

    async def told() -> AsyncIterator[str]:
        last = ""
        while True:
            progress = page.batch.progress
            going = progress is not None and progress.running
            answer = await run_in_threadpool(work.batch, page, request, FormData())
            said = json.dumps(
                {"html": bytes(answer.body).decode(), "running": going}, ensure_ascii=False
            )
            if said != last:
                yield f"event: state\ndata: {said}\n\n"
                last = said
            if not going:
                return
            await asyncio.sleep(_WAITING)

    return StreamingResponse(told(), media_type="text/event-stream")


async def _lost(request: Request, error: Exception) -> Response:
    page: Page = request.app.state.page
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = (
        "没有这一页，请回到项目列表。"
        if status == _GONE
        else "程序没有处理好这个请求，已写的内容都在；请刷新页面再试。"
    )
    return page.html("problem", status, lines=[words])


def create_app(
    folder: Path, *, keys: Keys, hosts: frozenset[str], door: Door | None = None
) -> Starlette:
    """The page over one folder, behind its gate."""
    page = Page(folder.resolve(), keys)
    routes: list[Any] = [
        Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
        _route("/", _projects),
        _route("/rows", _work("list_rows")),
        _route("/upload", _work("upload"), "POST"),
        _route("/import", _work("import_"), "GET", "POST"),
        _route("/new", _work("new"), "POST"),
        _route("/tour", _work("tour"), "POST"),
        _route("/unit", _work("unit"), "GET", "POST"),
        _route("/unit/try", _work("try_model"), "POST"),
        _route("/all", _work("all_"), "GET", "POST"),
        _route("/all/stop", _work("all_"), "POST"),
        _route("/all/file/{name:str}", _work("all_file")),
        Route("/all/events", _batch_events),
        _route("/p/{id:str}", _work("workbench")),
        _route("/p/{id:str}/part/{part:str}", _work("part")),
        _route("/p/{id:str}/set", _work("set_"), "POST"),
        _route("/p/{id:str}/rows", _work("rows"), "POST"),
        _route("/p/{id:str}/paste", _work("paste"), "POST"),
        _route("/p/{id:str}/undo", _work("undo"), "POST"),
        _route("/p/{id:str}/redo", _work("undo"), "POST"),
        _route("/p/{id:str}/sentence", _work("sentence"), "GET", "POST"),
        _route("/p/{id:str}/answers", _work("answers"), "POST"),
        _route("/p/{id:str}/accept", _work("accept"), "POST"),
        _route("/p/{id:str}/chat", _work("chat"), "POST"),
        _route("/p/{id:str}/draft", _work("draft"), "POST"),
        _route("/p/{id:str}/changes", _work("changes")),
        _route("/p/{id:str}/stop", _work("stop"), "POST"),
        Route("/p/{id:str}/events", _events),
        _route("/p/{id:str}/export", _work("export"), "POST"),
        _route("/p/{id:str}/file/{name:str}", _work("file")),
        _route("/p/{id:str}/review", _work("review"), "POST"),
        _route("/p/{id:str}/review/apply", _work("review"), "POST"),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Gate, keys=keys, hosts=hosts, door=door)],
        exception_handlers={HTTPException: _lost, Exception: _lost},
    )
    app.state.page = page
    return app
