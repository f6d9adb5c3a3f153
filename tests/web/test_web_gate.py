"""Who may speak to the page."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from web_served import Caller, Served


def test_without_the_key_nothing_is_shown(served: Served) -> None:
    answer = Caller(served, key=False).ask("GET", "/")
    assert answer.status == 403
    assert "饮水" not in answer.body


def test_a_wrong_key_is_refused(served: Served) -> None:
    assert Caller(served, key=False).ask("GET", "/?key=wrong").status == 403


def test_the_key_becomes_a_strict_cookie_that_scripts_cannot_read(served: Served) -> None:
    answer = Caller(served, key=False).ask("GET", f"/?{urlsplit(served.url).query}")
    cookie = answer.getheader("set-cookie", "").lower()
    assert answer.status == 303
    assert "key" not in (answer.getheader("location") or "")
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80", ""]
)
def test_a_foreign_host_is_refused(served: Served, host: str) -> None:
    assert Caller(served).ask("GET", "/", Host=host).status in {400, 421}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"},
        {"X_Jixiao": "wrong"},
    ],
)  # fmt: skip
def test_a_write_from_elsewhere_is_refused(served: Served, headers: dict[str, str]) -> None:
    caller = Caller(served)
    given = {"X_Jixiao": caller.token} | headers
    answer = caller.ask("POST", "/new", "name=a&year=2025&unit=b", **given)
    assert answer.status == 403
    assert not list(served.folder.glob("a2025*"))


def test_a_write_of_the_page_itself_is_taken(served: Served) -> None:
    caller = Caller(served)
    origin = f"http://{caller.at.netloc}"
    answer = caller.ask(
        "POST", "/new", "name=a&year=2025&unit=b", X_Jixiao=caller.token, Origin=origin
    )
    assert answer.status == 204
    assert [p.name for p in served.folder.glob("a2025*.yaml")] == ["a2025.yaml"]


def test_every_answer_carries_the_headers_of_safety(served: Served) -> None:
    caller = Caller(served)
    for path in ("/", "/unit", "/import", "/static/app.js", "/nowhere"):
        answer = caller.ask("GET", path)
        policy = answer.getheader("content-security-policy", "")
        script = next(p for p in policy.split(";") if p.strip().startswith("script-src"))
        assert script.strip() == "script-src 'self'", path
        assert "frame-ancestors 'none'" in policy
        assert answer.getheader("x-content-type-options") == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/p/../../etc/passwd",
        "/p/xx/file/..%2f..%2fetc%2fpasswd",
    ],
)
def test_no_path_leads_out(served: Served, path: str) -> None:
    answer = Caller(served).ask("GET", path)
    assert answer.status in {400, 404}
    assert "root:" not in answer.body
    assert "import" not in answer.body
    assert str(served.folder) not in answer.body
