"""Who may speak to the page: this machine's own browser, with the key that the command printed.

Every request passes here first. A foreign Host is refused (DNS rebinding), so is a write with a foreign Origin
or without the token of the page; the key of the address becomes a cookie that scripts cannot read.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
    """ASGI middleware. `hosts` are the names the page may be reached by, with the port."""

    def __init__(
        self, app: ASGIApp, *, keys: Keys, hosts: frozenset[str], password: str = ""
    ) -> None:
        self.app = app
        self.keys = keys
        self.hosts = hosts
        self.password = password

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
        await (answer or self.app)(scope, receive, safely)

    def _refused(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        method, path = scope["method"], scope["path"]
        if headers.get("host", "").lower() not in self.hosts:
            return _no(421, "这个地址不是本程序的，请用命令行里显示的网址打开。")
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        given = query.pop("key", "")
        if method in _SAFE and given:
            if not _same(given, self.keys.key):
                return _no(403, "网址里的钥匙不对，请用命令行里显示的网址打开。")
            rest = f"?{urlencode(query)}" if query else ""
            answer = RedirectResponse(f"{path}{rest}", status_code=303)
            answer.set_cookie(
                _cookie(headers), self.keys.session, httponly=True, samesite="strict", path="/"
            )
            return answer
        cookies = cookie_parser(headers.get("cookie", ""))
        if not _same(cookies.get(_cookie(headers), ""), self.keys.session):
            return _no(403, "请用命令行里显示的网址打开本页（网址里带一次性钥匙）。")
        if method not in _SAFE:
            origin = headers.get("origin")
            if origin is not None and origin.split("://", 1)[-1].lower() not in self.hosts:
                return _no(403, "请求来自别的网站，没有执行。")
            if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
                return _no(403, "请求来自别的网站，没有执行。")
            if not _same(headers.get("x-jixiao", ""), self.keys.token):
                return _no(403, "请求没有带本页的令牌，没有执行；请刷新页面再试。")
        return None


def _cookie(headers: Headers) -> str:
    return f"{COOKIE}-{headers.get('host', '').rpartition(':')[2]}"


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _no(status: int, words: str) -> ASGIApp:
    return PlainTextResponse(words + "\n", status_code=status)
