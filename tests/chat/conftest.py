"""A small project to talk about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from chat_project import DATA

from assistant.chat.desk import Desk
from assistant.chat.graph import Session, open_session
from assistant.chat.talk import Talk
from assistant.chat.workhands import WorkHands


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "数据.yaml"
    path.write_text(DATA, encoding="utf-8")
    return path


@pytest.fixture
def open_chat(data: Path) -> Iterator[Callable[[], Session]]:
    """Opens a session on the project without a model; called again, it resumes the same one."""
    with ExitStack() as stack:

        def opened() -> Session:
            desk = Desk(data)
            return stack.enter_context(open_session(Talk(desk, WorkHands(desk)), "会话"))

        yield opened


@pytest.fixture
def chat(open_chat: Callable[[], Session]) -> Session:
    """A session that has said its opening."""
    session = open_chat()
    session.begin("none")
    return session
