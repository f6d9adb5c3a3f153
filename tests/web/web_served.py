"""A running page, started as a user starts it."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""


@dataclass(slots=True)
class Served:
    """A running page: its folder, address, and process."""

    folder: Path
    url: str
    process: subprocess.Popen[str]

    @property
    def root(self) -> str:
        """The address without the key."""
        return self.url.partition("/?")[0]


def add_project(served: Served, example: str = "multi") -> str:
    """A project of its own for one test, from an example; its address."""
    name = f"项目{len(list(served.folder.glob('项目*.yaml'))) + 1}.yaml"
    shutil.copy(ROOT / "examples" / example / "数据.yaml", served.folder / name)
    return f"{served.root}/p/{hashlib.sha256(name.encode()).hexdigest()[:10]}"


def data_of(served: Served, address: str) -> Path:
    """The data file of a project's address."""
    wanted = address.partition("/p/")[2][:10]
    return next(
        path for path in served.folder.glob("*.yaml")
        if hashlib.sha256(path.name.encode()).hexdigest()[:10] == wanted
    )  # fmt: skip


def serve(folder: Path, **more: str) -> Served:
    """Starts `jixiao web` over a folder, as a user would; `more` goes into its environment."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "XDG_CACHE_HOME": str(folder.parent / "cache"),
        **more,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "web", str(folder), "--no-open", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.stderr.read() if process.stderr else ""
    return Served(folder, json.loads(line)["url"], process)


def end(served: Served) -> None:
    """Ends it as Ctrl-C does."""
    if served.process.poll() is None:
        served.process.terminate()
    served.process.wait(timeout=20)
    for pipe in (served.process.stdout, served.process.stderr):
        if pipe is not None:
            pipe.close()


class Caller:
    """A plain HTTP caller with a cookie."""

    def __init__(self, served: Served, *, key: bool = True) -> None:
        self.at = urlsplit(served.url)
        self.cookie = ""
        self.token = ""
        if key:
            answer = self.ask("GET", f"/?{self.at.query}")
            self.cookie = answer.getheader("set-cookie", "").partition(";")[0]
            page = self.ask("GET", "/").body
            self.token = re.search(r'name="jixiao-token" content="([^"]+)"', page)[1]  # type: ignore[index]

    def post(self, path: str, **fields: str) -> http.client.HTTPResponse:
        """A write as the page itself sends it."""
        return self.ask("POST", path, urlencode(fields), X_Jixiao=self.token)

    def send_file(self, path: str, field: str, name: str, data: bytes) -> http.client.HTTPResponse:
        """A file as a browser uploads it."""
        quoted = name.replace('"', "%22")
        head = f'--border\r\nContent-Disposition: form-data; name="{field}"; filename="{quoted}"\r\n\r\n'
        body = head.encode() + data + b"\r\n--border--\r\n"
        kind = "multipart/form-data; boundary=border"
        return self.ask("POST", path, body, X_Jixiao=self.token, Content_Type=kind)

    def ask(
        self, method: str, path: str, body: str | bytes = "", **headers: str
    ) -> http.client.HTTPResponse:
        caller = http.client.HTTPConnection(self.at.hostname or "", self.at.port, timeout=120)
        named = (
            {"Host": self.at.netloc, "Cookie": self.cookie}
            if self.cookie
            else {"Host": self.at.netloc}
        )
        named |= {k.replace("_", "-"): v for k, v in headers.items()}
        if method == "POST":
            named.setdefault("Content-Type", "application/x-www-form-urlencoded")
        caller.request(method, path, body=body or None, headers=named)
        answer = caller.getresponse()
        answer.raw = answer.read()  # type: ignore[attr-defined]
        answer.body = answer.raw.decode("utf-8", "replace")  # type: ignore[attr-defined]
        caller.close()
        return answer
