"""Tracing variables of other programs are turned off; the gate stops a marked project everywhere."""

from __future__ import annotations

import os

import pytest

from assistant.config import Config
from assistant.errors import InputError
from assistant.llm.endpoint import ModelChoice
from assistant.llm.gate import Passage, open_gate
from assistant.llm.tracing import VARIABLES, tracing_off


@pytest.mark.parametrize("name", VARIABLES)
def test_each_variable_is_turned_off_unless_the_user_wants_traces(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "true")
    monkeypatch.setenv("JIXIAO_LANGSMITH", "1")
    tracing_off()
    assert os.environ[name] == "true"
    monkeypatch.delenv("JIXIAO_LANGSMITH")
    tracing_off()
    assert os.environ[name] == "false"


def test_a_marked_project_is_stopped_at_the_gate_and_named_by_its_place() -> None:
    far = ModelChoice("endpoint", "http://10.0.0.1/v1", "m")
    with pytest.raises(InputError, match=r"数据.yaml:1：有密级标志“密★”"):
        open_gate(far, Config(), material=[Passage("# 密★一年", "数据.yaml:1")], log=None)
    near = ModelChoice("endpoint", "http://127.0.0.1/v1", "m")
    open_gate(near, Config(), material=[Passage("# 密★一年")], log=None).close()
