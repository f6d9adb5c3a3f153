"""The conversation as a langgraph: answer a line, and wait for a person wherever something would change.

The graph has one way to a write, through the `consent` node, and that node begins with an interrupt: it
runs only on a line that a person gave after having been shown the proposal. Its state is plain values in
a SQLite checkpoint, written before each step, so that a power cut loses at most the line being typed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict

from assistant.chat.checkpoint import PlainSerializer
from assistant.chat.conversation import Conversation, Outcome
from assistant.chat.memory import EMPTY, Memory, from_plain, to_plain
from assistant.errors import InputError, JixiaoError
from assistant.plain_database import opened


class State(TypedDict, total=False):
    """What the checkpoint holds. `line` is what the person said last; empty opens the session."""

    memory: dict[str, Any]
    line: str
    replies: list[str]
    quit: bool


class Session:
    """One conversation in its thread of the checkpoint file."""

    def __init__(
        self, talk: Conversation, connection: sqlite3.Connection, thread: str, path: Path
    ) -> None:
        """`path` is the checkpoint's file, as messages name it."""
        from langgraph.checkpoint.sqlite import SqliteSaver
        from langgraph.graph import END, START, StateGraph

        self._talk = talk
        self._last: Outcome | None = None
        self._path = path
        self._config: Any = {"configurable": {"thread_id": thread}}
        graph = StateGraph(State)
        graph.add_node("answer", self._answer)
        graph.add_node("consent", self._consent)
        graph.add_edge(START, "answer")
        ways: dict[Hashable, str] = {"consent": "consent", END: END}
        for node in ("answer", "consent"):
            graph.add_conditional_edges(node, self._waits, ways)
        self._graph = graph.compile(
            checkpointer=SqliteSaver(connection, serde=PlainSerializer(path))
        )

    @property
    def waiting(self) -> bool:
        """Whether a proposal waits for its 确认."""
        return bool(self._kept().interrupts)

    @property
    def memory(self) -> Memory:
        """What is remembered."""
        values = self._kept().values
        return from_plain(values["memory"]) if values.get("memory") else EMPTY

    def _kept(self) -> Any:
        """The state in the file, which somebody else may have written: whatever langgraph makes of it."""
        try:
            return self._graph.get_state(self._config)
        except (JixiaoError, sqlite3.Error):
            raise
        except Exception:
            raise InputError(
                f"{self._path}：会话记录坏了，请移走这个文件再试，数据和草稿不受影响"
            ) from None

    def begin(self, model: str = "") -> Outcome:
        """Opens a new session, or says where a resumed one stands."""
        from assistant.llm.endpoint import for_keeping

        if self.memory == EMPTY:
            memory = replace(EMPTY, model=for_keeping(model))
            return self._run({"memory": to_plain(memory), "line": "", "replies": []})
        return self._talk.resumed(self.memory)

    def say(self, line: str) -> Outcome:
        """One line of the person, answered."""
        from assistant.llm.endpoint import for_keeping

        line = for_keeping(line)
        if self.waiting:
            from langgraph.types import Command

            return self._run(Command(resume=line))
        return self._run({"line": line, "replies": []})

    def _run(self, given: Any) -> Outcome:
        self._last = None
        values = self._graph.invoke(given, self._config, durability="sync")
        memory = from_plain(values["memory"])
        if self._last is None:
            return Outcome(memory, tuple(values.get("replies", ())), quit=bool(values.get("quit")))
        return replace(self._last, memory=memory)

    def _answer(self, state: State) -> State:
        memory = from_plain(state["memory"])
        if not state["line"]:
            return self._after("", self._talk.open(memory))
        return self._after(state["line"], self._talk.turn(memory, state["line"]))

    def _consent(self, state: State) -> State:
        from langgraph.types import interrupt

        memory = from_plain(state["memory"])
        # everything after this line runs only once a person has answered
        line = str(interrupt(memory.pending[-1].title if memory.pending else ""))
        return self._after(line, self._talk.turn(memory, line))

    def _after(self, line: str, outcome: Outcome) -> State:
        memory = outcome.memory.says("人", line) if line else outcome.memory
        memory = memory.says("助手", "\n".join(outcome.replies))
        self._last = outcome
        return {"memory": to_plain(memory), "replies": list(outcome.replies), "quit": outcome.quit}

    @staticmethod
    def _waits(state: State) -> str:
        from langgraph.graph import END

        return "consent" if state["memory"].get("pending") and not state.get("quit") else str(END)


@contextmanager
def open_session(talk: Conversation, thread: str = "") -> Iterator[Session]:
    """A session in the work folder: the one of that name, or a new one."""
    folder = talk.project.space.make()
    path = folder / "chat.sqlite"
    with _connection(path) as connection:
        name = thread or datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        yield Session(talk, connection, name, path)


@contextmanager
def _connection(path: Path) -> Iterator[sqlite3.Connection]:
    with opened(path, "会话记录", "请移走这个文件再试，数据和草稿不受影响") as connection:
        yield connection


def sessions(folder: Path) -> tuple[str, ...]:
    """Names of the sessions kept in that work folder, newest first."""
    path = folder / "chat.sqlite"
    if not path.exists():
        return ()
    with _connection(path) as connection:
        try:
            rows = connection.execute(
                "SELECT DISTINCT thread_id FROM checkpoints ORDER BY thread_id DESC"
            ).fetchall()
        except sqlite3.OperationalError:
            return ()
    return tuple(str(row[0]) for row in rows)
