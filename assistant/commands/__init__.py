"""The commands, a thin module a room. Importing one registers its commands on the app; what is not asked for is not imported."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from assistant.commands.app import App
from assistant.commands.app import app as _app

#: the module of each command and group, in the order of the help
MODULES = {
    "audit": "audit",
    "batch": "batch",
    "chat": "chat",
    "check": "check",
    "doctor": "doctor",
    "draft": "draft",
    "finalize": "finalize",
    "form": "form",
    "ground": "ground",
    "history": "history",
    "show": "history",
    "undo": "history",
    "import": "import_",
    "log": "log",
    "new": "new",
    "outline": "outline",
    "package": "package",
    "verify": "package",
    "review": "review",
    "score": "score",
    "summary": "summary",
    "template": "template",
    "web": "web",
    "model": "model",
    "rules": "rules",
}


def app_for(words: Sequence[str] = ()) -> App:
    """The app with the command that the first word names; with all of them where it names none (help, a slip)."""
    named = MODULES.get(words[0]) if words else None
    for module in [named] if named else dict.fromkeys(MODULES.values()):
        import_module(f"assistant.commands.{module}")
    order = list(MODULES)
    _app.registered_commands.sort(key=lambda command: order.index(str(command.name)))
    _app.registered_groups.sort(key=lambda group: order.index(str(group.name)))
    return _app
