"""Tracing variables of other programs send nothing, whatever the command; the gate stops a marked project everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_endpoint import FakeEndpoint, sentences

from assistant.config import Config
from assistant.errors import InputError
from assistant.llm.endpoint import ModelChoice
from assistant.llm.gate import Passage, open_gate
from assistant.llm.tracing import VARIABLES, tracing_off

ROOT = Path(__file__).parents[2]
DATA = ROOT / "examples" / "yanchi-2021" / "数据.yaml"


@pytest.fixture
def tracer() -> Iterator[FakeEndpoint]:
    endpoint = FakeEndpoint()
    endpoint.script(sentences("x"), forever=True)
    yield endpoint
    endpoint.close()


def test_no_command_sends_a_trace(
    fake_endpoint: FakeEndpoint, tracer: FakeEndpoint, tmp_path: Path
) -> None:
    fake_endpoint.script(sentences("在线率为95%。", facts=("F1",)), forever=True)
    data = tmp_path / "数据.yaml"
    data.write_bytes(DATA.read_bytes())
    words = tmp_path / "话.txt"
    words.write_text("得分是多少\n起草\n", encoding="utf-8")
    lines = [
        ["draft", str(data), "-o", str(tmp_path / "报告.docx")],
        ["chat", str(data), "--model", "none", "--script", str(words), "--json"],
        ["check", str(data), "--model", "fake-model"],
        ["review", str(tmp_path / "报告.docx"), "--data", str(data)],
        ["import", str(tmp_path / "报告.docx"), "-o", str(tmp_path / "新.yaml")],
        ["score", str(data)], ["doctor"], ["rules"], ["log", str(data)], ["model"],
        ["new", str(tmp_path / "空.yaml")], ["finalize", str(tmp_path / "报告.docx"), "-o", str(tmp_path / "定稿.docx")],
        ["history", str(data)],
    ]  # fmt: skip
    code = (
        "import sys\nfrom assistant.cli import main\n"
        f"for args in {lines!r}:\n    try:\n        main(args)\n    except SystemExit:\n        pass\n"
        "from langsmith.utils import tracing_is_enabled\nassert not tracing_is_enabled()\n"
    )
    environment = {
        **os.environ, **dict.fromkeys(VARIABLES, "true"), "LANGSMITH_ENDPOINT": tracer.url, "LANGSMITH_API_KEY": "k",
        "LANGCHAIN_ENDPOINT": tracer.url, "LANGCHAIN_API_KEY": "k", "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", env=environment, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert fake_endpoint.requests  # a model was asked, so there was something to trace
    assert not tracer.requests


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
