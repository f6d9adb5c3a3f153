"""Small projects to talk about, with and without the checkpoint."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from chat_project import DATA, Talk

from assistant.chat.conversation import Conversation
from assistant.chat.graph import Session, open_session
from assistant.chat.project import open_project

LABELLED = Path(__file__).parent / "labelled"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "数据.yaml"
    path.write_text(DATA, encoding="utf-8")
    return path


@pytest.fixture
def talk(data: Path) -> Talk:
    return Talk(data)


@pytest.fixture
def open_chat(data: Path) -> Iterator[Callable[[], Session]]:
    """Opens a session on the project without a model; called again, it resumes the same one."""
    with ExitStack() as stack:

        def opened() -> Session:
            return stack.enter_context(open_session(Conversation(open_project(data)), "会话"))

        yield opened


@pytest.fixture
def chat(open_chat: Callable[[], Session]) -> Session:
    """A session that has said its opening."""
    session = open_chat()
    session.begin("none")
    return session


@pytest.fixture
def talk_about(tmp_path: Path) -> Callable[[str], Talk]:
    """Opens a talk, without a model and without a checkpoint, about one of the labelled projects."""

    def opened(name: str) -> Talk:
        path = tmp_path / f"{name}.yaml"
        shutil.copy(LABELLED / f"{name}.yaml", path)
        return Talk(path, date(2025, 3, 20))

    return opened
