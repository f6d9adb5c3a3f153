"""Who may speak to the page: this machine's own browser, with the key that the command printed.

Every request passes here first. A foreign Host is refused (DNS rebinding), so is a write with a foreign Origin
or without the token of the page; the key of the address becomes a cookie that scripts cannot read.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.door import Door

COOKIE = "jixiao"  # with the port: cookies are not kept apart by it
_SAFE = frozenset({"GET", "HEAD"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one run of the server: the key of its address, its session, and the token of its writes."""

    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))


class Gate:
    """ASGI middleware. `hosts` are the names the page may be reached by, with the port; `door` the password of
    other machines, where any may come."""

    def __init__(
        self, app: ASGIApp, *, keys: Keys, hosts: frozenset[str], door: Door | None = None
    ) -> None:
        self.app = app
        self.keys = keys
        self.hosts = hosts
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a sound request pass, with the headers of safety on its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/"):
                    headers["cache-control"] = "no-store"
            await send(message)

        answer = self._refused(scope)
        if answer is None and self.door is not None and scope["path"] == "/login":
            answer = await self._login(self.door, scope, receive)
        await (answer or self.app)(scope, receive, safely)

    async def _login(self, door: Door, scope: Scope, receive: Receive) -> ASGIApp:
        """The password as another machine sends it; a right one is answered with the cookie."""
        headers = Headers(scope=scope)
        if scope["method"] != "POST":
            return _asking("")
        body = b""
        async for part in Request(scope, receive).stream():
            body += part
            if len(body) > _LONGEST_LOGIN:
                return _no(413, "密码太长。")
        given = dict(parse_qsl(body.decode("latin-1"))).get("password", "")
        who = _client(scope)
        if await run_in_threadpool(door.opens, who, given):
            answer = RedirectResponse("/", status_code=303)
            answer.set_cookie(
                _cookie(headers), self.keys.session, httponly=True, samesite="strict", path="/"
            )
            return answer
        waits = door.waits(who)
        return _asking(f"试错太多，请等{waits}秒再试。" if waits else "密码不对，请再试。", 403)

    def _refused(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        method, path = scope["method"], scope["path"]
        if headers.get("host", "").lower() not in self.hosts:
            return _no(421, "这个地址不是本程序的，请用命令行里显示的网址打开。")
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        given = query.pop("key", "")
        if method in _SAFE and given and (self.door is None or _is_here(scope)):
            if not _same(given, self.keys.key):
                return _no(403, "网址里的钥匙不对，请用命令行里显示的网址打开。")
            rest = f"?{urlencode(query)}" if query else ""
            answer = RedirectResponse(f"{path}{rest}", status_code=303)
            answer.set_cookie(
                _cookie(headers), self.keys.session, httponly=True, samesite="strict", path="/"
            )
            return answer
        cookies = cookie_parser(headers.get("cookie", ""))
        if self.door is not None and path == "/login":
            return self._from_elsewhere(headers)
        if not _same(cookies.get(_cookie(headers), ""), self.keys.session):
            if self.door is not None and method in _SAFE and not path.startswith("/p/"):
                return _asking("", 403)
            return _no(403, "请用命令行里显示的网址打开本页（网址里带一次性钥匙）。")
        if method not in _SAFE:
            if (stranger := self._from_elsewhere(headers)) is not None:
                return stranger
            if not _same(headers.get("x-jixiao", ""), self.keys.token):
                return _no(403, "请求没有带本页的令牌，没有执行；请刷新页面再试。")
        return None

    def _from_elsewhere(self, headers: Headers) -> ASGIApp | None:
        origin = headers.get("origin")
        strange = origin is not None and origin.split("://", 1)[-1].lower() not in self.hosts
        if strange or headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return _no(403, "请求来自别的网站，没有执行。")
        return None


def _client(scope: Scope) -> str:
    return str((scope.get("client") or ("",))[0])


def _is_here(scope: Scope) -> bool:
    return _client(scope).startswith("127.")


_ASKING_PAGE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>绩效自评</title><style>body{{font:16px/1.7 sans-serif;max-width:24em;margin:12vh auto;padding:0 1em}}"
    "input,button{{font:inherit;padding:6px 10px;width:100%;box-sizing:border-box;margin:6px 0}}</style>"
    "<h1>绩效自评</h1><form method=post action=/login><label>密码（启动页面的人告诉您）"
    "<input type=password name=password autocomplete=off required autofocus></label><button>进入</button></form>"
    "<p role=alert>{words}</p>"
)
_LONGEST_LOGIN = 4096  # bytes


def _asking(words: str, status: int = 200) -> ASGIApp:
    """The page that asks for the password; `words` are our own."""
    return HTMLResponse(_ASKING_PAGE.format(words=words), status_code=status)


def _cookie(headers: Headers) -> str:
    return f"{COOKIE}-{headers.get('host', '').rpartition(':')[2]}"


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _no(status: int, words: str) -> ASGIApp:
    return PlainTextResponse(words + "\n", status_code=status)
