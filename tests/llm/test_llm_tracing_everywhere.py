"""Tracing variables of other programs send nothing, for every command there is, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fake_endpoint import FakeEndpoint, sentences

from assistant.commands import app_for
from assistant.llm.tracing import VARIABLES

ROOT = Path(__file__).parents[2]
DATA = """项目: {名称: 村级广场维修, 年度: 2023, 实施单位: 县文化馆}
资金: {单位: 万元, 明细: [{来源: 县级资金, 年初预算: 80, 全年预算: 80, 到位: 80, 执行: 80}]}
指标:
  - {一级: 产出指标, 二级: 数量指标, 名称: 维修广场数量, 目标: ≥12处, 实际: 10处, 原因: 两处广场遇连续降雨没有铺完, 措施: 雨后补铺}
"""
#: what follows the name of a command; a command that is not here fails the test, so that a new one is thought of
ARGUMENTS: dict[str, list[str]] = {
    "new": ["空.yaml"], "import": ["表.csv", "-o", "新.yaml"], "score": ["数据.yaml"], "form": ["数据.yaml", "-o", "表.docx"],
    "draft": ["数据.yaml", "-o", "出.docx", "--model", "none"], "chat": ["数据.yaml", "--model", "none", "--script", "话.txt"],
    "check": ["数据.yaml"], "review": ["报告.docx"], "finalize": ["报告.docx", "-o", "定稿.docx"], "outline": ["报告.docx", "-o", "提纲.yaml"],
    "history": ["数据.yaml"], "show": ["1", "数据.yaml"], "undo": ["数据.yaml"], "log": ["数据.yaml"], "package": ["数据.yaml", "-o", "包.zip"],
    "verify": ["包.zip"], "ground": ["数据.yaml", "项目已完成。"], "doctor": [], "template": ["模板.docx"], "web": ["--help"],
    "batch": ["数据.yaml", "-o", "批"], "audit": [".", "-o", "复核"], "summary": ["."],
}  # fmt: skip
GROUPS = {"rules": ["list"], "model": []}


class Tracer:
    """A server that notes every request, whatever is in it: traces come packed in ways of their own."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        noted = self.requests

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Quiet."""

            def _any(self) -> None:
                noted.append(f"{self.command} {self.path}")
                self.rfile.read(int(self.headers.get("content-length") or 0))
                self.send_response(200)
                self.send_header("content-length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            do_GET = do_POST = do_PATCH = do_PUT = _any  # noqa: N815

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def tracer() -> Iterator[Tracer]:
    made = Tracer()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "数据.yaml").write_text(DATA, encoding="utf-8")
    (tmp_path / "话.txt").write_text("现在多少分\n", encoding="utf-8")
    (tmp_path / "表.csv").write_text(
        "三级指标,年度指标值,实际完成值\n里程,5公里,5公里\n", encoding="utf-8"
    )
    return tmp_path


def jixiao(
    folder: Path, tracer: Tracer, *args: str, on: tuple[str, ...] = VARIABLES, **more: str
) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    environment |= dict.fromkeys(on, "true") | {
        "LANGSMITH_ENDPOINT": tracer.url, "LANGCHAIN_ENDPOINT": tracer.url, "LANGSMITH_API_KEY": "k", "LANGCHAIN_API_KEY": "k",
        "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache"), **more,
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *args],
        cwd=folder, env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


def test_no_command_sends_a_trace(tracer: Tracer, project: Path) -> None:
    names = {c.name or c.callback.__name__ for c in app_for().registered_commands if c.callback}
    assert names - set(ARGUMENTS) == set(), "name its arguments in this test"
    assert {g.name for g in app_for().registered_groups} - set(GROUPS) == set()
    assert (
        jixiao(
            project, tracer, "draft", "数据.yaml", "-o", "报告.docx", "--model", "none"
        ).returncode
        == 0
    )
    lines = [(name, *ARGUMENTS[name]) for name in sorted(names)] + [
        (n, *a) for n, a in GROUPS.items()
    ]
    with ThreadPoolExecutor(4) as pool:
        done = dict(
            zip(lines, pool.map(lambda line: jixiao(project, tracer, *line), lines), strict=True)
        )
    assert not tracer.requests
    for line, ended in done.items():
        assert b"Traceback" not in ended.stderr, line
        assert ended.returncode in {0, 1, 2}, line
    assert sum(ended.returncode != 2 for ended in done.values()) >= len(lines) * 2 // 3


@pytest.mark.parametrize("name", VARIABLES)
def test_a_draft_by_a_model_is_traced_by_no_single_variable(
    fake_endpoint: FakeEndpoint, tracer: Tracer, project: Path, name: str
) -> None:
    fake_endpoint.script(sentences("广场没有铺完。"), forever=True)
    jixiao(project, tracer, "draft", "数据.yaml", "-o", "出.docx", on=(name,))
    assert fake_endpoint.requests
    assert not tracer.requests


def test_the_server_would_have_seen_it(
    fake_endpoint: FakeEndpoint, tracer: Tracer, project: Path
) -> None:
    fake_endpoint.script(sentences("广场没有铺完。"), forever=True)
    jixiao(project, tracer, "draft", "数据.yaml", "-o", "出.docx", JIXIAO_LANGSMITH="1")
    assert fake_endpoint.requests
    assert tracer.requests
