"""The commands, a thin module a room. Importing one registers its commands on the app."""

from __future__ import annotations

from assistant.commands import audit as _audit  # noqa: F401 - registers itself
from assistant.commands import batch as _batch  # noqa: F401 - registers itself
from assistant.commands import chat as _chat  # noqa: F401 - registers itself
from assistant.commands import check as _check  # noqa: F401 - registers itself
from assistant.commands import doctor as _doctor  # noqa: F401 - registers itself
from assistant.commands import draft as _draft  # noqa: F401 - registers itself
from assistant.commands import finalize as _finalize  # noqa: F401 - registers itself
from assistant.commands import form as _form  # noqa: F401 - registers itself
from assistant.commands import ground as _ground  # noqa: F401 - registers itself
from assistant.commands import history as _history  # noqa: F401 - registers itself
from assistant.commands import import_ as _import  # noqa: F401 - registers itself
from assistant.commands import log as _log  # noqa: F401 - registers itself
from assistant.commands import model as _model  # noqa: F401 - registers itself
from assistant.commands import new as _new  # noqa: F401 - registers itself
from assistant.commands import outline as _outline  # noqa: F401 - registers itself
from assistant.commands import package as _package  # noqa: F401 - registers itself
from assistant.commands import review as _review  # noqa: F401 - registers itself
from assistant.commands import rules as _rules  # noqa: F401 - registers itself
from assistant.commands import score as _score  # noqa: F401 - registers itself
from assistant.commands import summary as _summary  # noqa: F401 - registers itself
from assistant.commands import template as _template  # noqa: F401 - registers itself
from assistant.commands import web as _web  # noqa: F401 - registers itself
from assistant.commands.app import app

__all__ = ["app"]
