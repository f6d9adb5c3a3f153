"""Certificates, proxies, names and waits on the way to an endpoint: each is told by its cause in one line."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fake_endpoint import FakeEndpoint, Request, sentences, status

from assistant.config import Config, Limits
from assistant.errors import ModelError
from assistant.llm.answers import Sentences
from assistant.llm.client import Client
from assistant.llm.endpoint import choose
from assistant.llm.prompts import Rendered

ROOT = Path(__file__).parents[2]
DATA = ROOT / "examples" / "yanchi-2021" / "数据.yaml"
PEM = Path(__file__).parent / "data" / "loopback.pem"
GOOD = sentences("在线率为95%。", facts=("F1",))


def ask(url: str, certificate: str = "") -> str:
    config = Config.model_validate({"模型": {"证书": certificate}})
    limits = Limits(attempts=3, first_token=20, connect=5)
    with Client(choose(f"{url}#m", config=config), limits=limits, backoff=0.01) as client:
        return client.ask(Rendered("t", "1", "s", "u"), Sentences).value.sentences[0].text


@pytest.fixture
def secure(fake_endpoint: FakeEndpoint) -> FakeEndpoint:
    """The endpoint over https, its certificate signed by nobody but itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    fake_endpoint._server.socket = context.wrap_socket(
        fake_endpoint._server.socket, server_side=True
    )
    fake_endpoint.url = fake_endpoint.url.replace("http:", "https:")
    fake_endpoint.script(GOOD, forever=True)
    return fake_endpoint


def test_a_certificate_of_nobody_is_refused_at_once_and_named(secure: FakeEndpoint) -> None:
    with pytest.raises(ModelError, match="证书") as caught:
        ask(secure.url)
    assert "\n" not in str(caught.value)
    assert not secure.requests


def test_the_setting_names_an_authority_of_ones_own(secure: FakeEndpoint) -> None:
    assert ask(secure.url, str(PEM)) == "在线率为95%。"


def test_a_certificate_file_of_the_setting_that_is_lost_is_named(
    secure: FakeEndpoint, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match=r"模型.证书"):
        ask(secure.url, str(tmp_path / "没有.pem"))


def test_a_lost_certificate_file_of_the_environment_is_named(
    monkeypatch: pytest.MonkeyPatch, secure: FakeEndpoint
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    assert ask(secure.url, str(PEM)) == "在线率为95%。"  # not for this machine
    with pytest.raises(ModelError, match="SSL_CERT_FILE"):
        ask("https://model.invalid/v1")


def test_a_name_that_nobody_knows_is_told_and_not_tried_again() -> None:
    with pytest.raises(ModelError, match=r"域名|找不到|解析") as caught:
        ask("http://no-such-host.invalid/v1")
    assert "no-such-host.invalid" in str(caught.value)


def test_a_date_in_retry_after_is_waited_for_or_ends_at_once(fake_endpoint: FakeEndpoint) -> None:
    def dated(seconds: int) -> str:
        return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)

    fake_endpoint.script(status(429, "busy", **{"retry-after": dated(-5)}), GOOD)
    assert ask(fake_endpoint.url) == "在线率为95%。"
    asked = len(fake_endpoint.requests)
    fake_endpoint.script(status(429, "busy", **{"retry-after": dated(7200)}), forever=True)
    with pytest.raises(ModelError):
        ask(fake_endpoint.url)
    assert len(fake_endpoint.requests) == asked + 1


class _Proxy:
    """An http proxy: with an endpoint it passes requests on, without one it answers a page of its own."""

    def __init__(self, behind: FakeEndpoint | None) -> None:
        self.seen: list[str] = []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Quiet."""

            def _serve(self) -> None:
                length = int(self.headers.get("content-length", 0))
                body = self.rfile.read(length)
                proxy.seen.append(f"{self.command} {self.path}")
                if behind is None:
                    code, kind = 403, "text/html"
                    answer = b"<html><title>Access denied by gateway</title></html>"
                elif self.command == "GET":
                    code, kind, answer = 200, "application/json", str(behind.models.raw).encode()
                else:
                    reply = behind._next(Request(json.loads(body), {}))
                    code, kind = 200, "application/json"
                    message = {"role": "assistant", "content": reply.content}
                    answer = json.dumps(
                        {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
                    ).encode()
                self.send_response(code)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def do_GET(self) -> None:
                self._serve()

            def do_POST(self) -> None:
                self._serve()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"127.0.0.1:{self._server.server_address[1]}"
        import threading

        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def _no_exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("_no_exceptions")
def test_a_proxy_that_works_is_gone_through(
    fake_endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_endpoint.script(GOOD, forever=True)
    proxy = _Proxy(fake_endpoint)
    monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.url}")
    try:
        assert ask("http://model.invalid/v1") == "在线率为95%。"
        assert proxy.seen[-1] == "POST http://model.invalid/v1/chat/completions"
    finally:
        proxy.close()


@pytest.mark.usefixtures("_no_exceptions")
def test_a_proxy_that_answers_itself_is_named_by_its_variable_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proxy = _Proxy(None)
    monkeypatch.setenv("HTTP_PROXY", f"http://me:geheim77@{proxy.url}")
    try:
        with pytest.raises(ModelError, match="HTTP_PROXY") as caught:
            ask("http://model.invalid/v1")
    finally:
        proxy.close()
    assert "geheim77" not in str(caught.value)
    assert "\n" not in str(caught.value)


COMMANDS = [
    ["doctor"], ["doctor", "--json"], ["draft", "数据.yaml", "-o", "报告.docx"],
    ["draft", "数据.yaml", "-o", "报告.docx", "--dry-run"],
    ["chat", "数据.yaml", "--script", "话.txt"], ["check", "数据.yaml"], ["log", "数据.yaml"], ["model"],
]  # fmt: skip


@pytest.mark.parametrize("alive", [True, False], ids=["answers", "dead"])
def test_a_password_in_the_address_is_printed_by_no_command_and_kept_nowhere(
    fake_endpoint: FakeEndpoint, tmp_path: Path, alive: bool
) -> None:
    fake_endpoint.script(GOOD, forever=True)
    port = fake_endpoint.url.removeprefix("http://127.0.0.1:") if alive else "9/v1"
    (tmp_path / "数据.yaml").write_bytes(DATA.read_bytes())
    (tmp_path / "话.txt").write_text("起草\n是\n", encoding="utf-8")
    environment = {
        **os.environ, "OPENAI_BASE_URL": f"http://me:geheim77@127.0.0.1:{port}", "OPENAI_MODEL": "m",
        "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT), "COLUMNS": "200",
    }  # fmt: skip
    environment.pop("OPENAI_API_KEY", None)
    for args in COMMANDS:
        done = subprocess.run(
            [sys.executable, "-m", "assistant.cli", *args], capture_output=True, text=True, encoding="utf-8",
            env=environment, cwd=tmp_path, check=False,
        )  # fmt: skip
        assert done.stdout or done.stderr, args
        assert "geheim77" not in done.stdout + done.stderr, args
        assert "Traceback" not in done.stderr, args
    assert bool(fake_endpoint.requests) is alive
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"geheim77" not in path.read_bytes(), path


PRIVATE = "逄锦荣"


def test_the_doctor_tries_a_made_up_section_and_sends_nothing_of_the_user(
    fake_endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    text = DATA.read_text(encoding="utf-8")
    (tmp_path / "数据.yaml").write_text(f"# 联系人：{PRIVATE}\n{text}", encoding="utf-8")
    fake_endpoint.script(GOOD, forever=True)
    environment = {
        **os.environ,
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "doctor", "--json"], capture_output=True, text=True, encoding="utf-8",
        env=environment, cwd=tmp_path, check=False,
    )  # fmt: skip
    lines = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert "逐句" in lines["整节试写"]["found"], done.stdout
    assert fake_endpoint.requests
    for request in fake_endpoint.requests:
        assert PRIVATE not in request.prompt
        assert "盐池" not in request.prompt
        assert "村级文化广场维修" in request.prompt or "广场" in request.prompt


def test_the_doctor_says_why_a_trial_was_not_made(
    fake_endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    fake_endpoint.script(status(402, "余额不足"), forever=True)
    environment = {
        **os.environ,
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "doctor", "--json"], capture_output=True, text=True, encoding="utf-8",
        env=environment, cwd=tmp_path, check=False,
    )  # fmt: skip
    line = {check["name"]: check for check in json.loads(done.stdout)["checks"]}["整节试写"]
    assert line["state"] == "warning"
    assert "余额不足" in line["found"]
    assert not list((tmp_path / "cache").rglob("tiers.json"))
