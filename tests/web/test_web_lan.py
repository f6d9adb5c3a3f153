"""The page for other machines (`--lan`): a password, few tries, and what it does not change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from web_served import ROOT, Caller, Served, end

from assistant.errors import InputError
from assistant.web.door import Door

PASSWORD = "长一些的密码2026abc"


def start(folder: Path, password: str = "") -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if k != "JIXIAO_WEB_PASSWORD"}
    environment |= {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder.parent / "cache")}
    if password:
        environment["JIXIAO_WEB_PASSWORD"] = password
    return subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "web", str(folder), "--no-open", "--json", "--lan"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", env=environment,
    )  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("网") / "项目"
    folder.mkdir()
    process = start(folder, PASSWORD)
    assert process.stdout is not None
    said = json.loads(process.stdout.readline())
    running = Served(folder, said["url"], process)
    yield running
    end(running)


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaa"])
def test_without_a_sound_password_it_is_not_opened(tmp_path: Path, password: str) -> None:
    process = start(tmp_path, password)
    out, told = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert "密码" in told


def test_the_risks_are_said_at_the_start(served: Served) -> None:
    assert served.process.stderr is not None
    told = "".join(served.process.stderr.readline() for _ in range(4))
    assert "不加密" in told


def login(caller: Caller, password: str, **headers: str) -> Any:
    return caller.ask("POST", "/login", urlencode({"password": password}), **headers)


def test_another_machine_is_asked_for_the_password_and_then_let_in(served: Served) -> None:
    caller = Caller(served, key=False)
    asked: Any = caller.ask("GET", "/")
    assert asked.status == 403
    assert "password" in asked.body
    assert "项目列表" not in asked.body
    wrong = login(caller, "不是这个密码123")
    assert wrong.status == 403
    assert wrong.getheader("set-cookie") is None
    right = login(caller, PASSWORD)
    cookie = right.getheader("set-cookie", "")
    assert right.status == 303
    assert "httponly" in cookie.lower()
    assert "samesite=strict" in cookie.lower()
    caller.cookie = cookie.partition(";")[0]
    assert caller.ask("GET", "/").status == 200


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Sec_Fetch_Site": "cross-site"}]
)
def test_another_site_cannot_send_the_password(served: Served, headers: dict[str, str]) -> None:
    answer = login(Caller(served, key=False), PASSWORD, **headers)
    assert answer.status == 403
    assert answer.getheader("set-cookie") is None


def test_a_foreign_host_is_refused_as_ever(served: Served) -> None:
    assert Caller(served, key=False).ask("GET", "/login", Host="evil.example").status == 421


def test_wrong_tries_cost_waiting_longer_each_time() -> None:
    now = [0.0]
    door = Door(PASSWORD, clock=lambda: now[0])
    for _ in range(3):
        assert not door.opens("a", "错的")
    first = door.waits("a")
    assert first > 0
    assert not door.opens("a", PASSWORD), "it waits, whatever it says"
    assert door.waits("b") == 0
    now[0] += first
    assert not door.opens("a", "错的")
    assert door.waits("a") > first
    now[0] += door.waits("a")
    assert door.opens("a", PASSWORD)
    assert door.waits("a") == 0


def test_many_machines_together_cannot_guess_either() -> None:
    now = [0.0]
    door = Door(PASSWORD, clock=lambda: now[0])
    for i in range(30):
        assert not door.opens(f"10.0.0.{i}", f"猜{i}")
    assert door.waits("10.0.1.1") > 0
    now[0] += 700
    assert door.opens("10.0.1.1", PASSWORD)


def test_a_weak_password_is_refused() -> None:
    with pytest.raises(InputError, match="太弱"):
        Door("abcabcabcabc")
