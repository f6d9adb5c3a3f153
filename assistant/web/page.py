"""What all routes share: the folder, its projects as they are open, templates and secrets.

Imports nothing that takes long: the first page is shown before the rooms that read and score are loaded.
"""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from assistant import __version__
from assistant.errors import InputError, ModelError
from assistant.web.catalogue import Entry, entry
from assistant.web.columns import COLUMNS, FUND_COLUMNS
from assistant.web.gate import Keys
from assistant.web.listing import Seen

if TYPE_CHECKING:
    from assistant.model.scorecard import Scorecard
    from assistant.web.batching import Batch
    from assistant.web.parts import State
    from assistant.web.project import Project
    from assistant.web.talking import Talks

HERE = Path(__file__).parent
_REMEMBERED = 4  # states of a project, for pages that are a few changes behind
_OPEN = 24  # projects that are held open at a time


class Page:
    """One folder's page: its projects, templates and secrets."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder = folder
        self.keys = keys
        self.seen = Seen(folder)
        self._projects: dict[str, Project] = {}
        self._states: dict[str, dict[str, State]] = {}
        self._guard = threading.Lock()
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {
            "token": keys.token, "version": __version__, "columns": COLUMNS, "fund_columns": FUND_COLUMNS,
        }  # fmt: skip

    @cached_property
    def talks(self) -> Talks:
        """The talks of all projects."""
        from assistant.web.talking import Talks

        return Talks()

    @cached_property
    def batch(self) -> Batch:
        """The drafting of all projects."""
        from assistant.web.batching import Batch

        return Batch(self.folder)

    @property
    def is_drafting(self) -> bool:
        """Whether all projects are being drafted, or were in this run; loads nothing to find out."""
        held: Batch | None = self.__dict__.get("batch")
        return held is not None and held.progress is not None

    def text(self, template: str, **values: Any) -> str:
        """A template, filled; every text in it is escaped."""
        return self._templates.get_template(f"{template}.html.j2").render(values)

    def html(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A template as an answer."""
        return HTMLResponse(self.text(template, **values), status_code=status)

    def project(self, project_id: str, *, settled: bool = True) -> tuple[Entry, Project]:
        """The project of an address, told anew where edits are still to be told. Raises InputError where it is gone."""
        found = entry(self.folder, project_id)
        opened = self.opened(found)
        if settled:
            opened.settle()
        return found, opened

    def opened(self, found: Entry) -> Project:
        """The project of a data file, with what is known of it already."""
        from assistant.web.project import Project

        with self._guard:
            known = self._projects.pop(found.id, None)
            if known is None or known.data != found.data:
                known = Project(found.data)
            self._projects[found.id] = known  # the last one used stands last
            for old in list(self._projects)[:-_OPEN]:
                if not self._projects[old].is_behind:
                    del self._projects[old]
                    self._states.pop(old, None)
            return known

    def revision(self, project: Project) -> str:
        """Names the state of a project and its talk; changes with each write, by whomever."""
        from assistant.web import returning

        return f"{project.revision}{self.talks.revision(project)}{returning.revision(project)}"

    def state(self, one: Entry, project: Project, *, table_only: bool = False) -> State:
        """The parts of the page at this moment; the last ones are remembered, to tell what has changed.

        `table_only`: the first rows of the table and the score, which a large project shows before the rest.
        """
        from assistant.web import parts, returning

        revision = self.revision(project)
        known = self._states.setdefault(one.id, {})
        if table_only:
            begun = parts.beginning(project.look(), f"{revision}-begun")
            known[begun.revision] = begun
            return begun
        if revision not in known:
            talks = self.talks
            talk = parts.Talk(
                talks.lines(project), talks.proposals(project), talks.focus(project),
                returning.shown(project), returning.notes(project),
            )  # fmt: skip
            known[revision] = parts.state(project.look(), revision, talk)
            for old in list(known)[:-_REMEMBERED]:
                known.pop(old, None)
        return known[revision]

    def change(self, one: Entry, project: Project, since: str) -> dict[str, Any]:
        """What brings a page of that revision to how things stand."""
        from assistant.web import parts

        now = self.state(one, project)
        known = self._states.get(one.id, {}).get(since)
        made = parts.difference(known, now)
        painted = dict(parts.painted(self._templates, parts.to_paint(made, known, now), now))
        return {"rev": now.revision, "parts": painted, "lists": made.lists, "cells": made.cells}

    def scored(self, project: Project, before: Scorecard, place: str) -> dict[str, Any]:
        """What an edit has done to the table and the score, before the report is told anew."""
        from assistant.web import parts

        made = parts.scored(project.look(), before, place)
        painted = dict(parts.painted(self._templates, made.parts, made))
        return {"parts": painted, "cells": made.cells}

    def told(self, error: InputError | ModelError) -> list[str]:
        """The lines of an error without a path of this machine."""
        folder = str(self.folder)
        return [line.replace(f"{folder}/", "").replace(folder, "") for line in error.lines]
