"""A checkpoint from elsewhere is data: nothing in it runs, and what is not data is refused in one line."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import ormsgpack
import pytest
from chat_project import DATA
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.chat.checkpoint import PlainSerializer
from assistant.chat.graph import Session
from assistant.chat.memory import EMPTY, from_plain, to_plain
from assistant.errors import InputError


def _ext(code: int, *parts: object) -> ormsgpack.Ext:
    return ormsgpack.Ext(code, ormsgpack.packb(list(parts)))


def _attacks(proof: Path) -> list[ormsgpack.Ext]:
    command = f"touch {proof}"
    return [
        _ext(0, "os", "system", command),
        _ext(1, "os", "system", [command]),
        _ext(2, "subprocess", "Popen", {"args": ["touch", str(proof)]}),
        _ext(3, "os", "path", command, "system"),
        _ext(4, "subprocess", "Popen", {"args": ["touch", str(proof)]}),
        _ext(5, "subprocess", "Popen", {"args": ["touch", str(proof)]}, "model_validate_json"),
        _ext(2, "langgraph.types", "Interrupt", {"value": {"a": 1}, "id": "x"}),
        _ext(7, "x"),
    ]


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("column", ["checkpoint", "value"])
def test_a_class_named_in_the_checkpoint_is_neither_imported_nor_called(
    open_chat: Callable[[], Session], data: Path, tmp_path: Path, number: int, column: str
) -> None:
    first = open_chat()
    first.begin("none")
    first.say("3120人")
    proof = tmp_path / "ran"
    path = data.with_name("数据.jixiao") / "chat.sqlite"
    content = ormsgpack.packb({"channel_values": {"memory": _attacks(proof)[number]}, "v": 4})
    table = "checkpoints" if column == "checkpoint" else "writes"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE {table} SET type = 'msgpack', {column} = ?", (content,))  # noqa: S608
    kept = path.read_bytes()
    resumed = open_chat()
    with pytest.raises(InputError, match=r"不是数据的内容.*移走这个文件"):
        resumed.begin()
    assert not proof.exists()
    assert path.read_bytes() == kept
    assert data.read_text(encoding="utf-8") == DATA


@pytest.mark.parametrize("form", ["json", "pickle", "bytes", "未知"])
def test_another_form_than_our_own_is_refused(form: str) -> None:
    with pytest.raises(InputError, match="不是数据的内容"):
        PlainSerializer(Path("会话")).loads_typed((form, b'{"lc": 2}'))


@pytest.mark.parametrize("sql", [
    "CREATE TRIGGER t AFTER INSERT ON checkpoints BEGIN DELETE FROM writes; END",
    "CREATE VIEW v AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n FROM c) SELECT n FROM c",
])  # fmt: skip
def test_a_checkpoint_with_a_strangers_sql_is_refused(
    open_chat: Callable[[], Session], data: Path, sql: str
) -> None:
    open_chat().begin("none")
    path = data.with_name("数据.jixiao") / "chat.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)
    with pytest.raises(InputError, match="不是数据的内容"):
        open_chat()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, 5_000), byte=st.integers(0, 255))
def test_a_changed_byte_is_read_or_refused_never_a_crash(
    tmp_path: Path, at: int, byte: int
) -> None:
    serializer = PlainSerializer(tmp_path / "chat.sqlite")
    form, whole = serializer.dumps_typed(
        {"memory": {"said": [["人", "3120人"]] * 50}, "quit": False}
    )
    broken = bytearray(whole)
    broken[at % len(broken)] = byte
    try:
        value = serializer.loads_typed((form, bytes(broken)))
    except InputError:
        return
    assert isinstance(value, dict | list | str | int | float | bytes | type(None))


def test_plain_values_come_back_as_they_were(tmp_path: Path) -> None:
    from langgraph.types import Interrupt

    serializer = PlainSerializer(tmp_path / "chat.sqlite")
    for value in (None, {"a": [1, "二", None, True, 0.5]}, [Interrupt(value="问", id="x")]):
        assert serializer.loads_typed(serializer.dumps_typed(value)) == value


def test_a_session_kept_by_an_earlier_release_still_opens() -> None:
    kept = {**to_plain(replace(EMPTY, asking="报告.主送")), "pressed": ["报告.署名"]}
    assert from_plain(kept).asking == "报告.主送"
